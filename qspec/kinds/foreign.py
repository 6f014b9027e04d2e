"""A third party's kind behind a guard: what it raises is a problem, what it did not measure is missing.

``registry.py`` wraps every kind that comes from an entry point, so that a fault in one is never a crash and never a
pass.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qspec import text, units
from qspec.errors import Place, Problem, Severity, Value, has_errors
from qspec.kinds.base import Block, Item, Kind, Measurement
from qspec.kinds.cells import nothing_measured
from qspec.spec.model import Characteristic


@dataclass
class Foreign:
    """A kind from another package; fulfils :class:`~qspec.kinds.base.Kind`."""

    name: str
    model: type[Characteristic]
    kind: Kind

    def compile(
        self,
        item_id: str,
        source: Characteristic,
        place: Callable[[str], Place],
    ) -> tuple[Item | None, list[Problem]]:
        """Return what the kind compiles; no item and a problem where it fails."""
        try:
            item, problems = self.kind.compile(item_id, source, place)
            if item is None and not has_errors(problems):
                raise ValueError("neither an item nor an error")  # else the characteristic would be dropped in silence
            return item, problems
        except Exception as error:  # noqa: BLE001 - a third party's fault must end as a problem, whatever it is
            return None, [Problem("kinds.fails", place("kind"), Severity.ERROR, self._values(error))]

    def measure(self, item: Item, block: Block) -> Measurement:
        """Return what the kind measures; nothing, every piece missing, and a problem where it fails."""
        try:
            return _sound(item, block, self.kind.measure(item, block))
        except Exception as error:  # noqa: BLE001 - a third party's fault must end as a problem, whatever it is
            problem = Problem("kinds.fails", Place(), Severity.UNDECIDED, self._values(error))
            nothing = tuple(
                nothing_measured(index, check.limit.unit, block.pieces) for index, check in enumerate(item.checks)
            )
            return Measurement(nothing, (problem,))

    def _values(self, error: Exception) -> dict[str, Value]:
        return {"kind": self.name, "error": text.shorten(f"{type(error).__name__}: {error}")}


def _sound(item: Item, block: Block, measurement: Measurement) -> Measurement:
    """Return the measurement; raises ``ValueError`` where judgement could not rely on its arrays."""
    import numpy as np

    if len({one.check for one in measurement.measured}) < len(measurement.measured):
        raise ValueError("two results for one check")
    for one in measurement.measured:
        if not 0 <= one.check < len(item.checks):
            raise ValueError("a result for no check")
        if not units.convertible(one.unit, item.checks[one.check].limit.unit):
            raise ValueError("a unit that is not the limit's")
        if not len(one.values) == len(one.pieces) == len(one.rows) or not np.isfinite(one.values).all():
            raise ValueError("values that are not finite, or not one for each piece and row")
        if not set(map(int, one.pieces)) | one.missing <= set(block.pieces):
            raise ValueError("values of pieces that are not in the block")
    return measurement
