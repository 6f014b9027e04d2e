"""Roughness readings: reported values and raw traces, never passed where something is missing or in doubt."""

from __future__ import annotations

from fractions import Fraction
from math import pi, sqrt

import numpy as np
import pytest
from color_trials import ROUGH, block, changed, codes, measure
from hypothesis import given, settings
from hypothesis import strategies as st
from kind_trials import compile_one, compiled

from qspec.errors import Severity

TRACE = changed(ROUGH, trace={"x": "mm", "z": "µm", "length": "5.6 mm"})
POINTS = 1121
X = [f"{index * 0.005:.3f}" for index in range(POINTS)]
"""A trace of 5.6 mm with a point every 5 µm."""


def wave(height=1.0):
    """Return a sine of 0.2 mm: Ra is 2/π of its height."""
    return [f"{height * np.sin(2 * pi * index * 0.005 / 0.2):.6f}" for index in range(POINTS)]


@pytest.fixture(scope="module")
def item():
    return compiled(ROUGH)


@pytest.fixture(scope="module")
def trace_item():
    return compiled(TRACE)


def undecided(measurement):
    return codes([problem for problem in measurement.problems if problem.severity is not Severity.WARNING])


def test_reported_values_are_exact_and_keep_their_text(item):
    found = measure(item, block({"Ra": ["0.80", "0.8000000000000001", "０．７９"]}))
    measured = found.measured[0]
    assert [measured.exact(index) for index in range(3)] == [
        Fraction("0.8"),
        Fraction("0.8000000000000001"),
        Fraction("0.79"),
    ]
    assert [measured.texts(index) for index in range(3)] == ["0.80", "0.8000000000000001", "０．７９"]
    assert measured.unit == "um"
    assert found.problems == ()


def test_readings_in_the_files_own_unit_stay_in_it(item):
    found = measure(item, block({"Ra": ["31.4"]}, units={"Ra": "uin"}))
    assert found.measured[0].unit == "uin"
    assert item.checks[0].limit.converted("uin").upper.value == Fraction(800, 1) / Fraction("25.4")


def test_readings_in_a_unit_that_is_no_length_make_the_file_unusable(item):
    found = measure(item, block({"Ra": ["0.5"]}, units={"Ra": "g"}))
    assert [problem.severity for problem in found.problems] == [Severity.ERROR]
    assert found.measured[0].missing == {0}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Err110", "roughness.instrument-error"),
        ("ERR", "roughness.instrument-error"),
        ("OVER", "roughness.instrument-error"),
        ("測定不能", "roughness.instrument-error"),
        ("-0.1", "roughness.negative"),
        ("▲0.1", "roughness.negative"),
        ("smooth", "text.not-a-number"),
        ("nan", "text.not-a-number"),
        ("0,5", "text.decimal-comma"),
    ],
)
def test_what_is_no_roughness_is_a_placed_problem_and_never_a_value(item, text, code):
    found = measure(item, block({"Ra": ["0.5", text]}))
    assert undecided(found) == [code]
    assert found.problems[0].place.line == 3
    assert found.measured[0].missing == {1}
    assert found.measured[0].pieces.tolist() == [0]


def test_an_exact_zero_is_a_value_with_a_warning(item):
    found = measure(item, block({"Ra": ["0.00"]}))
    assert codes(found.problems) == ["roughness.zero"]
    assert found.measured[0].values.tolist() == [0.0]


def test_two_parameters_are_read_from_their_own_columns():
    item, problems = compile_one(changed(ROUGH, limit="Ra ≤ 0.8 µm, Rz ≤ 6.3 µm"))
    assert item is not None, problems
    found = measure(item, block({"Ra": ["0.5", "0.6"], "Rz": ["3.1", None]}))
    assert [measured.values.tolist() for measured in found.measured] == [[0.5, 0.6], [3.1]]
    assert found.measured[1].missing == {1}


@pytest.mark.parametrize("cutoff", ["0.8 mm", "0.80 mm", "800 µm"])
def test_a_file_that_states_the_same_cutoff_agrees(item, cutoff):
    found = measure(item, block({"Ra": ["0.5"]}, conditions={"cutoff": cutoff}))
    assert found.measured[0].values.tolist() == [0.5]
    assert found.problems == ()


