"""Margin bars: for every characteristic, how much of its tolerance the worst value used. Answers which one is close.

Bars of what does not conform are black, of what conforms white, of what is near the limit or undecided grey; the share
stands beside each in digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from qspec.report.pictures.axes import TEXT, add_text, said, shortened, width_of

ROW = 12.0
"""Height of one bar with its space, in points."""
EDGES = 46.0
"""Height that the key, the axis and its name take."""
_NAMES = 0.36
"""Share of the width that the names may take."""
_END = 1.5
"""Shares beyond this are cut off; their digits tell them."""


class Look(StrEnum):
    """How a bar is filled."""

    WITHIN = "within"
    NEAR = "near"
    BEYOND = "beyond"


_FILL = {Look.WITHIN: 1.0, Look.NEAR: 0.72, Look.BEYOND: 0.0}


@dataclass(frozen=True)
class Bar:
    """One characteristic: its name, the share of the tolerance its worst value used (1: the limit), and both told."""

    name: str
    share: float
    told: str
    look: Look


def margin_bars(bars: Sequence[Bar], lang: str, width: float = 505.0) -> Any:  # noqa: ANN401 - the PDF library has no types
    """Return the bars as a reportlab ``Drawing`` of :data:`ROW` points a bar and :data:`EDGES`; at least one bar."""
    from reportlab.graphics.shapes import Drawing, Line

    height = ROW * len(bars) + EDGES
    drawing = Drawing(width, height)
    names = [shortened(bar.name, TEXT, width * _NAMES) for bar in bars]
    left = 4 + max(width_of(name, TEXT) for name in names) + 5
    told = [shortened(bar.told, TEXT, width * 0.26) for bar in bars]
    right = width - max(width_of(text, TEXT) for text in told) - 8
    end = _END if any(bar.share > 1 for bar in bars) else 1.0
    top, bottom = height - 15, height - 15 - ROW * len(bars)

    def across(share: float) -> float:
        return round(left + min(share, end) / end * (right - left), 3)

    _add_key(drawing, bars, lang, height - 9)
    name = shortened(said("risk.picture.share", lang), TEXT, right - left)
    _add_axis(drawing, across, end, (bottom, top), name)
    for index, (bar, name, text) in enumerate(zip(bars, names, told, strict=True)):
        middle = top - ROW * (index + 0.5)
        add_text(drawing, 4, middle - TEXT * 0.36, name)
        _add_bar(drawing, (left, across(bar.share)), middle, bar.look)
        add_text(drawing, right + 5, middle - TEXT * 0.36, text)
    drawing.add(Line(across(1.0), bottom, across(1.0), top, strokeWidth=1.6))
    return drawing


def _add_bar(drawing: Any, ends: tuple[float, float], middle: float, look: Look) -> None:  # noqa: ANN401 - likewise
    from reportlab.graphics.shapes import Rect
    from reportlab.lib.colors import Color, black

    shade = _FILL[look]
    if ends[1] - ends[0] > 0.2:
        box = round(ends[0], 3), round(middle - 3.4, 3), round(ends[1] - ends[0], 3), 6.8
        drawing.add(Rect(*box, fillColor=Color(shade, shade, shade), strokeColor=black, strokeWidth=0.6))


def _add_axis(drawing: Any, across: Any, end: float, ends: tuple[float, float], name: str) -> None:  # noqa: ANN401 - likewise
    from reportlab.graphics.shapes import Line
    from reportlab.lib.colors import Color, black

    bottom, top = ends
    pale = Color(0.75, 0.75, 0.75)
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0, *((1.25, 1.5) if end > 1 else ())):
        x = across(tick)
        drawing.add(Line(x, bottom, x, top, strokeWidth=0.3 if tick else 0.6, strokeColor=pale if tick else black))
        drawing.add(Line(x, bottom - 3, x, bottom, strokeWidth=0.6))
        add_text(drawing, x, bottom - 3 - TEXT - 1, f"{tick:.0%}".replace("%", " %"), anchor="middle")
    drawing.add(Line(across(0.0), bottom, across(end), bottom, strokeWidth=0.6))
    add_text(drawing, (across(0.0) + across(end)) / 2, bottom - 3 - 2 * TEXT - 5, name, anchor="middle")


def _add_key(drawing: Any, bars: Sequence[Bar], lang: str, line: float) -> None:  # noqa: ANN401 - likewise
    """Explain the fills that occur."""
    x = 4.0
    for look in Look:
        if any(bar.look is look for bar in bars):
            text = shortened(said(f"risk.picture.look.{look.value}", lang), TEXT, drawing.width / len(Look))
            _add_bar(drawing, (x, x + 12), line + TEXT * 0.36, look)
            add_text(drawing, x + 15, line, text)
            x += 15 + width_of(text, TEXT) + 10
