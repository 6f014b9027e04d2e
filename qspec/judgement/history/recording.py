"""A judged lot → its line in the ledger, and what the ledger knew of the lot before.

``behind.py`` asks :func:`acts_on` and :func:`submission`; ``qspec check --ledger`` records :func:`entry_of`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qspec.errors import Place, Problem, Refusal
from qspec.judgement.history.acts import PREPARES
from qspec.judgement.history.admission import ALREADY, with_all
from qspec.judgement.history.entries import ActEntry, ClassEntry, Entry, LotEntry, lot_form
from qspec.judgement.history.ledger import Ledger
from qspec.judgement.history.severity import class_entry, severities
from qspec.judgement.plans.model import Inspection, Plan
from qspec.judgement.plans.reading import read_plan
from qspec.judgement.plans.resolving import for_class, resolve
from qspec.judgement.result import ClassResult, Evaluation, LotResult

_ANY_DAY = "2000-01-01"
"""Whether a result may be recorded does not depend on the day."""


def acts_on(entries: Sequence[Entry], lot: str | None, part: str) -> tuple[ActEntry, ...]:
    """Return the acts on record for a lot, in order."""
    named = (entry for entry in entries if isinstance(entry, ActEntry) and entry.lot and entry.part in ("", part))
    own = lot_form(lot)
    return tuple(entry for entry in named if lot_form(entry.lot) == own)


def submission(entries: Sequence[Entry], lot: str | None, part: str, data_sha256: str) -> int:
    """Return how often a lot was submitted, counting these data: 1 until it was sorted or reworked after a result."""
    count, judged, own = 1, False, lot_form(lot)
    for entry in entries:
        if lot_form(entry.lot) != own:
            continue
        if isinstance(entry, LotEntry) and entry.part == part:
            judged = True
            if entry.data_sha256 == data_sha256:
                return count
        elif isinstance(entry, ActEntry) and judged and entry.kind in PREPARES:
            count, judged = count + 1, False
    return count


def part_of(evaluation: Evaluation) -> str:
    """Return the part number that names a lot together with its own number."""
    return evaluation.spec.part.number if evaluation.spec.part is not None else ""


def entry_of(evaluation: Evaluation, lot: LotResult, date: str) -> LotEntry:
    """Return the ledger's line for a judged lot; ``date`` (ISO) is used where the lot has no inspection date."""
    return LotEntry(
        lot=lot.info.id or "",
        date=lot.info.date or date,
        spec=evaluation.spec.id,
        revision=evaluation.spec.revision,
        spec_sha256=evaluation.spec_sha256,
        data_sha256=evaluation.data_sha256,
        disposition=lot.disposition,
        classes=tuple(_class_of(result, lot.info.size or None) for result in lot.classes),
        part=part_of(evaluation),
        lot_size=lot.info.size or None,
    )


def refused(ledger: Ledger, evaluation: Evaluation) -> list[Problem]:
    """Return why results may not stand in the ledger they were judged by; the same result once more may.

    Whatever is shown of a lot is what the ledger holds or could hold of it.
    """
    past = with_all(ledger.header, ledger.entries)
    admitted = [past.admit(entry_of(evaluation, lot, _ANY_DAY)) for lot in evaluation.lots]
    found = [refusal for one in admitted if isinstance(one, list) for refusal in one if refusal.code != ALREADY]
    return [refusal.at(Place(ledger.file)) for refusal in found]


def outdated(evaluation: Evaluation, now: Ledger) -> list[Problem]:
    """Return a problem for each lot to which another severity applies since it was judged, by what others recorded."""
    found = []
    for lot in evaluation.lots:
        then = now.digests.index(lot.ledger) if lot.ledger in now.digests else None
        if then is None or _applying(evaluation, lot, replace(now, entries=now.entries[:then])) != _applying(
            evaluation, lot, now
        ):
            values = {"lot": lot.info.id or "–"}
            found.append(Problem("lots.grown-meanwhile", Place(now.file), values=values))
    return found


def _applying(evaluation: Evaluation, lot: LotResult, ledger: Ledger) -> dict[str, tuple[Inspection | None, bool]]:
    """Return severity and discontinuation of each class of a lot by a ledger."""
    read = {result.nonconformity: read_plan(result.plan) for result in lot.classes}
    plans = {name: plan for name, plan in read.items() if isinstance(plan, Plan)}
    found = severities(ledger, evaluation.spec_sha256, plans, lot=lot.info.id, part=part_of(evaluation))
    return {name: (standing.inspection, standing.discontinued) for name, standing in found.items()}


def _class_of(result: ClassResult, lot_size: int | None) -> ClassEntry:
    """Return a class's line; the plan is resolved again from the words it was judged by."""
    plan = read_plan(result.plan)
    severity = result.used.inspection if result.used is not None else None
    if isinstance(plan, Refusal):
        raise ValueError(f"a plan that was judged by cannot be read again: {result.plan}")
    inspection = Inspection(severity) if severity is not None else None
    resolved = for_class(result.nonconformity, resolve(plan, lot_size, inspection))
    if resolved is None:
        return ClassEntry(name=result.nonconformity, plan=result.plan, verdict=result.verdict, d=result.nonconforming)
    return class_entry(result.nonconformity, resolved, result.nonconforming, result.verdict)
