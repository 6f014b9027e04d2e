"""Names that several characteristics of a spec share, found before any inspection file is read.

``judgement.prepare`` calls :func:`shared_names`, so that ``lint`` says what would otherwise come to light when a
heading of a file fits two characteristics. The names are those by which headings are read (``vocabulary.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qspec.errors import Place, Problem, Severity, Value
from qspec.kinds.base import Item
from qspec.measurements.vocabulary import vocabulary
from qspec.text import fold, shorten

Path = tuple[str | int, ...]


def shared_names(items: Sequence[Item], place: Callable[[Path], Place]) -> list[Problem]:
    """Return a warning for every set of characteristics that share names, placed at the last one of them."""
    known = vocabulary(items)
    order = [item.id for item in items]
    shared: dict[tuple[str, ...], str] = {}
    for names in (known.items, known.balloons):
        for name, ids in names.items():
            found = set(ids) | set(known.items.get(name, ()) if names is known.balloons else ())
            found |= {target[0] for target in known.quantities.get(name, ())} if names is known.items else set()
            if len(found) > 1:
                shared.setdefault(tuple(sorted(found, key=order.index)), name)
    return [_problem(known.by_id[ids[-1]], ids, name, place) for ids, name in shared.items()]


def _problem(last: Item, ids: Sequence[str], folded: str, place: Callable[[Path], Place]) -> Problem:
    key, name = _written(last, folded)
    values: dict[str, Value] = {"name": shorten(name), "ids": shorten(", ".join(ids), 200)}
    path: Path = ("characteristics", last.id) if key is None else ("characteristics", last.id, key)
    return Problem("measurements.shared-name", place(path), Severity.WARNING, values)


def _written(item: Item, folded: str) -> tuple[str | None, str]:
    """Return the key under which an item has a name, and the name as written there; the id where no key has it."""
    source = item.source
    for key, names in (("name", source.name.values()), ("columns", source.columns)):
        for name in names:
            if fold(name) == folded:
                return key, name
    return ("balloon", source.balloon) if source.balloon and fold(item.id) != folded else (None, item.id)
