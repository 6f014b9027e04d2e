"""Sizes, shades and spaces of the paper, in points; everything that is drawn takes them from here.

Restrained on purpose: a form that is printed in black and white, stamped and filed. Verdicts differ by fill and
outline, so they can be told apart without color.
"""

from __future__ import annotations

from dataclasses import dataclass

from qspec.report.outline import Tone

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
"""A4 upright (ISO 216: 210 mm × 297 mm)."""
LEFT, RIGHT = 45.0, 45.0
TOP, BOTTOM = 36.0, 48.0
WIDTH = PAGE_WIDTH - LEFT - RIGHT
ROOM = PAGE_HEIGHT - TOP - BOTTOM
"""Height that the content of a page may take."""
FOOTER = 30.0
"""Height of the footer's base line above the lower edge."""

Shade = tuple[float, float, float]
BLACK: Shade = (0.0, 0.0, 0.0)
INK: Shade = (0.10, 0.10, 0.12)
GREY: Shade = (0.36, 0.36, 0.38)
RULE: Shade = (0.62, 0.62, 0.64)
FILL: Shade = (0.93, 0.935, 0.945)
WHITE: Shade = (1.0, 1.0, 1.0)
DARK_RED: Shade = (0.50, 0.06, 0.08)
PALE: Shade = (0.88, 0.88, 0.88)

THIN, FRAME = 0.35, 0.9
"""Line widths inside and around a table."""
PAD_X, PAD_Y = 3.2, 2.4
"""Space between a cell's edge and its text."""


@dataclass(frozen=True)
class Type:
    """How a line is set."""

    size: float
    leading: float
    bold: bool = False
    shade: Shade = INK


TITLE = Type(18, 23, bold=True)
TITLE_SECOND = Type(10, 13, shade=GREY)
ADDRESSEE = Type(12, 16, bold=True)
HEADING = Type(9.5, 13, bold=True)
HEADING_SECOND = Type(7.5, 10, shade=GREY)
BODY = Type(8.2, 11.6)
BODY_SECOND = Type(7.2, 9.8, shade=GREY)
NOTE = Type(7, 9.4, shade=GREY)
CELL = Type(7.6, 9.9)
CELL_SECOND = Type(6.6, 8.6, shade=GREY)
LABEL = Type(7.2, 9.2, bold=True)
LABEL_SECOND = Type(6.5, 8.2, shade=GREY)
BANNER = Type(20, 25, bold=True)
BANNER_SECOND = Type(10, 13, bold=True)
FOOT = Type(6.8, 9, shade=GREY)


@dataclass(frozen=True)
class Chip:
    """Outline, fill and letters of a verdict that stands out."""

    line: float
    fill: Shade | None
    letters: Shade


CHIPS = {
    Tone.GOOD: Chip(0.6, None, INK),
    Tone.WARN: Chip(1.4, PALE, BLACK),
    Tone.BAD: Chip(0.6, DARK_RED, WHITE),
}
LETTERS = {Tone.PLAIN: INK, Tone.QUIET: GREY, Tone.GOOD: INK, Tone.WARN: BLACK, Tone.BAD: DARK_RED}
"""Shade of the letters of a cell that has no chip; warnings and failures are bold as well."""
EMPHATIC = frozenset({Tone.WARN, Tone.BAD})
