"""Reads a listed table: characteristics down, with one value a row (long) or the pieces across (the usual 検査成績書).

The label of a row may be spread over several cells (number, name, quantity) and over merged ones. Which piece a value
belongs to is said by the row's serial column, or by the heading of the value's column (n1 … n5); where neither says it,
the k-th value of a characteristic is taken for piece k, and that is noted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from qspec import units
from qspec.errors import Problem, Say, Severity
from qspec.measurements import conditions, marks
from qspec.measurements import stated as limits
from qspec.measurements.cells import Cell, Source, read_cells, settle_unit, tagged, unknown_unit
from qspec.measurements.headings import Heading, HeadingReader
from qspec.measurements.layout import Column, Table
from qspec.measurements.tables import Contents, PieceRow, Reading, RowKind, first_filled, row_kind, unheaded, with_row
from qspec.measurements.vocabulary import Target, names, unit_id
from qspec.measurements.words import NOT_READINGS, Word, headings, is_missing
from qspec.readers.grid import Grid, Tag, letters
from qspec.text import fold, normalize, shorten

_ROW_PIECE = (Word.SERIAL, Word.SAMPLE)


@dataclass
class _Parts:
    """The columns of a listed table by what they are for."""

    labels: list[int] = field(default_factory=list)
    balloon: int | None = None
    number: Column | None = None
    values: list[Column] = field(default_factory=list)
    serial: Column | None = None
    lot: Column | None = None
    unit: Column | None = None
    repeat: Column | None = None
    conditions: dict[str, list[Column]] = field(default_factory=dict)
    unused: list[Column] = field(default_factory=list)


@dataclass
class _Value:
    """One value on its way to a reading: what it is, of which piece, in which order."""

    target: Target
    lot: str | None
    piece: str | None
    repeat: str | None
    cell: Cell
    conditions: Mapping[str, str]


def read_listed(table: Table, reader: HeadingReader, unit: str | None = None) -> Contents:
    """Return what a listed table holds; ``unit`` is the one that the form states for everything."""
    contents = Contents(table, unit)
    parts = _parts(table)
    contents.unused += [column.title for column in parts.unused]
    contents.problems += _mixed_values(table, parts)
    rows = _rows(contents, reader, parts)
    parts.values = [column for column in parts.values if _is_used(table, column, [row for row, _ in rows])]
    long = len(parts.values) == 1 and parts.serial is None
    if long and parts.number is not None and _numbers_pieces(table.grid, parts.number, rows):
        parts.serial = parts.number
    values = [value for row, target in rows for value in _values(contents, reader, parts, row, target)]
    extra = unheaded(table, [row for row, _ in rows]) - set(parts.labels)
    contents.unused += [letters(index) for index in sorted(extra)]
    _gather(contents, parts, values)
    marks.down(contents, rows, parts.unused, parts.values)
    limits.down(contents, rows, parts.unused)
    return contents


def _parts(table: Table) -> _Parts:
    parts = _Parts()
    rest: list[Column] = []
    named = [column.index for column in table.columns if Word.ITEM in column.heading.words]
    for column in table.columns:
        heading, words = column.heading, column.heading.words
        if heading.condition is not None:
            parts.conditions.setdefault(heading.condition, []).append(column)
        elif words & NOT_READINGS:
            parts.unused.append(column)
        elif Word.VALUE in words or (
            heading.repeat is not None and not words and column.index > max(named, default=-1)
        ):
            parts.values.append(column)
        elif Word.UNIT in words:
            parts.unit = column
        else:
            rest.append(column)
    first = min((column.index for column in parts.values), default=table.grid.width)
    headed = {column.index for column in table.columns}
    parts.labels = [index for index in range(first) if index not in headed]
    for column in rest:
        _place(parts, column, 0 if named else first)
    parts.labels.sort()
    return parts


def _mixed_values(table: Table, parts: _Parts) -> list[Problem]:
    """Refuse a column 測定値 beside columns n1, n2 that do not stand under it, for either could hold the readings."""
    plain = [column for column in parts.values if column.heading.repeat is None]
    numbered = [column for column in parts.values if Word.VALUE not in column.heading.words]
    if not plain or not numbered:
        return []
    titles = ", ".join(shorten(column.title) for column in (*plain, *numbered))
    place = table.grid.place(table.first - 1, numbered[0].index, numbered[0].title)
    return [Problem("measurements.value-columns", place, values={"columns": titles})]


def _is_used(table: Table, column: Column, rows: Sequence[int]) -> bool:
    """Say whether a value column has a heading of its own, or at least a value under one that goes on from the left."""
    grid = table.grid
    headed = any(grid.spread(row, column.index).strip() for row in range(table.top, table.first))
    return headed or any(grid.text(row, column.index).strip() for row in rows)


def _place(parts: _Parts, column: Column, first: int) -> None:
    """Put a column where it belongs; one under an unknown heading left of ``first`` may hold labels."""
    words = column.heading.words
    if Word.ITEM in words:
        parts.labels.append(column.index)
    elif Word.BALLOON in words and parts.balloon is None:
        parts.balloon = column.index
    elif Word.NUMBER in words and parts.number is None:
        parts.number = column
    elif words & set(_ROW_PIECE) and parts.serial is None:
        parts.serial = column
    elif Word.LOT in words and parts.lot is None:
        parts.lot = column
    elif Word.REPEAT in words and parts.repeat is None:
        parts.repeat = column
    elif not words and column.index < first:
        parts.labels.append(column.index)
    else:
        parts.unused.append(column)


def _rows(contents: Contents, reader: HeadingReader, parts: _Parts) -> list[tuple[int, Target]]:
    """Return the rows whose label names one role of one item; others are listed, ambiguous ones are problems."""
    grid = contents.grid
    found: list[tuple[int, Target]] = []
    previous: frozenset[str] = frozenset()
    for row in contents.table.body():
        first = first_filled(grid, row)
        texts = [grid.spread(row, index) for index in parts.labels]
        own = next((text for text in texts if text.strip()), grid.text(row, first))
        label = shorten(normalize(own))
        heading = _row_heading(reader, grid, parts, row, texts)
        targets = reader.targets(heading)
        if len(targets) > 1 and not heading.items and {target for target in targets if target[0] in previous}:
            targets = frozenset(target for target in targets if target[0] in previous)
        if len(targets) == 1:
            target = next(iter(targets))
            previous = frozenset({target[0]})
            found.append((row, target))
        elif targets:
            contents.problems.append(_ambiguous(grid, (row, first), label, targets, reader))
            contents.refused |= {target[0] for target in targets}
        else:
            previous = heading.items or frozenset()
            kind = row_kind(grid, row, grid.text(row, first))
            if kind is RowKind.PIECE:
                kind = row_kind(grid, row, own)
            else:
                label = shorten(normalize(grid.text(row, first)))
            if kind is not RowKind.PIECE:
                contents.skipped.append((grid.place(row, first), label))
                contents.footers += [row] if kind is RowKind.FOOTER else []
            elif label and not is_missing(label):
                contents.unused.append(label)
    return found


def _row_heading(reader: HeadingReader, grid: Grid, parts: _Parts, row: int, texts: Sequence[str]) -> Heading:
    """Return what a row's label cells say together; a running number only tells two items of one name apart."""
    said = [reader.read(text) for text in texts if text.strip() and not is_missing(text)]
    named = [head.text for head in said if head.named or head.roles]
    known = [head.text for head in said if head.known]
    heading = reader.combined(known if named else [head.text for head in said])
    if parts.balloon is not None:
        mark = reader.read(grid.spread(row, parts.balloon))
        heading = reader.combined([mark.text, heading.text]) if not heading.text else _with_balloon(heading, mark)
    if parts.number is not None and heading.items:
        hint = reader.read(grid.spread(row, parts.number.index)).balloon
        heading = _with_hint(heading, hint)
    return heading


