"""Polarity, degree, direction and yardstick of a head within its clause; polarity is decided before degree.

Permissive negation is the trap this module exists for: 差し支えない, "not cause for rejection" and "no objection"
allow, while "unacceptable" holds the word acceptable and bans. A ban read as a permission is the worst single error an
answer can hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from qspec.phrases.lexicon import characteristics, sides
from qspec.phrases.model import Match
from qspec.phrases.scoping import Clause
from qspec.phrases.vocabulary import Degree, Direction, Polarity, Pole, Yardstick

_YARDSTICKS = {
    "sample": Yardstick.SAMPLE,
    "custom": Yardstick.CUSTOM,
    "function": Yardstick.FUNCTION,
    "zone": Yardstick.ZONE,
}


def polarity(clause: Clause, head: Match) -> Polarity:
    """Return whether the words demand, ban or permit what a head names."""
    bans = clause.attached(head, "ban")
    permissions = clause.attached(head, "permission")
    if not bans and not permissions:
        complaint = head.entry.pole is not Pole.GOOD and any(_is_too(one) for one in clause.attached(head, "excess"))
        return Polarity.BAN if complaint else Polarity.DEMAND
    if not permissions:
        return _demanded_by_two_negations(clause, head, bans)
    if not bans:
        # What is wanted anyway is not permitted but demanded: 一緒に洗っても大丈夫なこと, the color must be acceptable.
        neutral = head.entry.pole is Pole.LEVEL and all(_has_to_please(clause, one) for one in permissions)
        wanted = (head.entry.pole is Pole.GOOD or neutral) and not clause.attached(head, "slight")
        return Polarity.DEMAND if wanted else Polarity.PERMISSION
    return _nearer(clause, head, bans, permissions)


_HAS_TO = re.compile(
    r"^(?!.*\b(?:any|either|both|all)\b).*\b(?:must|shall|should|ha(?:s|ve) to|needs? to)\s+(?:\w+\s+){0,2}$"
)
_PLEASING = re.compile(r"(?:be\s+|look\s+)?(?:acceptable|fine|ok|okay|good)\b.*")


def _has_to_please(clause: Clause, permission: Match) -> bool:
    """Say whether words of permission judge, behind a verb of demand: must be acceptable, has to be OK."""
    text = clause.written.folded
    before, words = text[: permission.start], text[permission.start : permission.end]
    return _PLEASING.fullmatch(words) is not None and _HAS_TO.match(before) is not None


def _is_too(modifier: Match) -> bool:
    """Say whether a word of excess complains by itself: too long, 長すぎる."""
    return modifier.entry.head.lstrip("=") in ("too", "すぎ", "過ぎ", "too much", "多すぎ")


def _demanded_by_two_negations(clause: Clause, head: Match, bans: list[Match]) -> Polarity:
    """Return what two negations make: parts not smooth are rejected, no dent is cause for rejection."""
    good = head.entry.pole is not Pole.BAD
    behind = [one for one in bans if one.start >= head.end]
    in_front = [one for one in bans if one.end <= head.start]
    if good and ((behind and in_front) or len(behind) >= 2):
        return Polarity.DEMAND
    negated = any(one.entry.head in _NOBODY for one in in_front)
    text = clause.written.folded
    if not good and negated and any(_CAUSE.fullmatch(text, head.end, one.end) for one in behind):
        return Polarity.PERMISSION
    return Polarity.BAN


_NOBODY = ("no", "neither", "nor", "none of", "not one")
_CAUSE = re.compile(
    r"[^,;.]*?\b(?:is|are|be|constitute|give|lead|result)s?\b[^,;.]{0,30}"
    r"\b(?:cause|grounds?|reason|defect|nonconformity|defective|rejection)\b[^,;.]*"
)


def _nearer(clause: Clause, head: Match, bans: list[Match], permissions: list[Match]) -> Polarity:
    """Return which of a ban and a permission decides: Japanese by the last predicate, English by "no … allowed"."""
    if head.entry.lang == "ja":
        behind = sorted((one for one in (*bans, *permissions) if one.start >= head.end), key=lambda one: one.start)
        if not behind:
            return Polarity.BAN
        last = _predicate(clause, behind)
        if last.entry.modifier == "permission" and _passes_without(clause, head, behind[0], last):
            return Polarity.BAN
        return Polarity.BAN if last.entry.modifier == "ban" else Polarity.PERMISSION
    in_front = [one for one in bans if one.end <= head.start]
    permitting = [
        one
        for one in permissions
        if one.end <= head.start and one.size > 6 and not _sets_apart(one, clause.written.folded[one.end : head.start])
    ]
    if permitting and _of_nothing(permitting[0], clause.written.folded):
        return Polarity.BAN
    if permitting:
        return Polarity.PERMISSION if not in_front or in_front[0].start < permitting[0].start else Polarity.BAN
    if in_front:
        return Polarity.BAN
    if _RELATIVE.match(clause.written.folded, head.end):
        last = max((*bans, *permissions), key=lambda one: one.start)
        return Polarity.BAN if last.entry.modifier == "ban" else Polarity.PERMISSION
    others = [one for one in permissions if one.start >= head.end or one in permitting]
    nearest = min((*bans, *others), key=lambda one: (clause.distance(one, head), -one.size))
    return Polarity.BAN if nearest.entry.modifier == "ban" else Polarity.PERMISSION


_OF_NOTHING = re.compile(
    r"\b(?:no|none|not one|not a single|not all|not every|neither|nobody|no one|nothing|never|at no time)\b"
    r"(?! (?:more|less|fewer|later|objections?|problems?|issues?|doubt|longer|matter|worse|reason"
    r"|cause|grounds?|harm)\b)"
    r"[^,.;:]*$"
)
_MAY = re.compile(r"(?:may|might|can|could)\b")


def _of_nothing(permission: Match, text: str) -> bool:
    """Say whether a permission is given to nothing: "no part may have scratches" is a ban."""
    return _MAY.match(text, permission.start) is not None and _OF_NOTHING.search(text, 0, permission.start) is not None


def _sets_apart(one: Match, between: str) -> bool:
    """Say whether words of exception only name a place: "with the exception of the base, scratches are …"."""
    return "," in between and one.entry.head.startswith(("except", "with the exception", "apart", "aside", "save"))


_RELATIVE = re.compile(r"\s*,?\s*(?:which|that|who|whose|where)\b[^,;.]*?\b(?:is|are|be)\s+(?!not\b)[^,;.]*[\s.]*$")
"""A subject with a clause of its own before its predicate: "dents which do not catch the eye are acceptable"."""
_ABSENT = re.compile(r"[がのはもを]?")
_LACKS = re.compile(r"な[いきけく]|無|ません|れず")
_WHAT_PASSES = re.compile(
    r"(?:もの|物|品|製品|部品|場合|とき|時|こと|状態)?(?:だけ|のみ|に限り)?(?:を条件に|条件に|を|は|なら|であれば|ければ|れば|ば)?"
)


def _passes_without(clause: Clause, head: Match, first: Match, last: Match) -> bool:
    """Say whether what passes is what lacks the fault: 「きずのないものを合格とする」 bans it."""
    text = clause.written.folded
    if first.entry.modifier != "ban" or first is last or head.entry.pole is not Pole.BAD:
        return False
    lacks = _LACKS.search(text, first.start, first.end) is not None
    absent = lacks and _ABSENT.fullmatch(text, head.end, first.start) is not None
    return absent and _WHAT_PASSES.fullmatch(text, first.end, last.start) is not None


def _predicate(clause: Clause, behind: list[Match]) -> Match:
    """Return the predicate of the head's own statement: the last one before another statement begins."""
    own = [behind[0]]
    for one in behind[1:]:
        text = clause.written.folded[own[-1].end : one.start]
        if "、" in text and any(own[-1].end <= head.start < one.start for head in clause.heads):
            break
        own.append(one)
    return own[-1]


