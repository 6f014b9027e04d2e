"""Ordinal scales: their steps, which end is good, and how a step is written.

The kind ``grade`` finds a scale here by the spec's ``scale:`` and reads every label with it. The scales themselves,
each with its source and standing, are ``data/kinds/scales.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from qspec import text
from qspec.errors import Refusal, Value
from qspec.kinds.tables import table

_HALF_STEP = re.compile(r"(?<![\d.])(\d)\s*[-~〜～‐‑‒–—−－ー]\s*(\d)(?![\d.])")
_BETWEEN = re.compile(r"(?<=\d)\s*[-~‐‑‒–—−ー]\s*(?=\d)")


@dataclass(frozen=True)
class Scale:
    """An ordinal scale; ``steps`` maps each label to its value, lowest first."""

    id: str
    title: Mapping[str, str]
    standard: str
    high_is_best: bool
    steps: Mapping[str, Decimal]
    spellings: Mapping[str, Decimal]
    """Every accepted spelling of a label, in the form of :func:`key`."""

    @property
    def best(self) -> str:
        """The label of the good end."""
        labels = list(self.steps)
        return labels[-1] if self.high_is_best else labels[0]

    @property
    def worst(self) -> str:
        """The label of the bad end."""
        labels = list(self.steps)
        return labels[0] if self.high_is_best else labels[-1]

    def value(self, label: str, *, decimal_comma: bool = False) -> Decimal | Refusal:
        """Return a written label's value; anything that is no step of this scale is refused, with the steps."""
        number = text.read_number(label, decimal_comma=decimal_comma)
        plain = label if isinstance(number, Refusal) else text.write_number(number)
        found = self.spellings.get(key(plain))
        if found is not None:
            return found
        values: dict[str, Value] = {"text": text.shorten(label), "scale": self.title, "steps": ", ".join(self.steps)}
        return Refusal("kinds.grade-unknown", values)

    def named_instead(self, written: str) -> Scale | None:
        """Return another scale of the same steps that a limit names (汚染4級以上 on the scale for change in color)."""
        named = [other for other in scales().values() if other._names_in(written)]
        if not named or self in named:
            return None
        return next((other for other in named if list(other.steps) == list(self.steps)), None)

    def _names_in(self, written: str) -> bool:
        return any(name in text.fold(written) for name, scale in _by_name().items() if scale is self and len(name) > 1)

    def with_half_steps(self, written: str) -> str:
        """Return text with this scale's half steps in one spelling, so that ``4～5級以上`` is not taken for a range."""
        one = _HALF_STEP.sub(lambda found: "-".join(found.groups()), written)
        return one if any(found.group() in self.steps for found in _HALF_STEP.finditer(one)) else written


def find(written: str) -> Scale | None:
    """Return the scale with an id, title, standard or further name, or None."""
    return _by_name().get(text.fold(written))


def named_in(written: str) -> Scale | None:
    """Return the first scale that a text names, or None."""
    return next((scale for scale in scales().values() if scale._names_in(written)), None)


@cache
def scales() -> Mapping[str, Scale]:
    """Return every scale by its id."""
    return {name: _scale(name, row) for name, row in table("scales")["scales"].items()}


def key(label: str) -> str:
    """Return the form in which labels are compared: plain, caseless, without 級 or grade, 4～5 as 4-5."""
    plain = _BETWEEN.sub("-", text.normalize(label)).casefold()
    for affix in _affixes():
        plain = plain.removesuffix(affix).removeprefix(affix).strip()
    return plain.replace(" ", "")


@cache
def _affixes() -> tuple[str, ...]:
    return tuple(
        sorted((text.normalize(word).casefold() for word in table("scales")["affixes"]), key=len, reverse=True)
    )


@cache
def _by_name() -> Mapping[str, Scale]:
    named = {}
    for scale_id, row in table("scales")["scales"].items():
        for name in (scale_id, row["standard"], *row["title"].values(), *row["names"]):
            named[text.fold(name)] = scales()[scale_id]
    return named


def _scale(scale_id: str, row: Mapping[str, Any]) -> Scale:
    steps = {label: Decimal(value) for label, value in row["steps"].items()}
    spellings = {key(label): value for label, value in steps.items()}
    if row.get("by_value") == "true":
        spellings |= {text.write_number(value): value for value in steps.values()}
    return Scale(
        id=scale_id,
        title=row["title"],
        standard=row["standard"],
        high_is_best=row["best"] == "high",
        steps=steps,
        spellings=spellings,
    )
