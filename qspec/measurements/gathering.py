"""Contents of all tables → lots with pieces and blocks: one piece per serial number, its readings side by side.

Rows that repeat a serial number are readings where the spec asks for several; the same row twice counts once and is
noted; rows that contradict one another make the piece undecidable. Called by ``reading.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import overload

from qspec.errors import Place, Problem, Say, Value
from qspec.kinds.base import Block, Item
from qspec.kinds.cells import DECIMAL_COMMA
from qspec.measurements.batch import HandMark, Lot, LotInfo, Piece, StatedLimit, TextColumn
from qspec.measurements.cells import Cell, symbol
from qspec.measurements.filtering import filtered
from qspec.measurements.tables import Contents, Reading
from qspec.measurements.unifying import unified
from qspec.text import shorten

_LISTED = 20


@dataclass(frozen=True)
class _Taken:
    """A reading with the piece it belongs to and the row that it stands side by side with."""

    piece: int
    row: tuple[int, int, int]
    reading: Reading


@dataclass(frozen=True)
class _Places(Sequence[Place]):
    """Places of a column's cells, made when they are asked for: a large lot shows a handful of them."""

    cells: Sequence[Cell | None]
    instead: Sequence[Cell]

    def __len__(self) -> int:
        return len(self.cells)

    @overload
    def __getitem__(self, index: int) -> Place: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Place]: ...

    def __getitem__(self, index: int | slice) -> Place | Sequence[Place]:
        if isinstance(index, slice):
            return _Places(self.cells[index], self.instead[index])
        cell = self.cells[index]
        return (cell if cell is not None else self.instead[index]).place


@dataclass(frozen=True)
class _Kept:
    """An item's own readings, each with its table; all rows that stand for its pieces; headings by role."""

    readings: list[tuple[int, Reading]]
    rows: set[tuple[int, int]]
    conditions: Mapping[str, str]
    titles: Mapping[str, str]


@dataclass
class Gathered:
    """One lot, with what is to be said about it."""

    lot: Lot
    problems: list[Problem] = field(default_factory=list)
    notes: list[Say] = field(default_factory=list)


@dataclass
class _Pieces:
    """Pieces of a lot in order of appearance; rows without serial numbers are counted."""

    numbers: dict[str, int] = field(default_factory=dict)
    first: list[Place] = field(default_factory=list)
    of_row: dict[tuple[int, int], int] = field(default_factory=dict)
    counted: bool = False


def gather(info: LotInfo, items: Sequence[Item], contents: Sequence[tuple[Contents, set[int]]]) -> Gathered:
    """Return one lot from the tables' contents, each with the numbers of the rows that belong to the lot."""
    result = Gathered(Lot(info, (), {}))
    by_item: dict[str, list[tuple[int, Reading]]] = {}
    for index, (content, rows) in enumerate(contents):
        for reading in content.readings:
            if reading.row in rows:
                by_item.setdefault(reading.item, []).append((index, reading))
    kept = {item.id: _kept(item, by_item[item.id], result) for item in items if item.id in by_item}
    pieces = _number_pieces(contents, [one.rows for one in kept.values()], result)
    conflicts: dict[int, dict[Place, None]] = {}
    repeated: dict[int, None] = {}
    blocks: dict[str, Block] = {}
    told = _rows_of_repeats(items, kept)
    for item in items:
        if item.id not in kept:
            continue
        own = kept[item.id]
        taken = [_Taken(pieces.of_row[at, one.row], (at, one.row, one.group), one) for at, one in own.readings]
        single = _settle_repeats(item, _stated_once(item, taken, told), conflicts, repeated)
        block = _block(item, single, own, result)
        if block is not None:
            blocks[item.id] = block
    names = list(pieces.numbers)
    copies = [number for number in repeated if number not in conflicts]
    if copies:
        listed = ", ".join(shorten(names[number]) for number in copies[:_LISTED])
        result.notes.append(Say("measurements.note-same-rows", {"count": len(copies), "pieces": listed}))
    marks, stated = _remarks(contents, pieces)
    result.lot = Lot(info, tuple(_pieces(names, pieces, conflicts)), blocks, marks, stated)
    return result


def _pieces(names: Sequence[str], pieces: _Pieces, conflicts: Mapping[int, Mapping[Place, None]]) -> Iterator[Piece]:
    for number, name in enumerate(names):
        yield Piece(name.rpartition("\0")[2], pieces.first[number], tuple(conflicts.get(number, ())))


