"""Which verdict a row of a table stands for, so that the page can show the rows of one verdict alone.

The outline has no verdicts, but it has the unsaid words for them: a cell that says ``terms.verdict.fail`` is one. A row
without such a word belongs to the characteristic whose number it begins with, and has that one's verdict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from qspec.errors import Say
from qspec.judgement.result import Verdict
from qspec.report.outline import Block, Cell, Table, Tone

_WORDS = ("terms.verdict.", "terms.piece.")
_ZONE = "terms.zone."
_DISPOSITION = "terms.disposition."
_OF_ZONES = {
    Tone.GOOD: (Verdict.PASS,),
    Tone.WARN: (Verdict.MARGINAL, Verdict.UNDECIDED),
    Tone.BAD: (Verdict.FAIL,),
}
"""A zone's word leaves open which of two verdicts it means; such a row is shown with either."""
_NUMBER = Say("report.column.number")
ORDER = (Verdict.FAIL, Verdict.UNDECIDED, Verdict.MARGINAL, Verdict.PASS, Verdict.NOT_APPLICABLE)
"""The verdicts as the page lists them, the gravest first."""

Marks = tuple[Verdict, ...]


def stated(row: Sequence[Cell]) -> Cell | None:
    """Return the cell that states a row's verdict, or a lot's disposition; None where none does."""
    return next((cell for cell in row if _of(cell) or _decides(cell)), None)


def own(row: Sequence[Cell]) -> Marks:
    """Return the verdicts that a row's own words state; nothing where it states none."""
    cell = stated(row)
    return () if cell is None else _of(cell)


def _of(cell: Cell) -> Marks:
    for line in cell.lines:
        if isinstance(line, Say):
            for prefix in _WORDS:
                if line.key.startswith(prefix):
                    return (Verdict(line.key.removeprefix(prefix)),)
            if line.key.startswith(_ZONE):
                return _OF_ZONES.get(cell.tone, ())
    return ()


def _decides(cell: Cell) -> bool:
    return any(isinstance(line, Say) and line.key.startswith(_DISPOSITION) for line in cell.lines)


def by_number(blocks: Iterable[Block]) -> dict[str, Marks]:
    """Return the verdict of each characteristic of a lot by its number; those of both where two have one number."""
    found: dict[str, dict[Verdict, None]] = {}
    for row in _characteristics(blocks):
        found.setdefault(str(row[0].lines[0]), {}).update(dict.fromkeys(own(row)))
    return {number: tuple(marks) for number, marks in found.items()}


def counts(blocks: Iterable[Block]) -> Counter[Verdict]:
    """Return how many characteristics have each verdict."""
    return Counter(mark for row in _characteristics(blocks) for mark in own(row))


def of_row(table: Table, row: Sequence[Cell], numbers: Mapping[str, Marks]) -> Marks:
    """Return the verdicts a row is shown with; nothing for a row that is always shown."""
    if table.columns[0].heading != _NUMBER:
        return own(row)
    return own(row) or numbers.get(str(row[0].lines[0]), ())


def _characteristics(blocks: Iterable[Block]) -> Iterator[Sequence[Cell]]:
    """Yield the rows that stand for a whole characteristic: numbered, and their verdict is emphasized."""
    for block in blocks:
        if isinstance(block, Table) and block.columns[0].heading == _NUMBER:
            yield from (row for row in block.rows if any(cell.strong and _of(cell) for cell in row))
