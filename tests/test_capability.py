"""Capability: what a lot's indices are, how sure they are, what they decide, and what they never do."""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from scipy import integrate, special, stats

from qspec.errors import Severity
from qspec.judgement.capability import anderson, normal
from qspec.judgement.capability.model import brief
from qspec.judgement.capability.spread import moments, overall
from qspec.judgement.evaluate import Source, evaluate
from qspec.judgement.judge import prepare
from qspec.judgement.result import Disposition, Verdict
from qspec.kinds import registry
from qspec.measurements.batch import LotInfo
from qspec.messages import LANGUAGES, render
from qspec.report.as_json import document
from qspec.report.as_text import write
from qspec.report.build import build
from qspec.report.options import OutputOptions
from qspec.report.outline import Picture
from qspec.report.pdf import draw as draw_pdf
from qspec.report.pictures.axes import texts
from qspec.report.text import draw
from qspec.spec.file import load

ORACLES = Path(__file__).parent / "oracles" / "capability"
PUBLISHED = yaml.load((ORACLES / "published.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - builds text only
NORMAL_LOT = [f"{10 + 0.02 * z:.4f}" for z in stats.norm.ppf([(i * 17 % 40 + 0.5) / 40 for i in range(40)])]
"""Forty values that lie as those of a normal distribution do, not in order of size."""


def evaluated(values, capability, *, limit="10 ±0.1", kind="dimension", unit="mm", more="", readings=1, size=None):
    """Return the evaluation of one characteristic and its problems; so many ``readings`` of each piece."""
    entry = f"{{kind: {kind}, limit: {limit}, capability: {capability}{more}}}"
    spec = f"qspec: 1\nid: T\nrevision: A\ntitle: T\ncharacteristics:\n  x: {entry}\nsampling: 100%\n"
    rows = "".join(f"{index // readings + 1},{value}\n" for index, value in enumerate(values))
    data = f"serial,x[{unit}]\n{rows}"
    given_size = LotInfo(size=len(values) // readings if size is None else size)
    return evaluate(Source("s.yaml", spec.encode()), Source("d.csv", data.encode()), given=given_size)


def lot_of(values, capability="report", **more):
    evaluation, problems = evaluated(values, capability, **more)
    assert evaluation is not None, problems
    return evaluation.lots[0]


def capability_of(values, capability="report", **more):
    return lot_of(values, capability, **more).items[0].capability


def codes(capability, **more):
    """Return the problems about the capability demand itself, with their severities."""
    _, problems = evaluated(NORMAL_LOT, capability, **more)
    return {problem.code: problem.severity for problem in problems if problem.code.startswith("capability.")}


def said(result):
    return {reason.key.removeprefix("capability.") for reason in result.reasons}


# Distributions


@pytest.mark.parametrize("freedom", [1, 2, 4, 9, 29, 99, 499])
@pytest.mark.parametrize("shift", [-5.0, 0.0, 0.5, 3.0, 10.0, 40.0])
def test_the_noncentral_t_distribution_is_scipys(freedom, shift):
    for share in (0.001, 0.05, 0.5, 0.95, 0.999):
        t = float(stats.nct.ppf(share, freedom, shift))
        if math.isfinite(t) and abs(t) < 1e4:
            ours = normal.noncentral_t_below(t, freedom, shift)
            assert ours == pytest.approx(float(stats.nct.cdf(t, freedom, shift)), abs=1e-9)


@pytest.mark.parametrize(("t", "freedom", "shift"), [(40.0, 4, 16.0), (400.0, 4, 180.0), (900.0, 24, 700.0)])
def test_large_t_agrees_with_its_own_integral(t, freedom, shift):
    """SciPy loses digits there; the integral over the chi distribution is taken by another method."""
    chi = stats.chi(freedom, scale=1 / math.sqrt(freedom))
    points = [shift / t * factor for factor in (0.9, 1.0, 1.1)]
    found, _ = integrate.quad(
        lambda s: special.ndtr(t * s - shift) * chi.pdf(s), 0, 6, points=points, epsabs=1e-13, limit=400
    )
    assert normal.noncentral_t_below(t, freedom, shift) == pytest.approx(found, abs=1e-9)


def test_a_central_t_with_one_degree_of_freedom_is_cauchys():
    for t in (-30.0, -1.0, 0.0, 0.7, 200.0):
        assert normal.noncentral_t_below(t, 1, 0.0) == pytest.approx(0.5 + math.atan(t) / math.pi, abs=1e-10)


@pytest.mark.parametrize("freedom", [1, 2, 9, 50, 499, 5000])
def test_chi_square_is_scipys(freedom):
    for share in (0.01, 0.05, 0.5, 0.9):
        value = normal.chi_square_quantile(share, freedom)
        assert value == pytest.approx(float(stats.chi2.ppf(share, freedom)), rel=1e-9)
        assert normal.chi_square_below(value, freedom) == pytest.approx(share, abs=1e-12)


def test_the_logarithm_of_a_tail_is_scipys_also_where_the_tail_is_no_float():
    for z in (-80.0, -40.0, -35.1, -34.9, -10.0, 0.0, 5.0):
        assert normal.log_below(z) == pytest.approx(float(special.log_ndtr(z)), rel=1e-11)


@pytest.mark.parametrize(("size", "printed"), PUBLISHED["d2"].items())
def test_the_mean_range_is_the_printed_one(size, printed):
    assert f"{normal.mean_range(int(size)):.3f}" == printed


def test_the_mean_range_has_its_closed_forms():
    assert normal.mean_range(2) == pytest.approx(2 / math.sqrt(math.pi), abs=1e-12)
    assert normal.mean_range(3) == pytest.approx(3 / math.sqrt(math.pi), abs=1e-12)


# Normality


def test_anderson_darling_is_scipys_statistic_and_the_printed_p():
    for seed, size in ((1, 8), (2, 30), (3, 500)):
        values = (np.random.default_rng(seed).normal(10, 0.1, size) ** 3).tolist()
        mean, deviation = math.fsum(values) / size, float(stats.tstd(values))
        ours = anderson.statistic([(value - mean) / deviation for value in values])
        theirs = stats.anderson(values, "norm", method="interpolate").statistic
        assert ours == pytest.approx(float(theirs), abs=1e-9)
    for count, a2, p in PUBLISHED["anderson-darling"]:
        found = anderson.p_value(float(a2), int(count))
        assert found == pytest.approx(float(p), rel=2e-3)  # A is printed with five digits
    assert anderson.p_value(40.0, 100) < 1e-20


def test_p_falls_as_the_statistic_grows():
    shares = [anderson.p_value(index / 200, 50) for index in range(20, 2400)]
    assert all(a >= b - 0.003 for a, b in pairwise(shares))  # the pieces meet within 0.003


def test_no_share_of_a_normal_model_is_given_where_the_values_are_not_normal():
    skewed = [f"{9.95 + 0.01 * math.exp(float(z)):.5f}" for z in stats.norm.ppf([(i + 0.5) / 60 for i in range(60)])]
    result = capability_of(skewed)
    assert result.normality.rejected
    assert result.ppm is None
    assert "not-normal" in said(result)
    assert capability_of(["10", "10.01"] * 30).normality.p == "<0.0001"
    fitting = capability_of(NORMAL_LOT)
    assert not fitting.normality.rejected
    mean, deviation = float(fitting.mean), float(fitting.stdev)
    share = stats.norm.sf((10.1 - mean) / deviation) + stats.norm.cdf((9.9 - mean) / deviation)
    assert float(fitting.ppm) == pytest.approx(share * 1e6, rel=0.01)


def test_below_eight_values_normality_is_untested_and_no_share_given():
    result = capability_of(NORMAL_LOT[:7])
    assert (result.normality, result.ppm) == (None, None)
    assert "normality-untested" in said(result)


# Indices


def test_one_lot_has_performance_indices_of_its_overall_deviation():
    values = [float(value) for value in NORMAL_LOT]
    mean, deviation = math.fsum(values) / len(values), float(stats.tstd(values))
    result = capability_of(NORMAL_LOT)
    assert (result.index, result.sigma, result.n) == ("Ppk", "overall", 40)
    assert float(result.value) == pytest.approx(min(10.1 - mean, mean - 9.9) / (3 * deviation), abs=1e-6)
    found = {index.name: float(index.value) for index in result.indices}
    assert found["Pp"] == pytest.approx(0.2 / (6 * deviation), abs=1e-6)
    assert set(found) == {"Pp", "Ppk"}


def test_certified_mean_and_deviation_are_met_to_their_last_digit():
    data = PUBLISHED["michelson"]
    result = capability_of(data["values"].split(), limit="299.85 ±0.3")
    assert Fraction(result.mean) == Fraction(data["mean"])
    assert result.stdev == f"{float(data['stdev']):.7f}"
    exact = overall([Fraction(value) for value in data["values"].split()], 100)
    assert float(exact.deviation) == pytest.approx(float(data["stdev"]), abs=1e-15)
    margin = min(300.15 - 299.8524, 299.8524 - 299.55)
    assert float(result.value) == pytest.approx(margin / 3 / float(data["stdev"]), abs=1e-6)


def test_ranges_of_subgroups_give_the_printed_indices():
    data = PUBLISHED["piston-rings"]
    values = data["values"].split()
    limit = f"{data['lower']}〜{data['upper']} mm"
    asked = "{index: Cpk, sigma: Rbar/d2}"
    result = capability_of(values, asked, limit=limit, more=f", subgroup: {data['subgroup']}")
    assert f"{float(result.mean):.5f}" == data["mean"]
    assert f"{float(result.stdev) * normal.mean_range(5):.5f}" == data["range"]
    found = {index.name: f"{float(index.value):.2f}" for index in result.indices}
    assert (found["Cp"], found["Cpk"]) == (data["cp"], data["cpk"])
    assert result.lower_bound is None
    assert "no-bound-range" in said(result)


def test_pooled_deviation_is_that_of_an_analysis_of_variance():
    data = PUBLISHED["piston-rings"]
    values = data["values"].split()
    result = capability_of(values, limit="74 ±0.05", more=", subgroup: 5")
    groups = [[float(value) for value in values[start : start + 5]] for start in range(0, 125, 5)]
    within = math.sqrt(sum(stats.tvar(group) for group in groups) / 25)
    assert (result.index, result.sigma) == ("Cpk", "pooled")
    assert float(result.stdev) == pytest.approx(within, rel=1e-5)
    assert {index.name for index in result.indices} == {"Cp", "Cpk", "Pp", "Ppk"}
    scale = 3 * math.sqrt(125)
    assert stats.nct.cdf(scale * float(result.value), 100, scale * float(result.lower_bound)) == pytest.approx(
        0.95, abs=1e-5
    )


def test_pieces_that_fill_no_subgroup_count_in_the_mean_alone():
    values = [*NORMAL_LOT[:10], "10.09", "10.08"]
    result = capability_of(values, more=", subgroup: 5")
    full = capability_of(NORMAL_LOT[:10], more=", subgroup: 5")
    assert (result.subgroups.count, result.subgroups.rest) == (2, 2)
    assert result.stdev == full.stdev
    assert result.mean != full.mean
    assert "incomplete-subgroup" in said(result)


def test_subgroups_follow_the_order_of_the_file():
    values = ["10.00", "10.02", "10.05", "10.07", "9.95", "9.97"]
    result = capability_of(values, more=", subgroup: 2")
    assert float(result.stdev) == pytest.approx(math.sqrt(0.0002), rel=1e-4)
    assert result.run == tuple(f"{float(value):g}" for value in values)


@pytest.mark.parametrize(
    ("limit", "index", "lower", "upper"),
    [("≤ 10.1 mm", "Ppu", None, "10.1"), ("≥ 9.9 mm", "Ppl", "9.9", None), ("10.1 mm以下", "Ppu", None, "10.1")],
)
def test_one_limit_has_one_index_and_no_pp(limit, index, lower, upper):
    result = capability_of(NORMAL_LOT, limit=limit)
    assert [each.name for each in result.indices] == [index]
    assert (result.index, result.lower, result.upper) == (index, lower, upper)
    mean, deviation = float(result.mean), float(result.stdev)
    margin = 10.1 - mean if upper else mean - 9.9
    assert float(result.value) == pytest.approx(margin / (3 * deviation), rel=1e-5)


def test_equal_values_have_no_index_and_never_an_infinite_one():
    for kind in ("report", "Ppk ≥ 1.33"):
        lot = lot_of(["10.01"] * 12, kind)
        result = lot.items[0].capability
        assert (result.value, result.lower_bound, result.ppm, result.indices) == (None, None, None, ())
        assert "all-equal" in said(result)
    assert lot.disposition is Disposition.UNDECIDED
    within = capability_of(["10.01"] * 5 + ["10.02"] * 5, more=", subgroup: 5")
    assert within.value is None
    assert [index.name for index in within.indices] == ["Pp", "Ppk"]


def test_a_mean_outside_the_limits_has_a_negative_index_that_is_explained():
    result = capability_of([f"{float(value) + 0.2:.4f}" for value in NORMAL_LOT])
    assert result.value.startswith("-")
    assert result.lower_bound.startswith("-")
    assert "mean-outside" in said(result)


@pytest.mark.parametrize(("pieces", "bound", "indicative"), [(2, False, True), (4, False, True), (5, True, True)])
def test_few_pieces_are_indicative_and_have_a_bound_from_five_on(pieces, bound, indicative):
    result = capability_of(NORMAL_LOT[:pieces])
    assert (result.lower_bound is not None, result.indicative) == (bound, indicative)
    assert result.value is not None
    assert "indicative" in said(result)


def test_thirty_pieces_are_no_longer_indicative_and_one_has_no_index():
    assert capability_of(NORMAL_LOT[:29]).indicative
    assert not capability_of(NORMAL_LOT[:30]).indicative
    alone = capability_of(NORMAL_LOT[:1])
    assert alone.value is None
    assert "too-few" in said(alone)


def test_the_index_is_held_against_the_agreed_limit_not_the_guarded_one():
    guarded = ", uncertainty: 0.02 mm, decision: guarded"
    assert capability_of(NORMAL_LOT, more=guarded).value == capability_of(NORMAL_LOT).value


def test_limits_in_another_unit_give_the_same_index():
    metres = [str(Decimal(value) / 1000) for value in NORMAL_LOT]
    assert capability_of(metres, limit="10 ±0.1 mm", unit="m").value == capability_of(NORMAL_LOT).value


def test_several_readings_of_a_piece_do_not_make_the_bound_surer():
    result = capability_of(NORMAL_LOT, readings=4, more=", readings: 4")
    assert (result.n, result.pieces) == (40, 10)
    scale = 3 * math.sqrt(10)
    bound = stats.nct.cdf(scale * float(result.value), 9, scale * float(result.lower_bound))
    assert bound == pytest.approx(0.95, abs=1e-5)
    assert "several-readings" in said(result)


def test_where_the_mean_of_a_piece_is_judged_its_index_is_of_means():
    result = capability_of(NORMAL_LOT, readings=4, more=", readings: 4, reduce: mean")
    means = [math.fsum(map(float, NORMAL_LOT[start : start + 4])) / 4 for start in range(0, 40, 4)]
    assert (result.n, result.pieces) == (10, 10)
    assert float(result.stdev) == pytest.approx(float(stats.tstd(means)), rel=1e-4)


# Bounds


@pytest.mark.parametrize(("count", "seen"), PUBLISHED["observe"])
def test_the_index_to_observe_for_a_bound_is_the_published_one(count, seen):
    scale = 3 * math.sqrt(int(count))
    needed = stats.nct.ppf(0.95, int(count) - 1, scale * 1.33) / scale
    assert float(needed) == pytest.approx(float(seen), abs=0.006)
    assert normal.shift_at(scale * float(needed), int(count) - 1, 0.95) / scale == pytest.approx(1.33, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.integers(5, 200), st.floats(-1, 4), st.sampled_from([0.9, 0.95, 0.99]))
def test_a_bound_is_where_scipy_puts_the_confidence(count, index, confidence):
    scale = 3 * math.sqrt(count)
    shift = normal.shift_at(scale * index, count - 1, confidence)
    assert stats.nct.cdf(scale * index, count - 1, shift) == pytest.approx(confidence, abs=1e-9)
    assert shift / scale < index


def test_the_bound_of_pp_is_that_of_the_deviation():
    result = capability_of(NORMAL_LOT)
    pp = next(index for index in result.indices if index.name == "Pp")
    ratio = math.sqrt(stats.chi2.ppf(0.05, 39) / 39)
    assert float(pp.lower_bound) == pytest.approx(float(pp.value) * ratio, abs=2e-6)


def test_the_bound_of_the_nearer_side_lies_below_the_truth_at_least_as_often_as_stated():
    random = np.random.default_rng(11)
    for middle, true in ((0.0, 1.0), (0.5, 5 / 6)):  # limits ±3 about 0, deviation 1
        below = 0
        for _ in range(1500):
            values = random.normal(middle, 1, 6).tolist()
            mean, deviation = math.fsum(values) / 6, float(stats.tstd(values))
            seen = min(3 - mean, mean + 3) / (3 * deviation)
            scale = 3 * math.sqrt(6)
            below += normal.noncentral_t_below(scale * seen, 5, scale * true) <= 0.95
        assert below / 1500 > 0.95 - 3 * math.sqrt(0.95 * 0.05 / 1500)


# What it decides


def test_an_index_decides_only_where_the_spec_says_so():
    wide = [f"{10 + 0.05 * float(z):.4f}" for z in stats.norm.ppf([(i + 0.5) / 31 for i in range(31)] * 1)]
    wide = [value for value in wide if 9.9 <= float(value) <= 10.1]
    for shown in ("report", "Ppk", "{index: Ppk, minimum: 1.33, decides: no}"):
        lot = lot_of(wide, shown)
        assert lot.disposition is Disposition.ACCEPT
        assert lot.items[0].verdict is Verdict.PASS
    lot = lot_of(wide, "Ppk ≥ 1.33")
    assert lot.disposition is Disposition.REJECT
    assert lot.items[0].failed == 0
    assert "capability.below" in {reason.key for reason in lot.items[0].reasons}
    assert lot.items[0].capability.met is False


def test_a_good_index_never_overrides_a_piece_out_of_tolerance():
    values = [*NORMAL_LOT * 20, "10.1001"]
    lot = lot_of(values, "Ppk ≥ 1")
    assert lot.items[0].capability.met is True
    assert lot.items[0].verdict is Verdict.FAIL
    assert lot.disposition is Disposition.REJECT


def test_with_a_confidence_the_lower_bound_decides():
    result = capability_of(NORMAL_LOT)
    between = (float(result.value) + float(result.lower_bound)) / 2
    assert lot_of(NORMAL_LOT, f"Ppk ≥ {between:.3f}").disposition is Disposition.ACCEPT
    asked = f"{{index: Ppk, minimum: {between:.3f}, confidence: 95 %}}"
    lot = lot_of(NORMAL_LOT, asked)
    assert lot.disposition is Disposition.REJECT
    assert "capability.bound-below" in {reason.key for reason in lot.items[0].reasons}
    lower = f"{{index: Ppk, minimum: {float(result.lower_bound) - 0.001:.3f}, confidence: 0.95}}"
    assert lot_of(NORMAL_LOT, lower).disposition is Disposition.ACCEPT


@pytest.mark.parametrize(("asked", "met"), [("Ppk ≥ 1", True), ("Ppk > 1", False), ("Ppk ≥ 1.0000001", False)])
def test_an_index_equal_to_its_minimum_reaches_it_unless_more_was_agreed(asked, met):
    # mean 10, squared deviations 8 x 0.01: s = 0.1 from nine values, so that 0.3 / (3 x 0.1) is 1 exactly
    values = ["9.9", "10.1"] * 4 + ["10"]
    lot = lot_of(values, asked, limit="10 ±0.3")
    assert lot.items[0].capability.met is met


def test_what_cannot_be_computed_leaves_the_lot_open():
    for values, asked in (
        (NORMAL_LOT[:4], "{index: Ppk, minimum: 1, confidence: 95 %}"),
        (["10"] * 20, "Ppk ≥ 1"),
        (NORMAL_LOT[:1], "Ppk ≥ 1"),
    ):
        lot = lot_of(values, asked)
        assert lot.disposition is Disposition.UNDECIDED
        assert lot.items[0].verdict is Verdict.UNDECIDED
        assert lot.items[0].reasons


def test_pieces_that_are_not_fully_measured_keep_an_index_from_deciding():
    lot = lot_of([*NORMAL_LOT[:-1], "?"], "Ppk ≥ 9")
    assert lot.disposition is Disposition.UNDECIDED
    assert "capability.pieces-open" in {reason.key for reason in lot.items[0].reasons}
    assert lot.items[0].capability.met is None


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(9900, 10100), min_size=2, max_size=12), st.sampled_from(["report", "Ppk ≥ 0.8"]))
def test_a_further_piece_out_of_tolerance_never_improves_the_lot(values, asked):
    order = list(Disposition)
    written = [f"{value / 1000}" for value in values]
    before, after = lot_of(written, asked).disposition, lot_of([*written, "10.2"], asked).disposition
    assert after is Disposition.REJECT
    assert order.index(after) >= order.index(before)


# What a spec may ask


@pytest.mark.parametrize(
    ("asked", "index", "minimum"),
    [
        ("Ppk ≥ 1.33", "Ppk", "1.33"),
        ("Ppk>=1.33", "Ppk", "1.33"),
        ("ＰＰＫ≧１．３３", "Ppk", "1.33"),
        ("工程性能指数 Ppk 1.33以上", "Ppk", "1.33"),
        ("Ppk は 1.67 以上", "Ppk", "1.67"),
        ("工程能力指数（Ppk）≧1.33以上", "Ppk", "1.33"),
        ("Ppk（工程性能指数）1.33以上であること", "Ppk", "1.33"),
        ("at least Ppk 1.33", "Ppk", "1.33"),
        ("Pp min. 1", "Pp", "1"),
        ("process performance index Ppk ≥ 1.33", "Ppk", "1.33"),
        ("report", "Ppk", None),
        ("報告", "Ppk", None),
        ("参考値", "Ppk", None),
        ("Pp", "Pp", None),
        ("{minimum: 1.33}", "Ppk", "1.33"),
    ],
)
def test_ways_of_asking(asked, index, minimum):
    result = capability_of(NORMAL_LOT, asked)
    assert (result.index, result.minimum, result.decides) == (index, minimum, minimum is not None)


def test_cpk_without_subgroups_is_named_what_it_is_and_said_so():
    for asked in ("Cpk ≥ 1.33", "工程能力指数Cpk 1.33以上", "Cp"):
        assert codes(asked) == {"capability.named-performance": Severity.WARNING}
    result = capability_of(NORMAL_LOT, "Cpk ≥ 1.33")
    assert result.index == "Ppk"
    assert "one-lot" in said(result)
    assert codes("Cpk ≥ 1.33", more=", subgroup: 5") == {}
    assert capability_of(NORMAL_LOT, "Cpk ≥ 1.33", more=", subgroup: 5").index == "Cpk"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("Ppk 1.33", "without-sign"),
        ("Ppk > 1.33以上", "without-sign"),
        ("capable", "unreadable"),
        ("Cmk ≥ 1.67", "unreadable"),
        ("Ppk ≥ 1.33 and Pp ≥ 1.67", "unreadable"),
        ("工程能力指数 1.33以上", "unreadable"),
        ("Ppk ≤ 1.33", "unreadable"),
        ("Ppk ≥ -1", "minimum-unreadable"),
        ("Ppk ≥ 1.3.3", "minimum-unreadable"),
        ("{index: Cmk, minimum: 1}", "index-unknown"),
        ("{index: Ppk, minimum: 0}", "minimum-unreadable"),
        ("{index: Ppk, minimum: 1.33, confidence: 5 %}", "confidence-unreadable"),
        ("{index: Ppk, minimum: 1.33, confidence: 100 %}", "confidence-unreadable"),
        ("{index: Ppk, decides: yes}", "decides-without-minimum"),
        ("{index: Ppk, sigma: Rbar/d2}", "sigma-without-subgroup"),
        ("{index: Ppk, sigma: 3}", "sigma-unknown"),
        ("Ppu ≥ 1.33", "wrong-sides"),
    ],
)
def test_what_cannot_be_meant_is_refused(asked, code):
    assert codes(asked) == {f"capability.{code}": Severity.ERROR}


