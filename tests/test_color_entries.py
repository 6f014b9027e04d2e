"""Color entries of a spec: what is accepted, and the question for everything that is not said clearly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from color_trials import COLOR, ROUGH, changed, codes
from hypothesis import given, settings
from hypothesis import strategies as st
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
    ("limit", "quantity", "formula", "weights"),
    [
        ("ΔE00 ≤ 1.5", "ΔE00", "dE00", {"Kl": 1.0, "Kc": 1.0, "Kh": 1.0}),
        ("ΔE00(2:1:1) ≤ 1.5", "ΔE00(2:1:1)", "dE00", {"Kl": 2.0, "Kc": 1.0, "Kh": 1.0}),
        ("ΔE*ab 1.5以下", "ΔE*ab", "dE76", {}),
        ("ΔE CMC(2:1) ≤ 1.0", "ΔE CMC(2:1)", "dECMC", {"pl": 2.0, "pc": 1.0}),
        ("ΔECMC(1:1) ≤ 1.0", "ΔE CMC(1:1)", "dECMC", {"pl": 1.0, "pc": 1.0}),
    ],
)
def test_a_limit_gives_its_formula_and_weights(limit, quantity, formula, weights):
    item = compiled(changed(COLOR, limit=limit))
    assert item.checks[0].quantity == quantity
    assert item.data["standard"].formula.id == formula
    assert item.data["standard"].formula.weights == weights


@pytest.mark.parametrize(
    ("application", "weights"),
    [
        ("graphic arts", {"K_L": 1.0, "K_C": 1.0, "K_H": 1.0, "K_1": 0.045, "K_2": 0.015}),
        ("印刷", {"K_L": 1.0, "K_C": 1.0, "K_H": 1.0, "K_1": 0.045, "K_2": 0.015}),
        ("Textiles", {"K_L": 2.0, "K_C": 1.0, "K_H": 1.0, "K_1": 0.048, "K_2": 0.014}),
        ("繊維", {"K_L": 2.0, "K_C": 1.0, "K_H": 1.0, "K_1": 0.048, "K_2": 0.014}),
    ],
)
def test_cie94_takes_its_weights_from_the_application(application, weights):
    item = compiled(changed(COLOR, limit="ΔE94 ≤ 1.5", conditions={"application": application}))
    assert item.data["standard"].formula.weights == weights


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"limit": "≤ 1.5"}, "color.no-formula"),
        ({"limit": "色差 1.5以下"}, "color.no-formula"),
        ({"limit": "Ra ≤ 1.5 µm"}, "color.not-a-difference"),
        ({"limit": "ΔE CMC ≤ 1.0"}, "color.no-weights"),
        ({"limit": "ΔE94 ≤ 1.0"}, "color.no-application"),
        ({"limit": "ΔE94 ≤ 1.0", "conditions": {"application": "leather"}}, "color.application-unknown"),
        ({"limit": "ΔE94(1:1:1) ≤ 1.0", "conditions": {"application": "textiles"}}, "color.weights-contradict"),
        ({"limit": "ΔE00 ≥ 1.5"}, "color.not-an-upper-limit"),
        ({"limit": "ΔE00 0.5〜1.5"}, "color.not-an-upper-limit"),
        ({"limit": "ΔE00 ≤ -1"}, "color.not-an-upper-limit"),
        ({"limit": "ΔE00 < 0"}, "color.not-an-upper-limit"),
        ({"reference": None}, "color.no-reference"),
        ({"reference": {"a*": None}}, "color.reference-incomplete"),
        ({"reference": {"a*": "green"}}, "text.not-a-number"),
        ({"reference": {"L*": "5210"}}, "color.reference-range"),
        ({"reference": {"c*": "18"}}, "color.reference-key"),
        ({"reference": {"L": "52.1"}}, "color.reference-twice"),
        ({"conditions": {"illuminant": None}}, "color.no-illuminant"),
        ({"conditions": {"observer": None}}, "color.no-observer"),
        ({"conditions": {"geometry": None}}, "color.no-geometry"),
        ({"conditions": {"illuminant": "daylight"}}, "color.illuminant-unknown"),
        ({"conditions": {"illuminant": "D65, A"}}, "color.illuminant-unknown"),
        ({"conditions": {"observer": "5°"}}, "color.observer-unknown"),
        ({"conditions": {"illuminant": "D65/2°"}}, "color.observer-twice"),
        ({"conditions": {"geometry": "sphere"}}, "color.geometry-unknown"),
        ({"conditions": {"geometry": "d/8"}}, "color.specular-unclear"),
        ({"conditions": {"geometry": "di:8° SCE"}}, "color.specular-unclear"),
        ({"conditions": {"geometry": "45/0 SCI"}}, "color.specular-unclear"),
        ({"conditions": {"specular": "SCE"}}, "color.specular-unclear"),
        ({"conditions": {"Observer": "2°"}}, "kinds.condition-twice"),
        ({"components": {"ΔX*": "±1"}}, "color.component-key"),
        ({"components": {"ΔL*": "±1", "dL": "±2"}}, "color.component-twice"),
        ({"components": {"ΔL*": "±5 %"}}, "color.component-limit"),
        ({"components": {"ΔL*": "±0.8 mm"}}, "color.component-limit"),
        ({"components": {"ΔL*": "ΔE00 ≤ 1"}}, "color.component-limit"),
        ({"limit": "ΔE00 ≤ 1.5", "unit": "mm"}, "kinds.key-not-for-kind"),
        ({"uncertainty": "0.2 mm", "decision": "guarded"}, "kinds.uncertainty-of-another-dimension"),
    ],
)
def test_what_two_parties_could_read_in_two_ways_is_asked_for(entry, code):
    assert code in refusals(changed(COLOR, **entry))


def test_a_bare_difference_is_refused_with_a_question():
    for limit in ("ΔE ≤ 1.5", "色差ΔE 1.5以内"):
        item, problems = compile_one(changed(COLOR, limit=limit))
        assert item is None
        assert [problem.code for problem in problems] == ["notation.which-formula"]


def test_everything_missing_is_asked_for_at_once():
    found = refusals({"kind": "color", "limit": "≤ 1.5"})
    assert found == [
        "color.no-formula",
        "color.no-geometry",
        "color.no-illuminant",
        "color.no-observer",
        "color.no-reference",
    ]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"limit": "ΔE00 ≤ 0.2"}, "color.below-instruments"),
        ({"limit": "ΔE00 ≤ 0"}, "color.below-instruments"),
        ({"components": {"ΔL*": "≤ 0.5"}}, "color.one-sided"),
    ],
)
def test_what_is_doubtful_but_clear_is_a_warning(entry, code):
    assert code in warnings(changed(COLOR, **entry))


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("±0.8", "-0.8", "0.8"),
        ("＋0.6／－0.3", "-0.3", "0.6"),
        ("-0.3/+0.6", "-0.3", "0.6"),
        ("-0.3〜0.6", "-0.3", "0.6"),
    ],
)
def test_components_are_limits_on_the_signed_deviation(written, low, high):
    item = compiled(changed(COLOR, components={"ΔL*": written}))
    limit = item.checks[1].limit
    assert item.checks[1].quantity == "ΔL*"
    assert (limit.lower.value, limit.upper.value) == (Fraction(low), Fraction(high))


def test_components_keep_their_order_and_any_spelling():
    item = compiled(changed(COLOR, components={"db*": "±1", "ΔL": "±2", "∆H*": "±3", "dC": "±4", "Δa*": "±5"}))
    assert [check.quantity for check in item.checks] == ["ΔE00", "Δb*", "ΔL*", "ΔH*", "ΔC*", "Δa*"]


@pytest.mark.parametrize(
    "conditions",
    [
        {"illuminant": "Ｄ６５", "observer": "10 deg", "geometry": "d/8 SCI"},
        {"illuminant": "D65/10°", "observer": "10度", "geometry": "d:8° 正反射光込み"},
        {"illuminant": "標準イルミナントD65", "observer": "CIE 1964", "geometry": "45°c:0°"},
        {"illuminant": "A", "observer": "2°視野", "geometry": "de:8° SCE"},
        {"illuminant": "D65", "observer": "10°", "geometry": "d/8", "specular": "SCI"},
    ],
)
def test_conditions_are_read_as_people_write_them(conditions):
    compiled(changed(COLOR, conditions=conditions))


def test_conditions_may_be_written_with_capitals():
    compiled({**COLOR, "conditions": {"Illuminant": "D65", "Observer": "10°", "GEOMETRY": "d/8 SCI"}})


def test_the_guard_band_is_taken_in_units_of_the_difference():
    item = compiled(changed(COLOR, uncertainty="0.2 ΔE00", decision="guarded"))
    assert (item.uncertainty, item.guard) == (Fraction("0.2"), Fraction("0.2"))
    assert refusals(changed(COLOR, uncertainty="2 ΔE00", decision="guarded")) == ["kinds.guard-leaves-nothing"]


def test_components_beside_a_guarded_difference_are_said_to_be_compared_as_written():
    guarded = changed(COLOR, uncertainty="0.2 ΔE00", decision="guarded", components={"ΔL*": "±0.8", "Δb*": "±0.6"})
    assert warnings(guarded) == ["color.components-not-guarded"]
    assert warnings(changed(guarded, decision=None)) == []


pieces = st.sampled_from(
    [
        *(
            "ΔE00",
            "ΔE",
            "ΔE94",
            "CMC",
            "Ra",
            "Rz",
            "Rmax",
            "≤",
            "±",
            "<",
            "≥",
            "1.5",
            "-1",
            "0",
            "1e9",
            "(2:1)",
            "(0:1)",
            "(1:1:1)",
        ),
        *(
            "D65",
            "A",
            "10°",
            "2°",
            "di:8°",
            "45:0",
            "SCI",
            "SCE",
            "mm",
            "µm",
            "%",
            "16%",
            "max",
            "以下",
            "、",
            "/",
            "nan",
        ),
        *("1/0", "(", ")", "\u3000", "９", "∞", "\x00", "{}", "textiles", "ISO 21920", "1994", "x" * 200),
    ]
)
phrases = st.lists(pieces, max_size=5).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_words_in_an_entry_raise_and_an_entry_is_an_item_or_refused(data):
    entry = data.draw(st.sampled_from([COLOR, ROUGH]))
    inner = {
        "conditions": (
            "illuminant",
            "observer",
            "geometry",
            "application",
            "cutoff",
            "evaluation_length",
            "lambda_s",
            "stated",
        ),
        "reference": ("L*", "a*", "b*"),
        "components": ("ΔL*", "ΔC*", "ΔZ"),
        "trace": ("x", "z", "length"),
    }
    own = {"kind": entry["kind"], "limit": data.draw(st.one_of(phrases, st.just(entry["limit"])))}
    keys = ("reference", "components") if entry is COLOR else ("trace",)
    for key in ("conditions", *keys):
        written = data.draw(st.dictionaries(st.sampled_from(inner[key]), phrases))
        own[key] = {**entry.get(key, {}), **written} if data.draw(st.booleans()) else written
    if entry is ROUGH:
        own["rule"] = data.draw(st.one_of(phrases, st.just("max")))
    item, problems = compile_one(own)
    # What the file's reader refused is left out of the entry, and the rest is compiled all the same.
    own_errors = [one for one in problems if one.severity is Severity.ERROR and not one.code.startswith("spec.")]
    assert item is None or not own_errors
    assert item is not None or any(problem.severity is Severity.ERROR for problem in problems)
