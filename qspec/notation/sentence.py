"""Tokens of one requirement → its qualifiers (parameter, scale, rule …) and the bare sequence of values and signs.

What qualifies may stand anywhere in a limit (``Ra ≤ 1.6``, ``≤ 1.6 Ra``, ``85±5 GU (60°)``), so it is taken out first;
what is left is short and is matched as a whole by the forms. Nothing is dropped but the words listed as noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from qspec import units
from qspec.errors import Refusal
from qspec.notation.scan import Token
from qspec.notation.words import Comparison, Parameter, data, parameters
from qspec.text import shorten

_GRADES = ("grade", "class", "RN")
_UPPER = Comparison("upper", True)


@dataclass(frozen=True)
class Item:
    """One element of the sequence: V unsigned value, S signed value, L label, F fit, and signs by their own letter."""

    kind: str
    number: Fraction = Fraction(0)
    unit: str | None = None
    label: str = ""
    meaning: Any = None
    spaced: bool = False
    """A space stands in front."""
    parted: bool = False
    """A space stands between sign and digits."""


@dataclass(frozen=True)
class Sentence:
    """A requirement taken apart; ``shape`` is one letter per item."""

    text: str
    items: tuple[Item, ...] = ()
    parameter: Parameter | None = None
    scale: str | None = None
    """Unit id of a scale written in front of its numbers (HRC, pH, grade)."""
    factors: tuple[str, ...] = ()
    rule: str | None = None
    standards: tuple[dict[str, str | None], ...] = ()
    triangles: str = ""
    suffixed: bool = False
    equals: bool = False
    reference: bool = False
    warnings: tuple[Refusal, ...] = field(default=())

    @property
    def shape(self) -> str:
        """Return the sequence as one letter per item."""
        return "".join(item.kind for item in self.items)

    @property
    def values(self) -> tuple[Item, ...]:
        """Return the numbers of the sequence in order."""
        return tuple(item for item in self.items if item.kind in "VS")


def take_apart(text: str, tokens: Sequence[Token]) -> Sentence | Refusal:
    """Return the requirement's sentence, or why it cannot be one: unknown words, an approximation, two parameters."""
    unread = _unread(text, tokens) or _twice(text, tokens)
    if unread is not None:
        return unread
    sentence = _parameter(Sentence(text), tokens)
    if isinstance(sentence, Refusal):
        return sentence
    sentence = replace(
        sentence,
        factors=next((token.meaning for token in tokens if token.kind == "f"), ()),
        rule=next((token.meaning for token in tokens if token.kind == "J"), sentence.rule),
        standards=tuple(token.meaning for token in tokens if token.kind == "V"),
        triangles=next((token.text for token in tokens if token.kind == "D"), ""),
        equals=any(token.kind == "=" for token in tokens),
        reference=any(token.kind == "r" for token in tokens),
    )
    ambiguous = _minutes(sentence, tokens)
    if isinstance(ambiguous, Refusal):
        return ambiguous
    sentence = _sequence(sentence, ambiguous)
    return sentence if isinstance(sentence, Refusal) else _qualified(_glossy(sentence))


def _unread(text: str, tokens: Sequence[Token]) -> Refusal | None:
    """Name an approximating word, or the first stretch that no word, unit or sign of the tables covers."""
    for token in tokens:
        if token.kind == "?":
            return Refusal("notation.approximate", {"text": shorten(text), "word": token.text})
    start = next((token for token in tokens if token.kind == "!"), None)
    if start is None:
        return None
    end = start.end
    for token in tokens:
        if token.kind == "!" and token.start == end:
            end = token.end
    return Refusal("notation.not-read", {"text": shorten(text), "rest": shorten(text[start.start : end])})


def _twice(text: str, tokens: Sequence[Token]) -> Refusal | None:
    """Refuse two rules, two sets of factors or two finish marks: one of them would go unread."""
    for kinds in ("JM", "f", "D"):
        if sum(token.kind in kinds for token in tokens) > 1:
            return Refusal("notation.form", {"text": shorten(text)})
    return None


