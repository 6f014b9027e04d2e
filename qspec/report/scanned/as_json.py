"""Clauses as JSON Lines: what ``define`` says of a phrase, and where it stands (docs/phrases.md has the keys)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from qspec.phrases.scan import Scan, Scanned
from qspec.phrases.told import Told, told
from qspec.report.answers.as_json import plain as plain_answer


def write(scans: Sequence[Scan], *, everything: bool = False) -> bytes:
    """Return a line for each vague or measurable clause of every document, with ``everything`` for the others too."""
    lines = (json.dumps(plain(one), ensure_ascii=False) for scan in scans for one in told(scan, everything=everything))
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def plain(one: Told) -> dict[str, Any]:
    """Return a clause as plain data: the keys of ``define``, then those of its place."""
    place, clause = one.scanned.place, one.scanned.clause
    return {
        **plain_answer(one.answer),
        "language": clause.language,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "span": list(one.scanned.span),
        "page": place.page,
        "paragraph": place.paragraph,
        "sheet": place.sheet,
        "cell": place.cell,
        "place": str(place),
        "heading": clause.heading,
        "section": one.section,
        "lead": clause.lead or None,
        "difference": _difference(one),
    }


def _difference(one: Told) -> dict[str, Any] | None:
    if one.difference is None:
        return None
    other: Scanned | None = one.other
    return {
        "with": str(other.place) if other is not None else None,
        "text": other.clause.text if other is not None else None,
        "what": [what.value for what in one.difference.what],
    }
