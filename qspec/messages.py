"""Sentences by key, in every language: the only place that makes a sentence a user sees.

The catalogues are ``data/messages/<lang>/<part>.yaml``; a key is ``part.name`` or ``part.name.field`` (a problem's
code is such a key, with the fields ``text`` and ``hint``). Placeholders are ``{name}`` and nothing else. Reports, the
command line and the text outputs call :func:`say`; everything below them hands around :class:`~qspec.errors.Say` and
problems.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from qspec.errors import Say, Value

LANGUAGES = ("ja", "en")
"""Languages of the catalogues, in the order in which a bilingual page shows them."""

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@cache
def catalogue(lang: str, part: str) -> Mapping[str, Any]:
    """Return one part of a language's catalogue as nested mappings; raises ``FileNotFoundError`` if unknown."""
    import yaml

    file = resources.files("qspec") / "data" / "messages" / lang / f"{part}.yaml"
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # text scalars only, and no objects
    with file.open("rb") as stream:
        loaded = yaml.load(stream, Loader=loader)  # noqa: S506 - base loaders construct text, lists and mappings only
    return loaded if isinstance(loaded, dict) else {}


def parts() -> tuple[str, ...]:
    """Return the names of the catalogue's parts, in alphabetical order."""
    folder = resources.files("qspec") / "data" / "messages" / LANGUAGES[0]
    return tuple(sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml")))


def template(key: str, lang: str) -> str | None:
    """Return the sentence's template, or None where the catalogue has no such key."""
    part, _, rest = key.partition(".")
    try:
        node: Any = catalogue(lang, part)
    except FileNotFoundError:
        return None
    for step in rest.split(".") if rest else ():
        node = node.get(step) if isinstance(node, dict) else None
    return node if isinstance(node, str) else None


def placeholders(text: str) -> frozenset[str]:
    """Return the names of a template's placeholders."""
    return frozenset(_PLACEHOLDER.findall(text))


def pick(text: Mapping[str, str], lang: str) -> str:
    """Return a text in a language, or in the first one it has; a missing translation is never an empty cell."""
    return text.get(lang) or next((value for value in text.values() if value), "")


def render(value: Value, lang: str) -> str:
    """Return a value as text in a language."""
    if isinstance(value, Say):
        return say(value.key, lang, **value.values)
    if isinstance(value, Mapping):
        return pick(value, lang)
    return str(value)


def say(key: str, lang: str, /, **values: Value) -> str:
    """Return the sentence for a key; raises ``KeyError`` for an unknown key or an unfilled placeholder."""
    text = template(key, lang)
    if text is None:
        raise KeyError(f"no sentence {key!r} in {lang!r}")
    return _PLACEHOLDER.sub(lambda found: render(values[found.group(1)], lang), text)


def both(key: str, /, **values: Value) -> dict[str, str]:
    """Return the sentence in every language, as a text per language."""
    return {lang: say(key, lang, **values) for lang in LANGUAGES}