def test_indices_that_a_limit_does_not_have_are_refused():
    for asked, limit in (("Pp ≥ 1.33", "≤ 10.1 mm"), ("Ppl", "≤ 10.1 mm"), ("Cp", "≥ 9 mm")):
        assert codes(asked, limit=limit) == {"capability.wrong-sides": Severity.ERROR}
    assert codes("Ppu ≥ 1.33", limit="≤ 10.1 mm") == {}


def test_subgroups_must_have_a_deviation_and_a_bound_where_it_decides():
    assert codes("report", more=", subgroup: 1") == {"capability.subgroup-of-one": Severity.ERROR}
    asked = "{index: Cpk, minimum: 1.33, confidence: 95 %, sigma: R̄/d2}"
    assert codes(asked, more=", subgroup: 5") == {"capability.range-without-bound": Severity.ERROR}


@pytest.mark.parametrize(
    ("kind", "limit", "more"),
    [
        ("count", "≤ 2", ""),
        ("count", "≤ 2", ", per: lot"),
        ("attribute", "OK", ""),
        ("grade", "0", ", scale: ISO 2409"),
    ],
)
def test_kinds_without_a_measured_number_refuse_it(kind, limit, more):
    spec = f"qspec: 1\nid: T\nrevision: A\ntitle: T\ncharacteristics:\n  x: {{kind: {kind}, limit: {limit}{more}"
    found = {}
    for ending in ("", ", capability: report"):
        text = f"{spec}{ending}}}\nsampling: 100%\n".encode()
        _, problems = evaluate(Source("s.yaml", text), Source("d.csv", b"serial,x\n1,1\n"), given=LotInfo(size=1))
        found[ending] = {problem.code for problem in problems}
    assert found[", capability: report"] - found[""] == {"capability.not-a-measurement"}


