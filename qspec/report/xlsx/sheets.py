"""The sheets of the workbook, made of a result: summary, results, readings, sampling, what follows, problems.

``as_xlsx.py`` calls :func:`sheets`. A column aligned to the right is one of numbers. Values stand in full length, means
and deviations as on the paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qspec import __version__
from qspec.errors import Problem, Say, Value
from qspec.judgement.result import RULES_VERSION, CheckResult, ClassResult, Evaluation, ItemResult, LotResult, Reading
from qspec.report import words as terms
from qspec.report.content.digits import statistic
from qspec.report.content.wording import disposition_cell, file_name, number_of, numbering, place_of, verdict_cell
from qspec.report.outline import Align, Cell, Column, Table
from qspec.report.xlsx.workbook import Sheet

_EMPTY = Cell(("",))
_RIGHT = Align.RIGHT

Rows = Iterable[tuple[Cell, ...]]


def sheets(evaluation: Evaluation, digest: str, number: str, date: str) -> list[Sheet]:
    """Return all sheets. ``digest`` is the SHA-256 of the result document; ``number`` and ``date`` are the paper's."""
    return [
        _summary(evaluation, digest, number, date),
        Sheet(_words("sheet.results"), _table(_RESULTS, _results(evaluation)), frozen=4),
        Sheet(_words("sheet.readings"), _table(_READINGS, _readings(evaluation)), frozen=4),
        Sheet(_words("sheet.sampling"), _table(_SAMPLING, _sampling(evaluation)), frozen=2),
        Sheet(_words("sheet.follows"), _table(_FOLLOWS, _follows(evaluation)), frozen=1),
        Sheet(_words("sheet.problems"), _table(_PROBLEMS, _problems(evaluation)), frozen=1),
    ]


def _words(slug: str, **values: Value) -> Say:
    return Say(f"workbook.{slug}", values)


def _table(columns: Sequence[tuple[Value, Align]], rows: Rows) -> Table:
    return Table(None, tuple(Column(heading, align) for heading, align in columns), tuple(rows))


def _text(*slugs: str) -> list[tuple[Value, Align]]:
    return [(_heading(slug), Align.LEFT) for slug in slugs]


def _numbers(*slugs: str) -> list[tuple[Value, Align]]:
    return [(_heading(slug), _RIGHT) for slug in slugs]


def _heading(slug: str) -> Say:
    return Say(slug) if "." in slug else Say(f"output.column.{slug}")


_LOT = "report.field.lot"
_NUMBER = "report.column.number"
_RESULTS = [
    *_text(_LOT, _NUMBER, "id", "name", "class", "verdict", "quantity", "limit", "compared", "guarded", "rule", "unit"),
    *_numbers("report.column.count", "workbook.outside", "workbook.least", "workbook.greatest"),
    *_numbers("workbook.mean", "workbook.deviation", "report.column.margin"),
    *_text("check"),
    *_numbers("expected", "measured", "failed", "omitted"),
    *_text("reasons"),
]
_READINGS = [
    *_text(_LOT, _NUMBER, "id", "name", "quantity", "piece"),
    *_numbers("reading", "value"),
    *_text("unit"),
    *_numbers("margin"),
    *_text("judged", "remark", "place"),
]
_SAMPLING = [
    *_text(_LOT, "class", "plan"),
    *_numbers("report.column.required", "report.column.found", "report.column.nonconforming"),
    *_numbers("workbook.acceptance", "workbook.rejection"),
    *_text("report.column.verdict", "reasons"),
]
_FOLLOWS = _text(_LOT, *(f"aftermath.column.{slug}" for slug in ("actor", "action", "by", "basis")))
_PROBLEMS = _text(_LOT, "report.column.severity", "place", "workbook.code", "workbook.problem", "workbook.remedy")
_LOTS = [
    *_text(_LOT),
    *_numbers("report.field.lot-size", "report.field.inspected"),
    *_text("report.overall", "reasons", "report.field.inspection-date", "report.field.inspector", "report.field.order"),
]


def _cell(value: Value | None) -> Cell:
    return _EMPTY if value is None else Cell((value,))


def _lot(lot: LotResult) -> Cell:
    return _cell(lot.info.id)


