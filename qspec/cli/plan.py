"""``qspec plan [SPEC]``: what to inspect on which pieces, by when; without a spec, what a sampling plan comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from qspec.cli import parameters
from qspec.cli.app import Exit
from qspec.cli.command import Command
from qspec.cli.inputs import read_source
from qspec.cli.language import Languages
from qspec.cli.planned import OF_A_LOT, STATED, Gathered, request, severity, stated_words
from qspec.cli.product import deliver, terminal_width, wants_color
from qspec.cli.run import tell
from qspec.errors import Place, Problem, Refusal, Say, Value, has_errors

if TYPE_CHECKING:
    from qspec.judgement.picking.planning import LotPlan
    from qspec.judgement.plans.model import Plan, Resolved

_PICTURES = (".svg", ".pdf")


def command(languages: Languages) -> click.Command:
    """Return the command."""

    def callback(spec: str | None, format_: str, output: str | None, force: bool, **options: object) -> int:
        job = _Job(languages, format_, output, force, Gathered({**options, "output": output}))
        return _lot(job, spec) if spec is not None else _stated(job)

    argument = click.Argument(["spec"], type=click.Path(allow_dash=True), required=False)
    formats = parameters.formats(("text", "json", "csv"))
    own = [argument, *_of_a_lot(), *_of_work(), *_of_a_plan(), formats, *_of_pictures(), *parameters.output()]
    return Command("plan", languages, [*own, parameters.language()], callback)


def _of_a_lot() -> list[click.Parameter]:
    lot, size = parameters.lot()[:2]
    return [
        lot,
        size,
        click.Option(["--serials"], default=None, metavar="FILE|A001..A320"),
        click.Option(["--cartons"], default=None, metavar="FILE"),
        *parameters.known(),
    ]


def _of_work() -> list[click.Parameter]:
    return [
        click.Option(["--start"], default=None, metavar="YYYY-MM-DD"),
        click.Option(["--closed"], default=None, metavar="DATE,DATE..DATE"),
        click.Option(["--minutes-per-piece"], multiple=True, metavar="[CLASS=]M"),
        click.Option(["--per-hour"], default=None, metavar="PIECES"),
        click.Option(["--hours-per-day"], default=None, metavar="H"),
        click.Option(["--inspectors"], type=click.IntRange(1, 1000), default=None, metavar="K"),
    ]


def _of_a_plan() -> list[click.Parameter]:
    shares = ("aql", "lq", "p0", "alpha", "p1", "beta")
    return [
        click.Option(["--system"], type=click.Choice(("iso2859-1", "mil-std-105e")), default=None),
        click.Option(["--level"], default=None, metavar="S-1…S-4|I|II|III"),
        click.Option(["--counting"], type=click.Choice(("items", "nonconformities")), default=None),
        click.Option(["--n"], type=click.IntRange(1, 1_000_000), default=None, metavar="N"),
        click.Option(["--ac"], type=click.IntRange(0, 1_000_000), default=None, metavar="AC"),
        *(click.Option([f"--{name}"], default=None, metavar="PERCENT") for name in shares),
    ]


def _of_pictures() -> list[click.Parameter]:
    return [
        click.Option(["--oc"], type=click.Path(), default=None, metavar="FILE.svg|.pdf"),
        click.Option(["--oc-class"], default=None, metavar="CLASS"),
        click.Option(["--sidecar"], type=click.Path(), default=None, metavar="FILE"),
    ]


@dataclass(frozen=True)
class _Job:
    languages: Languages
    format: str
    output: str | None
    force: bool
    given: Gathered

    def refused(self) -> int:
        """Tell the problems; nothing is planned."""
        tell(self.given.problems, self.languages)
        return Exit.UNUSABLE

    def write(self, content: bytes, output: str | None, spec: str | None = None) -> bool:
        """Write a product; returns False, having said why, where that failed."""
        inputs = [*self.given.files, *([spec] if spec is not None else [])]
        failed = deliver(content, output, self.languages, force=self.force, inputs=inputs)
        tell(failed, self.languages)
        return not failed


_OPTION_OF = {"sampling.level-missing": "--level", "sampling.system-missing": "--system"}


def _asked(given: Gathered, read: Plan | Refusal) -> str:
    """Return the option that a refusal of the stated plan is about."""
    if not isinstance(read, Refusal):
        return ""
    part = str(read.values.get("part", ""))
    if given.text("level") and "level" in part:
        return "--level"
    return _OPTION_OF.get(read.code, "--aql" if given.text("aql") else "")


def _stated(job: _Job) -> int:
    """Print a plan that is stated on the command line."""
    from qspec.judgement.plans.model import Table
    from qspec.judgement.plans.reading import read_plan
    from qspec.judgement.plans.resolving import resolve
    from qspec.spec.fields import ALL

    given = job.given
    given.foreign(OF_A_LOT, "plan.option-needs-spec")
    given.distinct_files()
    text = stated_words(given)
    if not text:
        given.problems.append(Problem("plan.plan-missing"))
    wanted = severity(given, (ALL,))
    if given.problems:
        return job.refused()
    read = read_plan(text)
    plan = given.take(_asked(given, read), read)
    if plan is None:
        return job.refused()
    if wanted and not isinstance(plan.scheme, Table):
        values: dict[str, Value] = {"class": Say("terms.class.all")}
        given.problems.append(Problem("plan.severity-not-tables", Place("--severity"), values=values))
    resolved = resolve(plan, given.number("lot_size"), wanted.get(ALL))
    if resolved is None:
        given.problems.append(Problem("plan.lot-size-missing", Place("--lot-size")))
        return job.refused()
    picture = _picture(job, resolved)
    if given.problems:
        return job.refused()
    written = _draw(job, picture) and job.write(_drawn_stated(job, resolved), job.output)
    return Exit.ACCEPTED if written else Exit.UNUSABLE


def _lot(job: _Job, spec: str) -> int:
    """Print the plan of a lot's inspection by a spec."""
    from qspec.judgement.judge import prepare
    from qspec.judgement.picking.planning import plan_lot
    from qspec.kinds import registry
    from qspec.spec.file import load

    given = job.given
    given.foreign(STATED, "plan.option-without-spec")
    given.distinct_files()
    if [spec, given.text("serials"), given.text("cartons")].count("-") > 1:
        given.problems.append(Problem("cli.two-stdin", Place("-")))
        return job.refused()
    source, problems = read_source(spec)
    given.problems += problems
    asked = request(given)
    if source is None:
        return job.refused()
    loaded = load(source.name, source.content, registry.models())
    prepared, problems = prepare(loaded)
    given.problems += problems
    if prepared is None or asked is None or has_errors(given.problems):
        return job.refused()
    plan, problems = plan_lot(prepared, asked, loaded.place)
    given.problems += problems
    picture = _picture(job, _chosen(job, plan)) if plan is not None else None
    tell(given.problems, job.languages)
    if plan is None or has_errors(given.problems):
        return Exit.UNUSABLE
    # What goes into files of its own goes first: a plan that is printed is a plan that was written whole.
    written = (
        _sidecar(job, plan, spec) and _draw(job, picture, spec) and job.write(_drawn_lot(job, plan), job.output, spec)
    )
    return Exit.ACCEPTED if written else Exit.UNUSABLE


