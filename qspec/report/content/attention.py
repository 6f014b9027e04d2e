"""Readings that need attention: failing, undecided and marginal ones, and the pictures that go with them.

Called by ``build.py`` for every lot. Failures stand first, each with its place in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qspec.judgement.result import CheckResult, Evaluation, ItemResult, LotResult, Reading, Verdict
from qspec.report import words as terms
from qspec.report.content import charts
from qspec.report.content.digits import computed
from qspec.report.content.results import by_urgency, with_unit
from qspec.report.content.wording import label_of, number_of, place_of, plain, reading_cell, words
from qspec.report.outline import Align, Block, Cell, Column, Paragraphs, Picture, Table, Tone

SHOWN = (Verdict.FAIL, Verdict.UNDECIDED, Verdict.MARGINAL)
"""Verdicts of readings that need attention."""


def details(evaluation: Evaluation, lot: LotResult, order: Mapping[str, int]) -> Iterator[Block]:
    """Yield failing, undecided and marginal readings of each characteristic, and the pictures that go with them."""
    pictured, without = charts.chosen(lot.items)
    others: list[Picture] = []
    for item in by_urgency(lot.items):
        checks = [check for check in item.checks if _attention(check)]
        drawn = charts.of_item(evaluation, lot, item, order) if item.id in pictured else []
        if checks:
            yield _detail(item, checks, number_of(item, order))
            yield from drawn
        else:
            others += drawn
    if others or without:
        said = (Cell((words("charts-left-out", count=without),), Tone.QUIET),) if without else ()
        yield Paragraphs(words("section.charts"), said or (Cell((words("charts-of"),), Tone.QUIET),))
    yield from others


def _attention(check: CheckResult) -> list[Reading]:
    return [reading for reading in check.readings if reading.verdict in SHOWN]


def _detail(item: ItemResult, checks: Sequence[CheckResult], number: str) -> Table:
    """Return the table of one characteristic; with several limits, each row names the one it was held against."""
    several = len(checks) > 1
    remarked = any(reading.words is not None for check in checks for reading in _attention(check))
    rounded = any(reading.unrounded is not None for check in checks for reading in _attention(check))
    columns = (
        Column(words("column.piece"), weight=1.4),
        *((Column(words("column.limit"), weight=1.9),) if several else ()),
        Column(words("column.written"), weight=2.5),
        Column(words("column.value"), Align.RIGHT, 2.2 if rounded else 1.4),
        Column(words("column.distance"), Align.RIGHT, 1.4),
        Column(words("column.verdict"), Align.CENTER, 1.9),
        *((Column(words("column.words"), weight=2.0),) if remarked else ()),
        Column(words("column.place"), weight=3.0),
    )
    rows = tuple(
        _reading_row(reading, check, limit=_limit_cell(check) if several else None, remarked=remarked)
        for check in checks
        for reading in _attention(check)
    )
    omitted = sum(check.omitted for check in checks)
    if several:
        heading = words("section.details", number=number, name=terms.name(item))
    else:
        heading = words("section.detail", number=number, name=label_of(item, checks[0]), limit=_applied(checks[0]))
    return Table(heading, columns, rows, words("note.omitted", count=omitted) if omitted else None)


def _applied(check: CheckResult) -> str:
    return check.written if terms.of_marks(check) else check.guarded or check.resolved


def _limit_cell(check: CheckResult) -> Cell:
    return Cell((check.quantity, _applied(check)))


def _reading_row(reading: Reading, check: CheckResult, *, limit: Cell | None, remarked: bool) -> tuple[Cell, ...]:
    """Return a reading's row; a mark such as × has no value to compare and no margin."""
    number = not terms.of_marks(check)
    return (
        plain(terms.piece(check, reading)),
        *((limit,) if limit is not None else ()),
        plain(reading.text),
        plain(_compared(reading, check) if number else None),
        plain(with_unit(computed(reading.margin, check), reading.unit) if number else None),
        reading_cell(reading),
        *((Cell((reading.words or "",)),) if remarked else ()),
        plain(place_of(reading.place)),
    )


def _compared(reading: Reading, check: CheckResult) -> str:
    """Return the value compared, behind the one it was rounded from where it was rounded."""
    value = with_unit(computed(reading.value, check), reading.unit)
    return value if reading.unrounded is None else f"{computed(reading.unrounded, check)} → {value}"
