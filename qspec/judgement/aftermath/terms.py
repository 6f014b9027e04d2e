"""Delivery terms in words → exact values: what a delay costs, and how much time somebody has to act.

``lateness.py`` and ``escalating.py`` compute with them; :func:`check` is for ``lint``. What cannot be read stays
what it is, words that both parties signed: it is printed as written, said not to be computed, and never guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache

from qspec.errors import Place, Problem, Severity
from qspec.judgement.aftermath.vocabulary import Token, either, plain, tokens, unit_of, units, words
from qspec.spec.model import Spec
from qspec.text import shorten

_SHARE = "(?:bA|AB|A)"
_RATE = f"(?P<rate>{_SHARE}P|P{_SHARE})"
_CAP = f"(?P<cap>[CM]{_SHARE}|{_SHARE}[DM])"
_GRAMMAR = (re.compile(f"{_RATE}(?:{_CAP})?"), re.compile(f"{_CAP}{_RATE}"))


class Unit(StrEnum):
    """In what time is counted."""

    DAY = "day"
    BUSINESS_DAY = "business-day"
    WEEK = "week"
    HOUR = "hour"


class Part(StrEnum):
    """What becomes of a part of a period (three days, where a rate is per week)."""

    FULL = "full"
    """Full periods alone count."""
    BEGUN = "begun"
    """A period begun counts as a whole one."""
    OPEN = "open"
    """The words do not say."""


@dataclass(frozen=True)
class Span:
    """A length of time."""

    count: int
    unit: Unit


@dataclass(frozen=True)
class Amount:
    """A share of a price in per cent (1/2 is 0.5 %; ``currency`` None), or a sum of money in a currency."""

    value: Fraction
    currency: str | None = None


@dataclass(frozen=True)
class LateTerms:
    """What a delay costs: ``rate`` for each period, up to ``cap``. ``base`` is what shares are taken of."""

    text: str
    rate: Amount
    period: Span
    part: Part
    cap: Amount | None = None
    base: str | None = None
    """None where the words name none: a share of the price, then."""

    @property
    def open(self) -> bool:
        """Say whether two parties could count a part of a period differently."""
        single = self.period.count == 1 and self.period.unit is not Unit.WEEK
        return self.part is Part.OPEN and not single


def read_late(text: str) -> LateTerms | None:
    """Return what ``delivery.late`` says, None where not every word of it is understood."""
    found = tokens(text)
    if found is None:
        return None
    stated = [token.value for token in found if token.letter == "R"]
    rest = [token for token in found if token.letter != "R"]
    match = next((m for g in _GRAMMAR if (m := g.fullmatch("".join(t.letter for t in rest)))), None)
    if match is None:
        return None
    rate = rest[slice(*match.span("rate"))]
    cap = rest[slice(*match.span("cap"))] if match["cap"] else []
    return _terms(text, rate, cap, stated)


def _terms(text: str, rate: Sequence[Token], cap: Sequence[Token], stated: Sequence[str]) -> LateTerms | None:
    count, unit, part = next(token.value for token in rate if token.letter == "P")
    parts = {*stated, *([part] if part else [])}
    bases = {token.value for token in (*rate, *cap) if token.letter in ("b", "B")}
    amount = _amount(rate)
    most = _amount(cap) if cap else None
    # Two readings in one text, a delay counted in hours, or money of two currencies: nobody can compute with these.
    if len(parts) > 1 or len(bases) > 1 or Unit(unit) is Unit.HOUR:
        return None
    if most is not None and None not in (most.currency, amount.currency) and most.currency != amount.currency:
        return None
    base = next(iter(bases), None)
    return LateTerms(text, amount, Span(count, Unit(unit)), Part(next(iter(parts), "open")), most, base)


def _amount(found: Sequence[Token]) -> Amount:
    value, currency = next(token.value for token in found if token.letter == "A")
    return Amount(value, currency)


@cache
def _within() -> re.Pattern[str]:
    table = words()["within"]
    count = r"(?P<count>[1-9]\d{0,2})"
    unit = f"(?:(?P<en>{units('en')})|(?P<ja>{units('ja')}))"
    return re.compile(rf"(?:{either(table['before'])}\s*)?{count}\s*{unit}\s*(?:{either(table['after'])})?")


def read_within(text: str) -> Span | None:
    """Return the time somebody has to act, None where the words say more or less than a length of time."""
    match = _within().fullmatch(plain(text))
    if match is None:
        return None
    return Span(int(match["count"]), Unit(unit_of(match["en"] or match["ja"])))


def check(spec: Spec, place: Callable[[tuple[str | int, ...]], Place]) -> list[Problem]:
    """Return a warning for each delivery term that is printed as written and not computed with, or leaves a choice."""
    delivery = spec.delivery
    if delivery is None:
        return []
    problems = []
    if delivery.late is not None:
        problems += _late_problems(delivery.late, place(("delivery", "late")))
    for index, entry in enumerate(delivery.escalation):
        if entry.within is not None and read_within(entry.within) is None:
            where = place(("delivery", "escalation", index, "within"))
            problems.append(Problem("aftermath.within-as-written", where, Severity.WARNING, _quoted(entry.within)))
    return problems


def _late_problems(text: str, place: Place) -> list[Problem]:
    terms = read_late(text)
    if terms is None:
        return [Problem("aftermath.late-as-written", place, Severity.WARNING, _quoted(text))]
    if terms.open:
        return [Problem("aftermath.late-part-open", place, Severity.WARNING, _quoted(text))]
    return []


def _quoted(text: str) -> dict[str, str]:
    return {"text": shorten(text)}
