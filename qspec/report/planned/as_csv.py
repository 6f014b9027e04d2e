"""A plan for the bench as a table: a row per picked piece, in the order of the pick, marked for each class.

UTF-8 with a byte order mark and CRLF, cells guarded as in the csv of a check.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from qspec.errors import Say, Value
from qspec.judgement.picking.planning import LotPlan, inspected
from qspec.judgement.plans.model import Resolved
from qspec.messages import render
from qspec.report.as_csv import guard
from qspec.report.planned import words
from qspec.report.words import nonconformity

_MARK = "○"


def write_lot(plan: LotPlan, languages: Sequence[str]) -> bytes:
    """Return the pieces to inspect; without serial numbers only those that are sampled."""
    identity = "serial" if plan.pieces is not None else "position"
    heads: list[Value] = [Say(f"plan.label.{key}") for key in ("lot", "number", identity, "carton")]
    heads += [nonconformity(own.name) for own in plan.classes]
    return _table([heads, *_pieces(plan)], languages)


def _pieces(plan: LotPlan) -> Iterator[list[Value]]:
    for one in inspected(plan):
        marks = [_MARK if one.number <= own.resolved.size else "" for own in plan.classes]
        yield [plan.lot, one.number, one.serial, one.carton, *marks]


def write_stated(resolved: Resolved, languages: Sequence[str]) -> bytes:
    """Return a plan that was asked for without a spec: its headings and its numbers."""
    columns: list[tuple[str, Value]] = [("plan", resolved.plan.text), *words.table_facts(resolved)]
    columns.append(("size", resolved.lot_size if resolved.lot_size is not None else ""))
    columns += [("letter", words.letter(resolved)), ("n", resolved.size)]
    columns += [("ac", resolved.acceptance), ("re", resolved.rejection)]
    heads: list[Value] = [Say(f"plan.label.{key}") for key, _ in columns]
    return _table([heads, [value for _, value in columns]], languages)


def _table(rows: Sequence[Sequence[Value]], languages: Sequence[str]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    for row in rows:
        writer.writerow(
            [
                guard(" / ".join(dict.fromkeys(text for lang in languages if (text := render(cell, lang)))))
                for cell in row
            ]
        )
    return stream.getvalue().encode("utf-8-sig", "backslashreplace")
