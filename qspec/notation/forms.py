"""The forms in which limits are written: one pattern over the sequence's letters and one function for each.

A form must match the whole sequence. Letters: V value, S signed value, P ±, O sign (≤), B word in front, A word behind,
~ range, T between, & and, W within, X variable, F fit, L label. Called by the reader with a sentence taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from qspec import units
from qspec.errors import Refusal
from qspec.limits import Bound
from qspec.notation.amounts import Amounts, in_one_unit
from qspec.notation.sentence import Item, Sentence
from qspec.notation.words import Comparison
from qspec.text import shorten


@dataclass(frozen=True)
class Draft:
    """Bounds as one form gives them; absolute, or deviations where ``relative``."""

    lower: Bound | None = None
    upper: Bound | None = None
    unit: str | None = None
    assumed_unit: bool = False
    nominal: Fraction | None = None
    relative: bool = False
    percent: bool = False
    label_lower: str | None = None
    label_upper: str | None = None
    label_worst: str | None = None
    label_inclusive: bool = True
    warnings: tuple[Refusal, ...] = ()


Form = Callable[[Sentence], "Draft | Refusal"]


def draft(sentence: Sentence) -> Draft | Refusal | None:
    """Return what the first matching form reads; None where no form matches."""
    shape = sentence.shape
    for pattern, form in _FORMS:
        if pattern.fullmatch(shape):
            return form(sentence)
    return None


def refuse(code: str, sentence: Sentence) -> Refusal:
    """Return a refusal that quotes the text."""
    return Refusal(code, {"text": shorten(sentence.text)})


def plus_minus(sentence: Sentence) -> Draft | Refusal:
    """Read ``25 ±0.05``, ``±0.05``, ``1.5 ± 3 %``."""
    *nominal, width = sentence.values
    if width.number == 0:
        return refuse("notation.zero-tolerance", sentence)
    return _deviations(sentence, nominal[0] if nominal else None, (replace(width, number=-width.number), width))


def two_deviations(sentence: Sentence) -> Draft | Refusal:
    """Read ``10 +0.2/-0.1``, ``10-0/+0.1``, ``12 -0.011/-0.029`` in either order."""
    nominal, *pair = sentence.values
    parted = len(sentence.shape) > len(sentence.values) or all(item.spaced for item in pair)
    if not (parted or any(item.meaning == "+" for item in pair)):  # 20-25-30 and 2026-11-02 are no deviations
        return refuse("notation.form", sentence)
    return bare_deviations(sentence, nominal)


def bare_deviations(sentence: Sentence, nominal: Item | None = None) -> Draft | Refusal:
    """Read ``+0.2/-0.1``: each deviation has a sign or is 0, and one at least has a sign."""
    pair = sentence.values[-2:]
    if not all(item.kind == "S" or item.number == 0 for item in pair) or all(item.kind == "V" for item in pair):
        return refuse("notation.form", sentence)
    return _deviations(sentence, nominal, pair)


def pair_without_sign(sentence: Sentence) -> Draft | Refusal:
    """Read two values side by side: ``15-25`` is a range, ``+0.2 -0.1`` are deviations, ``10 -0.1`` is neither."""
    first, second = sentence.values
    if first.kind == "V" and second.meaning == "-" and second.spaced == second.parted:
        return _range(sentence, first, replace(second, kind="V", number=-second.number))
    if first.kind == "S" and {first.meaning, second.meaning} == {"+", "-"}:
        return _deviations(sentence, None, (first, second))
    return refuse("notation.one-deviation", sentence)


def _deviations(sentence: Sentence, nominal: Item | None, pair: Sequence[Item]) -> Draft | Refusal:
    low, high = sorted(pair, key=lambda item: item.number)
    if low.number == high.number:
        return refuse("notation.zero-tolerance", sentence)
    found = in_one_unit(sentence, nominal, (low, high))
    if isinstance(found, Refusal):
        return found
    lower, upper = found.deviations
    if found.nominal is not None:
        lower, upper = found.nominal + lower, found.nominal + upper
    draft = _drafted(found, Bound(lower), Bound(upper))
    return replace(draft, nominal=found.nominal, relative=found.nominal is None)


def _drafted(found: Amounts, lower: Bound | None, upper: Bound | None) -> Draft:
    return Draft(
        lower=lower,
        upper=upper,
        unit=found.unit,
        assumed_unit=found.assumed,
        percent=found.percent,
        warnings=found.warnings,
    )


def value_range(sentence: Sentence) -> Draft | Refusal:
    """Read ``15~25 mm``, ``-5 to -2``, ``between 3 and 5 mm``."""
    return _range(sentence, *sentence.values)


def _range(sentence: Sentence, low: Item, high: Item) -> Draft | Refusal:
    graded = {low.unit, high.unit, sentence.scale} & {"grade", "class"}
    if graded and high.number == low.number + 1:
        return refuse("notation.grade-range", sentence)
    return _between(sentence, (low, Comparison("lower", True)), (high, Comparison("upper", True)))


Sided = tuple[Item, Comparison]


def _between(sentence: Sentence, low: Sided, high: Sided) -> Draft | Refusal:
    found = in_one_unit(sentence, None, (low[0], high[0]), absolute=True)
    if isinstance(found, Refusal):
        return found
    lower, upper = found.deviations
    if lower >= upper:
        return refuse("notation.not-ascending", sentence)
    draft = _drafted(found, Bound(lower, low[1].inclusive), Bound(upper, high[1].inclusive))
    if found.labelled:
        half = f"{low[0].label}-{high[0].label}"
        pair = (half, half) if _half_step(low[0], high[0]) else (low[0].label, high[0].label)
        draft = replace(draft, label_lower=pair[0], label_upper=pair[1])
    return draft


def _half_step(low: Item, high: Item) -> bool:
    """Say whether an unmarked ``3-4`` may be a half grade as well as a range."""
    return high.meaning == "-" and low.label.isdigit() and high.label.isdigit() and high.number == low.number + 1


def one_sided(sentence: Sentence) -> Draft | Refusal:
    """Read ``≤ 5 mm``, ``not exceeding 5 GU``, ``5 mm以下``, ``class 1 or better``; two signs must say the same."""
    said = [item.meaning for item in sentence.items if item.kind in "OBA"]
    if len(set(said)) != 1:
        return refuse("notation.two-comparisons", sentence)
    return _one_sided(sentence, sentence.values[0], said[0])


def within(sentence: Sentence) -> Draft | Refusal:
    """Read ``3 mm以内``: at most 3 mm."""
    return _one_sided(sentence, sentence.values[0], Comparison("upper", True))


def _one_sided(sentence: Sentence, item: Item, said: Comparison) -> Draft | Refusal:
    found = in_one_unit(sentence, None, (item,), absolute=True)
    if isinstance(found, Refusal):
        return found
    if said.side == "better":
        return replace(_drafted(found, None, None), label_worst=item.label)
    bound = Bound(found.deviations[0], said.inclusive)
    lower = said.side == "lower"
    draft = _drafted(found, bound if lower else None, None if lower else bound)
    return _labelled(draft, item.label, said) if found.labelled else draft


def _labelled(draft: Draft, label: str, said: Comparison) -> Draft:
    lower = said.side == "lower"
    return replace(
        draft,
        label_lower=label if lower else None,
        label_upper=None if lower else label,
        label_inclusive=said.inclusive,
    )


def two_sided(sentence: Sentence) -> Draft | Refusal:
    """Read ``3 mm以上5 mm未満``, ``≥ 3 ≤ 5``, ``at least 3 and at most 5``."""
    values = sentence.values
    said = [item.meaning for item in sentence.items if item.kind in "OBA"]
    sides = {comparison.side: (item, comparison) for item, comparison in zip(values, said, strict=True)}
    if set(sides) != {"lower", "upper"}:
        return refuse("notation.two-comparisons", sentence)
    return _between(sentence, sides["lower"], sides["upper"])


def enclosed(sentence: Sentence) -> Draft | Refusal:
    """Read ``3 ≤ x ≤ 5`` and ``5 ≥ Ra > 3``."""
    first, second = sentence.values
    left, right = (item.meaning for item in sentence.items if item.kind == "O")
    if left.side != right.side:
        return refuse("notation.two-comparisons", sentence)
    turned = Comparison("lower" if left.side == "upper" else "upper", left.inclusive)
    pairs = ((first, turned), (second, right))
    return _between(sentence, *(pairs if right.side == "upper" else reversed(pairs)))


def labels(sentence: Sentence) -> Draft | Refusal:
    """Read ``H以上``, ``5B``, ``4-5級以上``, ``4B or better``, ``2H~5H``."""
    found = [item for item in sentence.items if item.kind == "L"]
    said = [item.meaning for item in sentence.items if item.kind in "OBA"]
    unit = next((item.unit for item in found if item.unit), sentence.scale)
    if unit is not None and units.get(unit).pint is not None:
        return refuse("notation.form", sentence)
    draft = Draft(unit=unit)
    if not said:
        return replace(draft, label_lower=found[0].label, label_upper=found[-1].label)
    if len(set(said)) != 1 or len(found) != 1:
        return refuse("notation.two-comparisons", sentence)
    if said[0].side == "better":
        return replace(draft, label_worst=found[0].label)
    return _labelled(draft, found[0].label, said[0])


_FORMS: Sequence[tuple[re.Pattern[str], Form]] = [
    (re.compile(pattern), form)
    for pattern, form in (
        (r"W?VPVW?|W?PVW?", plus_minus),
        (r"[VS][VS][/,]?[VS]", two_deviations),
        (r"[VS][/,][VS]", bare_deviations),
        (r"[VS]S", pair_without_sign),
        (r"[TW]?[VS]~[VS]W?|T[VS]&[VS]W?", value_range),
        (r"X?[OB]{1,2}[VS]A?|[VS]A", one_sided),
        (r"W[VS]|[VS]W", within),
        (r"[OB][VS][,&]?[OB][VS]|[VS]A[,&~]?[VS]A", two_sided),
        (r"[VS]OX?O[VS]", enclosed),
        (r"[OB]?LA?|L[~-]L", labels),
    )
]
