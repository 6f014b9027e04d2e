"""Stacks strips onto pages: what belongs together stays together, headings are repeated, what is too high is split.

All pages are laid out before the first is drawn, so that each can say how many there are. Linear in the number of
strips.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qspec.report.paper.strips import Break, Strip

SMALLEST_PART = 60.0
"""Height that must be left on a page for a strip to be split there."""
SPLIT_FROM = 0.3
"""Share of a page's height from which a strip is rather split than moved to the next page."""
_SLACK = 0.01
"""Rounding of sums of heights, far below what can be seen."""


@dataclass(frozen=True)
class Placed:
    """A strip and the distance of its upper edge from the top of the content."""

    top: float
    strip: Strip
    repeated: bool = False
    """Whether it stands there again, at the top of a page on which its table goes on."""


class _Pages:
    """Pages being filled."""

    def __init__(self, room: float) -> None:
        self.room = room
        self.pages: list[list[Placed]] = [[]]
        self.used = 0.0

    def space(self, strip: Strip) -> float:
        """Return the height left for a strip, below the headings it repeats where it opens a page."""
        head = strip.head.height if strip.head is not None and not self.pages[-1] else 0.0
        return self.room - self.used - head + _SLACK

    def gap(self, strip: Strip) -> float:
        """Return the space above a strip; none at the top of a page."""
        return strip.before if self.pages[-1] else 0.0

    def fresh(self) -> None:
        if self.pages[-1]:
            self.pages.append([])
        self.used = 0.0

    def put(self, strip: Strip) -> None:
        """Place a strip here, below the headings of its table where it opens a page."""
        before = self.gap(strip)
        if not self.pages[-1] and strip.head is not None:
            self.pages[-1].append(Placed(0.0, strip.head, repeated=True))
            self.used = strip.head.height
        self.pages[-1].append(Placed(self.used + before, strip))
        self.used += before + strip.height


def paginate(strips: Sequence[Strip], room: float) -> list[list[Placed]]:
    """Return the pages, each a list of placed strips; only a single line higher than a page reaches below ``room``."""
    pages = _Pages(room)
    index = 0
    while index < len(strips):
        strip = strips[index]
        if isinstance(strip, Break):
            pages.fresh()
            index += 1
            continue
        end = _group_end(strips, index)
        group = strips[index:end]
        tall = strip.height > room * SPLIT_FROM
        if not tall and _needed(pages, group) > pages.space(strip) and _fits_alone(group, room):
            pages.fresh()
        if _needed(pages, group) <= pages.space(strip):
            for member in group:
                pages.put(member)
            index = end
            continue
        _force(pages, strip, group)
        index += 1
    return [page for page in pages.pages if page]


def _group_end(strips: Sequence[Strip], start: int) -> int:
    """Return the index after the strips that are bound to one another from ``start`` on."""
    end = start
    while end + 1 < len(strips) and (strips[end].keep or strips[end + 1].bound):
        if isinstance(strips[end + 1], Break):
            break
        end += 1
    return end + 1


def _needed(pages: _Pages, group: Sequence[Strip]) -> float:
    """Return the height of a group placed now, with the spaces within it."""
    rest = sum(strip.before + strip.height for strip in group[1:])
    return pages.gap(group[0]) + group[0].height + rest


def _fits_alone(group: Sequence[Strip], room: float) -> bool:
    head = group[0].head.height if group[0].head is not None else 0.0
    return head + group[0].height + sum(strip.before + strip.height for strip in group[1:]) <= room + _SLACK


def _force(pages: _Pages, strip: Strip, group: Sequence[Strip]) -> None:
    """Place the first strip of a group that is too high for any page, splitting it where it is too high itself."""
    lead = _lead(group, pages.room)
    if pages.gap(strip) + lead > pages.space(strip) and lead <= pages.room:
        pages.fresh()
    while pages.gap(strip) + strip.height > pages.space(strip):
        room = pages.space(strip) - pages.gap(strip)
        parts = strip.split(room) if room >= SMALLEST_PART else None
        if parts is not None:
            pages.put(parts[0])
            strip = parts[1]
        elif not pages.pages[-1]:
            break
        pages.fresh()
    pages.put(strip)


def _lead(group: Sequence[Strip], room: float) -> float:
    """Return the least height a group must begin with: its low strips up to the first tall one, and a part of that."""
    lead = -group[0].before
    for strip in group:
        if strip.height > room * SPLIT_FROM:
            return lead + strip.before + SMALLEST_PART
        lead += strip.before + strip.height
        if lead > room / 2:
            break
    return lead
