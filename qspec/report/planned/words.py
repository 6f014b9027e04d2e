"""The words of a plan as values: systems, severities, code letters, dates, amounts of work."""

from __future__ import annotations

import datetime
from fractions import Fraction

from qspec.errors import Say, Value
from qspec.judgement.picking.planning import LotPlan
from qspec.judgement.picking.schedule import Schedule
from qspec.judgement.picking.workload import Estimate
from qspec.judgement.plans.model import Arrow, Resolved, Standing, Table
from qspec.judgement.plans.resolving import accepts_everything
from qspec.judgement.plans.tables import aql_text
from qspec.report.words import joined, nonconformity
from qspec.spec.fields import ALL
from qspec.text import write_number


def day(date: datetime.date) -> Say:
    """Return a date with its day of the week."""
    return Say("plan.day", {"date": date.isoformat(), "weekday": Say(f"plan.weekday.{date.weekday()}")})


def letter(resolved: Resolved) -> Value:
    """Return the code letter, with the arrow and the letter it leads to."""
    cell = resolved.cell
    if cell is None:
        return ""
    if cell.arrow is Arrow.NONE:
        return cell.letter
    values: dict[str, Value] = {"letter": cell.letter, "effective": cell.effective_letter}
    return Say(f"plan.letter-arrow.{cell.arrow.value}", values)


def remarks(resolved: Resolved, standing: Standing | None = None) -> list[Value]:
    """Return in words what the numbers of a plan do not say: earlier lots, an arrow, a small lot."""
    said: list[Value] = [*standing.reasons] if standing is not None else []
    cell = resolved.cell
    if cell is not None and cell.arrow is not Arrow.NONE:
        said.append(Say(f"plan.arrow.{cell.arrow.value}", {"letter": cell.letter, "effective": cell.effective_letter}))
    if resolved.full and resolved.table_size > resolved.size:
        said.append(Say("plan.full-because", {"table": resolved.table_size, "n": resolved.size}))
    if accepts_everything(resolved):
        said.append(Say("plan.accepts-everything", {"n": resolved.size, "acceptance": resolved.rejection - 1}))
    return said


def table_facts(resolved: Resolved) -> list[tuple[str, Value]]:
    """Return by which tables a plan was found, as label keys and contents; nothing for a plan that needs none."""
    scheme = resolved.plan.scheme
    if not isinstance(scheme, Table):
        return []
    severity: Value = Say(f"plan.severity.{resolved.cell.inspection.value}") if resolved.cell is not None else ""
    return [
        ("system", Say(f"plan.system.{scheme.system.value}")),
        ("edition", scheme.edition),
        ("level", scheme.level),
        ("aql", aql_text(scheme.aql)),
        ("severity", severity),
        ("counting", Say(f"plan.counting.{scheme.counting.value}")),
    ]


def work(estimate: Estimate) -> list[Value]:
    """Return what the inspection comes to, and on what that rests."""
    minutes = {
        name: Say("plan.minutes-all", {"minutes": amount(value)})
        if name == ALL
        else Say("plan.minutes-class", {"class": nonconformity(name), "minutes": amount(value)})
        for name, value in estimate.effort.minutes.items()
    }
    done: dict[str, Value] = {
        "minutes": amount(estimate.minutes),
        "hours": amount(estimate.minutes / 60, places=1),
        "days": estimate.days,
    }
    rests: dict[str, Value] = {
        "minutes": joined(list(minutes.values())),
        "inspectors": estimate.effort.inspectors,
        "hours": amount(estimate.effort.hours_per_day),
    }
    return [Say("plan.work", done), Say("plan.work-assumed", rests)]


def amount(value: Fraction, places: int = 2) -> str:
    """Return an amount rounded to so many places."""
    return write_number(Fraction(round(value * 10**places), 10**places))


def dates(found: Schedule) -> list[tuple[str, Value]]:
    """Return the dates that are known, as label keys and contents."""
    rows: list[tuple[str, Value]] = []
    if found.shipment is not None:
        rows.append(("shipment", day(found.shipment)))
    if found.lead is not None:
        rows.append(("lead", found.lead.text))
    for label, date in (
        ("deadline", found.deadline),
        ("latest-start", found.latest_start),
        ("start", found.start),
        ("finish", found.finish),
    ):
        if date is not None:
            rows.append((label, day(date)))
    if found.holidays:
        said: list[Value] = [
            Say("plan.holiday", {"date": holiday.date.isoformat(), "name": dict(holiday.name)})
            for holiday in found.holidays
        ]
        rows.append(("holidays", joined(said)))
    return rows


def in_time(found: Schedule) -> Value | None:
    """Return whether the inspection is finished in time, None where that is not known."""
    if found.spare is None:
        return None
    if found.spare < 0:
        return Say("plan.late", {"days": -found.spare})
    return Say("plan.in-time-spare", {"days": found.spare}) if found.spare else Say("plan.in-time")


def date_remarks(plan: LotPlan) -> list[Value]:
    """Return what the dates rest on, and which are missing and why."""
    found = plan.schedule
    if found is None:
        return [Say("plan.dates-none")]
    said: list[Value] = []
    if plan.due:
        said.append(Say("plan.dates-due"))
    if found.shipment is None:
        said.append(Say("plan.dates-no-shipment"))
    elif found.lead is None:
        said.append(Say("plan.dates-no-lead"))
    if plan.estimate is None:
        said.append(Say("plan.dates-no-days"))
    return [*said, *found.notes, Say("plan.business-days")]
