"""Which modifiers belong to a head: by side, by what stands between, and by whether another head is nearer.

"smooth and free of visible scratches" bans the scratches and demands the smoothness; 「滑らかで、目立つキズなきこと」
too. A ban before a list governs the whole list, a predicate after it likewise; a new construction in between ends its
reach.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from qspec.phrases.model import Match
from qspec.phrases.vocabulary import Pole, Weight
from qspec.phrases.written import Written

_BREAK = re.compile(
    r"[。；;\n•]|[.!?](?=\s|$)| but | however (?!slight|small|minor|faint|tiny|little|minute|few|light|short)"
    r"| whereas | while |ただし|但し|なお、|一方"
)
_POINTS_BACK = re.compile(r"[\s.。]*(?:that|this|these|it|which|such)\b|[\s。]*(?:これ|それ|この|その)")
_INSERTION = re.compile(r", (?:even |only |unless |if |when |where |though |although |provided |as long as )[^,;.]*,")
_CHAIN = re.compile(r"(?:で|く|て|であり|とし|し|り)、|が、|ず、|つつ")
"""Japanese joints after which a new predicate begins: 滑らかで、キズなきこと."""
_FOLLOWING = 14
"""Characters after a Japanese attributive within which its noun stands."""
_FOLLOWING_WORDS = 4


@dataclass(frozen=True)
class Clause:
    """A phrase with its heads and modifiers, longest only."""

    written: Written
    heads: Sequence[Match]
    modifiers: Sequence[Match]

    def attached(self, head: Match, *kinds: str) -> list[Match]:
        """Return the modifiers of some kinds that belong to a head, the nearest first."""
        found = [one for one in self.modifiers if one.entry.modifier in kinds and self._belongs(one, head)]
        return sorted(found, key=lambda one: self.distance(one, head))

    def has(self, *kinds: str) -> bool:
        """Say whether the phrase holds a modifier of one of these kinds."""
        return any(one.entry.modifier in kinds for one in self.modifiers)

    def distance(self, modifier: Match, head: Match) -> int:
        """Return the characters between a modifier and a head."""
        return max(modifier.start - head.end, head.start - modifier.end, 0)

    def _belongs(self, modifier: Match, head: Match) -> bool:
        if head.start <= modifier.start and modifier.end <= head.end:
            return True
        before = modifier.start < head.start
        scope = modifier.entry.scope
        if (scope == "pre" and not before) or (scope == "post" and before):
            return False
        low, high = (modifier.end, head.start) if before else (head.end, modifier.start)
        if low < high and self._broken(low, high):
            return False
        return self._reaches_on(modifier, head) if before else self._reaches_back(modifier, head)

    def _broken(self, low: int, high: int) -> bool:
        """Say whether a statement ends between two places; one that points back goes on ("; that is normal")."""
        found = _BREAK.search(self.written.folded, low, high)
        return found is not None and not _POINTS_BACK.match(self.written.folded, found.end())

    def _reaches_on(self, modifier: Match, head: Match) -> bool:
        """Say whether a modifier in front of a head is the head's: not if another kind of head takes it first."""
        between = [one for one in self.heads if modifier.end <= one.start and one.end <= head.start]
        if self.written.japanese and modifier.entry.lang == "ja":
            text = self.written.folded[modifier.end : head.start]
            if _CHAIN.search(text) or (modifier.entry.modifier in ("ban", "permission") and between):
                return False
        if any(_parts(one, head) for one in between):
            return False
        return not (between and self._another_construction(between[-1].end, head.start))

    def _reaches_back(self, modifier: Match, head: Match) -> bool:
        """Say whether a modifier behind a head is the head's: not if it goes with a head that follows it."""
        between = [
            one
            for one in self.heads
            if head.end <= one.start
            and one.end <= modifier.start
            and one.entry.weight is Weight.STRONG
            and not self._inserted(one, head.end, modifier.start)
        ]
        if any(_parts(one, head) for one in between):
            return False
        if modifier.entry.modifier == "function":
            return True
        if modifier.entry.modifier in ("ban", "permission", "excess") and self._inserted(
            modifier, head.end, len(self.written.folded)
        ):
            return False
        if any(self._is_ban_in_front(one) for one in self.modifiers if head.end <= one.start < modifier.start):
            return False
        japanese = modifier.entry.lang == "ja"
        chained_to = between[-1].start if between else modifier.start
        chain = _CHAIN.search(self.written.folded, max(head.end - 1, 0), chained_to)
        if japanese and chain and (between or head.entry.pole is not Pole.BAD):
            return False
        if modifier.entry.scope == "both" and not japanese:
            return not (self._goes_with_next(modifier, japanese=False) and not self._comma_follows(modifier))
        return modifier.entry.scope == "post" or not self._goes_with_next(modifier, japanese=japanese)

    def _inserted(self, one: Match, low: int, high: int) -> bool:
        """Say whether something stands in a condition set between commas: "stains, if washable, are allowed"."""
        return any(
            found.start() <= one.start and one.end <= found.end()
            for found in _INSERTION.finditer(self.written.folded, low, high)
        )

    def _comma_follows(self, modifier: Match) -> bool:
        return self.written.folded[modifier.end :].lstrip()[:1] in (",", ":")

    def _goes_with_next(self, modifier: Match, *, japanese: bool) -> bool:
        for one in self.heads:
            if one.start < modifier.end or one.entry.weight is not Weight.STRONG:
                continue
            between = self.written.folded[modifier.end : one.start]
            if _BREAK.search(between):
                return False
            if japanese:
                return len(between) <= _FOLLOWING and not re.search(r"[、。はがをで]", between)
            return len(between.split()) <= _FOLLOWING_WORDS
        return False

    def _is_ban_in_front(self, one: Match) -> bool:
        return (
            one.entry.modifier == "ban"
            and one.entry.scope == "pre"
            and one.entry.lang == "en"
            and one.entry.head != "nor"
        )

    def _another_construction(self, low: int, high: int) -> bool:
        """Say whether a verb or a new demand stands between two heads."""
        return any(word.text in _VERBS for word in self.written.words if low <= word.start < high)

    @cached_property
    def first(self) -> Match | None:
        """Return the first head."""
        return self.heads[0] if self.heads else None


_VERBS = frozenset(["shall", "must", "should", "is", "are", "be", "will", "has", "have", "with"])


def _parts(one: Match, head: Match) -> bool:
    """Say whether a head between a modifier and another head takes the modifier: a strong one of another kind does."""
    if one.entry.weight is not Weight.STRONG or Pole.LEVEL in (one.entry.pole, head.entry.pole):
        return False
    return (one.entry.pole is Pole.BAD) != (head.entry.pole is Pole.BAD)
