"""Which characteristics a phrase is about, how sure each is, and whether it asks for anything at all.

Strong heads come before cues and those before general words; within each the first mentioned decides. A subject by
itself ("the color is stated in Annex 1") asks for nothing, nor does talk of dealings and money. The engine calls these
in turn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from qspec.phrases.gate import Measured
from qspec.phrases.model import Candidate, Entry, Match, Matched
from qspec.phrases.scoping import Clause
from qspec.phrases.telling import only_tells, wants
from qspec.phrases.vocabulary import Pole, Weight
from qspec.phrases.written import Written

_CONFIDENCE = {Weight.STRONG: 0.9, Weight.CUE: 0.65, Weight.GENERAL: 0.5}
_REPAIRED, _CONTESTED, _LATER = 0.2, 0.1, 0.12
"""What a repaired slip, a rival on the same words, and each earlier candidate take from the confidence."""
_SILENT = ("procedure", "definition", "demand", "business", "goods", "abstract", "working")
"""Modifiers that decide whether a phrase asks for something, but are no words of the answer."""


_JUDGING = ("judge", "uniform", "excess", "enough", "lack", "sample", "notice", "custom", "function")
"""Modifiers that make a demand of a subject that only hints at a characteristic."""
_GRADING_A_FAULT = ("intensify", "notice", "slight", "excess", "effort")
GRADING = (
    "ban",
    "permission",
    "intensify",
    "notice",
    "slight",
    "excess",
    "effort",
    "judge",
    "uniform",
    "enough",
    "lack",
)


def ranked(clause: Clause, trade: str | None) -> list[Match]:
    """Return the heads, the deciding one first: strong before cue before general, then the first mentioned.

    What stands in a scene set before the clause ("when the carton is opened, ...", 「雨に濡れても」) comes after what
    the clause itself says; so does a head put together from words of which one belongs to another.
    """
    order = {Weight.STRONG: 0, Weight.CUE: 1, Weight.GENERAL: 2}
    scene = _scene(clause.written)
    text = clause.written.folded
    outdone = {id(match) for match in clause.heads if any(_outdoes(other, match, text) for other in clause.heads)}

    def key(match: Match) -> tuple[int, bool, bool, int, int, int, int]:
        own = 0 if trade is not None and match.entry.trade == trade else 1
        weak = match.end <= scene, id(match) in outdone
        return (order[match.entry.weight], *weak, match.mentioned, -match.size, match.start, own)

    found = sorted(clause.heads, key=key)
    deciding = _deciding(found)
    return [
        *(match for match in found if match.entry.characteristic == deciding),
        *(match for match in found if match.entry.characteristic != deciding),
    ]


def _outdoes(one: Match, other: Match, text: str) -> bool:
    """Say whether a head in one piece shows that another, put together from words that stand apart, is none.

    The word that would decide in the other is but a part of it (the 溶剤 in 溶剤臭, the "skipped" in "skipped
    stitches"), or names what it says is lacking ("lack of straightness of the gasket groove" lacks no gasket).
    """
    if len(one.spans) > 1 or len(other.spans) < 2 or other.entry.file.startswith(_EVERYDAY):
        return False
    low, high = one.spans[0]
    deciding = other.spans if other.deciding is None else (other.spans[other.deciding],)
    for start, end in deciding:
        if low < end and start < high and _OWN_WORD.search(text[low:start] + text[end:high]):
            return one.entry.characteristic != other.entry.characteristic or one.entry.pole is Pole.LEVEL
    if other.deciding is None or one.entry.characteristic == other.entry.characteristic:
        return False
    end = other.spans[other.deciding][1]
    return _OF.fullmatch(text, end, max(low, end)) is not None and all(
        start == other.start or high <= start for start, _ in other.spans
    )


_OWN_WORD = re.compile(r"[a-z一-龥]")
_OF = re.compile(r" of (?:the |its |their |any )?")

_EVERYDAY = "everyday_"
"""How the files of scenes begin: their heads join words that stand apart, and so may read too much into a clause."""


def _deciding(found: Sequence[Match]) -> str | None:
    """Return the characteristic that decides: the first mentioned one, unless a scene is outdone.

    A longer head on some of the same words outdoes it ("screws … turned brown" the "year … turned brown"), and so do
    two heads of another characteristic where it has but one.
    """
    if not found:
        return None
    first, *others = found
    rivals = [match for match in others if match.entry.weight is first.entry.weight]
    for match in rivals:
        scenes = match.entry.file.startswith(_EVERYDAY) or first.entry.file.startswith(_EVERYDAY)
        if scenes and match.size > first.size and _share_words(match, first):
            first = match
    if first is not found[0] or not first.entry.file.startswith(_EVERYDAY):
        return first.entry.characteristic
    named = Counter(match.entry.characteristic for match in (first, *rivals))
    most, times = max(named.items(), key=lambda one: one[1])
    return most if times > 1 and named[first.entry.characteristic] == 1 else first.entry.characteristic


def _share_words(one: Match, other: Match) -> bool:
    return any(low < end and start < high for low, high in one.spans for start, end in other.spans)


_SCENE = re.compile(
    r"\s*(?:when|if|even if|even when|even though|after|once|whenever|wherever|however|although|while|whoever"
    r"|as soon as|before)\b[^,.;]*,(?! (?:and|or)\b)"
)
_SCENE_JA = re.compile(
    r"[^。、]{2,24}?(?:ても|でも(?=、)|とき(?:に|は)?(?=、)|時(?:に|は)(?=、)?|際(?:に|は)?(?=、)|たら(?=、)|後(?:に|は|も)(?=、)?|(?<=た)あと(?:に|で|も|は)?)、?"
)


def _scene(written: Written) -> int:
    """Return where the scene set before a clause ends, 0 where there is none."""
    found = (_SCENE_JA if written.japanese else _SCENE).match(written.folded)
    return found.end() if found else 0


def with_measured(heads: list[Match], characteristic: str | None) -> list[Match]:
    """Return the heads with those of the characteristic that a symbol or unit names (Ra, HRC, GU) in front."""
    if characteristic is None:
        return heads
    named = [match for match in heads if match.entry.characteristic == characteristic]
    rest = [match for match in heads if match.entry.characteristic != characteristic]
    return [*named, *rest]


_SIZE = "dimension"
_OF_A_SIZE = re.compile(
    r"[^,;:.、。]*\d[\d.]*\s*(?:mm|cm|µm|μm|um|m)?\s*(?:(?:以上|以下|未満|超|以内)の|の|を(?:こえる|超える|上回る)|より大き[いな]|超)\s*"
)
_OF_A_SIZE_AFTER = re.compile(
    r"\s*(?:(?:with|of|having|up to|over|above|exceeding|larger|smaller|no|not|more|less|than|at most|max\.?|a|an"
    r"|the|in|whose|where|which|that|have|has|\d[\d.]*|mm|cm|µm|μm)\s*)+"
)


def of_a_size(clause: Clause, heads: list[Match]) -> list[Match]:
    """Return the heads with a fault before the word for its size: 「直径0.3mm以上の異物」 speaks of foreign matter."""
    if not heads or heads[0].entry.characteristic != _SIZE or heads[0].entry.pole is not Pole.LEVEL:
        return heads
    size, text = heads[0], clause.written.folded
    for head in heads:
        if head.entry.pole is not Pole.BAD or head.entry.weight is not Weight.STRONG:
            continue
        before = size.end <= head.start and _OF_A_SIZE.fullmatch(text, size.end, head.start)
        after = head.end <= size.start and _OF_A_SIZE_AFTER.fullmatch(text, head.end, size.start)
        if before or after:
            return with_measured(heads, head.entry.characteristic)
    return heads


def named_by_symbol(written: Written, measure: Measured) -> Match:
    """Return a head for a characteristic that only a symbol or unit names: HRC, φ20 h7."""
    entry = Entry(measure.measure.text, "en", measure.characteristic)
    return Match(entry, ((0, len(written.folded)),), len(written.folded))


def asks(clause: Clause, head: Match) -> bool:
    """Say whether a phrase asks for something: it names a fault or a wanted state, or judges a subject."""
    graded = clause.has(*GRADING)
    pointed = clause.has("sample", "function", "custom")
    poled = head.entry.pole is not Pole.LEVEL
    if clause.has("business") and not clause.has("goods", "ban", "permission", "notice", "sample"):
        return False
    if _of_ideas(clause, head) or (clause.has("working") and not _MODAL.search(clause.written.folded)):
        return False
    if only_tells(clause.written, head):
        return False
    if head.entry.weight is Weight.CUE and not poled and not clause.attached(head, *_JUDGING):
        return False
    if clause.has("procedure") and not clause.has("ban", "permission"):
        return poled and clause.has(*_GRADING_A_FAULT) and head.entry.weight is Weight.STRONG
    if head.entry.weight is Weight.STRONG:
        return poled or graded or pointed
    praise = head.entry.weight is Weight.GENERAL and head.entry.pole is not Pole.BAD
    scene = head.entry.file.startswith(_EVERYDAY) and wants(clause.written, head.entry.lang)
    return graded or pointed or (poled and (praise or scene))


_MODAL = re.compile(r"\b(?:shall|must|should|may|can|will|resist\w*|not|no|free)\b|ない|無い|なき|なし|こと|べき")
"""Words that make a demand of an instruction to work: parts *must* come clean with alcohol."""
_REACH_OF_IDEAS = {"en": 40, "ja": 6}
"""Characters between a word of quality and the relation, deal or career of which it is said."""


def _of_ideas(clause: Clause, head: Match) -> bool:
    """Say whether a head is said of something that cannot be touched: cracks in the coalition, 関係にひび."""
    if clause.has("sample") or any(
        one.entry.modifier == "goods" and (one.end <= head.start or head.end <= one.start) for one in clause.modifiers
    ):
        return False
    reach = _REACH_OF_IDEAS[head.entry.lang]
    return any(clause.distance(one, head) <= reach for one in clause.modifiers if one.entry.modifier == "abstract")


def candidates(clause: Clause, heads: Sequence[Match]) -> tuple[Candidate, ...]:
    """Return each characteristic once, the deciding one first, with its words and how sure it is."""
    by_name: dict[str, list[Match]] = {}
    for match in heads:
        by_name.setdefault(match.entry.characteristic or "", []).append(match)
    found = []
    for place, (name, matches) in enumerate(by_name.items()):
        best = matches[0]
        sure = _CONFIDENCE[best.entry.weight] - _LATER * place
        sure -= _REPAIRED if clause.written.repaired_in(best.spans) else 0.0
        sure -= _CONTESTED if any(_contests(other, best) for other in heads) else 0.0
        words = tuple(dict.fromkeys(_typed(clause.written, match) for match in matches))
        found.append(Candidate(name, round(max(sure, 0.05), 2), words, best.entry.head, best.entry.pole))
    return tuple(found)


def _contests(other: Match, match: Match) -> bool:
    if other.entry.characteristic == match.entry.characteristic or other.entry.weight is not match.entry.weight:
        return False
    return _share_words(other, match)


def second(found: Sequence[Candidate], heads: Sequence[Match]) -> str | None:
    """Return the next different characteristic that the phrase names with words of its own, or None."""
    strong = {
        match.entry.characteristic
        for match in heads
        if match.entry.weight is Weight.STRONG and match.entry.pole is not Pole.LEVEL
    }
    first = [match for match in heads if match.entry.characteristic == found[0].characteristic]
    apart = {
        match.entry.characteristic
        for match in heads
        if any(
            not any(low < end and start < high for one in first for low, high in one.spans)
            for start, end in match.spans
        )
    }
    return next((one.characteristic for one in found[1:] if one.characteristic in strong & apart), None)


def _typed(written: Written, match: Match) -> str:
    """Return the words of a match as they were typed, a gap shown as an ellipsis."""
    return " … ".join(written.text[slice(*written.span(start, end))] for start, end in sorted(match.spans))


def matched(clause: Clause, heads: Sequence[Match]) -> tuple[Matched, ...]:
    """Return every stretch of the phrase that was taken for something, in the order of the text."""
    found = []
    for match in (*heads, *clause.modifiers):
        start, end = clause.written.span(match.start, match.end)
        meaning = match.entry.characteristic or match.entry.modifier or ""
        if meaning not in _SILENT:
            found.append(Matched(start, end, _typed(clause.written, match), meaning))
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.meaning)))
