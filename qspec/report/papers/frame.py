"""What the papers have in common: the masthead in their own words, what identifies the inputs, blanks to be filled in.

Called by every paper of this package. Whatever says the same as in the inspection report is made by ``content/``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from qspec.errors import Say, Severity, Value
from qspec.judgement.result import Evaluation, LotResult
from qspec.report.build import default_number, footer
from qspec.report.content import header, record
from qspec.report.content.wording import words
from qspec.report.options import OutputOptions
from qspec.report.outline import Block, Cell, Document, Masthead, Paragraphs, Seal, Table
from qspec.report.papers.names import CONCESSION, CONFORMANCE, FIRST_ARTICLE, LIMIT_SAMPLES, MARKS
from qspec.report.papers.photographs import photographs
from qspec.spec.model import Spec

_BLANK = "\u00a0"
"""Keeps a line open in which somebody writes."""
_SCOPES = {
    CONFORMANCE: ("type", "lot", "data", "again"),
    FIRST_ARTICLE: ("form", "listed", "again"),
    CONCESSION: ("verdict", "consent", "again"),
    LIMIT_SAMPLES: ("edge", "photo", "until", "limit"),
}
"""What each paper says of itself at its end."""
BOX, CHOSEN = "□", "■"
"""Box of a choice, open and chosen; both are in every Japanese typeface."""


def said(slug: str, **values: Value) -> Say:
    """Return a sentence of the papers' own catalogue part."""
    return Say(f"papers.{slug}", values)


def number_of(evaluation: Evaluation, options: OutputOptions) -> str:
    """Return the paper's number: the user's, else one made of spec, data and the kind of paper."""
    return options.number or f"{default_number(evaluation)}-{MARKS[options.paper]}"


def masthead(spec: Spec, paper: str, number: str, date: str, seals: Sequence[str]) -> Masthead:
    """Return the top of a paper; ``seals`` are names of boxes, from left to right."""
    made = header.masthead_of(spec.parties, number, date)
    boxes = tuple(Seal(name, said(f"seal.{paper}.{name}"), said(f"purpose.{paper}.{name}")) for name in seals)
    facts = ((said(f"number.{paper}"), number), *made.facts[1:])
    return dataclasses.replace(made, title=said(f"title.{paper}"), facts=facts, seals=boxes)


def document(evaluation: Evaluation, options: OutputOptions, blocks: Sequence[Block | None]) -> Document:
    """Return the paper with its photos, what identifies the inputs, its scope and the end mark."""
    kept = [block for block in blocks if block is not None]
    kept += photographs(options.photos, evaluation.spec)
    kept += [record.digests(evaluation), scope(options.paper, options.languages, evaluation.spec), end_mark()]
    number = number_of(evaluation, options)
    return Document(
        said(f"title.{options.paper}"), tuple(kept), (number, footer(evaluation)), options.languages, options.date
    )


def scope(paper: str, languages: Sequence[str], spec: Spec) -> Paragraphs:
    """Return what the paper says and what it does not, and which language prevails."""
    items = [Cell((said(f"scope.{paper}.{slug}"),)) for slug in _SCOPES[paper]]
    if len(languages) > 1 and spec.governing_language in languages:
        language = words(f"language.{spec.governing_language}")
        items.append(Cell((said("scope.governing", language=language),)))
    return Paragraphs(said("section.scope"), tuple(items), bullets=True)


def warnings(evaluation: Evaluation, lot: LotResult) -> Table | None:
    """Return what a person should look at before trusting the result (a judgement by hand that contradicts it, …)."""
    found = [*lot.problems, *evaluation.problems]
    return record.problems([problem for problem in found if problem.severity is not Severity.NOTE])


def end_mark() -> Paragraphs:
    """Return the line after which nothing stands."""
    return Paragraphs(None, (Cell((said("end"),), strong=True),))


def blank(lines: int) -> Cell:
    """Return an empty cell to write into, so many lines high."""
    return Cell((_BLANK,) * lines)


def choices(slugs: Sequence[str], chosen: Sequence[str] = ()) -> tuple[tuple[Value, Cell], ...]:
    """Return a pair for each choice: what it is, and its box, filled where it is chosen."""
    return tuple((said(slug), Cell((CHOSEN if slug in chosen else BOX,), strong=slug in chosen)) for slug in slugs)
