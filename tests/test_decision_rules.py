"""What the decision rules make of readings near a limit: uncertainty as written, two lines, four words."""

from __future__ import annotations

from fractions import Fraction
from statistics import NormalDist

import kind_trials
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qspec import units
from qspec.judgement.evaluate import Source, evaluate
from qspec.judgement.result import Disposition, Verdict, Zone
from qspec.judgement.verdicts import judge_check
from qspec.kinds import conformance
from qspec.kinds.base import Measured
from qspec.measurements.batch import LotInfo
from qspec.messages import LANGUAGES, render, say
from qspec.report import words
from qspec.report.build import build
from qspec.report.failures import account
from qspec.report.outline import Table

LENGTH = {"kind": "dimension", "limit": "10 ±0.1 mm"}
ISO = {"decision": "ISO 14253-1", "prover": "supplier", "uncertainty": "20 µm"}
"""u = 10 µm, T/u = 20, so g = 16.5 µm: the lines are 9.9165 … 10.0835 and 9.8835 … 10.1165."""
HEAD = "qspec: 1\nid: T\nrevision: A\ntitle: T\n"


def entry(**keys):
    return {**LENGTH, **keys}


def verdicts(item, cells, unit=None):
    """Return the verdict of each cell, and its zone number where the rule has zones."""
    measurement = kind_trials.measure(item, cells, unit=unit)
    assert measurement.problems == ()
    return judge_check(item, measurement.measured[0])


def lot(more, *values):
    """Return a lot of pieces with one reading each, measured in full."""
    spec = f"{HEAD}characteristics:\n  x: {{kind: dimension, limit: 10 ±0.1 mm{more}}}\nsampling: 100%\n"
    rows = "".join(f"{number},{value}\n" for number, value in enumerate(values, start=1))
    evaluation, problems = evaluate(
        Source("s.yaml", spec.encode()),
        Source("d.csv", f"serial,x[mm]\n{rows}".encode()),
        given=LotInfo(size=len(values)),
    )
    assert evaluation is not None, problems
    return evaluation


SUPPLIER = ", uncertainty: 20 µm, decision: ISO 14253-1, prover: supplier"
BUYER = ", uncertainty: 20 µm, decision: ISO 14253-1, prover: buyer"
FOUR = ", uncertainty: 20 µm, decision: non-binary"


# uncertainty as written


@pytest.mark.parametrize(
    ("written", "expanded", "coverage"),
    [
        ("3 µm", "0.003", "2"),
        ("U = 3 µm (k=2)", "0.003", "2"),
        ("U=3 µm（k=2）", "0.003", "2"),
        ("３μm、k＝３", "0.003", "3"),
        ("3 µm, k = 3", "0.003", "3"),
        ("3 µm k=2.5", "0.003", "2.5"),
        ("±3 µm", "0.003", "2"),
        ("拡張不確かさ U＝３ µm（包含係数 k=２）", "0.003", "2"),
        ("拡張不確かさ 0.003 mm（包含係数 2）", "0.003", "2"),
        ("測定の不確かさ 3 µm", "0.003", "2"),
        ("expanded uncertainty U = 0.003 mm, coverage factor 2", "0.003", "2"),
        ("U95 = 3 µm, k = 1.96", "0.003", "1.96"),
        ("u = 1.5 µm", "0.003", "2"),
        ("uc = 1.5 µm", "0.003", "2"),
        ("標準不確かさ 1.5 µm", "0.003", "2"),
        ("standard uncertainty u = 1.5 µm (k = 1)", "0.003", "2"),
        ("0.1 %", "0.0101", "2"),
        ("U = 0.1 % (k=2)", "0.0101", "2"),
        ("0.0001 in, k = 2", "0.00254", "2"),
    ],
)
def test_an_uncertainty_is_read_with_its_coverage_factor(written, expanded, coverage):
    stated = kind_trials.compiled(entry(uncertainty=written)).decision.uncertainty
    assert (stated.expanded, stated.coverage) == (Fraction(expanded), Fraction(coverage))
    assert stated.standard == Fraction(expanded) / Fraction(coverage)
    for lang in LANGUAGES:
        assert f"k = {coverage}" in render(stated.said, lang)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("3 µm", "U = 3 µm = 0.003 mm (taken with k = 2, for no k is stated)"),
        ("U = 0.003 mm (k=3)", "U = 0.003 mm (k = 3)"),
        ("u = 1.5 µm", "U = 0.003 mm (k = 2, from the standard uncertainty u = 1.5 µm = 0.0015 mm)"),
    ],
)
def test_a_coverage_factor_that_is_not_stated_is_said_to_be_taken(written, words):
    assert render(kind_trials.compiled(entry(uncertainty=written)).decision.uncertainty.said, "en") == words


