"""What follows from a disposition, as values: who, what, by when, and on what it rests.

``following.py`` makes :class:`Follow` entries from a judged lot; the result holds them and every output prints them in
both languages. :class:`Act` is what this package reads of a human act in the lot ledger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from qspec.errors import Say


class Actor(StrEnum):
    """Who acts."""

    SUPPLIER = "supplier"
    BUYER = "buyer"
    BOTH = "both"


class Step(StrEnum):
    """What kind of consequence an entry is."""

    STANDS = "stands"
    """The computed verdict, which no act changes."""
    SHIP = "ship"
    """The lot may be shipped; ACCEPT alone yields it."""
    REPLACE = "replace"
    """Nonconforming pieces that were found are taken out."""
    HOLD = "hold"
    """The lot is kept apart and not shipped."""
    CHOOSE = "choose"
    """One of the human acts is chosen."""
    CONSENT = "consent"
    """A concession 特採 needs the buyer's recorded consent."""
    RESUBMIT = "resubmit"
    """What must be recorded before the lot is submitted again."""
    TALK = "talk"
    """A limit on which the parties may talk; for information."""
    SUPPLY = "supply"
    """Something missing is supplied."""
    DECIDE = "decide"
    """The lot is judged again."""
    SUSPEND = "suspend"
    """Acceptance is suspended."""
    IMPROVE = "improve"
    """Improvement is made, agreed and recorded."""
    ESCALATE = "escalate"
    """Somebody acts as the spec foresees for the case."""
    LATE = "late"
    """What a delay costs."""
    SETTLE = "settle"
    """The record contradicts the result; people settle it first."""
    ACT = "act"
    """A human act on record, printed apart from the verdict."""


@dataclass(frozen=True)
class Follow:
    """One consequence."""

    step: Step
    actor: Actor | None
    """None where nobody acts: the entry states how things are."""
    action: Say
    basis: Say
    by: str | None = None
    """Last day, ISO 8601, where it can be computed."""
    term: Say | None = None
    """The time to act in words, with the day from which it counts where that is known."""
    role: Mapping[str, str] | None = None
    """Who of the actor's side, per language."""


class Act(Protocol):
    """A human act on a lot as the ledger has it: return, sort, rework, reinspect, concession, scrap."""

    @property
    def kind(self) -> str:
        """Name of the act."""

    @property
    def date(self) -> str:
        """Day of the act, ISO 8601."""

    @property
    def by(self) -> str | None:
        """Who recorded it."""

    @property
    def party(self) -> str | None:
        """Side of that person: buyer or supplier."""

    @property
    def note(self) -> str | None:
        """Remark."""

    @property
    def quantity(self) -> int | None:
        """Pieces that it holds for."""

    @property
    def consent_by(self) -> str | None:
        """Who of the buyer consented to a concession."""

    @property
    def limits(self) -> str | None:
        """Limits within which a concession holds."""

    @property
    def until(self) -> str | None:
        """Last day of a concession, ISO 8601."""
