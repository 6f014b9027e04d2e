"""``qspec check SPEC DATA``: verdicts and the lot's disposition."""

from __future__ import annotations

import click

from qspec.cli import parameters
from qspec.cli.app import Exit
from qspec.cli.command import Command
from qspec.cli.inputs import files_read
from qspec.cli.known import record
from qspec.cli.language import Languages
from qspec.cli.product import deliver, terminal_width, wants_color
from qspec.cli.run import evaluate_files, exit_code, tell
from qspec.errors import Place, Problem, Refusal, has_errors


def command(languages: Languages) -> click.Command:
    """Return the command."""

    def callback(spec: str, data: str, format_: str, output: str | None, force: bool, **options: object) -> int:
        return _check(languages, spec, data, format_, output, force, options)

    format_option = click.Option(
        ["--format", "format_"], default="text", metavar="text|json|csv|junit|github|html|xlsx"
    )
    lot = parameters.lot()
    own = [parameters.spec(), parameters.data(), format_option, *parameters.output(), *lot, *parameters.known()]
    return Command("check", languages, [*own, parameters.language()], callback)


def _check(
    languages: Languages,
    spec: str,
    data: str,
    format_name: str,
    output: str | None,
    force: bool,
    options: dict[str, object],
) -> int:
    from qspec.report.options import OutputOptions
    from qspec.report.registry import find

    writer = find(format_name)
    if isinstance(writer, Refusal):
        tell([writer.at(Place("--format"))], languages)
        return Exit.UNUSABLE
    evaluation, problems = evaluate_files(spec, data, options, languages)
    tell(problems, languages)
    if evaluation is None:
        if format_name == "github":
            _annotate(problems, languages)
        return Exit.UNUSABLE
    recorded = record(evaluation, options)
    tell(recorded, languages)
    if has_errors(recorded):
        return Exit.UNUSABLE
    chosen = OutputOptions(languages, terminal_width(), wants_color(output))
    failed = deliver(writer(evaluation, chosen), output, languages, force=force, inputs=files_read(spec, data, options))
    tell(failed, languages)
    return Exit.UNUSABLE if failed else exit_code(evaluation)


def _annotate(problems: list[Problem], languages: Languages) -> None:
    """Print the problems of a run that judged nothing where the build server shows them: beside the files."""
    from qspec.report.as_github import commands

    for line in commands(problems, languages):
        click.echo(line)