def _with_balloon(heading: Heading, mark: Heading) -> Heading:
    if heading.items and mark.balloon and not heading.items & mark.balloon:
        return replace(heading, items=heading.items | mark.balloon)
    return replace(heading, balloon=mark.balloon, known=True)


def _with_hint(heading: Heading, hint: frozenset[str]) -> Heading:
    return replace(heading, hint=heading.hint | hint)


def _ambiguous(
    grid: Grid, cell: tuple[int, int], label: str, targets: frozenset[Target], reader: HeadingReader
) -> Problem:
    items = names(reader.vocabulary.by_id[item] for item in sorted({target[0] for target in targets}))
    return Problem("measurements.row-ambiguous", grid.place(*cell), values={"label": label, "items": items})


def _numbers_pieces(grid: Grid, number: Column, rows: Sequence[tuple[int, Target]]) -> bool:
    """Say whether a column No. numbers pieces, not rows: it repeats, and never within one role."""
    seen: dict[Target, list[str]] = {}
    for row, target in rows:
        seen.setdefault(target, []).append(normalize(grid.text(row, number.index)))
    everything = [text for texts in seen.values() for text in texts]
    return len(set(everything)) < len(everything) and all(text for text in everything)


def _values(contents: Contents, reader: HeadingReader, parts: _Parts, row: int, target: Target) -> list[_Value]:
    grid, role = contents.grid, reader.vocabulary.role(target)
    heading = reader.combined([grid.spread(row, index) for index in parts.labels])
    label = heading.text or target[0]
    source = Source(grid, label, role, None, dict(heading.conditions))
    for column in parts.values:
        source.conditions = dict(with_row(source.conditions, column.heading.conditions))
    source.unit = contents.unit_of(role, _row_unit(contents, parts, row, heading, role.unit))
    spots = [(row, column.index) for column in parts.values]
    cells = read_cells(source, spots, contents.problems)
    settle_unit(source, role.unit, contents.problems)
    contents.match(*target, label)
    stated = with_row(source.conditions, _row_conditions(grid, parts, row))
    lot = _cell_name(contents, parts.lot, row, "measurements.lot-missing")
    serial = _cell_name(contents, parts.serial, row, "measurements.serial-missing")
    found: list[_Value] = []
    for column, cell in zip(parts.values, cells, strict=True):
        across = _across(parts, column)
        repeat = None if parts.repeat is None else normalize(grid.spread(row, parts.repeat.index))
        piece = serial if parts.serial is not None else across
        if parts.serial is not None and across is not None:
            repeat = f"{repeat or ''} {across}".strip()
        found.append(_Value(target, lot, piece, repeat, cell, stated))
    return found