def test_an_uncertainty_in_kelvin_belongs_to_a_limit_in_degrees_celsius():
    hot = {"kind": "quantity", "limit": "≤ 60 ℃", "uncertainty": "U = 0.5 K (k = 2)", "decision": "guarded"}
    assert kind_trials.compiled(hot).decision.accepted.describe() == "x ≤ 59.5 °C"


def test_a_larger_coverage_factor_means_a_smaller_standard_uncertainty_and_so_a_narrower_band():
    two, three = (kind_trials.compiled(entry(**{**ISO, "uncertainty": f"30 µm, k = {k}"})).guard for k in ("2", "3"))
    assert (two, three) == (Fraction("1.65") * Fraction("0.015"), Fraction("1.65") * Fraction("0.01"))


WITH_FACTOR = r"[Uu]? ?=? ?±?[0-9.]{1,4} ?(mm|µm|%|K|g)?[ ,(（]{0,2}k ?= ?-?[0-9.]{1,4}[)）]?"


@given(st.text(min_size=1, max_size=30) | st.from_regex(WITH_FACTOR, fullmatch=True))
def test_any_uncertainty_is_one_or_a_placed_problem(written):
    item, problems = kind_trials.compile_one(entry(uncertainty=written))
    stated = None if item is None else item.decision.uncertainty
    if stated is None:
        assert problems or not written.strip()  # blank is not stated
        assert all(problem.place.line is not None for problem in problems)
    else:
        assert stated.expanded > 0
        assert 1 < stated.coverage <= 14


# the factor of ISO 14253-1


@pytest.mark.parametrize(
    ("ratio", "factor"),
    # Computed apart from this program, with the normal distribution of another package.
    [(20, "1.645"), (7, "1.645"), (5, "1.649"), (4, "1.796")],
)
def test_the_exact_factor_is_the_published_one(ratio, factor):
    found = conformance.least_factor(Fraction(ratio), Fraction("0.95"))
    assert round(found, 3) == Fraction(factor)


@pytest.mark.parametrize("ratio", ["1", "3.9", "3.9199", "3.91992"])
def test_below_3_92_no_reading_proves_anything(ratio):
    assert conformance.least_factor(Fraction(ratio), Fraction("0.95")) is None


def test_from_3_92_on_the_middle_alone_proves_conformity():
    limit = Fraction(NormalDist().inv_cdf(0.975)) * 2
    found = conformance.least_factor(limit + Fraction(1, 10**5), Fraction("0.95"))
    assert abs(found - limit / 2) < Fraction(1, 100)


@settings(max_examples=60)
@given(st.fractions(min_value=Fraction("3.93"), max_value=30, max_denominator=1000))
def test_a_reading_at_the_line_conforms_with_95_percent_and_one_step_nearer_it_does_not(ratio):
    normal = NormalDist()
    found = conformance.least_factor(ratio, Fraction("0.95"))
    step = Fraction(1, 10**conformance.PLACES)

    def conforms(inward):
        return normal.cdf(float(inward)) + normal.cdf(float(ratio - inward)) - 1

    assert conforms(found) >= 0.95 - 1e-12
    assert conforms(found - step) < 0.95 + 1e-12
    assert found <= ratio / 2


@given(
    st.fractions(min_value=4, max_value=30, max_denominator=50),
    st.fractions(min_value=0, max_value=5, max_denominator=50),
)
@settings(max_examples=40)
def test_a_wider_tolerance_never_needs_a_wider_guard_band(ratio, more):
    wide, narrow = (conformance.factor(one, Fraction("1.65"), Fraction("0.95")) for one in (ratio + more, ratio))
    assert Fraction("1.65") <= wide <= narrow


def test_the_standard_s_factor_holds_for_one_side_and_for_wide_tolerances():
    rough = {"kind": "roughness", "limit": "Ra ≤ 0.8 µm", "rule": "max"}
    rough["conditions"] = {"cutoff": "0.8 mm", "evaluation_length": "4 mm"}
    one_sided = kind_trials.compiled({**rough, **ISO, "uncertainty": "0.08 µm"}).decision
    wide = kind_trials.compiled(entry(**ISO)).decision
    assert one_sided.factor == wide.factor == Fraction("1.65")
    assert one_sided.accepted.describe() == "x ≤ 0.734 µm"
    assert wide.accepted.describe() == "9.9165 ≤ x ≤ 10.0835 mm"
    assert wide.rejected.describe() == "9.8835 ≤ x ≤ 10.1165 mm"


