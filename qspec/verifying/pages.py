"""What a reader sees on the pages of two papers, as PDFium shows it, and where they do not show the same.

Runs in ``worker.py``'s process. Text, annotations, everything drawn (a white box over a verdict leaves the text
behind), and the picture of the page, for a text can be read as one thing and drawn as another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

Told = dict[str, Any]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""

_LISTED = 20
"""Differences that are told one by one."""
LOOKED_AT = 2_000
"""Pages whose pictures are compared; text and drawing are compared on all."""
_SCALE = 0.7
"""Pictures of a page at 50 dots per inch: enough to see another character in small print."""
_UNLIKE = 60
"""Difference of two grey values (of 255) that counts; the same letters of another edition of a font differ less."""
_SPOT = 6
"""Pixels together that make a spot an eye would see."""
_SHOWN = 60
"""Characters of a text that are told."""
_KINDS = {1: "text", 2: "shape", 3: "picture", 4: "shading", 5: "form"}
_WIDGET = 20
"""FPDF_ANNOT_WIDGET."""


def differences(given: bytes, drawn: bytes) -> list[Told]:
    """Return what the given paper shows otherwise than the one drawn again, page by page."""
    from pypdfium2 import PdfDocument

    one, other = PdfDocument(given), PdfDocument(drawn)
    found: list[Told] = []
    if len(one) != len(other):
        found.append({"slug": "pages", "pages": len(one), "again": len(other)})
    for number in range(min(len(one), len(other))):
        found += _page(one, other, number)
        if len(found) > _LISTED:
            break
    return found[:_LISTED]


def _page(one: PdfDocument, other: PdfDocument, number: int) -> Iterator[Told]:
    first, second = one[number], other[number]
    words, again = first.get_textpage(), second.get_textpage()
    before: list[Told] = [*_size(first, second), *_text(words, again)]
    if not before:  # where the text is another, what is drawn stands elsewhere, and says nothing more
        before += _drawn(first, second, words)
    before += _annotated(first, second)
    if not before and number < LOOKED_AT:
        before += _seen(first, second)
    for told in before:
        yield {"page": number + 1, **told}
    for each in (words, again, first, second):
        each.close()


def _size(one: PdfPage, other: PdfPage) -> Iterator[Told]:
    boxes = [
        (page.get_rotation(), *(round(edge) for edge in (*page.get_mediabox(), *page.get_cropbox())))
        for page in (one, other)
    ]
    if boxes[0] != boxes[1]:
        yield {"slug": "page-size"}


def _text(one: PdfTextPage, other: PdfTextPage) -> Iterator[Told]:
    lines, again = (_lines(words) for words in (one, other))
    if lines == again:
        return
    for line, other_line in zip(lines, again, strict=False):
        if line != other_line:
            yield {"slug": "text", "found": line[:_SHOWN], "again": other_line[:_SHOWN]}
            return
    more = [*lines[len(again) :], *again[len(lines) :]][0]
    yield {"slug": "text-more" if len(lines) > len(again) else "text-less", "text": more[:_SHOWN]}


def _lines(words: PdfTextPage) -> list[str]:
    texts = (" ".join(line.split()) for line in words.get_text_range().splitlines())
    return [text for text in texts if text]


def _drawn(one: PdfPage, other: PdfPage, words: PdfTextPage) -> Iterator[Told]:
    """Yield what is drawn on one page and not on the other."""
    first, second = _objects(one), _objects(other)
    more = [box for key, boxes in first.items() for box in boxes[len(second.get(key, ())) :]]
    less = [box for key, boxes in second.items() for box in boxes[len(first.get(key, ())) :]]
    for kind, box in more[:_LISTED]:
        under = " ".join(words.get_text_bounded(*box).split()) if kind != "text" else ""
        told = {"kind": kind, "where": _place(box)}
        yield {"slug": "covered", "text": under[:_SHOWN], **told} if under else {"slug": "drawn-more", **told}
    for kind, box in less[: 0 if more else _LISTED]:
        yield {"slug": "drawn-less", "kind": kind, "where": _place(box)}


def _objects(page: PdfPage) -> dict[tuple[Any, ...], list[tuple[str, Box]]]:
    """Return every object with its box, by what makes it the same: kind, place, colors, how it is painted.

    A text stands where it begins: how far its letters reach is the typeface's matter, which the picture shows.
    """
    import ctypes

    from pypdfium2 import raw

    found: dict[tuple[Any, ...], list[tuple[str, Box]]] = {}
    for one in page.get_objects(max_depth=15):
        colors = []
        for ask in (raw.FPDFPageObj_GetFillColor, raw.FPDFPageObj_GetStrokeColor):
            parts = [ctypes.c_uint() for _ in range(4)]
            known = ask(one.raw, *(ctypes.byref(part) for part in parts))
            colors.append(tuple(part.value for part in parts) if known else None)
        left, bottom, right, top = one.get_bounds()
        place: tuple[float, ...] = (left, bottom, right, top)
        mode = 0
        if one.type == raw.FPDF_PAGEOBJ_TEXT:
            place = one.get_matrix().get()
            mode = raw.FPDFTextObj_GetTextRenderMode(one.raw)
        key = (one.type, tuple(round(each, 1) for each in place), *colors, mode)
        found.setdefault(key, []).append((_KINDS.get(one.type, "other"), (left, bottom, right, top)))
    return found


def _place(box: tuple[float, ...]) -> str:
    """Return where on the page a box stands, in millimetres from the lower left corner."""
    left, bottom, right, top = (round(edge * 25.4 / 72) for edge in box)
    return f"{left}–{right} × {bottom}–{top} mm"


def _annotated(one: PdfPage, other: PdfPage) -> Iterator[Told]:
    first, second = Counter(_annotations(one)), Counter(_annotations(other))
    for key in first - second:
        yield {"slug": "annotation", "text": key[2][:_SHOWN], "where": _place(key[1])}
    for key in second - first:
        yield {"slug": "annotation-less", "where": _place(key[1])}


def _annotations(page: PdfPage) -> Iterator[tuple[int, tuple[float, ...], str]]:
    """Yield kind, place and content of every annotation; how a form field looks is the signatures' matter."""
    import ctypes

    from pypdfium2 import raw

    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        note = raw.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        box = raw.FS_RECTF()
        raw.FPDFAnnot_GetRect(note, ctypes.byref(box))
        kind = raw.FPDFAnnot_GetSubtype(note)
        edges = tuple(round(edge, 1) for edge in (box.left, box.bottom, box.right, box.top))
        yield kind, edges, "" if kind == _WIDGET else _content(note)
        raw.FPDFPage_CloseAnnot(note)


