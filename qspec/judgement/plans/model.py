"""A sampling plan as a value: the scheme that both parties agreed, and what it comes to for one lot.

``reading.py`` makes a :class:`Plan` from words; ``resolving.py`` turns it into a :class:`Resolved` as soon as the lot
size is known. The judging of lots, the pick, the risks and the reports read these and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from qspec.errors import Say


class System(StrEnum):
    """A system of tables. The two are never mixed: 251 of 416 cells of their reduced tables differ."""

    ISO = "iso2859-1"
    """ISO 2859-1:1999 and 2026, JIS Z 9015-1:2006: the same plans."""
    MIL = "mil-std-105e"
    """MIL-STD-105E, ANSI/ASQ Z1.4."""


class Inspection(StrEnum):
    """Severity of inspection: なみ · きつい · ゆるい."""

    NORMAL = "normal"
    TIGHTENED = "tightened"
    REDUCED = "reduced"


class Counting(StrEnum):
    """What is counted against Ac: nonconforming items 不適合品, or nonconformities 不適合 (several on one item)."""

    ITEMS = "items"
    NONCONFORMITIES = "nonconformities"


class Arrow(StrEnum):
    """Way in which a cell of a master table points to another row, whose n and Ac are then used together."""

    NONE = "none"
    UP = "up"
    DOWN = "down"


LEVELS = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")
"""Inspection levels, special ones first."""


@dataclass(frozen=True)
class Full:
    """100 % inspection 全数検査, with an acceptance number where one was agreed."""

    acceptance: int = 0


@dataclass(frozen=True)
class Fixed:
    """A plan (n, c) agreed in numbers."""

    size: int
    acceptance: int


@dataclass(frozen=True)
class Table:
    """A plan from the tables; ``inspection`` is None where the words leave the severity open (normal to begin with)."""

    system: System
    level: str
    aql: Fraction
    """Per cent nonconforming, or nonconformities per 100 items: the number as written (5/2 for AQL 2.5)."""
    counting: Counting = Counting.ITEMS
    inspection: Inspection | None = None
    edition: str = ""
    """The standard as the words named it, with its year where given; printed, never compared."""


@dataclass(frozen=True)
class ZeroAcceptance:
    """Ac 0 with n from a limiting quality: a lot as bad as ``quality`` is accepted with at most ``risk``. Fractions."""

    quality: Fraction
    risk: Fraction


@dataclass(frozen=True)
class TwoPoints:
    """A plan from two risk points, 規準型: accept ``p0`` with at least 1 - alpha, ``p1`` with at most beta."""

    p0: Fraction
    alpha: Fraction
    p1: Fraction
    beta: Fraction


Scheme = Full | Fixed | Table | ZeroAcceptance | TwoPoints


@dataclass(frozen=True)
class Plan:
    """What the words of a spec ask for; ``text`` is as written."""

    text: str
    scheme: Scheme

    @property
    def counting(self) -> Counting:
        """What is counted against Ac."""
        return self.scheme.counting if isinstance(self.scheme, Table) else Counting.ITEMS


@dataclass(frozen=True)
class Cell:
    """Where a table plan was read: the letter that the lot size gives, and the one whose n and Ac are used."""

    letter: str
    effective_letter: str
    arrow: Arrow
    inspection: Inspection


@dataclass(frozen=True)
class Resolved:
    """A plan for one lot. A lot is accepted with d <= Ac; with d < Re where a reduced MIL plan leaves a gap."""

    plan: Plan
    size: int
    """Pieces to be inspected; never more than the lot."""
    acceptance: int
    rejection: int
    full: bool
    """Every piece of the lot is inspected, because the plan says so or because n is not below the lot size."""
    table_size: int
    """n as the plan has it, before the lot size cuts it short; the lot size itself for 100 %."""
    lot_size: int | None = None
    cell: Cell | None = None
    agreed: int | None = None
    """Ac of the plan itself, where the class's own rule put 0 in its place (critical)."""

    def accepts(self, found: int) -> bool:
        """Say whether a lot with so many nonconforming items (or nonconformities) is accepted."""
        return found < self.rejection

    def in_gap(self, found: int) -> bool:
        """Say whether a count lies between Ac and Re: accepted, but normal inspection follows (MIL reduced)."""
        return self.acceptance < found < self.rejection


@dataclass(frozen=True)
class Standing:
    """What earlier lots make of a class: the severity for the next lot, and whether acceptance is discontinued."""

    inspection: Inspection | None = None
    """None: no history is kept; the words of the plan decide."""
    discontinued: bool = False
    reasons: tuple[Say, ...] = ()
