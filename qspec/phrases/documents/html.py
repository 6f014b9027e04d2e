"""Web pages (``.html``): the text that they show, with line and column of the source.

Scripts and styles are dropped. Block elements part paragraphs; headings, list items and tables are known by their
elements. Text that a browser does not show is read too, and that is said.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from qspec.errors import Place
from qspec.phrases.documents.characters import Reading
from qspec.phrases.documents.decoding import text_of
from qspec.phrases.documents.markup import End, Start, Text, events
from qspec.phrases.documents.model import Block, BlockKind, Document, Piece, concat
from qspec.phrases.documents.plain import finished
from qspec.phrases.documents.structure import Line, assemble
from qspec.phrases.documents.words import limits

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})")
_DROPPED = frozenset(["script", "style", "rt", "rp"])
_SECTIONS = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "details",
    "dialog",
    "div",
    "figure",
    "footer",
    "form",
    "header",
]
_LINES = [
    "br",
    "caption",
    "figcaption",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "legend",
    "p",
    "pre",
    "summary",
    "title",
]
_LISTS = ["dd", "dl", "dt", "li", "ol", "option", "select", "ul"]
_TABLES = ["table", "tbody", "td", "tfoot", "th", "thead", "tr"]
_OTHERS = ["button", "fieldset", "head", "html", "main", "nav", "section", "textarea"]
_BLOCKS = frozenset([*_SECTIONS, *_LINES, *_LISTS, *_TABLES, *_OTHERS])
"""Elements that part paragraphs."""
_TITLES = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "title", "caption", "legend", "summary"])
_ITEMS = frozenset(["li", "dd", "option"])
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)
_NAMES = {"shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932"}
_NAMES |= {"iso-8859-1": "cp1252", "latin1": "cp1252"}
_UNSTATED = frozenset(["", "us-ascii", "ascii", "utf-8", "utf8"])
"""Character sets that say nothing: the text is read as any other, strictly."""
_JIS = re.compile(rb"\x1b(\$[@B]|\$\([@B]|\([BJI])")
_FIRST = 4096
_NESTED = 30
"""Tables within one another; deeper ones count to the table around them."""


def stated_text(content: bytes, charset: str) -> str | None:
    """Return text in a stated character set, or None where it says nothing; raises UnicodeError where it lies."""
    name = charset.strip().lower()
    if name in _UNSTATED:
        return None
    try:
        text = _jis(content) if name == "iso-2022-jp" else content.decode(_NAMES.get(name, name))
    except LookupError:
        return None  # an invented name
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _jis(content: bytes) -> str:
    """Return text of ISO-2022-JP as mail programs write it: with ① and ㈱, which Python's codec does not know."""
    parts: list[str] = []
    mode, begin = b"(B", 0
    for found in (*_JIS.finditer(content), None):
        piece = content[begin : found.start() if found else len(content)]
        if mode.startswith(b"$"):
            rows = zip(piece[::2], piece[1::2], strict=len(piece) % 2 == 0)
            parts.append(b"".join(_shifted(high, low) for high, low in rows).decode("cp932"))
        else:
            parts.append(bytes(one | 0x80 for one in piece).decode("cp932") if mode == b"(I" else piece.decode("ascii"))
        if found:
            mode, begin = found.group(1), found.end()
    return "".join(parts)


def _shifted(high: int, low: int) -> bytes:
    """Return a character of two seven-bit bytes as in Shift_JIS."""
    if not (0x21 <= high <= 0x7E and 0x21 <= low <= 0x7E):
        return bytes([high, low]) if high in b"\r\n" else b"\xff\xff"
    second = low + (0x7E if high % 2 == 0 else 0x1F + (low >= 0x60))
    return bytes([(high - 0x21 >> 1) + (0x81 if high < 0x5F else 0xC1), second])


