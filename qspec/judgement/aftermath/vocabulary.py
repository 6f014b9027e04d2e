"""The words of ``data/aftermath/terms.yaml`` as patterns: amounts, periods, caps, and what may be passed over.

``terms.py`` walks along a text with :func:`tokens`; what no pattern knows makes the whole text unreadable, so nothing
that a contract says is dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from qspec.errors import Refusal
from qspec.text import normalize, read_number

_NUMBER = r"(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)"
_TEN_THOUSAND = 10_000
LONGEST = 300
"""Characters of a term that is read; longer ones are more than a rate and a cap."""


@dataclass(frozen=True)
class Token:
    """A piece of a text. ``letter`` is its part of speech for the grammar of ``terms.py``."""

    letter: str
    value: Any = None


@cache
def words() -> Mapping[str, Any]:
    """Return the whole file as text."""
    import yaml

    file = resources.files("qspec") / "data" / "aftermath" / "terms.yaml"
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # text scalars only, and no objects
    loaded: dict[str, Any] = yaml.load(file.read_text("utf-8"), Loader=loader)  # noqa: S506 - that loader
    return loaded


def plain(text: str) -> str:
    """Return a text in the form in which these patterns are tried."""
    return normalize(text).lower()


def tokens(text: str) -> list[Token] | None:
    """Return what a text is made of, without what changes nothing; None where a part of it is not known."""
    rest, found = plain(text), []
    if len(rest) > LONGEST:
        return None
    while rest := rest.lstrip():
        step = _next(rest)
        if step is None:
            return None
        token, length = step
        if token.letter:
            found.append(token)
        rest = rest[length:]
    return found


def _next(rest: str) -> tuple[Token, int] | None:
    for pattern, kind in _patterns():
        match = pattern.match(rest)
        if match is not None:
            token = _made(kind, match)
            if token is not None:
                return token, match.end()
    return None


def _made(kind: str, match: re.Match[str]) -> Token | None:
    if kind == "amount":
        return _amount(match)
    if kind == "period":
        return _period(match)
    letter, _, value = kind.partition(":")
    return Token(letter, value or None)


def _amount(match: re.Match[str]) -> Token | None:
    """Return a share in per cent (currency None) or a sum of money as ``(value, currency)``."""
    number = read_number(match["number"])
    if isinstance(number, Refusal):
        return None
    value = Fraction(number) * (_TEN_THOUSAND if match["myriad"] else 1)
    if match["percent"]:
        return Token("A", (value, None)) if not (match["before"] or match["myriad"]) else None
    sign, side = (match["before"], "before") if match["before"] else (match["after"], "after")
    names = [name for name, row in words()["currencies"].items() if sign in row[side]]
    return Token("A", (value, names[0])) if names else None


def _period(match: re.Match[str]) -> Token:
    """Return ``(count, unit, part)``; part is ``full``, ``begun`` or empty."""
    groups = match.groupdict()
    part = "full" if groups.get("full") else "begun" if groups.get("begun") else ""
    return Token("P", (int(groups.get("count") or 1), unit_of(groups["unit"]), part))


def unit_of(word: str) -> str:
    """Return the unit's name for a word in its plain form."""
    found = (name for name, row in words()["units"].items() if any(word in spellings for spellings in row.values()))
    return str(next(found))


def either(spellings: Iterable[str]) -> str:
    """Return a pattern for one of several spellings, longest first; a word of letters is matched whole."""
    return "(?:" + "|".join(_bounded(word) for word in sorted(map(plain, spellings), key=len, reverse=True)) + ")"


def _bounded(word: str) -> str:
    body = r"\s+".join(map(re.escape, word.split()))
    return f"{body}(?![a-z])" if word[-1:].isascii() and word[-1:].isalpha() else body


def units(language: str) -> str:
    """Return a pattern for the units of a language, ``en`` or ``ja``."""
    keys = ("ja",) if language == "ja" else ("singular", "plural")
    return either(word for row in words()["units"].values() for key in keys for word in row[key])


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = words()
    both = set(table["cap-before"]) & set(table["cap-after"])
    lists: list[tuple[str, Iterable[str]]] = [
        ("R:begun", table["begun-after"]),
        ("R:full", table["full-after"]),
        *((f"{_base_letter(word)}:{name}", [word]) for name, spellings in table["base"].items() for word in spellings),
        ("M", both),
        ("C", set(table["cap-before"]) - both),
        ("D", set(table["cap-after"]) - both),
        ("", table["late"]),
        ("", table["noise"]),
    ]
    # Longest first over all lists: "up to a maximum of" is not "up to", 遅延分の is not 遅延.
    single = sorted(((plain(word), kind) for kind, spellings in lists for word in spellings), key=lambda r: -len(r[0]))
    return (*_compound(), *((re.compile(_bounded(word)), kind) for word, kind in single))


def _base_letter(word: str) -> str:
    """Return b for a base that stands before its share (代金の10 %), B for one behind it (10 % of the price)."""
    return "B" if word.isascii() else "b"


def _compound() -> Iterable[tuple[re.Pattern[str], str]]:
    table = words()
    before = either(sign for row in table["currencies"].values() for sign in row["before"])
    after = either(sign for row in table["currencies"].values() for sign in row["after"])
    myriad = f"(?P<myriad>{either(table['ten-thousand'])})?"
    behind = rf"(?:(?P<percent>{either(table['percent'])})|(?P<after>{after}))"
    yield re.compile(rf"(?P<before>){_NUMBER}\s*{myriad}\s*{behind}"), "amount"
    yield re.compile(rf"(?P<before>{before})\s*{_NUMBER}\s*{myriad}(?P<percent>)(?P<after>)"), "amount"
    part = rf"(?:(?P<full>{either(table['full'])})|(?P<begun>{either(table['begun'])}))?"
    per, per_ja = either(table["per"]), either(table["per-ja"])
    count = r"(?:(?P<count>[1-9]\d?)\s*)?"
    yield re.compile(rf"{per}\s*{part}\s*{count}(?P<unit>{units('en')})"), "period"
    yield re.compile(rf"{per}\s*{count}(?P<unit>{units('ja')})"), "period"
    yield re.compile(rf"{part}\s*{count}(?P<unit>{units('ja')})\s*{per_ja}"), "period"
    # 3日 alone may be a time of grace; 1日 alone is what a rate is for.
    yield re.compile(rf"{part}\s*(?P<count>1)\s*(?P<unit>{units('ja')})"), "period"
