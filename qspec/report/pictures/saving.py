"""Saves a picture as SVG, PDF or PNG: the same picture gives the same bytes.

The SVG keeps text as text, with a list of faces a reader may have. The PDF embeds the program's own faces; the PNG is
that PDF, rendered. Only the shapes that ``axes.py`` uses are known.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from qspec.report.paper.fonts import Faces, faces, shipped
from qspec.report.paper.glyphs import Guard, wanted
from qspec.report.pictures.axes import BOLD

FAMILIES = "'Noto Sans CJK JP', 'Noto Sans JP', 'Hiragino Sans', 'Yu Gothic', Meiryo, 'IPAexGothic', Arial, sans-serif"
"""Faces an SVG asks for, first to last: those that have both Japanese and Latin letters stand first."""
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
    from reportlab.graphics import renderPDF
    from reportlab.pdfgen.canvas import Canvas

    characters = frozenset().union(*(wanted(text.text) for text in texts(drawing)))
    with faces(shipped(), characters) as found:
        stream = BytesIO()
        size = drawing.width, drawing.height
        canvas = Canvas(stream, pagesize=size, invariant=1, initialFontName=found.regular.name, pdfVersion=(1, 5))
        canvas.setTitle(_title(drawing))
        canvas.setCreator("qspec")
        renderPDF.draw(in_faces(drawing, found), canvas, 0, 0)
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


def in_faces(drawing: Any, found: Faces) -> Any:  # noqa: ANN401 - likewise
    """Return the same picture set in given faces, to be drawn on a canvas; characters without a glyph are replaced."""
    ready, guard = copy.deepcopy(drawing), Guard(found.coverage)
    for text in texts(ready):
        text.fontName = (found.bold if text.fontName == BOLD else found.regular).name
        text.text = guard.fit(text.text)
    return ready


def texts(drawing: Any) -> Iterator[Any]:  # noqa: ANN401 - likewise
    """Yield the texts of a picture, for whoever has to collect its characters."""
    from reportlab.graphics.shapes import String

    yield from (shape for shape in drawing.contents if isinstance(shape, String))


def as_svg(drawing: Any) -> bytes:  # noqa: ANN401 - likewise
    """Return the picture as SVG 1.1, text as text."""
    width, height = _short(drawing.width), _short(drawing.height)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}"'
        f' role="img" font-family="{FAMILIES}">',
        f"<title>{_written(_title(drawing))}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *(_element(shape, drawing.height) for shape in drawing.contents),
        "</svg>",
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _title(drawing: Any) -> str:  # noqa: ANN401 - likewise
    return next((str(text.text) for text in texts(drawing) if text.fontName == BOLD), "qspec")


def _element(shape: Any, height: float) -> str:  # noqa: ANN401 - likewise
    from reportlab.graphics import shapes

    def down(y: float) -> str:
        return _short(height - y)

    match shape:
        case shapes.String():
            anchor = "" if shape.textAnchor == "start" else f' text-anchor="{shape.textAnchor}"'
            weight = ' font-weight="bold"' if shape.fontName == BOLD else ""
            place = f'x="{_short(shape.x)}" y="{down(shape.y)}" font-size="{_short(shape.fontSize)}"'
            return f"<text {place}{anchor}{weight}>{_written(shape.text)}</text>"
        case shapes.Line():
            ends = f'x1="{_short(shape.x1)}" y1="{down(shape.y1)}" x2="{_short(shape.x2)}" y2="{down(shape.y2)}"'
            return f"<line {ends}{_stroke(shape)}/>"
        case shapes.PolyLine():
            pairs = zip(shape.points[::2], shape.points[1::2], strict=True)
            points = " ".join(f"{_short(x)},{down(y)}" for x, y in pairs)
            return f'<polyline points="{points}" fill="none" stroke-linejoin="round"{_stroke(shape)}/>'
        case shapes.Rect():
            place = f'x="{_short(shape.x)}" y="{down(shape.y + shape.height)}"'
            size = f'width="{_short(shape.width)}" height="{_short(shape.height)}"'
            return f"<rect {place} {size}{_fill(shape)}{_stroke(shape)}/>"
        case shapes.Circle():
            place = f'cx="{_short(shape.cx)}" cy="{down(shape.cy)}" r="{_short(shape.r)}"'
            return f"<circle {place}{_fill(shape)}{_stroke(shape)}/>"
        case _:
            raise TypeError(f"no SVG for {type(shape).__name__}")


def _fill(shape: Any) -> str:  # noqa: ANN401 - likewise
    return f' fill="{"none" if shape.fillColor is None else "#" + shape.fillColor.hexval()[2:]}"'


def _stroke(shape: Any) -> str:  # noqa: ANN401 - likewise
    dash = f' stroke-dasharray="{" ".join(map(_short, shape.strokeDashArray))}"' if shape.strokeDashArray else ""
    return f' stroke="#{shape.strokeColor.hexval()[2:]}" stroke-width="{_short(shape.strokeWidth)}"{dash}'


def _written(text: str) -> str:
    """Return text for XML, without characters that XML forbids or that hide something."""
    return escape("".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text))


def _short(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")
