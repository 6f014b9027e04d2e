"""Chooses the columns of a wide table for the spec's items, and says why where it cannot.

Called by ``wide.py`` alone. A column is chosen for what its heading says and never for what stands in it; two columns
for one role are told apart only by the conditions that their headings state (``L*(D65)`` and ``L*(A)``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qspec import units
from qspec.errors import Problem, Refusal, Say, Severity, Value
from qspec.kinds.base import Item
from qspec.measurements import conditions
from qspec.measurements.headings import HeadingReader
from qspec.measurements.layout import Column, Table
from qspec.measurements.vocabulary import Target, names
from qspec.measurements.words import NOT_READINGS, Word
from qspec.text import shorten

_PIECE_WORDS = (Word.SERIAL, Word.SAMPLE, Word.NUMBER)
_NO_NAMES = NOT_READINGS | {Word.OTHER, Word.VALUE}
"""Words beside which a word for pieces names none (Target Name, sample date)."""


@dataclass
class Chosen:
    """Columns by what they are for. ``readings``: item → repeat number (None: a single reading) → role → column."""

    readings: dict[str, dict[str | None, dict[str, Column]]] = field(default_factory=dict)
    serial: list[Column] = field(default_factory=list)
    """Columns that name the piece, best first; the first that is not blank serves."""
    lot: Column | None = None
    conditions: dict[str, list[Column]] = field(default_factory=dict)
    unused: list[Column] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    """Items whose columns could not be chosen, and why stands among the problems."""
    problems: list[Problem] = field(default_factory=list)


def choose(table: Table, reader: HeadingReader) -> Chosen:
    """Return which column is what."""
    chosen = Chosen()
    by_target: dict[Target, list[Column]] = {}
    shared: list[tuple[Column, frozenset[Target]]] = []
    others: list[Column] = []
    for column in table.columns:
        targets = reader.targets(column.heading)
        if len(targets) == 1:
            by_target.setdefault(next(iter(targets)), []).append(column)
        elif targets:
            shared.append((column, targets))
        else:
            others.append(column)
    for target, columns in by_target.items():
        _take(table, reader, target, columns, chosen)
    for column, targets in shared:
        if {target[0] for target in targets} <= set(chosen.readings):
            chosen.unused.append(column)
        else:
            chosen.problems.append(_shared(table, reader, column, targets))
            chosen.refused |= {target[0] for target in targets}
    for item in chosen.readings:
        _check_repeats(table, reader, item, chosen)
    _rest(table, others, chosen)
    return chosen


def _take(table: Table, reader: HeadingReader, target: Target, columns: list[Column], chosen: Chosen) -> None:
    """Give a role its columns, one per repeat number."""
    item, role = target
    chosen.problems += [problem for column in columns for problem in _unit_problems(table, reader, target, column)]
    by_repeat: dict[str | None, list[Column]] = {}
    for column in columns:
        by_repeat.setdefault(column.heading.repeat, []).append(column)
    if None in by_repeat and len(by_repeat) > 1:
        chosen.problems.append(_twice(table, reader.vocabulary.by_id[item], role, columns))
        chosen.refused.add(item)
        return
    for repeat, same in by_repeat.items():
        left = same if len(same) == 1 else _by_conditions(reader, item, same)
        if len(left) != 1:
            chosen.problems.append(_twice(table, reader.vocabulary.by_id[item], role, same))
            chosen.refused.add(item)
            continue
        chosen.unused += [column for column in same if column not in left]
        chosen.readings.setdefault(item, {}).setdefault(repeat, {})[role] = left[0]


def _by_conditions(reader: HeadingReader, item: str, columns: list[Column]) -> list[Column]:
    """Return the columns whose stated conditions do not contradict the item's."""
    owner = reader.vocabulary.by_id[item]

    def fits(column: Column) -> bool:
        declared = {key: conditions.declared(owner, key) for key in column.heading.conditions}
        return all(
            wanted is None or conditions.agree(wanted, column.heading.conditions[key])
            for key, wanted in declared.items()
        )

    fitting = [column for column in columns if fits(column)]
    return fitting or columns


