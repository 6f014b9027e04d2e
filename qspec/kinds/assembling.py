"""What kinds with one column of readings have in common: their item, and their measuring.

Called by dimension, quantity, count, grade and attribute. :func:`compile_value` is the whole way for a kind whose
readings are numbers with a unit; the others settle their limit themselves and take :func:`one_column_item`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from qspec import units
from qspec.errors import Problem, Refusal, Say, has_errors
from qspec.kinds import gloss
from qspec.kinds.base import Block, Check, Item, Measurement, Role
from qspec.kinds.cells import Reader, measure_numbers
from qspec.kinds.conditions import STATED, check_declared, hold
from qspec.kinds.decisions import settle
from qspec.kinds.parameters import another_kinds, symbol_of
from qspec.kinds.requirements import Places, Resolved, read_one, resolve
from qspec.kinds.rules import EACH, RULES
from qspec.kinds.zones import Decision
from qspec.spec.model import Characteristic

VALUE = "value"
"""Key of the one role of these items."""


class Valued(Characteristic):
    """Keys of a characteristic whose readings are numbers with a unit."""

    nominal: str | None = None
    """Nominal value with its unit, where the limit gives only deviations from it."""
    reduce: Literal["each", "mean", "median"] = "each"
    """What is judged where a piece has several readings: each of them, their mean or their median."""


def compile_value(
    item_id: str,
    source: Characteristic,
    place: Places,
    *,
    drawing_unit: str | None = None,
    dimensions: tuple[str, ...] = (),
    floor: Fraction | None = None,
) -> tuple[Item | None, list[Problem]]:
    """Return the item of a number with a unit, or None and every problem.

    ``drawing_unit`` is the unit id that the kind's limits may leave out; ``dimensions`` are those that the kind takes
    (all where empty); ``floor`` is the least value that its readings can have.
    """
    problems = check_declared(source, place)
    requirement, read_problems = read_one(source.limit, place("limit"))
    problems += read_problems
    if requirement is None:
        return None, problems
    misplaced = another_kinds(requirement, source.kind)
    if misplaced is not None:
        return None, [*problems, misplaced.at(place("limit"))]
    resolved, resolve_problems = resolve(requirement, source, place, drawing_unit=drawing_unit)
    problems += resolve_problems
    if resolved is None:
        return None, problems
    if gloss.is_bare(resolved.limit.unit):
        angled = gloss.at_declared_angle(source.conditions, source.limit)
        if isinstance(angled, Refusal):
            return None, [*problems, angled.at(place("limit"))]
        resolved = replace(resolved, limit=replace(resolved.limit, unit=angled), unit=angled)
    if gloss.contradicts(resolved.limit.unit, source.conditions):
        values = {"text": source.limit}
        return None, [*problems, Problem("kinds.gloss-angle-contradicts", place("conditions"), values=values)]
    dimension_problem = _dimension_problem(resolved, source, dimensions, place)
    if dimension_problem is not None:
        return None, [*problems, dimension_problem]
    decision, decision_problems = settle(source, resolved.limit, place, floor=floor)
    problems += decision_problems
    if has_errors(problems):
        return None, problems
    check = Check(
        symbol_of(requirement.parameter) or item_id,
        resolved.limit,
        RULES[source.reduce] if isinstance(source, Valued) else EACH,
        source.limit,
        assumed_unit=resolved.assumed_unit,
    )
    facts: dict[str, Say | str] = {}
    if resolved.limit.nominal is not None and requirement.relative:
        facts["kinds.fact.nominal"] = str(getattr(source, "nominal", ""))
    if requirement.edition is not None:
        facts["kinds.fact.edition"] = requirement.edition
    return one_column_item(item_id, source, check, unit=resolved.unit, decision=decision, facts=facts), problems


def one_column_item(
    item_id: str,
    source: Characteristic,
    check: Check,
    *,
    unit: str | None,
    decision: Decision | None = None,
    facts: Mapping[str, Say | str] | None = None,
    data: Mapping[str, object] | None = None,
) -> Item:
    """Return the item of one check on one column.

    ``unit`` is the unit id of readings whose file states none; None for text without unit (marks, grades). A piece has
    as many readings as the spec says, one where it does not. The declared conditions stand among the facts.
    """
    conditions = {key: value for key, value in source.conditions.items() if key != STATED}
    return Item(
        id=item_id,
        source=source,
        checks=(check,),
        roles=(Role(VALUE, (), unit),),
        readings=source.readings or 1,
        decision=decision or Decision(),
        facts={**(facts or {}), **conditions},
        data=data or {},
    )


def measure_column(item: Item, block: Block, read: Reader | None = None) -> Measurement:
    """Return a one-column item's readings, its conditions held against the file's; ``read`` reads one cell."""
    return hold(item, block, measure_numbers(item, block, item.roles[0], read))


def _dimension_problem(
    resolved: Resolved, source: Characteristic, dimensions: tuple[str, ...], place: Places
) -> Problem | None:
    unit = units.get(resolved.limit.unit)
    if not dimensions or unit.dimension in dimensions:
        return None
    return Problem("kinds.not-a-size", place("limit"), values={"text": source.limit, "unit": unit.symbol})
