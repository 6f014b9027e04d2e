"""Word documents: what stands in force is read, with the number of its paragraph; what is unusual is said."""

from __future__ import annotations

import io
import zipfile

import pytest
from document_files import LINKS, SPACE, codes, notes, opened, outline, paragraph, places, row, run, table, word

from qspec.errors import Severity


def read(body, parts=None):
    return opened(word(body, parts), "contract.docx")


STYLES = (
    f'<w:styles {SPACE}><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="a5"><w:name w:val="own"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:styleId="x"><w:name w:val="other"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:styleId="l"><w:name w:val="list"/><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="loop"><w:name w:val="loop"/><w:basedOn w:val="loop"/></w:style></w:styles>'
)


def styled(name):
    return f'<w:pStyle w:val="{name}"/>'


def test_paragraphs_are_counted_and_short_numbered_ones_are_headings():
    document = read(
        paragraph("4. 外観")
        + paragraph("")
        + paragraph("キズなきこと")
        + paragraph("第5条（色）")
        + paragraph("見本に合うこと")
    )
    assert outline(document) == ["H 外観", "P キズなきこと", "H （色）", "P 見本に合うこと"]
    assert places(document) == ["contract.docx ¶1", "contract.docx ¶3", "contract.docx ¶4", "contract.docx ¶5"]


def test_headings_by_style_even_under_japanese_and_inherited_ids():
    body = "".join(paragraph(f"Polished faces {name}", styled(name)) for name in ("1", "a5", "x", "l", "loop", "none"))
    body += paragraph("Polished faces", '<w:outlineLvl w:val="0"/>') + paragraph(
        "Polished faces", '<w:outlineLvl w:val="9"/>'
    )
    kinds = [line[0] for line in outline(read(body, {"styles.xml": ("styles", STYLES)}))]
    assert kinds == ["H", "H", "H", "I", "P", "P", "H", "P"]


def test_a_requirement_set_as_a_heading_stays_to_be_read():
    body = paragraph("No scratches are allowed on the lid.", styled("1")) + paragraph("Finish: smooth", styled("1"))
    assert outline(read(body, {"styles.xml": ("styles", STYLES)})) == [
        "P No scratches are allowed on the lid.", "H Finish", "P smooth",
    ]  # fmt: skip


def test_tracked_changes_count_as_if_accepted_and_are_told():
    deleted = (
        "<w:del><w:r><w:delText>visible </w:delText></w:r></w:del><w:moveFrom><w:r><w:t>gone </w:t></w:r></w:moveFrom>"
    )
    body = paragraph(run("No ") + deleted + f"<w:ins>{run('deep ')}</w:ins>" + run("scratches"))
    document = read(body)
    assert outline(document) == ["P No deep scratches"]
    assert document.notes[0].values == {"file": "contract.docx", "inserted": 1, "deleted": 2}


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next():
    body = paragraph("No scratches ", "<w:rPr><w:del/></w:rPr>") + paragraph("on the lid")
    document = read(body)
    assert outline(document) == ["P No scratches on the lid"]
    assert str(document.blocks[0].place_at(13)) == "contract.docx ¶2"


def test_a_deleted_row_is_left_out():
    body = table(row("item", "limit"), row("gone", "away", properties="<w:del/>"), row("lid", "smooth"))
    assert outline(read(body)) == ["C item", "C limit", "C lid", "C smooth"]


def test_columns_of_a_bilingual_table_can_be_paired():
    body = paragraph("x") + table(
        row("日本語", "English", properties="<w:tblHeader/>"), row("キズなきこと", "No visible scratches")
    )
    document = read(body)
    assert outline(document) == ["P x", "H 日本語", "H English", "C キズなきこと", "C No visible scratches"]
    left, right = document.blocks[3:]
    assert (left.row, left.column, left.header) == ((0, 1), 0, "日本語")
    assert (right.row, right.column, right.header) == ((0, 1), 1, "English")
    assert str(right.place_at(3)) == "contract.docx ¶5"


