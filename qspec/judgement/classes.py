"""One class of nonconformities counted against its plan: 致命, 重, 軽, each with its own sample and count.

``lots.py`` calls :func:`judge_class` for every class that has a characteristic. ACCEPT needs the whole sample decided
and fewer than Re counted in it; Re reached early rejects at once; a critical nonconformity anywhere rejects, whatever
Ac says and wherever the piece was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from qspec.errors import Say, Value
from qspec.judgement.counted import Counts, Sample, decided_for, failing, measured_for
from qspec.judgement.demands import whole_on
from qspec.judgement.items import Outcome
from qspec.judgement.plans.model import Counting, Full, Plan, Resolved, Standing
from qspec.judgement.plans.used import describe_plan
from qspec.judgement.result import ClassResult, Disposition, Verdict
from qspec.judgement.risks.curve import compatible_with, risk_of
from qspec.judgement.risks.told import of_count, told
from qspec.kinds.base import Item
from qspec.spec.model import NonconformityClass


@dataclass(frozen=True)
class Class:
    """What belongs to one class of a lot; ``worst`` maps a piece to the class in which it counts."""

    name: str
    plan: Plan
    resolved: Resolved | None
    """None where the plan needs a lot size and none is known."""
    items: Sequence[Item]
    sample: Sample
    worst: Mapping[int, str]
    """Name of the class (as ``name``) in which each nonconforming piece of a sample counts."""
    standing: Standing = field(default_factory=Standing)


def judge_class(own: Class, outcomes: Mapping[str, Outcome]) -> ClassResult:
    """Count one class against its plan."""
    counts = _counts(own, outcomes)
    decided = decided_for(own.items, outcomes) & set(own.sample.deciding)
    verdict = _verdict(own, counts, decided, outcomes)
    resolved = own.resolved
    rejection = _rejection(own)
    result = ClassResult(
        nonconformity=own.name,
        plan=own.plan.text,
        expected=resolved.size if resolved is not None else None,
        found=len(decided),
        nonconforming=counts.sample,
        acceptance=_acceptance(own),
        verdict=verdict,
        rejection=rejection,
        used=describe_plan(own.plan, resolved),
        gap=resolved is not None and verdict is Disposition.ACCEPT and resolved.in_gap(counts.sample),
    )
    result = replace(result, risks=tuple(_risks(resolved, counts.sample, verdict)))
    reasons = [
        *_count_reasons(own, result, counts, critical=bool(critical_pieces(own.items, outcomes))),
        *_lot_limits(own, outcomes),
        *_open_items(own, outcomes, decided),
        *(
            Say("judgement.standing", {"class": Say(f"terms.class.{own.name}"), "text": said})
            for said in own.standing.reasons
        ),
    ]
    return replace(result, reasons=tuple(reasons))


def _risks(resolved: Resolved | None, found: int, verdict: Disposition) -> Iterator[Say]:
    """Yield what the plan means to both sides, and what a count within it is compatible with."""
    if resolved is None:
        return
    words = told(risk_of(resolved))
    yield from (*words.basis, *words.supplier, *words.buyer)
    # What finding none is compatible with is among the words already.
    worst = compatible_with(resolved, found) if found and verdict is Disposition.ACCEPT else None
    if worst is not None:
        yield of_count(found, resolved.size, worst, resolved.plan.counting)


def _counts(own: Class, outcomes: Mapping[str, Outcome]) -> Counts:
    measured = measured_for(own.items, outcomes)
    sample = set(own.sample.deciding)
    found = failing(own.items, outcomes, own.plan.counting, measured)
    if own.plan.counting is Counting.ITEMS:  # a nonconforming item counts once, in its worst class
        found = {piece: count for piece, count in found.items() if own.worst.get(piece, own.name) == own.name}
    beyond = len(measured - sample)
    in_sample = sum(count for piece, count in found.items() if piece in sample)
    heaviest = sorted(found.values(), reverse=True)[:beyond]
    return Counts(in_sample, sum(found.values()), sum(found.values()) - sum(heaviest), beyond)


def _rejection(own: Class) -> int | None:
    """Return Re; 100 % inspection has it whatever the lot size, which may be known nowhere."""
    if own.resolved is not None:
        return own.resolved.rejection
    return own.plan.scheme.acceptance + 1 if isinstance(own.plan.scheme, Full) else None


def _acceptance(own: Class) -> int | None:
    if own.resolved is not None:
        return own.resolved.acceptance
    return own.plan.scheme.acceptance if isinstance(own.plan.scheme, Full) else None


def _verdict(own: Class, counts: Counts, decided: set[int], outcomes: Mapping[str, Outcome]) -> Disposition:
    lots = list(_whole(own, outcomes).values())
    rejection = _rejection(own)
    picked = own.sample.picked
    if Verdict.FAIL in lots or critical_pieces(own.items, outcomes):
        return Disposition.REJECT
    if rejection is not None and (counts.sample if picked else counts.least) >= rejection:
        return Disposition.REJECT
    if own.resolved is None or not _proved(own, own.resolved, counts, decided, outcomes) or Verdict.UNDECIDED in lots:
        return Disposition.UNDECIDED
    sample = set(own.sample.deciding)
    open_pieces = {piece for item in own.items for piece in outcomes[item.id].having(Verdict.UNDECIDED)}
    if open_pieces & sample if picked else open_pieces:
        return Disposition.UNDECIDED
    return Disposition.DISCONTINUED if own.standing.discontinued else Disposition.ACCEPT


def _whole(own: Class, outcomes: Mapping[str, Outcome]) -> dict[str, Verdict]:
    """Return the verdict on the lot as a whole by item: of a total, a share, a capability index."""
    size = own.resolved.size if own.resolved is not None else None
    return {item.id: whole_on(outcomes[item.id], own.sample, size) for item in own.items}


def _proved(own: Class, resolved: Resolved, counts: Counts, decided: set[int], outcomes: Mapping[str, Outcome]) -> bool:
    """Say whether the whole sample is decided, and few enough of it fail whichever pieces were meant to count."""
    sample = set(own.sample.deciding)
    all_fail = own.plan.counting is Counting.ITEMS and counts.sample == resolved.size
    found = counts.sample if own.sample.picked else counts.everywhere
    enough = len(sample) == resolved.size and _all_measured(own, outcomes) and decided == sample
    return enough and resolved.accepts(found) and not all_fail


def _all_measured(own: Class, outcomes: Mapping[str, Outcome]) -> bool:
    """Say whether every characteristic was measured on the whole sample.

    A piece that fails one characteristic is decided, but what was not measured on it may be critical, may be one more
    nonconformity, and belongs to the values of an index.
    """
    sample = set(own.sample.deciding)
    return all(sample <= _measured(own, outcomes[item.id]) for item in own.items)


def _measured(own: Class, outcome: Outcome) -> frozenset[int]:
    """Return the pieces measured for a characteristic: till they fail, but wholly where each nonconformity counts."""
    each_counts = own.plan.counting is Counting.NONCONFORMITIES
    return outcome.measured - outcome.lacking if each_counts else outcome.measured


def critical_pieces(items: Sequence[Item], outcomes: Mapping[str, Outcome]) -> list[int]:
    """Return the pieces with a critical nonconformity, wherever they were found."""
    critical = [item for item in items if item.source.nonconformity is NonconformityClass.CRITICAL]
    return sorted({piece for item in critical for piece in outcomes[item.id].having(Verdict.FAIL)})


def _count_reasons(own: Class, result: ClassResult, counts: Counts, *, critical: bool) -> Iterator[Say]:
    """Yield what the counts of a class say; a critical nonconformity is told of the lot, and counts wherever it is."""
    unit = own.plan.counting.value
    word: dict[str, Value] = {"class": Say(f"terms.class.{own.name}")}
    counted = {**word, "found": result.found, "count": counts.sample}
    if result.acceptance is None or result.rejection is None:
        if counts.sample:
            yield Say(f"judgement.class-counted-{unit}", counted)
        return
    limits: dict[str, Value] = {**counted, "acceptance": result.acceptance, "rejection": result.rejection}
    rejected = result.verdict is Disposition.REJECT
    if counts.sample >= result.rejection:
        yield Say(f"judgement.class-{'exceeds' if rejected else 'open'}-{unit}", limits)
        if result.expected is not None and result.found < result.expected and rejected:
            yield Say("judgement.curtailed", {**word, "found": result.found, "expected": result.expected})
    elif counts.sample > result.acceptance:
        yield Say("judgement.class-in-gap" if result.gap else "judgement.class-in-gap-so-far", limits)
    elif counts.sample or rejected:
        yield Say(f"judgement.class-within-{unit}", limits)
    if own.plan.counting is Counting.ITEMS and result.expected == counts.sample < result.rejection:
        yield Say("judgement.all-fail", {**word, "acceptance": result.acceptance})
    if not critical:
        open_now = counts.sample >= result.rejection and not rejected
        settled = result.verdict in (Disposition.ACCEPT, Disposition.DISCONTINUED)
        yield from _beyond(own, counts, word, open_now=open_now, settled=settled)


def _beyond(own: Class, counts: Counts, word: Mapping[str, Value], *, open_now: bool, settled: bool) -> Iterator[Say]:
    """Yield what is to be said of pieces measured beyond the sample.

    ``open_now``: they keep the class from being rejected; ``settled``: it is accepted whichever pieces count.
    """
    if counts.beyond == 0 or (counts.everywhere == counts.sample and not open_now):
        return
    extra = counts.everywhere - counts.sample
    if own.sample.picked:
        yield Say("judgement.fails-outside-sample", {**word, "count": extra})
    elif not settled:
        yield Say(
            "judgement.unknown-which-count", {**word, "beyond": counts.beyond, "expected": len(own.sample.deciding)}
        )


def _lot_limits(own: Class, outcomes: Mapping[str, Outcome]) -> Iterator[Say]:
    """Yield a sentence for each characteristic whose limit for the whole lot is not met."""
    for item_id, verdict in _whole(own, outcomes).items():
        if verdict is Verdict.FAIL:
            outcome = outcomes[item_id]
            missed = [reason for reason in outcome.reasons if reason.key.startswith("capability.")]
            yield Say("judgement.lot-limit-exceeded", {"name": outcome.item.name})
            yield from missed if outcome.capability is not None else ()


def _open_items(own: Class, outcomes: Mapping[str, Outcome], decided: set[int]) -> list[Say]:
    """Return a sentence for each characteristic that is not measured on the whole sample."""
    sample = set(own.sample.deciding)
    expected = own.resolved.size if own.resolved is not None else None
    said = []
    for item in own.items:
        outcome = outcomes[item.id]
        done = _measured(own, outcome) & sample
        if not outcome.checks:
            said.append(Say("judgement.item-without-readings", {"name": item.name}))
        elif expected is not None and len(done) < expected:
            values = {"name": item.name, "found": len(done), "expected": expected}
            said.append(Say("judgement.item-incomplete", values))
            if missed := [piece for piece in own.sample.deciding if piece not in done and piece not in decided]:
                beyond = bool(outcome.pieces.keys() - sample)
                said += [Say("judgement.sample-is-the-first", {"name": item.name})] if beyond and missed else []
        elif outcome.unproved & sample:
            count = len(outcome.unproved & sample)
            said.append(Say("judgement.item-unproved", {"name": item.name, "count": count}))
        elif outcome.lot_verdict is Verdict.UNDECIDED:
            said.append(Say("judgement.item-undecided", {"name": item.name}))
    return said
