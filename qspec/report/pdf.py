"""Draws a :class:`~qspec.report.outline.Document` as an A4 PDF: the paper one company sends another.

The same document gives the same bytes on every run. Fonts are always embedded. The steps: collect the characters, make
the fonts, set every block as strips, lay the strips out on pages, draw (``paper/``); then make the file one that can be
kept, read out and signed (``archive/``).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import cache
from typing import Any

from qspec.errors import Say, Value
from qspec.messages import LANGUAGES, render, say
from qspec.report.archive.finishing import finish
from qspec.report.archive.model import Element, File, Properties
from qspec.report.carried.model import Attachment
from qspec.report.outline import Cell, Document, Masthead, Paragraphs, Picture, Table
from qspec.report.paper import style
from qspec.report.paper.blocks import strips
from qspec.report.paper.flow import Placed, paginate
from qspec.report.paper.fonts import Faces, FontFiles, faces, shipped
from qspec.report.paper.glyphs import Guard, wanted
from qspec.report.paper.pen import FOOTER, REPEATED, Frame, Pen, Told, Trace
from qspec.report.paper.setting import Setter
from qspec.report.pictures.axes import texts
from qspec.report.pictures.saving import paint
from qspec.report.width import visible

TAGGED_ROWS = 2000
"""Rows of tables up to which a paper is tagged: the tags of more would weigh more than the paper."""
_OWN = ("report.page", "report.section.glyphs", "report.glyph-note")
"""Sentences that the paper itself adds."""


@dataclasses.dataclass(frozen=True)
class _Ready:
    """A drawing that knows its faces; fulfils :class:`~qspec.report.paper.pen.Painted`."""

    drawing: Any
    faces: Faces

    @property
    def height(self) -> float:
        return float(self.drawing.height)

    def paint_on(self, canvas: Any, left: float, bottom: float, told: Told | None) -> None:  # noqa: ANN401 - the PDF library has no types
        paint(self.drawing, canvas, left, bottom, self.faces, told)


def draw(
    document: Document,
    *,
    font: FontFiles | None = None,
    trace: Trace | None = None,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """Return the PDF: PDF/A-3, level a and PDF/UA-1 up to :data:`TAGGED_ROWS`, level u above.

    ``font`` replaces the typeface that ships with the program; ``trace`` sees every string drawn; ``attachments`` go
    into the file byte for byte. The seal boxes are empty signature fields. Raises ``ValueError`` where a given font
    file cannot be used.
    """
    with faces(font or shipped(), _characters(document)) as found:
        document = _pictures_in(document, found)
        setter = Setter(found, Guard(found.coverage), document.languages)
        root, pages = _pages(document, setter)
        properties = _properties(document, setter)
        pen = Pen(found, properties, trace, tagged=root is not None)
        for number, page in enumerate(pages, start=1):
            if number > 1:
                pen.next_page()
            for placed in page:
                _paint(placed, pen)
            with pen.aside(FOOTER):
                _footer(pen, document, setter, number, len(pages))
        files = [_file(attachment, document.languages) for attachment in attachments]
        return finish(pen.finish(), properties, root, files)


def _paint(placed: Placed, pen: Pen) -> None:
    with pen.aside(REPEATED) if placed.repeated else nullcontext():
        placed.strip.paint(pen, style.TOP + placed.top)


def _file(attachment: Attachment, languages: Sequence[str]) -> File:
    said = [visible(render(attachment.description, lang)) for lang in languages]
    description = " / ".join(dict.fromkeys(said))
    relationship, media_type = attachment.relationship.value, attachment.media_type
    return File(attachment.name, attachment.content, relationship, media_type, description)


def _root(document: Document) -> Element | None:
    """Return the root of the tree of elements; None for a paper that is too long to be tagged."""
    rows = sum(len(block.rows) for block in document.blocks if isinstance(block, Table))
    return Element("Document") if rows <= TAGGED_ROWS else None


def _pages(document: Document, setter: Setter) -> tuple[Element | None, list[list[Placed]]]:
    """Return the laid-out pages, with a note where characters had to be changed: it stands before the end mark."""
    root = _root(document)
    made = strips(document, setter, root)
    changed = setter.guard.changed()
    if changed:
        root = _root(document)
        made = strips(_with_note(document, ", ".join(changed)), setter, root)
    return root, paginate(made, style.ROOM)


def _with_note(document: Document, characters: str) -> Document:
    note = Cell((Say("report.glyph-note", {"characters": characters}),))
    block = Paragraphs(Say("report.section.glyphs"), (note,))
    return dataclasses.replace(document, blocks=(*document.blocks[:-1], block, *document.blocks[-1:]))


def _characters(document: Document) -> frozenset[str]:
    """Return every character that may have to be drawn."""
    values = list(_values(document))
    found = {value for value in values if isinstance(value, str)}
    found |= {render(value, lang) for value in values if not isinstance(value, str) for lang in document.languages}
    found |= set(_pictured(document))
    found |= {say(key, lang, page=0, pages=0, characters="→") for key in _OWN for lang in LANGUAGES}
    return frozenset().union("・", *map(wanted, found))


def _pictured(document: Document) -> Iterator[str]:
    """Yield every text in the document's pictures."""
    for block in document.blocks:
        if isinstance(block, Picture):
            drawing = block.draw("+".join(document.languages), style.WIDTH, block.height)
            yield from (text.text for text in texts(drawing))


def _pictures_in(document: Document, found: Faces) -> Document:
    """Return the document with its pictures ready to be painted in the paper's faces."""

    def ready(block: Picture) -> Picture:
        return dataclasses.replace(block, draw=lambda *given: _Ready(block.draw(*given), found))

    blocks = tuple(ready(block) if isinstance(block, Picture) else block for block in document.blocks)
    return dataclasses.replace(document, blocks=blocks)


def _values(node: object) -> Iterator[Value]:
    """Yield every value in a part of the document tree."""
    if isinstance(node, str | int | Say | Mapping):
        yield node
    elif isinstance(node, tuple):
        for member in node:
            yield from _values(member)
    elif dataclasses.is_dataclass(node):
        for name in _fields(node.__class__):
            yield from _values(getattr(node, name))


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def _properties(document: Document, setter: Setter) -> Properties:
    issuer = next((block.issuer[0] for block in document.blocks if isinstance(block, Masthead) and block.issuer), "")
    return Properties(
        title=" ".join(setter.texts(document.title)),
        author=" / ".join(setter.texts(issuer)),
        subject=" ".join(setter.texts(document.footer[0])) if document.footer else "",
        language=document.languages[0],
        date=document.date,
    )


def _footer(pen: Pen, document: Document, setter: Setter, page: int, pages: int) -> None:
    """Draw the document number and the digests at the left, the page's number at the right."""
    top = style.PAGE_HEIGHT - style.BOTTOM + 8
    left, right = style.LEFT, style.LEFT + style.WIDTH
    frame = Frame(left, top, right, style.PAGE_HEIGHT - 8)
    pen.line(left, top, right, top, style.THIN, style.RULE)
    number = "   ".join(setter.texts(Say("report.page", {"page": page, "pages": pages})))
    width = pen.measure(number, style.FOOT)
    pen.text(number, right - width, top + style.FOOT.leading, style.FOOT, frame)
    room = right - left - width - 12
    lines = [" · ".join(setter.texts(value)) for value in document.footer]
    broken = [line for text in lines for line in setter.break_text(text, room, style.FOOT)]
    for index, line in enumerate(broken[:3]):
        pen.text(line.text, left, top + style.FOOT.leading * (index + 1), style.FOOT, frame)
