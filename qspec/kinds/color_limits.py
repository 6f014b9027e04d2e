"""Limits of a color entry: which formula with which weights, and the components beside it.

``color.py`` calls :func:`read_difference` and :func:`read_components` when it compiles an entry. A bare ΔE, a CMC
without l:c and a ΔE94 without its application are refused with a question: the same number means different goods in
each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from qspec import notation
from qspec.errors import Place, Problem, Refusal, Say, Severity, Value, has_errors
from qspec.kinds.base import Check
from qspec.kinds.colorimetry import Formula
from qspec.kinds.decisions import refuse_keys
from qspec.kinds.requirements import Places, read_one, resolve
from qspec.kinds.rules import EACH
from qspec.kinds.tables import table
from qspec.limits import Limit, Side
from qspec.notation import Requirement
from qspec.spec.model import Characteristic
from qspec.text import fold, read_number, shorten

APPLICATION = "application"
"""Condition that tells which weights of CIE94 are meant: graphic arts or textiles."""

GENERIC = "color difference"
"""What the notation reader returns for 色差 and the like, which name no formula."""

Component = tuple[str, Limit, str]
"""Name of a component, its limit, the limit as written."""


@dataclass(frozen=True)
class Difference:
    """The limit on the difference itself, with its formula; ``application`` for CIE94 alone."""

    check: Check
    formula: Formula
    application: str | None = None

    def describe(self) -> Say | str:
        """Return formula and weights as the report states them."""
        if self.application is None:
            return self.check.quantity
        use = Say(f"color.application.{self.application}")
        return Say("color.of-application", {"formula": self.check.quantity, "application": use})


def read_difference(source: Characteristic, place: Places) -> tuple[Difference | None, list[Problem]]:
    """Return the limit on the color difference of an entry, or None and every problem."""
    requirement, problems = read_one(source.limit, place("limit"))
    problems += refuse_keys(source, ("unit",), place)
    if requirement is None:
        return None, problems
    known = table("color")["formulas"].get(requirement.parameter or "")
    if known is None:
        return None, [*problems, _no_formula(requirement).at(place("limit"))]
    formula, application, found = _weigh(requirement, known, source, place)
    problems += found
    resolved, found = resolve(requirement, source, place, drawing_unit=known["unit"])
    problems += found
    if formula is None or resolved is None:
        return None, problems
    limit = resolved.limit
    reachable = limit.upper is not None and limit.upper.admits(Fraction(0), Side.ABOVE)
    if limit.upper is None or not reachable or (limit.lower is not None and limit.lower.value > 0):
        return None, [*problems, Problem("color.not-an-upper-limit", place("limit"), values={"text": source.limit})]
    if limit.upper.value <= Fraction(table("color")["below_instruments"]):
        values = {"text": source.limit, "least": table("color")["below_instruments"]}
        problems.append(Problem("color.below-instruments", place("limit"), Severity.WARNING, values))
    check = Check(_symbol(known, requirement), limit, EACH, source.limit)
    return Difference(check, formula, application), problems


def _no_formula(requirement: Requirement) -> Refusal:
    parameter = requirement.parameter
    if parameter is None or parameter == GENERIC:
        return Refusal("color.no-formula", {"text": shorten(requirement.text)})
    return Refusal("color.not-a-difference", {"text": shorten(requirement.text), "parameter": parameter})


def _symbol(known: Mapping[str, str], requirement: Requirement) -> str:
    factors = f"({':'.join(requirement.factors)})" if requirement.factors else ""
    return f"{known['symbol']}{factors}"


def _weigh(
    requirement: Requirement, known: Mapping[str, Mapping[str, str]], source: Characteristic, place: Places
) -> tuple[Formula | None, str | None, list[Problem]]:
    """Return the formula with all its weights, and the application of CIE94."""
    parameter = requirement.parameter or ""
    values = {"text": shorten(requirement.text)}
    written, problems = _written_weights(requirement, known, place("limit"))
    if problems:
        return None, None, problems
    weights = {name: float(value) for name, value in known["weights"].items()} | written
    application = None
    if parameter == "dE94":
        stated = next((text for key, text in source.conditions.items() if fold(key) == APPLICATION), None)
        application, own = _application(stated)
        if stated is None:
            return None, None, [Problem("color.no-application", place("conditions"), values=values)]
        if application is None:
            unknown = {"application": shorten(stated)}
            return None, None, [Problem("color.application-unknown", place("conditions"), values=unknown)]
        if written and written["K_L"] != own["K_L"]:
            return None, None, [Problem("color.weights-contradict", place("limit"), values=values)]
        weights = own | weights
    elif "needed" in known and not written:
        return None, None, [Problem("color.no-weights", place("limit"), values=values)]
    return Formula(parameter, weights), application, []


def _written_weights(
    requirement: Requirement, known: Mapping[str, Mapping[str, str]], place: Place
) -> tuple[dict[str, float], list[Problem]]:
    """Return the weights in the limit's brackets; as many as the formula has, each a positive number."""
    names = list(known["written"])
    if not requirement.factors:
        return {}, []
    numbers = [read_number(factor) for factor in requirement.factors]
    plain = [float(number) for number in numbers if not isinstance(number, Refusal) and number > 0]
    if len(plain) != len(names):
        values: dict[str, Value] = {"text": shorten(requirement.text), "count": len(names)}
        return {}, [Problem("color.weights", place, values=values)]
    return dict(zip(names, plain, strict=True)), []


def _application(written: str | None) -> tuple[str | None, dict[str, float]]:
    for name, known in table("color")["applications"].items():
        if fold(written or "") in {fold(spelling) for spelling in known["names"]}:
            return name, {key: float(value) for key, value in known["weights"].items()}
    return None, {}


def read_components(written: Mapping[str, str], place: Place) -> tuple[list[Component] | None, list[Problem]]:
    """Return the limits on components, in the spec's order; a deviation (``±0.8``) is one from the reference."""
    spellings = {fold(name): key for key, names in table("color")["component_keys"].items() for name in names}
    components: list[Component] = []
    problems: list[Problem] = []
    for key, text in written.items():
        name = spellings.get(fold(key))
        if name is None or name in {known for known, _, _ in components}:
            code = "color.component-key" if name is None else "color.component-twice"
            problems.append(Problem(code, place, values={"key": shorten(key)}))
            continue
        limit = _component_limit(text)
        if isinstance(limit, Refusal):
            problems.append(limit.at(place))
            continue
        if limit.lower is None or limit.upper is None:
            values = {"key": name, "text": shorten(text)}
            problems.append(Problem("color.one-sided", place, Severity.WARNING, values))
        components.append((name, limit, text))
    return (None if has_errors(problems) else components), problems


def _component_limit(text: str) -> Limit | Refusal:
    unit = table("color")["component_unit"]
    found = notation.read(text)
    if isinstance(found, Refusal):
        return found
    refusal = Refusal("color.component-limit", {"text": shorten(text)})
    if len(found) != 1 or found[0].reference or found[0].percent_of_nominal or found[0].parameter is not None:
        return refusal
    requirement = found[0]
    if requirement.unit is not None or requirement.nominal is not None or requirement.edition is not None:
        return refusal
    if requirement.lower is None and requirement.upper is None:
        return refusal
    limit = notation.resolve(requirement, Fraction(0), unit)
    if isinstance(limit, Refusal):
        return limit
    return refusal if limit.is_empty() else limit
