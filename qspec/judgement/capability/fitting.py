"""Whether a lot's values can be from a normal distribution, and what share of it would lie outside the limits.

Called by ``assessing.py``. The share is the model's, never a statement on the pieces of the lot, and it is not given
where the test rejects the model or cannot be made.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction

from qspec.judgement.capability import anderson
from qspec.judgement.capability.model import Normality
from qspec.judgement.capability.normal import below
from qspec.judgement.capability.spread import Spread
from qspec.limits import Limit

SIGNIFICANCE = 0.05
"""p below which the model is rejected; the usual level, taken as qspec's own convention."""
_LEAST_PPM, _LEAST_P = "0.001", "0.0001"


def normality(values: Sequence[Fraction], mean: Fraction, spread: Spread) -> Normality | None:
    """Return the test of values with this mean and overall deviation (not 0); None below eight values."""
    if len(values) < anderson.least():
        return None
    deviation = spread.deviation
    a2 = anderson.statistic([float((value - mean) / deviation) for value in values])
    p = anderson.p_value(a2, len(values))
    return Normality(f"{a2:.6f}", _at_least(p, _LEAST_P), p < SIGNIFICANCE)


def ppm(limit: Limit, mean: Fraction, spread: Spread) -> str:
    """Return the share of the normal distribution outside the limits in parts per million, three digits of it."""
    deviation = spread.deviation
    ends = [(mean - limit.upper.value) / deviation] if limit.upper is not None else []
    ends += [(limit.lower.value - mean) / deviation] if limit.lower is not None else []
    share = 1e6 * sum(below(max(-99.0, min(99.0, float(end)))) for end in ends)
    return _at_least(share, _LEAST_PPM)


def _at_least(value: float, least: str) -> str:
    """Return three significant digits without an exponent, or that a value is below the least one that is told."""
    return f"<{least}" if value < float(least) else f"{Decimal(value).normalize(Context(prec=3)):f}"
