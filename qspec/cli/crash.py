"""An internal error: said in the user's language, with a log to send; never a traceback, never an acceptance."""

from __future__ import annotations

import platform
import tempfile
import traceback

import click

from qspec import __version__
from qspec.cli.language import Languages
from qspec.messages import say


def record_crash(error: Exception, languages: Languages) -> None:
    """Write a log file and say where it is; the log holds the program's own lines, not the user's data files."""
    lines = [f"qspec {__version__}, Python {platform.python_version()}, {platform.system()}\n"]
    lines += traceback.format_exception(error)
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="qspec-", suffix=".log", delete=False) as log:
            log.writelines(lines)
        name = log.name
    except OSError:
        name = "–"
    try:
        for lang in languages:
            click.echo(say("cli.internal-error", lang, error=type(error).__name__, log=name), err=True)
    except Exception:  # noqa: BLE001 - the catalogues themselves may be what is broken
        click.echo(name, err=True)
