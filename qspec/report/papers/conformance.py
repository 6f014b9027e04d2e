"""The certificate of conformance 適合証明書: that a lot was accepted by the stated inspection, with the results.

Made of accepted lots alone (``choosing.refused``). It has the form of an inspection certificate with specific results
(EN 10204, type 3.1) and says what it would take to be one: the program cannot know who signs it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qspec.errors import Say, Value
from qspec.judgement.result import CheckResult, Evaluation, ItemResult, LotResult
from qspec.report import words as terms
from qspec.report.content import aftermath, header, measuring, results, statements, steps
from qspec.report.content.digits import computed
from qspec.report.content.wording import DASH, label_of, number_of, numbering, plain, words
from qspec.report.options import OutputOptions
from qspec.report.outline import Align, Banner, Block, Cell, Column, Document, PageBreak, Paragraphs, Table
from qspec.report.papers import frame
from qspec.report.papers.frame import said
from qspec.report.papers.names import CONFORMANCE

_SEALS = ("approved", "checked", "prepared")
_FULL = "full"
_PLAIN_RULE = "each"
"""The rule that goes without saying."""


def build(evaluation: Evaluation, options: OutputOptions) -> Document:
    """Return the certificate; every lot of the evaluation is accepted."""
    number = frame.number_of(evaluation, options)
    blocks: list[Block | None] = [
        frame.masthead(evaluation.spec, CONFORMANCE, number, options.date, _SEALS),
    ]
    for index, lot in enumerate(evaluation.lots):
        blocks += [PageBreak()] if index else []
        blocks += _lot(evaluation, lot)
    return frame.document(evaluation, options, blocks)


def _lot(evaluation: Evaluation, lot: LotResult) -> Iterator[Block | None]:
    order = numbering(lot.items)
    yield _statement(evaluation)
    yield header.grid(evaluation, lot)
    yield header.remarks(lot)
    yield Banner(
        words("overall"),
        terms.disposition(lot.disposition),
        terms.DISPOSITION_TONES[lot.disposition],
        (*lot.reasons, *_meaning(lot)),
    )
    yield steps.doubts(evaluation, lot)
    yield aftermath.acts(lot)
    yield results.sampling(lot)
    yield _results(lot, order)
    yield measuring.instruments(lot)
    yield statements.decisions(evaluation, lot, order)
    yield frame.warnings(evaluation, lot)


def _statement(evaluation: Evaluation) -> Paragraphs:
    spec = evaluation.spec
    text = said("statement", specification=spec.id, revision=spec.revision)
    return Paragraphs(None, (Cell((text,)),))


def _meaning(lot: LotResult) -> Iterator[Say]:
    """Yield that pieces were left uninspected, where a plan says nothing of each single piece."""
    sampled = [one for one in lot.classes if one.used is None or not (one.used.full or one.used.scheme == _FULL)]
    if sampled:
        yield said("sampled", names=terms.names([terms.nonconformity(one.nonconformity) for one in sampled]))


def _results(lot: LotResult, order: Mapping[str, int]) -> Table:
    """Return the results in short: limit, number, least and greatest value, verdict."""
    columns = (
        Column(words("column.number"), Align.CENTER, 0.65),
        Column(words("column.characteristic"), weight=3.0),
        Column(words("column.class"), Align.CENTER, 1.4),
        Column(words("column.limit"), weight=3.0),
        Column(words("column.count"), Align.RIGHT, 1.0),
        Column(said("column.values"), Align.RIGHT, 2.4),
        Column(words("column.verdict"), Align.CENTER, 1.4),
    )
    rows = tuple(_row(item, check, order) for item in lot.items for check in item.checks)
    guarded = any(check.guarded is not None for item in lot.items for check in item.checks)
    return Table(words("section.results"), columns, rows, note=said("note.limits") if guarded else None)


def _row(item: ItemResult, check: CheckResult, order: Mapping[str, int]) -> tuple[Cell, ...]:
    return (
        plain(number_of(item, order)),
        plain(label_of(item, check)),
        plain(terms.nonconformity(item.nonconformity)),
        Cell(limit_of(check)),
        Cell((str(check.count),)),
        Cell((values_of(check),)),
        Cell((terms.verdict(check.verdict),), terms.VERDICT_TONES[check.verdict], strong=True),
    )


def limit_of(check: CheckResult) -> tuple[Value, ...]:
    """Return the limit as written, the one applied where a guard band drew it in, and the rule where it is not each."""
    guarded = () if check.guarded is None else (f"[{check.guarded}]",)
    rule = () if check.rule == _PLAIN_RULE else (terms.rule(check.rule),)
    return (check.written, *guarded, *rule)


def values_of(check: CheckResult) -> Value:
    """Return the least and the greatest value with their unit; a dash where marks were judged."""
    least, greatest = computed(check.minimum, check), computed(check.maximum, check)
    if terms.of_marks(check) or least is None or greatest is None:
        return DASH
    if least == greatest:
        return f"{least} {check.unit}".rstrip()
    return said("from-to", least=least, greatest=f"{greatest} {check.unit}".rstrip())
