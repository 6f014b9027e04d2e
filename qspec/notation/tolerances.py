"""Deviations that a class stands for: ISO 286 fits, ISO 2768 general tolerances, from tables in ``data/tolerances``.

The notation reader calls :func:`fit` and :func:`general` with a nominal size in mm and gets deviations from it, in mm
and exact. Whatever lies outside the tables is refused by name; nothing is extrapolated or computed from the standards'
formulas, for their rounding differs from the formulas by up to 15 %.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources

from qspec.errors import Refusal
from qspec.text import write_number

_FIT = re.compile(r"(?P<letter>[A-Za-z]{1,2})(?P<grade>\d{1,2})", re.ASCII)
_MICRO = Fraction(1, 1000)
_CLEARANCE = "defgh"
"""Letters whose tabulated deviation is the one nearest to the nominal size from below; the others' is from above."""
_INTERFERENCE = "kmnp"
_FINEST, _COARSEST = 5, 16
_K_SHAFTS = range(5, 8)
_SMALL = Fraction(3)
"""Holes up to this size (mm) have no delta."""
_NOT_UP_TO_ONE = range(14, 17)
"""Grades that the standard does not use up to 1 mm."""


@dataclass(frozen=True)
class Deviations:
    """Lower and upper deviation from the nominal size, in mm; ``lower`` is None for the width of a tolerance zone."""

    lower: Fraction | None
    upper: Fraction


@dataclass(frozen=True)
class Row:
    """One band of sizes in mm, over (exclusive unless closed) and up to (inclusive), and its values."""

    over: Fraction
    to: Fraction | None
    values: Mapping[str, str]

    def holds(self, size: Fraction) -> bool:
        """Say whether a size lies in this band."""
        above = self.over < size or (size == self.over and self.values.get("closed") == "yes")
        return above and (self.to is None or size <= self.to)


@cache
def rows(name: str) -> tuple[Row, ...]:
    """Return the bands of a table in ``data/tolerances``; lines that begin with # are its source."""
    file = resources.files("qspec") / "data" / "tolerances" / f"{name}.csv"
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    return tuple(
        Row(Fraction(line["over"]), Fraction(line["to"]) if line["to"] else None, line)
        for line in csv.DictReader(lines)
    )


def fit(designation: str, size: Fraction) -> Deviations | Refusal:
    """Return the deviations of a tolerance class of ISO 286 (``H7``, ``js6``) at a nominal size in mm.

    Read: d e f g h js k m n p and D E F G H JS K M N P, grades 5 to 16, over 0 up to 500 mm; k in grades 5 to 7, K and
    M up to 8, m n p and N P up to 12. The rest is refused.
    """
    found = _FIT.fullmatch(designation)
    if found is None:
        return Refusal("notation.fit-not-in-table", {"fit": designation})
    letter, grade = found["letter"], int(found["grade"])
    widths = _band("iso286_grades", size)
    shafts = _band("iso286_deviations", size)
    if widths is None or shafts is None:
        return Refusal("notation.fit-size", {"fit": designation, "size": write_number(size)})
    if not _FINEST <= grade <= _COARSEST or (grade in _NOT_UP_TO_ONE and size <= 1):
        return Refusal("notation.fit-not-in-table", {"fit": designation})
    width = _micrometers(widths, f"IT{grade}")
    if letter in ("js", "JS"):
        return Deviations(-width / 2, width / 2)
    upper = _upper_of_hole(letter, grade, size, widths, shafts) if letter.isupper() else None
    upper = _upper_of_shaft(letter, grade, width, shafts) if letter.islower() else upper
    if upper is None:
        return Refusal("notation.fit-not-in-table", {"fit": designation})
    return Deviations(upper - width, upper)


def _upper_of_shaft(letter: str, grade: int, width: Fraction, shafts: Row) -> Fraction | None:
    if letter in _CLEARANCE:
        return _micrometers(shafts, letter)
    if letter not in _INTERFERENCE or (letter == "k" and grade not in _K_SHAFTS) or grade > 12:
        return None
    return _micrometers(shafts, letter) + width


def _upper_of_hole(letter: str, grade: int, size: Fraction, widths: Row, shafts: Row) -> Fraction | None:
    """Return the upper deviation: D to H mirror the shaft, K to P besides by delta = IT(n) - IT(n-1) in fine grades."""
    mirrored = letter.lower()
    if mirrored in _CLEARANCE:
        return _micrometers(widths, f"IT{grade}") - _micrometers(shafts, mirrored)
    if mirrored not in _INTERFERENCE or grade > 12:
        return None
    apart = next((row for row in rows("iso286_exceptions") if row.holds(size)), None)
    if apart is not None and apart.values["fit"] == f"{letter}{grade}":
        return _micrometers(apart, "upper")
    if grade <= (7 if letter == "P" else 8):
        delta = _micrometers(widths, f"IT{grade}") - _micrometers(widths, f"IT{grade - 1}")
        return (delta if size > _SMALL else 0) - _micrometers(shafts, mirrored)
    if letter == "P":
        return -_micrometers(shafts, mirrored)
    if letter == "N" and size > 1:
        return Fraction(0) if size > _SMALL else -_micrometers(shafts, mirrored)
    return None


def general(table: str, grade: str, size: Fraction) -> Deviations | Refusal:
    """Return the deviations of ISO 2768-1 (``linear``, ``radius``) or a zone of ISO 2768-2 (``flatness`` …).

    ``size`` is in mm; for a zone it is the length that chooses the row.
    """
    classes = [row for row in rows("iso2768") if row.values["table"] == table and row.values["class"] == grade]
    if not classes:
        return Refusal("notation.general-class", {"class": grade})
    found = next((row for row in classes if row.holds(size)), None)
    if found is None:
        return Refusal("notation.general-size", {"class": grade, "size": write_number(size)})
    value = Fraction(found.values["value"])
    return Deviations(-value, value) if table in ("linear", "radius") else Deviations(None, value)


def _band(name: str, size: Fraction) -> Row | None:
    return next((row for row in rows(name) if row.holds(size)), None)


def _micrometers(row: Row, column: str) -> Fraction:
    return int(row.values[column]) * _MICRO
