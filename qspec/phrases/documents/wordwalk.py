"""The text of one part of a Word document: paragraphs, tables, text boxes → lines and cells; for ``docx.py``."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qspec.errors import Place, Severity
from qspec.phrases.documents.characters import Reading
from qspec.phrases.documents.model import Block, BlockKind, Piece, concat
from qspec.phrases.documents.structure import Line, assemble
from qspec.phrases.documents.wordparts import Style, child, is_heading, local, on, value
from qspec.phrases.documents.words import limits

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DELETED = frozenset(["del", "moveFrom"])
_INSERTED = frozenset(["ins", "moveTo"])
_PROPERTIES = [
    "pPr",
    "rPr",
    "sdtPr",
    "sdtEndPr",
    "tblPr",
    "tblGrid",
    "trPr",
    "tcPr",
    "sectPr",
    "docPr",
    "cNvPr",
    "rubyPr",
]
_CODES = ["instrText", "delText", "delInstrText", "delMathText", "fldData", "rt"]
_POSITIONS = ["posOffset", "align", "pctWidth", "pctHeight", "pctPosHOffset", "pctPosVOffset"]
_PASSED = frozenset([*_PROPERTIES, *_CODES, *_POSITIONS])
"""Elements without text of the document: properties, codes of fields, readings over kanji, positions of drawings."""
_PARTS = ["document", "body", "hdr", "ftr", "footnotes", "endnotes", "footnote", "endnote"]
_CONTAINERS = frozenset([*_PARTS, "sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "del", "moveFrom"])
_PICTURES = frozenset(["blip", "imagedata", "relIds", "chart", "OLEObject"])
_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_QUOTED = 60


@dataclass
class Walk:
    """One part on its way to lines and cells: counts paragraphs and tables, and what is to be said of the whole."""

    reading: Reading
    styles: dict[str, Style]
    seen: Counter[str] = field(default_factory=Counter)
    name: str | None = None
    paragraph: int = 0
    tables: int = 0
    carried: list[Piece] = field(default_factory=list)
    """Pieces of a paragraph whose end was deleted, so that the next one goes on with it."""

    def part(self, content: bytes) -> Iterator[Line | Block]:
        """Yield the lines and cells of a part; each paragraph and table is let go when it has been read."""
        from defusedxml.ElementTree import iterparse

        above: list[str] = []
        for event, element in iterparse(io.BytesIO(content), events=("start", "end")):
            name = local(element)
            if event == "start":
                above.append(name)
                continue
            above.pop()
            if all(one in _CONTAINERS for one in above) and name not in _CONTAINERS:
                if not _DELETED.intersection(above):
                    yield from self._block(element, name)
                element.clear()

    def _block(self, element: Element, name: str) -> Iterator[Line | Block]:
        if name == "p":
            yield from self.paragraph_lines(element)
        elif name == "tbl":
            yield from self.table(element)
        elif name == "altChunk":
            part = value(element, "id") or "altChunk"
            self.reading.problem("part-unread", Place(self.reading.file), Severity.UNDECIDED, part=part)
        elif name == "AlternateContent":
            for one in _inner(element):
                yield from self._block(one, local(one))

    def _place(self) -> Place:
        return Place(self.reading.file, paragraph=max(self.paragraph, 1), name=self.name)

    def paragraph_lines(self, element: Element) -> Iterator[Line | Block]:
        """Yield a paragraph's lines, and behind them what stands in its text boxes."""
        self.paragraph += 1
        about = child(element, "pPr")
        named = child(about, "pStyle")
        style = self.styles.get(value(named) or "", Style()) if named is not None else Style()
        outline, number = child(about, "outlineLvl"), child(about, "numPr", "numId")
        if outline is not None:
            style = replace(style, heading=is_heading(outline))
        if number is not None:
            style = replace(style, listed=value(number) != "0")
        lines = list(self._lines(element, style, self._place()))
        ended = child(about, "rPr", "del") is None and child(about, "rPr", "moveFrom") is None
        yield from self._ended(lines, style) if ended else self._held(lines)

    def _held(self, lines: list[Line | Block]) -> Iterator[Block]:
        for line in lines:
            if isinstance(line, Line):
                self.carried.append(line.piece)
            else:
                yield line

    def _ended(self, lines: list[Line | Block], style: Style) -> Iterator[Line | Block]:
        """Yield the lines, the first of them joined to what the paragraphs before left open."""
        held, self.carried = self.carried, []
        if held:
            whole = concat(held)
            at = next((index for index, line in enumerate(lines) if isinstance(line, Line)), None)
            if at is None:
                lines.insert(0, Line(whole, gap=True, role=_role(style)))
            else:
                first = lines[at]
                lines[at] = replace(first, piece=concat([whole, first.piece])) if isinstance(first, Line) else first
        yield from lines

    def _lines(self, element: Element, style: Style, place: Place) -> Iterator[Line | Block]:
        texts = _Texts(self, style, place)
        texts.walk(element, style.hidden, struck=False)
        if len(texts.text) > limits().line_characters:
            self.reading.problem("line-too-long", place, limit=limits().line_characters)
            return
        for index, line in enumerate(texts.text.split("\n")):
            if line.strip():
                yield Line(self.reading.piece(line, place), gap=index == 0, role=_role(style))
        texts.tell()
        for box in texts.boxes:
            yield from self._box(box)

    def _box(self, box: Element) -> Iterator[Line | Block]:
        """Yield what stands in a text box; its paragraphs have the number of the one that it belongs to."""
        count = self.paragraph
        for element in _inner(box):
            if local(element) == "tbl":
                yield from self.table(element)
            else:
                self.paragraph = count - 1
                yield from self.paragraph_lines(element)
            self.paragraph = count

    def table(self, element: Element) -> Iterator[Block]:
        """Yield a table's cells, each paragraph a block; merged cells once, nested tables behind their cell."""
        number, self.tables = self.tables, self.tables + 1
        heads: dict[int, str] = {}
        rows = [row for row in _rows(element) if child(row, "trPr", "del") is None]
        for index, row in enumerate(rows):
            headed = on(child(row, "trPr"), "tblHeader") and len(rows) > 1
            found: dict[int, str] = {}
            for column, span, cell in _cells(row):
                if not span:
                    self.paragraph += sum(local(one) == "p" for one in cell)
                    continue
                blocks = list(self._cell(cell))
                own = [block for block in blocks if block.row is None]
                found.update({column + more: " ".join(block.text for block in own) for more in range(span) if own})
                kind = BlockKind.HEADING if headed else BlockKind.CELL
                header = heads.get(column, "")
                for block in own:
                    yield replace(block, kind=kind, row=(number, index), header=header, column=column)
                yield from (block for block in blocks if block.row is not None)
            if headed or (not heads and len(set(found.values())) > 1):
                heads = dict(found)

    def _cell(self, cell: Element) -> Iterator[Block]:
        entries: list[Line | Block] = []
        for element in _inner(cell):
            entries += self.table(element) if local(element) == "tbl" else self.paragraph_lines(element)
        yield from assemble(entries)


