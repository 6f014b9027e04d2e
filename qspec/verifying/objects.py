"""The objects of a PDF, as qpdf reads them: attached files, and parts that two papers do not share.

Runs in ``worker.py``'s process.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from qspec.verifying.walking import UPWARDS, Pages, digest
from qspec.verifying.worker import RefusedError

if TYPE_CHECKING:
    import pikepdf

_FILES = 1_000
_NAMED = 300
"""Characters of a name that are told."""
_SYSTEMS = ("/UF", "/F", "/DOS", "/Mac", "/Unix")
"""Keys under which a file has names, and streams, for different systems."""
_SEALS = ("/AcroForm /SigFlags", "/AcroForm /DR", "/AcroForm /DA", "/Perms", "/DSS", "/Extensions", "/Version")
"""Parts that putting a seal into its box adds to a file."""


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

    pending, seen, found = _fields(pdf), 0, 0
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
    pending, seen, told = ([tree] if tree is not None else []), 0, set()
    while pending:
        node = pending.pop()
        seen += 1 + len(node.get("/Names", []))
        if seen > _FILES:
            raise RefusedError("too-many-attached", {"limit": _FILES})
        pending += list(node.get("/Kids", []))
        named = list(node.get("/Names", []))
        for key, spec in zip(named[::2], named[1::2], strict=False):
            told.add(spec.objgen)
            yield _file(spec, str(key))
    for spec in list(pdf.Root.get("/AF", []))[:_FILES]:
        if spec.objgen not in told:
            yield _file(spec)


def _file(spec: Any, *names: str) -> tuple[list[str], Any]:  # noqa: ANN401 - the library's objects have no common type
    """Return all names that a file goes by, and its stream; ``/EF`` among them where there is more than one stream."""
    known = [*names, *(str(spec[each]) for each in _SYSTEMS if each in spec)]
    held = [spec.EF[each] for each in _SYSTEMS if each in spec.EF]
    if len({one.objgen for one in held}) > 1:
        known.append("/EF")
    return list(dict.fromkeys(name[:_NAMED] for name in known)), held[0]


def compared(given: bytes, drawn: bytes, *, sealed: bool) -> dict[str, Any]:
    """Return the names of the parts that two papers do not share, and what the given one says wrote it.

    ``sealed``: the given one has seals in its boxes; what they add there is left to those who examine seals.
    """
    first, second = open_pdf(given), open_pdf(drawn)
    one, other = dict(_parts(first, sealed=sealed)), dict(_parts(second, sealed=sealed))
    names = one.keys() | {name for name in other if not name.startswith("/Field ")}
    unlike = sorted(name for name in names if one.get(name) != other.get(name))
    if sealed:
        unlike = [name for name in unlike if name not in _SEALS]
    more = [name for name in unlike if name not in other]
    filled, empty = _filled(first), _filled(second)
    more += sorted(f"/Field {name}" for name in filled if filled[name] != empty.get(name))
    return {"parts": unlike[:_FILES], "more": more, "producer": _info(first, "/Producer")}


def _parts(pdf: pikepdf.Pdf, *, sealed: bool) -> Iterator[tuple[str, str]]:
    """Yield each part of a PDF with the digest of everything reached from it: pages, then what is beside them.

    A name is the key, and behind it the number of the page, the key within a form, or a field's name.
    """
    pages: Pages = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    for number, page in enumerate(pdf.pages, start=1):
        for key in sorted(map(str, page.obj)):
            if key not in UPWARDS:
                yield f"{key} {number}", digest(page.obj[key], pages, sealed=sealed)
    for key in sorted(map(str, pdf.Root)):
        if key == "/AcroForm":
            for below in sorted(map(str, pdf.Root.AcroForm)):
                yield f"{key} {below}", digest(pdf.Root.AcroForm[below], pages, sealed=sealed)
        elif key != "/Pages":
            yield str(key), digest(pdf.Root[key], pages, sealed=sealed)
    if "/Info" in pdf.trailer:
        yield "/Info", digest(pdf.trailer["/Info"], pages, sealed=sealed)
    for one in _fields(pdf) if sealed else ():
        if "/V" not in one:
            yield f"/Field {one.get('/T', '')!s}", digest(one, pages, sealed=False)


def _filled(pdf: pikepdf.Pdf) -> dict[str, bytes]:
    """Return what every signature field shows that holds no signature."""
    import pikepdf

    found = {}
    for one in _fields(pdf):
        shown = one.get("/AP", pikepdf.Dictionary()).get("/N")
        if "/V" not in one and isinstance(shown, pikepdf.Stream):
            found[str(one.get("/T", ""))] = shown.read_bytes()
    return found


def _fields(pdf: pikepdf.Pdf) -> list[Any]:
    """Return the fields of the form."""
    import pikepdf

    return list(pdf.Root.get("/AcroForm", pikepdf.Dictionary()).get("/Fields", []))
