"""Two swatches side by side, the reference and a sample: what the numbers look like, said to be only indicative.

A printer and a screen show what they can; nobody judges a color by these. L*a*b* is taken relative to the white of
the paper and shown as sRGB (IEC 61966-2-1); what lies outside its gamut is drawn in and said so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qspec.report.pictures.axes import TEXT, add_text, parted, said, shortened, width_of

Lab = tuple[float, float, float]

_WHITE = (0.95047, 1.0, 1.08883)
"""D65, 2° observer: the white of sRGB (IEC 61966-2-1)."""
_MATRIX = (
    (3.2406, -1.5372, -0.4986),
    (-0.9689, 1.8758, 0.0415),
    (0.0557, -0.2040, 1.0570),
)
"""XYZ → linear sRGB (IEC 61966-2-1)."""
_GAMUT = 0.002
"""Linear excess that is still rounding."""
_LINES = 5


@dataclass(frozen=True)
class Swatch:
    """A color and what stands under it."""

    name: str
    lab: Lab


def swatches(pair: tuple[Swatch, Swatch], lang: str, width: float = 140.0, height: float = 150.0) -> Any:  # noqa: ANN401 - the PDF library has no types
    """Return both swatches, edge to edge, with their names and numbers below; width and height in points."""
    from reportlab.graphics.shapes import Drawing, Rect
    from reportlab.lib.colors import Color, black

    drawing = Drawing(width, height)
    half, row = (width - 8) / 2, TEXT + 2.5
    bottom = 4 + row * (_LINES + 2)
    drawn_in = False
    for index, swatch in enumerate(pair):
        left = 4 + index * half
        shade, inside = srgb(swatch.lab)
        drawn_in |= not inside
        look = {"fillColor": Color(*shade), "strokeColor": black, "strokeWidth": 0.6}
        drawing.add(Rect(round(left, 3), bottom, round(half, 3), round(height - bottom - 4, 3), **look))
        numbers = [
            f"{axis} {value:.2f}".replace("-", "−") for axis, value in zip(("L*", "a*", "b*"), swatch.lab, strict=True)
        ]
        lines = [swatch.name, *numbers]
        for line, text in enumerate(lines):
            add_text(drawing, left + 1, bottom - row * (line + 1), shortened(text, TEXT, half - 4))
    note = said("risk.picture.gamut" if drawn_in else "risk.picture.indicative", lang)
    for line, text in enumerate(_parted(note, width - 8)):
        add_text(drawing, 4, bottom - row * (_LINES + line) - 1, text)
    return drawing


def srgb(lab: Lab) -> tuple[tuple[float, float, float], bool]:
    """Return red, green and blue from 0 to 1, and whether the color lies within what sRGB can show."""
    light = (lab[0] + 16) / 116
    bent = (light + lab[1] / 500, light, light - lab[2] / 200)
    tristimulus = [white * _unbent(part) for white, part in zip(_WHITE, bent, strict=True)]
    linear = [sum(weight * part for weight, part in zip(line, tristimulus, strict=True)) for line in _MATRIX]
    inside = all(-_GAMUT <= part <= 1 + _GAMUT for part in linear)
    red, green, blue = (round(_encoded(min(max(part, 0.0), 1.0)), 4) for part in linear)
    return (red, green, blue), inside


def _unbent(part: float) -> float:
    """Return the inverse of the cube root of CIELAB, with its straight end (ISO/CIE 11664-4)."""
    return part**3 if part > 6 / 29 else 3 * (6 / 29) ** 2 * (part - 4 / 29)


def _encoded(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _parted(text: str, room: float) -> list[str]:
    """Return a note on two lines at most: each language on its own, or one language broken."""
    from qspec.report.paper.wrap import break_lines

    parts = parted(text)
    lines = parts if len(parts) > 1 else break_lines(text, room, lambda part: width_of(part, TEXT))
    return [shortened(line, TEXT, room) for line in (*lines[:1], *(["".join(lines[1:])] if lines[1:] else []))]
