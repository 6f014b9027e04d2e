"""An inspection file → (batch, problems): the door of this package.

Readers make grids, ``sheets.py`` finds and reads their tables, ``gathering.py`` makes lots of them. An ERROR among the
problems means that nothing of the file may be judged, and then there is no batch; what is missing but can be said
precisely (a column, a cell, a sheet nobody could read) is UNDECIDED, and the rest is judged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from qspec.errors import Place, Problem, Say, Severity, Value, has_errors
from qspec.kinds.base import Item
from qspec.measurements.batch import Batch, LotInfo
from qspec.measurements.choosing import missing_columns
from qspec.measurements.gathering import gather
from qspec.measurements.headings import HeadingReader
from qspec.measurements.lots import Wanted, info_of, select
from qspec.measurements.sheets import Sheet, first_place, read_sheet
from qspec.measurements.sidecar import Sidecar, read_sidecar
from qspec.measurements.tables import Contents
from qspec.measurements.vocabulary import names, vocabulary
from qspec.measurements.words import same_name
from qspec.readers import open_grids
from qspec.readers.grid import Grid
from qspec.text import shorten

_NO_LOT = ""
_LISTED = 20
"""Places of one kind of problem, and skipped rows, that are listed one by one."""


def read(
    name: str,
    content: bytes,
    items: Sequence[Item],
    *,
    given: LotInfo,
    sidecar: tuple[str, bytes] | None = None,
    lot: str | None = None,
    decimal_comma: bool = False,
) -> tuple[Batch | None, list[Problem]]:
    """Read a batch.

    ``given`` holds the options, ``sidecar`` the name and bytes of ``<data>.batch.yaml``; ``lot`` is an id or ``all``.
    """
    beside = read_sidecar(*sidecar) if sidecar is not None else None
    problems = list(beside.problems) if beside is not None else []
    opened = open_grids(name, content, decimal_comma=decimal_comma)
    problems += opened.problems
    if has_errors(opened.problems):
        return None, problems
    grids, notes = _used_grids(opened.grids, beside, problems)
    reader = HeadingReader(vocabulary(items))
    sheets = [read_sheet(grid, reader) for grid in grids]
    problems += [problem for sheet in sheets for problem in sheet.problems]
    problems += [problem for sheet in sheets for contents in sheet.contents for problem in contents.problems]
    if not any(sheet.contents for sheet in sheets):
        problems.append(_no_table(name, sheets, items))
    else:
        problems += _missing(name, sheets, items, reader)
    if has_errors(problems):
        return None, shortened(problems)
    asked = _Asked(name, items, Wanted(lot, given), beside, sheets)
    batch = _batch(asked, problems, [*opened.notes, *notes])
    if has_errors(problems):
        return None, shortened(problems)
    digest = hashlib.sha256(content).hexdigest()
    return Batch(name, digest, batch.lots, batch.matched, batch.unused, batch.notes), shortened(problems)


@dataclass(frozen=True)
class _Asked:
    """What is to be read, and from what."""

    file: str
    items: Sequence[Item]
    wanted: Wanted
    sidecar: Sidecar | None
    sheets: Sequence[Sheet]

    def contents(self) -> list[tuple[Sheet, Contents]]:
        """Return the contents of every table with its sheet."""
        return [(sheet, contents) for sheet in self.sheets for contents in sheet.contents]


def _used_grids(
    grids: Sequence[Grid], sidecar: Sidecar | None, problems: list[Problem]
) -> tuple[list[Grid], list[Say]]:
    """Return the grids without the sheets that the sidecar leaves out; a sheet that is not there is a problem."""
    ignored = sidecar.ignored_sheets if sidecar is not None else ()
    notes: list[Say] = []
    for name in ignored:
        if not any(same_name(grid.sheet or "") == same_name(name) for grid in grids):
            place = Place(sidecar.file) if sidecar is not None else Place()
            problems.append(Problem("measurements.no-such-sheet", place, values={"sheet": shorten(name)}))
        else:
            notes.append(Say("measurements.note-ignored-sheet", {"sheet": name}))
    left = {same_name(name) for name in ignored}
    return [grid for grid in grids if grid.sheet is None or same_name(grid.sheet) not in left], notes


def _no_table(name: str, sheets: Sequence[Sheet], items: Sequence[Item]) -> Problem:
    headers = [shorten(text, 30) for sheet in sheets for text in sheet.headers]
    listed = ", ".join(dict.fromkeys(headers[:12]))
    values: dict[str, Value] = {"items": names(items), "found": listed or "-"}
    return Problem("measurements.no-table", Place(name), values=values)


def _missing(file: str, sheets: Sequence[Sheet], items: Sequence[Item], reader: HeadingReader) -> list[Problem]:
    """Return a problem for each item, and each required role of an item, that the file has no column for."""
    matched: dict[str, set[str]] = {}
    for sheet in sheets:
        for contents in sheet.contents:
            for name, roles in contents.matched.items():
                matched.setdefault(name, set()).update(roles)
    refused = {name for sheet in sheets for contents in sheet.contents for name in contents.refused}
    headers = [header for sheet in sheets for header in sheet.headers]
    headers += [text for sheet in sheets for contents in sheet.contents for text in contents.unused]
    place = first_place(sheets, file)
    found: list[Problem] = []
    for item in items:
        known = matched.get(item.id, set())
        lacking = [role.key for role in item.roles if not role.optional and role.key not in known]
        if not lacking or item.id in refused:
            continue
        values: dict[str, Value] = {"item": item.name, "near": missing_columns(reader, item.id, headers)}
        if not known:
            found.append(Problem("measurements.column-missing", place, Severity.UNDECIDED, values))
        else:
            values["roles"] = ", ".join(lacking)
            found.append(Problem("measurements.role-missing", place, Severity.UNDECIDED, values))
    return found


def _batch(asked: _Asked, problems: list[Problem], notes: list[Say]) -> Batch:
    """Return the lots asked for; problems are added to the list."""
    rows, lots = _rows_by_lot(asked, problems)
    chosen, trouble = select(asked.wanted, asked.sidecar, [lot for lot in lots if lot], Place(asked.file))
    problems += trouble
    several = len(chosen) > 1
    columns = {row.lot for _, content in asked.contents() for row in content.rows}
    if several and asked.wanted.given.size is not None:
        notes.append(Say("measurements.note-size-of-one-lot", {"size": asked.wanted.given.size}))
    gathered = []
    contents = asked.contents()
    for lot in chosen:
        own = rows.get(same_name(lot) if any(lots) else _NO_LOT, [set() for _ in contents])
        titles = {id(sheet): sheet.title for (sheet, _), used in zip(contents, own, strict=True) if used}
        loose = [sheet.title for sheet in asked.sheets if not sheet.contents and (not several or sheet.title.info.id)]
        spoken = [*titles.values(), *(title for title in loose if _speaks_of(title.info.id, lot))]
        info, found = info_of(lot, asked.wanted, asked.sidecar, spoken, several=several, named=lot in columns)
        problems += found
        one = gather(info, asked.items, [(content, used) for (_, content), used in zip(contents, own, strict=True)])
        problems += one.problems
        notes += one.notes
        gathered.append(one.lot)
        if not one.lot.pieces:
            problems.append(Problem("measurements.no-rows", first_place(asked.sheets, asked.file), Severity.UNDECIDED))
    notes += _table_notes(asked)
    return Batch(asked.file, "", tuple(gathered), _matched(asked), _unused(asked), tuple(notes))


def _speaks_of(title_lot: str | None, lot: str) -> bool:
    return title_lot is None or same_name(title_lot) == same_name(lot)


def _rows_by_lot(asked: _Asked, problems: list[Problem]) -> tuple[dict[str, list[set[int]]], list[str]]:
    """Return for each lot (folded) the row numbers of every table that are its own, and the lots as written.

    A row belongs to the lot of its own column, else to that of its sheet's title block, else to the only lot there is.
    """
    contents = asked.contents()
    titles = [title for sheet in asked.sheets if (title := sheet.title.info.id)]
    names: dict[str, str] = {}
    rows: dict[str, list[set[int]]] = {}
    homeless: list[tuple[int, int]] = []
    for index, (sheet, content) in enumerate(contents):
        for number, row in enumerate(content.rows):
            lot = row.lot if row.lot is not None else sheet.title.info.id
            if lot is None:
                homeless.append((index, number))
            elif lot:
                names.setdefault(same_name(lot), lot)
                rows.setdefault(same_name(lot), [set() for _ in contents])[index].add(number)
    if homeless:
        known = list(names) or list(dict.fromkeys(same_name(title) for title in titles))
        names = names or {same_name(title): title for title in titles}
        if len(known) > 1:
            place = contents[homeless[0][0]][1].rows[homeless[0][1]].place
            problems.append(Problem("measurements.lot-unclear", place, values={"lots": ", ".join(names.values())}))
        own = rows.setdefault(known[0] if known else _NO_LOT, [set() for _ in contents])
        for index, number in homeless:
            own[index].add(number)
    return rows, list(names.values())


def _matched(asked: _Asked) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for _, contents in asked.contents():
        for item, roles in contents.matched.items():
            known = found.setdefault(item, {})
            for role, header in roles.items():
                known[role] = header if known.get(role, header) == header else f"{known[role]}, {header}"
    return found


def _unused(asked: _Asked) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for _, contents in asked.contents() for text in contents.unused))


def _table_notes(asked: _Asked) -> list[Say]:
    notes = [note for sheet in asked.sheets for note in sheet.notes]
    notes += [note for _, contents in asked.contents() for note in contents.notes]
    skipped = [entry for _, contents in asked.contents() for entry in contents.skipped]
    if skipped:
        listed = ", ".join(f"{label} ({place})" for place, label in skipped[:_LISTED])
        notes.append(Say("measurements.note-skipped-rows", {"count": len(skipped), "rows": listed}))
    return notes


def shortened(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems without repetitions; of one code and severity so many are listed, the rest is counted."""
    seen: dict[tuple[str, Severity], int] = {}
    result: list[Problem] = []
    for problem in _distinct(problems):
        key = (problem.code, problem.severity)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= _LISTED:
            result.append(problem)
    for (code, severity), count in seen.items():
        if count > _LISTED:
            values: dict[str, Value] = {"code": code, "count": count - _LISTED}
            result.append(Problem("measurements.more-problems", Place(), severity, values))
    return result


def _distinct(problems: Sequence[Problem]) -> list[Problem]:
    found: list[Problem] = []
    known: set[tuple[str, Place, str]] = set()
    for problem in problems:
        key = (problem.code, problem.place, repr(sorted(problem.values.items(), key=lambda pair: pair[0])))
        if key not in known:
            known.add(key)
            found.append(problem)
    return found