def test_merged_and_nested_cells():
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("both")}</w:tc>'
    begin = f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{paragraph("lid")}</w:tc>'
    rest = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{paragraph('')}</w:tc>"
    inner = f"<w:tc>{paragraph('see')}{table(row('in'))}{paragraph('')}</w:tc>"
    document = read(table(row("a", "b"), row(wide), row(begin, inner), row(rest, "last")))
    found = [(block.text, block.row, block.column, block.header) for block in document.blocks]
    assert found == [
        ("a", (0, 0), 0, ""), ("b", (0, 0), 1, ""), ("both", (0, 1), 0, "a"), ("lid", (0, 2), 0, "a"),
        ("see", (0, 2), 1, "b"), ("in", (1, 0), 0, ""), ("last", (0, 3), 1, "b"),
    ]  # fmt: skip
    assert str(document.blocks[-1].place_at(0)) == "contract.docx ¶9"


def test_lines_within_a_paragraph_are_requirements_of_their_own():
    body = paragraph("<w:r><w:t>・キズなきこと</w:t><w:br/><w:t>・バリなきこと</w:t><w:br/><w:t>以上</w:t></w:r>")
    assert outline(read(body))[:2] == ["I キズなきこと", "I バリなきこと"]


def test_list_paragraphs_are_items():
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    ended = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    assert outline(read(paragraph("smooth faces", numbered) + paragraph("plain text", ended))) == [
        "I smooth faces", "P plain text",
    ]  # fmt: skip


def test_hidden_and_struck_text_is_read_and_told_where_it_stands():
    body = paragraph("fine") + paragraph(run("no ") + run("secret", "<w:vanish/>") + run("old", "<w:strike/>"))
    body += paragraph(run("shown", '<w:vanish w:val="0"/>'))
    document = read(body)
    assert outline(document) == ["P fine", "P no secretold", "P shown"]
    found = [
        (problem.code, str(problem.place), problem.severity, problem.values["text"]) for problem in document.problems
    ]
    assert found == [
        ("documents.hidden-text", "contract.docx ¶2", Severity.WARNING, "secret"),
        ("documents.struck-text", "contract.docx ¶2", Severity.WARNING, "old"),
    ]


def test_text_boxes_once_fields_without_their_codes_readings_over_kanji_not_at_all():
    box = "<w:txbxContent>" + paragraph("in a box") + "</w:txbxContent>"
    twice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    ruby = f"<w:ruby><w:rt>{run('きず')}</w:rt><w:rubyBase>{run('傷')}</w:rubyBase></w:ruby>"
    field = (
        '<w:r><w:instrText>PAGE \\* MERGEFORMAT</w:instrText></w:r><w:fldSimple w:instr="X">'
        + run("7")
        + "</w:fldSimple>"
    )
    body = paragraph(f"<w:r><w:t>anchor</w:t>{twice}</w:r>") + paragraph(f"<w:r>{ruby}<w:t>なきこと</w:t></w:r>")
    document = read(
        body
        + paragraph(
            field
            + f"<w:hyperlink>{run(' linked')}</w:hyperlink><w:sdt><w:sdtContent>{run(' kept')}</w:sdtContent></w:sdt>"
        )
    )
    assert outline(document) == ["P anchor", "P in a box", "P 傷なきこと", "P 7 linked kept"]
    assert places(document) == ["contract.docx ¶1", "contract.docx ¶1", "contract.docx ¶2", "contract.docx ¶3"]


