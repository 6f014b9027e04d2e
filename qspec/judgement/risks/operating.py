"""The operating characteristic of one plan: which quality passes how often. Called by ``curve.py`` and the OC picture.

A quality is per cent nonconforming, or nonconformities per 100 pieces. A single finite lot has only the qualities
D / N; what asks for another gets the next worse one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from qspec.judgement.risks.distributions import binomial, hypergeometric, poisson

_SLACK = 1e-12
"""Probabilities this close count as equal."""


class Distribution(StrEnum):
    """What the count in a sample is taken to follow."""

    BINOMIAL = "binomial"
    """Per cent nonconforming of a production that goes on."""
    POISSON = "poisson"
    """Nonconformities per 100 pieces."""
    HYPERGEOMETRIC = "hypergeometric"
    """One lot of known size, judged by itself."""


@dataclass(frozen=True)
class Operating:
    """A plan as far as chance is concerned: ``size`` pieces, accepted with up to ``accepted`` found."""

    distribution: Distribution
    size: int
    accepted: int
    lot_size: int | None = None
    """Needed for the hypergeometric distribution; otherwise it counts for the average outgoing quality alone."""

    def passing(self, quality: float) -> float:
        """Return the probability that a lot of a quality is accepted."""
        match self.distribution:
            case Distribution.BINOMIAL:
                return binomial(self.accepted, self.size, quality / 100)
            case Distribution.POISSON:
                return poisson(self.accepted, self.size * quality / 100)
            case Distribution.HYPERGEOMETRIC:
                return hypergeometric(self.accepted, self.lot, self.nonconforming(quality), self.size)

    def quality_at(self, probability: float) -> float | None:
        """Return the worst quality that is accepted at least so often; None where every quality is."""
        match self.distribution:
            case Distribution.HYPERGEOMETRIC:
                return self._lot_quality_at(probability)
            case Distribution.BINOMIAL:
                if self.accepted >= self.size:
                    return None
                return _falling(self.passing, probability, 100.0)
            case Distribution.POISSON:
                beyond = 100.0
                while self.passing(beyond) > probability:
                    beyond *= 2
                return _falling(self.passing, probability, beyond)

    def bound(self, found: int, confidence: float = 0.95) -> float:
        """Return the worst quality compatible with a count: the exact one-sided upper limit (Clopper and Pearson)."""
        worst = replace(self, accepted=found).quality_at(1 - confidence)
        return 100.0 if worst is None else worst

    def worst_outgoing(self) -> tuple[float, float]:
        """Return the limit of the average outgoing quality (AOQL) and the incoming quality at which it is reached.

        Refused lots are sorted and what is found is replaced. An average over many lots has no sense for one lot by
        itself, so it is binomial there too; where the lot size is known, the pieces inspected count as replaced.
        """
        many = self.distribution
        if many is Distribution.HYPERGEOMETRIC:
            many = Distribution.BINOMIAL
        process = replace(self, distribution=many)
        unseen = 1 - self.size / self.lot_size if self.lot_size else 1.0
        incoming = _peak(lambda quality: quality * process.passing(quality), process.quality_at(1e-9) or 100.0)
        return incoming * process.passing(incoming) * unseen, incoming

    @property
    def lot(self) -> int:
        """The lot size; ``ValueError`` where the plan has none."""
        if self.lot_size is None:
            raise ValueError("a single lot needs its size")
        return self.lot_size

    def nonconforming(self, quality: float) -> int:
        """Return the number of nonconforming pieces in a lot of a quality, rounded up."""
        return min(self.lot, math.ceil(self.lot * quality / 100 - 1e-6))

    def _lot_quality_at(self, probability: float) -> float | None:
        low, high = 0, self.lot + 1  # all-good lots pass; beyond the lot nothing does
        while high - low > 1:
            middle = (low + high) // 2
            if hypergeometric(self.accepted, self.lot, middle, self.size) >= probability - _SLACK:
                low = middle
            else:
                high = middle
        return None if low == self.lot else 100 * low / self.lot


def _falling(function: Callable[[float], float], wanted: float, beyond: float) -> float:
    """Return where a falling function reaches a value, to the last digit of a float."""
    low, high = 0.0, beyond
    while low < (middle := (low + high) / 2) < high:
        if function(middle) >= wanted:
            low = middle
        else:
            high = middle
    return low


def _peak(function: Callable[[float], float], beyond: float) -> float:
    """Return where a function with one peak is highest (golden section; a peak is flat, so eight digits are all)."""
    ratio = (math.sqrt(5) - 1) / 2
    low, high = 0.0, beyond
    left, right = high - ratio * (high - low), low + ratio * (high - low)
    at_left, at_right = function(left), function(right)
    while high - low > 1e-10 * beyond:
        if at_left < at_right:
            low, left, at_left = left, right, at_right
            right = low + ratio * (high - low)
            at_right = function(right)
        else:
            high, right, at_right = right, left, at_left
            left = high - ratio * (high - low)
            at_left = function(left)
    return (low + high) / 2
