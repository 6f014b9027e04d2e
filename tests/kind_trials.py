"""A spec with one characteristic, and a column of cells for it: the whole way of a kind without files around it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from qspec.errors import Place, Problem
from qspec.kinds import registry
from qspec.kinds.base import Block, Item, Measurement
from qspec.limits import sides
from qspec.spec.file import load

CASES = Path(__file__).parent / "cases" / "kinds"


@dataclass(frozen=True)
class Cells:
    """A column as the measurements package hands it over."""

    texts: Sequence[str | None]
    unit: str | None = None
    header: str = "value"

    def place(self, index: int) -> Place:
        return Place("batch.csv", index + 2, name=self.header)


def cases(name: str) -> list[Any]:
    """Return the cases of a file, every scalar as it is written."""
    with (CASES / f"{name}.yaml").open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=yaml.BaseLoader)  # noqa: S506 - text, lists and mappings only


def compile_one(entry: Mapping[str, Any], *, decimal_comma: bool = False) -> tuple[Item | None, list[Problem]]:
    """Return the item of a spec whose one characteristic ``x`` is the entry, through the spec file's reader."""
    spec = {
        "qspec": "1",
        "id": "QS-1",
        "revision": "A",
        "title": "sample",
        "decimal_comma": "true" if decimal_comma else "false",
        "characteristics": {"x": dict(entry)},
        "sampling": "100%",
    }
    written = json.dumps(spec, ensure_ascii=False, indent=1)
    loaded = load("spec.yaml", written.encode(), registry.models())
    items, problems = registry.compile_items(loaded)
    return (items[0] if items else None), [*loaded.problems, *problems]


def compiled(entry: Mapping[str, Any], *, decimal_comma: bool = False) -> Item:
    """Return the item of an entry that has no problem."""
    item, problems = compile_one(entry, decimal_comma=decimal_comma)
    assert item is not None, problems
    assert problems == []
    return item


def measure(
    item: Item,
    texts: Sequence[str | None],
    *,
    pieces: Sequence[int] | None = None,
    unit: str | None = None,
    conditions: Mapping[str, str] | None = None,
) -> Measurement:
    """Return what the item's kind measures from one column; each cell is its own piece where not said."""
    block = Block(
        tuple(pieces if pieces is not None else range(len(texts))), {"value": Cells(texts, unit)}, conditions or {}
    )
    return registry.kinds()[item.source.kind].measure(item, block)


def verdicts(item: Item, measurement: Measurement) -> dict[int, str]:
    """Return per piece ``pass``, ``fail`` or ``missing``: what judgement will make of simple acceptance."""
    measured = measurement.measured[0]
    limit = item.checks[0].limit.converted(measured.unit)
    found = {}
    for index, side in enumerate(sides(measured.values, limit, measured.exact)):
        found[int(measured.pieces[index])] = "pass" if side == 0 else "fail"
    return found | dict.fromkeys(measured.missing, "missing")


def exact_values(measurement: Measurement) -> list[Fraction]:
    """Return the values of the first check as exact fractions."""
    measured = measurement.measured[0]
    assert measured.exact is not None
    return [measured.exact(index) for index in range(len(measured.values))]
