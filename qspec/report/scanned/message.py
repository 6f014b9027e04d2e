"""What the outputs for machines and reviewers say of a clause or a difference, in sentences."""

from __future__ import annotations

from qspec.errors import Place, Say, Value
from qspec.phrases.differences import Difference
from qspec.phrases.differing import differing
from qspec.phrases.scan import Scanned
from qspec.phrases.told import Told
from qspec.phrases.vocabulary import ClauseClass
from qspec.report.scanned import wording


def of_clause(one: Told) -> list[Value]:
    """Return what a clause asks for and why that is vague, the proposal, and the first question."""
    meaning = wording.meaning(one.finding)
    if one.finding.clause_class is not ClauseClass.VAGUE:
        return [meaning]
    said: list[Value] = [Say("scan.message", {"meaning": meaning, "why": wording.why(one.finding)})]
    tier, question = one.answer.preselected, wording.first_question(one)
    if tier is not None:
        said.append(Say("scan.message-limit", {"proposed": wording.proposed(one.answer, tier)}))
    if question is not None:
        said.append(Say("scan.message-question", {"question": dict(question.ask)}))
    return said


def of_difference(difference: Difference) -> tuple[Value, Place, list[Value]]:
    """Return the title of a difference, where its first side stands, and in what the sides differ."""
    sides = [side for side in (difference.english, difference.japanese) if side is not None]
    texts: list[Value] = [quoted(side) for side in sides]
    return Say("scan.rule-difference"), sides[0].place, [*texts, *differing(difference)]


def quoted(side: Scanned) -> Value:
    """Return a side of a clause with its place."""
    return f"{side.place}: {side.clause.text}"
