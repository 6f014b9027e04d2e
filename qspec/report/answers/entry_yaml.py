"""A spec entry as YAML ready to paste under ``characteristics:``; small mappings stand on one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qspec.report.width import columns, visible

INDENT = 2
_ONE_LINE = 76
"""Columns up to which a mapping stands on one line."""


def entry_lines(item_id: str, entry: Mapping[str, Any]) -> list[str]:
    """Return the lines of an entry, indented as it stands in a spec; no text is broken, so that it can be pasted."""
    import yaml

    class Dumper(yaml.SafeDumper):
        pass

    def mapping(dumper: yaml.SafeDumper, data: dict[str, Any]) -> yaml.MappingNode:
        short = columns(str(data)) <= _ONE_LINE and all(isinstance(value, str) for value in data.values())
        return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=short)

    Dumper.add_representer(dict, mapping)
    text: str = yaml.dump({item_id: dict(entry)}, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return [f"{' ' * INDENT}{visible(line)}" for line in text.splitlines()]
