"""Cells of one column → texts and missing values, with the unit split off and held against the column's.

What a number is stays the kinds' affair; here a missing mark becomes None, ``12.345 g`` becomes ``12.345`` in grams,
and a cell that holds an error or a formula without a value is a problem. ``wide.py`` and ``listed.py`` pass every
reading through.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from qspec import units
from qspec.errors import Place, Problem, Refusal, Value
from qspec.kinds.base import Role
from qspec.measurements.vocabulary import unit_id
from qspec.measurements.words import is_missing
from qspec.readers.grid import Grid, Tag
from qspec.text import normalize, shorten

_PLAIN = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*)?", re.ASCII)
_WITH_UNIT = re.compile(r"([^\d]{0,2}\d[\d.,]*(?:[eE][-+]?\d+)?)\s*([^\d\s.,].*)")


@dataclass(eq=False)
class Source:
    """Where cells come from: a column (or the row of a listed table), its heading as written, unit and conditions."""

    grid: Grid
    header: str
    role: Role
    unit: str | None = None
    conditions: dict[str, str] = field(default_factory=dict)
    in_cells: dict[str, Place] = field(default_factory=dict)
    """Units written in cells, each with its first place."""
    without: Place | None = None
    """The first cell that holds something without a unit."""


class Cell(NamedTuple):
    """One cell of a reading: its text (None: missing) and where it stands."""

    text: str | None
    source: Source
    row: int
    column: int

    @property
    def place(self) -> Place:
        """Where the cell stands."""
        return self.source.grid.place(self.row, self.column, self.source.header)


def read_cells(source: Source, spots: Sequence[tuple[int, int]], problems: list[Problem]) -> list[Cell]:
    """Return the cells at rows and columns of the source's grid, units split off; problems are added to the list."""
    grid, tags = source.grid, source.grid.tags
    numeric = source.role.unit is not None
    found: list[Cell] = []
    for row, column in spots:
        text: str | None = grid.text(row, column)
        if tags and (tag := tags.get((row, column))) in (Tag.ERROR, Tag.FORMULA):
            problems.append(tagged(grid, row, column, tag, source.header))
            text = None
        elif text is None or is_missing(text):
            text = None
        elif numeric and not _PLAIN.fullmatch(text):
            text = _split(text, source, row, column)
        elif numeric and source.without is None:
            source.without = grid.place(row, column, source.header)
        found.append(Cell(text, source, row, column))
    return found


def tagged(grid: Grid, row: int, column: int, tag: Tag | None, header: str) -> Problem:
    """Return the problem of a cell that holds an error or a formula that was never calculated."""
    code = "measurements.formula-without-value" if tag is Tag.FORMULA else "measurements.error-cell"
    values: dict[str, Value] = {} if tag is Tag.FORMULA else {"text": shorten(grid.text(row, column))}
    return Problem(code, grid.place(row, column, header), values=values)


def _split(text: str, source: Source, row: int, column: int) -> str:
    """Return a number cell without its unit, noting the unit; text that is no number with a unit stays as it is."""
    found = _WITH_UNIT.fullmatch(normalize(text))
    unit = unit_id(found.group(2)) if found else None
    if found is None or unit is None:
        source.without = source.without or source.grid.place(row, column, source.header)
        return text
    source.in_cells.setdefault(unit, source.grid.place(row, column, source.header))
    return found.group(1)


def unknown_unit(text: str, place: Place) -> Problem:
    """Return the problem of a text that stands where a unit belongs and is none, with the nearest units."""
    refusal = units.find(normalize(text))
    near = refusal.values.get("near", "") if isinstance(refusal, Refusal) else ""
    return Problem("measurements.unit-unknown", place, values={"text": shorten(text), "near": near})


def settle_unit(source: Source, role_unit: str | None, problems: list[Problem]) -> None:
    """Set a source's unit from its cells where its heading has none; contradicting units are problems."""
    if role_unit is None or not source.in_cells:
        return
    stated = source.unit
    if stated is None:
        stated = next(iter(source.in_cells))
        if source.without is not None and stated != role_unit:
            values = {"header": shorten(source.header), "unit": symbol(stated)}
            problems.append(Problem("measurements.unit-in-some-cells", source.without, values=values))
    for unit, place in source.in_cells.items():
        if unit != stated:
            values = {"header": shorten(source.header), "unit": symbol(stated), "found": symbol(unit)}
            problems.append(Problem("measurements.unit-differs", place, values=values))
    source.unit = stated


def symbol(unit: str) -> str:
    """Return a unit as printed."""
    return units.get(unit).symbol or unit
