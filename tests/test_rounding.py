"""What rounding a reading before it is compared does, where a spec names the method, and what it never does."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import kind_trials
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qspec.errors import Refusal
from qspec.judgement.evaluate import Source, evaluate
from qspec.judgement.result import Verdict
from qspec.judgement.verdicts import judge_check
from qspec.kinds import rounding
from qspec.kinds.rounding import Rounding, Tie
from qspec.limits import Bound, Limit, Side
from qspec.measurements.batch import LotInfo
from qspec.messages import LANGUAGES, render, say
from qspec.report.build import build
from qspec.report.outline import Table

HEAD = "qspec: 1\nid: T\nrevision: A\ntitle: T\n"


def method(interval, tie=Tie.EVEN):
    return Rounding("jis-a" if tie is Tie.EVEN else "jis-b", tie, Fraction(interval), "mm")


def rounded(value, interval, tie=Tie.EVEN):
    return method(interval, tie).value(Fraction(value))


# published examples


@pytest.mark.parametrize(
    ("value", "interval", "expected"),
    [
        # JIS Z 8401:1999, 2 b), as quoted at sekigin.jp/JIS/Z_8401.html
        ("12.223", "0.1", "12.2"),
        ("12.251", "0.1", "12.3"),
        ("12.275", "0.1", "12.3"),
        ("1222.3", "10", "1220"),
        ("1225.1", "10", "1230"),
        ("1227.5", "10", "1230"),
        # JIS Z 8401:1961 remark, as quoted at okudaira-pipe.co.jp: in one step 5.346 is 5.3, in two it would be 5.4
        ("5.346", "0.1", "5.3"),
        # A published explanation of rounding by JIS and ISO (b.hatena.ne.jp/agw/20110427)
        ("14.556", "0.1", "14.6"),
        ("14.545", "0.1", "14.5"),
        ("14.55", "0.1", "14.6"),
        ("14.45", "0.1", "14.4"),
        ("1000.4999", "1", "1000"),
        ("1000.5", "1", "1000"),
        ("1000.5001", "1", "1001"),
        ("1001.5", "1", "1002"),
        # Rule A on halves of either sign (ameblo.jp/yumop/entry-12587172037.html)
        ("0.5", "1", "0"),
        ("2.2", "1", "2"),
        ("3.5", "1", "4"),
        ("-0.5", "1", "0"),
        ("-2.2", "1", "-2"),
        ("-3.5", "1", "-4"),
    ],
)
def test_rule_a_rounds_as_published(value, interval, expected):
    assert rounded(value, interval) == Fraction(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    # Rule B by the absolute value (ameblo.jp/yumop/entry-12587172037.html)
    [("0.5", "1"), ("2.2", "2"), ("3.5", "4"), ("-0.5", "-1"), ("-2.2", "-2"), ("-3.5", "-4")],
)
def test_rule_b_sends_a_half_away_from_zero(value, expected):
    assert rounded(value, "1", Tie.AWAY) == Fraction(expected)


DECIMALS = st.decimals(min_value=-999, max_value=999, places=4)


def test_to_decimal_places_it_is_the_decimal_arithmetic_of_the_language():
    numbers = random.Random(8401)  # noqa: S311 - trial values, no secret
    values = [Decimal(numbers.randint(-9_999_999, 9_999_999)).scaleb(-4) for _ in range(10_000)]
    for value in [*values, *(Decimal(half).scaleb(-1) for half in range(-99, 100, 2))]:
        interval = numbers.choice(["1", "0.1", "0.01", "0.001"])
        for tie, mode in ((Tie.EVEN, ROUND_HALF_EVEN), (Tie.AWAY, ROUND_HALF_UP)):
            assert rounded(value, interval, tie) == Fraction(value.quantize(Decimal(interval), mode))


INTERVALS = st.sampled_from(["0.01", "0.02", "0.05", "0.1", "0.25", "1", "5", "1/3"])
BOUNDS = st.none() | st.builds(Bound, st.fractions(min_value=-9, max_value=9, max_denominator=60), st.booleans())


@settings(max_examples=400, deadline=None)
@given(st.fractions(min_value=-10, max_value=10, max_denominator=400), INTERVALS, st.sampled_from(Tie), BOUNDS, BOUNDS)
def test_the_widened_limit_holds_exactly_what_rounds_into_the_limit(value, interval, tie, lower, upper):
    if lower is None and upper is None:
        return
    limit, how = Limit(lower, upper, "mm"), method(interval, tie)
    within = limit.side(how.value(value)) is Side.WITHIN
    assert (how.preimage(limit).side(value) is Side.WITHIN) is within


@given(DECIMALS, INTERVALS, st.sampled_from(Tie))
def test_a_rounded_value_is_a_multiple_not_farther_than_half_an_interval_and_stays(value, interval, tie):
    how = method(interval, tie)
    found = how.value(Fraction(value))
    assert (found / how.interval).denominator == 1
    assert abs(found - Fraction(value)) <= how.interval / 2
    assert how.value(found) == found


# as written


@pytest.mark.parametrize(
    ("written", "name", "interval"),
    [
        ("JIS Z 8401 rule A to 0.01 mm", "jis-a", "0.01"),
        ("JIS Z 8401 規則A、0.01 mm", "jis-a", "0.01"),
        ("JIS Z 8401:2019 規則A, 0.01", "jis-a", "0.01"),
        ("ＪＩＳ　Ｚ　８４０１　規則Ａ　０．０１ｍｍ", "jis-a", "0.01"),
        ("JIS Z 8401の規則Aにより0.01 mmに丸める", "jis-a", "0.01"),
        ("JIS Z 8401 (rule B), 10 µm", "jis-b", "0.01"),
        ("JIS Z 8401 規則B、0.01 mm単位", "jis-b", "0.01"),
        ("ASTM E29, 0.01", "astm-e29", "0.01"),
        ("ASTM E29 rounding method to the nearest 0.05 mm", "astm-e29", "0.05"),
        ("astm e29: 0.001 in", "astm-e29", "0.0254"),
    ],
)
def test_a_method_and_its_interval_are_read(written, name, interval):
    found = rounding.read(written, "mm")
    assert isinstance(found, Rounding)
    assert (found.method, found.interval, found.unit) == (name, Fraction(interval), "mm")


@pytest.mark.parametrize("written", ["none", "unrounded", "なし", "ASTM E29 (absolute method)"])
def test_no_rounding_may_be_said_too(written):
    assert rounding.read(written, "mm") is None


@given(
    st.text(max_size=30)
    | st.from_regex(r"(JIS Z 8401|ASTM E29)( rule [ABC])?[ ,]{0,2}[0-9.]{0,4} ?(mm|g|%)?", fullmatch=True)
)
def test_any_text_is_a_rounding_or_refused_in_words(written):
    found = rounding.read(written, "mm")
    if isinstance(found, Refusal):
        for lang in LANGUAGES:
            assert say(f"{found.code}.text", lang, **found.values)
    elif found is not None:
        assert found.interval > 0


def test_a_difference_in_kelvin_is_an_interval_of_degrees_celsius():
    assert rounding.read("ASTM E29, 0.5 K", "degC").interval == Fraction(1, 2)


# judged


def verdicts(entry, cells, unit=None):
    item = kind_trials.compiled(entry)
    measurement = kind_trials.measure(item, cells, unit=unit)
    return dict(zip(cells, judge_check(item, measurement.measured[0]).verdicts, strict=True))


LENGTH = {"kind": "dimension", "limit": "10.0〜10.1 mm"}


@pytest.mark.parametrize(
    ("how", "passing", "failing"),
    [
        (None, ["10.1", "10"], ["10.1001", "9.9999"]),
        (
            "JIS Z 8401 rule A, 0.1 mm",
            ["10.14999", "9.95001", "9.95"],
            ["10.15", "9.9499"],
        ),  # 9.95 → 10.0, 10.15 → 10.2
        ("JIS Z 8401 rule B, 0.1 mm", ["10.14999", "9.95"], ["10.15", "9.9499"]),
        ("ASTM E29, 0.01 mm", ["10.105", "9.995"], ["10.1051", "9.99499"]),  # both halves go to an even hundredth
        ("JIS Z 8401 rule B, 0.01 mm", ["10.10499", "9.995"], ["10.105", "9.99499"]),
    ],
)
def test_readings_are_compared_as_rounded_where_the_spec_says_so(how, passing, failing):
    entry = LENGTH if how is None else {**LENGTH, "rounding": how}
    found = verdicts(entry, [*passing, *failing])
    assert [text for text, verdict in found.items() if verdict is Verdict.PASS] == passing
    assert [text for text, verdict in found.items() if verdict is Verdict.FAIL] == failing


@given(
    st.decimals(min_value="9.8", max_value="10.3", places=4),
    st.sampled_from(["0.1", "0.01", "0.05"]),
    st.sampled_from("AB"),
)
def test_judging_the_reading_is_judging_its_rounded_value(value, interval, rule):
    entry = {**LENGTH, "rounding": f"JIS Z 8401 rule {rule}, {interval} mm"}
    how = rounding.read(entry["rounding"], "mm")
    text = f"{value:f}"
    plain = verdicts(LENGTH, [f"{Decimal(float(how.value(Fraction(value)))):.4f}"])
    assert list(verdicts(entry, [text]).values()) == list(plain.values())


@pytest.mark.parametrize(
    ("unit", "inside", "beyond"),
    [("um", "10105", "10105.01"), ("cm", "1.0105", "1.010501"), ("m", "0.010105", "0.0101051")],
)
def test_the_interval_is_the_same_length_in_every_unit(unit, inside, beyond):
    entry = {**LENGTH, "rounding": "ASTM E29, 0.01 mm"}
    assert list(verdicts(entry, [inside, beyond], unit).values()) == [Verdict.PASS, Verdict.FAIL]


def test_readings_in_inches_are_rounded_to_the_interval_of_the_spec():
    entry = {"kind": "dimension", "limit": "≤ 25.4 mm", "rounding": "JIS Z 8401 rule A, 0.1 mm"}
    # 25.45 mm, halfway, goes to 25.4 and is 1.00196850… in
    assert verdicts(entry, ["1.0019685", "1.0019686"], "in") == {"1.0019685": Verdict.PASS, "1.0019686": Verdict.FAIL}


def test_a_mean_is_rounded_once_and_not_its_readings():
    entry = {
        "kind": "dimension",
        "limit": "≤ 10.1 mm",
        "rounding": "JIS Z 8401 rule A, 0.1 mm",
        "readings": "2",
        "reduce": "mean",
    }
    item = kind_trials.compiled(entry)
    measured = kind_trials.measure(item, ["10.15", "10.14", "10.16", "10.15"], pieces=[0, 0, 1, 1]).measured[0]
    # 10.145 → 10.1; rounded readings 10.2 and 10.1 would have had a mean of 10.15 → 10.2
    assert judge_check(item, measured).pieces == {0: Verdict.PASS, 1: Verdict.FAIL}


def test_the_flag_near_the_limit_is_set_on_the_rounded_value():
    entry = {"kind": "quantity", "limit": "≤ 10 g", "marginal": "90 %", "rounding": "JIS Z 8401 rule A, 1 g"}
    found = verdicts(entry, ["8.5", "8.51", "10.5", "10.51"])
    assert list(found.values()) == [Verdict.PASS, Verdict.MARGINAL, Verdict.MARGINAL, Verdict.FAIL]


COLOR = """characteristics:
  body:
    kind: color
    limit: ΔE76 ≤ 1.1
    rounding: JIS Z 8401 rule A to 0.1
    reference: {L*: 50.00, a*: 0.00, b*: 0.00}
    conditions: {illuminant: D65, observer: 10°, geometry: "di:8° SCI"}
