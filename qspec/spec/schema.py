"""The spec as JSON Schema (draft 2020-12), for editors that complete and check YAML while somebody types.

``qspec lint --schema`` prints it. It is drawn from the models, the kinds' own ones included, so it cannot fall behind
them; it accepts a little more than :func:`qspec.spec.file.load` does, for a schema cannot read a limit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from qspec.messages import LANGUAGES, template
from qspec.spec.fields import TEXT_TYPES
from qspec.spec.file import MAX_ID, VERSION
from qspec.spec.model import Characteristic, Spec

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(models: Mapping[str, type[Characteristic]]) -> dict[str, Any]:
    """Return the schema of a spec whose characteristics are of the given kinds; descriptions are in every language."""
    chosen: list[tuple[type[BaseModel], Any]] = [
        (Spec, "validation"),
        *((model, "validation") for model in models.values()),
    ]
    references, document = models_json_schema(chosen, ref_template="#/$defs/{model}")
    definitions = {name: _described(_as_written(node)) for name, node in document["$defs"].items()}
    names = {kind: _name(references[model, "validation"]) for kind, model in models.items()}
    for kind, name in names.items():
        # A third party's model may leave ``kind`` open; the registry knows what it is called.
        definitions[name]["properties"]["kind"] = {**definitions[name]["properties"]["kind"], "const": kind}
        definitions[name]["required"] = sorted({*definitions[name].get("required", ()), "kind"})
    root = definitions.pop(_name(references[Spec, "validation"]))
    root["properties"]["qspec"]["enum"] = [VERSION, str(VERSION)]
    root["properties"]["characteristics"] |= {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"minLength": 1, "maxLength": MAX_ID},
        "additionalProperties": {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in names.values()]},
    }
    return {"$schema": DIALECT, **root, "$defs": definitions}


def _name(reference: Mapping[str, Any]) -> str:
    return str(reference["$ref"]).removeprefix("#/$defs/")


def _as_written(node: Any) -> Any:  # noqa: ANN401 - a JSON value
    """Return a schema in which text may look like a number and nothing is null: a key without value is a mistake."""
    if isinstance(node, list):
        return [_as_written(item) for item in node]
    if not isinstance(node, dict):
        return node
    read = {
        key: _as_written(value) for key, value in node.items() if not (key == "default" and value in (None, {}, []))
    }
    choices = read.get("anyOf")
    if isinstance(choices, list):
        choices = [choice for choice in choices if choice != {"type": "null"}]
        read["anyOf"] = choices
        if len(choices) == 1:
            read = {key: value for key, value in read.items() if key != "anyOf"} | choices[0]
    if read.get("type") == "string" and not {"enum", "const", "format"} & set(read):
        read["type"] = list(TEXT_TYPES)
    return read


def _described(definition: dict[str, Any]) -> dict[str, Any]:
    """Return a model's schema with what each key means, as the catalogues say it, and without names made from code."""
    properties = {}
    for key, node in definition.get("properties", {}).items():
        texts = [text for lang in LANGUAGES if (text := template(f"spec.fields.{key}", lang))]
        kept = {name: value for name, value in node.items() if name != "title"}
        properties[key] = {**kept, "description": "\n".join(texts)} if texts else kept
    kept = {name: value for name, value in definition.items() if name not in ("title", "description")}
    return {**kept, "properties": properties} if properties else kept
