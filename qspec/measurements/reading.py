"""An inspection file → (batch, problems): the door of this package."""

from __future__ import annotations

from collections.abc import Sequence

from qspec.errors import Problem
from qspec.kinds.base import Item
from qspec.measurements.batch import Batch, LotInfo


def read(
    name: str,
    content: bytes,
    items: Sequence[Item],
    *,
    given: LotInfo,
    sidecar: tuple[str, bytes] | None = None,
    lot: str | None = None,
    decimal_comma: bool = False,
) -> tuple[Batch | None, list[Problem]]:
    """Read a batch. ``given`` holds the options, ``sidecar`` the name and bytes of ``<data>.batch.yaml``; ``lot`` is an id or ``all``."""
    raise NotImplementedError
