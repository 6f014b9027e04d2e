"""One characteristic's verdict from its block: measured by its kind, compared check by check, counted piece by piece.

``lots.py`` calls :func:`judge_item` for every item of the spec. Nothing missing is ever passed: a piece without all its
readings, an unreadable cell or a kind that raises makes the characteristic UNDECIDED.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from qspec.errors import Problem, Say, Severity
from qspec.judgement.capability.assessing import assess
from qspec.judgement.capability.model import CapabilityResult
from qspec.judgement.result import Verdict
from qspec.judgement.verdicts import BEYOND, Judged, judge_check
from qspec.kinds.base import Block, Check, Item, Kind, Measurement

UNREADABLE = "judgement.unreadable-readings"
"""Reason that keeps an item open as a whole, wherever the cells stand."""


@dataclass(frozen=True)
class Outcome:
    """What became of one item in one lot. Piece indices refer to the lot's pieces."""

    item: Item
    checks: Mapping[int, Judged]
    pieces: Mapping[int, Verdict]
    """Verdict of every piece that was measured or should have been; the blank ones are left out."""
    blank: frozenset[int]
    """Pieces for which the file has no reading of this item at all."""
    lot_verdict: Verdict
    """Verdict of what judges the lot as a whole (a count per lot, a capability index); PASS where nothing does."""
    problems: tuple[Problem, ...] = ()
    reasons: tuple[Say, ...] = ()
    notes: tuple[Say, ...] = ()
    capability: CapabilityResult | None = None
    unproved: frozenset[int] = frozenset()
    """Pieces that are undecided although measured in full: what was read proves neither conformity nor the contrary."""
    lacking: frozenset[int] = frozenset()
    """Pieces without all their readings, among them such as fail already: more nonconformities may be on them."""

    @property
    def measured(self) -> frozenset[int]:
        """Pieces that were measured in full, or fail already."""
        return (
            frozenset(piece for piece, found in self.pieces.items() if found is not Verdict.UNDECIDED) | self.unproved
        )

    def having(self, verdict: Verdict) -> list[int]:
        """Return the pieces with a verdict, in order."""
        return sorted(piece for piece, found in self.pieces.items() if found is verdict)


@dataclass
class _Gathered:
    """Verdicts collected over the checks of one item."""

    pieces: dict[int, Verdict] = field(default_factory=dict)
    lot: Verdict = Verdict.PASS

    def piece(self, index: int, verdict: Verdict) -> None:
        self.pieces[index] = worse(self.pieces.get(index, Verdict.PASS), verdict)


def worse(a: Verdict, b: Verdict) -> Verdict:
    """Return the worse of two verdicts; FAIL is worse than UNDECIDED, for what failed has failed."""
    order = list(Verdict)
    return max(a, b, key=order.index)


def judge_item(item: Item, kind: Kind, block: Block | None, conflicts: frozenset[int]) -> Outcome:
    """Judge one item; ``conflicts`` are pieces whose rows contradict one another."""
    if block is None or not block.pieces:
        reason = Say("judgement.no-readings")
        return Outcome(item, {}, {}, frozenset(), Verdict.UNDECIDED, reasons=(reason,))
    measurement = kind.measure(item, block)
    blank = _blank_pieces(item, block)
    miscounted = _miscounted(item, block)
    checks = {
        one.check: _settled(
            item.checks[one.check], judge_check(item, one), (one.missing | miscounted) - blank, conflicts
        )
        for one in measurement.measured
    }
    gathered = _gather(item, block, checks)
    lacking = conflicts | miscounted | _incomplete(item, block, measurement, checks)
    for piece in lacking:
        gathered.piece(piece, Verdict.UNDECIDED)
    reasons = _reasons(item, checks, measurement)
    if reasons:
        gathered.lot = worse(gathered.lot, Verdict.UNDECIDED)
    reasons += _not_proved(item, checks)
    pieces = {piece: verdict for piece, verdict in gathered.pieces.items() if piece not in blank or piece in conflicts}
    outcome = Outcome(
        item, checks, pieces, blank - conflicts, gathered.lot, measurement.problems, reasons, measurement.notes
    )
    unproved = frozenset(outcome.having(Verdict.UNDECIDED)) & _unproved(checks) - lacking
    return _with_capability(replace(outcome, unproved=unproved, lacking=frozenset(lacking)))


def _with_capability(outcome: Outcome) -> Outcome:
    """Return the outcome with its capability index, which can only make the lot's verdict worse."""
    assessed = assess(
        outcome.item, outcome.checks.get(0), frozenset(outcome.having(Verdict.UNDECIDED)) - outcome.unproved
    )
    if assessed is None:
        return outcome
    return replace(
        outcome,
        lot_verdict=worse(outcome.lot_verdict, assessed.verdict),
        reasons=(*outcome.reasons, *([assessed.reason] if assessed.reason is not None else [])),
        capability=assessed.result,
    )


