"""Types of the spec's fields: text as written → what the model holds, or every reason why not.

``model.py`` (and the kinds' own models) put these functions before a field; ``file.py`` turns what they raise into
placed problems. A whole number, a flag or a date is typed here by one grammar each, so that no YAML reader's idea of
``010``, ``NO`` or ``1:30`` ever matters. Numbers of a limit are not typed here: they stay text until the notation
reader has them. The ``*_SCHEMA`` values are the same types in JSON Schema, for editors.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, NoReturn

from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from qspec.errors import Value
from qspec.messages import LANGUAGES
from qspec.text import normalize, shorten

ALL = "all"
"""Key of the plan that serves every class without one of its own."""
CLASSES = ("critical", "major", "minor")
"""Classes of nonconformity, worst first; the same words as ``model.NonconformityClass``."""


@cache
def _flags() -> Mapping[str, bool]:
    import yaml

    file = resources.files("qspec") / "data" / "spec" / "flags.yaml"
    table = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - constructs text and lists only
    return {word: answer for key, answer in (("yes", True), ("no", False)) for word in table[key]}


TEXT_TYPES = ("string", "number")
"""JSON types of a field that is text for qspec: for an editor an unquoted 0.10 is a number."""
TEXT_SCHEMA: JsonDict = {"type": list(TEXT_TYPES)}
WORDS_SCHEMA: JsonDict = {
    "type": [*TEXT_TYPES, "object"],
    "properties": {lang: dict(TEXT_SCHEMA) for lang in LANGUAGES},
    "additionalProperties": False,
    "minProperties": 1,
}
NUMBER_SCHEMA: JsonDict = {"type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9０-９]{1,9}$"}
COUNT_SCHEMA: JsonDict = {**NUMBER_SCHEMA, "minimum": 1}
FLAG_SCHEMA: JsonDict = {
    "type": ["boolean", "string"],
    "enum": [
        True,
        False,
        *dict.fromkeys(form for word in _flags() for form in (word, word.capitalize(), word.upper())),
    ],
}
DATE_SCHEMA: JsonDict = {"type": "string", "format": "date"}
NAMES_SCHEMA: JsonDict = {"type": [*TEXT_TYPES, "array"], "items": dict(TEXT_SCHEMA)}
PAIRS_SCHEMA: JsonDict = {"type": "object", "additionalProperties": dict(TEXT_SCHEMA)}
SAMPLING_SCHEMA: JsonDict = {
    "type": [*TEXT_TYPES, "object"],
    "properties": {name: dict(TEXT_SCHEMA) for name in (*CLASSES, ALL)},
    "additionalProperties": False,
    "minProperties": 1,
}

CAPABILITY_KEYS = ("index", "minimum", "confidence", "decides", "sigma")
"""Keys of a capability demand that is written out."""
ASKED = "asked"
"""Key under which a capability demand in words is held."""
CAPABILITY_SCHEMA: JsonDict = {
    "type": ["string", "object"],
    "properties": {
        **{name: dict(TEXT_SCHEMA) for name in CAPABILITY_KEYS},
        "decides": dict(FLAG_SCHEMA),
    },
    "additionalProperties": False,
    "minProperties": 1,
}


@dataclass(frozen=True)
class Finding:
    """A reason why a field cannot be read; ``at`` is the key or index within the field, where it is one part of it."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)
    at: str | int | None = None
    on_key: bool = False
    """True where the key, not its value, is wrong."""
    known: tuple[str, ...] = ()
    """What could have been meant, where that is a closed list."""


def refuse(findings: Iterable[Finding]) -> NoReturn:
    """Raise the error by which pydantic hands findings to ``file.py``."""
    raise PydanticCustomError("spec.findings", "see the findings", {"findings": tuple(findings)})


def words(value: object) -> object:
    """Return a text per language; plain text counts for every language."""
    if isinstance(value, str):
        return dict.fromkeys(LANGUAGES, value)
    if not isinstance(value, dict):
        refuse([Finding("spec.not-words")])
    return _texts(value, LANGUAGES, "spec.unknown-language")


def whole(value: object) -> object:
    """Return a whole number, 0 or more, of at most nine digits; ``010`` is 10, as people count."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,9}", normalize(value)):
        refuse([Finding("spec.not-whole", _quoted(value))])
    return int(normalize(value))


def count(value: object) -> object:
    """Return a whole number, 1 or more: no number of readings may be so small that nothing is judged."""
    number = whole(value)
    if number == 0:
        refuse([Finding("spec.not-positive", _quoted(value))])
    return number


def flag(value: object) -> object:
    """Return a yes or no, in the words of either language, whatever their case."""
    if isinstance(value, bool):
        return value
    answer = _flags().get(normalize(value).casefold()) if isinstance(value, str) else None
    if answer is None:
        refuse([Finding("spec.not-flag", _quoted(value))])
    return answer


def date(value: object) -> object:
    """Return a calendar date as written, ``2027-10-31``; every other form is refused, for 10/11/12 means three days."""
    text = normalize(value) if isinstance(value, str) else ""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        datetime.date.fromisoformat(text)
    except ValueError:
        refuse([Finding("spec.not-date", _quoted(value))])
    return text


def names(value: object) -> object:
    """Return names as a tuple; one text is one name, and is not split at commas, for headers may hold them."""
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list | tuple):
        refuse([Finding("spec.not-a-list")])
    findings = [Finding("spec.not-text", at=index) for index, item in enumerate(value) if not isinstance(item, str)]
    if findings:
        refuse(findings)
    return tuple(value)


def pairs(value: object) -> object:
    """Return texts by key, as written."""
    if not isinstance(value, dict):
        refuse([Finding("spec.not-a-mapping")])
    return _texts(value, None, "")


def sampling(value: object) -> object:
    """Return the plan in words per class; one text is the plan of :data:`ALL` classes. Plans are read by judgement."""
    if isinstance(value, str):
        return {ALL: value}
    if not isinstance(value, dict):
        refuse([Finding("spec.not-a-mapping")])
    return _texts(value, (*CLASSES, ALL), "spec.unknown-key")


def capability(value: object) -> object:
    """Return a capability demand as texts by key; one text stands under :data:`ASKED`. Judgement reads them."""
    if isinstance(value, str):
        return {ASKED: value}
    if not isinstance(value, dict):
        refuse([Finding("spec.not-a-mapping")])
    texts = _texts(value, CAPABILITY_KEYS, "spec.unknown-key")
    if "decides" in texts and normalize(texts["decides"]).casefold() not in _flags():
        refuse([Finding("spec.not-flag", _quoted(texts["decides"]), "decides")])
    return texts


def _texts(value: dict[Any, Any], known: tuple[str, ...] | None, unknown: str) -> dict[str, str]:
    findings = [Finding("spec.no-value")] if not value and known else []
    for key, item in value.items():
        if known is not None and key not in known:
            findings.append(Finding(unknown, {"key": shorten(str(key))}, key, on_key=True, known=known))
        elif not isinstance(item, str):
            findings.append(Finding("spec.not-text", at=key))
    if findings:
        refuse(findings)
    return dict(value)


def _quoted(value: object) -> dict[str, Value]:
    return {"value": shorten(value) if isinstance(value, str) else "…"}
