"""Sets values as lines: every language of a value under the first one, broken to a width. All layout uses it.

The first language stands in the ordinary letter, the others below it smaller and grey; a text that is the same in both
languages (numbers, names as written) stands once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qspec.errors import Value
from qspec.messages import render
from qspec.report.outline import Cell, Tone
from qspec.report.paper import style
from qspec.report.paper.fonts import Faces
from qspec.report.paper.glyphs import Guard
from qspec.report.paper.style import Type
from qspec.report.paper.wrap import break_lines

_JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]")
_LATIN = re.compile("[A-Za-z]{2}")
"""Of a name in Japanese letters alone it is certain what it is, wherever it stands."""


@dataclass(frozen=True)
class Line:
    """One line of text, ``above`` points below the line before it."""

    text: str
    kind: Type
    above: float = 0.0
    lang: str | None = None
    """Its language where that is not the paper's first one."""
    runs: tuple[tuple[str, str | None], ...] = ()
    """The text in parts of one language each, where the line mixes languages."""

    @property
    def height(self) -> float:
        """Height that the line takes."""
        return self.above + self.kind.leading


def height(lines: Iterable[Line]) -> float:
    """Return the height of lines one below the other."""
    return sum(line.height for line in lines)


@dataclass(frozen=True)
class Setter:
    """Turns values into lines."""

    faces: Faces
    guard: Guard
    languages: Sequence[str]

    def texts(self, value: Value) -> list[str]:
        """Return a value in every language, each different text once, ready to be drawn."""
        if isinstance(value, str):
            return [self.guard.fit(value)]
        return list(dict.fromkeys(self.guard.fit(render(value, lang)) for lang in self.languages))

    def spoken(self, value: Value) -> list[tuple[str, str | None]]:
        """Return the texts of a value, each with its language where that is not the paper's first one."""
        first, *others = self.texts(value)
        foreign = self.languages[0] != "ja" and _JAPANESE.search(first) and not _LATIN.search(first)
        return [(first, "ja" if foreign else None), *zip(others, self.languages[1:], strict=False)]

    def measure(self, text: str, kind: Type) -> float:
        """Return the width of a text in points."""
        return (self.faces.bold if kind.bold else self.faces.regular).measure(text, kind.size)

    def break_text(self, text: str, width: float, kind: Type, lang: str | None = None) -> list[Line]:
        """Return one text as lines of a width."""
        face, size = (self.faces.bold if kind.bold else self.faces.regular), kind.size
        return [Line(part, kind, lang=lang) for part in break_lines(text, width, lambda part: face.measure(part, size))]

    def break_runs(self, runs: Sequence[tuple[str, str | None]], width: float, kind: Type) -> list[Line]:
        """Return texts that follow one another as lines; the languages are kept apart where one line takes them."""
        lines = self.break_text("".join(text for text, _ in runs), width, kind)
        return [replace(lines[0], runs=tuple(runs))] if len(lines) == 1 else lines

    def value(self, value: Value, width: float, first: Type, second: Type) -> list[Line]:
        """Return a value as lines, all its languages one below the other."""
        lines: list[Line] = []
        for index, (text, lang) in enumerate(self.spoken(value)):
            lines += self.break_text(text, width, second if index else first, lang)
        return lines

    def values(
        self, values: Iterable[Value], width: float, first: Type, second: Type, between: float = 1.2
    ) -> list[Line]:
        """Return several values as lines, a little space between one and the next."""
        lines: list[Line] = []
        for value in values:
            made = self.value(value, width, first, second)
            if lines and made:
                made[0] = replace(made[0], above=between)
            lines += made
        return lines

    def cell(self, cell: Cell, width: float, first: Type = style.CELL, second: Type = style.CELL_SECOND) -> list[Line]:
        """Return a cell's content as lines, in the letters of its tone."""
        if cell.strong and cell.tone in style.CHIPS:
            shade = style.CHIPS[cell.tone].letters
            first, second = replace(first, bold=True, shade=shade), replace(second, bold=True, shade=shade)
        elif cell.tone is not Tone.PLAIN or cell.strong:
            shade, bold = style.LETTERS[cell.tone], cell.strong or cell.tone in style.EMPHATIC
            first = replace(first, shade=shade, bold=bold or first.bold)
            second = replace(second, bold=bold and cell.tone in style.EMPHATIC)
        return self.values(cell.lines, width, first, second)
