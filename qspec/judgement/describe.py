"""An outcome as the result document shows it: everything as text, failures first.

``lots.py`` calls :func:`describe_item`. The reading as written, the limit as written and as compared, the margin and
the rule are written down here once, so that no report computes anything again.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from qspec import units
from qspec.errors import Place
from qspec.judgement.items import Outcome, pieces_named
from qspec.judgement.result import CheckResult, DecisionResult, ItemResult, Reading, Verdict, Zone, Zones
from qspec.judgement.verdicts import Judged
from qspec.kinds.base import Block, Check, Item
from qspec.kinds.zones import DecisionRule
from qspec.limits import Bound
from qspec.text import write_number

LISTED_WHOLE = 1000
"""Up to so many readings of one limit are listed one by one."""
LISTED_FAILURES = 500
LISTED_WORST = 20
_ZONES = {
    DecisionRule.ISO_14253: (Zone.CONFORMITY_PROVED, Zone.NOT_PROVED, Zone.NOT_PROVED, Zone.NONCONFORMITY_PROVED),
    DecisionRule.NON_BINARY: (Zone.PASS, Zone.CONDITIONAL_PASS, Zone.CONDITIONAL_FAIL, Zone.FAIL),
}
_COMPUTED = 3
"""Decimal places of a computed value."""


def describe_item(
    outcome: Outcome, serials: Sequence[str], block: Block | None, verdict: Verdict, expected: int | None
) -> ItemResult:
    """Return the item's part of the result document; ``serials`` are the lot's pieces."""
    item = outcome.item
    failed = outcome.having(Verdict.FAIL)
    return ItemResult(
        id=item.id,
        name=item.source.name or {"en": item.id, "ja": item.id},
        kind=item.source.kind,
        nonconformity=item.source.nonconformity.value,
        balloon=item.source.balloon,
        verdict=verdict,
        expected=expected,
        measured=len(outcome.measured),
        failed=len(failed),
        failed_pieces=pieces_named(failed, serials),
        undecided_pieces=pieces_named(outcome.having(Verdict.UNDECIDED), serials),
        checks=tuple(
            _describe_check(item, check, outcome.checks.get(index), serials, block)
            for index, check in enumerate(item.checks)
        ),
        reasons=outcome.reasons,
        uncertainty=item.source.uncertainty,
        guard=item.source.guard if item.guard is not None else None,
        decision=_decision(item),
        facts=item.facts,
        notes=outcome.notes,
        capability=outcome.capability,
    )


def _describe_check(
    item: Item, check: Check, judged: Judged | None, serials: Sequence[str], block: Block | None
) -> CheckResult:
    limit = judged.limit if judged is not None else check.limit
    tally = judged.tally if judged is not None else None
    places = _places(judged)
    readings = _readings(item, judged, serials, block) if judged is not None and block is not None else ()
    return CheckResult(
        quantity=check.quantity,
        verdict=_check_verdict(judged),
        written=check.text,
        resolved=limit.describe(),
        guarded=_guarded(item, check, judged),
        lower=_bound(limit.lower),
        upper=_bound(limit.upper),
        unit=units.get(limit.unit).suffix,
        rule=check.rule.name,
        assumed_unit=check.assumed_unit,
        count=tally.count if tally else 0,
        failed=tally.failed if tally else 0,
        minimum=_number(tally.minimum if tally else None, places),
        maximum=_number(tally.maximum if tally else None, places),
        mean=_number(tally.mean if tally else None, places),
        stdev=_number(tally.stdev if tally else None, places),
        worst_margin=_number(tally.worst if tally else None, places),
        readings=readings,
        omitted=(tally.count if tally else 0) - len(readings),
        per_lot=check.per_lot,
        zones=_zones(item, judged),
    )


def _decision(item: Item) -> DecisionResult:
    """Return the decision rule as it is shown."""
    decision, unit = item.decision, units.get(item.checks[0].limit.unit).suffix
    stated = decision.uncertainty
    return DecisionResult(
        rule=decision.rule.value,
        edition=decision.edition,
        prover=decision.prover.value if decision.prover is not None else None,
        uncertainty=stated.said if stated is not None else None,
        coverage=write_number(stated.coverage) if stated is not None else None,
        factor=write_number(decision.factor) if decision.factor is not None else None,
        width=f"{write_number(decision.guard)} {unit}".rstrip() if decision.guard is not None else None,
        rounding=decision.rounding.describe() if decision.rounding is not None else None,
    )


def _zones(item: Item, judged: Judged | None) -> Zones | None:
    """Return how many readings lie in each zone and what they prove; None for a rule without zones."""
    if judged is None or judged.zones is None or judged.accepted is None or judged.rejected is None:
        return None
    conforming, inner, outer, nonconforming = (list(judged.zones).count(zone) for zone in range(4))
    pieces = list(judged.pieces.values())
    conforms = (Verdict.PASS, Verdict.MARGINAL) if item.decision.rule is DecisionRule.ISO_14253 else (Verdict.PASS,)
    return Zones(
        accepted=judged.accepted.describe(),
        rejected=judged.rejected.describe(),
        conforming=conforming,
        inner=inner,
        outer=outer,
        nonconforming=nonconforming,
        conformity_proved=bool(pieces) and all(verdict in conforms for verdict in pieces),
        nonconformity_proved=nonconforming > 0 and Verdict.FAIL in pieces,
    )


def _check_verdict(judged: Judged | None) -> Verdict:
    if judged is None or not judged.verdicts:
        return Verdict.UNDECIDED
    found = set(judged.pieces.values()) or set(judged.verdicts)
    return max(found, key=list(Verdict).index)


def _guarded(item: Item, check: Check, judged: Judged | None) -> str | None:
    """Return the limit less its guard band, also where nothing was measured against it; None without a band."""
    if judged is not None:
        return judged.applied.describe() if judged.guarded else None
    first = check is item.checks[0]
    lines = item.decision.lines(check.limit, first=first)
    counts = first and item.decision.rule in (DecisionRule.GUARDED, DecisionRule.ISO_14253)
    return lines.accept.describe() if counts else None


def _bound(bound: Bound | None) -> str | None:
    return None if bound is None else write_number(bound.value)


def _places(judged: Judged | None) -> int:
    """Return the decimal places that are shown: three for a computed value, six for what is derived from readings."""
    return _COMPUTED if judged is not None and judged.measured.exact is None else 6


def _number(value: Fraction | None, places: int) -> str | None:
    """Return a number with as many places as it takes to be told from zero, so that a small margin keeps its sign.

    A computed value has no meaning beyond twelve places, and what is left of it is nothing.
    """
    if value is None:
        return None
    tried = (write_number(value, more) for more in (places, 6, 9, 12))
    least = "0" if places == _COMPUTED else f"{float(value):.3g}"
    return next((text for text in tried if text.strip("-0.") or value == 0), least)


def _readings(item: Item, judged: Judged, serials: Sequence[str], block: Block) -> tuple[Reading, ...]:
    """Return the listed readings: failures first, then the rest; in large lots only the nearest to the limit."""
    order = range(len(judged.verdicts))
    failures = [index for index in order if judged.verdicts[index] is Verdict.FAIL]
    others = [index for index in order if judged.verdicts[index] is not Verdict.FAIL]
    if len(judged.verdicts) > LISTED_WHOLE:
        failures = failures[:LISTED_FAILURES]
        others = sorted(others, key=lambda index: (judged.applied.margin(judged.values[index]), index))[:LISTED_WORST]
    return tuple(_reading(item, judged, index, serials, block) for index in [*failures, *others])


def _reading(item: Item, judged: Judged, index: int, serials: Sequence[str], block: Block) -> Reading:
    measured = judged.measured
    value = judged.values[index]
    places = _places(judged)
    return Reading(
        piece=serials[int(measured.pieces[index])],
        place=_place(item, block, int(measured.rows[index])),
        text=measured.texts(index),
        value=_number(value, places) or "",
        unit=units.get(measured.unit).suffix,
        verdict=judged.verdicts[index],
        margin=_number(judged.applied.margin(value), places) or "",
        words=measured.words(index) if measured.words is not None else None,
        unrounded=None if judged.unrounded is None else _number(judged.unrounded[index], places),
        zone=None if judged.zones is None else _ZONES[item.decision.rule][judged.zones[index]],
    )


def _place(item: Item, block: Block, row: int) -> Place:
    for role in item.roles:
        if role.key in block.columns:
            return block.columns[role.key].place(row)
    return Place()