def _drawn_stated(job: _Job, resolved: Resolved) -> bytes:
    if job.format == "json":
        from qspec.report.planned import as_json

        return as_json.write_stated(resolved)
    if job.format == "csv":
        from qspec.report.planned import as_csv

        return as_csv.write_stated(resolved, job.languages)
    from qspec.report.planned import as_text

    return as_text.write_stated(resolved, job.languages, width=terminal_width(), color=wants_color(job.output))


def _drawn_lot(job: _Job, plan: LotPlan) -> bytes:
    if job.format == "json":
        from qspec.report.planned import as_json

        return as_json.write_lot(plan)
    if job.format == "csv":
        from qspec.report.planned import as_csv

        return as_csv.write_lot(plan, job.languages)
    from qspec.report.planned import as_text

    return as_text.write_lot(plan, job.languages, width=terminal_width(), color=wants_color(job.output))


def _sidecar(job: _Job, plan: LotPlan, spec: str) -> bool:
    """Write the picked pieces where the inspection file will look for them."""
    from qspec.report.planned.sidecar import write_sidecar

    output = job.given.text("sidecar")
    return output is None or job.write(write_sidecar(plan), output, spec)


def _chosen(job: _Job, plan: LotPlan) -> Resolved | None:
    """Return the plan whose curve is drawn: that of the class asked for, or the only one."""
    wanted = job.given.text("oc_class")
    found = [own.resolved for own in plan.classes if wanted in (None, own.name)]
    if job.given.text("oc") is not None and len(found) != 1:
        classes = ", ".join(own.name for own in plan.classes)
        job.given.problems.append(Problem("plan.picture-classes", Place("--oc-class"), values={"classes": classes}))
    return found[0] if len(found) == 1 else None


def _picture(job: _Job, resolved: Resolved | None) -> bytes | None:
    """Return the picture that was asked for, in the format that its file's name says."""
    output = job.given.text("oc")
    if output is None or resolved is None:
        return None
    if not output.lower().endswith(_PICTURES):
        job.given.problems.append(Problem("plan.picture-unusable", Place("--oc"), values={"file": output}))
        return None
    from qspec.report.pictures.oc import oc_drawing
    from qspec.report.pictures.saving import as_pdf
    from qspec.report.pictures.svg import as_svg

    drawn = as_pdf if output.lower().endswith(".pdf") else as_svg
    return drawn(oc_drawing(resolved, job.languages[0]))


def _draw(job: _Job, picture: bytes | None, spec: str | None = None) -> bool:
    """Write the picture where there is one."""
    return picture is None or job.write(picture, job.given.text("oc"), spec)
