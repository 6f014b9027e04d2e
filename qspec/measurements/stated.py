"""Collects the limits that a form states (規格値, 公差, 上限, USL): in columns or in rows, with a nominal or without.

They are never applied; judgement says where one differs from the spec's. ``wide.py`` and ``listed.py`` call this once
their readings are there. What a cell states of a limit is said by its heading or label, see ``data/measurements``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qspec.measurements.batch import End, StatedLimit
from qspec.measurements.headings import HeadingReader
from qspec.measurements.layout import Column
from qspec.measurements.tables import Contents, bare_target, first_filled
from qspec.measurements.vocabulary import Target
from qspec.measurements.words import Word, bare_label, is_missing, limit_words
from qspec.text import fold, normalize, shorten

_MOST = 200
"""Limits of one table that are looked at, repeated ones once: each is read as the spec's are, and a form has a few."""


@dataclass(frozen=True)
class _Spot:
    """A cell that may state a limit."""

    row: int
    column: int
    title: str
    """The column's heading."""
    label: str
    """What says that it is a limit: the column's heading, or the row's label."""
    end: End
    target: Target
    unit: str | None


@dataclass
class _Collector:
    """Puts limits into the contents, repeated ones once."""

    contents: Contents
    seen: set[tuple[tuple[str, str, Target, str | None], ...]] = field(default_factory=set)

    def take(self, spots: Sequence[_Spot]) -> None:
        """Take the limits of one row, or of one column's labelled rows; a nominal goes with those of its target."""
        grid = self.contents.grid
        if len(self.contents.stated) >= _MOST:
            return
        filled = [(spot, text) for spot in spots if (text := self._text(spot)) is not None]
        key = tuple((spot.label, text, spot.target, spot.unit) for spot, text in filled)
        if key in self.seen:
            return
        self.seen.add(key)
        nominals = {spot.target: text for spot, text in filled if spot.end is End.NOMINAL}
        for spot, text in filled:
            if spot.end is not End.NOMINAL:
                place = grid.place(spot.row, spot.column, spot.title)
                nominal = nominals.get(spot.target)
                limit = StatedLimit(*spot.target, text, shorten(spot.label), place, spot.end, spot.unit, nominal)
                self.contents.stated.append(limit)

    def _text(self, spot: _Spot) -> str | None:
        """Return what a cell says; None where it is blank, an error, or no text."""
        grid = self.contents.grid
        text = grid.spread(spot.row, spot.column)
        if is_missing(text) or grid.tag(spot.row, spot.column) is not None:
            return None
        return " ".join(text.split())


def across(contents: Contents, reader: HeadingReader, targets: Mapping[int, Target], unused: Sequence[Column]) -> None:
    """Collect from a wide table; ``targets`` are the columns of readings, ``unused`` those that nobody reads."""
    only = next(iter(targets.values())) if len(set(targets.values())) == 1 else None
    units = _units(contents)
    columns: list[tuple[Column, End, Target]] = []
    for column in unused:
        target = bare_target(reader, column) if column.heading.named or column.heading.balloon else only
        if target is not None and (end := _end_of(column)) is not None:
            columns.append((column, end, target))
    collector = _Collector(contents)
    for row in contents.rows if columns else ():
        collector.take([_spot(row.at, *one, units.get(one[2])) for one in columns])
    pieces = {row.at for row in contents.rows}
    others = [row for row in contents.table.body() if row not in pieces]
    labelled = [(row, label, end) for row in others for label, end in _label(contents, row, targets)]
    titles = {column.index: column.title for column in contents.table.columns}
    for index, target in targets.items():
        title, unit = titles[index], units.get(target)
        collector.take([_Spot(row, index, title, label, end, target, unit) for row, label, end in labelled])


def down(contents: Contents, rows: Sequence[tuple[int, Target]], unused: Sequence[Column]) -> None:
    """Collect from a listed table, one row a characteristic or one a reading."""
    columns = [(column, end) for column in unused if (end := _end_of(column)) is not None]
    if not columns:
        return
    units = {cell.row: cell.source.unit for reading in contents.readings for cell in reading.cells.values()}
    collector = _Collector(contents)
    for row, target in rows:
        collector.take([_spot(row, column, end, target, units.get(row)) for column, end in columns])


def _spot(row: int, column: Column, end: End, target: Target, unit: str | None) -> _Spot:
    return _Spot(row, column.index, column.title, column.title, end, target, next(iter(column.heading.units), unit))


def _label(contents: Contents, row: int, targets: Mapping[int, Target]) -> list[tuple[str, End]]:
    """Return a row's label and what its cells state of a limit; nothing for rows that are none of limits."""
    first = first_filled(contents.grid, row)
    label = contents.grid.text(row, first)
    end = limit_words().get(bare_label(label))
    return [(normalize(label), End(end))] if end is not None and first not in targets else []


def _end_of(column: Column) -> End | None:
    """Return what the cells of a column state, by the lowest of its headings that tells; None for other columns."""
    heading = column.heading
    if Word.LIMIT not in heading.words or heading.words & {Word.STATISTIC, Word.JUDGEMENT}:
        return None
    if heading.repeat is not None or len(heading.units) > 1:
        return None
    for cell in reversed(column.cells):
        plain = fold(cell)
        known = limit_words().get(bare_label(cell)) or next(
            (end for word, end in limit_words().items() if plain.startswith(word) or plain.endswith(word)), None
        )
        if known is not None:
            return End(known)
    return None


def _units(contents: Contents) -> dict[Target, str | None]:
    found: dict[Target, str | None] = {}
    for reading in contents.readings:
        for key, cell in reading.cells.items():
            found.setdefault((reading.item, key), cell.source.unit)
    return found
