"""Is a clause measurable: a number with a unit, a grade or a standard, and a word of quality beside it.

The notation reader does the reading, on the stretch around a number that it understands. Money, dates, periods,
quantities ordered and numbers of documents do not count; a number that stands elsewhere (図面の公差内) does. Called by
the engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from qspec import units
from qspec.errors import Refusal
from qspec.notation import Requirement, read, resolve
from qspec.notation.words import symbols as parameter_words
from qspec.phrases.lexicon import data_file
from qspec.phrases.model import Measure
from qspec.phrases.readings import Reading, readings
from qspec.phrases.scoping import Clause
from qspec.phrases.telling import wants
from qspec.phrases.vocabulary import Pole, Weight
from qspec.text import normalize

_SENTENCE = re.compile(
    r"[。；;\n]+|(?<!\bmax)(?<!\bmin)(?<!approx)(?<!\bno)(?<!\bdia)(?<!\bca)[.!?](?=\s|$)", re.IGNORECASE
)


_COUNT = "count_missing_parts"
_ANY_FORMULA = "dE"
_PLAIN = "unitless"
"""The unit table's unit of plain numbers."""
_TEN_THOUSANDS = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)万")


@dataclass(frozen=True)
class Measured:
    """That a clause is measurable, what was read, and the characteristic a symbol or unit names by itself."""

    measure: Measure
    characteristic: str | None
    borne: bool = False
    """What is counted or endured names the characteristic, whatever subject stands beside it: cycles of a hinge."""


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = data_file("gate.yaml")
    return table


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _table()[name])


def measured(clause: Clause) -> Measured | None:
    """Return what makes a clause measurable, or None."""
    text = _TEN_THOUSANDS.sub(lambda found: str(int(Decimal(found[1]) * 10_000)), normalize(clause.written.text))
    if _names(text, "enduring"):
        unit = "回" if clause.written.japanese else " cycles"
        for pattern in _patterns("cycled"):
            text = pattern.sub(lambda one: one["number"].replace(" ", "") + unit, text)
    headed = any(head.entry.weight is not Weight.GENERAL for head in clause.heads)
    found = [one for sentence in _SENTENCE.split(text) for one in _in_sentence(sentence, clause, headed=headed)]
    if found:
        return min(found, key=_rank)
    if headed and _names(text, "by_reference", "grades", "rates"):
        return Measured(Measure(text), None)
    counted = any(head.entry.characteristic == _COUNT for head in clause.heads)
    if _names(text, "contents") and (counted or (_names(text, "small_parts") and not clause.has("business"))):
        return Measured(Measure(text), _COUNT)
    judged = _judged_by(text)
    if judged is not None and _names(text, "grades", "sides"):
        return Measured(Measure(text), judged)
    if headed and not clause.has("procedure") and _names(text, "standards"):
        return Measured(Measure(text), None)
    return None


def _judged_by(text: str) -> str | None:
    """Return the characteristic that a test standard named in the text judges."""
    found = (name for name, pattern in _table()["judged_by"].items() if re.search(pattern, text, re.IGNORECASE))
    return next(found, None)


def _rank(found: Measured) -> int:
    """Return how much a reading says: a limit with its side before a label before a bare value."""
    measure = found.measure
    if measure.limit is not None:
        return 0 if _compares(measure.text) else 1
    return 2 if measure.requirement is not None and (measure.label_lower or measure.label_upper) else 3


def _compares(text: str) -> bool:
    return _names(text, "sides")


def _names(text: str, *kinds: str) -> bool:
    return any(pattern.search(text) for kind in kinds for pattern in _patterns(kind))


def _in_sentence(sentence: str, clause: Clause, *, headed: bool) -> Iterator[Measured]:
    text = _counted(sentence) if headed else sentence
    if not any(char.isdigit() for char in text):
        return
    bare: Reading | None = None
    for found in readings(text):
        if found.requirement.relative and bare is not None:
            found = _about(found, bare)
        bare = found if found.bare else None
        before, after = text[max(0, found.start - 30) : found.start], text[found.end : found.end + 30]
        if _of_another_thing(before, found.text, after) or _contents(found, clause):
            continue
        judged = _judged(found, text, clause, headed=headed)
        if judged is not None:
            yield judged


