"""Text of a limit → tokens: numbers, units, signs, words, standards' names. What is none of these is kept as such.

Called by the reader alone. The scan goes once from left to right, takes the longest spelling at each place, and looks
at each place at a bounded number of candidates, so that no text takes long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from qspec import units
from qspec.errors import Refusal
from qspec.notation.words import Parameter, Phrase, index
from qspec.text import read_number

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*|\.\d+", re.ASCII)
_FACTORS = re.compile(
    r"(?:(?:kL:kC:kH|l:c)\s?=?\s?)?(\d+(?:\.\d+)?)\s?:\s?(\d+(?:\.\d+)?)(?:\s?:\s?(\d+(?:\.\d+)?))?", re.ASCII
)
_STANDARD = re.compile(
    r"(?P<body>ISO/CIE|ISO|JIS|ASTM|DIN|EN|IEC|CIE)(?![A-Za-z])[ -]?(?P<number>[A-Z]? ?\d{2,5}(?:-\d{1,2}(?![\d.]))*)"
    r"(?:[:：](?P<year>\d{4}))?(?:[ -]?(?P<class>[fmcv][HKL]?|[HKL]|精級|中級|粗級|極粗級)(?![A-Za-z\d]))?",
    re.ASCII,
)
_FIT = re.compile(
    r"(?:[A-HJ-NPR-VX-Z]|JS|CD|EF|FG|Z[ABC]|[a-hj-npr-vx-z]|js|cd|ef|fg|z[abc])\d{1,2}(?![\w.])", re.ASCII
)
_PENCIL = re.compile(r"(?:\d[HB]|HB|[HFB])(?![A-Za-z\d.])", re.ASCII)
_SUFFIX = re.compile(r"[aSZ](?![A-Za-z\d*])", re.ASCII)
_TRIANGLES = re.compile(r"[▽▼∇]{1,4}")
_SINGLE = {
    "+": "+",
    "-": "-",
    "/": "/",
    ",": ",",
    "、": ",",
    ";": ",",
    "(": "(",
    ")": ")",
    "=": "=",
}
_LONGEST_UNIT = 16


@dataclass(frozen=True)
class Token:
    """One piece of the text. ``kind`` is a letter (see the scanner), ``meaning`` belongs to the kind."""

    kind: str
    text: str
    start: int
    end: int
    meaning: Any = None
    spaced: bool = False
    """True where a space stands in front of it."""


def scan(text: str, *, decimal_comma: bool = False) -> list[Token] | Refusal:
    """Return the tokens of a normalised text, or the refusal of a number that can be read in two ways.

    Kinds: N number, U unit, S old roughness suffix, F fit class, L pencil label, V standard, D finish mark, f weighting
    factors, M parameter with its rule, ! anything else, and those of the phrases and single signs.
    """
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        spaced = at > 0 and text[at - 1] == " "
        found = _next(text, at, tokens, decimal_comma)
        if isinstance(found, Refusal):
            return found
        kind, length, meaning = found
        tokens.append(Token(kind, text[at : at + length], at, at + length, meaning, spaced))
        at += length
    return tokens


Found = tuple[str, int, Any]


def _next(text: str, at: int, before: list[Token], decimal_comma: bool) -> Found | Refusal:
    """Return kind, length and meaning of the token that begins at a place."""
    for special in (_standard, _factors, _pencil, _fit, _suffix, _triangles):
        found = special(text, at, before)
        if found is not None:
            return found
    number = _NUMBER.match(text, at)
    phrase, unit = _phrase(text, at), _unit(text, at, before)
    if number and not (phrase and len(phrase.spelling) > len(number.group())):
        value = read_number(number.group(), decimal_comma=decimal_comma)
        return value if isinstance(value, Refusal) else ("N", len(number.group()), Fraction(value))
    if unit is not None and (phrase is None or unit[1] > len(phrase.spelling) or _is_unit(phrase, unit, before)):
        return unit
    if phrase is not None:
        return phrase.kind, len(phrase.spelling), phrase.meaning
    return _SINGLE.get(text[at], "!"), 1, None


def _is_unit(phrase: Phrase, unit: Found, before: list[Token]) -> bool:
    """Say whether a spelling of a parameter and a unit is the unit: behind a number (5 dL is no ΔL*)."""
    return phrase.kind == "Q" and unit[1] == len(phrase.spelling) and bool(before) and before[-1].kind == "N"


def _standard(text: str, at: int, before: list[Token]) -> Found | None:
    found = _STANDARD.match(text, at)
    return ("V", len(found.group()), found.groupdict()) if found and not _letter(text, at - 1) else None


def _factors(text: str, at: int, before: list[Token]) -> Found | None:
    found = _FACTORS.match(text, at)
    return ("f", len(found.group()), tuple(part for part in found.groups() if part)) if found else None


def _pencil(text: str, at: int, before: list[Token]) -> Found | None:
    """Find a pencil's label (2H, HB, F) or a grade of ASTM D3359 (5B); ``HB 200`` is Brinell hardness."""
    found = _PENCIL.match(text, at)
    if found is None or _letter(text, at - 1) or (at > 0 and text[at - 1] in ".,") or _digit(text, at - 1):
        return None
    followed = text[found.end() :].lstrip()[:1]
    return None if followed.isdigit() or followed == "*" else ("L", len(found.group()), found.group())