def test_headers_footers_and_notes_are_read_and_named_repeats_once():
    def beside(root, text):
        return f"<w:{root} {SPACE}>{paragraph(text)}</w:{root}>"

    foot = f"<w:footnotes {SPACE}><w:footnote>{paragraph('No burrs.')}</w:footnote></w:footnotes>"
    document = read(
        paragraph("text") + paragraph(f"<w:sdt><w:sdtContent>{run('in a control')}</w:sdtContent></w:sdt>"),
        {
            "header1.xml": ("header", beside("hdr", "Purchase spec")),
            "header2.xml": ("header", beside("hdr", "Purchase spec")),
            "footer1.xml": ("footer", beside("ftr", "見本製作所")),
            "footnotes.xml": ("footnotes", foot),
        },
    )
    assert outline(document) == ["P text", "P in a control", "P Purchase spec", "P 見本製作所", "P No burrs."]
    assert places(document)[2:] == [
        "contract.docx ¶1 [header1]", "contract.docx ¶1 [footer1]", "contract.docx ¶1 [footnotes]",
    ]  # fmt: skip


def test_what_is_not_read_is_said():
    body = paragraph("<w:r><w:drawing><a><blip/></a></w:drawing><w:t>text</w:t><w:commentReference/></w:r>")
    document = read(body + '<w:altChunk w:id="r9"/>')
    assert notes(document) == ["comments", "pictures"]
    assert [(problem.code, problem.severity) for problem in document.problems] == [
        ("documents.part-unread", Severity.UNDECIDED)
    ]
    assert codes(read(paragraph("<w:r><w:drawing><blip/></w:drawing></w:r>"))) == ["no-text"]


def test_the_strict_edition_reads_alike():
    content = word(paragraph("4. 外観") + paragraph("キズなきこと"))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(
                name, text.replace(LINKS.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships/")
            )
    assert outline(opened(stream.getvalue(), "x.docx")) == ["H 外観", "P キズなきこと"]


def test_a_word_document_under_another_name_is_read_and_said():
    document = opened(word(paragraph("text")), "x.xlsx")
    assert (outline(document), notes(document)) == (["P text"], ["suffix"])


def repacked(content, changes):
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name, text in changes.items():
            new.writestr(name, text)
    return stream.getvalue()


GOOD = word(paragraph("text"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "legacy-office"),
        (GOOD[: len(GOOD) // 2], "not-a-zip"),
        (GOOD[:-1], "not-a-zip"),
        (b"no zip at all", "not-a-zip"),
        (repacked(GOOD, {"x": b" " * 60_000_000}), "archive-ratio"),
        (word("<w:sdt>" * 300 + "</w:sdt>" * 300), "part-damaged"),
        (word("<w:p>"), "part-damaged"),
        (word(paragraph("x"), {"header1.xml": ("header", "")}), "part-damaged"),
        (word(""), "no-text"),
        (word(paragraph("a" * 60_000)), "line-too-long"),
    ],
    ids=[
        "encrypted",
        "old",
        "half",
        "one-byte",
        "no-zip",
        "bomb",
        "deep",
        "unclosed",
        "broken-header",
        "blank",
        "long",
    ],
)
def test_files_that_are_not_read(content, code):
    document = opened(content, "contract.docx")
    assert (codes(document), document.blocks) == ([code], ())


def test_a_missing_part_is_named():
    stream = io.BytesIO()
    content = io.BytesIO(word(paragraph("x"), {"header1.xml": ("header", "")}))
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if "header1" not in name:
                new.writestr(name, old.read(name))
    document = opened(stream.getvalue(), "x.docx")
    assert (codes(document), document.problems[0].values["part"]) == (["part-missing"], "word/header1.xml")


def test_entities_are_refused_before_they_are_expanded():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        bomb = (
            '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + f"<w:document {SPACE}><w:t>&b;</w:t></w:document>"
        )
        archive.writestr("word/document.xml", bomb)
    assert codes(opened(stream.getvalue(), "x.docx")) == ["xml-refused"]


@pytest.mark.parametrize(
    ("parts", "said"), [(["ppt/x"], "slides"), (["mimetype", "content.xml"], "odf"), (["a"], "zip")]
)
def test_other_archives_are_named(parts, said):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    document = opened(stream.getvalue(), "x.docx")
    assert codes(document) == ["unknown-format"]
    assert document.problems[0].values["format"].key == f"documents.format-{said}"
