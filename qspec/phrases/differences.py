"""Where the two languages of a clause do not say the same: the very thing qspec exists for.

Two clauses belong together when they share a line or table row in two languages, or stand one after another under the
same number. They are compared by what they ask for, never by their words: class, characteristics, degree, limits,
yardstick.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from qspec.phrases.vocabulary import ClauseClass, Degree, Yardstick

if TYPE_CHECKING:
    from qspec.phrases.model import Finding
    from qspec.phrases.scan import Scanned


class What(StrEnum):
    """What differs between the two languages."""

    CHARACTERISTIC = "characteristic"
    DEGREE = "degree"
    NUMBER = "number"
    YARDSTICK = "yardstick"
    MISSING = "missing"
    """One side has no clause at all."""


@dataclass(frozen=True)
class Difference:
    """An English and a Japanese clause that ask for different things; one of them is None where it is missing."""

    english: Scanned | None
    japanese: Scanned | None
    what: tuple[What, ...]


def differences(scanned: Sequence[Scanned]) -> tuple[Difference, ...]:
    """Return the clauses whose two languages differ, in the order of the document."""
    bilingual = sum(1 for _ in pairs(scanned)) >= _BILINGUAL
    found = [
        Difference(english, japanese, what)
        for english, japanese in pairs(scanned)
        if (what := compared(english.finding, japanese.finding))
    ]
    if bilingual:
        found += [
            Difference(
                one if one.clause.language == "en" else None,
                one if one.clause.language == "ja" else None,
                (What.MISSING,),
            )
            for one in _alone(scanned)
        ]
    order = {id(one): number for number, one in enumerate(scanned)}
    return tuple(sorted(found, key=lambda one: order[id(one.english or one.japanese)]))


_BILINGUAL = 2
"""Pairs from which a document counts as bilingual, so that a clause in one language alone is worth saying."""


def compared(english: Finding, japanese: Finding) -> tuple[What, ...]:
    """Return in what two clauses differ; nothing where both say nothing about quality."""
    other = ClauseClass.OTHER
    if english.clause_class is other and japanese.clause_class is other:
        return ()
    if other in (english.clause_class, japanese.clause_class):
        return (What.CHARACTERISTIC,)
    found = []
    if _names(english) != _names(japanese) and english.characteristic != japanese.characteristic:
        found.append(What.CHARACTERISTIC)
    if _limits(english) != _limits(japanese):
        found.append(What.NUMBER)
    elif english.clause_class is ClauseClass.VAGUE and _graded(english) != _graded(japanese):
        found.append(What.DEGREE)
    if english.clause_class is japanese.clause_class and _sticks(english) != _sticks(japanese):
        found.append(What.YARDSTICK)
    return tuple(found)


def _names(finding: Finding) -> frozenset[str]:
    return frozenset(one.characteristic for one in finding.candidates)


def _graded(finding: Finding) -> tuple[Degree, str]:
    return finding.degree, finding.polarity


def _sticks(finding: Finding) -> frozenset[Yardstick]:
    return frozenset(finding.yardsticks) - {Yardstick.NUMBER}


def _limits(finding: Finding) -> object:
    measure = finding.measure
    if measure is None:
        return None
    if measure.limit is None:
        return (measure.label_lower, measure.label_upper)
    return (measure.limit.lower, measure.limit.upper, measure.limit.unit)


def pairs(scanned: Sequence[Scanned]) -> Iterator[tuple[Scanned, Scanned]]:
    """Return the clauses that say the same in two languages, English first."""
    for left, right in _neighbors(scanned):
        if left.clause.language != right.clause.language and _belong(left, right):
            yield (left, right) if left.clause.language == "en" else (right, left)


def _neighbors(scanned: Sequence[Scanned]) -> Iterator[tuple[Scanned, Scanned]]:
    """Return neighboring clauses; sentences of two paragraphs under one number are matched in their order."""
    groups: list[list[Scanned]] = []
    for one in scanned:
        if one.clause.heading:
            continue
        last = groups[-1] if groups else None
        if last and last[-1].clause.pair == one.clause.pair and last[-1].clause.language == one.clause.language:
            last.append(one)
        else:
            groups.append([one])
    taken = -1
    for number, (first, second) in enumerate(pairwise(groups)):
        other = first[0].clause.language != second[0].clause.language and len(first) == len(second)
        if number != taken and other and _belong(first[0], second[0]):
            taken = number + 1
            yield from zip(first, second, strict=True)


def _belong(left: Scanned, right: Scanned) -> bool:
    """Say whether two neighbors are one clause: on one line, under one number, or one beneath the other's number."""
    same_line = left.clause.pair == right.clause.pair
    numbered = bool(left.clause.marker) and left.clause.marker == right.clause.marker
    beneath = bool(left.clause.marker) and not right.clause.marker and not right.clause.heading
    about = left.finding.characteristic
    return same_line or numbered or (beneath and about is not None and about == right.finding.characteristic)


def _alone(scanned: Sequence[Scanned]) -> Iterator[Scanned]:
    """Return the clauses about quality that no clause of the other language stands beside."""
    paired = {id(one) for pair in pairs(scanned) for one in pair}
    for one in scanned:
        quality = one.finding.clause_class is not ClauseClass.OTHER
        if quality and id(one) not in paired and not one.clause.heading:
            yield one
