"""Slips of one letter in the long words of a phrase, and the entries nearest to one that nothing was found in.

A word of six letters or more that no head knows, one edit away from exactly one word of the heads and beginning like
it, is read as that word: "scrathces", "dimensons", "forein matter"; katakana of five letters or more likewise
(ピリンング). A word that is English in its own right is never repaired (shipping is not chipping): those near a head
are listed in ``data/lexicon/real_words.txt``. Called by the engine before the search.
"""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib import resources

from qspec.phrases.english import stem
from qspec.phrases.index import Index
from qspec.phrases.lexicon import Lexicon
from qspec.phrases.written import Written, fold_kana

MIN_LETTERS = 6
_KATAKANA = re.compile(r"[ァ-ヺー]{5,}")
_HEAD_KATAKANA = re.compile(r"[ァ-ヺー]{4,}")


def respelled(written: Written, made: Index) -> Written:
    """Return a phrase with the slips in it repaired; the typed text stays what it is."""
    words, spans = [], []
    for word in written.words:
        meant = _meant(word.text, made.lexicon) if len(word.text) >= MIN_LETTERS and word.text.isascii() else None
        words.append(word if meant is None else replace(word, text=meant, stem=stem(meant)))
        if meant is not None:
            spans.append((word.start, word.end))
    folded = written.folded
    for run in _KATAKANA.finditer(written.text) if written.japanese else ():
        inside = [index for index, origin in enumerate(written.origin) if run.start() <= origin < run.end()]
        meant = _meant(folded[inside[0] : inside[-1] + 1], made.lexicon)
        if meant is not None and len(meant) == len(inside):
            folded = folded[: inside[0]] + meant + folded[inside[-1] + 1 :]
            spans.append((inside[0], inside[-1] + 1))
        elif meant is not None:
            # The meant word is put over the beginning of the run; what is left of a longer run is blanked.
            shown = meant[: len(inside)].ljust(len(inside))
            folded = folded[: inside[0]] + shown + folded[inside[-1] + 1 :]
            spans.append((inside[0], inside[-1] + 1))
    return replace(written, words=tuple(words), folded=folded, repaired=tuple(spans)) if spans else written


@lru_cache(maxsize=16_384)
def _meant(word: str, lexicon: Lexicon) -> str | None:
    """Return the one word of the heads that a word is a slip of, also in its plural or with -ing or -ed, or None."""
    if word in _real_words() or word in _known_words(lexicon, word[:1]):
        return None
    for ending in ("", "s", "es", "ing", "ed") if word.isascii() else ("",):
        base = word.removesuffix(ending)
        if (ending and base == word) or len(base) < MIN_LETTERS - 1:
            continue
        nearby = _known_words(lexicon, base[:1])
        found = {base} if ending and base in nearby else {one for one in nearby if _one_edit(base, one)}
        # A letter left out or doubled is the commoner slip: stiching is stitching before it is sticking.
        found = {one for one in found if len(one) != len(base)} or found
        if len({stem(one) for one in found}) == 1:
            return min(found)
        if found:
            return None
    return None


@cache
def _known_words(lexicon: Lexicon, letter: str) -> frozenset[str]:
    """Return the long words of all heads that begin with a letter (folded katakana: with a character)."""
    english, japanese = _written_heads(lexicon)
    if letter.isascii():
        return frozenset(re.findall(rf"(?<![a-z]){re.escape(letter)}[a-z]{{4,}}", english))
    return frozenset(run for run in japanese if run.startswith(letter))


@cache
def _written_heads(lexicon: Lexicon) -> tuple[str, tuple[str, ...]]:
    """Return the English heads and sets as one text, and the long katakana words of the Japanese heads, folded."""
    english = [line.text for line in lexicon.lines if line.group.lang == "en"]
    english += [member for members in lexicon.sets["en"].words.values() for member in members]
    japanese = "\n".join(line.text for line in lexicon.lines if line.group.lang == "ja" and line.group.characteristic)
    return "\n".join(english).lower(), tuple({fold_kana(run) for run in _HEAD_KATAKANA.findall(japanese)})


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
