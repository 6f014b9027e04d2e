"""The rules of ``data/lexicon/replies.yaml``, compiled per language; :func:`rules_of` is all that others call.

How a pattern is written stands at the head of that file. A language is compiled when its first reply is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from qspec.phrases.replies.model import Signal, Sureness

_GAP = {"en": r"(?: [^\s.;:!?…]+){0,3}? ", "ja": r"[^。!?\n]{0,8}?"}
_CLASS = re.compile(r"(\[(?:\\.|[^\]\\])*\])")
_STEM = re.compile(r"([a-z]+)~")
_PART = re.compile(r"\$([a-z]+)")


@dataclass(frozen=True)
class Rule:
    """Words with one meaning. ``signal`` None: they say nothing and only cover shorter matches."""

    id: str
    signal: Signal | None
    sureness: Sureness
    source: str
    pattern: re.Pattern[str]
    order: int
    negated: Signal | None
    fixed: bool
    """The words hold whatever stands around them."""
    weak: bool
    asked: bool
    act: bool
    own: bool
    """Only where the speaker is the subject."""
    fades: bool
    """Gives way to an agreement in the same reply."""
    note: str | None


@dataclass(frozen=True)
class Language:
    """What is known about replies in one language."""

    name: str
    rules: tuple[Rule, ...]
    spelling: tuple[tuple[re.Pattern[str], str], ...]
    scope: Mapping[str, re.Pattern[str]]
    reach: int
    """Characters that a negation reaches."""
    agreement: Mapping[str, re.Pattern[str]]


@cache
def data() -> Mapping[str, Any]:
    """Return the file as text."""
    import yaml

    file = resources.files("qspec") / "data" / "lexicon" / "replies.yaml"
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # text scalars only, and no objects
    with file.open("rb") as stream:
        loaded: Mapping[str, Any] = yaml.load(stream, Loader=loader)  # noqa: S506 - base loaders make text only
    return loaded


@cache
def rules_of(language: str) -> Language:
    """Return the compiled rules of ``en`` or ``ja``."""
    own = data()[language]
    parts = {name: _expanded("|".join(words), language, {}) for name, words in own["parts"].items()}
    scope = dict(own["scope"])
    return Language(
        language,
        tuple(_rule(entry, order, language, parts) for order, entry in enumerate(own["rules"])),
        tuple((re.compile(pattern), replacement) for pattern, replacement in own["spelling"]),
        {name: re.compile(text) for name, text in scope.items() if name != "negation_reach"},
        int(scope["negation_reach"]),
        {name: re.compile(text) for name, text in own["agreement"].items()},
    )


def source(name: str) -> dict[str, str]:
    """Return where a reading comes from, in every language."""
    return dict(data()["sources"][name])


def _rule(entry: Mapping[str, Any], order: int, language: str, parts: Mapping[str, str]) -> Rule:
    body = "|".join(f"(?:{_expanded(pattern, language, parts)})" for pattern in entry["any"])
    body = rf"(?<!\w)(?:{body})(?!\w)" if language == "en" else body
    negated = entry.get("negated")
    return Rule(
        entry["id"],
        None if entry["signal"] == "none" else Signal(entry["signal"]),
        Sureness(entry.get("sureness", "usual")),
        entry.get("source", "plain"),
        re.compile(body),
        order,
        Signal(negated) if negated not in (None, "same") else None,
        negated == "same",
        entry.get("weak") == "true",
        entry.get("asked") == "true",
        entry.get("act") == "true",
        entry.get("own") == "true" or entry["signal"] == "positive",
        entry.get("fades") == "true" or entry["signal"] == "understood_only",
        entry.get("note"),
    )


def _expanded(pattern: str, language: str, parts: Mapping[str, str]) -> str:
    """Return a pattern as a regular expression."""
    text = _PART.sub(lambda found: f"(?:{parts[found.group(1)]})", pattern) if parts else pattern
    pieces = _CLASS.split(text)
    return "".join(piece if index % 2 else _loose(piece, language) for index, piece in enumerate(pieces))


def _loose(piece: str, language: str) -> str:
    """Return a piece outside a character class with its gaps and inflections; an ellipsis between bars is one."""
    gap = _GAP[language]
    piece = piece.replace(" … ", gap) if language == "en" else re.sub(r"(?<![|(:])…\??(?![|)])", lambda _: gap, piece)
    return _STEM.sub(lambda found: _inflected(found.group(1)), piece)


def _inflected(word: str) -> str:
    if word.endswith("e"):
        return rf"{word[:-1]}(?:e|es|ed|ing)"
    if word.endswith("y") and word[-2] not in "aeou":
        return rf"{word[:-1]}(?:y|ies|ied|ying)"
    return rf"{word}(?:s|es|{word[-1]}?ed|{word[-1]}?ing)?"