def test_a_file_that_states_another_cutoff_makes_the_readings_invalid(item):
    found = measure(item, block({"Ra": ["0.5", "0.6"]}, conditions={"cutoff": "2.5 mm"}))
    assert undecided(found) == ["kinds.condition-contradicts"]
    assert found.measured[0].missing == {0, 1}
    assert found.measured[0].values.tolist() == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ra", 2 / pi), ("Rq", 1 / sqrt(2)), ("Rp", 1), ("Rv", 1), ("Rz", 2), ("Rt", 2)],
)
def test_a_raw_trace_gives_its_parameter(name, expected):
    item = compiled(changed(TRACE, limit=f"{name} ≤ 1.9 µm", standard="ISO 4287:1997"))
    found = measure(item, block({"x": X, "z": wave()}, pieces=[7] * POINTS))
    assert found.measured[0].values.tolist() == pytest.approx([expected], rel=5e-3)
    assert found.measured[0].pieces.tolist() == [7]
    assert found.measured[0].exact is None
    assert found.measured[0].unit == "um"
    assert found.measured[0].texts(0).startswith(f"{name} ≈")


def test_units_of_a_trace_come_from_the_file_where_it_states_them(trace_item):
    micrometres = [f"{index * 5}" for index in range(POINTS)]
    found = measure(
        trace_item, block({"x": micrometres, "z": wave(1000)}, pieces=[0] * POINTS, units={"x": "um", "z": "nm"})
    )
    assert found.measured[0].unit == "nm"
    assert found.measured[0].values.tolist() == pytest.approx([2000 / pi], rel=5e-3)


def test_several_traces_of_a_piece_are_told_apart_and_counted():
    item = compiled(changed(TRACE, readings="2"))
    columns = {"x": X * 3, "z": [*wave(), *wave(2), *wave(3)]}
    found = measure(item, block(columns, pieces=[0] * (2 * POINTS) + [1] * POINTS))
    assert found.measured[0].values.tolist() == pytest.approx([2 / pi, 4 / pi], rel=5e-3)
    assert found.measured[0].missing == {1}
    assert undecided(found) == ["roughness.trace-count"]


def without(texts, *rows):
    return [text for index, text in enumerate(texts) if index not in rows]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((0,), "roughness.trace-length"),
        ((POINTS - 1,), "roughness.trace-length"),
        ((500,), "roughness.trace-uneven"),
        (range(300, 500), "roughness.trace-uneven"),
        (range(600, POINTS), "roughness.trace-length"),
        (range(POINTS - 1), "roughness.trace-length"),
    ],
)
def test_a_trace_with_points_missing_is_never_judged(trace_item, rows, code):
    x, z = without(X, *rows), without(wave(), *rows)
    found = measure(trace_item, block({"x": x, "z": z}, pieces=[0] * len(x)))
    assert undecided(found) == [code]
    assert found.measured[0].missing == {0}
    assert found.measured[0].values.tolist() == []


@pytest.mark.parametrize("column", ["x", "z"])
@pytest.mark.parametrize("text", [None, "", "Err", "1e400"])
def test_a_trace_with_an_unreadable_point_is_never_judged(trace_item, column, text):
    columns = {"x": list(X), "z": wave()}
    columns[column][400] = text
    found = measure(trace_item, block(columns, pieces=[0] * POINTS))
    assert found.measured[0].missing == {0}
    assert found.measured[0].values.tolist() == []


def test_points_out_of_order_are_never_judged(trace_item):
    x = list(X)
    x[400], x[401] = x[401], x[400]
    found = measure(trace_item, block({"x": x, "z": wave()}, pieces=[0] * POINTS))
    assert undecided(found) == ["roughness.trace-count"]
    assert found.measured[0].missing == {0}


def test_a_good_trace_beside_a_bad_one_is_judged(trace_item):
    columns = {"x": [*X, *X[:-1]], "z": [*wave(), *wave()[:-1]]}
    found = measure(trace_item, block(columns, pieces=[0] * POINTS + [1] * (POINTS - 1)))
    assert found.measured[0].pieces.tolist() == [0]
    assert found.measured[0].missing == {1}


cells = st.one_of(
    st.none(),
    st.decimals(min_value=-5, max_value=5, places=3).map(str),
    st.sampled_from(["", "Err110", "1e400", "nan", "－", "1e12", "0"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(cells, min_size=1, max_size=8))
def test_no_cells_raise_and_every_piece_is_judged_or_missing(texts):
    item, _ = compile_one(ROUGH)
    found = measure(item, block({"Ra": texts})).measured[0]
    assert set(found.pieces.tolist()) | found.missing == set(range(len(texts)))
    assert not set(found.pieces.tolist()) & found.missing
    assert (found.values >= 0).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=30))
def test_no_trace_raises_and_a_scrap_of_one_is_never_judged(points):
    item, _ = compile_one(TRACE)
    columns = {"x": [x for x, _ in points], "z": [z for _, z in points]}
    found = measure(item, block(columns, pieces=[0] * len(points))).measured[0]
    assert found.missing == {0}
    assert found.values.tolist() == []
