"""The dated round seal 日付印, drawn as a page of its own that the signature shows; called by ``signing.py``.

Three parts as on the stamps of Japanese firms: who or which department above, the date between two lines, the name
below. In vermilion dark enough to stay legible in a black-and-white copy; the letters are embedded.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from qspec.report.paper.fonts import Face, faces, shipped
from qspec.report.paper.glyphs import Guard, wanted

VERMILION = (0.72, 0.04, 0.06)
"""About a quarter of the light of white paper: dark grey when copied."""
SIDE = 56.0
"""Points; a seal of about 20 mm, as the round stamps with a date commonly are."""
_RADIUS = SIDE / 2 - 1.2
_BAND = 7.2
"""Half the height of the part that holds the date."""
_RING, _LINE = 1.3, 0.8
_LETTERS = (9.0, 8.0, 7.0, 6.2, 5.5, 4.8, 4.2)
"""Letter sizes tried from the largest; smaller ones are not legible on paper."""
_DATE = 9.0
_LEADING = 1.08
_EASY = 6.2
_GAP, _GAP_OF_ONE = 1.0, 2.2
"""Between a line beside the date and the letters: of two lines, of one."""
_CAP = 0.74
"""Height of digits above the base line, per letter size (Noto Sans CJK JP)."""
_RISE, _DROP = 0.86, 0.12
"""How far kanji reach above and below the base line, per letter size."""
Setting = tuple[float, tuple[str, ...]]
"""Letter size, and one or two lines from the date outwards."""


@dataclass(frozen=True)
class Mark:
    """What the seal shows: above, between the lines (ISO date), below."""

    above: str
    date: str
    below: str


def draw_mark(mark: Mark) -> bytes | None:
    """Return the seal as a PDF of one page of :data:`SIDE` points, or None where a text does not fit."""
    from reportlab.pdfgen.canvas import Canvas

    date = mark.date[2:].replace("-", ".")
    characters = frozenset().union(*map(wanted, (mark.above, date, mark.below)))
    with faces(shipped(), characters) as found:
        guard = Guard(found.coverage)
        above = _fitted(guard.fit(mark.above).strip(), found.bold, upper=True)
        below = _fitted(guard.fit(mark.below).strip(), found.bold, upper=False)
        if above is None or below is None:
            return None
        texts = [(date, _DATE, -_DATE * _CAP / 2), *_placed(above, upper=True), *_placed(below, upper=False)]
        stream = BytesIO()
        face = found.bold.name
        canvas = Canvas(stream, pagesize=(SIDE, SIDE), invariant=1, pageCompression=1, initialFontName=face)
        canvas.setStrokeColorRGB(*VERMILION)
        canvas.setFillColorRGB(*VERMILION)
        canvas.translate(SIDE / 2, SIDE / 2)
        canvas.setLineWidth(_RING)
        canvas.circle(0, 0, _RADIUS)
        canvas.setLineWidth(_LINE)
        half = math.sqrt(_RADIUS**2 - _BAND**2)
        for y in (_BAND, -_BAND):
            canvas.line(-half, y, half, y)
        for text, size, y in texts:
            canvas.setFont(face, size)
            canvas.drawCentredString(0, y, text)
        canvas.showPage()
        canvas.save()
        return stream.getvalue()


def _fitted(text: str, face: Face, *, upper: bool) -> Setting | None:
    """Return how a text stands in the part above or below the date: as large as it goes, in one line or two."""
    for size, lines in _ways(text):
        outwards = lines[::-1] if upper else lines
        room = (_room(_gap(lines) + (index + 1) * size * _LEADING) for index in range(len(lines)))
        if all(face.measure(line, size) <= width for line, width in zip(outwards, room, strict=True)):
            return size, outwards
    return None


def _ways(text: str) -> Iterator[Setting]:
    """Yield the ways to set a text, best first: whole in letters that are easily read, then parted, then small."""
    yield from ((size, (text,)) for size in _LETTERS if size >= _EASY)
    yield from ((size, lines) for size in _LETTERS for lines in _halves(text))
    yield from ((size, (text,)) for size in _LETTERS if size < _EASY)


def _gap(lines: tuple[str, ...]) -> float:
    return _GAP if len(lines) > 1 else _GAP_OF_ONE


def _room(height: float) -> float:
    """Return the width within the ring at a distance from the line beside the date."""
    edge, inside = _BAND + height, _RADIUS - 1.0
    return 2 * math.sqrt(inside**2 - edge**2) if edge < inside else 0.0


def _halves(text: str) -> list[tuple[str, str]]:
    """Return the ways to part a text in two lines: at its spaces, else anywhere if it is Japanese, most even first."""
    cuts = [index for index, letter in enumerate(text) if letter == " "]
    if not cuts and not text.isascii():
        cuts = list(range(2, len(text) - 1))
    cuts.sort(key=lambda cut: abs(2 * cut - len(text)))
    return [(text[:cut].strip(), text[cut:].strip()) for cut in cuts]


def _placed(setting: Setting, *, upper: bool) -> list[tuple[str, float, float]]:
    """Return text, letter size and base line of each line, measured from the middle of the seal."""
    size, lines = setting
    base = _BAND + _gap(lines) + _DROP * size if upper else -(_BAND + _gap(lines) + _RISE * size)
    step = size * _LEADING if upper else -size * _LEADING
    return [(line, size, base + step * index) for index, line in enumerate(lines)]
