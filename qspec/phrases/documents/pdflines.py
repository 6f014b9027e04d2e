"""Pages of segments → lines: where a paragraph may go on, and which lines only run along the edges of the pages.

Called by ``pdf.py``, after all pages are read, for a running header is known by its repetition.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from qspec.errors import Place
from qspec.phrases.documents.characters import Reading
from qspec.phrases.documents.pdfpage import Page, Segment
from qspec.phrases.documents.structure import Line

_EDGE = 3
"""Lines at the top and bottom of a page among which running ones are looked for."""
_SHARE, _PAGES = 0.45, 3
"""Share of the pages (odd and even ones may differ), and pages, on which a line stands that runs."""
_DIGITS = re.compile(r"[0-9０-９]+")
_NUMBER = re.compile(
    r"[-–—\s]*(?:page|p\.|ページ|頁)?\s*#\s*(?:(?:/|of|／)\s*#)?\s*(?:ページ|頁)?[-–—\s.]*$", re.IGNORECASE
)
_PAGE = re.compile(
    r"(?P<page>[0-9０-９]+)(?=\s*(?:ページ|頁|(?:/|of|／)\s*[0-9０-９]))"
    r"|(?:(?<=page)|(?<=p\.)|(?<=ページ)|(?<=頁))\s*(?P<named>[0-9０-９]+)"
    r"|(?<=\s)(?<!of\s)(?<!/\s)(?P<last>[0-9０-９]+)$",
    re.IGNORECASE,
)
"""Where a number within a running line may be that of the page."""
_FEW, _APART, _SHORT = 6, 2.4, 0.7
"""Lines from which a page shows how it is set; distance in heights that parts fewer; share of a line that is short."""
_PITCH, _SIZE = 1.35, 1.3
"""Distance of two lines (of the usual one), and height (of the line before), beyond which a paragraph ends."""


@dataclass
class Running:
    """Lines that run along the edges: what is left out of each page, and what is said of it."""

    pages: int
    shapes: Mapping[str, int] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def leaves_out(self, shape: str) -> bool:
        """Say whether a line at an edge is left out: page numbers always, other running lines from the second time."""
        if shape not in self.shapes:
            return False
        if _NUMBER.match(shape):
            return True
        known = shape in self.seen
        self.seen.add(shape)
        return known


def _shape(segment: Segment, page: int) -> str:
    """Return a line without what changes from page to page: its own number, by how far that is from the page's.

    Every other number stays: clauses that differ in a size or the number of a part are different clauses.
    """
    text = " ".join(segment.text.split())
    bare = _DIGITS.sub("#", text)
    return bare if _NUMBER.match(bare) else _PAGE.sub(lambda found: f"#{int(found[found.lastgroup or 0]) - page}", text)


def _edges(page: Page) -> set[int]:
    """Return the numbers of the lines nearest to the top and the bottom of a page."""
    ordered = sorted(page.rows, key=lambda row: row[0].top)
    return {row[0].line for row in (*ordered[:_EDGE], *ordered[-_EDGE:])}


def running(pages: Mapping[int, Page]) -> Running:
    """Return which lines run."""
    counted: Counter[str] = Counter()
    for number, page in pages.items():
        edges = _edges(page)
        counted.update({_shape(one, number) for row in page.rows for one in row if one.line in edges})
    least = max(_PAGES, _SHARE * len(pages))
    return Running(len(pages), {shape: count for shape, count in counted.items() if count >= least})


def lines(reading: Reading, pages: Mapping[int, Page]) -> Iterator[Line]:
    """Yield the lines of all pages, by number of the page, without repeated running ones."""
    runs = running(pages)
    left_out: dict[str, str] = {}
    before: Segment | None = None
    for number, page in pages.items():
        edges, setting = _edges(page), _Setting(page)
        first = True
        for one in page.segments():
            shape = _shape(one, number)
            at_edge = one.line in edges and shape in runs.shapes
            if at_edge and runs.leaves_out(shape):
                left_out.setdefault(shape, one.text)
                continue
            piece = reading.piece(one.text, Place(reading.file, page=number, line=one.line))
            gap = at_edge or before is None or (not first and setting.parts(before, one))
            full = before is not None and setting.full(before, one)
            short = before is not None and setting.short(before)
            yield Line(piece, gap, full, round(one.left / max(one.width, 1.0)), measured=short)
            before, first = (None, first) if at_edge else (one, False)
    for shape, text in left_out.items():
        if not _NUMBER.match(shape):
            reading.note("running", text=text, count=runs.shapes[shape])
    if any(_NUMBER.match(shape) for shape in left_out):
        reading.note("page-numbers")


class _Setting:
    """How a page is set: the usual distance of its lines, and where each of its columns ends on the right."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._all = sorted((one for row in page.rows for one in row), key=lambda one: one.left)
        flow = list(page.segments())
        pitches = [
            after.bottom - one.bottom
            for one, after in pairwise(flow)
            if 0 < after.bottom - one.bottom < 4 * one.height and not one.beside(after)
        ]
        self._pitch = median(pitches) if pitches else 0.0
        self._size = median([one.height for one in self._all]) if self._all and len(pitches) < _FEW else None
        self._ends: dict[int, float] = defaultdict(float)

    def parts(self, before: Segment, one: Segment) -> bool:
        """Say whether a line begins something new: it stands aside, above, far below, or is of another size."""
        pitch = one.bottom - before.bottom
        if pitch <= 0 or before.beside(one):
            return True
        if self._size is not None and pitch > _APART * self._size:
            return True
        sizes = sorted((before.height, one.height))
        return pitch > _PITCH * self._pitch + 1 or (sizes[1] > 2 * _SIZE * sizes[0])

    def short(self, before: Segment) -> bool:
        """Say whether a line ends far from where its column surely does, so that nothing was wrapped there."""
        over = sum(not one.beside(before) and one.left >= before.left - 60 for one in self._all)
        return over >= _FEW and before.right - before.left < _SHORT * (self._end(before) - before.left)

    def full(self, before: Segment, one: Segment) -> bool:
        """Say whether the first word of a line did not fit on the line before."""
        first = one.text[:1]
        word = one.text.split(None, 1)[0] if first.isascii() else first
        room = len(word) * one.width + (one.width if first.isascii() else 0)
        return before.right + room > self._end(before) - 0.5 * one.width

    def _end(self, segment: Segment) -> float:
        """Return where the column of a segment ends: where most of the lines over or under it do."""
        key = round(segment.left / 10)
        if key not in self._ends:
            rights = sorted(one.right for one in self._all if not one.beside(segment) and one.left >= segment.left - 60)
            end = rights[int(len(rights) * 0.85)] if rights else segment.right
            if len(rights) < _FEW:
                end = max(end, self._page.width - min(segment.left, self._page.width / 4) * 1.1)
            self._ends[key] = end
        return self._ends[key]
