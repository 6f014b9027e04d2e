"""Breaks text into lines as Japanese and English typesetting want it; called by ``setting.py`` for everything drawn.

A line may end between two ideographs, but no closing mark starts a line and no opening one ends it; a number stays
with its sign and its unit; a word is cut only where it is longer than the whole line. The character classes are data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

Measure = Callable[[str], float]
"""Width of a text; additive, for nothing is kerned."""

_WIDE = (
    "\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff"
    "\ufe30-\ufe4f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff9f\uffe0-\uffe6\U00020000-\U0003fffd"
)
"""Characters around which a line may be broken: ideographs, kana, hangul, full-width marks (not letters and digits)."""
_SPACE = r"[^\S\u00a0\u202f]"
"""White space at which a line may be broken: not the no-break spaces."""
_BLANK = re.compile(rf"{_SPACE}+")
_NO_BREAK = frozenset("\u00a0\u202f\u2060")
_TOKEN = re.compile(rf"{_SPACE}+|[{_WIDE}]|(?:(?!{_SPACE})[^{_WIDE}])+")
_UNIT = re.compile(r"[A-Za-zµμΩ°℃℉%‰ÅΔ#]\S{0,5}")
"""What may be a unit after a number: a short word; keeping one word too many together does no harm."""
_SYMBOL = re.compile(r"(?<![A-Za-z])[A-Za-z]{1,4}\Z")
"""What may be a symbol before a sign of relation: Ac, Ppk, x."""
_TAIL = 16
"""Characters of an atom's end that are looked at; a bound, so that a page of closing brackets takes no longer."""
_SLACK = 1e-6


@dataclass(frozen=True)
class _Classes:
    not_at_start: frozenset[str]
    not_at_end: frozenset[str]
    counters: frozenset[str]
    signs: frozenset[str]
    relations: frozenset[str]
    cut_after: frozenset[str]


@cache
def _classes() -> _Classes:
    import yaml

    text = (resources.files("qspec") / "data" / "fonts" / "breaking.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return _Classes(*(frozenset(data[name]) for name in _Classes.__annotations__))


@dataclass
class _Atom:
    """Text that stays together, and whether a space stands before it."""

    text: str
    space: bool


def break_lines(text: str, width: float, measure: Measure) -> list[str]:
    """Return the lines of a text, none wider than ``width`` unless one character alone is.

    Nothing but white space at the breaks is lost; an empty text is one empty line.
    """
    if measure(text) <= width + _SLACK:
        return [text]
    lines: list[str] = []
    line, used = "", 0.0
    space = measure(" ")
    for atom in _atoms(text):
        gap = space if atom.space and line else 0.0
        long = measure(atom.text)
        if line and used + gap + long <= width + _SLACK:
            line, used = line + (" " if gap else "") + atom.text, used + gap + long
            continue
        if line:
            lines.append(line)
        *whole, line = [atom.text] if long <= width + _SLACK else _cut(atom.text, width, measure)
        lines += whole
        used = measure(line)
    return [*lines, line] if line or not lines else lines


def longest(text: str, measure: Measure) -> float:
    """Return the width of the widest part that should not be cut: a column narrower than that cuts numbers or words."""
    return max((measure(atom.text) for atom in _atoms(text)), default=0.0)


def _atoms(text: str) -> Iterator[_Atom]:
    """Yield what must not be parted, in order."""
    held: _Atom | None = None
    space = False
    for token in _TOKEN.findall(text):
        if _BLANK.fullmatch(token):
            space = True
            continue
        if held is None:
            held = _Atom(token, False)
        elif _together(held.text[-_TAIL:], token, space):
            held.text += (" " if space else "") + token
        else:
            yield held
            held = _Atom(token, space)
        space = False
    if held is not None:
        yield held


def _together(before: str, after: str, space: bool) -> bool:
    classes = _classes()
    if before[-1] in _NO_BREAK or after[0] in _NO_BREAK:
        return True
    if after[0] in classes.not_at_start or before[-1] in classes.not_at_end:
        return True
    if before[-1].isdigit() and (after[0] in classes.counters or (space and _UNIT.fullmatch(after) is not None)):
        return True
    if after[0] in classes.relations and _SYMBOL.search(before):
        return True
    last = before.rsplit(" ", 1)[-1]
    return all(mark in classes.signs for mark in last)


def _cut(atom: str, width: float, measure: Measure) -> list[str]:
    """Return the pieces of an atom wider than the line: parted at its spaces, then within words."""
    pieces: list[str] = []
    for word in atom.split(" "):
        if pieces and measure(f"{pieces[-1]} {word}") <= width + _SLACK:
            pieces[-1] = f"{pieces[-1]} {word}"
        else:
            pieces += _cut_word(word, width, measure)
    return pieces


def _cut_word(word: str, width: float, measure: Measure) -> list[str]:
    """Cut a word into pieces that fit, after a hyphen or stroke where one stands in the second half of the piece."""
    cut_after = _classes().cut_after
    pieces: list[str] = []
    start = good = 0
    used = 0.0
    for index, character in enumerate(word):
        wide = measure(character)
        if index > start and used + wide > width + _SLACK:
            end = good if good - start > (index - start) / 2 else index
            pieces.append(word[start:end])
            used = measure(word[end:index])
            start = good = end
        used += wide
        if character in cut_after:
            good = index + 1
    return [*pieces, word[start:]]