"""


def judged(spec, data, size):
    evaluation, problems = evaluate(
        Source("s.yaml", f"{HEAD}{spec}sampling: 100%\n".encode()),
        Source("d.csv", data.encode()),
        given=LotInfo(size=size),
    )
    assert evaluation is not None, problems
    return evaluation


def test_a_color_difference_is_rounded_from_its_unrounded_value_and_both_are_shown():
    check = judged(COLOR, "serial,L*,a*,b*\n1,51.149,0,0\n2,51.151,0,0\n", 2).lots[0].items[0].checks[0]
    shown = {
        reading.piece: (reading.value, reading.unrounded, reading.margin, reading.verdict) for reading in check.readings
    }
    assert shown == {"1": ("1.1", "1.149", "0", Verdict.PASS), "2": ("1.2", "1.151", "-0.1", Verdict.FAIL)}


def test_reading_and_rounded_value_stand_side_by_side():
    spec = "characteristics:\n  x: {kind: dimension, limit: ≤ 10.1 mm, rounding: 'ASTM E29, 0.01 mm'}\n"
    evaluation = judged(spec, "serial,x[mm]\n1,10.1049\n2,10.1051\n", 2)
    item = evaluation.lots[0].items[0]
    (check,) = item.checks
    assert [(r.text, r.value, r.unrounded, r.margin) for r in check.readings] == [
        ("10.1051", "10.11", "10.1051", "-0.01"),
        ("10.1049", "10.1", "10.1049", "0"),
    ]
    assert (check.minimum, check.maximum, check.worst_margin) == ("10.1049", "10.1051", "-0.01")
    tables = [block for block in build(evaluation, ("en",), date="2026-11-22").blocks if isinstance(block, Table)]
    lines = [render(line, "en") for table in tables for row in table.rows for cell in row for line in cell.lines]
    assert (
        "Each value is rounded once before it is compared: ASTM E29 rounding method (half to even), to multiples of "
        "0.01 mm. Both the reading and the rounded value are shown." in lines
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rule": "steps", "readings": "12"}, "kinds.rounding-with-steps"),
        ({"limit": "Ra ≤ 0.8 µm, Rz ≤ 6.3 µm", "standard": "JIS B 0601:2013"}, "kinds.rounding-several-limits"),
    ],
)
def test_rounding_that_could_mean_two_things_is_refused(change, code):
    rough = {"kind": "roughness", "limit": "Ra ≤ 0.8 µm", "rule": "max", "rounding": "JIS Z 8401 rule A, 0.1 µm"}
    rough["conditions"] = {"cutoff": "0.8 mm", "evaluation_length": "4 mm"}
    assert kind_trials.compile_one(rough)[0] is not None
    item, problems = kind_trials.compile_one({**rough, **change})
    assert item is None
    assert code in [problem.code for problem in problems]


def test_rounding_of_a_color_with_components_is_refused():
    entry = {
        "kind": "color",
        "limit": "ΔE00 ≤ 1.5",
        "rounding": "JIS Z 8401 rule A, 0.1",
        "reference": {"L*": "50", "a*": "0", "b*": "0"},
        "components": {"ΔL*": "±0.8"},
        "conditions": {"illuminant": "D65", "observer": "10°", "geometry": "di:8° SCI"},
    }
    item, problems = kind_trials.compile_one(entry)
    assert item is None
    assert "kinds.rounding-several-limits" in [problem.code for problem in problems]
