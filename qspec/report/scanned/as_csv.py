"""A scan as a table for a spreadsheet, a row for each clause: UTF-8 with a byte order mark, CRLF.

No text of a document can run as a formula or turn into a date: ``report.as_csv.guard`` marks such cells. A difference
of which one side is missing has the row of the other.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from qspec.errors import Say, Value
from qspec.messages import LANGUAGES, render
from qspec.phrases.differing import differing
from qspec.phrases.scan import Scan
from qspec.phrases.told import Told, told
from qspec.phrases.vocabulary import ClauseClass, Yardstick
from qspec.report.as_csv import guard
from qspec.report.scanned import wording
from qspec.report.scanned.message import quoted

_PLACE = ("place", "file", "line", "column", "page", "paragraph", "sheet", "cell", "section", "language")
_FOUND = ("class", "characteristic", "name", "degree", "yardstick", "confidence", "text", "words", "why")
_ASKED = ("measurand", "limit", "evidence", "source", "question", "difference", "other")
COLUMNS = (*_PLACE, *_FOUND, *_ASKED)
"""Names of the columns in the ``scan.column`` catalogue, in order."""


def write(scans: Sequence[Scan], languages: Sequence[str], everything: bool = False) -> bytes:
    """Return the table of the vague and the measurable clauses; in two languages with a slash between the words."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([_cell(Say(f"scan.column.{column}"), languages) for column in COLUMNS])
    for scan in scans:
        for one in told(scan, everything=everything):
            writer.writerow([_cell(value, languages) for value in (*_place(one), *_found(one), *_asked(one))])
    return stream.getvalue().encode("utf-8-sig", "backslashreplace")


def _cell(value: Value | None, languages: Sequence[str]) -> str:
    if value is None:
        return ""
    return guard(" / ".join(dict.fromkeys(text for lang in languages if (text := render(value, lang)))))


def _place(one: Told) -> Iterator[Value | None]:
    place = one.scanned.place
    yield from (str(place), place.file, place.line, place.column, place.page, place.paragraph, place.sheet, place.cell)
    yield from (one.section, one.scanned.clause.language)


def _found(one: Told) -> Iterator[Value | None]:
    finding, (start, end) = one.finding, one.scanned.span
    other = finding.clause_class is ClauseClass.OTHER
    yield Say(f"scan.class.{finding.clause_class.value}")
    yield finding.characteristic
    yield None if other else wording.name(finding.characteristic)
    vague = finding.clause_class is ClauseClass.VAGUE
    yield Say(f"define.degree.{finding.degree.value}") if vague else None
    pointed = finding.yardstick not in (Yardstick.NONE, Yardstick.NUMBER)
    yield Say(f"define.yardstick.{finding.yardstick.value}") if pointed else None
    yield None if other else f"{finding.confidence:g}"
    yield one.scanned.clause.text
    yield None if other else finding.text[start:end]
    yield wording.why(finding) if vague else None


def _asked(one: Told) -> Iterator[Value | None]:
    tier, question = one.answer.preselected, wording.first_question(one)
    yield dict(one.answer.measurand) if one.answer.measurand is not None else None
    yield tier.limit if tier is not None else wording.limit(one.answer)
    yield Say(f"define.evidence.{tier.evidence.value}") if tier is not None else None
    yield dict(tier.source) if tier is not None else None
    yield dict(question.ask) if question is not None else None
    found = differing(one.difference) if one.difference is not None else []
    yield {lang: " ".join(render(each, lang) for each in found) for lang in LANGUAGES}
    yield quoted(one.other) if one.other is not None else None
