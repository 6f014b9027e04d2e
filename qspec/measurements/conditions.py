"""Conditions of measurement as files state them: in a heading (``L*(D65/10°)``), a column, or the title block.

Whether a stated condition agrees with the spec's is asked here where one row or column must be chosen before another
(SCI and SCE rows in one file, L* under two illuminants); a kind holds all that was read against the spec once more.
Called by ``headings.py``, ``titleblock.py``, ``wide.py`` and ``choosing.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from qspec.kinds.base import Item
from qspec.kinds.conditions import agrees
from qspec.measurements.words import is_missing, load
from qspec.text import fold, normalize

SPECULAR = "specular"
"""The condition that may stand within another of the spec (``geometry: di:8° SCI``) and in any text of a row."""
_SPLITS = (r"[/,;、+]", r"\s", r"[-‐–—_]")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Tokens:
    """Words that state a condition: folded word → (condition, its usual form). ``bracketed`` ones need company."""

    sure: Mapping[str, tuple[str, str]]
    bracketed: Mapping[str, tuple[tuple[str, str], ...]]
    labels: Mapping[str, str]
    decides: Mapping[str, frozenset[str]]


@cache
def tokens() -> Tokens:
    """Return the words of ``data/measurements/conditions.yaml``."""
    data = load("conditions")
    sure: dict[str, tuple[str, str]] = {}
    bracketed: dict[str, list[tuple[str, str]]] = {}
    labels: dict[str, str] = {}
    for key, entry in data["conditions"].items():
        labels.update({fold(label): key for label in entry["labels"]})
        for usual, words in entry["tokens"].items():
            sure.update({fold(word): (key, usual) for word in words})
        for usual, words in entry["bracketed"].items():
            for word in words:
                bracketed.setdefault(fold(word), []).append((key, usual))
    decides = {key: frozenset(fold(role) for role in roles) for key, roles in data["decides"].items()}
    return Tokens(sure, {word: tuple(found) for word, found in bracketed.items()}, labels, decides)


def label(text: str) -> str | None:
    """Return the condition that a column heading or title label names."""
    return tokens().labels.get(fold(text))


def stated(text: str, *, bracketed: bool) -> dict[str, str] | None:
    """Return the conditions a text states, None where it is anything else; one stated twice differently states nothing.

    ``bracketed`` admits words that mean a condition only in brackets (``A``, ``C``, ``10``); behind a sure word they
    count too.
    """
    known = tokens()
    whole = known.sure.get(fold(text))
    if whole is not None:
        return {whole[0]: whole[1]}
    parts = [part for part in _split(text) if part.strip()]
    found: dict[str, set[str]] = {}
    unsure: list[tuple[tuple[str, str], ...]] = []
    for part in parts:
        sure = known.sure.get(fold(part))
        if sure is not None:
            found.setdefault(sure[0], set()).add(sure[1])
        elif (possible := known.bracketed.get(fold(part))) is not None:
            unsure.append(possible)
        else:
            return None
    if not parts or (unsure and not found and not bracketed):
        return None
    if not bracketed and any(key in found for possible in unsure for key, _ in possible):
        return None  # the a of D65-10deg-a is a quantity, not a second illuminant
    for possible in unsure:
        for key, usual in possible:
            found.setdefault(key, set()).add(usual)
    return {key: next(iter(values)) for key, values in found.items() if len(values) == 1}


def _split(text: str) -> list[str]:
    """Return the words of a condition text, split at blanks and dashes only where a larger piece is no known word."""
    known, pieces = tokens(), [normalize(text)]
    for pattern in _SPLITS:
        pieces = [
            part for piece in pieces for part in ([piece] if fold(piece) in known.sure else re.split(pattern, piece))
        ]
    return pieces


def of_cell(key: str, text: str) -> str | None:
    """Return the condition that a cell of a condition's own column states, as written where nobody understands it.

    None where it states none. ``SCI+SCE`` states neither, for the instrument measured both; ``D65, A`` stays as it is
    and agrees with nothing.
    """
    if is_missing(text):
        return None
    found = (stated(text, bracketed=True) or {}).get(key)
    return found or (None if key == SPECULAR and names_specular(text) else normalize(text))


def of_cells(key: str, texts: Iterable[str]) -> str | None:
    """Return what several cells of one row state about a condition: both values where they differ."""
    found = dict.fromkeys(value for text in texts if (value := of_cell(key, text)) is not None)
    return " / ".join(found) or None


def specular_of(texts: Iterable[str]) -> str | None:
    """Return SCI or SCE where the words of a row's texts name exactly one of them."""
    known, found = tokens().sure, set()
    for text in texts:
        named = {known[word][1] for word in map(fold, _words(text)) if known.get(word, ("",))[0] == SPECULAR}
        if len(named) == 1:
            found |= named
    return found.pop() if len(found) == 1 else None


def _words(text: str) -> Sequence[str]:
    return _WORD.findall(normalize(text))


def names_specular(text: str) -> bool:
    """Say quickly whether a text could name SCI or SCE at all."""
    plain = text.casefold()
    return any(word in plain for word in _specular_words())


@cache
def _specular_words() -> tuple[str, ...]:
    return tuple(word for word, (key, _) in tokens().sure.items() if key == SPECULAR)


def declared(item: Item, key: str) -> str | None:
    """Return what an item declares about a condition, in its usual form where it has one; None for nothing."""
    for written_key, text in item.source.conditions.items():
        if fold(written_key) == fold(key):
            found = stated(text, bracketed=True)
            return (found or {}).get(key, normalize(text))
    if key == SPECULAR:
        return specular_of(item.source.conditions.values())
    return None


def written(item: Item, key: str) -> str | None:
    """Return what the spec wrote for a condition, as written."""
    return next((text for name, text in item.source.conditions.items() if fold(name) == fold(key)), None)


def matters(item: Item, key: str) -> bool:
    """Say whether a condition decides which readings of a file belong to an item."""
    if declared(item, key) is not None:
        return True
    roles = tokens().decides.get(key, frozenset())
    return any(fold(role.key) in roles for role in item.roles)


def agree(one: str, other: str) -> bool:
    """Say whether two forms of one condition are the same: by their usual forms, or as amounts."""
    return agrees(one, other) or agrees(other, one)
