"""The json document: complete, exact, described by its schema, the same for the same input."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import evaluations
import pytest

from qspec.errors import Place, Problem, Severity
from qspec.judgement.result import Disposition
from qspec.report.as_json import plain, write
from qspec.report.options import OutputOptions

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "result.schema.json").read_text(encoding="utf-8"))
TYPES = {"string": str, "integer": int, "boolean": bool, "null": type(None), "object": dict, "array": list}


def conforms(value, rule, path="$"):
    """Raise where a value is not as the schema says; reads the few words of JSON Schema that ours uses."""
    known = {"$ref", "type", "enum", "const", "anyOf", "properties", "required", "additionalProperties", "items"}
    assert not set(rule) - known - {"description", "title", "$schema", "$defs"}, path
    if "$ref" in rule:
        conforms(value, SCHEMA["$defs"][rule["$ref"].removeprefix("#/$defs/")], path)
    if "type" in rule:
        types = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
        fits = [isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool)) for name in types]
        assert any(fits), f"{path}: {value!r} is not {types}"
    assert value in rule.get("enum", [value]), path
    assert value == rule.get("const", value), path
    if "anyOf" in rule:
        assert any(not _refused(value, option, path) for option in rule["anyOf"]), f"{path}: {value!r}"
    if isinstance(value, dict):
        assert not set(rule.get("required", [])) - set(value), path
        for key, item in value.items():
            inner = rule.get("properties", {}).get(key, rule.get("additionalProperties", {}))
            assert inner is not False, f"{path}.{key} is not in the schema"
            conforms(item, inner, f"{path}.{key}")
    if isinstance(value, list) and "items" in rule:
        for index, item in enumerate(value):
            conforms(item, rule["items"], f"{path}[{index}]")


def _refused(value, rule, path):
    try:
        conforms(value, rule, path)
    except AssertionError:
        return True
    return False


def document(evaluation, **options):
    return json.loads(write(evaluation, OutputOptions(**options)))


CASES = {
    "rejected": evaluations.rejected,
    "accepted": evaluations.accepted,
    "several": evaluations.several,
    "empty": evaluations.evaluation,
}


@pytest.mark.parametrize("name", CASES)
def test_the_document_is_what_the_schema_says(name):
    conforms(document(CASES[name](), date="2026-11-22", number="R-1"), SCHEMA)


def test_the_schema_check_of_these_tests_can_fail():
    good = document(evaluations.rejected())
    for change in (
        {"disposition": "accepted"},
        {"rules_version": "1"},
        {"rules_version": True},
        {"lots": {}},
        {"extra": 1},
        {"schema": "qspec-result/2"},
    ):
        assert _refused(good | change, SCHEMA, "$"), change
    assert _refused({key: value for key, value in good.items() if key != "lots"}, SCHEMA, "$")


def test_numbers_are_text_as_judged_and_every_reading_says_where_it_stands():
    bore = document(evaluations.rejected())["lots"][0]["items"][0]["checks"][0]
    worst = bore["readings"][1]
    assert (worst["text"], worst["value"], worst["margin"], worst["verdict"]) == ("10.021", "10.021", "-0.009", "fail")
    assert worst["place"]["text"] == "検査成績書_A-17.xlsx!測定!D9"
    assert bore["readings"][-1]["text"] == "10.010"  # the zero that was written stays
    assert (bore["written"], bore["resolved"], bore["guarded"]) == (
        "φ10 H7",
        "10 ≤ x ≤ 10.015 mm",
        "10.003 ≤ x ≤ 10.012 mm",
    )


def test_sentences_and_problems_are_given_in_both_languages_whatever_the_language_of_the_run():
    for languages in (("en",), ("ja",), ("ja", "en")):
        result = document(evaluations.rejected(), languages=languages)
        problem = result["problems"][0]
        assert problem["code"] == "text.not-a-number"
        assert problem["values"] == {"text": "１0.O2"}
        for texts in (problem["text"], problem["hint"], result["lots"][0]["reasons"][0]["text"]):
            assert set(texts) == {"en", "ja"}
            assert texts["en"] != texts["ja"]


def test_the_same_input_gives_the_same_bytes_whatever_the_terminal():
    one = write(evaluations.rejected(), OutputOptions(languages=("en",), width=60, color=True))
    two = write(evaluations.rejected(), OutputOptions(languages=("ja", "en"), width=200))
    assert one == two
    assert one.endswith(b"}\n")


def test_an_undecodable_file_name_still_makes_json_for_every_reader():
    evaluation = replace(evaluations.rejected(), data_file="batch\udc83\udc66.csv")
    raw = write(evaluation, OutputOptions())
    assert json.loads(raw.decode("utf-8"))["data"]["file"] == "batch\\udc83\\udc66.csv"


def test_a_batch_without_lots_is_undecided():
    problem = Problem("text.not-a-number", Place("a.csv", line=2, name="bore"), Severity.ERROR, {"text": "x"})
    result = document(evaluations.evaluation(problems=(problem,)))
    assert result["disposition"] == "undecided"
    assert result["problems"][0]["place"]["text"] == "a.csv:2 [bore]"


@pytest.mark.parametrize("value", [1.5, float("nan"), object(), {1: 0.1}, b"x"])
def test_what_is_not_exact_never_gets_into_the_document(value):
    with pytest.raises(TypeError):
        plain([value])


def test_every_disposition_is_in_the_schema():
    assert SCHEMA["$defs"]["disposition"]["enum"] == [member.value for member in Disposition]
