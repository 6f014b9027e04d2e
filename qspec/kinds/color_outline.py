"""The outline of a color tolerance: how far Δa*, Δb* and ΔL* may go until the difference reaches its limit.

For pictures alone; no verdict comes from here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qspec.kinds import colorimetry
from qspec.kinds.color_readings import Standard

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ROUND = 72
"""Directions of the outline: one every 5°."""
_FARTHEST = 400.0
"""Beyond any color; a difference that is still within its limit there has no outline."""
_HALVINGS = 40


def outline(standard: Standard, limit: float) -> tuple[tuple[float, float], ...]:
    """Return Δa*, Δb* at which the difference reaches a limit while ΔL* is 0, once round; empty where it never does."""
    import numpy as np

    angles = 2 * math.pi * np.arange(_ROUND) / _ROUND
    found = _reached(standard, limit, np.column_stack([0 * angles, np.cos(angles), np.sin(angles)]))
    return () if found is None else tuple((float(red), float(yellow)) for _, red, yellow in found)


def lightness(standard: Standard, limit: float) -> tuple[float, float] | None:
    """Return ΔL* downwards and upwards at which the difference reaches a limit while Δa* and Δb* are 0."""
    import numpy as np

    found = _reached(standard, limit, np.array([[-1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]))
    return None if found is None else (float(found[0, 0]), float(found[1, 0]))


def _reached(standard: Standard, limit: float, ways: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Return the steps from the reference at which the limit is reached, by halving; ``ways`` are unit vectors."""
    import numpy as np

    reference = tuple(float(part) for part in standard.reference)

    def difference(steps: NDArray[np.float64] | Sequence[float]) -> NDArray[np.float64]:
        lab = np.array(reference) + np.asarray(steps)[:, np.newaxis] * ways
        return colorimetry.differences(reference, lab, standard.formula)

    if not limit > 0:
        return None
    near, far = np.zeros(len(ways)), np.full(len(ways), 1.0)
    while not np.all(difference(far) >= limit):
        far = np.where(difference(far) >= limit, far, far * 2)
        if np.max(far) > _FARTHEST:
            return None
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        within = difference(middle) < limit
        near, far = np.where(within, middle, near), np.where(within, far, middle)
    result: NDArray[np.float64] = far[:, np.newaxis] * ways
    return result
