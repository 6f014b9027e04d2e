"""What was found: sampling by class, the results table, failing and undecided readings, all readings of small lots.

Called by ``build.py`` for every lot. Whatever needs attention stands first: failures, then what is undecided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qspec.errors import Value
from qspec.judgement.result import CheckResult, ClassResult, ItemResult, LotResult, Reading, Verdict
from qspec.report.content.wording import (
    DASH,
    VERDICT_TONES,
    class_words,
    disposition_cell,
    name_of,
    number_of,
    plain,
    reading_cell,
    rule_words,
    verdict_cell,
    verdict_words,
    words,
)
from qspec.report.outline import Align, Block, Cell, Column, Paragraphs, Table, Tone

_URGENCY = (Verdict.FAIL, Verdict.UNDECIDED, Verdict.MARGINAL, Verdict.PASS, Verdict.NOT_APPLICABLE)
_SHOWN_IN_DETAIL = (Verdict.FAIL, Verdict.UNDECIDED, Verdict.MARGINAL)
ANNEX_PIECES = 50
"""Up to this many pieces the report lists every reading."""
ANNEX_ACROSS = 10
"""Pieces side by side in the annex of readings."""
SHORT = 10
"""Characters up to which a reading stands in the annex as it was written."""
_PLAIN_RULE = "each"
"""The rule that goes without saying in the results table; the table of decision rules names it."""
_EMPTY = Cell(("",))
_MARKS = {Verdict.FAIL: "×\u00a0", Verdict.UNDECIDED: "?\u00a0", Verdict.MARGINAL: "!\u00a0"}
"""Stand before a reading in the annex, bound to it by a no-break space."""


def by_urgency(items: Sequence[ItemResult]) -> list[ItemResult]:
    """Return the characteristics, failures first, otherwise in the order of the spec."""
    return sorted(items, key=lambda item: _URGENCY.index(item.verdict))


def sampling(lot: LotResult) -> Table:
    """Return the plan and the outcome per class of nonconformities."""
    columns = (
        Column(words("column.class"), weight=1.2),
        Column(words("column.plan"), weight=3.6),
        Column(words("column.required"), Align.RIGHT, 1.2),
        Column(words("column.found"), Align.RIGHT, 1.2),
        Column(words("column.nonconforming"), Align.RIGHT, 1.5),
        Column("Ac", Align.RIGHT, 0.6),
        Column("Re", Align.RIGHT, 0.6),
        Column(words("column.verdict"), Align.CENTER, 1.3),
    )
    return Table(words("section.sampling"), columns, tuple(map(_class_row, lot.classes)), note=words("note.sampling"))


def _class_row(result: ClassResult) -> tuple[Cell, ...]:
    return (
        plain(class_words(result.nonconformity)),
        plain(result.plan),
        plain(None if result.expected is None else str(result.expected)),
        plain(str(result.found)),
        plain(str(result.nonconforming)),
        plain(str(result.acceptance)),
        plain(str(result.acceptance + 1)),
        disposition_cell(result.verdict),
    )


def results(lot: LotResult, order: Mapping[str, int]) -> Table:
    """Return the results table: one row a characteristic, and one more for each limit where it has several."""
    columns = (
        Column(words("column.number"), Align.CENTER, 0.65),
        Column(words("column.characteristic"), weight=2.7),
        Column(words("column.class"), Align.CENTER, 0.95),
        Column(words("column.limits"), weight=3.1),
        Column(words("column.count"), Align.RIGHT, 1.2),
        Column(words("column.range"), Align.RIGHT, 1.25),
        Column(words("column.mean"), Align.RIGHT, 1.3),
        Column(words("column.margin"), Align.RIGHT, 1.35),
        Column(words("column.verdict"), Align.CENTER, 1.45),
    )
    rows = [row for item in by_urgency(lot.items) for row in _item_rows(item, order)]
    return Table(words("section.results"), columns, tuple(rows), note=words("note.results"))


def _item_rows(item: ItemResult, order: Mapping[str, int]) -> Iterator[tuple[Cell, ...]]:
    number = number_of(item, order)
    head = (plain(number), plain(name_of(item)), plain(class_words(item.nonconformity)))
    if len(item.checks) == 1:
        yield (*head, *_check_cells(item.checks[0]), verdict_cell(item.verdict))
        return
    pieces = words("pieces-failed", failed=item.failed, measured=item.measured)
    yield (*head, Cell((pieces,)), *(_EMPTY for _ in range(4)), verdict_cell(item.verdict))
    for check in item.checks:
        name = Cell((_label(item, check),), Tone.QUIET)
        verdict = Cell((verdict_words(check.verdict),), VERDICT_TONES[check.verdict])
        yield (Cell((number,), Tone.QUIET), name, _EMPTY, *_check_cells(check), verdict)


def _check_cells(check: CheckResult) -> tuple[Cell, ...]:
    """Return limit, n, least and greatest, mean and s, worst margin; marks such as OK have no numbers to show."""
    failed = (words("failed-count", count=check.failed),) if check.failed else ()
    count = Cell((str(check.count), *failed))
    if _of_marks(check):
        return (Cell((check.written,)), count, plain(), plain(), plain())
    limit: list[Value] = [check.written]
    if check.resolved != check.written:
        limit.append(check.resolved)
    if check.guarded is not None:
        limit.append(f"[{check.guarded}]")
    if check.rule != _PLAIN_RULE:
        limit.append(rule_words(check.rule))
    return (
        Cell(tuple(limit)),
        count,
        Cell((check.minimum or DASH, check.maximum or DASH)),
        Cell((check.mean or DASH, check.stdev or DASH)),
        Cell((_with_unit(check.worst_margin, check.unit),)),
    )


def _of_marks(check: CheckResult) -> bool:
    """Say whether the readings are marks (OK, 否, ○): none of them was written with a digit."""
    return bool(check.readings) and not any(map(str.isdigit, "".join(reading.text for reading in check.readings)))


def _with_unit(value: str | None, unit: str) -> str:
    return DASH if value is None else f"{value} {unit}".rstrip()


def reasons(lot: LotResult, order: Mapping[str, int]) -> Table | None:
    """Return why characteristics got their verdicts and which pieces are concerned; None where nothing is to say."""
    rows = []
    for item in by_urgency(lot.items):
        lines = [*item.reasons, *_pieces("failed-pieces", item.failed_pieces)]
        lines += _pieces("undecided-pieces", item.undecided_pieces)
        if lines:
            head = (
                plain(number_of(item, order)),
                plain(name_of(item)),
                Cell((verdict_words(item.verdict),), VERDICT_TONES[item.verdict]),
            )
            rows.append((*head, Cell(tuple(lines))))
    columns = (
        Column(words("column.number"), Align.CENTER, 0.65),
        Column(words("column.characteristic"), weight=2.6),
        Column(words("column.verdict"), Align.CENTER, 1.3),
        Column(words("column.reasons"), weight=8.0),
    )
    return Table(words("section.reasons"), columns, tuple(rows)) if rows else None


def _pieces(slug: str, serials: Sequence[str]) -> list[Value]:
    return [words(slug, count=len(serials)), ", ".join(serials)] if serials else []


def details(lot: LotResult, order: Mapping[str, int]) -> list[Block]:
    """Return a table of failing, undecided and marginal readings for each limit that has any."""
    blocks: list[Block] = []
    for item in by_urgency(lot.items):
        for check in item.checks:
            shown = [reading for reading in check.readings if reading.verdict in _SHOWN_IN_DETAIL]
            if shown:
                blocks.append(_detail(item, check, shown, number_of(item, order)))
    return blocks


def _detail(item: ItemResult, check: CheckResult, shown: Sequence[Reading], number: str) -> Table:
    limit = check.written if _of_marks(check) else check.guarded or check.resolved
    remarked = any(reading.words is not None for reading in shown)
    columns = (
        Column(words("column.piece"), weight=1.4),
        Column(words("column.written"), weight=2.7),
        Column(words("column.value"), Align.RIGHT, 1.5),
        Column(words("column.distance"), Align.RIGHT, 1.5),
        Column(words("column.verdict"), Align.CENTER, 1.9),
        *((Column(words("column.words"), weight=1.7),) if remarked else ()),
        Column(words("column.place"), weight=3.0),
    )
    heading = words("section.detail", number=number, name=_label(item, check), limit=limit)
    note = words("note.omitted", count=check.omitted) if check.omitted else None
    return Table(heading, columns, tuple(_reading_row(reading, remarked) for reading in shown), note)


def _reading_row(reading: Reading, remarked: bool) -> tuple[Cell, ...]:
    return (
        plain(reading.piece),
        plain(reading.text),
        plain(_with_unit(reading.value, reading.unit)),
        plain(_with_unit(reading.margin, reading.unit)),
        reading_cell(reading.verdict),
        *((Cell((reading.words or "",)),) if remarked else ()),
        plain(str(reading.place)),
    )


def _label(item: ItemResult, check: CheckResult) -> Value:
    """Return the characteristic's name, with the quantity where it has several limits."""
    if len(item.checks) == 1:
        return name_of(item)
    return words("of-item", name=name_of(item), quantity=check.quantity)


