"""A limit, as written and as resolved, and the only comparison of a reading with it.

A limit is converted into the reading's unit, never the reading into the limit's. Values are held as exact fractions;
bulk comparison is done on floats, which is exact except where the two floats are equal, for rounding keeps order; those
readings alone are decided again from their text. So a reading exactly at an inclusive limit passes, whatever units
either was written in. The notation reader makes limits, kinds hand them on, judgement compares.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from qspec import units
from qspec.text import write_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COMPUTED_TOLERANCE = 1e-12
"""Width within which a value *computed* in floats (a color difference) counts as equal to its limit, relative to limits
above 1: the last bits differ between machines, and two parties must get one answer. Readings as written are compared
exactly."""


class Side(IntEnum):
    """Where a value lies: below the lower limit, within, above the upper limit."""

    BELOW = -1
    WITHIN = 0
    ABOVE = 1


@dataclass(frozen=True)
class Bound:
    """One end of a limit; ``inclusive`` says that a value equal to it is within."""

    value: Fraction
    inclusive: bool = True

    def admits(self, value: Fraction, outside: Side) -> bool:
        """Say whether an exact value is on the good side of this end, beyond which ``outside`` lies."""
        if value == self.value:
            return self.inclusive
        return value > self.value if outside is Side.BELOW else value < self.value


@dataclass(frozen=True)
class Limit:
    """Lower and upper bound in a unit of the table, with the text it was read from; at least one bound is there."""

    lower: Bound | None
    upper: Bound | None
    unit: str
    text: str = ""
    nominal: Fraction | None = None

    def converted(self, unit: str) -> Limit:
        """Return the same limit in another unit of its dimension, exactly; raises ``ValueError`` across dimensions."""
        if unit == self.unit:
            return self

        def move(value: Fraction) -> Fraction:
            return units.convert(value, self.unit, unit)

        return replace(
            self,
            lower=None if self.lower is None else replace(self.lower, value=move(self.lower.value)),
            upper=None if self.upper is None else replace(self.upper, value=move(self.upper.value)),
            nominal=None if self.nominal is None else move(self.nominal),
            unit=unit,
        )

    def shrunk(self, width: Fraction, *, low: bool = True, high: bool = True) -> Limit:
        """Return the limit drawn in by ``width`` (in this limit's unit) at each end it has: the guarded limit.

        A negative width moves the ends out. ``low`` and ``high`` say whether that end is moved at all.
        """
        lower, upper = self.lower, self.upper
        return replace(
            self,
            lower=lower if lower is None or not low else replace(lower, value=lower.value + width),
            upper=upper if upper is None or not high else replace(upper, value=upper.value - width),
        )

    def is_empty(self) -> bool:
        """Say whether no value at all can lie within."""
        if self.lower is None or self.upper is None:
            return False
        both = self.lower.inclusive and self.upper.inclusive
        return self.lower.value > self.upper.value or (self.lower.value == self.upper.value and not both)

    def side(self, value: Fraction) -> Side:
        """Return on which side of the limit an exact value lies."""
        if self.lower is not None and not self.lower.admits(value, Side.BELOW):
            return Side.BELOW
        if self.upper is not None and not self.upper.admits(value, Side.ABOVE):
            return Side.ABOVE
        return Side.WITHIN

    def margin(self, value: Fraction) -> Fraction:
        """Return the distance to the nearer bound: positive within, negative outside, 0 at the limit."""
        ends = [value - self.lower.value] if self.lower is not None else []
        ends += [self.upper.value - value] if self.upper is not None else []
        return min(ends)

    def describe(self) -> str:
        """Return the resolved limit in signs alone, e.g. ``9.95 ≤ x ≤ 10.05 mm``; no words, so no language."""
        symbol = units.get(self.unit).suffix
        if self.lower and not self.upper:
            return f"x {'≥' if self.lower.inclusive else '>'} {write_number(self.lower.value)} {symbol}".rstrip()
        left = f"{write_number(self.lower.value)} {'≤' if self.lower.inclusive else '<'} " if self.lower else ""
        right = f" {'≤' if self.upper.inclusive else '<'} {write_number(self.upper.value)}" if self.upper else ""
        return f"{left}x{right} {symbol}".rstrip()


def sides(values: NDArray[np.float64], limit: Limit, exact: Callable[[int], Fraction] | None) -> NDArray[np.int8]:
    """Return the :class:`Side` of every value, shape (n,); raises ``ValueError`` for NaN or infinity among them.

    ``exact(i)`` gives value i as the fraction of its text, each float being the nearest to it. Without it the values
    were computed, and those within :data:`COMPUTED_TOLERANCE` of a bound count as equal to it.
    """
    import numpy as np

    if not np.isfinite(values).all():
        raise ValueError("only finite values can be compared with a limit")
    result = np.zeros(len(values), dtype=np.int8)
    for bound, outside in ((limit.upper, Side.ABOVE), (limit.lower, Side.BELOW)):  # below wins, as in Limit.side
        if bound is not None:
            result[_beyond(values, bound, outside, exact)] = outside
    return result


def exact_values(values: NDArray[np.float64], limit: Limit, exact: Callable[[int], Fraction] | None) -> list[Fraction]:
    """Return every value as a fraction, for margins and statistics; arguments as for :func:`sides`.

    A computed value that counts as equal to a bound is that bound, so that its margin is 0 and not its last bits.
    """
    import numpy as np

    if exact is not None:
        return [exact(index) for index in range(len(values))]
    result = [Fraction(value) for value in values.tolist()]
    for bound in (limit.lower, limit.upper):
        if bound is not None:
            for index in np.flatnonzero(_equal(values, float(bound.value))):
                result[index] = bound.value
    return result


def _equal(values: NDArray[np.float64], edge: float) -> NDArray[np.bool_]:
    """Return which computed values count as equal to a bound."""
    import numpy as np

    return np.asarray(np.abs(values - edge) <= COMPUTED_TOLERANCE * max(1.0, abs(edge)))


def _beyond(
    values: NDArray[np.float64], bound: Bound, outside: Side, exact: Callable[[int], Fraction] | None
) -> NDArray[np.bool_]:
    """Return which values lie outside one end; values whose float equals the end's are decided exactly."""
    import numpy as np

    edge = float(bound.value)
    beyond = (values < edge) if outside is Side.BELOW else (values > edge)
    if exact is None:
        beyond[_equal(values, edge)] = not bound.inclusive
    else:
        for index in np.flatnonzero(values == edge):
            beyond[index] = not bound.admits(exact(int(index)), outside)
    return beyond
