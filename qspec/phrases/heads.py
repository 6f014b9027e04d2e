"""How a head is written in the lexicon, and what is made of it: parts, alternatives and the joints between them.

``orange peel`` is one part; ``$edge & sharp`` two, in any order; ``color … off`` two with a gap. Heads, guards and
modifiers are all written so (docs/lexicon.md), and ``matching.py`` looks for all of them in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property

from qspec.errors import Refusal
from qspec.phrases.english import stem
from qspec.phrases.written import ARTICLES, fold_kana, is_japanese

_PIECES = re.compile(r"\s*(…|\.\.\.|&)\s*|\s*(\$[a-z_]+)\s*")
_ENGLISH = re.compile(r"={0,2}[^\W_]+(?:'[^\W_]+)?", re.UNICODE)


class Joint(StrEnum):
    """How a part stands to the one before it."""

    ADJACENT = "adjacent"
    GAP = "gap"
    NEAR = "near"


@dataclass(frozen=True, eq=False)
class Atom:
    """A stretch of text to be found as it is: stems of English words or folded Japanese.

    ``=word`` is one exact form (in Japanese: in this kana script), ``==A`` one exact form in the case in which it is
    written (surface A, not "a surface"). Two that look for the same are one object, so that it is its own key.
    """

    words: tuple[str, ...] = ()
    text: str = ""
    exact: str = ""
    """The Japanese text in its own script, where only that counts (アタリ is a dent, あたり is not)."""

    @property
    def size(self) -> int:
        """Return how much of a text it covers: the longer of two overlapping heads wins."""
        return sum(len(word.lstrip("=")) for word in self.words) if self.words else len(self.text)


@dataclass(frozen=True)
class Part:
    """Alternatives for one place of a head, and how it stands to the part before."""

    atoms: tuple[Atom, ...]
    joint: Joint = Joint.ADJACENT

    @cached_property
    def members(self) -> frozenset[Atom]:
        """The alternatives as a set."""
        return frozenset(self.atoms)


@dataclass
class Sets:
    """Words by set name, in one language; their atoms are made once."""

    words: Mapping[str, Sequence[str]]
    made: dict[str, tuple[Atom, ...]] = field(default_factory=dict)

    def atoms(self, name: str) -> tuple[Atom, ...] | None:
        """Return the atoms of a set, longest first, or None where there is no such set."""
        if name not in self.words:
            return None
        if name not in self.made:
            atoms = {atom(word) for word in self.words[name]}
            self.made[name] = tuple(sorted(atoms, key=lambda one: (-one.size, one.words, one.text)))
        return self.made[name]


def parse(head: str, sets: Sets) -> tuple[Part, ...] | Refusal:
    """Return the parts of a head, or why it cannot be read: an unknown set, or nothing between two joints."""
    parts: list[Part] = []
    joint = Joint.ADJACENT
    at = 0
    dangling = False
    for match in [*_PIECES.finditer(head), None]:
        literal = head[at : match.start()] if match else head[at:]
        if literal.strip():
            one = atom(literal)
            if not one.size:
                return Refusal("lexicon.empty-head", {"head": head})
            parts.append(Part((one,), joint))
            joint, dangling = Joint.ADJACENT, False
        if match is None:
            break
        at = match.end()
        mark, name = match.groups()
        if name:
            members = sets.atoms(name[1:])
            if members is None:
                return Refusal("lexicon.unknown-set", {"head": head, "set": name})
            parts.append(Part(members, joint))
            joint, dangling = Joint.ADJACENT, False
        else:
            if not parts or dangling:
                return Refusal("lexicon.empty-head", {"head": head})
            joint = Joint.NEAR if mark == "&" else Joint.GAP
            dangling = True
    return Refusal("lexicon.empty-head", {"head": head}) if dangling or not parts else tuple(parts)


def atom(text: str) -> Atom:
    """Return one stretch of a head as it is looked for."""
    if is_japanese(text):
        plain = "".join(text.removeprefix("=").split())
        return _atom((), fold_kana(plain), plain if text.startswith("=") else "")
    words = _ENGLISH.findall(text.replace("’", "'"))
    words = [word if word.startswith("==") else word.lower() for word in words]
    kept = [word for word in words if word not in ARTICLES] or words
    return _atom(tuple(word if word.startswith("=") else stem(word) for word in kept), "", "")


@cache
def _atom(words: tuple[str, ...], text: str, exact: str) -> Atom:
    return Atom(words, text, exact)
