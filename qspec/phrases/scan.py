"""Document → what every clause says: the vague ones, the measurable ones, and where two languages differ.

``qspec scan`` shows the result, ``qspec draft`` makes a spec of it. A section heading is never a finding, but a table
row or list item is read together with what it stands under.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qspec.errors import Place
from qspec.phrases.clauses import Clause, clauses
from qspec.phrases.differences import Difference, differences
from qspec.phrases.documents.model import Document, moved
from qspec.phrases.engine import understand
from qspec.phrases.model import Finding
from qspec.phrases.vocabulary import ClauseClass

Progress = Callable[[int, int], None]
"""Told how many clauses of how many are done."""
_STEP = 200


@dataclass(frozen=True)
class Scanned:
    """A clause and what was understood of it; ``span`` are offsets of the matched words in the clause."""

    clause: Clause
    finding: Finding
    place: Place
    span: tuple[int, int]
    end: Place
    """Behind the last of the words found, where places have columns."""


@dataclass(frozen=True)
class Scan:
    """All of a document."""

    document: Document
    clauses: tuple[Scanned, ...]
    differences: tuple[Difference, ...]

    def of(self, clause_class: ClauseClass) -> tuple[Scanned, ...]:
        """Return the clauses of a class."""
        return tuple(one for one in self.clauses if one.finding.clause_class is clause_class)


def scan(
    document: Document, trade: str | None = None, own: tuple[str, ...] = (), progress: Progress | None = None
) -> Scan:
    """Return what the clauses of a document say about quality."""
    found = clauses(document.blocks)
    scanned = []
    for number, clause in enumerate(found):
        if progress is not None and number % _STEP == 0:
            progress(number, len(found))
        scanned.append(_understood(document, clause, trade, own))
    if progress is not None:
        progress(len(found), len(found))
    return Scan(document, tuple(scanned), differences(scanned))


def _understood(document: Document, clause: Clause, trade: str | None, own: tuple[str, ...]) -> Scanned:
    if clause.heading:
        finding = Finding(clause.text, clause.language, ClauseClass.OTHER, trade=trade)
        span = (0, len(clause.text))
        return Scanned(clause, finding, clause.place, span, _behind(document, clause, span[1]))
    finding = understand(clause.text, trade, own, lead=clause.lead)
    if finding.clause_class is ClauseClass.VAGUE and finding.language != clause.language:
        finding = replace(finding, language=clause.language)
    names = [one for one in finding.matched if one.meaning in {found.characteristic for found in finding.candidates}]
    span = (min(one.start for one in names), max(one.end for one in names)) if names else (0, len(clause.text))
    return Scanned(clause, finding, place_in(document, clause, span[0]), span, _behind(document, clause, span[1]))


def _behind(document: Document, clause: Clause, offset: int) -> Place:
    return moved(place_in(document, clause, max(offset - 1, 0)), 1)


def place_in(document: Document, clause: Clause, offset: int) -> Place:
    """Return where a character of a clause stands in its document."""
    part = max((one for one in clause.parts if one.at <= offset), key=lambda one: one.at, default=clause.parts[0])
    return document.blocks[part.block].place_at(part.start + min(offset - part.at, max(part.length - 1, 0)))


def own_words(scanned: Sequence[Scanned]) -> tuple[str, ...]:
    """Return the texts of some clauses, each once, in their order."""
    return tuple(dict.fromkeys(one.clause.text for one in scanned))
