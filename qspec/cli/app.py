"""Runs one command and turns whatever happens into an exit code.

0 accepted or clean · 1 rejected or findings · 2 unusable input or usage · 3 UNDECIDED · 4 internal error · 130 Ctrl-C.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from enum import IntEnum

import click

from qspec import __version__
from qspec.cli.command import Group
from qspec.cli.language import Languages, choose
from qspec.messages import say


class Exit(IntEnum):
    """What the program's exit code means."""

    ACCEPTED = 0
    REJECTED = 1
    UNUSABLE = 2
    UNDECIDED = 3
    INTERNAL = 4
    INTERRUPTED = 130


COMMANDS = ("demo", "define", "scan", "draft", "lint", "plan", "check", "report", "seal", "verify", "lots", "explain")


def application(languages: Languages) -> Group:
    """Return the program in the given languages; no command's file is loaded yet."""
    app = Group(languages, {name: _loader(name) for name in COMMANDS})
    app.params.insert(0, click.Option(["--lang"], type=click.Choice(("en", "ja", "both")), expose_value=False))
    version = click.Option(["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_show_version)
    app.params.insert(1, version)
    return app


def _loader(name: str) -> Callable[[Languages], click.Command]:
    def load(languages: Languages) -> click.Command:
        command: click.Command = importlib.import_module(f"qspec.cli.{name}").command(languages)
        return command

    return load


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"qspec {__version__}")
        ctx.exit(0)


def run(argv: Sequence[str]) -> int:
    """Run the command line and return its exit code; nothing escapes as a traceback."""
    languages = choose(argv, os.environ)
    _speak_utf8()
    try:
        result = application(languages).main(args=list(argv), prog_name="qspec", standalone_mode=False)
        sys.stdout.flush()
        return int(result) if isinstance(result, int) else Exit.ACCEPTED
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as refused:
        from qspec.cli.usage import show_usage_error

        show_usage_error(refused, languages)
        return Exit.UNUSABLE
    except (KeyboardInterrupt, click.Abort):
        for lang in languages:
            click.echo(say("cli.interrupted", lang), err=True)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe went away; what it did not take cannot have been an acceptance it relied on.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.INTERNAL
    except Exception as error:  # noqa: BLE001 - the public edge: whatever it was, it is no acceptance
        from qspec.cli.crash import record_crash

        record_crash(error, languages)
        return Exit.INTERNAL


def _speak_utf8() -> None:
    """Write UTF-8 whatever the terminal's code page: a verdict must not die of a character it cannot encode."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
