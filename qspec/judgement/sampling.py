"""The sampling of a spec: a plan for each class, read and held against what the characteristics ask for.

``judge.py`` calls :func:`read_plans` and :func:`unfit_plans`, so ``lint`` says of a plan whatever ``check`` would.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from qspec.errors import Place, Problem, Refusal
from qspec.judgement.plans.model import Fixed, Full, Plan
from qspec.judgement.plans.reading import clashes, read_plan
from qspec.kinds.base import Item
from qspec.spec.model import NonconformityClass, Spec
from qspec.text import shorten

ALL = "all"
"""Name of the plan that serves every class without one of its own."""

Places = Callable[[tuple[str | int, ...]], Place]


def read_plans(spec: Spec, place: Places) -> tuple[dict[str, Plan], list[Problem]]:
    """Return the plan of every class named in the spec (and ``all``), and the problems."""
    plans: dict[str, Plan] = {}
    problems: list[Problem] = []
    for name, text in spec.sampling.items():
        plan = read_plan(text)
        if isinstance(plan, Refusal):
            problems.append(plan.at(_where(name, place)))
        else:
            plans[name] = plan
    mixed = clashes(plans.values())
    if mixed is not None:
        problems.append(mixed.at(place(("sampling",))))
    return plans, problems + _accepting_critical(plans, place)


def _where(name: str, place: Places) -> Place:
    return place(("sampling", name)) if name != ALL else place(("sampling",))


def _accepting_critical(plans: Mapping[str, Plan], place: Places) -> list[Problem]:
    """Return a problem where a plan agreed in numbers accepts critical nonconformities: one of them fails the lot."""
    plan = plans.get(NonconformityClass.CRITICAL.value)
    if plan is None or not isinstance(plan.scheme, Full | Fixed) or plan.scheme.acceptance == 0:
        return []
    where = _where(NonconformityClass.CRITICAL.value, place)
    return [Problem("judgement.critical-accepted", where, values={"text": shorten(plan.text)})]


def unfit_plans(items: Sequence[Item], plans: Mapping[str, Plan], place: Places) -> list[Problem]:
    """Return a problem for each limit on the whole lot's total whose class is inspected by a sample."""
    problems = []
    for item in items:
        plan = plans[group_of(item.source.nonconformity, plans)]
        if not isinstance(plan.scheme, Full) and any(check.total for check in item.checks):
            values = {"limit": shorten(item.source.limit), "plan": shorten(plan.text)}
            problems.append(
                Problem("judgement.total-of-a-sample", place(("characteristics", item.id, "limit")), values=values)
            )
    return problems


def group_of(nonconformity: NonconformityClass, plans: Mapping[str, Plan]) -> str:
    """Return the name of the plan that serves a class; the spec reader made sure that there is one."""
    return nonconformity.value if nonconformity.value in plans else ALL
