"""Which kind a written parameter belongs to (Ra is a roughness, ΔE00 a color), and how it is printed.

Called by the kinds that take any parameter but those of another kind; the table is ``data/kinds/parameters.yaml``.
"""

from __future__ import annotations

from qspec.errors import Refusal
from qspec.kinds.tables import table


def foreign_parameter(parameter: str | None, kind: str) -> Refusal | None:
    """Return a refusal where a parameter is another kind's: Ra needs the rule that only roughness asks for."""
    owner = table("parameters")["kinds"].get(parameter or "")
    if owner is None or owner == kind:
        return None
    return Refusal("kinds.parameter-of-another-kind", {"parameter": symbol_of(parameter), "kind": kind, "owner": owner})


def symbol_of(parameter: str | None) -> str:
    """Return how a parameter is printed: its sign, or its name where the table has none; empty for no parameter."""
    if parameter is None:
        return ""
    symbol: str = table("parameters")["symbols"].get(parameter, parameter)
    return symbol
