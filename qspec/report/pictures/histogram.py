"""A histogram with limits: how the values of a characteristic are spread; for many pieces, where a run tells little.

It judges nothing: which values are beyond a limit is told by the caller, whose judge is ``limits.py``.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from qspec.report.pictures.axes import Entry, Plot, plot, said, scale
from qspec.report.pictures.run_chart import Level

_MOST_BINS = 24
_SHADE = 0.80
"""Grey of the bars: light enough to be told from black on a copy."""


def histogram(
    values: Sequence[str],
    lang: str,
    *,
    unit: str = "",
    lower: Level | None = None,
    upper: Level | None = None,
    beyond: Collection[int] = (),
    title: str = "",
    width: float = 240.0,
    height: float = 130.0,
) -> Any:  # noqa: ANN401 - the PDF library has no types
    """Return the histogram as a reportlab ``Drawing``; width and height in points.

    ``values``: as text, at least one, finite. Their decimals bound the width of the classes, and no value lies on an
    edge between two. ``beyond``: indices of the values beyond a limit, drawn black within their bar.
    """
    numbers = [float(text) for text in values]
    start, step, count = _classes(values, numbers)
    within, outside = [0] * count, [0] * count
    for index, number in enumerate(numbers):
        place = min(max(int((number - start) / step), 0), count - 1)
        (outside if index in beyond else within)[place] += 1
    most = max(a + b for a, b in zip(within, outside, strict=True))
    levels = [level for level in (lower, upper) if level is not None]
    ends = [start, start + count * step, *(level.at for level in levels)]
    room = (max(ends) - min(ends)) * 0.03
    frame = plot(
        (width, height),
        (scale(min(ends) - room, max(ends) + room, 4), scale(0, max(most * 1.06, 2), 4)),
        (unit, said("risk.picture.readings", lang)),
        title,
        _key(lang, lower, upper, beyonds=any(outside)),
    )
    for place in range(count):
        left, right = start + place * step, start + (place + 1) * step
        _bar(frame, left, right, (0, outside[place]), 0.0)
        _bar(frame, left, right, (outside[place], outside[place] + within[place]), _SHADE)
    for level in levels:
        frame.segment((level.at, frame.y.low), (level.at, frame.y.high), 1.4)
    return frame.drawing


def _key(lang: str, lower: Level | None, upper: Level | None, *, beyonds: bool) -> list[Entry]:
    named = [("lower", lower), ("upper", upper)]
    key = [Entry("", said(f"risk.picture.{kind}", lang, number=level.text)) for kind, level in named if level]
    return [*([Entry("square", said("risk.picture.beyond", lang))] if beyonds else []), *key]


def _classes(values: Sequence[str], numbers: Sequence[float]) -> tuple[float, float, int]:
    """Return where the first class begins, how wide each is, and how many there are.

    The width is a whole number of the readings' own steps, so that no class holds more of them than another; edges lie
    half a step beside the readings.
    """
    places = max((-_exponent(text) for text in values), default=0)
    unit = 10.0 ** -max(places, 0)
    low, high = min(numbers), max(numbers)
    wanted = min(_MOST_BINS, max(5, math.ceil(math.sqrt(len(numbers)))))
    steps = round((high - low) / unit)
    each = max(1, math.ceil((steps + 1) / wanted))
    return low - unit / 2, each * unit, max(1, math.ceil((steps + 1) / each))


def _exponent(text: str) -> int:
    exponent = Decimal(text).as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _bar(frame: Plot, left: float, right: float, ends: tuple[int, int], shade: float) -> None:
    from reportlab.graphics.shapes import Rect
    from reportlab.lib.colors import Color, black

    if ends[0] == ends[1]:
        return
    (x1, y1), (x2, y2) = frame.at(left, ends[0]), frame.at(right, ends[1])
    look = {"fillColor": Color(shade, shade, shade), "strokeColor": black, "strokeWidth": 0.5}
    frame.drawing.add(Rect(round(x1, 3), round(y1, 3), round(x2 - x1, 3), round(y2 - y1, 3), **look))
