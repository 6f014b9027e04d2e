"""PDF: text by page and line through PDFium; what holds no text is said page by page, so no scan passes for complete.

Pages that are pictures, or whose characters cannot be told, are named. Reading is bounded in pages, characters and
time. Free text that was written onto a page and values of form fields are read as well.
"""

from __future__ import annotations

import ctypes
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qspec.errors import Place, Severity, has_errors
from qspec.phrases.documents.characters import Reading
from qspec.phrases.documents.model import Block, Document
from qspec.phrases.documents.pdflines import lines
from qspec.phrases.documents.pdfpage import Page, read_page
from qspec.phrases.documents.plain import finished
from qspec.phrases.documents.structure import Line, assemble
from qspec.phrases.documents.words import limits

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_TAIL = 4096
_PADDING = b"\0 \t\r\n\x1a"
_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_UNMAPPED_SHARE = 0.3
_LITTLE, _PICTURE = 200, 0.5
"""Characters below which a page is looked at for pictures, and the share of it that a picture fills."""
_LISTED = 30


@dataclass
class _Pages:
    """What was read, and the numbers of the pages that were not, by reason."""

    read: dict[int, Page] = field(default_factory=dict)
    blank: list[int] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    unmapped: list[int] = field(default_factory=list)
    pictured: list[int] = field(default_factory=list)
    written: list[tuple[int, str]] = field(default_factory=list)
    """Texts of remarks and form fields with their pages."""


def read(name: str, content: bytes) -> Document:
    """Read a PDF file."""
    from pypdfium2 import PdfDocument, PdfiumError, raw

    reading, place = Reading(name), Place(name)
    try:
        document = PdfDocument(content)
    except PdfiumError as error:
        locked = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        reading.problem("encrypted" if locked else "truncated" if _cut_off(content) else "damaged-pdf", place)
        return Document(name, problems=reading.told())
    with document:
        count = len(document)
        if _cut_off(content):
            reading.problem("truncated", place)
        elif count == 0:
            reading.problem("damaged-pdf", place)
        elif count > limits().pages:
            reading.problem("too-many-pages", place, pages=count, limit=limits().pages)
        blocks = [] if has_errors(reading.problems) else _blocks(reading, document, count)
    return finished(reading, blocks, count)


def _cut_off(content: bytes) -> bool:
    """Say whether the mark is missing that ends every PDF; blanks behind it are common."""
    return b"%%EOF" not in content.rstrip(_PADDING)[-_TAIL:]


def _blocks(reading: Reading, document: PdfDocument, count: int) -> list[Block]:
    pages, end, characters = _Pages(), time.monotonic() + limits().seconds, 0
    for number in range(1, count + 1):
        if time.monotonic() > end:
            reading.problem("too-slow", Place(reading.file, page=number), seconds=limits().seconds)
            return []
        characters += _page(reading, document, number, pages)
        if characters > limits().characters:
            reading.problem("too-large", Place(reading.file), limit=limits().characters // 1_000_000)
        if has_errors(reading.problems):
            return []
    _tell(reading, pages)
    if has_errors(reading.problems):
        return []
    return assemble([*lines(reading, pages.read), *_written(reading, pages.written)])


def _page(reading: Reading, document: PdfDocument, number: int, pages: _Pages) -> int:
    """Read one page and return how many characters it holds."""
    from pypdfium2 import PdfiumError

    try:
        page = document[number - 1]
        try:
            found = read_page(page, limits().page_characters)
            if found is None:
                place = Place(reading.file, page=number)
                reading.problem("page-too-long", place, limit=limits().page_characters)
                return 0
            text = "".join("".join(one.text.split()) for row in found.rows for one in row)
            pages.written += [(number, written) for written in _annotations(page)]
            _sort(number, page, found, text, pages)
            return len(text)
        finally:
            page.close()
    except PdfiumError:
        reading.problem("damaged-page", Place(reading.file, page=number))
        return 0


def _sort(number: int, page: PdfPage, found: Page, text: str, pages: _Pages) -> None:
    """Put a page where it belongs by what can be read of it."""
    from pypdfium2 import raw

    if not text:
        (pages.scanned if raw.FPDFPage_CountObjects(page) > 0 else pages.blank).append(number)
    elif len(_UNMAPPED.findall(text)) > _UNMAPPED_SHARE * len(text):
        pages.unmapped.append(number)
    else:
        pages.read[number] = found
        if len(text) < _LITTLE and _filled(page):
            pages.pictured.append(number)


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


def _annotations(page: PdfPage) -> Iterator[str]:
    """Yield free text written onto a page, and the values of its form fields."""
    from pypdfium2 import raw

    keys = {raw.FPDF_ANNOT_FREETEXT: b"Contents", raw.FPDF_ANNOT_WIDGET: b"V"}
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), limits().blocks)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        key = keys.get(raw.FPDFAnnot_GetSubtype(annotation))
        size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0) if key else 0
        if 2 < size <= 2 * limits().line_characters:
            buffer = ctypes.create_string_buffer(size)
            target = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
            raw.FPDFAnnot_GetStringValue(annotation, key, target, size)
            yield buffer.raw[: size - 2].decode("utf-16-le", "ignore")
        raw.FPDFPage_CloseAnnot(annotation)


def _written(reading: Reading, written: Sequence[tuple[int, str]]) -> Iterator[Line]:
    for page, text in written:
        for number, line in enumerate(text.replace("\r", "\n").split("\n")):
            yield Line(reading.piece(line, Place(reading.file, page=page)), gap=number == 0)
    if written:
        reading.note("annotations", count=len(written))


def _tell(reading: Reading, pages: _Pages) -> None:
    """Say which pages were not read, and why."""
    place = Place(reading.file)
    if not pages.read and not pages.written and pages.scanned and not pages.unmapped:
        reading.problem("scanned", place, pages=len(pages.scanned))
        return
    severity = Severity.UNDECIDED if pages.read or pages.written else Severity.ERROR
    for slug, found in (("scanned-pages", pages.scanned), ("unmapped-pages", pages.unmapped)):
        if found:
            reading.problem(slug, Place(reading.file, page=found[0]), severity, pages=_numbers(found))
    if pages.pictured:
        first = Place(reading.file, page=pages.pictured[0])
        reading.problem("picture-pages", first, Severity.WARNING, pages=_numbers(pages.pictured))


def _numbers(pages: Sequence[int]) -> str:
    """Return page numbers as text, neighbours as a span: 3, 5–9."""
    spans: list[list[int]] = []
    for page in pages:
        if spans and page == spans[-1][1] + 1:
            spans[-1][1] = page
        else:
            spans.append([page, page])
    shown = [f"{first}" if first == last else f"{first}–{last}" for first, last in spans]
    return ", ".join(shown[:_LISTED]) + (" …" if len(shown) > _LISTED else "")
