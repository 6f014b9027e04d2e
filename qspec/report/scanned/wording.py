"""What every output says of a clause, as values: its characteristic, why it is vague, what two languages differ in."""

from __future__ import annotations

from qspec.errors import Say, Value
from qspec.messages import LANGUAGES, render, say
from qspec.phrases.answer import Answer, Question, TierProposal
from qspec.phrases.differing import name
from qspec.phrases.model import Finding
from qspec.phrases.proposals import GENERAL
from qspec.phrases.told import Told
from qspec.phrases.vocabulary import ClauseClass, Degree, Polarity, Yardstick
from qspec.phrases.wording import both_worded

__all__ = ["first_question", "limit", "meaning", "name", "names", "proposed", "why"]

_DECIDING = (Yardstick.SAMPLE, Yardstick.FUNCTION, Yardstick.CUSTOM)
"""Yardsticks that leave more open than the degree does."""


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
    if finding.polarity is Polarity.DEMAND and finding.degree is Degree.STRICT:
        return Degree.UNSPECIFIED.value  # perfectly flat: nothing is banned, and no number given either
    return finding.degree.value


def first_question(one: Told) -> Question | None:
    """Return the question to settle first: one that only the parties can answer, else the first."""
    questions = one.answer.questions
    open_ones = (question for question in questions if question.default is None or question.settles is not None)
    return next(open_ones, questions[0] if questions else None)


def proposed(answer: Answer, tier: TierProposal) -> Say:
    """Return the proposed limit, what it limits, and what it rests on."""
    values: dict[str, Value] = {
        "measurand": dict(answer.measurand or {}),
        "limit": tier.limit,
        "tier": Say(f"define.tier.{tier.tier.value}"),
        "evidence": Say(f"define.evidence.{tier.evidence.value}"),
        "source": dict(tier.source),
    }
    return Say("scan.proposed", values)


def limit(answer: Answer) -> Value:
    """Return the limit that a measurable clause states, empty where it only names a drawing or a standard."""
    return both_worded(answer.requirement) if answer.requirement is not None else ""


def names(characteristics: list[str]) -> dict[str, str]:
    """Return the names of some characteristics as one text per language."""
    found = [name(each) for each in characteristics]
    return {lang: say("define.list", lang).join(render(each, lang) for each in found) for lang in LANGUAGES}
