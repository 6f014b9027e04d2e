"""The closed vocabulary of an answer: these words are keys of every output and part of the published format.

The characteristics and trades are closed lists too, but data (``data/lexicon``), for each carries names and measurands.
"""

from __future__ import annotations

from enum import StrEnum


class ClauseClass(StrEnum):
    """What a clause is: quality without a measure, quality with one, or something else."""

    VAGUE = "vague"
    MEASURABLE = "measurable"
    OTHER = "other"


class Direction(StrEnum):
    """Which side of the natural measurand is limited."""

    UPPER = "upper"
    LOWER = "lower"
    BOTH = "both"
    NONE = "none"


class Degree(StrEnum):
    """How much the words ask for, strictest first."""

    STRICT = "strict"
    """Intensified: absolutely no, perfectly, 一切."""
    NONE_ALLOWED = "none_allowed"
    """A plain ban."""
    MODERATE = "moderate"
    """A ban above the threshold of notice: visible, 目立つ."""
    SLIGHT_ALLOWED = "slight_allowed"
    """A little is expressly tolerated."""
    LOOSE = "loose"
    """Only excess or harm is banned, or a best effort promised."""
    UNSPECIFIED = "unspecified"
    """A demand without a degree."""


class Yardstick(StrEnum):
    """What the clause is to be measured against."""

    NUMBER = "number"
    SAMPLE = "sample"
    ZONE = "zone"
    FUNCTION = "function"
    CUSTOM = "custom"
    NONE = "none"


class Polarity(StrEnum):
    """Whether the words demand, ban or permit what the head names."""

    DEMAND = "demand"
    BAN = "ban"
    PERMISSION = "permission"


class Pole(StrEnum):
    """What a head stands for (see docs/lexicon.md)."""

    BAD = "bad"
    GOOD = "good"
    HIGH = "high"
    LOW = "low"
    LEVEL = "level"


class Weight(StrEnum):
    """How much a head says by itself."""

    STRONG = "strong"
    CUE = "cue"
    GENERAL = "general"


class Tier(StrEnum):
    """The three proposals of an answer."""

    STRICT = "strict"
    STANDARD = "standard"
    RELAXED = "relaxed"


class Evidence(StrEnum):
    """What a proposed number rests on."""

    STANDARD = "standard"
    PUBLISHED = "published practice"
    PROPOSAL = "proposal"
