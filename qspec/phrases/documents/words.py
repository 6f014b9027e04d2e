"""Limits of documents and the words of headings, from ``data/documents``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Limits:
    """What a document may hold; see ``data/documents/limits.yaml``."""

    text_bytes: int
    line_characters: int
    characters: int
    blocks: int
    pages: int
    page_characters: int
    pdf_bytes: int
    """Memory for reading one PDF, beside the file itself."""
    seconds: int
    """Time for one document, after which reading it is given up."""
    listed: int
    """Places of one kind of warning that are listed one by one."""


def _load(name: str) -> Mapping[str, Any]:
    import yaml

    file = resources.files("qspec") / "data" / "documents" / f"{name}.yaml"
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # text scalars only, and no objects
    with file.open("rb") as stream:
        loaded: Mapping[str, Any] = yaml.load(stream, Loader=loader)  # noqa: S506 - base loaders make no objects
    return loaded


@cache
def limits() -> Limits:
    """Return the limits of size."""
    return Limits(**{key: int(value) for key, value in _load("limits").items() if key != "source"})


@cache
def words(name: str) -> tuple[str, ...]:
    """Return one of the lists of ``headings.yaml``."""
    return tuple(_load("headings")[name])
