"""The escalation terms of a spec → who acts by when in the cases that apply to a lot.

``following.py`` names the cases; the time to act counts from the day of inspection, for a delay from the due date.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from qspec.errors import Say, Value
from qspec.judgement.aftermath.deadlines import last_day, read_day
from qspec.judgement.aftermath.lateness import span
from qspec.judgement.aftermath.model import Actor, Follow, Step
from qspec.judgement.aftermath.occasion import Occasion
from qspec.judgement.aftermath.terms import read_within
from qspec.spec.model import Delivery, Escalation

CASES = ("critical found", "rejected", "rejected again", "undecided", "discontinued", "late")
"""Every case a spec can name, in the order in which what follows is listed."""
_DECISIONS = frozenset({"rejected", "rejected again"})
"""Cases in which an entry that does not say what is done names who chooses."""


@dataclass(frozen=True)
class Escalated:
    """The entries that apply to a lot; ``chosen`` says that one of them names who chooses what becomes of it."""

    follows: tuple[Follow, ...]
    chosen: bool
    agreed: bool
    """An entry says in the parties' own words what is done with a lot that was not accepted."""


def escalate(
    delivery: Delivery | None, cases: Collection[str], inspected: datetime.date | None, occasion: Occasion
) -> Escalated:
    """Return what the spec foresees for the cases."""
    entries = list(enumerate(delivery.escalation, start=1)) if delivery is not None else []
    held = [(number, entry) for case in CASES if case in cases for number, entry in entries if entry.when == case]
    due = read_day(delivery.due) if delivery is not None else None
    follows = tuple(_follow(number, entry, inspected, due, occasion) for number, entry in held)
    deciding = [entry for _, entry in held if entry.when in _DECISIONS]
    return Escalated(follows, any(not entry.then for entry in deciding), any(entry.then for entry in deciding))


def _follow(
    number: int, entry: Escalation, inspected: datetime.date | None, due: datetime.date | None, occasion: Occasion
) -> Follow:
    start = due if entry.when == "late" else inspected
    if entry.then:
        step, action = Step.ESCALATE, Say("aftermath.escalate.then", {"then": entry.then})
    elif entry.when in _DECISIONS:
        step, action = Step.CHOOSE, Say("aftermath.choose.named")
    else:
        step, action = Step.ESCALATE, Say("aftermath.escalate.decide")
    case = Say(f"aftermath.case.{slug(entry.when)}")
    basis = Say("aftermath.basis.escalation", {"number": number, "case": case})
    by, term = _time(entry, start, occasion)
    return Follow(step, Actor(entry.who), action, basis, by, term, entry.role)


def _time(entry: Escalation, start: datetime.date | None, occasion: Occasion) -> tuple[str | None, Say | None]:
    """Return the last day, where it can be computed, and the time to act in words."""
    if entry.within is None:
        return None, None
    length = read_within(entry.within)
    if length is None:
        return None, Say("aftermath.term.as-written", {"text": entry.within})
    values: dict[str, Value] = {"span": span(length)}
    if start is None:
        return None, Say("aftermath.term.open", values)
    last = last_day(start, length, occasion.calendar)
    counted = "due" if entry.when == "late" else "inspected"
    term = Say(f"aftermath.term.{counted}", {**values, "day": start.isoformat()})
    return (last.isoformat() if last is not None else None), term


def slug(case: str) -> str:
    """Return a case as a key of the catalogue."""
    return case.replace(" ", "-")
