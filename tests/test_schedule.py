"""By when an inspection must be finished: terms in words, business days, and dates against the published holidays."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qspec.errors import Refusal
from qspec.judgement.picking.calendars import Calendar, read_days
from qspec.judgement.picking.lead import Lead, read_lead
from qspec.judgement.picking.schedule import Dates, schedule
from qspec.judgement.picking.workload import Effort, estimate, read_minutes
from qspec.messages import say

# 国民の祝日・休日 as the Cabinet Office (内閣府) announced them: those of 2026 in February 2025, of 2027 in February
# 2026, after the National Astronomical Observatory had fixed the equinoxes (暦要項). With the substitute holidays that
# the announcements name: 2026-05-06, 2026-09-22, 2027-03-22. Transcribed by hand from the announcements.
CABINET_OFFICE = """
2026-01-01 2026-01-12 2026-02-11 2026-02-23 2026-03-20 2026-04-29 2026-05-03 2026-05-04 2026-05-05 2026-05-06 2026-07-20
2026-08-11 2026-09-21 2026-09-22 2026-09-23 2026-10-12 2026-11-03 2026-11-23
2027-01-01 2027-01-11 2027-02-11 2027-02-23 2027-03-21 2027-03-22 2027-04-29 2027-05-03 2027-05-04 2027-05-05 2027-07-19
2027-08-11 2027-09-20 2027-09-23 2027-10-11 2027-11-03 2027-11-23
"""
HOLIDAYS = {datetime.date.fromisoformat(text) for text in CABINET_OFFICE.split()}
DAY = datetime.timedelta(days=1)


def day(text):
    return datetime.date.fromisoformat(text)


def all_days(first, last):
    return [first + DAY * number for number in range((last - first).days + 1)]


def open_by_the_list(date):
    return date.weekday() < 5 and date not in HOLIDAYS


def test_business_days_are_those_of_the_published_holidays():
    calendar = Calendar()
    for date in all_days(day("2026-01-01"), day("2027-12-31")):
        assert calendar.is_open(date) == open_by_the_list(date), date


@pytest.mark.parametrize(
    ("text", "days", "business"),
    [
        ("5 business days before shipment", 5, True),
        ("3 days before shipment", 3, False),
        ("Inspection must be finished at the latest 5 working days prior to the date of shipment.", 5, True),
        ("two weeks before the shipment date", 14, False),
        ("the day before shipment", 1, False),
        ("出荷の5営業日前", 5, True),
        ("出荷３日前まで", 3, False),
        ("出荷日の五営業日前までに検査完了", 5, True),
        ("出荷1週間前まで", 7, False),
        ("出荷前日まで", 1, False),
    ],
)
def test_a_term_is_read(text, days, business):
    assert read_lead(text) == Lead(days, business, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "5",
        "5 days after shipment",
        "within 5 days",
        "5 business days",
        "出荷後3日",
        "出荷の5営業日後",
        "納品の5営業日前",
        "400 days before shipment",
        "5 business days before shipment unless agreed otherwise",
    ],
)
def test_a_term_that_says_something_else_is_refused_and_not_half_read(text):
    found = read_lead(text)
    assert isinstance(found, Refusal)
    assert found.code == "plan.lead-unreadable"


@pytest.mark.parametrize(
    ("shipment", "term", "deadline"),
    [
        ("2026-11-27", "5 business days before shipment", "2026-11-19"),  # over Monday 23 November, a holiday
        ("2026-11-20", "5 business days before shipment", "2026-11-13"),
        ("2026-05-08", "2 business days before shipment", "2026-05-01"),  # over 3-6 May
        ("2026-09-25", "2 business days before shipment", "2026-09-18"),  # over 21-23 September
        ("2026-11-26", "出荷3日前まで", "2026-11-20"),  # 23 November is a holiday, so the Friday before it
        ("2026-11-27", "出荷3日前まで", "2026-11-24"),
        ("2026-11-29", "出荷の1営業日前", "2026-11-27"),  # a shipment on Sunday
    ],
)
def test_the_inspection_must_be_finished_by(shipment, term, deadline):
    found = schedule(Dates(shipment=day(shipment), lead=read_lead(term)))
    assert found.deadline == day(deadline)


@given(st.dates(day("2026-03-01"), day("2027-12-31")), st.integers(1, 25))
def test_between_the_deadline_and_the_shipment_lie_as_many_business_days_as_agreed(shipment, days):
    found = schedule(Dates(shipment=shipment, lead=Lead(days, True, "")))
    counted = [date for date in all_days(found.deadline, shipment - DAY) if open_by_the_list(date)]
    assert len(counted) == days


@given(st.dates(day("2026-02-01"), day("2027-10-01")), st.integers(1, 30), st.integers(0, 10), st.integers(0, 60))
def test_it_is_late_exactly_when_it_starts_after_the_latest_start(shipment, days, lead, ahead):
    start = shipment - DAY * ahead
    found = schedule(Dates(shipment, start, Lead(lead, True, ""), days))
    assert (found.spare < 0) == (found.start > found.latest_start)
    if found.start >= found.latest_start:
        assert -found.spare == sum(map(open_by_the_list, all_days(found.latest_start + DAY, found.start)))
    inspected = [date for date in all_days(found.start, found.finish) if open_by_the_list(date)]
    assert len(inspected) == days


def test_the_suppliers_closed_days_are_no_business_days_and_the_turn_of_the_year_is_noted():
    dates = Dates(shipment=day("2027-01-08"), lead=read_lead("出荷の5営業日前"))
    found = schedule(dates)
    assert found.deadline == day("2026-12-31")
    assert [note.key for note in found.notes] == ["plan.note.year-end"]
    closed = read_days("2026-12-29..2027-01-04")
    found = schedule(Dates(dates.shipment, lead=dates.lead, closed=closed))
    assert found.deadline == day("2026-12-25")  # 7, 6, 5 January, 28, 25 December
    assert found.notes == ()


def test_a_start_on_a_day_off_moves_to_the_next_business_day_and_says_so():
    found = schedule(Dates(start=day("2026-11-21"), days=2))
    assert (found.start, found.finish) == (day("2026-11-24"), day("2026-11-25"))
    assert [note.key for note in found.notes] == ["plan.note.start-moved"]
    assert [holiday.name["ja"] for holiday in found.holidays] == ["勤労感謝の日"]


def test_nothing_is_dated_without_a_date():
    assert schedule(Dates(days=3)) is None
    found = schedule(Dates(shipment=day("2026-11-27")))
    assert (found.deadline, found.finish, found.spare) == (None, None, None)


@pytest.mark.parametrize("shipment", ["2110-05-10", "1940-05-10", "9999-12-31", "0001-01-02"])
def test_years_without_known_holidays_are_refused(shipment):
    found = schedule(Dates(shipment=day(shipment), lead=Lead(5, True, "")))
    assert isinstance(found, Refusal)
    assert found.code == "plan.year-out-of-range"


@pytest.mark.parametrize(
    "text", ["tomorrow", "2026-13-01", "2026-12-31..2026-12-01", "2026-01-01..2028-01-01", "1..2..3"]
)
def test_closed_days_that_are_none_are_refused(text):
    found = read_days(text)
    assert isinstance(found, Refusal)
    assert all(say(f"{found.code}.{part}", lang, **found.values) for part in ("text", "hint") for lang in ("en", "ja"))


def test_the_work_is_estimated_from_minutes_alone():
    effort = Effort(read_minutes(("3",)), Fraction(7), 1)
    found = estimate(effort, {"critical": 125, "major": 80})
    assert (found.minutes, found.days) == (375, 1)  # 6 h 15 min
    effort = Effort(read_minutes(("critical=0.5", "major=4")), Fraction(2), 2)
    found = estimate(effort, {"critical": 125, "major": 80})
    assert (found.minutes, found.days) == (Fraction(765, 2), 2)  # 382.5 min in days of 240
    assert estimate(effort, {"critical": 125, "minor": 80}).code == "plan.minutes-missing"


@pytest.mark.parametrize(
    "texts", [("0",), ("-1",), ("soon",), ("major=",), ("heavy=3",), ("3", "major=4"), ("major=3", "major=4")]
)
def test_minutes_that_say_nothing_are_refused(texts):
    assert isinstance(read_minutes(texts), Refusal)
