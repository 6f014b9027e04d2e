"""A judgeable spec and what is known of a lot → the plan of its inspection: the door of this package.

``cli/plan.py`` calls :func:`plan_lot`; ``report/planned`` draws the :class:`LotPlan`. Nothing is planned while the spec
has errors or open questions, for the caller has no :class:`~qspec.judgement.judge.Prepared` then.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from qspec.errors import Place, Problem, Refusal, Say, Severity, Value, has_errors
from qspec.judgement.judge import Prepared
from qspec.judgement.known import Known, standing_of, unfit
from qspec.judgement.picking.lead import Lead, read_lead
from qspec.judgement.picking.pick import Picked, pick, positions
from qspec.judgement.picking.roster import Piece, canonical
from qspec.judgement.picking.schedule import Dates, Schedule, schedule
from qspec.judgement.picking.workload import Effort, Estimate, estimate
from qspec.judgement.plans.model import Resolved, Standing
from qspec.judgement.plans.resolving import for_class, resolve
from qspec.judgement.sampling import group_of
from qspec.kinds.base import Item
from qspec.measurements.batch import LotInfo
from qspec.spec.model import Spec

Placing = Callable[[tuple[str | int, ...]], Place]


@dataclass(frozen=True)
class Request:
    """What is known of the lot, and of the inspection that is to be planned."""

    lot: str
    """Lot number in its canonical form."""
    lot_size: int
    pieces: tuple[Piece, ...] | None = None
    """Every piece of the lot; None where positions from 1 serve instead of serial numbers."""
    known: Known = field(default_factory=Known)
    """Earlier lots or the severity asked for, and the day of shipment; the same as for judging."""
    effort: Effort | None = None
    start: datetime.date | None = None
    closed: frozenset[datetime.date] = frozenset()


@dataclass(frozen=True)
class Task:
    """A characteristic that is inspected on the pieces of its class."""

    id: str
    name: Value
    balloon: str
    limit: str
    method: Value
    instrument: Value
    readings: int | None
    """Readings per piece; None where the sheet decides."""
    per_lot: bool
    """One value judges the whole lot."""


@dataclass(frozen=True)
class ClassPlan:
    """How many pieces a class is inspected on, and for what."""

    name: str
    resolved: Resolved
    tasks: tuple[Task, ...]
    standing: Standing = field(default_factory=Standing)
    """What earlier lots make of the class."""


@dataclass(frozen=True)
class LotPlan:
    """The whole plan. ``pick`` is the order as far as the largest sample; empty where every class takes every piece."""

    spec_file: str
    spec_id: str
    revision: str
    sha256: str
    title: Value
    lot: str
    lot_size: int
    classes: tuple[ClassPlan, ...]
    pieces: tuple[Piece, ...] | None
    pick: tuple[Picked, ...]
    estimate: Estimate | None
    schedule: Schedule | None
    due: bool
    """The day of shipment is that of the spec's ``delivery.due``."""

    @property
    def cartons(self) -> bool:
        """Say whether the pieces lie in cartons."""
        return self.pieces is not None and any(piece.carton for piece in self.pieces)


def plan_lot(prepared: Prepared, request: Request, place: Placing) -> tuple[LotPlan | None, list[Problem]]:
    """Return the plan for a lot, or None, and every problem; ``place`` is where a value of the spec stands."""
    classes, problems = _classes(prepared, request, place)
    if has_errors(problems):
        return None, problems
    sizes = {own.name: own.resolved.size for own in classes}
    work = estimate(request.effort, sizes) if request.effort is not None else None
    if isinstance(work, Refusal):
        problems.append(work.at(Place("--minutes-per-piece")))
        work = None
    lead, shipment, found = _terms(prepared, request, place)
    problems += found
    days = work.days if work is not None else None
    dates = schedule(Dates(shipment, request.start, lead, days, request.closed))
    if isinstance(dates, Refusal):
        problems.append(dates.at(Place("--shipment" if request.known.shipment is not None else "--start")))
        dates = None
    if has_errors(problems):
        return None, problems
    spec = prepared.spec
    sampled = max((own.resolved.size for own in classes if not own.resolved.full), default=0)
    return LotPlan(
        prepared.file,
        spec.id,
        spec.revision,
        prepared.sha256,
        dict(spec.title),
        request.lot,
        request.lot_size,
        tuple(classes),
        request.pieces,
        _order(prepared.sha256, request.lot, request.lot_size, request.pieces, sampled),
        work,
        dates,
        shipment is not None and request.known.shipment is None,
    ), problems


