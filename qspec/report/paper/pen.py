"""Draws on one page after another, y measured downwards; the only module that draws with the PDF library.

Texts are drawn as plain strings, never as markup, so nothing in a user's text can load a file, follow a link or change
the layout. On a tagged paper every run of drawing is marked as belonging to an element, or as an artifact: lines,
fills, footers, headings that are repeated. ``trace`` gets every string with the frame it belongs to: tests use it to
see that nothing leaves its cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol

from qspec.report.archive.model import Drawing, Element, Field, Mark, Properties
from qspec.report.paper import style
from qspec.report.paper.embedding import operators
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


_REMEMBERED = 2000
"""Texts of which it is remembered how they are shown."""
Trace = Callable[[Drawn], None]
_ARTIFACT = "/Artifact BMC"
FOOTER = "/Artifact <</Type /Pagination /Subtype /Footer>> BDC"
REPEATED = "/Artifact <</Type /Pagination /Subtype /Header>> BDC"
"""How drawing is marked that is no part of the document's text (ISO 32000-1, 14.8.2.2)."""


Told = Callable[[str, float, float, float, float], None]
"""Gets a picture's text, where it begins (x, y upwards from the picture's lower left corner), its width and size."""


class Painted(Protocol):
    """A picture that can be drawn on the library's canvas."""

    @property
    def height(self) -> float:
        """Height in points."""

    def paint_on(self, canvas: Any, left: float, bottom: float, told: Told | None) -> None:  # noqa: ANN401 - the PDF library has no types
        """Draw it with its lower left corner there, y measured upwards; ``told`` gets every text."""


