"""What is known of a lot beside spec and data: earlier lots, acts of people, the severity asked for, its shipment.

``judge.py`` asks :func:`standing_of` before it counts a class and :func:`follows_of` when a lot is decided. The command
line fills :class:`Known` from ``--ledger``, ``--severity`` and ``--shipment``.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qspec.errors import Place, Problem
from qspec.judgement.aftermath.following import follow
from qspec.judgement.aftermath.occasion import Occasion
from qspec.judgement.plans.model import Inspection, Plan, Standing, Table
from qspec.judgement.result import LotResult
from qspec.measurements.batch import Lot, LotInfo
from qspec.spec.fields import ALL
from qspec.spec.model import Spec
from qspec.text import shorten

if TYPE_CHECKING:
    from qspec.judgement.history.ledger import Ledger


@dataclass(frozen=True)
class Known:
    """What the caller knows; every part may be missing."""

    ledger: Ledger | None = None
    """Earlier lots of the same spec, read and verified."""
    severity: Mapping[str, Inspection] = field(default_factory=dict)
    """Severity of inspection asked for, by class or under ``all``; never beside a ledger."""
    shipment: datetime.date | None = None


def unfit(known: Known, spec: Spec, plans: Mapping[str, Plan], lots: Sequence[Lot]) -> list[Problem]:
    """Return why what is known does not belong to this spec and these lots."""
    problems = []
    if known.ledger is not None:
        where = Place(known.ledger.file)
        if known.ledger.header.spec != spec.id:
            values = {"spec": spec.id, "own": known.ledger.header.spec, "lot": lots[0].info.id or "–" if lots else "–"}
            problems.append(Problem("lots.other-spec", where, values=values))
        if len(lots) > 1:
            problems.append(Problem("judgement.one-lot-a-line", where, values={"count": len(lots)}))
    for name in known.severity:
        served = [plan for key, plan in plans.items() if name in (key, ALL)]
        if not any(isinstance(plan.scheme, Table) for plan in served):
            problems.append(Problem("judgement.severity-without-table", Place("--severity"), values={"name": name}))
    return problems + _milder(known.severity, plans)


def _milder(asked: Mapping[str, Inspection], plans: Mapping[str, Plan]) -> list[Problem]:
    """Return a problem for each plan whose words state a severity, where a milder one is asked for."""
    problems: list[Problem] = []
    if not asked:
        return problems
    from qspec.judgement.history.events import milder

    for name, plan in plans.items():
        wanted = asked.get(name, asked.get(ALL))
        stated = plan.scheme.inspection if isinstance(plan.scheme, Table) else None
        if wanted is not None and stated is not None and milder(wanted, stated):
            values = {"name": name, "plan": shorten(plan.text)}
            problems.append(Problem("judgement.severity-milder", Place("--severity"), values=values))
    return problems


def standing_of(
    known: Known, spec: Spec, spec_sha256: str, plans: Mapping[str, Plan], lot: LotInfo
) -> dict[str, Standing]:
    """Return what applies to a lot, by class."""
    if known.ledger is not None:
        from qspec.judgement.history.severity import severities

        return severities(known.ledger, spec_sha256, plans, lot=lot.id, part=_part(spec))
    asked = {name: known.severity.get(name, known.severity.get(ALL)) for name in plans}
    return {name: Standing(inspection) for name, inspection in asked.items() if inspection is not None}


def follows_of(
    known: Known, spec: Spec, lot: LotResult, standing: Mapping[str, Standing], data_sha256: str
) -> LotResult:
    """Return a decided lot with what follows from it, and with the head of the ledger it was judged by."""
    past = None
    if known.ledger is not None:  # most runs keep none, and need not load what reads it
        from qspec.judgement.history.behind import behind

        past = behind(known.ledger.entries, lot.info.id, _part(spec), data_sha256)
    occasion = Occasion(
        shipped=known.shipment,
        submission=past.submission if past is not None else 1,
        about=past.about if past is not None else (),
        discontinued=tuple(name for name, found in standing.items() if found.discontinued),
    )
    follows = follow(spec, lot, past.acts if past is not None else (), occasion)
    if known.ledger is None or past is None:
        return replace(lot, follows=follows)
    return replace(lot, reasons=(*lot.reasons, *past.said), follows=follows, ledger=known.ledger.head)


def _part(spec: Spec) -> str:
    return spec.part.number if spec.part is not None else ""
