"""Dates as forms write them → ISO 8601; a date that could be read in two ways is not read.

``2026/11/2``, ``2026年11月2日``, ``令和8年11月2日``, ``R8.11.2``, ``2 Nov 2026`` and an Excel date are understood;
``11/02/2026`` is not, for two parties read it as two days. Called by the title block and the sidecar.
"""

from __future__ import annotations

import datetime
import re

from qspec.text import normalize

_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
"""Year before the first of each era (Reiwa began in 2019, Heisei in 1989)."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?.*)?", re.ASCII
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_ERA = re.compile(r"(令和|平成|[RH])\s*(\d{1,2}|元)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[\s.-]*([A-Za-z]{3})[a-z]*[\s.,-]*(\d{4})", re.ASCII)
_MONTH_FIRST = re.compile(r"([A-Za-z]{3})[a-z]*\.?\s*(\d{1,2})\s*,?\s*(\d{4})", re.ASCII)


def read_date(text: str) -> str | None:
    """Return a date in ISO 8601, None where the text is none or could be two."""
    plain = re.sub(r"\s*[(（][月火水木金土日][)）]\s*$", "", normalize(text))
    if found := _YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    if found := _ERA.fullmatch(plain):
        year = 1 if found[2] == "元" else int(found[2])
        return _iso(_ERAS[found[1]] + year, int(found[3]), int(found[4]))
    if found := _DAY_FIRST.fullmatch(plain):
        return _iso(int(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_FIRST.fullmatch(plain):
        return _iso(int(found[3]), _month(found[1]), int(found[2]))
    return None


def _month(name: str) -> int:
    return _MONTHS.index(name.lower()) + 1 if name.lower() in _MONTHS else 0


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
