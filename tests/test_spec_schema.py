"""The JSON Schema for editors: it agrees with the loader about what is a spec and what is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from spec_models import MODELS, SMALLEST

from qspec.kinds import registry
from qspec.spec import tree
from qspec.spec.schema import schema

CASES = Path(__file__).parent / "cases" / "spec"
SEEN_BY_A_SCHEMA = {
    "spec.unknown-key", "spec.missing-key", "spec.unknown-language", "spec.not-text", "spec.not-words",
    "spec.not-a-list", "spec.not-a-mapping", "spec.not-one-of", "spec.not-whole", "spec.not-positive", "spec.not-flag",
    "spec.version",
    "spec.no-characteristics", "spec.characteristics-shape", "spec.unknown-kind", "spec.no-value", "spec.not-a-spec",
}  # fmt: skip


def _codes(path: Path) -> set[str]:
    return set(re.findall(r"^# expect (spec\.[a-z-]+)", path.read_text("utf-8"), re.MULTILINE))


NOT_SEEN = {"version-with-point"}
"""For JSON Schema 1.0 is the integer 1."""
REFUSED = [
    path
    for path in sorted((CASES / "reject").glob("*.yaml"))
    if _codes(path) <= SEEN_BY_A_SCHEMA and path.stem not in NOT_SEEN
]


def _as_an_editor_sees_it(node):
    """Return the JSON value of a YAML 1.2 document by the core schema's tag resolution (YAML 1.2.2, section 10.3.2)."""
    if isinstance(node, tree.Branch):
        return {key: _as_an_editor_sees_it(node.entries.get(key)) for key in node.keys}
    if isinstance(node, tree.Series):
        return [_as_an_editor_sees_it(item) for item in node.items]
    text = node.text
    if not node.plain:
        return text
    if re.fullmatch(r"null|Null|NULL|~|", text):
        return None
    if re.fullmatch(r"true|True|TRUE|false|False|FALSE", text):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    return text


def _valid(document, models=MODELS) -> bool:
    root = tree.read("f", document if isinstance(document, bytes) else document.encode()).root
    return bool(Draft202012Validator(schema(models)).is_valid(_as_an_editor_sees_it(root)))


def test_the_schema_is_a_schema_of_the_draft_it_names():
    drawn = schema(registry.models())
    Draft202012Validator.check_schema(drawn)
    assert drawn["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", sorted((CASES / "accept").glob("*.yaml")), ids=lambda path: path.stem)
def test_what_loads_is_valid(path):
    assert _valid(path.read_bytes())


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_what_is_refused_for_its_shape_is_not_valid(path):
    assert not _valid(path.read_bytes())


@pytest.mark.parametrize("word", ["yes", "No", "ON", "true", "はい"])
def test_every_word_for_a_flag_is_valid(word):
    assert _valid(SMALLEST + f"decimal_comma: {word}\n")


def test_each_kind_has_its_own_keys():
    per_kind = SMALLEST.replace("limit: φ10 H7", "limit: 1, nominal: 10 mm")
    assert _valid(per_kind)
    assert not _valid(per_kind.replace("dimension", "count"))


def test_a_kind_whose_model_leaves_its_name_open_is_known_by_the_name_it_is_offered_under():
    from qspec.spec.model import Characteristic

    assert _valid(SMALLEST.replace("dimension", "smell"), {**MODELS, "smell": Characteristic})
    assert not _valid(SMALLEST.replace("dimension", "taste"), {**MODELS, "smell": Characteristic})


def test_every_key_of_a_spec_is_described_in_both_languages():
    drawn = schema(MODELS)
    entries = [
        drawn,
        *(
            drawn["$defs"][name]
            for name in ("Part", "Party", "Parties", "Person", "Delivery", "Escalation", "LimitSample")
        ),
    ]
    entries.append(drawn["$defs"]["FakeCount"])
    for entry in entries:
        for key, node in entry["properties"].items():
            japanese, english = node["description"].split("\n")
            assert re.search(r"[぀-ヿ一-鿿]", japanese), key
            assert english.isascii() or "φ" in english, key


def test_nothing_may_be_null():
    assert "null" not in str(schema(registry.models()))
