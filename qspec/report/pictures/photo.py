"""Photos as a picture of the outline: side by side, each as large as its place allows, not cut and not stretched."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from qspec.report.pictures.axes import TEXT, add_text, shortened

_GAP = 8.0
_EDGE = 0.6
_DASH = [3, 2]


def placed(contents: Sequence[bytes], size: tuple[float, float], across: int = 1) -> Any:  # noqa: ANN401 - the PDF library has no types
    """Return a drawing of that size (points) with JPEG photos from left to right, in as many places as ``across``."""
    from PIL import Image
    from reportlab.graphics import shapes

    drawing = shapes.Drawing(*size)
    place = (size[0] - _GAP * (across - 1)) / across
    for index, content in enumerate(contents):
        with Image.open(BytesIO(content), formats=("JPEG",)) as image:
            dots = image.size
        scale = min((place - 2 * _EDGE) / dots[0], (size[1] - 2 * _EDGE) / dots[1])
        wide, high = round(dots[0] * scale, 3), round(dots[1] * scale, 3)
        left, bottom = round(index * (place + _GAP) + _EDGE, 3), round(size[1] - high - _EDGE, 3)
        drawing.add(shapes.Image(left, bottom, wide, high, content))
        drawing.add(shapes.Rect(left, bottom, wide, high, fillColor=None, strokeWidth=_EDGE))
    return drawing


def space(words: str, size: tuple[float, float], width: float) -> Any:  # noqa: ANN401 - likewise
    """Return an empty frame for a print to be stuck on, ``width`` points wide, with words in its middle."""
    from reportlab.graphics import shapes

    drawing = shapes.Drawing(*size)
    frame = (_EDGE, _EDGE, width - 2 * _EDGE, size[1] - 2 * _EDGE)
    drawing.add(shapes.Rect(*frame, fillColor=None, strokeWidth=_EDGE, strokeDashArray=_DASH))
    add_text(drawing, width / 2, size[1] / 2, shortened(words, TEXT, width - 2 * _GAP), anchor="middle")
    return drawing
