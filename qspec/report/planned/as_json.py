"""A plan as plain data for programs; docs/plan.md says what each key means. Words stand in both languages."""

from __future__ import annotations

import json
from typing import Any

from qspec.errors import Value
from qspec.judgement.picking.pick import METHOD
from qspec.judgement.picking.planning import ClassPlan, LotPlan, Task
from qspec.judgement.picking.schedule import Schedule
from qspec.judgement.picking.workload import Estimate
from qspec.judgement.plans.model import Resolved, Table
from qspec.judgement.plans.resolving import accepts_everything
from qspec.judgement.risks.curve import as_data, risk_of
from qspec.messages import LANGUAGES, render
from qspec.report.answers.as_json import number
from qspec.report.planned import words

SCHEMA = "qspec-plan/1"


def write_lot(plan: LotPlan) -> bytes:
    """Return the plan of a lot's inspection."""
    data = {
        "schema": SCHEMA,
        "spec": {"file": plan.spec_file, "id": plan.spec_id, "revision": plan.revision, "sha256": plan.sha256},
        "lot": plan.lot,
        "lot_size": plan.lot_size,
        "classes": [_class(own) for own in plan.classes],
        "pick": {
            "method": METHOD,
            "identity": "serial" if plan.pieces is not None else "position",
            "pieces": [
                {"number": one.number, "serial": one.serial, "carton": one.carton or None, "key": one.key}
                for one in plan.pick
            ],
        },
        "work": _work(plan.estimate),
        "schedule": _schedule(plan.schedule),
    }
    return _bytes(data)


def write_stated(resolved: Resolved) -> bytes:
    """Return a plan that was asked for without a spec."""
    return _bytes({"lot_size": resolved.lot_size, "plan": resolved.plan.text, **_resolved(resolved)})


def _bytes(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def _words(value: Value) -> dict[str, str] | None:
    return {lang: render(value, lang) for lang in sorted(LANGUAGES)} if value != "" else None


def _resolved(resolved: Resolved) -> dict[str, Any]:
    """Return the numbers of a plan; the keys of tables are None where no table was asked."""
    scheme, cell = resolved.plan.scheme, resolved.cell
    table = scheme if isinstance(scheme, Table) else None
    return {
        "system": table.system.value if table is not None else None,
        "edition": table.edition or None if table is not None else None,
        "level": table.level if table is not None else None,
        "aql": number(table.aql) if table is not None else None,
        "severity": cell.inspection.value if cell is not None else None,
        "counting": resolved.plan.counting.value,
        "letter": cell.letter if cell is not None else None,
        "effective_letter": cell.effective_letter if cell is not None else None,
        "arrow": cell.arrow.value if cell is not None else "none",
        "n": resolved.size,
        "ac": resolved.acceptance,
        "re": resolved.rejection,
        "table_n": resolved.table_size,
        "full_inspection": resolved.full,
        "accepts_everything": accepts_everything(resolved),
        "risk": as_data(risk_of(resolved)),
    }


def _class(own: ClassPlan) -> dict[str, Any]:
    made = {"class": own.name, "plan": own.resolved.plan.text, **_resolved(own.resolved)}
    made |= {"discontinued": own.standing.discontinued, "because": [_words(reason) for reason in own.standing.reasons]}
    return made | {"characteristics": [_task(task, own.resolved.size) for task in own.tasks]}


def _task(task: Task, size: int) -> dict[str, Any]:
    return {
        "id": task.id,
        "name": _words(task.name),
        "balloon": task.balloon or None,
        "limit": task.limit,
        "pieces": None if task.per_lot else size,
        "readings": None if task.per_lot else task.readings,
        "per_lot": task.per_lot,
        "method": _words(task.method),
        "instrument": _words(task.instrument),
    }


def _work(estimate: Estimate | None) -> dict[str, Any] | None:
    if estimate is None:
        return None
    effort = estimate.effort
    return {
        "minutes": number(estimate.minutes),
        "days": estimate.days,
        "minutes_per_piece": {name: number(value) for name, value in effort.minutes.items()},
        "inspectors": effort.inspectors,
        "hours_per_day": number(effort.hours_per_day),
    }


def _schedule(found: Schedule | None) -> dict[str, Any] | None:
    if found is None:
        return None
    days = ("shipment", "deadline", "latest_start", "start", "finish")
    made: dict[str, Any] = {
        name: day.isoformat() if (day := getattr(found, name)) is not None else None for name in days
    }
    lead = found.lead
    made["agreed"] = (
        {"text": lead.text, "days": lead.days, "business_days": lead.business} if lead is not None else None
    )
    made["business_days_to_spare"] = found.spare
    verdict = words.in_time(found)
    made["in_time"] = _words(verdict) if verdict is not None else None
    made["holidays"] = [{"date": one.date.isoformat(), "name": dict(one.name)} for one in found.holidays]
    made["notes"] = [_words(note) for note in found.notes]
    return made
