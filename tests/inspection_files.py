"""Items, workbooks and readable answers for the tests of ``qspec.measurements``."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qspec.errors import Problem, Severity
from qspec.kinds.base import Item, Role
from qspec.measurements.batch import Batch, Lot, LotInfo
from qspec.measurements.reading import read
from qspec.spec.model import Characteristic

COLOR = (
    Role("L*", ("L*", "L", "明度L*", "LAB_L"), "lab"),
    Role("a*", ("a*", "a", "LAB_A"), "lab"),
    Role("b*", ("b*", "b", "LAB_B"), "lab"),
)


def item(name: str, about: Mapping[str, Any] | None = None) -> Item:
    """Return an item from its description: en, ja, unit (blank: text), quantity, color, keys of a characteristic."""
    told = dict(about or {})
    words = {lang: told.pop(lang) for lang in ("en", "ja") if lang in told} or {"en": name}
    unit = told.pop("unit", "mm") or None
    quantity = tuple(told.pop("quantity", ()))
    roles = COLOR if told.pop("color", None) else (Role("value", quantity, unit),)
    readings = int(told["readings"]) if "readings" in told else None
    columns = tuple(told.pop("columns", ()))
    told.pop("readings", None)
    series = bool(told.pop("series", None))
    source = Characteristic(kind="any", limit="any", name=words, columns=columns, **told)
    return Item(name, source, (), roles, readings, series=series)


def items(described: Mapping[str, Any]) -> list[Item]:
    return [item(name, about or {}) for name, about in described.items()]


@dataclass(frozen=True)
class Answer:
    """What reading gave."""

    batch: Batch | None
    problems: list[Problem]

    @property
    def codes(self) -> list[str]:
        return sorted({problem.code.removeprefix("measurements.") for problem in self.problems})

    @property
    def notes(self) -> set[str]:
        return {note.key.removeprefix("measurements.note-") for note in self.batch.notes} if self.batch else set()

    @property
    def lot(self) -> Lot:
        assert self.batch is not None, self.problems
        (only,) = self.batch.lots
        return only

    def one(self, code: str) -> Problem:
        (found,) = [problem for problem in self.problems if problem.code == f"measurements.{code}"]
        return found

    def texts(self, item_id: str, role: str = "value") -> list[str | None]:
        return list(self.lot.blocks[item_id].columns[role].texts)

    def serials(self) -> list[str]:
        return [piece.serial for piece in self.lot.pieces]


def ask(content: bytes | str, wanted: Sequence[Item], name: str = "batch.csv", **options: Any) -> Answer:
    data = content.encode() if isinstance(content, str) else content
    batch, problems = read(name, data, wanted, given=options.pop("given", LotInfo()), **options)
    assert (batch is None) == any(problem.severity is Severity.ERROR for problem in problems)
    return Answer(batch, problems)


Rows = Sequence[Sequence[Any]]


def workbook(*sheets: tuple[str, Rows] | tuple[str, Rows, Sequence[str]]) -> bytes:
    """Return a workbook of sheets, each a name, rows and merged ranges."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows, *merges in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for merge in merges[0] if merges else ():
            sheet.merge_cells(merge)
    return saved(book)


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ask_book(content: bytes, wanted: Sequence[Item], **options: Any) -> Answer:
    return ask(content, wanted, "form.xlsx", **options)


def repacked(content: bytes, changes: Mapping[str, bytes | None], extra: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """Return an archive with some parts replaced (None: left out) and others added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = changes.get(entry.filename, old.read(entry))
            if part is not None:
                new.writestr(entry.filename, part)
        for name, part in extra:
            new.writestr(name, part)
    return stream.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
