"""What follows from a disposition: delivery terms read exactly, deadlines, acts apart from the verdict, two languages.

The golden texts were read by eye; ``QSPEC_WRITE_GOLDEN=1`` in the environment writes them anew.
"""

from __future__ import annotations

import datetime
import json
import os
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
import report_fakes
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from qspec.errors import Place, Say, Severity
from qspec.judgement.aftermath import lateness
from qspec.judgement.aftermath.deadlines import last_day
from qspec.judgement.aftermath.following import follow
from qspec.judgement.aftermath.model import Actor, Step
from qspec.judgement.aftermath.occasion import Occasion
from qspec.judgement.aftermath.open_lots import _reasons
from qspec.judgement.aftermath.terms import Amount, LateTerms, Part, Span, Unit, check, read_late, read_within
from qspec.judgement.picking.calendars import Calendar
from qspec.judgement.result import Disposition, LotResult, Verdict
from qspec.measurements.batch import LotInfo
from qspec.messages import LANGUAGES, render, template
from qspec.report.content import aftermath
from qspec.report.outline import Document
from qspec.report.text import draw
from qspec.spec.model import Characteristic, Delivery

HERE = Path(__file__).parent
GOLDEN = HERE / "golden" / "aftermath"
TERMS = yaml.safe_load((HERE / "cases" / "aftermath" / "late.yaml").read_text("utf-8"))
READABLE = [case for case in TERMS if "refused" not in case]
MANAGER = {"en": "quality manager", "ja": "品質管理責任者"}
RULE = "0.5 % per day, up to 10 %"
MAY_SHIP = ("may be shipped", "出荷できます")


@dataclass(frozen=True)
class Act:
    """An act as the ledger has it."""

    kind: str
    date: str = "2026-12-04"
    by: str = "A. Sample"
    party: str = "buyer"
    note: str = ""
    quantity: int | None = None
    consent_by: str = ""
    limits: str = ""
    until: str | None = None


CONCESSION = Act("concession", quantity=200, consent_by="B. Sample", limits="length 25 ±0.08 mm", until="2027-01-31")


def day(text):
    return datetime.date.fromisoformat(text)


def delivery(**terms):
    return Delivery.model_validate({"escalation": (), **terms})


def entry(when, who="buyer", **more):
    return {"when": when, "who": who, **more}


def item(key="length", *, failed=("3",), nonconformity="major"):
    check = report_fakes.check("length", "25 ±0.05 mm", "24.95 ≤ x ≤ 25.05 mm", ["25.01", "25.02"], "mm")
    verdict = Verdict.FAIL if failed else Verdict.PASS
    one = report_fakes.item(key, check, failed=len(failed), failed_pieces=failed)
    return replace(one, verdict=verdict, nonconformity=nonconformity)


def lot(disposition, *items, date="2026-12-03", reasons=()):
    return LotResult(LotInfo(id="L-118", date=date), disposition, tuple(reasons), (), items, tuple("12345"))


def spec_with(terms=None, **characteristics):
    spec = report_fakes.spec(delivery=terms)
    return spec.model_copy(update={"characteristics": {**spec.characteristics, **characteristics}})


def said(follows, lang="en"):
    return [render(entry.action, lang) for entry in follows]


def of_step(follows, step):
    return [entry for entry in follows if entry.step is step]


# --- delivery.late ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", READABLE, ids=lambda case: case["text"])
def test_what_a_delay_costs_is_read_exactly(case):
    terms = read_late(case["text"])
    assert terms is not None
    count, unit = case["per"].split()
    currency = case.get("currency")
    cap = None
    if "cap" in case:
        cap = Amount(Fraction(case["cap"]), None if case.get("cap_currency") == "share" else currency)
    assert terms == LateTerms(
        case["text"],
        Amount(Fraction(case["rate"]), currency),
        Span(int(count), Unit(unit)),
        Part(case.get("part", "open")),
        cap,
        case.get("base"),
    )


@pytest.mark.parametrize("case", [case for case in TERMS if "refused" in case], ids=lambda case: case["text"])
def test_what_is_not_understood_as_a_whole_is_kept_as_written(case):
    assert read_late(case["text"]) is None
    terms = delivery(due="2026-11-30", late=case["text"])
    follows = follow(spec_with(terms), lot(Disposition.ACCEPT, item(failed=())))
    for lang in LANGUAGES:
        text = said(of_step(follows, Step.LATE), lang)[0]
        assert case["text"] in text
        assert "2026-11-30" in text
        assert "代金" not in text.replace(case["text"], "")
        assert "deduction" not in text


