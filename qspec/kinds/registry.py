"""Which kinds there are: the modules of this package, and what third parties offer under the entry point ``qspec.kinds``."""

from __future__ import annotations

from collections.abc import Mapping

from qspec.kinds.base import Kind
from qspec.spec.model import Characteristic


def kinds() -> Mapping[str, Kind]:
    """Return every kind by its name."""
    raise NotImplementedError


def models() -> Mapping[str, type[Characteristic]]:
    """Return the spec model of every kind by the kind's name."""
    return {name: kind.model for name, kind in kinds().items()}