def _fit(text: str, at: int, before: list[Token]) -> Found | None:
    """Find a tolerance class (H7, js6) behind a size, or as the whole text; m2 and m3 are areas and volumes."""
    found = _FIT.match(text, at)
    if found is None or _letter(text, at - 1) or not isinstance(units.find(found.group()), Refusal):
        return None
    behind = bool(before) and before[-1].kind in "NU/F("
    ambiguous = found.group()[0] in "RCMTt"  # R5 is a radius, C1 a chamfer, M6 a thread, t2 a thickness
    if behind or (not ambiguous and all(token.kind == "Q" for token in before)):
        return "F", len(found.group()), found.group()
    return None


def _suffix(text: str, at: int, before: list[Token]) -> Found | None:
    follows = bool(before) and before[-1].kind == "N" and before[-1].end == at
    return ("S", 1, text[at]) if follows and _SUFFIX.match(text, at) else None


def _triangles(text: str, at: int, before: list[Token]) -> Found | None:
    found = _TRIANGLES.match(text, at)
    return ("D", len(found.group()), len(found.group())) if found else None


def _phrase(text: str, at: int) -> Phrase | None:
    """Return the longest phrase at a place; one that ends or begins with a letter must not cut a word."""
    for phrase in index().get(text[at].casefold(), ()):
        end = at + len(phrase.spelling)
        written = text[at:end]
        same = written.casefold() == phrase.spelling.casefold() if phrase.caseless else written == phrase.spelling
        if same and not _cuts(text, at, end) and _counts(phrase, text, at, end):
            return phrase
    return None


def _counts(phrase: Phrase, text: str, at: int, end: int) -> bool:
    """Say whether a symbol stands where it means something: R, C and t directly before a number alone."""
    meaning = phrase.meaning
    if isinstance(meaning, Parameter) and not phrase.caseless:
        if text[end : end + 1] == "*":
            return False
        if meaning.size:
            return text[end:].lstrip(" =(±+-.≤≥<>")[:1].isdigit() and not text[:at].rstrip()[-1:].isdigit()
    return True


def _unit(text: str, at: int, before: list[Token]) -> Found | None:
    """Return the longest unit of the table at a place; a scale (HRC, pH) may have its number right behind it."""
    if text[at].isdigit() or _cuts(text, at, at):
        return None
    spellings = units.table().spellings
    for length in range(min(_LONGEST_UNIT, len(text) - at), 0, -1):
        written = text[at : at + length]
        if written[-1] == " " or (known := spellings.get(units.spelled(written))) is None:
            continue
        end = at + length
        scale = units.get(known).pint is None
        if not _cuts(text, at, end) and (scale or not _digit(text, end)):
            return "U", length, known
    return None


def _cuts(text: str, at: int, end: int) -> bool:
    """Say whether a word would be cut: a Latin letter on both sides of its begin or its end."""
    return (_letter(text, at) and _letter(text, at - 1)) or (end > at and _letter(text, end - 1) and _letter(text, end))


def _letter(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isascii() and text[at].isalpha()


def _digit(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isascii() and text[at].isdigit()
