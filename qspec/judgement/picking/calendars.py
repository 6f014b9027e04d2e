"""Business days of a supplier in Japan: no Saturday, Sunday, public holiday, nor day on which the supplier is closed.

Public holidays come from the ``holidays`` library, in the languages of the program. It knows the law as it stands and
computes the equinoxes; those of a year become law in February of the year before.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from qspec.errors import Refusal
from qspec.messages import LANGUAGES

_DAY = datetime.timedelta(days=1)
_LIBRARY_LANGUAGES = {"en": "en_US", "ja": "ja"}
_SATURDAY = 5


class OutOfRangeError(Exception):
    """A day lies in a year of which the library knows no holidays; turned into a refusal at this package's door."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


@dataclass(frozen=True)
class Holiday:
    """A public holiday on a weekday, with its name per language."""

    date: datetime.date
    name: Mapping[str, str]


@dataclass(frozen=True)
class Calendar:
    """Business days; ``closed`` are the supplier's own closed days. Raises :class:`OutOfRangeError`, see there."""

    closed: frozenset[datetime.date] = frozenset()

    def is_open(self, day: datetime.date) -> bool:
        """Say whether a day is a business day."""
        return day.weekday() < _SATURDAY and day not in self.closed and day not in _names(day.year, LANGUAGES[0])

    def before(self, day: datetime.date, count: int) -> datetime.date:
        """Return the ``count``-th business day before a day, which itself is not counted."""
        while count:
            day = _step(day, -1)
            count -= self.is_open(day)
        return day

    def after(self, day: datetime.date, count: int) -> datetime.date:
        """Return the ``count``-th business day after a day, which itself is not counted."""
        while count:
            day = _step(day, 1)
            count -= self.is_open(day)
        return day

    def at_or_before(self, day: datetime.date) -> datetime.date:
        """Return the day, or the last business day before it."""
        return day if self.is_open(day) else self.before(day, 1)

    def at_or_after(self, day: datetime.date) -> datetime.date:
        """Return the day, or the first business day after it."""
        return day if self.is_open(day) else self.after(day, 1)

    def between(self, first: datetime.date, last: datetime.date) -> int:
        """Return by how many business days ``last`` is later than ``first``; negative where it is earlier."""
        if last < first:
            return -self.between(last, first)
        days = (first + _DAY * number for number in range(1, (last - first).days + 1))
        return sum(self.is_open(day) for day in days)

    def holidays(self, first: datetime.date, last: datetime.date) -> tuple[Holiday, ...]:
        """Return the public holidays on weekdays from one day to another, both included."""
        names = {lang: {} for lang in LANGUAGES} if last < first else _span(first.year, last.year)
        dates = sorted(day for day in names[LANGUAGES[0]] if first <= day <= last and day.weekday() < _SATURDAY)
        return tuple(Holiday(day, {lang: names[lang][day] for lang in LANGUAGES}) for day in dates)


def _step(day: datetime.date, direction: int) -> datetime.date:
    try:
        return day + direction * _DAY
    except OverflowError:
        raise OutOfRangeError(day.year) from None


def _span(first: int, last: int) -> dict[str, dict[datetime.date, str]]:
    return {
        lang: {day: name for year in range(first, last + 1) for day, name in _names(year, lang).items()}
        for lang in LANGUAGES
    }


@cache
def _names(year: int, lang: str) -> Mapping[datetime.date, str]:
    """Return the public holidays of a year; beyond its years the library would name none in silence."""
    from holidays import country_holidays

    found = country_holidays("JP", years=year, language=_LIBRARY_LANGUAGES[lang])
    if not found.start_year <= year <= found.end_year:
        raise OutOfRangeError(year)
    return dict(found)


def read_days(text: str) -> frozenset[datetime.date] | Refusal:
    """Return the days of a list: ``2026-12-29..2027-01-05, 2027-02-12``."""
    days: set[datetime.date] = set()
    for part in filter(None, (part.strip() for part in text.replace("、", ",").split(","))):
        try:
            ends = [datetime.date.fromisoformat(one.strip()) for one in part.split("..")]
        except ValueError:
            return Refusal("plan.closed-days", {"text": part})
        if len(ends) > 2 or ends[-1] < ends[0] or (ends[-1] - ends[0]).days > 366:
            return Refusal("plan.closed-days", {"text": part})
        days.update(_each(ends[0], ends[-1]))
    return frozenset(days)


def _each(first: datetime.date, last: datetime.date) -> Iterable[datetime.date]:
    return (first + _DAY * number for number in range((last - first).days + 1))