# What is shown


def everything():
    wide = ["10.05", "9.95"] * 20
    lots = [
        (NORMAL_LOT, "Cpk ≥ 1.33", {}),
        (NORMAL_LOT, "report", {"more": ", subgroup: 3"}),
        (wide, "{index: Ppk, minimum: 1.33, confidence: 95 %}", {}),
        (["10"] * 9, "Ppk ≥ 1", {}),
        ([f"{float(value) + 0.2:.4f}" for value in NORMAL_LOT], "Ppk ≥ 1", {}),
        (NORMAL_LOT[:3], "{index: Cpk, sigma: Rbar/d2}", {"more": ", subgroup: 2"}),
        (NORMAL_LOT[:9], "report", {"limit": "0〜10.1 mm"}),
    ]
    return [evaluated(values, asked, **more)[0] for values, asked, more in lots]


def test_every_result_can_be_said_in_both_languages_and_claims_nothing_about_the_lot():
    forbidden = re.compile(r"guarantee|lot contains|100 % good|保証|ロットには.*含まれ|inf\b|nan\b", re.IGNORECASE)
    for evaluation in everything():
        for languages in (("en",), ("ja",), LANGUAGES):
            short = write(evaluation, OutputOptions(languages, 100, False)).decode()
            paper = draw(build(evaluation, languages, date="2026-11-22"), width=160, color=False)
            for text in (short, paper):
                assert not forbidden.search(text)
        for reason in evaluation.lots[0].items[0].capability.reasons:
            assert all(render(reason, lang) for lang in LANGUAGES)