def test_a_narrow_tolerance_has_its_own_factor_and_says_so():
    narrow = kind_trials.compiled(entry(**{**ISO, "uncertainty": "u = 50 µm"})).decision  # T/u = 4
    assert Fraction("1.796") <= narrow.factor < Fraction("1.797")
    assert narrow.guard == narrow.factor * Fraction("0.05")


@pytest.mark.parametrize("name", ["ISO 14253-1:1998", "JIS B 0641-1:2001", "ＪＩＳ　Ｂ　０６４１－１：２００１"])
def test_the_older_edition_takes_the_full_uncertainty(name):
    decision = kind_trials.compiled(entry(**{**ISO, "decision": name})).decision
    assert (decision.edition, decision.guard, decision.factor) == ("1998", Fraction("0.02"), None)


@pytest.mark.parametrize("name", ["ISO 14253-1", "iso14253-1", "ISO 14253-1:2017", "JIS B 0641-1", "JIS B 0641-1:2020"])
@pytest.mark.parametrize("prover", ["supplier", "buyer", "供給者", "購入者", "Buyer", "発注者"])
def test_the_edition_in_force_takes_1_65_standard_uncertainties(name, prover):
    decision = kind_trials.compiled(entry(**{**ISO, "decision": name, "prover": prover})).decision
    assert (decision.edition, decision.guard) == ("2017", Fraction("0.0165"))
    assert decision.prover == ("buyer" if prover in ("buyer", "購入者", "Buyer", "発注者") else "supplier")


def test_whoever_is_to_prove_is_asked_for_with_both_consequences():
    _, problems = kind_trials.compile_one(entry(decision="ISO 14253-1", uncertainty="20 µm"))
    assert [problem.code for problem in problems] == ["kinds.prover-needed"]
    for lang, sides in (("en", ("prover: supplier", "prover: buyer")), ("ja", ("供給者", "購入者"))):
        assert all(side in say("kinds.prover-needed.hint", lang) for side in sides)


# natural ends


@pytest.mark.parametrize(
    ("keys", "accepted"),
    [
        ({"kind": "quantity", "limit": "0〜10 GU(60°)", "uncertainty": "1 GU"}, "0 ≤ x ≤ 9 GU (60°)"),
        ({"kind": "quantity", "limit": "90〜100 %", "name": "透過率", "uncertainty": "1 %"}, "91 ≤ x ≤ 100 %"),
        ({"kind": "quantity", "limit": "0〜100 %RH", "uncertainty": "1 %RH"}, "0 ≤ x ≤ 100 %RH"),
        ({"kind": "quantity", "limit": "90〜100 %", "name": "recovery", "uncertainty": "1 %"}, "91 ≤ x ≤ 99 %"),
        ({"kind": "quantity", "limit": "0〜5 ℃", "uncertainty": "1 K"}, "1 ≤ x ≤ 4 °C"),
        ({"kind": "dimension", "limit": "0〜0.1 mm", "uncertainty": "10 µm"}, "0 ≤ x ≤ 0.09 mm"),
        ({"kind": "dimension", "limit": "10〜20 mm", "uncertainty": "1 mm"}, "11 ≤ x ≤ 19 mm"),
    ],
)
def test_an_end_that_nature_sets_is_never_guarded(keys, accepted):
    item = kind_trials.compiled({**keys, "decision": "guarded"})
    assert item.decision.accepted.describe() == accepted


def test_a_tolerance_from_nothing_is_one_sided_and_cannot_be_too_narrow():
    flat = {"kind": "dimension", "limit": "0〜0.1 mm", **ISO, "uncertainty": "u = 30 µm"}  # T/u would be 3.3
    assert kind_trials.compiled(flat).decision.accepted.describe() == "0 ≤ x ≤ 0.0505 mm"


@pytest.mark.parametrize("limit", ["≤ 1 GU(60°)", "0〜1 GU(60°)"])
def test_a_guard_band_that_reaches_below_nothing_is_refused(limit):
    _, problems = kind_trials.compile_one(
        {"kind": "quantity", "limit": limit, "uncertainty": "2 GU", "decision": "guarded"}
    )
    assert [problem.code for problem in problems] == ["kinds.guard-leaves-nothing"]


# two lines