def _contents(found: Reading, clause: Clause) -> bool:
    """Say whether a value only tells how much goes into the goods: "teapot, 0.6 l", where nothing asks for it."""
    unit = found.requirement.unit
    if not found.bare or unit is None or units.get(unit).dimension != "volume":
        return False
    return not wants(clause.written, "ja" if clause.written.japanese else "en")


def _about(deviation: Reading, size: Reading) -> Reading:
    """Return a deviation together with the size named before it: "height 800 mm, tolerance ±1 mm"."""
    one, nominal = deviation.requirement, size.requirement.upper
    if nominal is None or size.requirement.unit is None:
        return deviation
    limit = resolve(one, nominal.value, size.requirement.unit)
    if isinstance(limit, Refusal):
        return deviation
    made = replace(
        one, lower=limit.lower, upper=limit.upper, unit=limit.unit, nominal=nominal.value, relative=False, table=None
    )
    return replace(deviation, requirement=made)


def _counted(sentence: str) -> str:
    """Return a sentence with a number word after a comparison as digits: "not more than two scratches"."""
    words = "|".join(_table()["words"])
    before = "|".join(re.escape(word) for word in _table()["comparing"])
    pattern = re.compile(rf"\b({before})\s+({words})\b", re.IGNORECASE)
    return pattern.sub(lambda found: f"{found[1]} {_table()['words'][found[2].lower()]}", sentence)


def _of_another_thing(before: str, stretch: str, after: str) -> bool:
    """Say whether a number is money, a period, a quantity ordered or the number of a document."""
    digits = re.search(r"\d", stretch)
    lead = before + stretch[: digits.start()] if digits else before
    if any(pattern.search(lead) for kind in ("numbers_of_other_things", "money") for pattern in _patterns(kind)):
        return True
    last = re.search(r"\d[\d.,]*(?!.*\d)", stretch)
    trail = stretch[last.end() :] + after if last else after
    return any(pattern.match(trail) for pattern in _patterns("units_of_other_things"))


def _judged(found: Reading, text: str, clause: Clause, *, headed: bool) -> Measured | None:
    """Return a reading as a measure of quality, or None where unit and words do not make it one."""
    found = _with_symbol(found, text)
    one = found.requirement
    table = _table()
    named = table["parameters"].get(one.parameter or "") or table["units"].get(one.unit or "")
    names = {head.entry.characteristic for head in clause.heads}
    if not _fits(one.unit, names):
        return None
    bounded = one.lower is not None or one.upper is not None
    labelled = (one.label_lower or one.label_upper or one.label_worst) is not None
    if (
        one.unit is None
        and (found.bare or not _compares(found.text))
        and not _names(found.text, "grades", "deviations")
    ):
        return None
    generic = one.parameter in table["generic"]
    borne = _borne(found, text, clause)
    if borne is not None:
        characteristic: str | None = borne
    elif headed:
        yields = generic or one.parameter in table["yielding"] or one.unit == "degC"
        characteristic = None if yields and names - {named} and not (named in names and not generic) else named
    elif named is not None and not generic and one.unit != "degC":
        characteristic = named
    elif _is_force(one.unit) and _names(text, "withstanding"):
        characteristic = "strength"
    elif one.table is not None or (one.nominal is not None and bounded and _is_length(one.unit)):
        characteristic = named or "dimension"
    else:
        return None
    first = characteristic or _first(clause)
    if found.bare:
        one = _side_of_bare(found, text, clause, first) or one
        if one is found.requirement:
            stated = (headed or characteristic is not None) and not clause.has("procedure")
            return Measured(Measure(found.text), characteristic, borne is not None) if stated or borne else None
    if not (bounded or labelled or one.table is not None or one.lower is not None):
        return None
    return Measured(_measure(found.text, one, first), characteristic, borne is not None)


