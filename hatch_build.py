"""Build step: the words of the lexicon, which are YAML in the repository, as one JSON file in the wheel.

YAML is what people read and change; reading it takes five times as long as JSON, and ``qspec define`` reads all of it
for one phrase. The wheel holds both. ``qspec/phrases/lexicon.py`` takes the JSON where it is there, and the YAML in a
checkout.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import yaml
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path("qspec/data/lexicon")
COMPILED = "compiled.json"


def compiled(root: Path) -> bytes:
    """Return the files of words by their names within the lexicon's folder, as JSON."""
    folder = root / FOLDER
    files = [folder / f"{name}.yaml" for name in ("sets", "guards", "modifiers")] + sorted(folder.glob("heads/*.yaml"))
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    content = {
        file.relative_to(folder).as_posix(): yaml.load(file.read_bytes(), Loader=loader)  # noqa: S506 - text, lists, mappings
        for file in files
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


class CompileLexicon(BuildHookInterface):  # type: ignore[type-arg] # hatchling's own class is generic over a private type
    """Puts the compiled words into a wheel; an editable install reads the YAML."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the file to the wheel."""
        if self.target_name != "wheel" or version == "editable":
            return
        made = Path(tempfile.mkdtemp()) / COMPILED
        made.write_bytes(compiled(Path(self.root)))
        build_data["force_include"][str(made)] = (FOLDER / COMPILED).as_posix()
