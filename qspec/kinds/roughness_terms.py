"""Terms under which a roughness is measured: cut-off, evaluation length, λs, standard, and what a raw trace must be.

``roughness.py`` calls these when it compiles an entry. Cut-off and evaluation length must be stated. Whether they are
the usual ones for the limit is only a warning, for the two standards in use disagree about Rz.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from qspec import units
from qspec.errors import Problem, Refusal, Say, Severity
from qspec.kinds import amounts
from qspec.kinds.base import Check
from qspec.kinds.profile import Settings
from qspec.kinds.requirements import Places
from qspec.kinds.tables import table
from qspec.spec.model import Characteristic
from qspec.text import fold, shorten, write_number

CUTOFF, EVALUATION, SHORT_WAVE = "cutoff", "evaluation_length", "lambda_s"
"""Keys of conditions."""

_LIKE_RA = {"Ra": "Ra", "Rq": "Ra", "Rz": "Rz", "Rmax": "Rz", "Ry": "Rz", "RzJIS": "Rz"}
"""Which column of the standards' tables gives a parameter's cut-off; the others have none."""


@dataclass(frozen=True)
class Terms:
    """Cut-off λc, evaluation length and λs in mm, exact, and the edition where one is named."""

    cutoff: Fraction
    evaluation: Fraction
    lambda_s: Fraction | None
    standard: str | None

    def describe(self) -> Say:
        """Return the lengths as the report states them."""
        values = {"cutoff": write_number(self.cutoff), "evaluation": write_number(self.evaluation)}
        if self.lambda_s is None:
            return Say("roughness.lengths", values)
        return Say("roughness.lengths-with-lambda-s", {**values, "lambda_s": write_number(self.lambda_s * 1000)})

    def describe_evaluation(self) -> Say:
        """Return how raw traces are evaluated."""
        key = "roughness.evaluated" if self.lambda_s is not None else "roughness.evaluated-without-lambda-s"
        return Say(key, {"count": int(self.evaluation / self.cutoff), "definition": self.definition()})

    def definition(self) -> str:
        """Return the standard whose definitions raw traces are evaluated by."""
        return "ISO 21920-2" if self.editions() == ["ISO 21920-3"] else "ISO 4287"

    def editions(self) -> list[str]:
        """Return the tables of cut-offs that may apply: the named standard's, or both."""
        known = table("roughness")["editions"]
        named = [name for name, marks in known.items() if any(mark in fold(self.standard or "") for mark in marks)]
        return named or list(known)


@dataclass(frozen=True)
class Traces:
    """How raw traces come: units of x and z where the file states none, length in mm, evaluation, traces per piece."""

    x_unit: str
    z_unit: str
    length: Fraction
    settings: Settings
    per_piece: int = 1


def read_terms(source: Characteristic, standard: str | None, place: Places) -> tuple[Terms | None, list[Problem]]:
    """Return the terms of an entry, or a question for each that is missing or not a length."""
    problems: list[Problem] = []
    lengths: dict[str, Fraction] = {}
    conditions = {fold(key): text for key, text in source.conditions.items()}
    for key in (CUTOFF, EVALUATION, SHORT_WAVE):
        written = conditions.get(fold(key))
        if written is None:
            if key != SHORT_WAVE:
                code = "roughness.no-cutoff" if key == CUTOFF else "roughness.no-evaluation-length"
                problems.append(Problem(code, place("conditions")))
            continue
        length = _length(written)
        if isinstance(length, Refusal):
            problems.append(length.at(place("conditions")))
        else:
            lengths[key] = length
    if problems:
        return None, problems
    terms = Terms(lengths[CUTOFF], lengths[EVALUATION], lengths.get(SHORT_WAVE), standard)
    values = {"cutoff": write_number(terms.cutoff), "evaluation": write_number(terms.evaluation)}
    if terms.evaluation < terms.cutoff:
        problems.append(Problem("roughness.evaluation-too-short", place("conditions"), values=values))
    if terms.lambda_s is not None and terms.lambda_s >= terms.cutoff:
        problems.append(Problem("roughness.lambda-s-too-long", place("conditions"), values=values))
    return (None if problems else terms), problems


def _length(written: str) -> Fraction | Refusal:
    """Return a positive length in mm; a number without unit is refused, for λc is written in mm and λs in µm."""
    amount = amounts.read(written)
    if isinstance(amount, Refusal):
        return amount
    bad = Refusal("roughness.not-a-length", {"text": shorten(written)})
    if amount.unit is None:
        return bad
    length = amounts.in_unit(amount, "mm")
    return length if length is not None and length > 0 else bad


