"""Pictures of a color characteristic: where the samples lie round the reference, and a pair of swatches.

Called by ``charts.py``. Samples are read from the result; the outline of the tolerance is the kind's own formula.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qspec.errors import Place, Value
from qspec.judgement.result import ItemResult, LotResult, Verdict
from qspec.kinds.color import KIND
from qspec.kinds.color_outline import lightness, outline
from qspec.kinds.color_readings import Lab, Standard, shown_color
from qspec.report import words as terms
from qspec.report.content.measured import in_order
from qspec.report.content.shares import applied, number
from qspec.report.content.wording import words
from qspec.report.outline import Picture
from qspec.report.pictures.axes import said
from qspec.report.pictures.lab_plot import Tolerance, lab_plot
from qspec.report.pictures.row import row
from qspec.report.pictures.swatches import Swatch, swatches
from qspec.spec.model import Characteristic

_HEIGHT = 176.0
_SWATCHES = 0.27
"""Share of the width that the swatches take."""


@dataclass(frozen=True)
class Sample:
    """One piece's color, its difference from the reference, and whether any limit was missed."""

    piece: str
    lab: tuple[float, float, float]
    difference: str
    beyond: bool


def drawable(item: ItemResult) -> bool:
    """Say whether the result holds the colors of all samples."""
    first = item.checks[0] if item.checks else None
    return first is not None and bool(first.readings) and not first.omitted


def _samples(item: ItemResult, lot: LotResult) -> list[Sample]:
    """Return the samples in the order of measuring; none where the result does not hold them all."""
    first = item.checks[0] if item.checks else None
    if first is None or first.omitted:
        return []
    failing = {one.piece for check in item.checks for one in check.readings if one.verdict is Verdict.FAIL}
    found = []
    for reading in in_order(first, lot):
        lab = shown_color(reading.text)
        if lab is None or number(reading.value) is None:
            return []
        found.append(Sample(reading.piece, lab, reading.value, reading.piece in failing))
    return found


def plot(item: ItemResult, lot: LotResult, source: Characteristic | None, name: Value) -> Picture | None:
    """Return the plot with the swatches of reference and farthest sample; None where the data do not carry it."""
    found, standard = _samples(item, lot), _standard(source)
    if not found or standard is None:
        return None
    tolerance = _tolerance(item, standard)
    if tolerance is None:
        return None
    reference = _floats(standard.reference)
    farthest = max(found, key=lambda sample: float(sample.difference))
    deltas = [_minus(sample.lab, reference) for sample in found]
    beyond = frozenset(index for index, sample in enumerate(found) if sample.beyond)

    def draw(lang: str, width: float, height: float) -> Any:  # noqa: ANN401 - the PDF library has no types
        wide = width * _SWATCHES
        plane = lab_plot(deltas, tolerance, lang, beyond=beyond, width=width - wide - 6, height=height)
        pair = (Swatch(said("report.swatch-reference", lang), reference), Swatch(farthest.piece, farthest.lab))
        return row([plane, swatches(pair, lang, wide, height)])

    told = words(
        "chart.color-told", count=len(found), piece=farthest.piece, difference=farthest.difference, beyond=len(beyond)
    )
    caption = [words("chart.color", name=name, quantity=item.checks[0].quantity, limit=_limit(item))]
    if len(item.checks) > 1:
        caption.append(words("chart.color-components"))
    return Picture(terms.sentences(caption), told, draw, _HEIGHT)


def _standard(source: Characteristic | None) -> Standard | None:
    """Return reference and formula as the kind reads them from the spec."""
    if source is None or source.kind != KIND.name or not isinstance(source, KIND.model):
        return None
    item, _ = KIND.compile("", source, lambda _: Place())
    standard = item.data["standard"] if item is not None else None
    return standard if isinstance(standard, Standard) else None


def _tolerance(item: ItemResult, standard: Standard) -> Tolerance | None:
    _, upper = applied(item.checks[0])
    if upper is None or upper <= 0:
        return None
    round_it, light = outline(standard, float(upper)), lightness(standard, float(upper))
    if not round_it or light is None:
        return None
    ends = {check.quantity: (_float(check.lower), _float(check.upper)) for check in item.checks[1:]}
    none = (None, None)
    return Tolerance(round_it, light, ends.get("Δa*", none), ends.get("Δb*", none), ends.get("ΔL*", none))


def _limit(item: ItemResult) -> str:
    check = item.checks[0]
    return check.guarded or check.resolved


def _float(text: str | None) -> float | None:
    found = number(text)
    return None if found is None else float(found)


def _floats(lab: Lab) -> tuple[float, float, float]:
    light, red, yellow = lab
    return float(light), float(red), float(yellow)


def _minus(lab: tuple[float, float, float], reference: tuple[float, float, float]) -> tuple[float, float, float]:
    return lab[0] - reference[0], lab[1] - reference[1], lab[2] - reference[2]
