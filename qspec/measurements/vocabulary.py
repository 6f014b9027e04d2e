"""The names under which a file may carry the items of a spec: ids, names, balloons, aliases, and names of quantities.

Built once per file from the items; ``headings.py`` looks texts up here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from qspec import units
from qspec.errors import Refusal
from qspec.kinds.base import Item, Role
from qspec.messages import LANGUAGES, render, say
from qspec.text import fold, normalize

_UNIT_LENGTH, _UNIT_DIGITS = 24, 2
"""No unit of the table is longer or has more digits (``GU (60°)``); serial numbers are, and there are many."""
Target = tuple[str, str]
"""An item's id and the key of one of its roles."""


def names(items: Iterable[Item]) -> dict[str, str]:
    """Return the items' names as one enumeration per language."""
    found = [item.name for item in items]
    return {lang: say("terms.separator", lang).join(render(name, lang) for name in found) for lang in LANGUAGES}


@dataclass(frozen=True)
class Vocabulary:
    """Folded names → what they name."""

    by_id: Mapping[str, Item]
    items: Mapping[str, frozenset[str]]
    balloons: Mapping[str, frozenset[str]]
    quantities: Mapping[str, frozenset[Target]]

    def role(self, target: Target) -> Role:
        """Return the role of a target."""
        return next(role for role in self.by_id[target[0]].roles if role.key == target[1])

    def sole(self, item: str) -> Target | None:
        """Return the one role that an item's bare name can mean: its only one, or its only required one."""
        roles = self.by_id[item].roles
        required = [role for role in roles if not role.optional]
        chosen = roles if len(roles) == 1 else required
        return (item, chosen[0].key) if len(chosen) == 1 else None

    def near(self, item: str, texts: Sequence[str]) -> list[str]:
        """Return the texts of a file that look most like a name of an item, at most three."""
        names = [name for name, ids in self.items.items() if item in ids]
        names += [name for name, targets in self.quantities.items() if any(target[0] == item for target in targets)]
        by_fold = {fold(text): text for text in texts if text.strip()}
        close = [match for name in names for match in get_close_matches(name, by_fold, n=2, cutoff=0.6)]
        within = [
            key for key in by_fold for name in names if min(len(name), len(key)) > 1 and (name in key or key in name)
        ]
        return [by_fold[key] for key in dict.fromkeys([*close, *within])][:3]


def vocabulary(items: Sequence[Item]) -> Vocabulary:
    """Return the names of a spec's items."""
    names: dict[str, set[str]] = {}
    balloons: dict[str, set[str]] = {}
    quantities: dict[str, set[Target]] = {}
    for item in items:
        source = item.source
        for name in (item.id, *source.name.values(), *source.columns):
            if fold(name):
                names.setdefault(fold(name), set()).add(item.id)
        for form in _balloon_forms(source.balloon or ""):
            balloons.setdefault(form, set()).add(item.id)
        for role in item.roles:
            for name in role.names:
                quantities.setdefault(fold(name), set()).add((item.id, role.key))
    return Vocabulary(
        {item.id: item for item in items},
        {name: frozenset(found) for name, found in names.items()},
        {name: frozenset(found) for name, found in balloons.items()},
        {name: frozenset(found) for name, found in quantities.items()},
    )


def _balloon_forms(written: str) -> Iterator[str]:
    plain = uncircled(normalize(written))
    if not plain:
        return
    bare = fold(plain).removeprefix("no").removeprefix("#")
    yield from (bare, f"no{bare}", f"#{bare}", f"({bare})")


def uncircled(text: str) -> str:
    """Return text with every enclosed number (``①``) as its digits."""
    return "".join(str(int(unicodedata.numeric(char))) if is_circled(char) else char for char in text)


def is_circled(char: str) -> bool:
    """Say whether a character is a number in a circle (① … ㊿)."""
    return "CIRCLED" in unicodedata.name(char, "") and unicodedata.numeric(char, -1) >= 0


@lru_cache(maxsize=4096)
def unit_id(text: str) -> str | None:
    """Return the id of the unit a text names, None where it names none (remembered: looking for near ones is slow)."""
    plain = text.strip()
    if not plain or len(plain) > _UNIT_LENGTH or sum(char.isdigit() for char in plain) > _UNIT_DIGITS:
        return None
    found = units.find(plain)
    return None if isinstance(found, Refusal) else found.id
