"""Which cells of a table hold requirements: results, remarks and signatures beside them are not read with the clause.

The columns are told by the words at their head, which may stand in any row: a check sheet begins with lines about the
part. Called by ``clauses.py`` with the cells of one row after another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from qspec.phrases.documents.model import Block
from qspec.phrases.written import is_japanese
from qspec.text import normalize

_WORDS = re.compile(r"[a-z#][a-z#./]*")
_HEADS = 2
"""Cells of a row that must be known as headings of columns for the row to be the head of a table."""


@dataclass
class Columns:
    """The columns of the tables of one document, as far as they have been read."""

    _aside: dict[int, frozenset[int]] = field(default_factory=dict)

    def is_head(self, cells: Sequence[Block]) -> bool:
        """Say whether a row heads columns, and keep which of them hold no requirements."""
        roles = [(cell, role) for cell in cells for role in [_role(cell.text)] if role is not None]
        if len(roles) < _HEADS or 2 * len(roles) <= len(cells) or not any(role == "read" for _, role in roles):
            return False
        table = _table(cells[0])
        self._aside[table] = frozenset(
            cell.column for cell, role in roles if role == "aside" and cell.column is not None
        )
        return True

    def required(self, cell: Block) -> bool:
        """Say whether a cell may hold a requirement."""
        if normalize(cell.text).casefold() in _words()["marks"]:
            return False
        return cell.column not in self._aside.get(_table(cell), frozenset())


def _table(cell: Block) -> int:
    return cell.row[0] if cell.row is not None else 0


def _role(text: str) -> str | None:
    """Return whether a heading is of a column that is read, or of one aside; None where it is not known."""
    plain = normalize(text).casefold().strip(" :：()（）*")
    parts = [part for part in re.split(r"[\s/／・|()（）]+", plain) if part]
    known = _words()
    roles = {role for role in ("aside", "read") for part in parts if _among(part, known, role)}
    unknown = [part for part in parts if not any(_among(part, known, role) for role in ("aside", "read"))]
    if not roles or unknown:
        return None
    return "read" if "read" in roles else "aside"


def _among(part: str, known: Mapping[str, frozenset[str]], role: str) -> bool:
    own = known[f"{role}_ja"] if is_japanese(part) else known[role]
    return part in own


@cache
def _words() -> Mapping[str, frozenset[str]]:
    import yaml

    file = resources.files("qspec") / "data" / "documents" / "columns.yaml"
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # text scalars only, and no objects
    with file.open("rb") as stream:
        loaded: Mapping[str, Any] = yaml.load(stream, Loader=loader)  # noqa: S506 - base loaders make no objects
    return {
        key: frozenset(normalize(word).casefold() for word in value) for key, value in loaded.items() if key != "source"
    }
