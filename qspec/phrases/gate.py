"""Is a clause measurable: a number with a unit, a grade or a standard, and a word of quality beside it.

The notation reader does the reading, on the stretch around a number that it understands. Money, dates, periods, quantities
ordered and numbers of documents do not count; a number that stands elsewhere (図面の公差内) does. Called by the engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from qspec.errors import Refusal
from qspec.phrases.lexicon import data_file
from qspec.phrases.model import Measure
from qspec.phrases.scoping import Clause
from qspec.phrases.vocabulary import Weight
from qspec.text import normalize

_NUMBER = re.compile(
    r"(?<![\w.])[±+\-−]?\d+(?:[.,]\d+)*|(?<=[^\x00-\x7f])\d+(?:[.,]\d+)*|[a-zφΔ]+\d+(?:\.\d+)?", re.IGNORECASE
)
_SENTENCE = re.compile(r"[。；;\n]+|(?<!max)(?<!min)(?<!approx)(?<!no)(?<!dia)[.!?](?=\s|$)", re.IGNORECASE)
_PIECE = re.compile(r"[\s、,，()（）「」]+")
_REACH = 90
"""Characters on either side of a number in which its limit can stand."""
_TRIES = 14


@dataclass(frozen=True)
class Measured:
    """That a clause is measurable, what was read, and the characteristic a symbol or unit names by itself."""

    measure: Measure
    characteristic: str | None


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = data_file("gate.yaml")
    return table


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _table()[name])


def measured(clause: Clause) -> Measured | None:
    """Return what makes a clause measurable, or None."""
    text = normalize(clause.written.text)
    headed = any(head.entry.weight is not Weight.GENERAL for head in clause.heads)
    for sentence in _SENTENCE.split(text):
        found = _in_sentence(sentence, clause, headed=headed)
        if found is not None:
            return found
    if headed and not clause.has("procedure") and _names(text, "by_reference", "grades", "standards"):
        return Measured(Measure(text), None)
    return None


def _names(text: str, *kinds: str) -> bool:
    return any(pattern.search(text) for kind in kinds for pattern in _patterns(kind))


def _in_sentence(sentence: str, clause: Clause, *, headed: bool) -> Measured | None:
    if not any(char.isdigit() for char in sentence) and not (headed and _counted(sentence) != sentence):
        return None
    best: Measured | None = None
    text = _counted(sentence)
    for number in _NUMBER.finditer(text):
        if _of_another_thing(text, number):
            continue
        found = _read_around(text, number.start(), number.end())
        if found is None:
            continue
        judged = _judged(found, clause, headed=headed)
        if judged is not None and (best is None or best.measure.limit is None):
            best = judged
    return best


def _counted(sentence: str) -> str:
    """Return a sentence with a number word after a comparison as digits: "not more than two scratches"."""
    words = "|".join(_table()["words"])
    before = "|".join(re.escape(word) for word in _table()["comparing"])
    pattern = re.compile(rf"\b({before})\s+({words})\b", re.IGNORECASE)
    return pattern.sub(lambda found: f"{found[1]} {_table()['words'][found[2].lower()]}", sentence)


def _of_another_thing(text: str, number: re.Match[str]) -> bool:
    before, after = text[max(0, number.start() - 30) : number.start()], text[number.end() : number.end() + 30]
    if any(pattern.search(before) for kind in ("numbers_of_other_things", "money") for pattern in _patterns(kind)):
        return True
    return any(pattern.match(after) for pattern in _patterns("units_of_other_things"))


def _read_around(text: str, start: int, end: int) -> Measure | None:
    """Return the limit in the longest stretch around a number that the notation reader understands."""
    for low, high in _stretches(text, start, end):
        measure = _narrowed(text, low, high, start, end)
        if measure is not None:
            return measure
    return None


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Return the stretches to be tried: the piece between commas and brackets, and that with its neighbors."""
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    cuts = [low, *(found.end() for found in re.finditer(r"[,、，(（:：]\s*", text[:start]) if found.end() > low)]
    ends = [found.start() + end for found in re.finditer(r"[,、，)）]", text[end:high])] + [high]
    yield cuts[-1], ends[0]
    if len(cuts) > 1 or len(ends) > 1:
        yield cuts[-1], ends[min(1, len(ends) - 1)]
        yield cuts[-2] if len(cuts) > 1 else cuts[-1], ends[0]


def _narrowed(text: str, low: int, high: int, start: int, end: int) -> Measure | None:
    """Return what is read in a stretch, cutting away at each try what the reader says it does not know."""
    from qspec.notation import read, resolve

    for _ in range(_TRIES):
        stretch = text[low:high].strip()
        if not stretch or len(stretch) > 200:
            return None
        found = read(stretch)
        if not isinstance(found, Refusal):
            one = found[0]
            if one.reference:
                return None
            limit = resolve(one, one.nominal, None)
            return Measure(stretch, one, None if isinstance(limit, Refusal) else limit)
        rest = str(found.values.get("rest", "")) if found.code == "notation.not-read" else ""
        cut = _cut(text, low, high, start, end, rest)
        if cut is None:
            return None
        low, high = cut
    return None


def _cut(text: str, low: int, high: int, start: int, end: int, rest: str) -> tuple[int, int] | None:
    """Return a smaller stretch that still holds the number: without the words not known, else without an outer word."""
    if rest:
        at = text.rfind(rest, low, start)
        if at >= 0:
            return at + len(rest), high
        at = text.find(rest, end, high)
        if at >= 0:
            return low, at
    left = _PIECE.search(text, low + 1, start)
    if left is not None:
        return left.end(), high
    marks = list(_PIECE.finditer(text, end, high))
    if marks and marks[-1].start() > end:
        return low, marks[-1].start()
    left_ja = re.search(r"[はがをの]", text[low:start])
    return (low + left_ja.end(), high) if left_ja else None


def _judged(measure: Measure, clause: Clause, *, headed: bool) -> Measured | None:
    """Return a reading as a measure of quality, or None where unit and words do not make it one."""
    one = measure.requirement
    if one is None:
        return None
    table = _table()
    named = table["parameters"].get(one.parameter or "") or table["units"].get(one.unit or "")
    names = {head.entry.characteristic for head in clause.heads}
    if one.unit is not None and one.unit not in table["units"]:
        from qspec import units

        for dimension, heads in table["only_with"].items():
            if units.get(one.unit).dimension == dimension and not names & set(heads):
                return None
    bounded = one.lower is not None or one.upper is not None
    labelled = one.label_lower is not None or one.label_upper is not None or one.label_worst is not None
    if one.unit is None and not bounded and not (labelled and _names(measure.text, "grades")):
        return None
    generic = one.parameter in table["generic"]
    if headed:
        return Measured(measure, None if generic and names - {named} else named)
    if named is not None and not generic and (bounded or labelled or one.table is not None):
        return Measured(measure, named)
    toleranced = one.nominal is not None and (bounded or one.table is not None)
    sized = one.table is not None or (toleranced and one.unit is not None)
    if named is not None and (bounded or sized):
        return Measured(measure, named)
    return Measured(measure, "dimension") if sized and _is_length(one.unit) else None


def _is_length(unit: str | None) -> bool:
    from qspec import units

    return unit is not None and units.get(unit).dimension == "length"
