"""Clauses → what the spec needs an entry for: both languages of a clause once, two characteristics of a clause apart.

``draft.py`` turns each subject into an entry, or into a comment where nothing can be measured.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from qspec.errors import Place
from qspec.phrases.answer import Answer, Status
from qspec.phrases.differences import Difference, pairs
from qspec.phrases.entry import seen
from qspec.phrases.lexicon import characteristics
from qspec.phrases.model import Finding
from qspec.phrases.proposals import proposal
from qspec.phrases.scan import Scan, Scanned
from qspec.phrases.told import Told, told
from qspec.phrases.vocabulary import ClauseClass

_COUNTED = ("line", "page", "paragraph", "cell")
"""Parts of a place that differ between the two texts of a clause and are given for both."""


@dataclass(frozen=True)
class Subject:
    """One characteristic that a document asks for."""

    characteristic: str
    answer: Answer
    clauses: tuple[Scanned, ...]
    """The clause, or its text in both languages, in the order of the document."""
    difference: Difference | None = None

    @property
    def phrase(self) -> str:
        """Return the original words, of both languages with a slash between."""
        return " / ".join(dict.fromkeys(seen(one.clause.text) for one in self.clauses))

    @property
    def name(self) -> dict[str, str]:
        """Return what the first cells of a table row call it, else the name of the characteristic."""
        subjects = {one.clause.language: seen(one.clause.subject) for one in self.clauses if one.clause.subject}
        if self.answer.status is Status.MEASURABLE and subjects:
            return subjects
        return dict(characteristics()[self.characteristic]["name"])

    @property
    def source(self) -> dict[str, str]:
        """Return where the words stand, for the key ``source``."""
        places = [one.place for one in self.clauses]
        found = {"file": seen(places[0].file)}
        if places[0].sheet is not None:
            found["sheet"] = seen(places[0].sheet)
        return found | {key: value for key in _COUNTED if (value := _all(places, key))}


def _all(places: list[Place], key: str) -> str:
    values = [getattr(place, key) for place in places]
    return ", ".join(dict.fromkeys(str(value) for value in values if value is not None))


def subjects(scan: Scan) -> Iterator[Subject]:
    """Return what a document asks for, in its order."""
    partners = {id(left): right for pair in pairs(scan.clauses) for left, right in (pair, pair[::-1])}
    done: set[int] = set()
    for one in told(scan):
        if id(one.scanned) in done:
            continue
        other = partners.get(id(one.scanned))
        same = other is not None and other.finding.characteristic == one.finding.characteristic
        if other is not None and same:
            done.add(id(other))
        yield from _of(one, other if same else None)


def _of(one: Told, other: Scanned | None) -> Iterator[Subject]:
    """Return the subject of a clause, and of a second characteristic that it names."""
    answer, clauses = one.answer, (one.scanned, *([other] if other is not None else []))
    if other is not None and _measured(other.finding) and not _measured(one.finding):
        answer = proposal(other.finding)
    yield Subject(one.finding.characteristic or "", answer, clauses, one.difference)
    second = _second(one.finding)
    if second is not None:
        yield Subject(second.characteristic or "", proposal(second), clauses, one.difference)


def _measured(finding: Finding) -> bool:
    return finding.clause_class is ClauseClass.MEASURABLE


def _second(finding: Finding) -> Finding | None:
    """Return the same words as a finding about their second characteristic."""
    if finding.second is None or _measured(finding):
        return None
    rest = [one for one in finding.candidates if one.characteristic not in (finding.second, finding.characteristic)]
    named = [one for one in finding.candidates if one.characteristic == finding.second]
    return replace(finding, candidates=(*named, *rest), second=None)
