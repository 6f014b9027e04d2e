"""A spec and a batch → the evaluation: the door of this package.

The command line calls :func:`prepare` once for a spec and :func:`judge` for each inspection file. Both return
problems as values; an evaluation exists only where spec and file were usable, so exit 2 and exit 3 cannot be
confused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qspec.errors import Problem, has_errors
from qspec.judgement.aftermath import terms
from qspec.judgement.capability.asking import check_demands
from qspec.judgement.known import Known, follows_of, standing_of, unfit
from qspec.judgement.lots import Judging, judge_lot
from qspec.judgement.plans.model import Plan
from qspec.judgement.result import Evaluation, LotResult
from qspec.judgement.sampling import read_plans, unfit_plans
from qspec.kinds import registry
from qspec.kinds.base import Item
from qspec.measurements.batch import Batch, Lot
from qspec.measurements.clashes import shared_names
from qspec.spec.file import Loaded
from qspec.spec.model import Spec


@dataclass(frozen=True)
class Prepared:
    """A spec that can be judged against: items compiled, plans read."""

    spec: Spec
    file: str
    sha256: str
    items: Sequence[Item]
    plans: Mapping[str, Plan]


def prepare(loaded: Loaded) -> tuple[Prepared | None, list[Problem]]:
    """Return the judgeable spec, or None, and all its problems in one list."""
    items, found = registry.compile_items(loaded)
    problems = [*loaded.problems, *found]
    if loaded.spec is None:
        return None, problems
    problems += shared_names(items, loaded.place)
    plans, found = read_plans(loaded.spec, loaded.place)
    problems += found
    problems += check_demands(items, loaded.place)
    problems += terms.check(loaded.spec, loaded.place)
    if not has_errors(problems):
        problems += unfit_plans(items, plans, loaded.place)
    if has_errors(problems):
        return None, problems
    return Prepared(loaded.spec, loaded.file, loaded.sha256, items, plans), problems


def judge(
    prepared: Prepared, batch: Batch, problems: Sequence[Problem], known: Known | None = None
) -> tuple[Evaluation | None, list[Problem]]:
    """Return the evaluation, or None where a reading contradicts the spec so that nothing can be judged.

    ``problems`` are those of the spec and of reading the batch, none of them an error; ``known`` is what there is
    beside them: earlier lots, a severity asked for, the day of shipment.
    """
    known = known or Known()
    problems = [*problems, *unfit(known, prepared.spec, prepared.plans, batch.lots)]
    if has_errors(problems):
        return None, problems
    lots = tuple(_judge_lot(prepared, batch, lot, problems, known) for lot in batch.lots)
    everything = [*problems, *(problem for lot in lots for problem in lot.problems)]
    if has_errors(everything):
        return None, everything
    evaluation = Evaluation(
        spec=prepared.spec,
        spec_file=prepared.file,
        spec_sha256=prepared.sha256,
        data_file=batch.file,
        data_sha256=batch.sha256,
        lots=lots,
        problems=tuple(problems),
        matched=batch.matched,
        unused=batch.unused,
        notes=batch.notes,
    )
    if known.ledger is not None:
        from qspec.judgement.history.recording import refused

        refusals = refused(known.ledger, evaluation)
        if refusals:
            return None, [*everything, *refusals]
    return evaluation, everything


def _judge_lot(prepared: Prepared, batch: Batch, lot: Lot, problems: Sequence[Problem], known: Known) -> LotResult:
    standing = standing_of(known, prepared.spec, prepared.sha256, prepared.plans, lot.info)
    judging = Judging(prepared.items, registry.kinds(), prepared.plans, standing)
    return follows_of(known, prepared.spec, judge_lot(judging, lot, problems), standing, batch.sha256)
