"""The sampling plans in the terms of the standards, and how often each accepts: table, words, OC curves.

Called by ``build.py`` for every lot; what was counted stands in the table of ``results.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from qspec.errors import Refusal, Say, Value
from qspec.judgement.plans.model import Resolved
from qspec.judgement.plans.reading import read_plan
from qspec.judgement.result import ClassResult, LotResult
from qspec.judgement.risks.told import agreed_number
from qspec.report import words as terms
from qspec.report.content.wording import listed, plain, words
from qspec.report.outline import Align, Block, Cell, Column, Picture, Table
from qspec.report.pictures.oc import oc_drawing
from qspec.report.pictures.row import row

_HEIGHT = 150.0
_WIDTH = 249.0
"""Points; two curves stand side by side."""


def standards(lot: LotResult) -> Table | None:
    """Return each plan from the tables: system, edition, level, AQL, severity, code letter; None without one."""
    columns = (
        Column(words("column.class"), weight=1.4),
        Column(words("column.system"), weight=2.6),
        Column(words("column.level"), Align.CENTER, 0.9),
        Column("AQL", Align.CENTER, 0.8),
        Column(words("column.inspection"), Align.CENTER, 1.4),
        Column(words("column.lot-size"), Align.RIGHT, 1.0),
        Column(words("column.letter"), Align.CENTER, 1.4),
        Column(words("column.counting"), weight=1.8),
    )
    rows = tuple(_row(result, lot) for result in lot.classes if result.used is not None and result.used.system)
    return Table(words("section.standards"), columns, rows) if rows else None


def _row(result: ClassResult, lot: LotResult) -> tuple[Cell, ...]:
    used = result.used
    if used is None:
        return ()
    letter = used.letter
    if letter is not None and used.effective_letter not in (None, letter):
        letter = f"{letter} → {used.effective_letter}"
    size = None if used.table_size is None or not used.full else f"n = {used.table_size}"
    return (
        plain(terms.nonconformity(result.nonconformity)),
        plain(used.edition or Say(f"terms.system.{used.system}")),
        plain(used.level),
        plain(None if used.aql is None else agreed_number(float(used.aql))),
        plain(None if used.inspection is None else Say(f"terms.inspection.{used.inspection}")),
        plain(None if lot.info.size is None else str(lot.info.size)),
        plain(letter, size),
        plain(words(f"counting.{used.counting}")),
    )


@dataclass(frozen=True)
class _Curve:
    """A plan as it was used, the words for it, and the classes that it holds for."""

    plan: Resolved
    written: Value
    classes: tuple[Value, ...]


def curves(lot: LotResult) -> list[Block]:
    """Return the OC curves of the plans that leave something to chance, two side by side, each plan once."""
    found: list[_Curve] = []
    for result in lot.classes:
        plan, name = _resolved(result, lot), terms.nonconformity(result.nonconformity)
        if plan is None:
            continue
        same = next((index for index, known in enumerate(found) if known.plan == plan), None)
        if same is None:
            written = terms.plan_written(result.plan, result.used.told if result.used is not None else None)
            found.append(_Curve(plan, written, (name,)))
        else:
            found[same] = replace(found[same], classes=(*found[same].classes, name))
    return [_pictured(found[start : start + 2]) for start in range(0, len(found), 2)]


def _resolved(result: ClassResult, lot: LotResult) -> Resolved | None:
    """Return the plan as it was used, None for 100 % and where nothing can be said of it."""
    used = result.used
    if used is None or used.full or not result.expected or result.acceptance is None:
        return None
    plan = read_plan(result.plan)
    if isinstance(plan, Refusal):
        return None
    rejection = result.rejection or result.acceptance + 1
    size = used.table_size or result.expected
    return Resolved(plan, result.expected, result.acceptance, rejection, False, size, lot.info.size)


def _pictured(pair: Sequence[_Curve]) -> Picture:
    named = [words("plan-of", names=listed(one.classes), plan=one.written) for one in pair]
    told = [words("curve-told", names=listed(one.classes), **_numbers(one.plan)) for one in pair]

    def draw(lang: str, width: float, height: float) -> Any:  # noqa: ANN401 - the PDF library has no types
        return row([oc_drawing(one.plan, lang, min(_WIDTH, width), height) for one in pair])

    return Picture(words("curves", plans=listed(named, "semicolon")), listed(told, "semicolon"), draw, _HEIGHT)


def _numbers(plan: Resolved) -> dict[str, Value]:
    return {"n": plan.size, "acceptance": plan.acceptance, "rejection": plan.rejection}
