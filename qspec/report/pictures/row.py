"""Pictures side by side as one picture; called where several answer one question about the same characteristic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def row(drawings: Sequence[Any], gap: float = 6.0) -> Any:  # noqa: ANN401 - the PDF library has no types
    """Return one drawing that holds the others from left to right, their upper edges level; ``gap`` in points."""
    from reportlab.graphics.shapes import Drawing

    height = max(drawing.height for drawing in drawings)
    whole = Drawing(sum(drawing.width for drawing in drawings) + gap * (len(drawings) - 1), height)
    left = 0.0
    for drawing in drawings:
        for shape in drawing.contents:
            _move(shape, left, height - drawing.height)
            whole.add(shape)
        left += drawing.width + gap
    return whole


def _move(shape: Any, right: float, up: float) -> None:  # noqa: ANN401 - likewise
    from reportlab.graphics import shapes

    match shape:
        case shapes.String() | shapes.Rect():
            shape.x, shape.y = round(shape.x + right, 3), round(shape.y + up, 3)
        case shapes.Line():
            shape.x1, shape.x2 = round(shape.x1 + right, 3), round(shape.x2 + right, 3)
            shape.y1, shape.y2 = round(shape.y1 + up, 3), round(shape.y2 + up, 3)
        case shapes.Circle():
            shape.cx, shape.cy = round(shape.cx + right, 3), round(shape.cy + up, 3)
        case shapes.PolyLine():
            pairs = zip(shape.points[::2], shape.points[1::2], strict=True)
            shape.points = [part for x, y in pairs for part in (round(x + right, 3), round(y + up, 3))]
        case _:
            raise TypeError(f"cannot move a {type(shape).__name__}")