@pytest.mark.parametrize("more", [SUPPLIER, BUYER])
@pytest.mark.parametrize(
    ("reading", "verdict", "disposition"),
    [
        ("10.0835", Verdict.PASS, Disposition.ACCEPT),
        ("9.9165", Verdict.PASS, Disposition.ACCEPT),
        ("10.08350001", Verdict.UNDECIDED, Disposition.UNDECIDED),
        ("10.1", Verdict.UNDECIDED, Disposition.UNDECIDED),
        ("10.11", Verdict.UNDECIDED, Disposition.UNDECIDED),
        ("10.1165", Verdict.UNDECIDED, Disposition.UNDECIDED),
        ("10.11650001", Verdict.FAIL, Disposition.REJECT),
        ("9.8834", Verdict.FAIL, Disposition.REJECT),
    ],
)
def test_what_neither_side_proves_is_not_decided(more, reading, verdict, disposition):
    found = lot(more, "10", reading).lots[0]
    assert found.items[0].verdict is verdict
    assert found.disposition is disposition
    proved = found.items[0].checks[0].zones
    assert proved.conformity_proved is (verdict is Verdict.PASS)
    assert proved.nonconformity_proved is (verdict is Verdict.FAIL)


def test_both_lines_are_drawn_from_the_same_readings():
    item = lot(SUPPLIER, "10", "10.09", "10.11", "10.2", "9.99").lots[0].items[0]
    check = item.checks[0]
    assert (check.guarded, check.zones.accepted) == ("9.9165 ≤ x ≤ 10.0835 mm", "9.9165 ≤ x ≤ 10.0835 mm")
    assert check.zones.rejected == "9.8835 ≤ x ≤ 10.1165 mm"
    zones = check.zones
    assert (zones.conforming, zones.inner, zones.outer, zones.nonconforming) == (2, 1, 1, 1)
    assert (item.failed_pieces, item.undecided_pieces) == (("4",), ("2", "3"))
    assert {reading.text: reading.zone for reading in check.readings} == {
        "10": Zone.CONFORMITY_PROVED,
        "9.99": Zone.CONFORMITY_PROVED,
        "10.09": Zone.NOT_PROVED,
        "10.11": Zone.NOT_PROVED,
        "10.2": Zone.NONCONFORMITY_PROVED,
    }


@pytest.mark.parametrize(
    ("more", "prover"),
    [(SUPPLIER, {"en": "supplier", "ja": "供給者"}), (BUYER, {"en": "buyer", "ja": "購入者"})],
)
def test_the_reason_says_who_has_to_prove(more, prover):
    (reason,) = lot(more, "10", "10.1").lots[0].items[0].reasons
    for lang in LANGUAGES:
        assert prover[lang] in render(reason, lang)


def test_the_share_of_values_that_may_lie_outside_is_counted_at_each_line():
    keys = {
        "kind": "roughness",
        "limit": "Ra ≤ 0.8 µm",
        "rule": "16%",
        "readings": "7",
        **ISO,
        "uncertainty": "0.04 µm",
    }
    keys["conditions"] = {"cutoff": "0.8 mm", "evaluation_length": "4 mm"}
    item = kind_trials.compiled(keys)  # the lines are 0.767 and 0.833
    assert item.decision.accepted.describe() == "x ≤ 0.767 µm"
    assert item.decision.rejected.describe() == "x ≤ 0.833 µm"
    for outside, verdict in (
        (["0.9"], Verdict.PASS),  # one of seven, within 16 %
        (["0.78", "0.78"], Verdict.UNDECIDED),
        (["0.9", "0.78"], Verdict.UNDECIDED),
        (["0.9", "0.9"], Verdict.FAIL),
    ):
        cells = [*outside, *["0.5"] * (7 - len(outside))]
        pieces = [0] * 7
        block = kind_trials.Block(pieces, {"Ra": kind_trials.Cells(cells)}, {})
        measured = kind_trials.registry.kinds()["roughness"].measure(item, block).measured[0]
        assert judge_check(item, measured).pieces == {0: verdict}, outside


def test_the_mean_of_a_piece_is_held_against_both_lines():
    item = kind_trials.compiled(entry(**ISO, readings="2", reduce="mean"))
    cells = ["10.2", "9.9", "10.2", "10", "10.2", "10.1"]  # means 10.05, 10.1, 10.15
    measured = kind_trials.measure(item, cells, pieces=[0, 0, 1, 1, 2, 2]).measured[0]
    found = judge_check(item, measured).pieces
    assert found == {0: Verdict.PASS, 1: Verdict.UNDECIDED, 2: Verdict.FAIL}


