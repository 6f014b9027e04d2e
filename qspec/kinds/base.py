"""What a kind of characteristic gives to the rest: its keys in a spec, the columns it needs, one array to be compared.

A kind is one file that exports a :class:`Kind`; ``registry.py`` finds it. ``compile`` turns a spec entry into an
:class:`Item` (or problems: an item that cannot be judged the same way by two parties is refused with a question);
``measure`` turns an item's block of text columns into :class:`Measured` arrays. Everything after that is blind to
kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from qspec.errors import Place, Problem, Say, Value
from qspec.kinds.zones import Decision, Lines
from qspec.limits import Limit
from qspec.spec.model import Characteristic

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qspec.kinds.rules import Rule


@dataclass(frozen=True)
class Role:
    """One column an item needs: ``key`` within the item (``value``, ``L*`` …) and how its header may be written.

    ``names`` are spellings of the quantity itself (``L*``, ``LAB_L``, ``明度``): a header is matched when it names this
    quantity, alone where only one item of the spec has it, else together with the item's id, name, balloon or alias.
    A role without ``names`` is named by the item alone. ``unit`` is the unit id the readings are in where the file
    states none; None for text that has no unit (marks, grades). ``optional`` roles may be absent.
    """

    key: str
    names: tuple[str, ...] = ()
    unit: str | None = None
    optional: bool = False


@dataclass(frozen=True)
class Check:
    """One limit of an item. ``quantity`` is printed (``ΔE00``, ``Ra``, ``ΔL*``); ``rule`` reduces a piece's values.

    ``limit`` is resolved (absolute, in ``limit.unit``); ``text`` is the limit as the spec wrote it.
    """

    quantity: str
    limit: Limit
    rule: Rule
    text: str
    assumed_unit: bool = False
    """True where a drawing convention, not the text, supplied the unit (φ10 H7 in mm, Ra1.6 in µm)."""
    per_lot: bool = False
    """True where one value judges the whole lot (a count per lot), not a piece."""
    total: bool = False
    """True where that value is a total, which takes every piece of the lot; a share can be that of a sample."""
    counts: bool = False
    """True where a value is a number of nonconformities on its piece: each counts where a plan counts those."""


@dataclass(frozen=True)
class Item:
    """A characteristic ready to be judged."""

    id: str
    source: Characteristic
    checks: tuple[Check, ...]
    roles: tuple[Role, ...]
    readings: int | None = None
    """Readings each piece must have, exactly; None: one row a piece, with as many readings as that row gives."""
    series: bool = False
    """True where all rows of a piece together are one measurement (a raw trace): any number of rows, none a
    duplicate.
    """
    decision: Decision = field(default_factory=Decision)
    """Uncertainty and guard band of the first check, marginal band and rounding of all."""
    facts: Mapping[str, Say | str] = field(default_factory=dict)
    """What the report states about formula and conditions, by heading key of the ``report`` catalogue part."""
    data: Mapping[str, object] = field(default_factory=dict)
    """What the kind itself needs when measuring (reference color, grade scale …)."""

    @property
    def uncertainty(self) -> Fraction | None:
        """Expanded uncertainty in the first check's limit unit, of the first check alone."""
        stated = self.decision.uncertainty
        return None if stated is None else stated.expanded

    @property
    def guard(self) -> Fraction | None:
        """Guard band width w in the same unit; None for simple acceptance."""
        return self.decision.guard

    @property
    def marginal(self) -> Fraction | None:
        """Share of the limit from which a pass is flagged, e.g. 9/10."""
        return self.decision.marginal

    def lines(self, check: int) -> Lines:
        """Return where a check passes and where it fails, in the unit of its limit."""
        return self.decision.lines(self.checks[check].limit, first=check == 0)

    @property
    def name(self) -> Value:
        """What a person calls it: the name in its languages, the id where the spec gives none."""
        return self.source.name or self.id


class Column(Protocol):
    """A column of text cells; provided by the measurements package."""

    @property
    def header(self) -> str:
        """The header as written, the unit included."""

    @property
    def unit(self) -> str | None:
        """Unit id stated by the file for this column, None where it states none."""

    @property
    def texts(self) -> Sequence[str | None]:
        """The cells as written; None where the file says that the value is missing."""

    def place(self, index: int) -> Place:
        """Return where cell ``index`` stands."""


@dataclass(frozen=True)
class Block:
    """One item's readings: row i is one reading of piece ``pieces[i]``; every column has ``len(pieces)`` cells."""

    pieces: Sequence[int]
    columns: Mapping[str, Column]
    conditions: Mapping[str, str] = field(default_factory=dict)
    """Conditions that the file states for these readings (illuminant, observer, cut-off …)."""


@dataclass(frozen=True)
class Measured:
    """The values of one check, in order of reading. All sequences have length n.

    ``values`` are float64 in ``unit``, finite; ``exact(i)`` gives the fraction of the text, None for computed values.
    ``missing`` are pieces that have no usable value here although they have a row: they are never judged as passed.
    """

    check: int
    """Index into ``item.checks``."""
    unit: str
    values: NDArray[np.float64]
    pieces: NDArray[np.intp]
    rows: NDArray[np.intp]
    """Row of the block behind each value (the first one, where readings were averaged)."""
    exact: Callable[[int], Fraction] | None
    texts: Callable[[int], str]
    """Value i as it is shown: the reading as written, or a computed value with its inputs."""
    missing: frozenset[int] = frozenset()
    words: Callable[[int], Say | None] | None = None
    """A remark in words on value i (``darker, redder``), where the kind has one."""


@dataclass(frozen=True)
class Measurement:
    """What a kind read from a block: the arrays per check, problems, and remarks on the whole item."""

    measured: tuple[Measured, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Say, ...] = ()


class Kind(Protocol):
    """A kind of characteristic, exported as KIND by a module here or under the entry point ``qspec.kinds``."""

    name: str
    model: type[Characteristic]

    def compile(
        self, item_id: str, source: Characteristic, place: Callable[[str], Place]
    ) -> tuple[Item | None, list[Problem]]:
        """Return the judgeable item, or None and every problem; ``place(key)`` is where a key's value stands."""

    def measure(self, item: Item, block: Block) -> Measurement:
        """Return the values to compare; a cell that cannot be read is a placed problem and never a value."""
