"""Cuts a plan's words into parts that each say one thing: a standard, a level, an AQL, n, Ac, a risk.

``reading.py`` puts the parts together. At every place the longest part that fits is taken; what nothing fits is left to
be named in the refusal. The words are ``data/sampling/words.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from qspec.text import normalize, plain_signs

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
_ROMAN = str.maketrans({"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "ⅰ": "i", "ⅱ": "ii", "ⅲ": "iii"})
_BETWEEN = re.compile(r"[\s,、;；・/()\[\]。：:]+")
_REST = re.compile(r"[^\s,、;。]*")
_COMMA = re.compile(r"[^,、;。]*\d,\d[^,、;。]*")
_YEAR = (
    r"(?:\s?[:\-(]?\s?\(?((?:19|20)\d\d)(?![0-9])\)?(?:\(E\))?"
    r"(?:\s?\+\s?A(?:md\.?)?\s?1(?::\s?2011)?)?(?:\s?\(R\s?(?:19|20)\d\d\))?)?"
)
"""A year behind a standard's name, with the amendment of 2011 or the year of a reaffirmation."""
_SIGN = r"\s?(?:[=:は]|of\b)?\s?"
_WHOLE = r"(\d{1,7})(?![\d.]|,\d)"
_DECIMAL = r"(\d{0,7}\.\d{1,9}(?![\d.])|\d{1,7}(?![\d.]|,\d))"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing said: what it is about, its value, the unit or year that stood with it, and the words as written."""

    kind: str
    value: str
    extra: str
    written: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that nothing fits; ``comma`` where they look like a number with a decimal comma."""

    written: str
    comma: bool


Read = Callable[["re.Match[str]"], tuple[str, str, str] | None]
_Rule = tuple["re.Pattern[str]", Read]


def plain(text: str) -> str:
    """Return a plan's words in the form in which they are read: plain signs, dashes and Roman numerals."""
    return plain_signs(normalize(text).translate(_ROMAN)).translate(_DASHES)


def cut(text: str) -> list[Part] | Unread:
    """Return the parts of a plan in plain form, fillers left out, or the first words that nothing fits."""
    parts: list[Part] = []
    place = 0
    while True:
        between = _BETWEEN.match(text, place)
        place = between.end() if between else place
        if place == len(text):
            return parts
        part = _longest(text, place)
        if part is None:
            return _unread(text, place)
        if part.kind != "filler":
            parts.append(part)
        place += len(part.written)


def _unread(text: str, place: int) -> Unread:
    """Return the words at a place up to the next part that can be read, or to the next comma."""
    if comma := _COMMA.match(text, place):
        return Unread(comma.group().strip(), comma=True)
    end = place
    while (word := _REST.match(text, end)) and word.group():
        end = word.end()
        if not text.startswith(" ", end) or _longest(text, end + 1):
            break
        end += 1
    return Unread(text[place:end].strip(), comma=False)


def _longest(text: str, place: int) -> Part | None:
    best: Part | None = None
    for pattern, read in _rules():
        found = pattern.match(text, place)
        if found and (best is None or len(found.group()) > len(best.written)) and (said := read(found)):
            best = Part(*said, found.group())
    return best


def unavailable(text: str) -> tuple[str, dict[str, str]] | None:
    """Return what a plan in plain form names and qspec does not hold: as written, and its name per language."""
    best: tuple[str, dict[str, str]] | None = None
    for pattern, names in _unavailable():
        found = pattern.search(text)
        if found and (best is None or len(found.group()) > len(best[0])):
            best = found.group(), names
    return best


@cache
def _words() -> Mapping[str, Any]:
    import yaml

    file = resources.files("qspec") / "data" / "sampling" / "words.yaml"
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # text scalars only, and no objects
    with file.open("rb") as stream:
        loaded: Mapping[str, Any] = yaml.load(stream, Loader=loader)  # noqa: S506 - base loaders construct no objects
    return loaded


def _spelled(name: str) -> str:
    """Return the pattern of a name whose spaces, dashes and slashes may be missing or be another of them."""
    loose = {" ": r"\s?-?", "-": r"\s?-?\s?", "/": r"[\s/]{0,3}"}
    body = "".join(loose.get(char, re.escape(char)) for char in plain(name))
    # Two digits may not run into one another: part 1 is not "28591".
    body = re.sub(r"(?<=\d)\\s\?-\?\\s\?(?=\d)", r"\\s?-\\s?", body)
    return body + (r"(?![0-9A-Za-z])" if re.match(r"[0-9A-Za-z]", name[-1]) else "")


