"""Phrase → finding: the one way from written words to what they ask for.

``define``, ``scan`` and ``draft`` call :func:`understand`. The way: written forms, slips repaired → heads, guards and
modifiers found and sifted → no mere name of goods → measurable or not → the heads that count, first mention first →
polarity, then degree, direction and yardstick of the first. Nothing is guessed: a phrase without a head has no
candidates, only the nearest entries of the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qspec.phrases import candidates, grading, repair
from qspec.phrases.gate import measured
from qspec.phrases.index import index
from qspec.phrases.model import Finding, Match, Measure
from qspec.phrases.scoping import Clause
from qspec.phrases.sifting import read
from qspec.phrases.telling import only_names_goods
from qspec.phrases.vocabulary import ClauseClass, Direction, Polarity, Pole, Yardstick
from qspec.phrases.written import write

MAX_LENGTH = 5_000
"""Characters of a phrase that are looked at; the longest clauses people write have some 1,500."""

_NUMBERED = re.compile(
    r"\s*(?:\d+(?:\.\d+)*[.)]?|[A-Z]\.|第\s*\d+\s*[条章項節]|(?:別?表|図|付表|Table|Figure|Annex|Section)\s*\d+)"
    r"[:：.\s　]+\S",
    re.IGNORECASE,
)
"""A number in front, as of a heading: it takes a word that asks for something to make a clause of it."""

_CAPTION = re.compile(
    r"\s*(?:付?表|別表|図|Table|Figure|Fig\.)\s*\d+[:：.\s　]+"
    r"(?!.*(?:こと|する|ない|なし|可|ます|です|。|\b(?:shall|must|should|is|are|may|no|not|free)\b))",
    re.IGNORECASE,
)
"""A caption of a table or figure: no predicate follows."""
_COMPANY = re.compile(
    r"[^.。:;]{1,60}?[ ,](?:co\.?,? ?ltd|inc|gmbh|llc|ltd|plc|corp|s\.?p\.?a|a\.?g|k\.?k)\.?\s*"
    r"|(?:株式|有限|合同)会社[^。、はがをに]{1,30}|[^。、はがをに]{1,30}(?:株式|有限|合同)会社",
    re.IGNORECASE,
)
"""A text that is nothing but the name of a company."""


def _is_a_title(text: str, clause: Clause) -> bool:
    """Say whether a text is a heading, a caption or a company's name, and no clause."""
    if _CAPTION.match(text) or _COMPANY.fullmatch(text.strip()):
        return True
    return _NUMBERED.match(text) is not None and not clause.has(*candidates.GRADING)


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


def nearest(text: str, own: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the entries of the lexicon nearest to a phrase in which nothing was found, for the person who typed it."""
    return repair.nearest(write(text[:MAX_LENGTH]), index(own))


def _understood(text: str, trade: str | None, own: tuple[str, ...], *, after: int = 0) -> Finding:
    """Return what a text says, by its heads from an offset on."""
    written = repair.respelled(write(text), index(own))
    clause = read(written, index(own), trade)
    if after:
        heads = [head for head in clause.heads if written.span(head.start, head.end)[0] >= after]
        clause = Clause(written, heads, clause.modifiers)
    other = Finding(text, "ja" if written.japanese else "en", ClauseClass.OTHER, trade=trade)
    if clause.has("definition") or only_names_goods(clause):
        return other
    measure = measured(clause)
    ranked = candidates.ranked(clause, trade)
    if measure is not None:
        named = candidates.of_a_size(clause, candidates.with_measured(ranked, measure.characteristic))
        alone = (measure.borne or measure.measure.requirement is None) and measure.characteristic not in _names(named)
        if measure.characteristic is not None and (alone or not named):
            named = [candidates.named_by_symbol(written, measure), *named]
        if named:
            return _finding(replace(other, clause_class=ClauseClass.MEASURABLE), clause, named, measure.measure)
    asking = [head for head in ranked if candidates.asks(clause, head)]
    if not asking or _is_a_title(text, clause):
        return other
    rest = [head for head in ranked if head not in asking]
    return _finding(replace(other, clause_class=ClauseClass.VAGUE), clause, [*asking, *rest], None)


def _names(heads: Sequence[Match]) -> set[str | None]:
    return {head.entry.characteristic for head in heads}


def _finding(blank: Finding, clause: Clause, ranked: Sequence[Match], measure: Measure | None) -> Finding:
    """Return a finding filled with what the heads of a clause say, the deciding one first."""
    found = candidates.candidates(clause, ranked)
    head = _graded(clause, [match for match in ranked if match.entry.characteristic == found[0].characteristic])
    polarity = grading.polarity(clause, head)
    sticks = grading.yardsticks(clause)
    if measure is not None:
        measure = _turned(measure, head, polarity)
        sticks = (Yardstick.NUMBER, *sticks)
    return replace(
        blank,
        candidates=found,
        second=candidates.second(found, ranked),
        direction=_limited_by(measure) or grading.direction(clause, head, polarity),
        polarity=polarity,
        degree=grading.degree(clause, head, polarity),
        yardstick=sticks[0] if sticks else Yardstick.NONE,
        matched=candidates.matched(clause, ranked),
        measure=measure,
        yardsticks=sticks,
    )


def _graded(clause: Clause, heads: Sequence[Match]) -> Match:
    """Return the head of a characteristic that speaks for it: the first, or one beside it that the clause bans.

    「海辺で使っても赤茶けないこと」 names the scene first, and bans the browning; "a rough, non-slip surface" bans
    nothing, and so the word that is no fault decides.
    """
    first = heads[0]
    if clause.attached(first, "ban", "permission"):
        return first
    for head in heads[1:]:
        apart = re.search(r"[、,;。]", clause.written.folded[first.end : max(head.start, first.end)])
        if apart is None and clause.attached(head, "ban", "permission"):
            return head
    if first.entry.pole is Pole.BAD:
        return next((head for head in heads if head.entry.pole in (Pole.HIGH, Pole.LOW, Pole.GOOD)), first)
    return first


_NAMED_BEYOND = re.compile(
    r"over|above|more|larger|longer|wider|deeper|exceed|greater|bigger|以上|超|大き|長い|こえ", re.IGNORECASE
)


def _turned(measure: Measure, head: Match, found: Polarity) -> Measure:
    """Return the limit that a ban of what lies beyond it states: "no specks over 0.3 mm" means 0.3 or less."""
    limit = measure.limit
    if limit is None or found is not Polarity.BAN or head.entry.pole is not Pole.BAD:
        return measure
    if limit.lower is None or limit.upper is not None or not _NAMED_BEYOND.search(measure.text):
        return measure
    upper = replace(limit.lower, inclusive=not limit.lower.inclusive)
    return replace(measure, limit=replace(limit, lower=None, upper=upper))


def _limited_by(measure: Measure | None) -> Direction | None:
    """Return the side that a limit in numbers limits."""
    if measure is None or measure.limit is None:
        return None
    if measure.limit.lower is not None and measure.limit.upper is not None:
        return Direction.BOTH
    return Direction.LOWER if measure.limit.lower is not None else Direction.UPPER