def _settled(check: Check, judged: Judged, lacking: frozenset[int], conflicts: frozenset[int]) -> Judged:
    """Return the check with the pieces open that nobody can judge.

    A failing value settles a piece that lacks a reading, unless the rule judges a share or a median of all its values.
    Of rows that contradict one another nobody knows which is true: they fail neither a piece nor a lot.
    """
    pieces = dict(judged.pieces)
    for piece in lacking:
        found = pieces.get(piece, Verdict.UNDECIDED) if check.rule.alone else Verdict.UNDECIDED
        pieces[piece] = worse(found, Verdict.UNDECIDED)
    unknown = conflicts | pieces.keys() if conflicts and check.per_lot else conflicts
    return replace(judged, pieces=pieces | dict.fromkeys(unknown, Verdict.UNDECIDED))


def _gather(item: Item, block: Block, checks: Mapping[int, Judged]) -> _Gathered:
    """Return the verdicts over all checks, of the pieces and of the lot."""
    gathered = _Gathered()
    for index, judged in checks.items():
        if item.checks[index].per_lot:
            gathered.lot = worse(gathered.lot, _lot_verdict(judged))
            for piece in set(block.pieces):
                gathered.piece(piece, Verdict.PASS)
            continue
        for piece, verdict in judged.pieces.items():
            gathered.piece(piece, verdict)
    return gathered


def _lot_verdict(judged: Judged) -> Verdict:
    verdict = Verdict.PASS if judged.values else Verdict.UNDECIDED
    for found in judged.pieces.values():
        verdict = worse(verdict, found)
    return verdict


def _blank_pieces(item: Item, block: Block) -> frozenset[int]:
    """Return the pieces whose every required cell is empty in every row: not measured, rather than badly measured."""
    written = set()
    for role in item.roles:
        column = block.columns.get(role.key)
        if column is not None and not role.optional:
            written |= {piece for piece, text in zip(block.pieces, column.texts, strict=True) if text is not None}
    return frozenset(set(block.pieces) - written)


def _miscounted(item: Item, block: Block) -> frozenset[int]:
    """Return the pieces with too few or too many rows."""
    if item.readings is None:
        return frozenset()
    return frozenset(piece for piece, rows in Counter(block.pieces).items() if rows != item.readings)


def _incomplete(item: Item, block: Block, measurement: Measurement, checks: Mapping[int, Judged]) -> set[int]:
    """Return the pieces that lack a value: declared missing, or without one for some check."""
    lacking = {piece for measured in measurement.measured for piece in measured.missing}
    for index, check in enumerate(item.checks):
        if not check.per_lot:
            lacking |= set(block.pieces) - (set(checks[index].pieces) if index in checks else set())
    return lacking


def _reasons(item: Item, checks: Mapping[int, Judged], measurement: Measurement) -> tuple[Say, ...]:
    """Return why the item as a whole cannot be decided, whatever its values say."""
    reasons = [
        Say("judgement.check-without-values", {"quantity": check.quantity})
        for index, check in enumerate(item.checks)
        if index not in checks or not checks[index].values
    ]
    unread = sum(problem.severity in (Severity.UNDECIDED, Severity.ERROR) for problem in measurement.problems)
    if unread:
        reasons.append(Say(UNREADABLE, {"count": unread}))
    return tuple(reasons)


def _unproved(checks: Mapping[int, Judged]) -> frozenset[int]:
    """Return the pieces that a rule with two lines leaves undecided."""
    return frozenset(
        piece
        for judged in checks.values()
        if judged.zones is not None
        for piece, verdict in judged.pieces.items()
        if verdict is Verdict.UNDECIDED
    )


def _not_proved(item: Item, checks: Mapping[int, Judged]) -> tuple[Say, ...]:
    """Return the sentence that some readings prove nothing, and whose part the proof would be."""
    prover = item.decision.prover
    zones = [zone for judged in checks.values() for zone in judged.zones or ()]
    count = sum(0 < zone < BEYOND for zone in zones)
    if prover is None or not count:
        return ()
    return (Say("judgement.neither-proved", {"count": count, "prover": Say(f"kinds.prover.{prover.value}")}),)


def whole_verdict(outcome: Outcome, *, complete: bool) -> Verdict:
    """Return the verdict on the lot as a whole; an index or a rate missed on a part of the sample proves nothing yet.

    A total that is exceeded stays so, whatever else is found.
    """
    rate = any(check.per_lot and not check.total for check in outcome.item.checks)
    missed = outcome.lot_verdict is Verdict.FAIL and (rate or outcome.capability is not None)
    return Verdict.UNDECIDED if missed and not complete else outcome.lot_verdict


def verdict_of(outcome: Outcome, whole: Verdict, *, complete: bool) -> Verdict:
    """Return the characteristic's verdict, open while it is not ``complete``: measured on as many pieces as had to be.

    ``whole`` is the verdict on the lot as a whole.
    """
    verdict = whole
    for found in outcome.pieces.values():
        verdict = worse(verdict, found)
    return verdict if complete else worse(verdict, Verdict.UNDECIDED)


def pieces_named(indices: Sequence[int], serials: Sequence[str]) -> tuple[str, ...]:
    """Return the serial numbers of pieces."""
    return tuple(serials[index] for index in indices)
