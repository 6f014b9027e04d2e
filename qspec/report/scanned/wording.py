"""What every output says of a clause, as values: its characteristic, why it is vague, what two languages differ in."""

from __future__ import annotations

from qspec.errors import Say, Value
from qspec.messages import LANGUAGES, render, say, template
from qspec.phrases.answer import Answer, Question, TierProposal
from qspec.phrases.differences import Difference, What
from qspec.phrases.lexicon import characteristics
from qspec.phrases.model import Finding
from qspec.phrases.proposals import GENERAL, proposal
from qspec.phrases.scan import Scanned
from qspec.phrases.told import Told
from qspec.phrases.vocabulary import ClauseClass, Degree, Yardstick
from qspec.phrases.wording import both_worded

_DECIDING = (Yardstick.SAMPLE, Yardstick.FUNCTION, Yardstick.CUSTOM)
"""Yardsticks that leave more open than the degree does."""


def name(characteristic: str | None) -> Value:
    """Return what a characteristic is called."""
    return Say("scan.no-quality") if characteristic is None else dict(characteristics()[characteristic]["name"])


def meaning(finding: Finding) -> Say:
    """Return what a clause asks for: the characteristic, how much of it, against what."""
    values: dict[str, Value] = {"name": name(finding.characteristic)}
    if finding.clause_class is ClauseClass.MEASURABLE:
        return Say("scan.meaning-measurable", values)
    if finding.characteristic == GENERAL:
        return Say("scan.meaning-general", values)
    values["degree"] = Say(f"define.degree.{finding.degree.value}")
    if finding.yardstick is Yardstick.NONE:
        return Say("scan.meaning", values)
    values["yardstick"] = Say(f"define.yardstick.{finding.yardstick.value}")
    return Say("scan.meaning-against", values)


def why(finding: Finding) -> Say:
    """Return in one line why a clause is vague."""
    if finding.characteristic == GENERAL:
        return Say("scan.why.general")
    return Say(f"scan.why.{_cause(finding)}")


def _cause(finding: Finding) -> str:
    for stick in _DECIDING:
        if stick in (finding.yardstick, *finding.yardsticks):
            return stick.value
    if finding.degree is Degree.UNSPECIFIED and Yardstick.ZONE in finding.yardsticks:
        return Yardstick.ZONE.value
    return finding.degree.value


def first_question(one: Told) -> Question | None:
    """Return the question to settle first: one that only the parties can answer, else the first."""
    questions = one.answer.questions
    open_ones = (question for question in questions if question.default is None or question.settles is not None)
    return next(open_ones, questions[0] if questions else None)


def proposed(tier: TierProposal) -> Say:
    """Return the proposed limit with what it rests on."""
    values: dict[str, Value] = {
        "limit": tier.limit,
        "tier": Say(f"define.tier.{tier.tier.value}"),
        "evidence": Say(f"define.evidence.{tier.evidence.value}"),
        "source": dict(tier.source),
    }
    return Say("scan.proposed", values)


def differing(difference: Difference) -> list[Value]:
    """Return in words what an English and a Japanese clause differ in, a sentence for each."""
    english, japanese = difference.english, difference.japanese
    if english is None or japanese is None:
        one = english or japanese
        missing = "ja" if japanese is None else "en"
        found = one.finding.characteristic if one is not None else None
        return [Say("scan.differs.missing", {"language": Say(f"scan.language.{missing}"), "name": name(found)})]
    return [Say(f"scan.differs.{what.value}", _sides(what, english, japanese)) for what in difference.what]


def _sides(what: What, english: Scanned, japanese: Scanned) -> dict[str, Value]:
    return {"en": _said(what, english.finding), "ja": _said(what, japanese.finding)}


def _said(what: What, finding: Finding) -> Value:
    if what is What.NUMBER:
        return _limit(finding)
    if what is What.YARDSTICK:
        sticks = [stick for stick in finding.yardsticks if stick is not Yardstick.NUMBER]
        return _joined([Say(f"define.yardstick.{stick.value}") for stick in sticks]) if sticks else Say("scan.nothing")
    if what is What.DEGREE:
        return _graded(finding)
    return name(finding.characteristic)


def _graded(finding: Finding) -> Say:
    """Return how much a side asks for; where only its polarity says it, that."""
    own = f"scan.side.{finding.polarity.value}-{finding.degree.value}"
    return Say(own if template(own, LANGUAGES[0]) is not None else f"scan.side.{finding.degree.value}")


def _joined(values: list[Say]) -> dict[str, str]:
    return {lang: say("define.list", lang).join(say(one.key, lang) for one in values) for lang in LANGUAGES}


def _limit(finding: Finding) -> Value:
    """Return a side's limit in the words of a contract, or that it has none."""
    if finding.measure is None:
        return Say("scan.no-number")
    return limit(proposal(finding)) or finding.measure.text.strip()


def limit(answer: Answer) -> Value:
    """Return the limit that a measurable clause states, empty where it only names a drawing or a standard."""
    return both_worded(answer.requirement) if answer.requirement is not None else ""


def names(characteristics: list[str]) -> dict[str, str]:
    """Return the names of some characteristics as one text per language."""
    found = [name(each) for each in characteristics]
    return {lang: say("define.list", lang).join(render(each, lang) for each in found) for lang in LANGUAGES}
