"""The sampling tables: every cell against transcriptions of other people's copies, against the tables' own rule, and
against what a person reads in them."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from sampling_page import PAGE, page

from qspec.judgement.plans.model import LEVELS, Arrow, Inspection, System
from qspec.judgement.plans.tables import LETTERS, aql_text, aqls, bands, code_letter, lookup, neighbours, sizes, tighter

ORACLES = Path(__file__).parent / "oracles" / "sampling"
NORMAL, TIGHTENED, REDUCED = Inspection.NORMAL, Inspection.TIGHTENED, Inspection.REDUCED
KEYS = [(letter, aql) for letter in LETTERS for aql in aqls()]


def transcription(name):
    """Yield the rows of a transcription, its heading comment left out."""
    with (ORACLES / f"{name}.csv").open(encoding="utf-8") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def cells(name):
    """Return a transcribed master table: cell text by letter and AQL; row S, which only arrows lead to, left out."""
    rows = [row for row in transcription(name) if row["letter"] != "S"]
    return {(row["letter"], Fraction(aql)): text for row in rows for aql, text in row.items() if aql != "letter"}


def plan(system, inspection, letter, aql):
    row = lookup(system, inspection, letter, aql)
    return row.n, row.ac, row.re


def test_code_letters_of_both_transcriptions():
    rows = list(transcription("letters"))
    assert [(band["lots"]) for band in rows] == [f"{first}-{last or ''}" for first, last in bands()]
    read = 0
    for row, (first, last) in zip(rows, bands(), strict=True):
        for source in ("GB/T 2828.1-2012", "MIL-STD-105E"):
            for level, letter in zip(LEVELS, row[source], strict=True):
                assert {code_letter(first, level), code_letter(last or 10**9, level)} == {letter}, (row["lots"], level)
                read += 1
    assert read == 2 * 105


@pytest.mark.parametrize("inspection", Inspection)
def test_every_iso_cell_is_that_of_the_transcribed_gb_t_2828_1(inspection):
    table = cells(f"gbt2828-{inspection.value}")
    assert set(table) == set(KEYS)
    for (letter, aql), text in table.items():
        row = lookup(System.ISO, inspection, letter, aql)
        assert f"{row.effective_letter}/{row.n}/{row.ac}" == text, (letter, aql)
        assert row.re == row.ac + 1


@pytest.mark.parametrize("inspection", Inspection)
def test_every_mil_cell_is_that_of_the_transcribed_mil_std_105e(inspection):
    table = cells(f"mil105e-{inspection.value}")
    assert set(table) == set(KEYS)
    for (letter, aql), text in table.items():
        n, ac, re = plan(System.MIL, inspection, letter, aql)
        assert text == (f"{n}/{ac}/{re}" if inspection is REDUCED else f"{n}/{ac}"), (letter, aql)
        assert re == ac + 1 or inspection is REDUCED


DIAGONALS = {
    NORMAL: {14: 0, 17: 1, 18: 2, 19: 3, 20: 5, 21: 7, 22: 10, 23: 14, 24: 21, 25: 30, 26: 44},
    TIGHTENED: {15: 0, 18: 1, 19: 2, 20: 3, 21: 5, 22: 8, 23: 12, 24: 18, 25: 27, 26: 41},
    REDUCED: {14: 0, 18: 1, 19: 2, 20: 3, 21: 5, 22: 6, 23: 8, 24: 10, 25: 14, 26: 21},
}
"""Structure of the ISO tables: Ac by the sum of the places of letter and AQL, both counted from 0. The last two sums
are for the letters A to E. Letters A, B and C of the reduced table are irregular (all n = 2)."""


@pytest.mark.parametrize("inspection", Inspection)
def test_the_iso_tables_follow_their_rule(inspection):
    rule = DIAGONALS[inspection]
    own = {key for key in KEYS if lookup(System.ISO, inspection, *key).arrow is Arrow.NONE}
    for place, letter in enumerate(LETTERS):
        for column, aql in enumerate(aqls()):
            if inspection is REDUCED and letter in "ABC":
                continue
            row = lookup(System.ISO, inspection, letter, aql)
            last = 26 if letter <= "E" else 24
            if place + column in rule and place + column <= last:
                assert (row.arrow, row.effective_letter, row.ac) == (Arrow.NONE, letter, rule[place + column])
                continue
            above = any((other, aql) in own for other in LETTERS[:place])
            below = any((other, aql) in own for other in LETTERS[place + 1 :]) or row.effective_letter == "S"
            up = place + column > last or (place + column == min(rule) + 1 and inspection is not TIGHTENED)
            assert row.arrow is (Arrow.UP if (up and above) or not below else Arrow.DOWN), (letter, aql)


def nearest(system, inspection, letter, aql, arrow):
    """Follow an arrow by hand: the nearest letter that way whose own cell holds a plan."""
    order = LETTERS + "S"
    way = order[order.index(letter) + 1 :] if arrow is Arrow.DOWN else order[: order.index(letter)][::-1]
    for other in way:
        if other == "S" or lookup(system, inspection, other, aql).arrow is Arrow.NONE:
            return other
    raise AssertionError("an arrow to nowhere")


@pytest.mark.parametrize("system", System)
@pytest.mark.parametrize("inspection", Inspection)
def test_an_arrow_moves_n_as_well_as_ac(system, inspection):
    for letter, aql in KEYS:
        row = lookup(system, inspection, letter, aql)
        assert row.n == sizes(system, inspection)[row.effective_letter]
        assert (row.arrow is Arrow.NONE) == (row.effective_letter == letter)
        if row.arrow is not Arrow.NONE:
            assert row.effective_letter == nearest(system, inspection, letter, aql, row.arrow)
            if row.effective_letter != "S":
                assert plan(system, inspection, letter, aql) == plan(system, inspection, row.effective_letter, aql)


@pytest.mark.parametrize(("inspection", "differing"), [(NORMAL, 0), (TIGHTENED, 1), (REDUCED, 251)])
def test_the_two_systems_differ_where_they_are_known_to(inspection, differing):
    different = [key for key in KEYS if plan(System.ISO, inspection, *key) != plan(System.MIL, inspection, *key)]
    assert len(different) == differing
    if inspection is TIGHTENED:
        assert different == [("A", Fraction(10))]


def test_the_reduced_mil_table_leaves_a_gap_and_the_iso_table_does_not():
    assert plan(System.MIL, REDUCED, "L", Fraction("1.0")) == (80, 2, 5)
    assert plan(System.ISO, REDUCED, "L", Fraction("1.0")) == (80, 3, 4)


@pytest.mark.parametrize(
    ("system", "inspection", "lot", "level", "aql", "letter", "expected"),
    [
        # ASQ's published answers to questions on Z1.4, table I: level III of 50 is E, S-3 of 2 is A, II of 232 is G.
        (System.MIL, NORMAL, 50, "III", "1.0", "E", ("E", 13, 0)),
        (System.MIL, NORMAL, 232, "II", "0.1", "G", ("K", 125, 0)),
        # The cells that packages get wrong by keeping the first letter's n.
        (System.ISO, NORMAL, 1200, "II", "0.10", "J", ("K", 125, 0)),
        (System.ISO, NORMAL, 1200, "II", "0.25", "J", ("H", 50, 0)),
        (System.ISO, NORMAL, 1200, "II", "0.40", "J", ("K", 125, 1)),
        (System.ISO, NORMAL, 1200, "II", "1.0", "J", ("J", 80, 2)),
        (System.ISO, TIGHTENED, 500001, "III", "0.025", "R", ("S", 3150, 1)),
    ],
)
def test_plans_that_a_person_reads_in_the_tables(system, inspection, lot, level, aql, letter, expected):
    assert code_letter(lot, level) == letter
    row = lookup(system, inspection, letter, Fraction(aql))
    assert (row.effective_letter, row.n, row.ac) == expected


@pytest.mark.parametrize("system", System)
def test_severity_goes_one_way(system):
    for letter, aql in KEYS:
        normal, tightened, reduced = (
            lookup(system, severity, letter, aql) for severity in (NORMAL, TIGHTENED, REDUCED)
        )
        assert reduced.n <= normal.n
        # Tightened means fewer nonconforming pieces for the pieces inspected: more pieces, or a smaller Ac.
        assert tightened.n > normal.n or tightened.ac <= normal.ac


@pytest.mark.parametrize("level", LEVELS)
def test_larger_lots_never_have_an_earlier_letter(level):
    letters = [code_letter(size, level) for size in range(2, 2000)]
    assert letters == sorted(letters)


def test_the_26_aqls_and_their_neighbours():
    assert len(aqls()) == 26
    assert [aql_text(aql) for aql in (aqls()[0], aqls()[9], aqls()[-1])] == ["0.010", "0.65", "1000"]
    assert neighbours(Fraction(2)) == (Fraction("1.5"), Fraction("2.5"))
    assert neighbours(Fraction("2.5")) == (Fraction("1.5"), Fraction(4))
    assert neighbours(Fraction(2000)) == (Fraction(1000), None)
    assert (tighter(Fraction("2.5")), tighter(Fraction("0.010"))) == (Fraction("1.5"), None)


@pytest.mark.parametrize(("lot", "level"), [(1, "II"), (0, "II"), (-5, "I"), (100, "IV")])
def test_no_letter_where_the_table_has_none(lot, level):
    with pytest.raises(ValueError, match="no code letter"):
        code_letter(lot, level)


@pytest.mark.parametrize(("letter", "aql"), [("S", "0.025"), ("I", "1.0"), ("A", "2.0")])
def test_no_plan_where_the_tables_have_none(letter, aql):
    with pytest.raises(ValueError, match="no plan"):
        lookup(System.ISO, TIGHTENED, letter, Fraction(aql))


def test_the_page_shows_the_tables_that_are_used():
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_page_shows_every_cell():
    text = page()
    # Four master tables in two halves of 13 AQLs and two columns more; the code letters with their band.
    cells = sum(row.count("|") - 3 for row in text.splitlines() if row.startswith("| **"))
    assert cells == 4 * 416
    assert "| **J** | 80 | ↓ Q 1250 0/1 |" in text
    assert "| 501 – 1200 | C | C | E | F | G | J | K |" in text
    assert "letter · サンプル文字 A, AQL 10: ↓ D 8 1/2" in text
