"""The concession request 特採申請書: what of a lot is outside which limit, what is asked for, who decided what.

For lots that were not accepted. What the result and the ledger know is filled in, the rest is left for people to write;
no request and no concession changes the verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qspec.errors import Value
from qspec.judgement.aftermath.model import Step
from qspec.judgement.result import CheckResult, Disposition, Evaluation, ItemResult, LotResult, Verdict
from qspec.report import words as terms
from qspec.report.content import aftermath, header, steps
from qspec.report.content.digits import computed
from qspec.report.content.results import by_urgency
from qspec.report.content.wording import DASH, label_of, number_of, numbering, plain, words
from qspec.report.options import OutputOptions
from qspec.report.outline import Align, Block, Cell, Column, Document, Facts, PageBreak, Paragraphs, Table, Tone
from qspec.report.papers import frame
from qspec.report.papers.choosing import open_lots
from qspec.report.papers.conformance import limit_of, values_of
from qspec.report.papers.frame import blank, choices, said
from qspec.report.papers.names import CONCESSION
from qspec.report.papers.permitted import permitted
from qspec.spec.model import NonconformityClass

_SEALS = ("buyer", "approved", "checked", "prepared")
_KINDS = ("kind.as-is", "kind.rework", "kind.select", "kind.fit")
_DECISIONS = ("decision.as-is", "decision.conditions", "decision.refused")
_CONSENTED = ("quantity", "consent-by", "limits", "until")
"""What a concession on record must state to be one."""


def build(evaluation: Evaluation, options: OutputOptions) -> Document:
    """Return the request for every lot that was not accepted, each on pages of its own."""
    number = frame.number_of(evaluation, options)
    blocks: list[Block | None] = [frame.masthead(evaluation.spec, CONCESSION, number, options.date, _SEALS)]
    for index, lot in enumerate(open_lots(evaluation)):
        blocks += [PageBreak()] if index else []
        blocks += _lot(evaluation, lot)
    return frame.document(evaluation, options, blocks)


def _lot(evaluation: Evaluation, lot: LotResult) -> Iterator[Block | None]:
    order = numbering(lot.items)
    recorded = permitted(lot)
    yield Paragraphs(None, (Cell((said("request"),)),))
    yield header.grid(evaluation, lot)
    yield header.remarks(lot)
    yield header.banner(lot)
    yield _cautions(lot)
    yield steps.doubts(evaluation, lot)
    yield _nonconformities(lot, order)
    yield from _asked(recorded)
    yield _measures()
    yield from _decision(recorded)
    yield aftermath.acts(lot)


def _cautions(lot: LotResult) -> Paragraphs | None:
    """Return what both sides should see before they write: what is still open, what is critical, what does not hold."""
    cautions: list[Value] = []
    if lot.disposition is Disposition.UNDECIDED:
        cautions.append(said("undecided-first"))
    critical = [
        terms.name(item)
        for item in lot.items
        if item.nonconformity == NonconformityClass.CRITICAL and item.verdict is Verdict.FAIL
    ]
    if critical:
        cautions.append(said("critical", names=terms.names(critical)))
    cautions += [entry.action for entry in lot.follows if entry.step is Step.CONSENT]
    told = tuple(Cell((caution,), Tone.BAD) for caution in cautions)
    return Paragraphs(None, told, bullets=True) if told else None


def _nonconformities(lot: LotResult, order: Mapping[str, int]) -> Table | None:
    """Return limit against actual for every limit that is not met or not proved; None where all are met."""
    columns = (
        Column(words("column.number"), Align.CENTER, 0.65),
        Column(words("column.characteristic"), weight=2.6),
        Column(words("column.class"), Align.CENTER, 1.3),
        Column(words("column.limit"), weight=2.6),
        Column(said("column.actual"), Align.RIGHT, 2.2),
        Column(said("column.beyond"), Align.RIGHT, 1.5),
        Column(said("column.pieces"), Align.RIGHT, 1.8),
        Column(words("column.verdict"), Align.CENTER, 1.35),
    )
    rows = tuple(
        _row(item, check, order)
        for item in by_urgency(lot.items)
        for check in item.checks
        if check.verdict in (Verdict.FAIL, Verdict.UNDECIDED)
    )
    return Table(said("section.nonconformities"), columns, rows, note=said("note.nonconformities")) if rows else None


def _row(item: ItemResult, check: CheckResult, order: Mapping[str, int]) -> tuple[Cell, ...]:
    pieces = said("of-measured", failed=item.failed, measured=item.measured)
    return (
        plain(number_of(item, order)),
        plain(label_of(item, check)),
        plain(terms.nonconformity(item.nonconformity)),
        Cell(limit_of(check)),
        Cell((said("marks-outside", count=check.failed) if terms.of_marks(check) else values_of(check),)),
        Cell((_beyond(check),)),
        Cell((pieces,)),
        Cell((terms.verdict(check.verdict),), terms.VERDICT_TONES[check.verdict], strong=True),
    )


def _beyond(check: CheckResult) -> str:
    """Return by how much the worst reading lies outside; a dash where none does or where marks were judged."""
    margin = computed(check.worst_margin, check)
    if terms.of_marks(check) or margin is None or not margin.startswith("-"):
        return DASH
    return f"{margin.removeprefix('-')} {check.unit}".rstrip()


def _asked(recorded: Mapping[str, str]) -> Iterator[Block]:
    """Yield what is asked for: quantity, limits, period, kind of use; blank where the ledger holds nothing."""
    filled = [(said(f"asked.{slug}"), _filled(recorded, slug)) for slug in ("quantity", "limits", "until")]
    yield Facts(said("section.asked"), (*filled, (said("asked.effect"), blank(2))), across=1)
    yield Facts(said("asked.kind"), choices(_KINDS))


def _filled(recorded: Mapping[str, str], slug: str, lines: int = 1) -> Cell:
    return Cell((recorded[slug],)) if slug in recorded else blank(lines)


def _measures() -> Facts:
    rows = tuple((said(f"measure.{slug}"), blank(3)) for slug in ("cause", "containment", "recurrence"))
    return Facts(said("section.measures"), rows, across=1)


def _decision(recorded: Mapping[str, str]) -> Iterator[Block]:
    """Yield the buyer's boxes; a complete concession on record is one with conditions."""
    chosen = ("decision.conditions",) if all(slug in recorded for slug in _CONSENTED) else ()
    yield Facts(said("section.decision"), choices(_DECISIONS, chosen))
    yield Facts(
        None,
        (
            (said("decided.conditions"), _filled(recorded, "note", 2)),
            (said("decided.by"), _filled(recorded, "consent-by")),
            (said("decided.date"), _filled(recorded, "date")),
            (said("decided.number"), blank(1)),
        ),
        across=1,
    )
    if chosen:
        yield Paragraphs(None, (Cell((said("by-ledger"),)),))
