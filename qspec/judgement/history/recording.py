"""A judged lot → its line in the ledger, and what the ledger knew of the lot before.

``judgement/judge.py`` asks :func:`acts_on` and :func:`submission`; ``qspec check --ledger`` records :func:`entry_of`.
"""

from __future__ import annotations

from collections.abc import Sequence

from qspec.errors import Refusal
from qspec.judgement.history.acts import PREPARES
from qspec.judgement.history.entries import ActEntry, ClassEntry, Entry, LotEntry, lot_form
from qspec.judgement.history.severity import class_entry
from qspec.judgement.plans.model import Inspection
from qspec.judgement.plans.reading import read_plan
from qspec.judgement.plans.resolving import for_class, resolve
from qspec.judgement.result import ClassResult, Evaluation, LotResult


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
