"""Limit text → one absolute limit, with every problem placed: the way that all kinds take from words to numbers.

A kind's ``compile`` calls :func:`read_one` (or :func:`read` where it allows several), accepts or refuses the parameter,
and calls :func:`resolve`. What two parties could read in two ways (a ± without nominal, a number without unit, a
dimension in brackets) is refused with a question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from qspec import notation, text, units
from qspec.errors import Place, Problem, Refusal, Severity, Value
from qspec.kinds import amounts
from qspec.limits import Limit
from qspec.notation import Requirement
from qspec.spec.model import Characteristic

Places = Callable[[str], Place]
"""Where a key's value stands in the spec."""

UNITLESS = "unitless"
"""Unit id of a plain number; a spec writes ``unit: 1``."""


@dataclass(frozen=True)
class Resolved:
    """An absolute limit; ``assumed_unit`` says that a drawing convention, not the text, supplied the unit."""

    limit: Limit
    assumed_unit: bool
    unit: str
    """Unit id of readings whose file states none."""


def read(written: str, place: Place) -> tuple[tuple[Requirement, ...], list[Problem]]:
    """Return the requirements of a limit's text; a refusal or bracketed dimension is a problem, a remark a warning."""
    found = notation.read(written)
    if isinstance(found, Refusal):
        return (), [found.at(place)]
    problems = [warning.at(place, Severity.WARNING) for requirement in found for warning in requirement.warnings]
    if any(requirement.reference for requirement in found):
        return (), [*problems, Problem("kinds.reference-dimension", place, values={"text": text.shorten(written)})]
    return found, problems


def read_one(written: str, place: Place) -> tuple[Requirement | None, list[Problem]]:
    """Return the one requirement of a limit's text; several in one text are a problem."""
    found, problems = read(written, place)
    if len(found) > 1:
        values: dict[str, Value] = {"text": text.shorten(written), "count": len(found)}
        return None, [*problems, Problem("kinds.several-requirements", place, values=values)]
    return (found[0] if found else None), problems


def resolve(
    requirement: Requirement, source: Characteristic, place: Places, *, drawing_unit: str | None = None
) -> tuple[Resolved | None, list[Problem]]:
    """Return the absolute limit of a requirement, with the spec's ``unit`` and ``nominal`` where the text has none.

    ``drawing_unit`` is the unit id that drawings leave out (mm); what it supplies is marked as assumed.
    """
    if requirement.lower is None and requirement.upper is None and requirement.table is None:
        return None, [Problem("kinds.limit-without-number", place("limit"), values={"text": requirement.text})]
    stated, problems = _stated_unit(source, place)
    nominal, nominal_problems = _nominal(source, place)
    problems += nominal_problems
    if problems:
        return None, problems
    problem = _nominal_problem(requirement, nominal, place)
    if problem is not None:
        return None, [problem]
    unit, assumed = _unit_of(requirement, nominal, stated, drawing_unit)
    if isinstance(unit, Refusal):
        return None, [unit.at(place("limit"))]
    return _finish(requirement, nominal, unit, assumed, stated, place)


def _finish(
    requirement: Requirement,
    nominal: amounts.Amount | None,
    unit: str,
    assumed: bool,
    stated: str | None,
    place: Places,
) -> tuple[Resolved | None, list[Problem]]:
    size = amounts.in_unit(nominal, unit) if nominal is not None else None
    if nominal is not None and size is None:
        return None, [_misfit("nominal", nominal.unit or unit, unit, place)]
    if stated is not None and not units.convertible(stated, unit):
        return None, [_misfit("unit", stated, unit, place)]
    own = requirement if requirement.unit or requirement.percent_of_nominal else replace(requirement, unit=unit)
    limit = notation.resolve(own, size, unit)
    if isinstance(limit, Refusal):
        return None, [limit.at(place("limit"))]
    if limit.is_empty():
        return None, [Problem("kinds.empty-limit", place("limit"), values={"limit": limit.describe()})]
    if nominal is not None and nominal.unit is not None:
        limit = limit.converted(nominal.unit)
    return Resolved(limit, assumed, stated or limit.unit), []


def _stated_unit(source: Characteristic, place: Places) -> tuple[str | None, list[Problem]]:
    if source.unit is None:
        return None, []
    if text.normalize(source.unit) == "1":
        return UNITLESS, []
    found = units.find(source.unit)
    return (None, [found.at(place("unit"))]) if isinstance(found, Refusal) else (found.id, [])


def _nominal(source: Characteristic, place: Places) -> tuple[amounts.Amount | None, list[Problem]]:
    written: str | None = getattr(source, "nominal", None)
    if written is None:
        return None, []
    found = amounts.read(written)
    return (None, [found.at(place("nominal"))]) if isinstance(found, Refusal) else (found, [])


def _nominal_problem(requirement: Requirement, nominal: amounts.Amount | None, place: Places) -> Problem | None:
    """Say what is wrong between the limit's own nominal and the spec's: one is needed, and two must not differ."""
    if requirement.nominal is None:
        missing = requirement.relative and nominal is None
        return Problem("kinds.nominal-needed", place("limit"), values={"text": requirement.text}) if missing else None
    if nominal is None:
        return None
    unit = requirement.unit
    same = amounts.in_unit(nominal, unit) if unit is not None else nominal.value
    if same == requirement.nominal:
        return None
    values = {"text": requirement.text, "nominal": text.write_number(nominal.value)}
    return Problem("kinds.nominal-contradicts", place("nominal"), values=values)


def _unit_of(
    requirement: Requirement, nominal: amounts.Amount | None, stated: str | None, drawing_unit: str | None
) -> tuple[str | Refusal, bool]:
    """Return the unit of the limit's numbers and whether it was assumed; a refusal where two units could be meant."""
    if requirement.unit is not None and not requirement.percent_of_nominal:
        if requirement.assumed_unit and not requirement.edition and _unclear(stated, requirement.unit):
            return _two_units(requirement, stated, requirement.unit), False
        return requirement.unit, requirement.assumed_unit
    given = nominal.unit if nominal is not None else None
    if given is not None:
        unclear = not requirement.percent_of_nominal and _unclear(stated, given)
        return (_two_units(requirement, stated, given) if unclear else given), False
    if stated is not None:
        unclear = drawing_unit is not None and _unclear(stated, drawing_unit)
        return (_two_units(requirement, stated, drawing_unit) if unclear else stated), False
    if drawing_unit is not None:
        return drawing_unit, True
    return Refusal("kinds.unit-needed", {"text": requirement.text}), False


def _unclear(stated: str | None, other: str | None) -> bool:
    """Say whether a bare number could be in either of two units: 0.05 beside ``unit: µm`` on a drawing in mm."""
    return stated is not None and other is not None and stated != other and units.convertible(stated, other)


def _two_units(requirement: Requirement, a: str | None, b: str | None) -> Refusal:
    symbols = [units.get(unit).symbol for unit in (a, b) if unit is not None]
    return Refusal("kinds.unit-unclear", {"text": requirement.text, "units": " / ".join(symbols)})


def _misfit(key: str, found: str, wanted: str, place: Places) -> Problem:
    values = {"key": key, "found": units.get(found).symbol, "wanted": units.get(wanted).symbol}
    return Problem("kinds.key-of-another-dimension", place(key), values=values)
