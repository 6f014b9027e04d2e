"""Sampling plans in words → how many pieces must be measured and how many may fail.

Today: ``100%`` and fixed ``n, Ac``. The tables of ISO 2859-1 / JIS Z 9015-1 and MIL-STD-105E are recognised and
refused, so that nobody believes them applied; they will become further plans behind :func:`read_plan`. ``lint`` and
``judge`` call :func:`read_plans`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from qspec.errors import Place, Problem, Refusal
from qspec.kinds.base import Item
from qspec.spec.model import NonconformityClass, Spec
from qspec.text import normalize, shorten

ALL = "all"
"""Name of the plan that serves every class without one of its own."""

_FULL = re.compile(r"(?:100\s?%|all|every piece|full inspection|全数(?:検査)?)", re.IGNORECASE)
_COUNT = re.compile(r"n\s?[=:]?\s?(\d{1,7})", re.IGNORECASE)
_ACCEPT = re.compile(r"(?:ac|c)\s?[=:]?\s?(\d{1,6})", re.IGNORECASE)
_REJECT = re.compile(r"re\s?[=:]?\s?(\d{1,6})", re.IGNORECASE)
_BETWEEN = re.compile(r"[,、;]|\s(?=(?:ac|c|re|n)\b)", re.IGNORECASE)
_STANDARD = re.compile(r"2859|9015|105E|Z1\.4|AQL|LTPD|2828", re.IGNORECASE)


@dataclass(frozen=True)
class Plan:
    """A plan as resolved: ``size`` is None for 100 % (every piece of the lot); ``acceptance`` is Ac."""

    text: str
    size: int | None
    acceptance: int = 0

    def expected(self, lot_size: int | None) -> int | None:
        """Return how many pieces must be measured, None where that is stated nowhere; never more than the lot."""
        if self.size is None:
            return lot_size
        return self.size if lot_size is None else min(self.size, lot_size)


def read_plan(text: str) -> Plan | Refusal:
    """Return the plan a text names, or why not; a part of the text that is not understood refuses the whole."""
    plain = normalize(text)
    if _STANDARD.search(plain):
        return Refusal("judgement.plan-not-available", {"text": shorten(text)})
    parts = [part.strip() for part in _BETWEEN.split(plain) if part.strip()]
    size: int | None = None
    full = False
    acceptance = rejection = None
    for part in parts or [""]:
        if _FULL.fullmatch(part) and not full:
            full = True
        elif (found := _COUNT.fullmatch(part)) and size is None:
            size = int(found.group(1))
        elif (found := _ACCEPT.fullmatch(part)) and acceptance is None:
            acceptance = int(found.group(1))
        elif (found := _REJECT.fullmatch(part)) and rejection is None:
            rejection = int(found.group(1))
        else:
            return Refusal("judgement.plan-unreadable", {"text": shorten(text), "part": shorten(part)})
    return _checked(Plan(text, size, acceptance or 0), full=full, stated=acceptance is not None, rejection=rejection)


def _checked(plan: Plan, *, full: bool, stated: bool, rejection: int | None) -> Plan | Refusal:
    """Return the plan where its parts fit together."""
    if full == (plan.size is not None) or plan.size == 0:
        return Refusal("judgement.plan-unreadable", {"text": shorten(plan.text), "part": shorten(plan.text)})
    if plan.size is not None and not stated:
        return Refusal("judgement.plan-without-acceptance", {"text": shorten(plan.text)})
    if plan.size is not None and plan.acceptance >= plan.size:
        return Refusal("judgement.plan-accepts-all", {"text": shorten(plan.text)})
    if rejection is not None and rejection != plan.acceptance + 1:
        return Refusal("judgement.plan-rejection-number", {"text": shorten(plan.text)})
    return plan


def read_plans(spec: Spec, place: Callable[[tuple[str | int, ...]], Place]) -> tuple[dict[str, Plan], list[Problem]]:
    """Return the plan of every class named in the spec (and ``all``), and the problems."""
    plans: dict[str, Plan] = {}
    problems: list[Problem] = []
    for name, text in spec.sampling.items():
        plan = read_plan(text)
        if isinstance(plan, Refusal):
            where = place(("sampling", name)) if name != ALL else place(("sampling",))
            problems.append(plan.at(where))
        else:
            plans[name] = plan
    return plans, problems


def totals_of_samples(
    items: Sequence[Item], plans: Mapping[str, Plan], place: Callable[[tuple[str | int, ...]], Place]
) -> list[Problem]:
    """Return a problem for each limit on the whole lot's total whose class is inspected by a sample."""
    problems = []
    for item in items:
        plan = plans[group_of(item.source.nonconformity, plans)]
        if plan.size is not None and any(check.total for check in item.checks):
            values = {"limit": shorten(item.source.limit), "plan": shorten(plan.text)}
            problems.append(
                Problem("judgement.total-of-a-sample", place(("characteristics", item.id, "limit")), values=values)
            )
    return problems


def group_of(nonconformity: NonconformityClass, plans: Mapping[str, Plan]) -> str:
    """Return the name of the plan that serves a class; the spec reader made sure that there is one."""
    return nonconformity.value if nonconformity.value in plans else ALL
