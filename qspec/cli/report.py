"""``qspec report SPEC DATA -o FILE``: the bilingual inspection report as a PDF, a page, a workbook or text.

``--paper`` asks for another paper of the same result (``report/papers/``); ``limit-samples`` needs no DATA
(``sheet.py``). Several DATA, or ``--each-lot``, give a paper each (``several.py``).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qspec.cli import parameters, photos
from qspec.cli.app import Exit
from qspec.cli.command import Command
from qspec.cli.inputs import files_read, read_date, today
from qspec.cli.language import Languages, spread
from qspec.cli.product import deliver
from qspec.cli.progress import working
from qspec.cli.run import exit_code, judge_inputs, read_inputs, tell
from qspec.cli.several import Made, Task
from qspec.errors import Place, Problem, Value
from qspec.report.papers.names import ALL, LIMIT_SAMPLES, REPORT

if TYPE_CHECKING:
    from qspec.judgement.evaluate import Inputs
    from qspec.judgement.result import Evaluation
    from qspec.report.options import OutputOptions
    from qspec.report.paper.fonts import FontFiles

ENDINGS = {"pdf": ".pdf", "html": ".html", "xlsx": "-report.xlsx", "text": "-report.txt"}
"""Formats, the paper first, and what the name of the file ends with beside DATA, which may be such a file itself."""
_OTHER_PAPERS = {"pdf": ".pdf", "html": ".html", "text": ".txt"}
"""Formats of the papers beside the inspection report; the paper's name stands before the suffix."""
_SUFFIXES = {**_OTHER_PAPERS, "xlsx": ".xlsx"}
"""Suffixes in a folder where every paper has its number for a name."""


def command(languages: Languages) -> click.Command:
    """Return the command."""

    def callback(spec: str, data: tuple[str, ...], output: str | None, force: bool, **options: object) -> int:
        wrong = _unfit(str(options["paper"]), str(options["format_"]), data[0] if data else None)
        if options["each_lot"] and options["lot"] is not None:
            wrong.append(Problem("several.one-lot", Place("--each-lot")))
        if wrong:
            tell(wrong, languages)
            return Exit.UNUSABLE
        options["force"] = force
        if options["paper"] == LIMIT_SAMPLES:
            return _sheets(languages, spec, output or _beside(spec, options), options)
        if not data:
            raise click.MissingParameter(param=click.Argument(["data"]), param_type="argument")
        if len(data) > 1 or options["each_lot"]:
            return _several(languages, spec, data, output, options)
        return _report(languages, spec, data[0], output or _beside(data[0], options), force, options)

    own = [
        parameters.spec(),
        click.Argument(["data"], type=click.Path(allow_dash=True), nargs=-1, required=False),
        click.Option(["--paper"], type=click.Choice(ALL), default=REPORT),
        parameters.formats(tuple(ENDINGS)),
        *parameters.output(),
        *parameters.lot(),
        *parameters.known(),
        *parameters.paper(),
        photos.option(),
        click.Option(["--each-lot"], is_flag=True, default=False),
    ]
    own += [
        click.Option(["--font"], type=click.Path(), default=None, metavar="FILE"),
        click.Option(["--font-bold"], type=click.Path(), default=None, metavar="FILE"),
        parameters.language(),
    ]
    return Command("report", languages, own, callback)


def _unfit(paper: str, name: str, data: str | None) -> list[Problem]:
    """Return what does not go together: a paper and a format, a paper and an inspection file given or left out."""
    values: dict[str, Value] = {"paper": paper}
    problems = []
    if paper != REPORT and name not in _OTHER_PAPERS:
        problems.append(Problem("papers.format", Place("--format"), values={**values, "format": name}))
    if paper == LIMIT_SAMPLES and data is not None:
        problems.append(Problem("papers.data-unused", Place("--paper"), values={"file": data}))
    if paper not in (REPORT, LIMIT_SAMPLES) and data is None:
        problems.append(Problem("papers.data-missing", Place("--paper"), values=values))
    return problems


def _beside(file: str, options: Mapping[str, object]) -> str:
    """Return where a paper goes that nobody named a file for: beside what it was made of."""
    if file == "-":
        return "-"
    paper, name = str(options["paper"]), str(options["format_"])
    ending = ENDINGS[name] if paper == REPORT else f"-{paper}{_OTHER_PAPERS[name]}"
    return f"{os.path.splitext(file)[0]}{ending}"


def _font(options: dict[str, object]) -> FontFiles | None:
    """Return the user's own typeface; one file serves both weights where no bold one is given."""
    from qspec.report.paper.fonts import FontFiles

    regular, bold = options["font"], options["font_bold"]
    if regular is None and bold is None:
        return None
    return FontFiles(Path(str(regular or bold)), Path(str(bold or regular)))


