"""Finding → answer: three limits with method and source, what to settle, both sides' risk, the clause, the spec entry.

``define`` and ``draft`` call :func:`proposal`. What is proposed is data (``data/lexicon/proposals``); here is only the
choice: the first case that fits, and the tier that the degree of the words suggests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from qspec.errors import Refusal, Say
from qspec.messages import LANGUAGES, both
from qspec.notation import Requirement, read
from qspec.phrases.answer import Answer, Choice, Question, Status, TierProposal
from qspec.phrases.choosing import first_fitting, fits
from qspec.phrases.engine import nearest
from qspec.phrases.entry import conditions_of, entry
from qspec.phrases.lexicon import ANY_TRADE, characteristics, data_file
from qspec.phrases.model import Finding, Measure
from qspec.phrases.vocabulary import ClauseClass, Degree, Evidence, Tier
from qspec.phrases.wording import both_worded, fill

GENERAL = "workmanship_general"
"""The characteristic that is never numbered."""
PRESELECTED = {
    Degree.STRICT: Tier.STRICT,
    Degree.NONE_ALLOWED: Tier.STRICT,
    Degree.MODERATE: Tier.STANDARD,
    Degree.UNSPECIFIED: Tier.STANDARD,
    Degree.SLIGHT_ALLOWED: Tier.STANDARD,
    Degree.LOOSE: Tier.RELAXED,
}
"""The tier that the degree of the words suggests."""


def proposal(finding: Finding, own: tuple[str, ...] = ()) -> Answer:
    """Return what is proposed for a phrase; ``own`` are the project's lexicon files, for words near to unknown ones."""
    if finding.clause_class is ClauseClass.MEASURABLE:
        return _measurable(finding)
    if finding.clause_class is ClauseClass.OTHER or finding.characteristic is None:
        return Answer(finding, Status.NOT_MATCHED, nearest=nearest(finding.text, own))
    data = proposals(finding.characteristic)
    if finding.characteristic == GENERAL:
        return _to_decompose(finding, data)
    return _numbered(finding, data)


@cache
def proposals(name: str) -> Mapping[str, Any]:
    """Return the proposals for a characteristic, or ``common`` for the questions that all share."""
    data: Mapping[str, Any] = data_file("proposals", f"{name}.yaml")
    return data


def _numbered(finding: Finding, data: Mapping[str, Any]) -> Answer:
    case = first_fitting(data["cases"], finding)
    chosen = PRESELECTED[finding.degree]
    questions = tuple(_questions(finding, data, case["id"]))
    tiers = tuple(_tier(case, tier, preselected=tier is chosen) for tier in Tier)
    picked = next(tier for tier in tiers if tier.preselected)
    written = case["tiers"][chosen.value]
    clause = {
        lang: fill(case["clause"][lang], picked.requirement, conditions_of(case, written), lang) for lang in LANGUAGES
    }
    return Answer(
        finding=finding,
        status=Status.MATCHED,
        case=case["id"],
        measurand=case["measurand"],
        tiers=tiers,
        reason=Say(f"define.reason.{finding.degree.value}"),
        questions=questions,
        risk=data["risk"],
        clause=clause,
        item=entry(finding.text, case, written, questions),
    )


def _tier(case: Mapping[str, Any], tier: Tier, *, preselected: bool) -> TierProposal:
    written = case["tiers"][tier.value]
    return TierProposal(
        tier=tier,
        limit=written["limit"],
        requirement=_requirement(written["limit"]),
        conditions=conditions_of(case, written),
        evidence=Evidence(written["evidence"]),
        source=written["source"],
        rule=case["rule"],
        method=case["method"],
        preselected=preselected,
    )


@cache
def _requirement(limit: str) -> Requirement:
    found = read(limit)
    if isinstance(found, Refusal):
        raise ValueError(f"the proposed limit {limit!r} cannot be read: {found.code}")
    return found[0]


def _questions(finding: Finding, data: Mapping[str, Any], case: str | None) -> Iterator[Question]:
    """Return the questions of the characteristic, then those of yardstick and degree that it does not ask itself.

    The common ``notice-tilt`` is left out where the characteristic asks ``tilt``, or another settles the same key.
    """
    asked: set[str] = set()
    for question in (*data["questions"], *proposals("common")["questions"]):
        key, about = question.get("settles"), question["id"].partition("-")[2]
        if {key, about} & asked or not fits(question.get("when"), finding, case):
            continue
        asked |= {word for word in (key, question["id"]) if word is not None}
        yield Question(
            question["id"], question["ask"], question["why"], question.get("default"), key, question.get("example")
        )


def _to_decompose(finding: Finding, data: Mapping[str, Any]) -> Answer:
    """Return the characteristics that general words may mean, those usual in the trade first and ticked."""
    usual = data["decompose"].get(finding.trade or ANY_TRADE, data["decompose"][ANY_TRADE])
    others = [name for name in characteristics() if name not in (*usual, GENERAL)]
    choices = (*(Choice(name, ticked=True) for name in usual), *(Choice(name, ticked=False) for name in others))
    return Answer(
        finding=finding,
        status=Status.NEEDS_DECOMPOSITION,
        questions=tuple(_questions(finding, data, None)),
        risk=data["risk"],
        clause=data["clause"],
        decompose=choices,
    )


def _measurable(finding: Finding) -> Answer:
    """Return the limit that a phrase holds, said again as a clause."""
    name = characteristics()[finding.characteristic]["name"] if finding.characteristic is not None else {}
    graded = finding.characteristic is not None and _is_graded(finding.characteristic)
    requirement = _stated(finding.measure, graded=graded) if finding.measure is not None else None
    if requirement is None:
        clause = both("wording.measured-elsewhere", name=name, text=finding.text)
    else:
        clause = both("wording.measured", name=name, limit=both_worded(requirement))
    return Answer(finding, Status.MEASURABLE, requirement=requirement, clause=clause)


def _is_graded(characteristic: str) -> bool:
    return any(case["item"]["kind"] == "grade" for case in proposals(characteristic).get("cases", ()))


def _stated(measure: Measure, *, graded: bool) -> Requirement | None:
    """Return the limit as the phrase means it: a ban of what lies above 0.3 mm has been turned into 0.3 mm or less.

    A bare number is a step of a scale only where the characteristic is ``graded``: 70 of gloss is none.
    """
    read_as, limit, lower, upper = measure.requirement, measure.limit, measure.label_lower, measure.label_upper
    if read_as is None:
        return None
    if limit is not None:
        return replace(read_as, lower=limit.lower, upper=limit.upper, unit=limit.unit, relative=False)
    if (lower, upper) == (None, None) or not graded:
        return read_as
    step = replace(read_as, lower=None, upper=None, label_lower=lower, label_upper=upper, label_worst=None)
    return replace(step, unit=read_as.unit or "grade")
