"""A judged lot and the agreed terms → who may or must do what next, by when, and on what it rests.

``judge.py`` calls :func:`follow` for every lot; reports print what it returns. Only ACCEPT ever yields that a lot may
be shipped; whatever people decide is listed apart from the verdict and never changes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qspec.errors import Say, Value
from qspec.judgement.aftermath.deadlines import read_day
from qspec.judgement.aftermath.escalating import escalate
from qspec.judgement.aftermath.lateness import days_late, lateness
from qspec.judgement.aftermath.model import Act, Actor, Follow, Step
from qspec.judgement.aftermath.occasion import Occasion
from qspec.judgement.aftermath.open_lots import decision, fails, held, missing, talk
from qspec.judgement.aftermath.recorded import acts_on_record, chain, concession_holds, on_lot
from qspec.judgement.result import Disposition, LotResult
from qspec.spec.model import NonconformityClass, Spec

_MOST_PIECES = 12
_OFF = frozenset({"return", "scrap"})
"""Acts that contradict shipping a lot accepted before them; earlier ones belong to an earlier result."""


def follow(
    spec: Spec, lot: LotResult, acts: Sequence[Act] = (), occasion: Occasion | None = None
) -> tuple[Follow, ...]:
    """Return everything that follows; ``acts`` are those that the ledger holds for this lot."""
    occasion = occasion or Occasion()
    inspected = read_day(lot.info.date)
    day = occasion.shipped or inspected
    escalated = escalate(spec.delivery, _cases(spec, lot, occasion), inspected, occasion)
    concession = concession_holds(acts, day)
    delay = lateness(spec.delivery, inspected, occasion)
    return (
        *_verdict(lot, acts, occasion),
        *acts_on_record(acts, lot.disposition, day, occasion.about),
        *_suspended(occasion),
        *missing(lot, basis_of(lot)),
        *held(lot, basis_of(lot), concession=concession),
        *escalated.follows,
        *decision(lot, escalated, basis_of(lot), concession=concession),
        *talk(spec, lot),
        *([delay] if delay is not None else []),
    )


def _cases(spec: Spec, lot: LotResult, occasion: Occasion) -> set[str]:
    """Return the cases of escalation terms that apply to the lot."""
    critical = any(item.nonconformity == NonconformityClass.CRITICAL and fails(item) for item in lot.items)
    cases = {"critical found"} if critical else set()
    if lot.disposition is Disposition.REJECT:
        cases |= {"rejected", "rejected again"} if occasion.submission > 1 else {"rejected"}
    if lot.disposition is Disposition.UNDECIDED:
        cases.add("undecided")
    if occasion.discontinued:
        cases.add("discontinued")
    due = read_day(spec.delivery.due) if spec.delivery is not None else None
    day = occasion.shipped or read_day(lot.info.date)
    if due is not None and day is not None and days_late(due, day):
        cases.add("late")
    return cases


def basis_of(lot: LotResult) -> Say:
    """Return the lot's disposition as what a consequence rests on."""
    return Say("aftermath.basis.disposition", {"disposition": Say(f"terms.disposition.{lot.disposition.value}")})


def _verdict(lot: LotResult, acts: Sequence[Act], occasion: Occasion) -> Iterator[Follow]:
    """Yield what the verdict itself allows or forbids."""
    if lot.disposition is not Disposition.ACCEPT:
        yield Follow(Step.STANDS, None, Say(f"aftermath.stands.{lot.disposition.value}"), basis_of(lot))
        return
    against = [act for act in on_lot(acts) if str(act.kind) in _OFF and _after(act, lot)]
    if against:
        values: dict[str, Value] = {"act": Say(f"lots.act.{against[0].kind}"), "date": against[0].date}
        basis = Say("aftermath.basis.ledger", {"date": against[0].date})
        yield Follow(Step.SETTLE, Actor.BOTH, Say("aftermath.settle", values), basis)
    elif not occasion.discontinued:
        yield Follow(Step.SHIP, Actor.SUPPLIER, Say("aftermath.ship"), basis_of(lot))
    found = _nonconforming(lot)
    if found:
        values = {"count": len(found), "pieces": _listed(found)}
        yield Follow(Step.REPLACE, Actor.SUPPLIER, Say("aftermath.replace", values), basis_of(lot))


def _after(act: Act, lot: LotResult) -> bool:
    inspected, day = read_day(lot.info.date), read_day(act.date)
    return inspected is None or day is None or day > inspected


def _nonconforming(lot: LotResult) -> list[str]:
    """Return the serial numbers of the nonconforming pieces, in the order of the lot."""
    failed = {piece for item in lot.items for piece in item.failed_pieces}
    return [piece for piece in lot.pieces if piece in failed]


def _listed(pieces: Sequence[str]) -> str:
    shown = ", ".join(pieces[:_MOST_PIECES])
    return shown if len(pieces) <= _MOST_PIECES else f"{shown}, … (+{len(pieces) - _MOST_PIECES})"


def _suspended(occasion: Occasion) -> Iterator[Follow]:
    """Yield what follows where the switching rules have discontinued inspection."""
    if not occasion.discontinued:
        return
    classes = chain([Say(f"terms.class.{name}") for name in occasion.discontinued])
    basis = Say("aftermath.basis.discontinued", {"classes": classes})
    yield Follow(Step.SUSPEND, Actor.BOTH, Say("aftermath.suspend"), basis)
    yield Follow(Step.IMPROVE, Actor.SUPPLIER, Say("aftermath.improve"), basis)
