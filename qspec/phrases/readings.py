"""Limits within running text: around each number, the longest stretch of words that the notation reader understands.

A stretch is a run of words the reader knows (comparing words, parameters, units, signs); it is given to the reader
whole and then with one outer word less at a time, so that "shall be 0.5 mm or less over its whole length" is read as
far as it is a limit. The gate calls this; what a reading means for a clause is decided there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache

from qspec import units
from qspec.errors import Refusal
from qspec.notation import Requirement, read
from qspec.notation.words import spellings

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*|[A-Za-zµμΔΩφ°%‰℃*]+(?:[-/·.^²³][A-Za-zµμ%0-9²³]+)*|[ぁ-ん]+|[ァ-ヶー]+|[一-龥々〆]+|\S"
)
_PLAIN = re.compile(r"[1-9]\d{0,5}", re.ASCII)
_TRIES = 48
_REACH = 10
"""Words on either side of a number in which its limit can stand."""


@dataclass(frozen=True)
class Reading:
    """A limit found in text: where, and what it says; ``bare`` is a value with its unit and no side."""

    start: int
    end: int
    text: str
    requirement: Requirement
    bare: bool = False


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    text: str
    known: bool


@cache
def _vocabulary() -> frozenset[str]:
    """Return every word that can be part of a written limit, caseless."""
    words = {piece.casefold() for phrase in spellings() for piece in _TOKEN.findall(phrase)}
    words |= {piece.casefold() for name in units.table().spellings for piece in _TOKEN.findall(name)}
    return frozenset(words | {"±", "+", "-", "~", "〜", "/", "(", ")", "φ", "≤", "≥", "<", ">"})


_SYMBOL = re.compile(r"[A-Za-z]{1,3}\d{1,2}|[0-9]?[HBFhb]", re.ASCII)


def _tokens(text: str) -> list[_Token]:
    known = _vocabulary()
    tokens: list[_Token] = []
    for found in _TOKEN.finditer(text):
        word, start = found.group(), found.start()
        if _JAPANESE.match(word) and word not in known:
            tokens += _split(word, start, known)
            continue
        understood = word[0].isdigit() or _known(word, known) or bool(_SYMBOL.fullmatch(word))
        tokens.append(_Token(start, start + len(word), word, understood))
    return tokens


def _known(word: str, known: frozenset[str]) -> bool:
    """Say whether a word can be part of a limit, a unit in any of its spellings (N/mm² is N/mm2)."""
    return word.casefold() in known or units.spelled(word).casefold() in known


def _split(run: str, start: int, known: frozenset[str]) -> Iterator[_Token]:
    """Return a run of kana or kanji cut into the words that limits are written with, and the rest."""
    at = rest = 0
    while at < len(run):
        size = next((size for size in range(min(_LONGEST, len(run) - at), 0, -1) if run[at : at + size] in known), 0)
        if size:
            if rest < at:
                yield _Token(start + rest, start + at, run[rest:at], known=False)
            yield _Token(start + at, start + at + size, run[at : at + size], known=True)
            rest = at + size
        at += size or 1
    if rest < len(run):
        yield _Token(start + rest, start + len(run), run[rest:], known=False)


_JAPANESE = re.compile(r"[ぁ-んァ-ヶー一-龥々〆]")
_LONGEST = 8
"""Characters of the longest Japanese word of a limit that is looked for within a run."""


def readings(text: str) -> Iterator[Reading]:
    """Return what is read around each number of a sentence, in the order of the text; a number is used once."""
    tokens = _tokens(text)
    used = 0
    for index, token in enumerate(tokens):
        if token.start < used or not any(char.isdigit() for char in token.text):
            continue
        found = _around(text, tokens, index, used)
        if found is not None:
            used = found.end
            yield found


def _around(text: str, tokens: list[_Token], index: int, used: int) -> Reading | None:
    """Return the longest stretch around one number that can be read; a value without a side where nothing else can."""
    low, high = index, index
    while low > 0 and index - low < _REACH and tokens[low - 1].known and tokens[low - 1].start >= used:
        low -= 1
    while high + 1 < len(tokens) and high - index < _REACH and tokens[high + 1].known and tokens[high + 1].text != ":":
        high += 1
    if low == high and _PLAIN.fullmatch(tokens[index].text):
        return _plain(tokens[index])
    bare: Reading | None = None
    label: Reading | None = None
    for left, right in _shrinking(low, high, index):
        start, end = tokens[left].start, tokens[right].end
        stretch = text[start:end]
        found = _read(stretch)
        if isinstance(found, Refusal):
            if bare is None and found.code == "notation.no-tolerance":
                valued = _read(f"≤ {stretch}")
                if not isinstance(valued, Refusal):
                    bare = Reading(start, end, stretch, valued[0], bare=True)
            continue
        one = Reading(start, end, stretch, found[0])
        if found[0].reference:
            continue
        if found[0].unit is None and found[0].lower is None and found[0].upper is None and found[0].table is None:
            label = label or one
            continue
        return one
    return bare or label


@lru_cache(maxsize=4096)
def _read(stretch: str) -> tuple[Requirement, ...] | Refusal:
    """Return what the notation reader makes of a stretch: a document says "within 30 days" many times."""
    return read(stretch)


def _plain(token: _Token) -> Reading:
    """Return a number that no word of a limit stands beside, as the reader would: contracts are full of them."""
    number = token.text
    label = Requirement(number, nominal=Fraction(number), label_lower=number, label_upper=number)
    return Reading(token.start, token.end, number, label)


def _shrinking(low: int, high: int, index: int) -> Iterator[tuple[int, int]]:
    """Return stretches from the widest to the narrowest that holds the number, not more than a few dozen."""
    tries = 0
    for dropped in range(high - low + 1):
        for from_right in range(dropped + 1):
            left, right = low + dropped - from_right, high - from_right
            if left <= index <= right:
                yield left, right
                tries += 1
                if tries >= _TRIES:
                    return
