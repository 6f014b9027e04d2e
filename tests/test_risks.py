"""What a plan lets through: probabilities against scipy and published figures; sentences that claim nothing more."""

from __future__ import annotations

import csv
import itertools
import json
import math
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from qspec.errors import Say
from qspec.judgement.plans.model import (
    Counting,
    Fixed,
    Full,
    Plan,
    Resolved,
    System,
    Table,
    TwoPoints,
    ZeroAcceptance,
)
from qspec.judgement.plans.zero import size_for
from qspec.judgement.risks import distributions
from qspec.judgement.risks.curve import as_data, compatible_with, forced_zero, operating_of, risk_of
from qspec.judgement.risks.operating import Distribution, Operating
from qspec.judgement.risks.told import bound_number, frequency, number, of_count, of_forced_zero, percent, told
from qspec.messages import LANGUAGES, catalogue, parts, render

ORACLES = Path(__file__).parent / "oracles"


def resolved(scheme, size, acceptance, lot_size=None, rejection=None):
    full = lot_size is not None and size >= lot_size
    taken = lot_size if full else size
    return Resolved(Plan("as agreed", scheme), taken, acceptance, rejection or acceptance + 1, full, size, lot_size)


def table(size, acceptance, aql="1", lot_size=None, rejection=None, counting=Counting.ITEMS):
    return resolved(Table(System.ISO, "II", Fraction(aql), counting), size, acceptance, lot_size, rejection)


def fixed(size, acceptance, lot_size=None):
    return resolved(Fixed(size, acceptance), size, acceptance, lot_size)


def zero(quality, risk, lot_size):
    scheme = ZeroAcceptance(Fraction(quality), Fraction(risk))
    return resolved(scheme, size_for(lot_size, scheme.quality, scheme.risk), 0, lot_size)


# --- probabilities

SHARES = [0.0, 1e-12, 1e-6, 0.003, 0.05, 0.3, 0.5, 0.77, 0.99, 1 - 1e-9, 1.0]


