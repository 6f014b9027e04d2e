"""Finds every head, guard and modifier in a phrase, and keeps the longest of those that overlap.

A phrase is walked once for the atoms (stretches of text) that the index knows, and heads of several parts are put
together from those. Japanese is looked for in the folded text and in the tokenizer's normal forms; either counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qspec.phrases.heads import Atom, Joint, Part
from qspec.phrases.index import KANA, SHORT_KANA, Index, keys, keys_of
from qspec.phrases.lexicon import Head
from qspec.phrases.model import Match
from qspec.phrases.vocabulary import Weight
from qspec.phrases.written import PASSED, Word, Written

GAP_WORDS, GAP_CHARACTERS = 3, 8
"""The widest gap of ``…``: words in English, characters in Japanese."""
NEAR_WORDS, NEAR_CHARACTERS = 6, 20
"""The farthest two parts of ``&`` may be apart."""
_SENTENCE_END = re.compile(r"[。；;\n]|[.!?](?=\s|$)")


@dataclass(frozen=True)
class Found:
    """One occurrence of an atom: its stretch of the folded text and, for English, its first and last word."""

    start: int
    end: int
    first: int = 0
    last: int = 0
    normal: bool = False
    """Found in the tokenizer's normal forms, which do not count for degree words: 大きさ has 大きい in it."""


def occurrences(written: Written, made: Index) -> dict[Atom, list[Found]]:
    """Return where each atom of the lexicon stands in a phrase."""
    found: dict[Atom, list[Found]] = defaultdict(list)
    if written.words:
        made.open("en")
    if written.japanese:
        made.open("ja")
    made.prepare(keys(written))
    for one, place in _english(written, made):
        found[one].append(place)
    if written.japanese:
        for one, place in _japanese(written, made):
            found[one].append(place)
        for one, place in _by_normal_form(written, made):
            if not any(place.start < other.end and other.start < place.end for other in found[one]):
                found[one].append(place)
    return found


def _english(written: Written, made: Index) -> Iterator[tuple[Atom, Found]]:
    words = written.words
    present = {form for word in words for form in (word.stem, word.text)}
    for at, word in enumerate(words):
        for key in {word.stem, word.text}:
            for one in made.english.get(key, ()):
                ending = one.words[-1]
                if ending not in present and ending[:1] != "=":
                    continue  # most of those that begin with a common word
                last = _follow(one, written, at)
                if last is not None:
                    yield one, Found(word.start, words[last].end, at, last)


def _follow(one: Atom, written: Written, at: int) -> int | None:
    """Return the index of the last word of an atom that begins at a word; articles in between are passed over."""
    words = written.words
    position = at
    for number, wanted in enumerate(one.words):
        if number:
            position += 1
            while position < len(words) and _passed(words[position], wanted):
                position += 1
        if position >= len(words):
            return None
        word = words[position]
        if wanted.startswith("=="):
            if written.text[slice(*written.span(word.start, word.end))] != wanted[2:]:
                return None
        elif wanted.startswith("="):
            if word.text != wanted[1:]:
                return None
        elif word.stem != wanted:
            return None
        if number and _SENTENCE_END.search(written.folded, words[position - 1].end, word.start + 1):
            return None
    return position


def _passed(word: Word, wanted: str) -> bool:
    """Say whether a word may stand between two words of a head and is not the one looked for."""
    return word.text in PASSED and word.stem != wanted and word.text != wanted.lstrip("=").lower()


def _japanese(written: Written, made: Index) -> Iterator[tuple[Atom, Found]]:
    text = written.folded
    for at in range(len(text)):
        for key in (text[at : at + 2], text[at : at + 1]) if at + 1 < len(text) else (text[at],):
            for one in made.japanese.get(key, ()):
                if text.startswith(one.text, at) and _bounded(written, one, at):
                    yield one, Found(at, at + len(one.text))


_AFTER = (*"のはがをもとや等、・。", "なし", "なき", "ない", "無し", "無き", "無い", "など")
"""What follows a word of its own, where the tokenizer takes both for one word (きずなし)."""


def _bounded(written: Written, one: Atom, start: int) -> bool:
    """Say whether a short stretch of kana is a word of its own and not the middle of another."""
    end = start + len(one.text)
    if one.exact:
        return written.text[slice(*written.span(start, end))] == one.exact and not _within_katakana(written, start, end)
    if end - start > SHORT_KANA or not KANA.fullmatch(written.folded, start, end):
        return True
    typed_start, typed_end = written.span(start, end)
    typed = written.text[typed_start:typed_end]
    before, after = written.text[typed_start - 1 : typed_start], written.text[typed_end : typed_end + 1]
    if _is_katakana(typed):
        return not _is_katakana(after) and (not _is_katakana(before) or len(typed) > 1)
    if not written.boundaries:
        return not _is_hiragana(before)
    begun = start in written.boundaries
    return begun and (end in written.boundaries or end - start == SHORT_KANA or written.folded.startswith(_AFTER, end))


def _within_katakana(written: Written, start: int, end: int) -> bool:
    """Say whether a katakana stretch goes on in katakana."""
    low, high = written.span(start, end)
    return _is_katakana(written.text[low:high]) and _is_katakana(written.text[high : high + 1])


def _is_katakana(text: str) -> bool:
    return bool(text) and all("ァ" <= char <= "ヺ" or char == "ー" or "ｦ" <= char <= "ﾟ" for char in text)


def _is_hiragana(text: str) -> bool:
    return bool(text) and "ぁ" <= text <= "ゖ"


