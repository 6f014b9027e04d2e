"""The entry for a spec that a proposal becomes: a mapping in the order of its keys, its open questions included.

As long as ``questions`` is not empty, ``qspec lint`` reports each of them and nothing is judged by the entry: what
nobody has agreed must not accept a lot. Called by ``proposals.py`` and, for the answers, by ``draft``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from qspec.phrases.answer import Question


def entry(
    phrase: str, case: Mapping[str, Any], tier: Mapping[str, Any], questions: Iterable[Question]
) -> dict[str, Any]:
    """Return the spec entry of a case at a tier; its limit is a proposal until every question is answered."""
    given = {**case["item"], **tier.get("item", {})}
    conditions = conditions_of(case, tier)
    made: dict[str, Any] = {
        "kind": given.pop("kind"),
        "name": dict(case["measurand"]),
        "phrase": seen(phrase),
        "limit": tier["limit"],
    }
    given.pop("conditions", None)
    made |= given
    if conditions:
        made["conditions"] = conditions
    made["method"] = dict(case["method"])
    open_questions = [dict(question.ask) for question in questions]
    if open_questions:
        made["questions"] = open_questions
    return made


def seen(phrase: str) -> str:
    """Return the words without characters that nobody sees (control, bidirectional …): a spec with one is refused."""
    shown = "".join(" " if char.isspace() else char for char in phrase if char.isspace() or char.isprintable())
    return " ".join(shown.split())


def conditions_of(case: Mapping[str, Any], tier: Mapping[str, Any]) -> dict[str, str]:
    """Return the conditions of a case with those of one tier on top."""
    layers = (case["item"], tier.get("item", {}), tier)
    return {key: value for layer in layers for key, value in layer.get("conditions", {}).items()}


def answered(made: Mapping[str, Any], questions: Iterable[Question]) -> dict[str, Any]:
    """Return an entry with the example of each question filled in and none left open, as both sides might agree it."""
    settled = {key: value for key, value in made.items() if key != "questions"}
    for question in questions:
        if question.settles is not None and question.example is not None:
            settled[question.settles] = question.example
    return settled


def entry_id(characteristic: str) -> str:
    """Return the id under which a characteristic stands in a spec."""
    return characteristic.replace("_", "-")
