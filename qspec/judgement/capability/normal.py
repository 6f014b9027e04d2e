"""The distributions that capability figures rest on: normal, range, chi-square, noncentral t; ``math`` alone.

They are written here and not taken from a library so that a check gives the same answer on every machine without a
statistics package; the tests hold them against one to 1e-9. Integrals are taken by the trapezoidal rule over the whole
line, which for smooth integrands that die away at both ends is exact to the last digits.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

_FAR = 35.0
"""Standard deviations beyond which the tail is taken from its asymptotic series (Abramowitz and Stegun 26.2.12)."""
_DEPTH = 45.0
"""Exponent at which a density no longer counts: e^-45 is 3e-20."""
_REACH = 9.5
"""Standard deviations on either side of the mean that an integral takes: beyond them lie 2e-21."""
_STEEP = 30
"""Multiple of √ν from which t counts as large."""
_FINE = 0.25
"""Step of an integral in units of the sharpest change of its integrand."""


def below(z: float) -> float:
    """Return the share of a standard normal distribution below z."""
    return 0.5 * math.erfc(-z / math.sqrt(2))


def log_below(z: float) -> float:
    """Return the logarithm of :func:`below`, also where the share itself is too small for a float."""
    if z > -_FAR:
        return math.log(below(z))
    square = z * z
    series = 1 - 1 / square + 3 / square**2 - 15 / square**3 + 105 / square**4
    return -square / 2 - math.log(-z) - 0.5 * math.log(2 * math.pi) + math.log(series)


@cache
def mean_range(size: int) -> float:
    """Return d2: the mean range of ``size`` (2 or more) values of a standard normal distribution."""
    step = 1 / 64
    points = (index * step for index in range(-int(_REACH / step), int(_REACH / step) + 1))
    return step * math.fsum(1 - below(-x) ** size - below(x) ** size for x in points)


def noncentral_t_below(t: float, freedom: int, shift: float) -> float:
    """Return P(T ≤ t) of the noncentral t distribution with ``freedom`` ≥ 1 degrees of freedom and noncentrality.

    T is (Z + shift) / S with Z normal and S² = χ²/ν, so the share is the mean of Φ(t·s − shift) over s, which is
    integrated over ln s; where t is so large that this would take many steps, the mean of P(S ≥ (z + shift)/t) over z.
    """
    if t < 0:
        return 1 - noncentral_t_below(-t, freedom, -shift)
    if t > _STEEP * math.sqrt(freedom) and shift > 2 * _REACH:
        return _over_normal(t, freedom, shift)
    return _over_deviation(t, freedom, shift)


def _over_normal(t: float, freedom: int, shift: float) -> float:
    points = (index * _FINE for index in range(-int(_REACH / _FINE), int(_REACH / _FINE) + 1))
    return _FINE * math.fsum(
        math.exp(-z * z / 2)
        / math.sqrt(2 * math.pi)
        * (1 - chi_square_below(freedom * ((z + shift) / t) ** 2, freedom))
        for z in points
    )


def _over_deviation(t: float, freedom: int, shift: float) -> float:
    constant = math.log(2) + freedom / 2 * math.log(freedom / 2) - math.lgamma(freedom / 2)
    low = -(_DEPTH / freedom + 1.5 * math.sqrt(_DEPTH / freedom))
    high = 0.5 * math.log1p(2 * _DEPTH / freedom + 2 * math.sqrt(_DEPTH / freedom))
    step = _FINE / max(2.0, math.sqrt(2 * freedom), t)
    terms = []
    for index in range(math.floor(low / step), math.ceil(high / step) + 1):
        x = index * step
        density = math.exp(constant + freedom * x - freedom / 2 * math.exp(2 * x))
        terms.append(density * below(t * math.exp(x) - shift))
    return step * math.fsum(terms)


def chi_square_below(x: float, freedom: int) -> float:
    """Return P(χ² ≤ x) with ``freedom`` ≥ 1 degrees of freedom, by the series or the continued fraction that converges.

    The two are those of the regularized incomplete gamma function (Abramowitz and Stegun 6.5.29 and 6.5.31).
    """
    if x <= 0:
        return 0.0
    shape, half = freedom / 2, x / 2
    weight = math.exp(shape * math.log(half) - half - math.lgamma(shape))
    if half < shape + 1:
        term = total = 1 / shape
        while term > total * 1e-17:
            shape += 1
            term *= half / shape
            total += term
        return weight * total
    return 1 - weight * _upper_fraction(shape, half)


def _upper_fraction(shape: float, half: float) -> float:
    """Return Γ(a, x) / (x^a e^-x) by Lentz's continued fraction."""
    b = half + 1 - shape
    c, d = math.inf, 1 / b
    value = d
    for index in range(1, 100_000):
        factor = -index * (index - shape)
        b += 2
        d = 1 / (factor * d + b)
        c = b + factor / c
        value *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return value


def chi_square_quantile(share: float, freedom: int) -> float:
    """Return the value that a χ² of so many degrees of freedom stays below with probability ``share`` (0 to 1)."""
    return _falling_root(lambda x: share - chi_square_below(x, freedom), 0.0, freedom + 10.0)


def shift_at(t: float, freedom: int, share: float) -> float:
    """Return the noncentrality at which T ≤ t has probability ``share``: the lower bound of what t was seen of."""
    spread = 2 + abs(t) / math.sqrt(freedom)
    return _falling_root(lambda shift: noncentral_t_below(t, freedom, shift) - share, t - spread, t + spread)


def _falling_root(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where a falling function is zero, to the last digits; the bracket is widened until it holds the place."""
    width = high - low
    while function(low) < 0:
        low -= width
        width *= 2
    while function(high) > 0:
        high += width
        width *= 2
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high) or high - low <= 1e-14 * max(abs(low), abs(high)):
            break
        low, high = (middle, high) if function(middle) > 0 else (low, middle)
    return (low + high) / 2
