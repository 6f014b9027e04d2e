"""What follows from a lot's disposition, as blocks: who does what by when; and the acts on record, apart from it.

Called for every lot by ``build.py`` for the paper and by ``summary.py`` for the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator

from qspec.errors import Say, Value
from qspec.judgement.aftermath.model import Follow, Step
from qspec.judgement.result import LotResult
from qspec.report.content.wording import DASH, plain
from qspec.report.outline import Block, Cell, Column, Paragraphs, Table, Tone

_TONES = {Step.SHIP: Tone.GOOD, Step.HOLD: Tone.BAD, Step.SUSPEND: Tone.BAD, Step.SETTLE: Tone.BAD}


def blocks(lot: LotResult) -> Iterator[Block]:
    """Yield what follows from a lot's disposition, then the acts on record; nothing where nothing was computed."""
    yield from (block for block in (follows(lot), acts(lot)) if block is not None)


def follows(lot: LotResult) -> Table | None:
    """Return what follows, one row for each entry; None where nothing was computed."""
    entries = [entry for entry in lot.follows if entry.step is not Step.ACT]
    columns = (
        Column(_words("column.actor"), weight=1.5),
        Column(_words("column.action"), weight=5.5),
        Column(_words("column.by"), weight=2.0),
        Column(_words("column.basis"), weight=3.0),
    )
    rows = tuple((plain(_actor(entry)), _action(entry), _by(entry), plain(entry.basis)) for entry in entries)
    counted = any(entry.term is not None or entry.step is Step.LATE for entry in entries)
    note = _words("note-days" if counted else "note")
    return Table(_words("heading"), columns, rows, note=note) if rows else None


def acts(lot: LotResult) -> Paragraphs | None:
    """Return the human acts on record, each beside the verdict that stands; None where there is none."""
    said = tuple(Cell((entry.action,)) for entry in lot.follows if entry.step is Step.ACT)
    return Paragraphs(_words("acts-heading"), said, bullets=True) if said else None


def _words(slug: str) -> Say:
    return Say(f"aftermath.{slug}")


def _actor(entry: Follow) -> Value:
    if entry.actor is None:
        return DASH
    side = Say(f"aftermath.actor.{entry.actor.value}")
    return Say("aftermath.with-role", {"actor": side, "role": entry.role}) if entry.role else side


def _action(entry: Follow) -> Cell:
    return Cell((entry.action,), _TONES.get(entry.step, Tone.PLAIN))


def _by(entry: Follow) -> Cell:
    """Return the last day, and below it the time to act as agreed."""
    return plain(entry.by, entry.term)
