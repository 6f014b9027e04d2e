"""File names for many papers: made of their numbers, safe on every system, never two alike; for ``cli/several.py``.

A number is a user's text: it may hold strokes, colons, direction marks, or be a name that a system keeps for itself.
"""

from __future__ import annotations

import itertools
import unicodedata

LONGEST = 120
"""Bytes of a name without its suffix; the least of today's file systems take 255 with it, and some encrypt them."""
_MARKS = frozenset("-_.+=@() ")
_KEPT_BY_SYSTEMS = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{digit}" for name in ("com", "lpt") for digit in "0123456789¹²³")}
)
"""Names of devices on Windows, whatever suffix follows."""
_NAMELESS = "report"


def safe_name(number: str) -> str:
    """Return a name for a paper's number: letters, digits and a few marks; whatever else stands there becomes ``_``."""
    text = unicodedata.normalize("NFC", number)
    kept = "".join(one if one in _MARKS or unicodedata.category(one)[0] in "LNM" else "_" for one in text)
    short = kept.encode()[:LONGEST].decode(errors="ignore").strip(" .")
    # A leading hyphen would be taken for an option, a leading dot was stripped.
    short = f"_{short[1:]}" if short.startswith("-") else short
    if short.split(".")[0].strip().casefold() in _KEPT_BY_SYSTEMS:
        return f"_{short}"
    return short or _NAMELESS


class Names:
    """Gives every paper of a run a name of its own, also where a system does not tell capitals from small letters."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def take(self, name: str, folder: str = "") -> str:
        """Return a name for a file in a folder; where that was given before, with ``-2`` and so on behind it."""
        tries = itertools.chain([name], (f"{name}-{count}" for count in itertools.count(2)))
        free = next(one for one in tries if _folded(folder, one) not in self._given)
        self._given.add(_folded(folder, free))
        return free


def _folded(folder: str, name: str) -> str:
    return unicodedata.normalize("NFKC", f"{folder}\0{name}").casefold()
