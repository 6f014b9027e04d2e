"""Numbers of the switching rules, read from ``data/sampling/switching.yaml`` with what each means."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Rules:
    """Counts of lots, and points of the switching score."""

    window: int
    window_failures: int
    back_to_normal: int
    discontinue: int
    score: int
    points_small_ac: int
    points_large_ac: int
    large_ac: int
    mil_run: int


@cache
def rules() -> Rules:
    """Return the numbers of the standards."""
    import yaml

    text = (resources.files("qspec") / "data" / "sampling" / "switching.yaml").read_text(encoding="utf-8")
    loaded = yaml.safe_load(text)["numbers"]
    return Rules(**{name: int(number["value"]) for name, number in loaded.items()})
