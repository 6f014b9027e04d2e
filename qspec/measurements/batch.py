"""A batch as read: the lot it belongs to, its pieces, and for each item a block of text columns with places.

Readers make grids of text, ``layout.py`` finds the tables in them, ``choosing.py`` gives columns to items, and
the result is this. Judgement calls :func:`qspec.measurements.read` and sees nothing of files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from qspec.errors import Place, Say
from qspec.kinds.base import Block


@dataclass(frozen=True)
class TextColumn:
    """A column of cells as written, each with its own place (fulfils ``kinds.base.Column``)."""

    header: str
    unit: str | None
    texts: Sequence[str | None]
    places: Sequence[Place]

    def place(self, index: int) -> Place:
        """Return where cell ``index`` stands."""
        return self.places[index]


@dataclass(frozen=True)
class Instrument:
    """A measuring instrument as declared: name or number, and when its calibration was done and is due (ISO dates)."""

    name: str
    serial: str | None = None
    calibrated: str | None = None
    due: str | None = None


@dataclass(frozen=True)
class LotInfo:
    """What is known about a lot from options, the ``.batch.yaml`` beside the data, or a form's title block."""

    id: str | None = None
    size: int | None = None
    date: str | None = None
    """Inspection date, ISO 8601."""
    inspector: str | None = None
    order: str | None = None
    quantity: str | None = None
    instruments: tuple[Instrument, ...] = ()
    picked: tuple[str, ...] | None = None
    """Serial numbers picked for inspection, where a list of them exists."""
    part: str | None = None
    remarks: str | None = None


@dataclass(frozen=True)
class Piece:
    """One inspected piece: its serial number as written (or its running number) and its first place."""

    serial: str
    place: Place
    conflict: tuple[Place, ...] = ()
    """Places of rows that contradict one another; such a piece is UNDECIDED."""


@dataclass(frozen=True)
class HandMark:
    """A judgement filled in by hand, as written: of a piece, of an item, of an item on a piece, or of the whole lot.

    It is never used as a verdict; judgement says where it contradicts the readings.
    """

    text: str
    place: Place
    piece: int | None = None
    """Index into the lot's pieces; None for all of them."""
    item: str | None = None
    """Item id; None for all items."""
    role: str | None = None
    """Key of the item's role that the mark stands beside; None where it stands for the whole item."""


class End(StrEnum):
    """What a cell states of a limit."""

    WHOLE = "whole"
    LOWER = "lower"
    UPPER = "upper"
    NOMINAL = "nominal"


@dataclass(frozen=True)
class StatedLimit:
    """A limit that the form states for an item, as written; it is never applied, but held against the spec's."""

    item: str
    role: str
    text: str
    label: str
    """Heading of the column, or label of the row, as written."""
    place: Place
    end: End = End.WHOLE
    unit: str | None = None
    """Unit id that the form states for the limit or for the readings beside it."""
    nominal: str | None = None
    """Nominal beside the limit, as written."""


@dataclass(frozen=True)
class Lot:
    """The readings of one lot. ``blocks`` has an entry for each item that has columns; the others have no data."""

    info: LotInfo
    pieces: tuple[Piece, ...]
    blocks: Mapping[str, Block]
    marks: tuple[HandMark, ...] = ()
    stated: tuple[StatedLimit, ...] = ()


@dataclass(frozen=True)
class Batch:
    """Everything read from one inspection file."""

    file: str
    sha256: str
    lots: tuple[Lot, ...]
    matched: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Item id → role key → header as written, for the record."""
    unused: tuple[str, ...] = ()
    """Headers of columns that no item uses."""
    notes: tuple[Say, ...] = ()
