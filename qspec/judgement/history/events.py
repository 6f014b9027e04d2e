"""The entries of a ledger as switching sees them: one event a lot for one class, in the order of first submission.

A resubmitted lot is no event. A lot whose first result was undecided and was completed later is one event, in the
place of its first result and with its last one. ``switching.py`` folds these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qspec.judgement.history.acts import DISPOSES
from qspec.judgement.history.entries import ActEntry, ClassEntry, Entry, LotEntry
from qspec.judgement.plans.model import Counting, Inspection, Plan, System, Table
from qspec.judgement.plans.tables import aql_text
from qspec.judgement.result import Disposition

ALL = "all"

_WORST = [Disposition.REJECT, Disposition.DISCONTINUED, Disposition.UNDECIDED, Disposition.ACCEPT]
_MILDEST = [Inspection.REDUCED, Inspection.NORMAL, Inspection.TIGHTENED]


@dataclass(frozen=True)
class Terms:
    """What must stay the same for favourable counts to go on: the plan's place in the tables, and the spec."""

    system: System | None
    level: str | None
    aql: str | None
    counting: Counting
    spec_sha256: str
    stated: Inspection | None = None


@dataclass(frozen=True)
class Inspected:
    """One original lot, as far as one class is concerned."""

    lot: str
    terms: Terms
    result: ClassEntry


Event = Inspected | ActEntry


def events(entries: Sequence[Entry], name: str) -> Iterator[Event]:
    """Yield what counts for a class, in order."""
    last = {entry.identity: entry for entry in entries if isinstance(entry, LotEntry) and not entry.resubmission}
    seen = set()
    for entry in entries:
        if isinstance(entry, ActEntry):
            if entry.kind not in DISPOSES and entry.nonconformity in ("", name):
                yield entry
        elif not entry.resubmission and entry.identity not in seen:
            seen.add(entry.identity)
            final = last[entry.identity]
            result = result_for(final, name)
            if result is not None and final.disposition is Disposition.UNDECIDED:
                # What is open of the lot as a whole is open of each of its classes.
                result = replace(result, verdict=Disposition.UNDECIDED)
            if result is not None:
                yield Inspected(final.lot, terms_of(result, final.spec_sha256), result)


def result_for(entry: LotEntry, name: str) -> ClassEntry | None:
    """Return a class's result; where a spec later divides its lots' classes, or joins them, the nearest there is."""
    named = {result.name: result for result in entry.classes}
    if name in named or ALL in named:
        return named.get(name, named.get(ALL))
    if name == ALL and named:
        return min(named.values(), key=lambda result: _WORST.index(result.verdict))
    return None


def terms_of(result: ClassEntry, spec_sha256: str) -> Terms:
    """Return the terms under which a class was inspected."""
    return Terms(result.system, result.level, result.aql, result.counting, spec_sha256, result.stated)


def terms_of_plan(plan: Plan, spec_sha256: str) -> Terms | None:
    """Return the terms of a plan from the tables; None for any other plan, to which switching does not apply."""
    table = plan.scheme
    if not isinstance(table, Table):
        return None
    return Terms(table.system, table.level, aql_text(table.aql), table.counting, spec_sha256, table.inspection)


def milder(one: Inspection | None, other: Inspection) -> bool:
    """Say whether an inspection is milder than another."""
    return one is None or _MILDEST.index(one) < _MILDEST.index(other)
