"""A lot's disposition: every item judged, every class counted against its plan, failing closed.

ACCEPT needs, for every class, the sample known beforehand, all of it fully measured, and fewer nonconforming ones than
Re. ``judge.py`` calls :func:`judge_lot` for each lot of a batch; ``classes.py`` counts a class.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qspec.errors import Problem, Say, Severity
from qspec.judgement.classes import Class, critical_pieces, judge_class
from qspec.judgement.contradictions import contradictions
from qspec.judgement.counted import Sample, sample_of, worst_classes
from qspec.judgement.demands import judge_on, whole_on
from qspec.judgement.describe import describe_item
from qspec.judgement.items import Outcome, verdict_of
from qspec.judgement.picking.roster import alike_form
from qspec.judgement.plans.model import Plan, Resolved, Standing
from qspec.judgement.plans.resolving import for_class, resolve
from qspec.judgement.result import ClassResult, Disposition, LotResult, Verdict
from qspec.judgement.sampling import group_of
from qspec.kinds.base import Item, Kind
from qspec.measurements.batch import Lot


@dataclass(frozen=True)
class Judging:
    """What is the same for every lot of a batch; ``standing`` holds what earlier lots make of each class."""

    items: Sequence[Item]
    kinds: Mapping[str, Kind]
    plans: Mapping[str, Plan]
    standing: Mapping[str, Standing] = field(default_factory=dict)

    def group(self, item: Item) -> str:
        """Return the name of the plan that serves an item."""
        return group_of(item.source.nonconformity, self.plans)

    @property
    def used(self) -> Mapping[str, Plan]:
        """Plans of the classes that have an item."""
        groups = {self.group(item) for item in self.items}
        return {name: plan for name, plan in self.plans.items() if name in groups}


def judge_lot(judging: Judging, lot: Lot, problems: Sequence[Problem]) -> LotResult:
    """Judge one lot; ``problems`` are those found while reading the file."""
    conflicts = frozenset(index for index, piece in enumerate(lot.pieces) if piece.conflict)
    drawn = _drawn(judging, lot)
    outcomes = {
        item.id: judge_on(
            item, judging.kinds[item.source.kind], lot.blocks.get(item.id), conflicts, drawn[judging.group(item)].sample
        )
        for item in judging.items
    }
    classes = _classes(judging, drawn, outcomes)
    results = tuple(judge_class(one, outcomes) for one in classes)
    whole = _whole_lot(classes, lot, problems)
    disposition = _disposition(results, whole)
    serials = [piece.serial for piece in lot.pieces]
    # What the form says of itself is looked at when everything is decided: it can only be said, never change a verdict.
    said = contradictions(lot, outcomes, judging.kinds, disposition)
    return LotResult(
        info=lot.info,
        disposition=disposition,
        reasons=tuple(_reasons(results, whole, disposition, _critical(judging, outcomes, serials))),
        classes=results,
        items=tuple(
            describe_item(
                outcomes[item.id],
                serials,
                lot.blocks.get(item.id),
                _item_verdict(outcomes[item.id], one, lot),
                one.resolved.size if one.resolved is not None else None,
            )
            for one, item in _in_order(judging, classes)
        ),
        pieces=tuple(serials),
        problems=(*(problem for outcome in outcomes.values() for problem in outcome.problems), *said),
    )


@dataclass(frozen=True)
class _Drawn:
    """What a class's plan comes to for the lot, and its sample: both known before a reading is looked at."""

    resolved: Resolved | None
    sample: Sample
    standing: Standing


def _drawn(judging: Judging, lot: Lot) -> dict[str, _Drawn]:
    """Return what was drawn for every class that has an item."""
    size = lot.info.size or None  # of a lot of no pieces nothing can be drawn
    found = {}
    for name, plan in judging.used.items():
        standing = judging.standing.get(name, Standing())
        resolved = for_class(name, resolve(plan, size, standing.inspection))
        sample = sample_of(lot, resolved.size if resolved is not None else None)
        found[name] = _Drawn(resolved, sample, standing)
    return found


def _classes(judging: Judging, drawn: Mapping[str, _Drawn], outcomes: Mapping[str, Outcome]) -> list[Class]:
    """Return every class that has an item, with its sample and the pieces that count in it."""
    by_class = {item.source.nonconformity.value: drawn[judging.group(item)].sample for item in judging.items}
    worst = {
        piece: group_of(found, judging.plans)
        for piece, found in worst_classes(judging.items, outcomes, by_class).items()
    }
    return [
        Class(
            name,
            plan,
            drawn[name].resolved,
            [item for item in judging.items if judging.group(item) == name],
            drawn[name].sample,
            worst,
            drawn[name].standing,
        )
        for name, plan in judging.used.items()
    ]


def _in_order(judging: Judging, classes: Sequence[Class]) -> list[tuple[Class, Item]]:
    """Return the items in the order of the spec, each with its class."""
    by_name = {one.name: one for one in classes}
    return [(by_name[judging.group(item)], item) for item in judging.items]


def _item_verdict(outcome: Outcome, own: Class, lot: Lot) -> Verdict:
    whole = whole_on(outcome, own.sample, own.resolved.size if own.resolved is not None else None)
    return verdict_of(outcome, whole, complete=_complete(outcome, own, lot))


