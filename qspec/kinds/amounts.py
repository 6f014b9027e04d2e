"""Reads one written amount, a number with or without a unit: ``3 µm``, ``0.5 %``, ``25``.

Called for the keys of a spec that state a single value (nominal, uncertainty) and for conditions. A limit is no amount:
limits are read by :mod:`qspec.notation`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from qspec import text, units
from qspec.errors import Refusal

_AMOUNT = re.compile(r"(?P<number>[+-]?\s?[\d.,]+(?:[eE][+-]?\d+)?)\s*(?P<unit>(?!\d).*)", re.ASCII)


@dataclass(frozen=True)
class Amount:
    """An exact value; ``unit`` is a unit id, or None where the text has none."""

    value: Fraction
    unit: str | None


def read(written: str) -> Amount | Refusal:
    """Return the amount a text states; refusals are those of the number reader and of the unit table."""
    found = _AMOUNT.fullmatch(text.plain_signs(written))
    if found is None:
        return Refusal("text.not-a-number", {"text": text.shorten(written)})
    number = text.read_number(found["number"])
    if isinstance(number, Refusal):
        return number
    if not found["unit"]:
        return Amount(Fraction(number), None)
    unit = units.find(found["unit"])
    return unit if isinstance(unit, Refusal) else Amount(Fraction(number), unit.id)


def in_unit(amount: Amount, unit: str) -> Fraction | None:
    """Return an absolute amount in another unit, exactly; None across dimensions. A bare number is in that unit."""
    if amount.unit is None:
        return amount.value
    return units.convert(amount.value, amount.unit, unit) if units.convertible(amount.unit, unit) else None
