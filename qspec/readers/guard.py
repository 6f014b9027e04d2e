"""The guard in front of a zip archive: what it refuses is never opened, and no part is used unchecked.

A file of Excel or Word is a zip of XML parts, and a small one can hold gigabytes. Sizes are checked in the directory
and again while a part is read, so a directory that lies gains nothing; each part is whole, well formed, without a
document type (and so without entity bombs) and of a bounded number of elements before a library builds objects from
it. Encrypted files and the old formats (``.xls``, ``.doc``) are recognised by their first bytes and named. Called by
``xlsx.py`` and by the reader of Word documents.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from qspec.errors import Place, Problem
from qspec.readers.limits import limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_FLAG = 0x1
_CHUNK = 1 << 16


@dataclass(frozen=True)
class Family:
    """What the guard has to know of a family of archives.

    ``space`` is the name space in which the elements ``roots`` must stand where a part begins with one. ``strict``
    are the names by which the "Strict Open XML" edition alone differs, with the usual ones. An element that is not
    ``cheap`` counts as ``cost``; None: all are cheap. ``columns`` bounds the cells of a row, ``depth`` the nesting.
    """

    space: str
    roots: frozenset[str]
    strict: tuple[tuple[bytes, bytes], ...] = ()
    cheap: frozenset[str] | None = None
    cost: int = 1
    columns: int | None = None
    depth: int | None = None


_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORKBOOK = Family(
    space=_SHEETS,
    roots=frozenset(["workbook", "worksheet", "sst", "styleSheet"]),
    strict=(
        (b"http://purl.oclc.org/ooxml/spreadsheetml/main", _SHEETS.encode()),
        (
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        ),
    ),
    cheap=frozenset(["row", "c", "v", "f", "is", "t", "si"]),
    cost=10,  # openpyxl makes objects of the others, of a kilobyte and ten microseconds each
    columns=16_384,
)
"""Excel's archives; openpyxl knows the usual names of the Strict edition's."""


class DamagedError(Exception):
    """A part is not to be read; the rest says why. Raised within the reader, which makes a problem of it."""

    def __init__(
        self, code: str, part: str, *, sheet: str | None = None, cell: str | None = None, **values: int
    ) -> None:
        super().__init__(code)
        self.code, self.part, self.sheet, self.cell, self.values = code, part, sheet, cell, values

    def problem(self, file: str) -> Problem:
        """Return the problem of a file, at the cell where there is one."""
        place = Place(file, sheet=self.sheet, cell=self.cell)
        return Problem(self.code, place, values={"part": self.part, **self.values})


class Archive(zipfile.ZipFile):
    """An archive that passed the guard; :meth:`read` is the one way to a part."""

    family: Family = WORKBOOK

    def has(self, part: str) -> bool:
        """Say whether there is a part of this name."""
        return part in self.NameToInfo

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        """Return a part's XML; raises :class:`DamagedError` where it is missing, damaged or more than it says."""
        part = name if isinstance(name, str) else name.filename
        if not self.has(part):
            raise DamagedError("measurements.part-missing", part)
        declared = self.getinfo(part).file_size
        try:
            with self.open(part) as stream:
                content = stream.read(declared + 1)
                whole = len(content) == declared and not stream.read(1)
        except Exception as error:  # damaged data raise many kinds: BadZipFile, zlib.error, EOFError …
            raise DamagedError("measurements.part-damaged", part) from error
        if not whole:
            raise DamagedError("measurements.part-damaged", part)
        for strict, usual in self.family.strict:
            content = content.replace(strict, usual)
        _check(part, content, self.family)
        return content


def _check(part: str, content: bytes, family: Family) -> None:
    """Refuse XML that is broken or nested too deep, declares a document type, has a foreign root or is too large."""
    parser = expat.ParserCreate(namespace_separator=" ")
    most, elements, in_row, depth = limits(), 0, 0, 0

    def refuse(*_: object) -> NoReturn:
        raise DamagedError("measurements.xml-refused", part)

    def start(name: str, _: object) -> None:
        nonlocal elements, in_row, depth
        space, _, local = name.rpartition(" ")
        if not elements and local in family.roots and space != family.space:
            raise DamagedError("measurements.part-damaged", part)
        elements += 1 if family.cheap is None or local in family.cheap else family.cost
        in_row = 0 if local == "row" else in_row + (local == "c")
        depth += 1
        if (family.columns and in_row > family.columns) or (family.depth and depth > family.depth):
            raise DamagedError("measurements.part-damaged", part)
        if elements > most.elements:
            raise DamagedError("measurements.archive-elements", part, limit=most.elements)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the last two: an encoding that expat does not know
        raise DamagedError("measurements.part-damaged", part) from error


def legacy(content: bytes) -> str | None:
    """Return the code for an OLE file (an encrypted workbook or the format of Excel 97–2003), else None."""
    if not content.startswith(OLE):
        return None
    return "measurements.encrypted" if _ENCRYPTED_STREAM in content else "measurements.legacy-excel"


def guarded(name: str, content: bytes, family: Family = WORKBOOK) -> Archive | Problem:
    """Return the archive, or why it is not opened."""
    place, most = Place(name), limits()
    try:
        archive = Archive(io.BytesIO(content))
        archive.family = family
        entries = archive.infolist()
    except Exception:  # noqa: BLE001 - a damaged directory raises BadZipFile, struct.error, UnicodeDecodeError, OverflowError …
        return Problem("measurements.not-a-zip", place)
    if len(entries) > most.archive_entries:
        return Problem("measurements.archive-entries", place, values={"limit": most.archive_entries})
    if len({entry.filename for entry in entries}) != len(entries):
        return Problem("measurements.archive-twice", place)
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        return Problem("measurements.encrypted", place)
    inflated = sum(entry.file_size for entry in entries)
    if inflated > most.archive_bytes:
        return Problem("measurements.archive-bytes", place, values={"limit": most.archive_bytes // 1_000_000})
    if inflated > most.archive_ratio * max(len(content), _CHUNK):
        return Problem("measurements.archive-ratio", place, values={"limit": most.archive_ratio})
    return archive
