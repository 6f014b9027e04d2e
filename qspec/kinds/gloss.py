"""Gloss units and the angle they were measured at: GU alone is no unit two parties can hold each other to.

The kinds of numbers with a unit call this to put a limit written in plain GU at the angle that the conditions declare,
and ``quantity`` to take a file's plain GU as measured at the declared angle (a condition that the file does not state).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qspec import text
from qspec.errors import Place, Refusal, Say
from qspec.kinds import amounts
from qspec.kinds.base import Block, Column, Role
from qspec.kinds.tables import table


@dataclass(frozen=True)
class _Declared:
    """A column in plain GU taken at the declared angle: ``unit`` is the role's; fulfils ``Column``."""

    column: Column
    unit: str | None

    @property
    def header(self) -> str:
        return self.column.header

    @property
    def texts(self) -> Sequence[str | None]:
        return self.column.texts

    def place(self, index: int) -> Place:
        return self.column.place(index)


def is_bare(unit: str | None) -> bool:
    """Say whether a unit id is gloss without its angle."""
    return unit is not None and unit == str(table("gloss")["bare"])


def has_angle(unit: str | None) -> bool:
    """Say whether a unit id is gloss at a stated angle."""
    angles: Mapping[str, str] = table("gloss")["angles"]
    return unit in angles.values()


def at_declared_angle(conditions: Mapping[str, str], written: str) -> str | Refusal:
    """Return the unit id of gloss at the one angle among the conditions, or a refusal that asks for the angle."""
    declared = _angles_of(conditions)
    if len(declared) == 1:
        return declared.pop()
    angles = ", ".join(table("gloss")["angles"])
    return Refusal("kinds.gloss-angle-needed", {"text": text.shorten(written), "angles": angles})


def contradicts(unit: str, conditions: Mapping[str, str]) -> bool:
    """Say whether the conditions declare another angle than a limit's own (85 GU(20°) under angle: 60°)."""
    return has_angle(unit) and bool(_angles_of(conditions) - {unit})


def _angles_of(conditions: Mapping[str, str]) -> set[str]:
    """Return the unit ids of gloss at every angle among the conditions."""
    wanted = {text.fold(name) for name in table("gloss")["conditions"]}
    angles: Mapping[str, str] = table("gloss")["angles"]
    read = [amounts.read(value) for key, value in conditions.items() if text.fold(key) in wanted]
    known = [one for one in read if isinstance(one, amounts.Amount) and one.unit in ("deg", None)]
    return {angles[angle] for one in known if (angle := text.write_number(one.value)) in angles}


def as_declared(block: Block, role: Role) -> tuple[Block, tuple[Say, ...]]:
    """Return the block with a column in plain GU taken at the role's angle, and a note that says so."""
    column = block.columns.get(role.key)
    if column is None or not is_bare(column.unit) or not has_angle(role.unit):
        return block, ()
    note = Say("kinds.gloss-angle-declared", {"header": text.shorten(column.header)})
    return replace(block, columns={**block.columns, role.key: _Declared(column, role.unit)}), (note,)