def annex(lot: LotResult, order: Mapping[str, int]) -> list[Block]:
    """Return every reading of a small lot, pieces side by side, or nothing where readings were left out."""
    checks = [(item, check) for item in lot.items for check in item.checks]
    if not checks or len(lot.pieces) > ANNEX_PIECES or any(check.omitted for _, check in checks):
        return []
    blocks: list[Block] = []
    for start in range(0, len(lot.pieces), ANNEX_ACROSS):
        pieces = lot.pieces[start : start + ANNEX_ACROSS]
        columns = (
            Column(words("column.number"), Align.CENTER, 0.6),
            Column(words("column.characteristic"), weight=2.4),
            *(Column(serial, Align.RIGHT) for serial in pieces),
            *(Column("") for _ in range(ANNEX_ACROSS - len(pieces)) if start),
        )
        rows = tuple(_annex_row(item, check, pieces, len(columns), order) for item, check in checks)
        blocks.append(Table(words("section.annex") if not start else None, columns, rows))
    blocks.append(Paragraphs(None, (Cell((words("note.annex"),), Tone.QUIET),)))
    return blocks


def _annex_row(
    item: ItemResult, check: CheckResult, pieces: Sequence[str], width: int, order: Mapping[str, int]
) -> tuple[Cell, ...]:
    label = _label(item, check)
    if check.unit and not _of_marks(check):
        label = words("in-unit", name=label, unit=check.unit)
    cells = [plain(number_of(item, order)), Cell((label,))]
    for piece in pieces:
        cells.append(_annex_cell([reading for reading in check.readings if reading.piece == piece]))
    return tuple(cells + [_EMPTY] * (width - len(cells)))


def _annex_cell(readings: Sequence[Reading]) -> Cell:
    if not readings:
        return plain()
    worst = min((reading.verdict for reading in readings), key=_URGENCY.index)
    tone = VERDICT_TONES[worst] if worst in _SHOWN_IN_DETAIL else Tone.PLAIN
    return Cell(tuple(_MARKS.get(reading.verdict, "") + _short(reading) for reading in readings), tone)


def _short(reading: Reading) -> str:
    """Return the reading as written, or its value where it was computed from several."""
    return reading.text if 0 < len(reading.text) <= SHORT else reading.value
