"""``qspec define TEXT…``: what can be measured in place of vague words, limits to choose from, and what to settle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qspec.cli import parameters
from qspec.cli.app import Exit
from qspec.cli.command import Command
from qspec.cli.language import Languages
from qspec.cli.phrases import gather
from qspec.cli.project import project
from qspec.cli.run import tell
from qspec.errors import has_errors

if TYPE_CHECKING:
    from qspec.phrases.answer import Answer


def command(languages: Languages) -> click.Command:
    """Return the command."""

    def callback(text: tuple[str, ...], trade: str | None, format_: str, **_: object) -> int:
        return _define(languages, text, trade, format_)

    own = [
        click.Argument(["text"], nargs=-1, required=True),
        parameters.trade(),
        parameters.formats(("text", "json")),
        parameters.language(),
    ]
    return Command("define", languages, own, callback)


def _define(languages: Languages, words: tuple[str, ...], trade: str | None, format_name: str) -> int:
    settings = project(Path.cwd())
    tell(settings.problems, languages)
    if has_errors(settings.problems):
        return Exit.UNUSABLE
    given = gather(words)
    tell(given.problems, languages)
    unknown = False
    for number, phrase in enumerate(given.found):
        answer = _answer(phrase, trade, settings.lexicon)
        unknown = unknown or not answer.finding.candidates
        click.echo(_drawn(answer, languages, format_name, first=number == 0))
    if given.problems:
        return Exit.UNUSABLE
    return Exit.REJECTED if unknown else Exit.ACCEPTED


def _answer(phrase: str, trade: str | None, own: tuple[str, ...]) -> Answer:
    from qspec.phrases.engine import understand
    from qspec.phrases.proposals import proposal

    return proposal(understand(phrase, trade, own), own)


def _drawn(answer: Answer, languages: Languages, format_name: str, *, first: bool) -> str:
    if format_name == "json":
        from qspec.report.answers.as_json import line

        return line(answer)
    from qspec.report.answers.as_text import text

    drawn = text(answer, languages)
    return drawn if first else f"\n{drawn}"
