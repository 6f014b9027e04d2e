"""Blocks of a document → clauses: sentences, halves of a bilingual line, list items under their lead-in, table rows.

The unit that is understood and reported is the clause. A heading is one too, but never a finding. A list item takes the
words of the line that leads in ("The following are not permitted:"), a table row is read as one sentence per language,
and a line that says the same in two languages is two clauses which ``differences.py`` compares. Called by ``scan.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from qspec.errors import Place
from qspec.phrases.documents.model import Block, BlockKind
from qspec.phrases.rows import Columns
from qspec.phrases.written import is_japanese

MAX_CLAUSE = 1_000
"""Characters after which a clause without any stop is cut at a blank: only tables pasted as text are longer."""

_STOP = re.compile(r"(?<=[。！？])|[;；]\s*|(?<=[.!?])[\"”’)]?\s+(?=[\"“‘(]?[A-Z0-9ぁ-んァ-ヶ一-龥])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:no|nos|approx|max|min|e\.g|i\.e|fig|dia|dwg|incl|excl|resp|ca|cf|vs|etc|co|ltd|inc|corp|sec|art|rev|ref|temp|thk|typ|tol)"
    r"|\b[A-Z])\.$",
    re.IGNORECASE,
)
_LANGUAGES = re.compile(r"\s*[/／|｜]\s*|\s*[（(](?=[^)）]*[)）]\s*[.。]?$)|\s{2,}|\t+|\s+[-–—]\s+")
_LETTERS = re.compile(r"[A-Za-z]{2,}")
_PROSE = re.compile(r"[A-Za-z]{3,}")
_NAME = 2
"""Words that a tool or a material named in English in a Japanese table has at most."""
_LEAD = re.compile(r"[:：]\s*$|次の|以下の|下記の|the following|as follows", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """A stretch of a block that belongs to a clause: where it begins in the clause's text and in the block's."""

    at: int
    block: int
    start: int
    length: int


@dataclass(frozen=True)
class Clause:
    """One clause: its text, the words that lead in to it, and where its characters stand."""

    text: str
    parts: tuple[Part, ...]
    place: Place
    language: str
    heading: bool = False
    lead: str = ""
    marker: str = ""
    pair: int | None = None
    """Number shared by the clauses of one line or row in two languages."""
    subject: str = ""
    """The cell of a table row that names what the others are about."""
    neighbors: tuple[int, ...] = field(default=())


def clauses(blocks: Sequence[Block]) -> tuple[Clause, ...]:
    """Return the clauses of a document in its order."""
    made: list[Clause] = []
    lead = ""
    pair = 0
    index = 0
    columns = Columns()
    while index < len(blocks):
        block = blocks[index]
        if block.row is not None and block.header != block.text:
            last = index
            while last + 1 < len(blocks) and blocks[last + 1].row == block.row:
                last += 1
            pair += 1
            made += _row(blocks, range(index, last + 1), pair, columns)
            index = last + 1
            lead = ""
            continue
        if block.kind is not BlockKind.ITEM:
            lead = ""
        pair += 1
        found = list(_sentences(block, index, pair, lead if block.kind is BlockKind.ITEM else ""))
        made += found
        if block.kind is not BlockKind.ITEM and found and _LEAD.search(found[-1].text):
            lead = found[-1].text.rstrip(":： ")
        index += 1
    return tuple(made)


def _sentences(block: Block, index: int, pair: int, lead: str) -> Iterator[Clause]:
    heading = block.kind is BlockKind.HEADING
    for start, end in _stretches(block.text, heading=heading):
        for low, high in _by_language(block.text, start, end):
            text = block.text[low:high]
            yield Clause(
                text,
                (Part(0, index, low, len(text)),),
                block.place_at(low),
                "ja" if is_japanese(text) else "en",
                heading,
                lead,
                block.marker,
                pair,
            )


def _stretches(text: str, *, heading: bool) -> Iterator[tuple[int, int]]:
    """Return the sentences of a block, without the blanks around them."""
    if heading:
        yield _trimmed(text, 0, len(text))
        return
    begin = 0
    for stop in _STOP.finditer(text):
        if stop.end() <= begin or _ABBREVIATION.search(text[begin : stop.start()]):
            continue
        yield from _bounded(text, begin, stop.start())
        begin = stop.end()
    yield from _bounded(text, begin, len(text))


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_CLAUSE:
        cut = max(text.rfind(" ", start, start + MAX_CLAUSE), text.rfind("、", start, start + MAX_CLAUSE))
        cut = cut if cut > start else start + MAX_CLAUSE
        yield _trimmed(text, start, cut)
        start = cut
    low, high = _trimmed(text, start, end)
    if low < high:
        yield low, high


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _by_language(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the halves of a line that says the same in two languages, else the whole."""
    for cut in _LANGUAGES.finditer(text, start, end):
        left, right = text[start : cut.start()], text[cut.end() : end]
        japanese = is_japanese(left), is_japanese(right)
        latin = right if japanese[0] else left
        if japanese[0] != japanese[1] and len(_LETTERS.findall(latin)) >= 2:
            low, high = _trimmed(text, cut.end(), end)
            return [
                _trimmed(text, start, cut.start()),
                (low, high - (text[high - 1] in ")）" and cut.group().strip() != "")),
            ]
    return [(start, end)]


