"""Writes tables of the outline as the sheets of a workbook; the only module that writes workbooks.

Nothing in a cell is ever a formula or a link: what is no number is written as a string, and marked as text where a
spreadsheet would run it after an edit. No time of the machine is in the file, so the same tables give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from qspec.errors import Value
from qspec.messages import render
from qspec.report.outline import Align, Cell, Column, Table, Tone
from qspec.report.width import columns, visible
from qspec.report.xlsx.entries import number, places, risky, shown

NARROWEST, WIDEST = 8, 48
"""Widths of a column in characters."""
ROWS = 1_048_575
"""Rows of a sheet below its headings (Microsoft's limits for Excel)."""
_LONG = 40
"""Characters from which on the languages of a cell stand below each other."""
_SAMPLED = 400
"""Rows that a column's width is taken from."""
_LABELS = 36
"""Width of the first column of a sheet with facts."""
_ACROSS = 170
"""Characters side by side that can still be read on a printed page."""
_LINE, _HIGHEST = 14.25, 405.0
"""Height of a line and of the highest row in points; a spreadsheet allows 409."""
_A4 = 9
_BEGINNING = datetime(2000, 1, 1)
"""Stands as the time of making where the paper has no date."""
_LOOKS: dict[Tone, dict[str, Any]] = {
    Tone.PLAIN: {},
    Tone.QUIET: {"font_color": "#55575C"},
    Tone.GOOD: {},
    Tone.WARN: {"bold": True, "bg_color": "#E1E1E1"},
    Tone.BAD: {"bold": True, "bg_color": "#7D0F14", "font_color": "#FFFFFF"},
}


@dataclass(frozen=True)
class Sheet:
    """One sheet: pairs of label and content above, where there are any, then a table."""

    name: Value
    table: Table
    facts: tuple[tuple[Value, Cell], ...] = ()
    frozen: int = 0
    """Columns that stay while the others are scrolled."""


@dataclass
class _Book:
    file: Any
    languages: Sequence[str]
    looks: dict[tuple[object, ...], Any] = field(default_factory=dict)

    def look(self, **wanted: Any) -> Any:  # noqa: ANN401 - the library's formats
        """Return a format, each made once."""
        key = tuple(sorted(wanted.items()))
        if key not in self.looks:
            self.looks[key] = self.file.add_format(
                {"font_name": "Yu Gothic", "font_size": 10, "valign": "top"} | wanted
            )
        return self.looks[key]

    def text(self, value: Value) -> str:
        """Return a value in every language: side by side where it is short, else below each other."""
        texts = list(dict.fromkeys(text for lang in self.languages if (text := visible(render(value, lang)))))
        return ("\n" if sum(map(len, texts)) > _LONG else " / ").join(texts)

    def cell(self, cell: Cell) -> str:
        """Return all lines of a cell."""
        return "\n".join(self.text(line) for line in cell.lines)


def write(sheets: Sequence[Sheet], languages: Sequence[str], *, title: str, date: str = "", footer: str = "") -> bytes:
    """Return the workbook. ``date`` (ISO) stands as its date of making, ``footer`` on every printed page."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = _Book(Workbook(stream, options), languages)
    book.file.set_properties({"title": visible(title)[:255], "comments": "qspec", "created": _day(date)})
    for sheet in sheets:
        _sheets(sheet, book, footer)
    book.file.close()
    return stream.getvalue()


def _day(date: str) -> datetime:
    try:
        return datetime.fromisoformat(date[:10])
    except ValueError:
        return _BEGINNING


def _sheets(sheet: Sheet, book: _Book, footer: str) -> None:
    """Write a sheet, and as many more as its rows need."""
    rows = sheet.table.rows
    room = ROWS - len(sheet.facts) - 1
    name = "  ".join(dict.fromkeys(render(sheet.name, lang) for lang in book.languages))
    for count, start in enumerate(range(0, max(1, len(rows)), room), start=1):
        made = book.file.add_worksheet(name if count == 1 else f"{name[:27]} {count}")
        _page(made, footer)
        top = _facts(sheet.facts, made, book) if start == 0 else 0
        _table(sheet, rows[start : start + room], top, made, book)


def _page(made: Any, footer: str) -> None:  # noqa: ANN401 - likewise
    made.set_landscape()
    made.set_paper(_A4)
    made.set_margins(0.4, 0.4, 0.5, 0.6)
    # & begins a code in a footer; 255 characters are all that one can hold
    made.set_footer(f"&L&8{visible(footer)[:100].replace('&', '&&')}&C&8&A&R&8&P / &N")


def _facts(facts: Sequence[tuple[Value, Cell]], made: Any, book: _Book) -> int:  # noqa: ANN401 - likewise
    """Write the pairs and return the row of the table below."""
    for row, (label, cell) in enumerate(facts):
        text = shown(book.text(label))
        made.write_string(row, 0, text, book.look(bold=True, text_wrap=True))
        _put(made, row, 1, cell, Column("", Align.LEFT), book, wrap=False)
        made.set_row(row, _height([(text, _LABELS), (book.cell(cell), 10 * WIDEST)]))
    return len(facts) + 1 if facts else 0


def _table(sheet: Sheet, rows: Sequence[tuple[Cell, ...]], top: int, made: Any, book: _Book) -> None:  # noqa: ANN401 - likewise
    heads = [
        "\n".join(dict.fromkeys(render(one.heading, lang) for lang in book.languages)) for one in sheet.table.columns
    ]
    widths = _widths(sheet, heads, rows[:_SAMPLED], book)
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        made.set_column(column, column, width)
        made.write_string(top, column, head, book.look(bold=True, bg_color="#EEF0F2", border=1, text_wrap=True))
    made.set_row(top, _height(zip(heads, widths, strict=True)))
    for row, cells in enumerate(rows, start=top + 1):
        for column, cell in enumerate(cells):
            _put(made, row, column, cell, sheet.table.columns[column], book)
        made.set_row(row, _height(zip(map(book.cell, cells), widths, strict=True)))
    made.repeat_rows(top)
    made.fit_to_pages(-(-sum(widths) // _ACROSS), 0)
    if sheet.frozen:
        made.repeat_columns(0, sheet.frozen - 1)
        made.freeze_panes(top + 1, sheet.frozen)
        made.autofilter(top, 0, top + max(1, len(rows)), len(heads) - 1)


def _widths(sheet: Sheet, heads: Sequence[str], rows: Sequence[tuple[Cell, ...]], book: _Book) -> list[int]:
    """Return the width of each column: its longest line, within bounds."""
    found = []
    for column, head in enumerate(heads):
        texts = [head, *(book.cell(row[column]) for row in rows)]
        widest = max(columns(line) for text in texts for line in text.split("\n"))
        least = _LABELS if sheet.facts and not column else NARROWEST
        found.append(max(least, min(WIDEST, widest + 2)))
    return found


def _height(texts: Iterable[tuple[str, int]]) -> float:
    """Return the height of a row: not every program makes room for wrapped text by itself."""
    lines = (sum(max(1, -(-columns(line) // width)) for line in text.split("\n")) for text, width in texts)
    return min(_HIGHEST, _LINE * max(lines, default=1))


def _put(made: Any, row: int, column: int, cell: Cell, of: Column, book: _Book, *, wrap: bool = True) -> None:  # noqa: ANN401 - likewise
    """Write a cell: a number in a column of numbers where it is one exactly, else text."""
    text = book.cell(cell)
    looks: dict[str, Any] = _LOOKS[cell.tone] | ({"bold": True} if cell.strong else {})
    looks |= {"border": 1, "border_color": "#9A9CA1"} if wrap else {}
    if not text:
        made.write_blank(row, column, None, book.look(**looks))
        return
    value = number(text) if of.align is Align.RIGHT else None
    if value is not None:
        decimals = places(text)
        looks |= {"num_format": f"0.{'0' * decimals}" if decimals else "0", "align": "right"}
        made.write_number(row, column, value, book.look(**looks))
        return
    looks |= {"num_format": "@", "text_wrap": wrap, "align": "left"}
    if risky(text):
        looks["quote_prefix"] = True
    made.write_string(row, column, shown(text), book.look(**looks))
