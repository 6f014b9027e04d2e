"""Rules that turn the values measured on one piece into that piece's verdict, each by its name in the spec.

``each`` and ``max`` judge every value; ``16%`` and ``steps`` are the two readings of ISO 4288's 16 %-rule that
disagree at 1 of 6 and 2 of 12; ``median`` and ``mean`` judge that one value, unrounded. Kinds name the rules they
allow; judgement applies them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cache
from statistics import median
from typing import Protocol

from qspec.kinds.tables import table
from qspec.limits import Bound, Limit, Side


class Outcome(Enum):
    """What a rule says about a piece."""

    CONFORMS = "conforms"
    NONCONFORMING = "nonconforming"
    MORE = "more values needed"


class Decide(Protocol):
    """A rule's decision from the values of one piece (in order, at least one) and the limit in their unit."""

    def __call__(self, values: Sequence[Fraction], sides: Sequence[Side], limit: Limit) -> Outcome:
        """Return the outcome; ``sides[i]`` is the side of ``values[i]`` already decided exactly."""


@dataclass(frozen=True)
class Rule:
    """A named rule."""

    name: str
    decide: Decide
    alone: bool = False
    """True where one value outside settles the piece, whatever values are missing."""


_ENDS = (Side.ABOVE, Side.BELOW)


def _every(values: Sequence[Fraction], sides: Sequence[Side], limit: Limit) -> Outcome:
    return Outcome.CONFORMS if all(side is Side.WITHIN for side in sides) else Outcome.NONCONFORMING


def _sixteen_percent(values: Sequence[Fraction], sides: Sequence[Side], limit: Limit) -> Outcome:
    """Conform when not more than 16 % of the values are outside, counted exactly (source in ``data/kinds/rules.yaml``).

    Each end of a two-sided limit has its own 16 %, for the standard states the rule for either limit by itself.
    """
    outside = max(sides.count(end) for end in _ENDS)
    share = Fraction(table("rules")["sixteen_percent"]["share"])
    return Outcome.CONFORMS if outside <= share * len(sides) else Outcome.NONCONFORMING


@cache
def _ladder() -> tuple[tuple[int, int], ...]:
    """Return the values taken and the values allowed outside at each step after the first value."""
    return tuple((int(taken), int(allowed)) for taken, allowed in table("rules")["steps"]["ladder"])


def last_step() -> int:
    """Return the number of values after which the ladder decides in any case."""
    return _ladder()[-1][0]


def _steps(values: Sequence[Fraction], sides: Sequence[Side], limit: Limit) -> Outcome:
    """Conform at the first step that allows it; with all values of the ladder used, the last step decides.

    The first value's share of the limit needs a one-sided upper limit; at other limits the ladder begins with three
    values. Each end of a two-sided limit climbs by itself.
    """
    if limit.lower is None and limit.upper is not None:
        share = Fraction(table("rules")["steps"]["first"])
        first = Limit(None, Bound(limit.upper.value * share), limit.unit)
        if first.side(values[0]) is Side.WITHIN:
            return Outcome.CONFORMS
    found = {_climb([side is end for side in sides]) for end in _ENDS}
    return next(outcome for outcome in (Outcome.NONCONFORMING, Outcome.MORE, Outcome.CONFORMS) if outcome in found)


def _climb(outside: Sequence[bool]) -> Outcome:
    """Return what the ladder says of one end of a limit."""
    for taken, allowed in _ladder():
        if len(outside) < taken:
            return Outcome.NONCONFORMING if sum(outside) > _ladder()[-1][1] else Outcome.MORE
        if sum(outside[:taken]) <= allowed:
            return Outcome.CONFORMS
    return Outcome.NONCONFORMING


def _median(values: Sequence[Fraction], sides: Sequence[Side], limit: Limit) -> Outcome:
    return Outcome.CONFORMS if limit.side(median(values)) is Side.WITHIN else Outcome.NONCONFORMING


def _mean(values: Sequence[Fraction], sides: Sequence[Side], limit: Limit) -> Outcome:
    mean = Fraction(sum(values), len(values))
    return Outcome.CONFORMS if limit.side(mean) is Side.WITHIN else Outcome.NONCONFORMING


EACH = Rule("each", _every, alone=True)
MAX = Rule("max", _every, alone=True)
SIXTEEN_PERCENT = Rule("16%", _sixteen_percent)
STEPS = Rule("steps", _steps)
MEDIAN = Rule("median", _median)
MEAN = Rule("mean", _mean)

RULES = {rule.name: rule for rule in (EACH, MAX, SIXTEEN_PERCENT, STEPS, MEDIAN, MEAN)}
