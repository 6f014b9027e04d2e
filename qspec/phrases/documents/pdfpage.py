"""One page of a PDF → segments of text with their boxes, in the order in which a person reads them.

PDFium gives the characters in the order of the file and divides them into lines. What stands side by side on one line
with a wide gap between (columns of a table, a bilingual contract in two columns) is divided here, and columns that
stand side by side over several lines are read one after the other. Called by ``pdf.py``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

_LINE = re.compile(r"[^\r\n]+")
_HYPHENS = re.compile("[\x02\ufffe\u00ad]$")
_FORMS = re.compile("[\u2e80-\u2fdf\ufb00-\ufb06\uf900-\ufaff]")
"""Ligatures and radicals that files hold for the letters and characters themselves."""
_CJK = "[\u3040-\u30ff\u3400-\u9fff]"
_SPREAD = re.compile(rf"(?<={_CJK}) (?={_CJK})")
_CHARACTER = re.compile(_CJK)
_GAP = 1.8
"""Gap between two columns on one line, in heights of the line."""


@dataclass(frozen=True)
class Segment:
    """Text on one line (numbered from 1 on its page) and its box: distances from the left and from the top."""

    text: str
    line: int
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """The height of its characters, at least one point."""
        return max(self.bottom - self.top, 1.0)

    @property
    def width(self) -> float:
        """The average width of its characters."""
        return (self.right - self.left) / max(len(self.text), 1)

    def beside(self, other: Segment) -> bool:
        """Say whether two segments share no part of the width."""
        return self.right <= other.left or other.right <= self.left


@dataclass(frozen=True)
class Page:
    """What a page shows as text; ``rows`` are its lines, each of one segment or of several side by side."""

    width: float
    height: float
    rows: Sequence[Sequence[Segment]]

    def segments(self) -> Iterator[Segment]:
        """Yield the segments in the order of reading."""
        pending: list[Sequence[Segment]] = []
        for row in self.rows:
            if pending and not _goes_on(pending, row):
                yield from _columns(pending)
                pending = []
            if len(row) > 1 or pending:
                pending.append(row)
            else:
                yield from row
        yield from _columns(pending)


def _goes_on(pending: Sequence[Sequence[Segment]], row: Sequence[Segment]) -> bool:
    """Say whether a line continues the lines of columns before it: it stands below and bridges no two of them."""
    last = pending[-1]
    if row[0].top < last[0].top or row[0].top - last[0].bottom > 3 * last[0].height:
        return False
    wide = max(pending, key=len)
    return all(sum(not one.beside(other) for other in wide) <= 1 for one in row)


def _columns(rows: Sequence[Sequence[Segment]]) -> Iterator[Segment]:
    """Yield columns that stand side by side over several lines, one after the other."""
    wide = max(rows, key=len, default=())
    columns: list[list[Segment]] = [[] for _ in wide]
    for row in rows:
        for one in row:
            at = next((index for index, other in enumerate(wide) if not one.beside(other)), None)
            if at is None:
                at = min(range(len(wide)), key=lambda index: abs(wide[index].left - one.left))
            columns[at].append(one)
    for column in columns:
        yield from column


def read_page(page: PdfPage, most: int) -> Page | None:
    """Return a page's text, or None where it has more characters than ``most``; raises ``PdfiumError``."""
    words = page.get_textpage()
    try:
        if words.count_chars() > most:
            return None
        width, height = page.get_size()
        turned = page.get_rotation()
        rows = [row for row in _rows(words, turned, width, height) if row]
        return Page(width, height, rows)
    finally:
        words.close()


def _rows(words: PdfTextPage, turned: int, width: float, height: float) -> Iterator[list[Segment]]:
    from pypdfium2 import raw

    text = words.get_text_range()
    exact = len(text.encode("utf-16-le", "surrogatepass")) == 2 * words.count_chars() == 2 * len(text)
    number = 0
    for found in _LINE.finditer(text):
        if not found.group().strip():
            continue
        number += 1
        start = found.start() if exact else raw.FPDFText_GetCharIndexFromTextIndex(words, found.start())
        boxes = _Boxes(words, start, turned, width, height)
        yield [
            segment
            for begin, end in boxes.parts(found.group())
            if (segment := boxes.segment(found.group(), begin, end, number)) is not None
        ]


class _Boxes:
    """The boxes of one line's characters, as the page is shown."""

    def __init__(self, words: PdfTextPage, start: int, turned: int, width: float, height: float) -> None:
        self._words, self._start, self._turned, self._size = words, max(start, 0), turned, (width, height)

    def box(self, index: int) -> tuple[float, float, float, float] | None:
        """Return left, right, top, bottom of a character, tops measured downwards; None where it has no box."""
        from pypdfium2 import PdfiumError

        try:
            left, bottom, right, top = self._words.get_charbox(self._start + index)
        except PdfiumError:
            return None
        return self._shown(left, bottom, right, top)

    def _shown(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        width, height = self._size  # as shown; a page turned by a quarter swaps them
        if self._turned == 90:
            return bottom, top, left, right
        if self._turned == 180:
            return width - right, width - left, bottom, top
        if self._turned == 270:
            return width - top, width - bottom, height - right, height - left
        return left, right, height - top, height - bottom

    def parts(self, text: str) -> list[tuple[int, int]]:
        """Return begin and end of what stands in columns of its own on a line."""
        count = self._words.count_rects(self._start, len(text))
        if count < 2:
            return [(0, len(text))]
        parts: list[tuple[int, int]] = []
        begin, right, tall = 0, None, 0.0
        for index, char in enumerate(text):
            box = None if char.isspace() else self.box(index)
            if box is None:
                continue
            tall = max(tall, box[3] - box[2])
            if right is not None and index and text[index - 1].isspace() and box[0] - right > _GAP * max(tall, 5.0):
                parts.append((begin, index))
                begin = index
            right = box[1]
        return [*parts, (begin, len(text))]

    def segment(self, text: str, begin: int, end: int, number: int) -> Segment | None:
        """Return a part of a line with its box, or None where it is blank."""
        part = text[begin:end]
        inked = [index for index in range(begin, end) if not text[index].isspace()]
        if not inked:
            return None
        edges = [box for index in (inked[0], inked[len(inked) // 2], inked[-1]) if (box := self.box(index)) is not None]
        left = min((box[0] for box in edges), default=0.0)
        right = max((box[1] for box in edges), default=left)
        top = min((box[2] for box in edges), default=0.0)
        bottom = max((box[3] for box in edges), default=top)
        return Segment(_plain(part), number, left, right, top, bottom)


def _plain(text: str) -> str:
    """Return text in ordinary characters: no ligatures and radicals, hyphens at the line's end, kanji not spread."""
    text = _HYPHENS.sub("-", text.strip())
    if _FORMS.search(text):
        text = _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    gaps = len(_SPREAD.findall(text))
    if gaps >= 3 and 2 * gaps >= len(_CHARACTER.findall(text)):
        text = _SPREAD.sub("", text)
    return text
