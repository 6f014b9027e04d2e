"""Reads the labelled fields of a form around its tables (ロット番号, 数量, 検査日 …) into what is known of the lot.

A value stands behind its label in the same cell, in the next filled cell to the right, or below it. Two different
values for one field in one form are an error, never a choice. ``reading.py`` calls :func:`read_title` for each grid
with the rows that its tables left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qspec.errors import Place, Problem, Severity
from qspec.measurements import conditions
from qspec.measurements.batch import Instrument, LotInfo
from qspec.measurements.cells import tagged
from qspec.measurements.dates import read_date
from qspec.measurements.words import bare_label, counting, is_missing, same_name, title_labels
from qspec.readers.grid import Grid, Tag
from qspec.text import fold, normalize, shorten

_WHOLE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,9})\s*(\D*)", re.ASCII)
_TEXTS = ("id", "date", "inspector", "order", "quantity", "part", "remarks")
_GAUGE = ("instrument", "serial", "calibrated", "due")


@dataclass
class Title:
    """What a grid's title block says. ``places`` has where each fact was read, ``used`` the cells that belong to it."""

    info: LotInfo = field(default_factory=LotInfo)
    places: dict[str, Place] = field(default_factory=dict)
    unit: str | None = None
    item: str | None = None
    conditions: dict[str, str] = field(default_factory=dict)
    used: set[tuple[int, int]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Entry:
    fact: str
    text: str
    place: Place


def read_title(grid: Grid, rows: Iterable[int]) -> Title:
    """Return what the given rows of a grid say about the lot."""
    title = Title()
    scanned = list(rows)
    within = set(scanned)
    entries = [entry for row in scanned for entry in _row_entries(grid, row, within, title)]
    facts: dict[str, _Entry] = {}
    for entry in entries:
        if entry.fact in _GAUGE or entry.fact == "ignored":
            continue
        known = facts.setdefault(entry.fact, entry)
        if same_name(known.text) != same_name(entry.text) and entry.fact != "remarks":
            values = {"first": shorten(known.text), "second": shorten(entry.text), "other": str(known.place)}
            title.problems.append(Problem("measurements.title-contradicts", entry.place, values=values))
    _fill(title, facts, _instruments(entries, title))
    return title


def _row_entries(grid: Grid, row: int, rows: set[int], title: Title) -> list[_Entry]:
    found: list[_Entry] = []
    for column, cell in enumerate(grid.rows[row]):
        if not cell.strip() or (row, column) in title.used:
            continue
        head, colon, tail = normalize(cell).partition(":")
        fact = _fact(head if colon else normalize(cell))
        if fact is None:
            continue
        title.used.add((row, column))
        if colon and tail.strip():
            found.append(_Entry(fact, tail.strip(), grid.place(row, column)))
            continue
        at = _value_cell(grid, row, column, rows)
        if at is None:
            continue
        title.used.add(at)
        tag = grid.tag(*at)
        if tag in (Tag.FORMULA, Tag.ERROR):
            if fact != "ignored":
                title.problems.append(tagged(grid, *at, tag, normalize(cell)))
            continue
        found.append(_Entry(fact, normalize(grid.text(*at)), grid.place(*at)))
    return found


def _fact(label: str) -> str | None:
    condition = conditions.label(label)
    if condition is not None:
        return f"condition {condition}"
    known = title_labels()
    return known.get(fold(label)) or known.get(bare_label(label))


def _value_cell(grid: Grid, row: int, column: int, rows: set[int]) -> tuple[int, int] | None:
    """Return the cell that holds a label's value: the next filled one to the right, else the one below."""
    merge = grid.covered.get((row, column))
    right = (merge.right if merge else column) + 1
    for index in range(right, len(grid.rows[row])):
        text = grid.text(row, index)
        if grid.tag(row, index) is Tag.FORMULA:
            return row, index
        if not text.strip():
            continue
        head, colon, _ = normalize(text).partition(":")
        if _fact(head if colon else normalize(text)) is None:
            return row, index
        break
    below = (merge.bottom if merge else row) + 1
    text = grid.text(below, column)
    if below in rows and text.strip() and _fact(normalize(text).partition(":")[0]) is None:
        return below, column
    return None


def _instruments(entries: Sequence[_Entry], title: Title) -> tuple[Instrument, ...]:
    """Return the instruments in order of reading; number and dates belong to the instrument named before them."""
    found: list[dict[str, str]] = []
    for entry in entries:
        if entry.fact not in _GAUGE or is_missing(entry.text):
            continue
        if entry.fact == "instrument":
            found.append({"name": entry.text})
            continue
        text = _date(entry, title) if entry.fact in ("calibrated", "due") else entry.text
        if found and text is not None:
            found[-1].setdefault(entry.fact, text)
        elif entry.fact == "serial":
            found.append({"name": entry.text, "serial": entry.text})
    return tuple(Instrument(one["name"], one.get("serial"), one.get("calibrated"), one.get("due")) for one in found)


def _fill(title: Title, facts: Mapping[str, _Entry], instruments: tuple[Instrument, ...]) -> None:
    stated = {fact: entry for fact, entry in facts.items() if not is_missing(entry.text)}
    texts: dict[str, str | None] = {fact: stated[fact].text for fact in _TEXTS if fact in stated}
    if "date" in stated:
        texts["date"] = _date(stated["date"], title)
    size = _size(stated, title)
    title.info = LotInfo(
        id=texts.get("id"),
        size=size,
        date=texts.get("date"),
        inspector=texts.get("inspector"),
        order=texts.get("order"),
        quantity=texts.get("quantity"),
        instruments=instruments,
        part=texts.get("part"),
        remarks=texts.get("remarks"),
    )
    title.places = {fact: entry.place for fact, entry in stated.items()}
    if "size" not in stated and "quantity" in stated:
        title.places["size"] = stated["quantity"].place
    title.unit = stated["unit"].text if "unit" in stated else None
    title.item = stated["item"].text if "item" in stated else None
    for fact, entry in stated.items():
        key = fact.removeprefix("condition ")
        said = conditions.of_cell(key, entry.text) if key != fact else None
        if said is not None:
            title.conditions[key] = said


def _size(stated: Mapping[str, _Entry], title: Title) -> int | None:
    """Return the lot size: the labelled one, else the quantity where it is a whole number of pieces."""
    entry = stated.get("size") or stated.get("quantity")
    if entry is None:
        return None
    size = whole(entry.text)
    if size is None and entry.fact == "size":
        title.problems.append(Problem("measurements.not-a-size", entry.place, values={"text": shorten(entry.text)}))
    return size


def whole(text: str) -> int | None:
    """Return a whole number of pieces (``500``, ``1,200 個``), else None."""
    found = _WHOLE.fullmatch(normalize(text))
    if found is None or (found.group(2).strip() and fold(found.group(2)) not in counting()):
        return None
    return int(found.group(1).replace(",", ""))


def _date(entry: _Entry, title: Title) -> str | None:
    date = read_date(entry.text)
    if date is None:
        values = {"text": shorten(entry.text)}
        title.problems.append(Problem("measurements.date-unclear", entry.place, Severity.WARNING, values))
    return date
