"""Reads one PDF in a process of its own: bytes on standard input, one JSON value a line on standard output.

PDFium is compiled code that works on strangers' files: a few kilobytes can take it gigabytes of memory, minutes, or
down. Here that ends this process and no other. ``pdf.py`` starts it and bounds its time; memory is bounded where the
system can. First line: ``{"pages": n}`` or ``{"refused": slug}``; then a line for each page.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from qspec.phrases.documents.pdfpage import Page, read_page

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_UNMAPPED_SHARE = 0.3
_LITTLE, _PICTURE = 200, 0.5
"""Characters below which a page is looked at for pictures, and the share of it that a picture fills."""
_REMARKS = 10_000


def main() -> None:
    """Read standard input; arguments: bytes of memory, pages, characters of a page, characters of a remark."""
    memory, pages, characters, remark = (int(one) for one in sys.argv[-4:])
    _bound(memory)
    content = sys.stdin.buffer.read()
    for told in _told(content, pages, characters, remark):
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def _bound(memory: int) -> None:
    """Bound this process's memory; systems without such bounds have the time alone."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _told(content: bytes, most_pages: int, characters: int, remark: int) -> Iterator[dict[str, Any]]:
    from pypdfium2 import PdfDocument, PdfiumError, raw

    try:
        document = PdfDocument(content)
    except PdfiumError as error:
        locked = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        yield {"refused": "encrypted" if locked else "damaged-pdf"}
        return
    count = len(document)
    yield {"pages": count}
    if count > most_pages:
        return
    for number in range(count):
        try:
            page = document[number]
            yield _page(page, characters, remark)
            page.close()
        except PdfiumError:
            yield {"kind": "damaged"}


def _page(page: PdfPage, characters: int, remark: int) -> dict[str, Any]:
    """Return what is told of a page: what kind it is, its lines, what was written onto it."""
    from pypdfium2 import raw

    found = read_page(page, characters)
    if found is None:
        return {"kind": "long"}
    told: dict[str, Any] = {"written": list(_remarks(page, remark))}
    text = "".join("".join(one.text.split()) for row in found.rows for one in row)
    if not text:
        return {**told, "kind": "scanned" if raw.FPDFPage_CountObjects(page) > 0 else "blank"}
    if len(_UNMAPPED.findall(text)) > _UNMAPPED_SHARE * len(text):
        return {**told, "kind": "unmapped"}
    told["pictured"] = len(text) < _LITTLE and _filled(page)
    return {**told, "kind": "read", **_plain(found)}


def _plain(page: Page) -> dict[str, Any]:
    rows = [[astuple(one) for one in row] for row in page.rows]
    return {"width": page.width, "height": page.height, "rows": rows}


def _filled(page: PdfPage) -> bool:
    """Say whether one picture fills most of a page."""
    from pypdfium2 import PdfiumError, raw

    width, height = page.get_size()
    try:
        for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
            left, bottom, right, top = one.get_bounds()
            if (right - left) * (top - bottom) > _PICTURE * width * height:
                return True
    except PdfiumError:
        return False
    return False


def _remarks(page: PdfPage, most: int) -> Iterator[str]:
    """Yield free text written onto a page, and the values of its form fields."""
    from pypdfium2 import raw

    keys = {raw.FPDF_ANNOT_FREETEXT: b"Contents", raw.FPDF_ANNOT_WIDGET: b"V"}
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _REMARKS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        key = keys.get(raw.FPDFAnnot_GetSubtype(annotation))
        size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0) if key else 0
        if 2 < size <= 2 * most:
            buffer = ctypes.create_string_buffer(size)
            target = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
            raw.FPDFAnnot_GetStringValue(annotation, key, target, size)
            yield buffer.raw[: size - 2].decode("utf-16-le", "ignore")
        raw.FPDFPage_CloseAnnot(annotation)
