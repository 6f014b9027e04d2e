"""Every reading of a small lot, pieces side by side. Called by ``build.py`` for every lot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qspec.errors import Value
from qspec.judgement.result import CheckResult, ItemResult, LotResult, Reading, Verdict
from qspec.report import words as terms
from qspec.report.content.attention import SHOWN
from qspec.report.content.digits import computed
from qspec.report.content.results import URGENCY
from qspec.report.content.wording import label_of, listed, number_of, plain, words
from qspec.report.outline import Align, Block, Cell, Column, Paragraphs, Table, Tone

PIECES = 50
"""Up to this many pieces the report lists every reading."""
ACROSS = 10
"""Pieces side by side."""
SHORT = 10
"""Characters up to which a reading stands as it was written."""
_EMPTY = Cell(("",))
_MARKS = {Verdict.FAIL: "×\u00a0", Verdict.UNDECIDED: "?\u00a0", Verdict.MARGINAL: "!\u00a0"}
"""Stand before a reading, bound to it by a no-break space."""


def annex(lot: LotResult, order: Mapping[str, int]) -> list[Block]:
    """Return every reading of a small lot, pieces side by side, or nothing where readings were left out."""
    checks = [(item, check) for item in lot.items for check in item.checks]
    if not checks or len(lot.pieces) > PIECES or any(check.omitted for _, check in checks):
        return []
    blocks: list[Block] = []
    for start in range(0, len(lot.pieces), ACROSS):
        pieces = lot.pieces[start : start + ACROSS]
        columns = (
            Column(words("column.number"), Align.CENTER, 0.6),
            Column(words("column.characteristic"), weight=2.7),
            *(Column(serial, Align.RIGHT) for serial in pieces),
            *(Column("") for _ in range(ACROSS - len(pieces)) if start),
        )
        rows = tuple(_annex_row(item, check, pieces, len(columns), order) for item, check in checks)
        blocks.append(Table(words("section.annex") if not start else None, columns, rows))
    marks = _marks_used(lot, checks)
    return [*blocks, Paragraphs(None, (Cell((listed(marks, "semicolon"),), Tone.QUIET),))] if marks else blocks


def _marks_used(lot: LotResult, checks: Sequence[tuple[ItemResult, CheckResult]]) -> list[Value]:
    """Return what the marks of the annex mean, those that stand in it."""
    found = {reading.verdict for _, check in checks for reading in check.readings}
    slugs = [f"note.annex-{verdict.value}" for verdict in _MARKS if verdict in found]
    lacking = any(len({one.piece for one in check.readings}) < len(lot.pieces) for _, check in checks)
    return [words(slug) for slug in (*slugs, *(["note.annex-none"] if lacking else []))]


def _annex_row(
    item: ItemResult, check: CheckResult, pieces: Sequence[str], width: int, order: Mapping[str, int]
) -> tuple[Cell, ...]:
    label = label_of(item, check)
    if check.unit and not terms.of_marks(check):
        label = words("in-unit", name=label, unit=check.unit)
    if check.per_lot:
        total = _annex_cell(check.readings, check)
        return (
            plain(number_of(item, order)),
            Cell((label, *total.lines), total.tone),
            *(_EMPTY for _ in range(width - 2)),
        )
    cells = [plain(number_of(item, order)), Cell((label,))]
    for piece in pieces:
        cells.append(_annex_cell([reading for reading in check.readings if reading.piece == piece], check))
    return tuple(cells + [_EMPTY] * (width - len(cells)))


def _annex_cell(readings: Sequence[Reading], check: CheckResult) -> Cell:
    if not readings:
        return plain()
    worst = min((reading.verdict for reading in readings), key=URGENCY.index)
    tone = terms.VERDICT_TONES[worst] if worst in SHOWN else Tone.PLAIN
    return Cell(tuple(_MARKS.get(reading.verdict, "") + _short(reading, check) for reading in readings), tone)


def _short(reading: Reading, check: CheckResult) -> str:
    """Return the reading as written, or its value where it was computed from several; then what it was rounded to."""
    value = computed(reading.value, check) or ""
    short = reading.text if 0 < len(reading.text) <= SHORT else computed(reading.unrounded, check) or value
    return short if reading.unrounded is None else f"{short} → {value}"
