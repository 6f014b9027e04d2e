"""What was understood of a phrase, as plain values: every answer names the words that led to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from qspec.limits import Limit
from qspec.notation import Requirement
from qspec.phrases.vocabulary import ClauseClass, Degree, Direction, Polarity, Pole, Weight, Yardstick


@dataclass(frozen=True)
class Match:
    """A head, guard or modifier found in a phrase. Spans are offsets in the folded text, first part first."""

    entry: Entry
    spans: tuple[tuple[int, int], ...]
    size: int
    deciding: int | None = None
    """Which of the spans is the word that says what is meant, beside the thing it is said of; None where all do."""

    @property
    def mentioned(self) -> int:
        """Return where it is mentioned: "lids transparent and well fitting" speaks of the fit at the end."""
        return self.start if self.deciding is None else self.spans[self.deciding][0]

    @property
    def start(self) -> int:
        """Return where its first word begins."""
        return min(start for start, _ in self.spans)

    @property
    def end(self) -> int:
        """Return where its last word ends."""
        return max(end for _, end in self.spans)


@dataclass(frozen=True)
class Entry:
    """What a written head stands for. Exactly one of ``characteristic``, ``modifier`` is set; a guard has neither."""

    head: str
    lang: str
    characteristic: str | None = None
    pole: Pole = Pole.LEVEL
    weight: Weight = Weight.STRONG
    trade: str | None = None
    modifier: str | None = None
    scope: str = "any"
    file: str = ""


@dataclass(frozen=True)
class Matched:
    """Words of the phrase and what they were taken for: a characteristic, or the name of a modifier."""

    start: int
    end: int
    text: str
    meaning: str


@dataclass(frozen=True)
class Candidate:
    """A characteristic the phrase may be about, between 0 and 1, with the words that speak for it."""

    characteristic: str
    confidence: float
    matched: tuple[str, ...]
    head: str
    pole: Pole


@dataclass(frozen=True)
class Measure:
    """The limit of a measurable clause as the notation reader read it; without ``limit`` only a class is named."""

    text: str
    requirement: Requirement | None = None
    limit: Limit | None = None
    label_lower: str | None = None
    """The step of an ordinal scale from which a value is good (4, 2H), where there is no limit in numbers."""
    label_upper: str | None = None


@dataclass(frozen=True)
class Finding:
    """What a phrase says about quality."""

    text: str
    language: str
    clause_class: ClauseClass
    candidates: tuple[Candidate, ...] = ()
    second: str | None = None
    direction: Direction = Direction.NONE
    polarity: Polarity = Polarity.DEMAND
    degree: Degree = Degree.UNSPECIFIED
    yardstick: Yardstick = Yardstick.NONE
    matched: tuple[Matched, ...] = ()
    measure: Measure | None = None
    trade: str | None = None
    yardsticks: tuple[Yardstick, ...] = field(default=())
    """Every yardstick the words name, the deciding one first."""

    @property
    def characteristic(self) -> str | None:
        """Return the first candidate, or None where nothing matched."""
        return self.candidates[0].characteristic if self.candidates else None

    @property
    def confidence(self) -> float:
        """Return how sure the first candidate is, from 0 to 1."""
        return self.candidates[0].confidence if self.candidates else 0.0
