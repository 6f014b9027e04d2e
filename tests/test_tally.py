"""Tallies merge to the same result however a batch is cut."""

import statistics
from fractions import Fraction

import hypothesis.strategies as st
from hypothesis import given

from qspec.judgement.tally import Tally, tally_of

values = st.lists(st.fractions(min_value=-1000, max_value=1000, max_denominator=1000), max_size=20)


def tally(numbers):
    failed = sum(number > 500 for number in numbers)
    return tally_of(numbers, [500 - number for number in numbers], failed)


@given(values, values, values)
def test_merging_is_associative_and_has_a_neutral_element(a, b, c):
    assert (tally(a) + tally(b)) + tally(c) == tally(a) + (tally(b) + tally(c))
    assert tally(a) + Tally() == tally(a) == Tally() + tally(a)


@given(values, values)
def test_the_parts_merge_to_the_whole(a, b):
    assert tally(a) + tally(b) == tally(a + b)


@given(st.lists(st.fractions(min_value=-1000, max_value=1000, max_denominator=1000), min_size=2, max_size=20))
def test_mean_and_standard_deviation_are_those_of_the_statistics_module(numbers):
    whole = tally(numbers)
    assert whole.mean == Fraction(sum(numbers), len(numbers))
    assert abs(float(whole.stdev) - statistics.stdev(numbers)) <= 1e-9 * (1 + statistics.stdev(numbers))


def test_statistics_of_nothing_are_nothing():
    assert Tally().mean is None
    assert Tally().stdev is None
    assert tally_of([Fraction(3)], [Fraction(1)], 0).stdev is None
