"""Phrase → finding: the one way from written words to what they ask for.

``define``, ``scan`` and ``draft`` call :func:`understand`. The way: written forms → heads, guards and modifiers found →
measurable or not → the heads that count, first mention first → polarity, then degree, direction and yardstick of the first.
Nothing is guessed: a phrase without a head has no candidates, only the nearest entries of the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from qspec.phrases import grading, repair
from qspec.phrases.gate import Measured, measured
from qspec.phrases.matching import Index, find, index, longest
from qspec.phrases.model import Candidate, Entry, Finding, Match, Matched, Measure
from qspec.phrases.scoping import Clause
from qspec.phrases.vocabulary import ClauseClass, Direction, Polarity, Pole, Weight, Yardstick
from qspec.phrases.written import Written, write

MAX_LENGTH = 5_000
"""Characters of a phrase that are looked at; the longest clauses people write have some 1,500."""

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
"""Modifiers that exclude one another on the same words; those of different groups may share words (zero bans and intensifies)."""
_CONFIDENCE = {Weight.STRONG: 0.9, Weight.CUE: 0.65, Weight.GENERAL: 0.5}
_REPAIRED, _CONTESTED, _LATER = 0.2, 0.1, 0.12
"""What a repaired slip, a rival on the same words, and each earlier candidate take from the confidence."""


def understand(text: str, trade: str | None = None, own: tuple[str, ...] = (), *, lead: str = "") -> Finding:
    """Return what a phrase says about quality.

    ``trade`` is one of ``trades.yaml``, ``own`` are a project's lexicon files, ``lead`` is a line that leads in to the
    phrase ("The following are not permitted:"): its modifiers count, its heads do not.
    """
    finding = _understood(text[:MAX_LENGTH], trade, own)
    if not lead or not finding.candidates:
        return finding
    joint = "、" if finding.language == "ja" else " "
    shift = len(lead) + len(joint)
    whole = _understood(f"{lead}{joint}{text}"[:MAX_LENGTH], trade, own, after=shift)
    if whole.clause_class is not finding.clause_class or whole.characteristic != finding.characteristic:
        return finding
    inner = tuple(
        replace(one, start=one.start - shift, end=one.end - shift) for one in whole.matched if one.start >= shift
    )
    return replace(whole, text=text, matched=inner)


def _understood(text: str, trade: str | None, own: tuple[str, ...], *, after: int = 0) -> Finding:
    """Return what a text says, by its heads from an offset on."""
    written = repair.respelled(write(text), index(own))
    clause = read(written, index(own), trade)
    if after:
        heads = [head for head in clause.heads if written.span(head.start, head.end)[0] >= after]
        clause = Clause(written, heads, clause.modifiers)
    language = "ja" if written.japanese else "en"
    if clause.has("definition"):
        return Finding(text, language, ClauseClass.OTHER, trade=trade)
    measure = measured(clause)
    ranked = _ranked(clause, trade)
    if measure is not None:
        ranked = _with_measured(ranked, measure.characteristic)
        if not ranked and measure.characteristic is not None:
            ranked = [_named_by_symbol(written, measure)]
        if ranked:
            return _finding(clause, ranked, language, ClauseClass.MEASURABLE, trade, measure)
    asking = [head for head in ranked if _asks(clause, head)]
    if asking:
        ranked = [*asking, *(head for head in ranked if head not in asking)]
        return _finding(clause, ranked, language, ClauseClass.VAGUE, trade, None)
    return Finding(text, language, ClauseClass.OTHER, trade=trade)


def nearest(text: str, own: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the entries of the lexicon nearest to a phrase in which nothing was found, for the person who typed it."""
    return repair.nearest(write(text[:MAX_LENGTH]), index(own))


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

    The first Japanese one stays, a permission before all (やむを得ない, and not the ないもの in it; 不良としない, and not は不良), in
    English the longest ("shall not be cause for rejection" is one permission and not a ban).
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


_SILENT = ("procedure", "definition", "demand", "business", "goods")
"""Modifiers that decide whether a phrase asks for something, but are no words of the answer."""


def _ranked(clause: Clause, trade: str | None) -> list[Match]:
    """Return the heads, the deciding one first: strong before cue before general, then the first mentioned."""
    order = {Weight.STRONG: 0, Weight.CUE: 1, Weight.GENERAL: 2}

    def key(match: Match) -> tuple[int, int, int, int]:
        own = 0 if trade is not None and match.entry.trade == trade else 1
        mentioned = max(start for start, _ in match.spans)  # "lids transparent and well fitting": fitting decides
        return (order[match.entry.weight], mentioned, -match.size, own)

    return sorted(clause.heads, key=key)


def _with_measured(ranked: list[Match], characteristic: str | None) -> list[Match]:
    """Return the heads with those of the characteristic that a symbol or unit names (Ra, HRC, GU) in front."""
    if characteristic is None:
        return ranked
    named = [match for match in ranked if match.entry.characteristic == characteristic]
    rest = [match for match in ranked if match.entry.characteristic != characteristic]
    return [*named, *rest]


def _named_by_symbol(written: Written, measure: Measured) -> Match:
    """Return a head for a characteristic that only a symbol or unit names: HRC, φ20 h7."""
    entry = Entry(measure.measure.text, "en", measure.characteristic)
    return Match(entry, ((0, len(written.folded)),), len(written.folded))


