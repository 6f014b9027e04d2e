"""From everything found in a phrase to the heads and modifiers that count, each word of the text taken once.

Guards take their words away from the heads, heads from the modifiers ("visible light" is no threshold of notice), and
of modifiers that exclude one another one stays: やむを得ない permits, and the ないもの in やむを得ないもの bans
nothing. The engine calls :func:`read`; scoping and grading work on the clause it returns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qspec.phrases.index import Index
from qspec.phrases.matching import find, longest
from qspec.phrases.model import Match
from qspec.phrases.scoping import Clause
from qspec.phrases.written import Written

_GROUPS = (
    ("ban", "permission", "demand"),
    ("intensify", "notice", "slight", "excess", "effort", "sample", "zone", "function", "custom"),
    ("uniform", "enough", "lack"),
    ("judge",),
    ("procedure",),
    ("definition",),
    ("business",),
    ("goods",),
)
"""Modifiers that exclude one another on the same words; other groups may share words with them (zero bans and
intensifies).
"""


def read(written: Written, made: Index, trade: str | None = None) -> Clause:
    """Return a phrase with its heads and modifiers."""
    matches = find(written, made)
    heads = _heads(matches, trade)
    modifiers = [match for group in _GROUPS for match in _apart(longest(_of(matches, group, heads)))]
    return Clause(written, heads, sorted(modifiers, key=lambda match: match.start))


def _heads(matches: Iterable[Match], trade: str | None) -> list[Match]:
    """Return the longest heads; guards take their words away and are then gone."""
    kept = longest((match for match in matches if match.entry.modifier is None), trade)
    return [match for match in kept if match.entry.characteristic is not None]


def _of(matches: Iterable[Match], group: tuple[str, ...], heads: Sequence[Match]) -> list[Match]:
    """Return the modifiers of a group that are not part of a strong head ("visible light" is no threshold)."""
    found = [match for match in matches if match.entry.modifier in group]
    return [
        match for match in found if match.entry.modifier in _SHARED or not any(_inside(match, head) for head in heads)
    ]


_SHARED = ("excess", "notice", "intensify", "uniform", "judge", "enough", "lack", "sample", "custom", "function")
"""Modifiers that a head may hold: the swatch of "color like the swatch" is a yardstick all the same."""


def _apart(modifiers: Sequence[Match]) -> list[Match]:
    """Return modifiers of which no two share words.

    The first Japanese one stays, a permission before all (やむを得ない, and not the ないもの in it; 不良としない, and
    not は不良), in English the longest ("shall not be cause for rejection" is one permission and not a ban).
    """
    kept: list[Match] = []
    for match in sorted(modifiers, key=_precedence):
        if not any(
            low < end and start < high for other in kept for low, high in other.spans for start, end in match.spans
        ):
            kept.append(match)
    return sorted(kept, key=lambda one: one.start)


def _precedence(one: Match) -> tuple[bool, int, int, int]:
    if one.entry.lang == "ja":
        return (one.entry.modifier != "permission", one.start, -one.size, 0)
    return (False, 0, -one.size, one.start)


def _inside(modifier: Match, head: Match) -> bool:
    return any(start <= modifier.start and modifier.end <= end for start, end in head.spans)
