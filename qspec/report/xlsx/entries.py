"""What a text becomes in a cell of a workbook: a number where that is exact, otherwise text that is never run.

A spreadsheet keeps fifteen digits of a number. A text with more, or one that would come back in another form (``007``,
``+0.2``), stays text, so that no digit is lost. Called by ``workbook.py`` for every cell.
"""

from __future__ import annotations

import re

from qspec.report.as_csv import guard
from qspec.report.width import visible

DIGITS = 15
"""Significant digits that a spreadsheet keeps (IEC 60559 double; Microsoft's limits for Excel)."""
LONGEST = 32_767
"""UTF-16 units that a cell can hold (Microsoft's limits for Excel)."""
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", re.ASCII)


def number(text: str) -> float | None:
    """Return the number that a text is, where a spreadsheet shows it with the very same digits; None otherwise."""
    if not _NUMBER.fullmatch(text):
        return None
    digits = text.lstrip("-").replace(".", "")
    if len(digits.lstrip("0")) > DIGITS or len(digits) > DIGITS + 5:
        return None
    value = float(text)
    return None if value == 0 and text.startswith("-") else value


def places(text: str) -> int:
    """Return how many decimals a number is written with."""
    return len(text.partition(".")[2])


def risky(text: str) -> bool:
    """Say whether a spreadsheet would run a text, or turn it into something else, once somebody edits the cell."""
    return guard(text) != visible(text)


def shown(text: str) -> str:
    """Return a visible text as a cell can hold it; of a longer one the beginning, and how much it lacks."""
    kept = text
    while _units(kept) > LONGEST:
        kept = kept[: len(kept) - max(20, (_units(kept) - LONGEST) // 2)]
    if kept == text:
        return text
    kept = kept[:-20]
    return f"{kept} … (+{len(text) - len(kept)})"


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
