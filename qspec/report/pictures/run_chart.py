"""A run chart: the values in the order in which they were measured, with limits and mean; for the part on capability.

It judges nothing: which values are beyond a limit is told by the caller, whose judge is ``limits.py``.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from qspec.report.pictures.axes import TEXT, Entry, Plot, Scale, plot, said, scale, shortened, width_of

_MANY = 120
"""From so many values on, only those beyond a limit have a mark of their own."""
_APART = TEXT * 1.3
_WIDEST = 0.3
"""Share of the width that labels beside the frame may take."""


@dataclass(frozen=True)
class Level:
    """A height in the chart and its number as it is to be written."""

    at: float
    text: str


def run_chart(
    values: Sequence[float | None],
    lang: str,
    *,
    title: str = "",
    unit: str = "",
    lower: Level | None = None,
    upper: Level | None = None,
    mean: Level | None = None,
    beyond: Collection[int] = (),
    labels: Sequence[str] = (),
    width: float = 420.0,
    height: float = 170.0,
) -> Any:  # noqa: ANN401 - the PDF library has no types
    """Return the chart as a reportlab ``Drawing``; width and height in points.

    ``values``: in measuring order, None (or not finite) where a piece has none; the line is broken there. ``beyond``:
    indices of the values beyond a limit, drawn as squares. ``labels``: a name for each value, shown at the ticks; the
    numbers 1 … n otherwise.
    """
    shown = [None if value is None or not math.isfinite(value) else value for value in values]
    levels = [
        (kind, level) for kind, level in (("upper", upper), ("mean", mean), ("lower", lower)) if level is not None
    ]
    names = [said(f"risk.picture.{kind}", lang, number=level.text) for kind, level in levels]
    texts = [shortened(name, TEXT, width * _WIDEST) for name in names]
    key = [Entry("square", said("risk.picture.beyond", lang))] if beyond else []
    frame = plot(
        (width, height),
        (_across(len(shown), labels), _upwards([value for value in shown if value is not None], levels)),
        (said("risk.picture.piece", lang), unit),
        title,
        key,
        room_right=8 + max((width_of(text, TEXT) for text in texts), default=4.0),
    )
    _draw_levels(frame, levels, texts)
    _draw_values(frame, shown, frozenset(beyond))
    return frame.drawing


def _across(count: int, labels: Sequence[str]) -> Scale:
    found = scale(0.5, max(count, 1) + 0.5, 10, whole=True)
    ticks = tuple(tick for tick in dict.fromkeys((1.0, *found.ticks)) if 1 <= tick <= max(count, 1))
    if len(ticks) > 2 and ticks[1] - ticks[0] <= (ticks[2] - ticks[1]) / 2:
        ticks = (ticks[0], *ticks[2:])
    if len(labels) == count and count:
        return Scale(found.low, found.high, ticks, tuple(labels[int(tick) - 1] for tick in ticks))
    return Scale(found.low, found.high, ticks, tuple(str(int(tick)) for tick in ticks))


def _upwards(values: Sequence[float], levels: Sequence[tuple[str, Level]]) -> Scale:
    heights = [*values, *(level.at for _, level in levels)] or [0.0]
    low, high = min(heights), max(heights)
    room = (high - low) * 0.06 or abs(high) * 0.01 or 1.0
    return scale(low - room, high + room, 5)


def _draw_levels(frame: Plot, levels: Sequence[tuple[str, Level]], texts: Sequence[str]) -> None:
    """Draw the lines, and their names at the right: moved apart where they would touch."""
    places = [frame.at(frame.x.low, level.at)[1] for _, level in levels]
    order = sorted(range(len(places)), key=lambda index: places[index])
    written = list(places)
    for before, index in itertools.pairwise(order):
        written[index] = max(written[index], written[before] + _APART)
    for index, (kind, level) in enumerate(levels):
        dash = (4, 2) if kind == "mean" else ()
        frame.segment((frame.x.low, level.at), (frame.x.high, level.at), 0.6 if dash else 1.1, dash)
        frame.beside(written[index], texts[index])


def _draw_values(frame: Plot, values: Sequence[float | None], beyond: frozenset[int]) -> None:
    run: list[tuple[float, float]] = []
    for number, value in enumerate([*values, None], start=1):
        if value is not None:
            run.append((number, value))
            continue
        frame.curve(run, 0.6)
        run = []
    for number, value in enumerate(values, start=1):
        if value is None:
            continue
        if number - 1 in beyond:
            frame.mark((number, value), "square", 2.4)
        elif len(values) <= _MANY:
            frame.mark((number, value), "circle", 1.7, hollow=True)
