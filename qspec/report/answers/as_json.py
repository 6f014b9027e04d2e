"""An answer as plain data, one object per phrase; docs/phrases.md says what each key means.

Numbers are JSON numbers where a float says them exactly, else text, so that no reader's arithmetic changes a limit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from qspec import units
from qspec.limits import Bound
from qspec.notation import Requirement
from qspec.phrases.answer import Answer, Choice, Question, Status, TierProposal
from qspec.phrases.model import Candidate, Matched
from qspec.text import write_number

_WHOLE = re.compile(r"\d+(?:\.\d+)?")


def line(answer: Answer) -> str:
    """Return an answer as one line of JSON; characters that no encoding has are written by their number."""
    text = json.dumps(plain(answer), ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode()


def plain(answer: Answer) -> dict[str, Any]:
    """Return an answer as plain data, its keys in the documented order."""
    finding = answer.finding
    measurable = answer.status is Status.MEASURABLE
    return {
        "text": finding.text,
        "language": finding.language,
        "class": finding.clause_class.value,
        "characteristic": finding.characteristic,
        "candidates": [_candidate(one) for one in finding.candidates],
        "second": finding.second,
        "direction": finding.direction.value,
        "degree": finding.degree.value,
        "yardstick": finding.yardstick.value,
        "confidence": finding.confidence or 0,
        "matched": [_matched(one) for one in finding.matched],
        "limit": _limit(answer.requirement) if measurable and answer.requirement is not None else None,
        "tiers": [_tier(tier) for tier in answer.tiers],
        "questions": [_question(question) for question in answer.questions],
        "clause": _words(answer.clause),
        "status": answer.status.value,
        "polarity": finding.polarity.value,
        "trade": finding.trade,
        "risk": None if answer.risk is None else {side: _words(answer.risk[side]) for side in ("buyer", "supplier")},
        "item": answer.item,
        "decompose": [_choice(choice) for choice in answer.decompose],
        "nearest": list(answer.nearest),
    }


def _words(text: Mapping[str, str] | None) -> dict[str, str] | None:
    return None if text is None else {lang: text[lang] for lang in ("en", "ja")}


def _candidate(one: Candidate) -> dict[str, Any]:
    return {"characteristic": one.characteristic, "confidence": one.confidence, "matched": list(one.matched)}


def _matched(one: Matched) -> dict[str, Any]:
    return {"text": one.text, "start": one.start, "end": one.end, "meaning": one.meaning}


def _choice(choice: Choice) -> dict[str, Any]:
    return {"characteristic": choice.characteristic, "ticked": choice.ticked}


def _question(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "ask": _words(question.ask),
        "why": _words(question.why),
        "default": _words(question.default),
        "settles": question.settles,
    }


def _tier(tier: TierProposal) -> dict[str, Any]:
    limit = _limit(tier.requirement)
    made = {
        "tier": tier.tier.value,
        "limit": tier.limit,
        "lower": limit["lower"],
        "upper": limit["upper"],
        "unit": limit["unit"],
        "rule": _words(tier.rule),
        "method": _words(tier.method),
        "conditions": dict(tier.conditions),
        "evidence": tier.evidence.value,
        "source": _words(tier.source),
        "preselected": tier.preselected,
    }
    return made | ({"relative": True} if "relative" in limit else {})


def _limit(requirement: Requirement) -> dict[str, Any]:
    """Return a limit's numbers; deviations from a nominal that is not there are marked ``relative``."""
    lower, upper = requirement.lower, requirement.upper
    labelled = lower is None and upper is None
    marked = requirement.label_lower == requirement.label_upper and not _WHOLE.fullmatch(requirement.label_lower or "")
    unit = units.get(requirement.unit).symbol if requirement.unit is not None else None
    made = {
        "lower": _step(None if marked else requirement.label_lower) if labelled else _bound(lower),
        "upper": _step(None if marked else requirement.label_upper) if labelled else _bound(upper),
        "lower_inclusive": requirement.label_inclusive if labelled else lower is None or lower.inclusive,
        "upper_inclusive": requirement.label_inclusive if labelled else upper is None or upper.inclusive,
        "nominal": number(requirement.nominal),
        "unit": "%" if requirement.percent_of_nominal else unit,
    }
    return made | ({"relative": True} if requirement.relative else {})


def _bound(bound: Bound | None) -> int | float | str | None:
    return None if bound is None else number(bound.value)


def _step(label: str | None) -> int | float | str | None:
    """Return a step of a scale: a number where it is one, else as it is called (4-5, 2H, B)."""
    return number(Fraction(label)) if label is not None and _WHOLE.fullmatch(label) else label


def number(value: Fraction | None) -> int | float | str | None:
    """Return an exact value as a JSON number where a float says exactly that, else as text."""
    if value is None:
        return None
    text = write_number(value)
    if value.denominator == 1:
        return int(value)
    exact = Fraction(text) == value and Decimal(repr(float(value))) == Decimal(text)
    return float(value) if exact else text
