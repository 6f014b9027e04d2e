"""Roughness: parameters as instruments report them, or computed from a raw trace, under a named acceptance rule.

A limit names its parameter (``Ra ≤ 0.8 µm``, ``Ra ≤ 0.8 µm, Rz ≤ 6.3 µm``); the rule that makes several values one
verdict, the cut-off and the evaluation length must be there, for each of them moves the verdict. What is missing is
asked for. The registry finds ``KIND`` here; what an entry demands of cut-off and trace is settled in
``roughness_terms.py``, and raw traces are measured in ``roughness_traces.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field

from qspec.errors import Place, Problem, Refusal, Say, Severity, Value, has_errors
from qspec.kinds.base import Block, Check, Item, Measured, Measurement, Role
from qspec.kinds.cells import Numbers, Reader, number_reader, read_numbers
from qspec.kinds.conditions import check_declared, hold
from qspec.kinds.decisions import settle
from qspec.kinds.requirements import Places, read, resolve
from qspec.kinds.roughness_terms import Terms, read_terms, read_trace, warn_cutoff
from qspec.kinds.roughness_traces import measure_traces, trace_roles
from qspec.kinds.rules import RULES, SIXTEEN_PERCENT, STEPS, Rule, last_step
from qspec.kinds.tables import table
from qspec.kinds.zones import Decision
from qspec.limits import Side
from qspec.notation import Requirement
from qspec.spec.model import Characteristic, Pairs
from qspec.text import fold, normalize, shorten

_DRAWN_MAX = re.compile(r"\bR[A-Za-z]+ max\b")
"""``Ra max`` is the maximum rule on a drawing (ISO 1302) and perhaps only an upper limit in a sentence: it does not
stand in for a rule, but no other rule goes with it."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
GENERIC = "roughness"
"""What the notation reader returns for 表面粗さ and the like, which name no parameter."""

RZ_EDITION = "notation.rz-edition"
"""The notation reader's warning that Rz changed its meaning; answered where the entry names its standard."""


class RoughnessCharacteristic(Characteristic):
    """Keys of a roughness entry."""

    kind: Literal["roughness"]
    rule: str | None = None
    """max | 16% | steps | median."""
    standard: str | None = None
    """Standard and edition that defines the parameter (``JIS B 0601:2013``); Rz changed its meaning."""
    trace: Pairs = Field(default_factory=dict)
    """Raw traces instead of reported values: units of ``x`` and ``z``, and the ``length`` of every trace."""


@dataclass(frozen=True)
class Roughness:
    """The kind ``roughness``."""

    name: str = "roughness"
    model: type[Characteristic] = RoughnessCharacteristic

    def compile(
        self,
        item_id: str,
        source: Characteristic,
        place: Callable[[str], Place],
    ) -> tuple[Item | None, list[Problem]]:
        """Return the roughness item, or None with a question for everything that two parties could read in two ways."""
        if not isinstance(source, RoughnessCharacteristic):
            raise TypeError("a roughness item is compiled from a roughness entry")
        problems = check_declared(source, place)
        requirements, found = read(source.limit, place("limit"))
        problems += [problem for problem in found if problem.code != RZ_EDITION or not _settles(source.standard)]
        problems += _contradicting(requirements, source, place)
        rule, found = _rule(source.rule, requirements, place)
        problems += found
        terms, found = read_terms(source, source.standard, place)
        problems += found
        checks, roles, found = _checks(source, requirements, rule, place)
        problems += found
        if not checks or terms is None:
            return None, problems
        problems += _few_readings(rule, source, place)
        traces, found = read_trace(
            source.trace, [check.quantity for check in checks], terms, source.readings or 1, place
        )
        problems += [*found, *warn_cutoff(checks, terms, place)]
        decision, found = settle(source, checks[0].limit, place, floor=Fraction(0))
        problems += found
        if decision is not None and decision.guard is not None and len(checks) > 1:
            # A guard band belongs to one limit; the others would be judged more leniently than the entry says.
            values: dict[str, Value] = {"text": shorten(source.limit), "count": len(checks)}
            problems.append(Problem("kinds.several-requirements", place("limit"), values=values))
        problems += _misrounded(decision, checks, place)
        if decision is None or has_errors(problems):
            return None, problems
        item = Item(
            id=item_id,
            source=source,
            checks=checks,
            roles=roles if traces is None else trace_roles(traces),
            readings=(source.readings or 1) if traces is None else None,
            series=traces is not None,
            decision=decision,
            facts=_facts(source, terms, traces is not None),
            data={} if traces is None else {"traces": traces},
        )
        return item, problems

    def measure(self, item: Item, block: Block) -> Measurement:
        """Return the reported values of each parameter, or the values computed from raw traces."""
        measurement = measure_traces(item, block) if item.series else _measure_values(item, block)
        return hold(item, block, measurement)


