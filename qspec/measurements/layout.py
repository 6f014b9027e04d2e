"""Finds the tables of a grid: where their headings begin and end, and which cells over one another are one heading.

A header is known by the spec's own names (a *wide* table: characteristics across), or by words such as 検査項目 and
測定値 (a *listed* one: characteristics down, with one value a row or pieces across). Several tables may stand in one
sheet; what stands before the first is the form's title block. ``sheets.py`` has what is found here read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from qspec.measurements.headings import Heading, HeadingReader
from qspec.measurements.words import NOT_READINGS, Word, is_missing, title_labels
from qspec.readers.grid import Grid
from qspec.text import fold, normalize

MAX_HEADER_ROWS = 5
_MAX_UPPER = 2
_DECIMAL = re.compile(r"[-+]?(?:\d*[.,]\d+(?:\s*\S{1,4})?|\d+[.,]|\d{4,})", re.ASCII)
_NAMES_PIECE = frozenset({Word.SERIAL, Word.SAMPLE, Word.NUMBER})
_NAMES_ROW = _NAMES_PIECE | {Word.LOT, Word.ITEM, Word.BALLOON}
_HEADS_TABLE = _NAMES_PIECE | {Word.ITEM, Word.BALLOON, Word.VALUE}
_GROUPS = NOT_READINGS | {Word.VALUE}


class Form(Enum):
    """How a table is laid out."""

    WIDE = "characteristics across"
    LISTED = "characteristics down"
    VALUES = "one characteristic, named elsewhere"
    FOREIGN = "no characteristic of the spec"


@dataclass(frozen=True)
class Column:
    """A column of a table: its header cells from top to bottom, and what they say together."""

    index: int
    cells: tuple[str, ...]
    heading: Heading

    @property
    def title(self) -> str:
        """The heading as written, cells over one another joined."""
        return " / ".join(self.cells)


@dataclass(frozen=True)
class Table:
    """A table: header rows ``top`` … ``first`` - 1, rows ``first`` … ``end`` - 1 under them."""

    grid: Grid
    form: Form
    top: int
    first: int
    end: int
    columns: tuple[Column, ...]

    def body(self) -> Iterator[int]:
        """Yield the rows under the header that are not blank."""
        return (row for row in range(self.first, self.end) if not self.grid.blank(row))


@dataclass
class Finder:
    """Finds the tables of one grid."""

    grid: Grid
    reader: HeadingReader
    _heads: dict[int, tuple[Heading, ...]] = field(default_factory=dict)

    def tables(self) -> list[Table]:
        """Return the tables from top to bottom; a header with nothing under it is none."""
        found: list[Table] = []
        row, free = 0, 0
        while row < len(self.grid.rows):
            table = self._table_at(row, free, found[-1] if found else None)
            if table is None:
                row += 1
                continue
            if found:
                found[-1] = _ended(found[-1], table.top)
            found.append(table)
            row = free = table.first
        return [table for table in found if any(True for _ in table.body())] or found[-1:]

    def _table_at(self, row: int, free: int, current: Table | None) -> Table | None:
        """Return the table whose header's first row with a name is ``row``, or None."""
        if not self._could_be_header(row, current):
            return self._foreign_at(row)
        last = row
        while last - row + 1 < MAX_HEADER_ROWS and self._continues(row, last + 1):
            last += 1
        top = row
        while top > free and row - top < _MAX_UPPER and self._is_upper(top - 1):
            top -= 1
        columns = self._columns(top, last)
        form = self._form(columns, last + 1)
        if form is None:
            return self._foreign_at(row)
        return Table(self.grid, form, top, last + 1, len(self.grid.rows), columns)

    def _foreign_at(self, row: int) -> Table | None:
        """Return the table of other things that begins here: after a blank row, all text, words of headings in it."""
        if (row and not self.grid.blank(row - 1)) or self._is_group(row):
            return None
        cells = [cell for cell in self.grid.rows[row] if cell.strip()]
        if len(cells) < 2 or any(is_missing(cell) or cell.strip()[:1].isdigit() for cell in cells):
            return None
        words = {word for head in self._headings(row) for word in head.words}
        if not words & _HEADS_TABLE or sum(fold(cell) in title_labels() for cell in cells) * 2 > len(cells):
            return None
        columns = self._columns(row, row)
        return Table(self.grid, Form.FOREIGN, row, row + 1, len(self.grid.rows), columns)

    def _headings(self, row: int) -> tuple[Heading, ...]:
        if row not in self._heads:
            self._heads[row] = tuple(self.reader.read(cell) for cell in self.grid.rows[row])
        return self._heads[row]

    def _could_be_header(self, row: int, current: Table | None) -> bool:
        """Say whether a row holds a name of the spec, or the words of a listed table; rows with decimals never do."""
        cells = self.grid.rows[row]
        if not any(cells) or any(_DECIMAL.fullmatch(cell.strip()) for cell in cells) or self._tagged(row):
            return False
        apart = current is None or self._stands_apart(row)
        if not apart and any(cell.isdigit() for cell in cells):
            return False
        heads = self._headings(row)
        words = {word for head in heads if not head.named for word in head.words}
        if not apart and any(head.text and (head.bare_number or not head.known) for head in heads):
            return False
        if Word.VALUE in words and words & (_NAMES_PIECE | {Word.ITEM, Word.BALLOON}):
            return True
        named = [index for index, head in enumerate(heads) if head.named]
        if current is not None and current.form is Form.LISTED and not (apart and words & _NAMES_PIECE):
            named = [index for index in named if not _is_label(current, index)]
        counted = sum(head.repeat is not None for head in heads)
        if named and not self._is_pair(heads):
            return apart or bool(words & _NAMES_ROW)
        listed = words & {Word.ITEM, Word.BALLOON} and (counted or words & {Word.LIMIT, Word.UNIT})
        balloons = words & _NAMES_PIECE and any(head.balloon for head in heads)
        return bool(listed or balloons or (counted > 1 and apart))

    def _stands_apart(self, row: int) -> bool:
        """Say whether a blank row or a line of one cell (a title) stands before a row.

        A row right under others is a reading, whatever names stand in it, unless it is a header from end to end.
        """
        if row and self._is_group(row - 1):
            return self._stands_apart(row - 1)
        return row == 0 or sum(1 for cell in self.grid.rows[row - 1] if cell.strip()) <= 1

    def _is_pair(self, heads: Sequence[Heading]) -> bool:
        """Say whether a row is a title-block entry (``測定項目 | 膜厚``) and nothing more."""
        filled = [head for head in heads if head.text]
        return len(filled) == 2 and fold(filled[0].text) in title_labels() and not filled[1].words

    def _continues(self, top: int, row: int) -> bool:
        """Say whether a row still belongs to the header that begins at ``top``: nothing in it but words of headings."""
        if row >= len(self.grid.rows) or self.grid.blank(row):
            return False
        cells = self.grid.rows[row]
        if any(_DECIMAL.fullmatch(cell.strip()) for cell in cells) or self._tagged(row):
            return False
        seen = pieces = items = False
        for index, (cell, head) in enumerate(zip(cells, self._headings(row), strict=True)):
            if not cell.strip():
                continue
            if not head.known and self._under_values(top, row, index):
                pieces = True
                continue
            if not head.known or not self._may_stand_under(top, row, index, head):
                return False
            items = items or bool(head.items)
            # H under a pencil hardness may be a grade, and 級 a unit: only its neighbours tell.
            seen = seen or not self._could_be_mark(top, row, index, head)
        return (pieces and not items) or (seen and not pieces and not self._first_is_row_label(row))

    def _tagged(self, row: int) -> bool:
        """Say whether a row holds an error, a date or a truth value, which no header does."""
        tags = self.grid.tags
        return bool(tags) and any((row, column) in tags for column in range(len(self.grid.rows[row])))

    def _under_values(self, top: int, row: int, index: int) -> bool:
        """Say whether a cell stands under a 測定値 that reaches over several columns, so that it names a piece."""
        return self._spans(row - 1, index) and Word.VALUE in self.reader.combined(self._path(top, row - 1, index)).words

    def _may_stand_under(self, top: int, row: int, index: int, head: Heading) -> bool:
        above = self.reader.combined(self._path(top, row - 1, index))
        if above.words & _NAMES_ROW and not head.words:
            # A, n1 and 内径 right under No. or 検査項目 begin the first row, however blank the rest of it is.
            return bool(head.named) and self._spans(row - 1, index)
        if head.bare_number:
            return self._spans(row - 1, index)
        return not (head.items and self.reader.targets(above) and not head.items & above.items)

    def _could_be_mark(self, top: int, row: int, index: int, head: Heading) -> bool:
        """Say whether a unit or ○× stands under a characteristic that is read as text, and so could be a reading."""
        alike = head.words == {Word.OTHER} or (bool(head.units) and not head.words)
        if head.named or not alike:
            return False
        above = self.reader.combined(self._path(top, row - 1, index))
        roles = [self.reader.vocabulary.role(target) for target in self.reader.targets(above)]
        return bool(roles) and all(role.unit is None for role in roles)

    def _first_is_row_label(self, row: int) -> bool:
        """Say whether the row begins with a word of limits or statistics, as a row of them does under a header."""
        first = next((head for head in self._headings(row) if head.text), Heading())
        here = next(index for index, head in enumerate(self._headings(row)) if head.text)
        return bool(first.words & NOT_READINGS) and not self._spans(row - 1, here)

    def _spans(self, row: int, column: int) -> bool:
        """Say whether the heading over a cell reaches over several columns: merged, or blank with one to its left."""
        merge = self.grid.covered.get((row, column))
        if merge is not None and merge.right > merge.left:
            return True
        if not self.grid.text(row, column).strip():
            return any(self.grid.text(row, left).strip() for left in range(column))
        return merge is None and column + 1 < self.grid.width and not self.grid.text(row, column + 1).strip()

    def _is_upper(self, row: int) -> bool:
        """Say whether the row over a header groups its columns (測定値, 判定, SCI …)."""
        if self.grid.blank(row) or any(_DECIMAL.fullmatch(cell.strip()) for cell in self.grid.rows[row]):
            return False
        heads = [(index, head) for index, head in enumerate(self._headings(row)) if head.text]
        if self._is_group(row):
            return True
        if not any(head.words & _GROUPS or head.conditions for _, head in heads):
            return False
        return all(head.known or self._is_merged(row, index) for index, head in heads)

    def _is_group(self, row: int) -> bool:
        """Say whether a row groups the names under it: ``No.`` that goes on below, and headings over several columns.

        ``No. | 寸法 | | 外観 |`` over ``| 外径 | 内径 | 刻印 | きず`` is one header. What the groups are called is not
        understood and need not be: they stand over names of the spec.
        """
        if row + 1 >= len(self.grid.rows) or any(_DECIMAL.fullmatch(cell.strip()) for cell in self.grid.rows[row]):
            return False
        filled = [(index, head) for index, head in enumerate(self._headings(row)) if head.text]
        over = [index for index, head in filled if not head.words & _NAMES_PIECE]
        if len(over) == len(filled) or not any(self._spans(row, index) for index in over):
            return False
        if any(self.grid.text(row + 1, index).strip() for index, _ in filled if index not in over):
            return False
        return any(head.items for head in self._headings(row + 1))

    def _is_merged(self, row: int, column: int) -> bool:
        merge = self.grid.covered.get((row, column))
        return merge is not None and merge.right > merge.left

    def _columns(self, top: int, last: int) -> tuple[Column, ...]:
        found: list[Column] = []
        for index in range(self.grid.width):
            path = self._path(top, last, index)
            if path:
                found.append(Column(index, path, self.reader.combined(path)))
        return tuple(found)

    def _path(self, top: int, last: int, index: int) -> tuple[str, ...]:
        """Return the header cells over a column, from top to bottom, each merged or grouping cell once."""
        cells: list[str] = []
        for row in range(top, last + 1):
            text = normalize(self.grid.spread(row, index))
            if not text and (row, index) not in self.grid.covered:
                text = self._from_left(row, last, index)
            if text and (not cells or cells[-1] != text):
                cells.append(text)
        return tuple(cells)

    def _from_left(self, row: int, last: int, index: int) -> str:
        """Return the grouping heading to the left of a blank header cell, where the cell under it needs one."""
        under = [self.reader.read(self.grid.spread(below, index)) for below in range(row + 1, last + 1)]
        left = next((at for at in range(index - 1, -1, -1) if self.grid.text(row, at).strip()), None)
        if left is None or (row, left) in self.grid.covered:
            return ""
        text = normalize(self.grid.text(row, left))
        head = self.reader.read(text)
        if not any(head.text for head in under):
            return text if row == last and Word.VALUE in head.words else ""
        whole = any(part.items or part.words & (_NAMES_PIECE | {Word.LOT, Word.OTHER}) for part in under)
        return text if head.words & _GROUPS or not whole else ""

    def _form(self, columns: Sequence[Column], first: int) -> Form | None:
        heads = [column.heading for column in columns]
        if any(head.named and self.reader.targets(head) for head in heads):
            return Form.WIDE
        values = any(Word.VALUE in head.words for head in heads)
        counted = [
            column
            for column in columns
            if column.heading.repeat is not None and not column.heading.words & NOT_READINGS
        ]
        if (values or counted) and self._names_below(columns, first):
            return Form.LISTED
        if any(self.reader.targets(head) for head in heads) and any(head.words & _NAMES_PIECE for head in heads):
            return Form.WIDE
        if values and any(head.words & _NAMES_PIECE for head in heads):
            return Form.VALUES
        return None

    def _names_below(self, columns: Sequence[Column], first: int) -> bool:
        """Say whether cells under the header name characteristics, in a column that holds no values."""
        for row in range(first, min(first + 60, len(self.grid.rows))):
            for index in range(min(len(self.grid.rows[row]), self.grid.width)):
                column = next((one for one in columns if one.index == index), None)
                if column is not None and (column.heading.repeat or Word.VALUE in column.heading.words):
                    continue
                cell = self.grid.text(row, index)
                if cell.strip() and not is_missing(cell) and self.reader.read(cell).named:
                    return True
                if column and Word.BALLOON in column.heading.words and self.reader.read(cell).balloon:
                    return True
        return False


def _is_label(table: Table, index: int) -> bool:
    """Say whether a column of a listed table holds labels: it is headed so, or stands left of the values."""
    heads = {column.index: column.heading for column in table.columns}
    values = [at for at, head in heads.items() if head.repeat is not None or Word.VALUE in head.words]
    return index < min(values, default=0) or (index in heads and Word.ITEM in heads[index].words)


def _ended(table: Table, end: int) -> Table:
    return Table(table.grid, table.form, table.top, table.first, end, table.columns)
