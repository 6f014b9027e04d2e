"""What was found: sampling by class, the results table, the grounds by characteristic.

Called by ``build.py`` for every lot. Whatever needs attention stands first: failures, then what is undecided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qspec.errors import Say, Value
from qspec.judgement.result import CheckResult, ClassResult, ItemResult, LotResult, Verdict
from qspec.report import words as terms
from qspec.report.content.digits import computed, statistic
from qspec.report.content.wording import (
    DASH,
    disposition_cell,
    label_of,
    listed,
    number_of,
    plain,
    verdict_cell,
    words,
)
from qspec.report.outline import Align, Cell, Column, Table, Tone

URGENCY = (Verdict.FAIL, Verdict.UNDECIDED, Verdict.MARGINAL, Verdict.PASS, Verdict.NOT_APPLICABLE)
"""Verdicts in the order in which they are shown."""
_PLAIN_RULE = "each"
"""The rule that goes without saying in the results table; the table of decision rules names it."""
_RANKS = frozenset({"grade"})
"""Kinds whose values can be put in order and not added up."""
_WHOLE_PIECE = frozenset({"each", "max"})
"""Rules by which every reading outside the limit makes its piece nonconforming."""
_EMPTY = Cell(("",))
_IN_TABLE = ("terms.counting.", "terms.code-letter.")
"""What the table of plans in the terms of the standards says (``plans.py``), and page one need not."""


def by_urgency(items: Sequence[ItemResult]) -> list[ItemResult]:
    """Return the characteristics, failures first, otherwise in the order of the spec."""
    return sorted(items, key=lambda item: URGENCY.index(item.verdict))


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
        Cell((with_unit(computed(check.worst_margin, check), check.unit),)),
    )


def _same(check: CheckResult) -> bool:
    """Say whether the limit as compared differs from the written one by no more than the name of the quantity."""
    return "".join(check.written.split()) == "".join(check.resolved.replace("x", check.quantity).split())


def _mean_cell(check: CheckResult, kind: str) -> Cell:
    """Return mean and s; grades are ranks, of which neither can be taken."""
    if kind in _RANKS:
        return plain()
    return Cell((statistic(check.mean, check) or DASH, statistic(check.stdev, check) or DASH))


def with_unit(value: str | None, unit: str) -> str:
    """Return a value with its unit, a dash for none."""
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
