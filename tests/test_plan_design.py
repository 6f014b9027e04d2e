"""Plans that are computed, from a limiting quality and from two risk points: against brute force and scipy."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from qspec.judgement.plans.designing import LARGEST, design
from qspec.judgement.plans.zero import nonconforming_at, size_for

PER_CENT = st.integers(1, 99).map(lambda number: Fraction(number, 100))
FIVE, TEN = Fraction(5, 100), Fraction(10, 100)


def passing(lot_size: int, nonconforming: int, size: int) -> Fraction:
    """Return P(0 found) from the numbers of ways."""
    return Fraction(math.comb(lot_size - nonconforming, size), math.comb(lot_size, size))


@given(st.integers(1, 60), PER_CENT, PER_CENT)
def test_zero_acceptance_is_the_smallest_sample_that_keeps_the_risk(
    lot: int, quality: Fraction, risk: Fraction
) -> None:
    nonconforming = math.ceil(lot * quality)
    smallest = next(size for size in range(lot + 1) if passing(lot, nonconforming, size) <= risk)
    assert size_for(lot, quality, risk) == smallest <= lot


@pytest.mark.parametrize("lot", [1_000, 100_000, 10_000_000])
@pytest.mark.parametrize("quality", ["1/10000000", "1/20000", "1/2000", "1/100", "13/100", "1"])
@pytest.mark.parametrize("risk", ["1/10", "1/20", "1/1000"])
def test_zero_acceptance_keeps_the_risk_in_large_lots_too(lot: int, quality: str, risk: str) -> None:
    size = size_for(lot, Fraction(quality), Fraction(risk))
    nonconforming = math.ceil(lot * Fraction(quality))
    few, many = sorted((size, nonconforming))
    fewer, more = sorted((size - 1, nonconforming))
    wanted = Fraction(risk)
    assert math.perm(lot - many, few) <= wanted * math.perm(lot, few)
    assert math.perm(lot - more, fewer) > wanted * math.perm(lot, fewer)


def test_a_risk_met_to_the_last_digit_is_kept() -> None:
    assert size_for(10, Fraction(1, 10), Fraction(1, 2)) == 5  # 1 bad of 10: passes 5 of 10 times with n = 5
    assert design(Fraction(0), FIVE, Fraction(1, 2), Fraction(1, 8)) == (3, 0)  # 1/2 cubed


@pytest.mark.parametrize(
    ("lot", "quality", "risk"), [(0, "1/10", "1/10"), (5, "0", "1/10"), (5, "1/10", "0"), (5, "11/10", "1/10")]
)
def test_senseless_requests_are_refused(lot: int, quality: str, risk: str) -> None:
    with pytest.raises(ValueError, match="zero-acceptance"):
        size_for(lot, Fraction(quality), Fraction(risk))


def test_a_part_of_a_piece_counts_as_a_piece() -> None:
    assert nonconforming_at(120, Fraction(1, 100)) == 2


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.integers(10, 55), st.integers(1, 30), st.integers(1, 30))
def test_two_risk_points_give_the_smallest_plan_there_is(p0: int, step: int, alpha: int, beta: int) -> None:
    good, bad, alpha_share, beta_share = (value / 100 for value in (p0, p0 + step, alpha, beta))
    smallest = next(
        (size, most)
        for size in count(1)
        for most in [int(stats.binom.ppf(beta_share + 1e-12, size, bad))]  # the first c that is accepted so often
        for most in (most - 1, most)
        if most >= 0
        and stats.binom.cdf(most, size, bad) <= beta_share + 1e-12
        and stats.binom.cdf(most, size, good) >= 1 - alpha_share - 1e-12
    )
    assert design(*(Fraction(value, 100) for value in (p0, alpha, p0 + step, beta))) == smallest


def test_no_plan_where_the_points_cannot_be_told_apart() -> None:
    one = Fraction(1, 100)
    assert design(one, FIVE, one, TEN) is None
    assert design(Fraction(2, 100), FIVE, one, TEN) is None
    assert design(Fraction(1000, 10_000), FIVE, Fraction(1001, 10_000), TEN) is None
    assert design(one, Fraction(1, 10**7), TEN, TEN) is None
    with pytest.raises(ValueError, match="risk points"):
        design(one, Fraction(0), TEN, TEN)


def test_a_large_plan_keeps_both_promises() -> None:
    found = design(Fraction(100, 10_000), FIVE, Fraction(120, 10_000), TEN)
    assert found is not None
    size, most = found
    assert size <= LARGEST
    assert stats.binom.cdf(most, size, 0.01) >= 0.95
    assert stats.binom.cdf(most, size, 0.012) <= 0.10
    smaller = size - 1
    for other in range(most - 5, most + 5):
        accepts, passes = stats.binom.cdf(other, smaller, 0.01), stats.binom.cdf(other, smaller, 0.012)
        assert accepts < 0.95 or passes > 0.10
