"""Which kinds there are: the modules of this package, and third parties' entry points ``qspec.kinds``.

A kind is a module here that exports ``KIND``: adding one is adding a file. Commands call :func:`models` before a spec
is read and :func:`compile_items` after it. A third party's kind cannot replace a built-in one, and one that does not
load is a problem of its own, so that a spec that does not use it is judged all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module, metadata
from pkgutil import iter_modules

from qspec import kinds as package
from qspec import text
from qspec.errors import Place, Problem, Severity, has_errors
from qspec.kinds.base import Item, Kind
from qspec.kinds.cells import DECIMAL_COMMA
from qspec.kinds.foreign import Foreign
from qspec.spec.file import Loaded
from qspec.spec.model import Characteristic

GROUP = "qspec.kinds"
"""Entry point group of kinds from elsewhere; each entry names an object that fulfils :class:`Kind`."""


@dataclass(frozen=True)
class Found:
    """The kinds by name, and a warning for each one that was offered but cannot be used."""

    kinds: Mapping[str, Kind]
    problems: tuple[Problem, ...]


def kinds() -> Mapping[str, Kind]:
    """Return every kind by its name."""
    return find().kinds


def models() -> Mapping[str, type[Characteristic]]:
    """Return the spec model of every kind by the kind's name."""
    return {name: kind.model for name, kind in kinds().items()}


@cache
def find() -> Found:
    """Look for kinds once per process: first the modules of this package, then the entry points of other packages."""
    known: dict[str, Kind] = {}
    for module in sorted(iter_modules(package.__path__), key=lambda module: module.name):
        kind: Kind | None = getattr(import_module(f"{package.__name__}.{module.name}"), "KIND", None)
        if kind is not None:
            known[kind.name] = kind
    builtin = frozenset(known)
    problems: list[Problem] = []
    for entry in sorted(metadata.entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        if entry.name in known:
            values = {"kind": entry.name, "module": entry.value}
            code = "kinds.shadows-builtin" if entry.name in builtin else "kinds.offered-twice"
            problems.append(Problem(code, Place(), Severity.WARNING, values))
            continue
        loaded = _load(entry)
        if isinstance(loaded, Problem):
            problems.append(loaded)
        else:
            known[entry.name] = loaded
    return Found(known, tuple(problems))


def _load(entry: metadata.EntryPoint) -> Foreign | Problem:
    values = {"kind": text.shorten(entry.name), "module": text.shorten(entry.value)}
    try:
        offered = entry.load()
        model = offered.model
        complete = offered.name == entry.name and callable(offered.compile) and callable(offered.measure)
    except Exception as error:  # noqa: BLE001 - whatever a third party's module raises must not stop a run without it
        return Problem(
            "kinds.does-not-load", Place(), Severity.WARNING, {**values, "error": text.shorten(type(error).__name__)}
        )
    if not complete or not (isinstance(model, type) and issubclass(model, Characteristic)):
        return Problem("kinds.is-no-kind", Place(), Severity.WARNING, values)
    return Foreign(entry.name, model, offered)


def compile_items(loaded: Loaded) -> tuple[list[Item], list[Problem]]:
    """Return the judgeable items of a spec in its order, and the placed problems of the others.

    Characteristics that could be read are compiled even where the rest of the spec is unusable: one run says all.
    """
    found = find()
    problems = list(found.problems)
    items: list[Item] = []
    decimal_comma = loaded.spec is not None and loaded.spec.decimal_comma
    for item_id, source in loaded.characteristics.items():
        kind = found.kinds[source.kind]
        item, own = kind.compile(item_id, source, _places(loaded, item_id))
        problems += [problem.in_file(loaded.file) for problem in own]
        if item is not None and not has_errors(own):
            items.append(replace(item, data={**item.data, DECIMAL_COMMA: decimal_comma}))
    return items, problems


def _places(loaded: Loaded, item_id: str) -> Callable[[str], Place]:
    return lambda key: loaded.place(("characteristics", item_id, key))
