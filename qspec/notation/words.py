"""The words and signs of ``data/notation/words.yaml``, indexed for the scanner: phrase → what it means in a limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from qspec.text import normalize


@dataclass(frozen=True)
class Phrase:
    """One spelling. ``kind`` is the scanner's letter for its part of speech, ``meaning`` belongs to the kind."""

    spelling: str
    kind: str
    meaning: Any = None
    caseless: bool = True


@dataclass(frozen=True)
class Comparison:
    """What a comparing word says: ``side`` upper, lower or better, and whether the limit itself is within."""

    side: str
    inclusive: bool


@dataclass(frozen=True)
class Parameter:
    """A quantity that limits name, and what its notation supplies."""

    name: str
    dimension: str | None = None
    unit: str | None = None
    """Unit that drawings leave out."""
    bare_is_upper: bool = False
    ruled: bool = False
    """True for roughness, whose acceptance rule may stand with the value."""
    factors: int | None = None
    drawing: bool = False
    """True for a sign of drawings that may stand beside a name (外径φ10)."""
    size: bool = False
    """True for a drawing symbol that counts only directly before a number (R5, C1, t2)."""
    general: str | None = None
    """Table of general tolerances that holds for it; linear sizes where None."""
    generic: bool = False
    """True for a word that gives way to a more exact parameter (hardness beside HRC)."""
    ask: str | None = None
    """Code of the question, where the name alone does not say what is measured (ΔE without formula)."""


@cache
def data() -> Mapping[str, Any]:
    """Return the whole file as text."""
    import yaml

    file = resources.files("qspec") / "data" / "notation" / "words.yaml"
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # text scalars only, and no objects
    with file.open("rb") as stream:
        loaded: dict[str, Any] = yaml.load(stream, Loader=loader)  # noqa: S506 - base loaders construct plain text only
    return loaded


@cache
def parameters() -> Mapping[str, Parameter]:
    """Return every parameter by its canonical name."""
    return {name: _parameter(name, row) for name, row in data()["parameters"].items()}


def _parameter(name: str, row: Mapping[str, str]) -> Parameter:
    return Parameter(
        name=name,
        dimension=row.get("dimension"),
        unit=row.get("unit"),
        bare_is_upper=row.get("bare") == "upper",
        ruled="rule" in row,
        factors=int(row["factors"]) if "factors" in row else None,
        drawing="drawing" in row,
        size="size" in row,
        general=row.get("general"),
        generic="generic" in row,
        ask=row.get("ask"),
    )


@cache
def index() -> Mapping[str, Sequence[Phrase]]:
    """Return the phrases by their first character (caseless), longest first."""
    found: dict[str, list[Phrase]] = {}
    for phrase in _phrases():
        found.setdefault(phrase.spelling[0].casefold(), []).append(phrase)
    return {first: sorted(group, key=lambda phrase: -len(phrase.spelling)) for first, group in found.items()}


def _phrases() -> Iterator[Phrase]:
    words = data()
    for row in words["compare"]:
        comparison = Comparison(row["side"], row["inclusive"] == "true")
        for key, kind in (("signs", "O"), ("before", "B"), ("after", "A"), ("either", "Y")):
            yield from (Phrase(normalize(word), kind, comparison) for word in row.get(key, ()))
    for key, kind in _KINDS.items():
        yield from (Phrase(normalize(word), kind, key) for word in words[key])
    for rule, spellings in words["rules"].items():
        yield from (Phrase(normalize(word), "J", rule) for word in spellings)
    for name, row in words["parameters"].items():
        parameter = parameters()[name]
        yield from (Phrase(normalize(word), "Q", parameter, caseless=False) for word in row["symbols"])
        yield from (Phrase(normalize(word), "Q", parameter) for word in row.get("names", ()))
        if parameter.ruled:  # Ramax: the rule is part of the symbol; in "Ra max 1.6" max may only mean an upper limit
            yield from (Phrase(word + "max", "M", parameter, caseless=False) for word in row["symbols"])


_KINDS = {
    "within": "W",
    "opening": "T",
    "range": "~",
    "and": "&",
    "variable": "X",
    "plus_minus": "P",
    "approximate": "?",
    "reference": "r",
    "grade": "G",
    "noise": "n",
}
"""Plain lists of the file and the scanner's letter for each."""


@cache
def whole_texts(key: str) -> frozenset[str]:
    """Return the words that count only as the whole text (``marks``, ``none``), normalised and caseless."""
    return frozenset(normalize(word).casefold() for word in data()[key])


@cache
def spellings() -> tuple[str, ...]:
    """Return every spelling that can be part of a written limit, for those who look for limits in running text."""
    return tuple(phrase.spelling for phrase in _phrases())


@cache
def symbols() -> Mapping[str, tuple[str, ...]]:
    """Return the symbols of each parameter, for those who look for limits in running text."""
    return {name: tuple(row["symbols"]) for name, row in data()["parameters"].items()}
