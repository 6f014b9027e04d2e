"""Nothing done to a workbook's cells, sheets, parts or bytes makes a rejected lot acceptable; raw traces likewise."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import hypothesis.strategies as st
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from qspec.errors import Severity
from qspec.judgement.evaluate import Source, evaluate
from qspec.judgement.result import Disposition
from qspec.measurements.batch import LotInfo

ROOT = Path(__file__).resolve().parents[1]
SPECS = {
    name: Source(name, (ROOT / "specs" / f"{name}.yaml").read_bytes()) for name in ("plated-bracket", "indigo-cloth")
}
FORM = (ROOT / "samples" / "plated-bracket" / "reject-form.xlsx").read_bytes()
CLOTH = (ROOT / "samples" / "indigo-cloth" / "reject.xlsx").read_bytes()
LOT = LotInfo(id="IC-2611", size=4)
ACCEPTED, REJECTED, UNDECIDED = Disposition.ACCEPT, Disposition.REJECT, Disposition.UNDECIDED

SMALL = Source(
    "small.yaml",
    "qspec: 1\nid: S\nrevision: A\ntitle: {en: Sample, ja: 見本}\ncharacteristics:\n"
    "  bore: {kind: dimension, limit: 10 ±0.1 mm}\nsampling: 100%\n".encode(),
)
NO_READINGS = (
    "", " ", "------", "欠測", "abc", "nan", "inf", "平均", "規格", "単位", "判定", "SCE", "ロット番号", "備考",
    "#REF!", "10,0", "10 in", "10.0 NG", "<10", "9.9~10.1", True, "=B2", "1e400",
)  # fmt: skip
"""Contents of a cell none of which is a reading of 10 mm."""


def disposition(spec: Source, content: bytes, given: LotInfo) -> Disposition | None:
    evaluation, problems = evaluate(spec, Source("batch.xlsx", content), given=given)
    if evaluation is None:
        assert any(problem.severity is Severity.ERROR and str(problem.place) for problem in problems)
        return None
    return evaluation.disposition


def small(content: bytes, size: int = 3) -> Disposition | None:
    return disposition(SMALL, content, LotInfo(size=size))


def book(*sheets: list[list[object]], change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets):
        sheet = made.create_sheet(f"s{number}")
        for row in rows:
            sheet.append(row)
    if change is not None:
        change(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def part_changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name.endswith(part):
                assert re.search(old, data), part
                data = re.sub(old, new, data, count=1)
            after.writestr(name, data)
    return stream.getvalue()


GOOD = [["serial", "bore [mm]"], ["1", 10], ["2", 10.05], ["3", 9.95]]
BAD = [["serial", "bore [mm]"], ["1", 10], ["2", 11], ["3", 9.95]]


def test_the_untouched_books_are_what_they_are_called():
    assert small(book(GOOD)) is ACCEPTED
    assert small(book(BAD)) is REJECTED
    assert disposition(SPECS["plated-bracket"], FORM, LotInfo()) is REJECTED
    assert disposition(SPECS["indigo-cloth"], CLOTH, LOT) is REJECTED


changes = st.lists(
    st.tuples(
        st.sampled_from(
            ("cell", "cell", "delete row", "delete column", "insert row", "delete sheet", "unmerge", "merge")
        ),
        st.integers(0, 10_000),
        st.integers(0, 10_000),
        st.sampled_from(NO_READINGS),
    ),
    min_size=1,
    max_size=3,
)


def changed(content: bytes, steps: list[tuple[str, int, int, object]]) -> bytes:
    made = openpyxl.load_workbook(io.BytesIO(content))
    for what, down, across, garbage in steps:
        sheet = made.worksheets[(down + across) % len(made.worksheets)]
        row, column = down % sheet.max_row + 1, across % sheet.max_column + 1
        if what == "cell":
            cell = sheet.cell(row, column)
            if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                cell.value = garbage
        elif what == "delete row":
            sheet.delete_rows(row)
        elif what == "delete column":
            sheet.delete_cols(column)
        elif what == "insert row":
            sheet.insert_rows(row)
        elif what == "unmerge":
            for merged in list(sheet.merged_cells.ranges)[:1]:
                sheet.merged_cells.remove(merged)
        elif what == "merge":
            sheet.merge_cells(start_row=row, end_row=row + 2, start_column=column, end_column=column)
        elif len(made.worksheets) > 1:
            made.remove(sheet)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=changes)
def test_damage_to_a_form_never_makes_it_acceptable(steps):
    assert disposition(SPECS["plated-bracket"], changed(FORM, steps), LotInfo()) is not ACCEPTED


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=changes)
def test_damage_to_an_export_of_two_sheets_never_makes_it_acceptable(steps):
    assert disposition(SPECS["indigo-cloth"], changed(CLOTH, steps), LOT) is not ACCEPTED


@pytest.mark.parametrize("garbage", NO_READINGS, ids=repr)
def test_every_reading_of_a_sheet_is_needed(garbage):
    rows = [list(row) for row in GOOD]
    rows[2][1] = garbage
    assert small(book(rows)) is not ACCEPTED


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(at=st.integers(0, 10_000), bits=st.integers(1, 255), cut=st.booleans())
def test_no_byte_of_a_workbook_makes_it_acceptable(at, bits, cut):
    content = book(BAD)
    at %= len(content)
    damaged = content[:at] if cut else content[:at] + bytes([content[at] ^ bits]) + content[at + 1 :]
    assert small(damaged) is not ACCEPTED


TWICE = {
    "the same cell": (b"</v></c></row><row r=\"4\"", b"</v></c><c r=\"B3\"><v>10</v></c></row><row r=\"4\""),
    "the same row": (b"</sheetData>", b"<row r=\"3\"><c r=\"B3\"><v>10</v></c></row></sheetData>"),
    "two lists of rows": (
        b"</sheetData>", b"</sheetData><sheetData><row r=\"3\"><c r=\"B3\"><v>10</v></c></row></sheetData>",
    ),
    "two values in a cell": (b"<v>11</v>", b"<v>1</v><v>0</v>"),
}  # fmt: skip


@pytest.mark.parametrize("what", TWICE)
def test_a_cell_written_twice_is_not_read_as_the_better_of_both(what):
    assert small(part_changed(book(BAD), "sheet1.xml", *TWICE[what])) is None


def test_a_size_that_lies_hides_no_row():
    assert small(part_changed(book(BAD), "sheet1.xml", rb'ref="A1:B4"', b'ref="A1:B2"')) is REJECTED


def test_a_sheet_of_an_unknown_kind_is_not_left_out():
    content = book(GOOD[:3], [GOOD[0], ["3", 11]])
    assert small(content) is REJECTED
    garbled = part_changed(content, "workbook.xml.rels", rb'/worksheet"([^>]*sheet2)', rb'/worksheeT"\1')
    assert small(garbled, size=2) is None


def _hide(made: openpyxl.Workbook) -> None:
    made.worksheets[0].row_dimensions[3].hidden = True
    made.worksheets[0].column_dimensions["B"].hidden = True


def test_what_is_hidden_is_judged():
    assert small(book(BAD, change=_hide)) is REJECTED
    veiled = book(GOOD[:3], [GOOD[0], ["3", 11]], change=lambda made: setattr(made["s1"], "sheet_state", "veryHidden"))
    assert small(veiled) is REJECTED


def test_a_reading_merged_over_three_pieces_counts_for_one():
    rows = [GOOD[0], ["1", 10], ["2", None], ["3", None]]
    assert small(book(rows, change=lambda made: made["s0"].merge_cells("B2:B4"))) is UNDECIDED


TRACES = Source(
    "traces.yaml",
    "qspec: 1\nid: T\nrevision: A\ntitle: {en: Sample, ja: 見本}\ncharacteristics:\n"
    "  finish: {kind: roughness, limit: Ra ≤ 0.8 µm, rule: max, standard: 'ISO 4287:1997',"
    " conditions: {cutoff: 0.8 mm, evaluation_length: 4 mm}, trace: {x: mm, z: µm, length: 5.6 mm}}\n"
    "sampling: 100%\n".encode(),
)


def trace(piece: str, height: float, points: int = 1401) -> list[str]:
    """Return the lines of a sine of 0.1 mm, whose Ra is 2/π of its height."""
    return [f"{piece},{i * 0.004:.3f},{height * math.sin(2 * math.pi * i * 0.04):.4f}" for i in range(points)]


def traced(*pieces: list[str]) -> Disposition | None:
    lines = ["serial,x [mm],z [µm]", *(line for piece in pieces for line in piece)]
    evaluation, _ = evaluate(TRACES, Source("t.csv", "\n".join(lines).encode()), given=LotInfo(size=2))
    return evaluation.disposition if evaluation else None


def test_raw_traces_are_read_from_a_file_and_judged():
    assert traced(trace("1", 1.2), trace("2", 1.2)) is ACCEPTED
    assert traced(trace("1", 1.2), trace("2", 1.3)) is REJECTED


@settings(max_examples=15, deadline=None)
@given(at=st.integers(0, 1400), many=st.integers(1, 40), how=st.sampled_from(["lost", "twice", "blank"]))
def test_a_trace_with_points_lost_or_doubled_is_not_a_whole_one(at, many, how):
    lines = trace("2", 1.3)
    if how == "lost":
        del lines[at : at + many]
    elif how == "twice":
        lines[at:at] = lines[at : at + many]
    else:
        lines[at] = "2,," if at % 2 else f"2,{at * 0.004:.3f},"
    assert traced(trace("1", 1.2), lines) is not ACCEPTED


def test_one_piece_with_very_many_rows_is_told_without_comparing_each_with_each():
    rows = "".join(f"1,10.0{i:05d}\n" for i in range(60_000))
    evaluation, _ = evaluate(SMALL, Source("b.csv", f"serial,bore\n{rows}".encode()), given=LotInfo(size=1))
    assert evaluation is not None
    assert evaluation.disposition is UNDECIDED
    assert max(len(str(reason.values)) for reason in evaluation.lots[0].reasons) < 2_000
