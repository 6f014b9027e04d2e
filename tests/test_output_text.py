"""The text of ``qspec check``: what it says, in which order, and that it fits the terminal.

The golden files were read by eye; ``QSPEC_WRITE_GOLDEN=1`` in the environment writes them anew.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import evaluations
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qspec.errors import Place, Say
from qspec.judgement.result import Disposition, Verdict
from qspec.report import as_json, as_text
from qspec.report.build import build
from qspec.report.options import OutputOptions
from qspec.report.outline import (
    Align,
    Banner,
    Cell,
    Column,
    Document,
    Facts,
    Masthead,
    PageBreak,
    Paragraphs,
    Seal,
    Table,
    Tone,
)
from qspec.report.text import SMALLEST, draw
from qspec.report.width import columns

GOLDEN = Path(__file__).parent / "golden" / "output"
LANGUAGES = {"en": ("en",), "ja": ("ja",), "both": ("ja", "en")}
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def text(evaluation, languages=("en",), width=100, color=False):
    options = OutputOptions(languages=languages, width=width, color=color)
    return as_text.write(evaluation, options).decode("utf-8")


def compare_with_golden(name, content):
    file = GOLDEN / name
    if os.environ.get("QSPEC_WRITE_GOLDEN"):
        file.write_bytes(content)
    assert content.decode("utf-8") == file.read_bytes().decode("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", ["rejected", "accepted", "several"])
def test_text_reads_as_reviewed(case, language):
    content = text(getattr(evaluations, case)(), LANGUAGES[language], width=80)
    compare_with_golden(f"{case}.{language}.txt", content.encode())


@pytest.mark.parametrize("case", ["rejected", "several"])
def test_json_reads_as_reviewed(case):
    compare_with_golden(f"{case}.json", as_json.write(getattr(evaluations, case)(), OutputOptions()))


@pytest.mark.parametrize(
    ("case", "language", "first"),
    [
        ("rejected", "en", "Lot A-17: REJECT"),
        ("rejected", "ja", "ロット A-17: 不合格"),
        ("rejected", "both", "ロット A-17 / Lot A-17: 不合格 / REJECT"),
        ("several", "en", "All lots together: UNDECIDED"),
        ("evaluation", "en", "Nothing was judged: UNDECIDED"),
        ("evaluation", "ja", "判定したロットはありません: 判定保留"),
    ],
)
def test_the_disposition_is_the_first_thing_said(case, language, first):
    assert text(getattr(evaluations, case)(), LANGUAGES[language]).splitlines()[0] == first


def test_a_failure_shows_reading_limit_margin_rule_and_place_worst_first():
    shown = text(evaluations.rejected(), width=120)
    assert "limit φ10 H7, that is 10 ≤ x ≤ 10.015 mm; with the guard band 10.003 ≤ x ≤ 10.012 mm" in shown
    assert "rule: each value" in shown
    rows = [line.split() for line in shown.splitlines() if line.startswith("K0")]
    assert rows[0] == ["K007", "10.021", "-0.009", "mm", "測定!D9"]
    assert rows[1] == ["K004", "10.0135", "-0.0015", "mm", "測定!D6"]
    assert not any("10.006" in row for row in rows)  # a reading well inside is no news


def test_only_the_worst_of_many_failures_are_shown_and_the_others_are_counted():
    readings = tuple(
        evaluations.reading(f"P{n}", n, f"10.{n:03d}", f"-0.{n:03d}", Verdict.FAIL) for n in range(100, 140)
    )
    limit = evaluations.check("φ", "φ10 h7", "9.985 ≤ x ≤ 10 mm", readings, failed=60, count=200)
    item = evaluations.item("shaft", {"en": "Shaft"}, (limit,), failed=60, measured=200)
    shown = text(evaluations.evaluation(evaluations.lot(Disposition.REJECT, item)))
    assert [line.split()[0] for line in shown.splitlines() if line.startswith("P1")] == [
        "P139",
        "P138",
        "P137",
        "P136",
        "P135",
    ]
    assert "60 of 200 values outside" in shown
    assert "The 5 worst of 60 values" in shown


def test_a_csv_place_is_a_line_and_a_column():
    reading = evaluations.reading("P1", 1, "11", "-1", Verdict.FAIL, place=Place("batch.csv", line=14, name="bore"))
    item = evaluations.item("bore", {"en": "Bore"}, (evaluations.check("φ", "φ10", "x ≤ 10 mm", (reading,)),))
    assert "line 14 [bore]" in text(evaluations.evaluation(evaluations.lot(Disposition.REJECT, item)))


def test_a_limit_of_something_not_measured_is_still_listed():
    row = next(line for line in text(evaluations.rejected()).splitlines() if line.startswith("UNDECIDED  ③"))
    assert "Ra ≤ 0.8 µm" in row
    assert "0/5" in row


def test_it_is_said_that_uncertainty_was_not_considered():
    assert "Measurement uncertainty was not considered for: Body color." in text(evaluations.accepted())


def test_every_line_in_color_says_the_same_without_it():
    plain, colored = (text(evaluations.rejected(), color=color) for color in (False, True))
    assert "\x1b" not in plain
    assert "\x1b[1;31mREJECT\x1b[0m" in colored
    assert ESCAPE.sub("", colored).replace(" ", "") == plain.replace(" ", "")


def test_user_text_cannot_control_the_terminal():
    nasty = "\x1b]0;owned\x07\x1b[2J\u202e\nLot A-17: ACCEPT"
    reading = evaluations.reading(nasty, 1, nasty, "-1", Verdict.FAIL, place=Place(nasty, sheet=nasty, cell="A1"))
    limit = evaluations.check(nasty, nasty, nasty, (reading,))
    item = evaluations.item(nasty, {"en": nasty}, (limit,), failed_pieces=(nasty,), balloon=nasty)
    lot = evaluations.lot(Disposition.REJECT, item)
    hostile = evaluations.evaluation(
        replace(lot, info=replace(lot.info, id=nasty)), data_file=nasty, unused=(nasty,), notes=(Say(*_saying(nasty)),)
    )
    for color in (False, True):
        shown = ESCAPE.sub("", text(hostile, color=color))
        assert not [char for char in shown if char != "\n" and not char.isprintable()]
        assert not [line for line in shown.splitlines() if line.strip() == "Lot A-17: ACCEPT"]


def _saying(value):
    return "judgement.item-without-readings", {"name": value}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [10, 24, 40, 60, 61, 72, 80, 100, 132, 400])
def test_nothing_is_wider_than_the_terminal(language, width):
    for case in (evaluations.rejected, evaluations.several):
        for line in text(case(), LANGUAGES[language], width=width).splitlines():
            assert columns(line) <= max(SMALLEST, width), line


_TEXTS = st.text(st.sampled_from("abcdefgh 0123456789.-±≤穴径表面粗さ規格値、。（）\x1b\n"), max_size=60)
_TABLES = st.integers(1, 8).flatmap(
    lambda count: st.builds(
        lambda heads, rows, note: Table(
            "heading",
            tuple(Column(head, align) for head, align in heads),
            tuple(tuple(Cell((one,)) for one in row) for row in rows),
            note,
        ),
        st.lists(st.tuples(_TEXTS, st.sampled_from(Align)), min_size=count, max_size=count),
        st.lists(st.lists(_TEXTS, min_size=count, max_size=count), max_size=4),
        st.none() | _TEXTS,
    )
)


@settings(max_examples=150)
@given(_TABLES, st.integers(60, 140))
def test_any_table_fits_and_keeps_every_character(table, width):
    document = Document("title", (table,), (), ("en",), "2026-11-22")
    drawn = draw(document, width=width, color=False)
    assert all(columns(line) <= width for line in drawn.splitlines())
    left = sorted(drawn.replace(" ", "").replace("\n", "").replace("-", ""))
    for row in table.rows:
        for cell in row:
            for char in set(cell.lines[0]) - set(" -\x1b\n"):
                assert char in left


def test_every_block_of_an_outline_can_be_drawn():
    both = {"en": "Seal", "ja": "印"}
    document = Document(
        "title",
        (
            Masthead(
                "Report", "Example Trading Ltd.", ("Mihon Seisakusho",), (("No.", "R-1"),), (Seal("a", both, "why"),)
            ),
            Banner("Lot", "ACCEPT", Tone.GOOD, ("because",)),
            Facts("Facts", (("Part", Cell(("KN-2041", "Knob"))), ("None", Cell(())))),
            Table("Table", (Column("A"), Column("B")), ((Cell(("1",)), Cell(("",))),), "note"),
            Table("Nothing", (Column("A"),), ()),
            PageBreak(),
            Paragraphs("Words", (Cell(("one", "two")),), bullets=True),
            Paragraphs(None, (Cell(("plain",), Tone.QUIET),)),
        ),
        ("footer",),
        ("ja", "en"),
        "2026-11-22",
    )
    assert draw(document, width=60, color=False) == (
        "Report\nExample Trading Ltd.\nMihon Seisakusho\nNo.: R-1\n印 / Seal: ____________\n\n"
        "Lot: ACCEPT\n  - because\n\n"
        "Facts\nPart: KN-2041\n      Knob\nNone:\n\n"
        "Table\nA\n-\n1\nnote\n\n" + "=" * 60 + "\n\n"
        "Words\n  - one\n    two\n\nplain\n\nfooter\n"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_report_can_be_drawn_for_a_terminal_too(language):
    document = build(evaluations.rejected(), LANGUAGES[language], date="2026-11-22")
    for width in (60, 80, 120):
        drawn = draw(document, width=width, color=False)
        assert all(columns(line) <= width for line in drawn.splitlines())
        assert "検査成績書_A-17.xlsx" in drawn.replace("\n", "").replace(" ", "")


def test_a_computed_value_is_shown_beside_the_readings_it_was_computed_from():
    reading = evaluations.reading(
        "P1", 1, "L* 52 a* 0 b* 0", "-0.5", Verdict.FAIL, value="2.01", unit="ΔE00", place=Place("b.csv", 3)
    )
    limit = evaluations.check("ΔE00", "ΔE00 ≤ 1.5", "x ≤ 1.5 ΔE00", (reading,))
    shown = text(evaluations.evaluation(evaluations.lot(Disposition.REJECT, evaluations.item("c", {}, (limit,)))))
    assert re.search(r"^P1 +L\* 52 a\* 0 b\* 0 +2\.01 ΔE00 +-0\.5 ΔE00 +line 3$", shown, re.MULTILINE)


def test_a_value_that_is_the_reading_is_not_repeated():
    reading = evaluations.reading("P1", 1, "10.010", "-0.01", Verdict.FAIL, value="10.01")
    limit = evaluations.check("φ", "φ10", "x ≤ 10 mm", (reading,))
    shown = text(evaluations.evaluation(evaluations.lot(Disposition.REJECT, evaluations.item("c", {}, (limit,)))))
    assert "Value compared" not in shown


def test_an_item_undecided_only_because_nobody_knows_how_many_pieces_says_so():
    item = replace(evaluations.color(), verdict=Verdict.UNDECIDED, expected=None)
    shown = text(evaluations.evaluation(evaluations.lot(Disposition.UNDECIDED, item)))
    assert "  - It is stated nowhere on how many pieces it must be measured" in shown


def test_a_limit_without_a_symbol_of_its_own_is_called_by_the_characteristics_name():
    limit = evaluations.check("scratches", "0", "x ≤ 0", (evaluations.reading("P1", 1, "1", "-1", Verdict.FAIL),))
    item = evaluations.item("scratches", {"en": "Visible scratches", "ja": "きず"}, (limit,))
    result = evaluations.evaluation(evaluations.lot(Disposition.REJECT, item))
    assert "Visible scratches: limit 0, compared as x ≤ 0; rule: each value" in text(result)
    assert "きず：規格値 0" in text(result, ("ja",))
