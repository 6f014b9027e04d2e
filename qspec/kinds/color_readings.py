"""Color readings → differences: the measuring half of the kind ``color``.

``color.py`` calls :func:`measure_color`. Readings of one piece are averaged in L*, a*, b*, exactly, before any
difference is taken. A reading without all three values is missing, and so is its piece: an average over what is left
is another sample. Where the second opinion on a difference would change the verdict, the piece is not decided.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from qspec.errors import Place, Problem, Refusal, Say, Severity
from qspec.kinds import colorimetry, viewing
from qspec.kinds.base import Block, Check, Item, Measured, Measurement
from qspec.kinds.cells import Numbers, number_reader, read_numbers
from qspec.kinds.color_limits import APPLICATION
from qspec.kinds.conditions import STATED, hold
from qspec.kinds.tables import table
from qspec.limits import sides
from qspec.text import fold, write_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Lab = tuple[Fraction, Fraction, Fraction]

_WRITTEN = re.compile(r"L\* ≈?(-?[\d.]+) a\* ≈?(-?[\d.]+) b\* ≈?(-?[\d.]+)(?: \(n = \d+\))?", re.ASCII)
"""A color as ``_shown`` writes it."""
_EXACT = 3
"""The first three components are differences of what was written, and so exact."""


@dataclass(frozen=True)
class Standard:
    """What readings are compared with: the reference color, the formula, and how everything was viewed."""

    reference: Lab
    formula: colorimetry.Formula
    viewing: viewing.Viewing


@dataclass(frozen=True)
class _Sample:
    """One piece's mean color: its piece, first row, number of readings, and the exact mean."""

    piece: int
    row: int
    count: int
    lab: Lab


def measure_color(item: Item, block: Block) -> Measurement:
    """Return the differences and components of a block; what the file says about viewing is held against the spec."""
    standard = item.data["standard"]
    if not isinstance(standard, Standard):
        raise TypeError("a color item carries its standard")
    axes = [read_numbers(block, role, number_reader(item)) for role in item.roles]
    problems = [problem for numbers in axes for problem in numbers.problems]
    usable, found = _usable(item, block, axes)
    problems += found
    samples, missing = _average(axes, usable, item.readings)
    measured, found = _compare(item, block, standard, samples, missing)
    problems += found
    problems += _few_decimals(item, block, axes, standard.formula)
    return hold(item, _viewed(block, item, standard.viewing), Measurement(measured, tuple(problems)))


def _usable(item: Item, block: Block, axes: Sequence[Numbers]) -> tuple[NDArray[np.bool_], list[Problem]]:
    """Return the rows with a plausible L*, a* and b*; a reading with some of them alone is a placed problem."""
    import numpy as np

    problems: list[Problem] = []
    inside = []
    for role, numbers in zip(item.roles, axes, strict=True):
        low, high = (float(bound) for bound in table("color")["plausible"][role.key])
        good = numbers.usable() & (numbers.values >= low) & (numbers.values <= high)
        for row in np.flatnonzero(numbers.usable() & ~good).tolist():
            values = {"axis": role.key, "text": numbers.written[row] or "", "low": f"{low:g}", "high": f"{high:g}"}
            problems.append(Problem("color.out-of-range", _place(block, role.key, row), Severity.UNDECIDED, values))
        inside.append(good)
    problems += _incomplete(block, {role.key: numbers for role, numbers in zip(item.roles, axes, strict=True)})
    return np.logical_and.reduce(inside), problems


def _incomplete(block: Block, axes: Mapping[str, Numbers]) -> list[Problem]:
    """Return a problem for each reading with some of its values alone; an absent column is the file reader's to say."""
    import numpy as np

    present = [key for key in axes if key in block.columns]
    if not present:
        return []
    written = np.array([[bool((text or "").strip()) for text in axes[key].written] for key in present], dtype=bool)
    problems = []
    for row in np.flatnonzero(written.any(axis=0) & ~written.all(axis=0)).tolist():
        absent = [key for key, there in zip(present, written[:, row], strict=True) if not there]
        values = {"axes": ", ".join(absent)}
        problems.append(Problem("color.incomplete", _place(block, absent[0], row), Severity.UNDECIDED, values))
    return problems


