"""Excel files: forms as inspectors fill them in, and what the cells hold that text cannot say."""

from __future__ import annotations

import datetime
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inspection_files import ask, ask_book, item, items, part, repacked, saved, workbook
from openpyxl import Workbook, load_workbook
from openpyxl.xml.constants import SHEET_MAIN_NS

from qspec.errors import Severity
from qspec.readers import open_grids
from qspec.readers.grid import Tag

BORE, FILM = item("bore", {"ja": "内径"}), item("film", {"ja": "膜厚", "unit": "um"})
LOOK = item("look", {"ja": "外観", "unit": ""})
SHADE = item("shade", {"ja": "本体色", "color": "1", "conditions": {"illuminant": "D65"}})


def grid(content: bytes):
    opened = open_grids("form.xlsx", content)
    assert not opened.problems
    return opened.grids[0]


def test_a_form_with_merged_headers_and_a_color_in_three_rows():
    rows = [
        ["検査成績書"],
        ["ロットNo.", "L-7", None, "ロットサイズ", 500],
        [],
        ["No.", "検査項目", None, "規格値", "測定値", None, None, "判定"],
        [None, None, None, None, "n1", "n2", "n3", None],
        [1, "内径", "mm", "10±0.1", 10.01, 10.02, 10.03, "OK"],
        [2, "本体色", "L*", "", 50.1, 50.2, 50.3, "OK"],
        [None, None, "a*", "", 1, 2, 3, None],
        [None, None, "b*", "", 4, 5, 6, None],
        [3, "外観", None, "傷なし", "OK", "OK", "NG", "NG"],
        ["総合判定", "不合格"],
        ["検査者", "見本太郎"],
    ]
    merges = ["A1:H1", "B4:C5", "E4:G4", "A4:A5", "D4:D5", "H4:H5", "B7:B9", "A7:A9"]
    answer = ask_book(workbook(("検査成績書", rows, merges)), [BORE, SHADE, LOOK])
    assert not answer.problems
    assert answer.serials() == ["1", "2", "3"]
    assert answer.texts("bore") == ["10.01", "10.02", "10.03"]
    assert [answer.texts("shade", role) for role in ("L*", "a*", "b*")] == [
        ["50.1", "50.2", "50.3"],
        ["1", "2", "3"],
        ["4", "5", "6"],
    ]
    assert answer.texts("look") == ["OK", "OK", "NG"]
    assert str(answer.lot.blocks["shade"].columns["a*"].place(2)) == "form.xlsx!検査成績書!G8"
    assert (answer.lot.info.id, answer.lot.info.size, answer.lot.info.inspector) == ("L-7", 500, "見本太郎")
    assert answer.batch is not None
    assert set(answer.batch.unused) == {"規格値", "判定"}


def test_merged_headers_over_characteristics_with_a_unit_row():
    rows = [
        ["No.", "寸法", None, "本体色", None, None, "外観"],
        [None, "内径", "膜厚", "L*", "a*", "b*", None],
        [None, "mm", "µm", None, None, None, None],
        ["S1", 10.0, 20.0, 50, 1, 2, "OK"],
        ["S2", 10.1, 20.1, 51, 1, 2, "OK"],
        ["平均", 10.05, 20.05],
    ]
    answer = ask_book(workbook(("data", rows, ["A1:A3", "B1:C1", "D1:F1", "G1:G3"])), [BORE, FILM, SHADE, LOOK])
    assert not answer.problems
    assert answer.serials() == ["S1", "S2"]
    assert {name: block.columns["value"].unit for name, block in answer.lot.blocks.items() if name != "shade"} == {
        "bore": "mm",
        "film": "um",
        "look": None,
    }
    assert answer.texts("shade", "L*") == ["50", "51"]


def test_a_value_merged_over_the_rows_of_one_piece_is_that_pieces_and_no_other():
    rows = [["S/N", "内径", "膜厚"], ["A", 10.0, 15], [None, None, 16], ["B", 10.1, 17], ["C", None, 18]]
    film = item("film", {"ja": "膜厚", "readings": "2"})
    answer = ask_book(workbook(("data", rows, ["A2:A3", "B2:B3", "B4:B5"])), [BORE, film])
    assert answer.serials() == ["A", "B", "C"]
    assert answer.texts("bore") == ["10", "10.1", None]
    assert not answer.lot.pieces[0].conflict


