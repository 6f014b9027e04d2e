"""``qspec scan FILE…``: which clauses of a document are vague, where, and what to agree in their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qspec.cli import parameters
from qspec.cli.app import Exit
from qspec.cli.command import Command
from qspec.cli.inputs import read_source
from qspec.cli.language import Languages
from qspec.cli.product import deliver, terminal_width, wants_color
from qspec.cli.progress import counting
from qspec.cli.project import project
from qspec.cli.run import tell
from qspec.errors import Problem, Severity, has_errors
from qspec.messages import say

if TYPE_CHECKING:
    from qspec.phrases.scan import Scan

FORMATS = ("text", "json", "csv", "sarif", "github")


def command(languages: Languages) -> click.Command:
    """Return the command."""

    def callback(file: tuple[str, ...], **options: object) -> int:
        return _scan(languages, file, options)

    own = [
        click.Argument(["file"], type=click.Path(allow_dash=True), nargs=-1, required=True),
        parameters.trade(),
        parameters.formats(FORMATS),
        click.Option(["--all", "everything"], is_flag=True, default=False),
        *parameters.output(),
        parameters.language(),
    ]
    return Command("scan", languages, own, callback)


@dataclass
class Scans:
    """What the documents gave, and everything that was wrong with them."""

    scans: list[Scan] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def scan_files(files: Sequence[str], trade: str | None, languages: Languages) -> Scans:
    """Scan documents; what cannot be read is told at once, and the others are scanned all the same."""
    found = Scans()
    settings = project(Path.cwd())
    tell(settings.problems, languages)
    if has_errors(settings.problems):
        found.problems += settings.problems
        return found
    for name in dict.fromkeys(files):
        _scan_file(name, trade, settings.lexicon, languages, found)
    return found


def _scan_file(name: str, trade: str | None, own: tuple[str, ...], languages: Languages, found: Scans) -> None:
    from qspec.phrases.documents import open_document
    from qspec.phrases.scan import scan

    source, problems = read_source(name)
    if source is not None:
        document = open_document(name, source.content)
        problems = [*problems, *document.problems]
        for note in document.notes:
            for lang in languages:
                click.echo(say(note.key, lang, **note.values), err=True)
        if document.blocks:
            with counting("scanning", languages) as progress:
                found.scans.append(scan(document, trade, own, progress))
    tell(problems, languages)
    found.problems += problems


def _scan(languages: Languages, files: tuple[str, ...], options: dict[str, object]) -> int:
    trade = options["trade"]
    found = scan_files(files, str(trade) if trade is not None else None, languages)
    output = options["output"]
    if has_errors(found.problems) and (not found.scans or output not in (None, "-")):
        _not_written(output, languages)
        return Exit.UNUSABLE
    content = _drawn(found.scans, languages, options)
    problems = deliver(content, output, languages, force=bool(options["force"]), inputs=files)
    tell(problems, languages)
    return _exit(found, problems)


def _not_written(output: object, languages: Languages) -> None:
    """Say that no file was written: one that lacks a document would look as if nothing had been found in it."""
    if output not in (None, "-"):
        for lang in languages:
            click.echo(say("scan.not-written", lang, file=str(output)), err=True)


def _exit(found: Scans, problems: list[Problem]) -> Exit:
    from qspec.phrases.vocabulary import ClauseClass

    if problems or has_errors(found.problems):
        return Exit.UNUSABLE
    if any(problem.severity is Severity.UNDECIDED for problem in found.problems):
        return Exit.UNDECIDED
    vague = any(one.of(ClauseClass.VAGUE) or one.differences for one in found.scans)
    return Exit.REJECTED if vague else Exit.ACCEPTED


def _drawn(scans: list[Scan], languages: Languages, options: dict[str, object]) -> bytes:
    everything = bool(options["everything"])
    name = str(options["format_"])
    if name == "text":
        from qspec.report.scanned.as_text import write as write_text

        width, color = terminal_width(), wants_color(options["output"])
        return write_text(scans, languages, everything=everything, width=width, color=color)
    if name == "json":
        from qspec.report.scanned.as_json import write as write_json

        return write_json(scans, everything=everything)
    return _writer(name)(scans, languages, everything)


def _writer(name: str) -> Callable[[list[Scan], Languages, bool], bytes]:
    """Return the writer of an output that depends on languages and amount alone."""
    if name == "csv":
        from qspec.report.scanned import as_csv

        return as_csv.write
    if name == "sarif":
        from qspec.report.scanned import as_sarif

        return as_sarif.write
    from qspec.report.scanned import as_github

    return as_github.write