def test_a_page_of_text_is_no_rate():
    assert read_late(RULE + " the" * 10) is not None
    assert read_late(RULE + " the" * 100_000) is None


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="0123456789.%円¥日週につき上限 perdayupto,、", max_size=24))
def test_any_text_is_read_or_kept_and_never_raises(text):
    terms = read_late(text)
    assert terms is None or terms.rate.value >= 0


def brute_force(rate, length, cap, days, *, begun):
    """Add the rate up period by period, day for day."""
    total, counted = Fraction(0), 0
    for number in range(1, days + 1):
        ends = number % length == 0
        starts = (number - 1) % length == 0
        counted += starts if begun else ends
    for _ in range(counted):
        total += rate
    return total if cap is None else min(total, cap)


@settings(max_examples=80, deadline=None)
@given(
    st.fractions(0, 5, max_denominator=1000),
    st.integers(1, 3),
    st.sampled_from([Unit.DAY, Unit.WEEK]),
    st.none() | st.fractions(0, 20, max_denominator=100),
    st.integers(0, 120),
    st.sampled_from(list(Part)),
)
def test_the_deduction_is_the_sum_over_the_days_held_down_by_the_cap(rate, count, unit, cap, days, part):
    terms = LateTerms("", Amount(rate), Span(count, unit), part, None if cap is None else Amount(cap))
    found = lateness.deduct(terms, days)
    length = count * (7 if unit is Unit.WEEK else 1)
    low = brute_force(rate, length, cap, days, begun=part is Part.BEGUN)
    high = brute_force(rate, length, cap, days, begun=part is not Part.FULL)
    assert (found.low.value, found.high.value) == (low, high)
    assert found.capped == (cap is not None and brute_force(rate, length, None, days, begun=part is Part.BEGUN) > cap)


LATE = [
    # late, shipped, English, Japanese
    (
        RULE,
        "2026-12-03",
        "If shipped on 2026-12-03, it is 3 days late (due on 2026-11-30); deduction: 1.5 % of the price "
        "(0.5 % per day, up to 10 %).",
        "2026-12-03に出荷する場合、出荷期日（2026-11-30）から3日の遅れとなり、控除は代金の1.5 %です"
        "（1日につき0.5 %、上限は10 %）。",
    ),
    (
        RULE,
        "2027-01-15",
        "If shipped on 2027-01-15, it is 46 days late (due on 2026-11-30); deduction: 10 % of the price, the agreed "
        "most (0.5 % per day, up to 10 %).",
        "2027-01-15に出荷する場合、出荷期日（2026-11-30）から46日の遅れとなり、控除は代金の10 %（取決めの上限）です"
        "（1日につき0.5 %、上限は10 %）。",
    ),
    (
        "1営業日につき契約金額の0.1 %",
        "2026-12-07",  # 1, 2, 3, 4 and 7 December
        "If shipped on 2026-12-07, it is 7 days late (counted: 5 business days) (due on 2026-11-30); deduction: 0.5 % "
        "of the contract price (0.1 % of the contract price per business day).",
        "2026-12-07に出荷する場合、出荷期日（2026-11-30）から7日（計算に用いる日数は5営業日）の遅れとなり、"
        "控除は契約金額の0.5 %です（1営業日につき契約金額の0.1 %）。",
    ),
    (
        "¥5,000 per day, up to 10 % of the price",
        "2026-12-01",
        "If shipped on 2026-12-01, it is 1 day late (due on 2026-11-30); deduction: ¥5,000, but at most 10 % of the "
        "price (¥5,000 per day, up to 10 % of the price).",
        "2026-12-01に出荷する場合、出荷期日（2026-11-30）から1日の遅れとなり、控除は5,000円（ただし代金の10 %を"
        "上限とする）です（1日につき5,000円、上限は代金の10 %）。",
    ),
    (
        "1 % per week, max 5 %",
        "2026-12-03",
        "If shipped on 2026-12-03, it is 3 days late (due on 2026-11-30); deduction: from 0 % of the price to 1 % of "
        "the price, for it is not agreed what a part of the period (week) counts (1 % per week, up to 5 %).",
        "2026-12-03に出荷する場合、出荷期日（2026-11-30）から3日の遅れとなり、控除は代金の0 %から代金の1 %まで"
        "（1週間に満たない端数の扱いが取り決められていないため）です（1週間につき1 %、上限は5 %）。",
    ),
    (
        RULE,
        "2026-11-30",
        "Due on 2026-11-30: if shipped on 2026-11-30, it is not late.",
        "出荷期日は2026-11-30です。2026-11-30に出荷する場合、遅れはありません。",
    ),
    (
        None,
        "2026-12-03",
        "If shipped on 2026-12-03, it is 3 days late (due on 2026-11-30). For a delay: nothing is agreed.",
        "2026-12-03に出荷する場合、出荷期日（2026-11-30）から3日の遅れとなります。遅れた場合の取決め：取決めなし。",
    ),
]


