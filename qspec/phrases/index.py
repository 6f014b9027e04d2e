"""The lexicon by the beginnings of its heads: which of them a phrase may hold is known before any is parsed.

There are some twenty thousand heads and a phrase has ten words. Each head waits under a key that every phrase holding
it must have (the first two letters of its first word; in Japanese its first character and its first kanji) and is
parsed when such a phrase first comes. ``matching.py`` asks for it; the index grows for the life of the process.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from qspec.phrases.english import key_of
from qspec.phrases.heads import Atom
from qspec.phrases.lexicon import Head, Lexicon, Line, load
from qspec.phrases.written import ARTICLES, Written, fold_kana, is_japanese, normal_form

KANA = re.compile(r"[\u3041-\u3096ー]+")
SHORT_KANA = 3
"""Kana-only heads up to this length are taken only at word boundaries: ぶつ stands in ぶつける, しみ in たのしみ."""
_KANJI = re.compile(r"[\u3400-\u9fff]")


@dataclass
class Index:
    """The lexicon by the beginnings of its heads; those that a phrase may hold are parsed when it comes."""

    lexicon: Lexicon
    waiting: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    """Lines not parsed yet, by a key that every phrase with such a head has (:func:`keys`)."""
    english: dict[str, list[Atom]] = field(default_factory=lambda: defaultdict(list))
    japanese: dict[str, list[Atom]] = field(default_factory=lambda: defaultdict(list))
    normal: dict[str, list[tuple[str, Atom]]] = field(default_factory=lambda: defaultdict(list))
    starting: dict[Atom, list[Head]] = field(default_factory=lambda: defaultdict(list))
    seen: set[Atom] = field(default_factory=set)
    lines: set[int] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    """Languages whose heads wait already; a phrase in one language does not pay for the other."""

    def open(self, language: str) -> None:
        """Put the heads of a language in their places, once."""
        if language not in self.languages:
            self.languages.add(language)
            for key, line in _waiting(self.lexicon, language):
                self.waiting[key].append(line)

    def prepare(self, wanted: Iterable[str]) -> None:
        """Parse the heads waiting under some keys."""
        for key in wanted:
            for line in self.waiting.pop(key, ()):
                if id(line) not in self.lines:
                    self.lines.add(id(line))
                    head = self.lexicon.head(line)
                    if isinstance(head, Head):
                        self._enter(head)

    def _enter(self, head: Head) -> None:
        for one in head.parts[0].atoms:
            self.starting[one].append(head)
        for parts in (head.parts, *head.not_with):
            for one in (one for part in parts for one in part.atoms):
                if one not in self.seen:
                    self.seen.add(one)
                    self._enter_atom(one)

    def _enter_atom(self, one: Atom) -> None:
        if one.words:
            self.english[one.words[0].lstrip("=").lower()].append(one)
            return
        self.japanese[one.text[:2]].append(one)
        if one.exact or KANA.fullmatch(one.text):
            return  # kana alone have no reliable normal form: スレ is read as する, わかれ as 分かる
        for form in {normal_form(one.text), one.text} - {""}:
            if form == one.text or (len(form) > 1 and _KANJI.search(form)):
                self.normal[form[:2]].append((form, one))


@cache
def index(own: tuple[str, ...] = ()) -> Index:
    """Return the index of the lexicon with a project's own files."""
    return build(load(own))


def build(lexicon: Lexicon) -> Index:
    """Return the index of a lexicon; nothing is parsed yet."""
    return Index(lexicon)


def _waiting(lexicon: Lexicon, language: str) -> Iterator[tuple[str, Line]]:
    """Return the heads of a language with the keys under which they wait."""
    sets = lexicon.sets[language].words
    members: dict[str, frozenset[str]] = {}
    for line in lexicon.lines:
        if line.group.lang != language:
            continue
        first = line.text.lstrip()
        if not first.startswith("$"):
            yield from ((key, line) for key in keys_of(first))
            continue
        name = _SET_NAME.match(first, 1)
        key = name.group() if name else ""
        if key not in members:
            members[key] = frozenset(one for word in sets.get(key, ()) for one in keys_of(word))
        yield from ((one, line) for one in members[key])


_SET_NAME = re.compile(r"[a-z_]+")
_LATIN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+")


def keys_of(head: str) -> Iterator[str]:
    """Return the keys of a head: the first letters of its first word; Japanese: its first character and first kanji."""
    if is_japanese(head):
        yield fold_kana(head.removeprefix("=")[:1])
        kanji = _KANJI.search(head)
        if kanji:
            yield kanji.group()
        return
    for word in _LATIN.findall(head.lower()):
        if word not in ARTICLES:
            yield key_of(word)
            return
    yield key_of(head.lower().lstrip("=")[:2])


def keys(written: Written) -> set[str]:
    """Return the keys of a phrase: no head stands in it that waits under none of them."""
    found = {key for word in written.words for key in (word.text[:2], word.stem[:2], key_of(word.text))}
    if written.japanese:
        found |= set(written.folded) | set(written.normal)
    return found
