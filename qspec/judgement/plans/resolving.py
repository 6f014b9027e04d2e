"""A plan and a lot size → how many pieces, Ac and Re.

Judging, the pick, the risks and the reports call :func:`resolve`. Nothing is decided here about a lot; a plan that is
cut to a tiny lot may accept whatever is found, which :func:`accepts_everything` makes visible.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from qspec.judgement.plans.model import (
    Cell,
    Counting,
    Fixed,
    Full,
    Inspection,
    Plan,
    Resolved,
    Table,
    TwoPoints,
    ZeroAcceptance,
)
from qspec.judgement.plans.tables import code_letter, lookup

CRITICAL = "critical"
"""Class of which a single nonconformity fails a lot."""


def resolve(plan: Plan, lot_size: int | None, inspection: Inspection | None = None) -> Resolved | None:
    """Return the plan for one lot, None where the plan needs the lot size and it is unknown.

    ``inspection`` (from the lots before, or asked for) goes before the severity that the words name; with neither,
    inspection is normal. n at or above the lot size is 100 %. Raises ``ValueError`` for a lot of less than one piece.
    """
    if lot_size is not None and lot_size < 1:
        raise ValueError(f"no plan for a lot of {lot_size}")
    scheme = plan.scheme
    if isinstance(scheme, Fixed):
        return _cut(plan, scheme.size, scheme.acceptance, lot_size)
    if isinstance(scheme, TwoPoints):
        points = designed(scheme)
        if points is None:
            raise ValueError(f"no plan keeps both risks: {scheme}")
        return _cut(plan, *points, lot_size)
    if lot_size is None:
        return None
    if isinstance(scheme, Full):
        return _cut(plan, lot_size, scheme.acceptance, lot_size)
    if isinstance(scheme, ZeroAcceptance):
        from qspec.judgement.plans.zero import size_for

        return _cut(plan, size_for(lot_size, scheme.quality, scheme.risk), 0, lot_size)
    return _from_table(plan, scheme, lot_size, inspection or scheme.inspection or Inspection.NORMAL)


def for_class(name: str, resolved: Resolved | None) -> Resolved | None:
    """Return the plan as it holds for a class: one critical nonconformity fails a lot, so there Ac is 0; n stays."""
    if name != CRITICAL or resolved is None or resolved.acceptance == 0:
        return resolved
    return replace(resolved, acceptance=0, rejection=1, agreed=resolved.acceptance)


def accepts_everything(resolved: Resolved) -> bool:
    """Say whether a lot would be accepted although every inspected piece is nonconforming: items, n not above Ac.

    That is so where a lot is much smaller than the plan was made for. Nonconformities have no such end.
    """
    return resolved.plan.counting is Counting.ITEMS and resolved.accepts(resolved.size)


@cache
def designed(points: TwoPoints) -> tuple[int, int] | None:
    """Return (n, c) of the plan through two risk points, None where no plan of sensible size keeps both."""
    from qspec.judgement.plans.designing import design

    return design(points.p0, points.alpha, points.p1, points.beta)


def _from_table(plan: Plan, table: Table, lot_size: int, inspection: Inspection) -> Resolved:
    if lot_size == 1:
        # The letters begin with lots of two; one piece is its own sample.
        return _cut(plan, 1, 0, lot_size)
    letter = code_letter(lot_size, table.level)
    row = lookup(table.system, inspection, letter, table.aql)
    cell = Cell(letter, row.effective_letter, row.arrow, inspection)
    return _cut(plan, row.n, row.ac, lot_size, row.re, cell)


def _cut(
    plan: Plan, size: int, acceptance: int, lot_size: int | None, rejection: int | None = None, cell: Cell | None = None
) -> Resolved:
    """Return the plan with its sample cut to the lot."""
    return Resolved(
        plan=plan,
        size=size if lot_size is None else min(size, lot_size),
        acceptance=acceptance,
        rejection=acceptance + 1 if rejection is None else rejection,
        full=lot_size is not None and size >= lot_size,
        table_size=size,
        lot_size=lot_size,
        cell=cell,
    )