def _complete(outcome: Outcome, own: Class, lot: Lot) -> bool:
    """Say whether an item was measured on its whole sample, and on pieces of the lot alone."""
    sample = set(own.sample.deciding)
    done = {piece for piece, verdict in outcome.pieces.items() if verdict is not Verdict.UNDECIDED}
    known = own.resolved is not None and len(sample) == own.resolved.size
    return known and sample <= done and (lot.info.size is None or len(lot.pieces) <= lot.info.size)


def _critical(judging: Judging, outcomes: Mapping[str, Outcome], serials: Sequence[str]) -> list[Say]:
    """Return the sentence that names the pieces with a critical nonconformity."""
    pieces = critical_pieces(judging.items, outcomes)
    return (
        [Say("judgement.critical-found", {"pieces": _listed([serials[piece] for piece in pieces])})] if pieces else []
    )


def _full_count(classes: Sequence[Class]) -> int | None:
    """Return how many pieces the file must hold: the largest sample of any class; None where one is unknown."""
    sizes = [one.resolved.size for one in classes if one.resolved is not None]
    return max(sizes) if sizes and len(sizes) == len(classes) else None


def _whole_lot(classes: Sequence[Class], lot: Lot, problems: Sequence[Problem]) -> list[Say]:
    """Return what makes the lot undecidable as a whole."""
    reasons: list[Say] = []
    full = _full_count(classes)
    serials = [piece.serial for piece in lot.pieces]
    if full is None:
        reasons.append(Say("judgement.lot-size-unknown"))
    elif len(lot.pieces) < full:
        reasons.append(Say("judgement.too-few-pieces", {"expected": full, "found": len(lot.pieces)}))
    elif len(lot.pieces) > full and lot.info.picked is None:
        reasons.append(Say("judgement.too-many-pieces", {"expected": full, "found": len(lot.pieces)}))
    if lot.info.size is not None and len(lot.pieces) > lot.info.size:
        reasons.append(Say("judgement.more-pieces-than-lot", {"size": lot.info.size, "found": len(lot.pieces)}))
    if lot.info.picked is not None:
        reasons += _picked(lot.info.picked if full is None else lot.info.picked[:full], serials, full)
    reasons += _alike(serials)
    reasons += [
        Say("judgement.conflicting-rows", {"piece": piece.serial, "places": _listed([*map(str, piece.conflict)])})
        for piece in lot.pieces
        if piece.conflict
    ]
    open_problems = sum(problem.severity in (Severity.UNDECIDED, Severity.ERROR) for problem in problems)
    if open_problems:
        reasons.append(Say("judgement.open-problems", {"count": open_problems}))
    return reasons


def _picked(picked: Sequence[str], found: Sequence[str], full: int | None) -> list[Say]:
    """Return why the picked pieces do not make up the sample; pieces beyond them are told by their class."""
    missing = [serial for serial in picked if serial not in set(found)]
    reasons = [Say("judgement.picked-missing", {"pieces": _listed(missing)})] if missing else []
    twice = [serial for serial, times in Counter(picked).items() if times > 1]
    if twice:
        reasons.append(Say("judgement.picked-twice", {"pieces": _listed(twice)}))
    if full is not None and len(picked) < full:
        reasons.append(Say("judgement.picked-too-few", {"expected": full, "found": len(picked)}))
    return reasons


def _alike(found: Sequence[str]) -> list[Say]:
    """Return a reason where serial numbers differ in form alone (1, 01, 1.0; a1, A1): one piece may count twice."""
    forms: dict[str, list[str]] = {}
    for serial in found:
        forms.setdefault(alike_form(serial), []).append(serial)
    alike = [", ".join(serials) for serials in forms.values() if len(serials) > 1]
    return [Say("judgement.alike-pieces", {"pieces": _listed(alike)})] if alike else []


def _listed(names: Sequence[str], most: int = 12) -> str:
    shown = ", ".join(names[:most])
    return f"{shown}, … (+{len(names) - most})" if len(names) > most else shown


def _disposition(classes: Sequence[ClassResult], whole: Sequence[Say]) -> Disposition:
    verdicts = {result.verdict for result in classes}
    if Disposition.REJECT in verdicts:
        return Disposition.REJECT
    if whole or not verdicts or Disposition.UNDECIDED in verdicts:
        return Disposition.UNDECIDED
    return Disposition.DISCONTINUED if Disposition.DISCONTINUED in verdicts else Disposition.ACCEPT


def _reasons(
    classes: Sequence[ClassResult], whole: Sequence[Say], disposition: Disposition, critical: Sequence[Say]
) -> list[Say]:
    """Return the reasons in the order of weight; an accepted lot says what its acceptance rests on."""
    order = [Disposition.REJECT, Disposition.UNDECIDED, Disposition.DISCONTINUED, Disposition.ACCEPT]
    said = [reason for result in sorted(classes, key=lambda r: order.index(r.verdict)) for reason in result.reasons]
    said = [*critical, *said, *whole]
    if disposition is Disposition.ACCEPT:
        counts = sorted({result.found for result in classes})
        said.insert(0, Say("judgement.accepted", {"found": "–".join(map(str, dict.fromkeys((counts[0], counts[-1]))))}))
    return said
