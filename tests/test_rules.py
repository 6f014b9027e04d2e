"""Acceptance rules: what several values of one piece say together."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qspec.kinds.rules import RULES, Outcome
from qspec.limits import Bound, Limit

UPPER = Limit(None, Bound(Fraction(10)), "um")
LOWER = Limit(Bound(Fraction(10)), None, "um")
BOTH = Limit(Bound(Fraction(8)), Bound(Fraction(10)), "um")
STRICT = Limit(None, Bound(Fraction(10), inclusive=False), "um")


def decide(rule, values, limit=UPPER):
    exact = [Fraction(value) for value in values]
    return RULES[rule].decide(exact, [limit.side(value) for value in exact], limit)


def series(inside, outside):
    return [9] * inside + [11] * outside


@pytest.mark.parametrize(
    ("count", "allowed"),
    [(1, 0), (6, 0), (7, 1), (12, 1), (13, 2), (18, 2), (19, 3), (24, 3), (25, 4), (31, 4), (32, 5), (100, 16)],
)
def test_sixteen_percent_allows_no_more_than_sixteen_of_a_hundred(count, allowed):
    assert decide("16%", series(count - allowed, allowed)) is Outcome.CONFORMS
    assert decide("16%", series(count - allowed - 1, allowed + 1)) is Outcome.NONCONFORMING


def test_a_value_at_the_limit_does_not_exceed_it():
    for rule in ("each", "max", "16%", "median"):
        assert decide(rule, [10, 10, 10]) is Outcome.CONFORMS
        assert decide(rule, [10, 10, 10], STRICT) is Outcome.NONCONFORMING


def test_max_judges_every_value():
    assert decide("max", series(99, 0)) is Outcome.CONFORMS
    assert decide("max", series(99, 1)) is Outcome.NONCONFORMING
    assert decide("max", [9, Fraction(10) + Fraction(1, 10**30)]) is Outcome.NONCONFORMING


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ([7], Outcome.CONFORMS),  # at 70 % of the limit
        ([Fraction(7) + Fraction(1, 10**20)], Outcome.MORE),
        ([8], Outcome.MORE),
        ([11], Outcome.MORE),
        ([8, 8], Outcome.MORE),
        ([8, 8, 10], Outcome.CONFORMS),  # the first three within
        ([8, 8, 11], Outcome.MORE),
        ([11, 11, 11], Outcome.NONCONFORMING),  # three outside can no longer become two of twelve
        ([8, 8, 11, 8, 8], Outcome.MORE),
        ([8, 8, 11, 8, 8, 8], Outcome.CONFORMS),  # one of six
        ([8, 8, 11, 8, 8, 11], Outcome.MORE),
        ([8, 8, 11, 8, 8, 11, 11], Outcome.NONCONFORMING),
        ([8, 8, 11, 8, 8, 11, *[8] * 5], Outcome.MORE),
        ([8, 8, 11, 8, 8, 11, *[8] * 6], Outcome.CONFORMS),  # two of twelve
        ([8, 8, 11, 8, 8, 11, *[8] * 5, 11], Outcome.NONCONFORMING),
    ],
)
def test_steps_follow_the_ladder_of_one_three_six_twelve(values, outcome):
    assert decide("steps", values) is outcome


def test_the_first_step_of_seventy_percent_is_for_upper_limits_alone():
    assert decide("steps", [100], LOWER) is Outcome.MORE
    assert decide("steps", [12, 12, 12], LOWER) is Outcome.CONFORMS
    assert decide("steps", [9], BOTH) is Outcome.MORE


def test_the_two_readings_of_the_sixteen_percent_rule_differ_at_one_of_six_and_two_of_twelve():
    for inside, outside in ((5, 1), (10, 2)):
        values = [8, 8, *[11] * outside, *[8] * (inside - 2)]
        assert decide("16%", values) is Outcome.NONCONFORMING
        assert decide("steps", values) is Outcome.CONFORMS


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ([10], Outcome.CONFORMS),
        ([99, 10, 1], Outcome.CONFORMS),
        ([99, Fraction(1001, 100), 1], Outcome.NONCONFORMING),
        ([9, 11], Outcome.CONFORMS),  # mean of the middle two is exactly the limit
        ([9, 11, 11, 9], Outcome.CONFORMS),
        ([9, Fraction(1101, 100)], Outcome.NONCONFORMING),
        ([1, 1, 99, 99, 99], Outcome.NONCONFORMING),
    ],
)
def test_median_judges_the_middle_alone(values, outcome):
    assert decide("median", values) is outcome


def test_the_median_of_a_two_sided_limit_may_lie_within_while_its_neighbours_do_not():
    assert decide("median", [7, 11], BOTH) is Outcome.CONFORMS
    assert decide("median", [7, 7], BOTH) is Outcome.NONCONFORMING
    assert decide("median", [7, 20], BOTH) is Outcome.NONCONFORMING


def test_each_end_of_a_two_sided_limit_has_its_own_share():
    # ISO 4288 states the rule for the upper limit and, mirrored, for the lower one: 1 of 7 beyond each is 14 % twice.
    assert decide("16%", [11, 7, *[9] * 5], BOTH) is Outcome.CONFORMS
    assert decide("16%", [11, 11, *[9] * 5], BOTH) is Outcome.NONCONFORMING
    assert decide("16%", [7, 7, *[9] * 5], BOTH) is Outcome.NONCONFORMING
    assert decide("steps", [11, 7, *[9] * 4], BOTH) is Outcome.CONFORMS
    assert decide("steps", [11, 7, 7, 7, *[9] * 8], BOTH) is Outcome.NONCONFORMING
    assert decide("steps", [11, 11, *[9] * 4], BOTH) is Outcome.MORE


values = st.lists(st.integers(0, 20).map(Fraction), min_size=1, max_size=14)


@given(values, st.randoms(use_true_random=False))
def test_order_matters_to_the_steps_alone(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    for rule in ("each", "max", "16%", "median"):
        assert decide(rule, found) is decide(rule, shuffled)


@given(values)
def test_a_value_made_worse_never_helps(found):
    for rule in RULES:
        before = decide(rule, found)
        for index in range(len(found)):
            worse = [*found[:index], Fraction(21), *found[index + 1 :]]
            if before is not Outcome.CONFORMS:
                assert decide(rule, worse) is not Outcome.CONFORMS


@given(values)
def test_all_within_conforms_or_asks_for_more_and_all_outside_never_conforms(found):
    inside, outside = [min(value, Fraction(10)) for value in found], [value + 11 for value in found]
    for rule in RULES:
        assert decide(rule, inside) in ((Outcome.CONFORMS, Outcome.MORE) if rule == "steps" else (Outcome.CONFORMS,))
        assert decide(rule, outside) is not Outcome.CONFORMS
