"""From everything found in a phrase to the heads and modifiers that count, each word of the text taken once.

Guards take their words away from the heads, heads from the modifiers ("visible light" is no threshold of notice), and
of modifiers that exclude one another one stays: やむを得ない permits, and the ないもの in やむを得ないもの bans
nothing. A Japanese predicate that is negated by what follows is turned: 許容しかねる bans, 不可とはしない permits.
The engine calls :func:`read`; scoping and grading work on the clause it returns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from qspec.phrases.index import Index
from qspec.phrases.matching import find, longest
from qspec.phrases.model import Match
from qspec.phrases.scoping import Clause
from qspec.phrases.written import Written

_GROUPS = (
    ("ban", "permission", "demand", "definition"),
    ("intensify", "notice", "slight", "excess", "effort", "sample", "zone", "function", "custom"),
    ("uniform", "enough", "lack"),
    ("judge",),
    ("procedure",),
    ("business",),
    ("goods",),
    ("abstract",),
    ("working",),
)
"""Modifiers that exclude one another on the same words; other groups may share words with them (zero bans and
intensifies).
"""


def read(written: Written, made: Index, trade: str | None = None) -> Clause:
    """Return a phrase with its heads and modifiers."""
    matches = find(written, made)
    heads = _heads(matches, trade)
    found = [_excused(match, written) for match in _both_ways(matches) if not _runs_over(match, written)]
    modifiers = [match for group in _GROUPS for match in _apart(longest(_of(found, group, heads)))]
    turned = [_turned(match, written) for match in modifiers]
    return Clause(written, heads, sorted(turned, key=lambda match: match.start))


def _both_ways(matches: Iterable[Match]) -> list[Match]:
    """Return modifiers that are listed for what precedes and for what follows as one that governs either side."""
    kept: dict[object, Match] = {}
    for match in matches:
        entry = match.entry
        key = (match.start, match.end, entry.modifier) if entry.modifier else (match.spans, entry)
        other = kept.setdefault(key, match)
        if other is match:
            continue
        kept[key] = match if match.size > other.size else other
        if entry.modifier and other.entry.scope != entry.scope:
            scope = "any" if "any" in (other.entry.scope, entry.scope) else "both"
            kept[key] = replace(kept[key], entry=replace(kept[key].entry, scope=scope))
    return list(kept.values())


_FINITE = re.compile(r"\b(?:is|are|be|was|were|shall|will|must|may)\b|[,:]")
_NEGATIVE = re.compile(
    r"(?:と|に|で|を|が)?(?:は|も)?(?:し|する|なら|みなさ|見なさ|扱わ|扱い|いたし|致し|判定し|でき|出来|られ|され|あり|ござい|でござい"
    r"|するもので|するわけで|したものでは|もので|するものではあり|わけで)?(?:は)?"
    r"(?:ない(?!か|もの|場合|よう|時|とき|こと)|ません|ず(?!に済)|ぬ|ざる|かね|兼ね|がた[いくし]|難い|まい|べからず)"
)
"""What negates the Japanese predicate before it: 認め-ず, 容認-しがたい, 不可-とはしない."""
_PASSING = re.compile(r"許容|容認|認め|許|合格|良品|適合|可|ok|受け|引き取|良し|良い|よい|よし|通")
_FAILING = re.compile(
    r"不可|ng|駄目|だめ|禁止|厳禁|不合格|不適合|不良|返品|却下|拒否|返却|廃棄|致命|重欠点|手直し|選別|差し?戻"
)


def _turned(match: Match, written: Written) -> Match:
    """Return a Japanese predicate of passing or failing as its opposite where what follows negates it."""
    kind = match.entry.modifier
    if match.entry.lang != "ja" or kind not in ("ban", "permission"):
        return match
    words = written.folded[match.start : match.end]
    wanted, other = (_PASSING, "ban") if kind == "permission" else (_FAILING, "permission")
    negated = _NEGATIVE.match(written.folded, match.end) or (
        words.endswith("ませ") and written.folded.startswith("ん", match.end)
    )
    if not wanted.match(words) or _negated_itself(words) or not negated:
        return match
    return replace(match, entry=replace(match.entry, modifier=other))


_NOT_BEFORE = re.compile(
    r"\b(?:not|cannot|never|\w+n't|hardly)\s+(?:(?:be|been|being|considered|regarded|deemed|viewed|seen|treated|counted|as|to|a|an|the"
    r"|normally|usually|necessarily|automatically|in itself|by itself|of itself|sufficient)\s+){0,4}$"
)
_CONDEMNING = re.compile(
    r"(?:be |considered |regarded |deemed )?(?:as )?(?:a |an )?"
    r"(?:reject|unaccept|objectionable|defect|fault|cause|ground|reason|lead|result|prohibit|forbid|bann|avoided|intolerab|inadmiss)"
)


_APPROVING = re.compile(
    r"(?:be |considered |regarded |deemed )*(?:as )?"
    r"(?:accept|allow|permit|permiss|tolera|admiss|normal|natural|fine|ok\b|okay|let through|condoned|overlook|ignor)"
)


def _excused(match: Match, written: Written) -> Match:
    """Return an English word as its opposite where a negation stands right before it: not prohibited."""
    kind = match.entry.modifier
    if match.entry.lang != "en" or kind not in ("ban", "permission") or match.entry.scope == "any":
        return match
    before = _NOT_BEFORE.search(written.folded, 0, match.start)
    words, other = (_CONDEMNING, "permission") if kind == "ban" else (_APPROVING, "ban")
    if before is None or not words.match(written.folded, match.start):
        return match
    grown = ((before.start(), match.end),)
    return Match(replace(match.entry, modifier=other), grown, match.end - before.start())


def _negated_itself(words: str) -> bool:
    return re.search(r"ない$|なし$|ません$|ず$|ぬ$", words) is not None


def _runs_over(match: Match, written: Written) -> bool:
    """Say whether a modifier in two parts is none: "not seen are acceptable", and the も in 軽微なもの."""
    if len(match.spans) < 2:
        return False
    if match.entry.lang == "ja":
        edges = written.boundaries
        return match.entry.modifier == "intensify" and bool(edges) and match.spans[-1][1] not in edges
    if match.entry.modifier != "ban":
        return False
    (start, low), (high, _) = match.spans[0], match.spans[1]
    if written.folded.startswith(("nobody", "no "), start):
        return False
    between = written.folded[low:high].strip()
    return _FINITE.search(between) is not None and between not in ("be", "to be")


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
