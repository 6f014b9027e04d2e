"""Limits that a class or an old mark stands for: fits, general tolerances, bare values, ▽▽▽, and the edition behind Rz.

Called by the reader for what is not written as a number with a sign; the values come from :mod:`.tolerances` and from
``words.yaml``.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from qspec import units
from qspec.errors import Refusal
from qspec.limits import Bound
from qspec.notation import tolerances
from qspec.notation.amounts import in_one_unit
from qspec.notation.forms import bare_deviations, refuse
from qspec.notation.model import Requirement
from qspec.notation.sentence import Item, Sentence
from qspec.notation.tolerances import Deviations
from qspec.notation.words import data, parameters
from qspec.text import shorten, write_number

_PART_1 = ("2768", "2768-1", "B0405")
_PART_2 = ("2768", "2768-2", "B0419")
_GRADES = ("grade", "class")


def with_fit(sentence: Sentence) -> tuple[Requirement, ...] | Refusal:
    """Read ``φ10 H7``, ``H7``, ``20 H7/g6`` (a hole and a shaft: two requirements) and ``φ10H7(+0.015/0)``."""
    size = sentence.items[0] if sentence.items[0].kind == "V" else None
    written = sentence.items[2:] if size is not None and sentence.shape.startswith("VF") else ()
    found: list[Requirement] = []
    for item in (item for item in sentence.items if item.kind == "F"):
        requirement = _fit(sentence, size, item.label)
        if isinstance(requirement, Refusal):
            return requirement
        found.append(requirement)
    if written and written[0].kind in "VS":
        problem = _contradiction(sentence, found[0], written)
        return problem if problem is not None else (found[0],)
    return tuple(found)


def _fit(sentence: Sentence, size: Item | None, designation: str) -> Requirement | Refusal:
    base = Requirement(sentence.text, parameter=name_of(sentence), unit="mm", edition=f"ISO 286 {designation}")
    if size is None:
        waiting = replace(base, assumed_unit=True, relative=True, table=("fit", designation))
        possible = tolerances.fit(designation, Fraction(10))
        return possible if isinstance(possible, Refusal) else waiting
    nominal = _millimeters(sentence, size)
    if isinstance(nominal, Refusal):
        return nominal
    deviations = tolerances.fit(designation, nominal)
    if isinstance(deviations, Refusal):
        return deviations
    return replace(applied(base, deviations, nominal), assumed_unit=size.unit is None)


def applied(requirement: Requirement, deviations: Deviations, nominal: Fraction) -> Requirement:
    """Return a requirement with the deviations of its class put on a nominal size, both in mm."""
    if deviations.lower is None:  # the width of a zone: the size only chose the row
        return replace(requirement, upper=Bound(deviations.upper))
    lower, upper = Bound(nominal + deviations.lower), Bound(nominal + deviations.upper)
    return replace(requirement, lower=lower, upper=upper, nominal=nominal)


def _millimeters(sentence: Sentence, size: Item) -> Fraction | Refusal:
    if size.unit is None:
        return size.number
    if not units.convertible(size.unit, "mm"):
        symbols = f"{units.get(size.unit).symbol}, mm"
        return Refusal("notation.two-units", {"text": shorten(sentence.text), "units": symbols})
    return units.convert(size.number, size.unit, "mm")


def _contradiction(sentence: Sentence, requirement: Requirement, written: tuple[Item, ...]) -> Refusal | None:
    """Say where the deviations written behind a class are not those of the class."""
    found = bare_deviations(replace(sentence, items=written))
    if isinstance(found, Refusal):
        return found
    nominal, low, high = requirement.nominal, requirement.lower, requirement.upper
    if nominal is None or low is None or high is None or found.lower is None or found.upper is None:
        return refuse("notation.form", sentence)
    unit = found.unit or "mm"
    pairs = ((found.lower, low), (found.upper, high))
    if units.convertible(unit, "mm") and all(
        units.convert_difference(mine.value, unit, "mm") == theirs.value - nominal for mine, theirs in pairs
    ):
        return None
    table = f"{write_number(high.value - nominal)}/{write_number(low.value - nominal)}"
    return Refusal("notation.fit-contradicts", {"text": shorten(sentence.text), "table": table})


def with_general_tolerance(sentence: Sentence) -> Requirement | Refusal | None:
    """Read ``25 (ISO 2768-m)``, ``R5 JIS B 0405-m``, ``平面度 ISO 2768-K``; None where no such standard is named."""
    if not names_general_tolerance(sentence):
        return None
    cited = sentence.standards[0]
    if sentence.shape not in ("", "V") or len(sentence.standards) > 1 or sentence.rule:
        return refuse("notation.two-tolerances", sentence)
    table, letter = _table(sentence, cited)
    if letter is None:
        return Refusal("notation.general-class-missing", {"text": shorten(sentence.text), "standard": _cited(cited)})
    size = sentence.items[0] if sentence.items else None
    if size is not None and size.unit is not None and units.get(size.unit).dimension == "angle":
        return refuse("notation.general-angle", sentence)
    undated = Refusal("notation.undated-standard", {"standard": _cited(cited)})
    requirement = Requirement(
        sentence.text,
        parameter=name_of(sentence),
        unit="mm",
        edition=f"{_cited(cited)}-{cited['class']}",
        warnings=() if cited["year"] else (undated,),
    )
    if size is None:
        return replace(requirement, assumed_unit=True, relative=True, table=(table, letter))
    nominal = _millimeters(sentence, size)
    if isinstance(nominal, Refusal):
        return nominal
    deviations = tolerances.general(table, letter, nominal)
    if isinstance(deviations, Refusal):
        return deviations
    return replace(applied(requirement, deviations, nominal), assumed_unit=size.unit is None)


def names_general_tolerance(sentence: Sentence) -> bool:
    """Say whether a limit cites ISO 2768 or its Japanese twins."""
    return any(_number(standard) in _PART_1 + _PART_2 for standard in sentence.standards)


def _table(sentence: Sentence, cited: dict[str, str | None]) -> tuple[str, str | None]:
    """Return the table and the class that hold for the parameter: of mK, m is for sizes and K for geometry."""
    table = (sentence.parameter.general if sentence.parameter else None) or "linear"
    written = cited["class"] or ""
    written = data()["class_words"].get(written, written)
    part, letters = (_PART_1, "fmcv") if table in ("linear", "radius") else (_PART_2, "HKL")
    geometric = sentence.parameter is not None and sentence.parameter.bare_is_upper
    if _number(cited) not in part or (table == "linear" and geometric):
        return table, None
    return table, next((letter for letter in written if letter in letters), None)


def _number(standard: dict[str, str | None]) -> str:
    return (standard["number"] or "").replace(" ", "")


def _cited(standard: dict[str, str | None]) -> str:
    year = f":{standard['year']}" if standard["year"] else ""
    return f"{standard['body']} {standard['number']}{year}"


def with_finish_mark(sentence: Sentence) -> Requirement | Refusal | None:
    """Read an old surface mark where a parameter stands with it; alone it is refused with the values it may mean."""
    if not sentence.triangles:
        return None
    meant = data()["finish_marks"][str(len(sentence.triangles))]
    choices = ", ".join(f"{name} {value}" for name, value in meant.items())
    question = Refusal("notation.finish-mark", {"mark": sentence.triangles, "choices": choices})
    name = name_of(sentence)
    if name not in meant or sentence.shape not in ("", "V"):
        return question
    value = Fraction(meant[name])
    if sentence.items and (sentence.items[0].number != value or sentence.items[0].unit not in (None, "um")):
        return question
    read = {"mark": sentence.triangles, "parameter": name, "value": meant[name]}
    return Requirement(
        sentence.text,
        upper=Bound(value),
        unit="um",
        parameter=name,
        rule=sentence.rule,
        assumed_unit=True,
        edition=f"JIS B 0031 {sentence.triangles}",
        warnings=(Refusal("notation.finish-mark-read", read),),
    )


def bare(sentence: Sentence) -> Requirement | Refusal:
    """Read a number alone: an upper limit where drawings mean that, a label, or 0; else its tolerance is missing."""
    item = sentence.items[0]
    found = in_one_unit(sentence, None, (item,), absolute=True)
    if isinstance(found, Refusal):
        return found
    number = found.deviations[0]
    parameter = sentence.parameter
    base = Requirement(sentence.text, unit=found.unit, assumed_unit=found.assumed, parameter=name_of(sentence))
    if item.kind == "V" and (sentence.suffixed or (parameter is not None and parameter.bare_is_upper)):
        return replace(base, upper=Bound(number), rule=sentence.rule)
    countable = found.unit is None or found.unit == "count"
    plain = item.kind == "V" and (parameter is None or parameter.generic)
    if plain and found.unit is None:
        upper = Bound(number) if number == 0 else None
        return replace(base, upper=upper, label_lower=item.label, label_upper=item.label, nominal=number)
    if found.unit in _GRADES:
        return replace(base, label_lower=item.label, label_upper=item.label)
    if countable and plain and number == 0:
        return replace(base, upper=Bound(number))
    return refuse("notation.no-tolerance", sentence)


def edition_of_rz(requirement: Requirement, sentence: Sentence) -> Requirement:
    """Settle which height Rz means: by the year of JIS B 0601 where it is written, else with a warning."""
    if requirement.parameter != "Rz":
        return requirement
    cited = next((standard for standard in sentence.standards if _number(standard) == "B0601"), None)
    if cited is not None and cited["year"] in data()["ten_point_editions"]:
        return replace(requirement, parameter=parameters()["RzJIS"].name)
    dated = (cited is not None and cited["year"]) or any(item["body"] == "ISO" for item in sentence.standards)
    if dated:
        return requirement
    doubt = Refusal("notation.rz-edition", {"text": shorten(sentence.text)})
    return replace(requirement, warnings=(*requirement.warnings, doubt))


def name_of(sentence: Sentence) -> str | None:
    """Return the parameter's canonical name; a scale names itself (HRC) where no exact parameter does."""
    parameter = sentence.parameter
    written = [sentence.scale, *(item.unit for item in sentence.items)]
    scale = next((unit for unit in written if unit and units.get(unit).pint is None and unit not in _UNNAMED), None)
    if parameter is None or (parameter.generic and scale is not None):
        return scale
    return parameter.name


_UNNAMED = ("grade", "class", "count", "cycles", "GU", "GU20", "GU45", "GU60", "GU75", "GU85", "dB", "dB(A)", "ohm/sq")
"""Scales that say nothing about what is measured."""


def cited_editions(sentence: Sentence) -> str | None:
    """Return the standards written with a limit, for the record."""
    return ", ".join(_cited(standard) for standard in sentence.standards) or None
