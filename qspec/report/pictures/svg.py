"""Writes a picture as SVG 1.1 with text as text; called by ``saving.py``. Only the shapes of ``axes.py`` are known."""

from __future__ import annotations

from base64 import b64encode
from typing import Any
from xml.sax.saxutils import escape

from qspec.report.pictures.axes import BOLD, title_of

FAMILIES = "'Noto Sans CJK JP', 'Noto Sans JP', 'Hiragino Sans', 'Yu Gothic', Meiryo, 'IPAexGothic', Arial, sans-serif"
"""Faces an SVG asks for, first to last: those that have both Japanese and Latin letters stand first."""


def as_svg(drawing: Any) -> bytes:  # noqa: ANN401 - the PDF library has no types
    """Return the picture as SVG 1.1, text as text."""
    width, height = _short(drawing.width), _short(drawing.height)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}"'
        f' role="img" font-family="{FAMILIES}">',
        f"<title>{_written(title_of(drawing))}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *(_element(shape, drawing.height) for shape in drawing.contents),
        "</svg>",
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


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
        case shapes.Image():
            place = f'x="{_short(shape.x)}" y="{down(shape.y + shape.height)}"'
            size = f'width="{_short(shape.width)}" height="{_short(shape.height)}"'
            return f'<image {place} {size} href="data:image/jpeg;base64,{b64encode(shape.path).decode("ascii")}"/>'
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
