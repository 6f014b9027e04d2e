"""click's usage errors in the languages of the run."""

from __future__ import annotations

import click

from qspec.cli.command import UnknownCommand
from qspec.cli.language import Languages
from qspec.errors import Value
from qspec.messages import say


def show_usage_error(error: click.ClickException, languages: Languages) -> None:
    """Print what is wrong with the command line, and where help is found, to stderr."""
    key, values = _sentence(error)
    path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx is not None else "qspec"
    for lang in languages:
        click.echo(f"qspec: {say(f'cli.wrong.{key}', lang, **values)}", err=True)
        click.echo(say("cli.see-help", lang, command=f"{path} --help"), err=True)


def _sentence(error: click.ClickException) -> tuple[str, dict[str, Value]]:
    """Return the catalogue key and values for one of click's errors."""
    if isinstance(error, UnknownCommand):
        return "no-such-command", {"name": error.name, "commands": ", ".join(error.known)}
    if isinstance(error, click.NoSuchOption):
        if not error.possibilities:
            return "unknown-option", {"name": error.option_name}
        return "no-such-option", {"name": error.option_name, "near": ", ".join(error.possibilities)}
    if isinstance(error, click.MissingParameter):
        return "missing", {"name": _name(error.param)}
    if isinstance(error, click.BadParameter):
        choices = (
            error.param.type.choices if error.param is not None and isinstance(error.param.type, click.Choice) else ()
        )
        if choices:
            return "choice", {"name": _name(error.param), "choices": ", ".join(map(str, choices))}
        if error.param is not None and isinstance(error.param.type, click.IntRange):
            limits = error.param.type
            return "number", {"name": _name(error.param), "least": str(limits.min), "most": str(limits.max)}
        return "value", {"name": _name(error.param)}
    if isinstance(error, click.BadOptionUsage):
        return "option-usage", {"name": error.option_name}
    if isinstance(error, click.FileError):
        return "file", {"name": error.ui_filename}
    if isinstance(error, click.UsageError) and error.ctx is not None and not error.ctx.args:
        return "arguments", {"command": error.ctx.command_path}
    return "usage", {"text": error.format_message()}


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return "–"
    return param.opts[-1] if isinstance(param, click.Option) else (param.name or "").upper()
