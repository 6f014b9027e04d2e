"""Where the inspection has its place: the day by which it must be finished, the latest start, and whether it will be.

The day of shipment is not counted. ``5 business days before`` Friday 27 November 2026 is Thursday 19 November: 26, 25,
24, 20, 19, for the 23rd is a public holiday. Calendar days are counted over every day; where that ends on a day off,
the inspection must be finished on the last business day before it. Inspection itself is done on business days.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from qspec.errors import Refusal, Say
from qspec.judgement.picking.calendars import Calendar, Holiday, OutOfRangeError
from qspec.judgement.picking.lead import Lead
from qspec.judgement.picking.words import words


@dataclass(frozen=True)
class Dates:
    """What is known beforehand; None where nobody said."""

    shipment: datetime.date | None = None
    start: datetime.date | None = None
    lead: Lead | None = None
    days: int | None = None
    """Working days that the inspection takes."""
    closed: frozenset[datetime.date] = frozenset()


@dataclass(frozen=True)
class Schedule:
    """Dates as far as they can be said; None where something they rest on is unknown."""

    shipment: datetime.date | None
    lead: Lead | None
    deadline: datetime.date | None
    """Day by whose end the inspection must be finished."""
    latest_start: datetime.date | None
    start: datetime.date | None
    """First day of inspecting: the start given, or the business day after it."""
    finish: datetime.date | None
    spare: int | None
    """Business days from the finishing day to the deadline; negative where it is late."""
    holidays: tuple[Holiday, ...]
    """Public holidays on weekdays within the dates above."""
    notes: tuple[Say, ...]


def schedule(dates: Dates) -> Schedule | Refusal | None:
    """Return the schedule, None where there is no date to begin from."""
    if dates.shipment is None and dates.start is None:
        return None
    try:
        return _schedule(dates, Calendar(dates.closed))
    except OutOfRangeError as error:
        return Refusal("plan.year-out-of-range", {"year": error.year})


def _schedule(dates: Dates, calendar: Calendar) -> Schedule:
    deadline = _deadline(dates, calendar)
    start = calendar.at_or_after(dates.start) if dates.start is not None else None
    finish = calendar.after(start, dates.days - 1) if start is not None and dates.days is not None else None
    latest = calendar.before(deadline, dates.days - 1) if deadline is not None and dates.days is not None else None
    known = [day for day in (dates.shipment, deadline, latest, dates.start, start, finish) if day is not None]
    spare = calendar.between(finish, deadline) if finish is not None and deadline is not None else None
    return Schedule(
        dates.shipment,
        dates.lead,
        deadline,
        latest,
        start,
        finish,
        spare,
        calendar.holidays(min(known), max(known)),
        tuple(_notes(dates, calendar, start, (min(known), max(known)))),
    )


def _deadline(dates: Dates, calendar: Calendar) -> datetime.date | None:
    if dates.shipment is None or dates.lead is None:
        return None
    if dates.lead.business:
        return calendar.at_or_before(calendar.before(dates.shipment, dates.lead.days))
    try:
        day = dates.shipment - datetime.timedelta(days=dates.lead.days)
    except OverflowError:
        raise OutOfRangeError(dates.shipment.year) from None
    return calendar.at_or_before(day)


def _notes(
    dates: Dates, calendar: Calendar, start: datetime.date | None, span: tuple[datetime.date, datetime.date]
) -> Iterator[Say]:
    if dates.shipment is not None and not calendar.is_open(dates.shipment):
        yield Say("plan.note.shipment-day-off", {"date": dates.shipment.isoformat()})
    if dates.start is not None and start is not None and start != dates.start:
        yield Say("plan.note.start-moved", {"date": dates.start.isoformat(), "start": start.isoformat()})
    open_days = [day for day in _year_ends(*span) if calendar.is_open(day)]
    if open_days:
        yield Say("plan.note.year-end", {"days": ", ".join(day.isoformat() for day in open_days)})


def _year_ends(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """Yield the days within the dates on which most firms are closed at the turn of the year."""
    known = words()["year_end"]
    for offset in range((last - first).days + 1):
        day = first + datetime.timedelta(days=offset)
        if day.strftime("%m-%d") >= known["from"] or day.strftime("%m-%d") <= known["to"]:
            yield day
