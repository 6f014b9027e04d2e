"""Color and roughness entries with several columns: the way of a kind from entry to values, without files around it."""

from collections.abc import Mapping, Sequence

from kind_trials import Cells

from qspec.errors import Problem
from qspec.kinds import registry
from qspec.kinds.base import Block, Item, Measurement
from qspec.messages import LANGUAGES, say

COLOR = {
    "kind": "color",
    "limit": "ΔE00 ≤ 1.5",
    "reference": {"L*": "52.10", "a*": "-3.20", "b*": "18.40"},
    "conditions": {"illuminant": "D65", "observer": "10°", "geometry": "di:8° SCI"},
}
ROUGH = {
    "kind": "roughness",
    "limit": "Ra ≤ 0.8 µm",
    "rule": "max",
    "conditions": {"cutoff": "0.8 mm", "evaluation_length": "4 mm"},
}


def changed(entry: Mapping[str, object], **changes: object) -> dict[str, object]:
    """Return an entry with keys replaced; None takes a key away, a mapping changes the keys within one."""
    result = dict(entry)
    for key, value in changes.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(result.get(key), Mapping):
            inner = {**result[key], **value}
            result[key] = {name: text for name, text in inner.items() if text is not None}
        else:
            result[key] = value
    return result


def block(
    columns: Mapping[str, Sequence[str | None]],
    *,
    pieces: Sequence[int] | None = None,
    conditions: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
) -> Block:
    """Return a block of columns; each row is a piece of its own where not said otherwise."""
    count = len(next(iter(columns.values())))
    cells = {key: Cells(texts, (units or {}).get(key), (headers or {}).get(key, key)) for key, texts in columns.items()}
    return Block(tuple(pieces if pieces is not None else range(count)), cells, conditions or {})


def lab(rows: Sequence[Sequence[str | None]], **more: object) -> Block:
    """Return a block of L*, a*, b* rows."""
    return block({axis: [row[index] for row in rows] for index, axis in enumerate(("L*", "a*", "b*"))}, **more)


def measure(item: Item, given: Block) -> Measurement:
    """Return what the item's kind measures."""
    return registry.kinds()[item.source.kind].measure(item, given)


def codes(problems: Sequence[Problem]) -> list[str]:
    """Return the codes of problems, each once, after saying every one of them in every language."""
    for problem in problems:
        for lang in LANGUAGES:
            assert say(f"{problem.code}.text", lang, **problem.values)
            assert say(f"{problem.code}.hint", lang, **problem.values)
    return sorted({problem.code for problem in problems})
