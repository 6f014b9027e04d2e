"""A scan as text for people: each vague clause with its words marked, what to agree instead, and a summary.

The words of a finding stand in brackets, on a terminal underlined as well. What belongs to a clause is said once per
language of the run; a document's differences between its languages follow its clauses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qspec.errors import Say, Value
from qspec.messages import render, say
from qspec.phrases.answer import Status
from qspec.phrases.differences import Difference
from qspec.phrases.differing import differing
from qspec.phrases.scan import Scan, Scanned
from qspec.phrases.told import Told, told
from qspec.phrases.vocabulary import ClauseClass
from qspec.report.answers.table import paragraphs
from qspec.report.scanned import wording
from qspec.report.scanned.counting import by_characteristic, count, total
from qspec.report.scanned.marking import marked
from qspec.report.width import visible, wrap

_SHOWN = 320
"""Characters of a clause that are shown around the words found: a row of a table can be a page long."""
_VAGUE = ("intensify", "notice", "slight", "excess", "effort", "sample", "function", "custom")
"""Modifiers that are marked like the names of a quality: they are what is vague."""
SMALLEST, WIDEST = 40, 110
"""Columns between which the text is set, whatever the terminal."""


@dataclass(frozen=True)
class _Page:
    languages: Sequence[str]
    width: int
    color: bool
    everything: bool

    def line(self, value: Value) -> list[str]:
        """Return a value in each language, on lines of its own."""
        texts = dict.fromkeys(visible(render(value, lang)) for lang in self.languages)
        return [line for text in texts for line in wrap(text, self.width)]

    def rows(self, pairs: Sequence[tuple[str, Value]]) -> Iterator[str]:
        """Return labels and texts, indented, first in one language and then in the other."""
        for lang in self.languages:
            rows = [(say(f"scan.heading.{label}", lang), render(value, lang)) for label, value in pairs]
            yield from paragraphs(rows, self.width, indent=2)

    def strong(self, text: str) -> str:
        """Return a text in bold where the terminal shows that."""
        return f"\x1b[1m{text}\x1b[0m" if self.color and text else text


def write(
    scans: Sequence[Scan], languages: Sequence[str], *, everything: bool = False, width: int = 100, color: bool = False
) -> bytes:
    """Return the findings of every document, and how many there are."""
    page = _Page(languages, min(max(width, SMALLEST), WIDEST), color, everything)
    lines = [line for scan in scans for line in _document(scan, page)]
    if len(scans) > 1:
        lines += page.line(total(scans))
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def _document(scan: Scan, page: _Page) -> Iterator[str]:
    yield page.strong(visible(scan.document.file))
    yield ""
    for one in told(scan, everything=page.everything):
        if page.everything or one.finding.clause_class is ClauseClass.VAGUE:
            yield from _clause(one, page)
            yield ""
    if scan.differences:
        yield from (page.strong(line) for line in page.line(Say("scan.heading.differences")))
        yield ""
        for difference in scan.differences:
            yield from _difference(difference, page)
            yield ""
    yield from page.line(Say("scan.summary", {"file": scan.document.file, **count(scan)}))
    found = by_characteristic(scan)
    yield from page.line(found if found is not None else Say("scan.nothing-found"))
    yield ""


def _clause(one: Told, page: _Page) -> Iterator[str]:
    """Return where a clause stands, what it asks for, its words, and what to agree."""
    place = visible(str(one.scanned.place))
    yield page.strong(place)  # on one line however long: terminals and editors open it
    yield from (f"  {line}" for value in page.line(_meaning(one)) for line in wrap(value, page.width - 2))
    yield from _quoted(one.scanned, page)
    yield from page.rows(_rows(one))


def _meaning(one: Told) -> Value:
    if one.scanned.clause.heading:
        return Say("scan.meaning-heading")
    if one.finding.clause_class is ClauseClass.OTHER:
        return Say("scan.meaning-other")
    return wording.meaning(one.finding)


def _quoted(one: Scanned, page: _Page) -> Iterator[str]:
    """Return the words of a clause, those found marked."""
    spans = _spans(one)
    yield from (f"    {line}" for line in marked(one.clause.text, spans, page.width - 4, _SHOWN, color=page.color))


def _spans(one: Scanned) -> list[tuple[int, int]]:
    """Return the words that name the characteristic or leave its limit open, overlapping ones as one stretch."""
    names = {found.characteristic for found in one.finding.candidates}
    found: list[tuple[int, int]] = []
    for each in sorted(one.finding.matched, key=lambda each: each.start):
        if each.meaning in names or each.meaning in _VAGUE:
            if found and each.start < found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], each.end))
            else:
                found.append((each.start, each.end))
    return found


def _rows(one: Told) -> list[tuple[str, Value]]:
    """Return what is said below the words of a clause."""
    rows: list[tuple[str, Value]] = []
    if one.scanned.clause.lead:
        rows.append(("lead", one.scanned.clause.lead))
    if one.finding.clause_class is ClauseClass.MEASURABLE:
        limit = wording.limit(one.answer)
        return [*rows, ("limit", limit)] if limit else rows
    if one.finding.clause_class is ClauseClass.OTHER:
        return rows
    rows.append(("why", wording.why(one.finding)))
    tier, question = one.answer.preselected, wording.first_question(one)
    if tier is not None:
        rows.append(("proposed", wording.proposed(one.answer, tier)))
    if one.answer.status is Status.NEEDS_DECOMPOSITION:
        rows.append(
            ("pick", wording.names([choice.characteristic for choice in one.answer.decompose if choice.ticked]))
        )
    if question is not None:
        rows.append(("question", dict(question.ask)))
    if one.finding.second is not None:
        rows.append(("second", wording.name(one.finding.second)))
    if one.difference is not None:
        rows += [("differs", value) for value in differing(one.difference)]
    return rows


def _difference(difference: Difference, page: _Page) -> Iterator[str]:
    """Return both sides of a clause, one below the other, and in what they differ."""
    for language, side in (("en", difference.english), ("ja", difference.japanese)):
        if side is not None:
            yield f"{language}  {visible(str(side.place))}"
            yield from _quoted(side, page)
    for value in differing(difference):
        yield from (f"  {line}" for text in page.line(value) for line in wrap(text, page.width - 2))