def _row(blocks: Sequence[Block], row: Sequence[int], pair: int, columns: Columns) -> Iterator[Clause]:
    """Return a table row as one clause per language; the first cell of words names the subject."""
    heading = columns.is_head([blocks[index] for index in row])
    kept = [index for index in row if heading or columns.required(blocks[index])]
    cells = [cell for index in kept for cell in _halves(blocks[index], index)]
    mixed = any(is_japanese(cell.text) for cell in cells)
    for language in ("en", "ja"):
        own = [cell for cell in cells if _own(cell.text, language, mixed=mixed)]
        if not own or (language == "en" and mixed and not _is_side(own)):
            continue
        read = [cell for cell in cells if cell in own or not _own(cell.text, _OTHER[language], mixed=mixed)]
        yield replace(_sentence(blocks, read, language, pair), heading=heading)


_OTHER = {"en": "ja", "ja": "en"}


@dataclass(frozen=True)
class _Cell:
    """A cell, or one language's half of it."""

    index: int
    start: int
    text: str


def _halves(block: Block, index: int) -> Iterator[_Cell]:
    for low, high in _by_language(block.text, *_trimmed(block.text, 0, len(block.text))):
        if low < high:
            yield _Cell(index, low, block.text[low:high])


def _sentence(blocks: Sequence[Block], cells: Sequence[_Cell], language: str, pair: int) -> Clause:
    """Return the cells of one language, and those that serve both, as a sentence."""
    text, parts = "", []
    joint = "：" if language == "ja" else ": "
    for cell in cells:
        text += joint if text else ""
        parts.append(Part(len(text), cell.index, cell.start, len(cell.text)))
        text += cell.text
    subject = cells[0].text if len(cells) > 1 else ""
    place = blocks[parts[0].block].place_at(parts[0].start)
    return Clause(text[: MAX_CLAUSE * 2], tuple(parts), place, language, pair=pair, subject=subject)


def _own(text: str, language: str, *, mixed: bool) -> bool:
    """Say whether a cell is in a language; figures, codes and units in a Japanese row serve both."""
    if language == "ja" or is_japanese(text):
        return language == "ja" and is_japanese(text)
    words = len(_PROSE.findall(text))
    return words > any(map(str.isdigit, text)) if mixed else len(_LETTERS.findall(text)) >= 1


def _is_side(own: Sequence[_Cell]) -> bool:
    """Say whether the English cells of a row with Japanese ones are its English side, and no name of a tool."""
    return len(own) > 1 or len(_PROSE.findall(own[0].text)) > _NAME
