"""Draws a :class:`~qspec.report.outline.Document` as an A4 PDF: the paper one company sends another.

The same document gives the same bytes on every run. Fonts are always embedded. The steps: collect the characters, make
the fonts, set every block as strips, lay the strips out on pages, draw. The parts stand in ``paper/``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from qspec.errors import Say, Value
from qspec.messages import LANGUAGES, render, say
from qspec.report.outline import Cell, Document, Masthead, Paragraphs, Picture
from qspec.report.paper import style
from qspec.report.paper.blocks import strips
from qspec.report.paper.flow import Placed, paginate
from qspec.report.paper.fonts import Faces, FontFiles, faces, shipped
from qspec.report.paper.glyphs import Guard, wanted
from qspec.report.paper.pen import Frame, Pen, Properties, Trace
from qspec.report.paper.setting import Setter
from qspec.report.pictures.axes import texts
from qspec.report.pictures.saving import paint

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

    def paint_on(self, canvas: Any, left: float, bottom: float) -> None:  # noqa: ANN401 - the PDF library has no types
        paint(self.drawing, canvas, left, bottom, self.faces)


def draw(document: Document, *, font: FontFiles | None = None, trace: Trace | None = None) -> bytes:
    """Return the PDF. ``font`` replaces the typeface that ships with the program; ``trace`` sees every string drawn.

    Raises ``ValueError`` where a given font file cannot be used.
    """
    with faces(font or shipped(), _characters(document)) as found:
        document = _pictures_in(document, found)
        setter = Setter(found, Guard(found.coverage), document.languages)
        pages = _pages(document, setter)
        pen = Pen(found, _properties(document, setter), trace)
        for number, page in enumerate(pages, start=1):
            if number > 1:
                pen.next_page()
            for placed in page:
                placed.strip.paint(pen, style.TOP + placed.top)
            _footer(pen, document, setter, number, len(pages))
        return pen.finish()


def _pages(document: Document, setter: Setter) -> list[list[Placed]]:
    """Return the laid-out pages, with a note where characters had to be changed: it stands before the end mark."""
    made = strips(document, setter)
    changed = setter.guard.changed()
    if changed:
        made = strips(_with_note(document, ", ".join(changed)), setter)
    return paginate(made, style.ROOM)


def _with_note(document: Document, characters: str) -> Document:
    note = Cell((Say("report.glyph-note", {"characters": characters}),))
    block = Paragraphs(Say("report.section.glyphs"), (note,))
    return dataclasses.replace(document, blocks=(*document.blocks[:-1], block, *document.blocks[-1:]))


def _characters(document: Document) -> frozenset[str]:
    """Return every character that may have to be drawn."""
    found = {render(value, lang) for value in _values(document) for lang in document.languages}
    found |= set(_pictured(document))
    found |= {say(key, lang, page=0, pages=0, characters="→") for key in _OWN for lang in LANGUAGES}
    return frozenset().union("・", *map(wanted, found))


def _pictured(document: Document) -> Iterator[str]:
    """Yield every text in the document's pictures."""
    for block in document.blocks:
        if isinstance(block, Picture):
            yield from (text.text for text in texts(block.draw(document.languages[0], style.WIDTH, block.height)))


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
        for field in dataclasses.fields(node):
            yield from _values(getattr(node, field.name))


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
