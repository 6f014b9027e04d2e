"""The top of the first page: title, addressee, seal boxes, issuer; and the lot's disposition in a frame."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qspec.errors import Value
from qspec.report.archive.model import Element, within
from qspec.report.outline import Align, Banner, Masthead, Seal
from qspec.report.paper import style
from qspec.report.paper.pen import Frame, Pen
from qspec.report.paper.setting import Line, Setter, height
from qspec.report.paper.strips import Strip, place_lines

SEAL_WIDTH, SEAL_HEIGHT = 51.0, 51.0
"""A box of 18 mm takes a dated stamp of 15 mm."""
FACTS_WIDTH = 290.0
"""Width of number and date, which stand left of the seals."""
_RIGHT_COLUMN = 205.0
"""Width of the issuer's column."""
_GUTTER = 16.0
_INSET = 1.0
"""Between a seal box and its field, so that a stamp does not cover the box's lines."""
_BANNER_LEFT = 150.0
_BANNER_MOST = 150.0
"""Height of reasons shown beside the disposition; further ones follow below."""


@dataclass(frozen=True)
class SealBox:
    """A seal box: the name of its field, what it is for, its label."""

    name: str
    purpose: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class MastheadStrip(Strip):
    """Number and date, title and seals in the first row; addressee and issuer side by side below."""

    title: tuple[Line, ...]
    seals: tuple[SealBox, ...]
    left: tuple[Line, ...]
    right: tuple[Line, ...]
    facts: tuple[Line, ...]
    """Number and date, in the upper left corner."""
    section: Element | None = None

    @property
    def _label_height(self) -> float:
        return max((height(seal.lines) for seal in self.seals), default=0.0) + 3

    @property
    def _top_height(self) -> float:
        seals = self._label_height + SEAL_HEIGHT if self.seals else 0.0
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
        """Draw all of it, in the order in which it is read out."""
        lower = top + self._top_height
        # the title stands in the middle of the page where it has room beside the seals, else left of them
        seals = style.LEFT + style.WIDTH - SEAL_WIDTH * len(self.seals)
        widest = max(pen.measure(line.text, line.kind) for line in self.title)
        middle = style.PAGE_WIDTH / 2
        right = 2 * middle - style.LEFT if middle + widest / 2 <= seals - 6 else seals
        title = Frame(style.LEFT, top, right, lower)
        place_lines(pen, self.title, title, top + self._title_top, Align.CENTER, within(self.section, "H1"))
        y = top
        for line in self.facts:
            corner = Frame(style.LEFT, top, style.LEFT + FACTS_WIDTH, lower)
            place_lines(pen, [line], corner, y, Align.LEFT, within(self.section, "P"))
            y += line.height
        self._paint_parties(pen, lower + 8, top + self.height)
        self._paint_seals(pen, seals, top)

    def _paint_parties(self, pen: Pen, top: float, bottom: float) -> None:
        column = Frame(style.LEFT, top, style.LEFT + style.WIDTH - _RIGHT_COLUMN - _GUTTER, bottom)
        place_lines(pen, self.left, column, top, Align.LEFT, within(self.section, "P"))
        if self.left:
            below = top + height(self.left) + 1.5
            pen.line(column.left, below, column.right, below, 0.6)
        other = Frame(style.LEFT + style.WIDTH - _RIGHT_COLUMN, top, style.LEFT + style.WIDTH, bottom)
        place_lines(pen, self.right, other, top, Align.LEFT, within(self.section, "P"))

    def _paint_seals(self, pen: Pen, left: float, top: float) -> None:
        """Draw the seal boxes, each with a field in it."""
        label = self._label_height
        for index, seal in enumerate(self.seals):
            x = left + index * SEAL_WIDTH
            head = Frame(x, top, x + SEAL_WIDTH, top + label)
            box = Frame(x, top + label, x + SEAL_WIDTH, top + label + SEAL_HEIGHT)
            pen.box(head, line=0.6, fill=style.FILL)
            pen.box(box, line=0.6)
            start = top + (label - height(seal.lines)) / 2
            place_lines(pen, seal.lines, head, start, Align.CENTER, within(self.section, "P"))
            inner = Frame(box.left + _INSET, box.top + _INSET, box.right - _INSET, box.bottom - _INSET)
            pen.field(seal.name, seal.purpose, inner, within(self.section, "Form"))


def masthead_strip(block: Masthead, setter: Setter, section: Element | None = None) -> MastheadStrip:
    """Return the masthead, set."""
    free = style.WIDTH - SEAL_WIDTH * len(block.seals) - 12
    left_width = style.WIDTH - _RIGHT_COLUMN - _GUTTER
    addressee = _addressee(block.addressee, left_width, setter)
    facts = [line for pair in block.facts for line in _fact(pair, FACTS_WIDTH, setter)]
    return MastheadStrip(
        title=tuple(setter.value(block.title, free, style.TITLE, style.TITLE_SECOND)),
        seals=tuple(_seal(seal, setter) for seal in block.seals),
        left=tuple(addressee),
        right=tuple(_issuer(block, setter)),
        facts=tuple(facts),
        section=section,
    )


def _seal(seal: Seal, setter: Setter) -> SealBox:
    lines = setter.value(seal.label, SEAL_WIDTH - 4, style.LABEL, style.LABEL_SECOND)
    return SealBox(seal.name, " / ".join(setter.texts(seal.purpose)), tuple(lines))


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
    runs = [(f"{text} ", lang) for text, lang in setter.spoken(label)]
    return setter.break_runs([*runs, (f" {' / '.join(setter.texts(content))}", None)], width, style.BODY)


@dataclass(frozen=True)
class BannerStrip(Strip):
    """The disposition in large letters, its reasons beside it."""

    label: tuple[Line, ...]
    words: tuple[Line, ...]
    reasons: tuple[tuple[Line, ...], ...]
    chip: style.Chip
    before: float = 8.0
    keep: bool = False
    section: Element | None = None

    @classmethod
    def made(cls, block: Banner, setter: Setter, section: Element | None = None) -> tuple[BannerStrip, list[Value]]:
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
        reasons: list[tuple[Line, ...]] = []
        used = 0.0
        rest: list[Value] = list(block.reasons)
        while rest:
            more = setter.value(rest[0], style.WIDTH - _BANNER_LEFT - 20, style.BODY, style.BODY_SECOND)
            if used + height(more) > _BANNER_MOST:
                break
            reasons.append((replace(more[0], above=2.5 if reasons else 0.0), *more[1:]))
            used += height(reasons[-1])
            rest.pop(0)
        return cls(tuple(label), tuple(words), tuple(reasons), chip, section=section), rest

    @property
    def height(self) -> float:
        """Height of the higher side."""
        return max(height(self.label) + height(self.words) + 20, self._beside + 12)

    @property
    def _beside(self) -> float:
        return sum(map(height, self.reasons))

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
        upper = Frame(left, top, middle, top + head)
        place_lines(pen, self.label, upper, top + 2, Align.CENTER, within(self.section, "P"))
        start = top + head + (bottom - top - head - height(self.words)) / 2
        lower = Frame(left, top + head, middle, bottom)
        place_lines(pen, self.words, lower, start, Align.CENTER, within(self.section, "P"))
        y = top + (bottom - top - self._beside) / 2
        for lines in self.reasons:
            frame = Frame(middle + 10, top, right - 6, bottom)
            place_lines(pen, lines, frame, y, Align.LEFT, within(self.section, "P"))
            y += height(lines)
