"""Text tables (CSV, TSV): commas, semicolons or tabs, decided by which of them makes rows of one width.

No sniffer, and no first-line guess: each delimiter is tried on the whole file. Two that both fit are an error, because
``1,5;2,5`` reads as three wrong numbers under the wrong one. Strict about quotes; every row keeps its line.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass

from qspec.errors import Place, Problem
from qspec.readers.encoding import decode
from qspec.readers.grid import Grid, Opened, refused
from qspec.readers.limits import limits

DELIMITERS = {",": "measurements.comma", ";": "measurements.semicolon", "\t": "measurements.tab"}
_AMBIGUOUS = 0.8
"""Share of the best delimiter's fit from which a second one is a rival."""


@dataclass(frozen=True)
class Parsed:
    """Rows under one delimiter, the line each begins on, and the share of rows of the most frequent width (> 1)."""

    delimiter: str
    rows: list[list[str]]
    lines: list[int]
    fit: float
    problem: Problem | None = None


def recognises(name: str, content: bytes) -> bool:
    """Say yes: text is what is left when no other reader knows the file."""
    return True


def read(name: str, content: bytes, *, decimal_comma: bool = False) -> Opened:
    """Read a text table; with ``decimal_comma`` commas belong to the numbers and separate nothing."""
    if len(content) > limits().text_bytes:
        return refused("measurements.too-large", name, limit=limits().text_bytes)
    decoded = decode(name, content)
    if decoded.problem is not None:
        return Opened(problems=(decoded.problem,))
    if not decoded.text.strip():
        return refused("measurements.empty", name)
    candidates = [mark for mark in DELIMITERS if mark in decoded.text and not (decimal_comma and mark == ",")]
    parsed = [_parse(name, decoded.text, mark) for mark in candidates]
    chosen = _choose(name, parsed or [_parse(name, decoded.text, ";")])
    if isinstance(chosen, Problem):
        return Opened(problems=(chosen,))
    if chosen.problem is not None:
        return Opened(problems=(chosen.problem,))
    grid = Grid(name, None, chosen.rows, chosen.lines)
    if grid.width > limits().columns:
        return refused("measurements.too-many-columns", name, limit=limits().columns)
    return Opened((grid,), (), decoded.notes)


def _choose(name: str, parsed: list[Parsed]) -> Parsed | Problem:
    """Return the delimiter that fits best; a rival that fits nearly as well is a problem."""
    ranked = sorted(parsed, key=lambda one: one.fit, reverse=True)
    best = ranked[0]
    rivals = [one for one in ranked[1:] if one.fit and one.fit >= _AMBIGUOUS * best.fit]
    if not rivals:
        return best
    from qspec.errors import Say

    first, second = (Say(DELIMITERS[one.delimiter]) for one in (best, rivals[0]))
    return Problem("measurements.delimiter-ambiguous", Place(name), values={"first": first, "second": second})


def _parse(name: str, text: str, delimiter: str) -> Parsed:
    rows: list[list[str]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    most, problem, begin = limits(), None, 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(begin)
            if reader.line_num - begin > most.quoted_lines:
                problem = Problem(
                    "measurements.quote-too-long", Place(name, line=begin), values={"limit": most.quoted_lines}
                )
            elif len(rows) > most.rows:
                problem = Problem("measurements.too-many-rows", Place(name, line=begin), values={"limit": most.rows})
            elif len(row) > most.columns:
                problem = Problem(
                    "measurements.too-many-columns", Place(name, line=begin), values={"limit": most.columns}
                )
            if problem is not None:
                break
            begin = reader.line_num + 1
    except csv.Error:
        problem = _quote_problem(name, text, begin, most.cell_characters)
    return Parsed(delimiter, rows, lines, _fit(rows), problem)


def _quote_problem(name: str, text: str, line: int, most: int) -> Problem:
    """Return why the csv module refused the record that begins on a line: a quote, or a cell beyond its size."""
    rest = text.split("\n", line)[line - 1]
    code = "measurements.quote" if '"' in rest else "measurements.cell-too-long"
    return Problem(code, Place(name, line=line), values={} if code.endswith("quote") else {"limit": most})


def _fit(rows: list[list[str]]) -> float:
    """Return the share of rows that are not blank and have the most frequent width of two columns or more."""
    filled = [len(row) for row in rows if any(cell.strip() for cell in row)]
    widths = Counter(width for width in filled if width > 1)
    return widths.most_common(1)[0][1] / len(filled) if widths else 0.0
