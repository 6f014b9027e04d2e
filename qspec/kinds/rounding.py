"""Rounding of a reading before it is compared, where a spec names the method: ``JIS Z 8401 rule A to 0.01 mm``.

Readings are compared unrounded unless ``rounding:`` says otherwise. Then each compared value is rounded once, from the
unrounded one, to a multiple of the interval; halves go to the even multiple or away from zero. The comparison itself
needs no rounded number: rounding keeps order, so the limit is widened to all values that round into it
(:meth:`Rounding.preimage`), exactly. ``decisions.py`` reads the key, judgement compares and shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import cache
from math import ceil, floor

from qspec import text, units
from qspec.errors import Refusal, Say
from qspec.kinds import amounts
from qspec.kinds.tables import table
from qspec.limits import Bound, Limit

_HALF = Fraction(1, 2)
_NUMBER = re.compile(r"[+-]?[\d.]+", re.ASCII)
_BETWEEN = " ,、;:"
_NONE = "none"
_CODES = {"bare": "kinds.rounding-rule-needed"}
"""Names that stand for no one method, and what is asked."""
_KELVIN = "K"
"""Unit id in which differences of temperature are written, whatever scale the limit is on."""


class Tie(StrEnum):
    """Where a value halfway between two multiples goes."""

    EVEN = "even"
    AWAY = "away"
    """Away from zero, to the multiple of greater magnitude."""


@dataclass(frozen=True)
class Rounding:
    """A method with its interval; multiples of ``interval`` are counted from 0 in ``unit``, the limit's unit id."""

    method: str
    tie: Tie
    interval: Fraction
    unit: str

    def value(self, value: Fraction) -> Fraction:
        """Return a value in ``unit`` rounded once."""
        steps = value / self.interval
        whole = floor(steps)
        up = steps - whole > _HALF or (steps - whole == _HALF and self._tie_goes_up(whole))
        return (whole + up) * self.interval

    def preimage(self, limit: Limit) -> Limit:
        """Return the limit (in ``unit``) of the unrounded values whose rounded value lies within ``limit``."""
        upper = lower = None
        if limit.upper is not None:
            last = floor(limit.upper.value / self.interval)
            last -= last * self.interval == limit.upper.value and not limit.upper.inclusive
            upper = Bound((last + _HALF) * self.interval, inclusive=not self._tie_goes_up(last))
        if limit.lower is not None:
            first = ceil(limit.lower.value / self.interval)
            first += first * self.interval == limit.lower.value and not limit.lower.inclusive
            lower = Bound((first - _HALF) * self.interval, inclusive=self._tie_goes_up(first - 1))
        return replace(limit, lower=lower, upper=upper)

    def fits(self, limit: Limit) -> bool:
        """Say whether every bound is a multiple of the interval, as rounding to the limit's own place has it."""
        bounds = [bound.value for bound in (limit.lower, limit.upper) if bound is not None]
        whole = all((value / self.interval).denominator == 1 for value in bounds)
        return whole and not self.preimage(limit).is_empty()

    def describe(self) -> Say:
        """Return method and interval in words."""
        shown = f"{text.write_number(self.interval)} {units.get(self.unit).suffix}".rstrip()
        return Say(f"kinds.rounding.{self.method}", {"interval": shown})

    def _tie_goes_up(self, whole: int) -> bool:
        """Say whether the value halfway between multiples ``whole`` and ``whole`` + 1 goes to the upper one."""
        return whole % 2 == 1 if self.tie is Tie.EVEN else whole >= 0


def read(written: str, unit: str) -> Rounding | Refusal | None:
    """Return the rounding that a text asks for, its interval in the unit id of the limit; None where it asks for none.

    Refused are an unknown method, JIS Z 8401 without its rule, a missing interval and one in a unit that has another
    dimension or, for temperatures, another zero.
    """
    values = {"text": text.shorten(written), "unit": units.get(unit).symbol}
    plain = text.normalize(written)
    named = _methods().get(text.fold(plain))
    if named is not None:
        return None if named == _NONE else Refusal(_CODES.get(named, "kinds.rounding-without-interval"), values)
    head, amount = _split(plain)
    method = _methods().get(text.fold(head)) if head else None
    if method is None or method == _NONE or amount is None:
        return Refusal("kinds.rounding-unknown", values)
    if method in _CODES:
        return Refusal(_CODES[method], values)
    found = amounts.read(amount)
    if isinstance(found, Refusal):
        return found
    if found.value <= 0:
        return Refusal("kinds.rounding-not-positive", values)
    interval = _in_unit(found, unit)
    if interval is None:
        return Refusal("kinds.rounding-of-another-dimension", values)
    return Rounding(method, Tie(table("rounding")["methods"][method]["tie"]), interval, unit)


@cache
def _methods() -> Mapping[str, str]:
    """Return the method of every spelling, folded."""
    data = table("rounding")
    found = {text.fold(name): method for method, row in data["methods"].items() for name in row["names"]}
    return found | {text.fold(name): key for key in ("bare", _NONE) for name in data[key]}


def _split(plain: str) -> tuple[str, str | None]:
    """Return the method's spelling and the interval with its unit behind it; None where no number follows a method.

    The last number that stands behind a method is the interval: those before it are the method's own (8401:2019, E29).
    """
    data = table("rounding")
    for found in reversed(list(_NUMBER.finditer(plain))):
        head = plain[: found.start()].rstrip(_BETWEEN)
        link = next((link for link in data["links"] if head.endswith(link)), "")
        head = head.removesuffix(link).rstrip(_BETWEEN)
        if text.fold(head) in _methods():
            amount = plain[found.start() :]
            tail = next((tail for tail in data["tails"] if amount.endswith(tail)), "")
            return head, amount.removesuffix(tail).rstrip()
    return plain, None


def _in_unit(amount: amounts.Amount, unit: str) -> Fraction | None:
    """Return the interval in the limit's unit: a difference, whose multiples count from that unit's zero."""
    if amount.unit is None or amount.unit == unit:
        return amount.value
    if not units.convertible(amount.unit, unit):
        return None
    same_zero = units.convert(Fraction(0), amount.unit, unit) == 0
    return units.convert_difference(amount.value, amount.unit, unit) if same_zero or amount.unit == _KELVIN else None