# four words


@pytest.mark.parametrize(
    ("reading", "verdict", "zone", "word", "ja"),
    [
        ("10.08", Verdict.PASS, Zone.PASS, "pass", "適合"),
        ("10.0801", Verdict.MARGINAL, Zone.CONDITIONAL_PASS, "conditional pass", "条件付き適合"),
        ("10.1", Verdict.MARGINAL, Zone.CONDITIONAL_PASS, "conditional pass", "条件付き適合"),
        ("10.1001", Verdict.FAIL, Zone.CONDITIONAL_FAIL, "conditional fail", "条件付き不適合"),
        ("10.12", Verdict.FAIL, Zone.CONDITIONAL_FAIL, "conditional fail", "条件付き不適合"),
        ("10.1201", Verdict.FAIL, Zone.FAIL, "fail", "不適合"),
    ],
)
def test_a_statement_that_is_not_binary_has_four_words(reading, verdict, zone, word, ja):
    found = lot(FOUR, reading).lots[0]
    assert found.items[0].verdict is verdict
    assert found.disposition is (Disposition.REJECT if verdict is Verdict.FAIL else Disposition.ACCEPT)
    (shown,) = found.items[0].checks[0].readings
    assert shown.zone is zone
    assert render(words.judged(shown), "en") == word
    assert render(words.judged(shown), "ja") == ja


def test_a_share_of_u_makes_the_conditional_zones_narrower():
    found = lot(f"{FOUR}, guard: 0.5U", "10.085", "10.105", "10.111").lots[0]
    zones = found.items[0].checks[0].zones
    assert (zones.accepted, zones.rejected) == ("9.91 ≤ x ≤ 10.09 mm", "9.89 ≤ x ≤ 10.11 mm")
    assert (zones.conforming, zones.inner, zones.outer, zones.nonconforming) == (1, 0, 1, 1)


# invariants


UNCERTAINTIES = st.decimals(min_value="0.0001", max_value="0.0499", places=4).map(lambda value: f"{value:f} mm")
READINGS = st.decimals(min_value="9.8", max_value="10.2", places=4).map(lambda value: f"{value:f}")
RULES = st.sampled_from(
    [
        {"decision": "guarded"},
        {"decision": "guarded", "guard": "0.83U"},
        {"decision": "ISO 14253-1", "prover": "supplier"},
        {"decision": "ISO 14253-1:1998", "prover": "buyer"},
        {"decision": "non-binary"},
    ]
)


@given(RULES, UNCERTAINTIES, st.lists(READINGS, min_size=1, max_size=6))
def test_considering_uncertainty_never_turns_a_fail_into_a_pass(rule, uncertainty, cells):
    simple = verdicts(kind_trials.compiled(LENGTH), cells).verdicts
    considered = verdicts(kind_trials.compiled(entry(**rule, uncertainty=uncertainty)), cells).verdicts
    for plain, found in zip(simple, considered, strict=True):
        if plain is Verdict.FAIL:
            assert found in (Verdict.FAIL, Verdict.UNDECIDED)
        if found is Verdict.PASS:
            assert plain is Verdict.PASS


@given(RULES, UNCERTAINTIES, READINGS)
def test_what_is_proved_to_conform_is_within_and_what_is_within_is_not_proved_to_fail(rule, uncertainty, cell):
    decision = kind_trials.compiled(entry(**rule, uncertainty=uncertainty)).decision
    limit, value = kind_trials.compiled(LENGTH).checks[0].limit, Fraction(cell)
    if decision.accepted.side(value) == 0:
        assert limit.side(value) == 0
    if limit.side(value) == 0:
        assert decision.rejected.side(value) == 0


@given(UNCERTAINTIES, UNCERTAINTIES, st.lists(READINGS, min_size=1, max_size=6))
def test_a_larger_uncertainty_proves_less(one, other, cells):
    small, large = sorted((one, other), key=lambda text: Fraction(text.split()[0]))
    known, vague = (
        verdicts(kind_trials.compiled(entry(**{**ISO, "uncertainty": size})), cells).verdicts for size in (small, large)
    )
    for sure, unsure in zip(known, vague, strict=True):
        assert unsure in (sure, Verdict.UNDECIDED)


