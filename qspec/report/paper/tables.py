"""Lays tables and grids of facts out as rows; called by ``blocks.py``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qspec.errors import Value
from qspec.report.archive.model import Element, within
from qspec.report.outline import Align, Cell, Facts, Table
from qspec.report.paper import style
from qspec.report.paper.setting import Line, Setter
from qspec.report.paper.strips import Box, RowStrip, Strip
from qspec.report.paper.wrap import longest

KEPT_WHOLE = 130.0
"""A table whose rows are not higher than this, in points, is not parted."""
_MOST_FOR_A_WORD = 110.0
"""Width beyond which a word is rather cut than given more of the table."""
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


def table_rows(table: Table, setter: Setter, element: Element | None = None) -> list[Strip]:
    """Return heading row and rows of a table; nothing where it has no rows. ``element`` is the table's own."""
    if not table.rows:
        return []
    tracks = _tracks(table, setter)
    line = within(element, "TR")
    head = RowStrip(
        tuple(
            Box(
                track.left,
                track.width,
                tuple(_heading(column.heading, track.inner, setter)),
                Align.CENTER,
                style.FILL,
                element=within(line, "TH", scope="Column"),
            )
            for column, track in zip(table.columns, tracks, strict=True)
        ),
        opens=True,
        keep=True,
    )
    rows = [replace(_row(row, tracks, setter, within(element, "TR")), head=head) for row in table.rows]
    return [head, *_bound(rows, noted=table.note is not None)]


def _tracks(table: Table, setter: Setter) -> list[_Track]:
    """Return the columns' places: by weight, but none narrower than its longest number or word where all have room."""
    weights = [column.weight for column in table.columns]
    least = [
        max(_longest(column.heading, style.LABEL, setter), *(_least(row[index], setter) for row in table.rows))
        for index, column in enumerate(table.columns)
    ]
    widths = _shared(weights, [min(width + 2 * style.PAD_X, _MOST_FOR_A_WORD) for width in least])
    left, tracks = style.LEFT, []
    for column, width in zip(table.columns, widths, strict=True):
        tracks.append(_Track(left, width, column.align))
        left += width
    return tracks


def _shared(weights: Sequence[float], least: Sequence[float]) -> list[float]:
    """Share the page's width by weight, giving each column at least what it needs."""
    if sum(least) > style.WIDTH:
        return [style.WIDTH * weight / sum(weights) for weight in weights]
    fixed: set[int] = set()
    while True:
        room = style.WIDTH - sum(least[index] for index in fixed)
        unit = room / (sum(weight for index, weight in enumerate(weights) if index not in fixed) or 1)
        short = {i for i, weight in enumerate(weights) if i not in fixed and weight * unit < least[i]}
        if not short:
            return [least[i] if i in fixed else weight * unit for i, weight in enumerate(weights)]
        fixed |= short


def _least(cell: Cell, setter: Setter) -> float:
    """Return the width below which something in a cell would be cut."""
    chip = cell.strong and cell.tone in style.CHIPS
    kind = replace(style.CELL, bold=True) if cell.strong or cell.tone in style.EMPHATIC else style.CELL
    return max((_longest(value, kind, setter) for value in cell.lines), default=0.0) + (4 if chip else 0)


def _longest(value: Value, kind: style.Type, setter: Setter) -> float:
    return max(longest(text, lambda part: setter.measure(part, kind)) for text in setter.texts(value))


def _heading(value: Value, width: float, setter: Setter) -> list[Line]:
    return setter.value(value, width, style.LABEL, style.LABEL_SECOND)


def _row(row: Sequence[Cell], tracks: Sequence[_Track], setter: Setter, element: Element | None) -> RowStrip:
    boxes = []
    for cell, track in zip(row, tracks, strict=True):
        chip = style.CHIPS.get(cell.tone) if cell.strong else None
        width = track.inner - 4 if chip is not None else track.inner
        lines = tuple(setter.cell(cell, width))
        boxes.append(Box(track.left, track.width, lines, track.align, chip=chip, element=within(element, "TD")))
    return RowStrip(tuple(boxes))


def _bound(rows: Sequence[RowStrip], *, noted: bool = False) -> list[RowStrip]:
    """Return rows with the last one closing the table, and bound to the note below it where there is one.

    Low tables are kept whole; of others the first two and the last two rows stay together.
    """
    last = len(rows) - 1
    whole = sum(row.height for row in rows) < KEPT_WHOLE
    low = [row.height < KEPT_WHOLE for row in rows]
    together = [low[index] and low[index + 1] and (whole or index in (0, last - 1)) for index in range(last)]
    return [
        replace(row, closes=index == last, keep=kept)
        for index, (row, kept) in enumerate(zip(rows, [*together, noted], strict=True))
    ]


def facts_rows(facts: Facts, setter: Setter, element: Element | None = None) -> list[Strip]:
    """Return a grid of pairs, ``facts.across`` of them side by side; ``element`` is the grid's own."""
    pair = style.WIDTH / facts.across
    label = pair * (_LABEL_SHARE if facts.across > 1 else _LABEL_SHARE * 0.75)
    rows: list[RowStrip] = []
    for start in range(0, len(facts.rows), facts.across):
        boxes: list[Box] = []
        line = within(element, "TR")
        for index, (name, cell) in enumerate(facts.rows[start : start + facts.across]):
            left = style.LEFT + index * pair
            lines = tuple(_heading(name, label - 2 * style.PAD_X, setter))
            boxes.append(Box(left, label, lines, fill=style.FILL, element=within(line, "TH", scope="Row")))
            content = tuple(setter.cell(cell, pair - label - 2 * style.PAD_X, style.BODY, style.BODY_SECOND))
            boxes.append(Box(left + label, pair - label, content, element=within(line, "TD")))
        used = sum(box.width for box in boxes)
        if style.WIDTH - used > 1:
            blank = within(line, "TD")
            if blank is not None:
                blank.span = 2 * facts.across - len(boxes)
            boxes.append(Box(style.LEFT + used, style.WIDTH - used, (), element=blank))
        rows.append(RowStrip(tuple(boxes), opens=not start))
    return list(_bound(rows)) if rows else []
