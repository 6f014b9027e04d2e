"""Options that mean the same wherever they stand; every command takes its own from here."""

from __future__ import annotations

import click

from qspec.cli.language import CHOICES


def spec() -> click.Argument:
    """Return the spec file."""
    return click.Argument(["spec"], type=click.Path(allow_dash=True))


def data() -> click.Argument:
    """Return the inspection file."""
    return click.Argument(["data"], type=click.Path(allow_dash=True))


def language() -> click.Option:
    """Return ``--lang``; already read by ``language.choose``, declared so that it is checked and shown in the help."""
    return click.Option(["--lang"], type=click.Choice(CHOICES), default=None)


def formats(names: tuple[str, ...]) -> click.Option:
    """Return ``--format`` with the outputs a command has."""
    return click.Option(["--format", "format_"], type=click.Choice(names), default=names[0])


def output() -> list[click.Parameter]:
    """Return where the product goes."""
    return [
        click.Option(["-o", "--output"], type=click.Path(), default=None, metavar="FILE"),
        click.Option(["--force"], is_flag=True, default=False),
    ]


def lot() -> list[click.Parameter]:
    """Return what is known about the lot."""
    return [
        click.Option(["--lot"], default=None, metavar="ID"),
        click.Option(["--lot-size"], type=click.IntRange(1, 10_000_000), default=None, metavar="N"),
        click.Option(["--date"], default=None, metavar="YYYY-MM-DD"),
        click.Option(["--inspector"], default=None, metavar="NAME"),
        click.Option(["--order"], default=None, metavar="NO"),
    ]


def known() -> list[click.Parameter]:
    """Return what is known beside spec and data: earlier lots, the severity agreed for this one, its shipment."""
    return [
        click.Option(["--ledger"], type=click.Path(), default=None, metavar="FILE"),
        click.Option(["--severity"], multiple=True, metavar="[CLASS=]NAME"),
        click.Option(["--shipment"], default=None, metavar="YYYY-MM-DD"),
    ]


def paper() -> list[click.Parameter]:
    """Return what stands on the paper alone."""
    return [
        click.Option(["--number"], default=None, metavar="NO"),
        click.Option(["--report-date"], default=None, metavar="YYYY-MM-DD"),
    ]


def trade() -> click.Option:
    """Return ``--trade``, one of the closed list of trades: too many for one line, so that the help lists them."""
    from qspec.phrases.lexicon import trades

    return click.Option(["--trade"], type=click.Choice(tuple(trades())), default=None, metavar="NAME")