def _across(parts: _Parts, column: Column) -> str | None:
    """Return the piece of a value column: its number, the text under 測定値, or its position among several."""
    if column.heading.repeat is not None:
        return column.heading.repeat
    if Word.VALUE not in headings().get(fold(column.cells[-1]), frozenset()):
        return column.cells[-1]
    return str(parts.values.index(column) + 1) if len(parts.values) > 1 else None


def _row_unit(contents: Contents, parts: _Parts, row: int, heading: Heading, role_unit: str | None) -> str | None:
    """Return the unit of a row: in its unit cell, or in its label; an unknown one is a problem."""
    if role_unit is None:
        return None
    found = set(heading.units)
    text = contents.grid.spread(row, parts.unit.index) if parts.unit is not None else ""
    if parts.unit is not None and not is_missing(text):
        unit = unit_id(normalize(text))
        place = contents.grid.place(row, parts.unit.index, parts.unit.title)
        if unit is None:
            contents.problems.append(unknown_unit(text, place))
        elif found and unit not in found:
            listed = ", ".join(sorted(units.get(one).symbol for one in {*found, unit}))
            values = {"header": heading.text, "units": listed}
            contents.problems.append(Problem("measurements.two-units", place, values=values))
        else:
            return unit
    return next(iter(found), None)


def _row_conditions(grid: Grid, parts: _Parts, row: int) -> Mapping[str, str]:
    found = {
        key: value
        for key, columns in parts.conditions.items()
        if (value := conditions.of_cells(key, (grid.spread(row, one.index) for one in columns))) is not None
    }
    indexes = [column.index for column in parts.unused] + parts.labels
    if parts.serial is not None:
        indexes.append(parts.serial.index)
    specular = conditions.specular_of(
        text for index in indexes if conditions.names_specular(text := grid.text(row, index))
    )
    return {**found, conditions.SPECULAR: specular} if specular is not None else found


def _cell_name(contents: Contents, column: Column | None, row: int, code: str) -> str | None:
    """Return the lot or serial number of a row: None without such a column, blank (and a problem) where the cell is."""
    if column is None:
        return None
    grid, place = contents.grid, contents.grid.place(row, column.index, column.title)
    if (tag := grid.tag(row, column.index)) in (Tag.ERROR, Tag.FORMULA):
        contents.problems.append(tagged(grid, row, column.index, tag, column.title))
        return ""
    text = grid.spread(row, column.index)
    if is_missing(text):
        contents.problems.append(Problem(code, place, Severity.UNDECIDED, {"header": column.title}))
        return ""
    return normalize(text)


def _gather(contents: Contents, parts: _Parts, values: Sequence[_Value]) -> None:
    """Put the values of one piece together: the k-th L*, a* and b* of a piece are one reading."""
    counted: Counter[tuple[str | None, Target]] = Counter()
    across = len(parts.values) > 1
    merged: dict[tuple[str | None, str], int] = {}
    slots: dict[tuple[int, str, str, int], dict[str, tuple[Cell, Mapping[str, str]]]] = {}
    order: Counter[tuple[int, Target, str | None]] = Counter()
    for value in values:
        piece = value.piece
        if piece is None:
            counted[value.lot, value.target] += 1
            piece = str(counted[value.lot, value.target])
        number = _piece(contents, merged, value, piece)
        nth = order[number, value.target, value.repeat]
        order[number, value.target, value.repeat] += 1
        key = (number, value.target[0], value.repeat or "", nth)
        slots.setdefault(key, {})[value.target[1]] = (value.cell, value.conditions)
    for (number, item, _, nth), cells in slots.items():
        row = contents.rows[number]
        stated: Mapping[str, str] = {}
        for _, said in cells.values():
            stated = with_row(stated, said)
        taken = {key: cell for key, (cell, _) in cells.items()}
        contents.readings.append(Reading(item, row.lot, row.serial, number, taken, stated, nth))
    if counted and not across and max(counted.values()) > 1:
        contents.notes.append(
            Say("measurements.note-counted-pieces", {"table": str(contents.grid.place(contents.table.top, 0))})
        )


def _piece(contents: Contents, merged: dict[tuple[str | None, str], int], value: _Value, piece: str) -> int:
    """Return the number of the piece row for a value; a blank serial number is a piece of its own."""
    key = (value.lot, piece)
    if piece == "" or key not in merged:
        merged[key] = len(contents.rows)
        contents.rows.append(PieceRow(value.lot, piece or None, value.cell.place, value.cell.row))
    return merged[key]
