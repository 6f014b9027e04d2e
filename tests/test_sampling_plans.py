"""Sampling plans in words: what is read, and what is refused instead of guessed."""

import pytest

from qspec.errors import Refusal
from qspec.judgement.sampling import Plan, read_plan


@pytest.mark.parametrize(
    ("text", "size", "acceptance"),
    [
        ("100%", None, 0),
        ("100 %", None, 0),
        ("１００％", None, 0),
        ("全数", None, 0),
        ("every piece", None, 0),
        ("full inspection, Ac=1", None, 1),
        ("100% Ac 1 Re 2", None, 1),
        ("全数検査", None, 0),
        ("100%, Ac=1", None, 1),
        ("n=5, Ac=0", 5, 0),
        ("n=5 Ac=0", 5, 0),
        ("n = 80, c = 2", 80, 2),
        ("n=80、Ac=2、Re=3", 80, 2),
    ],
)
def test_a_plan_is_read(text, size, acceptance):
    plan = read_plan(text)
    assert isinstance(plan, Plan)
    assert (plan.size, plan.acceptance) == (size, acceptance)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "judgement.plan-unreadable"),
        ("n=5", "judgement.plan-without-acceptance"),
        ("n=0, Ac=0", "judgement.plan-unreadable"),
        ("n=5, Ac=5", "judgement.plan-accepts-all"),
        ("n=5, Ac=0, Re=2", "judgement.plan-rejection-number"),
        ("n=5, Ac=0, n=6", "judgement.plan-unreadable"),
        ("100%, n=5, Ac=0", "judgement.plan-unreadable"),
        ("50%", "judgement.plan-unreadable"),
        ("some pieces", "judgement.plan-unreadable"),
        ("AQL 2.5", "judgement.plan-not-available"),
        ("ISO 2859-1, level II, AQL 0.65", "judgement.plan-not-available"),
        ("JIS Z 9015-1 通常検査水準II AQL 1.0", "judgement.plan-not-available"),
    ],
)
def test_a_plan_that_cannot_be_trusted_is_refused(text, code):
    plan = read_plan(text)
    assert isinstance(plan, Refusal)
    assert plan.code == code


def test_the_sample_is_never_larger_than_the_lot():
    plan = Plan("n=80, Ac=1", 80, 1)
    assert plan.expected(50) == 50
    assert plan.expected(200) == 80
    assert plan.expected(None) == 80
    assert Plan("100%", None).expected(None) is None
