"""From a raw roughness trace to parameters: level, filter, cut into sampling lengths, compute.

The kind ``roughness`` calls :func:`filtered` with one trace and :func:`parameter` with its result. numpy alone. A
trace that cannot give what the spec asks for (too short, too coarse, uneven) is refused, never stretched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor, log, pi, sqrt
from typing import TYPE_CHECKING

from qspec.errors import Refusal
from qspec.kinds.tables import table
from qspec.text import write_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Heights = NDArray[np.float64]

ALPHA = sqrt(log(2) / pi)
"""α of the Gaussian profile filter, ISO 16610-21: exactly one half of a wave as long as the cut-off passes."""

SLACK = 1e-9
"""Relative slack for lengths and counts computed in floats, far below any spacing."""


@dataclass(frozen=True)
class Settings:
    """How a trace is evaluated. Lengths in mm; ``cutoff`` λc is one sampling length; ``sections`` of them."""

    cutoff: float
    sections: int
    lambda_s: float | None = None
    rms_over_all: bool = False
    """Rq over the whole evaluation length (ISO 21920-2), not as the mean over sampling lengths (ISO 4287)."""

    @property
    def needed(self) -> float:
        """Length of trace in mm: the sections and one filter support, that is one λc (and λs), lost at each end."""
        return (self.sections + 2) * self.cutoff + 2 * (self.lambda_s or 0.0)


@dataclass(frozen=True)
class Profile:
    """Roughness profile within the evaluation length, heights about the mean line in the unit of the trace."""

    heights: Heights
    starts: tuple[int, ...]
    """First point of each sampling length, and the end."""
    rms_over_all: bool

    def sections(self) -> list[Heights]:
        """Return the heights of each sampling length."""
        return [self.heights[start:end] for start, end in zip(self.starts, self.starts[1:], strict=False)]


def filtered(x: Heights, z: Heights, settings: Settings) -> Profile | Refusal:
    """Return the roughness profile of a trace of shape (n,): ``x`` in mm, even and increasing, ``z`` in any unit."""
    spacing = _spacing(x, settings)
    if isinstance(spacing, Refusal):
        return spacing
    heights = _level(z)
    if settings.lambda_s is not None:
        heights = _mean_line(heights, spacing, settings.lambda_s)
    support = _support(spacing, settings.cutoff)
    mean_line = _mean_line(heights, spacing, settings.cutoff)
    rough = heights[support : len(heights) - support] - mean_line
    per_section = settings.cutoff / spacing
    starts = tuple(round(index * per_section) for index in range(settings.sections + 1))
    spare = len(rough) - starts[-1]
    if spare < 0:
        return _too_short(x, settings)
    first = spare // 2  # the middle of the trace, where run-in and run-out are farthest
    return Profile(rough[first : first + starts[-1]], starts, settings.rms_over_all)


def parameter(profile: Profile, name: str) -> float:
    """Return Ra, Rq, Rp, Rv, Rz or Rt by ISO 4287: the mean over sampling lengths, Rt over the evaluation length.

    Raises ``KeyError`` for any other name. Rq follows ISO 21920-2 where the profile says so.
    """
    import numpy as np

    sections = [profile.heights] if name == "Rq" and profile.rms_over_all else profile.sections()
    of_section: dict[str, Callable[[Heights], float]] = {
        "Ra": lambda part: float(np.abs(part).mean()),
        "Rq": lambda part: sqrt(np.square(part).mean()),
        "Rp": lambda part: float(part.max()),
        "Rv": lambda part: -float(part.min()),
        "Rz": lambda part: float(np.ptp(part)),
    }
    if name == "Rt":
        return float(np.ptp(profile.heights))
    return float(np.mean([of_section[name](part) for part in sections]))


def _spacing(x: Heights, settings: Settings) -> float | Refusal:
    """Return the spacing of an evenly spaced trace that is long and fine enough, or why it is not."""
    import numpy as np

    demands = table("roughness")["trace"]
    length = float(x[-1] - x[0]) if len(x) > 1 else 0.0
    if length < settings.needed * (1 - SLACK):
        return _too_short(x, settings)
    spacing = length / (len(x) - 1)
    limit = settings.cutoff / float(demands["points_per_cutoff"])
    if settings.lambda_s is not None:
        limit = min(limit, settings.lambda_s / float(demands["points_per_lambda_s"]))
    if spacing > limit * (1 + SLACK):
        return Refusal("roughness.trace-coarse", {"spacing": _shown(spacing * 1000), "allowed": _shown(limit * 1000)})
    off = np.abs(x - (x[0] + spacing * np.arange(len(x))))
    if float(off.max()) > float(demands["evenness"]) * spacing:
        return Refusal(
            "roughness.trace-uneven", {"x": _shown(float(x[int(off.argmax())])), "spacing": _shown(spacing * 1000)}
        )
    return spacing


def _too_short(x: Heights, settings: Settings) -> Refusal:
    length = float(x[-1] - x[0]) if len(x) else 0.0
    return Refusal("roughness.trace-too-short", {"length": _shown(length), "needed": _shown(settings.needed)})


def _shown(value: float) -> str:
    return write_number(Fraction(Decimal(f"{value:.6g}")))


def _level(z: Heights) -> Heights:
    """Return the heights less their least-squares line."""
    import numpy as np

    place = np.linspace(-1.0, 1.0, len(z))  # symmetric, so that slope and mean are found apart from one another
    centered = z - z.mean()
    return np.asarray(centered - place * (centered @ place) / (place @ place))


def _support(spacing: float, cutoff: float) -> int:
    """Return the points on each side of the filter's middle; weights farther off are under 1e-6 of the highest."""
    return floor(cutoff / spacing * (1 + SLACK))


def _mean_line(z: Heights, spacing: float, cutoff: float) -> Heights:
    """Return the long-wave part by the Gaussian filter of ISO 16610-21, where its whole support lies within the trace.

    The result is shorter by the support at each end (empty for a short trace). The weights have a standard deviation of
    α/√(2π) = 0.18739 cut-offs.
    """
    import numpy as np

    half = _support(spacing, cutoff)
    away = np.arange(-half, half + 1) * (spacing / cutoff)
    weights = np.exp(-pi * np.square(away / ALPHA))
    weights /= weights.sum()
    if len(z) < len(weights):
        return np.empty(0)
    size = 1 << (len(z) + len(weights) - 2).bit_length()
    product = np.fft.irfft(np.fft.rfft(z, size) * np.fft.rfft(weights, size), size)
    return np.asarray(product[2 * half : len(z)])