def test_the_short_account_names_the_index_the_agreement_and_the_outcome():
    evaluation, _ = evaluated(["10.05", "9.95"] * 20, "Ppk ≥ 1.33")
    text = write(evaluation, OutputOptions(("en",), 120, False)).decode()
    row = next(line for line in text.splitlines() if line.startswith("no "))
    assert "Ppk = 0.658" in row
    assert "≥ 1.33" in row


@pytest.mark.parametrize(
    ("value", "minimum", "shown"),
    [
        ("1.329999", "1.33", "1.329"),
        ("1.3300001", "1.33", "1.3300001"),
        ("1.33", "1.33", "1.330"),
        ("-0.2004", None, "-0.201"),
        ("1.6666", "1.6667", "1.666"),
    ],
)
def test_a_shortened_index_stays_on_its_side_of_the_minimum(value, minimum, shown):
    assert brief(value, minimum) == shown


@given(st.lists(st.fractions(max_denominator=10**6), min_size=1, max_size=30))
def test_moments_are_exact(values):
    mean, squares = moments(values)
    assert mean == sum(values, Fraction(0)) / len(values)
    assert squares == sum(((value - mean) ** 2 for value in values), Fraction(0))


def test_a_long_run_is_kept_up_to_two_thousand_values_in_order():
    values = [f"{9.95 + (index * 7919 % 1000) / 10000:.4f}" for index in range(2100)]
    result = capability_of(values)
    assert (len(result.run), result.omitted, result.n) == (2000, 100, 2100)
    assert [Fraction(value) for value in result.run[:50]] == [Fraction(value) for value in values[:50]]


