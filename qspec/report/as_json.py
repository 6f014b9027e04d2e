"""The ``json`` format: the whole result as one versioned document; ``docs/result.schema.json`` describes it.

The fields are those of the result's own dataclasses, so nothing is said twice and nothing is left out. Measured
numbers are text, exact as judged; counts are integers. Sentences are given by key, with their values, in every
language. There is no time of the machine in it and the order of keys is fixed, so the same input gives the same
bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, TypeAlias

from qspec import __version__
from qspec.errors import Place, Problem, Say, Value
from qspec.judgement.result import RULES_VERSION, SCHEMA, Evaluation
from qspec.messages import LANGUAGES, render
from qspec.report import problems
from qspec.report.options import OutputOptions

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Plain: TypeAlias = str | int | list["Plain"] | dict[str, "Plain"] | None
"""What the document is made of: plain data, and no float."""

_OF_DOCUMENTS = ("page", "paragraph")
"""Fields of a place that only pages and paragraphs have; the others are always written."""


def write(evaluation: Evaluation, options: OutputOptions) -> bytes:
    """Return the document as UTF-8; ``options`` add the paper's date and number where they are given."""
    text = json.dumps(document(evaluation, options), ensure_ascii=False, allow_nan=False, indent=1)
    return (text + "\n").encode()


def document(evaluation: Evaluation, options: OutputOptions) -> dict[str, Plain]:
    """Return the document as plain mappings, lists, text, whole numbers, booleans and None."""
    return {
        "schema": SCHEMA,
        "qspec_version": __version__,
        "rules_version": RULES_VERSION,
        "date": options.date or None,
        "number": options.number,
        "disposition": evaluation.disposition.value,
        "spec": _spec(evaluation),
        "data": {
            "file": _text(evaluation.data_file),
            "sha256": evaluation.data_sha256,
            "matched": plain(evaluation.matched),
            "unused": plain(evaluation.unused),
        },
        "lots": plain(evaluation.lots),
        "problems": plain(evaluation.problems),
        "notes": plain(evaluation.notes),
    }


def _spec(evaluation: Evaluation) -> dict[str, Plain]:
    spec = evaluation.spec
    return {
        "file": _text(evaluation.spec_file),
        "sha256": evaluation.spec_sha256,
        "id": _text(spec.id),
        "revision": _text(spec.revision),
        "title": plain(spec.title),
        "governing_language": plain(spec.governing_language),
        "part": plain(spec.part.model_dump()) if spec.part is not None else None,
        "parties": plain(spec.parties.model_dump()),
        "sampling": plain(spec.sampling),
    }


def plain(value: object) -> Plain:
    """Return a value of the result as plain data; raises ``TypeError`` for what no result may hold (a float, say)."""
    match value:
        case Say():
            text: dict[str, Plain] = {lang: _text(render(value, lang)) for lang in sorted(LANGUAGES)}
            return {"key": value.key, "values": _values(value.values), "text": text}
        case Problem():
            return problem(value)
        case Place():
            numbered = {key: number for key in _OF_DOCUMENTS if (number := getattr(value, key)) is not None}
            known = {key: each for key, each in _fields(value).items() if key not in _OF_DOCUMENTS}
            return {"text": _text(str(value)), **known, **numbered}
        case str():
            return _text(value)  # an enumeration's member is its own text
        case int() | None:
            return value
        case Mapping():
            return {_text(str(key)): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return _fields(value)
    raise TypeError(f"a result must not hold {type(value).__name__}")


def _fields(value: DataclassInstance) -> dict[str, Plain]:
    return {field.name: plain(getattr(value, field.name)) for field in fields(value)}


def problem(value: Problem) -> dict[str, Plain]:
    """Return a problem as plain data, its sentence and hint in every language."""
    return {
        "code": value.code,
        "severity": value.severity.value,
        "place": plain(value.place),
        "values": _values(value.values),
        "text": {lang: problems.sentence(value, lang) for lang in sorted(LANGUAGES)},
        "hint": {lang: problems.hint(value, lang) for lang in sorted(LANGUAGES)},
    }


def _values(values: Mapping[str, Value]) -> dict[str, Plain]:
    return {key: plain(values[key]) for key in sorted(values)}


def _text(text: str) -> str:
    """Return text that every reader of json accepts: lone surrogates (undecodable file names) are shown by number."""
    return str(text).encode("utf-8", "backslashreplace").decode()
