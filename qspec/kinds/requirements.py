"""Limit text → one absolute limit, with every problem placed: the way that all kinds take from words to numbers.

A kind's ``compile`` calls :func:`read_one` (or :func:`read` where it allows several), accepts or refuses the parameter,
and calls :func:`resolve`. What two parties could read in two ways (a ± without nominal, a number without unit, a
dimension in brackets) is refused with a question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from qspec import notation, text, units
from qspec.errors import Place, Problem, Refusal, Severity, Value
from qspec.kinds import amounts, gloss
from qspec.kinds.tables import table
from qspec.limits import Limit, Side
from qspec.notation import Requirement
from qspec.notation.words import parameters
from qspec.spec.model import Characteristic

Places = Callable[[str], Place]
"""Where a key's value stands in the spec."""

_SHARE = "notation.percent-of-nominal"
"""The reader's warning that it took a share of a value whose unit it did not know."""
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


@dataclass(frozen=True)
class _Stated:
    """What the spec says beside the limit: the readings' unit id, and the nominal."""

    unit: str | None
    nominal: amounts.Amount | None


def resolve(
    requirement: Requirement, source: Characteristic, place: Places, *, drawing_unit: str | None = None
) -> tuple[Resolved | None, list[Problem]]:
    """Return the absolute limit of a requirement, with the spec's ``unit`` and ``nominal`` where the text has none.

    ``drawing_unit`` is the unit id that drawings leave out (mm); what it supplies is marked as assumed.
    """
    if requirement.lower is None and requirement.upper is None and requirement.table is None:
        return None, [Problem("kinds.limit-without-number", place("limit"), values={"text": requirement.text})]
    stated, problems = _stated(source, place)
    if gloss.is_bare(requirement.unit) and gloss.has_angle(stated.unit):
        requirement = replace(requirement, unit=stated.unit)
    problem = None if problems else _percent_problem(requirement, stated, place)
    problem = problem or (None if problems else _nominal_problem(requirement, stated.nominal, place))
    if problems or problem is not None:
        return None, problems if problem is None else [problem]
    unit, assumed = _unit_of(requirement, stated, drawing_unit)
    if isinstance(unit, Refusal):
        return None, [unit.at(place("limit"))]
    problems = _another_dimension(requirement, unit, place) or _misfits(source, stated, unit, place)
    if problems:
        return None, problems
    return _finish(requirement, stated, unit, assumed, place)


def _finish(
    requirement: Requirement, stated: _Stated, unit: str, assumed: bool, place: Places
) -> tuple[Resolved | None, list[Problem]]:
    nominal = stated.nominal
    own = requirement if requirement.unit or requirement.percent_of_nominal else replace(requirement, unit=unit)
    limit = notation.resolve(own, None if nominal is None else amounts.in_unit(nominal, unit), unit)
    if isinstance(limit, Refusal):
        return None, [limit.at(place("limit"))]
    if limit.is_empty():
        return None, [Problem("kinds.empty-limit", place("limit"), values={"limit": limit.describe()})]
    stray = requirement.nominal is None and not requirement.relative and nominal is not None
    if stray and nominal is not None and limit.side(amounts.in_unit(nominal, unit) or Fraction(0)) is not Side.WITHIN:
        values = {"limit": limit.describe(), "nominal": text.write_number(nominal.value)}
        return None, [Problem("kinds.nominal-outside", place("nominal"), values=values)]
    if nominal is not None and nominal.unit is not None:
        limit = limit.converted(nominal.unit)
    return Resolved(limit, assumed, stated.unit or limit.unit), []


def _stated(source: Characteristic, place: Places) -> tuple[_Stated, list[Problem]]:
    problems = []
    unit: str | None = None
    if source.unit is not None and text.normalize(source.unit) == "1":
        unit = UNITLESS
    elif source.unit is not None:
        found = units.find(source.unit)
        if isinstance(found, Refusal):
            problems.append(found.at(place("unit")))
        else:
            unit = found.id
    written: str | None = getattr(source, "nominal", None)
    nominal = None if written is None else amounts.read(written)
    if isinstance(nominal, Refusal):
        problems.append(nominal.at(place("nominal")))
        nominal = None
    return _Stated(unit, nominal), problems