def warn_cutoff(checks: Sequence[Check], terms: Terms, place: Places) -> list[Problem]:
    """Warn where cut-off or evaluation length is not the standards' own for the limit, each standard named."""
    problems = []
    for check in checks:
        usual = _usual(check, terms)
        if any(length != terms.cutoff for length in usual.values()):
            listed = ", ".join(f"{name}: {write_number(length)} mm" for name, length in usual.items())
            values = {"limit": check.text, "cutoff": write_number(terms.cutoff), "usual": listed}
            problems.append(Problem("roughness.cutoff-unusual", place("conditions"), Severity.WARNING, values))
    sections = int(table("roughness")["standard_sections"])
    if terms.evaluation != sections * terms.cutoff:
        values = {
            "evaluation": write_number(terms.evaluation),
            "usual": write_number(sections * terms.cutoff),
            "count": str(sections),
        }
        problems.append(Problem("roughness.evaluation-unusual", place("conditions"), Severity.WARNING, values))
    return problems


def _usual(check: Check, terms: Terms) -> dict[str, Fraction]:
    """Return the cut-off in mm that each standard pairs with a limit; nothing where it names none."""
    column = _LIKE_RA.get(check.quantity)
    bound = check.limit.upper or check.limit.lower
    if column is None or bound is None:
        return {}
    size = units.convert(bound.value, check.limit.unit, "um")
    result = {}
    for edition in terms.editions():
        rows = table("roughness")["cutoffs"][edition][column]
        row = next(row for row in rows if "upto" not in row or size <= Fraction(row["upto"]))
        result[edition] = Fraction(row["cutoff"])
    return result


def read_trace(
    written: Mapping[str, str], parameters: Sequence[str], terms: Terms, per_piece: int, place: Places
) -> tuple[Traces | None, list[Problem]]:
    """Return how an entry's raw traces come; None without problems where it has reported values instead."""
    if not written:
        return None, []
    problems: list[Problem] = []
    for key in sorted(set(written) - {"x", "z", "length"}):
        problems.append(Problem("roughness.trace-key", place("trace"), values={"key": shorten(key)}))
    found = {key: _length_unit(written.get(key)) for key in ("x", "z")}
    for key, unit in found.items():
        if unit is None:
            values = {"axis": key, "text": shorten(written.get(key, ""))}
            problems.append(Problem("roughness.trace-unit", place("trace"), values=values))
    length = _length(written["length"]) if "length" in written else Refusal("roughness.trace-without-length")
    if isinstance(length, Refusal):
        problems.append(length.at(place("trace")))
    problems += _computable(parameters, terms, place)
    sections = terms.evaluation / terms.cutoff
    if sections.denominator != 1:
        values = {"cutoff": write_number(terms.cutoff), "evaluation": write_number(terms.evaluation)}
        problems.append(Problem("roughness.sections", place("conditions"), values=values))
    if problems or isinstance(length, Refusal) or found["x"] is None or found["z"] is None:
        return None, problems
    fine = None if terms.lambda_s is None else float(terms.lambda_s)
    settings = Settings(float(terms.cutoff), int(sections), fine, terms.definition() == "ISO 21920-2")
    needed = (int(sections) + 2) * terms.cutoff + 2 * (terms.lambda_s or 0)
    if length < needed:
        values = {"length": write_number(length), "needed": write_number(needed)}
        return None, [Problem("roughness.trace-too-short", place("trace"), values=values)]
    return Traces(found["x"], found["z"], length, settings, per_piece), []


def _length_unit(written: str | None) -> str | None:
    unit = units.find(written) if written else None
    if unit is None or isinstance(unit, Refusal) or not units.convertible(unit.id, "mm"):
        return None
    return unit.id


def _computable(parameters: Sequence[str], terms: Terms, place: Places) -> list[Problem]:
    """Return a problem for every parameter not computed here; Rz was another one in old editions of JIS B 0601."""
    known = table("roughness")
    old = any(year in (terms.standard or "") for year in known["ten_point"])
    return [
        Problem("roughness.trace-parameter", place("limit"), values={"parameter": name})
        for name in parameters
        if known["parameters"][name]["trace"] != "yes" or (name == "Rz" and old)
    ]
