"""Values against one limit: a verdict for each value, for each piece by the rule, and the tally.

``items.py`` calls :func:`judge_check` for every limit of a characteristic; nothing here knows kinds, files or
languages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from qspec import units
from qspec.judgement.result import Verdict
from qspec.judgement.tally import Tally, tally_of
from qspec.kinds.base import Item, Measured
from qspec.kinds.rounding import Rounding
from qspec.kinds.rules import Outcome
from qspec.kinds.zones import Between, Lines
from qspec.limits import Bound, Limit, Side, exact_values, sides

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VERDICT_OF = {
    Outcome.CONFORMS: Verdict.PASS,
    Outcome.NONCONFORMING: Verdict.FAIL,
    Outcome.MORE: Verdict.UNDECIDED,
}


BETWEEN = {Between.NOT_PROVED: Verdict.UNDECIDED, Between.CONDITIONAL: Verdict.MARGINAL}
"""Verdict on what lies between the line of passing and the line of failing."""
BEYOND = 3
"""Zone of a value outside all three limits that bound the zones of a rule: drawn in, as agreed, moved out."""


@dataclass(frozen=True)
class Judged:
    """One check judged. Sequences run over the values as measured; ``pieces`` maps a piece's index to its verdict."""

    measured: Measured
    limit: Limit
    """The limit in the readings' unit."""
    applied: Limit
    """The limit from which margins are counted: after the guard band, where a pass needs it."""
    values: Sequence[Fraction]
    """The values as compared: rounded, where the spec names a rounding."""
    verdicts: Sequence[Verdict]
    pieces: Mapping[int, Verdict]
    tally: Tally
    unrounded: Sequence[Fraction] | None = None
    zones: Sequence[int] | None = None
    """Zone of every value under a rule that has them: how many of the limits drawn in, as agreed and moved out it is
    outside of, 0 to 3."""
    accepted: Limit | None = None
    rejected: Limit | None = None
    """The limit drawn in and moved out by the guard band, in the readings' unit, where there are zones."""

    @property
    def guarded(self) -> bool:
        """Say whether a guard band was applied."""
        return self.applied is not self.limit


def judge_check(item: Item, measured: Measured) -> Judged:
    """Compare the values of one check with its limit, converted into the values' unit."""
    check = item.checks[measured.check]
    agreed = item.lines(measured.check)
    lines = _in_unit(agreed, measured.unit)
    limit = lines.limit
    strict = agreed.between is None and agreed.rounding is None
    applied = lines.accept if strict or agreed.between is Between.NOT_PROVED else limit
    passing = sides(measured.values, lines.accept, measured.exact)
    failing = passing if lines.reject is lines.accept else sides(measured.values, lines.reject, measured.exact)
    near = _near(measured, _flagged_from(agreed), item.marginal, agreed.rounding)
    values = exact_values(measured.values, lines.accept, measured.exact)
    compared = values if agreed.rounding is None else _rounded(values, measured.unit, agreed.rounding)
    verdicts = [
        _verdict(Side(int(inner)), Side(int(outer)), lines.between, near=flag)
        for inner, outer, flag in zip(passing, failing, near, strict=True)
    ]
    pieces = _by_piece(measured, _Compared(values, passing, failing, near), lines, check.rule.decide)
    tally = tally_of(values, [applied.margin(value) for value in compared], verdicts.count(Verdict.FAIL))
    judged = Judged(measured, limit, applied, compared, verdicts, pieces, tally)
    if agreed.rounding is not None:
        return replace(judged, unrounded=values)
    if lines.outer is None:
        return judged
    zones = _zones(measured, (lines.accept, limit, lines.outer))
    return replace(judged, zones=zones, accepted=lines.accept, rejected=lines.outer)


def _in_unit(lines: Lines, unit: str) -> Lines:
    """Return the lines in the readings' unit; lines that are one stay one."""
    limits = (lines.limit, lines.accept, lines.reject)
    moved = {id(one): one.converted(unit) for one in limits}
    limit, accept, reject = (moved[id(one)] for one in limits)
    outer = None if lines.outer is None else lines.outer.converted(unit)
    return Lines(limit, accept, reject, lines.between, outer, lines.rounding)


