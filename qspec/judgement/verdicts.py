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
from qspec.kinds.rules import Outcome
from qspec.limits import Bound, Limit, Side, sides

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
    limit = check.limit.converted(measured.unit)
    applied = limit
    if item.guard is not None and measured.check == 0:
        applied = limit.shrunk(units.convert_difference(item.guard, check.limit.unit, measured.unit))
    where = sides(measured.values, applied, measured.exact)
    exact = measured.exact or _from_float(measured.values)
    values = [exact(index) for index in range(len(measured.values))]
    band = _band(applied, item.marginal)
    verdicts = [_verdict(Side(int(side)), value, band) for side, value in zip(where, values, strict=True)]
    pieces = _by_piece(measured, values, where, verdicts, applied, check.rule.decide)
    tally = tally_of(
        values,
        [applied.margin(value) for value in values],
        verdicts.count(Verdict.FAIL),
        verdicts.count(Verdict.MARGINAL),
    )
    return Judged(measured, limit, applied, values, verdicts, pieces, tally)


def _from_float(values: NDArray[np.float64]) -> Callable[[int], Fraction]:
    return lambda index: Fraction(float(values[index]))


def _verdict(side: Side, value: Fraction, band: Limit | None) -> Verdict:
    if side is not Side.WITHIN:
        return Verdict.FAIL
    return Verdict.MARGINAL if band is not None and band.side(value) is not Side.WITHIN else Verdict.PASS


def _band(limit: Limit, share: Fraction | None) -> Limit | None:
    """Return the zone in which a pass carries no flag: each bound drawn in by (1 - share) of its reach.

    The reach is the distance from the nominal (or the middle) for a two-sided limit, the limit's own value for a
    one-sided one: with 90 %, an upper limit of 1.5 is flagged from 1.35 on, a tolerance of ±0.10 from 0.09.
    """
    if share is None:
        return None
    low, high = limit.lower, limit.upper
    middle = Fraction(0)
    if low is not None and high is not None:
        inside = limit.nominal is not None and low.value <= limit.nominal <= high.value
        middle = limit.nominal if inside and limit.nominal is not None else (low.value + high.value) / 2
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
    verdicts: Sequence[Verdict],
    limit: Limit,
    decide: Callable[[Sequence[Fraction], Sequence[Side], Limit], Outcome],
) -> dict[int, Verdict]:
    """Return each piece's verdict by the rule; a conforming piece is MARGINAL where one of its values is flagged."""
    rows: dict[int, list[int]] = {}
    for index, piece in enumerate(measured.pieces.tolist()):
        rows.setdefault(piece, []).append(index)
    result = {}
    for piece, own in rows.items():
        outcome = decide([values[i] for i in own], [Side(int(where[i])) for i in own], limit)
        verdict = VERDICT_OF[outcome]
        if verdict is Verdict.PASS and any(verdicts[i] is not Verdict.PASS for i in own):
            verdict = Verdict.MARGINAL
        result[piece] = verdict
    return result