@pytest.mark.parametrize(("late", "shipped", "english", "japanese"), LATE)
def test_days_late_and_the_deduction_are_said_in_both_languages(late, shipped, english, japanese):
    terms = delivery(due="2026-11-30", **({"late": late} if late else {}))
    follows = follow(spec_with(terms), lot(Disposition.ACCEPT), occasion=Occasion(shipped=day(shipped)))
    found = of_step(follows, Step.LATE)
    assert [said(found, lang) for lang in ("en", "ja")] == [[english], [japanese]]


def test_without_a_shipping_date_the_day_of_inspection_shows_a_delay_so_far():
    follows = follow(spec_with(delivery(due="2026-11-30", late=RULE)), lot(Disposition.REJECT, item()))
    assert said(of_step(follows, Step.LATE)) == [
        "On the day of inspection, 2026-12-03, it is 3 days late (due on 2026-11-30); deduction so far: "
        "1.5 % of the price (0.5 % per day, up to 10 %)."
    ]


@pytest.mark.parametrize("date", [None, "soon", "2026-11-01"])
def test_no_delay_is_made_up_where_none_is_known(date):
    follows = follow(spec_with(delivery(due="2026-11-30", late=RULE)), lot(Disposition.ACCEPT, date=date))
    assert said(of_step(follows, Step.LATE)) == ["To be shipped by 2026-11-30. For a delay: 0.5 % per day, up to 10 %."]


def test_without_any_date_no_date_is_said():
    terms = delivery(late=RULE, escalation=(entry("rejected", within="3 business days", role=MANAGER),))
    follows = follow(spec_with(terms), lot(Disposition.REJECT, item(), date=None))
    assert all(one.by is None for one in follows)
    for one, lang in product(follows, LANGUAGES):
        texts = [render(value, lang) for value in (one.action, one.basis, one.term) if value is not None]
        assert not re.search(r"\d{4}-\d{2}", " ".join(texts))


# --- deadlines -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("3 business days", Span(3, Unit.BUSINESS_DAY)),
        ("3営業日", Span(3, Unit.BUSINESS_DAY)),
        ("within 3 working days", Span(3, Unit.BUSINESS_DAY)),
        ("３営業日以内", Span(3, Unit.BUSINESS_DAY)),
        ("5 days", Span(5, Unit.DAY)),
        ("2週間以内に", Span(2, Unit.WEEK)),
        ("24 hours", Span(24, Unit.HOUR)),
        ("24時間以内", Span(24, Unit.HOUR)),
        ("1 week", Span(1, Unit.WEEK)),
        ("immediately", None),
        ("直ちに", None),
        ("0 days", None),
        ("3 business days of receipt", None),
        ("3", None),
    ],
)
def test_a_time_to_act_is_read_or_kept(text, span):
    assert read_within(text) == span


@pytest.mark.parametrize(
    ("start", "span", "last"),
    [
        # Holidays Act: 4 and 5 May, and 6 May 2026 in place of 3 May, a Sunday; 9 and 10 May are a weekend.
        ("2026-05-01", Span(1, Unit.BUSINESS_DAY), "2026-05-07"),
        ("2026-05-01", Span(3, Unit.BUSINESS_DAY), "2026-05-11"),
        # 23 November 2026, a Monday, is Labour Thanksgiving Day.
        ("2026-11-20", Span(1, Unit.BUSINESS_DAY), "2026-11-24"),
        ("2026-11-20", Span(3, Unit.DAY), "2026-11-23"),
        ("2026-12-30", Span(2, Unit.WEEK), "2027-01-13"),
    ],
)
def test_business_days_leave_out_weekends_and_japanese_holidays(start, span, last):
    assert last_day(day(start), span, Calendar()) == day(last)


