"""Readings under the conditions that an item asks for: the SCI rows of a file that holds SCI and SCE rows.

A file that states one condition throughout keeps all its readings; the kind holds it against the spec. Where rows
differ, those that the item names are kept and the others are listed; an item that does not say which it means is
refused. Called by ``gathering.py`` for each item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qspec.errors import Place, Problem, Say, Severity, Value
from qspec.kinds.base import Item
from qspec.measurements import conditions
from qspec.measurements.tables import Reading


@dataclass
class Filtered:
    """The readings that are an item's, with the conditions they were taken under."""

    readings: list[Reading]
    conditions: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Say] = field(default_factory=list)


def filtered(item: Item, readings: Sequence[Reading]) -> Filtered:
    """Return the readings taken under the item's own conditions."""
    result = Filtered(list(readings))
    keys = dict.fromkeys(key for reading in readings if reading.conditions for key in reading.conditions)
    for key in keys:
        _apply(item, key, result)
    return result


def _apply(item: Item, key: str, result: Filtered) -> None:
    stated = list(dict.fromkeys(reading.conditions.get(key) for reading in result.readings))
    values = [value for value in stated if value is not None]
    wanted = conditions.declared(item, key)
    if not values or not (conditions.matters(item, key) or wanted is not None):
        return
    if len(values) == 1 and (None not in stated or wanted is None or conditions.agree(values[0], wanted)):
        _single(item, key, values[0], wanted, result)
        return
    place = _first(result.readings)
    listed = ", ".join(values)
    if wanted is None:
        values_said: dict[str, Value] = {"item": item.name, "condition": _named(key), "found": listed}
        result.problems.append(Problem("measurements.conditions-mixed", place, values=values_said))
        return
    fitting = [one for one in result.readings if conditions.agree(one.conditions.get(key, ""), wanted)]
    unstated = [one for one in result.readings if key not in one.conditions]
    if unstated:
        problem_values: dict[str, Value] = {"item": item.name, "condition": _named(key), "count": len(unstated)}
        problem = Problem("measurements.condition-unstated", _first(unstated), Severity.UNDECIDED, problem_values)
        result.problems.append(problem)
    others = len(result.readings) - len(fitting)
    if fitting:
        said: dict[str, Value] = {"item": item.name, "condition": _named(key), "wanted": wanted, "others": others}
        result.notes.append(Say("measurements.note-chosen-by-condition", said))
        result.conditions[key] = conditions.written(item, key) or wanted
    else:
        result.problems.append(_contradicts(item, key, wanted, listed, place))
    result.readings = fitting


def _single(item: Item, key: str, value: str, wanted: str | None, result: Filtered) -> None:
    """Take the one condition that a file states; where the item names another one, nothing of it is its own."""
    own = conditions.written(item, key)
    if wanted is not None and conditions.agree(value, wanted):
        result.conditions[key] = own or value
    elif wanted is not None and own is None:
        # SCI stands within another condition of the spec (its geometry), which no kind can hold against this one.
        result.problems.append(_contradicts(item, key, wanted, value, _first(result.readings)))
        result.readings = []
    else:
        result.conditions[key] = value


def _contradicts(item: Item, key: str, wanted: str, found: str, place: Place) -> Problem:
    values: dict[str, Value] = {"item": item.name, "condition": _named(key), "wanted": wanted, "found": found}
    return Problem("measurements.condition-contradicts", place, Severity.UNDECIDED, values)


def _named(key: str) -> Say:
    return Say(f"measurements.condition-{key}")


def _first(readings: Sequence[Reading]) -> Place:
    cells = (cell for reading in readings for cell in reading.cells.values())
    return next((cell.place for cell in cells), Place())
