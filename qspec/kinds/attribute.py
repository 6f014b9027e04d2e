"""Kind ``attribute``: judged by eye or gauge as one of two outcomes, OK/NG 合/否 ○/×.

In a spec: ``limit: OK`` (any mark for good will do) and optionally ``marks: {ok: [...], ng: [...]}``, the spec's own
labels in place of the usual ones of ``data/kinds/marks.yaml``. A reading is one of those marks; △, ✓ and anything
else is a placed problem and counts as neither. Each reading is judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from qspec import text
from qspec.errors import Problem, Refusal, has_errors
from qspec.kinds.assembling import measure_column, one_column_item
from qspec.kinds.base import Block, Check, Item, Measurement
from qspec.kinds.cells import word
from qspec.kinds.conditions import check_declared
from qspec.kinds.decisions import DECISION_KEYS, refuse_keys
from qspec.kinds.requirements import Places
from qspec.kinds.rules import EACH
from qspec.kinds.tables import table
from qspec.limits import Bound, Limit
from qspec.spec.model import Characteristic, Names, Strict

GOOD, BAD = Decimal(1), Decimal(0)
MARKS = "marks"


class Marks(Strict):
    """The spec's own labels for good and bad."""

    ok: Names
    ng: Names


class Attribute(Characteristic):
    """An attribute in a spec."""

    kind: Literal["attribute"]
    marks: Marks | None = None


@dataclass(frozen=True)
class MarkReader:
    """Reads one cell as good (1) or bad (0); ``values`` by label in the form of :func:`word`."""

    values: Mapping[str, Decimal]
    shown: str
    good: str

    def __call__(self, written: str) -> Decimal | Refusal:
        """Return 1 or 0 for a known mark."""
        found = self.values.get(word(written))
        if found is not None:
            return found
        return Refusal("kinds.mark-unknown", {"text": text.shorten(written), "marks": self.shown})


class AttributeKind:
    """Fulfils :class:`~qspec.kinds.base.Kind`."""

    name = "attribute"
    model: type[Characteristic] = Attribute

    def compile(
        self,
        item_id: str,
        source: Characteristic,
        place: Places,
    ) -> tuple[Item | None, list[Problem]]:
        """Return the item; its limit must be one of the labels for good."""
        problems = check_declared(source, place)
        problems += refuse_keys(source, ("unit", *DECISION_KEYS), place)
        reader, mark_problems = _reader(source, place)
        problems += mark_problems
        if reader is None:
            return None, problems
        if reader.values.get(word(source.limit)) != GOOD:
            values = {"text": text.shorten(source.limit), "marks": reader.good}
            problems.append(Problem("kinds.limit-not-a-mark", place("limit"), values=values))
        if has_errors(problems):
            return None, problems
        limit = Limit(Bound(Fraction(GOOD)), None, table("marks")["unit"], source.limit)
        return one_column_item(
            item_id, source, Check(item_id, limit, EACH, source.limit), unit=None, data={MARKS: reader}
        ), problems

    def measure(self, item: Item, block: Block) -> Measurement:
        """Return every mark as 1 or 0, exact."""
        reader = item.data[MARKS]
        if not isinstance(reader, MarkReader):
            raise TypeError("an item of this kind holds its marks")
        return measure_column(item, block, reader)


def _reader(source: Characteristic, place: Places) -> tuple[MarkReader | None, list[Problem]]:
    own = source.marks if isinstance(source, Attribute) else None
    good: Iterable[str] = table("marks")["ok"] if own is None else own.ok
    bad: Iterable[str] = table("marks")["ng"] if own is None else own.ng
    values: dict[str, Decimal] = {}
    problems = []
    for label, value in [*((label, GOOD) for label in good), *((label, BAD) for label in bad)]:
        folded = word(label)
        if not folded or values.get(folded, value) != value:
            code = "kinds.mark-of-both" if folded else "kinds.mark-empty"
            problems.append(Problem(code, place(MARKS), values={"text": text.shorten(label)}))
        values[folded] = value
    if GOOD not in values.values() or BAD not in values.values():
        problems.append(Problem("kinds.marks-one-sided", place(MARKS)))
    alike = table("marks")["alike"] if own is None else ()
    good, bad = (" / ".join(label for label in labels if label not in alike) for labels in (good, bad))
    return (None if problems else MarkReader(values, f"{good} / {bad}", good)), problems


KIND = AttributeKind()
