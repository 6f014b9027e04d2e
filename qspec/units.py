"""Units by a closed alias table, exact factors, a dimension per unit; the only importer of pint."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from qspec.errors import Refusal


@dataclass(frozen=True)
class Unit:
    """A unit of the table. Pseudo-units (HRC, GU at an angle, ΔE by formula, grade …) have no ``pint`` text: never convertible."""

    id: str
    symbol: str
    """As printed."""
    dimension: str
    pint: str | None
    aliases: tuple[str, ...]


def find(text: str) -> Unit | Refusal:
    """Return the unit a text names, or a refusal that lists the nearest ones."""
    raise NotImplementedError


def get(id: str) -> Unit:
    """Return the unit with an id; raises ``KeyError`` (a programmer's error)."""
    raise NotImplementedError


def convertible(a: str, b: str) -> bool:
    """Say whether values in unit id ``a`` can be expressed in ``b``: the same dimension, and real units or the same one."""
    raise NotImplementedError


def convert(value: Fraction, a: str, b: str) -> Fraction:
    """Return an absolute value (a temperature: with its offset) in another unit, exactly; ``ValueError`` if not convertible."""
    raise NotImplementedError


def convert_difference(value: Fraction, a: str, b: str) -> Fraction:
    """Return a difference (tolerance, uncertainty; ±2 °C is ±2 K) in another unit, exactly; ``ValueError`` if not convertible."""
    raise NotImplementedError
