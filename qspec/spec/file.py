"""A spec file → (spec, problems): YAML read as text with a place for every value, then typed by the models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from qspec.errors import Place, Problem
from qspec.spec.model import Characteristic, Spec


@dataclass(frozen=True)
class Loaded:
    """What a spec file gave. ``spec`` is None where a problem of severity ERROR makes it unusable."""

    file: str
    sha256: str
    spec: Spec | None
    problems: tuple[Problem, ...]
    place: Callable[[tuple[str | int, ...]], Place]
    """Where a value stands, by its path (``("characteristics", "bore", "limit")``); the nearest parent that exists."""


def load(name: str, content: bytes, models: Mapping[str, type[Characteristic]]) -> Loaded:
    """Read a spec; ``name`` is the file as the user wrote it (``-`` for stdin), ``models`` the characteristic model per kind."""
    raise NotImplementedError