def test_one_sheet_a_lot_and_a_sheet_left_out():
    def sheet(lot: str, value: float) -> list[list[object]]:
        return [["ロット番号", lot], ["No.", "内径"], [1, value]]

    content = workbook(("a", sheet("A", 10.0)), ("b", sheet("B", 10.2)), ("室温", [["temp", "23.5"], ["x", 24]]))
    assert ask_book(content, [BORE]).codes == ["several-lots", "sheet-unread"]
    beside = ("form.xlsx.batch.yaml", "ignore_sheets: [室温]\nlots: {A: {lot_size: 3}}\n".encode())
    answer = ask_book(content, [BORE], lot="all", sidecar=beside)
    assert not answer.problems
    assert answer.batch is not None
    assert [(lot.info.id, lot.info.size) for lot in answer.batch.lots] == [("A", 3), ("B", None)]
    assert "ignored-sheet" in answer.notes
    wrong = ask_book(content, [BORE], lot="all", sidecar=("s", b"ignore_sheets: [x]"))
    assert "no-such-sheet" in wrong.codes


def test_a_sheet_with_numbers_that_nobody_could_read_is_undecided():
    content = workbook(("data", [["No.", "内径"], [1, 10.0]]), ("more", [["Borre"], [99.9]]))
    problem = ask_book(content, [BORE]).one("sheet-unread")
    assert problem.severity is Severity.UNDECIDED
    assert str(problem.place) == "form.xlsx!more!A2"


def test_a_sheet_of_words_and_dates_is_noted():
    words = [["連絡先", None, "03-1234-5678"], ["作成", datetime.date(2026, 11, 2)], ["メモ"]]
    answer = ask_book(workbook(("data", [["No.", "内径"], [1, 10.0]]), ("memo", words)), [BORE])
    assert not answer.problems
    assert "sheet-without-table" in answer.notes


def test_sheets_named_after_characteristics():
    content = workbook(("内径", [["No.", "測定値"], [1, 10.0]]), ("膜厚", [["No.", "測定値"], [1, 15]]))
    answer = ask_book(content, [BORE, FILM])
    assert (answer.texts("bore"), answer.texts("film")) == (["10"], ["15"])


def test_a_formula_that_was_never_calculated_is_an_error_and_not_a_blank():
    problem = ask_book(workbook(("data", [["No.", "内径"], [1, "=1+1"]])), [BORE]).one("formula-without-value")
    assert (str(problem.place), problem.severity) == ("form.xlsx!data!B2", Severity.ERROR)


def test_a_formula_in_a_column_that_is_not_used_does_not_matter():
    assert not ask_book(workbook(("data", [["No.", "内径", "判定"], [1, 10.0, "=IF(B2>9,1,0)"]])), [BORE]).problems


def test_a_formula_with_its_value_is_the_value():
    content = workbook(("data", [["No.", "内径"], [1, "=1+1"]]))
    sheet = (
        part(content, "xl/worksheets/sheet1.xml").replace(b"<v></v>", b"<v>2.5</v>").replace(b"<v />", b"<v>2.5</v>")
    )
    assert ask_book(repacked(content, {"xl/worksheets/sheet1.xml": sheet}), [BORE]).texts("bore") == ["2.5"]


def test_an_error_cell_is_an_error():
    problem = ask_book(workbook(("data", [["No.", "内径"], [1, "#DIV/0!"]])), [BORE]).one("error-cell")
    assert problem.values["text"] == "#DIV/0!"


def test_dates_and_truth_values_reach_the_kinds_as_what_they_are():
    answer = ask_book(workbook(("data", [["No.", "内径"], [1, datetime.date(2026, 11, 2)], [2, True]])), [BORE])
    assert answer.texts("bore") == ["2026-11-02", "TRUE"]


def test_a_percentage_is_read_as_it_is_shown():
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["No.", "gain"], [1, 0.05], [2, 0.1234]):
        sheet.append(row)
    for cell in ("B2", "B3"):
        sheet[cell].number_format = "0.0%"
    gain = item("gain", {"unit": "%"})
    answer = ask_book(saved(book), [gain])
    assert answer.texts("gain") == ["5", "12.34"]
    assert answer.lot.blocks["gain"].columns["value"].unit == "%"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('0.000"mm"', "12.5 mm"),
        ('0.000\\ "mm"', "12.5 mm"),
        ('0.0"個入り"', "12.5"),
        ('"φ"0.00', "12.5"),
        ("0.000_ ", "12.5"),
        ("#,##0.00;[Red]-#,##0.00", "12.5"),
        ("G/標準", "12.5"),
        ("General", "12.5"),
        ("0.00E+00", "12.5"),
        ("yyyy/m/d", "1900-01-12 12:00:00"),
        ("[h]:mm", "1900-01-12 12:00:00"),
        ('ggge"年"m"月"d"日"', "1900-01-12 12:00:00"),
    ],
)
def test_number_formats_that_carry_a_unit_or_make_a_date(code, text):
    book = Workbook()
    book.worksheets[0]["A1"] = 12.5
    book.worksheets[0]["A1"].number_format = code
    assert grid(saved(book)).text(0, 0) == text