def _content(note: Any) -> str:  # noqa: ANN401 - a handle of the library
    import ctypes

    from pypdfium2 import raw

    size = min(raw.FPDFAnnot_GetStringValue(note, b"Contents", None, 0), 1_000_000)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(note, b"Contents", ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _seen(one: PdfPage, other: PdfPage) -> Iterator[Told]:
    """Yield a difference where the pictures of two pages differ in a spot that an eye would see."""
    from PIL import ImageChops

    first, second = (_picture(page) for page in (one, other))
    if first.size != second.size:
        yield {"slug": "page-size"}
        return
    unlike = ImageChops.difference(first, second).point([255 * (value > _UNLIKE) for value in range(256)])
    box = unlike.getbbox()
    if box is None or unlike.histogram()[255] < _SPOT:
        return
    left, top, right, bottom = box
    height = first.height
    yield {
        "slug": "looks",
        "where": _place(tuple(edge / _SCALE for edge in (left, height - bottom, right, height - top))),
    }


def _picture(page: PdfPage) -> Image:
    """Return the page in grey, without numpy: its threads would need more memory than the process may have."""
    drawn = page.render(scale=_SCALE, grayscale=True, may_draw_forms=False, draw_annots=False)
    picture: Image = drawn.to_pil().convert("L")
    return picture
