"""What ``check``, ``report`` and ``explain`` share: read both files, judge, tell the problems, name the exit code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import click

from qspec.cli.app import Exit
from qspec.cli.inputs import lot_info, read_pair
from qspec.cli.known import known_from
from qspec.cli.language import Languages
from qspec.cli.progress import working
from qspec.errors import Problem, has_errors

if TYPE_CHECKING:
    from qspec.judgement.evaluate import Inputs
    from qspec.judgement.result import Evaluation


def evaluate_files(
    spec: str, data: str, options: Mapping[str, object], languages: Languages
) -> tuple[Evaluation | None, list[Problem]]:
    """Judge one file by another; ``options`` are those of ``parameters.lot`` and ``parameters.known``."""
    inputs, problems = read_inputs(spec, data, options)
    return (None, problems) if inputs is None else judge_inputs(inputs, languages)


def read_inputs(spec: str, data: str, options: Mapping[str, object]) -> tuple[Inputs | None, list[Problem]]:
    """Return everything that is judged by, as read from files and options, or None with the problems."""
    from qspec.judgement.evaluate import Inputs

    given, problems = lot_info(options)
    known, found = known_from(options)
    problems += found
    sources, found = read_pair(spec, data)
    problems += found
    if sources is None or known is None or has_errors(problems):
        return None, problems
    lot = options["lot"]
    return Inputs(*sources, given, str(lot) if lot is not None else None, known), problems


def judge_inputs(inputs: Inputs, languages: Languages) -> tuple[Evaluation | None, list[Problem]]:
    """Judge, with a sign of life on a terminal."""
    with working("reading", languages):
        return inputs.evaluate()


def tell(problems: Iterable[Problem], languages: Languages) -> None:
    """Print problems to stderr."""
    from qspec.report.problems import lines

    for line in lines(problems, languages):
        click.echo(line, err=True)


def exit_code(evaluation: Evaluation | None) -> Exit:
    """Return the exit code of a disposition; without an evaluation nothing was judged."""
    from qspec.judgement.result import Disposition

    if evaluation is None:
        return Exit.UNUSABLE
    codes = {
        Disposition.ACCEPT: Exit.ACCEPTED,
        Disposition.DISCONTINUED: Exit.REJECTED,
        Disposition.REJECT: Exit.REJECTED,
        Disposition.UNDECIDED: Exit.UNDECIDED,
    }
    return codes[evaluation.disposition]
