"""Scan → each clause with what is proposed for it, the heading it stands under, and where its other language differs.

The outputs of ``qspec scan`` and ``qspec draft`` work on these; the proposals are those that ``define`` makes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qspec.phrases.answer import Answer, Status
from qspec.phrases.differences import Difference
from qspec.phrases.model import Finding
from qspec.phrases.proposals import proposal
from qspec.phrases.scan import Scan, Scanned
from qspec.phrases.vocabulary import ClauseClass


@dataclass(frozen=True)
class Told:
    """A clause of a document and everything that is said of it."""

    scanned: Scanned
    answer: Answer
    section: str | None = None
    """The heading it stands under, in its own language where the heading has two."""
    difference: Difference | None = None

    @property
    def finding(self) -> Finding:
        """Return what was understood."""
        return self.scanned.finding

    @property
    def other(self) -> Scanned | None:
        """Return the clause in the other language that asks for something else."""
        if self.difference is None:
            return None
        japanese = self.scanned is self.difference.japanese
        return self.difference.english if japanese else self.difference.japanese


def told(scan: Scan, *, everything: bool = False) -> Iterator[Told]:
    """Return the vague and the measurable clauses in the order of the document, with ``everything`` the others too."""
    differing = {id(side): one for one in scan.differences for side in (one.english, one.japanese) if side is not None}
    sections: dict[str, str] = {}
    after_heading = False
    for one in scan.clauses:
        clause = one.clause
        if clause.heading:
            sections = {**sections, clause.language: clause.text} if after_heading else {clause.language: clause.text}
        section = None if clause.heading else sections.get(clause.language) or next(iter(sections.values()), None)
        after_heading = clause.heading
        if everything or one.finding.clause_class is not ClauseClass.OTHER:
            yield Told(one, _answer(one.finding), section, differing.get(id(one)))


def _answer(finding: Finding) -> Answer:
    """Return what is proposed; for a clause about nothing of quality nothing is looked for."""
    return Answer(finding, Status.NOT_MATCHED) if finding.clause_class is ClauseClass.OTHER else proposal(finding)
