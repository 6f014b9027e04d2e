"""The first-article form 初品検査成績書: one row for every characteristic, with the fields that AS9102 Form 3 has.

What the spec and the readings say is filled in; a number for a nonconformity, where a person gives it, is left blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qspec.errors import Value
from qspec.judgement.result import CheckResult, Evaluation, ItemResult, LotResult, Reading, Verdict
from qspec.report import words as terms
from qspec.report.content import header, measuring, steps
from qspec.report.content.digits import computed
from qspec.report.content.measured import in_order
from qspec.report.content.wording import DASH, number_of, numbering, plain, verdict_cell, words
from qspec.report.options import OutputOptions
from qspec.report.outline import Align, Block, Cell, Column, Document, Facts, PageBreak, Table
from qspec.report.papers import frame
from qspec.report.papers.conformance import limit_of, values_of
from qspec.report.papers.frame import blank, said
from qspec.report.papers.names import FIRST_ARTICLE
from qspec.spec.model import Characteristic

_SEALS = ("buyer", "approved", "checked", "prepared")
_EACH = 5
"""Up to so many readings of a limit stand one by one, as first articles are few; of more the least and the greatest."""
_SERIALS = 12


def build(evaluation: Evaluation, options: OutputOptions) -> Document:
    """Return the form for every lot, each on a page of its own."""
    number = frame.number_of(evaluation, options)
    blocks: list[Block | None] = [frame.masthead(evaluation.spec, FIRST_ARTICLE, number, options.date, _SEALS)]
    for index, lot in enumerate(evaluation.lots):
        blocks += [PageBreak()] if index else []
        blocks += _lot(evaluation, lot, number)
    return frame.document(evaluation, options, blocks)


def _lot(evaluation: Evaluation, lot: LotResult, number: str) -> Iterator[Block | None]:
    yield _identity(evaluation, lot, number)
    yield header.banner(lot)
    yield steps.doubts(evaluation, lot)
    yield _characteristics(evaluation, lot)
    yield measuring.instruments(lot)
    yield frame.warnings(evaluation, lot)


def _identity(evaluation: Evaluation, lot: LotResult, number: str) -> Facts:
    """Return fields 1 to 4 of the form, then what else says which part this is."""
    spec, part = evaluation.spec, evaluation.spec.part
    drawing = header.drawing_of(spec)
    rows: tuple[tuple[Value, Value | None], ...] = (
        (said("field.part-number"), lot.info.part or (part.number if part else None)),
        (said("field.part-name"), part.name if part and part.name else spec.title),
        (said("field.serials"), _pieces(lot.pieces)),
        (said("field.fair"), number),
        (words("field.drawing"), drawing),
        (words("field.lot"), lot.info.id),
        (words("field.material"), part.material if part else None),
        (words("field.specification"), f"{spec.id}  Rev. {spec.revision}"),
        (words("field.inspection-date"), lot.info.date),
        (words("field.inspector"), lot.info.inspector),
    )
    return Facts(None, tuple((label, plain(value)) for label, value in rows))


def _characteristics(evaluation: Evaluation, lot: LotResult) -> Table:
    columns = (
        Column(said("column.char"), Align.CENTER, 0.8),
        Column(said("column.reference"), weight=1.3),
        Column(said("column.designator"), Align.CENTER, 1.2),
        Column(said("column.requirement"), weight=2.6),
        Column(said("column.results"), Align.RIGHT, 2.3),
        Column(words("column.verdict"), Align.CENTER, 1.25),
        Column(said("column.tooling"), weight=1.7),
        Column(said("column.nonconformance"), Align.CENTER, 1.2),
        Column(said("column.comments"), weight=2.4),
    )
    order = numbering(lot.items)
    rows = tuple(_row(item, evaluation.spec.characteristics.get(item.id), lot, order) for item in lot.items)
    return Table(said("section.characteristics"), columns, rows, note=said("note.first-article"))


def _row(item: ItemResult, source: Characteristic | None, lot: LotResult, order: Mapping[str, int]) -> tuple[Cell, ...]:
    open_ = item.verdict in (Verdict.FAIL, Verdict.UNDECIDED)
    return (
        plain(number_of(item, order)),
        plain(_reference(source)),
        plain(terms.nonconformity(item.nonconformity)),
        Cell((terms.name(item), *_requirements(item))),
        Cell(tuple(value for check in item.checks for value in _results(check, lot))),
        verdict_cell(item.verdict),
        plain(source.instrument if source else None, source.method if source else None),
        blank(1) if open_ else plain(),
        plain(*item.reasons, *_concerned(item)),
    )


def _reference(source: Characteristic | None) -> Value | None:
    """Return where the requirement stands in the document it comes from; None where the spec does not say."""
    if source is None or source.source is None:
        return None
    place = source.source
    parts = [
        place.file,
        place.sheet,
        f"p.{place.page}" if place.page else None,
        f"¶{place.paragraph}" if place.paragraph else None,
        place.cell or place.line,
    ]
    return " ".join(part for part in parts if part)


def _requirements(item: ItemResult) -> list[Value]:
    several = len(item.checks) > 1
    return [value for check in item.checks for value in _requirement(check, several=several)]


def _requirement(check: CheckResult, *, several: bool) -> tuple[Value, ...]:
    """Return the limit, behind its quantity where there are several and it does not begin with that."""
    named = not several or check.written.startswith(check.quantity)
    return (check.written if named else f"{check.quantity}  {check.written}", *limit_of(check)[1:])


def _results(check: CheckResult, lot: LotResult) -> list[Value]:
    """Return the readings as they were written, one by one where they are few."""
    readings = in_order(check, lot)
    if check.omitted or len(readings) > _EACH:
        marks = terms.of_marks(check)
        return [said("all-marks", count=check.count, failed=check.failed) if marks else values_of(check)]
    return [_written(reading, check) for reading in readings] or [DASH]


def _written(reading: Reading, check: CheckResult) -> str:
    if terms.of_marks(check) or not reading.text:
        return reading.text or DASH
    return f"{computed(reading.value, check)} {reading.unit}".rstrip()


def _pieces(serials: Sequence[str]) -> Value:
    """Return serial numbers, the same in every language where all of them have room."""
    return ", ".join(serials) if len(serials) <= _SERIALS else terms.some(serials, _SERIALS)


def _concerned(item: ItemResult) -> Iterator[Value]:
    """Yield which pieces are nonconforming, and which are open."""
    for slug, serials in (("failed-pieces", item.failed_pieces), ("undecided-pieces", item.undecided_pieces)):
        if serials:
            yield words(slug, count=len(serials), pieces=_pieces(serials))
