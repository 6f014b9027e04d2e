"""Files made to do harm, damaged files, files that are something else: refused in words, quickly, and never read."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from inspection_files import ask_book, item, part, repacked, saved, workbook

from qspec.errors import Severity
from qspec.readers.guard import OLE

BORE = item("bore", {"ja": "内径"})
GOOD = workbook(("data", [["No.", "内径"], [1, 10.0], [2, 10.1]]))
SHEET = "xl/worksheets/sheet1.xml"


def refused(content: bytes) -> str:
    begin = time.process_time()
    answer = ask_book(content, [BORE])
    assert time.process_time() - begin < 20
    assert answer.batch is None
    (problem,) = answer.problems
    assert problem.severity is Severity.ERROR
    assert problem.place.file == "form.xlsx"
    return problem.code.removeprefix("measurements.")


def with_cells(cells: str) -> bytes:
    sheet = part(GOOD, SHEET).replace(b"</sheetData>", f"{cells}</sheetData>".encode())
    return repacked(GOOD, {SHEET: sheet})


def test_a_sheet_that_inflates_beyond_reason():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>" + b" " * 60_000_000)
    assert refused(stream.getvalue()) == "archive-ratio"


def test_an_archive_larger_than_the_limit():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"xl/{number}", b" " * 70_000_000)
    assert refused(stream.getvalue()) == "archive-bytes"


def test_a_directory_that_lies_about_the_size():
    sheet = part(GOOD, SHEET).replace(b"</sheetData>", b"</sheetData>" + b" " * 100_000)
    content = bytearray(repacked(GOOD, {SHEET: sheet}))
    size = struct.pack("<L", len(sheet))
    assert content.count(size) >= 1
    lying = bytes(content).replace(size, struct.pack("<L", 500))
    assert refused(lying) in ("part-damaged", "not-a-zip")


def test_too_many_parts():
    extra = [(f"xl/media/{number}.bin", b"") for number in range(1001)]
    assert refused(repacked(GOOD, {}, extra)) == "archive-entries"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name():
    assert refused(repacked(GOOD, {}, [(SHEET, b"<worksheet/>")])) == "archive-twice"


def test_one_cell_at_the_far_end_of_the_sheet():
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    answer = ask_book(with_cells(far), [BORE])
    assert answer.batch is None
    assert str(answer.one("far-cell").place) == "form.xlsx!data!XFD1048576"


def test_formatted_cells_without_content_are_nothing_wherever_they_are():
    styled = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(1000, 60_000))
    answer = ask_book(with_cells(styled + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'), [BORE])
    assert answer.texts("bore") == ["10", "10.1"]


@pytest.mark.parametrize("stated", [b"A1:A1", b"A1:XFD1048576", b"nonsense"])
def test_what_a_sheet_says_about_its_own_size_is_not_believed(stated):
    sheet = part(GOOD, SHEET)
    begin = sheet.index(b"<dimension")
    end = sheet.index(b"/>", begin) + 2
    lying = sheet[:begin] + b'<dimension ref="' + stated + b'"/>' + sheet[end:]
    assert ask_book(repacked(GOOD, {SHEET: lying}), [BORE]).texts("bore") == ["10", "10.1"]


def test_a_merged_range_over_the_whole_sheet_costs_nothing():
    sheet = part(GOOD, SHEET).replace(
        b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="D1:XFD1048576"/></mergeCells>'
    )
    assert ask_book(repacked(GOOD, {SHEET: sheet}), [BORE]).texts("bore") == ["10", "10.1"]


def test_more_elements_than_a_lot_can_need():
    merges = "<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 1_300_000 + "</mergeCells>"
    sheet = part(GOOD, SHEET).replace(b"</sheetData>", b"</sheetData>" + merges.encode())
    many = [(f"xl/media/{number}.bin", os.urandom(200_000)) for number in range(5)]
    assert refused(repacked(GOOD, {SHEET: sheet}, many)) == "archive-elements"


def test_more_cells_in_a_row_than_excel_has_columns():
    assert refused(with_cells('<row r="9">' + "<c/>" * 16_385 + "</row>")) == "part-damaged"


def test_entities_are_refused_before_they_are_expanded():
    bomb = (
        b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b"<worksheet><sheetData><row><c t='str'><v>&b;</v></c></row></sheetData></worksheet>"
    )
    assert refused(repacked(GOOD, {SHEET: bomb})) == "xml-refused"
    external = b'<!DOCTYPE w SYSTEM "file:///etc/passwd"><worksheet/>'
    assert refused(repacked(GOOD, {SHEET: external})) == "xml-refused"


def test_an_encrypted_workbook_and_the_old_format():
    assert refused(OLE + b"\0" * 100 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 400) == "encrypted"
    assert refused(OLE + b"\0" * 500) == "legacy-excel"


def test_an_encrypted_part():
    content = bytearray(GOOD)
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refused(bytes(content)) == "encrypted"


def test_a_truncated_file():
    for length in (4, 100, len(GOOD) // 2, len(GOOD) - 1):
        assert refused(GOOD[:length]) == "not-a-zip"


def test_a_part_with_a_wrong_checksum():
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        checksum = struct.pack("<L", archive.getinfo(SHEET).CRC)
    assert refused(GOOD.replace(checksum, b"\1\2\3\4")) in ("part-damaged", "not-a-zip")


def test_missing_parts():
    assert refused(repacked(GOOD, {SHEET: None})) == "part-missing"
    assert refused(repacked(GOOD, {"xl/workbook.xml": None})) == "not-a-workbook"
    assert refused(repacked(GOOD, {"xl/_rels/workbook.xml.rels": None})) == "part-missing"


def test_broken_markup():
    assert refused(repacked(GOOD, {SHEET: part(GOOD, SHEET)[:-20]})) == "part-damaged"
    assert refused(repacked(GOOD, {SHEET: b'<?xml version="1.0" encoding="klingon"?><worksheet/>'})) == "part-damaged"


def test_an_archive_that_is_no_workbook():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", b"<document/>")
    assert refused(stream.getvalue()) == "not-a-workbook"


def test_a_workbook_without_worksheets():
    book = part(GOOD, "xl/workbook.xml")
    begin, end = book.index(b"<sheets>"), book.index(b"</sheets>")
    assert refused(repacked(GOOD, {"xl/workbook.xml": book[:begin] + b"<sheets>" + book[end:]})) == "no-sheets"


def test_text_under_the_name_of_a_workbook():
    assert refused(b"No.,bore\n1,10.0\n") == "not-a-zip"


def test_a_workbook_with_everything_empty():
    from openpyxl import Workbook

    answer = ask_book(saved(Workbook()), [BORE])
    assert answer.codes == ["no-table"]


def test_workbooks_are_parsed_without_lxml_even_where_it_is_installed() -> None:
    """Its parser leaves entities out in silence, where the one used here refuses them."""
    script = (
        "import lxml.etree\n"
        "from qspec.readers.xlsx import read\n"
        "from pathlib import Path\n"
        "import sys\n"
        "opened = read('a.xlsx', Path(sys.argv[1]).read_bytes())\n"
        "import openpyxl\n"
        "print(len(opened.grids) > 0, openpyxl.LXML)"
    )
    sample = next(Path(__file__).parents[1].glob("samples/*/accept-form.xlsx"))
    bare = {name: value for name, value in os.environ.items() if name != "OPENPYXL_LXML"}
    made = subprocess.run([sys.executable, "-c", script, str(sample)], env=bare, capture_output=True, check=True)
    assert made.stdout.split() == [b"True", b"False"]
