"""A requirement and the spec's nominal → the absolute limit, in exact fractions."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from qspec import units
from qspec.errors import Refusal
from qspec.limits import Bound, Limit
from qspec.notation import tolerances
from qspec.notation.amounts import IN_PERCENT
from qspec.notation.classes import applied
from qspec.notation.model import Requirement
from qspec.text import shorten


def resolve(requirement: Requirement, nominal: Fraction | None, unit: str | None) -> Limit | Refusal:
    """Return the absolute limit of a requirement; ``nominal`` (in ``unit``) is the spec's, where the text has none.

    ``unit`` is also the unit of a requirement that has none. A tolerance in °C is a difference. Refused: no unit, no
    nominal for deviations, two nominals, units of two dimensions, bounds between which no value lies.
    """
    if requirement.reference:
        return _refusal("notation.reference", requirement)
    absolute = _with_nominal(requirement, nominal, unit) if requirement.relative else requirement
    if isinstance(absolute, Refusal):
        return absolute
    if not requirement.relative and nominal is not None and requirement.nominal not in (None, nominal):
        return _refusal("notation.two-nominals", requirement)
    if absolute.lower is None and absolute.upper is None:
        return _refusal("notation.no-tolerance", requirement)
    final = absolute.unit or unit
    if final is None:
        return _refusal("notation.no-unit", requirement)
    limit = Limit(absolute.lower, absolute.upper, final, requirement.text, absolute.nominal)
    return _refusal("notation.empty-limit", requirement) if limit.is_empty() else limit


def _with_nominal(requirement: Requirement, nominal: Fraction | None, unit: str | None) -> Requirement | Refusal:
    """Return the absolute requirement, in the nominal's unit (mm for classes)."""
    if nominal is None:
        return _refusal("notation.nominal-missing", requirement)
    if requirement.table is not None:
        return _from_table(requirement, requirement.table, nominal, unit)
    if requirement.percent_of_nominal:
        return _percent(requirement, nominal, unit)
    own = unit or requirement.unit
    if own is None:
        return _refusal("notation.no-unit", requirement)
    if requirement.unit is not None and not units.convertible(requirement.unit, own):
        return _misfit(requirement, own)
    deviations = requirement.unit or own

    def shift(bound: Bound | None) -> Bound | None:
        if bound is None:
            return None
        return replace(bound, value=nominal + units.convert_difference(bound.value, deviations, own))

    return replace(
        requirement,
        lower=shift(requirement.lower),
        upper=shift(requirement.upper),
        unit=own,
        nominal=nominal,
        relative=False,
    )


def _percent(requirement: Requirement, nominal: Fraction, unit: str | None) -> Requirement | Refusal:
    if unit in IN_PERCENT:
        return _refusal("notation.percent-of-percent", requirement)
    own = unit or requirement.unit
    if own is not None and units.get(own).dimension == "temperature":
        return _refusal("notation.percent-of-temperature", requirement)
    if nominal == 0:
        return _refusal("notation.zero-tolerance", requirement)

    def share(bound: Bound | None) -> Bound | None:
        return None if bound is None else replace(bound, value=nominal + abs(nominal) * bound.value / 100)

    lower, upper = share(requirement.lower), share(requirement.upper)
    return replace(requirement, lower=lower, upper=upper, unit=own, nominal=nominal, relative=False)


def _from_table(
    requirement: Requirement, table: tuple[str, str], nominal: Fraction, unit: str | None
) -> Requirement | Refusal:
    if unit is not None and not units.convertible(unit, "mm"):
        return _misfit(requirement, unit)
    size = nominal if unit is None else units.convert(nominal, unit, "mm")
    name, grade = table
    deviations = tolerances.fit(grade, size) if name == "fit" else tolerances.general(name, grade, size)
    return deviations if isinstance(deviations, Refusal) else applied(requirement, deviations, size)


def _misfit(requirement: Requirement, unit: str) -> Refusal:
    symbols = f"{units.get(requirement.unit or unit).symbol}, {units.get(unit).symbol}"
    return Refusal("notation.two-units", {"text": shorten(requirement.text), "units": symbols})


def _refusal(code: str, requirement: Requirement) -> Refusal:
    return Refusal(code, {"text": shorten(requirement.text)})
