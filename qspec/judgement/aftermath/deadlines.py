"""Days counted from a day: the last day of a time to act, and how late a day is.

The day from which a time counts is not itself counted (as in article 140 of the Japanese Civil Code). Where the
calendar knows nothing of a year, nothing is computed.
"""

from __future__ import annotations

import datetime

from qspec.judgement.aftermath.terms import Span, Unit
from qspec.judgement.picking.calendars import Calendar, OutOfRangeError

DAYS_OF_A_WEEK = 7


def read_day(text: str | None) -> datetime.date | None:
    """Return an ISO date, None where the text is absent or no such date."""
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def last_day(start: datetime.date, span: Span, calendar: Calendar) -> datetime.date | None:
    """Return the last day of a time that counts from a day; None for hours, and beyond the calendar."""
    try:
        if span.unit is Unit.BUSINESS_DAY:
            return calendar.after(start, span.count)
        days = span.count * (DAYS_OF_A_WEEK if span.unit is Unit.WEEK else 1)
        return None if span.unit is Unit.HOUR else start + datetime.timedelta(days=days)
    except (OutOfRangeError, OverflowError):
        return None


def business_days(due: datetime.date, day: datetime.date, calendar: Calendar) -> int | None:
    """Return by how many business days a day is later than another; None beyond the calendar."""
    try:
        return calendar.between(due, day)
    except OutOfRangeError:
        return None
