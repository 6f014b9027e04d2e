"""What is known of a capability index, as text for the result document. ``assessing.py`` makes it, reports draw it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from qspec.errors import Say

_BRIEF, _LONG = 3, 24
"""Decimals of an index as people read it; the most that it can take to be told from a minimum."""


@dataclass(frozen=True)
class Index:
    """One index. ``name`` is Pp, Ppk, Ppu, Ppl, or the same with C for the deviation within subgroups."""

    name: str
    value: str
    lower_bound: str | None


@dataclass(frozen=True)
class Normality:
    """The Anderson-Darling test: A² and the probability of one as large from normal values."""

    a2: str
    p: str
    rejected: bool
    """True where p is below 0.05."""


@dataclass(frozen=True)
class Subgroups:
    """Consecutive pieces taken together; ``rest`` are those left over at the end, which fill no subgroup."""

    size: int
    count: int
    rest: int


@dataclass(frozen=True)
class CapabilityResult:
    """The capability of one characteristic in one lot. Numbers are text, in ``unit`` where they have one."""

    asked: str
    """As the spec wrote it."""
    index: str
    """The index that the demand is about, by the name that it has here."""
    minimum: str | None
    confidence: str
    """Of the lower bounds."""
    decides: bool
    sigma: str
    """Which standard deviation the index rests on: overall, pooled or Rbar/d2."""
    lower: str | None
    upper: str | None
    """The limits that it is held against, those of the agreement, without a guard band."""
    unit: str
    value: str | None = None
    lower_bound: str | None = None
    strict: bool = False
    """The index must be above the minimum; the minimum itself is not enough."""
    by_bound: bool = False
    """The lower bound, not the index, is held against the minimum."""
    met: bool | None = None
    """Whether what was agreed is reached; None where nothing was agreed, or where that cannot be decided."""
    n: int = 0
    """Values."""
    pieces: int = 0
    """Pieces that they were measured on; the lower bound counts these."""
    mean: str | None = None
    stdev: str | None = None
    """Standard deviation that the index rests on."""
    method: Say | None = None
    """How the lower bound was computed; None where there is none."""
    indices: tuple[Index, ...] = ()
    """Every index that is defined here, the one asked for included."""
    subgroups: Subgroups | None = None
    normality: Normality | None = None
    """None where there are too few values to test."""
    indicative: bool = False
    """Fewer than 30 pieces."""
    ppm: str | None = None
    """Share of a normal distribution with this mean and overall deviation outside the limits, in parts per million;
    never a statement on the pieces of the lot. None where normality is rejected or untested."""
    reasons: tuple[Say, ...] = ()
    run: tuple[str, ...] = ()
    """The values in the order of measuring, the first 2000 of them."""
    beyond: tuple[int, ...] = ()
    """Which of those (from 0) lie outside the limits."""
    omitted: int = 0
    """Values beyond those."""


def brief(text: str, minimum: str | None) -> str:
    """Return an index with three decimals, rounded down, or as many as it takes to be told from its minimum."""
    value, wanted = Decimal(text), None if minimum is None else Decimal(minimum)
    for places in range(_BRIEF, _LONG):
        short = value.quantize(Decimal(1).scaleb(-places), ROUND_FLOOR)
        if wanted is None or ((short > wanted, short < wanted) == (value > wanted, value < wanted)):
            return f"{short:f}"
    return text


def probability(test: Normality) -> Say:
    """Return ``p = 0.42``, or ``p < 0.0001``."""
    below = test.p.startswith("<")
    return Say("capability.tested-below" if below else "capability.tested", {"p": test.p.replace("<", "< ")})
