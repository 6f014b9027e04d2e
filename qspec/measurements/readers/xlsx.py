"""Excel workbooks (``.xlsx``, ``.xlsm``): every worksheet becomes a grid, hidden ones too, and that is said.

Read directly from the XML parts: one pass gives values, formulas without a value, merged and hidden ranges and the
number as the file has it. General readers need two loads for that, trust the sheet's stated size, or end the process on
one far cell.
"""

from __future__ import annotations

from qspec.errors import Place, Problem, Say
from qspec.measurements.readers.grid import Grid, Opened, letters, refused
from qspec.measurements.readers.guard import Archive, DamagedError, guarded, legacy
from qspec.measurements.readers.sheet import SheetReader, TooLargeError
from qspec.measurements.readers.workbook import Sheet, read_workbook


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
        return _read(name, archive)
    except DamagedError as damage:
        return refused(damage.code, name, part=damage.part)
    except TooLargeError as too_large:
        return Opened(problems=(too_large.problem,))
    except Exception as error:  # noqa: BLE001 - an unforeseen oddity must end as a refusal, never as a crash or a pass
        return refused("measurements.unreadable", name, error=type(error).__name__)


def _read(name: str, archive: Archive) -> Opened:
    book = read_workbook(archive)
    if not book.sheets:
        return refused("measurements.no-sheets", name)
    grids: list[Grid] = []
    notes: list[Say] = []
    for sheet in book.sheets:
        reader = SheetReader(name, sheet, book)
        grids.append(reader.read(archive))
        notes += _hidden(name, sheet, reader)
    return Opened(tuple(grids), (), tuple(notes))


def _hidden(name: str, sheet: Sheet, reader: SheetReader) -> list[Say]:
    """Return what was read although a person does not see it."""
    notes: list[Say] = []
    if sheet.hidden:
        notes.append(Say("measurements.note-hidden-sheet", {"sheet": sheet.name}))
    rows = [row for row in reader.hidden_rows if row in reader.rows]
    used = {column for cells in reader.rows.values() for column in cells} if reader.hidden_columns else set()
    columns = [column for column in sorted(used) if any(low <= column <= high for low, high in reader.hidden_columns)]
    if rows:
        listed = str(Place(name, sheet=sheet.name, cell=f"{rows[0] + 1}"))
        notes.append(Say("measurements.note-hidden-rows", {"sheet": sheet.name, "count": len(rows), "first": listed}))
    if columns:
        listed = ", ".join(letters(column) for column in columns[:20])
        notes.append(Say("measurements.note-hidden-columns", {"sheet": sheet.name, "columns": listed}))
    return notes
