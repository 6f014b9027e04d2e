"""What the ledger says to the judging of the next lot, and what the judging says to the ledger.

``qspec check --ledger`` calls :func:`severities` before it resolves the plans, and makes its entry of
:func:`class_entry` for each class.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qspec.errors import Say
from qspec.judgement.history.acts import PREPARES
from qspec.judgement.history.entries import Act, ActEntry, ClassEntry, Entry, LotEntry, lot_form
from qspec.judgement.history.events import terms_of_plan
from qspec.judgement.history.ledger import Ledger
from qspec.judgement.history.switching import State, state
from qspec.judgement.plans.model import Inspection, Plan, Resolved, Standing, Table
from qspec.judgement.plans.tables import aql_text
from qspec.judgement.result import Disposition


def severities(
    ledger: Ledger, spec_sha256: str, plans: Mapping[str, Plan], *, lot: str | None = None, part: str = ""
) -> dict[str, Standing]:
    """Return what applies to a lot for each class with a plan from the tables; other classes are absent.

    A lot whose result is recorded, and that was neither sorted nor reworked since, is judged by what applied to it
    then: judging it twice gives one result. One that waits while inspection is discontinued is judged anew after it was
    resumed. A lot submitted again is never inspected under reduced inspection.
    """
    entries, again = _before(ledger.entries, lot, part)
    found = {}
    for name, plan in plans.items():
        terms = terms_of_plan(plan, spec_sha256)
        if terms is not None:
            found[name] = _standing(state(entries, name, terms), again=again)
    return found


def _standing(now: State, *, again: bool) -> Standing:
    usual = now.inspection is Inspection.NORMAL and not now.discontinued
    reasons = () if usual else now.reasons[:1]  # why it is so; what may come next is told by `qspec lots`
    standing = Standing(now.inspection, now.discontinued, reasons)
    if again and now.inspection is Inspection.REDUCED:
        return replace(standing, inspection=Inspection.NORMAL, reasons=(Say("lots.since.resubmitted"),))
    return standing


def _before(entries: Sequence[Entry], lot: str | None, part: str) -> tuple[Sequence[Entry], bool]:
    """Return the entries before the first result of a lot's present submission, and whether it is a further one."""
    start: int | None = None
    again = waiting = False
    own = lot_form(lot)
    for index, entry in enumerate(entries):
        if isinstance(entry, ActEntry) and entry.kind is Act.RESUME and waiting:
            start = None
        elif lot_form(entry.lot) != own:
            continue
        elif isinstance(entry, LotEntry) and entry.part == part:
            start = index if start is None else start
            waiting = entry.disposition is Disposition.DISCONTINUED
        elif isinstance(entry, ActEntry) and entry.kind in PREPARES and entry.part in ("", part):
            start, again = None, True
    return entries if start is None else entries[:start], again


def class_entry(name: str, resolved: Resolved, found: int | None, verdict: Disposition) -> ClassEntry:
    """Return a class's result as the ledger holds it; ``found`` counts what its plan counts."""
    table = resolved.plan.scheme if isinstance(resolved.plan.scheme, Table) else None
    cell = resolved.cell
    entry = ClassEntry(
        name=name,
        plan=resolved.plan.text,
        verdict=verdict,
        counting=resolved.plan.counting,
        n=resolved.size,
        ac=resolved.acceptance,
        re=resolved.rejection,
        d=found,
        in_gap=found is not None and resolved.in_gap(found),
    )
    if table is None:
        return entry
    return replace(
        entry,
        system=table.system,
        level=table.level,
        aql=aql_text(table.aql),
        stated=table.inspection,
        inspection=cell.inspection if cell is not None else Inspection.NORMAL,
        letter=cell.letter if cell is not None else None,
        effective_letter=cell.effective_letter if cell is not None else None,
    )
