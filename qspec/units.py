"""Units by a closed alias table, exact factors, a dimension per unit; the only importer of pint.

The notation reader, the readers of inspection files and the kinds ask :func:`find` for what people wrote; limits and
judgement convert between ids. What a user wrote is looked up in the table and never reaches pint; pint sees the table's
own texts alone, and only when two units differ. Spellings are case-sensitive: ``mPa`` is not ``MPa``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from qspec.errors import Refusal, Say
from qspec.text import normalize, shorten

if TYPE_CHECKING:
    import pint

MAX_LENGTH = 32
"""Longest text that is looked up as a unit; the table's longest alias is shorter."""

_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_POWER = re.compile(r"(?<=[A-Za-z\u00b5])(?:\*\*|\^)(?=-?[1-4](?!\d))")
_DOT = re.compile(r"\s*[・⋅∙•×*.·]\s*")
_SLASH = re.compile(r"\s*/\s*")
_NEAR = 3


@dataclass(frozen=True)
class Unit:
    """A unit of the table. Pseudo-units (HRC, GU at an angle, ΔE by formula …) have no ``pint``: never convertible."""

    id: str
    symbol: str
    """As printed."""
    dimension: str
    """Name of the dimension; a pseudo-unit is its own."""
    pint: str | None
    aliases: tuple[str, ...]
    factor: Fraction = Fraction(1)
    """How many of the unit that ``pint`` names make one of this: 1/25 for N/25 mm."""
    bare: bool = False
    """Values are printed without the symbol: the quantity beside them says all (ΔE00 1.2, 3 scratches, grade 4)."""

    @property
    def suffix(self) -> str:
        """The symbol as it follows a value, empty for a bare unit."""
        return "" if self.bare else self.symbol


@dataclass(frozen=True)
class Table:
    """The whole table: units by id, ids by spelling, and the dimensionality that each dimension's name stands for."""

    units: Mapping[str, Unit]
    spellings: Mapping[str, str]
    dimensions: Mapping[str, str]


@cache
def table() -> Table:
    """Return the table, read once; raises ``ValueError`` where one spelling names two units (a mistake in the data)."""
    import yaml

    file = resources.files("qspec") / "data" / "units" / "units.yaml"
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # text scalars only, and no objects
    with file.open("rb") as stream:
        data: dict[str, Any] = yaml.load(stream, Loader=loader)  # noqa: S506 - base loaders construct plain text only
    units = {row["id"]: _unit(row) for row in (*data["units"], *data["scales"])}
    spellings: dict[str, str] = {}
    for unit in units.values():
        for spelling in {spelled(name) for name in (unit.id, unit.symbol, *unit.aliases) if name}:
            if spellings.setdefault(spelling, unit.id) != unit.id:
                raise ValueError(f"{spelling!r} names both {spellings[spelling]} and {unit.id}")
    return Table(units, spellings, data["dimensions"])


def _unit(row: Mapping[str, Any]) -> Unit:
    return Unit(
        id=row["id"],
        symbol=row["symbol"],
        dimension=row.get("dimension", row["id"]),
        pint=row.get("pint"),
        aliases=tuple(row["aliases"]),
        factor=Fraction(row.get("factor", "1")),
        bare=row.get("bare") == "yes",
    )


@lru_cache(maxsize=4_096)
def spelled(text: str) -> str:
    """Return the one form under which spellings of a unit are compared: mm², mm^2 and mm**2 are mm2; N・m is N·m.

    Spaces go only beside a slash or a dot: ``mm 2`` is not ``mm2``, for the 2 may count something.
    """
    plain = normalize(text).translate(_SUPERSCRIPT)
    return _SLASH.sub("/", _DOT.sub("·", _POWER.sub("", plain)))


def find(text: str) -> Unit | Refusal:
    """Return the unit a text names, or a refusal that lists the nearest ones."""
    if len(text) <= MAX_LENGTH:
        known = table().spellings.get(spelled(text))
        if known is not None:
            return table().units[known]
    return Refusal("units.unknown", {"text": shorten(text), "near": _near(text[:MAX_LENGTH])})


def _near(text: str) -> Say:
    """Return a sentence that names up to three units of similar spelling, or says that there is none."""
    from difflib import get_close_matches

    by_fold: dict[str, str] = {}
    for spelling, unit in table().spellings.items():
        by_fold.setdefault(spelling.casefold(), table().units[unit].symbol)
    close = get_close_matches(spelled(text).casefold(), by_fold, n=_NEAR, cutoff=0.6)
    symbols = dict.fromkeys(symbol for match in close if (symbol := by_fold[match]))
    return Say("units.near", {"units": ", ".join(symbols)}) if symbols else Say("units.none-near")


def get(unit_id: str) -> Unit:
    """Return the unit with an id; raises ``KeyError`` (a programmer's error)."""
    return table().units[unit_id]


def convertible(a: str, b: str) -> bool:
    """Say whether values in unit id ``a`` can be expressed in ``b``: real units of one dimension, or the same unit."""
    one, other = get(a), get(b)
    return a == b or (one.pint is not None and other.pint is not None and one.dimension == other.dimension)


def convert(value: Fraction, a: str, b: str) -> Fraction:
    """Return an absolute value (a temperature: with its offset) in another unit, exactly.

    Raises ``ValueError`` where the units are not convertible.
    """
    factor, offset = _relation(a, b)
    return value * factor + offset


def convert_difference(value: Fraction, a: str, b: str) -> Fraction:
    """Return a difference (tolerance, uncertainty; ±2 °C is ±2 K) in another unit, exactly.

    Raises ``ValueError`` where the units are not convertible.
    """
    return value * _relation(a, b)[0]


@cache
def _relation(a: str, b: str) -> tuple[Fraction, Fraction]:
    """Return (factor, offset) with value in b = value in a · factor + offset."""
    if not convertible(a, b):
        raise ValueError(f"{a} cannot be expressed in {b}")
    one, other = get(a), get(b)
    if a == b or (one.pint is not None and one.pint == other.pint):
        return one.factor / other.factor, Fraction(0)
    at_zero, at_one = (_by_pint(Fraction(value), one, other) for value in (0, 1))
    return (at_one - at_zero) * one.factor / other.factor, at_zero / other.factor


def _by_pint(value: Fraction, a: Unit, b: Unit) -> Fraction:
    registry = _registry()
    return Fraction(registry.Quantity(value, a.pint).to(b.pint).magnitude)


@cache
def _registry() -> pint.UnitRegistry[Any]:
    """Return a registry that computes in fractions, so that 25.4 mm is 1 inch exactly."""
    import pint

    return pint.UnitRegistry(non_int_type=Fraction)
