"""Which pieces decide for a class, and how many of them fail: the sample as it was drawn, not as it suits.

``classes.py`` calls :func:`sample_of` and :func:`failing` for every class of a lot. The picked serial numbers decide in
the order in which they were picked; without a pick the first n pieces of the file do, so that leaving out a reading can
never change which pieces count. What was measured beyond them is kept apart and said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qspec.judgement.items import Outcome
from qspec.judgement.plans.model import Counting
from qspec.judgement.result import Verdict
from qspec.kinds.base import Item
from qspec.measurements.batch import Lot
from qspec.spec.model import NonconformityClass


@dataclass(frozen=True)
class Sample:
    """The pieces of one class, by index into the lot's pieces."""

    deciding: tuple[int, ...]
    picked: bool
    """Whether a list of picked serial numbers says so; else the order of the file does."""


def sample_of(lot: Lot, size: int | None) -> Sample:
    """Return the pieces that decide where ``size`` of them are asked for; all of them where that is not known."""
    index = {piece.serial: position for position, piece in enumerate(lot.pieces)}
    if lot.info.picked is not None:
        wanted = lot.info.picked if size is None else lot.info.picked[:size]
        return Sample(tuple(index[serial] for serial in wanted if serial in index), picked=True)
    everything = tuple(range(len(lot.pieces)))
    return Sample(everything if size is None else everything[:size], picked=False)


@dataclass(frozen=True)
class Counts:
    """What was counted for a class: nonconforming items, or nonconformities."""

    sample: int
    """Among the pieces that decide."""
    everywhere: int
    """Among all pieces of the file."""
    least: int
    """Fewest that a sample of the right size among the measured pieces could hold."""
    beyond: int
    """Pieces beyond the deciding ones that were measured for the class."""


def failing(
    items: Sequence[Item], outcomes: Mapping[str, Outcome], counting: Counting, pieces: Iterable[int]
) -> dict[int, int]:
    """Return how much each of the pieces counts for: 1 for a nonconforming item, or its number of nonconformities."""
    chosen = set(pieces)
    found: dict[int, int] = {}
    for item in items:
        outcome = outcomes[item.id]
        for piece in outcome.having(Verdict.FAIL):
            if piece in chosen:
                found[piece] = found.get(piece, 0) + _nonconformities(outcome, piece)
    return found if counting is Counting.NONCONFORMITIES else dict.fromkeys(found, 1)


def _nonconformities(outcome: Outcome, piece: int) -> int:
    """Return a failing characteristic's nonconformities on a piece: its count where it counts them, else 1."""
    counted = 0
    for index, judged in outcome.checks.items():
        if outcome.item.checks[index].counts:
            own = zip(judged.measured.pieces.tolist(), judged.values, strict=True)
            counted += sum(int(value) for place, value in own if place == piece)
    return max(1, counted)


def worst_classes(
    items: Sequence[Item], outcomes: Mapping[str, Outcome], sampled: Mapping[str, Sample]
) -> dict[int, NonconformityClass]:
    """Return the worst class in which each piece counts; ``sampled`` by the class's own name.

    A piece counts once, in its worst class, but only in a class for whose sample it was drawn: else it would count
    nowhere.
    """
    order = list(NonconformityClass)
    worst: dict[int, NonconformityClass] = {}
    for item in items:
        own = item.source.nonconformity
        drawn = set(sampled[own.value].deciding)
        for piece in outcomes[item.id].having(Verdict.FAIL):
            if piece in drawn:
                worst[piece] = min(worst.get(piece, own), own, key=order.index)
    return worst


def measured_for(items: Sequence[Item], outcomes: Mapping[str, Outcome]) -> set[int]:
    """Return the pieces that any of the items was measured on."""
    return {piece for item in items for piece in outcomes[item.id].pieces}


def decided_for(items: Sequence[Item], outcomes: Mapping[str, Outcome]) -> set[int]:
    """Return the pieces that are decided for a class: failing in it, or measured for all its characteristics."""
    own = [outcomes[item.id] for item in items]
    failed = {piece for outcome in own for piece in outcome.having(Verdict.FAIL)}
    done = [outcome.pieces.keys() - outcome.having(Verdict.UNDECIDED) for outcome in own]
    return failed | set.intersection(*map(set, done))
