"""Workbooks, text tables, web pages, mails; which format a file is in; and that nothing whatever raises."""

from __future__ import annotations

import io
import re
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from document_files import codes, notes, opened, outline, paragraph, pdf, places, word
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import qspec
from qspec.errors import Place, Severity
from qspec.messages import template
from qspec.phrases.documents import Document, open_document

CATALOGUED = re.compile(r'(?:problem|note|_refused)\(\s*(?:name, )?"([a-z-]+)"')


def book(*rows, name="spec.xlsx"):
    from openpyxl import Workbook

    made = Workbook()
    made.active.title = "要求"
    for row in rows:
        made.active.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return opened(stream.getvalue(), name)


def test_every_cell_with_text_is_a_block_at_its_cell():
    document = book(
        ["Purchase spec"], ["No", "項目", "要求"], [1, "外観", "キズなきこと\nバリなきこと"], [2, "Ra", 1.6]
    )
    assert [(block.text, block.row, block.header) for block in document.blocks] == [
        ("Purchase spec", (0, 0), ""), ("No", (0, 1), ""), ("項目", (0, 1), ""), ("要求", (0, 1), ""),
        ("外観", (0, 2), "項目"), ("キズなきこと", (0, 2), "要求"), ("バリなきこと", (0, 2), "要求"),
        ("Ra", (0, 3), "項目"),
    ]  # fmt: skip
    assert places(document)[5] == "spec.xlsx!要求!C3"


def test_formulas_without_value_are_told():
    document = book(["要求", "x"], ["キズなきこと", "=A2"])
    assert [(one.code, one.severity, str(one.place)) for one in document.problems] == [
        ("documents.formula-without-value", Severity.UNDECIDED, "spec.xlsx!要求!B2")
    ]


def test_a_text_table_by_line_and_column():
    document = opened('No.,item,requirement\n1,外観,キズなきこと\n2,lid,"smooth, no burrs"\n', "spec.csv")
    assert [(block.text, str(block.place_at(0))) for block in document.blocks[3:]] == [
        ("外観", "spec.csv:2 [item]"), ("キズなきこと", "spec.csv:2 [requirement]"),
        ("lid", "spec.csv:3 [item]"), ("smooth, no burrs", "spec.csv:3 [requirement]"),
    ]  # fmt: skip


def test_phrases_with_commas_are_no_table():
    document = opened("No scratches, dents or burrs\n\nsmooth faces\n\nno rust, no stains, no oil\n", "phrases.csv")
    assert outline(document) == ["P No scratches, dents or burrs", "P smooth faces", "P no rust, no stains, no oil"]
    assert [(one.code, one.severity) for one in document.problems] == [("documents.as-lines", Severity.WARNING)]


PAGE = """<!DOCTYPE html><html><head><title>Spec</title><style>p {color: red}</style>
<script>if (a < b) { "no scratches" }</script></head><body>
<h2>4. Appearance</h2><p>No <b>scratches</b> &amp; burrs
  are allowed on the lid.</p><!-- no rust --><ul><li>smooth<li>キズなき
こと</ul><table><tr><th>Item<th>要求</tr><tr><td rowspan=2>Colour<td>as sample</tr><tr><td>色ムラなし</tr></table>
<p style="display:none">hidden</p>5 < 6 &#x30AD;ズ</body></html>"""


def test_a_web_page():
    document = opened(PAGE, "spec.html")
    assert outline(document) == [
        "H Spec", "H Appearance", "P No scratches & burrs are allowed on the lid.", "I smooth", "I キズなきこと",
        "H Item", "H 要求", "C Colour", "C as sample", "C 色ムラなし", "P hidden", "P 5 < 6 キズ",
    ]  # fmt: skip
    text = document.blocks[2]
    assert str(text.place_at(text.text.index("scratches"))) == "spec.html:3:32"
    assert str(text.place_at(text.text.index("&"))) == "spec.html:3:46"
    assert str(text.place_at(text.text.index("allowed"))) == "spec.html:4:7"
    assert [(block.row, block.column, block.header) for block in document.blocks[7:10]] == [
        ((0, 1), 0, "Item"), ((0, 1), 1, "要求"), ((0, 2), 1, "要求"),
    ]  # fmt: skip
    assert notes(document) == ["hidden-html"]


@pytest.mark.parametrize("charset", ["shift_jis", "euc-jp", "iso-2022-jp", "utf-8"])
def test_a_page_in_the_character_set_that_it_states(charset):
    page = f'<html><meta charset="{charset}"><p>キズなきこと</p></html>'
    assert outline(opened(page.encode(charset), "x.htm")) == ["P キズなきこと"]


@pytest.mark.parametrize(
    "part",
    ["<", "<!--", "<![", "&", "<a ", '<a b="', "<p>", "<table><tr><td>", "</", "<?", "<script>", "<a b='>", "<td>x"],
)
def test_broken_pages_take_no_time(part):
    begin = time.process_time()
    opened("<html>" + part * 30_000, "x.html")
    assert time.process_time() - begin < 10


def mail(text="", charset="utf-8", **more):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@example.com", "b@example.com", more.get("subject", "外観について")
    made["Date"] = "Mon, 02 Nov 2026 09:00:00 +0900"
    if text:
        made.set_content(text, charset=charset)
    return made


@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp", "shift_jis"])
def test_a_mail_by_the_lines_of_its_text(charset):
    document = opened(mail("お世話になります。\n\n1. 外観\n> 目立つキズなきこと\n", charset).as_bytes(), "order.eml")
    assert outline(document) == ["H 外観について", "P お世話になります。", "H 外観", "P 目立つキズなきこと"]
    assert places(document) == ["order.eml [Subject]", "order.eml:1:1", "order.eml:3:4", "order.eml:4:3"]


