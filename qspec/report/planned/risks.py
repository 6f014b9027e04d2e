"""The risks of a plan as blocks of an outline: in words for both sides, and how often a few qualities are accepted."""

from __future__ import annotations

from collections.abc import Iterator

from qspec.errors import Say, Value
from qspec.judgement.plans.model import Resolved
from qspec.judgement.risks.curve import ForcedZero, Risk, forced_zero, risk_of
from qspec.judgement.risks.operating import Distribution
from qspec.judgement.risks.told import frequency, of_forced_zero, of_quality, told
from qspec.report.outline import Block, Cell, Column, Facts, Table


def risk_blocks(resolved: Resolved, heading: Value | None, *, forced: bool) -> Iterator[Block]:
    """Yield the risks of a plan; with ``forced`` also what keeping n and forcing Ac = 0 would come to."""
    risk = risk_of(resolved)
    said = told(risk)
    rows: list[tuple[Value, Cell]] = [(Say("plan.label.basis"), Cell(said.basis))]
    if said.supplier:
        rows.append((Say("plan.label.supplier"), Cell(said.supplier)))
    if said.buyer:
        rows.append((Say("plan.label.buyer"), Cell(said.buyer)))
    zero: ForcedZero | None = forced_zero(resolved) if forced else None
    if zero is not None:
        rows.append((Say("plan.label.forced-zero"), Cell((of_forced_zero(zero),))))
    yield Facts(heading, tuple(rows), across=1)
    if risk.points:
        yield _points(risk)


def _points(risk: Risk) -> Block:
    alone = risk.operating is not None and risk.operating.distribution is Distribution.HYPERGEOMETRIC
    lot = risk.lot_size if alone else None
    rows = tuple(
        (Cell((of_quality(point.quality, risk.counting, lot),)), Cell((frequency(point.accepted),)))
        for point in risk.points
    )
    return Table(None, (Column(Say("plan.label.quality")), Column(Say("plan.label.accepted"))), rows)
