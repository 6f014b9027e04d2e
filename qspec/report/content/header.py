"""The top of a report: who sends it to whom, the seals, what was inspected, and the lot's disposition.

Called by ``build.py``: the masthead once, the grid and the banner for every lot.
"""

from __future__ import annotations

from qspec.errors import Value
from qspec.judgement.result import Evaluation, LotResult
from qspec.report import words as terms
from qspec.report.content.wording import disposition_cell, listed, plain, words
from qspec.report.outline import Align, Banner, Cell, Column, Facts, Masthead, Seal, Table
from qspec.spec.model import Parties, Party, Spec

SEALS = ("buyer", "approved", "checked", "prepared")
"""Seal boxes from left to right: the buyer's, then the supplier's as Japanese forms have them, the approver first."""


def masthead(evaluation: Evaluation, number: str, date: str) -> Masthead:
    """Return title, addressee (the buyer), issuer (the supplier), number and date, and the seal boxes."""
    return masthead_of(evaluation.spec.parties, number, date)


def masthead_of(parties: Parties, number: str, date: str) -> Masthead:
    """Return the same for two parties without a result."""
    facts: tuple[tuple[Value, Value], ...] = (
        (words("number"), number),
        (words("date"), date),
    )
    return Masthead(
        title=words("title"),
        addressee=words("addressee", name=parties.buyer.name) if parties.buyer else None,
        issuer=_issuer(parties.supplier),
        facts=facts,
        seals=tuple(Seal(name, words(f"seal.{name}"), words(f"seal-purpose.{name}")) for name in SEALS),
    )


def _issuer(supplier: Party | None) -> tuple[Value, ...]:
    if supplier is None:
        return ()
    return tuple(line for line in (supplier.name, supplier.department, supplier.address) if line)


def grid(evaluation: Evaluation, lot: LotResult) -> Facts:
    """Return what was inspected: part, drawing, order, lot, quantity, material, inspection date, inspector."""
    spec, info = evaluation.spec, lot.info
    drawing = drawing_of(spec)
    rows: list[tuple[str, Value | None]] = [
        ("part-name", spec.part.name if spec.part and spec.part.name else spec.title),
        ("part-number", info.part or (spec.part.number if spec.part else None)),
        ("drawing", drawing),
        ("material", spec.part.material if spec.part else None),
        ("order", info.order),
        ("quantity", info.quantity),
        ("lot", info.id),
        ("lot-size", None if info.size is None else str(info.size)),
        ("inspected", str(len(lot.pieces))),
        ("inspection-date", info.date),
        ("inspector", info.inspector),
        ("specification", f"{spec.id}  Rev. {spec.revision}"),
    ]
    return Facts(None, tuple((words(f"field.{slug}"), plain(value)) for slug, value in rows))


def remarks(lot: LotResult) -> Facts | None:
    """Return the lot's remarks; None where there are none."""
    return Facts(None, ((words("field.remarks"), plain(lot.info.remarks)),), across=1) if lot.info.remarks else None


def drawing_of(spec: Spec) -> str | None:
    """Return the drawing's number with its revision; None where the spec names no drawing."""
    if spec.part is None or spec.part.drawing is None:
        return None
    revision = spec.part.drawing_revision
    return f"{spec.part.drawing}  Rev. {revision}" if revision else spec.part.drawing


def banner(lot: LotResult) -> Banner:
    """Return the lot's disposition in words, with its reasons."""
    return Banner(
        words("overall"),
        terms.disposition(lot.disposition),
        terms.DISPOSITION_TONES[lot.disposition],
        tuple(lot.reasons),
    )


def overview(evaluation: Evaluation) -> Table:
    """Return the table of lots that stands first where a file holds several."""
    columns = (
        Column(words("field.lot"), weight=2.0),
        Column(words("field.lot-size"), Align.RIGHT),
        Column(words("field.inspected"), Align.RIGHT),
        Column(words("overall"), Align.CENTER, 1.2),
        Column(words("concerned"), weight=4.0),
    )
    return Table(words("lots"), columns, tuple(_lot_row(lot) for lot in evaluation.lots))


def _lot_row(lot: LotResult) -> tuple[Cell, ...]:
    concerned = [terms.name(item) for item in lot.items if item.verdict.value in ("fail", "undecided")]
    return (
        plain(lot.info.id),
        plain(None if lot.info.size is None else str(lot.info.size)),
        plain(str(len(lot.pieces))),
        disposition_cell(lot.disposition),
        plain(listed(concerned) if concerned else None),
    )
