"""Kind ``quantity``: any measured number with a unit (gloss, thickness, mass, torque, hardness, temperature).

In a spec: ``limit`` with its unit (``≥ 15 µm``, ``58〜62 HRC``, ``23 ±2 ℃``), or without one beside ``unit``; ``unit:
1`` says that the quantity has none. ``nominal`` where the limit holds only deviations (``±5 %``). A tolerance in ℃ is
a difference. Gloss needs the angle of measurement in its unit. Each reading is judged, unless ``reduce`` says
mean or median.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from qspec.errors import Problem
from qspec.kinds.assembling import Valued, compile_value, measure_column
from qspec.kinds.base import Block, Item, Measurement
from qspec.kinds.gloss import as_declared
from qspec.kinds.requirements import Places
from qspec.spec.model import Characteristic


class Quantity(Valued):
    """A quantity in a spec."""

    kind: Literal["quantity"]


class QuantityKind:
    """Fulfils :class:`~qspec.kinds.base.Kind`."""

    name = "quantity"
    model: type[Characteristic] = Quantity

    def compile(
        self,
        item_id: str,
        source: Characteristic,
        place: Places,
    ) -> tuple[Item | None, list[Problem]]:
        """Return the item; a limit without unit is refused with a question."""
        return compile_value(item_id, source, place)

    def measure(self, item: Item, block: Block) -> Measurement:
        """Return every reading, exact; plain GU in a file is taken at the declared angle, and that is said."""
        declared, notes = as_declared(block, item.roles[0])
        measurement = measure_column(item, declared)
        return replace(measurement, notes=(*measurement.notes, *notes))


KIND = QuantityKind()
