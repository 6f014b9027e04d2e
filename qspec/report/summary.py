"""The short account of a check for a terminal: disposition, what failed and how far, all at a glance, notes.

:func:`build` makes an outline from an evaluation; ``as_text.py`` draws it. The whole paper for the other party is
another outline (``build.py``); this one is for the person who ran the command and wants to know what to sort out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qspec import __version__
from qspec.errors import Say, Value
from qspec.judgement.result import RULES_VERSION, CheckResult, ClassResult, Evaluation, ItemResult, LotResult, Verdict
from qspec.report import words
from qspec.report.content import aftermath, capability
from qspec.report.failures import failure_blocks
from qspec.report.outline import Align, Banner, Block, Cell, Column, Document, Facts, PageBreak, Paragraphs, Table, Tone


def build(evaluation: Evaluation, languages: tuple[str, ...], *, date: str) -> Document:
    """Return the summary of an evaluation as an outline."""
    spec = evaluation.spec
    title = Say("output.title", {"id": spec.id, "revision": spec.revision})
    blocks: list[Block] = []
    if len(evaluation.lots) != 1:
        blocks += _overview(evaluation)
    for number, lot in enumerate(evaluation.lots):
        if number or len(evaluation.lots) > 1:
            blocks.append(PageBreak())
        blocks += _lot(evaluation, lot)
    blocks += _notes(evaluation)
    digest = {"spec": evaluation.spec_sha256[:12], "data": evaluation.data_sha256[:12]}
    program = Say("output.program", {"version": __version__, "rules": RULES_VERSION})
    return Document(title, tuple(blocks), (Say("output.digest", digest), program), languages, date)


def _overview(evaluation: Evaluation) -> Iterable[Block]:
    label = Say("output.whole") if evaluation.lots else Say("output.no-lot")
    word = words.disposition(evaluation.disposition)
    yield Banner(label, word, words.DISPOSITION_TONES[evaluation.disposition], ())
    if evaluation.lots:
        rows = tuple(
            (
                Cell((words.disposition(lot.disposition),), words.DISPOSITION_TONES[lot.disposition], strong=True),
                Cell((words.lot(lot),)),
                Cell((str(len(lot.pieces)),)),
            )
            for lot in evaluation.lots
        )
        heads = (_column("disposition"), _column("lot"), Column(Say("output.fact.pieces"), Align.RIGHT))
        yield Table(Say("output.lots"), heads, rows)


def _lot(evaluation: Evaluation, lot: LotResult) -> Iterable[Block]:
    tone = words.DISPOSITION_TONES[lot.disposition]
    yield Banner(words.lot(lot), words.disposition(lot.disposition), tone, lot.reasons)
    yield _facts(evaluation, lot)
    for item in lot.items:
        if item.verdict in (Verdict.FAIL, Verdict.UNDECIDED):
            yield from failure_blocks(item, words.VERDICT_TONES[item.verdict])
    for item in lot.items:
        if item.verdict is Verdict.MARGINAL:
            yield from failure_blocks(item, words.VERDICT_TONES[item.verdict])
    yield _characteristics(evaluation, lot.items)
    yield from capability.brief_section(lot)
    if lot.classes:
        yield _sampling(lot.classes)
    yield from aftermath.blocks(lot)


def _facts(evaluation: Evaluation, lot: LotResult) -> Facts:
    spec = evaluation.spec
    name = Say("output.fact.spec-value", {"title": spec.title, "id": spec.id, "revision": spec.revision})
    found = len(lot.pieces)
    size = lot.info.size
    pieces = (
        Say("output.fact.pieces-only", {"found": found})
        if size is None
        else Say("output.fact.pieces-of", {"found": found, "size": size})
    )
    rows: tuple[tuple[Value, Value], ...] = (
        (Say("output.fact.spec"), name),
        (Say("output.fact.data"), evaluation.data_file),
        (Say("output.fact.pieces"), pieces),
    )
    return Facts(None, tuple((label, Cell((value,))) for label, value in rows), across=1)


def _column(name: str, align: Align = Align.LEFT) -> Column:
    return Column(Say(f"output.column.{name}"), align)


def _characteristics(evaluation: Evaluation, items: Sequence[ItemResult]) -> Table:
    heads = (
        _column("verdict"),
        _column("balloon"),
        _column("name"),
        _column("limit"),
        _column("measured", Align.RIGHT),
        _column("failed", Align.RIGHT),
        _column("worst", Align.RIGHT),
    )
    rows = [row for item in items for row in _item_rows(evaluation, item)]
    return Table(Say("output.characteristics"), heads, tuple(rows))


def _item_rows(evaluation: Evaluation, item: ItemResult) -> Iterable[tuple[Cell, ...]]:
    """Return one row for an item with one limit; else one for its verdict and one for each of its limits."""
    counts = (Cell((_counts(item),)), Cell(("" if item.verdict is Verdict.NOT_APPLICABLE else str(item.failed),)))
    first = (_word(item.verdict), Cell((item.balloon or "",)), Cell((words.name(item),)))
    only = item.checks[0] if len(item.checks) == 1 else None
    written = only.written if only else "" if item.checks else _written(evaluation, item)
    yield (*first, Cell((written,)), *counts, Cell((_margin(only) if only else "",)))
    if len(item.checks) > 1:
        for check in item.checks:
            margin = Cell((_margin(check),))
            quantity = Cell((f"- {check.quantity}",), Tone.QUIET)
            empty = Cell(("",))
            yield (_word(check.verdict), empty, quantity, Cell((check.written,)), empty, empty, margin)


def _counts(item: ItemResult) -> str:
    """Return the pieces measured and expected; nothing for an item that does not apply."""
    if item.verdict is Verdict.NOT_APPLICABLE:
        return ""
    return f"{item.measured}/{'?' if item.expected is None else item.expected}"


def _written(evaluation: Evaluation, item: ItemResult) -> str:
    """Return the limit as the spec writes it, for an item of which nothing was measured."""
    return str(getattr(evaluation.spec.characteristics.get(item.id), "limit", ""))


def _word(verdict: Verdict) -> Cell:
    return Cell((words.verdict(verdict),), words.VERDICT_TONES[verdict], strong=verdict is not Verdict.PASS)


def _margin(check: CheckResult) -> str:
    margin = check.worst_margin
    return "" if margin is None or words.of_marks(check) else f"{margin} {check.unit}".rstrip()


def _plan(result: ClassResult) -> Value:
    return words.plan_written(result.plan, result.used.told if result.used is not None else None)


def _sampling(classes: Sequence[ClassResult]) -> Table:
    heads = (
        _column("verdict"),
        _column("class"),
        _column("plan"),
        _column("measured", Align.RIGHT),
        _column("failed", Align.RIGHT),
        _column("acceptance", Align.RIGHT),
    )
    rows = []
    for result in classes:
        expected = "?" if result.expected is None else str(result.expected)
        acceptance = "?" if result.acceptance is None else str(result.acceptance)
        texts = (f"{result.found}/{expected}", str(result.nonconforming), acceptance)
        word = Cell((words.disposition(result.verdict),), words.DISPOSITION_TONES[result.verdict])
        left = (
            word,
            Cell((words.nonconformity(result.nonconformity),)),
            Cell((_plan(result), *words.plan_used(result))),
        )
        rows.append((*left, *(Cell((text,)) for text in texts)))
    return Table(Say("output.sampling"), heads, tuple(rows))


def _notes(evaluation: Evaluation) -> Iterable[Block]:
    notes: list[Value] = [*_uncertainty(evaluation), *evaluation.notes]
    for lot in evaluation.lots:
        notes += [note for item in lot.items for note in item.notes]
    if evaluation.unused:
        notes.append(Say("output.unused-columns", {"columns": words.joined(evaluation.unused)}))
    distinct = [note for index, note in enumerate(notes) if note not in notes[:index]]
    if distinct:
        yield Paragraphs(Say("output.notes"), tuple(Cell((note,)) for note in distinct), bullets=True)


def _uncertainty(evaluation: Evaluation) -> Iterable[Value]:
    """Say for every characteristic whether the uncertainty of its readings was considered."""
    items = {item.id: item for lot in evaluation.lots for item in lot.items}
    ignored = [words.name(item) for item in items.values() if item.uncertainty is None]
    if ignored:
        yield Say("output.uncertainty-ignored", {"names": words.names(ignored)})
    for item in items.values():
        if item.decision.uncertainty is not None:
            values: dict[str, Value] = {"name": words.name(item), "uncertainty": item.decision.uncertainty}
            if item.decision.width is not None:
                yield Say("output.uncertainty-guarded", values | {"rule": item.decision.rule})
            else:
                yield Say("output.uncertainty-stated", values)
