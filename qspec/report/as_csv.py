"""The ``csv`` format: one row per judged reading, for a spreadsheet; a limit without readings has a row of its own.

UTF-8 with a byte order mark and CRLF, as Excel opens it in Japan without a question. Headings and words are in the
languages asked for. A cell that a spreadsheet would run as a formula or turn into a date or a shorter number gets an
apostrophe in front; so does one that begins with an apostrophe, so taking one away gives back exactly what was there.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from qspec.errors import Say, Value
from qspec.judgement.result import CheckResult, Evaluation, ItemResult, LotResult, Reading
from qspec.messages import render
from qspec.report import words
from qspec.report.options import OutputOptions
from qspec.report.width import visible

_LOT = ("spec", "revision", "lot", "disposition")
_ITEM = ("id", "balloon", "name", "class", "verdict", "measured", "expected", "failed", "reasons")
_CHECK = ("quantity", "limit", "compared", "guarded", "rule", "check", "omitted")
_READING = ("piece", "reading", "value", "unit", "margin", "judged", "remark", "place")
COLUMNS = (*_LOT, *_ITEM, *_CHECK, *_READING)
"""Names of the columns in the ``output.column`` catalogue, in order."""

_NUMBER = re.compile(r"[+-]?(0|[1-9]\d{0,14})(\.\d*)?|[+-]?0?\.\d+", re.ASCII)
_RISKY = re.compile(
    r"""\s*[=+\-@\t\r＝＋－＠]          # run as a formula
    | '                                 # our own mark
    | \s*\d+\s*([-/:]\s*\d|[年月時])    # read as a date or a time
    | \s*[\d,]+([.]\d*)?\s*$            # a number that _NUMBER does not hold: digits would be lost
    | \s*\d+([.]\d*)?[eE]\d             # read as a power of ten
    | \s*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/ .]?\d  # read as a date
    """,
    re.VERBOSE | re.IGNORECASE,
)


def guard(text: str) -> str:
    """Return a cell that a spreadsheet shows as it is written; numbers stay numbers."""
    text = visible(text)
    return text if _NUMBER.fullmatch(text) or not _RISKY.match(text) else f"'{text}"


def write(evaluation: Evaluation, options: OutputOptions) -> bytes:
    """Return the table; in two languages each word is given in both, with a slash between."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    heads: list[Value] = [Say(f"output.column.{name}") for name in COLUMNS]
    for row in [heads, *_rows(evaluation)]:
        writer.writerow([guard(_in_languages(value, options.languages)) for value in row])
    return stream.getvalue().encode("utf-8-sig")


def _in_languages(value: Value, languages: Sequence[str]) -> str:
    return " / ".join(dict.fromkeys(text for lang in languages if (text := render(value, lang))))


def _rows(evaluation: Evaluation) -> Iterable[list[Value]]:
    for lot in evaluation.lots:
        first = _lot(evaluation, lot)
        if not lot.items:
            yield [*first, *[""] * (len(COLUMNS) - len(first))]
        for item in lot.items:
            for check in item.checks or (None,):
                before = [*first, *_item(item), *_check(check)]
                for reading in (check.readings if check is not None else ()) or (None,):
                    yield [*before, *_reading(reading)]


def _lot(evaluation: Evaluation, lot: LotResult) -> list[Value]:
    spec = evaluation.spec
    return [spec.id, spec.revision, lot.info.id or "", words.disposition(lot.disposition)]


def _item(item: ItemResult) -> list[Value]:
    class_ = words.nonconformity(item.nonconformity)
    expected: Value = "" if item.expected is None else item.expected
    verdict = words.verdict(item.verdict)
    reasons = words.sentences(item.reasons)
    return [
        item.id,
        item.balloon or "",
        words.name(item),
        class_,
        verdict,
        item.measured,
        expected,
        item.failed,
        reasons,
    ]


def _check(check: CheckResult | None) -> list[Value]:
    if check is None:
        return [""] * len(_CHECK)
    limits = [check.written, check.resolved, check.guarded or ""]
    return [check.quantity, *limits, words.rule(check.rule), words.verdict(check.verdict), check.omitted]


def _reading(reading: Reading | None) -> list[Value]:
    if reading is None:
        return [""] * len(_READING)
    numbers = [reading.piece, reading.text, reading.value, reading.unit, reading.margin]
    return [*numbers, words.judged(reading), reading.words or "", str(reading.place)]