def test_enclosed_numbers_as_japanese_mail_programs_send_them():
    head = b"From: a@b\nTo: c@d\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=ISO-2022-JP\n\n"
    document = opened(head + b"\x1b$B-!%-%:$J$7\x1b(B\n", "order.eml")
    assert (document.blocks[1].marker, document.blocks[1].text) == ("①", "キズなし")


def test_the_plain_version_counts_and_attachments_are_named():
    made = mail("no scratches")
    made.add_alternative("<p>no dents</p>", subtype="html")
    made.add_attachment(b"x", maintype="application", subtype="pdf", filename="図面.pdf")
    document = opened(made.as_bytes(), "order.eml")
    assert outline(document)[1:] == ["P no scratches"]
    assert document.notes[-1].values["names"] == "図面.pdf"


def test_a_mail_of_html_alone():
    made = mail()
    made.set_content("<p>no <b>dents</b></p>", subtype="html")
    document = opened(made.as_bytes(), "order.eml")
    assert (outline(document)[1:], notes(document)) == (["P no dents"], ["alternative"])


def test_mails_that_cannot_be_read():
    encrypted = b"From: a\nTo: b\nSubject: c\nContent-Type: application/pkcs7-mime\n\nabc"
    assert codes(opened(encrypted, "x.eml")) == ["encrypted"]
    wrong = b"From: a\nTo: b\nSubject: c\nContent-Type: text/plain; charset=euc-jp\n\n\xff\xff\n"
    assert codes(opened(wrong, "x.eml")) == ["charset"]
    assert codes(opened(b"\n\nno mail at all", "x.eml")) == ["not-a-mail"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(pdf([(60, 700, "No burrs.")]), "pdf"), (word(paragraph("No burrs.")), "docx"), (PAGE.encode(), "html"),
     (mail("No burrs.").as_bytes(), "eml")],
    ids=["pdf", "docx", "html", "eml"],
)  # fmt: skip
def test_what_a_file_holds_counts_and_not_its_name(content, said):
    assert opened(content, "contract").blocks
    document = opened(content, "contract.xlsx" if said != "html" else "contract.pdf")
    if said in ("pdf", "docx"):
        assert notes(document)[-1] == "suffix"


def test_every_code_and_note_of_the_readers_has_its_sentences():
    folder = Path(qspec.__file__).parent / "phrases" / "documents"
    used = {slug for path in folder.glob("*.py") for slug in CATALOGUED.findall(path.read_text(encoding="utf-8"))}
    assert len(used) > 30
    for slug in used:
        for lang in ("en", "ja"):
            whole = None not in (template(f"documents.{slug}.text", lang), template(f"documents.{slug}.hint", lang))
            assert whole or template(f"documents.note-{slug}", lang) is not None, slug


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("a.docx", paragraph=12), "a.docx ¶12"),
        (Place("a.docx", paragraph=2, name="header1"), "a.docx ¶2 [header1]"),
        (Place("a.pdf", page=3, line=14), "a.pdf p.3:14"),
        (Place("a.pdf", page=3), "a.pdf p.3"),
        (Place("a.txt", 3, 4), "a.txt:3:4"),
        (Place(page=3), "p.3"),
    ],
)
def test_places_are_written_without_words_of_any_language(place, text):
    assert str(place) == text


NAMES = ["a", "a.txt", "a.md", "a.docx", "a.xlsx", "a.csv", "a.html", "a.eml"]
SEEDS = [word(paragraph("No burrs.")), mail("no dents\nキズ").as_bytes(), PAGE.encode(), b"PK\x03\x04", b"a,b\n1,2\n"]


def sound(document: Document, name: str) -> None:
    """Check what must hold of any document: text or an error, and every character at a place of this file."""
    errors = [problem for problem in document.problems if problem.severity is Severity.ERROR]
    assert bool(document.blocks) != bool(errors)
    for problem in document.problems:
        assert problem.place.file == name
        assert None not in (template(f"{problem.code}.text", "en"), template(f"{problem.code}.hint", "ja"))
    for block in document.blocks:
        assert block.text.strip() == block.text != ""
        assert block.origins[0][0] == 0
        assert [offset for offset, _ in block.origins] == sorted({offset for offset, _ in block.origins})
        assert block.place_at(len(block.text) - 1).file == name


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=200), st.sampled_from(NAMES))
def test_any_bytes_give_blocks_or_a_placed_error(content, name):
    sound(open_document(name, content), name)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(st.characters(codec="utf-8") | st.sampled_from("\n\n |-#*・1.（）\u202e\x07<>&ー　"), max_size=200),
    st.sampled_from(NAMES),
)
def test_any_text_gives_blocks_or_a_placed_error(text, name):
    sound(open_document(name, text.encode()), name)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=6),
    st.sampled_from(NAMES),
)
def test_damaged_files_give_blocks_or_a_placed_error(seed, changes, name):
    content = bytearray(seed)
    for at, byte in changes:
        content[at % len(content)] = byte
    sound(open_document(name, bytes(content)), name)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=6))
def test_damaged_pdf_files_give_blocks_or_a_placed_error(changes):
    content = bytearray(pdf([(60, 700, "No burrs.")], [(60, 700, "No rust.")]))
    for at, byte in changes:
        content[at % len(content)] = byte
    sound(open_document("a.pdf", bytes(content)), "a.pdf")
