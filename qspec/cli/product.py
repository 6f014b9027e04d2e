"""Where a command's product goes: standard output, or a file replaced in one step."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence

import click

from qspec.cli.language import Languages
from qspec.errors import Problem
from qspec.messages import say


def deliver(
    content: bytes, output: object, languages: Languages, *, force: bool, inputs: Sequence[str]
) -> list[Problem]:
    """Write the product to a file (and say so on stderr) or to stdout; returns why it could not be written."""
    from qspec.report.files import write_output

    if output is None and b"\0" in content and sys.stdout.isatty():
        return [Problem("cli.not-for-terminal")]
    if output is None or output == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return []
    problem = write_output(str(output), content, force=force, inputs=inputs)
    if problem is not None:
        return [problem]
    for lang in languages:
        click.echo(say("cli.written", lang, file=str(output)), err=True)
    return []


def terminal_width() -> int:
    """Return the columns of the terminal; 100 where the output is no terminal."""
    return shutil.get_terminal_size((100, 24)).columns


def wants_color(output: object) -> bool:
    """Say whether to color: a terminal that shows the product, and nobody asked for NO_COLOR."""
    return (
        output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )
