"""Kind ``dimension``: sizes and angles as a drawing states them.

In a spec: ``limit`` (``25 ±0.05``, ``φ10 H7``, ``30 ISO 2768-m``, ``45° ±30'``, ``0.02以下``), ``nominal`` where the
limit holds only deviations (``±0.05``, ``H7``), ``unit`` of readings whose file states none, and the decision keys. A
limit without unit is in millimetres, the convention of drawings, and the report says that the unit was assumed. Each
reading is judged, unless ``reduce`` says mean or median.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from qspec.errors import Problem
from qspec.kinds.assembling import Valued, compile_value, measure_column
from qspec.kinds.base import Block, Item, Measurement
from qspec.kinds.requirements import Places
from qspec.spec.model import Characteristic


class Dimension(Valued):
    """A dimension in a spec."""

    kind: Literal["dimension"]


class DimensionKind:
    """Fulfils :class:`~qspec.kinds.base.Kind`."""

    name = "dimension"
    model: type[Characteristic] = Dimension

    def compile(
        self,
        item_id: str,
        source: Characteristic,
        place: Places,
    ) -> tuple[Item | None, list[Problem]]:
        """Return the item; its limit must be a length or an angle."""
        return compile_value(
            item_id, source, place, drawing_unit="mm", dimensions=("length", "angle"), floor=Fraction(0)
        )

    def measure(self, item: Item, block: Block) -> Measurement:
        """Return every reading, exact."""
        return measure_column(item, block)


KIND = DimensionKind()
