"""Text of a limit → requirements: the door of the reader, and the splitting of texts that hold several limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from qspec.errors import Refusal
from qspec.limits import Bound
from qspec.notation import classes
from qspec.notation.forms import Draft, draft, refuse
from qspec.notation.model import Requirement
from qspec.notation.scan import scan
from qspec.notation.sentence import Sentence, take_apart
from qspec.notation.words import whole_texts
from qspec.text import plain_signs, shorten

MAX_LENGTH = 200
"""Longest text that is read; the longest limits people write have some 60 characters."""

_SEPARATORS = ("/", ",", "、", ";", "かつ", "及び", "および", " and ", " & ", " ")
_SPLIT_AFTER = ("notation.form", "notation.two-comparisons", "notation.two-units", "notation.two-parameters")
"""What a text that holds two limits is refused for as one; other refusals stand."""
_MAX_SPLITS = 12
_MAX_PARTS = 4
_FITS = ("VF", "F", "VF/F", "F/F", "VFSS", "VFS/S", "VFV/S", "VFS/V", "VFS,S", "VFS,V", "VFV,S", "VFSV", "VFVS")


def read(text: str, *, decimal_comma: bool = False) -> tuple[Requirement, ...] | Refusal:
    """Return the requirements written in a text, one or several, or why it cannot be read.

    Any text gives one or the other. What the words and forms do not cover entirely is refused, with the rest named;
    nothing is skipped, and no direction, unit or edition is guessed.
    """
    if len(text) > MAX_LENGTH:
        return Refusal("notation.too-long", {"text": shorten(text), "length": MAX_LENGTH})
    plain = plain_signs(text).rstrip("。. ")
    if not plain:
        return Refusal("notation.empty")
    whole = _whole(plain)
    if whole is not None:
        return (whole,)
    found = _one(plain, decimal_comma)
    if not isinstance(found, Refusal):
        return tuple(replace(requirement, text=text.strip()) for requirement in found)
    parts = _several(plain, decimal_comma) if found.code in _SPLIT_AFTER else ()
    return parts or found


def _whole(plain: str) -> Requirement | None:
    """Read a word that is the whole limit: a mark (OK, 合) is a label, なし is a count of 0."""
    if plain.casefold() in whole_texts("none"):
        return Requirement(plain, upper=Bound(Fraction(0)), unit="count")
    if plain.casefold() in whole_texts("marks"):
        return Requirement(plain, label_lower=plain, label_upper=plain)
    return None


def _one(plain: str, decimal_comma: bool) -> tuple[Requirement, ...] | Refusal:
    """Read a text as one requirement (two for a fit of hole and shaft)."""
    tokens = scan(plain, decimal_comma=decimal_comma)
    if isinstance(tokens, Refusal):
        return tokens
    sentence = take_apart(plain, tokens)
    if isinstance(sentence, Refusal):
        return sentence
    found = _understood(sentence)
    if isinstance(found, Refusal):
        return found
    return tuple(classes.edition_of_rz(requirement, sentence) for requirement in found)


def _understood(sentence: Sentence) -> tuple[Requirement, ...] | Refusal:
    classed = sentence.reference or sentence.triangles or "F" in sentence.shape
    general = classes.names_general_tolerance(sentence)
    if (classed and sentence.standards) or ((classed or general) and (sentence.scale or sentence.factors)):
        return refuse("notation.form", sentence)  # what says nothing about a class would go unread
    if sentence.reference:
        return _reference(sentence)
    for special in (classes.with_finish_mark, classes.with_general_tolerance):
        found = special(sentence)
        if found is not None:
            return found if isinstance(found, Refusal) else (found,)
    if any(standard["class"] for standard in sentence.standards):
        return refuse("notation.standard-class", sentence)
    if sentence.shape in _FITS:
        return classes.with_fit(sentence)
    drafted = draft(sentence)
    if drafted is None:
        return _bare(sentence)
    return drafted if isinstance(drafted, Refusal) else (_requirement(sentence, drafted),)


def _reference(sentence: Sentence) -> tuple[Requirement, ...] | Refusal:
    if sentence.shape not in ("V", "S") or sentence.triangles or sentence.rule:
        return refuse("notation.bracketed", sentence)
    item = sentence.items[0]
    name = classes.name_of(sentence)
    return (Requirement(sentence.text, parameter=name, nominal=item.number, unit=item.unit, reference=True),)


def _bare(sentence: Sentence) -> tuple[Requirement, ...] | Refusal:
    if sentence.shape not in ("V", "S"):
        return refuse("notation.form", sentence)
    if sentence.equals:
        return refuse("notation.equals", sentence)
    found = classes.bare(sentence)
    return found if isinstance(found, Refusal) else (replace(found, edition=classes.cited_editions(sentence)),)


def _requirement(sentence: Sentence, drafted: Draft) -> Requirement:
    return Requirement(
        text=sentence.text,
        lower=drafted.lower,
        upper=drafted.upper,
        unit=drafted.unit,
        parameter=classes.name_of(sentence),
        nominal=drafted.nominal,
        relative=drafted.relative,
        percent_of_nominal=drafted.percent,
        assumed_unit=drafted.assumed_unit,
        factors=sentence.factors,
        rule=sentence.rule,
        label_lower=drafted.label_lower,
        label_upper=drafted.label_upper,
        label_worst=drafted.label_worst,
        label_inclusive=drafted.label_inclusive,
        edition=classes.cited_editions(sentence),
        warnings=drafted.warnings,
    )


def _several(plain: str, decimal_comma: bool) -> tuple[Requirement, ...]:
    """Return the requirements of a text that separators cut into complete limits; nothing where they do not."""
    if len(list(_cuts(plain))) > _MAX_SPLITS:
        return ()
    return _split(plain, decimal_comma, _MAX_PARTS)


def _split(plain: str, decimal_comma: bool, parts: int) -> tuple[Requirement, ...]:
    for left, right in _cuts(plain):
        first = _one(left, decimal_comma)
        if isinstance(first, Refusal) or not all(map(_complete, first)):
            continue
        rest = _one(right, decimal_comma)
        if isinstance(rest, Refusal) and parts > 2:
            rest = _split(right, decimal_comma, parts - 1)
        if isinstance(rest, tuple) and rest and all(map(_complete, rest)):
            return (*first, *rest)
    return ()


def _cuts(plain: str) -> Iterator[tuple[str, str]]:
    """Return the two halves at every separator; a comma or space between two digits separates nothing."""
    for at in range(1, len(plain)):
        separator = next((word for word in _SEPARATORS if plain.startswith(word, at)), None)
        if separator is None:
            continue
        left, right = plain[:at], plain[at + len(separator) :]
        numbers = left[-1:].isdigit() and right[:1].isdigit()
        if left.strip() and right.strip() and not (numbers and separator in ", "):
            yield left.strip(), right.strip()


def _complete(requirement: Requirement) -> bool:
    """Say whether a part of a text is a limit of its own and not a stray number or a remark."""
    stray_zero = requirement.unit is None and requirement.nominal is not None and requirement.lower is None
    bounded = requirement.lower is not None or requirement.upper is not None or requirement.table is not None
    return bounded and not stray_zero and not requirement.reference
