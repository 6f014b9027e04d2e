"""Turns an evaluation into the outline of a report: what stands in it, in which order.

``pdf.py`` and the text outputs draw the result. Nothing is computed again here; every number and verdict is the
evaluation's own. The sections are made in ``content/``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qspec.errors import Value
from qspec.judgement.result import Evaluation, LotResult
from qspec.report.content import (
    aftermath,
    annex,
    attention,
    capability,
    charts,
    glossary,
    header,
    measuring,
    plans,
    record,
    results,
    statements,
    steps,
)
from qspec.report.content.wording import numbering, words
from qspec.report.outline import Block, Document, PageBreak
from qspec.report.papers.photographs import photographs
from qspec.report.photos import Photo

DIGEST_SHOWN = 12
"""Hexadecimal digits of a digest in the footer; the whole digest stands at the end of the report."""


def build(
    evaluation: Evaluation,
    languages: tuple[str, ...],
    *,
    date: str,
    number: str | None = None,
    photos: Sequence[Photo] = (),
) -> Document:
    """Return the report in the given languages, in their order; ``date`` (ISO) is the date of issue.

    ``number`` is the document number; without one it is made of the spec's id and revision and the data's digest, so
    that the same inputs keep the same number. ``photos`` stand behind everything that was judged.
    """
    number = number or default_number(evaluation)
    blocks = [block for block in _body(evaluation, number, date) if block is not None]
    blocks += photographs(photos, evaluation.spec)
    end = (glossary.glossary(blocks, languages), *_end(evaluation, languages))
    blocks += [block for block in end if block is not None]
    return Document(words("title"), tuple(blocks), (number, footer(evaluation)), languages, date)


def footer(evaluation: Evaluation) -> Value:
    """Return what stands at the foot of every page: the digests in short."""
    return words("footer", spec=evaluation.spec_sha256[:DIGEST_SHOWN], data=evaluation.data_sha256[:DIGEST_SHOWN])


def default_number(evaluation: Evaluation) -> str:
    """Return the document number used where the user gives none."""
    return f"{evaluation.spec.id}-{evaluation.spec.revision}-{evaluation.data_sha256[:8]}"


def _body(evaluation: Evaluation, number: str, date: str) -> Iterator[Block | None]:
    yield header.masthead(evaluation, number, date)
    several = len(evaluation.lots) > 1
    if several:
        yield header.overview(evaluation)
    for lot in evaluation.lots:
        if several:
            yield PageBreak()
        yield from _lot(evaluation, lot)
    yield record.problems(evaluation.problems)
    yield record.notes(evaluation.notes)
    yield record.columns_read(evaluation)


def _end(evaluation: Evaluation, languages: tuple[str, ...]) -> Iterator[Block | None]:
    yield record.digests(evaluation)
    yield record.scope(languages, evaluation.spec.governing_language)
    yield record.end_mark()


def _lot(evaluation: Evaluation, lot: LotResult) -> Iterator[Block | None]:
    order = numbering(lot.items)
    yield header.grid(evaluation, lot)
    yield header.remarks(lot)
    yield header.banner(lot)
    yield steps.doubts(evaluation, lot)
    yield aftermath.acts(lot)
    yield steps.steps(lot)
    yield results.sampling(lot)
    yield results.results(lot, order)
    yield from charts.margins(lot, order)
    yield results.reasons(lot, order)
    yield from capability.section(lot, order)
    yield from attention.details(evaluation, lot, order)
    yield record.problems(lot.problems)
    yield from annex.annex(lot, order)
    yield measuring.conditions(evaluation, lot, order)
    yield measuring.instruments(lot)
    yield statements.decisions(evaluation, lot, order)
    yield statements.limit_samples(evaluation, lot, order)
    yield statements.origins(evaluation, lot, order)
    yield plans.standards(lot)
    yield statements.risks(lot)
    yield from plans.curves(lot)
    yield aftermath.follows(lot)
