"""The top of the first page: title, addressee, seal boxes, issuer; and the lot's disposition in a frame."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qspec.errors import Value
from qspec.report.outline import Align, Banner, Masthead
from qspec.report.paper import style
from qspec.report.paper.pen import Frame, Pen
from qspec.report.paper.setting import Line, Setter, height
from qspec.report.paper.strips import Strip, place_lines

SEAL_WIDTH, SEAL_HEIGHT = 51.0, 51.0
"""A box of 18 mm takes a dated stamp of 15 mm."""
FACTS_WIDTH = 330.0
"""Width of number and date, which stand left of the seals."""
_RIGHT_COLUMN = 205.0
"""Width of the issuer's column."""
_GUTTER = 16.0
_BANNER_LEFT = 150.0
_BANNER_MOST = 150.0
"""Height of reasons shown beside the disposition; further ones follow below."""


@dataclass(frozen=True)
class MastheadStrip(Strip):
    """Number and date, title and seals in the first row; addressee and issuer side by side below."""

    title: tuple[Line, ...]
    seals: tuple[tuple[Line, ...], ...]
    left: tuple[Line, ...]
    right: tuple[Line, ...]
    facts: tuple[Line, ...]
    """Number and date, in the upper left corner."""

    @property
    def _top_height(self) -> float:
        label = max((height(lines) for lines in self.seals), default=0.0)
        seals = label + 3 + SEAL_HEIGHT if self.seals else 0.0
        return max(height(self.title) + 10, seals, self._title_top + height(self.title))

    @property
    def _title_top(self) -> float:
        """Where the title begins: beside number and date, which stand above it."""
        return max(8.0, height(self.facts) + 4)

    @property
    def height(self) -> float:
        """Height of both rows."""
        return self._top_height + 8 + max(height(self.left), height(self.right)) + 6

    def paint(self, pen: Pen, top: float) -> None:
        """Draw all of it."""
        lower = top + self._top_height
        seals = self._paint_seals(pen, top)
        # the title stands in the middle of the page where it has room beside the seals, else left of them
        widest = max(pen.measure(line.text, line.kind) for line in self.title)
        middle = style.PAGE_WIDTH / 2
        right = 2 * middle - style.LEFT if middle + widest / 2 <= seals - 6 else seals
        place_lines(pen, self.title, Frame(style.LEFT, top, right, lower), top + self._title_top, Align.CENTER)
        corner = Frame(style.LEFT, top, style.LEFT + FACTS_WIDTH, lower)
        place_lines(pen, self.facts, corner, top, Align.LEFT)
        y = lower + 8
        column = Frame(style.LEFT, y, style.LEFT + style.WIDTH - _RIGHT_COLUMN - _GUTTER, top + self.height)
        place_lines(pen, self.left, column, y, Align.LEFT)
        if self.left:
            below = y + height(self.left) + 1.5
            pen.line(column.left, below, column.right, below, 0.6)
        other = Frame(style.LEFT + style.WIDTH - _RIGHT_COLUMN, y, style.LEFT + style.WIDTH, column.bottom)
        place_lines(pen, self.right, other, y, Align.LEFT)

    def _paint_seals(self, pen: Pen, top: float) -> float:
        """Draw the seal boxes and return their left edge."""
        label = max((height(lines) for lines in self.seals), default=0.0) + 3
        left = style.LEFT + style.WIDTH - SEAL_WIDTH * len(self.seals)
        for index, lines in enumerate(self.seals):
            x = left + index * SEAL_WIDTH
            head = Frame(x, top, x + SEAL_WIDTH, top + label)
            pen.box(head, line=0.6, fill=style.FILL)
            pen.box(Frame(x, top + label, x + SEAL_WIDTH, top + label + SEAL_HEIGHT), line=0.6)
            place_lines(pen, lines, head, top + (label - height(lines)) / 2, Align.CENTER)
        return left


