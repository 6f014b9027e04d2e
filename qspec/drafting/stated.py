"""A measurable clause → an entry with its own limit: the kind that can judge it, and what that kind still lacks.

The limit is written again only in a form that the notation reader reads as exactly the same limit; where there is none,
the key stays empty and ``lint`` asks for it. Called by ``draft.py``.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qspec import units
from qspec.errors import Place, Refusal, Value, has_errors
from qspec.kinds import registry
from qspec.kinds.scales import named_in
from qspec.limits import Bound
from qspec.messages import say
from qspec.notation import Requirement, read
from qspec.phrases.answer import Answer
from qspec.phrases.proposals import GENERAL, proposals
from qspec.text import normalize, write_number

_LONG = 80
"""Characters up to which the words of a limit are looked for in what was read around its number."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_PIECE = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-zµμΔ*]+|[ぁ-ん]+|[ァ-ヶー]+|[一-龥]+|\S")
_GRADES = ("grade", "class")
_ASKED = ("roughness", "color", "grade")
"""Kinds with a question of their own about what is missing."""
_FALLBACKS = ("quantity", "dimension", "count", "grade")


def entry(characteristic: str, answer: Answer, base: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entry of a measurable clause; ``base`` is what every entry has, its questions included."""
    limits = list(_limits(answer.requirement)) if answer.requirement is not None else []
    for limit in limits:
        for given in _kinds(characteristic, answer):
            made = _entry(given, base, limit)
            if _judgeable(made):
                return _with_rest(made, answer.finding.text, limit)
    kind = next(_kinds(characteristic, answer))
    if not limits:
        return _entry(kind, base, None, asked("limit"))
    return _entry(kind, base, limits[0], asked(kind["kind"] if kind["kind"] in _ASKED else "other"))


def asked(key: str, **values: Value) -> dict[str, str]:
    """Return a question for both sides, as a spec holds it."""
    return {lang: say(f"draft.ask.{key}", lang, **values) for lang in ("en", "ja")}


def _entry(
    given: Mapping[str, Any], base: Mapping[str, Any], limit: str | None, question: dict[str, str] | None = None
) -> dict[str, Any]:
    rest = {key: value for key, value in given.items() if key not in ("kind", "asked")}
    made = {"kind": given["kind"], **{key: value for key, value in base.items() if key != "questions"}}
    made |= {"limit": limit, **rest}
    questions = [*base.get("questions", ()), *([given["asked"]] if "asked" in given else [])]
    questions += [question] if question is not None else []
    return {**made, "questions": questions} if questions else made


def _with_rest(made: dict[str, Any], text: str, limit: str) -> dict[str, Any]:
    """Return an entry with a question for what its clause says beside the limit (after 72 hours, per 100 cm²)."""
    left = Counter(_FIGURE.findall(normalize(text)))
    left.subtract(_FIGURE.findall(limit))
    keys = [key for key, count in left.items() if count > 0]
    questions = [*made.get("questions", ())]
    if made["kind"] == "count":
        questions.append(asked("per"))
    if keys:
        questions.append(asked("rest", figures=", ".join(keys)))
    return {**made, "questions": questions} if questions else made


def _kinds(characteristic: str, answer: Answer) -> Iterator[dict[str, Any]]:
    """Return the kinds that may judge a limit, likeliest first, each with what the clause says for it."""
    requirement, text = answer.requirement, answer.finding.text
    usual = _usual(characteristic)
    if requirement is not None and (requirement.parameter or "").startswith("dE"):
        yield {"kind": "color"}
    if requirement is not None and _is_graded(requirement):
        yield _graded(text, characteristic)
    if characteristic == "roughness" and (requirement is None or (requirement.parameter or "").startswith("R")):
        yield {"kind": "roughness"}
    if requirement is not None and requirement.nominal is not None:
        yield {"kind": "dimension"}
    if usual in _FALLBACKS and usual != "grade":
        yield {"kind": usual}
    yield from ({"kind": kind} for kind in _FALLBACKS if kind not in (usual, "grade"))


def _usual(characteristic: str) -> str:
    """Return the kind of the last proposal for a characteristic, the one without conditions."""
    cases = proposals(characteristic).get("cases") if characteristic != GENERAL else None
    return str(cases[-1]["item"]["kind"]) if cases else "quantity"


def _is_graded(requirement: Requirement) -> bool:
    labels = (requirement.label_lower, requirement.label_upper, requirement.label_worst)
    return requirement.unit in _GRADES or (requirement.unit is None and any(label is not None for label in labels))


def _graded(text: str, characteristic: str) -> dict[str, Any]:
    """Return the scale that a clause names, else the usual one with the question whether it is meant."""
    scale = named_in(text)
    if scale is not None:
        return {"kind": "grade", "scale": scale.id}
    cases = proposals(characteristic).get("cases", ())
    usual = next((case["item"]["scale"] for case in cases if "scale" in case["item"]), None)
    if usual is None:
        return {"kind": "grade", "asked": asked("grade")}
    return {"kind": "grade", "scale": usual, "asked": asked("scale", scale=usual)}


def _limits(requirement: Requirement) -> Iterator[str]:
    """Return the forms of a limit that read as exactly the same limit, the best first."""
    if _is_graded(requirement):
        yield from (f"{sign} {label}" for sign, label in _steps(requirement))
    for text in _forms(requirement):
        found = read(text)
        if not isinstance(found, Refusal) and _same(found[0], requirement):
            yield text


def _forms(requirement: Requirement) -> Iterator[str]:
    """Return ways to write a limit: a size with a class or tolerance as the document has it, else in signs."""
    written = normalize(requirement.text)
    own = list(_stretches(written)) if len(written) <= _LONG else []
    unit = f" {units.get(requirement.unit).symbol}".rstrip() if requirement.unit is not None else ""
    bounds = _bounds(requirement.lower, requirement.upper, requirement.nominal)
    signs = dict.fromkeys(["", requirement.parameter or ""])
    plain = [f"{sign} {text}{unit}".strip() for sign in signs for text in bounds]
    colored = (requirement.parameter or "").startswith("dE")
    one_sided = requirement.lower is None or requirement.upper is None
    symmetric = requirement.edition is None and any("±" in text for text in bounds)
    yield from (*plain, *own) if (one_sided and not colored) or symmetric else (*own, *plain)
    yield written


def _stretches(written: str) -> Iterator[str]:
    """Return the parts of a text that hold all of its figures, the shortest first."""
    pieces = list(_PIECE.finditer(written))
    figures = [index for index, piece in enumerate(pieces) if piece.group()[0].isdigit()]
    if not figures:
        return
    spans = [(low, high) for low in range(figures[0] + 1) for high in range(figures[-1], len(pieces))]
    for low, high in sorted(spans, key=lambda span: span[1] - span[0]):
        yield written[pieces[low].start() : pieces[high].end()]


def _steps(requirement: Requirement) -> Iterator[tuple[str, str]]:
    for sign, label in (("≥", requirement.label_lower), ("≤", requirement.label_upper)):
        if label is not None:
            yield sign, label


def _bounds(lower: Bound | None, upper: Bound | None, nominal: Any) -> Sequence[str]:  # noqa: ANN401 - Fraction | None
    """Return signs and numbers of a limit without its unit."""
    if lower is not None and upper is not None:
        if nominal is not None and upper.value - nominal == nominal - lower.value:
            return [f"{write_number(nominal)} ±{write_number(upper.value - nominal)}"]
        return [f"{write_number(lower.value)} … {write_number(upper.value)}"]
    if upper is not None:
        return [f"{'≤' if upper.inclusive else '<'} {write_number(upper.value)}"]
    if lower is not None:
        return [f"{'≥' if lower.inclusive else '>'} {write_number(lower.value)}"]
    return []


def _same(one: Requirement, other: Requirement) -> bool:
    """Say whether two readings are the same limit."""
    keys = ("lower", "upper", "unit", "relative", "table", "percent_of_nominal", "label_worst")
    if any(getattr(one, key) != getattr(other, key) for key in keys) or _symbol(one) != _symbol(other):
        return False
    labelled = one.lower is None and one.upper is None
    return not labelled or (one.label_lower, one.label_upper) == (other.label_lower, other.label_upper)


def _symbol(requirement: Requirement) -> str | None:
    """Return the sign of a quantity that belongs to its limit (Ra, HV, φ); a word before it (厚さ) does not."""
    parameter = requirement.parameter or ""
    return parameter if parameter == "phi" or parameter != parameter.lower() else None


def _judgeable(made: Mapping[str, Any]) -> bool:
    """Say whether an entry's kind makes an item of it."""
    from pydantic import ValidationError

    kind = registry.kinds()[made["kind"]]
    try:
        model = kind.model.model_validate_json(json.dumps(made))
    except ValidationError:
        return False
    item, problems = kind.compile("draft", model, lambda key: Place())
    return item is not None and not has_errors(problems)
