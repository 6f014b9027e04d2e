"""Text files: which lines belong together, which are headings, and where every character stands."""

from __future__ import annotations

import pytest
from document_files import codes, notes, opened, outline, places

from qspec.errors import Severity

LONG = "The surface of the housing shall be smooth and free of burrs, scratches and other"


def test_a_wrapped_paragraph_is_one_block_and_every_line_keeps_its_place():
    document = opened(f"{LONG}\nvisible defects over the whole area.\n\nNext one.\n")
    assert outline(document) == [f"P {LONG} visible defects over the whole area.", "P Next one."]
    block = document.blocks[0]
    assert str(block.place_at(block.text.index("visible"))) == "spec.txt:2:1"
    assert str(block.place_at(block.text.index("defects"))) == "spec.txt:2:9"
    assert str(block.place_at(block.text.index("smooth"))) == "spec.txt:1:37"


def test_japanese_lines_are_joined_without_a_blank():
    first = "製品の外観は良好であり、目立つキズ、打痕、汚れ、色むらその他の有害な欠陥があっ"
    document = opened(f"{first}\nてはならない。\n", "仕様.txt")
    assert outline(document) == [f"P {first}てはならない。"]
    assert str(document.blocks[0].place_at(len(first))) == "仕様.txt:2:1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The surface shall be smooth\nNo scratches on the front\n", 2),
        ("Smooth finish\nUniform colour\n", 2),
        ("キズなきこと\nバリなきこと\n", 2),
        ("キズがないこと\n色むらがないこと\n", 2),
        ("外観は良好なこと\nThe appearance shall be good\n", 2),
        ("Free of burrs and\nscratches\n", 1),
        ("holes shall be\n12.5 mm or less\n", 1),
        ("表面は\n滑らかであること\n", 1),
        ("・目立つキズが\n  ないこと\n", 1),
    ],
)
def test_lines_that_stand_for_themselves_are_not_joined_and_open_ones_are(text, expected):
    assert len(opened(text).blocks) == expected


def test_the_indented_text_under_a_title_is_not_its_rest():
    assert outline(opened("９．支払条件\n　　月末締めとする。\n")) == ["H 支払条件", "P 月末締めとする。"]
    assert outline(opened("9. Polished faces\n   They shall be bright.\n")) == [
        "H Polished faces",
        "P They shall be bright.",
    ]
    assert outline(opened("9. Polished faces of\n   Housings\n")) == ["I Polished faces of Housings"]


def test_a_divided_word_is_whole_again_and_a_compound_keeps_its_hyphen():
    text = opened("The discol-\noration of the part and its scratch-\nfree surface.").blocks[0].text
    assert text == "The discoloration of the part and its scratch-free surface."


@pytest.mark.parametrize(
    "line",
    ["4. 外観", "C. Colour", "3.2 Surface finish", "第4条（外観）", "SURFACE TREATMENT", "4.1. Edges of the lid",
     "第４条　外観", "一、外観", "【外観】", "# Finish", "Article 5 Appearance", "附属書A 検査方法",
     "1.2　表面粗さ", "APPEARANCE:"],
)  # fmt: skip
def test_a_short_line_without_a_predicate_is_a_heading(line):
    assert outline(opened(f"Text before.\n\n{line}\n\nText behind it is here.\n"))[1].startswith("H ")


@pytest.mark.parametrize(
    "line",
    ["4. No scratches allowed", "3. キズなきこと", "3. Smooth", "(1) バリのないこと", "① 色ムラ不可",
     "a) free from burrs", "NO BURRS", "ALL HOLES FREE FROM BURRS", "5. つやがある", "2. Ra 1.6 µm", "ア. 外観は良好",
     "# No scratches", "- scratches", "一、傷なし", "3) 膜厚 5 µm"],
)  # fmt: skip
def test_a_requirement_is_no_heading_however_short(line):
    assert outline(opened(f"Text before.\n\n{line}\n\nText behind it is here.\n"))[1][0] in "PI"


def test_short_lines_in_a_list_are_items_and_the_same_line_over_a_text_is_a_heading():
    listed = "Not accepted are:\n1. Orange peel\n2. Sink marks\n3. Flow lines\n"
    assert outline(opened(listed)) == ["P Not accepted are:", "I Orange peel", "I Sink marks", "I Flow lines"]
    assert outline(opened("1. Orange peel\nNone is seen at 60 cm.\n\n2. Sink marks\nNone.\n"))[0] == "H Orange peel"


@pytest.mark.parametrize(
    ("line", "title", "clause", "column"),
    [
        ("4.1 Finish: smooth and free of burrs", "Finish", "smooth and free of burrs", 13),
        ("第4条（外観） 製品の外観は良好なこと。", "外観", "製品の外観は良好なこと。", 9),
        ("3. 外観：キズなきこと", "外観", "キズなきこと", 7),
        ("5. Appearance. The surface shall be smooth.", "Appearance", "The surface shall be smooth.", 16),
        ("２．色調　見本に合うこと", "色調", "見本に合うこと", 6),
    ],
)
def test_a_heading_with_its_clause_on_the_same_line_becomes_two(line, title, clause, column):
    document = opened(line)
    assert outline(document) == [f"H {title}", f"P {clause}"]
    assert document.blocks[1].place_at(0).column == column


