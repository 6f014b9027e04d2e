"""What was agreed on deciding a reading, as values: uncertainty, rule, the zones that follow from both, rounding.

``decisions.py`` makes a :class:`Decision` from a spec entry, every :class:`~qspec.kinds.base.Item` carries one, and
judgement asks it for the :class:`Lines` between pass and fail. All limits here are in the unit of the agreed limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from qspec.errors import Say
from qspec.kinds.rounding import Rounding
from qspec.limits import Limit


class DecisionRule(StrEnum):
    """How uncertainty enters a decision, by the name in a spec."""

    SIMPLE = "simple"
    GUARDED = "guarded"
    ISO_14253 = "ISO 14253-1"
    NON_BINARY = "non-binary"


class Prover(StrEnum):
    """Who has to give the proof, and against whom uncertainty therefore counts."""

    SUPPLIER = "supplier"
    BUYER = "buyer"


class Between(StrEnum):
    """What a value is that lies between the line of passing and the line of failing."""

    NOT_PROVED = "not proved"
    CONDITIONAL = "conditional pass"


@dataclass(frozen=True)
class Uncertainty:
    """The uncertainty of a reading; ``expanded`` is U = k·u in the limit's unit, ``said`` tells it as it was stated."""

    expanded: Fraction
    coverage: Fraction
    said: Say

    @property
    def standard(self) -> Fraction:
        """The standard uncertainty u."""
        return self.expanded / self.coverage


@dataclass(frozen=True)
class Lines:
    """Where a check passes and where it fails: within ``accept`` it passes, outside ``reject`` it fails.

    ``accept`` lies within ``limit``, and ``reject`` around or at it; both are ``limit`` in simple acceptance.
    ``outer`` is the limit moved out by the guard band, where the rule knows one.
    """

    limit: Limit
    accept: Limit
    reject: Limit
    between: Between | None = None
    outer: Limit | None = None
    rounding: Rounding | None = None


@dataclass(frozen=True)
class Decision:
    """The decision rule in numbers, ``guard`` in the limit's unit, ``marginal`` a share of the limit.

    ``accepted`` and ``rejected`` are the first check's limit drawn in and moved out by the guard band, its natural ends
    left where they are; None without a guard band.
    """

    uncertainty: Uncertainty | None = None
    guard: Fraction | None = None
    marginal: Fraction | None = None
    rule: DecisionRule = DecisionRule.SIMPLE
    accepted: Limit | None = None
    rejected: Limit | None = None
    edition: str | None = None
    """Edition of ISO 14253-1 that gives the factor."""
    factor: Fraction | None = None
    """Guard band in standard uncertainties, where the edition gives it so."""
    prover: Prover | None = None
    rounding: Rounding | None = None

    def lines(self, limit: Limit, *, first: bool) -> Lines:
        """Return the lines for a check's limit; a guard band belongs to the ``first`` check of an item alone."""
        if self.rounding is not None:
            widened = self.rounding.preimage(limit)
            return Lines(limit, widened, widened, rounding=self.rounding)
        if not first or self.accepted is None or self.rejected is None:
            return Lines(limit, limit, limit)
        if self.rule is DecisionRule.ISO_14253:
            return Lines(limit, self.accepted, self.rejected, Between.NOT_PROVED, self.rejected)
        if self.rule is DecisionRule.NON_BINARY:
            return Lines(limit, self.accepted, limit, Between.CONDITIONAL, self.rejected)
        return Lines(limit, self.accepted, self.accepted)
