"""The guard in front of a zip archive: what it refuses is never opened.

An Excel file is a zip of XML parts, and a small one can hold gigabytes. Sizes are checked in the directory and again
while a part is read, so a directory that lies gains nothing. Encrypted files and the old ``.xls`` format are recognised
by their first bytes and named. Called by ``xlsx.py``, which takes parts from the :class:`Archive` only.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from qspec.errors import Place, Problem
from qspec.measurements.words import limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_FLAG = 0x1
_CHUNK = 1 << 16


class DamagedError(Exception):
    """A part cannot be read; ``code`` and ``part`` say why. Raised within the reader, which makes a problem of it."""

    def __init__(self, code: str, part: str) -> None:
        super().__init__(code)
        self.code = code
        self.part = part


@dataclass(frozen=True)
class Archive:
    """An archive that passed the guard."""

    zip: zipfile.ZipFile

    def has(self, part: str) -> bool:
        """Say whether there is a part of this name."""
        return part in self.zip.NameToInfo

    def chunks(self, part: str) -> Iterator[bytes]:
        """Yield a part's bytes; raises :class:`DamagedError` where it is missing, damaged or larger than it says."""
        if not self.has(part):
            raise DamagedError("measurements.part-missing", part)
        declared, got = self.zip.getinfo(part).file_size, 0
        try:
            with self.zip.open(part) as stream:
                while block := stream.read(_CHUNK):
                    got += len(block)
                    yield block
        except DamagedError:
            raise
        except (
            Exception
        ) as error:  # zipfile and zlib raise many kinds for damaged data: BadZipFile, zlib.error, EOFError …
            raise DamagedError("measurements.part-damaged", part) from error
        if got != declared:
            raise DamagedError("measurements.part-damaged", part)


def legacy(content: bytes) -> str | None:
    """Return the code for an OLE file (an encrypted workbook or the format of Excel 97–2003), else None."""
    if not content.startswith(OLE):
        return None
    return "measurements.encrypted" if _ENCRYPTED_STREAM in content else "measurements.legacy-excel"


def guarded(name: str, content: bytes) -> Archive | Problem:
    """Return the archive, or why it is not opened."""
    place, most = Place(name), limits()
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
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
    return Archive(archive)
