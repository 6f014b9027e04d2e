"""A reply in one plain spelling, every character of which knows where it stood in the reply as written.

Matching needs one form of width, case, contraction and okurigana; answers must quote the words as heard. English
contractions are spelled out (``can't`` → ``can not``), Japanese spellings of the same word are unified. What a mail
quotes of somebody else is blanked, for it is not the speaker's reply.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ一-鿿々ｦ-ﾟ]")
_INVISIBLE = frozenset(
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_SAME = {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-"}
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_OLDER_MAIL = re.compile(
    r"^(?:-{2,} ?original message ?-{2,}|on .{5,80} wrote:|.{0,60}(?:のメール|wrote):|-{3,}.*元のメッセージ.*)\s*$.*",
    re.MULTILINE | re.DOTALL,
)
_QUOTATION = re.compile(r'"[^"\n]{2,}"|「[^」\n]{2,}」|『[^』\n]{2,}』|(?<!\w)\'[^\'\n]{2,}\'(?!\w)')


@dataclass(frozen=True)
class Plain:
    """Plain text; ``places[i]`` is where its character ``i`` stood in the reply, with one more entry for the end."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the reply of a piece of the plain text."""
        return self.places[start], self.places[end - 1] + 1


def is_japanese(text: str) -> bool:
    """Say whether a text is in Japanese: one kana or kanji is enough, for Japanese mails hold many Latin words."""
    return _JAPANESE.search(text) is not None


def plain(text: str, spellings: Iterable[tuple[re.Pattern[str], str]], *, japanese: bool) -> Plain:
    """Return a reply in plain spelling; ``spellings`` are the language's replacements, in order."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(_visible(text)):
        for one in _one(character):
            characters.append(one)
            places.append(place)
    current = Plain("".join(characters), (*places, len(text)))
    if japanese:
        current = _replace(current, re.compile(r"(?<=[^\x00-\x7f])[ \t]+|[ \t]+(?=[^\x00-\x7f])"), lambda _: "")
    current = _blank(current)
    for pattern, replacement in spellings:
        current = _replace(current, pattern, lambda found, new=replacement: found.expand(new))  # type: ignore[misc]
    return current


def _visible(text: str) -> str:
    """Return the text with every half-width kana joined to its voicing mark, without changing its length."""
    return re.sub(r"[ｦ-ﾝ][ﾞﾟ]", lambda found: unicodedata.normalize("NFKC", found.group()).ljust(2, "\u200b"), text)


def _one(character: str) -> str:
    if character in _INVISIBLE:
        return ""
    if character in _SAME:
        return _SAME[character]
    if character in "…‥":
        return "…"
    return unicodedata.normalize("NFKC", character).lower()


def _replace(current: Plain, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Plain:
    """Return the text with each match replaced; the new characters stand where the match stood."""
    parts: list[str] = []
    places: list[int] = []
    last = 0
    for found in pattern.finditer(current.text):
        start, end = found.span()
        text = new(found)
        parts += [current.text[last:start], text]
        places += current.places[last:start]
        places += [current.places[min(start + index, end - 1)] for index in range(len(text) - 1)]
        places += [current.places[end - 1]] if text else []
        last = end
    parts.append(current.text[last:])
    places += current.places[last:]
    return Plain("".join(parts), tuple(places))


def _blank(current: Plain) -> Plain:
    """Return the text without what it quotes; a reply that is one quotation from end to end is the reply itself."""
    text = current.text
    for pattern in (_QUOTED_LINE, _OLDER_MAIL):
        text = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)
    rest = _QUOTATION.sub(lambda found: "□" * len(found.group()), text)
    if re.search(r"\w", rest.replace("□", "")):
        text = rest
    return Plain(text, current.places)
