"""``qspec report SPEC DATA -o FILE``: the bilingual inspection report as a PDF, a page or a workbook."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qspec.cli import parameters
from qspec.cli.app import Exit
from qspec.cli.command import Command
from qspec.cli.inputs import files_read, read_date, today
from qspec.cli.language import Languages, spread
from qspec.cli.product import deliver
from qspec.cli.progress import working
from qspec.cli.run import exit_code, judge_inputs, read_inputs, tell
from qspec.errors import Place, Problem

if TYPE_CHECKING:
    from qspec.judgement.evaluate import Inputs
    from qspec.judgement.result import Evaluation
    from qspec.report.options import OutputOptions
    from qspec.report.paper.fonts import FontFiles

ENDINGS = {"pdf": ".pdf", "html": ".html", "xlsx": "-report.xlsx"}
"""Formats, the paper first, and what the name of the file ends with beside DATA, which may be a workbook itself."""


def command(languages: Languages) -> click.Command:
    """Return the command."""

    def callback(spec: str, data: str, output: str | None, force: bool, **options: object) -> int:
        beside = "-" if data == "-" else f"{os.path.splitext(data)[0]}{ENDINGS[str(options['format_'])]}"
        return _report(languages, spec, data, output or beside, force, options)

    own = [
        parameters.spec(),
        parameters.data(),
        parameters.formats(tuple(ENDINGS)),
        *parameters.output(),
        *parameters.lot(),
        *parameters.known(),
        *parameters.paper(),
    ]
    own += [
        click.Option(["--font"], type=click.Path(), default=None, metavar="FILE"),
        click.Option(["--font-bold"], type=click.Path(), default=None, metavar="FILE"),
        parameters.language(),
    ]
    return Command("report", languages, own, callback)


def _font(options: dict[str, object]) -> FontFiles | None:
    """Return the user's own typeface; one file serves both weights where no bold one is given."""
    from qspec.report.paper.fonts import FontFiles

    regular, bold = options["font"], options["font_bold"]
    if regular is None and bold is None:
        return None
    return FontFiles(Path(str(regular or bold)), Path(str(bold or regular)))


def _report(languages: Languages, spec: str, data: str, output: str, force: bool, options: dict[str, object]) -> int:
    date, problems = read_date(options["report_date"], "--report-date")
    if problems:
        tell(problems, languages)
        return Exit.UNUSABLE
    inputs, problems = read_inputs(spec, data, options)
    if inputs is None:
        tell(problems, languages)
        return Exit.UNUSABLE
    from qspec.report.carried.gathering import recorded

    inputs = recorded(inputs)
    evaluation, problems = judge_inputs(inputs, languages)
    tell(_placed(problems, files_read(spec, data, options)), languages)
    if evaluation is None:
        return Exit.UNUSABLE
    from qspec.report.options import OutputOptions

    number = options["number"]
    chosen = OutputOptions(
        # A paper for two parties speaks both languages unless somebody asks for one.
        spread(str(options["lang"] or "both")),
        date=date or today(os.environ),
        number=str(number) if number is not None else None,
    )
    font = _font(options)
    try:
        with working("drawing", languages):
            content = _drawn(evaluation, inputs, str(options["format_"]), chosen, font)
    except (ValueError, OSError):
        if font is None:
            raise
        tell([Problem("cli.font-unusable", Place(str(font.regular)), values={"file": str(font.regular)})], languages)
        return Exit.UNUSABLE
    failed = deliver(content, output, languages, force=force, inputs=files_read(spec, data, options))
    tell(failed, languages)
    return Exit.UNUSABLE if failed else exit_code(evaluation)


def _placed(problems: Iterable[Problem], files: Iterable[str]) -> list[Problem]:
    """Return the problems with the places of the files as the user wrote them: the record has no folders."""
    written = {os.path.basename(file): file for file in files}
    return [
        replace(one, place=replace(one.place, file=written.get(one.place.file, one.place.file))) for one in problems
    ]


def _drawn(evaluation: Evaluation, inputs: Inputs, name: str, chosen: OutputOptions, font: FontFiles | None) -> bytes:
    """Return the report in a format, the paper with all it was judged by attached.

    Raises ``ValueError`` or ``OSError`` where the user's typeface cannot be used.
    """
    if name == "pdf":
        from qspec.report.carried.drawing import draw_paper
        from qspec.report.carried.gathering import gather

        return draw_paper(evaluation, chosen, gather(evaluation, inputs, chosen, font), font)
    from qspec.report.registry import built_in

    return built_in(name)(evaluation, chosen)
