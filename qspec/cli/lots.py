"""``qspec lots LEDGER``: the ledger of lots, verified and shown; ``--act`` records what a person decided."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from qspec.cli import parameters
from qspec.cli.app import Exit
from qspec.cli.command import Command
from qspec.cli.language import Languages
from qspec.cli.product import deliver, terminal_width
from qspec.cli.run import tell
from qspec.errors import Place, Problem, Say, Value, has_errors

if TYPE_CHECKING:
    from qspec.judgement.history import ActEntry, Header
    from qspec.spec.model import Party, Spec

FORMATS = ("text", "json", "csv")
ACTS = (
    "return",
    "sort",
    "rework",
    "reinspect",
    "concession",
    "scrap",
    "authorise-reduced",
    "steady",
    "irregular",
    "resume",
)
_TEXTS = ("lot", "part", "by", "party", "consent_by", "limits", "until", "note")
_OF_ACTS = (*_TEXTS, "class_", "quantity", "date")


def command(languages: Languages) -> click.Command:
    """Return the command."""

    def callback(ledger: str, new: bool, act: str | None, **options: object) -> int:
        return _lots(languages, ledger, new, act, options)

    own = [
        click.Argument(["ledger"], type=click.Path()),
        parameters.formats(FORMATS),
        click.Option(["--expect"], default=None, metavar="DIGEST"),
        click.Option(["--new"], is_flag=True, default=False),
        click.Option(["--spec", "spec_file"], type=click.Path(allow_dash=True), default=None, metavar="SPEC"),
        click.Option(["--act"], type=click.Choice(ACTS), default=None, metavar="KIND"),
        *(click.Option([f"--{name}"], default=None, metavar=metavar) for name, metavar in _OPTIONS),
        click.Option(["--party"], type=click.Choice(("supplier", "buyer")), default=None),
        click.Option(["--quantity"], type=click.IntRange(1, 10_000_000), default=None, metavar="N"),
        click.Option(["--class", "class_"], default=None, metavar="CLASS"),
        *parameters.output(),
        parameters.language(),
    ]
    return Command("lots", languages, own, callback)


_OPTIONS = (
    ("lot", "ID"),
    ("part", "NO"),
    ("by", "NAME"),
    ("date", "YYYY-MM-DD"),
    ("consent-by", "NAME"),
    ("limits", "TEXT"),
    ("until", "YYYY-MM-DD"),
    ("note", "TEXT"),
)


def _lots(languages: Languages, file: str, new: bool, act: str | None, options: dict[str, object]) -> int:
    problems = _misused(file, new, act, options)
    entry: ActEntry | None = None
    if not problems and new:
        problems = _begin(file, str(options["spec_file"]))
    elif not problems and act is not None:
        entry, problems = _record(file, act, options)
    tell(problems, languages)
    return Exit.UNUSABLE if has_errors(problems) else _show(languages, file, options, new=new, entry=entry)


def _misused(file: str, new: bool, act: str | None, options: dict[str, object]) -> list[Problem]:
    """Return what does not go together on the command line."""
    if new and act is not None:
        return [Problem("lots.new-alone", Place("--new"))]
    if new and options["spec_file"] is None:
        return [Problem("lots.new-needs-spec", Place("--new"), values={"file": file})]
    if act is not None:
        return []
    names = [f"--{name.strip('_').replace('_', '-')}" for name in _OF_ACTS if options[name] is not None]
    return [Problem("lots.without-act", Place(name), values={"option": name}) for name in names]


def _begin(file: str, spec_file: str) -> list[Problem]:
    """Begin a ledger for a spec."""
    from qspec.cli.inputs import read_source
    from qspec.judgement.history import create
    from qspec.kinds import registry
    from qspec.spec.file import load

    source, problems = read_source(spec_file)
    if source is None:
        return problems
    loaded = load(source.name, source.content, registry.models())
    if loaded.spec is None or has_errors(loaded.problems):
        return list(loaded.problems)
    return create(file, _header(loaded.spec))


def _header(spec: Spec) -> Header:
    from qspec.judgement.history import Header

    def named(party: Party | None) -> str:
        return " / ".join(dict.fromkeys(party.name.values())) if party is not None else ""

    return Header(spec.id, supplier=named(spec.parties.supplier), buyer=named(spec.parties.buyer))


def _record(file: str, act: str, options: dict[str, object]) -> tuple[ActEntry | None, list[Problem]]:
    """Record an act; returns it as recorded."""
    from qspec.judgement.history import append

    entry, problems = _entry(act, options)
    return entry, problems if entry is None else append(file, entry)


def _entry(act: str, options: dict[str, object]) -> tuple[ActEntry | None, list[Problem]]:
    from qspec.cli.inputs import read_date, today
    from qspec.judgement.history import Act, ActEntry

    date, problems = read_date(options["date"], "--date")
    until, found = read_date(options["until"], "--until")
    problems += found
    for name in ("by", "party"):
        if not str(options[name] or "").strip():
            values: dict[str, Value] = {
                "act": Say(f"lots.act.{act}"),
                "option": f"--{name}",
                "meaning": Say(f"lots.asked.{name}"),
            }
            problems.append(Problem("lots.act-lacks", Place(f"--{name}"), values=values))
    if problems:
        return None, problems
    texts = {name: str(options[name] or "").strip() for name in _TEXTS}
    quantity = options["quantity"]
    entry = ActEntry(
        kind=Act(act),
        date=date or today(os.environ),
        by=texts["by"],
        party="buyer" if texts["party"] == "buyer" else "supplier",
        lot=texts["lot"],
        part=texts["part"],
        nonconformity=str(options["class_"] or ""),
        quantity=quantity if isinstance(quantity, int) else None,
        consent_by=texts["consent_by"],
        limits=texts["limits"],
        until=until,
        note=texts["note"],
    )
    return entry, []


def _show(languages: Languages, file: str, options: dict[str, object], *, new: bool, entry: ActEntry | None) -> int:
    """Show the ledger, or what was just recorded in it."""
    from qspec.judgement.history import read
    from qspec.judgement.history.ledger import missing
    from qspec.report.history import as_csv, as_json, as_text

    ledger, problems = read(file)
    expect = options["expect"]
    if ledger is not None and expect is not None:
        problems += missing(ledger, str(expect))
    if ledger is not None and not problems:
        if options["format_"] == "json":
            content = as_json.write(ledger)
        elif options["format_"] == "csv":
            content = as_csv.write(ledger, languages)
        elif new:
            content = as_text.begun(ledger, languages)
        elif entry is not None:
            content = as_text.recorded(ledger, entry, languages)
        else:
            content = as_text.write(ledger, languages, terminal_width())
        force = bool(options["force"])
        problems = deliver(content, options["output"], languages, force=force, inputs=(file,))
    tell(problems, languages)
    return Exit.UNUSABLE if problems else Exit.ACCEPTED