def test_hours_and_years_without_a_calendar_give_no_date():
    assert last_day(day("2026-12-03"), Span(24, Unit.HOUR), Calendar()) is None
    assert last_day(day("9999-12-30"), Span(300, Unit.BUSINESS_DAY), Calendar()) is None
    assert last_day(day("9999-12-30"), Span(300, Unit.DAY), Calendar()) is None


def test_an_escalation_names_who_by_when_and_from_when_it_counts():
    terms = delivery(
        due="2026-11-30",
        escalation=(
            entry("rejected", within="3 business days", role=MANAGER),
            entry("late", "supplier", within="1営業日", then={"en": "Names a new date.", "ja": "新しい日を連絡する。"}),
            entry("undecided", "supplier", within="2 days"),
        ),
    )
    follows = follow(spec_with(terms), lot(Disposition.REJECT, item()))
    chooses, late = of_step(follows, Step.CHOOSE), of_step(follows, Step.ESCALATE)
    # Thursday 3 December: Friday, Monday, Tuesday. Monday 30 November: Tuesday.
    assert [(one.actor, one.by, one.role) for one in chooses] == [(Actor.BUYER, "2026-12-08", MANAGER)]
    assert [(one.actor, one.by) for one in late] == [(Actor.SUPPLIER, "2026-12-01")]
    assert render(chooses[0].term, "en") == "within 3 business days of the inspection date (2026-12-03)"
    assert render(late[0].term, "ja") == "出荷期日（2026-11-30）から1営業日以内"
    assert said(late, "ja") == ["新しい日を連絡する。"]
    assert render(chooses[0].basis, "en") == "Specification, delivery.escalation, entry 1 (lot rejected)"


@pytest.mark.parametrize(
    ("disposition", "occasion", "nonconformity", "cases"),
    [
        (Disposition.ACCEPT, Occasion(), "major", []),
        (Disposition.REJECT, Occasion(), "major", ["rejected"]),
        (Disposition.REJECT, Occasion(submission=2), "major", ["rejected", "rejected again"]),
        (Disposition.REJECT, Occasion(), "critical", ["critical found", "rejected"]),
        (Disposition.ACCEPT, Occasion(), "critical", ["critical found"]),
        (Disposition.UNDECIDED, Occasion(discontinued=("major",)), "major", ["undecided", "discontinued"]),
        (Disposition.ACCEPT, Occasion(shipped=day("2026-12-01")), "major", ["late"]),
        (Disposition.ACCEPT, Occasion(shipped=day("2026-11-30")), "major", []),
    ],
)
def test_each_case_calls_for_its_own_entries(disposition, occasion, nonconformity, cases):
    every = ("critical found", "rejected", "rejected again", "undecided", "discontinued", "late")
    terms = delivery(due="2026-11-30", escalation=tuple(entry(when, then=when) for when in every))
    judged = lot(disposition, item(nonconformity=nonconformity), date="2026-11-20")
    follows = follow(spec_with(terms), judged, occasion=occasion)
    assert [one.action.values["then"]["en"] for one in of_step(follows, Step.ESCALATE)] == cases


# --- dispositions ----------------------------------------------------------------------------------------------------


def test_an_accepted_lot_may_be_shipped_without_the_pieces_found_nonconforming():
    follows = follow(spec_with(), lot(Disposition.ACCEPT, item(failed=("4", "2")), item("bore", failed=("2",))))
    assert said(follows) == [
        "The lot may be shipped.",
        "Before shipment, remove the nonconforming pieces that were found, or replace them with conforming ones "
        "(2 found: 2, 4).",
    ]
    assert said(follows, "ja")[0] == "このロットは出荷できます。"
    assert said(follow(spec_with(), lot(Disposition.ACCEPT, item(failed=())))) == ["The lot may be shipped."]


def test_a_rejected_lot_is_kept_apart_and_people_choose():
    follows = follow(spec_with(), lot(Disposition.REJECT, item()))
    assert [one.step for one in follows] == [Step.STANDS, Step.HOLD, Step.CHOOSE, Step.CONSENT, Step.RESUBMIT]
    assert "does not say who chooses" in said(follows)[2]
    agreed = delivery(escalation=(entry("rejected", then="meets the supplier"),))
    follows = follow(spec_with(agreed), lot(Disposition.REJECT, item()))
    assert "agreed steps above" in said(of_step(follows, Step.CHOOSE))[0]


