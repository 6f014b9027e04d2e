"""The lot's ``.batch.yaml`` with the picked pieces in the order of the pick, for the inspection file to come.

``check`` reads it beside the data and then judges the picked pieces and no others.
"""

from __future__ import annotations

from typing import Any

from qspec.judgement.picking.planning import LotPlan, inspected
from qspec.spec.writing import mapping_lines


def write_sidecar(plan: LotPlan) -> bytes:
    """Return the file; ``pieces`` are left out where a class takes every piece and none has a serial number."""
    data: dict[str, Any] = {"lot": plan.lot, "lot_size": plan.lot_size}
    pieces = inspected(plan)
    if len(pieces) >= max(own.resolved.size for own in plan.classes):
        data["pieces"] = [one.serial for one in pieces]
    return "".join(f"{line}\n" for line in mapping_lines(data)).encode("utf-8", "backslashreplace")
