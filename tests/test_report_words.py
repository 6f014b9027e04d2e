"""Words that several outputs share: plans for readers of both languages, numbers of characteristics."""

from __future__ import annotations

import dataclasses

import pytest
import report_fakes as fakes

from qspec.judgement.plans.reading import read_plan
from qspec.judgement.plans.told import in_words
from qspec.messages import render
from qspec.report.content.wording import number_of, numbering
from qspec.report.words import plan_written


@pytest.mark.parametrize(
    ("written", "en", "ja"),
    [
        ("100%", "100%", "100%"),
        ("n=5, Ac=0", "n=5, Ac=0", "n=5, Ac=0"),
        ("全数検査", "100 %", "全数検査"),
        ("every piece", "every piece", "全数検査"),
        ("JIS Z 9015-1、検査水準Ⅱ、AQL 0.65", "JIS Z 9015-1, level II, AQL 0.65", "JIS Z 9015-1、検査水準Ⅱ、AQL 0.65"),
        ("ISO 2859-1, level S-2, AQL 2.5", "ISO 2859-1, level S-2, AQL 2.5", "ISO 2859-1、検査水準S-2、AQL 2.5"),
        (
            "合格判定数0、LQ 5 %、消費者危険 10 %",
            "Ac = 0, LQ 5 %, buyer's risk 10 %",
            "合格判定数0、LQ 5 %、消費者危険 10 %",
        ),
        (
            "p0 = 1 %, alpha = 5 %, p1 = 6 %, beta = 10 %",
            "p0 = 1 %, alpha = 5 %, p1 = 6 %, beta = 10 %",
            "規準型（p0 = 1 %、α = 5 %、p1 = 6 %、β = 10 %）",
        ),
    ],
)
def test_each_reader_sees_a_plan_in_their_language_and_as_written_in_the_other(written, en, ja):
    plan = read_plan(written)
    said = plan_written(plan.text, in_words(plan.scheme))
    assert (render(said, "en"), render(said, "ja")) == (en, ja)


def test_no_two_characteristics_share_a_number():
    def item(key, balloon):
        return dataclasses.replace(fakes.item(key), balloon=balloon)

    items = (item("a", None), item("b", "①"), item("c", "2"), item("d", None), item("e", "3a"))
    order = numbering(items)
    assert [number_of(one, order) for one in items] == ["3", "①", "2", "4", "3a"]
