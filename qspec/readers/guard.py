"""The guard in front of a zip archive: what it refuses is never opened, and nothing reaches openpyxl unchecked.

An Excel file is a zip of XML parts, and a small one can hold gigabytes. Sizes are checked in the directory and again
while a part is read, so a directory that lies gains nothing; each part is whole, well formed, without a document type
(and so without entity bombs) and of a bounded number of elements before a library builds objects from it. Encrypted
files and the old ``.xls`` format are recognised by their first bytes and named. Called by ``xlsx.py``.
"""

from __future__ import annotations

import io
import zipfile
from typing import NoReturn
from xml.parsers import expat

from qspec.errors import Place, Problem
from qspec.readers.limits import limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_FLAG = 0x1
_CHUNK = 1 << 16
_EXCEL_COLUMNS = 16_384
_PLAIN = frozenset(["row", "c", "v", "f", "is", "t", "si"])
_COSTLY = 10
"""Elements for which any other one counts: openpyxl makes objects of those, of a kilobyte and ten microseconds each."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ROOTS = frozenset(["workbook", "worksheet", "sst", "styleSheet"])
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", _MAIN.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
"""Excel's "Strict Open XML" differs from the usual edition in these names alone; openpyxl knows the usual ones."""


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
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
        _check(part, content)
        return content


def _check(part: str, content: bytes) -> None:
    """Refuse XML that is broken, declares a document type, has a foreign root or more elements than is reasonable."""
    parser = expat.ParserCreate(namespace_separator=" ")
    most, elements, in_row = limits(), 0, 0

    def refuse(*_: object) -> NoReturn:
        raise DamagedError("measurements.xml-refused", part)

    def start(name: str, _: object) -> None:
        nonlocal elements, in_row
        space, _, local = name.rpartition(" ")
        if not elements and local in _ROOTS and space != _MAIN:
            raise DamagedError("measurements.part-damaged", part)
        elements += 1 if local in _PLAIN else _COSTLY
        in_row = 0 if local == "row" else in_row + (local == "c")
        if in_row > _EXCEL_COLUMNS:
            raise DamagedError("measurements.part-damaged", part)
        if elements > most.elements:
            raise DamagedError("measurements.archive-elements", part, limit=most.elements)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the last two: an encoding that expat does not know
        raise DamagedError("measurements.part-damaged", part) from error


def legacy(content: bytes) -> str | None:
    """Return the code for an OLE file (an encrypted workbook or the format of Excel 97–2003), else None."""
    if not content.startswith(OLE):
        return None
    return "measurements.encrypted" if _ENCRYPTED_STREAM in content else "measurements.legacy-excel"


def guarded(name: str, content: bytes) -> Archive | Problem:
    """Return the archive, or why it is not opened."""
    place, most = Place(name), limits()
    try:
        archive = Archive(io.BytesIO(content))
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
