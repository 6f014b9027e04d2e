"""The end of a report: problems and notes, how columns were read, digests, and what the report does and does not say.

Called by ``build.py``; problems once a lot and once for the run, the rest once at the end.
"""

from __future__ import annotations

from collections.abc import Sequence

from qspec import __version__
from qspec.errors import Problem, Say, Severity, Value
from qspec.judgement.result import RULES_VERSION, Evaluation
from qspec.report.content.wording import file_name, listed, pair, place_of, plain, words
from qspec.report.outline import Align, Cell, Column, Facts, Paragraphs, Table, Tone

_TONES = {
    Severity.ERROR: Tone.BAD,
    Severity.UNDECIDED: Tone.WARN,
    Severity.WARNING: Tone.WARN,
    Severity.NOTE: Tone.QUIET,
}


def problems(found: Sequence[Problem]) -> Table | None:
    """Return every problem with its place, code, sentence and hint, the gravest first; None where there is none."""
    ranked = sorted(found, key=lambda problem: list(Severity).index(problem.severity))
    columns = (
        Column(words("column.severity"), Align.CENTER, 1.1),
        Column(words("column.place"), weight=2.6),
        Column(words("column.problem"), weight=6.5),
    )
    rows = tuple(
        (
            Cell((Say(f"terms.severity.{problem.severity.value}"),), _TONES[problem.severity]),
            plain(place_of(problem.place)),
            Cell((_sentence(problem, "text"), _sentence(problem, "hint"), problem.code)),
        )
        for problem in ranked
    )
    return Table(words("section.problems"), columns, rows) if rows else None


def _sentence(problem: Problem, field: str) -> Say:
    return Say(f"{problem.code}.{field}", problem.values)


def notes(said: Sequence[Say]) -> Paragraphs | None:
    """Return remarks on the reading of the file; None where there is none."""
    return Paragraphs(words("section.notes"), tuple(Cell((note,)) for note in said), bullets=True) if said else None


def columns_read(evaluation: Evaluation) -> Facts | None:
    """Return which column of the file served which characteristic, and which served none; None where none was read."""
    rows: list[tuple[Value, Cell]] = [
        (
            _name(evaluation, item),
            plain(listed(pair(role, header) if len(roles) > 1 else header for role, header in roles.items())),
        )
        for item, roles in evaluation.matched.items()
    ]
    if evaluation.unused:
        rows.append((words("unused"), Cell((listed(evaluation.unused),), Tone.QUIET)))
    return Facts(words("section.columns"), tuple(rows)) if rows else None


def _name(evaluation: Evaluation, item: str) -> Value:
    source = evaluation.spec.characteristics.get(item)
    return source.name if source is not None and source.name else item


def digests(evaluation: Evaluation) -> Facts:
    """Return what identifies the inputs and the program, so that another party can judge the same again."""
    ledgers = dict.fromkeys(lot.ledger for lot in evaluation.lots if lot.ledger is not None)
    rows = (
        (words("digest.spec"), Cell((file_name(evaluation.spec_file), f"SHA-256 {evaluation.spec_sha256}"))),
        (words("digest.data"), Cell((file_name(evaluation.data_file), f"SHA-256 {evaluation.data_sha256}"))),
        *((words("digest.ledger"), Cell((f"SHA-256 {head}",))) for head in ledgers),
        (words("digest.program"), Cell((words("program", version=__version__, rules=RULES_VERSION),))),
    )
    return Facts(words("section.digests"), rows, across=1)


def scope(languages: Sequence[str], governing: str | None) -> Paragraphs:
    """Return what the report covers, which language prevails, and that nothing follows."""
    items = [Cell((words("scope.lot"),)), Cell((words("scope.data"),)), Cell((words("scope.inclusive"),))]
    if len(languages) > 1 and governing in languages:
        items.append(Cell((words("scope.governing", language=words(f"language.{governing}")),)))
    return Paragraphs(words("section.scope"), tuple(items), bullets=True)


def end_mark() -> Paragraphs:
    """Return the line after which nothing stands."""
    return Paragraphs(None, (Cell((words("end"),), strong=True),))
