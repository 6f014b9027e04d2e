"""What was heard in a reply, as values; every module of this package and the command line use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from qspec.errors import Say


class Signal(StrEnum):
    """What a reply signals, the weakest first: of several the first one counts."""

    RESISTANCE = "resistance"
    NOT_YET_DECIDED = "not_yet_decided"
    UNDERSTOOD_ONLY = "understood_only"
    POSITIVE = "positive"
    AGREED = "agreed"


class Sureness(StrEnum):
    """How sure a reading is, the surest first."""

    USUAL = "usual"
    """The sources agree, or the words say it outright."""
    OFTEN = "often"
    """More often so than not; the same words are also used otherwise."""
    DISPUTED = "disputed"
    """The sources contradict each other."""


@dataclass(frozen=True, slots=True)
class Match:
    """Words of the reply that decided: ``text[start:end]``, counted in characters from 0."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Heard:
    """One signal with the words it was heard in."""

    signal: Signal
    sureness: Sureness
    matched: tuple[Match, ...]


@dataclass(frozen=True)
class Reply:
    """How a reply is read. The reading is advice about words, not about people: the same words can be sincere."""

    text: str
    language: str
    """``en`` or ``ja``."""
    signal: Signal
    sureness: Sureness
    matched: tuple[Match, ...]
    others: tuple[Heard, ...]
    """Further signals in the same reply, which did not decide."""
    meaning: Say
    next_questions: tuple[Say, ...]
    """By when, who decides, which number may be written down."""
    note: Say | None
    """What to know about these words: a dispute between sources, a condition, a missing object."""
    source: Mapping[str, str]
    """Where the reading comes from, a text per language."""
