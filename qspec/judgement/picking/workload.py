"""How long an inspection takes, from what the inspector says a piece takes; nothing is estimated without that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from qspec.errors import Refusal
from qspec.spec.fields import ALL, CLASSES
from qspec.text import normalize, read_number, shorten

_MOST = 100_000
MINUTES_PER_HOUR = 60


@dataclass(frozen=True)
class Effort:
    """Minutes per piece, for each class or under ``all`` for everything done on a piece; who inspects, and how long."""

    minutes: Mapping[str, Fraction]
    hours_per_day: Fraction
    inspectors: int


@dataclass(frozen=True)
class Estimate:
    """What the inspection comes to."""

    minutes: Fraction
    """Of one inspector."""
    days: int
    """Working days of all inspectors together, begun days counted whole."""
    effort: Effort


def read_amount(text: str) -> Fraction | Refusal:
    """Return a positive amount."""
    value = read_number(text)
    if isinstance(value, Decimal) and 0 < value <= _MOST:
        return Fraction(value)
    return Refusal("plan.not-an-amount", {"text": shorten(text)})


def read_share(text: str) -> Fraction | Refusal:
    """Return a number that a plan is stated with, so that no option can hold more than its own words; 0 is one."""
    value = read_number(text)
    if isinstance(value, Decimal) and 0 <= value <= _MOST:
        return Fraction(value)
    return Refusal("plan.not-a-number", {"text": shorten(text)})


def per_hour(text: str) -> dict[str, Fraction] | Refusal:
    """Return the minutes for everything done on a piece, from pieces an hour."""
    pieces = read_amount(text)
    return pieces if isinstance(pieces, Refusal) else {ALL: MINUTES_PER_HOUR / pieces}


def read_minutes(texts: tuple[str, ...]) -> dict[str, Fraction] | Refusal:
    """Return minutes per piece: one amount (``3.5``), or one per class (``critical=0.5``, ``major=4``)."""
    found: dict[str, Fraction] = {}
    for text in texts:
        name, equals, amount = normalize(text).rpartition("=")
        name = name.strip() if equals else ALL
        minutes = read_amount(amount)
        if isinstance(minutes, Refusal):
            return minutes
        if name not in (*CLASSES, ALL) or name in found:
            return Refusal("plan.minutes", {"text": shorten(text), "classes": ", ".join(CLASSES)})
        found[name] = minutes
    if ALL in found and len(found) > 1:
        return Refusal("plan.minutes", {"text": ", ".join(map(shorten, texts)), "classes": ", ".join(CLASSES)})
    return found


def estimate(effort: Effort, sizes: Mapping[str, int]) -> Estimate | Refusal:
    """Return the work of a plan; ``sizes`` is n per class.

    Minutes under ``all`` are those of everything done on one piece, and count for the largest n. Minutes per class are
    added up, each for its own n; a class without minutes is refused, for its work would be left out.
    """
    if ALL in effort.minutes:
        minutes = effort.minutes[ALL] * max(sizes.values(), default=0)
    else:
        missing = [name for name in sizes if name not in effort.minutes]
        if missing:
            return Refusal("plan.minutes-missing", {"classes": ", ".join(missing)})
        minutes = sum((effort.minutes[name] * size for name, size in sizes.items()), Fraction(0))
    days = ceil(minutes / (effort.hours_per_day * MINUTES_PER_HOUR * effort.inspectors))
    return Estimate(minutes, days, effort)