def _asks(clause: Clause, head: Match) -> bool:
    """Say whether a phrase asks for something: a fault or a wanted state named, or a subject with a word that judges it."""
    graded = clause.has(
        "ban", "permission", "intensify", "notice", "slight", "excess", "effort", "judge", "uniform", "enough", "lack"
    )
    pointed = clause.has("sample", "function", "custom")
    poled = head.entry.pole is not Pole.LEVEL
    if clause.has("business") and not clause.has("goods", "ban", "permission", "notice", "sample"):
        return False
    if (
        head.entry.weight is Weight.CUE
        and not poled
        and not clause.attached(head, "judge", "uniform", "excess", "enough", "lack", "sample", "notice")
    ):
        return False
    if clause.has("procedure") and not clause.has("ban", "permission"):
        return poled and graded and head.entry.weight is Weight.STRONG
    if head.entry.weight is Weight.STRONG:
        return poled or graded or pointed
    return graded or pointed or (poled and head.entry.weight is Weight.GENERAL)


def _finding(
    clause: Clause,
    ranked: list[Match],
    language: str,
    clause_class: ClauseClass,
    trade: str | None,
    measure: Measured | None,
) -> Finding:
    candidates = _candidates(clause, ranked)
    head = next(match for match in ranked if match.entry.characteristic == candidates[0].characteristic)
    found = grading.polarity(clause, head)
    sticks = grading.yardsticks(clause)
    given = _turned(measure.measure, head, found) if measure is not None else None
    if given is not None:
        sticks = (Yardstick.NUMBER, *sticks)
    return Finding(
        text=clause.written.text,
        language=language,
        clause_class=clause_class,
        candidates=candidates,
        second=_second(candidates, ranked),
        direction=_direction(head, clause, given),
        polarity=found,
        degree=grading.degree(clause, head, found),
        yardstick=sticks[0] if sticks else Yardstick.NONE,
        matched=_matched(clause, ranked),
        measure=given,
        trade=trade,
        yardsticks=sticks,
    )


def _turned(measure: Measure, head: Match, found: Polarity) -> Measure:
    """Return the limit that a ban of what lies beyond it states: "specks over 0.3 mm are not allowed" means 0.3 or less."""
    limit = measure.limit
    if limit is None or found is not Polarity.BAN or head.entry.pole is not Pole.BAD:
        return measure
    if limit.lower is None or limit.upper is not None or not _NAMED_BEYOND.search(measure.text):
        return measure
    upper = replace(limit.lower, inclusive=not limit.lower.inclusive)
    return replace(measure, limit=replace(limit, lower=None, upper=upper))


_NAMED_BEYOND = re.compile(
    r"over|above|more|larger|longer|wider|deeper|exceed|greater|bigger|以上|超|大き|長い|こえ", re.IGNORECASE
)


def _direction(head: Match, clause: Clause, measure: Measure | None) -> Direction:
    if measure is not None and measure.limit is not None:
        if measure.limit.lower is not None and measure.limit.upper is not None:
            return Direction.BOTH
        return Direction.LOWER if measure.limit.lower is not None else Direction.UPPER
    return grading.direction(clause, head, grading.polarity(clause, head))


def _candidates(clause: Clause, ranked: Sequence[Match]) -> tuple[Candidate, ...]:
    """Return each characteristic once, the deciding one first, with its words and how sure it is."""
    by_name: dict[str, list[Match]] = {}
    for match in ranked:
        by_name.setdefault(match.entry.characteristic or "", []).append(match)
    found = []
    for place, (name, matches) in enumerate(by_name.items()):
        best = matches[0]
        sure = _CONFIDENCE[best.entry.weight] - _LATER * place
        sure -= _REPAIRED if clause.written.repaired_in(best.spans) else 0.0
        sure -= _CONTESTED if any(_contests(other, best) for other in ranked) else 0.0
        words = tuple(dict.fromkeys(_typed(clause.written, match) for match in matches))
        found.append(Candidate(name, round(max(sure, 0.05), 2), words, best.entry.head, best.entry.pole))
    return tuple(found)


def _contests(other: Match, match: Match) -> bool:
    if other.entry.characteristic == match.entry.characteristic or other.entry.weight is not match.entry.weight:
        return False
    return any(low < end and start < high for low, high in other.spans for start, end in match.spans)


def _second(candidates: Sequence[Candidate], ranked: Sequence[Match]) -> str | None:
    strong = {
        match.entry.characteristic
        for match in ranked
        if match.entry.weight is Weight.STRONG and match.entry.pole is not Pole.LEVEL
    }
    first = [match for match in ranked if match.entry.characteristic == candidates[0].characteristic]
    apart = {
        match.entry.characteristic
        for match in ranked
        if any(
            not any(low < end and start < high for one in first for low, high in one.spans)
            for start, end in match.spans
        )
    }
    return next((one.characteristic for one in candidates[1:] if one.characteristic in strong & apart), None)


def _typed(written: Written, match: Match) -> str:
    """Return the words of a match as they were typed, a gap shown as an ellipsis."""
    return " … ".join(written.text[slice(*written.span(start, end))] for start, end in sorted(match.spans))


def _matched(clause: Clause, ranked: Sequence[Match]) -> tuple[Matched, ...]:
    """Return every stretch of the phrase that was taken for something, in the order of the text."""
    found = []
    for match in (*ranked, *clause.modifiers):
        start, end = clause.written.span(match.start, match.end)
        meaning = match.entry.characteristic or match.entry.modifier or ""
        if meaning not in _SILENT:
            found.append(Matched(start, end, _typed(clause.written, match), meaning))
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.meaning)))