def _summary(evaluation: Evaluation, digest: str, number: str, date: str) -> Sheet:
    spec, parties = evaluation.spec, evaluation.spec.parties
    facts: list[tuple[Value, Value | None]] = [
        (Say("report.title"), spec.title),
        (Say("report.number"), number),
        (Say("report.date"), date or None),
        (Say("report.field.specification"), f"{spec.id}  Rev. {spec.revision}"),
        (_words("buyer"), parties.buyer.name if parties.buyer else None),
        (_words("supplier"), parties.supplier.name if parties.supplier else None),
        (Say("report.digest.spec"), f"{file_name(evaluation.spec_file)}  SHA-256 {evaluation.spec_sha256}"),
        (Say("report.digest.data"), f"{file_name(evaluation.data_file)}  SHA-256 {evaluation.data_sha256}"),
        (Say("report.digest.program"), Say("report.program", {"version": __version__, "rules": RULES_VERSION})),
        (Say("html.record.digest"), digest),
        (_words("record"), _words("record-pdf")),
    ]
    rows = (
        (
            _lot(lot),
            _cell(None if lot.info.size is None else str(lot.info.size)),
            _cell(str(len(lot.pieces))),
            disposition_cell(lot.disposition),
            Cell(tuple(lot.reasons)),
            *map(_cell, (lot.info.date, lot.info.inspector, lot.info.order)),
        )
        for lot in evaluation.lots
    )
    shown = tuple((label, _cell(value)) for label, value in facts if value is not None)
    return Sheet(_words("sheet.summary"), _table(_LOTS, rows), shown)


def _results(evaluation: Evaluation) -> Iterator[tuple[Cell, ...]]:
    for lot in evaluation.lots:
        order = numbering(lot.items)
        for item in lot.items:
            for check in item.checks or (None,):
                counts = (item.expected, item.measured, item.failed, None if check is None else check.omitted)
                yield (
                    _lot(lot),
                    _cell(number_of(item, order)),
                    _cell(item.id),
                    _cell(terms.name(item)),
                    _cell(terms.nonconformity(item.nonconformity)),
                    verdict_cell(item.verdict),
                    *_check(check),
                    *(_cell(None if count is None else str(count)) for count in counts),
                    Cell(tuple(item.reasons)),
                )


def _check(check: CheckResult | None) -> tuple[Cell, ...]:
    if check is None:
        return (_EMPTY,) * 14
    limits = (check.quantity, check.written, check.resolved, check.guarded, terms.rule(check.rule), check.unit)
    numbers = (
        str(check.count),
        str(check.failed),
        check.minimum,
        check.maximum,
        statistic(check.mean, check),
        statistic(check.stdev, check),
        check.worst_margin,
    )
    verdict = Cell((terms.verdict(check.verdict),), terms.VERDICT_TONES[check.verdict])
    return (*map(_cell, limits), *map(_cell, numbers), verdict)


def _readings(evaluation: Evaluation) -> Iterator[tuple[Cell, ...]]:
    for lot in evaluation.lots:
        order = numbering(lot.items)
        for item in lot.items:
            head = (_lot(lot), _cell(number_of(item, order)), _cell(item.id), _cell(terms.name(item)))
            for check in item.checks:
                yield from ((*head, *_reading(item, check, reading)) for reading in check.readings)


def _reading(item: ItemResult, check: CheckResult, reading: Reading) -> tuple[Cell, ...]:
    return (
        _cell(check.quantity),
        _cell(terms.piece(check, reading)),
        _cell(reading.text),
        _cell(reading.value),
        _cell(reading.unit),
        _cell(reading.margin),
        Cell((terms.judged(reading),), terms.VERDICT_TONES[reading.verdict]),
        _cell(reading.words),
        _cell(place_of(reading.place)),
    )


def _sampling(evaluation: Evaluation) -> Iterator[tuple[Cell, ...]]:
    for lot in evaluation.lots:
        yield from ((_lot(lot), *_class(result)) for result in lot.classes)


def _class(result: ClassResult) -> tuple[Cell, ...]:
    counts = (result.expected, result.found, result.nonconforming, result.acceptance, result.rejection)
    return (
        _cell(terms.nonconformity(result.nonconformity)),
        Cell((result.plan, *terms.plan_used(result))),
        *(_cell(None if count is None else str(count)) for count in counts),
        disposition_cell(result.verdict),
        Cell(tuple(result.reasons)),
    )


def _follows(evaluation: Evaluation) -> Iterator[tuple[Cell, ...]]:
    for lot in evaluation.lots:
        for entry in lot.follows:
            side = None if entry.actor is None else Say(f"aftermath.actor.{entry.actor.value}")
            who: Value | None = side
            if side is not None and entry.role:
                who = Say("aftermath.with-role", {"actor": side, "role": entry.role})
            by = tuple(value for value in (entry.by, entry.term) if value is not None)
            yield (_lot(lot), _cell(who), _cell(entry.action), Cell(by), _cell(entry.basis))


def _problems(evaluation: Evaluation) -> Iterator[tuple[Cell, ...]]:
    yield from (_problem(None, problem) for problem in evaluation.problems)
    yield from (_problem(lot.info.id, problem) for lot in evaluation.lots for problem in lot.problems)


def _problem(lot: str | None, problem: Problem) -> tuple[Cell, ...]:
    said = (Say(f"{problem.code}.{part}", problem.values) for part in ("text", "hint"))
    severity = Say(f"terms.severity.{problem.severity.value}")
    return (_cell(lot), _cell(severity), _cell(place_of(problem.place)), _cell(problem.code), *map(_cell, said))