def read(name: str, content: bytes) -> Document:
    """Read a web page in the character set that it states, else as any text."""
    reading = Reading(name)
    if len(content) > limits().text_bytes:
        reading.problem("too-large", Place(name), limit=limits().text_bytes // 1_000_000)
        return Document(name, problems=reading.told())
    text = _decoded(reading, content)
    return finished(reading, html_blocks(reading, text) if text is not None else [])


def _decoded(reading: Reading, content: bytes) -> str | None:
    head = content[:_FIRST]
    stated = _CHARSET.search(head) or _XML.match(head)
    if stated and not content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            text = stated_text(content, stated.group(1).decode("ascii"))
        except ValueError:  # the page states it wrongly; what follows is strict
            text = None
        if text is not None:
            return text
    return text_of(reading, content)


def html_blocks(reading: Reading, text: str, place: Place | None = None) -> list[Block]:
    """Return the blocks of a page; ``place`` without line where those of the source mean nothing (in a mail)."""
    gatherer = _Gatherer(reading, place)
    end = time.monotonic() + limits().seconds
    for event in events(text):
        if time.monotonic() > end:
            reading.problem("too-slow", Place(reading.file, line=event.line), seconds=limits().seconds)
            return []
        match event:
            case Start():
                gatherer.start(event.tag, event.attributes)
            case End():
                gatherer.stop(event.tag)
            case Text():
                gatherer.add(event.text, event.line, event.column)
    gatherer.end()
    return assemble(gatherer.entries)


@dataclass
class _Table:
    """A table while it is open."""

    number: int
    row: int = -1
    column: int = -1
    heads: dict[int, str] = field(default_factory=dict)
    cell: list[Line | Block] | None = None
    titled: bool = False
    spans: int = 1
    above: dict[int, int] = field(default_factory=dict)
    """Columns that a cell above still covers, with the number of rows left."""


class _Gatherer:
    """Gathers lines and cells."""

    def __init__(self, reading: Reading, place: Place | None) -> None:
        self.entries: list[Line | Block] = []
        self._reading, self._place = reading, place
        self._parts: list[Piece] = []
        self._dropped: str | None = None
        self._roles: list[tuple[str, BlockKind]] = []
        self._tables: list[_Table] = []
        self._count = 0

    def start(self, tag: str, about: Mapping[str, str]) -> None:
        """Begin an element; one that is not inline ends the paragraph before it."""
        if self._dropped is None and ("hidden" in about or _UNSEEN.search(about.get("style", ""))):
            self._reading.note("hidden-html")
        if tag in _DROPPED:
            self._dropped = self._dropped or tag
        if tag in _BLOCKS:
            self._flush()
        if tag in _TITLES or tag in _ITEMS:
            if self._roles and self._roles[-1][0] == tag:  # the end of the one before may be left out
                self._roles.pop()
            self._roles.append((tag, BlockKind.HEADING if tag in _TITLES else BlockKind.ITEM))
        if tag == "table" and len(self._tables) < _NESTED:
            self._tables.append(_Table(self._count))
            self._count += 1
        elif self._tables and tag in ("tr", "td", "th"):
            self._cell_ends()
            self._row_or_cell(self._tables[-1], tag, about)

    def _row_or_cell(self, table: _Table, tag: str, about: Mapping[str, str]) -> None:
        if tag == "tr" or table.row < 0:
            table.row, table.column, table.spans = table.row + 1, -1, 1
            table.above = {column: left - 1 for column, left in table.above.items() if left > 1}
        if tag != "tr":
            column = table.column + table.spans
            while column in table.above:
                column += 1
            table.column, table.cell, table.titled = column, [], tag == "th"
            table.spans = _number(about.get("colspan"))
            if (rows := _number(about.get("rowspan"))) > 1:
                table.above.update({column + more: rows for more in range(table.spans)})

    def stop(self, tag: str) -> None:
        """End an element."""
        if tag == self._dropped:
            self._dropped = None
        if tag in _BLOCKS:
            self._flush()
        if any(tag == role for role, _ in self._roles[-_NESTED:]):
            while self._roles.pop()[0] != tag:
                pass
        elif tag in _LISTS:
            while self._roles and self._roles[-1][0] in _ITEMS:
                self._roles.pop()
        if self._tables and tag in ("td", "th", "tr", "table"):
            self._cell_ends()
            if tag == "table":
                self._tables.pop()

    def add(self, text: str, line: int, column: int) -> None:
        """Take text that stands on one line of the source."""
        if text and self._dropped is None:
            place = self._place or Place(self._reading.file, line=line, column=column)
            self._parts.append(self._reading.piece(text, place))

    def _flush(self) -> None:
        """End the paragraph; runs of blanks in it become one."""
        parts, self._parts = self._parts, []
        if not parts:
            return
        if sum(len(part.text.strip()) for part in parts) > limits().line_characters:
            self._reading.problem("line-too-long", parts[0].place_at(0), limit=limits().line_characters)
            return
        piece = _collapsed(parts)
        line = Line(piece, gap=True, role=self._roles[-1][1] if self._roles else None)
        cell = self._tables[-1].cell if self._tables else None
        (self.entries if cell is None else cell).append(line)

    def _cell_ends(self) -> None:
        table = self._tables[-1]
        self._flush()
        if table.cell is None:
            return
        lines, table.cell = table.cell, None
        target = next((one.cell for one in reversed(self._tables[:-1]) if one.cell is not None), self.entries)
        blocks = list(assemble(lines))
        text = " ".join(block.text for block in blocks if block.row is None)
        header = table.heads.get(table.column, "")
        target += list(_placed(blocks, table, header))
        if text and table.row == 0:
            table.heads.update({table.column + more: text for more in range(table.spans)})

    def end(self) -> None:
        """End everything that the page left open."""
        self._flush()
        while self._tables:
            self._cell_ends()
            self._tables.pop()


def _placed(blocks: list[Block], table: _Table, header: str) -> Iterator[Block]:
    """Yield the blocks of a cell as such; those of a table within it are placed already."""
    from dataclasses import replace

    for block in blocks:
        if block.row is not None:
            yield block
            continue
        kind = BlockKind.HEADING if table.titled and table.row == 0 else BlockKind.CELL
        yield replace(block, kind=kind, row=(table.number, table.row), header=header, column=table.column)


def _collapsed(parts: list[Piece]) -> Piece:
    """Return text in which every run of blanks is one space, and none where Japanese lines were wrapped."""
    text: list[str] = []
    origins: list[tuple[int, Place]] = []
    length, blank = 0, True
    for part in parts:
        for found in re.finditer(r"[^ \xa0]+|[ \xa0]+", part.text):
            if found.group()[0] in " \xa0":
                if not blank:
                    text.append(" ")
                    length += 1
                blank = True
                continue
            origins.append((length, part.place_at(found.start())))
            text.append(found.group())
            length += len(found.group())
            blank = False
    return _joined_japanese(Piece("".join(text), tuple(origins) or parts[0].origins)).strip()


def _joined_japanese(piece: Piece) -> Piece:
    """Return text without the blanks that only the wrapping of the source put between two Japanese characters."""
    if len({place.line for _, place in piece.origins}) < 2:
        return piece
    kept: list[Piece] = []
    begin = 0
    for found in re.finditer(r"(?<=[\u3001-\u30ff\u3400-\u9fff]) (?=[\u3001-\u30ff\u3400-\u9fff])", piece.text):
        if piece.place_at(found.start() - 1).line != piece.place_at(found.end()).line:
            kept.append(piece.cut(begin, found.start()))
            begin = found.end()
    return concat([*kept, piece.cut(begin)])


def _number(text: str | None) -> int:
    return min(max(int(text), 1), 1000) if text and text.isascii() and text.isdigit() and len(text) < 5 else 1
