"""The parts of an Excel workbook around its sheets: which sheets there are, the shared texts, and what formats say.

Cells refer to their text and their number format by index. A format decides whether a number is a date, is shown in per
cent, or carries a unit (``0.000"mm"``). Called by ``xlsx.py``.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from enum import Enum

from qspec import units
from qspec.errors import Refusal
from qspec.measurements.readers.guard import Archive, DamagedError
from qspec.measurements.readers.markup import attribute, stream

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_CODE = re.compile(r'"[^"]*"|\\.|[_*].|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DATE_CODE = re.compile(r"[ymdhs]|ggg|e(?![+-])", re.IGNORECASE)
_GENERAL = re.compile(r"general|standard|標準", re.IGNORECASE)
_LITERAL = re.compile(r'[0#?](?:[_*].|\s|\\\s)*"([^"]+)"\s*$')
_BUILTIN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_BUILTIN_PERCENT = frozenset([9, 10])

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


@dataclass
class Workbook:
    """What a workbook's cells refer to."""

    sheets: list[Sheet] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    formats: list[Format] = field(default_factory=list)
    from_1904: bool = False


def read_workbook(archive: Archive) -> Workbook:
    """Read the workbook's parts; raises :class:`DamagedError` for a part that is missing or damaged."""
    main = _main_part(archive)
    book = Workbook()
    links = _links(archive, main)
    _read_sheets(archive, main, links, book)
    for kind, part in links.values():
        if kind == "sharedStrings":
            _read_texts(archive, part, book)
        elif kind == "styles":
            _read_styles(archive, part, book)
    return book


def _main_part(archive: Archive) -> str:
    found = [part for kind, part in _links(archive, "").values() if kind == "officeDocument"]
    part = found[0] if found else "xl/workbook.xml"
    if not archive.has(part) or part.endswith(".bin"):
        raise DamagedError("measurements.not-a-workbook", part)
    return part


def _links(archive: Archive, owner: str) -> dict[str, tuple[str, str]]:
    """Return the relationships of a part: id → (last word of the type, part)."""
    folder, name = posixpath.split(owner)
    part = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}
    if not archive.has(part):
        return found

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "Relationship" and attribute(attributes, "TargetMode") != "External":
            target = attribute(attributes, "Target")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            kind = attribute(attributes, "Type").rpartition("/")[2]
            found[attribute(attributes, "Id")] = (kind, path)

    stream(part, archive.chunks(part), start, lambda _: None, lambda _: None)
    return found


def _read_sheets(archive: Archive, main: str, links: dict[str, tuple[str, str]], book: Workbook) -> None:
    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "workbookPr":
            book.from_1904 = attribute(attributes, "date1904") in ("1", "true")
        elif element == "sheet":
            name, link = attribute(attributes, "name"), _relation(attributes)
            kind, part = links.get(link, ("", ""))
            if not part:
                raise DamagedError("measurements.part-missing", name or main)
            if kind not in _SHEETS:
                raise DamagedError("measurements.part-damaged", part)
            if kind == "worksheet":
                hidden = attribute(attributes, "state") in ("hidden", "veryHidden")
                book.sheets.append(Sheet(name, part, hidden))

    stream(main, archive.chunks(main), start, lambda _: None, lambda _: None)


def _relation(attributes: dict[str, str]) -> str:
    """Return a sheet's relationship id; ``sheetId`` is another attribute, told apart by the namespace."""
    return next((value for key, value in attributes.items() if key.endswith(" id")), "")


def _read_texts(archive: Archive, part: str, book: Workbook) -> None:
    """Read the shared texts: runs of rich text are joined, readings in kana (``rPh``) left out."""
    pieces: list[str] = []
    inside, phonetic = False, 0

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal inside, phonetic
        if element == "si":
            pieces.clear()
        elif element == "rPh":
            phonetic += 1
        elif element == "t":
            inside = not phonetic

    def end(element: str) -> None:
        nonlocal inside, phonetic
        if element == "t":
            inside = False
        elif element == "rPh":
            phonetic -= 1
        elif element == "si":
            book.texts.append(unescape("".join(pieces)))

    stream(part, archive.chunks(part), start, end, lambda text: pieces.append(text) if inside else None)


def unescape(text: str) -> str:
    """Return text with the workbook's own escapes (``_x000D_``) resolved."""
    return _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def _read_styles(archive: Archive, part: str, book: Workbook) -> None:
    codes: dict[str, str] = {}
    used: list[str] = []
    within: list[str] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "numFmt":
            codes[attribute(attributes, "numFmtId")] = attribute(attributes, "formatCode")
        elif element == "xf" and within and within[-1] == "cellXfs":
            used.append(attribute(attributes, "numFmtId") or "0")
        within.append(element)

    stream(part, archive.chunks(part), start, lambda _: (within.pop(), None)[1], lambda _: None)
    book.formats.extend(read_format(number, codes.get(number)) for number in used)


def read_format(number: str, code: str | None) -> Format:
    """Return what a number format says; ``number`` is its id, ``code`` its text where the workbook defines it."""
    if code is None:
        known = int(number) if number.isascii() and number.isdigit() else 0
        if known in _BUILTIN_DATES:
            return Format(Shown.DATE)
        return Format(Shown.PERCENT if known in _BUILTIN_PERCENT else Shown.PLAIN)
    bare = _GENERAL.sub("", _NOT_CODE.sub("", code))
    if _DATE_CODE.search(bare):
        return Format(Shown.DATE)
    if "%" in bare:
        return Format(Shown.PERCENT)
    literal = _LITERAL.search(code.partition(";")[0])
    unit = literal.group(1).strip() if literal else ""
    return Format(unit="" if not unit or isinstance(units.find(unit), Refusal) else unit)
