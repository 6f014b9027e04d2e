"""The pick: an order of all pieces of a lot that both sides can compute, of which every class takes the first n.

    key(piece) = SHA-256 of "qspec-pick/1" LF spec digest LF lot id LF serial number    (UTF-8, lower-case hexadecimal)

Without cartons the order is that of the keys. With cartons the pieces of each carton are numbered 1 … M in the order
of their keys; the first of each carton comes before all others, the k-th of M has the rank (2k - 1) / 2M; the order is
that of the ranks, keys deciding between equal ones. So every beginning of the order takes from each carton in
proportion to what it holds, and from every carton at least one piece as soon as it is as long as there are cartons. The
order does not depend on n, so the sample of one class lies within that of a class with more pieces.

``planning.py`` calls :func:`pick`; docs/plan.md works an example through.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from qspec.judgement.picking.roster import Piece

METHOD = "qspec-pick/1"
"""Name of the method, the first line of what is hashed; another method would have another name."""


@dataclass(frozen=True)
class Picked:
    """A piece in the order of the pick, counted from 1, with the key that put it there."""

    number: int
    serial: str
    carton: str
    key: str


def positions(size: int) -> Iterator[Piece]:
    """Yield the pieces of a lot without serial numbers: their positions from 1."""
    return (Piece(str(number)) for number in range(1, size + 1))


def pick(pieces: Iterable[Piece], digest: str, lot: str, count: int) -> tuple[Picked, ...]:
    """Return the first ``count`` pieces of the order; no two pieces have the same serial number.

    ``digest`` is the spec's SHA-256; lot and serial numbers are in their canonical form.
    """
    first = heapq.nsmallest(count, _ranked(_keyed(pieces, digest, lot)))
    return tuple(Picked(number, piece.serial, piece.carton, own) for number, (_, own, piece) in enumerate(first, 1))


def _keyed(pieces: Iterable[Piece], digest: str, lot: str) -> Iterator[tuple[str, Piece]]:
    """Yield each piece with its key; what all keys have in common is hashed once."""
    common = hashlib.sha256(f"{METHOD}\n{digest}\n{lot}\n".encode())
    for piece in pieces:
        own = common.copy()
        own.update(piece.serial.encode())
        yield own.hexdigest(), piece


def _ranked(keyed: Iterable[tuple[str, Piece]]) -> Iterator[tuple[Fraction | int, str, Piece]]:
    """Yield rank, key and piece; all ranks are 0 where no piece has a carton, so that nothing need be kept."""
    cartons: dict[str, list[tuple[str, Piece]]] = {}
    for digest, piece in keyed:
        if piece.carton:
            cartons.setdefault(piece.carton, []).append((digest, piece))
        else:
            yield 0, digest, piece
    for own in cartons.values():
        own.sort(key=lambda pair: pair[0])
        for index, (digest, piece) in enumerate(own):
            yield Fraction(2 * index + 1, 2 * len(own)) if index else 0, digest, piece


def per_carton(picked: Sequence[Picked]) -> dict[str, int]:
    """Return how many pieces of a pick lie in each carton, in the order in which the cartons are first opened."""
    counts: dict[str, int] = {}
    for piece in picked:
        counts[piece.carton] = counts.get(piece.carton, 0) + 1
    return counts
