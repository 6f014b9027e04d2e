"""``delivery.inspection`` in words → how long before shipment the inspection must be finished.

Read as a whole or not at all: what is not understood is refused, never half applied. ``planning.py`` calls
:func:`read_lead`; a linter can.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from qspec.errors import Refusal
from qspec.judgement.picking.words import words
from qspec.text import normalize, shorten

MOST_DAYS = 366


@dataclass(frozen=True)
class Lead:
    """So many days before the day of shipment, which itself is not counted."""

    days: int
    business: bool
    """Business days (営業日); calendar days otherwise."""
    text: str
    """As written."""


def read_lead(text: str) -> Lead | Refusal:
    """Return what a term says: ``5 business days before shipment``, ``出荷3日前まで``."""
    plain = normalize(text).casefold().rstrip(" .。")
    found = _english().fullmatch(plain) or _japanese().fullmatch(plain)
    if found is None:
        return Refusal("plan.lead-unreadable", {"text": shorten(text)})
    parts = found.groupdict()
    if parts["eve"]:
        return Lead(1, False, text)
    number = parts["number"]
    days = int(number) if number.isdigit() else int(words()["lead"]["numbers"][number])
    days *= 7 if parts["weeks"] else 1
    if days > MOST_DAYS:
        return Refusal("plan.lead-unreadable", {"text": shorten(text)})
    return Lead(days, bool(parts["business"]), text)


def _any(names: Iterable[str]) -> str:
    """Return a pattern for one of several words, the longest first."""
    return "(?:" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + ")"


def _numbers() -> str:
    return r"(?P<number>\d{1,3}|" + _any(words()["lead"]["numbers"]) + ")"


@cache
def _english() -> re.Pattern[str]:
    own = words()["lead"]["english"]
    unit = f"(?:(?P<business>{_any(own['business'])})|(?P<weeks>{_any(own['weeks'])})|{_any(own['days'])})"
    counted = rf"{_numbers()}\s{unit}"
    return re.compile(
        rf"(?:{_any(own['opening'])}\s)*(?:(?P<eve>{_any(own['day_before'])})|{counted})"
        rf"\s{_any(own['before'])}\s{_any(own['shipment'])}",
        re.ASCII,
    )


@cache
def _japanese() -> re.Pattern[str]:
    own = words()["lead"]["japanese"]
    unit = f"(?:(?P<business>{_any(own['business'])})|(?P<weeks>{_any(own['weeks'])})|{_any(own['days'])})"
    counted = rf"{_numbers()}\s?{unit}\s?{_any(own['before'])}"
    return re.compile(
        rf"{_any(own['shipment'])}\s?{_any(own['joint'])}?\s?(?:(?P<eve>{_any(own['day_before'])})|{counted})"
        rf"\s?{_any(own['closing'])}?\s?{_any(own['done'])}?",
        re.ASCII,
    )
