"""One worksheet part → a grid: openpyxl's parser gives typed cells one row at a time, this says what a person sees.

A number has the fifteen digits that Excel shows; a per cent format shows 0.05 as ``5%`` and that is what is read, for
it is what the inspector saw. Cells without content (a million formatted ones are common) are not kept, and what the
sheet says about its own size is not asked. A formula that was never calculated is tagged, so that nobody takes it for a
blank. Called by ``xlsx.py``; imports openpyxl on loading.
"""

from __future__ import annotations

import datetime
import io
import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser

from qspec.readers.grid import Grid, Merge, Tag, letters
from qspec.readers.guard import Archive, DamagedError
from qspec.readers.limits import limits
from qspec.readers.workbook import Format, Sheet, Shown, Workbook

_PLAIN = Format()
_TRUE = ("1", "true")
_FORMULA = "f"
_READABLE = 15
"""Powers of ten up to which a number is written out."""


@dataclass(frozen=True)
class SheetRead:
    """A sheet's grid, and its rows and columns (from 0) that hold something although they are hidden."""

    grid: Grid
    hidden_rows: list[int]
    hidden_columns: list[int]


class _Parser(WorkSheetParser):
    """Openpyxl's parser; what it would read as blank or pass over is told: formulas without value, faulty cells."""

    def parse_cell(self, element: Any) -> dict[str, Any]:  # noqa: ANN401 - an XML element of either of two libraries
        values = [child.text or "" for child in element if child.tag == VALUE_TAG]
        kind, raw = element.get("t", "n"), "".join(values)
        try:
            cell: dict[str, Any] = super().parse_cell(element)
        except (ValueError, IndexError, TypeError):
            cell = {"row": 0}
        misread = "_" in raw if kind == "n" else kind == "s" and raw.startswith("-")  # int("1_0") is 10, [-1] the last
        if cell["row"] < 1 or len(values) > 1 or misread:
            reference = element.get("r") or f"{letters(self.col_counter - 1)}{self.row_counter}"
            raise DamagedError("measurements.part-damaged", "", cell=reference)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None and not (kind == "str" and values):
            cell["data_type"] = _FORMULA
        return cell


def read_sheet(file: str, sheet: Sheet, book: Workbook, archive: Archive) -> SheetRead:
    """Return a sheet; raises :class:`DamagedError` for damage, two values in a cell, and cells too far or too many."""
    parser = _Parser(io.BytesIO(archive.read(sheet.part)), book.texts, data_only=True)
    rows: dict[int, dict[int, str]] = {}
    tags: dict[tuple[int, int], Tag] = {}
    hidden: list[int] = []
    filled, most = 0, limits().cells
    try:
        for number, cells in parser.parse():
            if parser.row_dimensions.pop(str(number), {}).get("hidden") in _TRUE:
                hidden.append(number - 1)
            _keep(cells, book, rows, tags)
            filled += len(rows.get(number - 1, ()))
            if filled > most:
                raise DamagedError("measurements.too-many-cells", "", cell=f"A{number}", limit=most)
    except DamagedError as damage:
        damage.part, damage.sheet = damage.part or sheet.part, sheet.name
        raise
    merged = parser.merged_cells.mergeCell if parser.merged_cells is not None else ()
    merges = tuple(Merge(one.min_row - 1, one.min_col - 1, one.max_row - 1, one.max_col - 1) for one in merged)
    dense = [_dense(rows.get(row, {})) for row in range(max(rows, default=-1) + 1)]
    spans = _hidden_columns(parser)
    columns = [one for one in sorted(set().union(*rows.values())) if any(one in span for span in spans)]
    return SheetRead(Grid(file, sheet.name, dense, None, tags, merges), [row for row in hidden if row in rows], columns)


def _hidden_columns(parser: _Parser) -> list[range]:
    spans = [span for span in parser.column_dimensions.values() if span.get("hidden") in _TRUE]
    return [range(int(span["min"]) - 1, int(span["max"])) for span in spans]


def _keep(
    cells: list[dict[str, Any]], book: Workbook, rows: dict[int, dict[int, str]], tags: dict[tuple[int, int], Tag]
) -> None:
    """Take over the cells of a row that hold something."""
    most = limits()
    for cell in cells:
        text, tag = _shown(cell["value"], cell["data_type"], cell["style_id"], book)
        if not text and tag is None:
            continue
        row, column = cell["row"] - 1, cell["column"] - 1
        if row >= most.rows or column >= most.columns:
            place = f"{letters(column)}{row + 1}"
            raise DamagedError("measurements.far-cell", "", cell=place, rows=most.rows, columns=most.columns)
        kept = rows.setdefault(row, {})
        if column in kept:  # two values for one cell: neither counts
            raise DamagedError("measurements.part-damaged", "", cell=f"{letters(column)}{row + 1}")
        kept[column] = text
        if tag is not None:
            tags[row, column] = tag


def _shown(value: Any, kind: str, style: int, book: Workbook) -> tuple[str, Tag | None]:  # noqa: ANN401 - any cell value
    """Return a cell's text as a person sees it, and what it is where text cannot say that."""
    if value is None:
        return "", Tag.FORMULA if kind == _FORMULA else None
    if isinstance(value, bool):
        return str(value).upper(), Tag.TRUTH
    if kind == "e":
        return str(value), Tag.ERROR
    if isinstance(value, int | float):
        return _number(value, book.formats[style] if 0 <= style < len(book.formats) else _PLAIN, book.epoch)
    if isinstance(value, str):
        return unescape(value) if kind == "s" else value, None
    return _when(value), Tag.DATE


def _number(value: float, form: Format, epoch: datetime.datetime) -> tuple[str, Tag | None]:
    text = _fifteen(value)
    if form.shown is Shown.DATE:
        try:
            return _when(from_excel(value, epoch)), Tag.DATE
        except (ValueError, OverflowError):
            return text, Tag.DATE
    if form.shown is Shown.PERCENT and math.isfinite(value):
        return f"{(Decimal(text) * 100).normalize():f}%", None
    return (f"{text} {form.unit}" if form.unit else text), None


def _fifteen(value: float) -> str:
    """Return a number with the fifteen digits that Excel keeps, without exponent where that is readable."""
    text = str(value) if isinstance(value, int) and abs(value) < 10**15 else f"{value:.15g}"
    return f"{Decimal(text):f}" if "e" in text and abs(Decimal(text).adjusted()) <= _READABLE else text


def _when(value: datetime.datetime | datetime.date | datetime.time | datetime.timedelta) -> str:
    """Return a moment as ISO text; a day without its midnight."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return str(value)


def _dense(cells: dict[int, str]) -> list[str]:
    row = [""] * (max(cells, default=-1) + 1)
    for column, text in cells.items():
        row[column] = text
    return row
