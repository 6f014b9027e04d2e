"""The words of inspection forms, from data: headings, title-block labels, summary rows, missing marks, sizes.

``headings.py``, ``layout.py`` and ``titleblock.py`` ask here; nothing else in the package knows a word of any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from qspec.text import fold, normalize

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s_\-‐–—−・.．:：]+(?=\d)", re.ASCII)


class Word(StrEnum):
    """What a heading says about its column when it names no characteristic."""

    SERIAL = "serial"
    SAMPLE = "sample"
    NUMBER = "number"
    LOT = "lot"
    ITEM = "item"
    BALLOON = "balloon"
    VALUE = "value"
    UNIT = "unit"
    REPEAT = "repeat"
    JUDGEMENT = "judgement"
    LIMIT = "limit"
    STATISTIC = "statistic"
    OTHER = "other"


NOT_READINGS = frozenset({Word.JUDGEMENT, Word.LIMIT, Word.STATISTIC})
"""Columns and rows that never hold readings, even where they name a characteristic."""


def load(name: str) -> Mapping[str, Any]:
    """Return one data file of this package as nested mappings of text."""
    import yaml

    file = resources.files("qspec") / "data" / "measurements" / f"{name}.yaml"
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # text scalars only, and no objects
    with file.open("rb") as stream:
        loaded = yaml.load(stream, Loader=loader)  # noqa: S506 - base loaders construct text, lists and mappings only
    return loaded if isinstance(loaded, dict) else {}


@cache
def headings() -> Mapping[str, frozenset[Word]]:
    """Return what each heading word (folded) can mean; a word may stand under several headings (``id``)."""
    found: dict[str, set[Word]] = {}
    for name, words in load("words")["headings"].items():
        for word in words:
            found.setdefault(fold(word), set()).add(Word(name))
    return {word: frozenset(kinds) for word, kinds in found.items()}


@cache
def limit_words() -> Mapping[str, str]:
    """Return which part of a limit (whole, upper, lower, nominal) each word (folded) states, longest words first."""
    found = {fold(word): part for part, words in load("words")["stated"].items() for word in words}
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


@cache
def title_labels() -> Mapping[str, str]:
    """Return which fact each label of a title block (folded) gives."""
    return {fold(word): fact for fact, words in load("words")["title"].items() for word in words}


@cache
def _row_words() -> frozenset[str]:
    named = {word for word, kinds in headings().items() if kinds & (NOT_READINGS | {Word.UNIT})}
    return frozenset(named | _folded(load("words")["rows"]))


@cache
def _footer_words() -> frozenset[str]:
    return frozenset(title_labels()) - frozenset({"lot", "ロット"})


@cache
def _missing() -> tuple[frozenset[str], frozenset[str]]:
    data = load("words")
    return frozenset(normalize(word).casefold() for word in data["missing"]), frozenset(data["runs"])


@cache
def counters() -> tuple[frozenset[str], frozenset[str]]:
    """Return the prefixes and suffixes (folded) that may stand around the number of a piece or a repeated reading."""
    data = load("words")["counters"]
    return _folded(data["prefixes"]), _folded(data["suffixes"])


@cache
def counting() -> frozenset[str]:
    """Return the words (folded) that may follow the number of a quantity."""
    return _folded(load("words")["counting"])


def same_name(text: str) -> str:
    """Return the form in which two lots or sheets are compared: folded, but a mark between two digits stays.

    KN2611 is KN-2611, while KN-1-12 is not KN-11-2.
    """
    return fold(_BETWEEN_DIGITS.sub("|", normalize(text)))


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


def is_missing(text: str) -> bool:
    """Say whether a cell says that there is no value: blank, a run of dashes or asterisks, or a missing mark."""
    if text[:1].isdigit():
        return False
    marks, runs = _missing()
    plain = "".join(text.split())
    if not plain:
        return True
    if plain[0] in runs:
        return len(set(plain)) == 1
    return normalize(text).casefold() in marks


def bare_label(text: str) -> str:
    """Return a label in comparable form, without a trailing note in brackets (``平均 (n=5)``)."""
    plain = normalize(text)
    for opening in "([":
        head, found, _ = plain.partition(opening)
        if found and head.strip():
            plain = head
    return fold(plain)


def is_summary(text: str) -> bool:
    """Say whether a row that begins with this text is a summary or limit row, not a piece."""
    return bare_label(text) in _row_words()


def is_footer(text: str) -> bool:
    """Say whether a row that begins with this text belongs to the form around the table, not to its pieces."""
    label, colon, _ = normalize(text).partition(":")
    return (fold(label) if colon else bare_label(text)) in _footer_words()