def test_an_undecided_lot_says_what_is_missing_and_who_supplies_it():
    reasons = (
        Say("judgement.class-within-items", {"class": "major", "found": 5, "nonconforming": 1, "acceptance": 1}),
        Say("judgement.lot-size-unknown"),
        Say("judgement.all-fail", {"class": "major", "acceptance": 5}),
        Say("judgement.lot-size-unknown"),
    )
    follows = follow(spec_with(), lot(Disposition.UNDECIDED, item(), reasons=reasons))
    supply = of_step(follows, Step.SUPPLY)
    assert [(one.actor, one.action.values["missing"].key) for one in supply] == [
        (Actor.SUPPLIER, "judgement.lot-size-unknown"),
        (Actor.BOTH, "judgement.all-fail"),
    ]
    assert [one.step for one in follows if one.step not in (Step.SUPPLY,)] == [Step.STANDS, Step.DECIDE, Step.HOLD]


def test_reasons_in_the_table_are_reasons_of_the_catalogue():
    listed = [key for name in ("findings", "both") for key in _reasons()[name]]
    assert listed
    assert [key for key in listed if template(key, "en") is None] == []


def test_discontinued_inspection_suspends_even_an_accepted_lot():
    follows = follow(spec_with(), lot(Disposition.ACCEPT), occasion=Occasion(discontinued=("major", "all")))
    assert [one.step for one in follows] == [Step.SUSPEND, Step.IMPROVE]
    assert render(follows[0].basis, "ja") == "検査の切替えルール：検査停止（重不適合、全区分）"


@pytest.mark.parametrize("disposition", [Disposition.REJECT, Disposition.UNDECIDED])
def test_a_failing_flexible_limit_is_where_talk_may_begin(disposition):
    flexible = Characteristic.model_validate_json('{"kind": "dimension", "limit": "25 ±0.05 mm", "stance": "flexible"}')
    terms = spec_with(length=flexible)
    follows = follow(terms, lot(disposition, item()))
    talk = of_step(follows, Step.TALK)
    assert [one.actor for one in talk] == [Actor.BOTH]
    assert "柔軟条件" in said(talk, "ja")[0]
    assert "does not change this lot's verdict" in said(talk)[0]
    assert of_step(follow(terms, lot(disposition, item(failed=()))), Step.TALK) == []
    firm = spec_with(length=flexible.model_copy(update={"stance": "firm"}))
    assert of_step(follow(firm, lot(disposition, item())), Step.TALK) == []


# --- acts ------------------------------------------------------------------------------------------------------------


def test_an_act_stands_beside_the_verdict():
    follows = follow(spec_with(), lot(Disposition.REJECT, item()), [CONCESSION])
    assert said(of_step(follows, Step.ACT)) == [
        "Verdict REJECT (stands). Act: Concession, 2026-12-04 — quantity 200, consented by B. Sample, "
        "limits length 25 ±0.08 mm, until 2027-01-31, by A. Sample (buyer)."
    ]
    assert said(of_step(follows, Step.ACT), "ja") == [
        "判定：不合格（変更なし）。処置：特採（2026-12-04）。数量 200、同意者 B. Sample、"
        "適用する限界 length 25 ±0.08 mm、期限 2027-01-31、担当 A. Sample（購入者）。"
    ]
    assert "what the concession on record does not cover" in said(of_step(follows, Step.HOLD))[0]
    assert of_step(follows, Step.CONSENT) == []


@pytest.mark.parametrize("lacking", ["quantity", "consent_by", "limits", "until"])
def test_a_concession_that_lacks_something_is_none(lacking):
    act = replace(CONCESSION, **{lacking: None if lacking in ("quantity", "until") else ""})
    follows = follow(spec_with(), lot(Disposition.REJECT, item()), [act])
    assert "The concession is not complete" in said(of_step(follows, Step.CONSENT))[0]
    assert "Mark the lot as not accepted" in said(of_step(follows, Step.HOLD))[0]


