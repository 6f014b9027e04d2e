"""Readings in the order in which they were measured; called by the modules that draw them.

The result lists failures first; a run is told by order alone.
"""

from __future__ import annotations

from qspec.errors import Place
from qspec.judgement.result import CheckResult, LotResult, Reading


def in_order(check: CheckResult, lot: LotResult) -> list[Reading]:
    """Return the listed readings piece by piece in the order of the file, those of a piece by their rows."""
    places = {piece: index for index, piece in enumerate(lot.pieces)}
    return sorted(check.readings, key=lambda one: (places.get(one.piece, len(places)), _line(one.place)))


def _line(place: Place) -> int:
    """Return the line or row in which a reading stands; 0 where that is not known."""
    digits = "".join(filter(str.isdigit, place.cell or ""))
    return place.line or int(digits or 0)
