"""``qspec draft FILE``: a spec to be completed, made from the clauses of a document."""

from __future__ import annotations

from pathlib import Path

import click

from qspec.cli import parameters
from qspec.cli.app import Exit
from qspec.cli.command import Command
from qspec.cli.language import Languages
from qspec.cli.product import deliver
from qspec.cli.run import tell
from qspec.cli.scan import scan_files
from qspec.errors import Place, Problem, has_errors
from qspec.messages import say


def command(languages: Languages) -> click.Command:
    """Return the command."""

    def callback(document: str, trade: str | None, output: str | None, force: bool, **_: object) -> int:
        return _draft(languages, document, trade, output, force)

    own = [
        click.Argument(["document"], type=click.Path(allow_dash=True)),
        parameters.trade(),
        *parameters.output(),
        parameters.language(),
    ]
    return Command("draft", languages, own, callback)


def _draft(languages: Languages, name: str, trade: str | None, output: str | None, force: bool) -> int:
    found = scan_files([name], trade, languages)
    if has_errors(found.problems) or not found.scans:
        return Exit.UNUSABLE
    from qspec.drafting.draft import draft

    made = draft(found.scans[0])
    if made is None:
        tell([Problem("draft.nothing", Place(name), values={"file": name})], languages)
        return Exit.UNUSABLE
    problems = deliver(made.text.encode(), output, languages, force=force, inputs=[name])
    tell(problems, languages)
    if problems:
        return Exit.UNUSABLE
    if output not in (None, "-"):
        for lang in languages:
            click.echo(say("draft.written", lang, file=Path(output or "").as_posix(), **made.counted), err=True)
    return Exit.ACCEPTED
