"""Lays a table of the outline out in terminal columns; called by ``text.py``.

Columns get their natural width where the terminal has room; else the widest give way, never below their longest word,
so that no number is broken. Where even that is too wide, each row becomes a small list of heading and content.
Columns without any content are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Protocol

from qspec.errors import Value
from qspec.report.outline import Align, Cell, Table, Tone
from qspec.report.width import columns, pad, widest_word, wrap

_GAP = 2


class Drawing(Protocol):
    """What a table needs of the canvas it is drawn on."""

    @property
    def width(self) -> int:
        """Columns of the terminal."""

    def texts(self, value: Value) -> list[str]:
        """Return a value in every language."""

    def joined(self, value: Value) -> str:
        """Return a value on one line."""

    def lines(self, cell: Cell) -> list[str]:
        """Return the lines of a cell."""

    def paint(self, text: str, tone: Tone = Tone.PLAIN, *, strong: bool = False) -> str:
        """Return a text with its color."""

    def wrapped(self, text: str, tone: Tone = Tone.PLAIN, *, first: str = "", strong: bool = False) -> list[str]:
        """Return a text in lines."""


@dataclass(frozen=True)
class _Drawn:
    lines: list[str]
    tone: Tone = Tone.PLAIN
    strong: bool = False


def draw_table(table: Table, canvas: Drawing) -> list[str]:
    """Return the lines of a table, none wider than the canvas; an empty list where it has no rows."""
    rows = [[_Drawn(canvas.lines(cell), cell.tone, cell.strong) for cell in row] for row in table.rows]
    kept = [i for i in range(len(table.columns)) if any(any(row[i].lines) for row in rows)]
    if not rows or not kept:
        return []
    heads = [_Drawn(canvas.texts(table.columns[i].heading), strong=True) for i in kept]
    rows = [[row[i] for i in kept] for row in rows]
    widths = _widths([heads, *rows], canvas.width)
    if widths is None:
        labels = [canvas.joined(table.columns[i].heading) for i in kept]
        return _as_lists(labels, rows, canvas)
    aligns = [table.columns[i].align for i in kept]
    rule = (" " * _GAP).join("-" * width for width in widths)
    body = [line for row in rows for line in _row(row, widths, aligns, canvas)]
    return [*_row(heads, widths, aligns, canvas), rule, *body]


def _widths(rows: Sequence[Sequence[_Drawn]], available: int) -> list[int] | None:
    """Return the width of each column, or None where the longest words alone are too wide."""
    widths = [
        max((columns(line) for cell in column for line in cell.lines), default=0) for column in zip(*rows, strict=True)
    ]
    least = [
        max((widest_word(line) for cell in column for line in cell.lines), default=0)
        for column in zip(*rows, strict=True)
    ]
    room = available - _GAP * (len(widths) - 1)
    if sum(least) > room:
        return None
    while sum(widths) > room:
        widest = max((i for i in range(len(widths)) if widths[i] > least[i]), key=lambda i: widths[i])
        widths[widest] -= 1
    return widths


def _row(row: Sequence[_Drawn], widths: Sequence[int], aligns: Sequence[Align], canvas: Drawing) -> list[str]:
    cells = [
        [part for line in cell.lines for part in wrap(line, width)] for cell, width in zip(row, widths, strict=True)
    ]
    lines = []
    for parts in zip_longest(*cells, fillvalue=""):
        drawn = [
            canvas.paint(pad(text, width, align), cell.tone, strong=cell.strong)
            for text, width, align, cell in zip(parts, widths, aligns, row, strict=True)
        ]
        lines.append((" " * _GAP).join(drawn).rstrip(" "))
    return lines


def _as_lists(labels: Sequence[str], rows: Sequence[Sequence[_Drawn]], canvas: Drawing) -> list[str]:
    lines: list[str] = []
    for row in rows:
        filled = [(label, cell) for label, cell in zip(labels, row, strict=True) if any(cell.lines)]
        for index, (label, cell) in enumerate(filled):
            text = f"{label}: {' / '.join(cell.lines)}"
            lines += canvas.wrapped(text, cell.tone, first="  " if index else "- ", strong=cell.strong)
    return lines
