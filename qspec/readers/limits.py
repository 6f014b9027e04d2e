"""What a file may hold, from ``data/readers/limits.yaml``; every reader asks here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Limits:
    """Largest numbers of bytes, rows, columns, cells, characters and elements that are read."""

    text_bytes: int
    rows: int
    columns: int
    cells: int
    cell_characters: int
    quoted_lines: int
    archive_entries: int
    archive_bytes: int
    archive_ratio: int
    elements: int
    """XML elements in one part of an archive."""


@cache
def limits() -> Limits:
    """Return the limits of size."""
    import yaml

    file = resources.files("qspec") / "data" / "readers" / "limits.yaml"
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # text scalars only, and no objects
    with file.open("rb") as stream:
        loaded = yaml.load(stream, Loader=loader)  # noqa: S506 - base loaders construct text, lists and mappings only
    return Limits(**{key: int(value) for key, value in loaded.items() if key != "source"})
