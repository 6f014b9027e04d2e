"""Kind ``count``: nonconformities, marks or missing parts, counted in whole numbers.

In a spec: ``limit`` (``0``, ``なし``, ``≤ 2``, ``2個以下``) and ``per``: ``piece`` (the default), ``lot`` or ``100
pieces``. Per piece each reading is judged; otherwise the counts of the whole lot are added up and judged once, per
100 pieces as the exact fraction sum × 100 / pieces. ``なし``, ``無し`` and ``none`` in a cell are 0; a blank cell is
a missing count, never 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Literal

from qspec import text, units
from qspec.errors import Problem, Refusal, has_errors
from qspec.kinds import amounts
from qspec.kinds.assembling import one_column_item
from qspec.kinds.base import Block, Check, Item, Measured, Measurement
from qspec.kinds.cells import Numbers, nothing_measured, number_reader, read_numbers, word
from qspec.kinds.conditions import check_declared, hold
from qspec.kinds.decisions import read_marginal, refuse_keys
from qspec.kinds.requirements import Places, Resolved, read_one, resolve
from qspec.kinds.rules import EACH
from qspec.kinds.tables import table
from qspec.kinds.zones import Decision
from qspec.limits import Bound, Limit, Side
from qspec.spec.model import Characteristic

PIECE = "piece"
LOT = "lot"
HUNDRED = "100 pieces"
_PER = "per"


class Count(Characteristic):
    """A count in a spec."""

    kind: Literal["count"]
    per: str | None = None
    """What the limit counts on: piece, lot or 100 pieces; piece where not stated."""


class CountKind:
    """Fulfils :class:`~qspec.kinds.base.Kind`."""

    name = "count"
    model: type[Characteristic] = Count

    def compile(
        self,
        item_id: str,
        source: Characteristic,
        place: Places,
    ) -> tuple[Item | None, list[Problem]]:
        """Return the item; the limit must be 0 or say at most (at least) how many."""
        problems = check_declared(source, place)
        problems += refuse_keys(source, ("uncertainty", "decision", "guard", "prover", "rounding"), place)
        marginal, marginal_problems = read_marginal(source, place)
        problems += marginal_problems
        per = _per(source)
        if per is None:
            problems.append(
                Problem("kinds.per-unknown", place(_PER), values={"text": text.shorten(getattr(source, _PER))})
            )
        limit, limit_problems = _limit(source, per or PIECE, place)
        problems += limit_problems
        if limit is None or per is None or has_errors(problems):
            return None, problems
        check = Check(item_id, limit, EACH, source.limit, per_lot=per != PIECE, total=per == LOT, counts=per == PIECE)
        decision = Decision(marginal=marginal)
        return one_column_item(item_id, source, check, unit=_unit(), decision=decision, data={_PER: per}), problems

    def measure(self, item: Item, block: Block) -> Measurement:
        """Return every count, or one value for the lot where the limit is per lot or per 100 pieces."""
        numbers = read_numbers(block, item.roles[0], CountReader(item))
        per_piece = item.data[_PER] == PIECE
        measured = numbers.measured(0, _unit()) if per_piece else _summed(item, block, numbers)
        return hold(item, block, Measurement((measured,), numbers.problems))


class CountReader:
    """Reads one cell as a count: a whole number from 0, or a word for none."""

    def __init__(self, item: Item) -> None:
        self._number = number_reader(item)

    def __call__(self, written: str) -> Decimal | Refusal:
        """Return the count a cell states."""
        if word(written) in words_for_none():
            return Decimal(0)
        number = self._number(written)
        if isinstance(number, Refusal):
            return number
        if number < 0 or number != number.to_integral_value():
            return Refusal("kinds.not-a-count", {"text": text.shorten(written)})
        return number


@cache
def words_for_none() -> frozenset[str]:
    """Return the words that mean a count of 0, in the form of :func:`word`."""
    return frozenset(word(spelling) for spelling in table("count")["none"])


def _unit() -> str:
    unit: str = table("count")["unit"]
    return unit


def _per(source: Characteristic) -> str | None:
    written = getattr(source, _PER)
    if written is None:
        return PIECE
    spellings: dict[str, Sequence[str]] = table("count")["per"]
    return next((per for per, words in spellings.items() if text.fold(written) in map(text.fold, words)), None)


def _limit(source: Characteristic, per: str, place: Places) -> tuple[Limit | None, list[Problem]]:
    """Return the limit in counts: none at all, or what the text says with a sign or a word; a bare 2 is refused."""
    bare = _bare_count(source.limit)
    if bare == 0:
        return Limit(None, Bound(bare), _unit(), source.limit), []
    if bare is not None:
        return None, [Problem("kinds.count-bare", place("limit"), values={"text": text.shorten(source.limit)})]
    requirement, problems = read_one(source.limit, place("limit"))
    if requirement is None:
        return None, problems
    if requirement.unit is None and source.unit is None:
        requirement = replace(requirement, unit=_unit())
    resolved, more = resolve(requirement, source, place)
    problems += more
    if resolved is None:
        return None, problems
    return _whole(resolved, per, place, problems)


def _bare_count(written: str) -> Fraction | None:
    """Return the value of a limit that is a count alone (``0``, ``0個``, ``なし``), else None."""
    if word(written) in words_for_none():
        return Fraction(0)
    amount = amounts.read(written)
    return amount.value if isinstance(amount, amounts.Amount) and amount.unit in (None, _unit()) else None


def _whole(resolved: Resolved, per: str, place: Places, problems: list[Problem]) -> tuple[Limit | None, list[Problem]]:
    """Return the limit where its bounds can be counts: not negative, and whole unless they are per 100 pieces."""
    limit = resolved.limit
    if not units.convertible(limit.unit, _unit()):
        values = {"text": text.shorten(limit.text), "unit": units.get(limit.unit).symbol}
        return None, [*problems, Problem("kinds.count-with-unit", place("limit"), values=values)]
    bounds = [bound.value for bound in (limit.lower, limit.upper) if bound is not None]
    odd = any(value < 0 or (per != HUNDRED and value.denominator != 1) for value in bounds)
    if odd or not _reachable(limit, 0 if per == HUNDRED else 1):
        return None, [*problems, Problem("kinds.limit-not-a-count", place("limit"), values={"limit": limit.describe()})]
    return limit.converted(_unit()), problems


def _reachable(limit: Limit, step: int) -> bool:
    """Say whether a count can lie within; ``step`` is the distance of neighboring values, 0 where they may be any."""
    least = Fraction(0) if limit.lower is None else limit.lower.value + (0 if limit.lower.inclusive else step)
    return limit.upper is None or limit.upper.admits(least, Side.ABOVE)


def _summed(item: Item, block: Block, numbers: Numbers) -> Measured:
    """Return the lot's one value; with counts missing only a sum that is already beyond the upper limit is a value.

    Missing counts can but add to the sum, and the pieces they belong to are in the divisor all the same, so what is
    beyond the limit without them is beyond it with them.
    """
    import numpy as np

    limit, missing = item.checks[0].limit, numbers.missing()
    counted = np.flatnonzero(numbers.usable())
    total = sum((numbers.exact(int(row)) for row in counted), Fraction(0))
    pieces = len(set(block.pieces))
    value = total * 100 / pieces if item.data[_PER] == HUNDRED and pieces else total
    if not len(counted) or (missing and limit.side(value) is not Side.ABOVE):
        return nothing_measured(0, limit.unit, block.pieces if not len(counted) else sorted(missing))
    first = counted[:1]
    return Measured(
        check=0,
        unit=limit.unit,
        values=np.array([float(value)]),
        pieces=np.asarray(block.pieces, dtype=np.intp)[first],
        rows=first,
        exact=lambda index: value,
        texts=lambda index: f"Σ {total} / n {pieces}",
        missing=missing,
    )


KIND = CountKind()
