"""Lays tables and grids of facts out as rows; called by ``blocks.py``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qspec.report.outline import Align, Cell, Facts, Table
from qspec.report.paper import style
from qspec.report.paper.setting import Line, Setter, height
from qspec.report.paper.strips import Box, RowStrip, Strip

KEPT_WHOLE = 8
"""A table of at most so many rows is not parted where it fits on one page."""
_LABEL_SHARE = 0.30
"""Share of a pair's width that its label takes."""


@dataclass(frozen=True)
class _Track:
    """Where a column stands."""

    left: float
    width: float
    align: Align

    @property
    def inner(self) -> float:
        return self.width - 2 * style.PAD_X


def table_rows(table: Table, setter: Setter) -> list[Strip]:
    """Return heading row and rows of a table; nothing where it has no rows."""
    if not table.rows:
        return []
    tracks = _tracks(table)
    head = RowStrip(
        tuple(
            Box(track.left, track.width, tuple(_heading(column.heading, track.inner, setter)), Align.CENTER, style.FILL)
            for column, track in zip(table.columns, tracks, strict=True)
        ),
        opens=True,
        keep=True,
    )
    rows = [replace(_row(row, tracks, setter), head=head) for row in table.rows]
    return [head, *_bound(rows)]


def _tracks(table: Table) -> list[_Track]:
    unit = style.WIDTH / sum(column.weight for column in table.columns)
    left, tracks = style.LEFT, []
    for column in table.columns:
        tracks.append(_Track(left, column.weight * unit, column.align))
        left += column.weight * unit
    return tracks


def _heading(value: object, width: float, setter: Setter) -> list[Line]:
    return setter.value(value, width, style.LABEL, style.LABEL_SECOND)  # type: ignore[arg-type]


def _row(row: Sequence[Cell], tracks: Sequence[_Track], setter: Setter) -> RowStrip:
    boxes = []
    for cell, track in zip(row, tracks, strict=True):
        chip = style.CHIPS.get(cell.tone) if cell.strong else None
        width = track.inner - 4 if chip is not None else track.inner
        boxes.append(Box(track.left, track.width, tuple(setter.cell(cell, width)), track.align, chip=chip))
    return RowStrip(tuple(boxes))


def _bound(rows: Sequence[RowStrip]) -> list[RowStrip]:
    """Return rows with the last one closing the table; small tables kept whole, long ones without lone first or last rows."""
    last = len(rows) - 1
    whole = last < KEPT_WHOLE
    low = [row.height < style.ROOM / 4 for row in rows]
    return [
        replace(row, closes=index == last, keep=index < last and low[index] and (whole or index in (0, last - 1)))
        for index, row in enumerate(rows)
    ]


def facts_rows(facts: Facts, setter: Setter) -> list[Strip]:
    """Return a grid of pairs, ``facts.across`` of them side by side."""
    pair = style.WIDTH / facts.across
    label = pair * (_LABEL_SHARE if facts.across > 1 else _LABEL_SHARE * 0.75)
    rows: list[RowStrip] = []
    for start in range(0, len(facts.rows), facts.across):
        boxes: list[Box] = []
        for index, (name, cell) in enumerate(facts.rows[start : start + facts.across]):
            left = style.LEFT + index * pair
            lines = tuple(_heading(name, label - 2 * style.PAD_X, setter))
            boxes.append(Box(left, label, lines, fill=style.FILL))
            content = tuple(setter.cell(cell, pair - label - 2 * style.PAD_X, style.BODY, style.BODY_SECOND))
            boxes.append(Box(left + label, pair - label, content))
        used = sum(box.width for box in boxes)
        if style.WIDTH - used > 1:
            boxes.append(Box(style.LEFT + used, style.WIDTH - used, ()))
        rows.append(RowStrip(tuple(boxes), opens=not start))
    return list(_bound(rows))


def tallest(lines: Sequence[Sequence[Line]]) -> float:
    """Return the height of the tallest of several columns of lines."""
    return max((height(column) for column in lines), default=0.0)
