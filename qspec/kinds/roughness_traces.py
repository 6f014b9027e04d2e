"""Raw traces → roughness values: a piece's rows are points along a trace, and each trace gives one value a parameter.

``roughness.py`` calls :func:`measure_traces`. A new trace begins where x does not increase. A piece counts only when
every point of it was read and it has the agreed number of traces, each of the agreed length: otherwise a cut trace
could pass for a whole one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from qspec import units
from qspec.errors import Place, Refusal, Severity
from qspec.kinds.base import Block, Item, Measured, Measurement, Role
from qspec.kinds.cells import Numbers, number_reader, read_numbers
from qspec.kinds.profile import Profile, filtered, parameter
from qspec.kinds.roughness_terms import Traces
from qspec.kinds.tables import table
from qspec.text import write_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

X, Z = "x", "z"
"""Keys of the two columns."""


@dataclass(frozen=True)
class _Trace:
    """One evaluated trace: its piece, first row, number of points and roughness profile."""

    piece: int
    row: int
    points: int
    profile: Profile


def trace_roles(traces: Traces) -> tuple[Role, ...]:
    """Return the two columns of a raw trace."""
    names = table("roughness")["trace_columns"]
    return (Role(X, tuple(names[X]), traces.x_unit), Role(Z, tuple(names[Z]), traces.z_unit))


def measure_traces(item: Item, block: Block) -> Measurement:
    """Return the values computed from the traces of a block, in the unit of the heights."""
    traces = item.data["traces"]
    if not isinstance(traces, Traces):
        raise TypeError("an item of raw traces says how they come")
    x, z = (read_numbers(block, role, number_reader(item)) for role in item.roles)
    problems = [*x.problems, *z.problems]
    evaluated: list[_Trace] = []
    missing = set()
    for piece, rows in _rows(block.pieces).items():
        found = _evaluate(piece, rows, x, z, traces)
        if isinstance(found, Refusal):
            problems.append(found.at(_place(block, rows[0]), Severity.UNDECIDED))
        if isinstance(found, Refusal) or not found:
            missing.add(piece)
        else:
            evaluated += found
    unit = z.unit or traces.z_unit
    measured = tuple(
        _measured(index, check.quantity, unit, evaluated, frozenset(missing)) for index, check in enumerate(item.checks)
    )
    return Measurement(measured, tuple(problems))


def _rows(pieces: Sequence[int]) -> dict[int, list[int]]:
    rows: dict[int, list[int]] = {}
    for row, piece in enumerate(pieces):
        rows.setdefault(piece, []).append(row)
    return rows


def _evaluate(piece: int, rows: Sequence[int], x: Numbers, z: Numbers, traces: Traces) -> list[_Trace] | Refusal:
    """Return the traces of a piece; an empty list where one of its cells is blank or unreadable."""
    import numpy as np

    own = np.asarray(rows)
    along, heights = x.values[own], z.values[own]
    if not (np.isfinite(along).all() and np.isfinite(heights).all()):
        return []
    along = along * float(units.convert(Fraction(1), x.unit or traces.x_unit, "mm"))
    starts = [0, *(np.flatnonzero(np.diff(along) <= 0) + 1).tolist(), len(own)]
    if len(starts) - 1 != traces.per_piece:
        return Refusal("roughness.trace-count", {"found": len(starts) - 1, "wanted": traces.per_piece})
    result = []
    for start, end in pairwise(starts):
        part = along[start:end]
        cut = _wrong_length(part, traces)
        profile = cut or filtered(part, heights[start:end], traces.settings)
        if isinstance(profile, Refusal):
            return profile
        result.append(_Trace(piece, rows[start], end - start, profile))
    return result


def _wrong_length(along: NDArray[np.float64], traces: Traces) -> Refusal | None:
    """Refuse a trace that is off the agreed length by half a point or more: points are missing, or too many."""
    length = float(along[-1] - along[0])
    spacing = length / max(len(along) - 1, 1)
    if abs(length - float(traces.length)) < max(spacing / 2, 1e-9):
        return None
    values = {"length": f"{length:.6g}", "agreed": write_number(traces.length)}
    return Refusal("roughness.trace-length", values)


def _measured(index: int, name: str, unit: str, traces: Sequence[_Trace], missing: frozenset[int]) -> Measured:
    import numpy as np

    values = np.array([parameter(trace.profile, name) for trace in traces], dtype=np.float64)
    symbol = units.get(unit).symbol
    return Measured(
        check=index,
        unit=unit,
        values=values,
        pieces=np.array([trace.piece for trace in traces], dtype=np.intp),
        rows=np.array([trace.row for trace in traces], dtype=np.intp),
        exact=None,
        texts=lambda i: f"{name} ≈{values[i]:.5g} {symbol} (n = {traces[i].points})",
        missing=missing,
    )


def _place(block: Block, row: int) -> Place:
    column = block.columns.get(Z) or block.columns.get(X)
    return column.place(row) if column is not None else Place()
