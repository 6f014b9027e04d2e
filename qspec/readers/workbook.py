"""The parts of an Excel workbook around its sheets, read by openpyxl: the sheets, the shared texts, the formats.

Not ``load_workbook``: it passes over a sheet whose part is missing, gives up on faulty fonts and borders that hold no
reading, and makes a cell for every formatted blank and every cell under a merged range. Its building blocks do not.
Called by ``xlsx.py``; imports openpyxl on loading.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, cast

from openpyxl.packaging.relationship import Relationship, get_dependents
from openpyxl.packaging.workbook import ChildSheet
from openpyxl.reader.strings import read_string_table
from openpyxl.reader.workbook import WorkbookParser
from openpyxl.styles.cell_style import CellStyleList
from openpyxl.styles.numbers import NumberFormatList, builtin_format_code, is_date_format
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

from qspec import units
from qspec.errors import Refusal
from qspec.readers.guard import Archive, DamagedError

_ROOT = "_rels/.rels"
_QUOTED = re.compile(r'"[^"]*"|\\.')
_LITERAL = re.compile(r'[0#?](?:[_*].|\s|\\\s)*"([^"]+)"\s*$')
_EAST_ASIAN_DATES = frozenset([*range(27, 37), *range(50, 59)])
"""Ids of date formats that need no code in Japanese Excel (ECMA-376 part 1, 18.8.30); openpyxl does not know them."""

_SHEETS = frozenset(["worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"])
"""Kinds of sheets; those without cells of measurements are left out, and one of no known kind is no workbook's."""


class Shown(Enum):
    """How a format shows a number."""

    PLAIN = "plain"
    DATE = "date"
    PERCENT = "percent"


@dataclass(frozen=True)
class Format:
    """A number format: how it shows a number, and a unit that it writes behind it."""

    shown: Shown = Shown.PLAIN
    unit: str = ""


@dataclass(frozen=True)
class Sheet:
    """A worksheet: its name, its part, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True)
class Workbook:
    """What a workbook's cells refer to; ``epoch`` is the day from which its dates count."""

    sheets: list[Sheet]
    texts: list[str]
    formats: list[Format]
    epoch: datetime.datetime


def read_workbook(archive: Archive) -> Workbook:
    """Read the workbook's parts; raises :class:`DamagedError` for a part that is missing or damaged."""
    main = _main_part(archive)
    parser = WorkbookParser(archive, main, keep_links=False)
    parser.parse()
    links = cast("dict[str, Relationship]", parser.rels)  # a dictionary, whatever the stubs say
    parts = {_kind(link.Type): link.target for link in links.values()}
    texts = read_string_table(io.BytesIO(archive.read(parts["sharedStrings"]))) if "sharedStrings" in parts else []
    formats = list(_formats(archive.read(parts["styles"]))) if "styles" in parts else []
    return Workbook(list(_sheets(parser.sheets, links)), texts, formats, parser.wb.epoch)


def _kind(link: str) -> str:
    """Return the last word of a relationship's type."""
    return link.rpartition("/")[2]


def _main_part(archive: Archive) -> str:
    links = get_dependents(archive, _ROOT) if archive.has(_ROOT) else []
    part = next((link.target for link in links if _kind(link.Type) == "officeDocument"), "xl/workbook.xml")
    if not archive.has(part) or part.endswith(".bin"):
        raise DamagedError("measurements.not-a-workbook", part)
    return part


def _sheets(sheets: list[ChildSheet], links: dict[str, Relationship]) -> Iterator[Sheet]:
    for sheet in sheets:
        link = links.get(sheet.id)
        if link is None:
            raise DamagedError("measurements.part-missing", sheet.name)
        kind = _kind(link.Type)
        if kind not in _SHEETS:
            raise DamagedError("measurements.part-damaged", link.target)
        if kind == "worksheet":
            yield Sheet(sheet.name, link.target, sheet.state != "visible")


def _formats(styles: bytes) -> Iterator[Format]:
    """Yield the format of each cell style, from the two lists of the part that matter."""
    root: Any = fromstring(styles)
    numbers, used = (root.find(f"{{{SHEET_MAIN_NS}}}{name}") for name in ("numFmts", "cellXfs"))
    own: Any = NumberFormatList.from_tree(numbers) if numbers is not None else NumberFormatList()
    codes = {number.numFmtId: number.formatCode for number in own.numFmt}
    styled: Any = CellStyleList.from_tree(used) if used is not None else CellStyleList()
    for style in styled.xf:
        yield read_format(style.numFmtId or 0, codes.get(style.numFmtId))


def read_format(number: int, code: str | None) -> Format:
    """Return what a number format says; ``number`` is its id, ``code`` its text where the workbook defines it."""
    if code is None and number in _EAST_ASIAN_DATES:
        return Format(Shown.DATE)
    code = code or builtin_format_code(number) or ""
    if is_date_format(code):
        return Format(Shown.DATE)
    if "%" in _QUOTED.sub("", code):
        return Format(Shown.PERCENT)
    literal = _LITERAL.search(code.partition(";")[0])
    unit = literal.group(1).strip() if literal else ""
    return Format(unit="" if not unit or isinstance(units.find(unit), Refusal) else unit)
