"""Workbooks and text tables (``.xlsx``, ``.csv``): every cell with text a block at its cell, read by ``qspec.readers``.

A text file named ``.csv`` that is no table (phrases with commas, one a line) is read line by line, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterator

from qspec.errors import Place, Problem, Say, Severity, has_errors
from qspec.phrases.documents.characters import Reading
from qspec.phrases.documents.decoding import text_of
from qspec.phrases.documents.markers import marker
from qspec.phrases.documents.model import Block, BlockKind, Document
from qspec.phrases.documents.plain import finished, text_blocks
from qspec.phrases.documents.refusals import renamed
from qspec.phrases.documents.words import limits
from qspec.readers import open_grids
from qspec.readers.grid import Grid, Tag, letters

_NO_TABLE = frozenset(["delimiter-ambiguous", "quote", "quote-too-long", "cell-too-long", "too-many-columns"])
_HEADED = 30
"""Rows at the top of a sheet in which the heading of its table is looked for."""


def read(name: str, content: bytes) -> Document:
    """Read a workbook or a text table."""
    opened = open_grids(name, content)
    reading = Reading(name)
    reading.notes += [note for note in opened.notes if note.key != "measurements.note-encoding"]
    if any(note.key == "measurements.note-encoding" for note in opened.notes) and text_of(reading, content) is None:
        return finished(reading, [])
    unfit = [one for one in opened.problems if one.code.removeprefix("measurements.") in _NO_TABLE]
    if unfit:
        return _as_lines(reading, content, unfit[0])
    if any(grid.lines is not None and _is_prose(grid) for grid in opened.grids):
        return _as_lines(reading, content, Problem("documents.ragged", Place(name)))
    reading.problems += [renamed(one) for one in opened.problems]
    if has_errors(opened.problems):
        return Document(name, problems=reading.told())
    blocks = [block for number, grid in enumerate(opened.grids) for block in _cells(reading, grid, number)]
    return finished(reading, blocks)


def _is_prose(grid: Grid) -> bool:
    """Say whether a text table is rather a list of phrases: rows of several lengths, blanks behind the delimiters."""
    widths = {len(row) for row in grid.rows if any(cell.strip() for cell in row)}
    inner = [cell for row in grid.rows for cell in row[1:] if cell.strip()]
    return len(widths) > 1 and 2 * sum(cell[0] == " " for cell in inner) > len(inner)


def _as_lines(reading: Reading, content: bytes, why: Problem) -> Document:
    """Read a text file that is no table line by line."""
    text = text_of(reading, content)
    if text is None:
        return finished(reading, [])
    reason = Say(f"{why.code}.text", why.values)
    reading.problem("as-lines", why.place, Severity.WARNING, reason=reason)
    return finished(reading, text_blocks(reading, text))


def _cells(reading: Reading, grid: Grid, number: int) -> Iterator[Block]:
    """Yield the cells of one sheet that hold text; numbers and dates alone are none."""
    head = _head(grid)
    for row, cells in enumerate(grid.rows):
        for column, text in enumerate(cells):
            if not text.strip() or grid.tag(row, column) is not None or _is_number(text):
                continue
            header = " ".join(grid.spread(head, column).split()) if head is not None and row > head else ""
            yield from _cell(reading, text, grid.place(row, column, header or None), (number, row), column, header)
    _formulas(reading, grid)


def _cell(reading: Reading, text: str, place: Place, row: tuple[int, int], column: int, header: str) -> Iterator[Block]:
    """Yield a block for each line that a person typed into a cell."""
    if len(text) > limits().line_characters:
        reading.problem("line-too-long", place, limit=limits().line_characters)
        return
    for line in text.splitlines():
        piece = reading.piece(line, place).strip()
        mark = marker(piece.text)
        rest = piece.cut(mark.end).strip() if mark else piece
        if rest.text:
            sign = mark.text if mark else ""
            yield Block(rest.text, BlockKind.CELL, rest.origins, row, header, column, sign)


def _head(grid: Grid) -> int | None:
    """Return the row that heads the columns: the first with text in most of the columns that are ever filled."""
    filled = [sum(bool(cell.strip()) for cell in cells) for cells in grid.rows]
    width = max(filled, default=0)
    if width < 2:
        return None
    for row, count in enumerate(filled[:_HEADED]):
        if count >= 2 and 2 * count > width and not any(_is_number(cell) for cell in grid.rows[row]):
            return row
    return None


def _is_number(text: str) -> bool:
    plain = text.strip().lstrip("+-−△▲").replace(",", "").replace(".", "", 1)
    return plain.isdigit()


def _formulas(reading: Reading, grid: Grid) -> None:
    """Say how many formulas hold no value, for text may be lost with them."""
    found = sorted(at for at, tag in grid.tags.items() if tag is Tag.FORMULA)
    if found:
        row, column = found[0]
        place = grid.place(row, column)
        first = f"{letters(column)}{row + 1}"
        reading.problem("formula-without-value", place, Severity.UNDECIDED, count=len(found), first=first)
