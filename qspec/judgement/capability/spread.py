"""Mean and standard deviations of a lot's values: over all of them, and within subgroups; called by ``assessing.py``.

Means and variances are exact fractions; a root is taken once, at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from math import lcm

from qspec.judgement.capability.normal import mean_range

OVERALL = "overall"
POOLED = "pooled"
RANGE = "Rbar/d2"
_DIGITS = 28


@dataclass(frozen=True)
class Spread:
    """A variance, by the name of its deviation; ``freedom`` is None where the distribution of it has no exact one."""

    name: str
    variance: Fraction
    freedom: int | None

    @property
    def deviation(self) -> Fraction:
        """Return the standard deviation to 28 digits."""
        return root(self.variance)


def root(value: Fraction) -> Fraction:
    """Return the square root to 28 digits."""
    with localcontext(prec=_DIGITS):
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())


def moments(values: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """Return the mean of one or more values and their sum of squared deviations from it, exact."""
    common = lcm(*{value.denominator for value in values})
    whole = [value.numerator * (common // value.denominator) for value in values]
    total, count = sum(whole), len(whole)
    squares = sum(number * number for number in whole)
    return Fraction(total, count * common), Fraction(count * squares - total * total, count * common * common)


def overall(values: Sequence[Fraction], pieces: int) -> Spread:
    """Return the deviation of two or more values about their mean (n − 1); its degrees of freedom count pieces."""
    return Spread(OVERALL, moments(values)[1] / (len(values) - 1), pieces - 1)


def within(groups: Sequence[Sequence[Fraction]], size: int, name: str) -> Spread:
    """Return the deviation within full subgroups of ``size`` (2 or more) pieces, one or more values of each piece.

    Pooled: squared deviations from each subgroup's mean, over their degrees of freedom. Otherwise the mean of the
    subgroups' ranges, each over the mean range d2 of as many values of a normal distribution.
    """
    if name == POOLED:
        squares = sum((moments(group)[1] for group in groups), Fraction(0))
        return Spread(POOLED, squares / sum(len(group) - 1 for group in groups), len(groups) * (size - 1))
    scaled = [(max(group) - min(group)) / Fraction(mean_range(len(group))) for group in groups]
    return Spread(RANGE, (sum(scaled, Fraction(0)) / len(scaled)) ** 2, None)
