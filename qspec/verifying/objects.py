"""The objects of a PDF, as qpdf reads them: attached files, and parts that two papers do not share.

Runs in ``worker.py``'s process. Objects are compared in the order in which they are reached, so that a file written
anew by another program, with other numbers and other compression, still compares.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from qspec.verifying.worker import RefusedError

if TYPE_CHECKING:
    import pikepdf

_FILES = 1_000
_OBJECTS = 2_000_000
_NAMED = 300
"""Characters of a name that are told."""
_UNLIKE = ("/Parent", "/P", "/Pg")
"""Keys that lead back up; what they lead to is reached from above."""


def open_pdf(content: bytes) -> pikepdf.Pdf:
    """Open a PDF; raises :class:`RefusedError` for one that is locked or broken."""
    import pikepdf

    try:
        pdf = pikepdf.open(BytesIO(content))
    except pikepdf.PasswordError:
        raise RefusedError("encrypted", {}) from None
    except pikepdf.PdfError:
        raise RefusedError("damaged", {"reason": "PDF"}) from None
    if pdf.is_encrypted:
        raise RefusedError("encrypted", {})
    return pdf


def opened(content: bytes, most_pages: int, most_bytes: int) -> dict[str, Any]:
    """Return the attached files with their names, the number of pages, and whether the file had to be mended."""
    pdf = open_pdf(content)
    pages = len(pdf.pages)
    if pages > most_pages:
        raise RefusedError("too-many-pages", {"pages": pages, "limit": most_pages})
    attached, left = [], most_bytes
    for names, stream in _embedded(pdf):
        body = stream.read_bytes()
        left -= len(body)
        if left < 0:
            raise RefusedError("attached-too-large", {"limit": most_bytes // 1_000_000})
        attached.append({"names": names, "content": base64.b64encode(body).decode()})
    return {
        "pages": pages,
        "attached": attached,
        "mended": bool(pdf.get_warnings()),
        "signatures": _signatures(pdf),
        "creator": _info(pdf, "/Creator"),
    }


def _info(pdf: pikepdf.Pdf, key: str) -> str:
    return str(pdf.docinfo.get(key, ""))[:_NAMED] if "/Info" in pdf.trailer else ""


def _signatures(pdf: pikepdf.Pdf) -> int:
    """Return the number of signature fields that hold a signature."""
    import pikepdf

    pending, seen, found = list(pdf.Root.get("/AcroForm", pikepdf.Dictionary()).get("/Fields", [])), 0, 0
    while pending and seen < _FILES:
        one = pending.pop()
        seen += 1
        pending += list(one.get("/Kids", []))
        found += one.get("/FT") == pikepdf.Name("/Sig") and "/V" in one
    return found


def _embedded(pdf: pikepdf.Pdf) -> Iterator[tuple[list[str], Any]]:
    """Yield every attached file: all names it goes by, and its stream."""
    import pikepdf

    tree = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/EmbeddedFiles")
    pending, seen = ([tree] if tree is not None else []), 0
    while pending:
        node = pending.pop()
        seen += 1
        if seen > _FILES:
            raise RefusedError("too-many-attached", {"limit": _FILES})
        pending += list(node.get("/Kids", []))
        named = list(node.get("/Names", []))
        for key, spec in zip(named[::2], named[1::2], strict=False):
            names = [str(key), *(str(spec[each]) for each in ("/F", "/UF") if each in spec)]
            held = spec["/EF"]
            streams = [held[each] for each in ("/UF", "/F") if each in held]
            if any(one.objgen != streams[0].objgen for one in streams):
                names.append("/EF")  # two files under one name
            seen += 1
            yield list(dict.fromkeys(name[:_NAMED] for name in names)), streams[0]


def compared(given: bytes, drawn: bytes) -> dict[str, Any]:
    """Return the names of the parts that two papers do not share, and what the given one says wrote it."""
    first, second = open_pdf(given), open_pdf(drawn)
    one, other = dict(_parts(first)), dict(_parts(second))
    unlike = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    more = sorted(name for name in one.keys() - other.keys() if " " not in name)
    return {"parts": unlike[:_FILES], "more": more, "producer": _info(first, "/Producer")}


def _parts(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """Yield each part of a PDF with the digest of everything reached from it: pages, then what is beside them."""
    pages = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    for number, page in enumerate(pdf.pages, start=1):
        for key in sorted(map(str, page.obj)):
            if key not in _UNLIKE:
                yield f"{key} {number}", _digest(page.obj[key], pages)
    for key in sorted(map(str, pdf.Root)):
        if key != "/Pages":
            yield str(key), _digest(pdf.Root[key], pages)
    if "/Info" in pdf.trailer:
        yield "/Info", _digest(pdf.trailer["/Info"], pages)


def _digest(root: Any, pages: dict[Any, int]) -> str:  # noqa: ANN401 - the library's objects have no common type
    """Return the digest of an object and all it refers to, numbered in the order of reaching them."""
    walk = _Walk(pages)
    walk.reach(root)
    return walk.digest()


class _Walk:
    """Goes through objects, each once, without recursion: what refers to what is told by numbers."""

    def __init__(self, pages: dict[Any, int]) -> None:
        self._pages = pages
        self._numbers: dict[Any, int] = {}
        self._pending: list[Any] = []
        self._hash = hashlib.sha256()

    def reach(self, value: Any) -> None:  # noqa: ANN401 - likewise
        """Begin at an object."""
        self._hash.update(self._told(value))
        at = 0
        while at < len(self._pending):
            if at > _OBJECTS:
                raise RefusedError("too-heavy", {"limit": _OBJECTS})
            self._hash.update(self._body(self._pending[at], 0))
            at += 1

    def digest(self) -> str:
        """Return the digest."""
        return self._hash.hexdigest()

    def _told(self, value: Any, depth: int = 0) -> bytes:  # noqa: ANN401 - likewise
        """Return a value in one form whatever the file's own; an object with a number stands as its number here."""
        if getattr(value, "is_indirect", False):
            key = value.objgen
            if key in self._pages:
                return b"page%d;" % self._pages[key]
            if key not in self._numbers:
                self._numbers[key] = len(self._numbers)
                self._pending.append(value)
            return b"ref%d;" % self._numbers[key]
        return self._body(value, depth)

    def _body(self, value: Any, depth: int) -> bytes:  # noqa: ANN401 - likewise
        import pikepdf

        if depth > 100:
            raise RefusedError("damaged", {"reason": "depth"})
        if isinstance(value, pikepdf.Stream):
            kept = {key: item for key, item in value.items() if key not in ("/Length", "/Filter", "/DecodeParms")}
            return b"stream" + self._mapping(kept, depth) + hashlib.sha256(_decoded(value)).digest()
        if isinstance(value, pikepdf.Dictionary):
            return b"dict" + self._mapping(dict(value.items()), depth)
        if isinstance(value, pikepdf.Array):
            return b"[" + b"".join(self._told(item, depth + 1) for item in value) + b"]"
        return _scalar(value)

    def _mapping(self, items: dict[str, Any], depth: int) -> bytes:
        told = (key.encode() + b" " + self._told(items[key], depth + 1) for key in sorted(items) if key not in _UNLIKE)
        return b"<" + b"".join(told) + b">"


def _decoded(stream: Any) -> bytes:  # noqa: ANN401 - likewise
    """Return a stream's content; as it stands in the file where it cannot be decoded."""
    import pikepdf

    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return b"raw" + bytes(stream.read_raw_bytes())


def _scalar(value: Any) -> bytes:  # noqa: ANN401 - likewise
    if isinstance(value, bool) or value is None:
        return f"{value};".encode()
    if isinstance(value, int | float | Decimal):
        return f"{Decimal(str(value)).normalize()};".encode()
    return type(value).__name__.encode() + bytes(value) + b";" if hasattr(value, "__bytes__") else repr(value).encode()
