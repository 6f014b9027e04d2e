"""Reads a column of text cells into exact numbers: the step from what an inspector wrote to what can be compared.

Called by every kind that measures numbers. A cell becomes the float nearest to its text, for comparing whole arrays,
while its exact fraction is read again from the text on demand (only readings that tie with a limit need it). A cell
that cannot be read is a placed problem and never a value; its piece, like the piece of a blank cell, counts as missing.
The readings' unit is the file's where it states one, else the role's; another dimension makes the file unusable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from qspec import text, units
from qspec.errors import Place, Problem, Refusal, Severity
from qspec.kinds.base import Block, Column, Item, Measured, Measurement, Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DECIMAL_COMMA = "decimal_comma"
"""Key of ``Item.data`` under which the registry notes that inspection files use the decimal comma."""

Reader = Callable[[str], Decimal | Refusal]
"""Reads one cell: its exact value, or why it has none."""


@dataclass(frozen=True)
class Numbers:
    """One column as numbers; row i of the block is row i here.

    ``values`` has shape (n,), float64 in unit id ``unit`` (None where role and file state none), NaN where the cell is
    blank or unreadable. ``problems`` hold the unreadable cells.
    """

    unit: str | None
    values: NDArray[np.float64]
    written: Sequence[str | None]
    pieces: Sequence[int]
    read: Reader
    problems: tuple[Problem, ...] = ()

    def usable(self) -> NDArray[np.bool_]:
        """Return which rows hold a number, shape (n,)."""
        import numpy as np

        return np.isfinite(self.values)

    def missing(self) -> frozenset[int]:
        """Return the pieces that have a blank or unreadable cell here; they are never judged as passed."""
        import numpy as np

        return frozenset(self.pieces[int(row)] for row in np.flatnonzero(~self.usable()))

    def exact(self, row: int) -> Fraction:
        """Return the number of a usable row as the fraction of its text; raises ``ValueError`` for any other row."""
        number = self.read(self.written[row] or "")
        if isinstance(number, Refusal):
            raise ValueError(f"row {row} holds no number")
        return Fraction(number)

    def measured(self, check: int, unit: str | None = None) -> Measured:
        """Return the usable rows as the values of one check; ``unit`` stands in where neither file nor role has one."""
        import numpy as np

        rows = np.flatnonzero(self.usable())
        return Measured(
            check=check,
            unit=self.unit or unit or "",
            values=self.values[rows],
            pieces=np.asarray(self.pieces, dtype=np.intp)[rows],
            rows=rows,
            exact=lambda index: self.exact(int(rows[index])),
            texts=lambda index: self.written[int(rows[index])] or "",
            missing=self.missing(),
        )


def word(written: str) -> str:
    """Return the form in which words in cells are compared: normalised, caseless, without spaces.

    Unlike :func:`qspec.text.fold` it keeps dashes and dots: ``OK-`` is not ``OK``, and 1.0 is not 10.
    """
    return text.normalize(written).casefold().replace(" ", "")


def number_reader(item: Item) -> Reader:
    """Return the reader of plain numbers for an item's cells, with the decimal comma where its files use it."""
    return partial(text.read_number, decimal_comma=bool(item.data.get(DECIMAL_COMMA)))


def read_numbers(block: Block, role: Role, read: Reader = text.read_number) -> Numbers:
    """Return a role's column as numbers; where the block has no such column every row is missing.

    A unit of another dimension than the role's is a problem of severity ERROR, and then no row is usable. Cells that
    ``read`` refuses are problems of severity UNDECIDED, each at its own place.
    """
    import numpy as np

    column = block.columns.get(role.key)
    nothing = np.full(len(block.pieces), np.nan)
    if column is None:
        return Numbers(role.unit, nothing, (None,) * len(block.pieces), block.pieces, read)
    misfit = _unit_problem(column, role, len(block.pieces))
    if misfit is not None:
        return Numbers(role.unit, nothing, column.texts, block.pieces, read, (misfit,))
    values, problems = _read_cells(column, read)
    return Numbers(column.unit or role.unit, values, column.texts, block.pieces, read, tuple(problems))


def measure_numbers(item: Item, block: Block, role: Role, read: Reader | None = None) -> Measurement:
    """Return what an item with one numeric column measures: the column's numbers for each of the item's checks."""
    numbers = read_numbers(block, role, read or number_reader(item))
    measured = tuple(numbers.measured(index, check.limit.unit) for index, check in enumerate(item.checks))
    return Measurement(measured, numbers.problems)


def nothing_measured(check: int, unit: str, pieces: Sequence[int]) -> Measured:
    """Return a check's values where none can be used: no value at all, and every piece missing."""
    import numpy as np

    none = np.zeros(0, dtype=np.intp)
    return Measured(check, unit, np.zeros(0), none, none, None, lambda index: "", frozenset(pieces))


def _read_cells(column: Column, read: Reader) -> tuple[NDArray[np.float64], list[Problem]]:
    """Return the nearest float of each cell, NaN for none; a text that repeats is read once."""
    import numpy as np

    values = np.full(len(column.texts), np.nan)
    problems: list[Problem] = []
    known: dict[str, float] = {}
    for row, cell in enumerate(column.texts):
        if cell is None or not cell.strip():
            continue
        value = known.get(cell)
        if value is None:
            number = read(cell)
            if isinstance(number, Refusal):
                problems.append(number.at(column.place(row), Severity.UNDECIDED))
                continue
            value = known[cell] = float(number)
        values[row] = value
    return values, problems


def _unit_problem(column: Column, role: Role, rows: int) -> Problem | None:
    if column.unit is None or role.unit is None or units.convertible(column.unit, role.unit):
        return None
    found, wanted = units.get(column.unit), units.get(role.unit)
    place = column.place(0) if rows else Place(name=column.header)
    return Problem(
        "kinds.unit-of-another-dimension",
        place,
        Severity.ERROR,
        {"header": text.shorten(column.header), "found": found.symbol, "wanted": wanted.symbol},
    )
