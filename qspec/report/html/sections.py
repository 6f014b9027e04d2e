"""The outline's blocks as the page's sections, each under its heading; one part for each lot where there are several.

``page.py`` calls :func:`parts`. A block without a heading belongs to the section before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qspec.errors import Say, Value
from qspec.report.outline import Banner, Block, Document, Facts, Masthead, PageBreak, Paragraphs, Picture, Table

_LOT = Say("report.field.lot")


@dataclass(frozen=True)
class Section:
    """Blocks under one heading; ``key`` is the anchor."""

    key: str
    heading: Value | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Part:
    """What stands between two page breaks: one lot, or the table of lots before the first."""

    key: str
    name: Value | None
    """What the part is called; None where there is only one, or where it is no lot."""
    sections: tuple[Section, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All of its blocks."""
        return tuple(block for section in self.sections for block in section.blocks)


def parts(document: Document) -> list[Part]:
    """Return the document's parts in order, without the masthead."""
    groups: list[list[Block]] = [[]]
    for block in document.blocks:
        if isinstance(block, PageBreak):
            groups.append([])
        elif not isinstance(block, Masthead):
            groups[-1].append(block)
    several = len(groups) > 1
    return [
        Part(f"p{number}", _name(group) if several else None, tuple(_sections(group, f"s{number}")))
        for number, group in enumerate(groups, start=1)
    ]


def heading_of(block: Block) -> Value | None:
    """Return what a block is headed with."""
    match block:
        case Banner():
            return block.label
        case Table() | Facts() | Paragraphs():
            return block.heading
        case Picture():
            return None
    return None


def _sections(blocks: Iterable[Block], key: str) -> Iterator[Section]:
    open_: list[Block] = []
    heading: Value | None = None
    number = 0
    for block in blocks:
        own = heading_of(block)
        if own is not None:
            if open_:
                yield Section(f"{key}-{number}", heading, tuple(open_))
            number, heading, open_ = number + 1, own, []
        open_.append(block)
    if open_:
        yield Section(f"{key}-{number}", heading, tuple(open_))


def _name(blocks: Iterable[Block]) -> Value | None:
    """Return the lot and its disposition; None for a part that is no lot."""
    kept = list(blocks)
    banner = next((block for block in kept if isinstance(block, Banner)), None)
    facts = (row for block in kept if isinstance(block, Facts) for row in block.rows)
    lot = next((cell.lines[0] for label, cell in facts if label == _LOT), None)
    if banner is None or lot is None:
        return None
    return Say("html.lot", {"lot": lot, "disposition": banner.disposition})