def _another_dimension(requirement: Requirement, unit: str, place: Places) -> list[Problem]:
    """Refuse a unit from beside the limit that is none of the parameter's (温度 23±2 in mm, the unit of drawings)."""
    named = parameters().get(requirement.parameter or "")
    found = units.get(unit)
    if named is None or named.dimension is None or named.dimension == found.dimension:
        return []
    if named.dimension == table("gloss")["bare"] and gloss.has_angle(unit):
        return []
    values = {"text": requirement.text, "unit": found.symbol, "parameter": named.name}
    return [Problem("notation.unit-of-another-dimension", place("limit"), values=values)]


def _misfits(source: Characteristic, stated: _Stated, unit: str, place: Places) -> list[Problem]:
    """Return a problem for each of nominal and unit that is of another dimension than the limit."""
    written: dict[str, str] = {}
    if stated.nominal is not None and amounts.in_unit(stated.nominal, unit) is None:
        written["nominal"] = str(getattr(source, "nominal", ""))
    if stated.unit is not None and not units.convertible(stated.unit, unit):
        written["unit"] = str(source.unit)
    wanted = units.get(unit).symbol
    return [
        Problem(
            "kinds.key-of-another-dimension",
            place(key),
            values={"key": key, "found": text.shorten(found), "wanted": wanted},
        )
        for key, found in written.items()
    ]


def _nominal_problem(requirement: Requirement, nominal: amounts.Amount | None, place: Places) -> Problem | None:
    """Say what is wrong between the limit's own nominal and the spec's: one is needed, and two must not differ."""
    if requirement.nominal is None:
        missing = requirement.relative and nominal is None
        return Problem("kinds.nominal-needed", place("limit"), values={"text": requirement.text}) if missing else None
    if nominal is None:
        return None
    same = amounts.in_unit(nominal, requirement.unit) if requirement.unit is not None else nominal.value
    if same == requirement.nominal:
        return None
    values = {"text": requirement.text, "nominal": text.write_number(nominal.value)}
    return Problem("kinds.nominal-contradicts", place("nominal"), values=values)


def _percent_problem(requirement: Requirement, stated: _Stated, place: Places) -> Problem | None:
    """Refuse 90 ±2 % of a value in per cent: the reader took a share of 90, for it did not know the value's unit."""
    shared = any(warning.code == _SHARE for warning in requirement.warnings)
    if not shared or stated.unit is None or not units.get(stated.unit).symbol.startswith("%"):
        return None
    return Problem("notation.percent-of-percent", place("limit"), values={"text": requirement.text})


def _unit_of(requirement: Requirement, stated: _Stated, drawing_unit: str | None) -> tuple[str | Refusal, bool]:
    """Return the unit of the limit's numbers and whether it was assumed; a refusal where two units could be meant."""
    given = stated.nominal.unit if stated.nominal is not None else None
    if requirement.unit is not None and not requirement.percent_of_nominal:
        waiting = requirement.table is not None and given is None
        drawn = requirement.assumed_unit and (waiting or not requirement.edition)
        if drawn and _unclear(stated.unit, requirement.unit):
            return _two_units(requirement, stated.unit, requirement.unit), False
        return requirement.unit, requirement.assumed_unit
    if given is not None:
        unclear = not requirement.percent_of_nominal and _unclear(stated.unit, given)
        return (_two_units(requirement, stated.unit, given) if unclear else given), False
    if stated.unit is not None:
        unclear = drawing_unit is not None and _unclear(stated.unit, drawing_unit)
        return (_two_units(requirement, stated.unit, drawing_unit) if unclear else stated.unit), False
    if drawing_unit is not None:
        return drawing_unit, True
    return Refusal("kinds.unit-needed", {"text": requirement.text}), False


def _unclear(stated: str | None, other: str | None) -> bool:
    """Say whether a bare number could be in either of two units: 0.05 beside ``unit: µm`` on a drawing in mm."""
    return stated is not None and other is not None and stated != other and units.convertible(stated, other)


def _two_units(requirement: Requirement, a: str | None, b: str | None) -> Refusal:
    symbols = [units.get(unit).symbol for unit in (a, b) if unit is not None]
    return Refusal("kinds.unit-unclear", {"text": requirement.text, "units": " / ".join(symbols)})
