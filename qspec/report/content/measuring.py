"""How the characteristics were measured: formula, conditions and method of each, the instruments and their calibration.

Called by ``build.py`` for every lot, and by ``steps.py`` for what casts a doubt on the readings.
"""

from __future__ import annotations

from collections.abc import Mapping

from qspec.errors import Value
from qspec.judgement.result import Evaluation, ItemResult, LotResult
from qspec.measurements.batch import Instrument
from qspec.report.content.wording import fact_heading, listed, numbered_items, pair, plain, read_date, words
from qspec.report.outline import Cell, Column, Table, Tone
from qspec.spec.model import Characteristic
from qspec.text import fold


def conditions(evaluation: Evaluation, lot: LotResult, order: Mapping[str, int]) -> Table | None:
    """Return formula, conditions, method and instrument of each characteristic; None where nothing is stated."""
    groups: list[tuple[tuple[Cell, Cell], list[ItemResult]]] = []
    for item in lot.items:
        source = evaluation.spec.characteristics.get(item.id)
        cells = _stated(item, source), _instrument(source, lot)
        same = next((items for known, items in groups if known == cells), None)
        if same is None:
            groups.append((cells, [item]))
        else:
            same.append(item)
    kept = [(cells, items) for cells, items in groups if any(cell.lines for cell in cells)]
    measured = any(cells[1].lines for cells, _ in kept)
    columns = (
        Column(words("column.characteristics"), weight=2.6),
        Column(words("column.conditions"), weight=6.2 if measured else 9.0),
        *((Column(words("column.instrument"), weight=3.0),) if measured else ()),
    )
    rows = tuple(
        (Cell((numbered_items(items, order),)), *(_or_dash(cell) for cell in (cells if measured else cells[:1])))
        for cells, items in kept
    )
    return Table(words("section.conditions"), columns, rows) if rows else None


def _or_dash(cell: Cell) -> Cell:
    return cell if cell.lines else plain()


def _stated(item: ItemResult, source: Characteristic | None) -> Cell:
    said: list[Value] = [pair(fact_heading(key), content) for key, content in item.facts.items()]
    said += _declared(item, source)
    return Cell((*([listed(said, "semicolon")] if said else []), *item.notes))


def _declared(item: ItemResult, source: Characteristic | None) -> list[Value]:
    """Return what the spec states about measuring and the kind has not already said."""
    if source is None:
        return []
    lines: list[Value] = []
    if not item.facts:
        lines += [pair(fact_heading(key), value) for key, value in source.conditions.items()]
    for slug, value in (("method", source.method), ("note", source.note)):
        if value:
            lines.append(pair(words(f"facts.{slug}"), value))
    return lines


def _instrument(source: Characteristic | None, lot: LotResult) -> Cell:
    """Return the instrument that the spec names, with number, dates and remark of the one that the lot declares."""
    if source is None or not source.instrument:
        return Cell(())
    named = tuple(filter(None, map(fold, source.instrument.values())))
    used = [one for one in lot.info.instruments if any(name in fold(one.name) for name in named)]
    lines: list[Value] = [source.instrument, *(_dated(one) for one in used if one.calibrated or one.due)]
    remarks = [calibration(one, lot.info.date) for one in used]
    bad = next((remark for remark in remarks if remark.tone is Tone.BAD), None)
    return Cell((*lines, *(bad.lines if bad is not None else ())), bad.tone if bad is not None else Tone.PLAIN)


def _dated(one: Instrument) -> Value:
    dates = {"calibrated": one.calibrated or words("not-stated"), "due": one.due or words("not-stated")}
    return words("calibrated-due", serial=one.serial or one.name, **dates)


def instruments(lot: LotResult) -> Table | None:
    """Return the instruments, their calibration held against the inspection date; None where none is stated."""
    columns = (
        Column(words("column.instrument"), weight=3.0),
        Column(words("column.serial"), weight=1.8),
        Column(words("column.calibrated"), weight=1.5),
        Column(words("column.due"), weight=1.5),
        Column(words("column.remark"), weight=3.4),
    )
    rows = tuple(_instrument_row(instrument, lot.info.date) for instrument in lot.info.instruments)
    return Table(words("section.instruments"), columns, rows) if rows else None


def _instrument_row(instrument: Instrument, inspected: str | None) -> tuple[Cell, ...]:
    return (
        plain(instrument.name),
        plain(instrument.serial),
        plain(instrument.calibrated),
        plain(instrument.due),
        calibration(instrument, inspected),
    )


def calibration(instrument: Instrument, inspected: str | None) -> Cell:
    """Return in words whether the instrument's calibration held on the day of inspection."""
    due, done, day = read_date(instrument.due), read_date(instrument.calibrated), read_date(inspected)
    if day is not None and due is not None and due < day:
        return Cell((words("remark.calibration-overdue"),), Tone.BAD)
    if day is not None and done is not None and done > day:
        return Cell((words("remark.calibrated-later"),), Tone.BAD)
    if day is None or due is None:
        return Cell((words("remark.validity-unproved"),), Tone.WARN)
    return Cell((words("remark.valid"),))
