"""Turns each block of the outline into strips; called by ``pdf.py``.

Every block is a section of the tagged paper's tree; ``root`` and what is made of it is None where nothing is tagged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qspec.errors import Value
from qspec.report.archive.model import Element, within
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


def strips(document: Document, setter: Setter, root: Element | None = None) -> list[Strip]:
    """Return the whole document as strips, in order; their elements become parts of ``root``."""
    return [strip for block in document.blocks for strip in _block(block, setter, within(root, "Sect"))]


def _block(block: Block, setter: Setter, section: Element | None) -> list[Strip]:
    match block:
        case Masthead():
            return [masthead_strip(block, setter, section)]
        case Banner():
            return _banner(block, setter, section)
        case Table():
            rows = table_rows(block, setter, within(section, "Table"))
            note = _note(block.note, setter, section) if rows else []
            return [*_opened(block.heading, rows, setter, section), *note]
        case Facts():
            return _opened(block.heading, facts_rows(block, setter, within(section, "Table")), setter, section)
        case Paragraphs():
            return _opened(block.heading, _paragraphs(block, setter, section), setter, section)
        case Picture():
            return _picture(block, setter, section)
        case PageBreak():
            return [Break()]


def _opened(heading: Value | None, content: list[Strip], setter: Setter, section: Element | None) -> list[Strip]:
    """Return a section's strips under its heading; nothing where there is no content."""
    if not content:
        return []
    if heading is None:
        first = content[0]
        return [replace(first, before=max(first.before, 5.0)), *content[1:]]  # type: ignore[type-var]  # every strip is a dataclass
    return [heading_strip(heading, setter, within(section, "H2")), *content]


def heading_strip(heading: Value, setter: Setter, element: Element | None = None) -> HeadingStrip:
    """Return a heading with its second language beside the first where both fit on the line."""
    texts = setter.spoken(heading)
    width = style.WIDTH - 8
    first = setter.break_text(texts[0][0], width, style.HEADING)
    rest = texts[1:]
    if len(first) == 1 and len(rest) == 1:
        second, lang = rest[0]
        taken = setter.measure(first[0].text, style.HEADING) + 7
        if taken + setter.measure(second, style.HEADING_SECOND) <= width:
            beside = Line(second, style.HEADING_SECOND, lang=lang)
            return HeadingStrip(tuple(first), beside, texts[0][0], element=element)
    below = [line for text, lang in rest for line in setter.break_text(text, width, style.HEADING_SECOND, lang)]
    return HeadingStrip((*first, *below), None, texts[0][0], element=element)


def _banner(block: Banner, setter: Setter, section: Element | None) -> list[Strip]:
    strip, rest = BannerStrip.made(block, setter, section)
    more = Paragraphs(None, tuple(Cell((reason,)) for reason in rest), bullets=True)
    return [strip, *_paragraphs(more, setter, section)]


def _picture(block: Picture, setter: Setter, section: Element | None) -> list[Strip]:
    """Return a picture under its caption, in all languages of the paper."""
    lines = setter.value(block.caption, style.WIDTH, style.CELL, style.CELL_SECOND)
    caption = within(section, "P")
    above: list[Strip] = [
        TextStrip(line, before=6.0 if index == 0 else 0.0, keep=True, element=caption)
        for index, line in enumerate(lines)
    ]
    figure = within(section, "Figure", alt=setter.texts(block.words)[0])
    return [*above, PictureStrip(block.draw("+".join(setter.languages), style.WIDTH, block.height), element=figure)]


def _note(note: Value | None, setter: Setter, section: Element | None) -> list[Strip]:
    if note is None:
        return []
    lines = setter.value(note, style.WIDTH, style.NOTE, style.NOTE)
    last, element = len(lines) - 1, within(section, "P")
    return [
        TextStrip(line, before=2.5 if index == 0 else 0.0, keep=index < last, element=element)
        for index, line in enumerate(lines)
    ]


def _paragraphs(block: Paragraphs, setter: Setter, section: Element | None) -> list[Strip]:
    made: list[Strip] = []
    indent = _INDENT if block.bullets else 0.0
    first, second = (style.BODY, style.BODY_SECOND) if block.heading is None else (style.CELL, style.CELL_SECOND)
    parent = within(section, "L") if block.bullets else section
    for cell in block.items:
        if block.heading is None and cell.strong:
            made += _closing(cell, setter, section)
        else:
            element = within(parent, "LI" if block.bullets else "P")
            made += _paragraph(setter.cell(cell, style.WIDTH - indent, first, second), indent, setter, element)
    return made


def _closing(cell: Cell, setter: Setter, section: Element | None) -> list[Strip]:
    """Return strong words without a heading, which end the paper: at the right, all languages on one line."""
    runs = [run for value in cell.lines for run in setter.spoken(value)]
    spaced = [(text if index == len(runs) - 1 else f"{text}  ", lang) for index, (text, lang) in enumerate(runs)]
    lines = setter.break_runs(spaced, style.WIDTH, replace(style.BODY, bold=True))
    element = within(section, "P")
    return [TextStrip(line, before=_BETWEEN, align=Align.RIGHT, bound=True, element=element) for line in lines]


def _paragraph(lines: Sequence[Line], indent: float, setter: Setter, element: Element | None) -> list[Strip]:
    """Return a paragraph's lines, its first and its last two kept together; ``element`` is that of a list's entry."""
    mark = Line(setter.guard.fit("・"), lines[0].kind) if indent and lines else None
    label = within(element, "Lbl") if mark is not None else None
    body = within(element, "LBody") if mark is not None else element
    last = len(lines) - 1
    return [
        TextStrip(
            line,
            before=_BETWEEN if index == 0 else 0.0,
            keep=index < last and index in (0, last - 1),
            indent=indent,
            bullet=mark if index == 0 else None,
            element=body,
            label=label,
        )
        for index, line in enumerate(lines)
    ]
