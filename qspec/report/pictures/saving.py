"""Saves a picture as SVG, PDF or PNG: the same picture gives the same bytes.

The SVG keeps text as text, with a list of faces a reader may have. The PDF embeds the program's own faces; the PNG is
that PDF, rendered. Only the shapes that ``axes.py`` uses are known.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from qspec.report.paper.fonts import Faces, faces, shipped
from qspec.report.paper.glyphs import Guard, wanted
from qspec.report.paper.pen import Told
from qspec.report.pictures.axes import BOLD, texts, title_of
from qspec.report.pictures.svg import as_svg

_SCALE = 2.5
"""Dots per point of a PNG: 180 dpi."""


def save(drawing: Any, path: Path) -> bytes:  # noqa: ANN401 - the PDF library has no types
    """Write a picture in the format that the file name ends with, and return the bytes.

    Raises ``ValueError`` for another ending than ``.svg``, ``.pdf`` and ``.png``, ``OSError`` where it cannot be
    written.
    """
    formats = {".svg": as_svg, ".pdf": as_pdf, ".png": as_png}
    made = formats.get(path.suffix.lower())
    if made is None:
        raise ValueError(f"no picture format {path.suffix!r}")
    content = made(drawing)
    path.write_bytes(content)
    return content


def as_pdf(drawing: Any) -> bytes:  # noqa: ANN401 - likewise
    """Return a PDF with one page of the picture's size."""
    from reportlab.pdfgen.canvas import Canvas

    characters = frozenset().union(*(wanted(text.text) for text in texts(drawing)))
    with faces(shipped(), characters) as found:
        stream = BytesIO()
        size = drawing.width, drawing.height
        canvas = Canvas(stream, pagesize=size, invariant=1, initialFontName=found.regular.name, pdfVersion=(1, 5))
        canvas.setTitle(title_of(drawing))
        canvas.setCreator("qspec")
        paint(drawing, canvas, 0, 0, found)
        canvas.showPage()
        canvas.save()
        return stream.getvalue()


def as_png(drawing: Any) -> bytes:  # noqa: ANN401 - likewise
    """Return the picture as an image of 180 dots per inch."""
    import pypdfium2

    document = pypdfium2.PdfDocument(as_pdf(drawing))
    try:
        stream = BytesIO()
        document[0].render(scale=_SCALE).to_pil().convert("L").save(stream, "PNG")
        return stream.getvalue()
    finally:
        document.close()


def paint(drawing: Any, canvas: Any, x: float, y: float, found: Faces, told: Told | None = None) -> None:  # noqa: ANN401 - likewise
    """Draw a picture on a canvas, its lower left corner at a place; characters without a glyph are replaced.

    ``told`` gets every text that is drawn.

    The library's own renderer is not used: it names a face that is not embedded on every page it draws on.
    """
    guard = Guard(found.coverage)
    canvas.saveState()
    canvas.translate(x, y)
    for shape in drawing.contents:
        _paint(shape, canvas, found, guard, told)
    canvas.restoreState()


def _paint(shape: Any, canvas: Any, found: Faces, guard: Guard, told: Told | None) -> None:  # noqa: ANN401 - likewise
    from reportlab.graphics import shapes
    from reportlab.lib.colors import black

    if isinstance(shape, shapes.String):
        face, text = found.bold if shape.fontName == BOLD else found.regular, guard.fit(shape.text)
        width = face.measure(text, shape.fontSize)
        left = shape.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.textAnchor] * width
        canvas.setFillColor(black)
        canvas.setFont(face.name, shape.fontSize)
        canvas.drawString(left, shape.y, text)
        if told is not None:
            told(text, left, shape.y, width, shape.fontSize)
        return
    if isinstance(shape, shapes.Image):
        _photo(shape, canvas)
        return
    canvas.setStrokeColor(shape.strokeColor)
    canvas.setLineWidth(shape.strokeWidth)
    canvas.setDash(shape.strokeDashArray or [])
    filled = getattr(shape, "fillColor", None)
    if filled is not None:
        canvas.setFillColor(filled)
    match shape:
        case shapes.Line():
            canvas.line(shape.x1, shape.y1, shape.x2, shape.y2)
        case shapes.PolyLine():
            path = canvas.beginPath()
            path.moveTo(*shape.points[:2])
            for place in zip(shape.points[2::2], shape.points[3::2], strict=True):
                path.lineTo(*place)
            canvas.setLineJoin(1)
            canvas.drawPath(path)
        case shapes.Rect():
            canvas.rect(shape.x, shape.y, shape.width, shape.height, fill=int(filled is not None))
        case shapes.Circle():
            canvas.circle(shape.cx, shape.cy, shape.r, fill=int(filled is not None))
        case _:
            raise TypeError(f"cannot draw a {type(shape).__name__}")


def _photo(shape: Any, canvas: Any) -> None:  # noqa: ANN401 - likewise
    """Draw a JPEG; its bytes go into the PDF as they are."""
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(BytesIO(shape.path)), shape.x, shape.y, shape.width, shape.height)
