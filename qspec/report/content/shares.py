"""How much of its tolerance a limit's worst value used, and the limits its values were held against, for pictures.

Called by ``charts.py``. Everything follows from the result's own numbers; no verdict comes from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation

from qspec.judgement.result import CheckResult

_DRAWN = 11
"""Powers of ten either way within which numbers are drawn; nobody measures beyond, and floats keep their order."""


@dataclass(frozen=True)
class Share:
    """Share of the tolerance (1: at the limit) and the value that used it, as the result has it."""

    used: Decimal
    value: str

    @property
    def percent(self) -> str:
        """Per cent without decimals, rounded away from 100, so that a failure never looks like a pass."""
        rounding = ROUND_CEILING if self.used > 1 else ROUND_FLOOR
        return f"{(self.used * 100).quantize(Decimal(1), rounding):f}"


def share(check: CheckResult) -> Share | None:
    """Return the share of the worst value; None where a limit or a value gives none (a limit of 0, marks).

    Within two limits it is the distance from their middle; below an upper one value ÷ limit, above a lower one
    limit ÷ value, both for positive numbers alone.
    """
    low, high = number(check.minimum), number(check.maximum)
    if low is None or high is None or check.minimum is None or check.maximum is None:
        return None
    lower, upper = applied(check)
    if lower is not None and upper is not None:
        middle, half = (lower + upper) / 2, (upper - lower) / 2
        text, far = max(((check.minimum, middle - low), (check.maximum, high - middle)), key=lambda pair: pair[1])
        return Share(max(far, Decimal(0)) / half, text) if half > 0 else None
    if upper is not None and upper > 0 and high >= 0:
        return Share(high / upper, check.maximum)
    if lower is not None and lower > 0 and low > 0:
        return Share(lower / low, check.minimum)
    return None


def applied(check: CheckResult) -> tuple[Decimal | None, Decimal | None]:
    """Return the limits that values were held against: those of the check, drawn in by the guard band if there is one.

    The result says a guarded limit in words; a reading and its margin tell where it lies.
    """
    lower, upper = number(check.lower), number(check.upper)
    if check.guarded is None:
        return lower, upper
    first = next(iter(check.readings), None)
    value, margin = (number(first.value), number(first.margin)) if first is not None else (None, None)
    if value is None or margin is None:
        return lower, upper
    if lower is not None and upper is not None:
        middle = (lower + upper) / 2
        half = abs(value - middle) + margin
        return middle - half, middle + half
    return (None if lower is None else value - margin), (None if upper is None else value + margin)


def number(text: str | None) -> Decimal | None:
    """Return a number of a size that can be drawn, or None."""
    try:
        value = Decimal(text) if text is not None else None
    except InvalidOperation:
        return None
    if value is None or not value.is_finite() or (value and abs(value.adjusted()) > _DRAWN):
        return None
    return value
