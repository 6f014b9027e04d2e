"""The language-neutral document tree that every output is drawn from.

:func:`build` (in ``build.py``) turns an evaluation into a :class:`Document`; ``pdf.py`` and ``text.py`` draw it in one
language or both. A value in the tree is a :class:`~qspec.errors.Say`, a text per language, or plain text (numbers,
names as written).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from qspec.errors import Value


class Tone(StrEnum):
    """How a cell is drawn; the words always say the same, so nothing depends on color."""

    PLAIN = "plain"
    QUIET = "quiet"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


class Align(StrEnum):
    """Alignment of a table column."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True)
class Cell:
    """Content of one cell: one or several lines."""

    lines: tuple[Value, ...]
    tone: Tone = Tone.PLAIN
    strong: bool = False


@dataclass(frozen=True)
class Column:
    """A table column: its heading, alignment and share of the width."""

    heading: Value
    align: Align = Align.LEFT
    weight: float = 1.0


@dataclass(frozen=True)
class Table:
    """Rows under headings."""

    heading: Value | None
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Value | None = None


@dataclass(frozen=True)
class Facts:
    """Pairs of label and content, drawn as a grid of ``across`` pairs a line."""

    heading: Value | None
    rows: tuple[tuple[Value, Cell], ...]
    across: int = 2


@dataclass(frozen=True)
class Paragraphs:
    """Sentences under a heading, each its own paragraph."""

    heading: Value | None
    items: tuple[Cell, ...]
    bullets: bool = False


@dataclass(frozen=True)
class Banner:
    """The lot's disposition, in words, with its reasons."""

    label: Value
    disposition: Value
    tone: Tone
    reasons: tuple[Value, ...]


@dataclass(frozen=True)
class Seal:
    """A box for a person's seal; in a PDF also a field that can be signed."""

    name: str
    """Name of the field, the same in every language and edition: ``approved``, ``checked``, ``prepared``, ``buyer``."""
    label: Value
    purpose: Value
    """Who seals here and to what end, for those who do not see the box."""


@dataclass(frozen=True)
class Masthead:
    """Top of the first page: title, the line to the addressee, the issuer, number and date, seal boxes."""

    title: Value
    addressee: Value | None
    issuer: tuple[Value, ...]
    facts: tuple[tuple[Value, Value], ...]
    seals: tuple[Seal, ...]


@dataclass(frozen=True)
class Picture:
    """A drawing under its caption; ``words`` say what it shows where nothing can be drawn."""

    caption: Value
    words: Value
    draw: Callable[[str, float, float], Any]
    """Language (``ja+en`` for both), width and height in points → a drawing of the PDF library."""
    height: float
    photo: bool = False
    """Whether it is a photo, or several: dots, not lines."""


@dataclass(frozen=True)
class PageBreak:
    """Start a new page here (between lots)."""


Block = Masthead | Banner | Facts | Table | Paragraphs | Picture | PageBreak


@dataclass(frozen=True)
class Document:
    """A whole paper. ``footer`` stands on every page beside the page number."""

    title: Value
    blocks: tuple[Block, ...]
    footer: tuple[Value, ...]
    languages: tuple[str, ...]
    """One or both of the catalogue languages, in the order of drawing."""
    date: str
    """Date of the paper (ISO), an input, so that the same input gives the same bytes."""
