"""What is counted while values are compared with one limit; parts merge, so chunks of a batch give the same answer.

``tally + tally`` is associative and commutative to the last digit: sums are exact fractions, not floats.
``verdicts.py`` makes tallies, the result's statistics are read from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction


@dataclass(frozen=True)
class Tally:
    """Counts and exact sums of judged values; the neutral element is ``Tally()``."""

    count: int = 0
    failed: int = 0
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    total: Fraction = Fraction(0)
    squares: Fraction = Fraction(0)
    worst: Fraction | None = None
    """Smallest margin."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.count + other.count,
            self.failed + other.failed,
            _least(self.minimum, other.minimum),
            _greatest(self.maximum, other.maximum),
            self.total + other.total,
            self.squares + other.squares,
            _least(self.worst, other.worst),
        )

    @property
    def mean(self) -> Fraction | None:
        """Arithmetic mean, exact; None without values."""
        return self.total / self.count if self.count else None

    @property
    def stdev(self) -> Fraction | None:
        """Sample standard deviation (n − 1) to 28 digits; None below two values."""
        if self.count < 2:
            return None
        variance = (self.squares - self.total * self.total / self.count) / (self.count - 1)
        with localcontext(prec=28):
            return Fraction((Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt())


def _least(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return b if a is None else a if b is None else min(a, b)


def _greatest(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return b if a is None else a if b is None else max(a, b)


def tally_of(values: list[Fraction], margins: list[Fraction], failed: int) -> Tally:
    """Return the tally of values (exact) with their margins, of which so many failed."""
    if not values:
        return Tally()
    return Tally(
        len(values),
        failed,
        min(values),
        max(values),
        _sum(values),
        _sum([v * v for v in values]),
        min(margins),
    )


def _sum(values: list[Fraction]) -> Fraction:
    """Return the exact sum; one common denominator, for adding fractions one by one takes a gcd each time."""
    from math import lcm

    common = 1
    for denominator in {value.denominator for value in values}:
        common = lcm(common, denominator)
    return Fraction(sum(value.numerator * (common // value.denominator) for value in values), common)