def test_the_result_document_holds_what_its_schema_says_and_no_float():
    schema = json.loads((Path(__file__).parents[1] / "docs" / "result.schema.json").read_text("utf-8"))
    checked = Draft202012Validator({"$defs": schema["$defs"], "$ref": "#/$defs/capability"})
    for evaluation in everything():
        shown = document(evaluation, OutputOptions(("en",), 100, False))
        capability = shown["lots"][0]["items"][0]["capability"]
        assert list(checked.iter_errors(capability)) == []


def test_the_paper_draws_the_run_in_the_order_of_measuring_with_values_beyond_a_limit_marked():
    evaluation, _ = evaluated([*NORMAL_LOT, "10.2", "10.0"], "report")
    result = evaluation.lots[0].items[0].capability
    assert result.beyond == (40,)
    assert [result.run[index] for index in result.beyond] == ["10.2"]
    paper = build(evaluation, LANGUAGES, date="2026-11-22")
    pictures = [block for block in paper.blocks if isinstance(block, Picture)]
    assert len(pictures) == 1
    with_texts = pictures[0].draw("en", 400.0, pictures[0].height)
    assert any("upper limit 10.1" in text.text for text in texts(with_texts))
    words = draw(paper, width=100, color=False)
    assert "42 values in the order of measuring, from" in words
    assert draw_pdf(paper).startswith(b"%PDF")


