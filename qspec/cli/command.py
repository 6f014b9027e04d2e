"""Commands whose help comes from the message catalogues, in the languages of the run.

click prints help in English and breaks lines at spaces, which Japanese has not; this draws the same parts from the
``cli`` catalogue. Every command file builds a :class:`Command` from the parameters in ``parameters.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from qspec.cli.language import Languages
from qspec.messages import say, template


class Command(click.Command):
    """A command named ``name``; its sentences are ``cli.command.<name>.short`` and ``.help``."""

    def __init__(
        self, name: str, languages: Languages, params: Sequence[click.Parameter], callback: Callable[..., Any]
    ) -> None:
        super().__init__(name, params=[*params, _help_option()], callback=callback, add_help_option=False)
        self.languages = languages

    def get_help(self, ctx: click.Context) -> str:
        """Return the help in every language of the run."""
        return "\n\n".join(self._help_in(lang, ctx) for lang in self.languages)

    def _help_in(self, lang: str, ctx: click.Context) -> str:
        arguments = [param for param in self.get_params(ctx) if isinstance(param, click.Argument)]
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option) and not param.hidden]
        usage = " ".join([ctx.command_path, *(_metavar(argument) for argument in arguments)])
        parts = [f"{labelled('usage', lang)}{usage} [{say('cli.options-word', lang)}]"]
        parts.append(paragraph(say(f"cli.command.{self.name}.help", lang)))
        if arguments:
            rows = [(_metavar(argument), say(f"cli.argument.{argument.name}", lang)) for argument in arguments]
            parts.append(section(labelled("arguments", lang), rows))
        rows = [(_option_words(option), self._meaning(option, lang)) for option in options]
        parts.append(section(labelled("options", lang), rows))
        return "\n\n".join(parts)

    def _meaning(self, option: click.Option, lang: str) -> str:
        """Return what an option does, in the command's own words where it is not what it does everywhere."""
        own = f"cli.command.{self.name}.{option.name}"
        # A command's own "help" is what it does; what --help does is the same everywhere.
        specific = option.name != "help" and template(own, lang) is not None
        choices = ", ".join(map(str, option.type.choices)) if isinstance(option.type, click.Choice) else ""
        return say(own if specific else f"cli.option.{option.name}", lang, choices=choices)


class UnknownCommand(click.UsageError):
    """There is no command of this name."""

    def __init__(self, name: str, known: tuple[str, ...], ctx: click.Context) -> None:
        super().__init__(name, ctx)
        self.name = name
        self.known = known


class Group(click.Group):
    """The program itself: commands are loaded when they are called, their short help comes from the catalogue."""

    def __init__(self, languages: Languages, loaders: dict[str, Callable[[Languages], click.Command]]) -> None:
        super().__init__("qspec", no_args_is_help=False, invoke_without_command=True, callback=_show_help)
        self.add_help_option = False
        self.params.append(_help_option())
        self.languages = languages
        self.loaders = loaders

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the chain."""
        return list(self.loaders)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, importing its file only now."""
        loader = self.loaders.get(cmd_name)
        return loader(self.languages) if loader is not None else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first word names; raises :class:`UnknownCommand`."""
        if args and args[0] not in self.loaders and not args[0].startswith("-"):
            raise UnknownCommand(args[0], tuple(self.loaders), ctx)
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """Return the program's help in every language of the run."""
        return "\n\n".join(self._help_in(lang, ctx) for lang in self.languages)

    def _help_in(self, lang: str, ctx: click.Context) -> str:
        usage = f"{labelled('usage', lang)}qspec {say('cli.command-word', lang)} … [{say('cli.options-word', lang)}]"
        commands = [(name, say(f"cli.command.{name}.short", lang)) for name in self.loaders]
        options = [option for option in self.get_params(ctx) if isinstance(option, click.Option)]
        rows = [(_option_words(option), say(f"cli.option.{option.name}", lang)) for option in options]
        return "\n\n".join(
            [
                usage,
                paragraph(say("cli.about", lang)),
                section(labelled("commands", lang), commands),
                section(labelled("options", lang), rows),
                section(labelled("exit-codes", lang), [(code, say(f"cli.exit.{code}", lang)) for code in EXIT_CODES]),
                paragraph(say("cli.more", lang)),
            ]
        )


EXIT_CODES = ("0", "1", "2", "3", "4")


def _help_option() -> click.Option:
    """Return ``--help`` under a name of our own: click's name for it changes between versions."""

    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value:
            click.echo(ctx.get_help())
            ctx.exit(0)

    return click.Option(["-h", "--help", "help"], is_flag=True, is_eager=True, expose_value=False, callback=show)


@click.pass_context
def _show_help(ctx: click.Context, /, **_: object) -> int:
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
    return 0


def _metavar(argument: click.Argument) -> str:
    word = (argument.name or "").upper().replace("_", "-")
    word = f"{word}…" if argument.nargs < 0 else word
    return word if argument.required else f"[{word}]"


def _option_words(option: click.Option) -> str:
    names = ", ".join(sorted([*option.opts, *option.secondary_opts], key=lambda name: (len(name) > 2, name)))
    if option.is_flag:
        return names
    if isinstance(option.type, click.Choice) and option.metavar is None:
        return f"{names} {'|'.join(map(str, option.type.choices))}"
    return f"{names} {option.metavar or str(option.name).upper()}"


def labelled(key: str, lang: str) -> str:
    """Return a word of the ``cli`` catalogue with the colon of its language."""
    return f"{say(f'cli.{key}', lang)}{say('cli.colon', lang)}"


def help_width() -> int:
    """Return the columns help is drawn in: the terminal's, between 40 and 100."""
    import shutil

    return max(40, min(100, shutil.get_terminal_size((80, 24)).columns))


def paragraph(text: str) -> str:
    """Return text broken into lines for the terminal."""
    from qspec.report.width import wrap

    return "\n".join(line for part in text.splitlines() for line in wrap(part, help_width()))


def section(heading: str, rows: Sequence[tuple[str, str]]) -> str:
    """Return a list of terms and explanations under a heading; a long term stands on its own line."""
    from qspec.report.width import columns, pad, wrap

    left = min(24, max((columns(term) for term, _ in rows), default=0) + 2)
    lines = [heading.rstrip()]
    for term, text in rows:
        body = wrap(text, help_width() - left - 2)
        if columns(term) + 2 > left:
            lines.append(f"  {term}")
        else:
            lines.append(f"  {pad(term, left)}{body.pop(0)}")
        lines += [f"  {' ' * left}{line}" for line in body]
    return "\n".join(lines)