def degree(clause: Clause, head: Match, found: Polarity) -> Degree:
    """Return how much the words ask for."""
    kinds = {
        kind: bool(clause.attached(head, kind))
        for kind in ("intensify", "notice", "slight", "excess", "effort", "function")
    }
    if found is Polarity.PERMISSION:
        return _permitted(clause, head, kinds)
    if found is Polarity.BAN and head.entry.pole is not Pole.LEVEL:
        return Degree.SLIGHT_ALLOWED if kinds["slight"] and _excepted(clause, head) else _banned(kinds)
    if found is Polarity.DEMAND and head.entry.pole is Pole.BAD:
        return Degree.UNSPECIFIED if clause.has("sample") and not any(kinds.values()) else _bare_fault(kinds)
    if found is Polarity.DEMAND and _ABSENCE.search(clause.written.folded[head.start : head.end]):
        return Degree.STRICT if kinds["intensify"] else Degree.NONE_ALLOWED
    return _demanded(kinds, banned=found is Polarity.BAN)


_ABSENCE = re.compile(r"(?:less|-free)$|^無(?!理|事)")
"""Words that name a fault's absence: odorless, 無臭."""


def _permitted(clause: Clause, head: Match, kinds: Mapping[str, bool]) -> Degree:
    if kinds["slight"] and not kinds["excess"]:
        return Degree.SLIGHT_ALLOWED
    outside = [one for one in clause.attached(head, "excess") if one.start < head.start or one.end > head.end]
    if outside or kinds["effort"]:
        return Degree.LOOSE
    return Degree.SLIGHT_ALLOWED


_EXCEPTED_EN = re.compile(r"\b(?:unless|except\w*|other than|apart from|aside from)\b[^,;.]*$")
_EXCEPTED_JA = re.compile(r"[^。、]{0,8}(?:以外|を除|は除)")


def _excepted(clause: Clause, head: Match) -> bool:
    """Say whether the little that a ban names is what it leaves out: unless slight, 軽微なもの以外."""
    text = clause.written.folded
    for one in clause.attached(head, "slight"):
        if _EXCEPTED_JA.match(text, one.end) or _EXCEPTED_EN.search(text, 0, one.start):
            return True
    return False


