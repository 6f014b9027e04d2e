"""Color readings: averaged, compared, put into words, and never passed where something is missing or in doubt."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from color_trials import COLOR, changed, codes, lab, measure
from hypothesis import given, settings
from hypothesis import strategies as st
from kind_trials import compile_one, compiled

from qspec.errors import Severity
from qspec.kinds import color_readings, colorimetry
from qspec.messages import say

KONICA = Path(__file__).parents[1].parent / "shared" / "real" / "konica-minolta" / "indigo-dyeing-230408.xlsx"
MATCH = ["52.10", "-3.20", "18.40"]


@pytest.fixture(scope="module")
def item():
    return compiled(COLOR)


def values(measurement, check=0):
    return measurement.measured[check].values.tolist()


def undecided(measurement):
    return codes([problem for problem in measurement.problems if problem.severity is not Severity.WARNING])


def test_the_reference_itself_differs_by_exactly_nothing(item):
    found = measure(item, lab([MATCH]))
    assert values(found) == [0.0]
    assert found.problems == ()
    assert found.measured[0].words(0) is None


def test_the_difference_is_taken_from_the_reference():
    # Pair 25 of Sharma, Wu and Dalal (2005): 1.2644.
    entry = changed(COLOR, reference={"L*": "60.2574", "a*": "-34.0099", "b*": "36.2677"})
    found = measure(compiled(entry), lab([["60.4626", "-34.1751", "39.4387"]]))
    assert values(found) == pytest.approx([1.2644], abs=1e-4)


def test_a_mean_of_fewer_or_more_readings_than_agreed_is_no_value():
    three = compiled(changed(COLOR, readings="3"))
    far = ["60.00", "-3.20", "18.40"]
    for count in (1, 2, 4):
        found = measure(three, lab([far] * count, pieces=[0] * count))
        assert (values(found), found.measured[0].missing) == ([], {0})
    assert values(measure(three, lab([far] * 3, pieces=[0] * 3))) != []


def test_cmc_and_cie94_weigh_by_the_reference():
    reference = {"L*": "50", "a*": "60", "b*": "0"}
    for limit, conditions in (("ΔE CMC(2:1) ≤ 9", {}), ("ΔE94 ≤ 9", {"application": "textiles"})):
        there = compiled(changed(COLOR, limit=limit, reference=reference, conditions=conditions))
        swapped = changed(COLOR, limit=limit, reference={"L*": "50", "a*": "50", "b*": "8"}, conditions=conditions)
        one = values(measure(there, lab([["50.00", "50.00", "8.00"]])))[0]
        other = values(measure(compiled(swapped), lab([["50.00", "60.00", "0.00"]])))[0]
        assert abs(one - other) > 0.01


def test_lab_is_averaged_before_the_difference_is_taken():
    # Two readings that miss the reference in opposite directions: their mean hits it; the mean difference would be 1.
    item = compiled(changed(COLOR, limit="ΔE*ab ≤ 0.5", readings="2"))
    rows = [["53.10", "-3.20", "18.40"], ["51.10", "-3.20", "18.40"]]
    found = measure(item, lab(rows, pieces=[4, 4]))
    assert values(found) == [0.0]
    assert found.measured[0].pieces.tolist() == [4]
    assert found.measured[0].texts(0) == "L* 52.1 a* -3.2 b* 18.4 (n = 2)"


def test_a_mean_that_does_not_end_is_exact_inside_and_marked_outside():
    item = compiled(changed(COLOR, readings="3", components={"ΔL*": "±0.1"}))
    rows = [["52.10", "-3.20", "18.40"], ["52.10", "-3.20", "18.40"], ["52.40", "-3.20", "18.41"]]
    found = measure(item, lab(rows, pieces=[0, 0, 0]))
    assert found.measured[1].exact(0) == Fraction("0.1")
    assert found.measured[1].values[0] == 0.1
    assert "≈18.4033" in found.measured[0].texts(0)


def test_components_exactly_at_their_limit_are_exact(item):
    item = compiled(changed(COLOR, components={"ΔL*": "±0.8", "Δa*": "±0.3", "Δb*": "±0.1"}))
    found = measure(item, lab([["52.90", "-3.50", "18.50"]]))
    assert [found.measured[check].exact(0) for check in (1, 2, 3)] == [
        Fraction("0.8"),
        Fraction("-0.3"),
        Fraction("0.1"),
    ]
    assert [values(found, check) for check in (1, 2, 3)] == [[0.8], [-0.3], [0.1]]


def test_chroma_and_hue_are_components_too():
    reference = {"L*": "50", "a*": "10", "b*": "0"}
    item = compiled(changed(COLOR, reference=reference, components={"ΔC*": "±9", "ΔH*": "±99"}))
    found = measure(item, lab([["50.00", "0.00", "12.00"]]))
    assert values(found, 1) == pytest.approx([2.0])
    assert values(found, 2) == pytest.approx([sqrt(10**2 + 12**2 - 2**2)])  # counter-clockwise: positive
    assert found.measured[1].exact is None


@pytest.mark.parametrize(
    ("reading", "en", "ja"),
    [
        (["50.10", "-3.20", "18.40"], "darker", "暗い"),
        (["54.10", "-1.20", "18.40"], "lighter, redder, duller", "明るい・赤み・くすみ"),
        (["52.10", "-5.20", "16.40"], "greener, bluer, duller", "緑み・青み・くすみ"),
        (["52.10", "-3.20", "25.40"], "yellower, more vivid", "黄み・鮮やか"),
        (["52.104", "-3.20", "18.40"], None, None),
    ],
)
def test_differences_are_put_into_words_of_both_languages(item, reading, en, ja):
    said = measure(item, lab([reading])).measured[0].words(0)
    if en is None:
        assert said is None
    else:
        assert (say(said.key, "en", **said.values), say(said.key, "ja", **said.values)) == (en, ja)


def test_each_component_has_its_own_word_alone():
    item = compiled(changed(COLOR, components={"ΔL*": "±9", "Δa*": "±9", "ΔH*": "±9"}))
    found = measure(item, lab([["50.10", "-1.20", "18.40"]]))
    told = [found.measured[check].words(0) for check in (1, 2, 3)]
    assert [say(one.key, "en", **one.values) for one in told] == ["darker", "redder", "hue angle smaller"]


@pytest.mark.parametrize("blank", [None, "", "　"])
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_reading_without_all_three_values_is_missing_and_said(item, axis, blank):
    row = list(MATCH)
    row[axis] = blank
    found = measure(item, lab([row, MATCH]))
    assert found.measured[0].missing == {0}
    assert found.measured[0].pieces.tolist() == [1]
    assert undecided(found) == ["color.incomplete"]
    assert found.problems[0].place.line == 2


def test_a_piece_with_one_bad_reading_of_three_is_missing_and_not_averaged_over_the_rest():
    item = compiled(changed(COLOR, readings="3", components={"ΔL*": "±0.8"}))
    found = measure(item, lab([MATCH, [None] * 3, MATCH], pieces=[0, 0, 0]))
    for measured in found.measured:
        assert measured.missing == {0}
        assert measured.values.tolist() == []


@pytest.mark.parametrize(
    ("axis", "text"),
    [(0, "-0.01"), (0, "120.1"), (0, "5210"), (1, "200.1"), (2, "-2000"), (1, "1e12")],
)
def test_values_no_surface_has_are_placed_problems(item, axis, text):
    row = list(MATCH)
    row[axis] = text
    found = measure(item, lab([row]))
    assert undecided(found) == ["color.out-of-range"]
    assert found.measured[0].missing == {0}


@pytest.mark.parametrize("text", ["Err", "nan", "inf", "1e400", "5O.1", "52,10", "------"])
def test_text_in_a_number_cell_is_a_placed_problem_and_never_a_value(item, text):
    found = measure(item, lab([[text, "-3.20", "18.40"]]))
    assert undecided(found)
    assert found.measured[0].values.tolist() == []


def test_whole_numbers_in_a_file_give_the_right_difference():
    reference = {"L*": "50", "a*": "20", "b*": "10"}
    item = compiled(changed(COLOR, limit="ΔE CMC(2:1) ≤ 99", reference=reference))
    assert values(measure(item, lab([["51", "22", "9"]]))) == pytest.approx([2.031], abs=5e-4)


@pytest.mark.parametrize(
    ("limit", "rows", "warned"),
    [
        ("ΔE00 ≤ 1.5", [["52.1", "-3.2", "18.4"]], True),
        ("ΔE00 ≤ 1.6", [["52.1", "-3.2", "18.4"]], False),
        ("ΔE00 ≤ 1.5", [["52.10", "-3.20", "18.40"]], False),
        ("ΔE00 ≤ 1.5", [["52.1", "-3.2", "18.4"], ["52.12", "-3.2", "18.4"]], False),
        ("ΔE CMC(2:1) ≤ 1.9", [["52.1", "-3.2", "18.4"]], True),
        ("ΔE00 ≤ 3", [["52", "-3", "18"]], True),
    ],
)
def test_too_few_decimals_for_the_limit_are_a_warning(limit, rows, warned):
    found = measure(compiled(changed(COLOR, limit=limit)), lab(rows))
    assert ("color.few-decimals" in codes(found.problems)) == warned
    assert undecided(found) == []
    assert len(values(found)) == len(rows)


@pytest.mark.parametrize(
    "conditions",
    [
        {"illuminant": "D65", "observer": "10°", "geometry": "d/8", "specular": "SCI"},
        {"illuminant": "d65", "observer": "10 deg", "geometry": "di:8°"},
        {"observer": "------", "illuminant": "(None)", "specular": "SCI+SCE", "geometry": "di:8.de:8"},
        {},
    ],
)
def test_conditions_that_agree_or_say_nothing_leave_the_readings_valid(item, conditions):
    found = measure(item, lab([MATCH], conditions=conditions))
    assert values(found) == [0.0]
    assert undecided(found) == []


@pytest.mark.parametrize(
    "conditions",
    [
        {"illuminant": "D50"},
        {"illuminant": "A"},
        {"illuminant": "some lamp"},
        {"observer": "2°"},
        {"observer": "CIE 1931"},
        {"specular": "SCE"},
        {"geometry": "45:0"},
        {"geometry": "de:8°"},
        {"geometry": "integrating"},
    ],
)
def test_conditions_that_contradict_the_spec_make_the_readings_invalid(item, conditions):
    found = measure(item, lab([MATCH, MATCH], conditions=conditions))
    assert undecided(found) == ["kinds.condition-contradicts"]
    assert values(found) == []
    assert found.measured[0].missing == {0, 1}


@pytest.mark.parametrize("header", ["L*(D50)", "L* 2°", "L*(SCE)", "D65-2deg-L"])
def test_a_header_that_contradicts_the_spec_makes_the_readings_invalid(item, header):
    found = measure(item, lab([MATCH], headers={"L*": header}))
    assert undecided(found) == ["kinds.condition-contradicts"]


@pytest.mark.parametrize("header", ["L*(D65)", "L*(D65/10°)", "D65-10deg-L", "L* SCI", "明度L*"])
def test_a_header_that_agrees_changes_nothing(item, header):
    assert values(measure(item, lab([MATCH], headers={"L*": header}))) == [0.0]


def test_what_the_file_does_not_state_is_taken_as_declared_and_said(item):
    found = measure(item, lab([MATCH], conditions={"illuminant": "D65"}))
    assert [note.key for note in found.notes] == ["kinds.conditions-as-declared"]
    said = say(found.notes[0].key, "en", **found.notes[0].values)
    assert "10°" in said
    assert "di:8° SCI" in said
    assert "D65" not in said


def test_stated_required_refuses_what_the_file_does_not_state():
    item = compiled(changed(COLOR, conditions={"stated": "required"}))
    silent = measure(item, lab([MATCH], conditions={"illuminant": "D65"}))
    assert undecided(silent) == ["kinds.conditions-not-stated"]
    assert values(silent) == []
    all_said = {"illuminant": "D65", "observer": "10°", "geometry": "di:8°", "specular": "SCI"}
    assert values(measure(item, lab([MATCH], conditions=all_said))) == [0.0]


def test_the_application_of_cie94_is_no_condition_that_a_file_must_state():
    conditions = {"application": "textiles", "stated": "required"}
    item = compiled(changed(COLOR, limit="ΔE94 ≤ 1.5", conditions=conditions))
    said = {"illuminant": "D65", "observer": "10°", "geometry": "di:8° SCI"}
    assert values(measure(item, lab([MATCH], conditions=said))) == [0.0]


# Nearly opposite hues near grey: colormath takes the one branch of the formula's jump, the second opinion the other.
# Differences of 1e-11 degrees cannot be written in a file, so the engine is made to differ here.
def differing(monkeypatch, by):
    def engine(reference, readings, formula):
        return colorimetry.second_opinion(reference, readings, formula) + by

    monkeypatch.setattr(color_readings.colorimetry, "differences", engine)


def test_two_opinions_that_differ_are_said_and_the_verdict_stands(monkeypatch, item):
    differing(monkeypatch, 0.006)
    found = measure(item, lab([MATCH]))
    assert codes(found.problems) == ["color.opinions-differ"]
    assert found.problems[0].severity is Severity.WARNING
    assert values(found) == pytest.approx([0.006])


def test_two_opinions_within_five_thousandths_are_not_worth_a_word(monkeypatch, item):
    differing(monkeypatch, 0.0049)
    assert measure(item, lab([MATCH])).problems == ()


@pytest.mark.parametrize("by", [-0.02, 0.02, -1e-4, 1e-4])
def test_two_opinions_on_different_sides_of_the_limit_are_never_a_pass(monkeypatch, by):
    item = compiled(changed(COLOR, limit="ΔE*ab ≤ 1", components={"ΔL*": "±2"}))
    edge = "53.10" if by > 0 else "53.10005"
    differing(monkeypatch, by)
    found = measure(item, lab([[edge, "-3.20", "18.40"]]))
    assert undecided(found) == ["color.opinions-disagree"]
    assert values(found) == []
    assert found.measured[0].missing == {0}
    assert len(values(found, 1)) == 1  # the component is judged all the same


def test_two_opinions_on_different_sides_of_the_guarded_limit_are_never_a_pass(monkeypatch):
    item = compiled(changed(COLOR, limit="ΔE*ab ≤ 1.2", uncertainty="0.2 ΔE*ab", decision="guarded"))
    differing(monkeypatch, 1e-4)
    found = measure(item, lab([["53.10", "-3.20", "18.40"]]))
    assert undecided(found) == ["color.opinions-disagree"]


def test_a_difference_that_cannot_be_computed_is_never_a_pass(monkeypatch, item):
    differing(monkeypatch, np.nan)
    found = measure(item, lab([MATCH]))
    assert undecided(found) == ["color.opinions-disagree"]
    assert found.measured[0].missing == {0}


def test_a_difference_exactly_at_the_limit_agrees_in_both_opinions():
    item, _ = compile_one(changed(COLOR, limit="ΔE*ab ≤ 0.1"))
    found = measure(item, lab([["52.20", "-3.20", "18.40"], ["52.10", "-3.30", "18.40"], ["52.10", "-3.20", "18.30"]]))
    assert len(values(found)) == 3


cells = st.one_of(
    st.none(),
    st.decimals(min_value=-300, max_value=300, places=2).map(str),
    st.sampled_from(["", "Err", "1e400", "nan", "９９", "▲3.2", "-", "1,5", "1e-12", "99999999999"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=8), st.integers(1, 3))
def test_no_cells_raise_and_every_piece_is_judged_or_missing(rows, per_piece):
    item, _ = compile_one(changed(COLOR, readings=str(per_piece), components={"ΔL*": "±1", "ΔH*": "±1"}))
    pieces = [index // per_piece for index in range(len(rows))]
    found = measure(item, lab(rows, pieces=pieces))
    for measured in found.measured:
        judged = measured.pieces.tolist()
        assert len(judged) == len(set(judged))
        assert set(judged) | measured.missing == set(pieces)
        assert not set(judged) & measured.missing
        assert np.isfinite(measured.values).all()
        assert (len(measured.values), len(measured.rows)) == (len(judged), len(judged))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_blanking_a_cell_never_makes_a_piece_pass(data):
    item, _ = compile_one(changed(COLOR, readings="2"))
    number = st.integers(-200, 200).map(lambda hundredths: Fraction(hundredths, 100))
    rows = [
        [f"{float(base + data.draw(number)):.2f}" for base in (Fraction("52.1"), Fraction("-3.2"), Fraction("18.4"))]
        for _ in range(4)
    ]
    row, axis = data.draw(st.integers(0, 3)), data.draw(st.integers(0, 2))
    rows[row][axis] = None
    found = measure(item, lab(rows, pieces=[0, 0, 1, 1]))
    assert found.measured[0].missing == {row // 2}


@pytest.mark.shared
@pytest.mark.skipif(not KONICA.exists(), reason="the real instrument export is kept beside the checkout (../shared)")
def test_chroma_differences_of_a_real_export_are_those_of_its_own_chroma_column():
    from openpyxl import load_workbook

    book = load_workbook(KONICA, read_only=True)
    rows = list(next(iter(book)).iter_rows(min_row=2, min_col=4, max_col=7, values_only=True))
    book.close()
    light, red, yellow, chroma = zip(*rows, strict=True)
    first = {"L*": str(light[0]), "a*": str(red[0]), "b*": str(yellow[0])}
    item = compiled(changed(COLOR, limit="ΔE*ab ≤ 99", reference=first, components={"ΔC*": "±99"}))
    texts = [[str(value) for value in row] for row in zip(light, red, yellow, strict=True)]
    found = measure(item, lab(texts, headers={"L*": "L*(D65)", "a*": "a*(D65)", "b*": "b*(D65)"}))
    assert len(found.measured[1].values) == 180
    # The export rounds all four columns to two decimals.
    assert values(found, 1) == pytest.approx([value - chroma[0] for value in chroma], abs=0.03)


@pytest.mark.parametrize(
    ("declared", "geometry", "silent"),
    [
        ({"geometry": "di:8° SCI"}, "d/8 SCI", ""),
        ({"geometry": "di:8° SCI"}, "d/8", "geometry di:8° SCI"),
        ({"geometry": "d/8", "specular": "SCI"}, "di:8°", ""),
        ({"geometry": "d/8", "specular": "SCI"}, "d/8", "specular component SCI"),
        ({"geometry": "45:0"}, "45°c:0°", ""),
    ],
)
def test_a_geometry_is_stated_when_its_specular_component_is(declared, geometry, silent):
    conditions = {"illuminant": "D65", "observer": "10°", "geometry": geometry}
    for more in ({}, {"stated": "required"}):
        item = compiled(changed(COLOR, conditions=declared | more))
        found = measure(item, lab([MATCH], conditions=conditions))
        said = [note.values["conditions"]["en"] for note in found.notes if note.key == "kinds.conditions-as-declared"]
        assert said == ([silent] if silent and not more else [])
        assert undecided(found) == (["kinds.conditions-not-stated"] if silent and more else [])
