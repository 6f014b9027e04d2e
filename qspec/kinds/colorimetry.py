"""Color differences of readings from a reference: the only place that calls colormath, and a second opinion beside it.

The kind ``color`` calls this module with float64 arrays of L*, a*, b*. colormath's matrix functions are the named
engine (its scalar ones fail on current numpy, and integer arrays give wrong CIE94 and CMC). The second opinion is
computed here from components and weights, with the rule that makes CIEDE2000 safe at opposite hues, where the formula
jumps and the last bit of a float decides: two parties on two machines must get one answer, so the caller compares the
two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Lab = NDArray[np.float64]

TIE = 1e-9
"""Degrees by which a hue difference may exceed 180 and still count as 180 (pairs 10 and 14 of Sharma, Wu, Dalal)."""

COMPONENTS = ("ΔL*", "Δa*", "Δb*", "ΔC*", "ΔH*")
"""Signed components of a difference, in the order of :func:`components`."""


@dataclass(frozen=True)
class Formula:
    """A formula with its weights: ``id`` dE76, dE94, dE00 or dECMC; ``weights`` by colormath's own argument names."""

    id: str
    weights: Mapping[str, float] = field(default_factory=dict)


def differences(reference: Sequence[float], readings: Lab, formula: Formula) -> NDArray[np.float64]:
    """Return the color difference of each reading from the reference by colormath, shape (n,); NaN where not finite.

    ``reference`` is L*, a*, b* of the standard (CIE94 and CMC weigh by its chroma); ``readings`` has shape (n, 3).
    """
    import numpy as np
    from colormath import color_diff_matrix as engine

    functions = {
        "dE76": engine.delta_e_cie1976,
        "dE94": engine.delta_e_cie1994,
        "dE00": engine.delta_e_cie2000,
        "dECMC": engine.delta_e_cmc,
    }
    standard = np.asarray(reference, dtype=np.float64)
    with np.errstate(all="ignore"):
        result = np.asarray(functions[formula.id](standard, np.asarray(readings, np.float64), **formula.weights))
    return np.where(np.isfinite(result), result, np.nan)


def components(reference: Sequence[float], readings: Lab) -> NDArray[np.float64]:
    """Return ΔL*, Δa*, Δb*, ΔC*, ΔH* of each reading, shape (n, 5), reading minus reference.

    ΔH* has the sign of a₁b₂ − a₂b₁ (positive: hue angle increases) and magnitude 2 √(C₁C₂) sin(Δh/2), which is the
    root of ΔE*² − ΔL*² − ΔC*² without its cancellation.
    """
    import numpy as np

    lab = np.asarray(readings, dtype=np.float64)
    standard = np.asarray(reference, dtype=np.float64)
    a, b = standard[1], standard[2]
    chroma, chromas = np.hypot(a, b), np.hypot(lab[:, 1], lab[:, 2])
    turn = np.arctan2(a * lab[:, 2] - lab[:, 1] * b, a * lab[:, 1] + b * lab[:, 2])
    hue = 2 * np.sqrt(chroma * chromas) * np.sin(turn / 2)
    return np.column_stack([lab - standard, chromas - chroma, hue])


def second_opinion(reference: Sequence[float], readings: Lab, formula: Formula) -> NDArray[np.float64]:
    """Return the color differences computed here, shape (n,), to be held against :func:`differences`."""
    import numpy as np

    if formula.id == "dE00":
        return _ciede2000(reference, readings, formula.weights)
    parts = components(reference, readings)
    light, chroma, hue = parts[:, 0], parts[:, 3], parts[:, 4]
    by_light, by_chroma, by_hue = _weights(reference, formula)
    return np.asarray(np.sqrt((light / by_light) ** 2 + (chroma / by_chroma) ** 2 + (hue / by_hue) ** 2))


def _weights(reference: Sequence[float], formula: Formula) -> tuple[float, float, float]:
    """Return the divisors of ΔL*, ΔC*, ΔH*; they depend on the reference alone in CIE76, CIE94 and CMC."""
    from math import atan2, cos, degrees, hypot, radians, sqrt

    light, a, b = (float(value) for value in reference)
    chroma, given = hypot(a, b), formula.weights
    if formula.id == "dE76":
        return 1.0, 1.0, 1.0
    if formula.id == "dE94":
        by_chroma, by_hue = 1 + given["K_1"] * chroma, 1 + given["K_2"] * chroma
        return given["K_L"], given["K_C"] * by_chroma, given["K_H"] * by_hue
    hue = degrees(atan2(b, a)) % 360
    base, share, shift = (0.56, 0.2, 168) if 164 <= hue <= 345 else (0.36, 0.4, 35)
    ratio = sqrt(chroma**4 / (chroma**4 + 1900))
    by_light = 0.511 if light < 16 else 0.040975 * light / (1 + 0.01765 * light)
    by_chroma = 0.0638 * chroma / (1 + 0.0131 * chroma) + 0.638
    by_hue = by_chroma * (ratio * (base + abs(share * cos(radians(hue + shift)))) + 1 - ratio)
    return given["pl"] * by_light, given["pc"] * by_chroma, by_hue


def _ciede2000(reference: Sequence[float], readings: Lab, weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Return CIEDE2000 after ISO/CIE 11664-6, a hue difference of 180° ± :data:`TIE` taken as 180°."""
    import numpy as np

    one, two = np.asarray(reference, dtype=np.float64), np.asarray(readings, dtype=np.float64)
    mean_chroma = (np.hypot(one[1], one[2]) + np.hypot(two[:, 1], two[:, 2])) / 2
    stretch = 1.5 - 0.5 * _seventh(mean_chroma)
    red_one, red_two = stretch * one[1], stretch * two[:, 1]
    chroma_one, chroma_two = np.hypot(red_one, one[2]), np.hypot(red_two, two[:, 2])
    hue_one, hue_two = np.degrees(np.arctan2(one[2], red_one)) % 360, np.degrees(np.arctan2(two[:, 2], red_two)) % 360
    turn = hue_two - hue_one
    wide = np.abs(turn) > 180 + TIE
    turn = np.where(wide, turn - 360 * np.sign(turn), turn)
    total = hue_one + hue_two
    hue = np.where(wide, np.where(total < 360, total + 360, total - 360), total) / 2
    grey = chroma_one * chroma_two == 0
    hue, turn = np.where(grey, total, hue), np.where(grey, 0.0, turn)
    chroma, off = (chroma_one + chroma_two) / 2, ((one[0] + two[:, 0]) / 2 - 50) ** 2
    swing = 1 - 0.17 * _cos(hue - 30) + 0.24 * _cos(2 * hue) + 0.32 * _cos(3 * hue + 6) - 0.2 * _cos(4 * hue - 63)
    light = (two[:, 0] - one[0]) / (weights["Kl"] * (1 + 0.015 * off / np.sqrt(20 + off)))
    dull = (chroma_two - chroma_one) / (weights["Kc"] * (1 + 0.045 * chroma))
    arc = 2 * np.sqrt(chroma_one * chroma_two) * np.sin(np.radians(turn) / 2)
    arc = arc / (weights["Kh"] * (1 + 0.015 * chroma * swing))
    rotation = -2 * _seventh(chroma) * np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2))))
    return np.asarray(np.sqrt(np.maximum(light**2 + dull**2 + arc**2 + rotation * dull * arc, 0.0)))


def _seventh(chroma: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return np.asarray(np.sqrt(chroma**7 / (chroma**7 + 25.0**7)))


def _cos(angle: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return np.asarray(np.cos(np.radians(angle)))
