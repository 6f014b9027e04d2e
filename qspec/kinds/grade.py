"""Kind ``grade``: ordinal judgements by a named scale, each scale with its own direction and half steps.

In a spec: ``scale`` (``ISO 2409``, ``grey-scale-change``, ``pencil`` …) and ``limit`` (``4級以上``, ``≥ 4``, ``3-4 or
better``, or the best step alone). A limit that is open towards the bad end (``class 1以上`` where 0 is best) is
refused with a question, and so is any other bare step. A reading is a step's label; any other text is a placed
problem. Each reading is judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Literal

from qspec import text
from qspec.errors import Problem, Refusal, Say, Value, has_errors
from qspec.kinds.assembling import measure_column, one_column_item
from qspec.kinds.base import Block, Check, Item, Measurement
from qspec.kinds.cells import DECIMAL_COMMA
from qspec.kinds.conditions import check_declared
from qspec.kinds.decisions import DECISION_KEYS, refuse_keys
from qspec.kinds.requirements import Places, read_one
from qspec.kinds.rules import EACH
from qspec.kinds.scales import Scale, find, scales
from qspec.kinds.tables import table
from qspec.limits import Bound, Limit, Side
from qspec.notation import Requirement
from qspec.spec.model import Characteristic

SCALE = "scale"


class Grade(Characteristic):
    """A grade in a spec."""

    kind: Literal["grade"]
    scale: str | None = None
    """Name of the scale; needed, and asked for with the list of scales where it is missing."""


class GradeKind:
    """Fulfils :class:`~qspec.kinds.base.Kind`."""

    name = "grade"
    model: type[Characteristic] = Grade

    def compile(
        self,
        item_id: str,
        source: Characteristic,
        place: Places,
    ) -> tuple[Item | None, list[Problem]]:
        """Return the item; its limit must be met towards the good end of a scale that is known."""
        problems = check_declared(source, place)
        problems += refuse_keys(source, ("unit", *DECISION_KEYS), place)
        scale = _scale(source, place)
        if isinstance(scale, Problem):
            return None, [*problems, scale]
        limit, limit_problems = _limit(source.limit, scale, place)
        problems += limit_problems
        if limit is None or has_errors(problems):
            return None, problems
        facts: dict[str, Say | str] = {
            "kinds.fact.scale": Say(
                "kinds.scale-fact",
                {"title": scale.title, "standard": scale.standard, "best": scale.best, "worst": scale.worst},
            )
        }
        check = Check(item_id, limit, EACH, source.limit)
        return one_column_item(item_id, source, check, unit=None, facts=facts, data={SCALE: scale}), problems

    def measure(self, item: Item, block: Block) -> Measurement:
        """Return every label's value on the scale, exact."""
        scale = item.data[SCALE]
        if not isinstance(scale, Scale):
            raise TypeError("an item of this kind holds its scale")
        return measure_column(item, block, partial(scale.value, decimal_comma=bool(item.data.get(DECIMAL_COMMA))))


@dataclass(frozen=True)
class _Ends:
    """The labels a limit names, each with whether it is allowed itself."""

    lower: str | None = None
    upper: str | None = None
    lower_inclusive: bool = True
    upper_inclusive: bool = True


def _scale(source: Characteristic, place: Places) -> Scale | Problem:
    written: str | None = getattr(source, SCALE)
    known = {"scales": ", ".join(scales())}
    if written is None:
        return Problem("kinds.scale-needed", place(SCALE), values=known)
    return find(written) or Problem(
        "kinds.scale-unknown", place(SCALE), values={"text": text.shorten(written), **known}
    )


def _limit(written: str, scale: Scale, place: Places) -> tuple[Limit | None, list[Problem]]:
    ends, problems = _ends(written, scale, place)
    other = scale.named_instead(written)
    if other is not None:
        values: dict[str, Value] = {"text": text.shorten(written), "scale": scale.title, "other": other.title}
        problems.append(Problem("kinds.grade-of-another-scale", place("limit"), values=values))
    if ends is None or other is not None:
        return None, problems
    lower, upper = (None if label is None else scale.value(label) for label in (ends.lower, ends.upper))
    refused = [value for value in (lower, upper) if isinstance(value, Refusal)]
    if refused or isinstance(lower, Refusal) or isinstance(upper, Refusal):
        return None, [*problems, *(refusal.at(place("limit")) for refusal in refused)]
    limit = Limit(
        _bound(lower, ends.lower_inclusive), _bound(upper, ends.upper_inclusive), table("scales")["unit"], written
    )
    if limit.side(Fraction(scale.steps[scale.worst])) is Side.WITHIN:
        return None, [*problems, _question("kinds.grade-wrong-way", written, scale, place)]
    if all(limit.side(Fraction(step)) is not Side.WITHIN for step in scale.steps.values()):
        return None, [*problems, _question("kinds.grade-empty", written, scale, place)]
    return limit, problems


def _ends(written: str, scale: Scale, place: Places) -> tuple[_Ends | None, list[Problem]]:
    """Return the labels that a limit names: as a bare best step, or with signs or words."""
    bare = scale.value(written)
    if not isinstance(bare, Refusal):
        if bare != scale.steps[scale.best]:
            return None, [_question("kinds.grade-bare", written, scale, place)]
        return (_Ends(lower=written) if scale.high_is_best else _Ends(upper=written)), []
    requirement, problems = read_one(scale.with_half_steps(written), place("limit"))
    if requirement is None:
        return None, problems
    ends = _of_requirement(requirement, scale)
    unit_fits = requirement.unit is None or requirement.unit in table("scales")["units"]
    if (ends.lower is None and ends.upper is None) or requirement.relative or not unit_fits:
        return None, [*problems, _question("kinds.grade-unreadable", written, scale, place)]
    return ends, problems


def _of_requirement(requirement: Requirement, scale: Scale) -> _Ends:
    """Return the labels a requirement names; ``or better`` opens the end that is good on this scale."""
    worst, inclusive = requirement.label_worst, requirement.label_inclusive
    if worst is not None:
        return _Ends(lower=worst) if scale.high_is_best else _Ends(upper=worst)
    lower, upper = requirement.lower, requirement.upper
    return _Ends(
        lower=_label(requirement.label_lower, lower),
        upper=_label(requirement.label_upper, upper),
        lower_inclusive=inclusive if lower is None else lower.inclusive,
        upper_inclusive=inclusive if upper is None else upper.inclusive,
    )


def _label(label: str | None, bound: Bound | None) -> str | None:
    """Return an end's label as written, or its number where the text has no label."""
    if label is not None or bound is None:
        return label
    return text.write_number(bound.value)


def _bound(value: Decimal | None, inclusive: bool) -> Bound | None:
    return None if value is None else Bound(Fraction(value), inclusive)


def _question(code: str, written: str, scale: Scale, place: Places) -> Problem:
    values: dict[str, Value] = {
        "text": text.shorten(written),
        "scale": scale.title,
        "best": scale.best,
        "worst": scale.worst,
    }
    return Problem(code, place("limit"), values=values)


KIND = GradeKind()