def test_a_concession_that_has_ended_is_none():
    occasion = Occasion(shipped=day("2027-02-01"))
    follows = follow(spec_with(), lot(Disposition.REJECT, item()), [CONCESSION], occasion)
    assert "ended on 2027-01-31" in said(of_step(follows, Step.CONSENT))[0]
    last = follow(spec_with(), lot(Disposition.REJECT, item()), [CONCESSION], Occasion(shipped=day("2027-01-31")))
    assert of_step(last, Step.CONSENT) == []


def test_a_lot_sent_back_after_its_acceptance_is_not_shipped_before_that_is_settled():
    returned = Act("return", quantity=5)
    follows = follow(spec_with(), lot(Disposition.ACCEPT), [returned])
    assert [one.step for one in follows] == [Step.SETTLE, Step.ACT]
    # Scrapped before the result that accepted the rest: no contradiction.
    earlier = follow(spec_with(), lot(Disposition.ACCEPT), [replace(returned, kind="scrap", date="2026-12-02")])
    assert [one.step for one in earlier] == [Step.SHIP, Step.ACT]


def test_acts_on_inspection_at_large_are_not_acts_on_the_lot():
    assert of_step(follow(spec_with(), lot(Disposition.REJECT), [Act("authorise-reduced")]), Step.ACT) == []


# --- invariants ------------------------------------------------------------------------------------------------------

DELIVERIES = [
    None,
    delivery(late="see the frame contract"),
    delivery(
        due="2026-11-30",
        late="1週間につき代金の1 %、上限5 %",
        escalation=(
            entry("rejected", within="3営業日", role=MANAGER),
            entry("rejected again", "supplier", within="at once"),
            entry("undecided", "supplier", within="24 hours"),
            entry("discontinued", within="1 week"),
            entry("late", "supplier"),
            entry("critical found", "supplier", within="1 day"),
        ),
    ),
    delivery(due="2026-11-30", late="¥5,000 per business day or part thereof, up to 10 % of the order value"),
]
OCCASIONS = st.builds(
    Occasion,
    shipped=st.none() | st.dates(day("2026-11-20"), day("2027-03-01")),
    submission=st.integers(1, 3),
    discontinued=st.sampled_from([(), ("major",), ("critical", "minor")]),
)
ACTS = st.lists(
    st.builds(
        Act,
        kind=st.sampled_from(["return", "sort", "rework", "reinspect", "concession", "scrap", "steady"]),
        date=st.sampled_from(["2026-12-01", "2026-12-09"]),
        quantity=st.none() | st.integers(1, 500),
        consent_by=st.sampled_from(["", "B. Sample"]),
        limits=st.sampled_from(["", "25 ±0.08 mm"]),
        until=st.none() | st.just("2027-01-31"),
        party=st.sampled_from(["buyer", "supplier"]),
        note=st.sampled_from(["", "see mail"]),
    ),
    max_size=3,
)
LOTS = st.builds(
    lot,
    st.sampled_from(list(Disposition)),
    st.builds(item, failed=st.sampled_from([(), ("3",)]), nonconformity=st.sampled_from(["critical", "major"])),
    date=st.sampled_from([None, "2026-12-03"]),
    reasons=st.sampled_from([(), (Say("judgement.lot-size-unknown"),)]),
)


@settings(max_examples=150, deadline=None)
@given(LOTS, st.sampled_from(DELIVERIES), ACTS, OCCASIONS)
def test_nothing_but_an_acceptance_lets_a_lot_be_shipped(judged, terms, acts, occasion):
    follows = follow(spec_with(terms), judged, acts, occasion)
    ships = bool(of_step(follows, Step.SHIP))
    if ships:
        assert judged.disposition is Disposition.ACCEPT
        assert not occasion.discontinued
    for one, lang in product(follows, LANGUAGES):
        text = render(one.action, lang)
        assert (one.step is Step.SHIP) == any(phrase in text for phrase in MAY_SHIP)
    if judged.disposition is not Disposition.ACCEPT:
        assert follows[0].step is Step.STANDS
        assert of_step(follows, Step.HOLD)
    if judged.disposition is Disposition.ACCEPT and not occasion.discontinued and not acts:
        assert ships


def numbers(text):
    """Return the numbers of a sentence; the one of a Japanese period (1日につき) is a word in English."""
    plain = re.sub(r"1(?=(?:日|営業日|週間)(?:につき|（端数|に満たない))", "", text)
    return sorted(re.findall(r"\d+(?:[-.,]\d+)*", plain))


