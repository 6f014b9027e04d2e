"""What a report states beside the numbers: decision rules and uncertainty, conditions, origin of limits, instruments.

Called by ``build.py`` for every lot. A reader must not have to guess whether uncertainty was considered, which
formula gave a value, or whether an instrument's calibration still held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qspec.errors import Say, Value
from qspec.judgement.result import Evaluation, ItemResult, LotResult, Zones
from qspec.kinds.zones import DecisionRule
from qspec.report import words as terms
from qspec.report.content.wording import listed, number_of, numbered_items, pair, plain, read_date, words
from qspec.report.outline import Align, Cell, Column, Paragraphs, Table, Tone
from qspec.spec.model import Characteristic, LimitSample


def decisions(evaluation: Evaluation, lot: LotResult, order: Mapping[str, int]) -> Table:
    """Return how values were turned into verdicts, characteristics decided in the same way on one row."""
    groups: list[tuple[Cell, list[ItemResult]]] = []
    for item in lot.items:
        cell = Cell(tuple(_decision(item, evaluation.spec.characteristics.get(item.id))))
        same = next((items for known, items in groups if known == cell), None)
        if same is None:
            groups.append((cell, [item]))
        else:
            same.append(item)
    columns = (
        Column(words("column.characteristics"), weight=2.6),
        Column(words("column.rule"), weight=2.0),
        Column(words("column.decision"), weight=6.5),
    )
    rows = tuple((Cell((numbered_items(items, order),)), _rules(items, order), cell) for cell, items in groups)
    return Table(words("section.decisions"), columns, rows, note=words("note.decisions"))


def _rules(items: Sequence[ItemResult], order: Mapping[str, int]) -> Cell:
    """Return the rules within a piece; where the items differ, each with the numbers of those it holds for."""
    found: dict[str, list[str]] = {}
    for item in items:
        for rule in dict.fromkeys(check.rule for check in item.checks):
            found.setdefault(rule, []).append(number_of(item, order))
    if len(found) < 2 or len(items) < 2:
        return plain(*map(terms.rule, found))
    return plain(*(pair(terms.rule(rule), words("numbers", numbers=listed(held))) for rule, held in found.items()))


def _decision(item: ItemResult, source: Characteristic | None) -> list[Value]:
    lines = _uncertainty(item)
    if item.decision.rounding is not None:
        lines.append(words("decision.rounding", method=item.decision.rounding))
    if source is not None and source.marginal is not None:
        lines.append(words("decision.marginal", band=source.marginal))
    lines += [
        words("decision.assumed-unit", unit=check.unit, limit=check.written)
        for check in item.checks
        if check.assumed_unit
    ]
    return lines


def _uncertainty(item: ItemResult) -> list[Value]:
    """Return in words how measurement uncertainty entered the decision, or that it did not."""
    decision = item.decision
    if decision.uncertainty is None:
        return [words("decision.simple")]
    values: dict[str, Value] = {"uncertainty": decision.uncertainty, "width": decision.width or ""}
    if decision.rule == DecisionRule.ISO_14253:
        prover = Say(f"kinds.prover.{decision.prover}")
        values |= {"edition": decision.edition or "", "prover": prover, "factor": decision.factor or ""}
        lines = [words("decision.iso" if decision.factor is None else "decision.iso-factor", **values)]
        return [*lines, *(line for check in item.checks for line in _two_lines(check.zones))]
    if decision.rule == DecisionRule.NON_BINARY:
        lines = [words("decision.non-binary", **values)]
        return [*lines, *(_four_zones(check.zones) for check in item.checks if check.zones is not None)]
    if decision.width is not None:
        guard = f"{item.guard or 'w = U'} = {decision.width}"
        return [words("decision.guarded", guard=guard, uncertainty=decision.uncertainty, rule=decision.rule)]
    return [words("decision.simple-stated", uncertainty=decision.uncertainty)]


def _two_lines(zones: Zones | None) -> list[Value]:
    """Return the supplier's line and the buyer's, drawn from the same readings, and what lies between them."""
    if zones is None:
        return []
    total = zones.conforming + zones.inner + zones.outer + zones.nonconforming
    supplier = words("decision.conformity-proved" if zones.conformity_proved else "decision.conformity-not-proved")
    proved = zones.nonconformity_proved
    buyer = words("decision.nonconformity-proved" if proved else "decision.nonconformity-not-proved")
    between = zones.inner + zones.outer
    return [
        words("decision.supplier-line", limit=zones.accepted, count=zones.conforming, total=total, proof=supplier),
        words("decision.buyer-line", limit=zones.rejected, count=zones.nonconforming, total=total, proof=buyer),
        words("decision.between-lines", count=between, inner=zones.inner, outer=zones.outer),
    ]


def _four_zones(zones: Zones) -> Say:
    return words(
        "decision.four-zones",
        accepted=zones.accepted,
        rejected=zones.rejected,
        conforming=zones.conforming,
        inner=zones.inner,
        outer=zones.outer,
        nonconforming=zones.nonconforming,
    )


def origins(evaluation: Evaluation, lot: LotResult, order: Mapping[str, int]) -> Table | None:
    """Return the words each limit replaced and what it rests on; None where the spec states neither."""
    rows = []
    for item in lot.items:
        source = evaluation.spec.characteristics.get(item.id)
        if source is not None and (source.phrase or source.basis):
            head = (plain(number_of(item, order)), plain(terms.name(item)))
            rows.append((*head, plain(source.phrase), plain(source.limit), plain(source.basis)))
    columns = (
        Column(words("column.number"), Align.CENTER, 0.65),
        Column(words("column.characteristic"), weight=2.6),
        Column(words("column.phrase"), weight=3.2),
        Column(words("column.limit"), weight=2.2),
        Column(words("column.basis"), weight=3.0),
    )
    return Table(words("section.origins"), columns, tuple(rows)) if rows else None


def risks(lot: LotResult) -> Paragraphs | None:
    """Return what each plan means to both sides, in words, classes with equal ones together; None without any."""
    groups: list[tuple[list[Value], tuple[Say, ...]]] = []
    for result in filter(lambda result: result.risks, lot.classes):
        name = terms.nonconformity(result.nonconformity)
        same = next((names for names, risks in groups if risks == result.risks), None)
        if same is None:
            groups.append(([name], result.risks))
        else:
            same.append(name)
    told = [Cell((listed(names), *risks)) for names, risks in groups]
    return Paragraphs(words("section.risks"), tuple(told), bullets=True) if told else None


def limit_samples(evaluation: Evaluation, lot: LotResult, order: Mapping[str, int]) -> Table | None:
    """Return the limit samples in use, with a warning for one that had expired; None where there is none."""
    rows = []
    for item in lot.items:
        source = evaluation.spec.characteristics.get(item.id)
        if source is not None and source.limit_sample is not None:
            sample = source.limit_sample
            head = (plain(number_of(item, order)), plain(terms.name(item)), plain(sample.id))
            held = (plain(sample.valid_until), plain(sample.keeper), plain(sample.controls))
            rows.append((*head, *held, sample_remark(sample, lot.info.date)))
    columns = (
        Column(words("column.number"), Align.CENTER, 0.65),
        Column(words("column.characteristic"), weight=2.2),
        Column(words("column.sample"), weight=1.4),
        Column(words("column.valid-until"), weight=1.4),
        Column(words("column.keeper"), weight=1.6),
        Column(words("column.controls"), weight=2.0),
        Column(words("column.remark"), weight=2.6),
    )
    return Table(words("section.limit-samples"), columns, tuple(rows)) if rows else None


def sample_remark(sample: LimitSample, inspected: str | None) -> Cell:
    """Return in words whether a limit sample held on the day of inspection."""
    until, day = read_date(sample.valid_until), read_date(inspected)
    if until is None or day is None:
        return Cell((words("remark.validity-unproved"),), Tone.WARN)
    if until < day:
        return Cell((words("remark.sample-expired"),), Tone.BAD)
    return Cell((words("remark.valid"),))
