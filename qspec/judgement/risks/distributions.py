"""Binomial, Poisson and hypergeometric probabilities, by means of ``math`` alone; used by the risks and plan design.

Single terms follow Loader's saddle-point method (C. Loader, "Fast and accurate computation of binomial probabilities",
2000), which keeps the last digits where log-gamma functions cancel. Sums start at the term nearest to the wanted end
and go outwards, so that small probabilities keep their leading digits too. Absolute error below 1e-12 for samples and
lots up to ten million.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

_NEGLIGIBLE = 1e-19
"""A term so much smaller than the sum of those before ends the summing: terms then shrink at least geometrically."""
_TABLED = 16


def binomial(most: int, size: int, share: float) -> float:
    """Return P(X <= most) for ``size`` independent pieces, each nonconforming with probability ``share`` in [0, 1]."""
    if most < 0:
        return 0.0
    if most >= size or share <= 0:
        return 1.0
    if share >= 1:
        return 0.0
    odds = share / (1 - share)
    return _sum(
        most,
        most <= size * share,
        lambda k: binomial_term(k, size, share),
        lambda k: k / ((size - k + 1) * odds),
        lambda k: (size - k) * odds / (k + 1),
    )


def poisson(most: int, mean: float) -> float:
    """Return P(X <= most) for nonconformities that occur ``mean`` times in a sample on average."""
    if most < 0:
        return 0.0
    if mean <= 0:
        return 1.0
    return _sum(most, most <= mean, lambda k: poisson_term(k, mean), lambda k: k / mean, lambda k: mean / (k + 1))


def hypergeometric(most: int, lot_size: int, nonconforming: int, size: int) -> float:
    """Return P(X <= most) for ``size`` pieces picked from a lot that holds so many nonconforming ones."""
    low, high = max(0, size + nonconforming - lot_size), min(size, nonconforming)
    if most < low:
        return 0.0
    if most >= high:
        return 1.0
    rest = lot_size - nonconforming - size
    return _sum(
        most,
        most * lot_size <= size * nonconforming,
        lambda k: hypergeometric_term(k, lot_size, nonconforming, size),
        lambda k: k * (rest + k) / ((nonconforming - k + 1) * (size - k + 1)),
        lambda k: (nonconforming - k) * (size - k) / ((k + 1) * (rest + k + 1)),
    )


def binomial_term(found: int, size: int, share: float) -> float:
    """Return P(X = found); 0 <= found <= size."""
    if share <= 0 or share >= 1:
        return float(found == (0 if share <= 0 else size))
    if found == 0:
        return math.exp(size * math.log1p(-share))
    if found == size:
        return share**size
    rest = size - found
    exponent = (
        _stirling(size)
        - _stirling(found)
        - _stirling(rest)
        - _deviance(found, size * share)
        - _deviance(rest, size * (1 - share))
    )
    return math.exp(exponent) * math.sqrt(size / (2 * math.pi * found * rest))


def poisson_term(found: int, mean: float) -> float:
    """Return P(X = found); ``mean`` above zero."""
    if found == 0:
        return math.exp(-mean)
    return math.exp(-_stirling(found) - _deviance(found, mean)) / math.sqrt(2 * math.pi * found)


def hypergeometric_term(found: int, lot_size: int, nonconforming: int, size: int) -> float:
    """Return P(X = found) as a quotient of binomial terms, which holds for any share and is exact in its middle."""
    if size in (0, lot_size):
        return float(found == (nonconforming if size else 0))
    share = size / lot_size
    inside = binomial_term(found, nonconforming, share)
    outside = binomial_term(size - found, lot_size - nonconforming, share)
    return inside * outside / binomial_term(size, lot_size, share)


def _sum(
    most: int,
    lower: bool,
    term: Callable[[int], float],
    down: Callable[[int], float],
    up: Callable[[int], float],
) -> float:
    """Add the terms 0 … most, or take those above from 1: whichever end is away from the middle.

    ``down(k)`` is P(k - 1) / P(k) and zero at the lowest value, ``up(k)`` is P(k + 1) / P(k) and zero at the highest.
    """
    place, step, ratio = (most, -1, down) if lower else (most + 1, 1, up)
    relative = [1.0]
    while True:
        following = relative[-1] * ratio(place)
        place += step
        if following <= _NEGLIGIBLE:
            break
        relative.append(following)
    total = term(most if lower else most + 1) * math.fsum(relative)
    return min(1.0, total) if lower else max(0.0, 1.0 - total)


@cache
def _tabled(count: int) -> float:
    # n! / (sqrt(2 pi n) (n/e)^n) as a logarithm, from the factorial itself
    return math.log(math.factorial(count)) - (count + 0.5) * math.log(count) + count - 0.5 * math.log(2 * math.pi)


def _stirling(count: int) -> float:
    """Return what Stirling's formula leaves out of log(count!); count >= 1."""
    if count < _TABLED:
        return _tabled(count)
    square = 1.0 / (count * count)
    series = 1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))
    return series / count


def _deviance(found: float, mean: float) -> float:
    """Return found * log(found / mean) + mean - found without cancellation where the two are close."""
    if abs(found - mean) >= 0.1 * (found + mean):
        return found * math.log(found / mean) + mean - found
    ratio = (found - mean) / (found + mean)
    total = (found - mean) * ratio
    power, divisor = 2 * found * ratio, 1
    while True:
        power *= ratio * ratio
        divisor += 2
        following = total + power / divisor
        if following == total:
            return total
        total = following
