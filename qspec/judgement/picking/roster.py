"""The pieces of a lot by their serial numbers, with the carton each lies in: lists and ranges → :class:`Piece`.

``cli/plan.py`` hands in a range (``A001..A320``) or a file: one serial number a line, or a table with headings. A cell
of a serial number may be a range as well. Everything wrong is a placed problem: a list that names a piece twice, or
names more or fewer pieces than the lot has, would make a pick that the other side cannot follow.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from qspec.errors import Place, Problem, Refusal, Value, has_errors
from qspec.judgement.picking.words import carton_headings
from qspec.measurements.words import Word, headings
from qspec.readers import open_grids
from qspec.readers.grid import Grid, Tag
from qspec.text import fold, normalize, shorten

MOST = 1_000_000
"""Pieces of a list; a longer one is refused before it fills the memory."""
_RANGE = re.compile(r"(?P<first>\S*?\d+)\s?(?:\.{2,3}|…|~)\s?(?P<last>\S*?\d+)", re.ASCII)
_TAIL = re.compile(r"(?P<head>.*?)(?P<digits>\d+)", re.ASCII)
_LEADING_ZEROS = re.compile(r"(?<![\d.])0+(?=\d)", re.ASCII)
_ONLY_ZEROS = re.compile(r"(?<=\d)\.0*$", re.ASCII)


@dataclass(frozen=True)
class Piece:
    """A piece: its serial number in the form that is hashed (:func:`canonical`); its carton, blank where unknown."""

    serial: str
    carton: str = ""
    place: Place = field(default_factory=Place, compare=False)


def canonical(text: str) -> str:
    """Return a serial number or lot id as it is hashed: Unicode NFC, no white space at the ends, else as written."""
    return unicodedata.normalize("NFC", text).strip()


def alike_form(serial: str) -> str:
    """Return the form in which two serial numbers are one piece: 1, 01 and 1.0; a1, A1 and Ａ１."""
    plain = _ONLY_ZEROS.sub("", normalize(serial).casefold().replace(" ", ""))
    return _LEADING_ZEROS.sub("", plain)


def is_range(text: str) -> bool:
    """Say whether a text names a range of serial numbers (``A001..A320``)."""
    return _RANGE.fullmatch(normalize(text)) is not None


def read_range(text: str) -> tuple[str, ...] | Refusal:
    """Return the serial numbers of a range, or the text itself as the only one."""
    found = _RANGE.fullmatch(normalize(text))
    if found is None:
        return (canonical(text),)
    first, last = (_TAIL.fullmatch(found[name]) for name in ("first", "last"))
    if first is None or last is None or first["head"] != last["head"]:
        return Refusal("plan.range-heads", {"text": shorten(text)})
    width, low, high = len(first["digits"]), int(first["digits"]), int(last["digits"])
    if high < low or str(high).zfill(width) != last["digits"]:
        return Refusal("plan.range-order", {"text": shorten(text)})
    if high - low >= MOST:
        return Refusal("plan.too-many-pieces", {"most": MOST})
    return tuple(f"{first['head']}{number:0{width}d}" for number in range(low, high + 1))


def from_range(text: str, option: str) -> tuple[tuple[Piece, ...], list[Problem]]:
    """Return the pieces of ranges written on the command line, separated by commas."""
    pieces: list[Piece] = []
    problems: list[Problem] = []
    for part in re.split(r"[,、]", text):
        serials = read_range(part)
        if isinstance(serials, Refusal):
            problems.append(serials.at(Place(option)))
        else:
            pieces += [Piece(serial, place=Place(option)) for serial in serials]
    return tuple(pieces), [*problems, *faults(pieces)]


def from_file(name: str, content: bytes, *, cartons: bool = False) -> tuple[tuple[Piece, ...], list[Problem]]:
    """Return the pieces a file lists; with ``cartons`` it must say in which carton each lies."""
    opened = open_grids(name, content)
    problems = list(opened.problems)
    if has_errors(problems):
        return (), problems
    if len(opened.grids) != 1:
        return (), [*problems, Problem("plan.one-sheet", Place(name))]
    grid = opened.grids[0]
    columns = _columns(grid)
    if columns is None or (cartons and columns.carton is None):
        code = "plan.no-carton-column" if cartons else "plan.no-serial-column"
        return (), [*problems, Problem(code, grid.place(0, 0))]
    pieces: list[Piece] = []
    for found in _rows(grid, columns):
        if isinstance(found, Problem):
            problems.append(found)
        elif len(pieces) <= MOST:
            pieces += found
    if len(pieces) > MOST:
        return (), [*problems, Problem("plan.too-many-pieces", Place(name), values={"most": MOST})]
    return tuple(pieces), [*problems, *faults(pieces)]


@dataclass(frozen=True)
class _Columns:
    serial: int
    carton: int | None
    first_row: int


def _columns(grid: Grid) -> _Columns | None:
    """Return where the serial numbers and cartons stand; a single column needs no heading."""
    heads = [fold(text) for text in grid.rows[0]] if grid.rows else []
    carton = next((index for index, head in enumerate(heads) if head in carton_headings()), None)
    for word in (Word.SERIAL, Word.SAMPLE, Word.NUMBER):
        for index, head in enumerate(heads):
            if index != carton and word in headings().get(head, frozenset()):
                return _Columns(index, carton, 1)
    return _Columns(0, None, 0) if grid.width == 1 and carton is None else None


def _rows(grid: Grid, columns: _Columns) -> Iterator[Problem | list[Piece]]:
    last = max((row for row in range(len(grid.rows)) if not grid.blank(row)), default=-1)
    for row in range(columns.first_row, last + 1):
        place = grid.place(row, columns.serial)
        written = canonical(grid.spread(row, columns.serial))
        carton = canonical(grid.spread(row, columns.carton)) if columns.carton is not None else ""
        if not written:
            yield Problem("plan.empty-line", place)
        elif columns.carton is not None and not carton:
            yield Problem("plan.no-carton", place, values={"serial": shorten(written)})
        elif grid.tag(row, columns.serial) in (Tag.DATE, Tag.ERROR, Tag.FORMULA):
            yield Problem("plan.not-a-serial", place, values={"text": shorten(written)})
        else:
            serials = read_range(written)
            if isinstance(serials, Refusal):
                yield serials.at(place)
            else:
                yield [Piece(serial, carton, place) for serial in serials]


def faults(pieces: Sequence[Piece]) -> list[Problem]:
    """Return a problem for each piece named twice, if only in another form, and each name that cannot be hashed."""
    problems: list[Problem] = []
    seen: dict[str, Piece] = {}
    for piece in pieces:
        if not piece.serial or any(unicodedata.category(char) in ("Cc", "Cs") for char in piece.serial):
            problems.append(Problem("plan.not-a-serial", piece.place, values={"text": shorten(piece.serial)}))
        first = seen.setdefault(alike_form(piece.serial), piece)
        if first is not piece:
            values: dict[str, Value] = {
                "serial": shorten(piece.serial),
                "first": shorten(first.serial),
                "place": str(first.place),
            }
            problems.append(Problem("plan.duplicate-serial", piece.place, values=values))
    return problems


def with_cartons(pieces: Sequence[Piece], listed: Sequence[Piece]) -> tuple[tuple[Piece, ...], list[Problem]]:
    """Return the pieces with the cartons of a second list, which must name exactly the same ones."""
    cartons: Mapping[str, Piece] = {alike_form(piece.serial): piece for piece in listed}
    own = {alike_form(piece.serial) for piece in pieces}
    problems = [
        Problem("plan.carton-unknown-piece", piece.place, values={"serial": shorten(piece.serial)})
        for form, piece in cartons.items()
        if form not in own
    ]
    found: list[Piece] = []
    for piece in pieces:
        other = cartons.get(alike_form(piece.serial))
        if other is None:
            problems.append(Problem("plan.no-carton", piece.place, values={"serial": shorten(piece.serial)}))
        else:
            found.append(replace(piece, carton=other.carton))
    return tuple(found), problems