def _remarks(
    contents: Sequence[tuple[Contents, set[int]]], pieces: _Pieces
) -> tuple[tuple[HandMark, ...], tuple[StatedLimit, ...]]:
    """Return what the tables say about their own readings: marks of the lot's pieces, and stated limits.

    A mark for all pieces counts where no other table has readings of what it judges, and the table no other lot.
    """
    own = [(index, content, rows) for index, (content, rows) in enumerate(contents) if rows]
    marks: list[HandMark] = []
    for index, content, rows in own:
        whole = len(rows) == len(content.rows)
        for mark in content.marks:
            if mark.piece is None:
                sharing = [one for _, one, _ in own if mark.item is None or mark.item in one.matched]
                if whole and len(sharing) == 1:
                    marks.append(mark)
            elif (index, mark.piece) in pieces.of_row:
                marks.append(replace(mark, piece=pieces.of_row[index, mark.piece]))
    return tuple(marks), tuple(limit for _, content, _ in own for limit in content.stated)


def _kept(item: Item, found: list[tuple[int, Reading]], result: Gathered) -> _Kept:
    """Return an item's readings that were taken under its conditions.

    Rows left out beside others that stay are no pieces (the SCE rows of a file with SCI rows); where none stays, the
    pieces are there and have no valid reading.
    """
    chosen = filtered(item, [reading for _, reading in found])
    result.problems += chosen.problems
    result.notes += chosen.notes
    left = {id(reading) for reading in chosen.readings}
    readings = [(at, reading) for at, reading in found if id(reading) in left]
    titles: dict[str, dict[str, None]] = {}
    for _, reading in readings or found:
        for key, cell in reading.cells.items():
            titles.setdefault(key, {})[cell.source.header] = None
    rows = {(at, reading.row) for at, reading in readings or found}
    return _Kept(readings, rows, chosen.conditions, {key: ", ".join(found) for key, found in titles.items()})


def _number_pieces(
    contents: Sequence[tuple[Contents, set[int]]], alive_rows: Sequence[set[tuple[int, int]]], result: Gathered
) -> _Pieces:
    """Give every row its piece; rows all of whose readings were taken under other conditions are no pieces."""
    pieces = _Pieces()
    alive = set().union(*alive_rows)
    last = 0
    shown: list[set[str]] = []
    for index, (content, rows) in enumerate(contents):
        items = set(content.matched)
        counted = 0 if not any(items & seen for seen in shown) else last
        shown.append(items)
        for number, row in enumerate(content.rows):
            if number not in rows or (index, number) not in alive:
                continue
            counted += row.serial is None
            # A blank serial number must not meet a written one: a counted piece has a key of its own.
            name = row.serial if row.serial is not None else f"\0{counted}"
            if name not in pieces.numbers:
                pieces.numbers[name] = len(pieces.numbers)
                pieces.first.append(row.place)
            pieces.of_row[index, number] = pieces.numbers[name]
        if last and counted and not any(items & seen for seen in shown[:-1]):
            place = str(content.grid.place(content.table.top, 0))
            result.notes.append(Say("measurements.note-same-order", {"table": place}))
        last = max(last, counted)
    return pieces


def _rows_of_repeats(items: Sequence[Item], kept: Mapping[str, _Kept]) -> set[tuple[int, int]]:
    """Return the rows that hold a reading of an item with several readings a piece: why a piece has several rows."""
    several = [item for item in items if item.id in kept and (item.readings or 1) > 1]
    return {
        (at, one.row)
        for item in several
        for at, one in kept[item.id].readings
        if all(cell.text is not None for cell in one.cells.values())
    }


def _stated_once(item: Item, taken: Sequence[_Taken], told: set[tuple[int, int]]) -> Sequence[_Taken]:
    """Return the readings without empty cells where every piece states its one value in one of its rows.

    Three color readings make three rows, and whoever weighs the piece once writes the weight into one of them. A
    missing mark, an empty cell in a row that no other item accounts for, or a piece with two values: that is no such
    form, and nothing is left out.
    """
    if not told or (item.readings or 1) > 1 or item.series:
        return taken
    by_piece: dict[int, list[_Taken]] = {}
    for one in taken:
        by_piece.setdefault(one.piece, []).append(one)
    if len(by_piece) == len(taken):
        return taken
    dropped: set[int] = set()
    for rows in by_piece.values():
        empty = [one for one in rows if one.row[:2] in told and _is_empty(one)]
        if len(empty) < len(rows) - 1:
            return taken
        if len(empty) < len(rows):
            dropped.update(map(id, empty))
    return [one for one in taken if id(one) not in dropped]


