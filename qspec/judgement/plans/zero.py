"""Zero-acceptance plans: how many pieces of a finite lot must be picked, none of them allowed to be nonconforming.

A lot of N pieces, D of them nonconforming, passes with probability C(N-D, n) / C(N, n). Called by ``resolving.py``.
Decided in logarithms where they are clear of the edge and in whole numbers near it.
"""

from __future__ import annotations

import math
from fractions import Fraction

_CLEAR = 1e-5
"""Logarithms this far apart decide up to a lot of ten million, where log-gamma errs by less than 1e-7."""


def nonconforming_at(lot_size: int, quality: Fraction) -> int:
    """Return the pieces of a lot that are nonconforming at a quality (a fraction), rounded up to a whole piece."""
    return math.ceil(lot_size * quality)


def size_for(lot_size: int, quality: Fraction, risk: Fraction) -> int:
    """Return the smallest n with P(0 found) <= risk in a lot with ceil(N * quality) nonconforming pieces; n <= N.

    ``quality`` in (0, 1], ``risk`` in (0, 1), both fractions, not per cent; ``ValueError`` otherwise.
    """
    if lot_size < 1 or not 0 < quality <= 1 or not 0 < risk < 1:
        raise ValueError(f"no zero-acceptance plan for N {lot_size}, quality {quality}, risk {risk}")
    nonconforming = nonconforming_at(lot_size, quality)
    low, high = 0, lot_size - nonconforming + 1  # none picked: passes always; all but D - 1: one is found for certain
    while high - low > 1:
        middle = (low + high) // 2
        if _passes_at_most(lot_size, nonconforming, middle, risk):
            high = middle
        else:
            low = middle
    return high


def _passes_at_most(lot_size: int, nonconforming: int, size: int, risk: Fraction) -> bool:
    apart = _log_passing(lot_size, nonconforming, size) - _log(risk)
    if abs(apart) > _CLEAR * max(1, lot_size // 10_000_000):
        return apart < 0
    few, many = sorted((nonconforming, size))  # the formula is symmetric in D and n; the smaller one has fewer factors
    top, bottom = math.perm(lot_size - many, few), math.perm(lot_size, few)
    return top * risk.denominator <= risk.numerator * bottom


def _log_passing(lot_size: int, nonconforming: int, size: int) -> float:
    few, many = sorted((nonconforming, size))
    if few <= 1000:
        return math.fsum(math.log1p(-many / (lot_size - place)) for place in range(few))
    log = math.lgamma
    first = log(lot_size - many + 1) - log(lot_size - many - few + 1)
    return first - (log(lot_size + 1) - log(lot_size - few + 1))


def _log(risk: Fraction) -> float:
    return math.log(risk.numerator) - math.log(risk.denominator)
