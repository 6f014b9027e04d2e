"""Normal, tightened, reduced: what applies to the next lot, counted by hand and against the rules in another form."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from history_books import act_entry, class_result, lot_entry, play
from hypothesis import given, settings
from hypothesis import strategies as st

from qspec.judgement.history import Header, Ledger, severities, standings, state
from qspec.judgement.history.events import terms_of
from qspec.judgement.plans import tables
from qspec.judgement.plans.model import Inspection, Plan, System, Table
from qspec.messages import LANGUAGES, render

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "history" / "switching.yaml").read_text(encoding="utf-8"))
SEVERITIES = [Inspection.REDUCED, Inspection.NORMAL, Inspection.TIGHTENED]


def severity(now):
    return SEVERITIES.index(now.inspection) + now.discontinued


@pytest.mark.parametrize("name", CASES)
def test_what_applies_to_the_next_lot(name):
    case = dict(CASES[name])
    terms = {key: case.pop(key) for key in ("system", "letter", "aql") if key in case}
    stated = Inspection(case.pop("stated")) if "stated" in case else None
    entries = play(case.pop("lots"), **terms, stated=stated)
    known = {key: value for key, value in terms.items() if key != "letter"}
    now = state(entries, "major", None if entries else terms_of(class_result(stated=stated, **known), "ab" * 32))
    got = {
        "next": now.inspection.value,
        "discontinued": now.discontinued,
        "run": now.run,
        "failures": now.failures,
        "score": now.score,
    }
    assert {key: got[key] for key in case} == case
    assert now.discontinued == case.get("discontinued", False)


@given(st.lists(st.sampled_from("AR"), max_size=40))
def test_normal_and_tightened_against_the_rules_as_patterns(verdicts):
    """The rules as patterns over the letters since the last change: R, up to three others, R; and five A."""
    rest, now = "".join(verdicts), "normal"
    while rest and now != "discontinued":
        if now == "normal":
            found, then = re.search(r"RA{0,3}R", rest), "tightened"
        else:
            back, out = re.search(r"A{5}", rest), re.search(r"(R[^R]*){4}R", rest)
            out = out if out and not (back and back.end() < out.end()) else None
            found, then = (out, "discontinued") if out else (back, "normal")
        rest, now = (rest[found.end() :], then) if found else ("", now)
    got = state(play(" ".join(verdicts)), "major")
    assert ("discontinued" if got.discontinued else got.inspection.value) == now


def test_every_own_row_plan_with_ac_2_or_more_has_a_tighter_neighbour_in_its_row():
    from qspec.judgement.history.scoring import tighter_acceptance

    checked = 0
    for letter in tables.LETTERS:
        for aql in tables.aqls():
            row = tables.lookup(System.ISO, Inspection.NORMAL, letter, aql)
            if row.ac >= 2:
                result = class_result("A", 0, letter=letter, aql=tables.aql_text(aql))
                tighter = tighter_acceptance(result)
                assert tighter is not None
                assert tighter < row.ac
                checked += 1
    assert checked > 100


events = st.lists(
    st.sampled_from(["A", "A", "A", "A", "A", "A", "R", "U", "A:1", "+steady", "+authorise-reduced", "+irregular"]),
    max_size=60,
)
systems = st.sampled_from(["iso2859-1", "mil-std-105e"])


@given(events, systems, st.sampled_from(["0.65", "1.0"]), st.sampled_from(["R", "U"]))
@settings(max_examples=150, deadline=None)
def test_a_further_lot_that_is_not_accepted_never_leads_to_a_milder_severity(tokens, system, aql, worse):
    now = state(play(" ".join(tokens), system=system, aql=aql), "major")
    then = state(play(" ".join([*tokens, worse]), system=system, aql=aql), "major")
    assert severity(then) >= severity(now)
    assert then.score == 0
    assert then.run == 0


@given(events, st.integers(0, 59), systems)
@settings(max_examples=150, deadline=None)
def test_a_lot_not_accepted_in_the_place_of_an_accepted_one_never_helps_on_the_spot(tokens, place, system):
    accepted = [index for index, token in enumerate(tokens) if token.startswith("A")]
    if not accepted:
        return
    index = accepted[place % len(accepted)]
    spoilt = [*tokens[:index], "R"]
    kept = play(" ".join(tokens[: index + 1]), system=system)
    assert severity(state(play(" ".join(spoilt), system=system), "major")) >= severity(state(kept, "major"))


@given(events, systems)
@settings(max_examples=100, deadline=None)
def test_reduced_is_never_reached_without_both_recorded_decisions(tokens, system):
    now = state(play(" ".join(tokens), system=system), "major")
    if now.inspection is Inspection.REDUCED:
        assert {"+steady", "+authorise-reduced"} <= set(tokens)


@given(events, systems)
@settings(max_examples=50, deadline=None)
def test_every_state_says_why_in_both_languages(tokens, system):
    now = state(play(" ".join(tokens), system=system), "major")
    for lang in LANGUAGES:
        said = [render(reason, lang) for reason in now.reasons]
        assert len(said) >= 2
        assert all(said)


def test_classes_are_switched_apart():
    entries = [lot_entry(i, class_result("R"), class_result("A", name="minor")) for i in range(2)]
    found = standings(entries)
    assert found["major"].inspection is Inspection.TIGHTENED
    assert found["minor"].inspection is Inspection.NORMAL


def test_a_class_divided_later_keeps_its_history():
    entries = [lot_entry(i, class_result("R", name="all")) for i in range(2)]
    assert state(entries, "major").inspection is Inspection.TIGHTENED
    joined = [lot_entry(i, class_result("R"), class_result("A", name="minor")) for i in range(2)]
    assert state(joined, "all").inspection is Inspection.TIGHTENED


def test_an_act_for_one_class_is_for_that_class():
    entries = [lot_entry(i, class_result("A"), class_result("A", name="minor")) for i in range(15)] + [
        act_entry("steady"),
        act_entry("authorise-reduced", nonconformity="minor"),
    ]
    found = standings(entries)
    assert found["major"].inspection is Inspection.NORMAL
    assert found["minor"].inspection is Inspection.REDUCED


def test_the_authority_is_told_the_sums_to_compare_with_the_limit_number():
    now = state(play("A:1 A A A A:1 A A A A A A", system="mil-std-105e"), "major")
    said = next(reason for reason in now.reasons if reason.key == "lots.outlook.ten-lots")
    assert dict(said.values) == {"run": 11, "needed": 10, "sampled": 800, "found": 1}


def test_a_plan_that_is_not_from_the_tables_neither_helps_nor_harms():
    fixed = replace(class_result("R"), system=None, level=None, aql=None, inspection=None)
    entries = [lot_entry(i, fixed) for i in range(5)]
    assert state(entries, "major").inspection is Inspection.NORMAL
    assert state([*play("R R"), *entries], "major").inspection is Inspection.TIGHTENED


def test_an_undecided_lot_proves_nothing_for_any_class():
    entries = [lot_entry(i, class_result("A"), class_result("U", name="minor")) for i in range(3)]
    assert state(entries, "major").score == 0
    assert state(entries, "major").run == 0


def ledger_of(entries):
    return Ledger("book", Header("QS-1"), tuple(entries), ("0" * 64,) * (len(entries) + 1))


PLANS = {
    "major": Plan("ISO 2859-1, level II, AQL 0.65", Table(System.ISO, "II", Fraction("0.65"))),
    "minor": Plan("n=5, Ac=0", None),
}
SHA = "ab" * 32
REDUCED = "A A A A A A A A A A A A A A A +steady +authorise-reduced"


def test_the_judging_is_told_for_each_class_with_a_table():
    found = severities(ledger_of(play("R R")), SHA, PLANS)
    assert set(found) == {"major"}
    assert found["major"].inspection is Inspection.TIGHTENED
    assert found["major"].reasons


def test_a_lot_judged_again_is_judged_by_what_applied_to_it():
    entries = play("R R#x A")
    assert severities(ledger_of(entries), SHA, PLANS, lot="x", part="KN-1")["major"].inspection is Inspection.NORMAL
    assert severities(ledger_of(entries), SHA, PLANS, lot="y")["major"].inspection is Inspection.TIGHTENED


def test_a_lot_submitted_again_is_not_inspected_under_reduced_inspection():
    entries = play(f"R#x {REDUCED} +sort#x")
    assert severities(ledger_of(entries), SHA, PLANS, lot="y")["major"].inspection is Inspection.REDUCED
    again = severities(ledger_of(entries), SHA, PLANS, lot="x", part="KN-1")["major"]
    assert again.inspection is Inspection.NORMAL


def test_another_spec_is_not_inspected_under_reduced_inspection():
    entries = play(REDUCED)
    assert severities(ledger_of(entries), SHA, PLANS)["major"].inspection is Inspection.REDUCED
    assert severities(ledger_of(entries), "cd" * 32, PLANS)["major"].inspection is Inspection.NORMAL
    other = {"major": Plan("", Table(System.ISO, "II", Fraction("1.0")))}
    assert severities(ledger_of(entries), SHA, other)["major"].inspection is Inspection.NORMAL
