"""Axes of a small picture: ticks, labels, marks; ``oc.py`` and ``run_chart.py`` draw into the frame it makes.

Everything is black, grey and shapes, for the paper is copied and faxed. Labels stand outside the frame, so that none
lies on a line. Letters are set in the program's own faces once the picture is saved (``saving.py``); until then their
widths are estimated, generously, because an SVG is shown in whatever face its reader has.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from qspec.errors import Value
from qspec.messages import say

REGULAR, BOLD = "qspec-regular", "qspec-bold"
"""Names that stand for the faces until the picture is saved."""
TITLE, TEXT = 8.5, 7.0
"""Sizes of letters in points."""
_BETWEEN = "\x1f"
"""Stands between the languages of a text until it is known how much room there is."""
_GAP = 4.0
_ROW = 11.0
_TICK = 3.0
_WIDE = dict.fromkeys("WMmw%…@", 0.95) | dict.fromkeys("ijlI.,:;'|!()[] ft", 0.36)
_CAPITAL, _OTHER = 0.70, 0.58
_GREY = 0.75


@dataclass(frozen=True)
class Scale:
    """A range with its ticks; ``texts`` has one label for each tick."""

    low: float
    high: float
    ticks: tuple[float, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One line of the key above the frame: a mark and what it means."""

    mark: str
    """``circle``, ``square`` or nothing."""
    text: str


def scale(low: float, high: float, wanted: int = 5, *, whole: bool = False) -> Scale:
    """Return a range that holds both ends, with about so many ticks at steps of 1, 2 or 5; ``high`` above ``low``.

    ``whole``: ticks at whole numbers only, and the range is kept as given.
    """
    step = _step((high - low) / max(1, wanted))
    if whole:
        step = max(step, 1.0)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if whole:
        first, last = math.ceil(low / step), math.floor(high / step)
    ticks = tuple(index * step for index in range(first, last + 1))
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    texts = tuple(_plain(tick, decimals) for tick in ticks)
    return Scale(low, high, ticks, texts) if whole else Scale(ticks[0], ticks[-1], ticks, texts)


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= rough * (1 - 1e-9))


def _plain(tick: float, decimals: int) -> str:
    text = format(Decimal(repr(tick)).quantize(Decimal(1).scaleb(-decimals)) + 0, "f")
    return text.replace("-", "−")


def width_of(text: str, size: float) -> float:
    """Return about how wide a text is in points, rather too wide than too narrow."""
    return size * sum(
        _WIDE.get(sign, 1.0 if unicodedata.east_asian_width(sign) in "WFA" else _CAPITAL if sign.isupper() else _OTHER)
        for sign in text
    )


def said(key: str, lang: str, **values: Value) -> str:
    """Return a sentence of the catalogue; ``ja+en`` gives both languages, for :func:`shortened` to join."""
    return in_languages(lang, lambda one: say(key, one, **values))


def in_languages(lang: str, told: Callable[[str], str]) -> str:
    """Return a text in each language of a picture, each different text once."""
    return _BETWEEN.join(dict.fromkeys(map(told, lang.split("+"))))


def parted(text: str) -> list[str]:
    """Return the languages of a text that :func:`said` made."""
    return text.split(_BETWEEN)


def shortened(text: str, size: float, room: float) -> str:
    """Return a text that fits into a width: in both languages, in the first alone, or with … where it had to be cut."""
    joined = " / ".join(parted(text))
    if width_of(joined, size) <= room:
        return joined
    text = parted(text)[0]
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + "…", size) > room:
        text = text[:-1]
    return text + "…"


