"""``qspec seal REPORT --as BOX --key FILE``: a digital seal in a report's box; ``--new`` makes a key of one's own."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qspec.cli import parameters
from qspec.cli.app import Exit
from qspec.cli.command import Command
from qspec.cli.inputs import read_date, read_source, today
from qspec.cli.language import Languages
from qspec.cli.passphrase import asked, chosen
from qspec.cli.product import deliver
from qspec.cli.run import tell
from qspec.errors import Place, Problem, Say, Severity, Value, has_errors
from qspec.messages import LANGUAGES, render, say

if TYPE_CHECKING:
    from qspec.sealing.keys import Seal
    from qspec.sealing.signing import Sealed

BOXES = ("prepared", "checked", "approved", "buyer")


def command(languages: Languages) -> click.Command:
    """Return the command."""

    def callback(report: str | None, new: bool, **options: object) -> int:
        problems = _misused(report, new, options)
        if not problems:
            problems = _begin(languages, options) if new else _seal(languages, str(report), options)
        tell(problems, languages)
        return Exit.UNUSABLE if has_errors(problems) else Exit.ACCEPTED

    own = [
        click.Argument(["report"], type=click.Path(), required=False),
        click.Option(["--as", "box"], type=click.Choice(BOXES), default=None, metavar="|".join(BOXES)),
        click.Option(["--key"], type=click.Path(), default=None, metavar="FILE"),
        click.Option(["--cert"], type=click.Path(), default=None, metavar="FILE"),
        click.Option(["--passphrase-file"], type=click.Path(), default=None, metavar="FILE"),
        click.Option(["--name"], default=None, metavar="NAME"),
        click.Option(["--department"], default=None, metavar="TEXT"),
        click.Option(["--date"], default=None, metavar="YYYY-MM-DD"),
        click.Option(["--new"], is_flag=True, default=False),
        click.Option(["--no-passphrase"], is_flag=True, default=False),
        *parameters.output(),
        parameters.language(),
    ]
    return Command("seal", languages, own, callback)


def _misused(report: str | None, new: bool, options: dict[str, object]) -> list[Problem]:
    """Return what is missing or does not go together on the command line, and whether the extra is missing."""
    from qspec.sealing.extra import missing

    without = missing()
    if without is not None:
        return [without]
    given = {
        "REPORT": report,
        "--as": options["box"],
        **{f"--{name}": options[name] for name in ("key", "cert", "date")},
    }
    if new:
        odd = [name for name, value in given.items() if value is not None]
        problems = [Problem("seal.not-with-new", Place(name), values={"option": name}) for name in odd]
        wanted = {"--name": options["name"], "-o": options["output"]}
        slug = "new-lacks"
    else:
        problems = [Problem("seal.only-with-new", Place("--no-passphrase"))] if options["no_passphrase"] else []
        wanted = {name: given[name] for name in ("REPORT", "--as", "--key")}
        slug = "lacks"
    lacking = [name for name, value in wanted.items() if not str(value or "").strip()]
    return problems + [Problem(f"seal.{slug}", Place(name), values={"option": name}) for name in lacking]


def _begin(languages: Languages, options: dict[str, object]) -> list[Problem]:
    """Make a key of one's own and say what it is worth."""
    from qspec.sealing.making import CERTIFICATE, KEY, make_pair
    from qspec.sealing.model import moment

    passphrase, problems = (None, []) if options["no_passphrase"] else chosen(options["passphrase_file"], languages)
    if problems:
        return problems
    folder = str(options["output"])
    told, problems = make_pair(
        folder, str(options["name"]).strip(), str(options["department"] or "").strip(), passphrase, _now()
    )
    if told is None:
        return problems
    values: dict[str, Value] = {
        "key": os.path.join(folder, KEY),
        "certificate": os.path.join(folder, CERTIFICATE),
        "name": told.name,
        "fingerprint": told.fingerprint,
        "ends": moment(told.ends),
    }
    said = [Say("seal.new.made", values), Say("seal.fingerprint", values)]
    said += [Say(f"seal.new.{slug}", values) for slug in ("worth", "not-worth", "hand-over", "keep")]
    if passphrase is None:
        said.append(Say("seal.new.unprotected", values))
    _print(said, languages)
    return []


# A fingerprint is compared by eye: it is not broken into lines of the terminal's width.
_UNBROKEN = frozenset({"seal.fingerprint"})


def _print(said: list[Say], languages: Languages, *, err: bool = False) -> None:
    from qspec.cli.command import paragraph
    from qspec.report.width import visible

    for lang in languages:
        for one in said:
            text = visible(render(one, lang))
            click.echo(text if one.key in _UNBROKEN else paragraph(text), err=err)


def _seal(languages: Languages, report: str, options: dict[str, object]) -> list[Problem]:
    """Seal a report."""
    date, problems = read_date(options["date"], "--date")
    source, found = read_source(report)
    problems += found
    seal, found = _read_seal(languages, options)
    problems += found
    if source is None or seal is None or problems:
        return problems
    from qspec.sealing.mark import Mark
    from qspec.sealing.model import Box
    from qspec.sealing.signing import put_seal

    box, shown = str(options["box"]), today(os.environ)
    above = str(options["department"] or "").strip() or seal.holder.unit or seal.holder.organisation
    mark = Mark(
        above or render(Say(f"seal.mark.{box}"), languages[0]),
        date or shown,
        str(options["name"] or "").strip() or seal.holder.name,
    )
    if mark.date != shown:
        values: dict[str, Value] = {"date": mark.date, "today": shown}
        problems.append(Problem("seal.other-date", Place("--date"), Severity.WARNING, values))
    sealed, found = put_seal(source.name, source.content, Box(box), seal, mark)
    problems += found
    if sealed is None:
        return problems
    output = str(options["output"] or _beside(report, box))
    problems += deliver(sealed.content, output, languages, force=bool(options["force"]), inputs=(report,))
    if not has_errors(problems):
        _print(_told(sealed, seal, box), languages, err=output == "-")
    return problems


def _read_seal(languages: Languages, options: dict[str, object]) -> tuple[Seal | None, list[Problem]]:
    from qspec.sealing.keys import KeyFile, read_seal

    key, problems = read_source(str(options["key"]))
    certificate, found = read_source(str(options["cert"])) if options["cert"] is not None else (None, [])
    problems += found
    if key is None or problems:
        return None, problems
    beside = KeyFile(certificate.name, certificate.content) if certificate is not None else None
    return read_seal(
        KeyFile(key.name, key.content), beside, lambda: asked(options["passphrase_file"], key.name, languages), _now()
    )


def _told(sealed: Sealed, seal: Seal, box: str) -> list[Say]:
    from qspec.sealing.model import box_name

    said = [Say("seal.done", {"box": box_name(box), "name": seal.holder.name})]
    said.append(Say("seal.fingerprint", {"fingerprint": seal.holder.fingerprint}))
    if sealed.certifies:
        said.append(Say("seal.certified"))
    if sealed.empty:
        empty = {
            lang: say("seal.comma", lang).join(render(box_name(name), lang) for name in sealed.empty)
            for lang in LANGUAGES
        }
        said.append(Say("seal.still-empty", {"boxes": empty}))
    said.append(Say("seal.clock-of-signer"))
    return said


def _beside(report: str, box: str) -> str:
    path = Path(report)
    return str(path.with_name(f"{path.stem}-{box}{path.suffix}"))


def _now() -> datetime:
    return datetime.now().astimezone()