@pytest.mark.parametrize(
    "sign", ["-", "*", "•", "・", "●", "1)", "(2)", "（３）", "④", "ア.", "(イ)", "a.", "iv)", "1.2.3", "※"]
)
def test_signs_and_numbers_are_taken_off_and_kept_beside(sign):
    (block,) = opened(f"{sign} no scratches on the lid").blocks
    assert (block.text, block.marker, block.kind.name) == ("no scratches on the lid", sign, "ITEM")


def test_values_at_the_start_of_a_line_are_no_numbers_of_clauses():
    for text in ("12.5 mm or less", "1.6 以下のこと", "3.2 ± 0.1", "0.5mm以下とする", "1.5倍以内のこと"):
        assert opened(text).blocks[0].text == text
    assert opened("1.1 本協定は品質を定める。").blocks[0].marker == "1.1"


def test_markdown():
    text = (
        "Spec\n====\n\n## 4. **Appearance** ##\n\n| item | 要求 |\n|---|:--|\n| lid | **no** scratches |\n\n"
        "> quoted [smooth](http://x) text\n\n```\nas is\nand this\n```\n\n* * *\n"
    )
    document = opened(text, "spec.md")
    assert outline(document) == [
        "H Spec", "H Appearance", "H item", "H 要求", "C lid", "C no scratches", "P quoted smooth text",
        "P as is", "P and this",
    ]  # fmt: skip
    cell = document.blocks[5]
    assert (cell.row, cell.column, cell.header, cell.marker) == ((0, 1), 1, "要求", "")
    assert str(cell.place_at(cell.text.index("scratches"))) == "spec.md:8:16"
    assert str(document.blocks[6].place_at(7)) == "spec.md:10:11"


def test_capitals_are_no_headings_where_everything_is_in_capitals():
    assert outline(opened("BREAK SHARP EDGES\n\nPOLISHED FACES\n\nSMOOTH\n")) == [
        "P BREAK SHARP EDGES", "P POLISHED FACES", "P SMOOTH",
    ]  # fmt: skip


def test_direction_and_control_characters_hide_nothing_and_are_placed():
    document = opened("fine\nno scr\u202eatc\u2066hes\nbu\x07rrs\nsm\u200boo\u00adth\n")
    assert document.blocks == ()
    found = [(problem.code, str(problem.place), problem.values["character"]) for problem in document.problems]
    assert found == [
        ("documents.bidi", "spec.txt:2:7", "U+202E"),
        ("documents.bidi", "spec.txt:2:11", "U+2066"),
        ("documents.control", "spec.txt:3:3", "U+0007"),
    ]
    assert {problem.severity for problem in document.problems} == {Severity.ERROR}


def test_many_such_characters_are_counted_and_the_place_behind_them_is_right():
    document = opened("a\u200eb" * 50 + "end")
    assert len(codes(document)) == 21
    assert document.problems[-1].values == {"count": 30}
    assert document.blocks[0].place_at(document.blocks[0].text.index("end")).column == 151


def test_encodings():
    assert notes(opened("外観は①良好㈱".encode("cp932"))) == ["encoding"]
    assert outline(opened("外観".encode("utf-16")))[0] == "H 外観"
    assert outline(opened("\ufeff外観は良好".encode())) == ["P 外観は良好"]


@pytest.mark.parametrize("name", ["spec.txt", "spec.csv", "spec.html"])
def test_two_encodings_in_one_file_are_refused_at_the_first_byte_of_the_other(name):
    for first, second in (("utf-8", "cp932"), ("cp932", "utf-8")):
        mixed = opened("外観は良好\n".encode(first) + "きずなし髙\n".encode(second), name)
        assert (codes(mixed), str(mixed.problems[0].place)) == (["undecodable"], f"{name}:2")
        assert mixed.blocks == ()


def test_the_line_of_the_first_wrong_byte_is_named():
    document = opened("\ufeffone\ntwo\n".encode() + b"thr\xffee\n")
    assert (codes(document), str(document.problems[0].place)) == (["undecodable"], "spec.txt:3")


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"", "empty", "spec.txt"),
        (b" \n\t\n", "empty", "spec.txt"),
        ("　\n".encode(), "no-text", "spec.txt"),
        (b"fine\nab\0cd", "nul", "spec.txt:2"),
        (b"fine\n" + b"a" * 100_000, "line-too-long", "spec.txt:2:1"),
        (b"a\n" * 11_000_000, "too-large", "spec.txt"),
        (b"{\\rtf1 text}", "unknown-format", "spec.txt"),
        (b"\x89PNG\r\n\x1a\n", "unknown-format", "spec.txt"),
    ],
)
def test_what_is_no_document_is_said_with_its_place(content, code, place):
    document = opened(content)
    assert (codes(document), str(document.problems[0].place), document.blocks) == ([code], place, ())


def test_places_are_in_order():
    document = opened("# A\n\ntext here\n- one\n- two\n")
    assert places(document) == ["spec.txt:1:3", "spec.txt:3:1", "spec.txt:4:3", "spec.txt:5:3"]