def _average(
    axes: Sequence[Numbers], usable: NDArray[np.bool_], readings: int | None
) -> tuple[list[_Sample], frozenset[int]]:
    """Return the exact mean color of every piece with all its readings, each usable, and the other pieces."""
    rows: dict[int, list[int]] = {}
    for row, piece in enumerate(axes[0].pieces):
        rows.setdefault(piece, []).append(row)
    samples: list[_Sample] = []
    missing = set()
    for piece, own in rows.items():
        if len(own) == readings and all(usable[row] for row in own):
            light, red, yellow = (sum((n.exact(row) for row in own), Fraction(0)) / len(own) for n in axes)
            samples.append(_Sample(piece, own[0], len(own), (light, red, yellow)))
        else:
            missing.add(piece)
    return samples, frozenset(missing)


def _compare(
    item: Item, block: Block, standard: Standard, samples: Sequence[_Sample], missing: frozenset[int]
) -> tuple[tuple[Measured, ...], list[Problem]]:
    """Return the values of every check: the difference first, then the components that have limits."""
    import numpy as np

    lab = np.array([[float(value) for value in sample.lab] for sample in samples], dtype=np.float64).reshape(-1, 3)
    reference = tuple(float(value) for value in standard.reference)
    parts = colorimetry.components(reference, lab)
    words = _describer(parts)
    engine = colorimetry.differences(reference, lab, standard.formula)
    decided, problems = _opinions(item, block, standard, samples, lab, engine)
    kept = np.flatnonzero(decided)
    first = _measured(0, item.checks[0], samples, engine, decided, missing)
    result = [replace(first, words=lambda index: words(int(kept[index]), None))]
    for index, check in enumerate(item.checks[1:], start=1):
        axis = colorimetry.COMPONENTS.index(check.quantity)
        told = _measured(index, check, samples, parts[:, axis], np.ones(len(samples), dtype=bool), missing)
        if axis < _EXACT:
            told = _made_exact(told, [sample.lab[axis] - standard.reference[axis] for sample in samples])
        result.append(replace(told, words=partial(_word, words, axis)))
    return tuple(result), problems


def _made_exact(measured: Measured, deltas: Sequence[Fraction]) -> Measured:
    """Return the measured component with its exact values, each float the nearest to its fraction."""
    import numpy as np

    values = np.array([float(delta) for delta in deltas], dtype=np.float64)
    return replace(measured, values=values, exact=deltas.__getitem__)


def _word(words: Callable[[int, int | None], Say | None], axis: int, index: int) -> Say | None:
    return words(index, axis)


def _measured(
    index: int,
    check: Check,
    samples: Sequence[_Sample],
    values: NDArray[np.float64],
    chosen: NDArray[np.bool_],
    missing: frozenset[int],
) -> Measured:
    import numpy as np

    kept = [sample for sample, keep in zip(samples, chosen, strict=True) if keep]
    dropped = {sample.piece for sample, keep in zip(samples, chosen, strict=True) if not keep}
    return Measured(
        check=index,
        unit=check.limit.unit,
        values=values[chosen],
        pieces=np.array([sample.piece for sample in kept], dtype=np.intp),
        rows=np.array([sample.row for sample in kept], dtype=np.intp),
        exact=None,
        texts=lambda position: _shown(kept[position]),
        missing=missing | dropped,
    )


def _opinions(
    item: Item,
    block: Block,
    standard: Standard,
    samples: Sequence[_Sample],
    lab: NDArray[np.float64],
    engine: NDArray[np.float64],
) -> tuple[NDArray[np.bool_], list[Problem]]:
    """Hold the engine's differences against the second opinion; return which are decided, and what is to be said.

    Not decided is a difference that is not finite, or whose two values lie on different sides of the limit (or of an
    end of a zone that follows from it).
    """
    import numpy as np

    with np.errstate(all="ignore"):
        second = colorimetry.second_opinion([float(value) for value in standard.reference], lab, standard.formula)
    decided = np.isfinite(engine) & np.isfinite(second)
    lines = item.lines(0)
    for applied in dict.fromkeys((lines.limit, lines.accept, lines.reject, lines.outer or lines.limit)):
        where = np.flatnonzero(decided)
        decided[where] = sides(engine[where], applied, None) == sides(second[where], applied, None)
    apart = np.abs(engine - second) > float(table("color")["opinions_apart"])
    problems = []
    for row in np.flatnonzero(apart | ~decided).tolist():
        code, severity = ("color.opinions-differ", Severity.WARNING)
        if not decided[row]:
            code, severity = ("color.opinions-disagree", Severity.UNDECIDED)
        values = {"one": f"{engine[row]:.6g}", "other": f"{second[row]:.6g}"}
        problems.append(Problem(code, _place(block, item.roles[0].key, samples[row].row), severity, values))
    return decided, problems


