"""Switching score of ISO 2859-1 for single sampling: what one accepted lot on normal inspection adds.

Ac 0 or 1: two points. Ac 2 or more: three points, where the lot would have been accepted with the AQL one step
tighter, and otherwise the score begins anew. The tighter plan is read in the row whose n was used, which always has it.
"""

from __future__ import annotations

from fractions import Fraction

from qspec.judgement.history.entries import ClassEntry
from qspec.judgement.history.numbers import rules
from qspec.judgement.plans.model import Inspection


def points(result: ClassEntry) -> int | None:
    """Return the points that an accepted lot adds; None where the score begins anew.

    A lot inspected under another severity than normal adds nothing.
    """
    if result.inspection is not Inspection.NORMAL:
        return 0
    if result.ac is None or result.d is None or result.d > result.ac:
        return None
    if result.ac < rules().large_ac:
        return rules().points_small_ac
    tighter = tighter_acceptance(result)
    return rules().points_large_ac if tighter is not None and result.d <= tighter else None


def tighter_acceptance(result: ClassEntry) -> int | None:
    """Return Ac of the plan one AQL step tighter, None where the row that was used has none."""
    from qspec.judgement.plans import tables

    if result.system is None or result.effective_letter is None or result.aql is None:
        return None
    aql = tables.tighter(Fraction(result.aql))
    if aql is None or result.effective_letter not in tables.LETTERS:
        return None
    row = tables.lookup(result.system, Inspection.NORMAL, result.effective_letter, aql)
    return row.ac if row.effective_letter == result.effective_letter else None
