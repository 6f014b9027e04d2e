"""Where a form contradicts its own readings or the spec: marks filled in by hand, and the limits it states.

``lots.py`` calls :func:`contradictions` once a lot is decided. Neither marks nor stated limits are ever used; but where
they say something else than the readings and the spec do, somebody is mistaken, and a person should look. Everything
here is a warning: no verdict comes of it. Stated limits are read in ``stated_limits.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, reduce

from qspec.errors import Problem, Say, Severity, Value
from qspec.judgement.items import Outcome, worse
from qspec.judgement.result import Disposition, Verdict
from qspec.judgement.stated_limits import limit_problem
from qspec.kinds.base import Kind
from qspec.kinds.cells import word
from qspec.kinds.tables import table
from qspec.measurements.batch import HandMark, Lot
from qspec.measurements.reading import shortened
from qspec.text import shorten

_CONFORMING = (Verdict.PASS, Verdict.MARGINAL)


def contradictions(
    lot: Lot, outcomes: Mapping[str, Outcome], kinds: Mapping[str, Kind], disposition: Disposition
) -> list[Problem]:
    """Return a warning for each mark that contradicts the readings and each stated limit that is not the spec's.

    So many of a kind are listed, the rest is counted.
    """
    found = [problem for mark in lot.marks if (problem := _mark_problem(mark, lot, outcomes, disposition)) is not None]
    for limit in lot.stated:
        item = outcomes[limit.item].item
        problem = limit_problem(item, kinds[item.source.kind], limit)
        found += [problem] if problem is not None else []
    return shortened(found)


@cache
def _marks() -> Mapping[str, bool]:
    """Return what each usual mark says: True for good; the words are those of the kind ``attribute``."""
    return {word(label): name == "ok" for name in ("ok", "ng") for label in table("marks")[name]}


def _mark_problem(
    mark: HandMark, lot: Lot, outcomes: Mapping[str, Outcome], disposition: Disposition
) -> Problem | None:
    """Return the warning for one mark; None where it agrees, is no mark, or nothing is decided by the readings."""
    good = _marks().get(word(mark.text))
    if good is None:
        return None
    about: Value
    found: Value
    if mark.item is None and mark.piece is None:
        about, found = Say("judgement.mark-of-lot"), Say(f"terms.disposition.{disposition.value}")
        contradicted = disposition is (Disposition.REJECT if good else Disposition.ACCEPT)
    else:
        verdict = _verdict(mark, outcomes)
        about, found = _about(mark, lot, outcomes), Say(f"terms.piece.{verdict.value}")
        contradicted = verdict is Verdict.FAIL if good else verdict in _CONFORMING
    if not contradicted:
        return None
    values: dict[str, Value] = {"about": about, "text": shorten(mark.text), "found": found}
    return Problem("judgement.mark-contradicts", mark.place, Severity.WARNING, values)


def _about(mark: HandMark, lot: Lot, outcomes: Mapping[str, Outcome]) -> Value:
    """Return what a mark judges: a characteristic, a piece, or one on the other."""
    name = outcomes[mark.item].item.name if mark.item is not None else None
    if mark.piece is None:
        return name or ""
    piece = lot.pieces[mark.piece].serial
    if name is None:
        return Say("judgement.mark-of-piece", {"piece": piece})
    return Say("judgement.mark-of-reading", {"piece": piece, "name": name})


def _verdict(mark: HandMark, outcomes: Mapping[str, Outcome]) -> Verdict:
    """Return what the readings say of that which a mark judges; conforming only where all of it was judged."""
    if mark.item is None:
        return _worst(_of_piece(outcome, mark.piece, None) for outcome in outcomes.values())
    outcome = outcomes[mark.item]
    if mark.piece is not None:
        return _of_piece(outcome, mark.piece, mark.role)
    everything = [_of_piece(outcome, piece, mark.role) for piece in outcome.pieces]
    return _worst([outcome.lot_verdict, *everything])


def _of_piece(outcome: Outcome, piece: int | None, role: str | None) -> Verdict:
    """Return an item's verdict on a piece; that of one check where the mark stands beside its quantity (Ra, Rz)."""
    verdict = Verdict.UNDECIDED if piece is None else outcome.pieces.get(piece, Verdict.UNDECIDED)
    checks = [judged for index, judged in outcome.checks.items() if outcome.item.checks[index].quantity == role]
    if piece is None or verdict is Verdict.UNDECIDED or len(checks) != 1:
        return verdict
    return checks[0].pieces.get(piece, Verdict.UNDECIDED)


def _worst(verdicts: Iterable[Verdict]) -> Verdict:
    return reduce(worse, verdicts)
