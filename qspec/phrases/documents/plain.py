"""Text files (``.txt``, ``.md``, whatever else is text): lines with places, Markdown's headings, tables and signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qspec.errors import Place, Say
from qspec.phrases.documents.characters import Reading
from qspec.phrases.documents.decoding import text_of
from qspec.phrases.documents.model import Block, BlockKind, Document, Piece, concat
from qspec.phrases.documents.structure import Line, assemble
from qspec.phrases.documents.words import limits

_NARROWEST, _WIDEST, _UNWRAPPED = 55, 130, 0.03
"""Columns between which a text counts as wrapped by hand, and the share of longer lines beyond which it does not."""
_HASHES = re.compile(r"\s{0,3}#{1,6}\s+(?=\S)")
_CLOSING = re.compile(r"\s+#+\s*$")
_UNDERLINE = re.compile(r"\s{0,3}(?:={2,}|-{2,}|＝{2,})\s*$")
_RULE = re.compile(r"\s*(?:[-*_=~─━═＝＊ー―－+]\s?){3,}\s*$")
_FENCE = re.compile(r"\s{0,3}(?:`{3,}|~{3,})")
_QUOTE = re.compile(r"\s{0,3}(?:[>＞]\s?)+")
_EMPHASIS = re.compile(r"(\*\*|__|`+)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\[\]]+)\]\([^()\s]*\)")
_PIPE = re.compile(r"(?<!\\)[|｜│┃]")
_BORDER = re.compile(r"[\s|｜│┃:+\-─━═┼├┤┬┴┌┐└┘╋╂]*[-─━═]{2}[\s|｜│┃:+\-─━═┼├┤┬┴┌┐└┘╋╂]*$")


def read(name: str, content: bytes) -> Document:
    """Read a text file."""
    reading = Reading(name)
    if len(content) > limits().text_bytes:
        reading.problem("too-large", Place(name), limit=limits().text_bytes // 1_000_000)
        return Document(name, problems=reading.told())
    text = text_of(reading, content)
    return finished(reading, text_blocks(reading, text) if text is not None else [])


def finished(reading: Reading, blocks: Sequence[Block], pages: int | None = None) -> Document:
    """Return the document; without blocks where a problem makes it unusable, and a problem where there is no text."""
    from qspec.errors import has_errors

    if not blocks and not has_errors(reading.problems):
        reading.problem("no-text", Place(reading.file))
    if len(blocks) > limits().blocks:
        reading.problem("too-many-blocks", Place(reading.file), limit=limits().blocks)
    problems = reading.told()
    notes: tuple[Say, ...] = tuple(reading.notes)
    return Document(reading.file, () if has_errors(problems) else tuple(blocks), problems, notes, pages)


def text_blocks(reading: Reading, text: str, place: Place | None = None) -> list[Block]:
    """Return the blocks of a text with line feeds; ``place`` holds what their places share."""
    from dataclasses import replace

    base = place or Place(reading.file)
    lines: list[Piece] = []
    for number, raw in enumerate(text.split("\n"), 1):
        at = replace(base, line=number, column=1)
        if len(raw) > limits().line_characters:
            reading.problem("line-too-long", at, limit=limits().line_characters)
            return []
        lines.append(reading.piece(raw, at))
    return assemble(_Lines(lines).entries())


@dataclass
class _Lines:
    """The lines of a text, and how wide it is where somebody wrapped it by hand (0: nobody did)."""

    lines: list[Piece]
    width: int = 0
    tables: int = 0

    def __post_init__(self) -> None:
        widths = sorted(_columns(line.text) for line in self.lines if line.text.strip())
        long = sum(width > _WIDEST for width in widths)
        if widths and long <= _UNWRAPPED * len(widths):
            self.width = min(widths[int(len(widths) * 0.97)], _WIDEST)
        if self.width < _NARROWEST:
            self.width = 0

    def entries(self) -> Iterator[Line | Block]:
        """Yield lines and table cells in their order."""
        index, gap, fenced = 0, True, False
        before = ""
        while index < len(self.lines):
            piece, start = self._unquoted(self.lines[index]), index
            text = piece.text
            index += 1
            if _FENCE.match(text):
                fenced, gap = not fenced, True
            elif not text.strip() or (_RULE.match(text) and not fenced):
                gap = True
            elif fenced:
                yield Line(piece, gap=True)
            elif end := self._table_end(start):
                yield from self._table(start, end)
                index, gap = end, True
            elif self._underlined(start):
                yield Line(_plain(piece), gap=True, role=BlockKind.HEADING)
                index, gap = index + 1, True
            elif hashes := _HASHES.match(text):
                closing = _CLOSING.search(text)
                yield Line(
                    _plain(piece.cut(hashes.end(), closing.start() if closing else None)), True, role=BlockKind.HEADING
                )
                gap = True
            else:
                indent = _columns(text) - _columns(text.lstrip())
                yield Line(_plain(piece), gap, self._full(before, text), indent)
                gap = False
            before = text

    def _unquoted(self, piece: Piece) -> Piece:
        quote = _QUOTE.match(piece.text)
        return piece.cut(quote.end()) if quote else piece

    def _full(self, before: str, text: str) -> bool:
        """Say whether the beginning of a line did not fit on the line before."""
        if not self.width:
            return False
        first = text.lstrip()[:1]
        word = text.split(None, 1)[0] if first.isascii() else first
        return _columns(before.rstrip()) + 1 + _columns(word) > self.width - (2 if not first.isascii() else 0)

    def _underlined(self, index: int) -> bool:
        """Say whether a line between blanks is underlined as a heading is."""
        alone = index == 0 or not self.lines[index - 1].text.strip()
        below = self.lines[index + 1].text if index + 1 < len(self.lines) else ""
        return alone and _UNDERLINE.match(below) is not None

    def _table_end(self, start: int) -> int | None:
        """Return the line behind a table of at least two rows that begins here."""
        end = start
        while end < len(self.lines) and _is_row(self.lines[end].text):
            end += 1
        return end if end - start >= 2 else None

    def _table(self, start: int, end: int) -> Iterator[Block]:
        number, self.tables = self.tables, self.tables + 1
        rows = [line for line in self.lines[start:end] if not _BORDER.match(line.text)]
        headed = end - start > 1 and any(_BORDER.match(line.text) for line in self.lines[start + 1 : start + 3])
        heads: list[str] = []
        for row, line in enumerate(rows):
            cells = list(_cells(line))
            for column, cell in enumerate(cells):
                kind = BlockKind.HEADING if headed and row == 0 and len(rows) > 1 else BlockKind.CELL
                header = heads[column] if column < len(heads) else ""
                if cell.text:
                    yield Block(cell.text, kind, cell.origins, (number, row), header, column)
            if row == 0 and len(rows) > 1:
                heads = [cell.text for cell in cells]


def _is_row(text: str) -> bool:
    """Say whether a line could be a row of a table drawn with bars, or a border between two."""
    bars = len(_PIPE.findall(text))
    return bars >= 2 or (bars == 1 and text.strip()[0] != "|") or ("+" in text and _BORDER.match(text) is not None)


def _cells(line: Piece) -> Iterator[Piece]:
    """Yield the cells of a table's row."""
    text = line.text
    begin = len(text) - len(text.lstrip())
    if _PIPE.match(text, begin):
        begin += 1
    for found in (*_PIPE.finditer(text, begin), None):
        end = found.start() if found else len(text)
        if found or text[begin:].strip():
            yield _plain(line.cut(begin, end)).strip()
        begin = end + 1


def _plain(piece: Piece) -> Piece:
    """Return text without Markdown's signs of emphasis and the addresses of its links."""
    if not any(sign in piece.text for sign in ("**", "__", "`", "](")):
        return piece
    spans = [(found.start(), found.start(2)) for found in _EMPHASIS.finditer(piece.text)]
    spans += [(found.end(2), found.end()) for found in _EMPHASIS.finditer(piece.text)]
    for found in _LINK.finditer(piece.text):
        spans += [(found.start(), found.start(1)), (found.end(1), found.end())]
    kept, begin = [], 0
    for start, end in sorted(spans):
        if start >= begin:
            kept.append(piece.cut(begin, start))
            begin = end
    return concat([*kept, piece.cut(begin)])


def _columns(text: str) -> int:
    """Return how many columns a text takes where Japanese characters take two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