@given(RULES, st.sampled_from(["mm", "um", "cm", "in", "m"]), st.integers(0, 5), st.integers(-1, 1))
def test_the_lines_are_the_same_in_every_unit(rule, unit, line, nudge):
    item = kind_trials.compiled(entry(**rule, uncertainty="20 µm"))
    lines = [item.decision.accepted, item.checks[0].limit, item.decision.rejected]
    edge = [bound.value for limit in lines for bound in (limit.lower, limit.upper)][line]
    value = edge + nudge * Fraction(1, 10**9)
    there = units.convert(value, "mm", unit)

    def one(value, unit):
        zero = np.zeros(1, dtype=np.intp)
        return judge_check(
            item, Measured(0, unit, np.array([float(value)]), zero, zero, lambda index: value, lambda index: "")
        )

    assert one(there, unit).verdicts == one(value, "mm").verdicts
    assert one(there, unit).zones == one(value, "mm").zones


# what is said of it


def rows(more, *readings, lang="en"):
    """Return the lines of the report's table of decision rules for one characteristic."""
    evaluation = lot(more, *readings)
    tables = [block for block in build(evaluation, (lang,), date="2026-11-22").blocks if isinstance(block, Table)]
    wanted = say("report.section.decisions", lang)
    table = next(one for one in tables if one.heading is not None and render(one.heading, lang) == wanted)
    return [render(line, lang) for line in table.rows[0][-1].lines]


def test_the_report_prints_both_lines_and_what_lies_between():
    assert rows(SUPPLIER, "10", "10.09", "10.11", "9.99") == [
        "Decision by ISO 14253-1:2017; the supplier has to prove, with 95 %. Guard band g = 1.65 u = 0.0165 mm; "
        "expanded uncertainty U = 20 µm = 0.02 mm (taken with k = 2, for no k is stated).",
        "The supplier’s line: conformity is proved within 9.9165 ≤ x ≤ 10.0835 mm. Readings there: 2 of 4. "
        "Not proved for every piece measured.",
        "The buyer’s line: nonconformity is proved beyond 9.8835 ≤ x ≤ 10.1165 mm. Readings there: 0 of 4. "
        "Proved for no piece.",
        "Between the two lines neither is proved. Readings there: 2 (1 within the limit, 1 beyond it).",
    ]
    japanese = rows(BUYER, "10", "10.2", lang="ja")
    assert "証明するのは購入者です" in japanese[0]
    assert "少なくとも1個の製品について証明されました" in japanese[2]


def test_the_report_counts_the_four_words():
    lines = rows(FOUR, "10", "10.09", "10.11", "10.2")
    assert lines[0].startswith("Non-binary decision (ILAC-G8:09/2019) with w = 0.02 mm;")
    assert lines[1] == (
        "Pass (within 9.92 ≤ x ≤ 10.08 mm): 1 · conditional pass: 1 · conditional fail: 1 · "
        "fail (beyond 9.88 ≤ x ≤ 10.12 mm): 1 (readings)."
    )


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("", "Measurement uncertainty was not stated and was not considered."),
        (", uncertainty: 'U = 20 µm (k = 3)'", "U = 20 µm = 0.02 mm (k = 3) is stated but was not considered"),
    ],
)
def test_an_uncertainty_that_was_not_considered_is_said_not_to_have_been(more, words):
    assert words in rows(more, "10")[0]


def test_a_piece_that_proves_nothing_was_measured_all_the_same():
    found = lot(SUPPLIER, "10", "10.09").lots[0]
    assert (found.items[0].measured, found.items[0].undecided_pieces) == (2, ("2",))
    told = [render(reason, "en") for reason in found.reasons]
    assert "x: pieces on which neither conformity nor nonconformity is proved: 1." in told
    assert not any("measured on 1 of 2" in line for line in told)
    lacking = lot(SUPPLIER, "10", "10.09", "").lots[0]
    assert lacking.items[0].measured == 2
    assert "x: measured on 2 of 3 pieces." in [render(reason, "en") for reason in lacking.reasons]


def test_the_terminal_says_how_many_readings_prove_what():
    item = lot(SUPPLIER, "10", "10.09", "10.2").lots[0].items[0]
    lines = [render(line, "en") for line in account(item)]
    assert (
        "of 3 values: conformity proved 1 (within 9.9165 ≤ x ≤ 10.0835 mm), neither proved 1, "
        "nonconformity proved 1 (beyond 9.8835 ≤ x ≤ 10.1165 mm)" in lines
    )
    four = [render(line, "ja") for line in account(lot(FOUR, "10", "10.09", "10.11").lots[0].items[0])]
    assert "測定値3件：適合 1、条件付き適合 1、条件付き不適合 1、不適合 0" in four
