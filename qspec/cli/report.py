"""``qspec report SPEC DATA -o FILE``: the bilingual inspection report as a PDF."""

from __future__ import annotations

import os

import click

from qspec.cli import parameters
from qspec.cli.app import Exit
from qspec.cli.command import Command
from qspec.cli.inputs import read_date, today
from qspec.cli.language import Languages, spread
from qspec.cli.product import deliver
from qspec.cli.progress import working
from qspec.cli.run import evaluate_files, exit_code, tell


def command(languages: Languages) -> click.Command:
    """Return the command."""

    def callback(spec: str, data: str, output: str | None, force: bool, **options: object) -> int:
        return _report(languages, spec, data, output or f"{os.path.splitext(data)[0]}.pdf", force, options)

    own = [parameters.spec(), parameters.data(), *parameters.output(), *parameters.lot(), *parameters.paper()]
    own += [click.Option(["--font"], type=click.Path(), default=None, metavar="FILE"), parameters.language()]
    return Command("report", languages, own, callback)


def _report(languages: Languages, spec: str, data: str, output: str, force: bool, options: dict[str, object]) -> int:
    date, problems = read_date(options["report_date"], "--report-date")
    if problems:
        tell(problems, languages)
        return Exit.UNUSABLE
    evaluation, problems = evaluate_files(spec, data, options, languages)
    tell(problems, languages)
    if evaluation is None:
        return Exit.UNUSABLE
    from qspec.report.build import build
    from qspec.report.pdf import draw

    # A paper for two parties speaks both languages unless somebody asks for one.
    paper = spread(str(options["lang"] or "both"))
    number = options["number"]
    document = build(
        evaluation, paper, date=date or today(os.environ), number=str(number) if number is not None else None
    )
    with working("drawing", languages):
        content = draw(document, font=str(options["font"]) if options["font"] is not None else None)
    failed = deliver(content, output, languages, force=force, inputs=(spec, data))
    tell(failed, languages)
    return Exit.UNUSABLE if failed else exit_code(evaluation)
