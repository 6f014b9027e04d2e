"""Anderson-Darling test of whether values can be from a normal distribution; called by ``assessing.py``.

Mean and standard deviation are the sample's own. Coefficients stand in ``data/capability/anderson-darling.yaml``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from qspec.judgement.capability.normal import log_below
from qspec.judgement.capability.tables import table


def least() -> int:
    """Return how many values the test needs."""
    return int(table("anderson-darling")["least"])


def statistic(standardized: Sequence[float]) -> float:
    """Return A² of values from which their mean was taken and which were divided by their standard deviation."""
    values = sorted(standardized)
    count = len(values)
    low = [log_below(value) for value in values]
    high = [log_below(-value) for value in values]
    weighted = math.fsum((2 * index + 1) * (low[index] + high[count - 1 - index]) for index in range(count))
    return -count - weighted / count


def p_value(a2: float, count: int) -> float:
    """Return the probability of so large an A² from ``count`` (8 or more) values of a normal distribution."""
    data = table("anderson-darling")
    one, first, second = map(float, data["factor"])
    adjusted = a2 * (one + first / count + second / count**2)
    for piece in data["pieces"]:
        if adjusted < float(piece["below"]):
            a, b, c = map(float, piece["polynomial"])
            share = math.exp(a + b * adjusted + c * adjusted**2)
            return 1 - share if piece["complement"] == "yes" else share
    return float(data["beyond"])
