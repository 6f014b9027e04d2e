"""A limit in the words of a contract, in both languages: ``Ra ≤ 1.6 µm`` is "Ra 1.6 µm or less" and 「Ra1.6µm以下」.

``proposals.py`` fills the clauses with it. Numbers keep the digits with which the limit was written. What the sentence
around says already (the angle of a gloss meter) is not said twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from qspec import units
from qspec.errors import Refusal
from qspec.limits import Bound
from qspec.messages import LANGUAGES, say, template
from qspec.notation import Requirement
from qspec.text import normalize, plain_signs, read_number, write_number

_WRITTEN = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"\{([^{}]+)\}")
_ANGLE = re.compile(r"\s*\((\d+)°\)$")
_RANGE = re.compile(r"(?<=\d)\s*–\s*(?=\d)")
_AMOUNT = re.compile(r"(?<=\d) (\S+)")
_COMPARED = re.compile(r"([≤≥])\s*(\d.*)")
_GRADES = ("grade", "class")
_STEP = re.compile(r"\d+(?:[-.]\d+)?")
"""A step that is called a grade; 2H and 5B are names of their own."""
BLANK = "__"
"""What stands in a clause for an answer that is missing."""


def fill(sentence: str, requirement: Requirement, conditions: Mapping[str, str], lang: str) -> str:
    """Return a clause with its limit and conditions in the words of a language; what is not known is left blank."""

    def known(found: re.Match[str]) -> str:
        if found[1] == "limit":
            return worded(requirement, lang, sentence)
        return condition(conditions[found[1]], lang) if found[1] in conditions else BLANK

    return _NAME.sub(known, sentence)


def condition(text: str, lang: str) -> str:
    """Return a condition (``500–800 lx``, ``5 s``) as a sentence of a language writes it."""
    compared = _COMPARED.fullmatch(text)
    if compared is not None:
        key = "wording.at-most" if compared[1] == "≤" else "wording.at-least"
        return say(key, lang, quantity=condition(compared[2], lang))
    if lang != "ja":
        return text

    def unit(found: re.Match[str]) -> str:
        named = units.find(found[1])
        if isinstance(named, Refusal):
            return found[0]
        return template(f"wording.unit.{named.id}", lang) or found[1]

    return _AMOUNT.sub(unit, _RANGE.sub("～", text))


def both_worded(requirement: Requirement) -> dict[str, str]:
    """Return a limit in words, in every language."""
    return {lang: worded(requirement, lang) for lang in LANGUAGES}


def worded(requirement: Requirement, lang: str, sentence: str = "") -> str:
    """Return a limit in the words of a language; ``sentence`` is what stands around it."""
    if requirement.table is not None:
        return requirement.text if requirement.nominal is not None else _class(requirement)
    if requirement.lower is None and requirement.upper is None:
        return _labelled(requirement, lang)
    if requirement.relative or _is_plus_minus(requirement):
        return _plus_minus(requirement, lang, sentence)
    return _bounded(requirement, lang, sentence)


def number_as_written(value: Fraction, text: str) -> str:
    """Return a value with the digits it has in a text (``5.0``), else in its shortest form."""
    for found in reversed(list(_WRITTEN.finditer(plain_signs(text)))):  # factors, CMC(2:1), stand in front
        number = read_number(found[0])
        if not isinstance(number, Refusal) and abs(value) == Fraction(number):
            return f"-{found[0]}" if value < 0 else found[0]
    return write_number(value)


def _class(requirement: Requirement) -> str:
    """Return a tolerance class that waits for its size: H7, ISO 2768-1:1989-m."""
    name, grade = requirement.table or ("", "")
    return grade if name == "fit" or requirement.edition is None else requirement.edition


def _labelled(requirement: Requirement, lang: str) -> str:
    """Return a limit on a scale of grades or marks."""
    lower, upper = requirement.label_lower, requirement.label_upper
    if requirement.label_worst is not None:
        return say("wording.grade-or-better", lang, label=requirement.label_worst)
    if lower is not None and lower == upper:
        return say("wording.mark", lang, label=lower)
    graded = requirement.unit in _GRADES and _STEP.fullmatch(lower or upper or "") is not None
    if lower is not None and upper is not None:
        return say("wording.between-labels", lang, lower=lower, upper=upper)
    if lower is not None:
        return (
            say("wording.grade-or-more", lang, label=lower) if graded else say("wording.at-least", lang, quantity=lower)
        )
    if upper is not None:
        return (
            say("wording.grade-or-less", lang, label=upper) if graded else say("wording.at-most", lang, quantity=upper)
        )
    return requirement.text


def _is_plus_minus(requirement: Requirement) -> bool:
    """Say whether a size with its tolerance was written, which keeps its form: 3.2 ±0.8 mm."""
    lower, nominal, upper = requirement.lower, requirement.nominal, requirement.upper
    if lower is None or upper is None or nominal is None or "±" not in normalize(requirement.text):
        return False
    return nominal - lower.value == upper.value - nominal


def _plus_minus(requirement: Requirement, lang: str, sentence: str) -> str:
    base = Fraction(0) if requirement.relative else (requirement.nominal or Fraction(0))
    text = requirement.text
    ends = [None if bound is None else bound.value - base for bound in (requirement.lower, requirement.upper)]
    unit = "%" if requirement.percent_of_nominal else _unit(requirement, lang, sentence)
    lower, upper = ends
    if lower is not None and upper is not None and lower == -upper:
        amount = f"±{_joined(number_as_written(upper, text), unit, lang)}"
    else:
        signed = [_signed(value, text) for value in (upper, lower) if value is not None]
        amount = _joined("/".join(signed), unit, lang)
    sign = _sign(requirement, lang)
    if requirement.relative:
        return f"{sign}{amount}"
    gap = "" if lang == "ja" else " "
    return f"{sign}{number_as_written(base, text)}{gap}{amount}"


def _signed(value: Fraction, text: str) -> str:
    number = number_as_written(abs(value), text)
    return "0" if value == 0 else f"{'+' if value > 0 else '−'}{number}"


def _bounded(requirement: Requirement, lang: str, sentence: str) -> str:
    lower, upper = requirement.lower, requirement.upper

    def quantity(bound: Bound) -> str:
        number = number_as_written(bound.value, requirement.text)
        return _sign(requirement, lang) + _joined(number, _unit(requirement, lang, sentence), lang)

    if lower is not None and upper is not None:
        if lower.inclusive and upper.inclusive:
            return say("wording.between", lang, lower=quantity(lower), upper=quantity(upper))
        low = say(
            "wording.at-least-and" if lower.inclusive else "wording.more-than-and", lang, quantity=quantity(lower)
        )
        return say("wording.and", lang, lower=low, upper=_upper(upper, quantity(upper), lang))
    if upper is not None:
        if upper.value == 0 and upper.inclusive:
            return quantity(upper)
        if requirement.unit in _GRADES and upper.inclusive:
            return say("wording.grade-or-less", lang, label=quantity(upper))
        return _upper(upper, quantity(upper), lang)
    if lower is None:
        return requirement.text
    if requirement.unit in _GRADES and lower.inclusive:
        return say("wording.grade-or-more", lang, label=quantity(lower))
    return say("wording.at-least" if lower.inclusive else "wording.more-than", lang, quantity=quantity(lower))


def _upper(bound: Bound, quantity: str, lang: str) -> str:
    return say("wording.at-most" if bound.inclusive else "wording.less-than", lang, quantity=quantity)


def _sign(requirement: Requirement, lang: str) -> str:
    """Return the letters in front of the value: Ra, ΔE00, φ; nothing where the sentence alone names the quantity."""
    unit = units.get(requirement.unit) if requirement.unit is not None else None
    if unit is not None and unit.id.startswith("dE"):
        factors = f"({':'.join(requirement.factors)})" if requirement.factors else ""
        return f"{unit.symbol}{factors} "
    sign = template(f"wording.sign.{requirement.parameter}", lang) if requirement.parameter else None
    if sign is None:
        return ""
    spaced = lang != "ja" and len(sign) > 1
    return f"{sign} " if spaced else sign


def _unit(requirement: Requirement, lang: str, sentence: str) -> str:
    """Return the unit as it follows a value, without an angle that the sentence names."""
    if requirement.unit is None:
        return ""
    own = template(f"wording.unit.{requirement.unit}", lang)
    symbol = own if own is not None else units.get(requirement.unit).suffix
    angle = _ANGLE.search(symbol)
    if angle and (f"{angle[1]}°" in sentence or f"{angle[1]}度" in sentence):
        return symbol[: angle.start()]
    return symbol


def _joined(number: str, unit: str, lang: str) -> str:
    """Return a number with its unit: a space between in English, none in Japanese or before a sign of degrees."""
    spaced = lang != "ja" and unit and (not unit.startswith("°") or unit.startswith("°C"))
    return f"{number} {unit}" if spaced else f"{number}{unit}"
