"""Which kind a written parameter belongs to (Ra is a roughness, ΔE00 a color), and how it is printed.

Called by the kinds that take any parameter but those of another kind; the table is ``data/kinds/parameters.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping

from qspec import units
from qspec.errors import Refusal
from qspec.kinds.tables import table
from qspec.notation import Requirement


def another_kinds(requirement: Requirement, kind: str) -> Refusal | None:
    """Return a refusal where a parameter or unit is another kind's: Ra needs the rule that only roughness asks for."""
    data = table("parameters")
    owner = data["kinds"].get(requirement.parameter or "") or data["units"].get(requirement.unit or "")
    if owner is None or owner == kind:
        return None
    named = requirement.parameter or units.get(requirement.unit or "").symbol
    return Refusal("kinds.parameter-of-another-kind", {"parameter": named, "kind": kind, "owner": owner})


def symbol_of(parameter: str | None) -> str:
    """Return how a parameter is printed: its sign or its scale's symbol; empty for none and for one that is a word."""
    symbols: Mapping[str, str] = table("parameters")["symbols"]
    if parameter is None or parameter in symbols:
        return symbols.get(parameter or "", "")
    known = units.table().units.get(parameter)
    return known.symbol if known is not None else ""
