"""One unit for the cells of one role, where rows or tables state different ones (g in one row, mg in the next).

A block's column has one unit. Cells in another one are rewritten exactly, digit by digit, and that is noted; where no
exact decimal exists (millimetres as inches), or a unit measures something else, the file contradicts itself.
``gathering.py`` calls :func:`unified` for every column; nearly always there is nothing to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from qspec import units
from qspec.errors import Refusal
from qspec.kinds.base import Role
from qspec.measurements.cells import Cell
from qspec.text import MAX_DIGITS, read_number

_PRECISION = 80
"""Digits of the intermediate division; a result longer than :data:`~qspec.text.MAX_DIGITS` is refused anyway."""


def unified(
    role: Role, cells: Sequence[Cell | None], *, decimal_comma: bool
) -> tuple[str | None, list[str | None], int] | Cell:
    """Return the unit, the texts in it and how many were rewritten; or the first cell that cannot be brought there."""
    texts = [cell.text if cell is not None else None for cell in cells]
    present = [cell for cell in cells if cell is not None]
    stated = {cell.source.unit for cell in present}
    if len(stated) <= 1:
        return next(iter(stated), None), texts, 0
    other = next(cell for cell in present if cell.source.unit != present[0].source.unit)
    if None in stated and stated != {None, role.unit}:
        return other
    target = role.unit if role.unit in stated else present[0].source.unit
    if target is None:
        return other
    rewritten = 0
    for index, cell in enumerate(cells):
        unit = cell.source.unit if cell is not None else None
        if cell is None or cell.text is None or unit is None or unit == target:
            continue
        text = _in_unit(cell.text, unit, target, decimal_comma=decimal_comma)
        if text is None:
            return cell
        texts[index] = text
        rewritten += 1
    return target, texts, rewritten


def _in_unit(text: str, unit: str, target: str, *, decimal_comma: bool) -> str | None:
    """Return a number in another unit as an exact decimal, None where there is none; text that is no number stays."""
    if not units.convertible(unit, target):
        return None
    number = read_number(text, decimal_comma=decimal_comma)
    if isinstance(number, Refusal):
        return text
    exact = units.convert(Fraction(number), unit, target)
    with localcontext() as context:
        context.prec = _PRECISION
        result = Decimal(exact.numerator) / Decimal(exact.denominator)
    if Fraction(result) != exact or len(result.as_tuple().digits) > MAX_DIGITS:
        return None
    return f"{result.normalize():f}"
