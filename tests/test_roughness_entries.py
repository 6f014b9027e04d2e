"""Roughness entries of a spec: what is accepted, and the question for everything that is not said clearly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from color_trials import ROUGH, changed, codes
from kind_trials import compile_one, compiled

from qspec.errors import Severity


def refusals(entry):
    item, problems = compile_one(entry)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert (item is None) == bool(errors)
    return codes(errors)


def warnings(entry):
    item, problems = compile_one(entry)
    assert item is not None, problems
    return codes(problems)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("max", "max"),
        ("最大値ルール", "max"),
        ("16%", "16%"),
        ("16 %", "16%"),
        ("16%ルール", "16%"),
        ("１６％ルール", "16%"),
        ("16%-rule", "16%"),
        ("steps", "steps"),
        ("median", "median"),
        ("中央値", "median"),
    ],
)
def test_each_rule_is_known_by_its_names(written, name):
    assert compiled(changed(ROUGH, rule=written, readings="12")).checks[0].rule.name == name


@pytest.mark.parametrize(
    ("limit", "name"),
    [("Ra ≤ 0.8 µm 16%ルール", "16%"), ("Ra 0.8 µm Tmax", "max"), ("Ra 0.8 µm以下（最大値ルール）", "max")],
)
def test_a_rule_may_stand_in_the_limit(limit, name):
    for rule in (None, name):
        entry = changed(ROUGH, limit=limit, rule=rule, readings="12")
        assert compiled(entry).checks[0].rule.name == name


def test_a_max_behind_the_parameter_is_the_maximum_rule_and_never_another():
    # On a drawing "Ra max" means the maximum rule (ISO 1302); in a sentence it may only mean an upper limit.
    assert compiled(changed(ROUGH, limit="Ra max 0.8 µm", rule="max")).checks[0].rule.name == "max"
    assert refusals(changed(ROUGH, limit="Ra max 0.8 µm", rule="16%")) == ["roughness.rule-contradicts"]
    assert refusals(changed(ROUGH, limit="Ra max 0.8 µm", rule=None)) == ["roughness.no-rule"]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"rule": None}, "roughness.no-rule"),
        ({"rule": "each"}, "roughness.rule-unknown"),
        ({"rule": "17%"}, "roughness.rule-unknown"),
        ({"limit": "Ra ≤ 0.8 µm 16%ルール", "rule": "median"}, "roughness.rule-contradicts"),
        ({"limit": "≤ 0.8 µm"}, "roughness.no-parameter"),
        ({"limit": "表面粗さ 0.8 µm以下"}, "roughness.no-parameter"),
        ({"limit": "ΔE00 ≤ 1.5"}, "roughness.not-a-parameter"),
        ({"limit": "Ra ≤ -0.8 µm"}, "roughness.below-zero"),
        ({"limit": "Ra < 0 µm"}, "roughness.below-zero"),
        ({"limit": "Ra ≤ 0.8 µm, Ra ≤ 1.6 µm"}, "roughness.limit-twice"),
        ({"limit": "Rz 6.3 (JIS B 0601:1994)", "standard": "JIS B 0601:2013"}, "roughness.standard-contradicts"),
        ({"conditions": {"cut-off": "2.5 mm"}}, "kinds.condition-twice"),
        ({"limit": "(Ra 0.8)"}, "kinds.reference-dimension"),
        ({"conditions": {"cutoff": None}}, "roughness.no-cutoff"),
        ({"conditions": {"evaluation_length": None}}, "roughness.no-evaluation-length"),
        ({"conditions": {"cutoff": "0.8"}}, "roughness.not-a-length"),
        ({"conditions": {"cutoff": "0.8 g"}}, "roughness.not-a-length"),
        ({"conditions": {"cutoff": "0 mm"}}, "roughness.not-a-length"),
        ({"conditions": {"cutoff": "-0.8 mm"}}, "roughness.not-a-length"),
        ({"conditions": {"cutoff": "fine"}}, "text.not-a-number"),
        ({"conditions": {"evaluation_length": "0.4 mm"}}, "roughness.evaluation-too-short"),
        ({"conditions": {"lambda_s": "2.5 mm"}}, "roughness.lambda-s-too-long"),
        ({"uncertainty": "0.9 µm", "decision": "guarded"}, "kinds.guard-leaves-nothing"),
        ({"trace": {"x": "mm", "z": "µm"}}, "roughness.trace-without-length"),
        ({"trace": {"x": "mm", "length": "5.6 mm"}}, "roughness.trace-unit"),
        ({"trace": {"x": "mm", "z": "GU", "length": "5.6 mm"}}, "roughness.trace-unit"),
        ({"trace": {"x": "mm", "z": "µm", "length": "5.6"}}, "roughness.not-a-length"),
        ({"trace": {"x": "mm", "z": "µm", "length": "5.5 mm"}}, "roughness.trace-too-short"),
        ({"trace": {"x": "mm", "z": "µm", "length": "5.6 mm", "y": "mm"}}, "roughness.trace-key"),
        (
            {"trace": {"x": "mm", "z": "µm", "length": "6 mm"}, "conditions": {"evaluation_length": "3.9 mm"}},
            "roughness.sections",
        ),
        ({"trace": {"x": "mm", "z": "µm", "length": "6 mm"}, "limit": "RzJIS ≤ 3 µm"}, "roughness.trace-parameter"),
        (
            {
                "trace": {"x": "mm", "z": "µm", "length": "6 mm"},
                "limit": "Rz ≤ 3 µm",
                "standard": "JIS B 0601:1994",
            },
            "roughness.trace-parameter",
        ),
    ],
)
def test_what_two_parties_could_read_in_two_ways_is_asked_for(entry, code):
    assert code in refusals(changed(ROUGH, **entry))


def test_everything_missing_is_asked_for_at_once():
    assert refusals({"kind": "roughness", "limit": "≤ 0.8 µm"}) == [
        "roughness.no-cutoff",
        "roughness.no-evaluation-length",
        "roughness.no-parameter",
        "roughness.no-rule",
    ]


@pytest.mark.parametrize(
    ("limit", "unit", "upper"),
    [
        ("Ra ≤ 0.8 µm", "um", "0.8"),
        ("Ra1.6以下", "um", "1.6"),
        ("Ra ≤ 63 µin", "uin", "63"),
        ("Rz ≤ 800 nm", "nm", "800"),
    ],
)
def test_limits_keep_their_own_unit(limit, unit, upper):
    item, problems = compile_one(changed(ROUGH, limit=limit))
    assert item is not None, problems
    check = item.checks[0]
    assert (check.limit.unit, check.limit.upper.value) == (unit, Fraction(upper))
    assert check.assumed_unit == (limit == "Ra1.6以下")


def test_two_parameters_in_one_limit_are_two_checks_and_two_columns():
    item, problems = compile_one(changed(ROUGH, limit="Ra ≤ 0.8 µm, Rz ≤ 6.3 µm"))
    assert item is not None, problems
    assert [check.quantity for check in item.checks] == ["Ra", "Rz"]
    assert [role.key for role in item.roles] == ["Ra", "Rz"]


@pytest.mark.parametrize(
    ("limit", "standard", "cutoff", "warned"),
    [
        ("Ra ≤ 0.8 µm", None, "0.8 mm", False),
        ("Ra ≤ 2 µm", None, "0.8 mm", False),
        ("Ra ≤ 2.1 µm", None, "0.8 mm", True),
        ("Ra ≤ 0.8 µm", None, "2.5 mm", True),
        ("Rz ≤ 12.5 µm", None, "0.8 mm", True),  # 2.5 by ISO 4288, 0.8 by ISO 21920-3
        ("Rz ≤ 12.5 µm", None, "2.5 mm", True),
        ("Rz ≤ 12.5 µm", "ISO 21920-1", "0.8 mm", False),
        ("Rz ≤ 12.5 µm", "JIS B 0601:2013", "0.8 mm", True),
        ("Rz ≤ 12.5 µm", "JIS B 0601:2013", "2.5 mm", False),
        ("Rz ≤ 500 µin", "JIS B 0601:2013", "2.5 mm", False),  # 12.7 µm
        ("Rt ≤ 12.5 µm", None, "0.8 mm", False),
    ],
)
def test_an_unusual_cutoff_is_a_warning_that_names_both_standards(limit, standard, cutoff, warned):
    length = {"0.8 mm": "4 mm", "2.5 mm": "12.5 mm"}[cutoff]
    conditions = {"cutoff": cutoff, "evaluation_length": length}
    item, problems = compile_one(changed(ROUGH, limit=limit, standard=standard, conditions=conditions))
    assert item is not None, problems
    found = [problem for problem in problems if problem.code == "roughness.cutoff-unusual"]
    assert bool(found) == warned
    if found and standard is None:
        assert "ISO 4288" in str(found[0].values["usual"])
        assert "ISO 21920-3" in str(found[0].values["usual"])


def test_an_unusual_evaluation_length_is_a_warning():
    assert warnings(changed(ROUGH, conditions={"evaluation_length": "2.4 mm"})) == ["roughness.evaluation-unusual"]


@pytest.mark.parametrize(
    ("rule", "readings", "codes_expected"),
    [
        ("16%", "6", ["roughness.readings-for-16"]),
        ("16%", "7", []),
        ("steps", "11", ["roughness.readings-for-steps"]),
        ("steps", "12", []),
        ("max", None, []),
        ("median", None, []),
    ],
)
def test_a_rule_with_too_few_values_to_work_as_meant_is_said(rule, readings, codes_expected):
    assert warnings(changed(ROUGH, rule=rule, readings=readings)) == codes_expected


def test_conditions_may_be_written_with_blanks_and_capitals():
    conditions = {"Cutoff": "0.8 mm", "evaluation length": "4 mm"}
    compiled({**ROUGH, "conditions": conditions})


def test_a_named_standard_settles_what_rz_means():
    assert "notation.rz-edition" in {problem.code for problem in compile_one(changed(ROUGH, limit="Rz ≤ 6.3 µm"))[1]}
    assert compile_one(changed(ROUGH, limit="Rz ≤ 6.3 µm", standard="JIS B 0601:2013"))[1] == []
    undated = compile_one(changed(ROUGH, limit="Rz ≤ 6.3 µm", standard="JIS B 0601"))[1]
    assert "notation.rz-edition" in {problem.code for problem in undated}


def test_a_lower_and_an_upper_limit_of_one_parameter_are_no_contradiction():
    item = compiled(changed(ROUGH, limit="Ra ≥ 0.4 µm / Ra ≤ 0.8 µm"))
    assert [check.limit.describe() for check in item.checks] == ["x ≥ 0.4 µm", "x ≤ 0.8 µm"]


def test_a_guard_band_on_two_limits_is_refused():
    entry = changed(ROUGH, limit="Ra ≤ 0.8 µm, Rq ≤ 1 µm", uncertainty="50 nm", decision="guarded")
    assert refusals(entry) == ["kinds.several-requirements"]


def test_the_guard_band_is_in_the_unit_of_the_limit():
    item = compiled(changed(ROUGH, uncertainty="50 nm", decision="guarded"))
    assert item.guard == Fraction("0.05")


def test_a_trace_entry_asks_for_x_and_z():
    item = compiled(changed(ROUGH, trace={"x": "mm", "z": "µm", "length": "5.6 mm"}))
    assert [role.key for role in item.roles] == ["x", "z"]
    assert item.series
    assert item.readings is None