class Pen:
    """A canvas of A4 pages."""

    def __init__(
        self, faces: Faces, properties: Properties, trace: Trace | None = None, *, tagged: bool = False
    ) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.faces = faces
        self.page = 1
        self._trace = trace
        self._tagged = tagged
        self._artifact = _ARTIFACT
        self._open: Element | str | None = None
        self._runs: list[list[Element]] = [[]]
        self._fields: list[Field] = []
        self._names: Counter[str] = Counter()
        self._set: dict[str, object] = {}
        """What the page's drawing state is known to be, so that nothing is written that says it again."""
        self._known: dict[tuple[str, bool, float], str] = {}
        self._stream = BytesIO()
        self._canvas: Any = Canvas(
            self._stream,
            pagesize=(style.PAGE_WIDTH, style.PAGE_HEIGHT),
            pageCompression=0,  # the archive writer packs the pages; twice would take twice as long
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

    @contextmanager
    def aside(self, artifact: str) -> Iterator[None]:
        """Mark all that is drawn meanwhile as an artifact, texts too."""
        self._artifact = artifact
        yield
        self._artifact = _ARTIFACT

    def _belongs(self, element: Element | None) -> None:
        """Mark what is drawn from now on as belonging to an element, or to none."""
        if not self._tagged:
            return
        owner = self._artifact if element is None or self._artifact is not _ARTIFACT else element
        if owner is self._open:
            return
        self._close()
        self._open = owner
        if isinstance(owner, Element):
            owner.join()
            runs = self._runs[-1]
            owner.kids.append(Mark(self.page - 1, len(runs)))
            self._canvas.addLiteral(f"/{owner.kind} <</MCID {len(runs)}>> BDC")
            runs.append(owner)
        else:
            self._canvas.addLiteral(owner)

    def _close(self) -> None:
        if self._open is not None:
            self._canvas.addLiteral("EMC")
            self._open = None

    def text(
        self, text: str, x: float, baseline: float, kind: Type, frame: Frame, element: Element | None = None
    ) -> None:
        """Draw a string that begins at ``x``."""
        if not text.strip():
            return
        self._belongs(element)
        self._fill(kind.shade)
        shown = self._shown(text, kind.bold, kind.size)
        # Written out, for the library's own way of drawing a string takes three times as long.
        self._canvas.addLiteral(f"BT 1 0 0 1 {x:.3f} {style.PAGE_HEIGHT - baseline:.3f} Tm {shown} ET")
        if self._trace is not None:
            self._trace(Drawn(self.page, text, x, baseline, self.measure(text, kind), kind.size, frame))

    def box(self, frame: Frame, line: float = 0.0, fill: Shade | None = None, shade: Shade = style.INK) -> None:
        """Draw a rectangle, filled, outlined or both."""
        self._belongs(None)
        canvas = self._canvas
        if fill is not None:
            self._fill(fill)
        if line:
            self._stroke(line, shade)
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
        self._belongs(None)
        self._stroke(width, shade)
        height = style.PAGE_HEIGHT
        self._canvas.addLiteral(f"n {x1:.3f} {height - y1:.3f} m {x2:.3f} {height - y2:.3f} l S")

    def _shown(self, text: str, bold: bool, size: float) -> str:
        """Return what shows a text, from memory where it was drawn before: verdicts and headings stand there often."""
        key = text, bold, size
        shown = self._known.get(key)
        if shown is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            name = (self.faces.bold if bold else self.faces.regular).name
            shown = self._known[key] = operators(name, text, size, self._canvas._doc)
        return shown

    def _fill(self, shade: Shade) -> None:
        if self._changes("fill", shade):
            self._canvas.setFillColorRGB(*shade)

    def _stroke(self, width: float, shade: Shade) -> None:
        if self._changes("width", width):
            self._canvas.setLineWidth(width)
        if self._changes("stroke", shade):
            self._canvas.setStrokeColorRGB(*shade)

    def _changes(self, what: str, value: object) -> bool:
        """Say whether a part of the drawing state has to be set, and take it for set."""
        changed = self._set.get(what) != value
        self._set[what] = value
        return changed

    def picture(self, picture: Painted, left: float, top: float, element: Element | None = None) -> None:
        """Draw a picture with its upper left corner there."""
        self._belongs(element)
        bottom = style.PAGE_HEIGHT - top - picture.height
        if element is not None:
            element.box = (left, bottom, style.LEFT + style.WIDTH, bottom + picture.height)
        frame = Frame(left, top, left + style.WIDTH, top + picture.height)

        def told(text: str, x: float, y: float, width: float, size: float) -> None:
            if self._trace is not None:
                baseline = style.PAGE_HEIGHT - bottom - y
                self._trace(Drawn(self.page, text, left + x, baseline, width, size, frame))

        picture.paint_on(self._canvas, left, bottom, told)
        self._set.clear()

    def field(self, name: str, purpose: str, frame: Frame, element: Element | None = None) -> None:
        """Leave an empty field for a signature there; further fields of a name are numbered, for names are unique."""
        self._names[name] += 1
        unique = name if self._names[name] == 1 else f"{name}-{self._names[name]}"
        box = (frame.left, style.PAGE_HEIGHT - frame.bottom, frame.right, style.PAGE_HEIGHT - frame.top)
        if element is not None:
            element.join()
            element.field = len(self._fields)
        self._fields.append(Field(unique, self.page - 1, box, purpose, element))

    def bookmark(self, title: str, top: float) -> None:
        """Put a heading into the document's outline, as a reader's program lists it."""
        key = f"s{self.page}-{top:.1f}"
        self._canvas.bookmarkHorizontalAbsolute(key, style.PAGE_HEIGHT - top)
        self._canvas.addOutlineEntry(title, key, level=0)

    def next_page(self) -> None:
        """End this page and begin the next."""
        self._close()
        self._canvas.showPage()
        self._set.clear()
        self._runs.append([])
        self.page += 1

    def finish(self) -> Drawing:
        """Return the whole document; the pen cannot be used any more."""
        self._close()
        self._canvas.showPage()
        self._canvas.save()
        return Drawing(self._stream.getvalue(), tuple(map(tuple, self._runs)), tuple(self._fields))
