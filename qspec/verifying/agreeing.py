"""Two result documents compared field by field: which fields do not agree, named as a person would look for them.

``verify.py`` compares the attached result with the one judged again, ``own.py`` two judgements of two copies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qspec.errors import Value

_VERSIONS = ("qspec_version", "rules_version")
"""Fields that say which program made the document; differing versions are said as such."""
_NAMES = ("id", "piece", "quantity", "nonconformity", "code")
"""Fields that tell members of a list apart better than their numbers do."""
_LONGEST = 160
"""Characters of a value that are shown."""

_Key = tuple[str, int]
"""Name of a member of a list, and which of those with that name it is."""


@dataclass(frozen=True)
class Difference:
    """A field with its two values; None where one document has no such field. A sentence is one value."""

    path: str
    one: Value | None
    other: Value | None


def differences(one: object, other: object, *, leaving_out: tuple[str, ...] = _VERSIONS) -> Iterator[Difference]:
    """Yield the fields that do not agree, in the order of the first document; fields so named are left out."""
    yield from _differences(one, other, "", frozenset(leaving_out))


def _differences(one: object, other: object, path: str, out: frozenset[str]) -> Iterator[Difference]:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        if _is_sentence(one) and _is_sentence(other) and one["text"] != other["text"]:
            yield Difference(path, _shown(one), _shown(other))
        else:
            yield from _members(one, other, path, out)
    elif isinstance(one, list) and isinstance(other, list):
        yield from _listed(_by_name(one), _by_name(other), path, out)
    elif type(one) is not type(other) or one != other:
        yield Difference(path, _shown(one), _shown(other))


def _members(
    one: Mapping[str, object], other: Mapping[str, object], path: str, out: frozenset[str]
) -> Iterator[Difference]:
    for key in [*one, *(key for key in other if key not in one)]:
        if key not in out:
            below = f"{path} › {key}" if path else str(key)
            yield from _member(one.get(key), other.get(key), below, out, key in one, key in other)


def _listed(
    one: Mapping[_Key, object], other: Mapping[_Key, object], path: str, out: frozenset[str]
) -> Iterator[Difference]:
    """Compare members of one name; the others in their order, for the name itself can be what differs."""
    left = [key for key in other if key not in one]
    for key, member in one.items():
        twin = key if key in other else left.pop(0) if left else None
        below = f"{path} {key[0]}"
        yield from _member(member, other[twin] if twin else None, below, out, True, twin is not None)
    for key in left:
        yield from _member(None, other[key], f"{path} {key[0]}", out, False, True)


def _member(
    one: object, other: object, path: str, out: frozenset[str], here: bool, there: bool
) -> Iterator[Difference]:
    if here and there:
        yield from _differences(one, other, path, out)
    else:
        yield Difference(path, _shown(one) if here else None, _shown(other) if there else None)


def _by_name(members: list[object]) -> dict[_Key, object]:
    """Return the members by name, and by count where several have one: their order follows from what they say."""
    seen: Counter[str] = Counter()
    found: dict[_Key, object] = {}
    for index, member in enumerate(members):
        name = _named(member, index)
        seen[name] += 1
        found[name, seen[name]] = member
    return found


def _named(member: object, index: int) -> str:
    """Return which member of a list it is: by what it is called, else by its number."""
    if isinstance(member, Mapping):
        for key in _NAMES:
            name: Any = member.get(key)
            if isinstance(name, str) and name:
                return f"“{name[:_LONGEST]}”"
        info = member.get("info")
        if isinstance(info, Mapping) and isinstance(info.get("id"), str):
            return f"“{info['id'][:_LONGEST]}”"
    return f"#{index + 1}"


def _is_sentence(value: object) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("text"), Mapping) and ("key" in value or "code" in value)


def _shown(value: object) -> Value:
    """Return a value in short; a sentence in every language."""
    if isinstance(value, Mapping) and _is_sentence(value):
        return {str(lang): _short(str(text)) for lang, text in value["text"].items()}
    if isinstance(value, Mapping):
        return "{…}"
    if isinstance(value, list):
        return f"[{len(value)}]"
    return _short("–" if value is None or value == "" else str(value))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
