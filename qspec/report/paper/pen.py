"""Draws on one page after another, y measured downwards; the only module that draws with the PDF library.

Texts are drawn as plain strings, never as markup, so nothing in a user's text can load a file, follow a link or change
the layout. ``trace`` gets every string with the frame it belongs to: tests use it to see that nothing leaves its cell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol

from qspec.report.paper import style
from qspec.report.paper.fonts import Face, Faces
from qspec.report.paper.style import Shade, Type


@dataclass(frozen=True)
class Frame:
    """A rectangle on the page, in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Drawn:
    """A string that was drawn: where it begins, how wide it is, and the frame it has to stay in."""

    page: int
    text: str
    x: float
    baseline: float
    width: float
    size: float
    frame: Frame


Trace = Callable[[Drawn], None]


@dataclass(frozen=True)
class Properties:
    """What a reader's program shows about the document."""

    title: str
    author: str
    subject: str
    language: str
    date: str
    """ISO date; stands as the date of creation, so that drawing again gives the same bytes."""


class Painted(Protocol):
    """A picture that can be drawn on the library's canvas."""

    @property
    def height(self) -> float:
        """Height in points."""

    def paint_on(self, canvas: Any, left: float, bottom: float) -> None:  # noqa: ANN401 - the PDF library has no types
        """Draw it with its lower left corner there, y measured upwards."""


class Pen:
    """A canvas of A4 pages."""

    def __init__(self, faces: Faces, properties: Properties, trace: Trace | None = None) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.faces = faces
        self.page = 1
        self._trace = trace
        self._stream = BytesIO()
        self._canvas: Any = Canvas(
            self._stream,
            pagesize=(style.PAGE_WIDTH, style.PAGE_HEIGHT),
            pageCompression=1,
            invariant=1,
            initialFontName=faces.regular.name,
            pdfVersion=(1, 5),
            lang=properties.language,
        )
        self._describe(properties)

    def _describe(self, properties: Properties) -> None:
        canvas = self._canvas
        canvas.setTitle(properties.title)
        canvas.setAuthor(properties.author)
        canvas.setSubject(properties.subject)
        canvas.setCreator("qspec")
        day = "".join(character for character in properties.date if character.isdigit())[:8]
        if len(day) == 8:
            canvas.setDateFormatter(lambda *_: f"D:{day}000000Z")

    def face(self, kind: Type) -> Face:
        """Return the face a line is set in."""
        return self.faces.bold if kind.bold else self.faces.regular

    def measure(self, text: str, kind: Type) -> float:
        """Return the width of a text in points."""
        return self.face(kind).measure(text, kind.size)

    def text(self, text: str, x: float, baseline: float, kind: Type, frame: Frame) -> None:
        """Draw a string that begins at ``x``."""
        if not text.strip():
            return
        canvas = self._canvas
        canvas.setFillColorRGB(*kind.shade)
        canvas.setFont(self.face(kind).name, kind.size)
        canvas.drawString(x, style.PAGE_HEIGHT - baseline, text)
        if self._trace is not None:
            self._trace(Drawn(self.page, text, x, baseline, self.measure(text, kind), kind.size, frame))

    def box(self, frame: Frame, line: float = 0.0, fill: Shade | None = None, shade: Shade = style.INK) -> None:
        """Draw a rectangle, filled, outlined or both."""
        canvas = self._canvas
        if fill is not None:
            canvas.setFillColorRGB(*fill)
        if line:
            canvas.setLineWidth(line)
            canvas.setStrokeColorRGB(*shade)
        height = frame.bottom - frame.top
        canvas.rect(
            frame.left,
            style.PAGE_HEIGHT - frame.bottom,
            frame.right - frame.left,
            height,
            stroke=int(bool(line)),
            fill=int(fill is not None),
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float, shade: Shade = style.INK) -> None:
        """Draw a straight line."""
        canvas = self._canvas
        canvas.setLineWidth(width)
        canvas.setStrokeColorRGB(*shade)
        canvas.line(x1, style.PAGE_HEIGHT - y1, x2, style.PAGE_HEIGHT - y2)

    def picture(self, picture: Painted, left: float, top: float) -> None:
        """Draw a picture with its upper left corner there."""
        picture.paint_on(self._canvas, left, style.PAGE_HEIGHT - top - picture.height)

    def bookmark(self, title: str, top: float) -> None:
        """Put a heading into the document's outline, as a reader's program lists it."""
        key = f"s{self.page}-{top:.1f}"
        self._canvas.bookmarkHorizontalAbsolute(key, style.PAGE_HEIGHT - top)
        self._canvas.addOutlineEntry(title, key, level=0)

    def next_page(self) -> None:
        """End this page and begin the next."""
        self._canvas.showPage()
        self.page += 1

    def finish(self) -> bytes:
        """Return the whole document; the pen cannot be used any more."""
        self._canvas.showPage()
        self._canvas.save()
        return self._stream.getvalue()
