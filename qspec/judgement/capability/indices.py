"""Capability indices of a limit and their lower bounds; called by ``assessing.py``.

``(nearer limit − mean) / 3s`` is Ppk or Cpk, ``(upper − lower) / 6s`` Pp or Cp; a limit with one end has the first
alone, named Ppu or Ppl. Lower bounds hold for values of a normal distribution, each taken by itself:

- of one end, exactly, from the noncentral t distribution: 3·√n·index is such a t, with noncentrality 3·√n·(true index);
- of the nearer of two ends, the same bound. Whichever end is truly the nearer one, its own index came out at least as
  large as the smaller one, so the truth exceeds the bound with at least the stated confidence;
- of Pp and Cp, exactly, from the chi-square distribution of s²;
- none for a deviation from ranges, whose distribution is no such one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from qspec.judgement.capability.normal import chi_square_quantile, shift_at
from qspec.judgement.capability.spread import OVERALL, Spread
from qspec.limits import Limit
from qspec.text import write_number

INDICATIVE = 30
"""Below so many pieces an index is called indicative (qspec's own convention): its lower bound is far below it."""
BOUND_FROM = 5
"""Pieces from which a lower bound is shown; qspec's own convention."""
BOUND_TOLERANCE = 1e-9
"""Relative width within which a lower bound counts as equal to the agreed minimum: it is computed in floats."""
_PLACES = (6, 9, 12, 15, 18, 24)


@dataclass(frozen=True)
class Figure:
    """One index: ``margin / (multiple · s)``, with s from ``spread`` and ``pieces`` behind the mean."""

    name: str
    margin: Fraction
    multiple: int
    spread: Spread
    bound: float | None

    @property
    def method(self) -> str:
        """Return how its lower bound is computed, as a slug of the catalogue."""
        if self.multiple == 6:
            return "chi-square"
        return "nearer-side" if self.name.endswith("k") else "one-side"

    @property
    def value(self) -> Fraction:
        """Return the index to 28 digits."""
        return self.margin / (self.multiple * self.spread.deviation)

    def answers(self, named: str) -> bool:
        """Say whether this is the index asked for: a limit with one end has Ppu or Ppl for Ppk."""
        return self.name == named or (named.endswith("k") and self.name[0] == named[0] and self.name[-1] in "ul")

    def reaches(self, minimum: Fraction, *, strict: bool) -> bool:
        """Say exactly whether the index is at least ``minimum`` (above 0), or above it where that is ``strict``."""
        if self.margin <= 0:
            return False
        ours, theirs = self.margin**2, (minimum * self.multiple) ** 2 * self.spread.variance
        return ours > theirs if strict else ours >= theirs

    def bound_reaches(self, minimum: Fraction, *, strict: bool) -> bool | None:
        """Say whether the lower bound is at least ``minimum``; None where there is no bound."""
        if self.bound is None:
            return None
        limit = float(minimum)
        return self.bound > limit * (1 + BOUND_TOLERANCE) if strict else self.bound >= limit * (1 - BOUND_TOLERANCE)

    def text(self, minimum: Fraction | None) -> str:
        """Return the index with six places, or as many more as it takes to be told from a minimum it does not equal."""
        return _apart(self.value, minimum)

    def bound_text(self, minimum: Fraction | None) -> str | None:
        """Return the lower bound likewise."""
        return None if self.bound is None else _apart(Fraction(self.bound), minimum)


def figures(limit: Limit, mean: Fraction, spreads: Sequence[Spread], pieces: int, confidence: float) -> list[Figure]:
    """Return every index that a limit has, for each deviation (none of them 0)."""
    return [figure for spread in spreads for figure in _of(limit, mean, spread, pieces, confidence)]


def _of(limit: Limit, mean: Fraction, spread: Spread, pieces: int, confidence: float) -> Iterator[Figure]:
    letter = "P" if spread.name == OVERALL else "C"
    bounded = spread.freedom is not None and min(pieces, spread.freedom + 1) >= BOUND_FROM
    freedom = spread.freedom if bounded else None

    def figure(name: str, margin: Fraction, multiple: int) -> Figure:
        plain = float(margin / (multiple * spread.deviation))
        bound = None if freedom is None else _lower_bound(plain, multiple, freedom, pieces, confidence)
        return Figure(letter + name, margin, multiple, spread, bound)

    above = None if limit.upper is None else limit.upper.value - mean
    under = None if limit.lower is None else mean - limit.lower.value
    if above is not None and under is not None:
        yield figure("p", above + under, 6)
        yield figure("pk", min(above, under), 3)
    elif above is not None:
        yield figure("pu", above, 3)
    elif under is not None:
        yield figure("pl", under, 3)


def _lower_bound(index: float, multiple: int, freedom: int, pieces: int, confidence: float) -> float:
    if multiple == 6:
        return index * math.sqrt(chi_square_quantile(1 - confidence, freedom) / freedom)
    scale = 3 * math.sqrt(pieces)
    return shift_at(scale * index, freedom, confidence) / scale


def shown(value: Fraction, digits: int = 6) -> str:
    """Return a mean or a deviation with so many decimals, more where it has fewer significant digits before them."""
    size = math.floor(math.log10(abs(value))) if value else 0
    return write_number(value, max(digits, digits - 1 - size))


def _apart(value: Fraction, minimum: Fraction | None) -> str:
    for places in _PLACES:
        text = write_number(value, places)
        if minimum is None or (Fraction(text) > minimum, Fraction(text) < minimum) == (
            value > minimum,
            value < minimum,
        ):
            return text
    return text
