"""Reads the data files of capability, ``qspec/data/capability/<name>.yaml``: words of demands, numbers of a test.

Scalars arrive as text, so a number becomes exact where it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return a data file as nested mappings, lists and text; raises ``FileNotFoundError`` for an unknown name."""
    import yaml

    file = resources.files("qspec") / "data" / "capability" / f"{name}.yaml"
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # text scalars only, and no objects
    with file.open("rb") as stream:
        loaded: Mapping[str, Any] = yaml.load(stream, Loader=loader)  # noqa: S506 - base loaders construct no objects
    return loaded
