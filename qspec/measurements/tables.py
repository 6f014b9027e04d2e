"""What a table holds once it is read: readings, the rows that stand for pieces, and everything to be said about it.

``wide.py`` and ``listed.py`` fill a :class:`Contents` for each table; ``gathering.py`` makes lots, pieces and blocks of
them. The rules for rows that are no pieces (平均, 規格, 備考 …) are here, since both forms share them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from qspec import units
from qspec.errors import Place, Problem, Say
from qspec.kinds.base import Role
from qspec.measurements.batch import HandMark, StatedLimit
from qspec.measurements.cells import Cell
from qspec.measurements.headings import HeadingReader
from qspec.measurements.layout import Column, Table
from qspec.measurements.vocabulary import Target
from qspec.measurements.words import is_footer, is_missing, is_summary
from qspec.readers.grid import Grid
from qspec.text import normalize

_FOOTNOTE = ("※", "*", "注", "(注", "＊")


@dataclass(slots=True)
class Reading:
    """One reading of one item on one piece; ``cells`` has a cell per role that the file has."""

    item: str
    lot: str | None
    serial: str | None
    """Serial number as written; None where rows are counted."""
    row: int
    """Number of the table row or piece column within :attr:`Contents.rows`."""
    cells: Mapping[str, Cell]
    conditions: Mapping[str, str]
    group: int = 0
    """Readings of one piece and group stand side by side; another group is another row about the same piece."""


@dataclass(slots=True)
class PieceRow:
    """A row (or column) that stands for a piece."""

    lot: str | None
    """None where the table has no column of lots, blank where this row's cell is."""
    serial: str | None
    place: Place
    at: int
    """Row of the grid, or column of a table with pieces across."""


@dataclass
class Contents:
    """Everything read from one table."""

    table: Table
    unit: str | None = None
    """Unit that the form states for the whole table (単位: mm)."""
    rows: list[PieceRow] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    matched: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    """Items that the table has, and whose columns could not be chosen."""
    unused: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[tuple[Place, str]] = field(default_factory=list)
    footers: list[int] = field(default_factory=list)
    """Rows of the form under or between its tables."""
    notes: list[Say] = field(default_factory=list)
    marks: list[HandMark] = field(default_factory=list)
    """Judgements filled in by hand; ``piece`` is the number within :attr:`rows`."""
    stated: list[StatedLimit] = field(default_factory=list)

    @property
    def grid(self) -> Grid:
        """The grid the table stands in."""
        return self.table.grid

    def unit_of(self, role: Role, stated: str | None) -> str | None:
        """Return the unit of a column: its own, or the form's where that measures the same dimension."""
        if stated is not None or self.unit is None or role.unit is None:
            return stated
        return self.unit if units.convertible(self.unit, role.unit) else None

    def match(self, item: str, role: str, title: str) -> None:
        """Record under which heading a role was found; several headings are listed."""
        known = self.matched.setdefault(item, {})
        if title not in known.get(role, "").split(", "):
            known[role] = f"{known[role]}, {title}" if role in known else title


class RowKind(Enum):
    """What a row under a header is."""

    PIECE = "piece"
    SKIPPED = "skipped"
    FOOTER = "footer"


def row_kind(grid: Grid, row: int, label: str) -> RowKind:
    """Say what a row is by its first text; blank cells, missing marks and numbers are no labels."""
    if not label or is_missing(label):
        return RowKind.PIECE
    if is_summary(label):
        return RowKind.SKIPPED
    filled = sum(1 for cell in grid.rows[row] if cell.strip())
    if is_footer(label) or (filled == 1 and normalize(label).startswith(_FOOTNOTE)):
        return RowKind.FOOTER
    return RowKind.PIECE


def first_filled(grid: Grid, row: int) -> int:
    """Return the index of a row's first cell with text, -1 for none."""
    return next((index for index, cell in enumerate(grid.rows[row]) if cell.strip()), -1)


def bare_target(reader: HeadingReader, column: Column) -> Target | None:
    """Return the one role that a column of marks or limits names (``bore 判定``), None where it names none or more."""
    targets = reader.targets(replace(column.heading, words=frozenset()))
    return next(iter(targets)) if len(targets) == 1 else None


def with_row(said: Mapping[str, str], row: Mapping[str, str]) -> Mapping[str, str]:
    """Return the conditions of heading and row together; where they differ, both stand there and agree with nothing."""
    if not row or not said:
        return row or said
    return {
        **said,
        **{key: value if said.get(key, value) == value else f"{said[key]} / {value}" for key, value in row.items()},
    }


def unheaded(table: Table, rows: Sequence[int]) -> set[int]:
    """Return the columns under no heading that hold something in the given rows."""
    headed = {column.index for column in table.columns}
    grid = table.grid
    return {index for row in rows for index, cell in enumerate(grid.rows[row]) if index not in headed and cell.strip()}
