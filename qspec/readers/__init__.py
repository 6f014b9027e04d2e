"""Readers of tables: one file per format, bytes in, grids of text out; for inspection files and for documents.

A reader is a module with ``recognises(name, content)`` and ``read(name, content, decimal_comma=…)``. Third parties add
theirs under the entry point group ``qspec.readers``; those are asked first. The codes of problems are
``measurements.…``, for inspection files came first and codes are published.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import metadata
from typing import Protocol, cast

from qspec.errors import Place, Problem
from qspec.readers import delimited, xlsx
from qspec.readers.grid import Opened


class Reader(Protocol):
    """Reads one format."""

    def recognises(self, name: str, content: bytes) -> bool:
        """Say whether this reader is the one for a file."""

    def read(self, name: str, content: bytes, *, decimal_comma: bool = False) -> Opened:
        """Return the file's grids and every problem; never raise for what a file holds."""


@cache
def _installed() -> tuple[Reader, ...]:
    """Return the readers of other packages; looked for once, for a thousand files are read in one run."""
    return tuple(cast(Reader, entry.load()) for entry in metadata.entry_points(group="qspec.readers"))


def _readers() -> Iterator[Reader]:
    yield from _installed()
    yield cast(Reader, xlsx)
    yield cast(Reader, delimited)


def open_grids(name: str, content: bytes, *, decimal_comma: bool = False) -> Opened:
    """Read a file with the first reader that recognises it; a reader that fails is a problem, never an exception."""
    if not content:
        return Opened(problems=(Problem("measurements.empty", Place(name)),))
    try:
        reader = next(reader for reader in _readers() if reader.recognises(name, content))
        return reader.read(name, content, decimal_comma=decimal_comma)
    except Exception as error:  # noqa: BLE001 - a third party's fault must end as a refusal, never as a crash or a pass
        return Opened(
            problems=(Problem("measurements.unreadable", Place(name), values={"error": type(error).__name__}),)
        )
