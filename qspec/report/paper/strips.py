"""Strips: full-width pieces of a page, each of a known height, that ``flow.py`` stacks onto pages.

A strip that may be too high for a page can be split. ``keep`` binds it to the strip after it (a heading to its table),
``bound`` to the one before it (the end mark to the last words); ``head`` is repeated where a page begins in the middle
(a table's headings).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from qspec.report.archive.model import Element
from qspec.report.outline import Align
from qspec.report.paper import style
from qspec.report.paper.pen import Frame, Painted, Pen
from qspec.report.paper.setting import Line, height
from qspec.report.paper.style import Chip, Shade


class Strip(ABC):
    """What the flow needs to know; see the module's docstring."""

    before: float = 0.0
    """Space above, left out at the top of a page."""
    keep: bool = False
    bound: bool = False
    head: Strip | None = None

    @property
    @abstractmethod
    def height(self) -> float:
        """Height in points, without the space above."""

    def split(self, room: float) -> tuple[Strip, Strip] | None:
        """Return the part that fits into a height and the rest, or None where the strip cannot be parted there."""
        return None

    @abstractmethod
    def paint(self, pen: Pen, top: float) -> None:
        """Draw the strip with its upper edge at ``top``."""


@dataclass(frozen=True)
class Break(Strip):
    """Begins a new page."""

    @property
    def height(self) -> float:
        """A break takes no height."""
        return 0.0

    def paint(self, pen: Pen, top: float) -> None:
        """Draw nothing."""


def place_lines(
    pen: Pen, lines: Sequence[Line], frame: Frame, top: float, align: Align, element: Element | None = None
) -> None:
    """Draw lines one below the other within a frame, as the content of an element."""
    y = top
    for line in lines:
        y += line.above
        x = frame.left
        if align is not Align.LEFT:
            free = frame.right - frame.left - pen.measure(line.text, line.kind)
            x += free if align is Align.RIGHT else free / 2
        # 0.78 of the leading puts the base line so that ascenders and descenders share the space evenly
        baseline = y + 0.78 * line.kind.leading
        if not line.runs:
            pen.text(line.text, x, baseline, line.kind, frame, element and element.spoken(line.lang))
        for text, lang in line.runs:
            pen.text(text, x, baseline, line.kind, frame, element and element.spoken(lang))
            x += pen.measure(text, line.kind)
        y += line.kind.leading


def part_lines(lines: Sequence[Line], room: float) -> int:
    """Return how many of the lines fit into a height."""
    used = 0.0
    for index, line in enumerate(lines):
        used += line.height
        if used > room:
            return index
    return len(lines)


@dataclass(frozen=True)
class TextStrip(Strip):
    """One line of a paragraph, with a mark before it where it is the first of a list entry."""

    line: Line
    before: float = 0.0
    keep: bool = False
    indent: float = 0.0
    bullet: Line | None = None
    align: Align = Align.LEFT
    bound: bool = False
    element: Element | None = None
    label: Element | None = None
    """The element of the mark."""

    @property
    def height(self) -> float:
        """Height of the line."""
        return self.line.height

    def paint(self, pen: Pen, top: float) -> None:
        """Draw the line."""
        bottom = top + self.height
        frame = Frame(style.LEFT + self.indent, top, style.LEFT + style.WIDTH, bottom)
        if self.bullet is not None:
            place_lines(pen, [self.bullet], replace(frame, left=style.LEFT), top, Align.LEFT, self.label)
        place_lines(pen, [self.line], frame, top, self.align, self.element)


@dataclass(frozen=True)
class PictureStrip(Strip):
    """A drawing over the whole width, set in the paper's faces."""

    picture: Painted
    before: float = 2.0
    element: Element | None = None

    @property
    def height(self) -> float:
        """Height of the drawing."""
        return self.picture.height

    def paint(self, pen: Pen, top: float) -> None:
        """Draw it."""
        pen.picture(self.picture, style.LEFT, top, self.element)


