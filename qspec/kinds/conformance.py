"""Guard bands of ISO 14253-1: how many standard uncertainties a reading must keep from a limit to prove conformity.

The standard's default asks for 95 % and gives 1.65 u for a limit whose other side is far away. Between two near limits
the value can lie beyond either, and the factor grows until, below T/u = 3.92, no reading at all proves conformity.
``decisions.py`` calls :func:`factor`. Every step is decimal arithmetic of fixed width and the result has six decimals,
rounded up, so two machines get the same digits.
"""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import cache

PLACES = 6
"""Decimals of a factor; it is the least number with so many that reaches the probability."""
_DIGITS = 50
_ROOT_OF_TWO_PI = Decimal("2.5066282746310005024157652848110452530069867406099")
_FAR = 12
"""Standard uncertainties beyond which the normal distribution holds nothing that would change six decimals."""
_NOTHING = Decimal("1e-40")


def factor(ratio: Fraction | None, one_sided: Fraction, probability: Fraction) -> Fraction | None:
    """Return g/u for a tolerance of ``ratio`` standard uncertainties (None: one-sided); None where nothing suffices.

    It is never less than ``one_sided``, the rounded number of the standard.
    """
    if ratio is None:
        return one_sided
    needed = least_factor(ratio, probability)
    return None if needed is None else max(one_sided, needed)


@cache
def least_factor(ratio: Fraction, probability: Fraction) -> Fraction | None:
    """Return the least factor with :data:`PLACES` decimals by which a reading in from one limit proves conformity.

    With a reading f·u inside one limit and (t - f)·u inside the other, the value conforms with probability
    Φ(f) + Φ(t - f) - 1, which is greatest in the middle; None where it stays below ``probability`` even there.
    """
    with localcontext(Context(prec=_DIGITS)):
        width = min(_decimal(ratio), Decimal(2 * _FAR))
        wanted = _decimal(probability) + 1
        low, high = 0, int(width / 2 * 10**PLACES)
        if _within(high, width) < wanted:
            return None
        while low < high:
            middle = (low + high) // 2
            if _within(middle, width) < wanted:
                low = middle + 1
            else:
                high = middle
    return Fraction(low, 10**PLACES)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _within(steps: int, width: Decimal) -> Decimal:
    """Return Φ(f) + Φ(t - f) for f in units of the last decimal."""
    inward = Decimal(steps).scaleb(-PLACES)
    return _normal(inward) + _normal(width - inward)


def _normal(x: Decimal) -> Decimal:
    """Return Φ(x) for x ≥ 0 by its series about 0: ½ + φ(x)·(x + x³/3 + x⁵/15 + …)."""
    if x > _FAR:
        return Decimal(1)
    term = total = x
    divisor = 1
    while term > _NOTHING:
        divisor += 2
        term = term * x * x / divisor
        total += term
    return Decimal("0.5") + total * (-x * x / 2).exp() / _ROOT_OF_TWO_PI