def test_a_guarded_or_rounded_limit_leaves_the_run_as_it_was_measured():
    result = capability_of(["10.095", *NORMAL_LOT], more=", uncertainty: 0.02 mm, decision: guarded")
    assert result.beyond == ()
    assert result.run[0] == "10.095"


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(9850, 10150), min_size=1, max_size=12),
    st.sampled_from(["report", "Ppk ≥ 0.8", "{minimum: 0.5, confidence: 90 %}", "{minimum: 2, decides: no}"]),
)
def test_asking_for_an_index_never_improves_what_becomes_of_a_lot(values, asked):
    order = list(Disposition)
    written = [f"{value / 1000}" for value in values]
    entry = "{kind: dimension, limit: 10 ±0.1}"
    spec = f"qspec: 1\nid: T\nrevision: A\ntitle: T\ncharacteristics:\n  x: {entry}\nsampling: 100%\n"
    data = "serial,x[mm]\n" + "".join(f"{index},{value}\n" for index, value in enumerate(written, start=1))
    given_size = LotInfo(size=len(written))
    without, _ = evaluate(Source("s.yaml", spec.encode()), Source("d.csv", data.encode()), given=given_size)
    assert order.index(lot_of(written, asked).disposition) >= order.index(without.lots[0].disposition)
    if "decides: no" in asked or asked == "report":
        assert lot_of(written, asked).disposition is without.lots[0].disposition


