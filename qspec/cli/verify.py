"""``qspec verify REPORT``: a report judged and drawn again from what it carries, and compared with what it shows."""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qspec.cli import parameters
from qspec.cli.app import Exit
from qspec.cli.command import Command
from qspec.cli.inputs import read_source
from qspec.cli.language import Languages
from qspec.cli.product import deliver, terminal_width, wants_color
from qspec.cli.progress import working
from qspec.cli.run import tell
from qspec.errors import Place, Problem

if TYPE_CHECKING:
    from qspec.report.paper.fonts import FontFiles
    from qspec.verifying.model import Verification
    from qspec.verifying.own import Own

FORMATS = ("text", "json")


def command(languages: Languages) -> click.Command:
    """Return the command."""

    def callback(report: str, **options: object) -> int:
        return _verify(languages, report, options)

    own = [
        click.Argument(["report"], type=click.Path(allow_dash=True)),
        parameters.formats(FORMATS),
        click.Option(["--spec", "spec_file"], type=click.Path(), default=None, metavar="FILE"),
        click.Option(["--data", "data_file"], type=click.Path(), default=None, metavar="FILE"),
        click.Option(["--trust"], type=click.Path(), multiple=True, metavar="FILE"),
        click.Option(["--extract"], type=click.Path(), default=None, metavar="FOLDER"),
        click.Option(["--font"], type=click.Path(), default=None, metavar="FILE"),
        click.Option(["--font-bold"], type=click.Path(), default=None, metavar="FILE"),
        *parameters.output(),
        parameters.language(),
    ]
    return Command("verify", languages, own, callback)


def _verify(languages: Languages, report: str, options: dict[str, object]) -> int:
    own, problems = _own(options)
    roots, found = _roots(options)
    font, unusable = _font(options)
    source, unread = read_source(report)
    problems += [*found, *unusable, *unread]
    if source is None or problems:
        tell(problems, languages)
        return Exit.UNUSABLE
    from qspec.verifying.seals import with_signatures
    from qspec.verifying.verify import verify

    try:
        with working("verifying", languages):
            verification = verify(report, source.content, font=font, own=own)
            if verification.attached:
                verification = with_signatures(verification, source.content, roots)
    except (ValueError, OSError):
        if font is None:
            raise
        name = str(font.regular)
        tell([Problem("cli.font-unusable", Place(name), values={"file": name})], languages)
        return Exit.UNUSABLE
    problems = _extracted(verification, options, languages)
    problems += deliver(
        _written(verification, languages, options),
        options["output"],
        languages,
        force=bool(options["force"]),
        inputs=(report, *_names(options)),
    )
    tell(problems, languages)
    return Exit.UNUSABLE if problems else _exit_code(verification, trusting=roots is not None)


def _written(verification: Verification, languages: Languages, options: dict[str, object]) -> bytes:
    from qspec.verifying import as_json, as_text

    if options["format_"] == "json":
        return as_json.write(verification)
    return as_text.write(verification, languages, terminal_width(), color=wants_color(options["output"]))


def _names(options: dict[str, object]) -> list[str]:
    """Return the other files that are read."""
    return [str(options[name]) for name in ("spec_file", "data_file") if options[name] is not None]


def _own(options: dict[str, object]) -> tuple[Own | None, list[Problem]]:
    """Return the user's own copies of spec and data."""
    from qspec.verifying.own import Own

    own, problems = Own(), []
    for name, part in (("spec_file", "spec"), ("data_file", "data")):
        if options[name] is not None:
            source, found = read_source(str(options[name]))
            problems += found
            own = replace(own, **{part: source})
    return (own if own != Own() else None), problems


def _roots(options: dict[str, object]) -> tuple[list[Any] | None, list[Problem]]:
    """Return the certificates that are trusted, None where none was named."""
    names = options["trust"]
    if not isinstance(names, tuple) or not names:
        return None, []
    from qspec.sealing.extra import missing

    lacking = missing()
    if lacking is not None:
        return None, [lacking]
    from qspec.sealing.certificates import read_certificates

    roots: list[Any] = []
    problems: list[Problem] = []
    for name in names:
        source, found = read_source(str(name))
        problems += found
        if source is not None:
            read, found = read_certificates(source.name, source.content)
            roots += read
            problems += found
    return roots, problems


def _font(options: dict[str, object]) -> tuple[FontFiles | None, list[Problem]]:
    """Return the typeface the report was set in, where that is not the program's own."""
    from qspec.report.paper.fonts import FontFiles

    regular, bold = options["font"], options["font_bold"]
    if regular is None and bold is None:
        return None, []
    font = FontFiles(Path(str(regular or bold)), Path(str(bold or regular)))
    missing = [str(path) for path in (font.regular, font.bold) if not path.is_file()]
    return font, [Problem("cli.font-unusable", Place(name), values={"file": name}) for name in missing[:1]]


def _extracted(verification: Verification, options: dict[str, object], languages: Languages) -> list[Problem]:
    """Write the attached files into a folder, where that is asked for; all of them or none."""
    folder, force = options["extract"], bool(options["force"])
    if folder is None or not verification.attached:
        return []
    there = [os.path.join(str(folder), one.name) for one in verification.attached]
    taken = [path for path in there if os.path.lexists(path)]
    if taken and not force:
        return [Problem("verify.not-extracted", Place(path), values={"file": path}) for path in taken[:1]]
    with contextlib.suppress(OSError, ValueError):  # said by what cannot be written into it
        os.makedirs(str(folder), exist_ok=True)
    problems = []
    for path, one in zip(there, verification.attached, strict=True):
        problems += deliver(one.content, path, languages, force=force, inputs=())
    return problems


def _exit_code(verification: Verification, *, trusting: bool) -> Exit:
    """Return 0 for a report that came out again, 1 for one that did not, 2 where nothing could be verified.

    A signer nobody knows counts only where certificates were named that should know him, or where a seal could not be
    examined: a report without any seal would pass as well.
    """
    from qspec.verifying.model import Outcome

    outcome = verification.outcome
    if outcome is Outcome.UNUSABLE:
        return Exit.UNUSABLE
    if outcome is Outcome.UNKNOWN_SIGNER and not trusting and not verification.findings:
        return Exit.ACCEPTED
    return Exit.ACCEPTED if outcome is Outcome.REPRODUCED else Exit.REJECTED
