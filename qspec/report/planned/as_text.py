"""A plan as text for people, in one language or both."""

from __future__ import annotations

from qspec.judgement.picking.planning import LotPlan
from qspec.judgement.plans.model import Resolved
from qspec.report.planned.document import lot_document, stated_document
from qspec.report.text import draw


def write_lot(plan: LotPlan, languages: tuple[str, ...], *, width: int, color: bool) -> bytes:
    """Return the plan of a lot's inspection."""
    return draw(lot_document(plan, languages), width=width, color=color).encode("utf-8", "backslashreplace")


def write_stated(resolved: Resolved, languages: tuple[str, ...], *, width: int, color: bool) -> bytes:
    """Return a plan that was asked for without a spec."""
    return draw(stated_document(resolved, languages), width=width, color=color).encode("utf-8", "backslashreplace")
