"""The csv table: opens in Excel as it is, holds every reading, runs nothing, and gives back exactly what was there."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import evaluations
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qspec.judgement.result import Disposition, Verdict
from qspec.report.as_csv import COLUMNS, guard, write
from qspec.report.options import OutputOptions
from qspec.report.width import visible


def table(evaluation, *languages):
    raw = write(evaluation, OutputOptions(languages=languages or ("en",)))
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))


def test_excel_in_japan_opens_it_without_a_question():
    raw = write(evaluations.rejected(), OutputOptions(languages=("ja",)))
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n")
    assert table(evaluations.rejected(), "ja")[0][:4] == ["仕様番号", "改訂", "ロット", "ロット判定"]


def test_every_reading_has_a_row_and_so_has_what_was_not_measured():
    rows = table(evaluations.rejected())
    assert {len(row) for row in rows} == {len(COLUMNS)}
    ids = [row[COLUMNS.index("id")] for row in rows[1:]]
    assert ids == ["bore"] * 8 + ["body-color"] * 4 + ["finish", "marking"]
    bore = dict(zip(rows[0], rows[2], strict=True))
    assert bore["Piece"] == "K007"
    assert (bore["Reading"], bore["Value compared"], bore["Margin"], bore["Unit"]) == (
        "10.021",
        "10.021",
        "-0.009",
        "mm",
    )
    assert (bore["Verdict"], bore["Reading is"], bore["Disposition"]) == ("FAIL", "nonconforming", "REJECT")
    assert bore["Place"] == "検査成績書_A-17.xlsx!測定!D9"
    finish = dict(zip(rows[0], rows[13], strict=True))
    assert (finish["Verdict"], finish["Piece"], finish["Measured"], finish["Expected"]) == ("UNDECIDED", "", "0", "5")
    assert finish["Reasons"] == "No column of the inspection file belongs to this characteristic."


def test_readings_that_are_not_listed_are_counted_on_every_row_of_their_limit():
    item = evaluations.bore()
    item = replace(item, checks=(replace(item.checks[0], omitted=1234),))
    rows = table(evaluations.evaluation(evaluations.lot(Disposition.REJECT, item)))
    assert {row[COLUMNS.index("omitted")] for row in rows[1:]} == {"1234"}


def test_both_languages_stand_in_one_cell():
    rows = table(evaluations.rejected(), "ja", "en")
    assert rows[0][COLUMNS.index("verdict")] == "判定 / Verdict"
    assert rows[1][COLUMNS.index("verdict")] == "不適合 / FAIL"
    assert rows[1][COLUMNS.index("piece")] == "K004"


def test_a_lot_of_which_nothing_was_judged_still_shows_its_disposition():
    rows = table(evaluations.evaluation(evaluations.lot(Disposition.UNDECIDED)))
    assert rows[1][COLUMNS.index("disposition")] == "UNDECIDED"


RISKY = """=1+1|+81-3-1234|-|-a|@SUM(A1)|＝1+1|＋1|－1|＠x| =1|'x|3-4|1/2|2026-11-22|1:30|007|1234567890123456|1e5|1E5
SEP-01|mar 4|3月4日|1,234|-0.8 ≤ x ≤ 0.8|=HYPERLINK("x")"""
HARMLESS = "0|-0.009|+0.2|10.010|.5|12.|K007|ΔE00 ≤ 1.5|10 ≤ x ≤ 10.015 mm|φ10 H7|①|4級|marking|"


@pytest.mark.parametrize("text", RISKY.replace("\n", "|").split("|"))
def test_a_cell_that_a_spreadsheet_would_run_or_change_is_text(text):
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS.split("|"))
def test_numbers_and_words_stay_what_they_are(text):
    assert guard(text) == text


@given(st.text())
def test_taking_one_apostrophe_away_gives_back_what_was_there(text):
    shown = guard(text)
    assert shown.removeprefix("'") == visible(text)
    assert not shown[:1].strip(" ") or shown[0] not in "=@\t\r＝＋－＠"


@given(st.text(min_size=1, max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_any_text_of_a_user_comes_back_from_a_reader_of_csv(serial, written, name):
    reading = evaluations.reading(serial, 1, written, "0.1", Verdict.PASS)
    item = evaluations.item("a", {"en": name}, (evaluations.check("φ", written, "x ≤ 1 mm", (reading,)),))
    rows = table(evaluations.evaluation(evaluations.lot(Disposition.ACCEPT, item)))
    assert len(rows) == 2
    own = dict(zip(COLUMNS, (cell.removeprefix("'") for cell in rows[1]), strict=True))
    assert (own["piece"], own["reading"], own["limit"]) == (visible(serial), visible(written), visible(written))
    assert own["name"] == visible(name or "a")
