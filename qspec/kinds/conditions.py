"""Conditions of measurement: what the spec declares held against what the inspection file states.

Every kind's ``measure`` passes its result through :func:`hold`. A condition that the file states otherwise makes the
readings invalid: they count as missing and are never judged. One that the file does not state is taken as declared, and
that is said, unless the spec asks for it to be stated (``stated: required``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qspec import notation, text, units
from qspec.errors import Place, Problem, Refusal, Say, Severity, Value
from qspec.kinds import amounts
from qspec.kinds.base import Block, Item, Measurement
from qspec.kinds.cells import nothing_measured, word
from qspec.kinds.requirements import Places
from qspec.limits import Side
from qspec.messages import LANGUAGES, say, template
from qspec.spec.model import Characteristic

STATED = "stated"
"""The key among the conditions that says whether inspection files must state them."""
REQUIRED = "required"
DECLARED = "declared"


def check_declared(source: Characteristic, place: Places) -> list[Problem]:
    """Return a problem where one condition is declared under two spellings, or ``stated`` says what it cannot say."""
    problems = []
    keys: dict[str, str] = {}
    for key in source.conditions:
        first = keys.setdefault(text.fold(key), key)
        if first != key:
            values: dict[str, Value] = {"one": text.shorten(first), "other": text.shorten(key)}
            problems.append(Problem("kinds.condition-twice", place("conditions"), values=values))
    stated = keys.get(STATED)
    if stated is not None and (stated != STATED or text.fold(source.conditions[stated]) not in (REQUIRED, DECLARED)):
        written = source.conditions[stated] if stated == STATED else f"{stated}: {source.conditions[stated]}"
        problems.append(Problem("kinds.stated-unknown", place("conditions"), values={"text": text.shorten(written)}))
    return problems


def hold(item: Item, block: Block, measurement: Measurement) -> Measurement:
    """Return the measurement, without values where the file's conditions contradict the spec or lack a required one."""
    declared = {key: value for key, value in item.source.conditions.items() if key != STATED}
    stated = {text.fold(key): value for key, value in block.conditions.items()}
    silent = [key for key in declared if text.fold(key) not in stated]
    problems = [
        _contradiction(key, wanted, stated[text.fold(key)], _place(item, block))
        for key, wanted in declared.items()
        if key not in silent and not agrees(wanted, stated[text.fold(key)])
    ]
    assumed = _assumed_units(item, block)
    if (silent or assumed) and text.fold(item.source.conditions.get(STATED, DECLARED)) == REQUIRED:
        missing = {lang: _missing(silent, assumed, lang) for lang in LANGUAGES}
        required: dict[str, Value] = {"conditions": missing}
        problems.append(Problem("kinds.conditions-not-stated", _place(item, block), Severity.UNDECIDED, required))
    if problems:
        emptied = tuple(nothing_measured(one.check, one.unit, block.pieces) for one in measurement.measured)
        return replace(measurement, measured=emptied, problems=(*measurement.problems, *problems))
    notes = (*measurement.notes, *_as_declared(declared, silent), *_unit_as_declared(item, assumed))
    return replace(measurement, notes=notes)


def _assumed_units(item: Item, block: Block) -> list[str]:
    """Return the symbols of units that the file states nowhere and the spec's own unit stands for."""
    silent = {
        units.get(role.unit).suffix
        for role in item.roles
        if role.unit is not None and role.key in block.columns and block.columns[role.key].unit is None
    }
    return sorted(silent - {""})


def _missing(conditions: Sequence[str], assumed: Sequence[str], lang: str) -> str:
    """Return what the file leaves out, as a list in a language."""
    unit = [say("terms.unit", lang)] if assumed else []
    named = [template(f"terms.condition.{key}", lang) or key for key in conditions]
    return say("terms.separator", lang).join([*named, *unit])


def _unit_as_declared(item: Item, assumed: Sequence[str]) -> tuple[Say, ...]:
    if not assumed:
        return ()
    return (Say("kinds.unit-as-declared", {"name": item.name, "unit": ", ".join(assumed)}),)


def agrees(declared: str, stated: str) -> bool:
    """Say whether two conditions are one: the same words, the same amount, or an amount within the declared range."""
    if word(declared) == word(stated):
        return True
    amount = amounts.read(stated)
    if isinstance(amount, Refusal) or amount.unit is None:
        return False
    wanted = amounts.read(declared)
    if not isinstance(wanted, Refusal):
        return wanted.unit is not None and amounts.in_unit(wanted, amount.unit) == amount.value
    return _within_range(declared, amount)


def _within_range(declared: str, amount: amounts.Amount) -> bool:
    found = notation.read(declared)
    if isinstance(found, Refusal) or len(found) != 1 or found[0].unit is None:
        return False
    limit = notation.resolve(found[0], None, found[0].unit)
    value = None if isinstance(limit, Refusal) else amounts.in_unit(amount, limit.unit)
    return value is not None and not isinstance(limit, Refusal) and limit.side(value) is Side.WITHIN


def _contradiction(key: str, wanted: str, found: str, place: Place) -> Problem:
    values: dict[str, Value] = {
        "condition": {lang: _named(key, lang) for lang in LANGUAGES},
        "wanted": text.shorten(wanted),
        "found": text.shorten(found),
    }
    return Problem("kinds.condition-contradicts", place, Severity.UNDECIDED, values)


def _as_declared(declared: Mapping[str, str], silent: list[str]) -> tuple[Say, ...]:
    if not silent:
        return ()
    return (Say("kinds.conditions-as-declared", {"conditions": listed({key: declared[key] for key in silent})}),)


def listed(conditions: Mapping[str, str]) -> dict[str, str]:
    """Return conditions as one text per language, each under its name in that language where the catalogue has one."""
    return {
        lang: say("terms.separator", lang).join(f"{_named(key, lang)} {value}" for key, value in conditions.items())
        for lang in LANGUAGES
    }


def _named(key: str, lang: str) -> str:
    return template(f"terms.condition.{key}", lang) or f"{key}:"


def _place(item: Item, block: Block) -> Place:
    columns = [block.columns[role.key] for role in item.roles if role.key in block.columns]
    return columns[0].place(0) if columns and block.pieces else Place()
