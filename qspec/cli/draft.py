"""``qspec draft FILE``: a spec to be completed, made from the clauses of a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qspec.cli import parameters
from qspec.cli.app import Exit
from qspec.cli.command import Command
from qspec.cli.language import Languages
from qspec.cli.product import deliver
from qspec.cli.run import tell
from qspec.cli.scan import scan_files
from qspec.errors import Place, Problem, Severity, Value, has_errors
from qspec.messages import say

if TYPE_CHECKING:
    from qspec.drafting.draft import Draft


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
    problems = [Problem("draft.nothing", Place(name), values={"file": name})] if made is None else _oversize(name, made)
    if made is not None and not problems:
        problems = deliver(made.text.encode(), output, languages, force=force, inputs=[name])
    tell(problems, languages)
    if made is None or problems:
        return Exit.UNUSABLE
    if output not in (None, "-"):
        for lang in languages:
            click.echo(say("draft.written", lang, file=Path(output or "").as_posix(), **made.counted), err=True)
    partly = any(problem.severity is Severity.UNDECIDED for problem in found.problems)
    return Exit.UNDECIDED if partly else Exit.ACCEPTED


def _oversize(name: str, made: Draft) -> list[Problem]:
    """Return the problem of a draft that no command would read again."""
    from qspec.spec.source import MAX_BYTES

    size = len(made.text.encode())
    values: dict[str, Value] = {"entries": sum(made.counted.values()), "size": size, "limit": MAX_BYTES}
    return [Problem("draft.too-large", Place(name), values=values)] if size > MAX_BYTES else []