@pytest.mark.parametrize("page", ["capability.md", "capability.ja.md"])
def test_the_example_of_the_documents_can_be_judged(page):
    text = (Path(__file__).parents[1] / "docs" / page).read_text("utf-8")
    entries = text.split("```yaml\n")[1].split("```")[0]
    spec = f"qspec: 1\nid: T\nrevision: A\ntitle: T\ncharacteristics:\n{entries}sampling: 100%\n"
    loaded = load("s.yaml", spec.encode(), registry.models())
    prepared, problems = prepare(loaded)
    assert prepared is not None
    assert problems == []


@pytest.mark.parametrize("page", ["capability.md", "capability.ja.md"])
def test_the_documents_tell_the_published_indices(page):
    text = (Path(__file__).parents[1] / "docs" / page).read_text("utf-8")
    for row in zip(*PUBLISHED["observe"], strict=True):
        assert f"| {' | '.join(row)} |" in text


def test_an_index_missed_on_a_part_of_the_sample_does_not_fail_the_characteristic_yet():
    values = ["10.05", "9.95"] * 5
    assert lot_of(values, "Ppk ≥ 1.33").items[0].verdict is Verdict.FAIL
    assert lot_of(values, "Ppk ≥ 1.33", size=40).items[0].verdict is Verdict.UNDECIDED
    assert lot_of(values, "Ppk ≥ 1.33", size=40).disposition is Disposition.UNDECIDED