def _borne(found: Reading, text: str, clause: Clause) -> str | None:
    """Return what is limited by cycles or degrees that the goods must stand, where no head names another fault."""
    row = _table()["borne"].get(found.requirement.unit or "")
    if row is None or clause.has("procedure", "working"):
        return None
    strong = [head.entry for head in clause.heads if head.entry.weight is Weight.STRONG]
    about = {row["characteristic"], *row["subjects"]}
    if any(one.characteristic not in about or one.pole is Pole.BAD for one in strong):
        return None
    if re.search(row["not"], text, re.IGNORECASE):
        return None
    alone = not found.bare and len(text.strip(" .。")) - len(found.text) <= 1
    said = alone if row["alone"] else False
    return row["characteristic"] if said or re.search(row["where"], text, re.IGNORECASE) else None


def _with_symbol(found: Reading, text: str) -> Reading:
    """Return a limit without unit together with the symbol that stands apart from it: "ΔE*ab to master, 1.5 max"."""
    if found.requirement.unit is not None or found.requirement.parameter is not None:
        return found
    for symbol in _symbols():
        if symbol in text[: found.start]:
            again = read(f"{symbol} {found.text}")
            if not isinstance(again, Refusal):
                return replace(found, requirement=again[0])
            if again.code == "notation.which-formula" and re.search(rf"(?<![A-Za-z]){symbol}\b", text[: found.start]):
                return replace(found, requirement=replace(found.requirement, parameter=_ANY_FORMULA))
    return found


@cache
def _symbols() -> tuple[str, ...]:
    """Return the symbols of parameters that no word can be mistaken for, longest first."""
    rows = parameter_words().values()
    return tuple(sorted((symbol for row in rows for symbol in row if len(symbol) > 1), key=lambda one: -len(one)))


def _fits(unit: str | None, names: set[str | None]) -> bool:
    """Say whether a unit can measure quality here: hours only where rust, wear and the like are spoken of."""
    if unit is None or unit in _table()["units"]:
        return True
    dimension = units.get(unit).dimension
    allowed = _table()["only_with"].get(dimension)
    return allowed is None or bool(names & set(allowed))


def _side_of_bare(found: Reading, text: str, clause: Clause, first: str | None) -> Requirement | None:
    """Return a bare value as a lower limit where the words say that it must be withstood, or hold for that time."""
    one = found.requirement
    timed = one.unit is not None and units.get(one.unit).dimension in _table()["only_with"]
    if one.upper is None or not (timed or _names(text, "withstanding")):
        return None
    return replace(one, lower=one.upper, upper=None)


def _first(clause: Clause) -> str | None:
    strong = [head for head in clause.heads if head.entry.weight is Weight.STRONG]
    return next((head.entry.characteristic for head in (*strong, *clause.heads)), None)


def _measure(text: str, one: Requirement, characteristic: str | None) -> Measure:
    """Return the resolved measure: mm where a drawing leaves the unit out, and which end an ordinal label limits."""
    bounded = one.lower is not None or one.upper is not None
    unit = "mm" if one.unit is None and characteristic in _table()["in_millimeters"] else None
    if one.unit is None and unit is None and bounded and characteristic not in _table()["graded"]:
        unit = _table()["unit_left_out"].get(characteristic, _PLAIN)
    limit = resolve(one, one.nominal, unit) if one.label_worst is None else None
    lower, upper = one.label_lower, one.label_upper
    if one.label_worst is not None:
        falling = characteristic in _table()["best_is_low"] and not one.label_worst.upper().endswith("B")
        lower, upper = (None, one.label_worst) if falling else (one.label_worst, None)
    elif lower is not None and lower == upper:
        lower, upper = (None, upper) if characteristic in _table()["best_is_low"] else (lower, None)
    made = None if limit is None or isinstance(limit, Refusal) else limit
    return Measure(text, one, made, lower if made is None else None, upper if made is None else None)


def _is_force(unit: str | None) -> bool:
    return unit is not None and units.get(unit).dimension == "force"


def _is_length(unit: str | None) -> bool:
    return unit is None or units.get(unit).dimension == "length"
