"""Which papers there are, which of them a result allows, and the outline of the one asked for.

The command line asks :func:`refused` before it draws; ``carried/drawing.py`` and ``as_html.py`` ask :func:`outline`,
for a paper drawn for the first time and for one that ``verify`` draws again.
"""

from __future__ import annotations

from qspec.errors import Place, Problem, Value
from qspec.judgement.aftermath.model import Step
from qspec.judgement.result import Disposition, Evaluation, LotResult
from qspec.report import words as terms
from qspec.report.options import OutputOptions
from qspec.report.outline import Document
from qspec.report.papers.names import CONCESSION, CONFORMANCE, FIRST_ARTICLE


def refused(evaluation: Evaluation, paper: str) -> list[Problem]:
    """Return why a paper cannot be made of a result: a certificate of what was not accepted, a request without need."""
    place = Place(evaluation.data_file)
    if paper == CONFORMANCE:
        found = [_uncertified(lot, place) for lot in evaluation.lots]
        return [problem for problem in found if problem is not None]
    if paper == CONCESSION and not open_lots(evaluation):
        return [Problem("papers.nothing-to-concede", place)]
    return []


def open_lots(evaluation: Evaluation) -> tuple[LotResult, ...]:
    """Return the lots that were not accepted."""
    return tuple(lot for lot in evaluation.lots if lot.disposition is not Disposition.ACCEPT)


def _uncertified(lot: LotResult, place: Place) -> Problem | None:
    """Return why a lot gets no certificate: it was not accepted, or acts on record speak against the result."""
    values: dict[str, Value] = {"lot": terms.lot(lot), "disposition": terms.disposition(lot.disposition)}
    if lot.disposition is not Disposition.ACCEPT:
        return Problem("papers.not-accepted", place, values=values)
    settle = next((entry for entry in lot.follows if entry.step is Step.SETTLE), None)
    return Problem("papers.unsettled", place, values=values | {"reason": settle.action}) if settle is not None else None


def outline(evaluation: Evaluation, options: OutputOptions) -> Document:
    """Return the paper that the options ask for."""
    from qspec.report.build import build
    from qspec.report.papers import concession, conformance, first_article

    if options.paper == CONFORMANCE:
        return conformance.build(evaluation, options)
    if options.paper == FIRST_ARTICLE:
        return first_article.build(evaluation, options)
    if options.paper == CONCESSION:
        return concession.build(evaluation, options)
    languages, photos = options.languages, options.photos
    return build(evaluation, languages, date=options.date, number=options.number, photos=photos)