def _describer(parts: NDArray[np.float64]) -> Callable[[int, int | None], Say | None]:
    """Return the function that puts a sample's components, or one of them, into words; none where all are too small."""
    least = float(table("color")["worth_a_word"])
    keys = (
        ("lighter", "darker"),
        ("redder", "greener"),
        ("yellower", "bluer"),
        ("more-vivid", "duller"),
        ("hue-up", "hue-down"),
    )

    def describe(sample: int, axis: int | None) -> Say | None:
        axes = range(4) if axis is None else (axis,)
        told = [
            Say(f"color.word.{keys[one][int(parts[sample, one] < 0)]}")
            for one in axes
            if abs(parts[sample, one]) >= least
        ]
        values: Mapping[str, Say] = {f"w{number}": word for number, word in enumerate(told, start=1)}
        return Say(f"color.words.{len(told)}", values) if told else None

    return describe


def _shown(sample: _Sample) -> str:
    """Return the (mean) color as text; ≈ where the mean has more decimals than are shown."""
    numbers = []
    for value in sample.lab:
        text = write_number(value, 4)
        numbers.append(text if Fraction(text) == value else f"≈{text}")
    text = " ".join(f"{axis} {number}" for axis, number in zip(("L*", "a*", "b*"), numbers, strict=True))
    return text if sample.count == 1 else f"{text} (n = {sample.count})"


def shown_color(text: str) -> tuple[float, float, float] | None:
    """Return L*, a*, b* of a color as :func:`measure_color` writes it, for a picture; None for any other text."""
    found = _WRITTEN.fullmatch(text)
    return None if found is None else (float(found[1]), float(found[2]), float(found[3]))


def _few_decimals(item: Item, block: Block, axes: Sequence[Numbers], formula: colorimetry.Formula) -> list[Problem]:
    """Warn where the file has too few decimals: rounding alone could move the difference by a tenth of the limit."""
    decimals = _decimals(axes)
    moved = None if decimals is None else table("color")["rounding"][formula.id].get(str(decimals))
    upper = item.checks[0].limit.upper
    if moved is None or upper is None or upper.value >= 10 * Fraction(moved):
        return []
    values = {"decimals": decimals or 0, "moved": moved, "limit": item.checks[0].text}
    return [Problem("color.few-decimals", _place(block, item.roles[0].key, 0), Severity.WARNING, values)]


def _decimals(axes: Sequence[Numbers]) -> int | None:
    """Return the most decimals of any cell (a spreadsheet drops zeros at the end); None without readings."""
    most: int | None = None
    for numbers in axes:
        for text in set(numbers.written):
            number = numbers.read(text) if text else None
            if number is not None and not isinstance(number, Refusal):
                exponent = number.as_tuple().exponent
                most = max(most or 0, -exponent if isinstance(exponent, int) else 0)
    return most


def _viewed(block: Block, item: Item, seen: viewing.Viewing) -> Block:
    """Return the block with the file's statements on viewing in the spec's own words where they agree with it."""
    own = {fold(key): text for key, text in item.source.conditions.items()}
    others = {
        key: value
        for key, value in block.conditions.items()
        if fold(key) not in (viewing.ILLUMINANT, viewing.OBSERVER, viewing.GEOMETRY, viewing.SPECULAR)
    }
    headers = tuple(block.columns[role.key].header for role in item.roles if role.key in block.columns)
    stated = viewing.stated(block.conditions, headers)
    for key, texts in stated.items():
        against = [text for text in texts if not viewing.agrees(seen, key, text)]
        others[key] = against[0] if against else own.get(key, texts[0])
    specular = any(map(viewing.names_specular, stated.get(viewing.GEOMETRY, ())))
    whole = specular or seen.specular is None or viewing.SPECULAR in own
    if not whole and others.get(viewing.GEOMETRY) == own[viewing.GEOMETRY]:
        del others[viewing.GEOMETRY]  # d/8 alone does not state di:8° SCI
    # The terms of the agreement are what no instrument states.
    known = (APPLICATION, STATED, viewing.SPECULAR) if specular else (APPLICATION, STATED)
    others |= {key: own[key] for key in known if key in own}
    return replace(block, conditions=others)


def _place(block: Block, key: str, row: int) -> Place:
    column = block.columns.get(key)
    return column.place(row) if column is not None else Place()