KIND = Roughness()


def _settles(standard: str | None) -> bool:
    """Say whether a standard tells which height Rz is: JIS B 0601 without its year does not."""
    plain = normalize(standard or "")
    return bool(_YEAR.search(plain)) or "ISO" in plain.upper()


def _rule(written: str | None, requirements: Sequence[Requirement], place: Places) -> tuple[Rule | None, list[Problem]]:
    """Return the acceptance rule of an entry: its own key, or what the limit itself says (``Ra max 1.6``)."""
    spellings = {fold(name): rule for rule, names in table("roughness")["rules"].items() for name in names}
    named = {requirement.rule for requirement in requirements if requirement.rule is not None}
    if written is not None and any(_DRAWN_MAX.search(normalize(requirement.text)) for requirement in requirements):
        named.add("max")
    key = "limit" if written is None else "rule"
    texts = named if written is None else {written, *named}
    if not texts:
        return None, [Problem("roughness.no-rule", place("limit"))]
    known = {text: spellings.get(fold(text)) for text in sorted(texts)}
    for text, rule in known.items():
        if rule is None:
            return None, [Problem("roughness.rule-unknown", place(key), values={"rule": shorten(text)})]
    rules = {rule for rule in known.values() if rule is not None}
    if len(rules) > 1:
        return None, [Problem("roughness.rule-contradicts", place(key), values={"rules": ", ".join(sorted(rules))})]
    return RULES[rules.pop()], []


def _misrounded(decision: Decision | None, checks: Sequence[Check], place: Places) -> list[Problem]:
    """Refuse rounding where it could mean two things: of several limits, and of the 70 % that begins the ladder."""
    if decision is None or decision.rounding is None:
        return []
    if len(checks) > 1:
        return [Problem("kinds.rounding-several-limits", place("rounding"), values={"count": len(checks)})]
    return [Problem("kinds.rounding-with-steps", place("rounding"))] if checks[0].rule is STEPS else []


def _few_readings(rule: Rule | None, source: Characteristic, place: Places) -> list[Problem]:
    """Say where a rule has fewer values a piece than it was made for; the verdict stands."""
    count = source.readings or 1
    if rule is SIXTEEN_PERCENT and 16 * count < 100:
        return [Problem("roughness.readings-for-16", place("rule"), Severity.NOTE, {"count": count})]
    if rule is STEPS and count < last_step():
        return [Problem("roughness.readings-for-steps", place("rule"), Severity.WARNING, {"count": count})]
    return []