@pytest.mark.parametrize("size", [1, 2, 13, 80, 500, 2000])
@pytest.mark.parametrize("share", SHARES)
def test_binomial_agrees_with_scipy(size, share):
    for most in {0, 1, size // 3, size // 2, round(size * share), size - 1, size}:
        if 0 <= most <= size:
            assert distributions.binomial(most, size, share) == pytest.approx(
                stats.binom.cdf(most, size, share), abs=1e-12, rel=1e-9
            )


@pytest.mark.parametrize("mean", [1e-9, 0.01, 0.7, 5.0, 44.0, 900.0])
def test_poisson_agrees_with_scipy(mean):
    for most in {0, 1, 5, round(mean), round(mean * 1.2), round(mean * 0.8)}:
        assert distributions.poisson(most, mean) == pytest.approx(stats.poisson.cdf(most, mean), abs=1e-12, rel=1e-9)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_hypergeometric_agrees_with_whole_numbers(data):
    lot = data.draw(st.sampled_from([1, 5, 40, 1000, 100_000, 10_000_000]))
    size = data.draw(st.integers(0, min(lot, 60)))
    inside = data.draw(st.integers(0, lot))
    most = data.draw(st.integers(0, max(size, 1)))
    ways = sum(math.comb(inside, found) * math.comb(lot - inside, size - found) for found in range(min(most, size) + 1))
    exact = float(Fraction(ways, math.comb(lot, size))) if most < size else 1.0
    assert distributions.hypergeometric(most, lot, inside, size) == pytest.approx(exact, abs=1e-12, rel=1e-9)


@pytest.mark.parametrize(("lot", "inside", "size"), [(3000, 100, 2000), (10_000_000, 40_000, 2000), (4000, 3990, 2000)])
def test_hypergeometric_agrees_with_scipy_in_large_samples(lot, inside, size):
    middle = size * inside / lot
    for most in {0, int(middle), int(middle) + 5, max(0, int(middle) - 5)}:
        mine = distributions.hypergeometric(most, lot, inside, size)
        assert mine == pytest.approx(stats.hypergeom.cdf(most, lot, inside, size), abs=1e-9)


def test_nothing_below_zero_and_everything_at_the_end():
    assert distributions.binomial(-1, 5, 0.5) == distributions.poisson(-1, 2.0) == 0.0
    assert distributions.hypergeometric(1, 10, 9, 5) == 0.0  # five of ten with nine bad: four are found at least
    assert distributions.hypergeometric(5, 10, 9, 5) == distributions.binomial(5, 5, 1.0) == 1.0
    assert distributions.poisson(0, 0.0) == 1.0


# --- risks


def oracle_rows():
    lines = (ORACLES / "risks.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@pytest.mark.parametrize("row", oracle_rows(), ids=lambda row: "-".join(row.values()))
def test_published_figures(row):
    plan = fixed(int(row["size"]), int(row["acceptance"]))
    operating, risk = operating_of(plan), risk_of(plan)
    figure = {
        "quality_95": lambda: risk.usually.quality,
        "quality_50": lambda: risk.evenly.quality,
        "quality_10": lambda: risk.tenth.quality,
        "aoql": lambda: risk.outgoing,
        "bound_0": lambda: risk.none_found,
        "bound_most": lambda: risk.most_found,
        "accepted": lambda: operating.passing(float(row["quality"])),
    }[row["figure"]]()
    assert figure == pytest.approx(float(row["expected"]), abs=float(row["within"]))


@pytest.mark.parametrize(("size", "most"), [(2, 0), (5, 1), (80, 2), (80, 5), (1250, 21), (2000, 41)])
def test_bounds_and_qualities_agree_with_clopper_and_pearson(size, most):
    plan = table(size, most)
    risk = risk_of(plan)
    assert risk.tenth.quality == pytest.approx(100 * stats.beta.ppf(0.90, most + 1, size - most), abs=1e-9)
    assert risk.usually.quality == pytest.approx(100 * stats.beta.ppf(0.05, most + 1, size - most), abs=1e-9)
    assert risk.most_found == pytest.approx(100 * stats.beta.ppf(0.95, most + 1, size - most), abs=1e-9)
    assert compatible_with(plan, 0) == risk.none_found == pytest.approx(100 * (1 - 0.05 ** (1 / size)), abs=1e-9)
    assert compatible_with(plan, size) == 100.0


@pytest.mark.parametrize(("size", "most"), [(2, 0), (20, 5), (80, 44)])
def test_nonconformities_follow_poisson(size, most):
    plan = table(size, most, "10", counting=Counting.NONCONFORMITIES)
    risk = risk_of(plan)
    assert risk.operating.distribution is Distribution.POISSON
    assert risk.producer.accepted == pytest.approx(stats.poisson.cdf(most, size / 10), abs=1e-12)
    assert risk.tenth.quality == pytest.approx(100 / size * stats.chi2.ppf(0.90, 2 * most + 2) / 2, abs=1e-8)


def test_a_lot_by_itself_has_only_its_own_qualities():
    risk = risk_of(fixed(80, 2, 1000))
    passing = [stats.hypergeom.cdf(2, 1000, inside, 80) for inside in range(1001)]
    for point, least in ((risk.usually, 0.95), (risk.evenly, 0.5), (risk.tenth, 0.1)):
        inside = max(inside for inside, share in enumerate(passing) if share >= least)
        assert point.quality == pytest.approx(inside / 10)
        assert point.accepted == pytest.approx(passing[inside], abs=1e-9)
    unseen = max(inside for inside in range(1001) if stats.hypergeom.cdf(0, 1000, inside, 80) >= 0.05)
    assert risk.none_found == pytest.approx(unseen / 10)


def test_average_outgoing_quality_counts_what_was_inspected():
    # 1.57 %: n = 80, Ac = 2 in lots of 1000 (Dodge's formula p * Pa * (N - n) / N)
    assert risk_of(table(80, 2, lot_size=1000)).outgoing == pytest.approx(1.57, abs=0.006)
    assert risk_of(fixed(80, 2, 1000)).outgoing == pytest.approx(1.57, abs=0.006)
    qualities = [place / 1000 for place in range(1, 10_000)]
    worst = max(quality * stats.binom.cdf(2, 80, quality / 100) for quality in qualities)
    assert risk_of(table(80, 2)).outgoing == pytest.approx(worst, abs=1e-6)


@pytest.mark.parametrize(
    ("plan", "distribution"),
    [
        (table(80, 2, lot_size=1000), Distribution.BINOMIAL),
        (table(80, 2, counting=Counting.NONCONFORMITIES), Distribution.POISSON),
        (fixed(80, 2), Distribution.BINOMIAL),
        (fixed(80, 2, 1000), Distribution.HYPERGEOMETRIC),
        (zero("1/20", "1/10", 1200), Distribution.HYPERGEOMETRIC),
        (
            resolved(TwoPoints(Fraction(1, 100), Fraction(1, 20), Fraction(8, 100), Fraction(1, 10)), 65, 2, 900),
            Distribution.BINOMIAL,
        ),
    ],
)
def test_each_plan_has_the_distribution_it_was_made_for(plan, distribution):
    assert operating_of(plan).distribution is distribution


def test_zero_acceptance_keeps_its_risk_and_says_so():
    risk = risk_of(zero("1/20", "1/10", 1200))
    assert risk.consumer.quality == 5.0
    assert 0.09 < risk.consumer.accepted <= 0.10
    assert any(said.key == "risk.buyer.agreed-lot" for said in told(risk).buyer)


def test_all_pieces_inspected_leave_no_sampling_risk():
    for plan in (resolved(Full(), 50, 0, 50), table(80, 2, lot_size=60)):
        risk = risk_of(plan)
        assert risk.operating is None
        assert compatible_with(plan, 1) is None
        assert [said.key for said in told(risk).basis] == ["risk.basis.full"]
        assert forced_zero(plan) is None


def test_a_reduced_plan_with_a_gap_accepts_in_it():
    plan = table(5, 1, "1.5", rejection=3)
    assert operating_of(plan).accepted == 2
    assert "risk.basis.gap" in {said.key for said in told(risk_of(plan)).basis}


def test_a_plan_that_refuses_nothing_is_called_so():
    assert "risk.basis.accepts-all" in {said.key for said in told(risk_of(fixed(2, 2, 10))).basis}


def test_forcing_ac_to_zero_is_shown_for_what_it_is():
    forced = forced_zero(table(80, 2))
    assert forced.as_agreed == pytest.approx(stats.binom.cdf(2, 80, 0.01), abs=1e-12)
    assert forced.as_forced == pytest.approx(0.99**80, abs=1e-12)
    english = render(of_forced_zero(forced), "en")
    assert "about 45 of 100" in english
    assert "about 95 of 100" in english
    assert "100ロット中およそ45ロット" in render(of_forced_zero(forced), "ja")
    assert forced_zero(table(80, 0)) is None
    assert forced_zero(table(5, 0, rejection=2)) is None
    assert forced_zero(fixed(80, 2)) is None


@given(st.integers(1, 300), st.integers(0, 20), st.floats(0, 100), st.floats(0, 100))
def test_worse_quality_never_passes_more_often(size, most, one, other):
    operating = Operating(Distribution.BINOMIAL, size, most)
    assert operating.passing(min(one, other)) >= operating.passing(max(one, other)) - 1e-13


def test_figures_are_plain_json():
    for plan in (table(80, 2), fixed(80, 2, 1000), fixed(2, 2, 10), resolved(Full(), 5, 0, 5)):
        data = as_data(risk_of(plan))
        assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert as_data(risk_of(table(80, 2)))["producer_risk"] == pytest.approx(1 - stats.binom.cdf(2, 80, 0.01))


# --- words


@pytest.mark.parametrize(
    ("probability", "key", "shown"),
    [
        (1.0, "risk.frequency.nearly-all", ">99.9"),
        (0.9997, "risk.frequency.nearly-all", ">99.9"),
        (0.9941, "risk.frequency.of", "99.4"),
        (0.9534, "risk.frequency.of", "95"),
        (0.004, "risk.frequency.of", "0.4"),
        (0.0003, "risk.frequency.hardly-any", "<0.1"),
    ],
)
def test_no_frequency_is_told_as_all_or_nothing(probability, key, shown):
    assert frequency(probability).key == key
    assert percent(probability) == shown


@given(st.floats(0, 1))
def test_accepted_and_refused_add_up(probability):
    accepted, refused = frequency(probability), frequency(probability, refused=True)
    if accepted.key == "risk.frequency.of":
        assert accepted.values["count"] + refused.values["count"] == accepted.values["base"]
        assert 0 < accepted.values["count"] < accepted.values["base"]
    else:
        assert accepted.key != refused.key


def test_qualities_have_two_digits_and_bounds_are_rounded_up():
    assert [number(value) for value in (1.0, 6.516, 0.0833, 68.4, 0.0)] == ["1.0", "6.5", "0.083", "68", "0"]
    assert [bound_number(value) for value in (3.6754, 3.61, 6.25, 7.0, 77.01)] == ["3.7", "3.7", "6.3", "7.0", "78"]


def test_the_sentences_of_the_common_plan():
    words = told(risk_of(table(80, 2)))
    english = [render(said, "en") for said in (*words.supplier, *words.buyer)]
    assert (
        "Production with 1.0 % nonconforming (the AQL): about 95 of 100 lots are accepted and about 5 of 100 refused"
        in (english[0])
    )
    assert "Production with 6.5 % nonconforming: about 1 lot in 10 is still accepted." in english
    bound = "If none is found in 80 pieces, up to 3.7 % nonconforming would still be compatible with that"
    assert any(said.startswith(bound) for said in english)
    japanese = [render(said, "ja") for said in (*words.supplier, *words.buyer)]
    assert "不適合品率 6.5 %で生産した場合でも、およそ10ロットに1ロットは合格します。" in japanese
    assert len(words.table) == 5


FORBIDDEN = {
    "en": {
        r"\blots?\b[^.]{0,60}\b(?:contains?|holds?|has|have|is|are)\s+(?:at most|(?:no|not) more than|less than)": (
            "a sample does not bound what a lot holds"
        ),
        r"\bguarantee": "nothing is guaranteed by a sample",
        r"\b(?:ensures?|assures?|makes? sure)\b[^.]{0,40}\b(?:quality|conform|good)": "likewise",
        r"\b100 ?%[ -](?:good|conforming|ok|perfect|safe)\b": "no inspection shows that",
        r"\b(?:defect|fault|error)-free\b|\bfree (?:of|from) (?:defects|nonconform)|\bzero defects\b": "likewise",
        r"\bperfect(?:ly)? (?:lot|quality|good)": "likewise",
        r"\bthe lot is (?:good|ok|fine)\b": "a lot is accepted or not accepted",
        r"(?<!nonconforming )\b(?:pieces?|items?) (?:is|are|was|were) (?:not )?accepted\b": "not of pieces",
        r"\bconfidence that the lot\b": "confidence belongs to the method, not to the lot",
        r"\bprobability that the lot\b": "likewise",
    },
    "ja": {
        r"保証(?:し|され|でき|いたし)": "抜取検査は何も保証しない",
        r"100 ?[%％] ?(?:良品|適合|合格|安全)": "検査では示せない",
        r"(?:全数|すべて|全て)(?:が)?良品": "同上",
        r"不良(?:品)?(?:は|が)(?:ありません|ゼロ|0です)|無欠点|無欠陥|不良ゼロ": "同上",
        r"ロット[^。]{0,20}不適合品(?:率|パーセント|数)?[はが][^。]{0,20}以下(?:です|であ|と)": (
            "サンプルはロットの中身の上限を示さない"
        ),
        r"ロットの(?:品質|中身)は[^。]{0,20}(?:以下|以内|未満)": "同上",
        r"不合格品|合格品(?!質)": "製品は適合・不適合、ロットは合格・不合格（合格品質限界は AQL の規格用語）",
        r"(?:製品|アイテム|個々の品|サンプル)は(?:不)?合格(?:です|とな)": "同上",
        r"(?:確率|信頼率|信頼度)[^。]{0,10}でロット": "信頼率は方法についてのもの",
        r"必ず(?:良品|適合|合格)": "検査では示せない",
    },
}
CLAIMS = {
    "en": [
        "The lot contains at most 1 % nonconforming pieces.",
        "Quality is guaranteed.",
        "Inspection ensures good quality.",
        "The delivery is 100 % good.",
        "The lot is free of defects.",
        "The lot is good.",
        "3 pieces are accepted.",
        "With 95 % confidence that the lot holds 1 %.",
    ],
    "ja": [
        "品質を保証します。",
        "このロットは100 %良品です。",
        "全数が良品です。",
        "不良品はありません。",
        "ロットの不適合品率は1 %以下です。",
        "ロットの品質はAQL以下です。",
        "合格品は3個です。",
        "製品は合格です。",
        "必ず良品です。",
    ],
}


def claims(text, lang):
    return [(pattern, why) for pattern, why in FORBIDDEN[lang].items() if re.search(pattern, text, re.IGNORECASE)]


def sentences(node):
    if isinstance(node, dict):
        for value in node.values():
            yield from sentences(value)
    else:
        yield node


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_of_forbidden_claims_finds_them(lang):
    assert [claim for claim in CLAIMS[lang] if not claims(claim, lang)] == []


@pytest.mark.parametrize(("lang", "part"), list(itertools.product(LANGUAGES, parts())))
def test_no_sentence_claims_what_a_sample_cannot_show(lang, part):
    found = {text: claims(text, lang) for text in sentences(catalogue(lang, part))}
    assert {text: why for text, why in found.items() if why} == {}


def many_plans():
    rows = [(2, 0), (3, 0), (5, 1), (13, 1), (32, 3), (80, 2), (125, 14), (500, 21), (1250, 21), (2000, 0)]
    for (size, most), aql, lot in itertools.product(rows, ("0.01", "1", "10"), (None, 3, 90, 1200, 500_000)):
        yield table(size, most, aql, lot)
        yield table(size, most, aql, lot, counting=Counting.NONCONFORMITIES)
    for (size, most), lot in itertools.product(rows, (None, 4, 150, 3000)):
        yield fixed(size, most, lot)
        yield table(size, most, "1.5", lot, rejection=most + 3)
    for quality, lot in itertools.product(("1/1000", "1/20", "1/3"), (1, 7, 60, 1200, 40_000)):
        yield zero(quality, "1/10", lot)


def test_hundreds_of_plans_are_told_without_a_forbidden_claim():
    count = 0
    for plan in many_plans():
        risk = risk_of(plan)
        words, forced = told(risk), forced_zero(plan)
        every: list[Say] = [*words.basis, *words.supplier, *words.buyer]
        every += [say for row in words.table for say in row]
        every += [of_forced_zero(forced)] if forced else []
        if (worst := compatible_with(plan, plan.acceptance)) is not None:
            every.append(of_count(plan.acceptance, plan.size, worst, plan.plan.counting))
        for lang, said in itertools.product(LANGUAGES, every):
            text = render(said, lang)
            assert not claims(text, lang), text
            assert not re.search(r"(?<![\d.])(?:100|0|0\.0+) of 100\b|100ロット中およそ(?:0|100)ロット|[{}]", text), (
                text
            )
            assert not re.search(r"(?<![\d.])0(?:\.0+)? ?% nonconforming|不適合品率 0(?:\.0+)? %", text), text
        count += 1
    assert count > 300