@dataclass(frozen=True)
class HeadingStrip(Strip):
    """A section's heading: a bar, the first language, and the second beside or below it."""

    lines: tuple[Line, ...]
    beside: Line | None
    title: str
    before: float = 10.0
    keep: bool = True
    element: Element | None = None

    @property
    def height(self) -> float:
        """Height of the lines and the space below them."""
        return height(self.lines) + 3.0

    def paint(self, pen: Pen, top: float) -> None:
        """Draw bar and lines, and enter the heading into the document's outline."""
        tall = height(self.lines)
        pen.box(Frame(style.LEFT, top + 1.5, style.LEFT + 3.2, top + tall - 1.5), fill=style.INK)
        frame = Frame(style.LEFT + 8, top, style.LEFT + style.WIDTH, top + tall)
        place_lines(pen, self.lines, frame, top, Align.LEFT, self.element)
        if self.beside is not None:
            first, beside = self.lines[0], self.beside
            x = frame.left + pen.measure(first.text, first.kind) + 7
            element = self.element and self.element.spoken(beside.lang)
            pen.text(beside.text, x, top + 0.78 * first.kind.leading, beside.kind, frame, element)
        pen.bookmark(self.title, top)


@dataclass(frozen=True)
class Box:
    """One cell of a row, set and ready to be drawn."""

    left: float
    width: float
    lines: tuple[Line, ...]
    align: Align = Align.LEFT
    fill: Shade | None = None
    chip: Chip | None = None
    element: Element | None = None


@dataclass(frozen=True)
class RowStrip(Strip):
    """A row of cells with rules around them."""

    boxes: tuple[Box, ...]
    before: float = 0.0
    keep: bool = False
    head: Strip | None = None
    opens: bool = False
    """Whether a table begins here (thick upper rule)."""
    closes: bool = False
    """Whether a table ends here (thick lower rule)."""

    @cached_property
    def height(self) -> float:
        """Height of the highest cell."""
        return max(height(box.lines) + (_CHIP_ROOM if box.chip else 0.0) for box in self.boxes) + 2 * style.PAD_Y

    def split(self, room: float) -> tuple[Strip, Strip] | None:
        """Part every cell after the lines that fit."""
        counts = [part_lines(box.lines, room - 2 * style.PAD_Y) for box in self.boxes]
        if all(count == len(box.lines) for count, box in zip(counts, self.boxes, strict=True)) or not any(counts):
            return None
        upper = tuple(replace(box, lines=box.lines[:count]) for count, box in zip(counts, self.boxes, strict=True))
        lower = tuple(replace(box, lines=box.lines[count:]) for count, box in zip(counts, self.boxes, strict=True))
        return replace(self, boxes=upper, closes=False, keep=False), replace(self, boxes=lower, before=0.0, opens=False)

    def paint(self, pen: Pen, top: float) -> None:
        """Draw fills, then rules, then the content of the cells."""
        bottom = top + self.height
        for box in self.boxes:
            if box.fill is not None:
                pen.box(Frame(box.left, top, box.left + box.width, bottom), fill=box.fill)
        self._rules(pen, top, bottom)
        for box in self.boxes:
            if box.element is not None:
                box.element.join()  # an empty cell takes its place too
            _paint_box(pen, box, top, bottom)

    def _rules(self, pen: Pen, top: float, bottom: float) -> None:
        left, right = self.boxes[0].left, self.boxes[-1].left + self.boxes[-1].width
        for box in self.boxes[1:]:
            pen.line(box.left, top, box.left, bottom, style.THIN, style.RULE)
        pen.line(left, bottom, right, bottom, style.FRAME if self.closes else style.THIN, style.INK)
        pen.line(left, top, right, top, style.FRAME if self.opens else style.THIN, style.INK)
        for x in (left, right):
            pen.line(x, top, x, bottom, style.FRAME)


_CHIP_ROOM = 4.0
"""Height that a verdict's frame takes around its words."""
_TALL = 90.0
"""Height from which a cell's text starts at the top of the row, not in its middle."""


def _paint_box(pen: Pen, box: Box, top: float, bottom: float) -> None:
    if not box.lines:
        return
    tall = height(box.lines)
    free = bottom - top - tall
    start = top + (free / 2 if bottom - top < _TALL else style.PAD_Y)
    frame = Frame(box.left + style.PAD_X, top, box.left + box.width - style.PAD_X, bottom)
    if box.chip is not None:
        wide = max(pen.measure(line.text, line.kind) for line in box.lines) + 8
        middle = (frame.left + frame.right) / 2
        half = min(wide, box.width - 2) / 2
        chip = Frame(middle - half, start - 1.2, middle + half, start + tall + 1.2)
        pen.box(chip, line=box.chip.line, fill=box.chip.fill)
        pen_frame = Frame(chip.left, top, chip.right, bottom)
        place_lines(pen, box.lines, pen_frame, start, Align.CENTER, box.element)
        return
    place_lines(pen, box.lines, frame, start, box.align, box.element)
