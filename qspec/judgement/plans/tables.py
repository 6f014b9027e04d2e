"""The tables of single sampling by attributes: code letters, and n, Ac and Re for a letter, a severity and an AQL.

The files of ``data/sampling`` hold the tables as printed, arrows and all; an arrow is followed here, and moves n as
well as Ac. A file is read when the first plan asks for it. ``reading.py`` asks which AQLs there are, ``resolving.py``
looks plans up, ``history/`` looks up the next tighter AQL. ``docs/sampling-tables.md`` shows every cell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources

from qspec.judgement.plans.model import LEVELS, Arrow, Inspection, System

LETTERS = "ABCDEFGHJKLMNPQR"
"""Code letters that a lot size can lead to; the tightened tables have a row S that only arrows lead to."""

_FILES = {System.ISO: "iso", System.MIL: "mil"}
_ARROWS = {"↑": Arrow.UP, "↓": Arrow.DOWN}


@dataclass(frozen=True, slots=True)
class Row:
    """A plan of a master table, read at its effective letter."""

    effective_letter: str
    n: int
    ac: int
    re: int
    arrow: Arrow
    """Way that led from the first letter to the effective one."""


@dataclass(frozen=True)
class _Master:
    """One printed table: n for each letter, and the text of each cell by letter, in the order of the AQLs."""

    aqls: tuple[str, ...]
    sizes: Mapping[str, int]
    cells: Mapping[str, tuple[str, ...]]


def _lines(name: str) -> Iterator[list[str]]:
    """Yield the cells of each line of a data file, the heads first."""
    text = (resources.files("qspec") / "data" / "sampling" / f"{name}.csv").read_text(encoding="utf-8")
    return (line.split(",") for line in text.splitlines() if not line.startswith("#"))


@cache
def _master(system: System, inspection: Inspection) -> _Master:
    lines = _lines(f"{_FILES[system]}-{inspection.value}")
    _, _, *aqls = next(lines)
    sizes: dict[str, int] = {}
    cells: dict[str, tuple[str, ...]] = {}
    for letter, size, *row in lines:
        sizes[letter] = int(size)
        cells[letter] = tuple(row)
    return _Master(tuple(aqls), sizes, cells)


@cache
def _letters() -> tuple[tuple[int, ...], Mapping[str, tuple[str, ...]]]:
    """Return the smallest lot size of every band, and the letters of the bands for each level."""
    _, *levels = next(lines := _lines("letters"))
    rows = list(lines)
    columns = {level: tuple(row[place] for row in rows) for place, level in enumerate(levels, start=1)}
    return tuple(int(row[0]) for row in rows), columns


@cache
def _texts() -> Mapping[Fraction, str]:
    return {Fraction(text): text for text in _master(System.ISO, Inspection.NORMAL).aqls}


@cache
def aqls() -> tuple[Fraction, ...]:
    """Return the 26 AQLs of both systems in rising order: per cent nonconforming, or nonconformities per 100 items."""
    return tuple(_texts())


def aql_text(aql: Fraction) -> str:
    """Return an AQL as the tables print it (``0.010``); raises ``KeyError`` for one that they do not have."""
    return _texts()[aql]


def neighbours(aql: Fraction) -> tuple[Fraction | None, Fraction | None]:
    """Return the nearest smaller and larger AQL of the tables, None beyond their ends."""
    below, above = bisect_left(aqls(), aql), bisect_right(aqls(), aql)
    return (aqls()[below - 1] if below else None), (aqls()[above] if above < len(aqls()) else None)


def tighter(aql: Fraction) -> Fraction | None:
    """Return the AQL one step tighter, None for the tightest; ISO's switching score asks for it."""
    return neighbours(aql)[0]


def bands() -> tuple[tuple[int, int | None], ...]:
    """Return the lot sizes of each band, first and last; the last band has no end."""
    starts = _letters()[0]
    return tuple(zip(starts, (*(start - 1 for start in starts[1:]), None), strict=True))


def code_letter(lot_size: int, level: str) -> str:
    """Return the code letter for a lot of at least 2 pieces; raises ``ValueError`` below, and for an unknown level."""
    starts, columns = _letters()
    if lot_size < starts[0] or level not in LEVELS:
        raise ValueError(f"no code letter for a lot of {lot_size} at level {level!r}")
    return columns[level][bisect_right(starts, lot_size) - 1]


@cache
def lookup(system: System, inspection: Inspection, letter: str, aql: Fraction) -> Row:
    """Return the plan for a code letter and an AQL, its arrow followed; raises ``ValueError`` where there is none."""
    master = _master(system, inspection)
    if letter not in LETTERS or aql not in _texts():
        raise ValueError(f"no plan for letter {letter!r} and AQL {aql}")
    column = aqls().index(aql)
    arrow = _ARROWS.get(printed(system, inspection, letter, aql), Arrow.NONE)
    rows = list(master.cells)
    place = rows.index(letter)
    while (cell := master.cells[rows[place]][column]) in _ARROWS:
        place += 1 if arrow is Arrow.DOWN else -1
    acceptance, rejection = map(int, cell.split("/"))
    effective = rows[place]
    return Row(effective, master.sizes[effective], acceptance, rejection, arrow)


def printed(system: System, inspection: Inspection, letter: str, aql: Fraction) -> str:
    """Return a cell as printed: ``Ac/Re``, an arrow ``↑`` or ``↓``, or nothing (row S)."""
    return _master(system, inspection).cells[letter][aqls().index(aql)]


def sizes(system: System, inspection: Inspection) -> Mapping[str, int]:
    """Return the sample size n that stands beside each code letter, S included where the table has it."""
    return _master(system, inspection).sizes
