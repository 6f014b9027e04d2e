"""Words of lists of pieces and of delivery terms, from ``data/sampling/picking.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from qspec.text import fold


@cache
def words() -> Mapping[str, Any]:
    """Return the file as nested mappings and lists of text."""
    import yaml

    file = resources.files("qspec") / "data" / "sampling" / "picking.yaml"
    with file.open("rb") as stream:
        loaded: Mapping[str, Any] = yaml.load(stream, Loader=yaml.BaseLoader)  # noqa: S506 - text, lists, mappings only
    return loaded


@cache
def carton_headings() -> frozenset[str]:
    """Return the folded headings of a column of cartons."""
    return frozenset(fold(word) for word in words()["cartons"]["headings"])