def test_hidden_sheets_rows_and_columns_are_read_and_said():
    book = Workbook()
    shown = book.worksheets[0]
    for row in (["No.", "内径", "膜厚"], [1, 10.0, 15], [2, 10.1, 16]):
        shown.append(row)
    shown.row_dimensions[3].hidden = True
    shown.column_dimensions["C"].hidden = True
    other = book.create_sheet("裏")
    other.append(["No.", "外観"])
    other.append([1, "OK"])
    other.append([2, "OK"])
    other.sheet_state = "hidden"
    answer = ask_book(saved(book), [BORE, FILM, LOOK])
    assert answer.texts("bore") == ["10", "10.1"]
    assert answer.texts("look") == ["OK", "OK"]
    assert {"hidden-sheet", "hidden-rows", "hidden-columns"} <= answer.notes


RICH = "<r><t>内</t></r><r><t xml:space='preserve'>径</t></r><rPh sb='0' eb='1'><t>ナイ</t></rPh>"
SHARED_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def with_shared(texts: str, cells: str) -> bytes:
    """Return a workbook of one sheet whose cells refer to shared texts."""
    content = workbook(("data", [["x"]]))
    links = part(content, "xl/_rels/workbook.xml.rels").decode()
    link = f'<Relationship Id="rIdTexts" Type="{SHARED_TYPE}" Target="/xl/texts.xml"/></Relationships>'
    sheet = f"<worksheet xmlns='{SHEET_MAIN_NS}'><sheetData>{cells}</sheetData></worksheet>"
    changes: dict[str, bytes | None] = {
        "xl/_rels/workbook.xml.rels": links.replace("</Relationships>", link).encode(),
        "xl/worksheets/sheet1.xml": sheet.encode(),
    }
    return repacked(content, changes, [("xl/texts.xml", f"<sst xmlns='{SHEET_MAIN_NS}'>{texts}</sst>".encode())])


def test_rich_text_loses_its_readings_in_kana_and_keeps_its_runs():
    cells = "<row><c t='s'><v>1</v></c></row><row><c><v>1E1</v></c></row>"
    content = with_shared(f"<si><t>other</t></si><si>{RICH}</si>", cells)
    assert ask_book(content, [BORE]).texts("bore") == ["10"]
    inline = f"<row><c t='inlineStr'><is>{RICH}</is></c></row><row><c><v>10</v></c></row>"
    assert ask_book(with_shared("", inline), [BORE]).texts("bore") == ["10"]


@pytest.mark.parametrize(
    "cell",
    [
        "<c t='s'><v>7</v></c>",
        "<c t='s'><v>-1</v></c>",
        "<c><v>NaN</v></c>",
        "<c><v>1_0</v></c>",
        "<c><v>1</v><v>2</v></c>",
        "<c t='b'><v>maybe</v></c>",
        "<c r='A0'><v>1</v></c>",
    ],
)
def test_a_cell_that_no_program_writes_refuses_the_file_and_is_named(cell):
    cells = f"<row><c t='inlineStr'><is><t>bore</t></is></c></row><row>{cell}</row>"
    place = ask_book(with_shared("<si><t>one</t></si>", cells), [BORE]).one("part-damaged").place
    assert str(place) == ("form.xlsx!data!A0" if "A0" in cell else "form.xlsx!data!A2")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("0.30000000000000004", "0.3"),
        ("10.000000000000002", "10"),
        ("1E-5", "0.00001"),
        ("0.00001234", "0.00001234"),
        ("123456789012", "123456789012"),
        ("1234567890123450", "1234567890123450"),
        ("1.5E3", "1500"),
        ("-0.5", "-0.5"),
    ],
)
def test_a_number_has_the_fifteen_digits_that_excel_shows_and_no_exponent(raw, text):
    assert grid(with_shared("", f"<row><c><v>{raw}</v></c></row>")).text(0, 0) == text


@pytest.mark.parametrize("cell", ["<c><f>1+1</f></c>", "<c t='str'><f>A2</f></c>", "<c><f t='shared' si='0'/><v/></c>"])
def test_every_kind_of_formula_without_value_is_tagged(cell):
    assert grid(with_shared("", f"<row><c><v>1</v></c>{cell}</row>")).tags == {(0, 1): Tag.FORMULA}


