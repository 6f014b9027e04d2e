"""What lint says of characteristics that a heading of an inspection file could not tell apart."""

import json

import pytest

from qspec.errors import Severity
from qspec.judgement.judge import prepare
from qspec.kinds import registry
from qspec.spec.file import load

SIZE = {"kind": "dimension", "limit": "25 ±0.05 mm"}


def warnings(characteristics):
    spec = {"qspec": "1", "id": "QS-1", "revision": "A", "title": "sample", "sampling": "100%"}
    written = json.dumps({**spec, "characteristics": characteristics}, ensure_ascii=False, indent=1)
    prepared, problems = prepare(load("spec.yaml", written.encode(), registry.models()))
    assert prepared is not None, problems
    return [problem for problem in problems if problem.code == "measurements.shared-name"], written.splitlines()


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ({"a": {"balloon": "1"}}, {"b": {"balloon": "1"}}, "1"),
        ({"a": {"balloon": "①"}}, {"b": {"balloon": "１"}}, "1"),
        ({"1": {}}, {"b": {"balloon": "1"}}, "1"),
        ({"a": {"name": "外径"}}, {"b": {"name": "外径"}}, "外径"),
        ({"a": {"name": {"en": "OD", "ja": "外径1"}}}, {"b": {"name": {"en": "od", "ja": "外径2"}}}, "od"),
        ({"a": {"columns": ["Bore (mm)"]}}, {"b": {"columns": ["bore (mm)"]}}, "bore (mm)"),
        ({"a": {}}, {"b": {"name": "A"}}, "A"),
        ({"Bore": {}}, {"bore": {}}, "bore"),
    ],
)
def test_a_name_of_two_characteristics_is_said_at_the_second(first, second, shared):
    entries = {key: {**SIZE, **value} for key, value in {**first, **second}.items()}
    found, lines = warnings(entries)
    assert [problem.severity for problem in found] == [Severity.WARNING]
    assert shared in (found[0].values["name"], str(found[0].values["name"]).replace("１", "1"))
    assert (found[0].place.line or 0) > lines.index(f'  "{next(iter(second))}": {{')
    assert found[0].values["ids"] == ", ".join(entries)


def test_colors_share_the_names_of_their_axes_and_that_is_no_clash():
    color = {
        "kind": "color",
        "limit": "ΔE00 ≤ 1.5",
        "reference": {"L*": "52", "a*": "-3", "b*": "18"},
        "conditions": {"illuminant": "D65", "observer": "10°", "geometry": "di:8° SCI"},
    }
    assert warnings({"lid": color, "body": color, "bore": {**SIZE, "balloon": "3"}})[0] == []


def test_a_size_named_like_an_axis_of_a_color_is_said():
    color = {
        "kind": "color",
        "limit": "ΔE00 ≤ 1.5",
        "reference": {"L*": "52", "a*": "-3", "b*": "18"},
        "conditions": {"illuminant": "D65", "observer": "10°", "geometry": "di:8° SCI"},
    }
    assert len(warnings({"body": color, "length": {**SIZE, "name": "L*"}})[0]) == 1
