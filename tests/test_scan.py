"""A scanned document: clauses in their class and place, bilingual differences, five outputs, bad input refused whole.

The four documents of ``tests/phrases/documents`` say themselves what a careful reader finds in them.
``QSPEC_WRITE_GOLDEN=1`` writes the golden texts anew; they were read by eye.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path

import pytest
import yaml
from document_files import column, opened, paragraph, pdf, row, table, word

from qspec.cli.app import run
from qspec.phrases.clauses import clauses
from qspec.phrases.differences import What
from qspec.phrases.documents import open_document
from qspec.phrases.engine import understand
from qspec.phrases.index import index
from qspec.phrases.scan import scan
from qspec.phrases.vocabulary import ClauseClass
from qspec.report.scanned import as_csv, as_github, as_json, as_sarif, as_text
from qspec.report.width import columns

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ROOT / "tests" / "phrases" / "documents"
CONTRACT = ROOT / "specs" / "control-knob-contract.md"
GOLDEN = ROOT / "tests" / "golden" / "scan"
EXPECTED = sorted(DOCUMENTS.glob("*.expected.yaml"))
EXTRA_ALLOWED = 5
"""Clauses of about 170 in the four documents that may be found although a reader would not."""


def scanned(text, name="spec.md"):
    return scan(opened(text, name))


def expected(file):
    return yaml.safe_load(file.read_text("utf-8"))


def of_file(file):
    document = file.with_name(file.name.removesuffix(".expected.yaml"))
    return scan(open_document(document.name, document.read_bytes()))


def found_lines(found):
    kept = (one for one in found.clauses if one.finding.clause_class is not ClauseClass.OTHER)
    return {(one.place.line, one.finding.clause_class.value) for one in kept}


def wanted_lines(want):
    return {
        (one["line"], kind) for key, kind in (("findings", "vague"), ("measurable", "measurable")) for one in want[key]
    }


# --- what is found -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", EXPECTED, ids=lambda file: file.name.split(".")[0])
def test_every_clause_a_reader_finds_is_found_on_its_line(file):
    found = of_file(file)
    want = expected(file)
    assert wanted_lines(want) - found_lines(found) == set()
    on_line = {one.place.line: one for one in found.clauses if one.finding.clause_class is ClauseClass.VAGUE}
    named = [(one["line"], one["characteristic"]) for one in want["findings"]]
    right = [on_line[line].finding.characteristic == name for line, name in named]
    assert sum(right) >= 0.9 * len(right)


def test_hardly_anything_else_is_found():
    extra = [
        (file.name, *one) for file in EXPECTED for one in found_lines(of_file(file)) - wanted_lines(expected(file))
    ]
    assert len(extra) <= EXTRA_ALLOWED, extra


@pytest.mark.parametrize("file", EXPECTED, ids=lambda file: file.name.split(".")[0])
def test_no_heading_is_a_finding(file):
    found = of_file(file)
    assert {one.finding.clause_class for one in found.clauses if one.clause.heading} <= {ClauseClass.OTHER}
    shown = as_json.write([found]).decode().splitlines()
    assert not any(json.loads(line)["heading"] for line in shown)


@pytest.mark.parametrize("file", EXPECTED, ids=lambda file: file.name.split(".")[0])
def test_the_columns_and_spans_point_at_the_words(file):
    document = file.with_name(file.name.removesuffix(".expected.yaml"))
    if document.suffix == ".csv":
        pytest.skip("a cell of a text table has a line and no column")
    lines = document.read_text("utf-8").splitlines()
    for line in as_json.write([of_file(file)]).decode().splitlines():
        one = json.loads(line)
        words = re.split("[:：]", one["text"][one["span"][0] : one["span"][1]])[0]
        there = lines[one["line"] - 1][one["column"] - 1 :]
        assert there.startswith(words[: min(len(words), 12, len(there))]), one["place"]


def test_a_list_item_is_read_with_the_line_that_leads_in_to_it():
    found = scanned("The following are not permitted:\n\n- dents;\n- visible scratches.\n")
    items = [(one.clause.text, one.finding.degree.value) for one in found.of(ClauseClass.VAGUE)]
    assert items == [("dents", "none_allowed"), ("visible scratches.", "moderate")]


def test_results_and_remarks_of_a_check_sheet_are_not_read():
    found = scanned("No.,検査項目,判定基準,測定値,判定,備考\n1,外観,キズなきこと,1.2mm,OK,右側に1件\n", "sheet.csv")
    (one,) = found.of(ClauseClass.VAGUE)
    assert one.clause.text == "外観：キズなきこと"
    assert found.of(ClauseClass.MEASURABLE) == ()


def test_the_cell_that_names_the_item_is_read_with_the_cell_that_judges_it():
    document = word(table(row("Item", "Requirement"), row("Rim", "no sharp edges"), row("Height", "92 ± 0.5 mm")))
    found = scan(opened(document, "x.docx"))
    assert [one.clause.text for one in found.of(ClauseClass.VAGUE)] == ["Rim: no sharp edges"]
    (height,) = found.of(ClauseClass.MEASURABLE)
    assert (height.clause.subject, height.finding.characteristic) == ("Height", "dimension")


def test_what_stands_elsewhere_in_a_document_does_not_change_how_a_clause_is_read():
    texts = [
        one.text for file in DOCUMENTS.glob("*.md") for one in clauses(opened(file.read_bytes(), file.name).blocks)
    ]
    index.cache_clear()
    forward = {text: understand(text) for text in texts}
    index.cache_clear()
    backward = {text: understand(text) for text in reversed(texts)}
    assert [text for text in forward if forward[text] != backward[text]] == []


# --- two languages -------------------------------------------------------------------------------------------------


def test_the_differences_of_a_bilingual_contract_are_those_a_reader_finds():
    file = DOCUMENTS / "bilingual.md.expected.yaml"
    found = {
        (one.english and one.english.place.line, one.japanese and one.japanese.place.line): one.what
        for one in of_file(file).differences
    }
    for want in expected(file)["differences"]:
        assert What(want["what"]) in found.get((want["line_en"], want["line_ja"]), ()), want
    assert len(found) <= len(expected(file)["differences"]) + 2


@pytest.mark.parametrize(
    ("english", "japanese", "what"),
    [
        ("There shall be no visible scratches.", "キズなきこと。", ["degree"]),
        ("The plating thickness shall be 8 µm or more.", "めっき厚さは十分であること。", ["number"]),
        ("The brackets shall be flat within 0.3 mm.", "ブラケットの平面度は0.5mm以下とする。", ["number"]),
        ("The film thickness shall be 20 µm or more.", "膜厚は20µm以上とする。", []),
        ("Burrs are not permitted.", "バリのないこと。", []),
        ("Slight scratches are acceptable.", "キズを認めない。", ["degree"]),
    ],
)
def test_two_texts_are_compared_by_what_they_ask_for(english, japanese, what):
    found = scanned(f"2.1 {english}\n2.1 {japanese}\n")
    assert [[one.value for one in difference.what] for difference in found.differences] == ([what] if what else [])


def test_a_bilingual_table_row_is_one_clause_in_each_language():
    document = word(table(row("Item", "Requirement", "要求"), row("Surface", "no visible scratches", "キズのないこと")))
    found = scan(opened(document, "x.docx"))
    assert [one.clause.language for one in found.of(ClauseClass.VAGUE)] == ["en", "ja"]
    assert [one.what for one in found.differences] == [(What.DEGREE,)]


def test_a_tool_named_in_english_makes_no_second_language():
    found = scanned(
        "項目,判定基準,検査方法,判定\n外観,キズなきこと,Loupe x10,OK\n膜厚,15µm以上,Fischer,OK\n", "sheet.csv"
    )
    assert {one.clause.language for one in found.clauses} == {"ja"}
    assert found.differences == ()


def test_a_difference_is_said_in_words(capfd):
    assert run(["scan", str(DOCUMENTS / "bilingual.md"), "--lang", "en"]) == 1
    out = capfd.readouterr().out
    assert "How much: English bans what is noticed; Japanese bans all." in out
    assert "Limit: English 0.3 mm or less; Japanese 0.5 mm or less." in out
    assert "The Japanese text has no such clause (moisture)." in out


# --- outputs -------------------------------------------------------------------------------------------------------


def compare_with_golden(name, content):
    file = GOLDEN / name
    if os.environ.get("QSPEC_WRITE_GOLDEN"):
        file.write_bytes(content)
    assert content.decode("utf-8") == file.read_bytes().decode("utf-8")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_text_reads_as_reviewed(lang):
    found = scan(open_document("contract.md", CONTRACT.read_bytes()))
    compare_with_golden(f"contract.{lang}.txt", as_text.write([found], [lang], width=80))


@pytest.mark.parametrize("width", [40, 80, 300])
def test_no_line_but_a_long_place_is_wider_than_the_terminal(width):
    for file in EXPECTED:
        for line in as_text.write([of_file(file)], ["ja", "en"], everything=True, width=width).decode().splitlines():
            assert columns(line) <= min(width, as_text.WIDEST), line


def test_a_place_stays_on_one_line_to_be_opened():
    found = scanned("No burrs.\n", f"{'folder/' * 30}spec.md")
    text = as_text.write([found], ["en"], width=60).decode()
    assert f"\n{'folder/' * 30}spec.md:1:4\n" in text


def test_the_words_are_marked_with_and_without_color():
    found = [scanned("There shall be no visible scratches.\n")]
    assert "no [visible] [scratches]." in as_text.write(found, ["en"]).decode()
    colored = as_text.write(found, ["en"], color=True).decode()
    assert "[\x1b[4mscratches\x1b[24m]" in colored
    assert "no [visible] [scratches]." in re.sub(r"\x1b\[\d+m", "", colored)


def test_the_text_counts_clauses_and_characteristics():
    text = as_text.write([scanned("No burrs.\n\nNo stains.\n\nPay at once.\n\nNo dents.\n")], ["en"]).decode()
    assert "spec.md: 4 clauses: 3 vague, 0 measurable, 1 other; 0 where the two languages differ." in text
    assert "burrs and edges 1" in text


def test_a_document_without_vague_words_is_clean(tmp_path, capfd):
    file = tmp_path / "plain.txt"
    file.write_text("The film thickness shall be 20 µm or more.\n\nPayment is due within 30 days.\n", "utf-8")
    assert run(["scan", str(file), "--lang", "en"]) == 0
    assert "Nothing vague was found." in capfd.readouterr().out
    assert run(["scan", "--all", str(file), "--lang", "en"]) == 0
    assert "Limit  20 µm or more" in capfd.readouterr().out


def test_json_holds_the_keys_of_define_and_the_place(capfd):
    assert run(["scan", str(DOCUMENTS / "bilingual.md"), "--format", "json"]) == 1
    objects = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert run(["define", "--format", "json", "no visible scratches"]) == 0
    define = list(json.loads(capfd.readouterr().out))
    place = [
        "file",
        "line",
        "column",
        "span",
        "page",
        "paragraph",
        "sheet",
        "cell",
        "place",
        "heading",
        "section",
        "lead",
    ]
    assert all(list(one) == [*define, *place, "difference"] for one in objects)
    assert {one["class"] for one in objects} == {"vague", "measurable"}
    scratches = next(one for one in objects if one["line"] == 12)
    assert scratches["text"][slice(*scratches["span"])] == "scratches"
    assert scratches["difference"]["what"] == ["degree"]
    assert scratches["difference"]["with"].endswith("bilingual.md:13:5")
    missing = next(one for one in objects if one["line"] == 63)
    assert missing["difference"] == {"with": None, "text": None, "what": ["missing"]}
    thickness = next(one for one in objects if one["line"] == 30)
    assert (thickness["limit"]["lower"], thickness["limit"]["unit"]) == (8, "µm")


def test_json_of_everything_has_every_clause(capfd):
    run(["scan", str(CONTRACT), "--format", "json", "--all"])
    objects = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert len(objects) == len(scan(open_document("x.md", CONTRACT.read_bytes())).clauses)
    assert any(one["heading"] for one in objects)


@pytest.mark.parametrize("page", ["phrases.md", "phrases.ja.md"])
def test_the_documents_name_the_keys(page):
    text = (ROOT / "docs" / page).read_text("utf-8")
    own = list(as_json.plain(next(iter(_told("No burrs.\n")))))
    assert [key for key in own if f"`{key}`" not in text] == []


def _told(text):
    from qspec.phrases.told import told

    return told(scanned(text))


def test_places_in_word_excel_and_pdf():
    document = scan(opened(word(paragraph("Scope") + paragraph("There shall be no visible scratches.")), "x.docx"))
    (one,) = [json.loads(line) for line in as_json.write([document]).splitlines()]
    assert (one["paragraph"], one["line"], one["place"]) == (2, None, "x.docx ¶2")
    found = scan(opened(pdf(column("Parts shall be delivered in May."), column("No burrs are permitted.")), "x.pdf"))
    (one,) = [json.loads(line) for line in as_json.write([found]).splitlines()]
    assert (one["page"], one["line"]) == (2, 1)
    assert one["place"] == "x.pdf p.2:1"


def test_csv_opens_in_a_spreadsheet_and_runs_nothing():
    found = scanned('=HYPERLINK("http://x") no visible scratches\n\n@SUM(1) 目立つキズなきこと\n', "=x.txt")
    content = as_csv.write([found], ["en"])
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 3
    assert {len(one) for one in rows} == {len(as_csv.COLUMNS)}
    assert not any(cell.startswith(("=", "@", "+", "-")) for one in rows for cell in one)
    assert all(dict(zip(as_csv.COLUMNS, one, strict=True))["text"].startswith("'") for one in rows[1:])


def test_sarif_has_what_the_format_requires():
    found = [of_file(DOCUMENTS / "bilingual.md.expected.yaml")]
    document = json.loads(as_sarif.write(found, ["en"]))
    assert document["version"] == "2.1.0"
    (sarif_run,) = document["runs"]
    rules = [rule["id"] for rule in sarif_run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    assert {"scratch_dent", "language-difference"} <= set(rules)
    assert sarif_run["results"]
    for result in sarif_run["results"]:
        assert result["ruleId"] in rules
        assert result["level"] == "warning"
        assert re.search("[ぁ-ん]", result["message"]["text"])
        assert re.search("[a-z]{4}", result["message"]["text"])
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert re.fullmatch(r"[!-~]+", physical["artifactLocation"]["uri"])
        region = physical["region"]
        assert region["startLine"] >= 1
        assert region["startColumn"] >= 1
        assert (region["endLine"], region["endColumn"]) > (region["startLine"], region["startColumn"])
    levels = {one["level"] for one in json.loads(as_sarif.write(found, ["en"], True))["runs"][0]["results"]}
    assert levels == {"warning", "note"}


def test_sarif_names_files_as_uris_and_cells_as_logical_places():
    found = scan(opened(word(paragraph("There shall be no visible scratches.")), "図面 1%.docx"))
    (result,) = json.loads(as_sarif.write([found], ["en"]))["runs"][0]["results"]
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "%E5%9B%B3%E9%9D%A2%201%25.docx"
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "図面 1%.docx ¶1"


def test_github_commands_cannot_be_forged():
    found = scanned("no visible scratches %0A::error::x\n", "a,b:c.md")
    (line,) = as_github.write([found], ["en"]).decode().splitlines()
    assert line.startswith("::warning file=a%2Cb%3Ac.md,line=1,")
    assert "%250A::error" in line


def test_text_of_a_document_cannot_reach_the_terminal():
    found = scanned("no visible \x1b]0;owned\x07 scratches \u202e desrever\n")
    text = as_text.write([found], ["en"]).decode()
    assert not any(char in text for char in "\x1b\x07\u202e")


# --- the command ---------------------------------------------------------------------------------------------------


def test_several_files_and_standard_input(tmp_path, monkeypatch, capfd):
    file = tmp_path / "a.txt"
    file.write_text("No burrs.\n", "utf-8")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("キズなきこと。\n".encode())))
    assert run(["scan", str(file), "-", "--lang", "en"]) == 1
    out = capfd.readouterr().out
    assert "-:1:1" in out
    assert "2 documents: 2 clauses: 2 vague" in out


def test_an_output_file_is_written_once_and_replaced_with_force_alone(tmp_path, capfd):
    target = tmp_path / "found.json"
    words = ["scan", str(CONTRACT), "--format", "json", "-o", str(target), "--lang", "en"]
    assert run(words) == 1
    first = target.read_bytes()
    target.write_bytes(b"mine")
    assert run(words) == 2
    assert target.read_bytes() == b"mine"
    assert run([*words, "--force"]) == 1
    assert target.read_bytes() == first
    assert run(["scan", str(target), "-o", str(target), "--force"]) == 2
    assert target.read_bytes() == first


def test_a_projects_own_words_are_found(tmp_path, monkeypatch, capfd):
    (tmp_path / "own.yaml").write_text("heads:\n- {characteristic: gloss, pole: good, ja: [うるうる感]}\n", "utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.qspec]\nlexicon = ["own.yaml"]\n', "utf-8")
    (tmp_path / "a.txt").write_text("うるうる感があること。\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["scan", "a.txt", "--lang", "en"]) == 1, capfd.readouterr().err
    assert "gloss" in capfd.readouterr().out


BAD = {
    "empty.txt": b"",
    "nul.txt": b"no visible scratches\0\n",
    "mixed.txt": "キズなきこと\n".encode() + "キズなきこと\n".encode("cp932") + b"\xff\xfe\x80\n",
    "long.txt": b"no visible scratches " * 30_000,
    "encrypted.pdf": pdf(column("No burrs."), encrypt="secret"),
    "scanned.pdf": pdf([], pictures=(1,)),
    "cut.pdf": pdf(column("No burrs."))[:-400],
    "cut.docx": word(paragraph("No burrs."))[:-60],
    "bomb.docx": word(paragraph("x" * 60_000_000)),
    "picture.png": b"\x89PNG\r\n\x1a\n0000",
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_a_placed_problem_and_nothing_is_written(name, tmp_path, capfd):
    file, good, target = tmp_path / name, tmp_path / "good.txt", tmp_path / "out.csv"
    file.write_bytes(BAD[name])
    good.write_text("No burrs.\n", "utf-8")
    assert run(["scan", str(file), str(good), "--lang", "en"]) == 2
    out, err = capfd.readouterr()
    assert f"{file}" in err
    assert "documents." in err
    assert "good.txt:1:4" in out
    assert run(["scan", str(file), str(good), "--format", "csv", "-o", str(target), "--lang", "en"]) == 2
    assert not target.exists()
    assert "was not written" in capfd.readouterr().err
    assert run(["draft", str(file), "-o", str(target), "--lang", "en"]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "good.txt"])


def test_a_missing_file_is_said_and_the_others_are_shown(tmp_path, capfd):
    assert run(["scan", str(tmp_path / "no.txt"), str(CONTRACT), "--lang", "en"]) == 2
    out, err = capfd.readouterr()
    assert "cli.not-a-file" in err
    assert "conspicuous" in out


def test_characters_that_deceive_are_refused_with_their_place(tmp_path, capfd):
    file = tmp_path / "a.txt"
    file.write_text("No vis\u202eible scratches.\n", "utf-8")
    assert run(["scan", str(file), "--lang", "en"]) == 2
    assert "a.txt:1:7: error documents.bidi" in capfd.readouterr().err
    assert run(["draft", str(file), "-o", str(tmp_path / "spec.yaml")]) == 2
    assert list(tmp_path.iterdir()) == [file]
    file.write_text("No visible \u200escratches.\n", "utf-8")
    assert run(["scan", str(file), "--lang", "en"]) == 1
    out, err = capfd.readouterr()
    assert "a.txt:1:12: warning documents.bidi" in err
    assert "No [visible] [scratches]." in out


def test_a_part_that_could_not_be_read_leaves_the_verdict_open(tmp_path, capfd):
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf(column("Payment is due in May."), [], pictures=(2,)))
    assert run(["scan", str(file), "--lang", "en"]) == 3
    assert "documents.scanned-pages" in capfd.readouterr().err
