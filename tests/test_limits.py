"""A reading at its limit, in whatever units either was written; bulk and single comparison agree."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qspec import units
from qspec.limits import COMPUTED_TOLERANCE, Bound, Limit, Side, exact_values, sides
from qspec.text import read_number

UNITS = list(units.table().units)
PAIRS = [(a, b) for a in UNITS for b in UNITS if units.convertible(a, b)]
DECIMALS = st.decimals(min_value=-9999, max_value=9999, places=4).map(lambda value: f"{value:f}")


def judged(texts, limit):
    """The bulk comparison of readings as written."""
    values = np.array([float(text) for text in texts])
    return [Side(side) for side in sides(values, limit, lambda index: Fraction(read_number(texts[index])))]


def limits_at(value, unit):
    return [
        (Limit(None, Bound(value), unit), Side.WITHIN),
        (Limit(Bound(value), None, unit), Side.WITHIN),
        (Limit(Bound(value), Bound(value), unit), Side.WITHIN),
        (Limit(None, Bound(value, inclusive=False), unit), Side.ABOVE),
        (Limit(Bound(value, inclusive=False), None, unit), Side.BELOW),
    ]


@pytest.mark.parametrize("text", ["0.1", "3", "-40", "1234.567", "0.007"])
def test_a_reading_at_its_limit_passes_for_every_pair_of_units(text):
    reading = Fraction(text)
    for read_in, written_in in PAIRS:
        same = units.convert(reading, read_in, written_in)
        for limit, wanted in limits_at(same, written_in):
            converted = limit.converted(read_in)
            assert converted.side(reading) is wanted, (read_in, written_in)
            assert judged([text], converted) == [wanted], (read_in, written_in)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(PAIRS), DECIMALS, st.lists(st.integers(-3, 3), min_size=1, max_size=8), st.booleans(), st.booleans()
)
@example(("mm", "um"), "0.3000", [0, 1, -1], True, True)
def test_readings_around_a_limit_are_judged_as_fractions_judge_them(pair, text, steps, inclusive, is_upper):
    read_in, written_in = pair
    edge = Fraction(text)
    bound = Bound(units.convert(edge, read_in, written_in), inclusive)
    limit = Limit(None, bound, written_in) if is_upper else Limit(bound, None, written_in)
    readings = [f"{float(edge) + step * 1e-4:.4f}" for step in steps]
    wanted = []
    for reading in readings:
        distance = Fraction(reading) - edge if is_upper else edge - Fraction(reading)
        out = distance > 0 or (distance == 0 and not inclusive)
        wanted.append((Side.ABOVE if is_upper else Side.BELOW) if out else Side.WITHIN)
    converted = limit.converted(read_in)
    assert [converted.side(Fraction(reading)) for reading in readings] == wanted
    assert judged(readings, converted) == wanted


@settings(max_examples=100, deadline=None)
@given(st.lists(DECIMALS, max_size=20), DECIMALS, DECIMALS, st.booleans(), st.booleans())
def test_bulk_and_single_comparison_agree(texts, low, high, first, second):
    limit = Limit(Bound(Fraction(low), first), Bound(Fraction(high), second), "mm")
    assert judged(texts, limit) == [limit.side(Fraction(text)) for text in texts]


def test_readings_closer_to_the_limit_than_a_float_can_tell_are_told_apart():
    limit = Limit(None, Bound(Fraction("0.1")), "mm")
    texts = ["0.1", "0.1000000000000000000001", "0.0999999999999999999999"]
    assert len({float(text) for text in texts}) == 1
    assert judged(texts, limit) == [Side.WITHIN, Side.ABOVE, Side.WITHIN]


def test_a_computed_value_within_the_last_bits_counts_as_equal():
    edge = 1.5
    values = np.array([edge, edge * (1 + COMPUTED_TOLERANCE / 2), edge * (1 + 4 * COMPUTED_TOLERANCE), 0.0])
    inclusive = sides(values, Limit(None, Bound(Fraction("1.5")), "dE00"), None)
    exclusive = sides(values, Limit(None, Bound(Fraction("1.5"), inclusive=False), "dE00"), None)
    assert inclusive.tolist() == [0, 0, 1, 0]
    assert exclusive.tolist() == [1, 1, 1, 0]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_never_compared(value):
    with pytest.raises(ValueError, match="finite"):
        sides(np.array([1.0, value]), Limit(None, Bound(Fraction(2)), "mm"), None)


def test_no_readings_give_no_sides():
    assert sides(np.array([]), Limit(None, Bound(Fraction(2)), "mm"), None).tolist() == []


def test_the_4278_readings_that_binary_floats_reject():
    for thousandths in range(1, 10_001):
        limit = Limit(None, Bound(Fraction(thousandths)), "um").converted("mm")
        assert limit.side(Fraction(thousandths, 1000)) is Side.WITHIN


def test_scales_cannot_be_converted():
    with pytest.raises(ValueError, match="cannot be expressed"):
        Limit(None, Bound(Fraction(60)), "HRC").converted("HV")


def test_a_converted_limit_keeps_its_text_its_ends_and_moves_its_nominal():
    limit = Limit(Bound(Fraction(1), inclusive=False), Bound(Fraction(2)), "in", "1 to 2 in", Fraction(3, 2))
    moved = limit.converted("mm")
    assert (moved.text, moved.unit, moved.nominal) == ("1 to 2 in", "mm", Fraction("38.1"))
    assert (moved.lower, moved.upper) == (Bound(Fraction("25.4"), inclusive=False), Bound(Fraction("50.8")))


def test_a_guarded_limit_is_drawn_in_at_each_end_it_has():
    limit = Limit(Bound(Fraction(9)), Bound(Fraction(11)), "mm").shrunk(Fraction("0.1"))
    assert (limit.lower, limit.upper) == (Bound(Fraction("9.1")), Bound(Fraction("10.9")))
    assert Limit(None, Bound(Fraction(5)), "mm").shrunk(Fraction(1)).upper == Bound(Fraction(4))
    assert Limit(Bound(Fraction(9)), Bound(Fraction(11)), "mm").shrunk(Fraction(2)).is_empty()


@pytest.mark.parametrize(
    ("low", "high", "empty"),
    [
        (Bound(Fraction(1)), Bound(Fraction(1)), False),
        (Bound(Fraction(1), inclusive=False), Bound(Fraction(1)), True),
        (Bound(Fraction(2)), Bound(Fraction(1)), True),
        (None, Bound(Fraction(1)), False),
        (Bound(Fraction(1)), None, False),
    ],
)
def test_a_limit_between_whose_ends_nothing_lies_is_empty(low, high, empty):
    assert Limit(low, high, "mm").is_empty() is empty


def test_the_margin_is_the_distance_to_the_nearer_end():
    limit = Limit(Bound(Fraction(9)), Bound(Fraction(11)), "mm")
    assert [limit.margin(Fraction(value)) for value in ("9.5", "10.9", "11", "12", "8")] == [
        Fraction("0.5"),
        Fraction("0.1"),
        0,
        -1,
        -1,
    ]


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        (Limit(Bound(Fraction("9.95")), Bound(Fraction("10.05")), "mm"), "9.95 ≤ x ≤ 10.05 mm"),
        (Limit(None, Bound(Fraction(5), inclusive=False), "um"), "x < 5 µm"),
        (Limit(Bound(Fraction(-5)), None, "degC"), "x ≥ -5 °C"),
        (Limit(None, Bound(Fraction(1)), "lab"), "x ≤ 1"),
    ],
)
def test_a_limit_describes_itself_in_signs(limit, text):
    assert limit.describe() == text


def test_a_computed_value_that_counts_as_the_limit_has_no_margin_left():
    limit = Limit(None, Bound(Fraction(11, 10)), "dE76")
    values = np.array([51.2 - 50.1, 1.0, 1.2])  # 1.1 and some last bits
    assert values[0] != 1.1
    assert [float(limit.margin(value)) for value in exact_values(values, limit, None)] == pytest.approx([0, 0.1, -0.1])
    assert exact_values(values, limit, None)[0] == limit.upper.value