def _flagged_from(lines: Lines) -> Limit:
    """Return the limit of which the marginal band is a share: the guarded one, where a pass needs the guard band."""
    return lines.limit if lines.rounding is not None or lines.between is Between.CONDITIONAL else lines.accept


def _rounded(values: Sequence[Fraction], unit: str, rounding: Rounding) -> list[Fraction]:
    """Return values rounded once, in the unit of the rounding interval, whatever unit the readings are in."""
    there = [rounding.value(units.convert(value, unit, rounding.unit)) for value in values]
    return [units.convert(value, rounding.unit, unit) for value in there]


def _zones(measured: Measured, limits: tuple[Limit, Limit, Limit]) -> list[int]:
    """Return of how many of three limits, each within the next, every value lies outside."""
    inner, agreed, outer = (abs(sides(measured.values, limit, measured.exact)) for limit in limits)
    found: list[int] = (inner + agreed + outer).tolist()
    return found


def _verdict(passing: Side, failing: Side, between: Between | None, *, near: bool) -> Verdict:
    if passing is Side.WITHIN:
        return Verdict.MARGINAL if near else Verdict.PASS
    return Verdict.FAIL if failing is not Side.WITHIN or between is None else BETWEEN[between]


def _near(measured: Measured, limit: Limit, share: Fraction | None, rounding: Rounding | None) -> list[bool]:
    """Return which values lie in the marginal band or beyond it; none where the spec states no band.

    The band is a share of the limit in its own unit: 90 % of 60 °C is 54 °C, in whatever unit the readings are.
    """
    if share is None:
        return [False] * len(measured.values)
    band = _band(limit, share)
    band = (band if rounding is None else rounding.preimage(band)).converted(measured.unit)
    return [side != Side.WITHIN for side in sides(measured.values, band, measured.exact).tolist()]


def _band(limit: Limit, share: Fraction) -> Limit:
    """Return the zone in which a pass carries no flag: each bound drawn in by (1 - share) of its reach.

    The reach is the distance from the nominal (from the middle, where the nominal is not between the bounds) for a
    two-sided limit, the limit's own value for a one-sided one: with 90 %, an upper limit of 1.5 is flagged from 1.35
    on, a tolerance of ±0.10 from 0.09.
    """
    low, high, middle = limit.lower, limit.upper, Fraction(0)
    if low is not None and high is not None:
        middle = (low.value + high.value) / 2
        if limit.nominal is not None and low.value < limit.nominal < high.value:
            middle = limit.nominal
    return replace(limit, lower=_drawn_in(low, middle, share, 1), upper=_drawn_in(high, middle, share, -1))


def _drawn_in(bound: Bound | None, middle: Fraction, share: Fraction, direction: int) -> Bound | None:
    reach = abs(bound.value - middle) if bound is not None else 0
    if bound is None or reach == 0:
        return bound
    return Bound(bound.value + direction * (1 - share) * reach, inclusive=False)


@dataclass(frozen=True)
class _Compared:
    """The values of a check beside what became of each: side of either line, and whether it is near the limit."""

    values: Sequence[Fraction]
    passing: NDArray[np.int8]
    failing: NDArray[np.int8]
    near: Sequence[bool]


def _by_piece(
    measured: Measured,
    compared: _Compared,
    lines: Lines,
    decide: Callable[[Sequence[Fraction], Sequence[Side], Limit], Outcome],
) -> dict[int, Verdict]:
    """Return each piece's verdict by the rule; a conforming one is MARGINAL where one of its values is in the band."""
    rows: dict[int, list[int]] = {}
    for index, piece in enumerate(measured.pieces.tolist()):
        rows.setdefault(piece, []).append(index)
    result = {}
    for piece, own in rows.items():
        values = [compared.values[i] for i in own]
        outcome = decide(values, [Side(int(compared.passing[i])) for i in own], lines.accept)
        verdict = VERDICT_OF[outcome]
        if lines.between is not None and verdict is not Verdict.PASS:
            outcome = decide(values, [Side(int(compared.failing[i])) for i in own], lines.reject)
            verdict = BETWEEN[lines.between] if outcome is Outcome.CONFORMS else VERDICT_OF[outcome]
        if verdict is Verdict.PASS and any(compared.near[i] for i in own):
            verdict = Verdict.MARGINAL
        result[piece] = verdict
    return result
