"""How many terminal columns a text takes, and how it is cut into lines of so many columns.

Japanese characters take two columns. Characters that Unicode calls ambiguous (Δ, ±, ≤, ①, …) count as one, as UTF-8
terminals draw them in every locale. Called by the text drawing alone, and by everything that quotes user text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from qspec.report.outline import Align

_NOT_AT_START = frozenset(
    "、。，．,.・：；:;？！?!)）]］}｝〕〉》」』】’”ヽヾゝゞ々ーァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎ°℃％%‰〜"
)
"""Characters that no line begins with (禁則, the common set)."""
_NOT_AT_END = frozenset("(（[［{｛〔〈《「『【‘“")
_WORD_CAP = 24
"""Columns from which on a word may be broken; no number as written is longer, so none is read in two halves."""
_TERM = 8
"""Columns up to which a Japanese term stays whole in a table (判定保留), although a line may end anywhere in it."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def visible(text: str) -> str:
    """Return text that can do nothing to a terminal, a log or a page: line ends and tabs as spaces, others as escapes.

    Control, bidirectional, unassigned and private characters and lone surrogates are shown by their number.
    """
    if text.isascii() and text.isprintable():
        return text
    text = re.sub(r"\r\n|[\n\r\t]", " ", text)
    return "".join(_escape(char) if unicodedata.category(char) in _HIDDEN else char for char in text)


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


@lru_cache(maxsize=4096)
def _char(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me"} or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def columns(text: str) -> int:
    """Return the number of terminal columns of a visible text."""
    return len(text) if text.isascii() else sum(_char(char) for char in text)


def pad(text: str, width: int, align: Align = Align.LEFT) -> str:
    """Return the text filled with spaces to ``width`` columns; a longer one stays as it is."""
    room = max(0, width - columns(text))
    if align is Align.RIGHT:
        return " " * room + text
    if align is Align.CENTER:
        return " " * (room // 2) + text + " " * (room - room // 2)
    return text + " " * room


def _sticks(before: str, char: str) -> bool:
    """Say whether no line may end between two characters, neither a space."""
    if char in _NOT_AT_START or before in _NOT_AT_END or _char(char) == 0:
        return True
    return _char(char) == 1 and _char(before) != 2


def _atoms(text: str) -> list[str]:
    """Return the pieces a line may be broken between; spaces are pieces of their own."""
    cuts = [0]
    for index in range(1, len(text)):
        before, char = text[index - 1], text[index]
        if " " in (before, char) or not _sticks(before, char):
            cuts.append(index)
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True) if start < end]


def widest_word(text: str) -> int:
    """Return the columns of the longest piece that should not be broken: a number, a word, a short Japanese term."""
    whole = [columns(atom) for atom in _atoms(text)]
    terms = [min(_TERM, columns(word)) for word in text.split(" ")]
    return min(_WORD_CAP, max(whole + terms))


def wrap(text: str, width: int) -> list[str]:
    """Return the text in lines of at most ``width`` columns (at least 2), at least one line."""
    width = max(2, width)
    lines, line, used = [], "", 0
    for atom in _atoms(text):
        size = columns(atom)
        if used + size > width and line:
            lines.append(line.rstrip(" "))
            line, used = "", 0
        if atom == " " and not line and lines:
            continue
        if size > width:
            *full, atom = _broken(atom, width)
            lines += full
            size = columns(atom)
        line, used = line + atom, used + size
    return [*lines, line.rstrip(" ")] if line.strip() or not lines else lines


def _broken(word: str, width: int) -> list[str]:
    """Return a word that fits on no line in parts of at most ``width`` columns."""
    parts, start, used = [], 0, 0
    for index, char in enumerate(word):
        size = _char(char)
        if used + size > width:
            parts.append(word[start:index])
            start, used = index, 0
        used += size
    return [*parts, word[start:]]
