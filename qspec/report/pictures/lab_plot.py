"""Where colors lie round their reference: Δa* and Δb* with the tolerance drawn round, and ΔL* of each piece beside it.

It judges nothing: which samples are beyond a limit is told by the caller; so is the outline of the tolerance.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from qspec.report.pictures.axes import Entry, Plot, Scale, plot, said, scale
from qspec.report.pictures.row import row

Point = tuple[float, float]


@dataclass(frozen=True)
class Tolerance:
    """What the color difference allows, and the limits of single components where there are some."""

    outline: tuple[Point, ...]
    """Δa* and Δb* at which the difference reaches its limit while ΔL* is 0, once round."""
    lightness: tuple[float, float]
    """ΔL* downwards and upwards at which it reaches its limit while Δa* and Δb* are 0."""
    red: tuple[float | None, float | None] = (None, None)
    """Limits of Δa* itself."""
    yellow: tuple[float | None, float | None] = (None, None)
    """Limits of Δb* itself."""
    light: tuple[float | None, float | None] = (None, None)
    """Limits of ΔL* itself."""


def lab_plot(
    samples: Sequence[tuple[float, float, float]],
    tolerance: Tolerance,
    lang: str,
    *,
    beyond: Collection[int] = (),
    width: float = 350.0,
    height: float = 190.0,
) -> Any:  # noqa: ANN401 - the PDF library has no types
    """Return both frames as one reportlab ``Drawing``; ``samples`` are ΔL*, Δa*, Δb*, ``beyond`` their indices."""
    plane = _plane([(red, yellow) for _, red, yellow in samples], tolerance, lang, beyond, height)
    strip = _strip([light for light, _, _ in samples], tolerance, lang, beyond, (width - plane.width - 4, height))
    return row([plane, strip], 4.0)


def _plane(points: Sequence[Point], tolerance: Tolerance, lang: str, beyond: Collection[int], height: float) -> Any:  # noqa: ANN401 - likewise
    reach = max(abs(part) for point in (*points, *tolerance.outline) for part in point)
    across = scale(-reach * 1.08, reach * 1.08, 6)
    key = [Entry("", said("risk.picture.reference", lang))]
    if any(index in beyond for index in range(len(points))):
        key.append(Entry("square", said("risk.picture.beyond", lang)))
    names = said("risk.picture.delta-a", lang), said("risk.picture.delta-b", lang)

    def framed(width: float) -> Plot:
        return plot((width, height), (across, across), names, "", key, room_right=8)

    first = framed(height * 1.2)
    # both axes to the same scale: the frame is made square by the width of the picture
    spare = (first.right - first.left) - (first.top - first.bottom)
    frame = framed(height * 1.2 - spare)
    _limits(frame, tolerance.red, upright=True)
    _limits(frame, tolerance.yellow, upright=False)
    frame.segment((0.0, -reach * 0.06), (0.0, reach * 0.06), 0.8)
    frame.segment((-reach * 0.06, 0.0), (reach * 0.06, 0.0), 0.8)
    frame.curve([*tolerance.outline, tolerance.outline[0]], 1.2)
    _marks(frame, points, beyond)
    return frame.drawing


def _strip(
    lights: Sequence[float], tolerance: Tolerance, lang: str, beyond: Collection[int], size: tuple[float, float]
) -> Any:  # noqa: ANN401 - likewise
    reach = max(abs(part) for part in (*lights, *tolerance.lightness, *(end for end in tolerance.light if end)))
    count = max(len(lights), 1)
    found = scale(0.5, count + 0.5, 4, whole=True)
    ticks = tuple(tick for tick in dict.fromkeys((1.0, *found.ticks)) if 1 <= tick <= count)
    across = Scale(found.low, found.high, ticks, tuple(str(int(tick)) for tick in ticks))
    names = said("risk.picture.piece", lang), said("risk.picture.delta-l", lang)
    frame = plot(size, (across, scale(-reach * 1.08, reach * 1.08, 6)), names, "", room_right=8)
    for end in tolerance.lightness:
        frame.segment((across.low, end), (across.high, end), 1.2)
    _limits(frame, tolerance.light, upright=False)
    frame.segment((across.low, 0.0), (across.high, 0.0), 0.8)
    _marks(frame, list(enumerate(lights, start=1)), beyond)
    return frame.drawing


def _limits(frame: Plot, ends: tuple[float | None, float | None], *, upright: bool) -> None:
    """Draw the limits of one component, dashed, where they lie within the frame."""
    for end in ends:
        across = frame.x if upright else frame.y
        if end is None or not across.low < end < across.high:
            continue
        if upright:
            frame.segment((end, frame.y.low), (end, frame.y.high), 0.8, (3, 2))
        else:
            frame.segment((frame.x.low, end), (frame.x.high, end), 0.8, (3, 2))


def _marks(frame: Plot, points: Sequence[Point], beyond: Collection[int]) -> None:
    for index, point in enumerate(points):
        if index in beyond:
            frame.mark(point, "square", 2.4)
        else:
            frame.mark(point, "circle", 1.9, hollow=True)
