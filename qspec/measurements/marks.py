"""Collects judgements filled in by hand (判定, 合否, pass/fail): of a piece, of a characteristic, or of the whole lot.

They are never used as verdicts; judgement says where one contradicts the readings. ``wide.py`` and ``listed.py`` call
this once their readings are there. A mark that cannot be given to a piece or characteristic with certainty, such as
one in a cell merged over several pieces, is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qspec.measurements.batch import HandMark
from qspec.measurements.headings import HeadingReader
from qspec.measurements.layout import Column
from qspec.measurements.tables import Contents, bare_target, first_filled
from qspec.measurements.vocabulary import Target
from qspec.measurements.words import Word, bare_label, headings, is_missing


@dataclass
class _Collector:
    """Puts marks into the contents, one for each cell and what it judges."""

    contents: Contents
    keys: Mapping[int, Hashable]
    """By row of the grid, what a mark there judges; a cell merged over rows of different keys judges nothing."""
    seen: set[HandMark] = field(default_factory=set)

    def take(self, row: int, column: int, title: str | None, piece: int | None, target: Target | None) -> None:
        """Take one cell; nothing where it is blank, no text, or merged over rows that are not one."""
        grid = self.contents.grid
        merge = grid.covered.get((row, column)) if grid.merges else None
        if merge is not None:
            over = range(merge.top, merge.bottom + 1)
            if len({self.keys.get(one) for one in over}) > 1:
                return
            row, column = merge.top, merge.left
        text = grid.text(row, column)
        if is_missing(text) or grid.tag(row, column) is not None:
            return
        item, role = target if target is not None else (None, None)
        mark = HandMark(" ".join(text.split()), grid.place(row, column, title), piece, item, role)
        if mark not in self.seen:
            self.seen.add(mark)
            self.contents.marks.append(mark)


def across(contents: Contents, reader: HeadingReader, targets: Mapping[int, Target], unused: Sequence[Column]) -> None:
    """Collect from a wide table; ``targets`` are the columns of readings, ``unused`` those that nobody reads."""
    judged = [column for column in unused if Word.JUDGEMENT in column.heading.words and column.heading.repeat is None]
    keys = {row.at: row.at if row.serial is None else (row.lot, row.serial) for row in contents.rows} if judged else {}
    collector = _Collector(contents, keys)
    for column, target in _meant(reader, judged, targets):
        for number, piece in enumerate(contents.rows):
            collector.take(piece.at, column.index, column.title, number, target)
    titles = {column.index: column.title for column in contents.table.columns}
    several = len(set(targets.values())) > 1
    for row, filled in _judged_rows(contents, {piece.at for piece in contents.rows}):
        if len(filled) == 1 and several:
            collector.take(row, filled[0], None, None, None)
            continue
        for index in filled:
            if index in targets:
                collector.take(row, index, titles[index], None, targets[index])


def down(
    contents: Contents, rows: Sequence[tuple[int, Target]], unused: Sequence[Column], values: Sequence[Column]
) -> None:
    """Collect from a listed table; ``rows`` have their readings in the columns ``values``."""
    judged = [column for column in unused if Word.JUDGEMENT in column.heading.words]
    below = list(_judged_rows(contents, {row for row, _ in rows}))
    pieces: dict[int, set[int]] = {}
    columns: dict[int, set[int]] = {}
    for reading in contents.readings if judged or below else ():
        for cell in reading.cells.values():
            pieces.setdefault(cell.row, set()).add(reading.row)
            columns.setdefault(cell.column, set()).add(reading.row)
    collector = _Collector(contents, {row: (target[0], frozenset(pieces.get(row, ()))) for row, target in rows})
    named = {row.serial: number for number, row in enumerate(contents.rows)} if judged else {}
    for row, target in rows if judged else ():
        own = pieces.get(row, set())
        for column in judged:
            repeat = column.heading.repeat
            if repeat is None:
                collector.take(row, column.index, column.title, min(own) if len(own) == 1 else None, target)
            elif named.get(repeat) in own:
                collector.take(row, column.index, column.title, named[repeat], target)
    for row, filled in below:
        if len(filled) == 1 and len(values) > 1:
            collector.take(row, filled[0], None, None, None)
            continue
        for index in filled:
            if len(values) > 1 and len(columns.get(index, ())) == 1:
                collector.take(row, index, None, min(columns[index]), None)


def _meant(
    reader: HeadingReader, judged: Sequence[Column], targets: Mapping[int, Target]
) -> Iterator[tuple[Column, Target | None]]:
    """Yield the columns of marks with what they judge: what they name, the only one for all, else their neighbour."""
    unnamed = []
    for column in judged:
        if column.heading.named or column.heading.balloon:
            target = bare_target(reader, column)
            if target is not None:
                yield column, target
        else:
            unnamed.append(column)
    beside = [column for column in unnamed if len(unnamed) > 1 and column.index - 1 in targets]
    yield from ((column, targets[column.index - 1]) for column in beside)
    rest = [column for column in unnamed if column not in beside]
    if len(rest) == 1:
        yield rest[0], None


def _judged_rows(contents: Contents, read: Collection[int]) -> Iterator[tuple[int, list[int]]]:
    """Yield the rows labelled as judgements, with the columns right of the label that hold something.

    ``read`` are the rows of readings, which are none.
    """
    grid = contents.grid
    for row in contents.table.body():
        first = -1 if row in read else first_filled(grid, row)
        if first >= 0 and Word.JUDGEMENT in headings().get(bare_label(grid.text(row, first)), frozenset()):
            cells = grid.rows[row]
            yield row, [index for index in range(first + 1, len(cells)) if not is_missing(cells[index])]
