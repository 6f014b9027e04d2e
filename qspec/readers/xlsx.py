"""Excel workbooks (``.xlsx``, ``.xlsm``): every worksheet becomes a grid, hidden ones too, and that is said.

The guard looks at every part before openpyxl does, and every exception of either becomes a problem of the file.
"""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING

from qspec.errors import Place, Problem, Say
from qspec.readers.grid import Grid, Opened, letters, refused
from qspec.readers.guard import Archive, DamagedError, guarded, legacy

if TYPE_CHECKING:
    from qspec.readers.sheet import SheetRead


def recognises(name: str, content: bytes) -> bool:
    """Say whether this is an Excel file by its first bytes, or at least by its name."""
    return content.startswith(b"PK") or legacy(content) is not None or name.lower().endswith((".xlsx", ".xlsm", ".xls"))


def read(name: str, content: bytes, *, decimal_comma: bool = False) -> Opened:
    """Read every worksheet; whatever is wrong with the file is a problem, and then nothing of it is used."""
    old = legacy(content)
    if old is not None:
        return refused(old, name)
    archive = guarded(name, content)
    if isinstance(archive, Problem):
        return Opened(problems=(archive,))
    try:
        with warnings.catch_warnings():  # openpyxl warns of what it would not save again; nothing is saved here
            warnings.simplefilter("ignore")
            return _read(name, archive)
    except DamagedError as damage:
        return Opened(problems=(damage.problem(name),))
    except Exception as error:  # noqa: BLE001 - an unforeseen oddity must end as a refusal, never as a crash or a pass
        return refused("measurements.unreadable", name, error=type(error).__name__)


def _read(name: str, archive: Archive) -> Opened:
    # Where lxml is installed openpyxl parses with it instead of defusedxml, which passes over entities in silence.
    os.environ["OPENPYXL_LXML"] = "False"
    # Loaded here, for openpyxl takes a while, and readers of text tables need not wait for it.
    from qspec.readers.sheet import read_sheet
    from qspec.readers.workbook import read_workbook

    book = read_workbook(archive)
    if not book.sheets:
        return refused("measurements.no-sheets", name)
    grids: list[Grid] = []
    notes: list[Say] = []
    for sheet in book.sheets:
        found = read_sheet(name, sheet, book, archive)
        grids.append(found.grid)
        if sheet.hidden:
            notes.append(Say("measurements.note-hidden-sheet", {"sheet": sheet.name}))
        notes += _hidden(found)
    return Opened(tuple(grids), (), tuple(notes))


def _hidden(found: SheetRead) -> list[Say]:
    """Return what was read although a person does not see it."""
    notes: list[Say] = []
    rows, sheet = found.hidden_rows, found.grid.sheet or ""
    if rows:
        first = str(Place(found.grid.file, sheet=sheet, cell=f"{rows[0] + 1}"))
        notes.append(Say("measurements.note-hidden-rows", {"sheet": sheet, "count": len(rows), "first": first}))
    if found.hidden_columns:
        listed = ", ".join(letters(column) for column in found.hidden_columns[:20])
        notes.append(Say("measurements.note-hidden-columns", {"sheet": sheet, "columns": listed}))
    return notes
