"""Color: the difference of a measured color from a reference, and its signed components.

A limit names its formula (``ΔE00 ≤ 1.5``, ``ΔE CMC(2:1) ≤ 1.0``); reference, illuminant, observer and geometry must
be there, for without them two parties measure two things. What is missing is asked for, never defaulted. The registry
finds ``KIND`` here; formulas and components are settled in ``color_limits.py``, readings become differences in
``color_readings.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pydantic import Field

from qspec.errors import Place, Problem, Refusal, Say, Severity, Value, has_errors
from qspec.kinds import viewing
from qspec.kinds.base import Block, Check, Item, Measurement, Role
from qspec.kinds.color_limits import Difference, read_components, read_difference
from qspec.kinds.color_readings import Standard, measure_color
from qspec.kinds.conditions import check_declared
from qspec.kinds.decisions import settle
from qspec.kinds.rules import EACH
from qspec.kinds.tables import table
from qspec.spec.model import Characteristic, Pairs
from qspec.text import fold, read_number, shorten, write_number

AXES = ("L*", "a*", "b*")
"""Keys of the three columns and of the reference."""


class ColorCharacteristic(Characteristic):
    """Keys of a color entry."""

    kind: Literal["color"]
    reference: Pairs = Field(default_factory=dict)
    """L*, a*, b* of the agreed standard, measured under the same conditions."""
    components: Pairs = Field(default_factory=dict)
    """Limits on the signed components ΔL*, Δa*, Δb*, ΔC*, ΔH*, beside the difference itself."""


@dataclass(frozen=True)
class Color:
    """The kind ``color``."""

    name: str = "color"
    model: type[Characteristic] = ColorCharacteristic

    def compile(
        self,
        item_id: str,
        source: Characteristic,
        place: Callable[[str], Place],
    ) -> tuple[Item | None, list[Problem]]:
        """Return the color item, or None with a question for everything that two parties could read in two ways."""
        if not isinstance(source, ColorCharacteristic):
            raise TypeError("a color item is compiled from a color entry")
        problems = check_declared(source, place)
        difference, found = read_difference(source, place)
        problems += found
        reference, found = _read_reference(source.reference, place("reference"))
        problems += found
        components, found = read_components(source.components, place("components"))
        problems += found
        seen, refusals = viewing.read({fold(key): text for key, text in source.conditions.items()})
        problems += [refusal.at(place("conditions")) for refusal in refusals]
        if difference is None or reference is None or components is None or seen is None:
            return None, problems
        decision, found = settle(source, difference.check.limit, place, floor=Fraction(0))
        problems += found
        if decision is None or has_errors(problems):
            return None, problems
        if decision.guard is not None and components:
            values = {"quantity": difference.check.quantity, "components": ", ".join(name for name, _, _ in components)}
            problems.append(Problem("color.components-not-guarded", place("decision"), Severity.WARNING, values))
        if decision.rounding is not None and components:
            several: dict[str, Value] = {"count": 1 + len(components)}
            return None, [*problems, Problem("kinds.rounding-several-limits", place("rounding"), values=several)]
        checks = (difference.check, *(Check(name, limit, EACH, text) for name, limit, text in components))
        item = Item(
            id=item_id,
            source=source,
            checks=checks,
            roles=_roles(),
            readings=source.readings or 1,
            decision=decision,
            facts=_facts(source, difference, reference),
            data={"standard": Standard(reference, difference.formula, seen)},
        )
        return item, problems

    def measure(self, item: Item, block: Block) -> Measurement:
        """Return the difference of each piece's mean color from the reference, and the components that have limits."""
        return measure_color(item, block)


KIND = Color()


def _read_reference(
    written: Mapping[str, str], place: Place
) -> tuple[tuple[Fraction, Fraction, Fraction] | None, list[Problem]]:
    """Return L*, a*, b* of the reference, or every problem of it."""
    if not written:
        return None, [Problem("color.no-reference", place)]
    spellings = {fold(name): axis for axis, names in table("color")["reference_keys"].items() for name in names}
    values: dict[str, Fraction] = {}
    problems: list[Problem] = []
    for key, text in written.items():
        axis = spellings.get(fold(key))
        if axis is None or axis in values:
            code = "color.reference-key" if axis is None else "color.reference-twice"
            problems.append(Problem(code, place, values={"key": shorten(key)}))
            continue
        number = read_number(text)
        if isinstance(number, Refusal):
            problems.append(number.at(place))
            continue
        values[axis] = Fraction(number)
        low, high = (Fraction(bound) for bound in table("color")["plausible"][axis])
        if not low <= values[axis] <= high:
            detail = {"axis": axis, "text": text, "low": write_number(low), "high": write_number(high)}
            problems.append(Problem("color.reference-range", place, values=detail))
    missing = [axis for axis in AXES if axis not in values]
    if missing and not problems:
        problems.append(Problem("color.reference-incomplete", place, values={"axes": ", ".join(missing)}))
    if problems:
        return None, problems
    return (values["L*"], values["a*"], values["b*"]), []


def _roles() -> tuple[Role, ...]:
    """Return the three columns; conditions around their names (``L*(D65/10°)``) are read with the file's headings."""
    known = table("color")
    return tuple(Role(axis, tuple(known["columns"][axis]), known["component_unit"]) for axis in AXES)


def _facts(
    source: ColorCharacteristic, difference: Difference, reference: tuple[Fraction, ...]
) -> dict[str, Say | str]:
    shown = ", ".join(f"{axis} {write_number(value)}" for axis, value in zip(AXES, reference, strict=True))
    conditions = [text for key, text in source.conditions.items() if key not in ("stated", "application")]
    facts: dict[str, Say | str] = {
        "color.fact.formula": difference.describe(),
        "color.fact.reference": shown,
        "color.fact.conditions": ", ".join(conditions),
    }
    if (source.readings or 1) > 1:
        facts["color.fact.readings"] = Say("color.averaged", {"count": source.readings or 1})
    return facts
