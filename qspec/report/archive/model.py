"""What a finished PDF holds besides its pages: properties, the tree of elements in reading order, fields to sign.

Plain values without any library. ``paper/`` fills the tree while it draws; ``finishing.py`` writes it.
"""

from __future__ import annotations

from dataclasses import dataclass

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right and top in points from the lower left corner of the page."""


@dataclass(frozen=True)
class Properties:
    """What a reader's program shows about the document."""

    title: str
    author: str
    subject: str
    language: str
    date: str
    """ISO date; stands as the date of creation, so that drawing again gives the same bytes."""


@dataclass(frozen=True)
class Mark:
    """A run of drawing on a page (from 0), by the number it has there."""

    page: int
    number: int


class Element:
    """A part of the document as a screen reader tells it; ``kind`` is a standard structure type (ISO 32000-1, 14.8.4).

    An element is made where the text is set and joins its parent when it is first drawn, so the order of drawing is
    the order of reading, and what is never drawn is not there.
    """

    __slots__ = ("alt", "box", "field", "joined", "kids", "kind", "lang", "parent", "scope", "span")

    def __init__(
        self, kind: str, parent: Element | None = None, *, lang: str | None = None, alt: str = "", scope: str = ""
    ) -> None:
        self.kind = kind
        self.parent = parent
        self.lang = lang
        self.alt = alt
        self.scope = scope
        """``Row`` or ``Column``: what a heading cell is the heading of."""
        self.span = 1
        """Columns that a cell takes."""
        self.box: Rectangle | None = None
        self.field: int | None = None
        """Place of the field that this element is, among the document's fields."""
        self.kids: list[Element | Mark] = []
        self.joined = parent is None

    def join(self) -> None:
        """Take the place among the parent's parts, after what was drawn before."""
        if not self.joined and self.parent is not None:
            self.joined = True
            self.parent.join()
            self.parent.kids.append(self)

    def spoken(self, lang: str | None) -> Element:
        """Return the element that text of a language belongs to: this one, or a part of it in that language."""
        if lang is None or lang == self.lang:
            return self
        last = self.kids[-1] if self.kids else None
        return last if isinstance(last, Element) and last.lang == lang else Element("Span", self, lang=lang)


def within(
    parent: Element | None, kind: str, *, lang: str | None = None, alt: str = "", scope: str = ""
) -> Element | None:
    """Return a new part of an element; None where the paper is not tagged."""
    return None if parent is None else Element(kind, parent, lang=lang, alt=alt, scope=scope)


@dataclass(frozen=True)
class Field:
    """An empty field for a signature. ``page`` counts from 0; ``purpose`` is read out where the box is not seen."""

    name: str
    page: int
    box: Rectangle
    purpose: str
    element: Element | None = None


@dataclass(frozen=True)
class File:
    """An attached file, its description as words."""

    name: str
    content: bytes
    relationship: str
    media_type: str
    description: str


@dataclass(frozen=True)
class Drawing:
    """The drawn pages, and which element each run of drawing on each page belongs to."""

    content: bytes
    runs: tuple[tuple[Element, ...], ...]
    fields: tuple[Field, ...]