def _checks(
    source: RoughnessCharacteristic, requirements: Sequence[Requirement], rule: Rule | None, place: Places
) -> tuple[tuple[Check, ...], tuple[Role, ...], list[Problem]]:
    """Return a check for each requirement and a column for each parameter; nothing where one of them is refused."""
    known = table("roughness")
    checks: list[Check] = []
    roles: dict[str, Role] = {}
    problems: list[Problem] = []
    for requirement in requirements:
        name = requirement.parameter
        if name is None or name not in known["parameters"]:
            unnamed = name is None or name == GENERIC
            code = "roughness.no-parameter" if unnamed else "roughness.not-a-parameter"
            values = {"text": shorten(requirement.text), "parameter": name or ""}
            problems.append(Problem(code, place("limit"), values=values))
            continue
        resolved, found = resolve(requirement, source, place, drawing_unit=known["drawing_unit"])
        problems += found
        if resolved is None:
            continue
        limit = resolved.limit
        if limit.upper is not None and not limit.upper.admits(Fraction(0), Side.ABOVE):
            problems.append(Problem("roughness.below-zero", place("limit"), values={"text": shorten(requirement.text)}))
        elif rule is not None:
            text = requirement.text if len(requirements) > 1 else source.limit
            checks.append(Check(name, limit, rule, text, resolved.assumed_unit))
            roles.setdefault(name, Role(name, tuple(known["parameters"][name]["names"]), resolved.unit))
    problems += _twice(checks, place)
    complete = len(checks) == len(requirements)
    return (tuple(checks) if complete else ()), tuple(roles.values()), problems


def _twice(checks: Sequence[Check], place: Places) -> list[Problem]:
    """Refuse two limits on one side of one parameter (Ra ≤ 0.8, Ra ≤ 1.6): a target and a limit, or a slip."""
    ends = [(check.quantity, side) for check in checks for side in ("lower", "upper") if getattr(check.limit, side)]
    names = sorted({name for name, side in ends if ends.count((name, side)) > 1})
    return [Problem("roughness.limit-twice", place("limit"), values={"parameter": name}) for name in names]


def _contradicting(
    requirements: Sequence[Requirement], source: RoughnessCharacteristic, place: Places
) -> list[Problem]:
    """Say where the limit cites another edition than the entry's standard (Rz of JIS B 0601:1994 and of 2013)."""
    stated = set(_YEAR.findall(normalize(source.standard or "")))
    cited = {year for requirement in requirements for year in _YEAR.findall(requirement.edition or "")}
    if not stated or not cited or stated & cited:
        return []
    values: dict[str, Value] = {"standard": shorten(source.standard or ""), "cited": ", ".join(sorted(cited))}
    return [Problem("roughness.standard-contradicts", place("standard"), values=values)]


def _facts(source: RoughnessCharacteristic, terms: Terms, traced: bool) -> dict[str, Say | str]:
    facts: dict[str, Say | str] = {"roughness.fact.conditions": terms.describe()}
    if source.standard is not None:
        facts["roughness.fact.standard"] = source.standard
    if traced:
        facts["roughness.fact.evaluation"] = terms.describe_evaluation()
    return facts


def _measure_values(item: Item, block: Block) -> Measurement:
    """Return the columns of reported values; several checks may look at one column."""
    reader = _value_reader(number_reader(item))
    columns: dict[str, Numbers] = {role.key: read_numbers(block, role, reader) for role in item.roles}
    problems = [problem for numbers in columns.values() for problem in numbers.problems]
    measured: list[Measured] = []
    for index, check in enumerate(item.checks):
        measured.append(columns[check.quantity].measured(index, check.limit.unit))
    for role in item.roles:
        problems += _zeros(role, columns[role.key], block)
    return Measurement(tuple(measured), tuple(problems))


def _value_reader(plain: Reader) -> Reader:
    """Return the reader of a reported value: an instrument's error code and a negative height are no values."""
    errors = tuple(fold(word) for word in table("roughness")["instrument_errors"])

    def read_value(cell: str) -> Decimal | Refusal:
        number = plain(cell)
        if isinstance(number, Refusal):
            code = "roughness.instrument-error" if fold(cell).startswith(errors) else number.code
            return Refusal(code, {"text": shorten(cell)}) if code != number.code else number
        return Refusal("roughness.negative", {"text": shorten(cell)}) if number < 0 else number

    return read_value


def _zeros(role: Role, numbers: Numbers, block: Block) -> list[Problem]:
    """Warn of readings that are exactly zero: no surface is, so the instrument's resolution hides the value."""
    column = block.columns.get(role.key)
    if column is None:
        return []
    values = {"parameter": role.key}
    return [
        Problem("roughness.zero", column.place(row), Severity.WARNING, values)
        for row, value in enumerate(numbers.values.tolist())
        if value == 0
    ]
