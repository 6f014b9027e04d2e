"""The numbers of a form in one unit: who inherits whose unit, whose the per cents are, what a drawing leaves out.

Called by the forms. Where a bare number could be in either of two units the text is refused, not guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from qspec import units
from qspec.errors import Refusal
from qspec.notation.sentence import Item, Sentence
from qspec.text import shorten

_PERCENT = "%"
IN_PERCENT = (_PERCENT, "%RH")
"""Units whose values are per cents themselves: a tolerance in % beside them may mean points or a share."""
_FAR_APART = 10
_ORDINAL = ("grade", "class", "RN")


@dataclass(frozen=True)
class Amounts:
    """A nominal, if there is one, and the other numbers, all in ``unit``; per cents stay per cents without nominal."""

    nominal: Fraction | None
    deviations: tuple[Fraction, ...]
    unit: str | None
    assumed: bool = False
    percent: bool = False
    labelled: bool = False
    """True where the numbers may be labels of an ordinal scale."""
    warnings: tuple[Refusal, ...] = ()


def in_one_unit(
    sentence: Sentence, nominal: Item | None, others: Sequence[Item], *, absolute: bool = False
) -> Amounts | Refusal:
    """Return the numbers in one unit; ``others`` are deviations unless ``absolute``."""
    if not absolute and _unlike(nominal, others):
        return Refusal("notation.unit-of-deviation", {"text": shorten(sentence.text)})
    if not absolute and {item.unit for item in others if item.unit} == {_PERCENT} and _of_nominal(sentence, nominal):
        return _percent(sentence, nominal, others)
    stated = [item.unit for item in ((nominal,) if nominal else ()) + tuple(others) if item.unit]
    unit = sentence.scale or next(iter(stated), None)
    assumed = unit is None and _drawn(sentence)
    unit = unit or _convention(sentence)
    problem = _problem(sentence, nominal, others, unit)
    if problem is not None:
        return problem
    inherited = next((item.unit for item in others if item.unit), unit)
    change = units.convert if absolute else units.convert_difference
    numbers = tuple(
        change(item.number, item.unit or inherited, unit) if unit and inherited else item.number for item in others
    )
    return Amounts(
        nominal=nominal.number if nominal else None,
        deviations=numbers,
        unit=unit,
        assumed=assumed,
        labelled=(unit is None or unit in _ORDINAL) and all(item.kind == "V" for item in others),
        warnings=_warnings(sentence, nominal, others),
    )


def _convention(sentence: Sentence) -> str | None:
    return sentence.parameter.unit if sentence.parameter else None


def _drawn(sentence: Sentence) -> bool:
    """Say whether a drawing leaves the unit out here; a scale of its own (ΔE00, RN) is no convention."""
    unit = _convention(sentence)
    return unit is not None and units.get(unit).pint is not None


def _of_nominal(sentence: Sentence, nominal: Item | None) -> bool:
    """Say whether per cents are of the nominal: not where the value itself is measured in per cent, or in %RH."""
    if nominal is not None and nominal.unit is not None:
        return nominal.unit not in IN_PERCENT
    measured = sentence.parameter.dimension if sentence.parameter else None
    return sentence.scale not in IN_PERCENT and measured not in ("ratio", *IN_PERCENT)


def _percent(sentence: Sentence, nominal: Item | None, others: Sequence[Item]) -> Amounts | Refusal:
    shares = tuple(item.number for item in others)
    if nominal is None:
        return Amounts(None, shares, sentence.scale, percent=True)
    unit = nominal.unit or sentence.scale or _convention(sentence)
    if unit is not None and units.get(unit).dimension == "temperature":
        return Refusal("notation.percent-of-temperature", {"text": shorten(sentence.text)})
    if nominal.number == 0:
        return Refusal("notation.zero-tolerance", {"text": shorten(sentence.text)})
    problem = _mismatch(sentence, unit)
    if problem is not None:
        return problem
    doubt = Refusal("notation.percent-of-nominal", {"text": shorten(sentence.text), "nominal": nominal.label})
    return Amounts(
        nominal=nominal.number,
        deviations=tuple(abs(nominal.number) * share / 100 for share in shares),
        unit=unit,
        assumed=nominal.unit is None and sentence.scale is None and _drawn(sentence),
        warnings=() if unit is not None else (doubt,),
    )


def _problem(sentence: Sentence, nominal: Item | None, others: Sequence[Item], unit: str | None) -> Refusal | None:
    """Say why the numbers cannot be brought into one unit."""
    for item in ((nominal,) if nominal else ()) + tuple(others):
        if unit is not None and item.unit is not None and not units.convertible(item.unit, unit):
            found, wanted = units.get(item.unit).symbol, units.get(unit).symbol
            return Refusal("notation.two-units", {"text": shorten(sentence.text), "units": f"{found}, {wanted}"})
    mismatch = _mismatch(sentence, unit)
    if mismatch is None and nominal is not None and nominal.unit is None and sentence.scale is None:
        drawn = _convention(sentence)
        small = unit is not None and units.get(unit).dimension == "length" and _below(nominal, others)
        if unit is not None and (small or (drawn is not None and unit != drawn)):
            values = {"text": shorten(sentence.text), "nominal": nominal.label, "unit": units.get(unit).symbol}
            return Refusal("notation.unit-of-nominal", values)
    return mismatch


def _unlike(nominal: Item | None, others: Sequence[Item]) -> bool:
    """Say whether a deviation without unit may be in the nominal's unit instead of the other deviation's.

    25 mm +50/-20 µm is plain; in 10 mm +0.1/-50 µm and 10 mm +0.1/-5 % the two are so unlike in one unit that 0.1 mm is
    as likely meant.
    """
    sizes = sorted(abs(item.number) for item in others)
    unit = next((item.unit for item in others if item.unit), None)
    bare = any(item.unit is None for item in others) and nominal is not None and nominal.unit not in (None, unit)
    return unit is not None and bare and sizes[0] > 0 and sizes[-1] > _FAR_APART * sizes[0]


def _below(nominal: Item, others: Sequence[Item]) -> bool:
    """Say whether a nominal is smaller than its own deviations: 25 ±50 µm is no 25 µm."""
    return nominal.number != 0 and any(abs(item.number) >= abs(nominal.number) and item.unit for item in others)


def _mismatch(sentence: Sentence, unit: str | None) -> Refusal | None:
    parameter = sentence.parameter
    if parameter is None or parameter.dimension is None or unit is None:
        return None
    found = units.get(unit)
    if found.dimension == parameter.dimension or (parameter.dimension == "GU" and found.id.startswith("GU")):
        return None
    values = {"text": shorten(sentence.text), "unit": found.symbol, "parameter": parameter.name}
    return Refusal("notation.unit-of-another-dimension", values)


def _warnings(sentence: Sentence, nominal: Item | None, others: Sequence[Item]) -> tuple[Refusal, ...]:
    """Warn where 8 % ± 2 % is read as 6 to 10 %, for some mean 2 % of 8 %."""
    if nominal is None or nominal.unit != _PERCENT or all(item.unit != _PERCENT for item in others):
        return ()
    return (Refusal("notation.percent-points", {"text": shorten(sentence.text)}),)
