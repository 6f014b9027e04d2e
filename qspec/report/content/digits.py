"""How many digits a number gets on the paper; called by ``results.py``.

Readings stand as written. Values that were computed from readings, and means and deviations, have as many digits as a
person can use. A number is never shortened to zero nor onto a limit, so that no failure looks like a pass; the result
document keeps all digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from qspec.judgement.result import CheckResult

COMPUTED_PLACES = 3
"""Decimals of a computed value; color differences are quoted with one or two."""


def statistic(text: str | None, check: CheckResult) -> str | None:
    """Return a mean or a deviation with one decimal more than the readings have."""
    ends = [found for found in (check.minimum, check.maximum) if found is not None]
    places = COMPUTED_PLACES - 1 if is_computed(check) else max(map(_places, ends), default=0)
    return None if text is None else _shortened(text, places + 1)


def computed(text: str | None, check: CheckResult) -> str | None:
    """Return a value or margin, shortened where it was computed and no limit lies where the shorter one would."""
    if text is None or not is_computed(check):
        return text
    short = _shortened(text, COMPUTED_PLACES)
    bounds = [_number(bound) for bound in (check.lower, check.upper) if bound is not None]
    return text if short != text and _number(short) in bounds else short


@dataclass(frozen=True, eq=False)
class _Same:
    """A check as itself, whatever another holds: a result's values cannot be hashed."""

    check: CheckResult

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.check is self.check

    def __hash__(self) -> int:
        return id(self.check)


def is_computed(check: CheckResult) -> bool:
    """Say whether the values compared are others than the readings as written (a color difference, a mean)."""
    return _computed(_Same(check))


@lru_cache(maxsize=16)  # asked for each reading of a check, and answered from all of them
def _computed(same: _Same) -> bool:
    check = same.check
    return any(_number(one.value) is not None and _number(one.text) != _number(one.value) for one in check.readings)


def _shortened(text: str, places: int) -> str:
    value = _number(text)
    if value is None or _places(text) <= places:
        return text
    short = value.quantize(Decimal(1).scaleb(-places))
    return text if short == 0 else f"{short:f}"


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _places(text: str) -> int:
    value = _number(text)
    exponent = value.as_tuple().exponent if value is not None else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0