def test_a_formula_whose_text_is_blank_is_a_blank():
    assert grid(with_shared("", "<row><c><v>1</v></c><c t='str'><f>IF(1,&quot;&quot;)</f><v></v></c></row>")).tags == {}


def test_a_date_in_a_format_that_only_east_asian_excel_numbers_is_a_date():
    styles = (
        f"<styleSheet xmlns='{SHEET_MAIN_NS}'><cellXfs><xf numFmtId='0'/><xf numFmtId='57'/></cellXfs></styleSheet>"
    )
    content = repacked(workbook(("data", [["x"]])), {"xl/styles.xml": styles.encode()})
    sheet = part(content, "xl/worksheets/sheet1.xml").replace(
        b"</sheetData>", b'<row r="2"><c r="A2" s="1"><v>46328</v></c></row></sheetData>'
    )
    assert grid(repacked(content, {"xl/worksheets/sheet1.xml": sheet})).text(1, 0) == "2026-11-02"


def test_faulty_fonts_and_unknown_extensions_do_not_matter():
    content = workbook(("data", [["内径"], [10.0]]))
    styles = part(content, "xl/styles.xml").replace(b'<family val="2"', b'<family val="99"')
    sheet = part(content, "xl/worksheets/sheet1.xml").replace(
        b"</worksheet>", b'<extLst><ext uri="{0}"/></extLst></worksheet>'
    )
    assert b"99" in styles
    content = repacked(content, {"xl/styles.xml": styles, "xl/worksheets/sheet1.xml": sheet})
    assert ask_book(content, [BORE]).texts("bore") == ["10"]


def test_a_strict_open_xml_workbook_is_read_as_any_other():
    content = workbook(("data", [["内径"], [10.0]]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        changes: dict[str, bytes | None] = {
            name: archive.read(name)
            .replace(SHEET_MAIN_NS.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
            .replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            for name in archive.namelist()
        }
    assert ask_book(repacked(content, changes), [BORE]).texts("bore") == ["10"]


def test_a_sheet_in_a_foreign_vocabulary_is_refused_and_not_taken_for_a_blank_one():
    sheet = b"<worksheet xmlns='urn:other'><sheetData><row><c><v>99</v></c></row></sheetData></worksheet>"
    content = workbook(("data", [["内径"], [10.0]]), ("more", [["x"]]))
    assert ask_book(repacked(content, {"xl/worksheets/sheet2.xml": sheet}), [BORE]).codes == ["part-damaged"]


def test_a_sheet_of_charts_is_passed_over():
    book = Workbook()
    book.worksheets[0].append(["内径"])
    book.worksheets[0].append([10.0])
    book.create_chartsheet("図")
    assert ask_book(saved(book), [BORE]).texts("bore") == ["10"]


def test_cells_without_references_and_other_prefixes_are_placed_by_their_order():
    content = workbook(("data", [["x"]]))
    sheet = (
        b'<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>'
        b'<x:row><x:c t="inlineStr"><x:is><x:t>S/N</x:t></x:is></x:c>'
        b'<x:c t="inlineStr"><x:is><x:t>bore</x:t></x:is></x:c></x:row>'
        b'<x:row><x:c t="str"><x:v>A</x:v></x:c><x:c><x:v>10.000000000000002</x:v></x:c></x:row>'
        b"</x:sheetData></x:worksheet>"
    )
    answer = ask_book(repacked(content, {"xl/worksheets/sheet1.xml": sheet}), [BORE])
    assert answer.serials() == ["A"]
    assert answer.texts("bore") == ["10"]


values = st.one_of(st.floats(-1e9, 1e9), st.integers(-(10**12), 10**12), st.text("aあ１<&>\" '", max_size=6))


@given(st.lists(st.lists(values, min_size=1, max_size=5), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None)
def test_every_cell_is_what_another_reader_finds(rows):
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    content = saved(book)
    ours = grid(content) if any(str(cell) for row in rows for cell in row) else None
    for cells in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows():
        for cell in cells:
            text = "" if ours is None else ours.text(cell.row - 1, cell.column - 1)
            if isinstance(cell.value, int | float):
                assert float(text) == pytest.approx(cell.value, rel=1e-14, abs=0)
            else:
                assert text == (cell.value or "")


@pytest.mark.parametrize("name", ["form.xlsx", "form.XLSM", "data"])
def test_the_format_is_known_by_the_content_whatever_the_name(name):
    assert ask(workbook(("data", [["内径"], [10.0]])), items({"bore": {"ja": "内径"}}), name).texts("bore") == ["10"]
