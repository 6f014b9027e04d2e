"""What pydantic says about a spec's data → placed problems with this program's codes.

``file.py`` calls :func:`problems` after each validation. Pydantic's own sentences and the input it holds are never
shown: a problem has a code, the place from the tree, and short values.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from qspec.errors import Place, Problem, Say, Value
from qspec.messages import template
from qspec.spec.fields import Finding
from qspec.text import fold, shorten

Path = tuple[str | int, ...]
"""Keys and indexes from the root of the file."""

_LONGEST_NAME = 60
"""Longer texts than this are not compared with names: they are no misspelt key."""
_GUESSES = 200
"""Problems of one validation for which a suggestion is looked for: more of them nobody reads."""
_SHAPES = {
    "string_type": "spec.not-text",
    "model_type": "spec.not-a-mapping",
    "model_attributes_type": "spec.not-a-mapping",
    "dict_type": "spec.not-a-mapping",
    "mapping_type": "spec.not-a-mapping",
    "list_type": "spec.not-a-list",
    "tuple_type": "spec.not-a-list",
}
"""Pydantic's error types about the shape of a value, and our codes."""


@dataclass(frozen=True)
class Ground:
    """Where validated data came from: its path in the file, and the file's tree behind three questions."""

    path: Path
    model: type[BaseModel]
    place: Callable[[Path], Place]
    key_place: Callable[[Path], Place]
    text: Callable[[Path], str]
    """The scalar at a path as written, empty where there is none."""
    spoiled: Collection[Path] = frozenset()
    """Paths of values that were taken out because their problem is reported already, and of everything around them."""

    guess: bool = True
    """Whether a suggestion is looked for."""


def problems(error: ValidationError, ground: Ground) -> Iterator[Problem]:
    """Yield the problems behind each of pydantic's errors."""
    entries = error.errors(include_url=False, include_input=False)
    for entry in entries[:_GUESSES]:
        yield from _of(entry, ground)
    unguessed = replace(ground, guess=False)
    for entry in entries[_GUESSES:]:
        yield from _of(entry, unguessed)


def suggestion(written: str, known: Sequence[str], *, guess: bool = True) -> Say:
    """Return the sentence that names what was probably meant, or else everything that could have been."""
    if guess and len(written) <= _LONGEST_NAME:
        by_fold = _by_fold(tuple(known))
        near = difflib.get_close_matches(fold(written), list(by_fold), n=1, cutoff=0.6)
        if near:
            return Say("spec.did-you-mean", {"near": by_fold[near[0]]})
    return Say("spec.known", {"known": ", ".join(known)})


@cache
def _by_fold(known: tuple[str, ...]) -> Mapping[str, str]:
    return {fold(name): name for name in known}


def missing(key: str, path: Path, place: Place) -> Problem:
    """Return the problem of a required key that is not there; ``path`` is the mapping it belongs in."""
    advice = f"spec.advice.{key}"
    values: dict[str, Value] = {
        "key": key,
        "owner": Say("spec.owner", {"path": shown(path)}) if path else Say("spec.whole-file"),
        "advice": Say(advice if template(advice, "en") else "spec.advice-other", {"key": key}),
    }
    return Problem("spec.missing-key", place, values=values)


def shown(path: Path) -> str:
    """Return a path as people write it: ``characteristics.bore.limit``, ``people[1]``; list entries count from 1."""
    text = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{shorten(step)}" for step in path)
    return text.removeprefix(".")


def _of(entry: Mapping[str, Any], ground: Ground) -> Iterator[Problem]:
    path: Path = (*ground.path, *entry["loc"])
    kind, context = entry["type"], entry.get("ctx", {})
    if kind == "spec.findings":
        for finding in context["findings"]:
            yield from _from_finding(finding, path, ground)
    elif kind == "extra_forbidden":
        known = _keys(ground.model, entry["loc"][:-1])
        yield from _from_finding(_unknown(str(path[-1]), known), path[:-1], ground)
    elif path in ground.spoiled:
        return
    elif kind == "missing":
        yield missing(str(path[-1]), path[:-1], ground.place(path[:-1]))
    else:
        yield _typed(kind, context, path, ground)


def _typed(kind: str, context: Mapping[str, Any], path: Path, ground: Ground) -> Problem:
    """Return the problem of a value that has the wrong type, or is none of those allowed."""
    written, place = shorten(ground.text(path)), ground.place(path)
    key = shown(path)
    if kind in ("literal_error", "enum"):
        known = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        values: dict[str, Value] = {
            "key": key,
            "value": written,
            "suggestion": suggestion(written, known, guess=ground.guess),
        }
        return Problem("spec.not-one-of", place, values=values)
    if kind in _SHAPES:
        return Problem(_SHAPES[kind], place, values={"key": key})
    if "." in kind:
        return Problem(kind, place, values=context)
    return Problem("spec.bad-value", place, values={"key": key, "value": written})


def _unknown(key: str, known: tuple[str, ...]) -> Finding:
    return Finding("spec.unknown-key", {"key": shorten(key)}, key, on_key=True, known=known)


def _from_finding(finding: Finding, path: Path, ground: Ground) -> Iterator[Problem]:
    whole = path if finding.at is None else (*path, finding.at)
    if not finding.on_key and whole in ground.spoiled:
        return
    values: dict[str, Value] = {"key": shown(whole), **finding.values}
    if finding.known:
        values["suggestion"] = suggestion(str(finding.at), finding.known, guess=ground.guess)
    place = ground.key_place(whole) if finding.on_key else ground.place(whole)
    yield Problem(finding.code, place, values=values)


def _keys(model: type[BaseModel], location: Sequence[str | int]) -> tuple[str, ...]:
    """Return the keys of the model at a location within another model, in the order of declaration."""
    current: type[BaseModel] | None = model
    for step in location:
        if current is not None and isinstance(step, str):
            current = next(
                (
                    _model_in(info.annotation)
                    for name, info in current.model_fields.items()
                    if step in (name, info.alias)
                ),
                None,
            )
    return tuple(info.alias or name for name, info in current.model_fields.items()) if current else ()


def _model_in(annotation: object) -> type[BaseModel] | None:
    """Return the first model named in an annotation such as ``tuple[Person, ...]`` or ``Part | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part)) is not None), None)