def _by_normal_form(written: Written, made: Index) -> Iterator[tuple[Atom, Found]]:
    """Find atoms in the tokenizer's normal forms, from the beginning of a token to the end of one."""
    if not written.normal:
        return
    normals = made.normal
    # Only what waits under a key of this phrase: what an earlier phrase had parsed must not change this one's answer.
    here = keys(written)
    ends = {token.normal_end: token.end for token in written.tokens}
    for token in written.tokens:
        at = token.normal_start
        two = written.normal[at : at + 2]
        for form, one in (*normals.get(two, ()), *(normals.get(two[:1], ()) if len(two) > 1 else ())):
            if not written.normal.startswith(form, at) or at + len(form) not in ends:
                continue
            if not here.isdisjoint(keys_of(one.text)):
                yield one, Found(token.start, ends[at + len(form)], normal=True)


def find(written: Written, made: Index) -> list[Match]:
    """Return every head, guard and modifier in a phrase, overlapping ones included, in the order of the text."""
    places = occurrences(written, made)
    here = frozenset(places)
    found: list[Match] = []
    for one, spots in places.items():
        for head in made.starting.get(one, ()):
            if any(part.members.isdisjoint(here) for part in head.parts[1:]):
                continue
            exact = head.entry.modifier not in (None, "ban", "permission")
            own = [
                match
                for spot in spots
                if not (exact and spot.normal)
                for match in _assemble(head, one, spot, places, written)
            ]
            if own and not any(_stands(parts, places, written) for parts in head.not_with):
                found += own
    found.sort(key=lambda match: (match.start, -match.size, match.entry.head))
    return found


def _stands(parts: tuple[Part, ...], places: dict[Atom, list[Found]], written: Written) -> bool:
    return any(
        next(_chains(parts[1:], (spot,), places, written), None) is not None
        for one in parts[0].atoms
        for spot in places.get(one, ())
    )


def _assemble(head: Head, one: Atom, spot: Found, places: dict[Atom, list[Found]], written: Written) -> Iterator[Match]:
    for spots, size in _chains(head.parts[1:], (spot,), places, written):
        yield Match(
            head.entry, tuple((each.start, each.end) for each in spots), size + one.size, _deciding(head, spots)
        )
        return


def _deciding(head: Head, spots: Sequence[Found]) -> int | None:
    """Return the part of a head that decides: the word beside a set of things, else the last of several words."""
    literal = [index for index, part in enumerate(head.parts) if len(part.atoms) == 1]
    if len(literal) == len(head.parts):
        return None if len(head.parts) == 1 else max(range(len(spots)), key=lambda index: spots[index].start)
    if not literal:
        return None
    return min(literal, key=lambda index: spots[index].start)


def _chains(
    parts: Sequence[Part], spots: tuple[Found, ...], places: dict[Atom, list[Found]], written: Written
) -> Iterator[tuple[tuple[Found, ...], int]]:
    """Return every way to find the remaining parts of a head beside those found, with the size of what was added.

    A part after ``&`` may stand near any part found so far, one after a gap follows the last.
    """
    if not parts:
        yield spots, 0
        return
    part = parts[0]
    for one in part.atoms:
        for spot in places.get(one, ()):
            if any(each.start < spot.end and spot.start < each.end for each in spots):
                continue
            joined = spots if part.joint is Joint.NEAR else spots[-1:]
            if not any(_joined(part.joint, each, spot, written, english=bool(one.words)) for each in joined):
                continue
            for found, size in _chains(parts[1:], (*spots, spot), places, written):
                yield found, size + one.size


def _joined(joint: Joint, last: Found, spot: Found, written: Written, *, english: bool) -> bool:
    after = spot.start >= last.end
    low, high = (last.end, spot.start) if after else (spot.end, last.start)
    if (not after and joint is not Joint.NEAR) or _SENTENCE_END.search(written.folded, low, high):
        return False
    if english:
        between = (spot.first - last.last - 1) if after else (last.first - spot.last - 1)
        passed = sum(
            word.text in PASSED
            for word in written.words[(last.last if after else spot.last) + 1 : (spot.first if after else last.first)]
        )
        return between - passed <= {Joint.ADJACENT: 0, Joint.GAP: GAP_WORDS, Joint.NEAR: NEAR_WORDS}[joint]
    return high - low <= {Joint.ADJACENT: 1, Joint.GAP: GAP_CHARACTERS, Joint.NEAR: NEAR_CHARACTERS}[joint]


def longest(matches: Iterable[Match], trade: str | None = None) -> list[Match]:
    """Return the matches that no longer one covers; of two on the same words, the trade's own and the stronger one."""
    ranked = sorted(matches, key=lambda match: _rank(match, trade))
    kept: list[Match] = []
    for match in ranked:
        if not any(_covers(other, match) for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda match: (match.start, -match.size))


_WEIGHTS = {Weight.STRONG: 0, Weight.CUE: 1, Weight.GENERAL: 2}


def _rank(match: Match, trade: str | None) -> tuple[int, int, int, str, str]:
    entry = match.entry
    own = 0 if trade is not None and entry.trade == trade else 1
    weight = _WEIGHTS[entry.weight] if entry.characteristic is not None else 0
    return (-match.size, own, weight, entry.characteristic or "", entry.head)


def _covers(other: Match, match: Match) -> bool:
    """Say whether every word of a match lies within the words of a longer or better one."""
    return all(any(low <= start and end <= high for low, high in other.spans) for start, end in match.spans)