def masthead_strip(block: Masthead, setter: Setter) -> MastheadStrip:
    """Return the masthead, set."""
    free = style.WIDTH - SEAL_WIDTH * len(block.seals) - 12
    left_width = style.WIDTH - _RIGHT_COLUMN - _GUTTER
    addressee = _addressee(block.addressee, left_width, setter)
    facts = [line for pair in block.facts for line in _fact(pair, FACTS_WIDTH, setter)]
    return MastheadStrip(
        title=tuple(setter.value(block.title, free, style.TITLE, style.TITLE_SECOND)),
        seals=tuple(
            tuple(setter.value(seal.label, SEAL_WIDTH - 4, style.LABEL, style.LABEL_SECOND)) for seal in block.seals
        ),
        left=tuple(addressee),
        right=tuple(_issuer(block, setter)),
        facts=tuple(facts),
    )


def _addressee(value: Value | None, width: float, setter: Setter) -> list[Line]:
    return setter.value(value, width, style.ADDRESSEE, style.BODY_SECOND) if value is not None else []


def _issuer(block: Masthead, setter: Setter) -> list[Line]:
    name, rest = block.issuer[:1], block.issuer[1:]
    strong = replace(style.BODY, size=9.5, leading=13, bold=True)
    return [
        *setter.values(name, _RIGHT_COLUMN, strong, style.BODY_SECOND),
        *setter.values(rest, _RIGHT_COLUMN, style.BODY, style.BODY_SECOND),
    ]


def _fact(pair: tuple[Value, Value], width: float, setter: Setter) -> list[Line]:
    """Return ``label  content`` with the label's languages on one line."""
    label, content = pair
    text = f"{' '.join(setter.texts(label))}  {' / '.join(setter.texts(content))}"
    return setter.break_text(text, width, style.BODY)


@dataclass(frozen=True)
class BannerStrip(Strip):
    """The disposition in large letters, its reasons beside it."""

    label: tuple[Line, ...]
    words: tuple[Line, ...]
    reasons: tuple[Line, ...]
    chip: style.Chip
    before: float = 8.0
    keep: bool = False

    @classmethod
    def made(cls, block: Banner, setter: Setter) -> tuple[BannerStrip, list[Value]]:
        """Return the banner and the reasons that found no room in it."""
        chip = style.CHIPS[block.tone]
        inner = _BANNER_LEFT - 16
        words = setter.value(
            block.disposition,
            inner,
            replace(style.BANNER, shade=chip.letters),
            replace(style.BANNER_SECOND, shade=chip.letters),
        )
        label = setter.value(block.label, inner, style.LABEL, style.LABEL_SECOND)
        reasons: list[Line] = []
        rest: list[Value] = list(block.reasons)
        while rest:
            more = setter.value(rest[0], style.WIDTH - _BANNER_LEFT - 20, style.BODY, style.BODY_SECOND)
            if height(reasons) + height(more) > _BANNER_MOST:
                break
            reasons += [replace(more[0], above=2.5 if reasons else 0.0), *more[1:]]
            rest.pop(0)
        return cls(tuple(label), tuple(words), tuple(reasons), chip), rest

    @property
    def height(self) -> float:
        """Height of the higher side."""
        return max(height(self.label) + height(self.words) + 20, height(self.reasons) + 12)

    def paint(self, pen: Pen, top: float) -> None:
        """Draw the frame, the disposition and the reasons."""
        bottom = top + self.height
        left, right = style.LEFT, style.LEFT + style.WIDTH
        middle = left + _BANNER_LEFT
        head = height(self.label) + 4
        pen.box(Frame(left, top, middle, top + head), fill=style.FILL)
        pen.box(Frame(left, top + head, middle, bottom), line=self.chip.line, fill=self.chip.fill)
        pen.box(Frame(left, top, right, bottom), line=1.2)
        pen.line(middle, top, middle, bottom, 0.6)
        pen.line(left, top + head, middle, top + head, 0.6)
        place_lines(pen, self.label, Frame(left, top, middle, top + head), top + 2, Align.CENTER)
        start = top + head + (bottom - top - head - height(self.words)) / 2
        place_lines(pen, self.words, Frame(left, top + head, middle, bottom), start, Align.CENTER)
        y = top + (bottom - top - height(self.reasons)) / 2
        place_lines(pen, self.reasons, Frame(middle + 10, top, right - 6, bottom), y, Align.LEFT)