def _chosen(options: Mapping[str, object]) -> tuple[OutputOptions, list[Problem]]:
    """Return what was chosen for the paper."""
    from qspec.report.options import OutputOptions

    date, problems = read_date(options["report_date"], "--report-date")
    number = options["number"]
    chosen = OutputOptions(
        # A paper for two parties speaks both languages unless somebody asks for one.
        spread(str(options["lang"] or "both")),
        date=date or today(os.environ),
        number=str(number) if number is not None else None,
        paper=str(options["paper"]),
    )
    return chosen, problems


def _sheets(languages: Languages, spec: str, output: str, options: dict[str, object]) -> int:
    from qspec.cli import sheet

    chosen, problems = _chosen(options)
    if problems:
        tell(problems, languages)
        return Exit.UNUSABLE
    font = _font(options)
    try:
        return sheet.write(languages, spec, output, options, chosen, font)
    except (ValueError, OSError):
        if font is None:
            raise
        return _unusable(font, languages)


def _report(languages: Languages, spec: str, data: str, output: str, force: bool, options: dict[str, object]) -> int:
    chosen, problems = _chosen(options)
    asked, found = photos.named(options)
    if problems or found:
        tell([*problems, *found], languages)
        return Exit.UNUSABLE
    font = _font(options)
    try:
        made = _made(languages, spec, Task(data), options, chosen, font)
    except (ValueError, OSError):
        if font is None:
            raise
        return _unusable(font, languages)
    tell(made.problems, languages)
    if made.content is None:
        return Exit.UNUSABLE
    read = (*files_read(spec, data, options), *(one.file for one in asked))
    failed = deliver(made.content, output, languages, force=force, inputs=read)
    tell(failed, languages)
    return Exit.UNUSABLE if failed else exit_code(made.evaluation)


def _several(
    languages: Languages, spec: str, files: tuple[str, ...], folder: str | None, options: dict[str, object]
) -> int:
    from qspec.cli import several
    from qspec.judgement.evaluate import lots_in

    chosen, problems = _chosen(options)
    if problems:
        tell(problems, languages)
        return Exit.UNUSABLE

    def lots(data: str) -> tuple[list[str | None], list[Problem]]:
        inputs, problems = read_inputs(spec, data, options)
        return ([], problems) if inputs is None else lots_in(inputs)

    font = _font(options)
    order = several.Order(
        spec,
        files,
        folder,
        ("" if chosen.paper == REPORT else f"-{chosen.paper}") + _SUFFIXES[str(options["format_"])],
        force=bool(options["force"]),
        each_lot=bool(options["each_lot"]),
        numbered=chosen.number is not None,
        beside=lambda data: _beside(data, options),
    )
    try:
        return several.write(languages, order, lambda task: _made(languages, spec, task, options, chosen, font), lots)
    except (ValueError, OSError):
        if font is None:
            raise
        return _unusable(font, languages)


def _made(
    languages: Languages,
    spec: str,
    task: Task,
    options: Mapping[str, object],
    chosen: OutputOptions,
    font: FontFiles | None,
) -> Made:
    """Return a paper and all that is to be told of it; raises as :func:`_drawn` does."""
    from qspec.report.build import default_number
    from qspec.report.carried.gathering import recorded

    options = options if task.lot is None else {**options, "lot": task.lot}
    read = files_read(spec, task.data, options)
    asked, problems = photos.named(options)
    inputs, found = read_inputs(spec, task.data, options)
    if inputs is None or problems:
        return Made(None, problems=[*problems, *found])
    inputs = recorded(inputs)
    evaluation, problems = judge_inputs(inputs, languages)
    if evaluation is None:
        return Made(None, problems=_placed(problems, read))
    ready, found = photos.read(asked, evaluation.spec)
    found += _refused(evaluation, chosen.paper)
    problems = _placed([*problems, *found], read)
    if found:
        return Made(None, problems=problems)
    number = f"{chosen.number or default_number(evaluation)}{task.tail}"
    chosen = replace(chosen, photos=ready, number=number if task.tail else chosen.number)
    with working("drawing", languages):
        content = _drawn(evaluation, inputs, str(options["format_"]), chosen, font)
    return Made(content, number, evaluation, problems)


def _refused(evaluation: Evaluation, paper: str) -> list[Problem]:
    from qspec.report.papers.choosing import refused

    return refused(evaluation, paper)


def _unusable(font: FontFiles, languages: Languages) -> int:
    """Say that the user's typeface cannot be used."""
    tell([Problem("cli.font-unusable", Place(str(font.regular)), values={"file": str(font.regular)})], languages)
    return Exit.UNUSABLE


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
    if name == "text":
        from qspec.report.papers.choosing import outline
        from qspec.report.text import draw

        return draw(outline(evaluation, chosen), width=chosen.width, color=False).encode()
    from qspec.report.registry import built_in

    return built_in(name)(evaluation, chosen)
