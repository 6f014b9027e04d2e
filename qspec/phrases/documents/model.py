"""What every document reader returns: blocks of text whose characters know where they stand, and what was wrong.

The scan (``qspec.phrases``) works on blocks alone and is blind to formats.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from qspec.errors import Place, Problem, Say

Origins: TypeAlias = tuple[tuple[int, Place], ...]
"""Offsets in a text, ascending from 0, with the place of the character that stands there."""


class BlockKind(StrEnum):
    """What a block is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    CELL = "table cell"


def moved(place: Place, by: int) -> Place:
    """Return the place so many characters further on; one without a column stays as it is."""
    return place if place.column is None or not by else replace(place, column=place.column + by)


@dataclass(frozen=True)
class Piece:
    """Text on its way into a block, with the places of its characters."""

    text: str
    origins: Origins

    def place_at(self, offset: int) -> Place:
        """Return where a character stands; beyond the ends that of the nearest one."""
        found = self.origins[max(bisect_right(self.origins, offset, key=lambda origin: origin[0]) - 1, 0)]
        return moved(found[1], max(offset - found[0], 0))

    def cut(self, start: int, end: int | None = None) -> Piece:
        """Return a part of the text, with its own places."""
        end = len(self.text) if end is None else end
        inner = tuple((offset - start, place) for offset, place in self.origins if start < offset < end)
        return Piece(self.text[start:end], ((0, self.place_at(start)), *inner))

    def with_end(self, text: str) -> Piece:
        """Return the text with more behind it that belongs to its last character."""
        return Piece(self.text + text, self.origins)

    def strip(self) -> Piece:
        """Return the text without the blanks around it."""
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, max(len(self.text.rstrip()), start))


def concat(pieces: Sequence[Piece]) -> Piece:
    """Return pieces, one or more, as one text."""
    origins: list[tuple[int, Place]] = []
    length = 0
    for piece in pieces:
        if piece.text:
            origins.extend((offset + length, place) for offset, place in piece.origins)
            length += len(piece.text)
    return Piece("".join(piece.text for piece in pieces), tuple(origins) or pieces[0].origins)


@dataclass(frozen=True)
class Block:
    """One paragraph, heading, list item or table cell, its wrapped lines joined.

    ``row`` is the table's number in the document and the row's in the table, both from 0, so that the columns of a
    bilingual table can be paired; ``column`` counts from 0. ``header`` is the text at the head of a cell's column.
    ``marker`` is the number or sign that stood before the text (``4.1``, ``第3条``, ``・``), which is not part of it.
    """

    text: str
    kind: BlockKind
    origins: Origins
    row: tuple[int, int] | None = None
    header: str = ""
    column: int | None = None
    marker: str = ""

    def place_at(self, offset: int) -> Place:
        """Return where a character of the text stands, with its column where the place has one."""
        return Piece(self.text, self.origins).place_at(offset)


@dataclass(frozen=True)
class Document:
    """A document that was read. One that cannot be used has no blocks and a problem of severity ERROR."""

    file: str
    blocks: tuple[Block, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Say, ...] = ()
    pages: int | None = None
