"""Labelled paragraphs and aligned tables in terminal columns, for the text of answers."""

from __future__ import annotations

from collections.abc import Sequence

from qspec.report.width import columns, pad, visible, wrap

GAP = 2
_NARROWEST = 12
"""Columns below which no cell of a table is squeezed."""


def paragraphs(rows: Sequence[tuple[str, str]], width: int, indent: int = 0) -> list[str]:
    """Return labels and texts in two columns, the texts broken into lines."""
    left = max((columns(label) for label, _ in rows), default=0) + GAP
    lines = []
    for label, text in rows:
        first, *others = wrap(visible(text), max(_NARROWEST, width - left - indent))
        lines.append(f"{' ' * indent}{pad(label, left)}{first}")
        lines += [f"{' ' * (indent + left)}{line}" for line in others]
    return lines


def table(rows: Sequence[Sequence[str]], width: int, indent: int = 0) -> list[str]:
    """Return rows in aligned columns; the last column takes the room that is left, the others what they need."""
    shown = [[visible(cell) for cell in row] for row in rows]
    limits = _limits(shown, width - indent)
    lines = []
    for row in shown:
        cells = [wrap(cell, limit) for cell, limit in zip(row, limits, strict=True)]
        for index in range(max(map(len, cells))):
            parts = [
                pad(cell[index] if index < len(cell) else "", limit) for cell, limit in zip(cells, limits, strict=True)
            ]
            lines.append((" " * indent + (" " * GAP).join(parts)).rstrip())
    return lines


def _limits(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return the columns each cell of a row gets."""
    wanted = [max(columns(row[index]) for row in rows) for index in range(len(rows[0]))]
    head = [min(size, max(_NARROWEST, width // 3)) for size in wanted[:-1]]
    room = width - GAP * len(head)
    last = min(wanted[-1], _NARROWEST)
    while sum(head) + last > room and max(head) > _NARROWEST:
        head[head.index(max(head))] -= 1
    return [*head, max(last, min(wanted[-1], room - sum(head)))]


def numbered(rows: Sequence[tuple[str, str]], width: int, first: int = 1) -> list[str]:
    """Return numbered texts, each with a second text below it."""
    left = 6
    lines = []
    for number, (text, below) in enumerate(rows, first):
        marked = f"{number}."
        for index, line in enumerate(wrap(visible(text), width - left)):
            lines.append(f"{pad('' if index else f'{marked:>5}', left)}{line}")
        lines += [f"{' ' * left}{line}" for line in wrap(visible(below), width - left)]
    return lines
