"""Slips of one letter in long words, and the entries nearest to a phrase that nothing was found in.

Only words of six letters or more (katakana: five), one edit away from a head's word and beginning like it, and only where no
head took the word: "scrathces", "roughnes", ピンホル. A word that is English in its own right is never repaired (shipping is not
chipping); those near a head are listed in ``data/lexicon/real_words.txt``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cache
from importlib import resources

from qspec.phrases.heads import Atom
from qspec.phrases.lexicon import Head
from qspec.phrases.matching import Index
from qspec.phrases.model import Match
from qspec.phrases.vocabulary import Pole, Weight
from qspec.phrases.written import Written

MIN_LETTERS = 6
_KATAKANA = re.compile(r"[ァ-ヺー]{5,}")


def repaired(written: Written, made: Index, matches: Sequence[Match]) -> list[Match]:
    """Return the heads of one word that a word of the phrase is one slip away from, where nothing else took that word."""
    taken = {span for match in matches for span in match.spans}
    found = [*_english(written, made), *_katakana(written, made)]
    return [one for one in found if not any(low < one.end and one.start < high for low, high in taken)]


def _english(written: Written, made: Index) -> Iterator[Match]:
    for word in written.words:
        if len(word.text) < MIN_LETTERS or not word.text.isascii() or word.text in _real_words():
            continue
        for one, heads in _repairable(made, word.stem[:2]):
            if one.words and _one_edit(word.stem, one.words[0]):
                for head in heads:
                    yield Match(head.entry, ((word.start, word.end),), one.size, word.text)


def _katakana(written: Written, made: Index) -> Iterator[Match]:
    for run in _KATAKANA.finditer(written.text):
        start, end = _folded(written, run.start(), run.end())
        text = written.folded[start:end]
        for one, heads in _repairable(made, text[:1]):
            if one.text and _one_edit(text, one.text):
                for head in heads:
                    yield Match(head.entry, ((start, end),), one.size, run.group())


def _folded(written: Written, start: int, end: int) -> tuple[int, int]:
    inside = [index for index, origin in enumerate(written.origin) if start <= origin < end]
    return inside[0], inside[-1] + 1


def _repairable(made: Index, beginning: str) -> list[tuple[Atom, list[Head]]]:
    """Return the long heads of one word that begin with some letters and say something by themselves."""
    if beginning not in made.repairable:
        made.prepare([beginning])
        found = made.repairable[beginning] = []
        for one, heads in made.starting.items():
            if not (one.text or one.words[0]).startswith(beginning):
                continue
            long = len(one.words) == 1 and len(one.words[0]) >= MIN_LETTERS - 1
            own = [head for head in heads if _stands_alone(head) and (long or _KATAKANA.fullmatch(head.entry.head))]
            if own:
                found.append((one, own))
    return made.repairable[beginning]


def _stands_alone(head: Head) -> bool:
    entry = head.entry
    return (
        len(head.parts) == 1
        and entry.characteristic is not None
        and entry.weight is Weight.STRONG
        and entry.pole is not Pole.LEVEL
    )


@cache
def _real_words() -> frozenset[str]:
    file = resources.files("qspec") / "data" / "lexicon" / "real_words.txt"
    return frozenset(line for line in file.read_text("ascii").splitlines() if line and not line.startswith("#"))


def _one_edit(first: str, second: str) -> bool:
    """Say whether two words are one insertion, deletion, substitution or swap of neighbors apart (and not equal)."""
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    short, long = sorted((first, second), key=len)
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return swapped or short[at + 1 :] == long[at + 1 :]


def nearest(written: Written, made: Index) -> tuple[str, ...]:
    """Return up to three heads that look like words of a phrase, for a person who was not understood."""
    lines = made.lexicon.lines
    plain = sorted({line.text for line in lines if line.group.characteristic and not re.search(r"[$&…=]", line.text)})
    words = [word.text for word in written.words if len(word.text) > 3]
    found: list[str] = []
    for word in words[:12] or [written.text]:
        found += get_close_matches(word, plain, n=1, cutoff=0.75)
    return tuple(dict.fromkeys(found))[:3]
