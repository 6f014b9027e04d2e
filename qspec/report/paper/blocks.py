"""Turns each block of the outline into strips; called by ``pdf.py``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qspec.errors import Value
from qspec.report.outline import (
    Align,
    Banner,
    Block,
    Cell,
    Document,
    Facts,
    Masthead,
    PageBreak,
    Paragraphs,
    Picture,
    Table,
)
from qspec.report.paper import style
from qspec.report.paper.front import BannerStrip, masthead_strip
from qspec.report.paper.setting import Line, Setter
from qspec.report.paper.strips import Break, HeadingStrip, PictureStrip, Strip, TextStrip
from qspec.report.paper.tables import facts_rows, table_rows

_INDENT = 9.0
_BETWEEN = 2.2
"""Space between paragraphs."""


def strips(document: Document, setter: Setter) -> list[Strip]:
    """Return the whole document as strips, in order."""
    return [strip for block in document.blocks for strip in _block(block, setter)]


def _block(block: Block, setter: Setter) -> list[Strip]:
    match block:
        case Masthead():
            return [masthead_strip(block, setter)]
        case Banner():
            return _banner(block, setter)
        case Table():
            rows = table_rows(block, setter)
            return [*_opened(block.heading, rows, setter), *(_note(block.note, setter) if rows else [])]
        case Facts():
            return _opened(block.heading, facts_rows(block, setter), setter)
        case Paragraphs():
            return _opened(block.heading, _paragraphs(block, setter), setter)
        case Picture():
            return _picture(block, setter)
        case PageBreak():
            return [Break()]


def _opened(heading: Value | None, content: list[Strip], setter: Setter) -> list[Strip]:
    """Return a section's strips under its heading; nothing where there is no content."""
    if not content:
        return []
    if heading is None:
        first = content[0]
        return [replace(first, before=max(first.before, 5.0)), *content[1:]]  # type: ignore[type-var]  # every strip is a dataclass
    return [heading_strip(heading, setter), *content]


def heading_strip(heading: Value, setter: Setter) -> HeadingStrip:
    """Return a heading with its second language beside the first where both fit on the line."""
    texts = setter.texts(heading)
    width = style.WIDTH - 8
    first = setter.break_text(texts[0], width, style.HEADING)
    rest = texts[1:]
    if len(first) == 1 and len(rest) == 1:
        taken = setter.measure(first[0].text, style.HEADING) + 7
        if taken + setter.measure(rest[0], style.HEADING_SECOND) <= width:
            return HeadingStrip(tuple(first), Line(rest[0], style.HEADING_SECOND), texts[0])
    below = [line for text in rest for line in setter.break_text(text, width, style.HEADING_SECOND)]
    return HeadingStrip((*first, *below), None, texts[0])


def _banner(block: Banner, setter: Setter) -> list[Strip]:
    strip, rest = BannerStrip.made(block, setter)
    more = Paragraphs(None, tuple(Cell((reason,)) for reason in rest), bullets=True)
    return [strip, *_paragraphs(more, setter)]


def _picture(block: Picture, setter: Setter) -> list[Strip]:
    """Return a picture under its caption, in the first language of the paper."""
    lines = setter.value(block.caption, style.WIDTH, style.CELL, style.CELL_SECOND)
    above: list[Strip] = [
        TextStrip(line, before=6.0 if index == 0 else 0.0, keep=True) for index, line in enumerate(lines)
    ]
    return [*above, PictureStrip(block.draw(setter.languages[0], style.WIDTH, block.height))]


def _note(note: Value | None, setter: Setter) -> list[Strip]:
    if note is None:
        return []
    lines = setter.value(note, style.WIDTH, style.NOTE, style.NOTE)
    last = len(lines) - 1
    return [TextStrip(line, before=2.5 if index == 0 else 0.0, keep=index < last) for index, line in enumerate(lines)]


def _paragraphs(block: Paragraphs, setter: Setter) -> list[Strip]:
    made: list[Strip] = []
    indent = _INDENT if block.bullets else 0.0
    first, second = (style.BODY, style.BODY_SECOND) if block.heading is None else (style.CELL, style.CELL_SECOND)
    for cell in block.items:
        if block.heading is None and cell.strong:
            made += _closing(cell, setter)
        else:
            made += _paragraph(setter.cell(cell, style.WIDTH - indent, first, second), indent, setter)
    return made


def _closing(cell: Cell, setter: Setter) -> list[Strip]:
    """Return strong words without a heading, which end the paper: at the right, all languages on one line."""
    text = "  ".join(part for value in cell.lines for part in setter.texts(value))
    lines = setter.break_text(text, style.WIDTH, replace(style.BODY, bold=True))
    return [TextStrip(line, before=_BETWEEN, align=Align.RIGHT) for line in lines]


def _paragraph(lines: Sequence[Line], indent: float, setter: Setter) -> list[Strip]:
    """Return a paragraph's lines, its first and its last two kept together."""
    mark = Line(setter.guard.fit("・"), lines[0].kind) if indent and lines else None
    last = len(lines) - 1
    return [
        TextStrip(
            line,
            before=_BETWEEN if index == 0 else 0.0,
            keep=index < last and index in (0, last - 1),
            indent=indent,
            bullet=mark if index == 0 else None,
        )
        for index, line in enumerate(lines)
    ]
