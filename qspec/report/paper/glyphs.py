"""Makes sure that every character on paper is one the reader can see; called by ``pdf.py`` before anything is set.

A character without a glyph would be an empty box on paper and nothing in the copied text; a control or direction mark
could make the paper say something else than the file. The first kind is replaced from a fixed list or shown by its
code, the second always shown by its code, and the paper says which.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources

_SPACES = frozenset("\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029")
"""White space that moves the typing position; within a cell each is a space."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that have no visible form of their own."""


@cache
def _data() -> tuple[Mapping[str, tuple[str, ...]], frozenset[str]]:
    import yaml

    text = (resources.files("qspec") / "data" / "fonts" / "substitutes.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    substitutes = {chr(int(code[2:], 16)): tuple(near) for code, near in data["substitutes"].items()}
    unseen: set[str] = set()
    for span in data["unseen"]:
        first, last = (int(code.removeprefix("U+"), 16) for code in span.split("-"))
        unseen |= {chr(code) for code in range(first, last + 1)}
    return substitutes, frozenset(unseen)


def code_of(character: str) -> str:
    """Return the visible code of a character, e.g. ``[U+202E]``."""
    return f"[U+{ord(character):04X}]"


def wanted(text: str) -> set[str]:
    """Return the characters a font is asked for so that a text, or what replaces it, can be drawn."""
    substitutes, _ = _data()
    found = set(composed(text))
    near = {character for one in found for text in substitutes.get(one, ()) for character in text}
    return found | near


def composed(text: str) -> str:
    """Return text with a letter and its combining marks as one character where there is one.

    Only such pairs are touched: the whole normal form would also turn compatibility ideographs in names into others.
    """
    if not any(map(unicodedata.combining, text)):
        return text
    result: list[str] = []
    for character in text:
        joined = (
            unicodedata.normalize("NFC", result[-1] + character) if result and unicodedata.combining(character) else ""
        )
        if len(joined) == 1:
            result[-1] = joined
        else:
            result.append(character)
    return "".join(result)


class _Table(dict[int, str]):
    """Translation of single characters, found when first needed."""

    def __init__(self, coverage: frozenset[str]) -> None:
        super().__init__()
        self.coverage = coverage
        self.changed: dict[str, str] = {}

    def __missing__(self, code: int) -> str:
        character = chr(code)
        drawn = self._drawn(character)
        if drawn != character and character not in _SPACES:
            self.changed[character] = drawn
        self[code] = drawn
        return drawn

    def _drawn(self, character: str) -> str:
        substitutes, unseen = _data()
        if character in _SPACES:
            return " "
        if character in unseen:
            return ""
        if unicodedata.category(character) in _HIDDEN:
            return code_of(character)
        if character in self.coverage:
            return character
        fitting = (near for near in substitutes.get(character, ()) if self.coverage.issuperset(near))
        return next(fitting, code_of(character))


class Guard:
    """Turns texts into texts that the fonts can draw, and remembers what it had to change."""

    def __init__(self, coverage: frozenset[str]) -> None:
        self._table = _Table(coverage)

    def fit(self, text: str) -> str:
        """Return the text with every character visible."""
        return composed(text).translate(self._table)

    def changed(self) -> list[str]:
        """Return what was changed so far, for the note on paper: ``U+2300 → φ``, ``[U+202E]``."""
        return [
            f"U+{ord(character):04X} → {drawn}" if drawn and drawn != code_of(character) else code_of(character)
            for character, drawn in sorted(self._table.changed.items())
        ]