@dataclass
class Plot:
    """A frame with axes to draw into."""

    drawing: Any
    x: Scale
    y: Scale
    left: float
    bottom: float
    right: float
    top: float
    _shapes: Any = field(init=False)

    def __post_init__(self) -> None:
        from reportlab.graphics import shapes

        self._shapes = shapes

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point lies, in points from the lower left corner of the drawing."""
        across = (x - self.x.low) / (self.x.high - self.x.low)
        up = (y - self.y.low) / (self.y.high - self.y.low)
        return self.left + across * (self.right - self.left), self.bottom + up * (self.top - self.bottom)

    def curve(self, points: Sequence[tuple[float, float]], weight: float = 1.2) -> None:
        """Draw a line through points."""
        if len(points) > 1:
            flat = [round(part, 3) for point in points for part in self.at(*point)]
            self.drawing.add(self._shapes.PolyLine(flat, strokeWidth=weight, strokeLineJoin=1))

    def segment(
        self, start: tuple[float, float], end: tuple[float, float], weight: float = 0.6, dash: Sequence[float] = ()
    ) -> None:
        """Draw a straight line between two points."""
        ends = [round(part, 3) for point in (start, end) for part in self.at(*point)]
        self.drawing.add(self._shapes.Line(*ends, strokeWidth=weight, strokeDashArray=list(dash) or None))

    def mark(self, point: tuple[float, float], shape: str, size: float = 2.6, *, hollow: bool = False) -> None:
        """Draw a circle or a square on a point."""
        add_mark(self.drawing, *self.at(*point), shape, size, hollow=hollow)

    def beside(self, y: float, text: str) -> None:
        """Write a text right of the frame, at a height given in points."""
        add_text(self.drawing, self.right + _GAP, y - TEXT * 0.36, text)


def add_text(drawing: Any, x: float, y: float, text: str, *, anchor: str = "start", bold: bool = False) -> None:  # noqa: ANN401 - the PDF library has no types
    """Write a text; ``y`` is its base line."""
    from reportlab.graphics.shapes import String

    text = " / ".join(parted(text))
    if not text:
        return
    face, size = (BOLD, TITLE) if bold else (REGULAR, TEXT)
    drawing.add(String(round(x, 3), round(y, 3), text, fontName=face, fontSize=size, textAnchor=anchor))


def add_mark(drawing: Any, x: float, y: float, shape: str, size: float, *, hollow: bool = False) -> None:  # noqa: ANN401 - likewise
    """Draw a circle or a square round a place."""
    from reportlab.graphics import shapes
    from reportlab.lib.colors import black, white

    x, y = round(x, 3), round(y, 3)
    look = {"fillColor": white if hollow else black, "strokeColor": black, "strokeWidth": 0.7}
    if shape == "square":
        drawing.add(shapes.Rect(x - size, y - size, 2 * size, 2 * size, **look))
    else:
        drawing.add(shapes.Circle(x, y, size, **look))


def plot(
    size: tuple[float, float],
    scales: tuple[Scale, Scale],
    names: tuple[str, str],
    title: str,
    key: Sequence[Entry] = (),
    room_right: float = 12.0,
) -> Plot:
    """Return a frame with title, key, axes and their names; ``names`` and ``scales`` are those of x and y.

    The name of the y axis stands above it, level: Japanese is not read sideways. ``room_right`` is for what
    :meth:`Plot.beside` writes.
    """
    from reportlab.graphics.shapes import Drawing

    width, height = size
    drawing = Drawing(width, height)
    line = height - TITLE - 2
    room = width - 2 * _GAP
    if title:
        short = shortened(title, TITLE, room)
        add_text(drawing, _GAP, line, short, bold=True)
        line -= _ROW + 2
    line = _add_key(drawing, key, line, room)
    left = _GAP + max((width_of(text, TEXT) for text in scales[1].texts), default=0.0) + _TICK + _GAP
    add_text(drawing, _GAP, line, shortened(names[1], TEXT, room))
    frame = Plot(drawing, *scales, left, 2 * _ROW + _TICK + 2, width - max(room_right, _GAP), line - _GAP - TEXT * 0.5)
    add_text(
        drawing, (frame.left + frame.right) / 2, _GAP, shortened(names[0], TEXT, frame.right - left), anchor="middle"
    )
    _add_axes(frame)
    return frame


def _add_key(drawing: Any, key: Sequence[Entry], line: float, room: float) -> float:  # noqa: ANN401 - likewise
    """Write the entries side by side as far as they fit, and return the base line below them."""
    x = _GAP
    for entry in key:
        text = shortened(entry.text, TEXT, room - 12)
        wide = width_of(text, TEXT) + (12 if entry.mark else 0) + 10
        if x > _GAP and x + wide > room:
            x, line = _GAP, line - _ROW
        if entry.mark:
            add_mark(drawing, x + 4, line + TEXT * 0.36, entry.mark, 2.6)
        add_text(drawing, x + (12 if entry.mark else 0), line, text)
        x += wide
    return line - _ROW - 1 if key else line


def _add_axes(frame: Plot) -> None:
    from reportlab.graphics.shapes import Line, Rect
    from reportlab.lib.colors import Color

    drawing, pale = frame.drawing, Color(_GREY, _GREY, _GREY)
    for tick, text in zip(frame.y.ticks, frame.y.texts, strict=True):
        y = round(frame.at(frame.x.low, tick)[1], 3)
        drawing.add(Line(frame.left, y, frame.right, y, strokeWidth=0.3, strokeColor=pale))
        drawing.add(Line(frame.left - _TICK, y, frame.left, y, strokeWidth=0.6))
        add_text(drawing, frame.left - _TICK - 2, y - TEXT * 0.36, text, anchor="end")
    taken = -math.inf
    for tick, text in zip(frame.x.ticks, frame.x.texts, strict=True):
        x = round(frame.at(tick, frame.y.low)[0], 3)
        drawing.add(Line(x, frame.bottom - _TICK, x, frame.bottom, strokeWidth=0.6))
        half = width_of(text, TEXT) / 2
        if x - half > taken and x + half <= drawing.width:
            add_text(drawing, x, frame.bottom - _TICK - TEXT - 1, text, anchor="middle")
            taken = x + half + 2
    size = frame.right - frame.left, frame.top - frame.bottom
    drawing.add(Rect(frame.left, frame.bottom, *size, fillColor=None, strokeWidth=0.6))


def texts(drawing: Any) -> Iterator[Any]:  # noqa: ANN401 - likewise
    """Yield the texts of a picture, for whoever has to collect its characters."""
    from reportlab.graphics.shapes import String

    yield from (shape for shape in drawing.contents if isinstance(shape, String))


def title_of(drawing: Any) -> str:  # noqa: ANN401 - likewise
    """Return the title of a picture."""
    return next((str(text.text) for text in texts(drawing) if text.fontName == BOLD), "qspec")
