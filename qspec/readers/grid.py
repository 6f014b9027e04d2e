"""A grid of text cells: what every reader makes of one sheet or one text table, and all that the rest knows of a file.

Cells are the text that a person sees, blank where there is none. What text cannot say stands beside it: cells that hold
a date, a truth value, an error or a formula that was never calculated, merged ranges, and each row's line in a text
file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from qspec.errors import Place, Problem, Say

_SPREAD = 100_000
"""Cells up to which one merged range is spread; nobody merges more on purpose."""


class Tag(Enum):
    """What a cell is where it is neither text nor a number."""

    DATE = "date"
    TRUTH = "truth"
    ERROR = "error"
    FORMULA = "formula without a value"


@dataclass(frozen=True)
class Merge:
    """A merged range, rows and columns from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """One sheet or text table. ``rows`` may differ in length; ``lines`` are the rows' lines in a text file, from 1."""

    file: str
    sheet: str | None
    rows: Sequence[Sequence[str]]
    lines: Sequence[int] | None = None
    tags: Mapping[tuple[int, int], Tag] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()

    def text(self, row: int, column: int) -> str:
        """Return a cell's text; blank beyond the edges."""
        if not 0 <= row < len(self.rows):
            return ""
        cells = self.rows[row]
        return cells[column] if 0 <= column < len(cells) else ""

    def tag(self, row: int, column: int) -> Tag | None:
        """Return what a cell is, or None for text, numbers and blanks."""
        return self.tags.get((row, column))

    def place(self, row: int, column: int, name: str | None = None) -> Place:
        """Return where a cell stands; ``name`` is its column's heading, shown for text tables."""
        if self.lines is None:
            return Place(self.file, sheet=self.sheet, cell=f"{letters(column)}{row + 1}")
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        return Place(self.file, line=line, name=name)

    @cached_property
    def width(self) -> int:
        """Columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def covered(self) -> Mapping[tuple[int, int], Merge]:
        """Every cell that a merged range covers, its first cell included, with the range."""
        found: dict[tuple[int, int], Merge] = {}
        for merge in self.merges:
            bottom, right = min(merge.bottom, len(self.rows) - 1), min(merge.right, self.width - 1)
            if (bottom - merge.top + 1) * (right - merge.left + 1) > _SPREAD:
                continue
            for row in range(merge.top, bottom + 1):
                for column in range(merge.left, right + 1):
                    found[row, column] = merge
        return found

    def spread(self, row: int, column: int) -> str:
        """Return a cell's text, or that of the merged range it belongs to."""
        merge = self.covered.get((row, column)) if self.merges else None
        return self.text(merge.top, merge.left) if merge else self.text(row, column)

    def blank(self, row: int) -> bool:
        """Say whether a row holds nothing at all."""
        return not any(cell and not cell.isspace() for cell in self.rows[row])


@dataclass(frozen=True)
class Opened:
    """What a reader made of a file. No grids where a problem of severity ERROR makes the file unusable."""

    grids: tuple[Grid, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Say, ...] = ()


def letters(column: int) -> str:
    """Return a column's letters from its index: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def refused(code: str, file: str, **values: str | int) -> Opened:
    """Return the answer for a file that cannot be used at all."""
    return Opened(problems=(Problem(code, Place(file), values=values),))
