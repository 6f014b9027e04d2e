"""What is asked of a lot as a whole (a count per 100 pieces, a capability index) is decided on the sample alone.

``lots.py`` calls :func:`judge_on` for every item of a lot: readings of pieces that do not count for the class cannot
thin out a rate or narrow a spread. ``classes.py`` asks :func:`whole_on` for the verdict on the lot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qspec.errors import Say
from qspec.judgement.counted import Sample
from qspec.judgement.items import UNREADABLE, Outcome, judge_item, whole_verdict, worse
from qspec.judgement.result import Verdict
from qspec.judgement.verdicts import Judged
from qspec.kinds.base import Block, Item, Kind
from qspec.measurements.batch import TextColumn


def judge_on(item: Item, kind: Kind, block: Block | None, conflicts: frozenset[int], sample: Sample) -> Outcome:
    """Judge one item: every piece by its own readings, the lot by those of the sample."""
    outcome = judge_item(item, kind, block, conflicts)
    per_lot = any(check.per_lot for check in item.checks)
    deciding = set(sample.deciding)
    if block is None or deciding.issuperset(block.pieces) or not (per_lot or outcome.capability is not None):
        return outcome
    rows = [row for row, piece in enumerate(block.pieces) if piece in deciding]
    own = judge_item(item, kind, _rows_of(block, rows), conflicts)
    unread = [one for one in outcome.reasons if one.key == UNREADABLE and one not in own.reasons]
    limited = replace(
        outcome,
        lot_verdict=worse(own.lot_verdict, Verdict.UNDECIDED) if unread else own.lot_verdict,
        capability=own.capability,
        reasons=(*own.reasons, *unread),
        checks=_in_place(own.checks, rows) if per_lot else outcome.checks,
    )
    decides = per_lot or (own.capability is not None and own.capability.decides)
    if sample.picked or not decides or deciding.issuperset(outcome.pieces):
        return limited
    # Without a pick nobody knows which of the measured pieces are the sample that it is asked of.
    open_now = replace(own.capability, met=None) if own.capability is not None else None
    reasons = (*limited.reasons, Say("judgement.whole-limit-of-which-pieces"))
    return replace(limited, lot_verdict=Verdict.UNDECIDED, capability=open_now, reasons=reasons)


def whole_on(outcome: Outcome, sample: Sample, size: int | None) -> Verdict:
    """Return the verdict on the lot as a whole, of a sample of ``size`` pieces (None: nobody knows how many)."""
    deciding = set(sample.deciding)
    known = size is not None and len(deciding) == size
    # A missing count can but add to a sum, while a missing reading can move an index either way.
    there = outcome.measured if outcome.capability is not None else outcome.pieces.keys() | outcome.blank
    return whole_verdict(outcome, complete=known and deciding <= there)


def _rows_of(block: Block, rows: Sequence[int]) -> Block:
    """Return the block with some of its rows."""
    columns = {
        key: TextColumn(
            column.header, column.unit, [column.texts[row] for row in rows], [column.place(row) for row in rows]
        )
        for key, column in block.columns.items()
    }
    return replace(block, pieces=[block.pieces[row] for row in rows], columns=columns)


def _in_place(checks: Mapping[int, Judged], rows: Sequence[int]) -> dict[int, Judged]:
    """Return checks of some of a block's rows with the rows as the whole block numbers them."""
    import numpy as np

    kept = np.asarray(rows, dtype=np.intp)
    return {
        index: replace(judged, measured=replace(judged.measured, rows=kept[judged.measured.rows]))
        for index, judged in checks.items()
    }
