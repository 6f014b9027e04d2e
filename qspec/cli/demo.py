"""``qspec demo``: the whole chain on the shipped example, each command shown as a user would type it."""

from __future__ import annotations

import contextlib
import shlex
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from qspec.cli import parameters
from qspec.cli.app import Exit, application
from qspec.cli.command import Command, paragraph
from qspec.cli.language import Languages
from qspec.errors import Place, Problem
from qspec.messages import say

SPEC = "specs/control-knob.yaml"
CONTRACT = "specs/control-knob-contract.md"
ACCEPTED = "samples/control-knob/accept.csv"
REJECTED = "samples/control-knob/reject.csv"
REPORT = "control-knob-report.pdf"


def command(languages: Languages) -> click.Command:
    """Return the command."""

    def callback(folder: str, force: bool, **_: object) -> int:
        return _demo(languages, Path(folder), force)

    own = [
        click.Argument(["folder"], type=click.Path(), default="qspec-demo", required=False),
        click.Option(["--force"], is_flag=True, default=False),
        parameters.language(),
    ]
    return Command("demo", languages, own, callback)


def _shipped(name: str) -> Traversable:
    """Return an example file: from the installed package, or from the checkout the program runs in."""
    packed = resources.files("qspec") / "data" / "demo" / name
    return packed if packed.is_file() else Path(__file__).resolve().parents[2] / name


def _demo(languages: Languages, folder: Path, force: bool) -> int:
    """Copy the example, run the chain; exit 0 when every step ended as the example promises."""
    problems = [problem for name in (CONTRACT, SPEC, ACCEPTED, REJECTED) for problem in _put(folder, name, force)]
    if (folder / REPORT).exists() and not force:
        problems.append(_exists(folder / REPORT))
    if problems:
        from qspec.cli.run import tell

        tell(problems, languages)
        return Exit.UNUSABLE
    _say(languages, "intro", folder=str(folder))
    lot = ["--lot", "KN-2611", "--lot-size", "10", "--date", "2026-11-20"]
    steps: list[tuple[str, list[str], Exit]] = [
        ("scan-step", ["scan", CONTRACT], Exit.REJECTED),
        ("lint-step", ["lint", SPEC], Exit.ACCEPTED),
        ("rejected-batch", ["check", SPEC, REJECTED, *lot], Exit.REJECTED),
        ("accepted-batch", ["check", SPEC, ACCEPTED, *lot], Exit.ACCEPTED),
        ("report-step", ["report", SPEC, ACCEPTED, *lot, "-o", REPORT, *(["--force"] if force else [])], Exit.ACCEPTED),
    ]
    for heading, words, expected in steps:
        _say(languages, heading)
        click.echo(f"$ qspec {shlex.join(words)}\n")
        if _run(languages, words, folder) != expected:
            return Exit.INTERNAL
        click.echo()
    _say(languages, "done", file=str(folder / REPORT))
    return Exit.ACCEPTED


def _put(folder: Path, name: str, force: bool) -> list[Problem]:
    """Write an example file; one that is there already with the same content is left alone."""
    from qspec.report.files import write_output

    content = _shipped(name).read_bytes()
    target = folder / name
    if target.is_file() and target.read_bytes() == content:
        return []
    if target.is_file() and not force:
        return [_exists(target)]
    with contextlib.suppress(OSError):  # write_output names the folder that is missing
        target.parent.mkdir(parents=True, exist_ok=True)
    problem = write_output(str(target), content, force=force)
    return [problem] if problem is not None else []


def _exists(file: Path) -> Problem:
    """Return that a file of the example, or one with other content in its place, is there already."""
    return Problem("cli.demo-exists", Place(str(file)), values={"file": str(file)})


def _run(languages: Languages, words: list[str], folder: Path) -> int:
    """Run one command inside the example's folder, as the user would."""
    lang = "both" if len(languages) > 1 else languages[0]
    with contextlib.chdir(folder):
        result = application(languages).main(
            args=[*words, "--lang", lang] if words[0] != "report" else words, prog_name="qspec", standalone_mode=False
        )
    return int(result)


def _say(languages: Languages, key: str, **values: str) -> None:
    for lang in languages:
        click.echo(paragraph(say(f"cli.demo.{key}", lang, **values)))
    click.echo()