def _is_empty(one: _Taken) -> bool:
    cells = one.reading.cells.values()
    return all(cell.text is None and not cell.source.grid.text(cell.row, cell.column).strip() for cell in cells)


def _settle_repeats(
    item: Item, taken: Sequence[_Taken], conflicts: dict[int, dict[Place, None]], repeated: dict[int, None]
) -> list[_Taken]:
    """Return the readings without rows that say the same again; rows that contradict one another become conflicts."""
    rows = Counter(one.piece for one in {(one.piece, one.row): one for one in taken}.values())
    if item.series or all(count == 1 for count in rows.values()):
        return list(taken)  # all rows of a series are one measurement, and two points of it may well be alike
    by_piece: dict[int, dict[tuple[int, int, int], list[_Taken]]] = {}
    for one in taken:
        by_piece.setdefault(one.piece, {}).setdefault(one.row, []).append(one)
    result: list[_Taken] = []
    for piece, groups in by_piece.items():
        kept = _without_copies(item, list(groups.values()))
        if len(kept) < len(groups):
            repeated[piece] = None
        if len(kept) > 1 and sum(map(len, kept)) > (item.readings or 1):
            places = [cell.place for group in kept for cell in list(group[0].reading.cells.values())[:1]]
            conflicts.setdefault(piece, {}).update(dict.fromkeys(places))
        result += [one for group in kept for one in group]
    return result


def _without_copies(item: Item, groups: list[list[_Taken]]) -> list[list[_Taken]]:
    """Return the rows of one piece, without copies of an earlier row beyond the number of the item's readings."""
    said = [_said(group) for group in groups]
    first: dict[_Said, int] = {}
    for index, one in enumerate(said):
        first.setdefault(one, index)
    total = sum(map(len, groups))
    dropped: set[int] = set()
    for index in range(len(groups) - 1, 0, -1):
        if total <= (item.readings or 1):
            break
        if first[said[index]] < index:
            total -= len(groups[index])
            dropped.add(index)
    return [group for index, group in enumerate(groups) if index not in dropped]


_Said = tuple[frozenset[tuple[str, str | None, str | None]], ...]


def _said(group: Sequence[_Taken]) -> _Said:
    """Return what a row says: the text and the unit of every cell. 10 mm and 10 cm are no copies of one another."""
    return tuple(
        frozenset(
            (key, cell.text, cell.source.unit or cell.source.role.unit) for key, cell in one.reading.cells.items()
        )
        for one in group
    )


def _block(item: Item, taken: Sequence[_Taken], kept: _Kept, result: Gathered) -> Block | None:
    """Return an item's block; None (and a problem) where its columns state different units."""
    columns: dict[str, TextColumn] = {}
    instead = [next(iter(one.reading.cells.values())) for one in taken]
    for role in item.roles:
        cells = [one.reading.cells.get(role.key) for one in taken]
        present = [cell for cell in cells if cell is not None]
        if role.key not in kept.titles:
            continue
        settled = unified(role, cells, decimal_comma=bool(item.data.get(DECIMAL_COMMA)))
        if isinstance(settled, Cell):
            result.problems.append(_unit_problem(item, settled, present))
            return None
        unit, texts, rewritten = settled
        if rewritten:
            said: dict[str, Value] = {"item": item.name, "count": rewritten, "unit": symbol(unit or "")}
            result.notes.append(Say("measurements.note-units-converted", said))
        columns[role.key] = TextColumn(kept.titles[role.key], unit, texts, _Places(cells, instead))
    return Block([one.piece for one in taken], columns, kept.conditions)


def _unit_problem(item: Item, other: Cell, cells: Sequence[Cell]) -> Problem:
    shown = dict.fromkeys(symbol(cell.source.unit) if cell.source.unit else "-" for cell in cells)
    values: dict[str, Value] = {"item": item.name, "units": ", ".join(shown)}
    return Problem("measurements.units-mixed", other.place, values=values)
