"""What was found: sampling by class, the results table, failing and undecided readings, all readings of small lots.

Called by ``build.py`` for every lot. Whatever needs attention stands first: failures, then what is undecided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qspec.errors import Say, Value
from qspec.judgement.result import CheckResult, ClassResult, Evaluation, ItemResult, LotResult, Reading, Verdict
from qspec.report import words as terms
from qspec.report.content import charts
from qspec.report.content.digits import computed, statistic
from qspec.report.content.wording import (
    DASH,
    disposition_cell,
    label_of,
    listed,
    number_of,
    place_of,
    plain,
    reading_cell,
    verdict_cell,
    words,
)
from qspec.report.outline import Align, Block, Cell, Column, Paragraphs, Picture, Table, Tone

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
_RANKS = frozenset({"grade"})
"""Kinds whose values can be put in order and not added up."""
_WHOLE_PIECE = frozenset({"each", "max"})
"""Rules by which every reading outside the limit makes its piece nonconforming."""
_EMPTY = Cell(("",))
_IN_TABLE = ("terms.counting.", "terms.code-letter.")
"""What the table of plans in the terms of the standards says (``plans.py``), and page one need not."""
_MARKS = {Verdict.FAIL: "×\u00a0", Verdict.UNDECIDED: "?\u00a0", Verdict.MARGINAL: "!\u00a0"}
"""Stand before a reading in the annex, bound to it by a no-break space."""


def by_urgency(items: Sequence[ItemResult]) -> list[ItemResult]:
    """Return the characteristics, failures first, otherwise in the order of the spec."""
    return sorted(items, key=lambda item: _URGENCY.index(item.verdict))


def sampling(lot: LotResult) -> Table:
    """Return the plan and the outcome per class of nonconformities."""
    columns = (
        Column(words("column.class"), weight=1.2),
        Column(words("column.plan"), weight=3.4),
        Column("N", Align.RIGHT, 0.8),
        Column(words("column.required"), Align.RIGHT, 1.2),
        Column(words("column.found"), Align.RIGHT, 1.2),
        Column(words("column.nonconforming"), Align.RIGHT, 1.5),
        Column("Ac", Align.RIGHT, 0.6),
        Column("Re", Align.RIGHT, 0.6),
        Column(words("column.verdict"), Align.CENTER, 1.3),
    )
    rows = tuple(_class_row(result, lot) for result in lot.classes)
    return Table(words("section.sampling"), columns, rows, note=words("note.sampling"))


def _class_row(result: ClassResult, lot: LotResult) -> tuple[Cell, ...]:
    told = result.used.told if result.used else None
    return (
        plain(terms.nonconformity(result.nonconformity)),
        plain(terms.plan_written(result.plan, told), *(one for one in terms.plan_used(result) if not _tabled(one))),
        plain(None if lot.info.size is None else str(lot.info.size)),
        plain(None if result.expected is None else str(result.expected)),
        plain(str(result.found)),
        plain(str(result.nonconforming)),
        plain(None if result.acceptance is None else str(result.acceptance)),
        plain(None if result.rejection is None else str(result.rejection)),
        disposition_cell(result.verdict),
    )


def _tabled(said: Say) -> bool:
    return said.key.startswith(_IN_TABLE)


def results(lot: LotResult, order: Mapping[str, int]) -> Table:
    """Return the results table: one row a characteristic, and one more for each limit where it has several."""
    columns = (
        Column(words("column.number"), Align.CENTER, 0.65),
        Column(words("column.characteristic"), weight=2.7),
        Column(words("column.class"), Align.CENTER, 1.3),
        Column(words("column.limits"), weight=3.1),
        Column(words("column.count"), Align.RIGHT, 1.2),
        Column(words("column.range"), Align.RIGHT, 1.25),
        Column(words("column.mean"), Align.RIGHT, 1.3),
        Column(words("column.margin"), Align.RIGHT, 1.35),
        Column(words("column.verdict"), Align.CENTER, 1.45),
    )
    rows = [row for item in by_urgency(lot.items) for row in _item_rows(item, order)]
    guarded = any(check.guarded is not None for item in lot.items for check in item.checks)
    note = [words("note.results"), *([words("note.guarded")] if guarded else [])]
    return Table(words("section.results"), columns, tuple(rows), note=terms.sentences(note))


def _item_rows(item: ItemResult, order: Mapping[str, int]) -> Iterator[tuple[Cell, ...]]:
    number = number_of(item, order)
    head = (plain(number), plain(terms.name(item)), plain(terms.nonconformity(item.nonconformity)))
    if len(item.checks) == 1:
        yield (*head, *_check_cells(item.checks[0], item.kind), verdict_cell(item.verdict))
        return
    pieces = words("pieces-failed", failed=item.failed, measured=item.measured)
    yield (*head, Cell((pieces,)), *(_EMPTY for _ in range(4)), verdict_cell(item.verdict))
    for check in item.checks:
        name = Cell((label_of(item, check),), Tone.QUIET)
        verdict = Cell((terms.verdict(check.verdict),), terms.VERDICT_TONES[check.verdict])
        yield (Cell((number,), Tone.QUIET), name, _EMPTY, *_check_cells(check, item.kind), verdict)


def _check_cells(check: CheckResult, kind: str) -> tuple[Cell, ...]:
    """Return limit, n, least and greatest, mean and s, worst margin; marks such as OK have no numbers to show."""
    failed = (words("failed-count", count=check.failed),) if check.failed else ()
    count = Cell((str(check.count), *failed))
    if terms.of_marks(check):
        return (Cell((check.written,)), count, plain(), plain(), plain())
    limit: list[Value] = [check.written]
    if not _same(check):
        limit.append(check.resolved)
    if check.guarded is not None:
        limit.append(f"[{check.guarded}]")
    if check.rule != _PLAIN_RULE:
        limit.append(terms.rule(check.rule))
    return (
        Cell(tuple(limit)),
        count,
        Cell((computed(check.minimum, check) or DASH, computed(check.maximum, check) or DASH)),
        _mean_cell(check, kind),
        Cell((_with_unit(computed(check.worst_margin, check), check.unit),)),
    )


def _same(check: CheckResult) -> bool:
    """Say whether the limit as compared differs from the written one by no more than the name of the quantity."""
    return "".join(check.written.split()) == "".join(check.resolved.replace("x", check.quantity).split())


def _mean_cell(check: CheckResult, kind: str) -> Cell:
    """Return mean and s; grades are ranks, of which neither can be taken."""
    if kind in _RANKS:
        return plain()
    return Cell((statistic(check.mean, check) or DASH, statistic(check.stdev, check) or DASH))


def _with_unit(value: str | None, unit: str) -> str:
    return DASH if value is None else f"{value} {unit}".rstrip()


def reasons(lot: LotResult, order: Mapping[str, int]) -> Table | None:
    """Return why characteristics got their verdicts and which pieces are concerned; None where nothing is to say."""
    rows = []
    for item in by_urgency(lot.items):
        lines: list[Value] = [*item.reasons]
        if not _failures_are_listed(item):
            lines += _pieces("failed-pieces", item.failed_pieces)
        lines += _pieces("undecided-pieces", item.undecided_pieces)
        if lines:
            head = (
                plain(number_of(item, order)),
                plain(terms.name(item)),
                Cell((terms.verdict(item.verdict),), terms.VERDICT_TONES[item.verdict]),
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
    return [words(slug, count=len(serials), pieces=listed(serials))] if serials else []


def _failures_are_listed(item: ItemResult) -> bool:
    """Say whether the tables of readings below name every nonconforming piece of an item."""
    return all(check.rule in _WHOLE_PIECE and not check.omitted for check in item.checks)


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
    return [reading for reading in check.readings if reading.verdict in _SHOWN_IN_DETAIL]


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
        plain(_with_unit(computed(reading.margin, check), reading.unit) if number else None),
        reading_cell(reading),
        *((Cell((reading.words or "",)),) if remarked else ()),
        plain(place_of(reading.place)),
    )


def _compared(reading: Reading, check: CheckResult) -> str:
    """Return the value compared, behind the one it was rounded from where it was rounded."""
    value = _with_unit(computed(reading.value, check), reading.unit)
    return value if reading.unrounded is None else f"{computed(reading.unrounded, check)} → {value}"


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
            Column(words("column.characteristic"), weight=2.7),
            *(Column(serial, Align.RIGHT) for serial in pieces),
            *(Column("") for _ in range(ANNEX_ACROSS - len(pieces)) if start),
        )
        rows = tuple(_annex_row(item, check, pieces, len(columns), order) for item, check in checks)
        blocks.append(Table(words("section.annex") if not start else None, columns, rows))
    marks = _marks_used(lot, checks)
    return [*blocks, Paragraphs(None, (Cell((listed(marks, "semicolon"),), Tone.QUIET),))] if marks else blocks


def _marks_used(lot: LotResult, checks: Sequence[tuple[ItemResult, CheckResult]]) -> list[Value]:
    """Return what the marks of the annex mean, those that stand in it."""
    found = {reading.verdict for _, check in checks for reading in check.readings}
    slugs = [f"note.annex-{verdict.value}" for verdict in _MARKS if verdict in found]
    lacking = any(len({one.piece for one in check.readings}) < len(lot.pieces) for _, check in checks)
    return [words(slug) for slug in (*slugs, *(["note.annex-none"] if lacking else []))]


def _annex_row(
    item: ItemResult, check: CheckResult, pieces: Sequence[str], width: int, order: Mapping[str, int]
) -> tuple[Cell, ...]:
    label = label_of(item, check)
    if check.unit and not terms.of_marks(check):
        label = words("in-unit", name=label, unit=check.unit)
    if check.per_lot:
        total = _annex_cell(check.readings, check)
        return (
            plain(number_of(item, order)),
            Cell((label, *total.lines), total.tone),
            *(_EMPTY for _ in range(width - 2)),
        )
    cells = [plain(number_of(item, order)), Cell((label,))]
    for piece in pieces:
        cells.append(_annex_cell([reading for reading in check.readings if reading.piece == piece], check))
    return tuple(cells + [_EMPTY] * (width - len(cells)))


def _annex_cell(readings: Sequence[Reading], check: CheckResult) -> Cell:
    if not readings:
        return plain()
    worst = min((reading.verdict for reading in readings), key=_URGENCY.index)
    tone = terms.VERDICT_TONES[worst] if worst in _SHOWN_IN_DETAIL else Tone.PLAIN
    return Cell(tuple(_MARKS.get(reading.verdict, "") + _short(reading, check) for reading in readings), tone)


def _short(reading: Reading, check: CheckResult) -> str:
    """Return the reading as written, or its value where it was computed from several; then what it was rounded to."""
    value = computed(reading.value, check) or ""
    short = reading.text if 0 < len(reading.text) <= SHORT else computed(reading.unrounded, check) or value
    return short if reading.unrounded is None else f"{short} → {value}"
