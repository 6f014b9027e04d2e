"""One grid → its tables read, its title block, and what in it nobody could read.

Numbers that stand outside every table that was read are a reason not to accept: they may be the readings that would
have failed. Called by ``reading.py`` for each grid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from qspec.errors import Place, Problem, Say, Severity, Value
from qspec.measurements.cells import unknown_unit
from qspec.measurements.headings import HeadingReader
from qspec.measurements.layout import Column, Finder, Form, Table
from qspec.measurements.listed import read_listed
from qspec.measurements.tables import Contents, with_row
from qspec.measurements.titleblock import Title, read_title
from qspec.measurements.vocabulary import unit_id
from qspec.measurements.wide import read_wide
from qspec.measurements.words import Word, is_missing
from qspec.readers.grid import Grid, Tag
from qspec.text import normalize, shorten

_NUMBER = re.compile(r"[-+−▲△]?[0-9]+(?:[.,][0-9]*)?(?:\s*[^\d\s\-/:.,]{1,6})?")
"""A number, with a unit perhaps; no date, time or telephone number."""


@dataclass
class Sheet:
    """A grid as read."""

    grid: Grid
    title: Title
    contents: list[Contents] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Say] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    """Every heading of the grid, for saying which come nearest to a missing one."""


def read_sheet(grid: Grid, reader: HeadingReader) -> Sheet:
    """Return what a grid holds."""
    tables = Finder(grid, reader).tables()
    preamble = range(tables[0].top if tables else len(grid.rows))
    title = read_title(grid, preamble)
    sheet = Sheet(grid, title)
    unit = unit_id(normalize(title.unit)) if title.unit else None
    for table in tables:
        sheet.headers += [column.title for column in table.columns]
        contents = _read_table(_named(table, reader, title), reader, unit)
        if contents is None or not (contents.matched or contents.problems):
            _unread(sheet, table, contents)
        else:
            sheet.contents.append(contents)
    footers = [row for contents in sheet.contents for row in contents.footers]
    if footers:
        sheet.title = read_title(grid, [*preamble, *footers])
    sheet.problems += sheet.title.problems
    _check_unit(sheet, unit)
    _apply_conditions(sheet)
    _check_preamble(sheet, preamble, whole=not tables)
    if not tables:
        sheet.headers += [cell for row in list(grid.rows)[:_HEAD_ROWS] for cell in row if cell.strip()]
    return sheet


_HEAD_ROWS = 20
"""Rows of a grid without a table whose texts are offered as near headings."""


def _read_table(table: Table, reader: HeadingReader, unit: str | None) -> Contents | None:
    if table.form is Form.WIDE:
        return read_wide(table, reader, unit)
    return read_listed(table, reader, unit) if table.form is Form.LISTED else None


def _named(table: Table, reader: HeadingReader, title: Title) -> Table:
    """Return a table of one characteristic as a wide one: the title block, the sheet's name or the spec names it."""
    if table.form is not Form.VALUES:
        return table
    texts = [title.item or "", table.grid.sheet or ""]
    named = [reader.read(text) for text in texts if text]
    target = next((found for head in named if len(found := reader.targets(head)) == 1), frozenset())
    if not target and not title.item and len(reader.vocabulary.by_id) == 1:
        only = reader.vocabulary.sole(next(iter(reader.vocabulary.by_id)))
        target = frozenset({only}) if only else frozenset()
    if not target:
        return table
    item = frozenset(one[0] for one in target)

    def column(one: Column) -> Column:
        if Word.VALUE not in one.heading.words:
            return one
        return replace(one, heading=replace(one.heading, items=item, roles=target, words=frozenset()))

    return replace(table, form=Form.WIDE, columns=tuple(column(one) for one in table.columns))


def _unread(sheet: Sheet, table: Table, contents: Contents | None) -> None:
    """Say that a table was found and not read; one that holds no number is no more than a note."""
    listed = ", ".join(shorten(column.title) for column in table.columns[:10])
    place = sheet.grid.place(table.top, table.columns[0].index if table.columns else 0)
    rows = list(table.body())
    if any(_is_number(sheet.grid, row, column) for row in rows for column in range(len(sheet.grid.rows[row]))):
        values = {"headers": listed}
        sheet.problems.append(Problem("measurements.block-unread", place, Severity.UNDECIDED, values))
    elif rows:
        sheet.notes.append(Say("measurements.note-block-unread", {"place": str(place), "headers": listed}))


def _check_preamble(sheet: Sheet, rows: Iterable[int], *, whole: bool) -> None:
    """Say where numbers stand outside the title block: anywhere in a sheet without a table, in rows of several else."""
    grid, used = sheet.grid, sheet.title.used
    dense: list[tuple[int, int]] = []
    previous = False
    for row in rows:
        numbers = [
            (row, column)
            for column in range(len(grid.rows[row]))
            if (row, column) not in used and _is_number(grid, row, column)
        ]
        if whole or (len(numbers) > 1 and previous):
            dense += numbers
        previous = len(numbers) > 1
    if dense:
        code = "measurements.sheet-unread" if whole else "measurements.block-unread"
        place = grid.place(*dense[0])
        listed = ", ".join(shorten(grid.text(*at)) for at in dense[:5])
        values: dict[str, Value] = {"count": len(dense), "first": listed} if whole else {"headers": listed}
        sheet.problems.append(Problem(code, place, Severity.UNDECIDED, values))
    elif whole and any(not grid.blank(row) for row in range(len(grid.rows))):
        sheet.notes.append(Say("measurements.note-sheet-without-table", {"sheet": grid.sheet or grid.file}))


def _is_number(grid: Grid, row: int, column: int) -> bool:
    """Say whether a cell holds a number, or a formula or error where a number may have been."""
    tag = grid.tag(row, column)
    if tag is not None:
        return tag in (Tag.FORMULA, Tag.ERROR)
    return _NUMBER.fullmatch(normalize(grid.text(row, column))) is not None


def _check_unit(sheet: Sheet, unit: str | None) -> None:
    """Say where the form's unit is not known and readings have no other: they would be taken in the spec's unit."""
    text = sheet.title.unit
    if text is None or unit is not None or is_missing(text):
        return
    sources = {
        id(cell.source): cell.source
        for one in sheet.contents
        for reading in one.readings
        for cell in reading.cells.values()
    }
    if any(source.unit is None and source.role.unit is not None for source in sources.values()):
        sheet.problems.append(unknown_unit(text, sheet.title.places["unit"]))


def _apply_conditions(sheet: Sheet) -> None:
    """Give every reading the conditions that the title block states."""
    said = sheet.title.conditions
    if not said:
        return
    for contents in sheet.contents:
        for reading in contents.readings:
            reading.conditions = with_row(said, reading.conditions)


def first_place(sheets: Iterable[Sheet], file: str) -> Place:
    """Return the place of the first table's header, or the file's name."""
    for sheet in sheets:
        for contents in sheet.contents:
            return sheet.grid.place(contents.table.first - 1, contents.table.columns[0].index)
    return Place(file)
