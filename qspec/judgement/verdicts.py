"""Values against one limit: a verdict for each value, for each piece by the rule, and the tally.

``items.py`` calls :func:`judge_check` for every limit of a characteristic; nothing here knows kinds, files or
languages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from qspec.judgement.result import Verdict
from qspec.judgement.tally import Tally, tally_of
from qspec.kinds.base import Item, Measured
from qspec.kinds.rules import Outcome
from qspec.limits import Bound, Limit, Side, exact_values, sides

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VERDICT_OF = {
    Outcome.CONFORMS: Verdict.PASS,
    Outcome.NONCONFORMING: Verdict.FAIL,
    Outcome.MORE: Verdict.UNDECIDED,
}


@dataclass(frozen=True)
class Judged:
    """One check judged. Sequences run over the values as measured; ``pieces`` maps a piece's index to its verdict."""

    measured: Measured
    limit: Limit
    """The limit in the readings' unit."""
    applied: Limit
    """The limit after the guard band; the one that was compared."""
    values: Sequence[Fraction]
    verdicts: Sequence[Verdict]
    pieces: Mapping[int, Verdict]
    tally: Tally

    @property
    def guarded(self) -> bool:
        """Say whether a guard band was applied."""
        return self.applied is not self.limit


def judge_check(item: Item, measured: Measured) -> Judged:
    """Compare the values of one check with its limit, converted into the values' unit."""
    check = item.checks[measured.check]
    agreed = check.limit
    limit = applied = agreed.converted(measured.unit)
    if item.guard is not None and measured.check == 0:
        agreed = agreed.shrunk(item.guard)
        applied = agreed.converted(measured.unit)
    where = sides(measured.values, applied, measured.exact)
    near = _near(measured, agreed, item.marginal)
    values = exact_values(measured.values, applied, measured.exact)
    verdicts = [_verdict(Side(int(side)), flag) for side, flag in zip(where, near, strict=True)]
    pieces = _by_piece(measured, values, where, near, applied, check.rule.decide)
    tally = tally_of(values, [applied.margin(value) for value in values], verdicts.count(Verdict.FAIL))
    return Judged(measured, limit, applied, values, verdicts, pieces, tally)


def _verdict(side: Side, near: bool) -> Verdict:
    if side is not Side.WITHIN:
        return Verdict.FAIL
    return Verdict.MARGINAL if near else Verdict.PASS


def _near(measured: Measured, limit: Limit, share: Fraction | None) -> list[bool]:
    """Return which values lie in the marginal band or beyond it; none where the spec states no band.

    The band is a share of the limit in its own unit: 90 % of 60 °C is 54 °C, in whatever unit the readings are.
    """
    if share is None:
        return [False] * len(measured.values)
    band = _band(limit, share).converted(measured.unit)
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


def _by_piece(
    measured: Measured,
    values: Sequence[Fraction],
    where: NDArray[np.int8],
    near: Sequence[bool],
    limit: Limit,
    decide: Callable[[Sequence[Fraction], Sequence[Side], Limit], Outcome],
) -> dict[int, Verdict]:
    """Return each piece's verdict by the rule; a conforming one is MARGINAL where one of its values is in the band."""
    rows: dict[int, list[int]] = {}
    for index, piece in enumerate(measured.pieces.tolist()):
        rows.setdefault(piece, []).append(index)
    result = {}
    for piece, own in rows.items():
        outcome = decide([values[i] for i in own], [Side(int(where[i])) for i in own], limit)
        verdict = VERDICT_OF[outcome]
        if verdict is Verdict.PASS and any(near[i] for i in own):
            verdict = Verdict.MARGINAL
        result[piece] = verdict
    return result