def inspected(plan: LotPlan) -> tuple[Picked, ...]:
    """Return all pieces to be inspected, in the order of the pick.

    A class that takes every piece takes the rest of the order as well; without serial numbers only the sampled ones are
    named, for all positions of a lot say nothing.
    """
    if plan.pieces is None:
        return plan.pick
    largest = max(own.resolved.size for own in plan.classes)
    return _order(plan.sha256, plan.lot, plan.lot_size, plan.pieces, largest)


def lot_problems(lot: str | None, lot_size: int | None, pieces: Sequence[Piece] | None) -> list[Problem]:
    """Return what makes a pick impossible: no lot number, no lot size, or a list of another length."""
    problems = []
    if lot is None:
        problems.append(Problem("plan.lot-missing", Place("--lot")))
    elif not canonical(lot) or not lot.isprintable():
        problems.append(Problem("plan.not-a-lot-id", Place("--lot"), values={"text": lot}))
    if lot_size is None and pieces is None:
        problems.append(Problem("plan.lot-size-missing", Place("--lot-size")))
    if lot_size is not None and pieces is not None and len(pieces) != lot_size:
        file = pieces[0].place.file if pieces else "--serials"
        problems.append(Problem("plan.lot-size-differs", Place(file), values={"found": len(pieces), "size": lot_size}))
    return problems


def _order(digest: str, lot: str, size: int, pieces: Sequence[Piece] | None, count: int) -> tuple[Picked, ...]:
    return pick(pieces if pieces is not None else positions(size), digest, lot, count) if count else ()


def _classes(prepared: Prepared, request: Request, place: Placing) -> tuple[list[ClassPlan], list[Problem]]:
    """Return the plan of every class that has a characteristic, in the order of weight."""
    spec, plans, known = prepared.spec, prepared.plans, request.known
    problems = unfit(known, spec, plans, ())
    if has_errors(problems):
        return [], problems
    standing = standing_of(known, spec, prepared.sha256, plans, LotInfo(id=request.lot))
    found: list[ClassPlan] = []
    members: dict[str, list[Item]] = {name: [] for name in plans}
    for item in prepared.items:
        members[group_of(item.source.nonconformity, plans)].append(item)
    for name, own in members.items():
        if not own:
            continue
        stands = standing.get(name, Standing())
        resolved = for_class(name, resolve(plans[name], request.lot_size, stands.inspection))
        values: dict[str, Value] = {"class": Say(f"terms.class.{name}")}
        if resolved is None:
            problems.append(Problem("plan.unresolved", place(("sampling",)), values=values))
            continue
        if stands.discontinued and known.ledger is not None:
            problems.append(Problem("plan.discontinued", Place(known.ledger.file), Severity.WARNING, values))
        found.append(ClassPlan(name, resolved, tuple(map(_task, own)), stands))
    return found, problems


def _task(item: Item) -> Task:
    source = item.source
    return Task(
        item.id,
        dict(source.name) if source.name else item.id,
        source.balloon or "",
        source.limit,
        dict(source.method) if source.method else "",
        dict(source.instrument) if source.instrument else "",
        None if item.series else item.readings or source.readings,
        any(check.per_lot for check in item.checks),
    )


def _terms(
    prepared: Prepared, request: Request, place: Placing
) -> tuple[Lead | None, datetime.date | None, list[Problem]]:
    """Return how long before shipment the inspection must be finished, and the day of shipment."""
    lead, problems = lead_of(prepared.spec, place)
    shipment, delivery = request.known.shipment, prepared.spec.delivery
    if shipment is None and delivery is not None and delivery.due:
        shipment = datetime.date.fromisoformat(delivery.due)
    return lead, shipment, problems


def lead_of(spec: Spec, place: Placing) -> tuple[Lead | None, list[Problem]]:
    """Return what a spec's ``delivery.inspection`` says; a warning where it is not understood."""
    delivery = spec.delivery
    if delivery is None or not delivery.inspection:
        return None, []
    lead = read_lead(delivery.inspection)
    if isinstance(lead, Refusal):
        return None, [lead.at(place(("delivery", "inspection")), Severity.WARNING)]
    return lead, []
