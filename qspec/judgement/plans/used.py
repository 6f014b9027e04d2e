"""A resolved plan as the result document shows it: text and whole numbers, in the terms of the standards.

``judgement/classes.py`` calls :func:`describe_plan`; every output draws the plan from what it returns.
"""

from __future__ import annotations

from qspec.judgement.plans.model import Fixed, Full, Plan, Resolved, Table, TwoPoints, ZeroAcceptance
from qspec.judgement.plans.told import in_words
from qspec.judgement.result import PlanUsed
from qspec.text import write_number

_NAMES = {Full: "full", Fixed: "fixed", Table: "table", ZeroAcceptance: "zero-acceptance", TwoPoints: "two-points"}


def describe_plan(plan: Plan, resolved: Resolved | None) -> PlanUsed:
    """Return what is printed of a plan; ``resolved`` is None where the lot size it needs is not known."""
    table = plan.scheme if isinstance(plan.scheme, Table) else None
    cell = resolved.cell if resolved is not None else None
    return PlanUsed(
        scheme=_NAMES[type(plan.scheme)],
        counting=plan.counting.value,
        full=resolved.full if resolved is not None else isinstance(plan.scheme, Full),
        system=table.system.value if table is not None else None,
        edition=table.edition if table is not None else None,
        level=table.level if table is not None else None,
        aql=write_number(table.aql) if table is not None else None,
        inspection=cell.inspection.value if cell is not None else None,
        letter=cell.letter if cell is not None else None,
        effective_letter=cell.effective_letter if cell is not None else None,
        arrow=cell.arrow.value if cell is not None else None,
        table_size=resolved.table_size if resolved is not None else None,
        agreed=resolved.agreed if resolved is not None else None,
        told=in_words(plan.scheme),
    )
