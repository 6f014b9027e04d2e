"""One worksheet part → a grid, in one pass over its XML and without trusting what it says about its own size.

Numbers are taken from the text that the file holds, to the fifteen digits that Excel shows; a per cent format shows
0.05 as ``5%`` and that is what is read, for it is what the inspector saw. Cells without content (a million formatted
ones are common) are not kept. A formula that was never calculated is tagged, so that nobody takes it for a blank.
Called by ``xlsx.py``.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from qspec.errors import Place, Problem
from qspec.measurements.readers.grid import Grid, Merge, Tag, letters
from qspec.measurements.readers.guard import Archive, DamagedError
from qspec.measurements.readers.markup import stream
from qspec.measurements.readers.workbook import Format, Sheet, Shown, Workbook, unescape
from qspec.measurements.words import limits

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
_SHORT = re.compile(r"-?[0-9.]{1,15}", re.ASCII)
_PLAIN = Format()


class TooLargeError(Exception):
    """The sheet holds a cell too far out, or too many; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass
class _Cell:
    """The cell that is being read."""

    row: int = 0
    column: int = 0
    type: str = ""
    style: str = ""
    formula: bool = False
    value: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)


@dataclass
class SheetReader:
    """Collects one sheet; :meth:`read` returns its grid, the ``hidden_…`` lists what a person does not see."""

    file: str
    sheet: Sheet
    book: Workbook
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    tags: dict[tuple[int, int], Tag] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def read(self, archive: Archive) -> Grid:
        """Return the grid; raises :class:`TooLargeError` and ``DamagedError``."""
        self._row, self._cell, self._sink, self._count = -1, _Cell(), None, 0
        self._phonetic = 0
        stream(self.sheet.part, archive.chunks(self.sheet.part), self._start, self._end, self._text)
        last = max(self.rows, default=-1)
        empty: list[str] = []
        rows = [_dense(self.rows[row]) if row in self.rows else empty for row in range(last + 1)]
        return Grid(self.file, self.sheet.name, rows, None, self.tags, tuple(self.merges))

    _row: int = -1
    _cell: _Cell = field(default_factory=_Cell)
    _sink: list[str] | None = None
    _count: int = 0
    _phonetic: int = 0

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        if element == "c":
            self._begin(attributes)
        elif element == "v":
            if self._cell.value:
                raise DamagedError("measurements.part-damaged", self.sheet.part)
            self._sink = self._cell.value
        elif element == "t":
            self._sink = None if self._phonetic else self._cell.inline
        elif element == "f":
            self._cell.formula = True
        elif element == "row":
            reference = attributes.get("r", "")
            self._row = int(reference) - 1 if _is_index(reference) else self._row + 1
            self._cell = _Cell(row=self._row, column=-1)
            if attributes.get("hidden") in ("1", "true"):
                self.hidden_rows.append(self._row)
        elif element == "rPh":
            self._phonetic += 1
        elif element == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif element == "col" and attributes.get("hidden") in ("1", "true"):
            low, high = attributes.get("min", ""), attributes.get("max", "")
            if _is_index(low) and _is_index(high):
                self.hidden_columns.append((int(low) - 1, int(high) - 1))

    def _text(self, text: str) -> None:
        if self._sink is not None:
            self._sink.append(text)

    def _end(self, element: str) -> None:
        if element in ("v", "t"):
            self._sink = None
        elif element == "rPh":
            self._phonetic -= 1
        elif element == "c":
            self._finish(self._cell)

    def _begin(self, attributes: dict[str, str]) -> None:
        place = _CELL.fullmatch(attributes.get("r", ""))
        column = _index(place.group(1)) if place else self._cell.column + 1
        row = int(place.group(2)) - 1 if place else self._row
        self._cell = _Cell(row, column, attributes.get("t", "n"), attributes.get("s", ""))

    def _finish(self, cell: _Cell) -> None:
        text, tag = self._shown(cell)
        if not text and tag is None:
            return
        self._bound(cell)
        cells = self.rows.setdefault(cell.row, {})
        if cell.column in cells:
            raise DamagedError("measurements.part-damaged", self.sheet.part)  # two values for one cell: neither counts
        cells[cell.column] = text
        if tag is not None:
            self.tags[cell.row, cell.column] = tag

    def _bound(self, cell: _Cell) -> None:
        most = limits()
        place = Place(self.file, sheet=self.sheet.name, cell=f"{letters(cell.column)}{cell.row + 1}")
        self._count += 1
        if cell.row >= most.rows or cell.column >= most.columns:
            values = {"rows": most.rows, "columns": most.columns}
            raise TooLargeError(Problem("measurements.far-cell", place, values=values))
        if self._count > most.cells:
            raise TooLargeError(Problem("measurements.too-many-cells", place, values={"limit": most.cells}))

    def _shown(self, cell: _Cell) -> tuple[str, Tag | None]:
        """Return a cell's text as a person sees it, and what it is where text cannot say that."""
        raw = "".join(cell.value)
        if cell.type == "s":
            return self._shared(raw)
        if cell.type == "inlineStr":
            return unescape("".join(cell.inline)), None
        if cell.type == "str":
            return unescape(raw), None
        if not raw.strip():
            return ("", Tag.FORMULA) if cell.formula else ("", None)
        if cell.type == "b":
            return ("FALSE" if raw.strip() in ("0", "false") else "TRUE"), Tag.TRUTH
        if cell.type == "e":
            return raw, Tag.ERROR
        if cell.type == "d":
            return raw, Tag.DATE
        return self._number(raw.strip(), self._format(cell.style))

    def _shared(self, raw: str) -> tuple[str, Tag | None]:
        if raw.isascii() and raw.isdigit() and int(raw) < len(self.book.texts):
            return self.book.texts[int(raw)], None
        return f"#{raw}", Tag.ERROR

    def _format(self, style: str) -> Format:
        known = style.isascii() and style.isdigit() and int(style) < len(self.book.formats)
        return self.book.formats[int(style)] if known else _PLAIN

    def _number(self, raw: str, form: Format) -> tuple[str, Tag | None]:
        text = raw if _SHORT.fullmatch(raw) else _fifteen(raw)
        if form.shown is Shown.DATE:
            return _date(raw, from_1904=self.book.from_1904), Tag.DATE
        if form.shown is Shown.PERCENT:
            return _percent(text), None
        return (f"{text} {form.unit}" if form.unit else text), None

    def _merge(self, reference: str) -> None:
        ends = [_CELL.fullmatch(end) for end in reference.split(":")]
        if len(ends) == 2 and ends[0] and ends[1]:
            top, bottom = sorted(int(end.group(2)) - 1 for end in ends if end)
            left, right = sorted(_index(end.group(1)) for end in ends if end)
            self.merges.append(Merge(top, left, bottom, right))


def _is_index(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text) <= 2_000_000 if len(text) <= 7 else False


def _index(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _dense(cells: dict[int, str]) -> list[str]:
    row = [""] * (max(cells) + 1)
    for column, text in cells.items():
        row[column] = text
    return row


def _fifteen(raw: str) -> str:
    """Return a number with the fifteen digits that Excel keeps; what is no number stays, for the kind to refuse."""
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return raw
    if not number.is_finite():
        return raw
    return f"{float(raw):.15g}" if len(number.as_tuple().digits) > 15 or "e" in raw.lower() else raw


def _percent(text: str) -> str:
    try:
        return f"{(Decimal(text) * 100).normalize():f}%"
    except (InvalidOperation, ValueError):
        return text


def _date(raw: str, *, from_1904: bool) -> str:
    """Return a serial date as ISO text, the raw text where it is none; from 1 March 1900 on, as Excel counts."""
    try:
        days = float(raw)
        base = datetime.datetime(1904, 1, 1) if from_1904 else datetime.datetime(1899, 12, 30)
        moment = base + datetime.timedelta(seconds=round(days * 86400))
    except (ValueError, OverflowError):
        return raw
    return moment.date().isoformat() if days == int(days) else moment.isoformat(" ")