def _any(names: Iterable[str]) -> str:
    return "(?:" + "|".join(_spelled(name) for name in sorted(names, key=len, reverse=True)) + ")"


def _label(names: Iterable[str]) -> str:
    """Return the pattern of a label before a number; the number may follow at once (``n80``, ``AQL2.5``)."""
    return "(?:" + "|".join(re.escape(plain(name)) for name in sorted(names, key=len, reverse=True)) + ")"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.ASCII)


@cache
def _rules() -> tuple[_Rule, ...]:
    words = _words()
    return (*_systems(words), _levels(words["levels"]), *_numbers(words), *_plain_words(words["words"]))


def _systems(words: Mapping[str, Any]) -> Iterable[_Rule]:
    for system, standards in words["systems"].items():
        for standard in standards:
            years, name = standard["years"].split(), standard["name"]
            yield _compiled(_spelled(name) + _YEAR), _system(system, years)
    yield _compiled(_any(words["partless"])), _said("partless")


def _system(system: str, years: list[str]) -> Read:
    def read(found: re.Match[str]) -> tuple[str, str, str]:
        year = found.group(1)
        return ("system", system, "") if year is None or year in years else ("edition", year, ", ".join(years))

    return read


def _levels(words: Mapping[str, list[str]]) -> _Rule:
    general, special, either = (_label(words[name]) for name in ("general", "special", "open"))
    prefix = rf"(?:(?P<either>{either})\s?[:=は]?\s?)?(?:(?P<general>{general})|(?P<special>{special}))?\s?[:=は\-]?\s?"
    value = r"(?P<g>G[\s\-]?)?(?P<value>S-?[1-4]|I{1,3}|[1-4])(?![0-9A-Za-z.%]|,\d|\s%)"
    return _compiled(prefix + value), _level


def _level(found: re.Match[str]) -> tuple[str, str, str] | None:
    """Return the level said; a figure alone may mean II or S-2, and a level of the other sort contradicts its name.

    A level without a name before it stands by itself: no sign leads to it.
    """
    value = found["value"].upper()
    general, special = bool(found["general"] or found["g"]), bool(found["special"])
    digit = value[-1]
    bare = not found["either"] and not general and not special
    if bare and (value.isdigit() or found.group()[0] in ":=は- "):
        return None
    if value.isdigit():
        value = f"S-{digit}" if special and not general else "I" * int(digit)
        if not general and not special:
            return "level-figure", value, f"S-{digit}"
    if value.startswith("S"):
        return ("level-contradicts" if general else "level"), f"S-{digit}", ""
    return ("level-contradicts" if special or len(value) > 3 else "level"), value, ""


def _numbers(words: Mapping[str, Any]) -> Iterable[_Rule]:
    labels, units = words["numbers"], words["units"]
    pieces, percent, ppm = (_label(units[name]) for name in ("pieces", "percent", "ppm"))
    for kind in ("size", "acceptance", "rejection"):
        number = _label(labels[kind]) + _SIGN + _WHOLE + rf"(?:\s?{pieces})?(?![0-9A-Za-z%])"
        yield _compiled(number), _said(kind)
    # The % of "% nonconforming" belongs to those words.
    sign = r"((?:\s?(?:%|パーセント)(?!\s?nonconforming|\s?defective))?)"
    yield _compiled(_label(labels["aql"]) + _SIGN + _DECIMAL + sign + r"(?![A-Za-z%])"), _said("aql")
    for kind in ("lq", "alpha", "beta", "p0", "p1"):
        share = _label(labels[kind]) + _SIGN + r"≤?\s?" + _DECIMAL + rf"\s?({percent}|{ppm})?(?![A-Za-z%])"
        yield _compiled(share), _said(kind)


def _said(kind: str) -> Read:
    """Return how a match is told: its first group is the value, its second the unit, where it has them."""

    def read(found: re.Match[str]) -> tuple[str, str, str]:
        value, unit, *_ = (*found.groups(), "", "")
        return kind, value or "", (unit or "").strip()

    return read


def _plain_words(words: Mapping[str, list[str]]) -> Iterable[_Rule]:
    for kind, names in words.items():
        yield _compiled(_any(names)), _said(kind)


@cache
def _unavailable() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    return tuple(
        (_compiled(r"(?<![0-9A-Za-z])" + _any(entry["names"])), {"en": entry["en"], "ja": entry["ja"]})
        for entry in _words()["unavailable"]
    )
