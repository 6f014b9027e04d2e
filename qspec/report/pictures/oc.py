"""The operating characteristic of a plan as a picture: which quality is accepted how often."""

from __future__ import annotations

from typing import Any

from qspec.judgement.plans.model import Counting, Resolved, Table
from qspec.judgement.risks.curve import Risk, operating_of, risk_of
from qspec.judgement.risks.operating import Distribution, Operating
from qspec.judgement.risks.told import agreed_number, number, percent
from qspec.report.pictures.axes import Entry, Plot, plot, said, scale

_POINTS = 160
_FEW = 20
_END = 0.005
"""The picture ends where so few lots are accepted."""


def oc_drawing(resolved: Resolved, lang: str, width: float = 340.0, height: float = 200.0) -> Any:  # noqa: ANN401 - the PDF library has no types
    """Return the picture as a reportlab ``Drawing``; width and height in points.

    The AQL (or p0) is marked with a circle, the quality accepted 1 time in 10 with a square; both are named above the
    frame.
    """
    operating, risk = operating_of(resolved), risk_of(resolved)
    points = _step(resolved) if operating is None else _curve(operating)
    marked = _marked(risk, resolved, lang)
    names = "items" if resolved.plan.counting is Counting.ITEMS else "nonconformities"
    frame = plot(
        (width, height),
        (scale(0.0, points[-1][0], 6), scale(0.0, 100.0, 5)),
        (said(f"risk.picture.{names}", lang), said("risk.picture.acceptance", lang)),
        _title(resolved, lang),
        [entry for entry, _ in marked],
    )
    for _, (quality, accepted) in marked:
        frame.segment((quality, 0.0), (quality, accepted), dash=(2, 2))
        frame.segment((0.0, accepted), (quality, accepted), dash=(2, 2))
    frame.curve(_within(frame, points))
    if operating is not None and operating.distribution is Distribution.HYPERGEOMETRIC and len(points) <= _FEW:
        for point in points:  # a small lot has no qualities between them
            frame.mark(point, "circle", 1.4, hollow=True)
    for entry, place in marked:
        frame.mark(place, entry.mark)
    return frame.drawing


def _title(resolved: Resolved, lang: str) -> str:
    if resolved.full:
        return said("risk.picture.title-full", lang, acceptance=resolved.rejection - 1)
    gap = resolved.rejection > resolved.acceptance + 1
    values = {"size": resolved.size, "acceptance": resolved.acceptance, "rejection": resolved.rejection}
    if not gap:
        del values["rejection"]
    return said("risk.picture.title-gap" if gap else "risk.picture.title", lang, **values)


def _curve(operating: Operating) -> list[tuple[float, float]]:
    """Return the curve in per cent accepted, from quality 0 to where hardly anything is."""
    end = operating.quality_at(_END) or 100.0
    if operating.distribution is Distribution.HYPERGEOMETRIC:
        last = operating.nonconforming(end)
        inside = sorted({round(last * place / _POINTS) for place in range(_POINTS + 1)})
        qualities = [100 * count / operating.lot for count in inside]
    else:
        qualities = [end * place / _POINTS for place in range(_POINTS + 1)]
    return [(quality, 100 * operating.passing(quality)) for quality in qualities]


def _step(resolved: Resolved) -> list[tuple[float, float]]:
    """Return what 100 % inspection does: all or nothing, on either side of the acceptance number."""
    unit = 100 / resolved.size
    last = (resolved.rejection - 1) * unit
    return [(0.0, 100.0), (last, 100.0), (last, 0.0), (max(4 * unit, 2 * last), 0.0)]


def _within(frame: Plot, points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(min(quality, frame.x.high), accepted) for quality, accepted in points]


def _marked(risk: Risk, resolved: Resolved, lang: str) -> list[tuple[Entry, tuple[float, float]]]:
    found = []
    unit = " %" if risk.counting is Counting.ITEMS else ""
    if (point := risk.producer) is not None:
        key = "risk.picture.aql" if isinstance(resolved.plan.scheme, Table) else "risk.picture.p0"
        text = said(key, lang, number=agreed_number(point.quality), percent=percent(point.accepted))
        found.append((Entry("circle", text), (point.quality, 100 * point.accepted)))
    if (point := risk.tenth) is not None and point.quality > 0:
        text = said("risk.picture.tenth", lang, number=number(point.quality) + unit)
        found.append((Entry("square", text), (point.quality, 100 * point.accepted)))
    return found
