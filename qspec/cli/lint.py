"""``qspec lint SPEC…``: is a spec complete and judgeable; ``--schema`` for editors."""

from __future__ import annotations

import json

import click

from qspec.cli import parameters
from qspec.cli.app import Exit
from qspec.cli.command import Command
from qspec.cli.inputs import read_source
from qspec.cli.language import Languages
from qspec.cli.run import tell
from qspec.errors import Problem, Severity
from qspec.messages import say


def command(languages: Languages) -> click.Command:
    """Return the command."""

    def callback(spec: tuple[str, ...], schema: bool, format_: str, **_: object) -> int:
        return _print_schema() if schema else _lint(languages, spec, format_)

    argument = click.Argument(["spec"], type=click.Path(allow_dash=True), nargs=-1, required=False)
    schema_option = click.Option(["--schema"], is_flag=True, default=False)
    own = [argument, schema_option, parameters.formats(("text", "json", "github")), parameters.language()]
    return Command("lint", languages, own, callback)


def _print_schema() -> int:
    from qspec.kinds import registry
    from qspec.spec.schema import schema

    click.echo(json.dumps(schema(registry.models()), ensure_ascii=False, indent=2))
    return Exit.ACCEPTED


def _lint(languages: Languages, files: tuple[str, ...], format_name: str) -> int:
    if not files:
        raise click.MissingParameter(param=click.Argument(["spec"]), param_type="argument")
    problems: list[Problem] = []
    clean: list[tuple[str, int]] = []
    unreadable = False
    for name in files:
        source, found = read_source(name)
        if source is None:
            unreadable = True
            tell(found, languages)
            continue
        count, found = _examine(name, source.content)
        clean += [(name, count)] if count else []
        problems += found
    _print(problems, clean, languages, format_name)
    if unreadable:
        return Exit.UNUSABLE
    return Exit.REJECTED if any(problem.severity is not Severity.NOTE for problem in problems) else Exit.ACCEPTED


def _examine(name: str, content: bytes) -> tuple[int, list[Problem]]:
    """Return the number of characteristics of a spec that can be judged (0 otherwise), and its problems."""
    from qspec.judgement.judge import prepare
    from qspec.judgement.picking.planning import lead_of
    from qspec.kinds import registry
    from qspec.spec.file import load

    loaded = load(name, content, registry.models())
    prepared, problems = prepare(loaded)
    if loaded.spec is not None:
        problems += lead_of(loaded.spec, loaded.place)[1]  # only a plan needs it, but here is where it can be mended
    return (len(prepared.items) if prepared is not None else 0), problems


def _print(problems: list[Problem], clean: list[tuple[str, int]], languages: Languages, format_name: str) -> None:
    """Print the findings, which are this command's product, to stdout."""
    if format_name == "json":
        from qspec.report.as_json import plain

        click.echo(json.dumps([plain(problem) for problem in problems], ensure_ascii=False, indent=2))
    elif format_name == "github":
        from qspec.report.as_github import commands

        click.echo("".join(f"{line}\n" for line in commands(problems, languages)), nl=False)
    else:
        from qspec.report.problems import lines

        for line in lines(problems, languages):
            click.echo(line)
        for name, count in clean:
            for lang in languages:
                click.echo(say("cli.lint-clean", lang, file=name, count=count))
