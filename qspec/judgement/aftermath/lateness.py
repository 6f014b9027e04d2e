"""What a delay costs: days late and the deduction that the agreed rule gives for them, exact and capped.

``following.py`` calls :func:`lateness`. Without a due date, or without a day to hold against it, the rule alone is
stated; no date is ever made up.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction

from qspec.errors import Say, Value
from qspec.judgement.aftermath.deadlines import DAYS_OF_A_WEEK, business_days, read_day
from qspec.judgement.aftermath.model import Actor, Follow, Step
from qspec.judgement.aftermath.occasion import Occasion
from qspec.judgement.aftermath.terms import Amount, LateTerms, Part, Span, Unit, read_late
from qspec.spec.model import Delivery
from qspec.text import write_number


@dataclass(frozen=True)
class Deduction:
    """What the rule gives: ``low`` and ``high`` differ where the words leave a part of a period open."""

    low: Amount
    high: Amount
    capped: bool
    """The cap holds the sum down; both of them, where they differ."""


def days_late(due: datetime.date, day: datetime.date) -> int:
    """Return by how many calendar days a day is later than the due date, 0 where it is not."""
    return max(0, (day - due).days)


def deduct(terms: LateTerms, days: int) -> Deduction:
    """Return the deduction for so many days late: business days where the rule counts those, else calendar days."""
    length = terms.period.count * (DAYS_OF_A_WEEK if terms.period.unit is Unit.WEEK else 1)
    full, begun = days // length, -(-days // length)
    fewest = begun if terms.part is Part.BEGUN else full
    most = full if terms.part is Part.FULL else begun
    low, high = (_capped(terms, terms.rate.value * periods) for periods in (fewest, most))
    return Deduction(low, high, terms.rate.value * fewest > low.value)


def _capped(terms: LateTerms, value: Fraction) -> Amount:
    """Return an amount held down by the cap, where both are shares or both are money."""
    cap = terms.cap
    if cap is not None and cap.currency == terms.rate.currency:
        value = min(value, cap.value)
    return Amount(value, terms.rate.currency)


def lateness(delivery: Delivery | None, inspected: datetime.date | None, occasion: Occasion) -> Follow | None:
    """Return what the delivery terms say of this lot's delay; None where they say nothing."""
    if delivery is None or (delivery.due is None and delivery.late is None):
        return None
    due = read_day(delivery.due)
    day = occasion.shipped or inspected
    if due is not None and day is not None and (day > due or occasion.shipped is not None):
        action = _known(delivery.late, due, day, occasion)
    else:
        action = _unknown(delivery.late, due)
    if delivery.late is not None:
        basis = Say("aftermath.basis.late", {"text": delivery.late})
    else:
        basis = Say("aftermath.basis.due", {"due": delivery.due or ""})
    return Follow(Step.LATE, Actor.SUPPLIER, action, basis, by=delivery.due)


def _unknown(text: str | None, due: datetime.date | None) -> Say:
    """Return the rule alone, with the due date where there is one."""
    if due is None:
        return Say("aftermath.late.rule-alone", {"rule": _rule_or_text(text)})
    return Say("aftermath.late.due", {"due": due.isoformat(), "rule": _rule_or_text(text)})


def _known(text: str | None, due: datetime.date, day: datetime.date, occasion: Occasion) -> Say:
    values: dict[str, Value] = {"due": due.isoformat(), "day": day.isoformat()}
    if day <= due:
        return Say("aftermath.late.in-time", values)
    terms = read_late(text) if text is not None else None
    working = business_days(due, day, occasion.calendar)
    in_business = terms is not None and terms.period.unit is Unit.BUSINESS_DAY
    days = days_late(due, day)
    values["late"] = Say("aftermath.late.days", {"days": span(Span(days, Unit.DAY))})
    values["rule"] = _rule_or_text(text)
    when = "shipped" if occasion.shipped is not None else "inspected"
    if terms is None or (in_business and working is None):
        return Say(f"aftermath.late.{when}-uncounted", values)
    if in_business:
        counted = span(Span(working or 0, Unit.BUSINESS_DAY))
        values["late"] = Say("aftermath.late.of-which", {"days": span(Span(days, Unit.DAY)), "business": counted})
    values["deduction"] = _deduction(terms, deduct(terms, working or 0 if in_business else days))
    return Say(f"aftermath.late.{when}", values)


def _deduction(terms: LateTerms, found: Deduction) -> Say:
    base = terms.base or "price"
    if found.low != found.high:
        ends: dict[str, Value] = {"low": amount(found.low, base), "high": amount(found.high, base)}
        return Say("aftermath.deduction.open", {**ends, "period": period(terms.period)})
    values: dict[str, Value] = {"amount": amount(found.low, base)}
    if terms.cap is not None and terms.cap.currency != terms.rate.currency:
        return Say("aftermath.deduction.at-most", {**values, "cap": amount(terms.cap, base)})
    return Say("aftermath.deduction.capped" if found.capped else "aftermath.deduction.plain", values)


def _rule_or_text(text: str | None) -> Say:
    if text is None:
        return Say("aftermath.rule.none")
    terms = read_late(text)
    return rule(terms) if terms is not None else Say("aftermath.rule.as-written", {"text": text})


def rule(terms: LateTerms) -> Say:
    """Return the rule in words, the same in both languages whatever language it was written in."""
    length: Say = period(terms.period)
    if terms.part is not Part.OPEN:
        length = Say(f"aftermath.period.{terms.part.value}", {"period": length})
    values: dict[str, Value] = {"rate": amount(terms.rate, terms.base), "period": length}
    if terms.cap is None:
        return Say("aftermath.rule.uncapped", values)
    # A share that caps a sum of money must say what it is a share of; one that caps a share is of the same base.
    base = (terms.base or "price") if terms.cap.currency != terms.rate.currency else None
    return Say("aftermath.rule.capped", {**values, "cap": amount(terms.cap, base)})


def amount(value: Amount, base: str | None) -> Say:
    """Return an amount in words; a share with what it is taken of, where that is named."""
    if value.currency is not None:
        return Say(f"aftermath.money.{value.currency}", {"number": _grouped(value.value)})
    share = Say("aftermath.share", {"number": write_number(value.value)})
    return share if base is None else Say(f"aftermath.base.{base}", {"share": share})


def _grouped(value: Fraction) -> str:
    whole, point, rest = write_number(value).partition(".")
    return f"{int(whole):,}{point}{rest}"


def span(value: Span) -> Say:
    """Return a length of time in words: 3 business days, 3営業日."""
    number = "one" if value.count == 1 else "many"
    return Say(f"aftermath.span.{value.unit.value}.{number}", {"count": value.count})


def period(value: Span) -> Say:
    """Return a period of a rate in words: (per) day, 1日(につき)."""
    return Say(f"aftermath.period.{value.unit.value}") if value.count == 1 else span(value)
