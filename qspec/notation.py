"""Reads limits as drawings and contracts write them, in English and Japanese.

Called by the kinds for a spec's limits (and later by the contract scan and the command line). What is read is a
:class:`Requirement`; the kind accepts or refuses its parameter, and :func:`resolve` makes the absolute limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from qspec.errors import Refusal
from qspec.limits import Bound, Limit


@dataclass(frozen=True)
class Requirement:
    """One requirement as read from text.

    ``lower`` and ``upper`` are absolute values in ``unit``, or deviations from a nominal that the text does not hold where
    ``relative`` is set (a bare ``±0.05 mm``, ``±5 %``, ``H7``). With ``percent_of_nominal`` the deviations are in per cent.
    """

    text: str
    lower: Bound | None = None
    upper: Bound | None = None
    unit: str | None = None
    """Unit id; None where the text has none and no drawing convention supplies one."""
    parameter: str | None = None
    """Canonical name: Ra Rz Rmax RzJIS Rq Rp Rv Rt, dE76 dE94 dE00 dECMC, phi, R, flatness, gloss, thickness, …"""
    nominal: Fraction | None = None
    relative: bool = False
    percent_of_nominal: bool = False
    assumed_unit: bool = False
    """True where a drawing convention supplied the unit (mm for sizes and fits, µm for roughness)."""
    factors: tuple[str, ...] = ()
    """``("2", "1")`` of ΔE CMC(2:1); kL:kC:kH likewise."""
    rule: str | None = None
    """Acceptance rule written with the value (``Ra max 1.6``, ``16%``)."""
    label_lower: str | None = None
    """Ordinal limits (``4級以上``, ``3-4``, ``H以上``, ``5B``): the label, not a number; worst or best is the scale's affair."""
    label_upper: str | None = None
    label_inclusive: bool = True
    edition: str | None = None
    """Standard and class that gave the values (``ISO 286 H7``, ``ISO 2768-m``), for the record."""
    reference: bool = False
    """A dimension in brackets: information, no requirement."""
    warnings: tuple[Refusal, ...] = ()
    """What a person should know (an undated ISO 2768, Rz whose meaning changed), as code and values."""


def read(text: str, *, decimal_comma: bool = False) -> tuple[Requirement, ...] | Refusal:
    """Return the requirements written in a text, one or several, or why it cannot be read."""
    raise NotImplementedError


def resolve(requirement: Requirement, nominal: Fraction | None, unit: str | None) -> Limit | Refusal:
    """Return the absolute limit of a requirement; ``nominal`` (in ``unit``) is the spec's, where the text has none."""
    raise NotImplementedError