def _check_repeats(table: Table, reader: HeadingReader, item: str, chosen: Chosen) -> None:
    """Refuse repeated readings of which one is not there: ``Ra2`` without ``Ra1``, or L* three times and a* twice."""
    repeats = chosen.readings[item]
    numbers = sorted(int(repeat) for repeat in repeats if repeat is not None)
    columns = [column for roles in repeats.values() for column in roles.values()]
    gap = any(column.heading.glued for column in columns) and numbers != list(range(1, len(numbers) + 1))
    uneven = len({frozenset(roles) for roles in repeats.values()}) > 1
    if gap or uneven:
        titles = ", ".join(shorten(column.title) for column in columns)
        place = table.grid.place(table.first - 1, columns[0].index, columns[0].title)
        values: dict[str, Value] = {"item": reader.vocabulary.by_id[item].name, "columns": titles}
        chosen.problems.append(Problem("measurements.repeat-gap", place, values=values))


def _unit_problems(table: Table, reader: HeadingReader, target: Target, column: Column) -> list[Problem]:
    if reader.vocabulary.role(target).unit is None:
        return []
    place = table.grid.place(table.first - 1, column.index, column.title)
    found: list[Problem] = []
    if len(column.heading.units) > 1:
        listed = ", ".join(sorted(units.get(unit).symbol for unit in column.heading.units))
        found.append(
            Problem("measurements.two-units", place, values={"header": shorten(column.title), "units": listed})
        )
    for text in column.heading.unclear:
        refusal = units.find(text)
        near = refusal.values.get("near", "") if isinstance(refusal, Refusal) else ""
        values = {"header": shorten(column.title), "text": shorten(text), "near": near}
        found.append(Problem("measurements.header-unclear", place, values=values))
    return found


def _twice(table: Table, item: Item, role: str, columns: Sequence[Column]) -> Problem:
    titles = ", ".join(f"{shorten(column.title)} ({_where(table, column)})" for column in columns)
    place = table.grid.place(table.first - 1, columns[0].index, columns[0].title)
    values: dict[str, Value] = {"item": item.name, "role": role, "columns": titles}
    return Problem("measurements.column-twice", place, values=values)


def _where(table: Table, column: Column) -> str:
    place = table.grid.place(table.first - 1, column.index)
    return place.cell or f"{column.index + 1}"


def _shared(table: Table, reader: HeadingReader, column: Column, targets: frozenset[Target]) -> Problem:
    place = table.grid.place(table.first - 1, column.index, column.title)
    items = names(reader.vocabulary.by_id[item] for item in sorted({target[0] for target in targets}))
    values: dict[str, Value] = {"header": shorten(column.title), "items": items}
    return Problem("measurements.column-shared", place, values=values)


def _rest(table: Table, columns: Sequence[Column], chosen: Chosen) -> None:
    """Sort out the columns that hold no readings: serial numbers, lot, conditions, and what nobody uses."""
    by_word: dict[Word, list[Column]] = {}
    for column in columns:
        words = column.heading.words
        if column.heading.condition is not None:
            chosen.conditions.setdefault(column.heading.condition, []).append(column)
            continue
        word = next((word for word in (*_PIECE_WORDS, Word.LOT) if word in words), None)
        if word is None or column.heading.items or words & _NO_NAMES:
            chosen.unused.append(column)
        else:
            by_word.setdefault(word, []).append(column)
    for word, found in by_word.items():
        if len(found) > 1:
            titles = ", ".join(f"{shorten(column.title)} ({_where(table, column)})" for column in found)
            place = table.grid.place(table.first - 1, found[0].index, found[0].title)
            code = "measurements.lot-column-twice" if word is Word.LOT else "measurements.serial-column-twice"
            chosen.problems.append(Problem(code, place, Severity.ERROR, {"columns": titles}))
    chosen.lot = by_word[Word.LOT][0] if Word.LOT in by_word else None
    chosen.serial = [by_word[word][0] for word in _PIECE_WORDS if word in by_word]
    chosen.unused.sort(key=lambda column: column.index)


def missing_columns(reader: HeadingReader, item: str, titles: Sequence[str]) -> Say:
    """Return a sentence with the headings nearest to an item that has no column, or one that says there are none."""
    near = reader.vocabulary.near(item, titles)
    if not near:
        return Say("measurements.none-near")
    return Say("measurements.near", {"headers": ", ".join(shorten(text) for text in near)})