def _parameter(sentence: Sentence, tokens: Sequence[Token]) -> Sentence | Refusal:
    """Find the one parameter; a generic word (hardness, roughness) gives way to an exact one."""
    named = [token.meaning for token in tokens if token.kind in "QM"]
    named += [parameters()[data()["suffixes"][token.meaning]] for token in tokens if token.kind == "S"]
    exact = _merged(list(dict.fromkeys(parameter for parameter in named if not parameter.generic)))
    if len(exact) > 1:
        names = ", ".join(parameter.name for parameter in exact)
        return Refusal("notation.two-parameters", {"text": shorten(sentence.text), "parameters": names})
    parameter = exact[0] if exact else (named[0] if named else None)
    if parameter is not None and parameter.ask is not None:
        return Refusal(parameter.ask, {"text": shorten(sentence.text)})
    return replace(
        sentence,
        parameter=parameter,
        suffixed=any(token.kind == "S" for token in tokens),
        rule="max" if any(token.kind == "M" for token in tokens) else None,
    )


def _merged(found: list[Parameter]) -> list[Parameter]:
    """Merge a drawing's sign with the name beside it: 外径φ10 is φ (in mm), 位置度φ0.1 is a position."""
    if len(found) != 2 or found[0].drawing == found[1].drawing or found[0].dimension != found[1].dimension:
        return found
    sign, name = sorted(found, key=lambda parameter: not parameter.drawing)
    return [name if name.bare_is_upper else sign]


def _minutes(sentence: Sentence, tokens: Sequence[Token]) -> list[Token] | Refusal:
    """Settle ``5 min``: minutes or minimum. It is a minimum where the number has another unit or its parameter has."""
    settled = list(tokens)
    for place, token in enumerate(tokens):
        previous = tokens[place - 1] if place else None
        if token.kind != "Y" or token.text not in ("min", "min.") or previous is None or previous.kind != "N":
            continue
        parameter = sentence.parameter
        if any(other.kind in "UG" for other in tokens) or (
            parameter is not None and (parameter.unit or parameter.dimension not in (None, "time"))
        ):
            continue
        if not any(other.kind in "OBAYP~W" for other in tokens if other is not token):
            return Refusal("notation.minutes-or-minimum", {"text": shorten(sentence.text)})
        settled[place] = replace(token, kind="U", meaning="min")
    return settled


def _sequence(sentence: Sentence, tokens: Sequence[Token]) -> Sentence | Refusal:
    """Build the sequence: values with their sign and unit, comparisons, signs; a scale in front is taken out."""
    items: list[Item] = []
    scale = sentence.scale
    for place, token in enumerate(tokens):
        previous = tokens[place - 1].kind if place else ""
        following = tokens[place + 1].kind if place + 1 < len(tokens) else ""
        swallowed = token.kind == "P" and previous == "V"  # JIS A 50±5 is a durometer hardness, no standard JIS A 50
        if swallowed or (token.kind == "=" and previous not in "QMXGUn"):
            return Refusal("notation.form", {"text": shorten(sentence.text)})
        if token.kind in "QnrJVfD=S":
            continue
        if token.kind == "N":
            _add_number(items, token, previous)
        elif token.kind in "UG":
            unit = token.meaning if token.kind == "U" else "grade"
            if _takes_unit(items, previous):
                _give_unit(items, unit)
            elif scale is None and units.get(unit).pint is None:
                scale = unit
            else:
                items.append(Item("U"))
        else:
            items.append(_plain(items, token, following))
    return replace(sentence, items=tuple(items), scale=scale)


def _takes_unit(items: Sequence[Item], previous: str) -> bool:
    """Say whether a unit belongs to the value in front of it: ``5 mm``, ``10 (+0.2/-0.1) mm``."""
    if previous in ("N", "L"):
        return items[-1].unit is None
    return previous == ")" and len(items) > 1 and items[-2].kind in "VS" and items[-2].unit is None


def _give_unit(items: list[Item], unit: str) -> None:
    place = -2 if items[-1].kind == ")" else -1
    items[place] = replace(items[place], unit=unit)


def _add_number(items: list[Item], token: Token, previous: str) -> None:
    """Add a value; a plus or minus right in front of it is its sign (in 2-φ10 it is none)."""
    if previous not in ("+", "-"):
        items.append(Item("V", token.meaning, label=token.text, spaced=token.spaced))
        return
    sign = items.pop()
    number = -token.meaning if sign.kind == "-" else token.meaning
    items.append(Item("S", number, label=token.text, meaning=sign.kind, spaced=sign.spaced, parted=token.spaced))