@settings(max_examples=150, deadline=None)
@given(LOTS, st.sampled_from(DELIVERIES), ACTS, OCCASIONS)
def test_both_languages_say_the_same_with_the_same_numbers(judged, terms, acts, occasion):
    for one in follow(spec_with(terms), judged, acts, occasion):
        for value in (one.action, one.basis, one.term):
            if value is not None:
                english, japanese = render(value, "en"), render(value, "ja")
                assert english.strip()
                assert re.search(r"[ぁ-んァ-ヶ一-龠]", japanese) or value.key == "aftermath.escalate.then"
                assert numbers(english) == numbers(japanese)
                assert not re.search(r"guarantee|100 % good|保証", english + japanese)


# --- lint and reports ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "codes"),
    [
        (None, []),
        (delivery(late=RULE), []),
        (delivery(late="as usual"), ["aftermath.late-as-written"]),
        (delivery(late="1 % per week"), ["aftermath.late-part-open"]),
        (delivery(late="1 % per full week"), []),
        (delivery(escalation=(entry("rejected", within="3 days"), entry("late", within="soon"))),
         ["aftermath.within-as-written"]),
    ],
)  # fmt: skip
def test_lint_warns_of_terms_that_are_not_computed(terms, codes):
    seen = []

    def place(path):
        seen.append(path)
        return Place("spec.yaml", len(path))

    problems = check(spec_with(terms), place)
    assert [problem.code for problem in problems] == codes
    assert all(problem.severity is Severity.WARNING for problem in problems)
    if codes == ["aftermath.within-as-written"]:
        assert ("delivery", "escalation", 1, "within") in seen


def full(disposition):
    flexible = Characteristic.model_validate_json(
        '{"kind": "dimension", "name": {"en": "Overall length", "ja": "全長"}, "limit": "25 mm", "stance": "flexible"}'
    )
    terms = delivery(
        due="2026-11-30",
        late=RULE,
        escalation=(
            entry("rejected", within="3 business days", role=MANAGER),
            entry("undecided", "supplier", within="2 days", then={"en": "Completes the data.", "ja": "データを補う。"}),
        ),
    )
    reasons = (Say("judgement.lot-size-unknown"),) if disposition is Disposition.UNDECIDED else ()
    acts = [CONCESSION] if disposition is Disposition.REJECT else []
    judged = lot(disposition, item(), reasons=reasons)
    return replace(judged, follows=follow(spec_with(terms, length=flexible), judged, acts))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("disposition", [Disposition.ACCEPT, Disposition.REJECT, Disposition.UNDECIDED])
def test_the_section_reads_as_reviewed(disposition, lang):
    document = Document("", tuple(aftermath.blocks(full(disposition))), (), (lang,), "")
    content = draw(document, width=110, color=False).encode()
    file = GOLDEN / f"{disposition.value}.{lang}.txt"
    if os.environ.get("QSPEC_WRITE_GOLDEN"):
        file.write_bytes(content)
    assert content.decode() == file.read_text("utf-8")


def test_acts_are_printed_apart_from_what_follows():
    table, paragraphs = aftermath.blocks(full(Disposition.REJECT))
    assert not any(cell.lines[0].key.startswith("aftermath.acted") for _, cell, *_ in table.rows)
    assert [cell.lines[0].key for cell in paragraphs.items] == ["aftermath.acted.detailed"]
    assert list(aftermath.blocks(lot(Disposition.ACCEPT))) == []


@pytest.mark.parametrize("page", ["aftermath.md", "aftermath.ja.md"])
def test_every_example_of_a_rate_in_the_docs_is_read(page):
    text = (HERE.parent / "docs" / page).read_text("utf-8")
    block = text.split("```yaml\n")[1].split("```")[0]
    examples = re.findall(r"^ *late: \"?([^\"\n]+)\"?", text, re.MULTILINE)
    examples += re.findall(r"^\| `([^`]+)` \|", text.split("<!-- rates -->")[1].split("<!-- end -->")[0], re.MULTILINE)
    assert len(examples) > 5
    assert [one for one in examples if read_late(one) is None] == []
    loaded = Delivery.model_validate_json(json.dumps(yaml.safe_load(block)["delivery"], default=str))
    assert all(read_within(one.within) for one in loaded.escalation)
