"""The workbook, read back by another library than the one that wrote it: every digit is there and nothing runs."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from xml.etree import ElementTree

import evaluations
import openpyxl
import pytest
import report_fakes
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qspec.cli.product import deliver
from qspec.errors import Say
from qspec.judgement.aftermath.model import Actor, Follow, Step
from qspec.judgement.result import Verdict
from qspec.report import as_csv, as_json
from qspec.report.as_xlsx import write
from qspec.report.options import OutputOptions
from qspec.report.outline import Align, Cell, Column, Table
from qspec.report.width import visible
from qspec.report.xlsx import workbook
from qspec.report.xlsx.entries import LONGEST, number, risky, shown

EN = OutputOptions(languages=("en",), date="2026-11-22")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EVERY = {**report_fakes.EVERY, "plain": evaluations.rejected, "nothing": evaluations.evaluation}


def book(evaluation, options=EN):
    return openpyxl.load_workbook(io.BytesIO(write(evaluation, options)))


def table(sheet, top=1):
    """Return the rows of a sheet as mappings from heading to cell."""
    heads = [cell.value for cell in sheet[top]]
    return [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=top + 1)]


def written(cell):
    """Return the text of a cell as a spreadsheet shows it."""
    if cell.data_type != "n" or cell.value is None:
        return cell.value or ""
    decimals = len(cell.number_format.partition(".")[2])
    return f"{Decimal(repr(cell.value)):.{decimals}f}"


def test_it_has_a_sheet_for_each_question_in_the_languages_asked_for():
    assert book(report_fakes.rejected()).sheetnames == [
        "Summary",
        "Results",
        "Readings",
        "Sampling",
        "What follows",
        "Problems",
    ]
    japanese = book(report_fakes.rejected(), replace(EN, languages=("ja",)))
    assert japanese.sheetnames == ["概要", "検査結果", "測定値", "抜取検査", "今後の処置", "問題点"]
    assert japanese["検査結果"]["F1"].value == "判定"
    both = book(report_fakes.rejected(), replace(EN, languages=("ja", "en")))
    assert both.sheetnames[1] == "検査結果  Results"
    assert both.worksheets[1]["F1"].value == "判定\nVerdict"
    assert "不適合 / FAIL" in {cell.value for cell in both.worksheets[1]["F"]}


@pytest.mark.parametrize("name", EVERY)
def test_every_reading_is_there_with_every_digit(name):
    evaluation = EVERY[name]()
    document = json.loads(as_json.write(evaluation, OutputOptions()))
    judged = [
        tuple(visible(str(one[key])) for key in ("piece", "text", "value", "unit", "margin"))
        for lot in document["lots"]
        for item in lot["items"]
        for check in item["checks"]
        for one in check["readings"]
    ]
    rows = table(book(evaluation)["Readings"])
    keys = ("Piece", "Reading", "Value compared", "Unit", "Margin")
    assert [tuple(written(row[key]) for key in keys) for row in rows] == judged


def test_numbers_are_numbers_and_numbers_of_things_are_not():
    row = next(row for row in table(book(report_fakes.rejected())["Readings"]) if row["ID"].value == "bore")
    assert row["Reading"].data_type == row["Value compared"].data_type == row["Margin"].data_type == "n"
    assert row["Reading"].number_format == "0.000"
    assert row["Piece"].data_type == row["Lot No."].data_type == "s"
    assert row["Piece"].value == "1"


def test_the_results_say_what_was_judged_and_why():
    rows = {row["ID"].value: row for row in table(book(evaluations.rejected())["Results"])}
    bore = {key: cell.value for key, cell in rows["bore"].items()}
    assert (bore["No."], bore["Verdict"], bore["Limit"], bore["With guard band"]) == (
        "①",
        "FAIL",
        "φ10 H7",
        "10.003 ≤ x ≤ 10.012 mm",
    )
    assert (bore["Readings n"], bore["Values outside"], bore["Failed"], bore["Measured"]) == (8, 2, 2, 8)
    assert rows["finish"]["Verdict"].value == "UNDECIDED"
    assert rows["finish"]["Limit"].value is None
    assert "No column of the inspection file" in rows["finish"]["Reasons"].value


def test_the_summary_names_lots_inputs_and_the_record():
    sheet = book(report_fakes.several())["Summary"]
    facts = {row[0].value: row[1].value for row in sheet.iter_rows(max_row=12) if row[0].value}
    assert facts["Date of issue"] == "2026-11-22"
    assert report_fakes.SPEC_SHA in facts["Specification file"]
    assert "The record is the report as a PDF" in facts["Record"]
    top = next(cell.row for cell in sheet["A"] if cell.value == "Lot No.")
    lots = table(sheet, top)
    assert [(row["Lot No."].value, row["Overall result"].value) for row in lots] == [
        ("L-118", "ACCEPT"),
        ("L-119", "REJECT"),
        ("L-120", "UNDECIDED"),
    ]


def test_sampling_and_problems_stand_on_sheets_of_their_own():
    made = book(report_fakes.undecided())
    classes = {row["Class"].value: row for row in table(made["Sampling"])}
    assert (classes["minor"]["Ac"].value, classes["minor"]["Plan"].value) == (None, "ISO 2859-1, level II, AQL 2.5")
    assert (classes["critical"]["Ac"].value, classes["critical"]["Re"].value) == (0, 1)
    problems = table(made["Problems"])
    assert [row["Code"].value for row in problems] == [
        "sampling.unreadable",
        "sampling.unreadable",
        "sampling.without-acceptance",
    ]
    assert all(row["Problem"].value and row["Remedy"].value for row in problems)


def test_what_follows_says_who_and_by_when():
    follow = Follow(Step.SHIP, Actor.SUPPLIER, Say("aftermath.ship"), Say("report.overall"), by="2026-11-30")
    lot = replace(report_fakes.lot(), follows=(follow,))
    row = table(book(report_fakes.accepted(lots=(lot,)))["What follows"])[0]
    assert [cell.value for cell in row.values()] == [
        "L-118",
        "supplier",
        "The lot may be shipped.",
        "2026-11-30",
        "Overall result",
    ]


RUN = (
    "=1+1",
    '=HYPERLINK("http://x")',
    "+81-3-1234",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\t=1",
    "\r=1",
)
KEPT = ("'=1", "007", "1e5", "3-4", "2026-11-22", "1/2", "+0.2", "-0.0", "12345678901234567", "1,234", "TRUE", "#REF!")


def hostile(text):
    reading = evaluations.reading(text, 1, text, "0.1", Verdict.PASS)
    item = evaluations.item("a", {"en": text}, (evaluations.check("φ", text, "x ≤ 1 mm", (reading,)),))
    base = evaluations.rejected()
    lot = replace(base.lots[0], items=(item,), info=replace(base.lots[0].info, id=text, inspector=text, order=text))
    return replace(base, lots=(lot,))


@pytest.mark.parametrize("text", [*RUN, *KEPT])
def test_what_a_spreadsheet_would_run_or_change_is_a_string_marked_as_text(text):
    made = book(hostile(text))
    row = table(made["Readings"])[0]
    for key in ("Lot No.", "Characteristic", "Piece", "Reading"):
        assert row[key].data_type == "s"
        assert row[key].value == visible(text)
        assert row[key].number_format == "@"
        if text in RUN:
            assert row[key].quotePrefix is True
    inspector = next(cell for cells in made["Summary"].iter_rows() for cell in cells if cell.value == visible(text))
    assert inspector.data_type == "s"


@pytest.mark.parametrize("name", EVERY)
def test_there_is_no_formula_no_link_and_no_program_in_it(name):
    content = write(EVERY[name](), replace(EN, languages=("ja", "en")))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert parts.testzip() is None
        for part in parts.namelist():
            assert not re.search(r"vba|macro|externalLink|connection|hyperlink|oleObject|customXml", part, re.I)
            text = parts.read(part)
            tags = {element.tag for element in ElementTree.fromstring(text).iter()}  # noqa: S314 - we wrote it
            assert not tags & {f"{MAIN}{tag}" for tag in ("f", "hyperlink", "dataValidation", "oleObject", "control")}
            assert b'TargetMode="External"' not in text


@given(st.text(max_size=40))
@example("_x0041_")
@example("\udc80 \x00 \u202e \ufffe \uffff")
@example("]]>&amp;<f>1+1</f>")
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back_as_text(text):
    column = Table(None, (Column("x"), Column("y", Align.RIGHT)), ((Cell((f"a{text}",)), Cell((f"a{text}",))),))
    content = workbook.write([workbook.Sheet("s", column)], ("en",), title=text, footer=text)
    cells = openpyxl.load_workbook(io.BytesIO(content))["s"][2]
    assert {cell.data_type for cell in cells} == {"s"}
    # a reader may take _x0041_ for a letter; what was written escapes it
    shown_back = [re.sub(r"_x005F_(?=x[0-9A-Fa-f]{4}_)", "_", cell.value) for cell in cells]
    assert shown_back == [visible(f"a{text}")] * 2


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**14), max_value=10**14))
@settings(max_examples=300)
def test_a_number_keeps_every_digit_or_stays_text(value):
    text = f"{value:f}"
    found = number(text)
    if found is None:
        assert len(text.lstrip("-").replace(".", "").lstrip("0")) > 15 or value == 0
    else:
        assert f"{found:.4f}" == text
        assert float(f"{found:.16G}") == found  # as the file holds it
        assert Decimal(f"{found:.15g}") == value  # as a spreadsheet shows it


@pytest.mark.parametrize(
    "text", ["007", "+1", ".5", "5.", "1e5", "-0", "-0.00", "", "1,234", "１", "٣", "0x1", "nan", "inf", " 1", "1 "]
)
def test_what_would_come_back_otherwise_is_no_number(text):
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("0", 0.0), ("-0.009", -0.009), ("10.010", 10.01), ("123456789012345", 123456789012345.0)]
)
def test_plain_numbers_are_numbers(text, value):
    assert number(text) == value


def test_negative_numbers_are_no_risk():
    assert not risky("-0.009")
    assert risky("-a")


@pytest.mark.parametrize("letter", ["x", "髙", "𠮷"])
def test_a_text_too_long_for_a_cell_says_how_much_it_lacks(letter):
    kept = shown(letter * 40_000)
    assert len(kept.encode("utf-16-le")) // 2 <= LONGEST
    beginning, more = kept.split(" … (+")
    assert len(beginning) + int(more.rstrip(")")) == 40_000
    assert len(beginning) > 15_000
    assert shown(letter * 10_000) == letter * 10_000
    row = table(book(hostile(letter * 40_000))["Readings"])[0]
    assert row["Piece"].value == kept


def test_more_rows_than_a_sheet_holds_go_on_on_the_next(monkeypatch):
    monkeypatch.setattr(workbook, "ROWS", 20)
    made = book(report_fakes.rejected())
    assert made.sheetnames[2:4] == ["Readings", "Readings 2"]
    rows = [row for name in ("Readings", "Readings 2") for row in table(made[name])]
    assert len(rows) == sum(
        len(check.readings) for item in report_fakes.rejected().lots[0].items for check in item.checks
    )


def test_headings_stay_in_sight_on_the_screen_and_on_paper():
    for sheet in book(report_fakes.rejected()).worksheets[1:]:
        assert sheet.freeze_panes is not None
        assert sheet.freeze_panes.endswith("2")
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.print_title_cols.startswith("$A:")
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == 0
        assert all(8 <= size.width <= 62 for size in sheet.column_dimensions.values())


def test_a_row_is_high_enough_for_what_is_wrapped_in_it():
    sheet = book(evaluations.rejected(), replace(EN, languages=("ja", "en")))["概要  Summary"]
    cell = next(cell for cells in sheet.iter_rows() for cell in cells if "rejection number" in str(cell.value))
    lines = cell.value.split("\n")
    assert len(lines) >= 3
    assert sheet.row_dimensions[cell.row].height >= 14.25 * len(lines)
    assert sheet.row_dimensions[1].height == 14.25


def test_a_document_number_is_no_code_of_the_footer():
    made = book(report_fakes.rejected(), replace(EN, number="A&B &D \x07"))
    assert made["Results"].oddFooter.left.text == "A&&B &&D \\x07"


def test_no_time_of_the_machine_is_in_the_file():
    content = write(report_fakes.rejected(), EN)
    assert content == write(report_fakes.rejected(), EN)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = book(report_fakes.rejected()).properties
    assert properties.created == properties.modified == datetime(2026, 11, 22)
    assert book(report_fakes.rejected(), replace(EN, date="")).properties.created == datetime(2000, 1, 1)


def test_it_is_not_poured_into_a_terminal_but_goes_to_a_program_that_asks(monkeypatch, capfdbinary):
    content = write(report_fakes.accepted(), EN)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    refused = deliver(content, None, ("en",), force=False, inputs=())
    assert [problem.code for problem in refused] == ["cli.not-for-terminal"]
    assert capfdbinary.readouterr().out == b""
    assert deliver(content, "-", ("en",), force=False, inputs=()) == []
    assert capfdbinary.readouterr().out == content


def test_the_csv_protects_what_the_workbook_protects():
    for text in RUN:
        raw = as_csv.write(hostile(text), EN).decode("utf-8-sig")
        row = next(csv.DictReader(io.StringIO(raw, newline="")))
        assert row["Piece"] == f"'{visible(text)}"
        assert row["Reading"] == f"'{visible(text)}"
        assert row["Margin"] == "0.1"
