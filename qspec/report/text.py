"""Draws an outline for a terminal: plain lines, no wider than asked, in one language or both.

``as_text.py`` draws the short summary with it; any other :class:`~qspec.report.outline.Document` can be drawn
likewise. Alignment counts terminal columns (``width.py``). A table that does not fit is drawn row by row as pairs of
heading and content, so nothing is cut off and no number is read in two halves. User text cannot control the terminal:
everything passes :func:`~qspec.report.width.visible`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qspec.errors import Value
from qspec.messages import render
from qspec.report.outline import (
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
    Tone,
)
from qspec.report.tables import draw_table
from qspec.report.width import columns, pad, visible, wrap

SMALLEST = 24
"""Columns below which nothing readable can be drawn; a narrower terminal gets lines of this width."""
_CODES = {Tone.PLAIN: "", Tone.QUIET: "2", Tone.GOOD: "32", Tone.WARN: "33", Tone.BAD: "31"}
"""Parameters of the terminal's SGR sequence (ECMA-48, 8.3.117)."""


@dataclass(frozen=True)
class Canvas:
    """What every block is drawn with."""

    languages: Sequence[str]
    width: int
    color: bool

    def texts(self, value: Value) -> list[str]:
        """Return the value in every language, each different text once, safe to print."""
        return list(dict.fromkeys(visible(render(value, lang)) for lang in self.languages))

    def joined(self, value: Value) -> str:
        """Return the value on one line."""
        return " / ".join(text for text in self.texts(value) if text)

    def lines(self, cell: Cell) -> list[str]:
        """Return the lines of a cell, all languages of a line together."""
        return [text for value in cell.lines for text in self.texts(value)]

    def paint(self, text: str, tone: Tone = Tone.PLAIN, *, strong: bool = False) -> str:
        """Return the text with its color where colors are wanted."""
        codes = ";".join(code for code in ("1" if strong else "", _CODES[tone]) if code)
        return f"\x1b[{codes}m{text}\x1b[0m" if self.color and codes and text.strip() else text

    def wrapped(self, text: str, tone: Tone = Tone.PLAIN, *, first: str = "", strong: bool = False) -> list[str]:
        """Return the text in lines, ``first`` before the first one and as much space before the others."""
        lines = wrap(text, self.width - columns(first))
        rest = " " * columns(first)
        painted = [self.paint(line, tone, strong=strong) for line in lines]
        return [f"{rest if index else first}{line}".rstrip(" ") for index, line in enumerate(painted)]


def draw(document: Document, *, width: int, color: bool) -> str:
    """Return the document as text ending in a line end; no line is wider than ``width`` (at least :data:`SMALLEST`)."""
    canvas = Canvas(document.languages, max(SMALLEST, width), color)
    parts = [lines for block in document.blocks if (lines := _block(block, canvas))]
    footer = [line for value in document.footer for line in _stacked(value, canvas)]
    return "\n\n".join("\n".join(lines) for lines in [*parts, footer] if lines) + "\n"


def _block(block: Block, canvas: Canvas) -> list[str]:
    match block:
        case Masthead():
            return list(_masthead(block, canvas))
        case Banner():
            return list(_banner(block, canvas))
        case Facts():
            return [*_heading(block.heading, canvas), *_facts(block.rows, canvas)]
        case Table():
            rows = draw_table(block, canvas)
            note = _stacked(block.note, canvas) if block.note is not None else []
            return [*_heading(block.heading, canvas), *rows, *note] if rows else []
        case Paragraphs():
            return [*_heading(block.heading, canvas), *_paragraphs(block, canvas)]
        case Picture():
            return [*_heading(block.caption, canvas), *_stacked(block.words, canvas)]
        case PageBreak():
            return ["=" * canvas.width]


def _heading(value: Value | None, canvas: Canvas) -> list[str]:
    return [] if value is None else canvas.wrapped(canvas.joined(value), strong=True)


def _stacked(value: Value, canvas: Canvas) -> list[str]:
    """Return a quiet sentence, each language on its own line."""
    return [line for text in canvas.texts(value) for line in canvas.wrapped(text, Tone.QUIET)]


def _masthead(block: Masthead, canvas: Canvas) -> Iterable[str]:
    yield from canvas.wrapped(canvas.joined(block.title), strong=True)
    for value in (*([block.addressee] if block.addressee is not None else []), *block.issuer):
        yield from canvas.wrapped(canvas.joined(value))
    yield from _facts([(label, Cell((value,))) for label, value in block.facts], canvas)
    for seal in block.seals:
        yield from canvas.wrapped(f"{canvas.joined(seal.label)}: {'_' * 12}")


def _banner(block: Banner, canvas: Canvas) -> Iterable[str]:
    label, word = canvas.joined(block.label), canvas.joined(block.disposition)
    if columns(f"{label}: {word}") <= canvas.width:
        yield f"{canvas.paint(label, strong=True)}: {canvas.paint(word, block.tone, strong=True)}"
    else:
        yield from canvas.wrapped(f"{label}:", strong=True)
        yield from canvas.wrapped(word, block.tone, strong=True)
    for reason in block.reasons:
        yield from _bullet(canvas.texts(reason), Tone.PLAIN, canvas)


def _facts(rows: Sequence[tuple[Value, Cell]], canvas: Canvas) -> Iterable[str]:
    labels = [canvas.joined(label) for label, _ in rows]
    room = min(max((columns(label) for label in labels), default=0) + 2, canvas.width // 2)
    for label, (_, cell) in zip(labels, rows, strict=True):
        first = pad(f"{label}: ", room)
        if columns(first) > room:
            yield from canvas.wrapped(f"{label}:")
            first = " " * room
        for line in canvas.lines(cell) or [""]:
            yield from canvas.wrapped(line, cell.tone, first=first, strong=cell.strong)
            first = " " * room


def _paragraphs(block: Paragraphs, canvas: Canvas) -> Iterable[str]:
    for cell in block.items:
        lines = canvas.lines(cell)
        if block.bullets:
            yield from _bullet(lines, cell.tone, canvas)
        else:
            for line in lines:
                yield from canvas.wrapped(line, cell.tone, strong=cell.strong)


def _bullet(lines: Sequence[str], tone: Tone, canvas: Canvas) -> Iterable[str]:
    for index, line in enumerate(lines):
        yield from canvas.wrapped(line, tone, first="    " if index else "  - ")
