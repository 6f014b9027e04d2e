"""A project's own lexicon file: is it built as docs/lexicon.md says? Every fault with its line and column.

The command line calls :func:`faults` before the lexicon is loaded, for the loader takes the build of a file for granted
and looks at its words alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from qspec.errors import Place, Problem
from qspec.phrases.lexicon import LANGUAGES
from qspec.phrases.vocabulary import Weight
from qspec.text import shorten

if TYPE_CHECKING:
    from yaml import Node

Check = Callable[[str, "Node", str], Iterator[Problem]]
"""File, node and key under which it stands → its faults."""
_SCOPES = ("pre", "post", "any")


def faults(file: str, content: bytes) -> list[Problem]:
    """Return what is wrong with the build of a lexicon file; nothing where it is no YAML, which the loader says."""
    import yaml

    try:
        root = yaml.compose(content, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError):
        return []
    if not isinstance(root, yaml.MappingNode):
        return []
    checks: dict[str, Check] = {"heads": _groups, "modifiers": _modifiers, "guards": _guards, "sets": _sets}
    return [
        problem
        for key, value in root.value
        if isinstance(key, yaml.ScalarNode) and key.value in checks
        for problem in checks[key.value](file, value, key.value)
    ]


def _wrong(file: str, node: Node, key: str) -> Problem:
    place = Place(file, node.start_mark.line + 1, node.start_mark.column + 1)
    return Problem("lexicon.wrong-shape", place, values={"key": shorten(key)})


def _entries(file: str, node: Node, key: str) -> Iterator[Problem | tuple[str, Node]]:
    """Yield the keys and values of a mapping, or the fault that it is none."""
    import yaml

    if not isinstance(node, yaml.MappingNode):
        yield _wrong(file, node, key)
        return
    for name, value in node.value:
        yield (name.value, value) if isinstance(name, yaml.ScalarNode) else _wrong(file, name, key)


def _items(file: str, node: Node, key: str, check: Check) -> Iterator[Problem]:
    import yaml

    if not isinstance(node, yaml.SequenceNode):
        yield _wrong(file, node, key)
        return
    for item in node.value:
        yield from check(file, item, key)


def _text(file: str, node: Node, key: str) -> Iterator[Problem]:
    import yaml

    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        yield _wrong(file, node, key)


def _one_of(known: tuple[str, ...]) -> Check:
    def check(file: str, node: Node, key: str) -> Iterator[Problem]:
        found = list(_text(file, node, key))
        yield from found
        if not found and node.value not in known:
            values = {"key": key, "value": shorten(node.value), "known": ", ".join(known)}
            place = Place(file, node.start_mark.line + 1, node.start_mark.column + 1)
            yield Problem("lexicon.unknown-value", place, values=values)

    return check


def _fields(file: str, node: Node, key: str, checks: dict[str, Check], required: str | None) -> Iterator[Problem]:
    """Yield the faults of a mapping whose keys are known."""
    seen = set()
    for entry in _entries(file, node, key):
        if isinstance(entry, Problem):
            yield entry
            continue
        name, value = entry
        seen.add(name)
        if name in checks:
            yield from checks[name](file, value, name)
        else:
            place = Place(file, value.start_mark.line + 1)
            yield Problem("lexicon.unknown-key", place, values={"key": shorten(name)})
    if required is not None and required not in seen:
        yield _wrong(file, node, key)


def _head(file: str, node: Node, key: str) -> Iterator[Problem]:
    import yaml

    if not isinstance(node, yaml.MappingNode):
        yield from _text(file, node, key)
        return
    weights = tuple(weight.value for weight in Weight)
    known: dict[str, Check] = {"head": _text, "not_with": _texts, "weight": _one_of(weights)}
    yield from _fields(file, node, key, known, "head")


def _texts(file: str, node: Node, key: str) -> Iterator[Problem]:
    return _items(file, node, key, _text)


def _heads(file: str, node: Node, key: str) -> Iterator[Problem]:
    return _items(file, node, key, _head)


def _by_trade(file: str, node: Node, key: str) -> Iterator[Problem]:
    """Yield the faults of heads in one language: a list, or a list for each trade (which the loader knows)."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        for entry in _entries(file, node, key):
            yield from [entry] if isinstance(entry, Problem) else _heads(file, entry[1], entry[0])
    else:
        yield from _heads(file, node, key)


def _groups(file: str, node: Node, key: str) -> Iterator[Problem]:
    known: dict[str, Check] = {"characteristic": _text, "pole": _text, "weight": _text, "source": _text}
    known |= dict.fromkeys(LANGUAGES, _by_trade)
    return _items(file, node, key, lambda file, group, key: _fields(file, group, key, known, "characteristic"))


def _modifiers(file: str, node: Node, key: str) -> Iterator[Problem]:
    known: dict[str, Check] = {"kind": _one_of(_kinds()), "scope": _one_of(_SCOPES), "source": _text}
    known |= dict.fromkeys(LANGUAGES, _heads)
    return _items(file, node, key, lambda file, group, key: _fields(file, group, key, known, "kind"))


def _kinds() -> tuple[str, ...]:
    """Return the kinds of modifiers that the shipped lexicon knows."""
    from qspec.phrases.lexicon import data_file

    return tuple(dict.fromkeys(group["kind"] for group in data_file("modifiers.yaml")["modifiers"]))


def _guards(file: str, node: Node, key: str) -> Iterator[Problem]:
    return _fields(file, node, key, dict.fromkeys(LANGUAGES, _heads), None)


def _sets(file: str, node: Node, key: str) -> Iterator[Problem]:
    return _fields(file, node, key, dict.fromkeys(LANGUAGES, _named_sets), None)


def _named_sets(file: str, node: Node, key: str) -> Iterator[Problem]:
    for entry in _entries(file, node, key):
        yield from [entry] if isinstance(entry, Problem) else _texts(file, entry[1], entry[0])
