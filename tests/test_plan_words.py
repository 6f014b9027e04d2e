"""Sampling plans in words: what is read, what is refused instead of guessed, and what a plan comes to for a lot."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from qspec.errors import Refusal
from qspec.judgement.plans.model import (
    LEVELS,
    Arrow,
    Cell,
    Counting,
    Fixed,
    Full,
    Inspection,
    Plan,
    System,
    Table,
    TwoPoints,
    ZeroAcceptance,
)
from qspec.judgement.plans.reading import clashes, read_plan
from qspec.judgement.plans.resolving import accepts_everything, resolve
from qspec.judgement.plans.tables import aqls
from qspec.messages import LANGUAGES, catalogue, placeholders, say, template

CASES = Path(__file__).parent / "cases" / "plans"


def cases(name):
    return yaml.safe_load((CASES / name).read_text(encoding="utf-8"))


READ = [(text, entry["plan"]) for entry in cases("read.yaml") for text in entry["texts"]]
REFUSED = [(text, code) for code, texts in cases("refused.yaml").items() for text in texts]


def scheme(described):
    ((kind, values),) = described.items()
    if kind == "table":
        system, level, aql, counting, inspection = values
        severity = Inspection(inspection) if inspection else None
        return Table(System(system), level, Fraction(aql), Counting(counting), severity)
    makers = {"full": Full, "fixed": Fixed, "zero": ZeroAcceptance, "points": TwoPoints}
    return makers[kind](*(Fraction(value) if isinstance(value, str) else value for value in values))


def plan(text):
    read = read_plan(text)
    assert isinstance(read, Plan), read
    return read


def without_edition(read):
    return Table(read.system, read.level, read.aql, read.counting, read.inspection) if isinstance(read, Table) else read


@pytest.mark.parametrize(("text", "described"), READ)
def test_a_plan_is_read(text, described):
    read = plan(text)
    assert read.text == text
    assert without_edition(read.scheme) == scheme(described)


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_a_plan_that_cannot_be_trusted_is_refused(text, code):
    refusal = read_plan(text)
    assert isinstance(refusal, Refusal), refusal
    assert refusal.code == f"sampling.{code}"


@pytest.mark.parametrize(("text", "code"), [*REFUSED, ("systems", "systems-mixed")])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_refusal_is_said_with_the_values_it_has(text, code, lang):
    refusal = read_plan(text) if text != "systems" else mixed_systems()
    for field in ("text", "hint"):
        assert "{" not in say(f"{refusal.code}.{field}", lang, **refusal.values)
    if text.strip() and "text" in refusal.values:
        assert "text" in placeholders(template(f"{refusal.code}.text", lang))


def test_every_reason_of_the_catalogue_has_a_case():
    assert set(catalogue("en", "sampling")) == {code for _, code in REFUSED} | {"systems-mixed"}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("ISO 2859-1, level II, roughly, AQL 1.0", "roughly"),
        ("perhaps ISO 2859-1, level II, AQL 1.0", "perhaps"),
        ("ISO 2859-1, level IV, AQL 1.0", "level IV"),
        ("JIS Z 9015-1 検査水準II AQL 1.0 たぶん", "たぶん"),
        ("ISO 2859-1, level II, AQL 1.0 if possible, normal", "if possible"),
    ],
)
def test_the_part_that_is_not_understood_is_named(text, part):
    refusal = read_plan(text)
    assert isinstance(refusal, Refusal)
    assert refusal.values["part"] == part


def test_a_bare_aql_is_answered_with_the_two_questions():
    refusal = read_plan("AQL 2.5")
    assert isinstance(refusal, Refusal)
    english = say(f"{refusal.code}.text", "en", **refusal.values)
    assert "Which tables" in english
    assert "which inspection level" in english


@pytest.mark.parametrize(("aql", "below", "above"), [("2.0", "1.5", "2.5"), ("3.0", "2.5", "4.0"), ("5", "4.0", "6.5")])
def test_an_aql_that_the_tables_lack_is_answered_with_its_neighbours(aql, below, above):
    refusal = read_plan(f"ISO 2859-1, level II, AQL {aql}")
    assert isinstance(refusal, Refusal)
    assert (refusal.values["below"], refusal.values["above"]) == (below, above)


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("ISO 2859-1:2026, level II, AQL 1.0", "ISO 2859-1:2026"),
        ("JIS Z 9015-1：2006 検査水準II AQL 1.0", "JIS Z 9015-1:2006"),
        ("ISO 2859-1 / JIS Z 9015-1, II, AQL 1.0", "ISO 2859-1 / JIS Z 9015-1"),
    ],
)
def test_the_standard_is_kept_as_named(text, edition):
    assert plan(text).scheme.edition == edition


@given(st.permutations(["ISO 2859-1:1999", "level S-3", "AQL 0.40", "tightened", "single sampling"]))
def test_the_order_of_parts_says_nothing(parts):
    read = plan(", ".join(parts)).scheme
    assert read == Table(System.ISO, "S-3", Fraction("0.4"), Counting.ITEMS, Inspection.TIGHTENED, "ISO 2859-1:1999")


@given(st.text(alphabet="nAcReQLIS012.59,-%= /β合格検査水準なみ", max_size=25))
def test_any_text_is_read_or_refused_and_never_breaks(text):
    assert isinstance(read_plan(text), Plan | Refusal)


@pytest.mark.parametrize(("text", "_"), READ)
def test_a_word_more_refuses_every_plan(text, _):
    for more in ("unless agreed otherwise", "以外", "?"):
        assert isinstance(read_plan(f"{text} {more}"), Refusal)


def mixed_systems():
    major, minor = "ISO 2859-1, level II, AQL 1.0", "MIL-STD-105E, level II, AQL 2.5"
    return clashes([plan("n=5, Ac=0"), plan(major), plan(minor)])


def test_two_systems_in_one_spec_are_refused():
    refusal = mixed_systems()
    assert refusal is not None
    assert refusal.code == "sampling.systems-mixed"
    assert "MIL-STD-105E, level II, AQL 2.5" in refusal.values.values()


def test_one_system_with_other_kinds_of_plan_is_fine():
    plans = ["100%", "ISO 2859-1, level II, AQL 1.0", "JIS Z 9015-1 検査水準II AQL 2.5", "c=0, LQ 5 %, β 10 %"]
    assert clashes(map(plan, plans)) is None
    assert clashes([]) is None


# What a plan comes to for a lot.


def test_a_table_plan_takes_n_and_ac_of_the_row_that_the_arrow_leads_to():
    read = plan("ISO 2859-1, level II, AQL 0.40")
    resolved = resolve(read, 1200)
    assert resolved is not None
    assert (resolved.size, resolved.acceptance, resolved.rejection, resolved.full) == (125, 1, 2, False)
    assert resolved.cell == Cell("J", "K", Arrow.DOWN, Inspection.NORMAL)
    assert (resolved.plan, resolved.lot_size, resolved.table_size) == (read, 1200, 125)


@pytest.mark.parametrize(
    ("words", "given_severity", "used"),
    [
        ("", None, Inspection.NORMAL),
        (", tightened", None, Inspection.TIGHTENED),
        (", normal", Inspection.REDUCED, Inspection.REDUCED),
        ("", Inspection.TIGHTENED, Inspection.TIGHTENED),
    ],
)
def test_the_severity_from_the_lots_before_goes_before_the_words(words, given_severity, used):
    resolved = resolve(plan(f"ISO 2859-1, level II, AQL 1.0{words}"), 1200, given_severity)
    assert resolved is not None
    assert resolved.cell is not None
    assert resolved.cell.inspection is used


def test_reduced_inspection_by_mil_std_105e_leaves_a_gap_in_which_the_lot_is_accepted():
    resolved = resolve(plan("MIL-STD-105E, level II, AQL 1.0, reduced"), 5000)
    assert resolved is not None
    assert (resolved.size, resolved.acceptance, resolved.rejection) == (80, 2, 5)
    assert [resolved.accepts(found) for found in (2, 3, 4, 5)] == [True, True, True, False]
    assert [resolved.in_gap(found) for found in (2, 3, 4, 5)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("text", "lot", "size", "acceptance", "full"),
    [
        ("100%", 30, 30, 0, True),
        ("100%, Ac=1", 30, 30, 1, True),
        ("n=5, Ac=0", 30, 5, 0, False),
        ("n=5, Ac=0", 5, 5, 0, True),
        ("n=5, Ac=0", 3, 3, 0, True),
        ("n=5, Ac=0", None, 5, 0, False),
        ("ISO 2859-1, level II, AQL 0.10", 100, 100, 0, True),
        ("ISO 2859-1, level II, AQL 0.10", 125, 125, 0, True),
        ("ISO 2859-1, level II, AQL 0.10", 126, 125, 0, False),
        ("ISO 2859-1, level II, AQL 2.5", 1, 1, 0, True),
        ("ISO 2859-1, level II, AQL 2.5", 2, 2, 0, True),
        # scipy.stats.hypergeom.pmf(0, 100, 5, n): 0.1013 for n 36, 0.0934 for n 37.
        ("c=0, LQ 5 %, β 10 %", 100, 37, 0, False),
        ("c=0, LQ 5 %, β 10 %", 1, 1, 0, True),
    ],
)
def test_plans_of_lots(text, lot, size, acceptance, full):
    resolved = resolve(plan(text), lot)
    assert resolved is not None
    assert (resolved.size, resolved.acceptance, resolved.rejection) == (size, acceptance, acceptance + 1)
    assert resolved.full is full


def test_two_risk_points_need_no_lot_size_but_are_cut_to_the_lot():
    read = plan("p0=1%, α=5%, p1=5%, β=10%")
    resolved = resolve(read, None)
    assert resolved is not None
    # Smallest n with scipy.stats.binom.cdf(c, n, 0.05) <= 0.10 and binom.cdf(c, n, 0.01) >= 0.95: 132, c 3.
    assert (resolved.size, resolved.acceptance) == (132, 3)
    cut = resolve(read, 50)
    assert cut is not None
    assert (cut.size, cut.table_size, cut.full) == (50, 132, True)


@pytest.mark.parametrize("text", ["100%", "ISO 2859-1, level II, AQL 1.0", "c=0, LQ 5 %, β 10 %"])
def test_no_plan_without_a_lot_size_where_it_is_needed(text):
    assert resolve(plan(text), None) is None


@pytest.mark.parametrize("lot", [0, -1])
def test_a_lot_of_nothing_is_a_programmers_error(lot):
    with pytest.raises(ValueError, match="no plan for a lot"):
        resolve(plan("n=5, Ac=0"), lot)


def test_a_plan_cut_to_a_tiny_lot_that_accepts_whatever_is_found_is_visible():
    cut, whole = resolve(plan("n=80, Ac=2"), 2), resolve(plan("n=80, Ac=2"), 500)
    assert cut is not None
    assert whole is not None
    assert accepts_everything(cut)
    assert not accepts_everything(whole)
    counted = resolve(plan("ISO 2859-1, level II, AQL 400, nonconformities per 100 items"), 5)
    assert counted is not None
    assert counted.acceptance > counted.size
    assert not accepts_everything(counted)


@given(
    st.sampled_from(list(System)),
    st.sampled_from(LEVELS),
    st.sampled_from(aqls()),
    st.sampled_from(list(Inspection)),
    st.integers(1, 2_000_000),
)
def test_no_more_pieces_than_the_lot_and_no_silent_acceptance_of_items(system, level, aql, inspection, lot):
    counting = Counting.ITEMS if aql <= 10 else Counting.NONCONFORMITIES
    resolved = resolve(Plan("", Table(system, level, aql, counting)), lot, inspection)
    assert resolved is not None
    assert 1 <= resolved.size <= lot
    assert resolved.full is (resolved.size == lot)
    assert resolved.acceptance < resolved.rejection
    if resolved.size == resolved.table_size and counting is Counting.ITEMS and inspection is not Inspection.REDUCED:
        assert not accepts_everything(resolved)


@pytest.mark.parametrize("left_out", ["ISO 2859-1", "level II", "AQL 1.0"])
def test_a_table_plan_lacking_a_part_is_never_a_plan(left_out):
    parts = [part for part in ("ISO 2859-1", "level II", "AQL 1.0", "normal") if part != left_out]
    assert isinstance(read_plan(", ".join(parts)), Refusal)
