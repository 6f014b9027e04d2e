"""What qspec answers to a phrase: three proposals to choose from, how they are measured, and what is to be settled.

``proposals.py`` makes an :class:`Answer` from a finding; ``define``, ``scan`` and ``draft`` show it or write it down.
Nothing in it is agreed: every number is a proposal, and the entry for the spec holds its open questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from qspec.errors import Say
from qspec.notation import Requirement
from qspec.phrases.model import Finding
from qspec.phrases.vocabulary import Evidence, Tier

Words = Mapping[str, str]
"""A text per language."""


class Status(StrEnum):
    """What could be answered."""

    MATCHED = "matched"
    """Understood, with three tiers to choose from."""
    NEEDS_DECOMPOSITION = "needs_decomposition"
    """Understood as workmanship in general: no number is invented, the characteristics meant are to be picked."""
    MEASURABLE = "measurable"
    """The phrase holds its limit already."""
    NOT_MATCHED = "not_matched"
    """No words of quality were found."""


@dataclass(frozen=True)
class TierProposal:
    """One of three proposed limits, with what it rests on and how it is measured."""

    tier: Tier
    limit: str
    """As a spec writes it."""
    requirement: Requirement
    conditions: Mapping[str, str]
    evidence: Evidence
    source: Words
    rule: Words
    method: Words
    preselected: bool


@dataclass(frozen=True)
class Question:
    """What both sides must settle; ``settles`` names the key of the spec entry that an answer fills."""

    id: str
    ask: Words
    why: Words
    default: Words | None
    settles: str | None
    example: Any = None


@dataclass(frozen=True)
class Choice:
    """A characteristic that general words may mean, ticked where it is usual in the trade."""

    characteristic: str
    ticked: bool


@dataclass(frozen=True)
class Answer:
    """The answer to one phrase; what its status does not have is empty or None."""

    finding: Finding
    status: Status
    case: str | None = None
    measurand: Words | None = None
    tiers: tuple[TierProposal, ...] = ()
    reason: Say | None = None
    """Why the preselected tier is the one preselected."""
    questions: tuple[Question, ...] = ()
    risk: Mapping[str, Words] | None = None
    """What may happen to ``buyer`` and ``supplier`` if the words stay."""
    clause: Words | None = None
    item: Mapping[str, Any] | None = None
    """The entry for the spec, in the order of its keys."""
    decompose: tuple[Choice, ...] = ()
    requirement: Requirement | None = None
    """The limit of a measurable phrase, where it could be read."""
    nearest: tuple[str, ...] = ()
    """Words of the lexicon near to a phrase in which nothing was found."""

    @property
    def preselected(self) -> TierProposal | None:
        """Return the tier that the degree of the words suggests, to be agreed."""
        return next((tier for tier in self.tiers if tier.preselected), None)
