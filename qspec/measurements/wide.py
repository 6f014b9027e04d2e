"""Reads a wide table: characteristics across, one row a piece or one of a piece's readings.

Several columns of one item (``Ra1 Ra2 Ra3``) are several readings of the row's piece. Rows are pieces unless their
first cell says that they are not; a row whose cells are blank is still a piece, with its values missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qspec import units
from qspec.errors import Problem, Severity
from qspec.measurements import conditions, marks
from qspec.measurements import stated as limits
from qspec.measurements.cells import Cell, Source, read_cells, settle_unit, tagged, unknown_unit
from qspec.measurements.choosing import Chosen, choose
from qspec.measurements.headings import HeadingReader
from qspec.measurements.layout import Column, Table
from qspec.measurements.tables import Contents, PieceRow, Reading, RowKind, first_filled, row_kind, unheaded, with_row
from qspec.measurements.vocabulary import unit_id
from qspec.measurements.words import Word, headings, is_missing
from qspec.readers.grid import Grid, Tag, letters
from qspec.text import fold, normalize, shorten


def read_wide(table: Table, reader: HeadingReader, unit: str | None = None) -> Contents:
    """Return what a wide table holds; ``unit`` is the one that the form states for everything."""
    contents = Contents(table, unit)
    chosen = choose(table, reader)
    contents.problems += chosen.problems
    contents.refused = chosen.refused
    used = {
        column.index for repeats in chosen.readings.values() for roles in repeats.values() for column in roles.values()
    }
    rows, unit_rows = _piece_rows(contents, used)
    _check_widths(contents, rows, used)
    serial = next((column for column in chosen.serial if _filled(table.grid, rows, column)), None)
    contents.unused += [column.title for column in chosen.unused]
    contents.unused += [column.title for column in chosen.serial if column is not serial]
    contents.unused += [letters(index) for index in sorted(unheaded(table, rows))]
    contents.rows = [_piece_row(contents, row, serial, chosen.lot) for row in rows]
    if serial is None and chosen.readings and all(reader.vocabulary.by_id[item].series for item in chosen.readings):
        # The points of a trace that names no piece are one trace, not as many pieces.
        contents.rows = [replace(row, serial=table.grid.sheet or "1") for row in contents.rows]
    stated = _row_conditions(table.grid, rows, chosen, used)
    for item, repeats in chosen.readings.items():
        _read_item(contents, reader, item, repeats, rows, unit_rows, stated)
    targets = {
        column.index: (item, key)
        for item, repeats in chosen.readings.items()
        for roles in repeats.values()
        for key, column in roles.items()
    }
    marks.across(contents, reader, targets, chosen.unused)
    limits.across(contents, reader, targets, chosen.unused)
    return contents


def _piece_rows(contents: Contents, used: set[int]) -> tuple[list[int], list[int]]:
    """Return the rows that are pieces and the rows that hold units; the others are listed as skipped."""
    grid = contents.grid
    pieces: list[int] = []
    unit_rows: list[int] = []
    for row in contents.table.body():
        first = first_filled(grid, row)
        label = "" if first in used else grid.text(row, first)
        kind = row_kind(grid, row, label)
        if kind is RowKind.PIECE:
            pieces.append(row)
            continue
        if kind is RowKind.FOOTER:
            contents.footers.append(row)
        elif Word.UNIT in headings().get(fold(label), frozenset()):
            unit_rows.append(row)
        contents.skipped.append((grid.place(row, first), shorten(normalize(label))))
    return pieces, unit_rows


def _check_widths(contents: Contents, rows: Sequence[int], used: set[int]) -> None:
    """Say where a row of a text table is longer or shorter than its header: its cells may be under wrong headings."""
    grid, table = contents.grid, contents.table
    if grid.lines is None or not used:
        return
    width = max(len(grid.rows[row]) for row in range(table.top, table.first))
    cut = {row for row in rows if len(grid.rows[row]) < width}
    even = len({len(grid.rows[row]) for row in rows}) == 1
    trimmed = not any(len(grid.rows[row]) > 1 and not grid.rows[row][-1].strip() for row in rows)
    for row in rows:
        cells = grid.rows[row]
        values = {"found": len(cells), "expected": width}
        if len(cells) > width and (any(cell.strip() for cell in cells[width:]) or not even):
            contents.problems.append(Problem("measurements.row-long", grid.place(row, width), values=values))
        elif row in cut and (_has_gap(table) or not (even or (trimmed and len(cut) > 1))):
            # A delimiter lost in the row, or one too many in the header: values may stand one column off.
            problem = Problem("measurements.row-uneven", grid.place(row, 0), Severity.UNDECIDED, values)
            contents.problems.append(problem)
        elif len(cells) <= max(used):
            problem = Problem("measurements.row-short", grid.place(row, 0), Severity.WARNING, values)
            contents.problems.append(problem)


def _has_gap(table: Table) -> bool:
    """Say whether a header of one row has a blank cell between others."""
    cells = table.grid.rows[table.first - 1]
    last = max((index for index, cell in enumerate(cells) if cell.strip()), default=0)
    return table.first - table.top == 1 and any(not cell.strip() for cell in cells[:last])


def _filled(grid: Grid, rows: Sequence[int], column: Column) -> bool:
    return any(not is_missing(grid.spread(row, column.index)) for row in rows)


def _piece_row(contents: Contents, row: int, serial: Column | None, lot: Column | None) -> PieceRow:
    grid = contents.grid
    name = _name(contents, row, serial) if serial is not None else None
    if serial is not None and name is None:
        place = grid.place(row, serial.index, serial.title)
        contents.problems.append(
            Problem("measurements.serial-missing", place, Severity.UNDECIDED, {"header": serial.title})
        )
    lot_name = _name(contents, row, lot) if lot is not None else None
    if lot is not None and lot_name is None:
        place = grid.place(row, lot.index, lot.title)
        contents.problems.append(Problem("measurements.lot-missing", place, Severity.UNDECIDED, {"header": lot.title}))
        lot_name = ""
    column = serial or lot
    at = max(first_filled(grid, row), 0) if column is None else column.index
    return PieceRow(lot_name, name, grid.place(row, at, column.title if column else None), row)


def _name(contents: Contents, row: int, column: Column) -> str | None:
    """Return a cell that names a piece or lot; one merged over several rows names them all."""
    grid = contents.grid
    if grid.tags and (tag := grid.tag(row, column.index)) in (Tag.ERROR, Tag.FORMULA):
        contents.problems.append(tagged(grid, row, column.index, tag, column.title))
        return None
    text = grid.spread(row, column.index)
    return None if is_missing(text) else normalize(text)


def _row_conditions(grid: Grid, rows: Sequence[int], chosen: Chosen, used: set[int]) -> list[Mapping[str, str]]:
    """Return the conditions that each row states in condition columns or, for SCI and SCE, in any text."""
    nothing: Mapping[str, str] = {}
    known: dict[tuple[str, ...], str | None] = {}
    found: list[Mapping[str, str]] = []
    for row in rows:
        said = {
            key: value
            for key, columns in chosen.conditions.items()
            if (value := conditions.of_cells(key, (grid.spread(row, one.index) for one in columns))) is not None
        }
        texts = tuple(
            cell for index, cell in enumerate(grid.rows[row]) if index not in used and conditions.names_specular(cell)
        )
        if texts:
            if texts not in known:
                known[texts] = conditions.specular_of(texts)
            specular = known[texts]
            if specular is not None:
                said[conditions.SPECULAR] = specular
        found.append(said or nothing)
    return found


def _read_item(
    contents: Contents,
    reader: HeadingReader,
    item: str,
    repeats: Mapping[str | None, Mapping[str, Column]],
    rows: Sequence[int],
    unit_rows: Sequence[int],
    stated: Sequence[Mapping[str, str]],
) -> None:
    by_row = {row.at: row for row in contents.rows}
    for repeat in sorted(repeats, key=lambda number: int(number or 0)):
        columns: dict[str, list[Cell]] = {}
        said: Mapping[str, str] = {}
        for key, column in repeats[repeat].items():
            role = reader.vocabulary.role((item, key))
            unit = None if role.unit is None else _unit(contents, unit_rows, column)
            source = Source(
                contents.grid, column.title, role, contents.unit_of(role, unit), dict(column.heading.conditions)
            )
            spots = [(row, column.index) for row in rows]
            if contents.grid.merges:
                spots = [(_anchor(contents, by_row, row, at), at) for row, at in spots]
            columns[key] = read_cells(source, spots, contents.problems)
            settle_unit(source, role.unit, contents.problems)
            contents.match(item, key, column.title)
            said = with_row(said, source.conditions)
        for number, row in enumerate(contents.rows):
            cells = {key: found[number] for key, found in columns.items()}
            merged = with_row(said, stated[number])
            contents.readings.append(Reading(item, row.lot, row.serial, number, cells, merged, number))


def _anchor(contents: Contents, by_row: Mapping[int, PieceRow], row: int, column: int) -> int:
    """Return the row whose cell holds a reading: that of a merged cell's first row where it is the same piece's."""
    grid = contents.grid
    merge = grid.covered.get((row, column))
    if merge is None or merge.left != column or merge.top == row:
        return row
    one, first = by_row[row], by_row.get(merge.top)
    same = first is not None and one.serial is not None and (one.lot, one.serial) == (first.lot, first.serial)
    return merge.top if same else row


def _unit(contents: Contents, unit_rows: Sequence[int], column: Column) -> str | None:
    """Return the unit of a column: of its heading or of rows labelled 単位; unknown and second ones are problems."""
    grid, found = contents.grid, set(column.heading.units)
    for row in unit_rows:
        text = grid.text(row, column.index)
        if is_missing(text):
            continue
        unit, place = unit_id(normalize(text)), grid.place(row, column.index, column.title)
        if unit is None:
            contents.problems.append(unknown_unit(text, place))
        elif found and unit not in found:
            listed = ", ".join(sorted(units.get(one).symbol for one in {*found, unit}))
            values = {"header": shorten(column.title), "units": listed}
            contents.problems.append(Problem("measurements.two-units", place, values=values))
        else:
            found.add(unit)
    return next(iter(found), None)