class _Texts:
    """The text of one paragraph: line feeds where its lines end, text boxes apart, and what is hidden or struck."""

    def __init__(self, walk: Walk, style: Style, place: Place) -> None:
        self._walk, self._style, self._place = walk, style, place
        self._parts: list[str] = []
        self._told: dict[str, list[str]] = {"hidden-text": [], "struck-text": []}
        self.boxes: list[Element] = []

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    def walk(self, element: Element, hidden: bool, *, struck: bool) -> None:
        """Gather what an element holds."""
        for one in element:
            name = local(one)
            if name in ("t", "sym"):
                self._add(_symbol(one) if name == "sym" else one.text or "", hidden=hidden, struck=struck)
            elif name in _SIGNS:
                self._parts.append(_SIGNS[name])
            elif name in _DELETED:
                self._walk.seen["deleted"] += child(one, "r") is not None
            elif name == "r":
                about = child(one, "rPr")
                self.walk(
                    one, hidden or on(about, "vanish"), struck=struck or on(about, "strike") or on(about, "dstrike")
                )
            elif name == "txbxContent":
                self.boxes.append(one)
            elif name == "AlternateContent":
                chosen = child(one, "Choice")
                self.walk(chosen if chosen is not None else one, hidden, struck=struck)
            elif name not in _PASSED:
                self._walk.seen["inserted"] += name in _INSERTED and child(one, "r") is not None
                self._walk.seen["pictures"] += name in _PICTURES
                self._walk.seen["comments"] += name == "commentReference"
                self.walk(one, hidden, struck=struck)

    def _add(self, text: str, *, hidden: bool, struck: bool) -> None:
        self._parts.append(text)
        for slug, is_so in (("hidden-text", hidden), ("struck-text", struck)):
            if is_so:
                self._told[slug].append(text)

    def tell(self) -> None:
        """Tell what of the text a reader does not see, or sees crossed out."""
        from qspec.text import shorten

        for slug, parts in self._told.items():
            if text := "".join(parts).strip():
                shown = shorten(text, _QUOTED)
                self._walk.seen[slug] += 1
                if self._walk.seen[slug] <= limits().listed:
                    self._walk.reading.problem(slug, self._place, Severity.WARNING, text=shown)


def _symbol(element: Element) -> str:
    """Return a character set in a symbol font; the private ones of bullets and boxes are a blank."""
    try:
        code = int(value(element, "char") or "", 16)
    except ValueError:
        return " "
    return " " if 0xE000 <= code <= 0xF8FF or not 0x20 <= code < 0xD800 else chr(code)


def _role(style: Style) -> BlockKind | None:
    return BlockKind.HEADING if style.heading else BlockKind.ITEM if style.listed else None


def _inner(element: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables directly within an element, through the wrappers around them."""
    for one in element:
        name = local(one)
        if name in ("p", "tbl"):
            yield one
        elif name == "AlternateContent":
            chosen = child(one, "Choice")
            yield from _inner(chosen if chosen is not None else one)
        elif name in _CONTAINERS or name in ("Choice", "Fallback"):
            yield from _inner(one) if name not in _DELETED else ()


def _rows(element: Element) -> Iterator[Element]:
    for one in element:
        if local(one) == "tr":
            yield one
        elif local(one) in _CONTAINERS and local(one) not in _DELETED:
            yield from _rows(one)


def _cells(row: Element) -> Iterator[tuple[int, int, Element]]:
    """Yield column, width in columns (0 for the rest of one merged downwards) and element of each cell."""
    before = child(row, "trPr", "gridBefore")
    column = _count(before) if before is not None else 0
    for cell in _tagged(row, "tc"):
        about = child(cell, "tcPr")
        spanned, merged = child(about, "gridSpan"), child(about, "vMerge")
        span = max(_count(spanned), 1) if spanned is not None else 1
        if merged is None or value(merged) == "restart":
            yield column, span, cell
        else:
            yield column, 0, cell
        column += span


def _tagged(element: Element, name: str) -> Iterator[Element]:
    for one in element:
        if local(one) == name:
            yield one
        elif local(one) in _CONTAINERS and local(one) not in _DELETED:
            yield from _tagged(one, name)


def _count(element: Element) -> int:
    text = value(element) or ""
    return min(int(text), 1000) if text.isascii() and text.isdigit() else 0