def _plain(items: Sequence[Item], token: Token, following: str) -> Item:
    if token.kind in "LF":
        return Item(token.kind, label=token.meaning, spaced=token.spaced)
    if token.kind == "M":
        return Item("B", meaning=_UPPER)
    if token.kind != "Y":
        return Item(token.kind, meaning=token.meaning, spaced=token.spaced)
    first = not any(item.kind in "VSL" for item in items)
    paired = any(item.kind == "B" for item in items) and following in ("N", "L", "+", "-", "U")
    return Item("B" if first or paired else "A", meaning=token.meaning)


def _glossy(sentence: Sentence) -> Sentence:
    """Take the angle of a gloss value out (``gloss 60° 85 ±5 GU``): it names the scale."""
    named = sentence.parameter is not None and sentence.parameter.name == "gloss"
    stated = {unit for unit in (sentence.scale, *(item.unit for item in sentence.items)) if unit}
    if not named and not any(unit.startswith("GU") for unit in stated):
        return sentence
    angles = [item for item in sentence.values if item.unit == "deg" and item.label in data()["gloss_angles"]]
    if len(angles) != 1 or len(sentence.values) == 1:
        return sentence
    scale = f"GU{angles[0].label}"
    items = tuple(replace(item, unit=scale if item.unit == "GU" else item.unit) for item in sentence.items)
    kept = tuple(item for item, old in zip(items, sentence.items, strict=True) if old is not angles[0])
    return replace(sentence, items=kept, scale=scale if sentence.scale in (None, "GU") else sentence.scale)


def _qualified(sentence: Sentence) -> Sentence | Refusal:
    """Check that rule and factors belong to the parameter, merge half grades, and take brackets out."""
    parameter = sentence.parameter
    if sentence.rule is not None and not (parameter is not None and parameter.ruled):
        return Refusal("notation.rule-without-roughness", {"text": shorten(sentence.text)})
    if sentence.factors and not _fitting(sentence.factors, parameter):
        factors = ":".join(sentence.factors)
        return Refusal("notation.factors", {"text": shorten(sentence.text), "factors": factors})
    return _unbracketed(_half_grades(sentence))


def _fitting(factors: tuple[str, ...], parameter: Parameter | None) -> bool:
    return (
        parameter is not None and parameter.factors == len(factors) and all(Fraction(factor) > 0 for factor in factors)
    )


def _half_grades(sentence: Sentence) -> Sentence:
    """Make one label of a half grade: ``4-5級``, ``4/5級``, ``grade 3-4``, ``3-4以上``."""
    shape = sentence.shape
    for start in range(len(shape) - 1):
        slash = shape[start : start + 3] == "V/V"
        end = start + (3 if slash else 2)
        pair = (sentence.items[start], sentence.items[end - 1])
        if not (slash or shape[start:end] == "VS") or not _neighbors(*pair, slash=slash):
            continue
        graded = sentence.scale in _GRADES or pair[1].unit in _GRADES
        compared = shape[end : end + 1] == "A" or (start and shape[start - 1] in "BO")
        if graded or (compared and not slash and pair[0].unit is None and pair[1].unit is None):
            item = Item("L", label=f"{pair[0].label}-{pair[1].label}", unit=pair[1].unit)
            return replace(sentence, items=(*sentence.items[:start], item, *sentence.items[end:]))
    return sentence


def _neighbors(first: Item, second: Item, *, slash: bool) -> bool:
    """Say whether two numbers are written as a half step: whole, one apart, with nothing but the sign between them."""
    tight = not second.spaced and not second.parted and (slash or second.meaning == "-")
    return tight and first.label.isdigit() and second.label.isdigit() and abs(second.number) == first.number + 1


def _unbracketed(sentence: Sentence) -> Sentence | Refusal:
    """Take brackets out; a bracketed value alone is a reference dimension, a bracketed tolerance is refused."""
    items = list(sentence.items)
    while (empty := _empty_pair(items)) is not None:
        del items[empty : empty + 2]
    shape = "".join(item.kind for item in items)
    if shape.startswith("("):
        if shape != "(V)" and shape != "(S)":
            return Refusal("notation.bracketed", {"text": shorten(sentence.text)})
        return replace(sentence, items=(items[1],), reference=not sentence.triangles)  # ▽▽▽ (Ra1.6)
    if shape.count("(") != shape.count(")"):
        return Refusal("notation.form", {"text": shorten(sentence.text)})
    return replace(sentence, items=tuple(item for item in items if item.kind not in "()"))


def _empty_pair(items: Sequence[Item]) -> int | None:
    pairs = (place for place in range(len(items) - 1) if items[place].kind == "(" and items[place + 1].kind == ")")
    return next(pairs, None)