def _banned(kinds: Mapping[str, bool]) -> Degree:
    if kinds["intensify"] and not kinds["excess"]:
        return Degree.STRICT
    if kinds["effort"]:
        return Degree.LOOSE
    if kinds["excess"] or kinds["function"]:
        return Degree.LOOSE
    if kinds["notice"]:
        return Degree.MODERATE
    return Degree.STRICT if kinds["slight"] else Degree.NONE_ALLOWED


def _bare_fault(kinds: Mapping[str, bool]) -> Degree:
    """Return the degree of a fault merely named, as on a check sheet: its ban is understood."""
    if kinds["effort"] or kinds["excess"] or kinds["function"]:
        return Degree.LOOSE
    if kinds["notice"]:
        return Degree.MODERATE
    return Degree.SLIGHT_ALLOWED if kinds["slight"] else Degree.NONE_ALLOWED


def _demanded(kinds: Mapping[str, bool], *, banned: bool) -> Degree:
    if kinds["intensify"]:
        return Degree.STRICT
    if kinds["effort"] or (kinds["excess"] and banned):
        return Degree.LOOSE
    if kinds["notice"] and banned:
        return Degree.MODERATE
    if kinds["slight"]:
        return Degree.SLIGHT_ALLOWED
    if kinds["function"]:
        return Degree.LOOSE if banned else Degree.UNSPECIFIED
    return Degree.NONE_ALLOWED if banned else Degree.UNSPECIFIED


_LEVELS = {"high": Pole.HIGH, "高い": Pole.HIGH, "low": Pole.LOW, "低い": Pole.LOW}
"""Words that name a side: what must not be too high is limited above, and what is to be kept low too."""


_TOO_LOW = re.compile(r"低(?:す|過)ぎ|少な(?:す|過)ぎ")
_DETERMINER = re.compile(r"\s*(?:(?:any|all|excess|excessive|visible)\s+){0,2}")


def _is_to_be_absent(clause: Clause, head: Match) -> bool:
    """Say whether the thing itself is to be absent: free from moisture."""
    bans = clause.attached(head, "ban")
    text = clause.written.folded
    judged = clause.attached(head, "judge", "uniform")
    return not judged and any(
        one.end <= head.start and _DETERMINER.fullmatch(text, one.end, head.start) for one in bans
    )


def direction(clause: Clause, head: Match, found: Polarity) -> Direction:
    """Return which side of the natural measurand is limited (characteristics.yaml; high and low words decide)."""
    entry = head.entry
    if entry.characteristic is None:
        return Direction.NONE
    limited = characteristics()[entry.characteristic]["limited"]
    if entry.pole is Pole.BAD:
        return _named_side(clause, head, head.start, head.end) or Direction(limited[Pole.BAD])
    two_sided = limited["level"] == Direction.BOTH
    if two_sided and (clause.attached(head, "uniform") or clause.has("sample")):
        return Direction.BOTH
    if entry.pole in (Pole.HIGH, Pole.LOW):
        wants_much = (entry.pole is Pole.HIGH) == (found is Polarity.DEMAND)
        return Direction.LOWER if wants_much else Direction.UPPER
    if two_sided and entry.pole is Pole.LEVEL:
        return _side_of_level(clause, head, found) or Direction.BOTH
    if entry.pole is Pole.GOOD and found is Polarity.DEMAND and entry.characteristic == "temperature":
        return _named_side(clause, head, head.start, head.end) or Direction(limited[Pole.GOOD])
    return Direction(limited[entry.pole.value])


def _side_of_level(clause: Clause, head: Match, found: Polarity) -> Direction | None:
    """Return the side on which the words limit a measurand that is named by itself, None where they name none."""
    amounts = clause.attached(head, "enough", "lack")
    levels = {_LEVELS[one.entry.head] for one in amounts if one.entry.head in _LEVELS}
    if len(levels) == 1:
        return Direction.LOWER if (levels == {Pole.HIGH}) == (found is Polarity.DEMAND) else Direction.UPPER
    if amounts:
        return Direction.LOWER
    if clause.attached(head, "excess"):
        if _TOO_LOW.search(clause.written.folded, head.end):
            return Direction.LOWER
        return _named_side(clause, head, head.start, len(clause.written.folded)) or Direction.UPPER
    return Direction.UPPER if found is Polarity.BAN and _is_to_be_absent(clause, head) else None


def _named_side(clause: Clause, head: Match, start: int, end: int) -> Direction | None:
    """Return the side that some words name: binding is too little clearance, play too much."""
    words = sides().get(head.entry.characteristic or "", {})
    text = clause.written.folded[start:end]
    for side in (Direction.LOWER, Direction.UPPER):
        listed = words.get(side.value, {}).get(head.entry.lang, ())
        if head.entry.lang == "ja" and any(word in text for word in listed):
            return side
        if head.entry.lang == "en" and any(re.search(rf"\b{word}", text) for word in listed):
            return side
    return None


def yardsticks(clause: Clause) -> tuple[Yardstick, ...]:
    """Return what the clause is to be measured against besides numbers, the deciding one first."""
    found = [value for kind, value in _YARDSTICKS.items() if clause.has(kind)]
    return tuple(found)
