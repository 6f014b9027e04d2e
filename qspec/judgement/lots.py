"""A lot's disposition: every item judged, every class counted against its plan, failing closed.

ACCEPT needs, for every class, the expected number of pieces known beforehand, exactly that many fully measured, and
no more nonconforming ones than Ac. ``judge.py`` calls :func:`judge_lot` for each lot of a batch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qspec.errors import Problem, Say, Severity, Value
from qspec.judgement.contradictions import contradictions
from qspec.judgement.describe import describe_item
from qspec.judgement.items import Outcome, judge_item, verdict_of
from qspec.judgement.result import ClassResult, Disposition, LotResult, Verdict
from qspec.judgement.sampling import Plan, group_of
from qspec.kinds.base import Item, Kind
from qspec.measurements.batch import Lot
from qspec.spec.model import NonconformityClass
from qspec.text import normalize

_LEADING_ZEROS = re.compile(r"(?<![\d.])0+(?=\d)", re.ASCII)
_ONLY_ZEROS = re.compile(r"(?<=\d)\.0*$", re.ASCII)


@dataclass(frozen=True)
class Judging:
    """What is the same for every lot of a batch."""

    items: Sequence[Item]
    kinds: Mapping[str, Kind]
    plans: Mapping[str, Plan]

    @property
    def largest(self) -> Sequence[Plan]:
        """Plans of the classes that have an item."""
        used = {group_of(item.source.nonconformity, self.plans) for item in self.items}
        return [plan for name, plan in self.plans.items() if name in used]


def judge_lot(judging: Judging, lot: Lot, problems: Sequence[Problem]) -> LotResult:
    """Judge one lot; ``problems`` are those found while reading the file."""
    conflicts = frozenset(index for index, piece in enumerate(lot.pieces) if piece.conflict)
    outcomes = {
        item.id: judge_item(item, judging.kinds[item.source.kind], lot.blocks.get(item.id), conflicts)
        for item in judging.items
    }
    whole = _whole_lot(judging, lot, problems)
    expected = {item.id: _expected(judging, item, lot) for item in judging.items}
    full = _full_count(judging, lot)
    complete = {key: _complete(outcome, expected[key], full) for key, outcome in outcomes.items()}
    classes = tuple(
        _judge_class(name, plan, judging, lot, outcomes, complete)
        for name, plan in judging.plans.items()
        if any(group_of(item.source.nonconformity, judging.plans) == name for item in judging.items)
    )
    disposition = _disposition(classes, whole)
    # What the form says of itself is looked at when everything is decided: it can only be said, never change a verdict.
    said = contradictions(lot, outcomes, judging.kinds, disposition)
    return LotResult(
        info=lot.info,
        disposition=disposition,
        reasons=tuple(_reasons(classes, whole, disposition)),
        classes=classes,
        items=tuple(
            describe_item(
                outcomes[item.id],
                [piece.serial for piece in lot.pieces],
                lot.blocks.get(item.id),
                verdict_of(outcomes[item.id], complete=complete[item.id]),
                expected[item.id],
            )
            for item in judging.items
        ),
        pieces=tuple(piece.serial for piece in lot.pieces),
        problems=(*(problem for outcome in outcomes.values() for problem in outcome.problems), *said),
    )


def _expected(judging: Judging, item: Item, lot: Lot) -> int | None:
    """Return how many pieces this item must be measured on."""
    plan = judging.plans[group_of(item.source.nonconformity, judging.plans)]
    return plan.expected(lot.info.size)


def _full_count(judging: Judging, lot: Lot) -> int | None:
    """Return how many pieces the file must hold: the largest sample of any class; None where one is unknown."""
    sizes = [plan.expected(lot.info.size) for plan in judging.largest]
    known = [size for size in sizes if size is not None]
    if len(known) != len(sizes) or not known:
        return None
    return max(known)


def _complete(outcome: Outcome, expected: int | None, full: int | None) -> bool:
    """Say whether exactly the expected number of pieces was measured.

    Blank pieces are allowed only where another class asks for more pieces than this item's class does.
    """
    if expected is None or full is None:
        return False
    if outcome.blank and expected >= full:
        return False
    return len(outcome.pieces) == expected and Verdict.UNDECIDED not in outcome.pieces.values()


def _whole_lot(judging: Judging, lot: Lot, problems: Sequence[Problem]) -> list[Say]:
    """Return what makes the lot undecidable as a whole."""
    reasons: list[Say] = []
    full = _full_count(judging, lot)
    if full is None:
        reasons.append(Say("judgement.lot-size-unknown"))
    elif len(lot.pieces) != full:
        key = "judgement.too-few-pieces" if len(lot.pieces) < full else "judgement.too-many-pieces"
        reasons.append(Say(key, {"expected": full, "found": len(lot.pieces)}))
    if lot.info.size is not None and len(lot.pieces) > lot.info.size:
        reasons.append(Say("judgement.more-pieces-than-lot", {"size": lot.info.size, "found": len(lot.pieces)}))
    if lot.info.picked is not None:
        reasons += _picked(lot.info.picked, [piece.serial for piece in lot.pieces])
    reasons += _alike([piece.serial for piece in lot.pieces])
    reasons += [
        Say("judgement.conflicting-rows", {"piece": piece.serial, "places": _listed([*map(str, piece.conflict)])})
        for piece in lot.pieces
        if piece.conflict
    ]
    open_problems = sum(problem.severity in (Severity.UNDECIDED, Severity.ERROR) for problem in problems)
    if open_problems:
        reasons.append(Say("judgement.open-problems", {"count": open_problems}))
    return reasons


def _picked(picked: Sequence[str], found: Sequence[str]) -> list[Say]:
    missing = [serial for serial in picked if serial not in set(found)]
    extra = [serial for serial in found if serial not in set(picked)]
    reasons = []
    if missing:
        reasons.append(Say("judgement.picked-missing", {"pieces": _listed(missing)}))
    if extra:
        reasons.append(Say("judgement.not-picked", {"pieces": _listed(extra)}))
    return reasons


def _alike(found: Sequence[str]) -> list[Say]:
    """Return a reason where serial numbers differ in form alone (1, 01, 1.0; a1, A1): one piece may count twice."""
    forms: dict[str, list[str]] = {}
    for serial in found:
        plain = _ONLY_ZEROS.sub("", normalize(serial).casefold().replace(" ", ""))
        forms.setdefault(_LEADING_ZEROS.sub("", plain), []).append(serial)
    alike = [", ".join(serials) for serials in forms.values() if len(serials) > 1]
    return [Say("judgement.alike-pieces", {"pieces": _listed(alike)})] if alike else []


def _listed(names: Sequence[str], most: int = 12) -> str:
    shown = ", ".join(names[:most])
    return f"{shown}, … (+{len(names) - most})" if len(names) > most else shown


def _worst_class_of_pieces(judging: Judging, outcomes: Mapping[str, Outcome]) -> dict[int, NonconformityClass]:
    """Return the worst class in which each nonconforming piece fails: a piece counts once, in that class."""
    order = list(NonconformityClass)
    worst: dict[int, NonconformityClass] = {}
    for item in judging.items:
        own = item.source.nonconformity
        for piece in outcomes[item.id].having(Verdict.FAIL):
            worst[piece] = min(worst.get(piece, own), own, key=order.index)
    return worst


def _judge_class(
    name: str,
    plan: Plan,
    judging: Judging,
    lot: Lot,
    outcomes: Mapping[str, Outcome],
    complete: Mapping[str, bool],
) -> ClassResult:
    """Count one class against its plan."""
    own = [item for item in judging.items if group_of(item.source.nonconformity, judging.plans) == name]
    worst = _worst_class_of_pieces(judging, outcomes)
    nonconforming = sum(group_of(found, judging.plans) == name for found in worst.values())
    expected = plan.expected(lot.info.size)
    measured = [len([v for v in outcomes[item.id].pieces.values() if v is not Verdict.UNDECIDED]) for item in own]
    found = _decided([outcomes[item.id] for item in own])
    lot_failed = any(outcomes[item.id].lot_verdict is Verdict.FAIL for item in own)
    overfull = expected is not None and (len(lot.pieces) > _most(judging, lot) or max(measured) > expected)
    all_complete = all(complete[item.id] for item in own)
    if lot_failed or (nonconforming > plan.acceptance and not overfull):
        verdict = Disposition.REJECT
    elif overfull or not all_complete or found != expected or nonconforming == expected or _undecided(own, outcomes):
        verdict = Disposition.UNDECIDED
    else:
        verdict = Disposition.ACCEPT
    result = ClassResult(name, plan.text, expected, found, nonconforming, plan.acceptance, verdict)
    reasons = [
        *_class_reasons(result, all_complete=all_complete),
        *_lot_limits(own, outcomes),
        *_open_items(own, outcomes, complete, expected),
    ]
    return replace(result, reasons=tuple(reasons))


def _class_reasons(result: ClassResult, *, all_complete: bool) -> Iterator[Say]:
    """Yield what the counts of a class say."""
    named: dict[str, Value] = {"class": Say(f"terms.class.{result.nonconformity}"), "found": result.found}
    counts = {**named, "nonconforming": result.nonconforming, "acceptance": result.acceptance}
    exceeds = result.nonconforming > result.acceptance
    if result.nonconforming or result.verdict is Disposition.REJECT:
        yield Say("judgement.class-exceeds" if exceeds else "judgement.class-within", counts)
    if result.nonconforming and result.nonconforming == result.expected and not exceeds:
        yield Say("judgement.all-fail", {"class": named["class"], "acceptance": result.acceptance})
    if all_complete and result.found != result.expected:
        yield Say("judgement.different-pieces", {**named, "expected": result.expected or 0})


def _lot_limits(items: Sequence[Item], outcomes: Mapping[str, Outcome]) -> list[Say]:
    """Return a sentence for each characteristic whose limit for the whole lot is not met."""
    failed = [item for item in items if outcomes[item.id].lot_verdict is Verdict.FAIL]
    return [Say("judgement.lot-limit-exceeded", {"name": item.name}) for item in failed]


def _decided(outcomes: Sequence[Outcome]) -> int:
    """Return how many pieces are decided for a class: failing in it, or measured for all its characteristics."""
    failing = {piece for outcome in outcomes for piece in outcome.having(Verdict.FAIL)}
    measured = [outcome.pieces.keys() - outcome.having(Verdict.UNDECIDED) for outcome in outcomes]
    return len(failing | set.intersection(*measured))


def _most(judging: Judging, lot: Lot) -> int:
    return _full_count(judging, lot) or len(lot.pieces)


def _undecided(items: Sequence[Item], outcomes: Mapping[str, Outcome]) -> bool:
    return any(
        outcomes[item.id].lot_verdict is Verdict.UNDECIDED or outcomes[item.id].having(Verdict.UNDECIDED)
        for item in items
    )


def _open_items(
    items: Sequence[Item], outcomes: Mapping[str, Outcome], complete: Mapping[str, bool], expected: int | None
) -> list[Say]:
    """Return a sentence for each characteristic that is not fully measured."""
    said = []
    for item in items:
        outcome = outcomes[item.id]
        name = item.name
        if not outcome.checks:
            said.append(Say("judgement.item-without-readings", {"name": name}))
        elif not complete[item.id] and expected is not None:
            done = sum(verdict is not Verdict.UNDECIDED for verdict in outcome.pieces.values())
            said.append(Say("judgement.item-incomplete", {"name": name, "found": done, "expected": expected}))
        elif outcome.lot_verdict is Verdict.UNDECIDED:
            said.append(Say("judgement.item-undecided", {"name": name}))
    return said


def _disposition(classes: Sequence[ClassResult], whole: Sequence[Say]) -> Disposition:
    verdicts = [result.verdict for result in classes]
    if Disposition.REJECT in verdicts:
        return Disposition.REJECT
    if whole or not verdicts or any(verdict is not Disposition.ACCEPT for verdict in verdicts):
        return Disposition.UNDECIDED
    return Disposition.ACCEPT


def _reasons(classes: Sequence[ClassResult], whole: Sequence[Say], disposition: Disposition) -> list[Say]:
    """Return the reasons in the order of weight; an accepted lot says what its acceptance rests on."""
    order = [Disposition.REJECT, Disposition.UNDECIDED, Disposition.ACCEPT]
    said = [reason for result in sorted(classes, key=lambda r: order.index(r.verdict)) for reason in result.reasons]
    said += whole
    if disposition is Disposition.ACCEPT:
        counts = sorted({result.found for result in classes})
        said.insert(0, Say("judgement.accepted", {"found": "–".join(map(str, dict.fromkeys((counts[0], counts[-1]))))}))
    return said
