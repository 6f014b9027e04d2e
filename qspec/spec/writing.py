"""A spec entry as YAML as it stands under ``characteristics:``; small mappings stand on one line.

``define`` shows an entry so, and a draft is made of them. What is None becomes a key without a value, which ``lint``
asks for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

INDENT = 2
_ONE_LINE = 76
"""Columns up to which a mapping stands on one line."""


def entry_lines(item_id: str, entry: Mapping[str, Any]) -> list[str]:
    """Return the lines of an entry, indented as it stands in a spec; no text is broken, so that it can be pasted."""
    return [f"{' ' * INDENT}{line}" for line in mapping_lines({item_id: dict(entry)})]


def mapping_lines(data: Mapping[str, Any]) -> list[str]:
    """Return the lines of a mapping at the left margin."""
    import yaml

    root = dict(data)

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401 - what is dumped
            """Write what stands in two places out twice: a spec knows no aliases."""
            return True

    def mapping(dumper: yaml.SafeDumper, data: dict[str, Any]) -> yaml.MappingNode:
        short = (
            data is not root
            and columns(str(data)) <= _ONE_LINE
            and all(isinstance(value, str | int) for value in data.values())
        )
        return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=short)

    def nothing(dumper: yaml.SafeDumper, data: None) -> yaml.ScalarNode:
        return dumper.represent_scalar("tag:yaml.org,2002:null", "")

    Dumper.add_representer(dict, mapping)
    Dumper.add_representer(type(None), nothing)
    text: str = yaml.dump(root, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return [line.rstrip() for line in text.splitlines()]


def columns(text: str) -> int:
    """Return the columns of a text where Japanese characters take two."""
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)
