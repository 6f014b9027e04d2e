"""``qspec report SPEC DATA… -o FOLDER`` and ``--each-lot``: one paper after another, each a file of its own.

One that cannot be made does not stop the others; all that is wrong is told, and the exit code is the worst there was.
Nothing is kept of a paper once it is written, so a thousand take no more memory than one. ``report.py`` calls
:func:`write` with the function that makes a single paper.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from qspec.cli.app import Exit
from qspec.cli.language import Languages
from qspec.cli.progress import counting
from qspec.cli.run import exit_code, tell
from qspec.errors import Place, Problem
from qspec.messages import say

if TYPE_CHECKING:
    from qspec.judgement.result import Evaluation
    from qspec.report.naming import Names

_WORST = (Exit.ACCEPTED, Exit.UNDECIDED, Exit.REJECTED, Exit.UNUSABLE)
"""Exit codes from the best to the worst."""
_LONGEST_LOT = 60
"""Characters of a lot's number that go into the number of its paper."""


@dataclass(frozen=True)
class Task:
    """A paper to be made: of a file, or of one of its lots; ``tail`` is what its number ends with."""

    data: str
    lot: str | None = None
    tail: str = ""


@dataclass(frozen=True)
class Made:
    """A paper with its number, or what was wrong."""

    content: bytes | None
    number: str = ""
    evaluation: Evaluation | None = None
    problems: Sequence[Problem] = ()


@dataclass(frozen=True)
class Order:
    """What all papers of a call have in common."""

    spec: str
    files: tuple[str, ...]
    folder: str | None
    """Where the papers go, under their numbers; None: each beside its file."""
    suffix: str
    force: bool
    each_lot: bool
    numbered: bool
    """Whether the user gave a number, which each paper then needs a part of its own for."""
    beside: Callable[[str], str]
    """Name of the paper of a file where no folder is given."""


@dataclass
class _Count:
    """How the papers came out."""

    codes: list[Exit] = field(default_factory=list)
    written: int = 0

    def of(self, code: Exit) -> int:
        return self.codes.count(code)


def write(
    languages: Languages,
    order: Order,
    make: Callable[[Task], Made],
    lots: Callable[[str], tuple[list[str | None], list[Problem]]],
) -> int:
    """Make and write every paper, and return the exit code.

    ``lots`` gives the lots of a file with its problems; none of them means that the file cannot be used.
    """
    from qspec.report.naming import Names

    refused = _refused(order)
    if refused:
        tell(refused, languages)
        return Exit.UNUSABLE
    names, count, told = Names(), _Count(), _Told(languages)
    tasks = list(_tasks(order, lots, count, told))
    with counting("several", languages) as progress:
        for done, task in enumerate(tasks):
            if progress is not None:
                progress(done, len(tasks))
            _one(task, order, make, names, count, told)
    for lang in languages:
        click.echo(say("several.written", lang, **_summary(count)), err=True)
    return max(count.codes, key=_WORST.index, default=Exit.UNUSABLE)


def _refused(order: Order) -> list[Problem]:
    """Return why nothing can be begun; the folder is made where it is missing."""
    if "-" in order.files:
        return [Problem("several.stdin", Place("-"))]
    if order.folder is None:
        return []
    try:
        os.makedirs(order.folder, exist_ok=True)
    except (OSError, ValueError):
        return [Problem("several.folder", Place(order.folder), values={"folder": order.folder})]
    return []


class _Told:
    """Tells each problem once: a remark about the spec holds for all papers made by it."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages
        self._known: set[str] = set()

    def __call__(self, problems: Sequence[Problem]) -> None:
        fresh = [one for one in dict.fromkeys(map(repr, problems)) if one not in self._known]
        if fresh:
            if sys.stderr.isatty():
                sys.stderr.write("\r\x1b[K")  # over what the bar shows
            self._known.update(fresh)
            tell({repr(one): one for one in problems if repr(one) in set(fresh)}.values(), self._languages)


def _tasks(
    order: Order, lots: Callable[[str], tuple[list[str | None], list[Problem]]], count: _Count, told: _Told
) -> Iterator[Task]:
    files = tuple(dict.fromkeys(order.files))
    digits = len(str(len(files)))
    for index, file in enumerate(files, start=1):
        tail = f"-{index:0{digits}}" if order.numbered and len(files) > 1 else ""
        if not order.each_lot:
            yield Task(file, None, tail)
            continue
        found, problems = lots(file)
        if not found:
            told(problems)
            count.codes.append(Exit.UNUSABLE)
        for lot in found:
            yield Task(file, lot, tail if lot is None else f"{tail}-{lot[:_LONGEST_LOT]}")


def _one(task: Task, order: Order, make: Callable[[Task], Made], names: Names, count: _Count, told: _Told) -> None:
    """Make one paper and write it; what it does not say itself is added up."""
    from qspec.report.files import write_output

    made = make(task)
    told(made.problems)
    if made.content is None:
        count.codes.append(Exit.UNUSABLE)
        return
    path = _path(task, order, made, names)
    inputs = (order.spec, *order.files) if os.path.lexists(path) else ()
    failed = write_output(path, made.content, force=order.force, inputs=inputs)
    if failed is not None:
        told([failed])
        count.codes.append(Exit.UNUSABLE)
        return
    count.codes.append(exit_code(made.evaluation))
    count.written += 1


def _path(task: Task, order: Order, made: Made, names: Names) -> str:
    """Return where a paper goes: into the folder under its number, or beside its file, where asked with the lot's."""
    from qspec.report.naming import safe_name

    if order.folder is not None:
        return os.path.join(order.folder, names.take(safe_name(made.number)) + order.suffix)
    beside, (stem, _) = order.beside(task.data), os.path.splitext(task.data)
    folder, name = os.path.split(stem)
    lot = "" if task.lot is None else f"-{safe_name(task.lot)}"
    return os.path.join(folder, names.take(name + lot, folder) + beside[len(stem) :])


def _summary(count: _Count) -> dict[str, str]:
    kinds = {"accepted": Exit.ACCEPTED, "rejected": Exit.REJECTED, "undecided": Exit.UNDECIDED}
    numbers = {name: str(count.of(code)) for name, code in kinds.items()}
    return {
        **numbers,
        "written": str(count.written),
        "failed": str(count.of(Exit.UNUSABLE)),
    }
