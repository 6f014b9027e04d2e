"""From bytes to evaluation, in the order of the chain; what ``check``, ``report`` and ``explain`` share.

The command line reads the files and calls :func:`evaluate`; a program that embeds qspec does the same. ``verify``
judges the :class:`Inputs` that a report carries in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from qspec.errors import Problem, has_errors
from qspec.judgement.judge import judge, prepare
from qspec.judgement.known import Known
from qspec.judgement.result import Evaluation
from qspec.kinds import registry
from qspec.measurements.batch import LotInfo
from qspec.measurements.reading import read
from qspec.spec.file import load


@dataclass(frozen=True)
class Source:
    """An input: its name as the user wrote it, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Inputs:
    """Everything an evaluation depends on: the same inputs give the same one, wherever and whenever it is made."""

    spec: Source
    data: Source
    sidecar: Source | None = None
    given: LotInfo = field(default_factory=LotInfo)
    lot: str | None = None
    known: Known = field(default_factory=Known)

    def evaluate(self) -> tuple[Evaluation | None, list[Problem]]:
        """Judge; see :func:`evaluate`."""
        return evaluate(self.spec, self.data, sidecar=self.sidecar, given=self.given, lot=self.lot, known=self.known)


def evaluate(
    spec: Source,
    data: Source,
    *,
    sidecar: Source | None = None,
    given: LotInfo | None = None,
    lot: str | None = None,
    known: Known | None = None,
) -> tuple[Evaluation | None, list[Problem]]:
    """Judge an inspection file by a spec; None with the problems where an input is unusable."""
    prepared, problems = prepare(load(spec.name, spec.content, registry.models()))
    if prepared is None:
        return None, problems
    batch, found = read(
        data.name,
        data.content,
        prepared.items,
        given=given or LotInfo(),
        sidecar=(sidecar.name, sidecar.content) if sidecar is not None else None,
        lot=lot,
        decimal_comma=prepared.spec.decimal_comma,
    )
    problems += found
    if batch is None or has_errors(problems):
        return None, problems
    return judge(prepared, batch, problems, known)


def lots_in(inputs: Inputs) -> tuple[list[str | None], list[Problem]]:
    """Return the numbers of the lots in an inspection file, in its order (None: a lot without a number).

    Nothing is judged. None are returned, and the problems, where an input is unusable.
    """
    prepared, problems = prepare(load(inputs.spec.name, inputs.spec.content, registry.models()))
    if prepared is None:
        return [], problems
    beside = inputs.sidecar
    batch, found = read(
        inputs.data.name,
        inputs.data.content,
        prepared.items,
        given=inputs.given,
        sidecar=(beside.name, beside.content) if beside is not None else None,
        lot="all",
        decimal_comma=prepared.spec.decimal_comma,
    )
    problems += found
    return ([lot.info.id for lot in batch.lots] if batch is not None and not has_errors(problems) else []), problems
