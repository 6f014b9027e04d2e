"""What is read from a limit's text: one requirement, absolute or relative to a nominal the text does not hold."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from qspec.errors import Refusal
from qspec.limits import Bound


@dataclass(frozen=True)
class Requirement:
    """One requirement as read from text.

    ``lower`` and ``upper`` are absolute values in ``unit``, or deviations from a nominal that the text does not hold
    where ``relative`` is set (a bare ``±0.05 mm``, ``±5 %``, ``H7``). With ``percent_of_nominal`` the deviations are in
    per cent. A plain number without unit has no bounds but the label that it may be on an ordinal scale; 0 alone means
    at most 0.
    """

    text: str
    lower: Bound | None = None
    upper: Bound | None = None
    unit: str | None = None
    """Unit id; None where the text has none and no drawing convention supplies one."""
    parameter: str | None = None
    """Canonical name: Ra Rz Rmax RzJIS Rq Rp Rv Rt, dE76 dE94 dE00 dECMC, HRC, phi, R, flatness, gloss, thickness, …"""
    nominal: Fraction | None = None
    relative: bool = False
    percent_of_nominal: bool = False
    assumed_unit: bool = False
    """True where a drawing convention supplied the unit (mm for sizes and fits, µm for roughness)."""
    factors: tuple[str, ...] = ()
    """``("2", "1")`` of ΔE CMC(2:1); kL:kC:kH likewise."""
    rule: str | None = None
    """Acceptance rule written with the value (``Ramax 1.6``, ``16%``); ``Ra max 1.6`` may only mean an upper limit."""
    label_lower: str | None = None
    """Ordinal limits (``4級以上``, ``3-4``, ``H以上``, ``5B``): the label, not a number; worst or best is the scale's
    affair. Also filled beside the bounds of numbers without unit, for only the kind knows whether they are labels."""
    label_upper: str | None = None
    label_worst: str | None = None
    """``class 1 or better``: the worst label allowed, whichever way the scale runs; the other two are then None."""
    label_inclusive: bool = True
    edition: str | None = None
    """Standard and class that gave the values (``ISO 286 H7``, ``ISO 2768-m``), for the record."""
    table: tuple[str, str] | None = None
    """Where a class waits for its nominal: ``("fit", "H7")``, ``("linear", "m")``, ``("flatness", "K")``."""
    reference: bool = False
    """A dimension in brackets: information, no requirement."""
    warnings: tuple[Refusal, ...] = ()
    """What a person should know (an undated ISO 2768, Rz whose meaning changed), as code and values."""
