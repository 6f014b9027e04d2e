"""Output formats by name: those of this package, and what third parties offer under the entry point ``qspec.reports``.

A format is a function ``write(evaluation, options) -> bytes``. The command line asks for it here and loads nothing
else, so ``qspec --help`` pays for no format. A third party's format cannot take the place of one of ours.
"""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from qspec.errors import Refusal
from qspec.report.options import Writer

GROUP = "qspec.reports"
BUILT_IN = {name: f"qspec.report.as_{name}" for name in ("text", "json", "csv", "junit", "github", "html", "xlsx")}
"""Module of each format of this package; the module's ``write`` is the format."""


def names() -> tuple[str, ...]:
    """Return the names of all formats, ours first, the others in alphabetical order."""
    return (*BUILT_IN, *sorted(_offered()))


def find(name: str) -> Writer | Refusal:
    """Return the format with a name, or why there is none; a third party's broken package is a refusal, not a crash."""
    if name in BUILT_IN:
        return built_in(name)
    offered = _offered()
    if name not in offered:
        known = names()
        near = get_close_matches(name.casefold(), known, n=3)
        return Refusal("output.unknown-format", {"name": name, "known": ", ".join(near or known)})
    return _load(offered[name])


def built_in(name: str) -> Writer:
    """Return one of our own formats."""
    return cast("Writer", import_module(BUILT_IN[name]).write)


def _offered() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP) if point.name not in BUILT_IN}


def _load(point: EntryPoint) -> Writer | Refusal:
    try:
        writer = point.load()
    except Exception as error:  # noqa: BLE001 - whatever a third party's module raises when it is imported
        return Refusal("output.format-unloadable", {"name": point.name, "reason": f"{type(error).__name__}: {error}"})
    if not callable(writer):
        return Refusal("output.format-unloadable", {"name": point.name, "reason": f"{point.value} cannot be called"})
    return cast("Writer", writer)
