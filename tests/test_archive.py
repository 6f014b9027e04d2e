"""The PDF as a document to keep: valid, read out in order, with its files and its fields, the same bytes everywhere."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import page
import pikepdf
import pypdfium2
import pytest
import report_fakes as fakes
import report_paper
import tagged_paper
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from PIL import Image, ImageCms

from qspec.judgement.evaluate import Source, evaluate
from qspec.judgement.result import Evaluation
from qspec.measurements.batch import LotInfo
from qspec.report.build import build
from qspec.report.carried.model import Attachment, Relationship
from qspec.report.outline import Cell, Column, Document, Facts, Masthead, PageBreak, Paragraphs, Picture, Seal, Table
from qspec.report.paper import style
from qspec.report.paper.fonts import shipped, subset_of
from qspec.report.paper.pen import Drawn
from qspec.report.papers.photographs import photographs
from qspec.report.pdf import TAGGED_ROWS, draw
from qspec.report.photos import Photo, prepare

DATE = "2026-11-21"
BOTH = ("ja", "en")
EXEMPT = {
    "STREAM-LENGTH-001": "takes the last byte of a stream for part of the line end before endstream where it is a CR;"
    " test_every_stream_is_as_long_as_it_says counts the bytes",
}
"""Rules of the validator that are wrong about a valid file, each with the reason."""
FILES = (
    Attachment("spec.yaml", "qspec: 1\ntitle: 𠮷\n".encode(), Relationship.SOURCE, "application/yaml", {"en": "Spec"}),
    Attachment(
        "data.csv", bytes(range(256)) * 9 + b"\r\nendstream\rendobj\r", Relationship.DATA, "text/csv", {"ja": "測定値"}
    ),
    Attachment("result.json", b"{}", Relationship.SUPPLEMENT, "application/json", {"en": "Result", "ja": "結果"}),
)


def paper(evaluation: Evaluation, languages: tuple[str, ...] = BOTH) -> Document:
    return build(evaluation, languages, date=DATE)


def run_of_values() -> Evaluation:
    """Return an evaluation whose report holds pictures."""
    spec = (
        "qspec: 1\nid: T\nrevision: A\ntitle: {en: Shaft, ja: 軸}\ncharacteristics:\n"
        "  x: {kind: dimension, name: {en: Length, ja: 全長}, limit: 10 ±0.1, capability: report}\nsampling: 100%\n"
    )
    data = "serial,x[mm]\n" + "".join(f"{n},{10 + n % 7 / 100:.2f}\n" for n in range(1, 41))
    made, problems = evaluate(Source("s.yaml", spec.encode()), Source("d.csv", data.encode()), given=LotInfo(size=40))
    assert made is not None, problems
    return made


REPORTS: dict[str, Callable[[], Document]] = {
    "accepted": lambda: paper(fakes.accepted()),
    "rejected": lambda: paper(fakes.rejected()),
    "english": lambda: paper(fakes.rejected(), ("en",)),
    "english-first": lambda: paper(fakes.accepted(), ("en", "ja")),
    "japanese": lambda: paper(fakes.undecided(), ("ja",)),
    "several-lots": lambda: paper(fakes.several()),
    "long": lambda: paper(fakes.large(1000)),
    "ugly": lambda: paper(fakes.ugly()),
    "pictures": lambda: paper(run_of_values()),
}
EACH = pytest.mark.parametrize("name", REPORTS)


@cache
def document(name: str) -> Document:
    return REPORTS[name]()


@cache
def drawn(name: str) -> tuple[bytes, tuple[Drawn, ...]]:
    strings: list[Drawn] = []
    return draw(document(name), trace=strings.append, attachments=FILES), tuple(strings)


@cache
def tagged(name: str) -> tagged_paper.Tagged:
    return tagged_paper.read(drawn(name)[0])


def rows(count: int) -> Document:
    """Return a paper with a table of so many rows."""
    seals = (Seal("approved", {"ja": "承認", "en": "Approved"}, "to approve"),)
    masthead = Masthead({"ja": "表", "en": "Table"}, None, (), (), seals)
    table = Table("Rows", (Column("n"),), tuple((Cell((str(number),)),) for number in range(count)))
    return Document({"ja": "表", "en": "Table"}, (masthead, table), ("No. 1",), BOTH, DATE)


def failures(content: bytes, profile: page.ValidationProfile) -> list[tuple[str, str]]:
    """Return what the validator finds wrong, without the rules exempted."""
    limits = page.SafetyLimits(max_table_grid_rows=TAGGED_ROWS + 1)
    report = page.validate_pdf_bytes(content, profile=profile, limits=limits)
    found = [(failure.rule_id, failure.message) for failure in report.failures]
    return [(rule, message) for rule, message in found if not rule.endswith(tuple(EXEMPT))]


@EACH
def test_every_report_is_pdf_a_3a_and_pdf_ua_1(name: str) -> None:
    content, _ = drawn(name)
    assert failures(content, page.ValidationProfile.PDF_A_3A) == []
    assert failures(content, page.ValidationProfile.PDF_UA_1) == []


def test_the_validator_finds_what_is_wrong() -> None:
    pdf = pikepdf.Pdf.open(io.BytesIO(drawn("accepted")[0]))
    del pdf.Root.OutputIntents
    del pdf.Root.StructTreeRoot
    target = io.BytesIO()
    pdf.save(target)
    assert failures(target.getvalue(), page.ValidationProfile.PDF_A_3A)
    assert failures(target.getvalue(), page.ValidationProfile.PDF_UA_1)


@EACH
def test_every_stream_is_as_long_as_it_says(name: str) -> None:
    content, _ = drawn(name)
    found = list(re.finditer(rb"/Length (\d+)[^\x80-\xff]{0,400}?>>\nstream\n", content))
    assert len(found) == len(re.findall(rb">>\nstream\n", content)) > 10
    for one in found:
        assert content[one.end() + int(one[1]) :].startswith(b"\nendstream"), one[0]


def test_a_paper_of_more_rows_is_not_tagged_but_still_archival() -> None:
    tagged, longer = draw(rows(TAGGED_ROWS)), draw(rows(TAGGED_ROWS + 1), attachments=FILES)
    assert failures(tagged, page.ValidationProfile.PDF_A_3A) == []
    assert failures(longer, page.ValidationProfile.PDF_A_3U) == []
    pdf = pikepdf.Pdf.open(io.BytesIO(longer))
    assert "/StructTreeRoot" not in pdf.Root
    assert b"BDC" not in pdf.pages[0].obj.Contents.read_bytes()
    assert [str(field.T) for field in pdf.Root.AcroForm.Fields] == ["approved"]
    assert len(pdf.attachments) == len(FILES)


def test_pdfium_finds_every_file_byte_for_byte() -> None:
    pdf = pypdfium2.PdfDocument(drawn("rejected")[0])
    found = {pdf.get_attachment(n).get_name(): bytes(pdf.get_attachment(n).get_data()) for n in range(len(FILES))}
    assert pdf.count_attachments() == len(FILES)
    assert found == {file.name: file.content for file in FILES}


@pytest.mark.skipif(shutil.which("pdfdetach") is None, reason="pdfdetach (poppler) is not installed")
def test_poppler_finds_every_file_byte_for_byte(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(drawn("rejected")[0])
    subprocess.run(["pdfdetach", "-saveall", "report.pdf"], cwd=tmp_path, check=True)  # noqa: S607 - found above
    for file in FILES:
        assert (tmp_path / file.name).read_bytes() == file.content


def test_every_file_says_what_it_is_to_the_paper() -> None:
    pdf = pikepdf.Pdf.open(io.BytesIO(drawn("rejected")[0]))
    said = {str(spec.UF): (str(spec.AFRelationship), str(spec.Desc), str(spec.EF.F.Subtype)) for spec in pdf.Root.AF}
    assert said == {
        "spec.yaml": ("/Source", "Spec", "/application/yaml"),
        "data.csv": ("/Data", "測定値", "/text/csv"),
        "result.json": ("/Supplement", "結果 / Result", "/application/json"),
    }
    for spec in pdf.Root.AF:
        content = next(file.content for file in FILES if file.name == str(spec.UF))
        assert spec.EF.F.Params.Size == len(content)
        assert bytes(spec.EF.F.Params.CheckSum) == hashlib.md5(content).digest()  # noqa: S324 - ISO 32000-1, table 46


@EACH
def test_pdfium_finds_on_every_page_the_characters_that_were_drawn_there(name: str) -> None:
    content, strings = drawn(name)
    pdf = pypdfium2.PdfDocument(content)
    assert len(pdf) == max(one.page for one in strings)
    for number in range(len(pdf)):
        wanted = "".join(one.text for one in strings if one.page == number + 1)
        found = pdf[number].get_textpage().get_text_range()
        assert Counter(re.sub(r"\s", "", found)) == Counter(re.sub(r"\s", "", wanted))


@EACH
def test_everything_drawn_is_read_out_once_or_marked_as_no_part_of_the_text(name: str) -> None:
    read = tagged(name)
    assert read.lost == []
    written = Counter(line for text in (read.document.text, *read.asides) for line in text.split("\n") if line)
    assert written == Counter(one.text.replace("\u00a0", " ") for one in drawn(name)[1])
    footers = {one.text for one in drawn(name)[1] if one.baseline > style.PAGE_HEIGHT - style.BOTTOM}
    headings = {
        line for table in read.document.all("Table") for cell in table.all("TH") for line in cell.text.split("\n")
    }
    for line in "\n".join(read.asides).split("\n"):
        assert line in footers | headings, "only footers and headings that are repeated are passed over"


@pytest.mark.parametrize("name", [name for name in REPORTS if name != "ugly"])
def test_it_is_read_out_in_the_order_of_drawing(name: str) -> None:
    """But for a row that goes on over the page: there a cell is read to its end before the next one."""
    _, strings = drawn(name)
    told = tagged(name).document.text.replace("\n", "")
    said = 0
    for one in strings:
        text = one.text.replace("\u00a0", " ")
        if told.startswith(text, said):
            said += len(text)
    assert said == len(told)


@EACH
def test_the_tree_says_what_the_outline_holds(name: str) -> None:
    shown = document(name)
    read = tagged(name).document
    assert read.kind == "Document"
    assert {kid.kind for kid in read.kids} == {"Sect"}
    masthead = shown.blocks[0]
    assert isinstance(masthead, Masthead)
    assert len(read.all("H1")) == 1
    headed = [block for block in shown.blocks if getattr(block, "heading", None) is not None and content_of(block)]
    notes = 1 if any("[U+" in one.text for one in read.all("P")) else 0
    assert len(read.all("H2")) == len(headed) + notes
    tables = [block for block in shown.blocks if isinstance(block, Table | Facts) and block.rows]
    assert len(read.all("Table")) == len(tables)
    for block, told in zip(tables, read.all("Table"), strict=True):
        same_table(block, told)
    lists = sum(len(one.items) for one in shown.blocks if isinstance(one, Paragraphs) and one.bullets)
    assert len(read.all("LI")) >= lists
    assert all([kid.kind for kid in one.kids] == ["Lbl", "LBody"] for one in read.all("LI"))


def content_of(block: object) -> bool:
    return bool(getattr(block, "rows", ()) or getattr(block, "items", ()))


def same_table(block: Table | Facts, told: tagged_paper.Told) -> None:
    lines = told.all("TR")
    widths = {sum(int(cell.node.get("/A", {}).get("/ColSpan", 1)) for cell in line.kids) for line in lines}
    assert len(widths) == 1, "every row has the same number of cells"
    scopes = [str(cell.node.A.Scope) for cell in told.all("TH")]
    if isinstance(block, Table):
        assert len(lines) == len(block.rows) + 1
        assert widths == {len(block.columns)}
        assert [cell.kind for cell in lines[0].kids] == ["TH"] * len(block.columns)
        assert scopes == ["/Column"] * len(block.columns)
        assert all(cell.kind == "TD" for line in lines[1:] for cell in line.kids)
    else:
        assert len(lines) == -(-len(block.rows) // block.across)
        assert scopes == ["/Row"] * len(block.rows)


def test_each_language_is_marked_where_the_two_stand_together() -> None:
    read = tagged("rejected").document
    assert tagged("rejected").paper.pdf.Root.Lang == "ja"
    title = read.all("H1")[0]
    assert [kid if isinstance(kid, str) else (kid.lang, kid.text) for kid in title.kids] == [
        "検査成績書",
        ("en", "Inspection report"),
    ]
    number = read.all("P")[0]
    assert [getattr(kid, "lang", None) for kid in number.kids] == [None, "en", None]
    english = "\n".join(one.text for one in read.all("Span"))
    assert {one.lang for one in read.all("Span")} == {"en"}
    assert {"Results", "Bore diameter", "REJECT", "1-2-3 Mihon-cho, Sample City"} <= set(english.split("\n"))
    for words in ("検査結果", "穴径", "不合格", "見本県"):
        assert words in read.text
        assert words not in english
    ending = read.all("P")[-1]
    assert ending.text == "以上  \nEnd of report" or ending.text.split() == ["以上", "End", "of", "report"]
    assert {(one.lang, one.text) for one in tagged("english").document.all("Span")} >= {("ja", "見本 太郎")}
    assert not [one for one in tagged("english").document.all("Span") if re.search("[A-Za-z]{2}", one.text)]
    assert tagged("english").paper.pdf.Root.Lang == "en"


def test_a_picture_is_one_figure_told_in_words() -> None:
    pictures = [block for block in document("pictures").blocks if isinstance(block, Picture)]
    read = tagged("pictures")
    figures = read.document.all("Figure")
    assert len(figures) == len(pictures) > 0
    assert read.figures == len(figures)
    for figure in figures:
        assert len(str(figure.node.Alt)) > 20
        left, bottom, right, top = map(float, figure.node.A.BBox)
        assert 0 < left < right < style.PAGE_WIDTH
        assert 0 < bottom < top < style.PAGE_HEIGHT


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="pdfinfo (poppler) is not installed")
def test_another_reader_tells_the_same_tree(tmp_path: Path) -> None:
    content, _ = drawn("rejected")
    file = tmp_path / "report.pdf"
    file.write_bytes(content)
    made = subprocess.run(["pdfinfo", "-struct-text", str(file)], capture_output=True, check=True)  # noqa: S607 - found above
    assert made.stderr == b""
    told = made.stdout.decode("utf-8")
    texts = "".join(re.findall(r'^ *"(.*)"$', told, re.M))
    read = tagged("rejected").document
    assert re.sub(r"\s", "", texts) == re.sub(r"\s", "", read.text)
    for kind in ("H1", "H2", "TR", "TH", "TD", "LI", "Form"):
        assert len(re.findall(rf"^ *{kind}\b", told, re.M)) == len(read.all(kind)), kind


def test_the_seal_boxes_are_empty_fields_that_say_what_they_are_for() -> None:
    _, strings = drawn("accepted")
    pdf = tagged("accepted").paper.pdf
    fields = list(pdf.Root.AcroForm.Fields)
    assert [str(field.T) for field in fields] == ["buyer", "approved", "checked", "prepared"]
    assert "NeedAppearances" not in pdf.Root.AcroForm
    labels = {"buyer": "購入者確認", "approved": "承認", "checked": "確認", "prepared": "作成"}
    for field in fields:
        assert (field.FT, field.Subtype, field.F) == ("/Sig", "/Widget", 4)
        assert "/V" not in field
        assert field.P.objgen == pdf.pages[0].objgen
        assert " / " in str(field.TU)
        left, bottom, right, top = map(float, field.Rect)
        label = next(one for one in strings if one.text == labels[str(field.T)])
        assert left < label.x < label.x + label.width < right, "the label stands above its field"
        assert 0 < (style.PAGE_HEIGHT - label.baseline) - top < 30
        assert top - bottom > 45
    forms = [form.node for form in tagged("accepted").document.all("Form")]
    assert [form.K.Obj.objgen for form in forms] == [field.objgen for field in fields]


def test_fields_of_several_sheets_have_names_of_their_own() -> None:
    sheet, table = rows(1).blocks
    content = draw(replace(rows(1), blocks=(sheet, table, PageBreak(), sheet, table, PageBreak(), sheet, table)))
    pdf = pikepdf.Pdf.open(io.BytesIO(content))
    assert [str(field.T) for field in pdf.Root.AcroForm.Fields] == ["approved", "approved-2", "approved-3"]
    assert failures(content, page.ValidationProfile.PDF_A_3A) == []
    assert failures(content, page.ValidationProfile.PDF_UA_1) == []


def test_the_metadata_says_the_same_as_the_paper() -> None:
    hostile = '<b>&"]]> \u202e?'
    parties = replace_name(hostile)
    content = draw(paper(fakes.accepted(spec=fakes.spec(parties=parties))))
    pdf = pikepdf.Pdf.open(io.BytesIO(content))
    root = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())  # noqa: S314 - made by the program under test
    names = {"dc": "http://purl.org/dc/elements/1.1/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}
    author = root.findtext(".//dc:creator/rdf:Seq/rdf:li", namespaces=names)
    assert author == str(pdf.docinfo.Author)
    assert author is not None
    assert "\u202e" not in author
    assert '<b>&"]]> [U+202E]?' in author
    assert root.findtext(".//dc:title/rdf:Alt/rdf:li", namespaces=names) == "検査成績書 Inspection report"
    assert root.findtext(".//{http://ns.adobe.com/xap/1.0/}CreateDate") == f"{DATE}T00:00:00Z"
    assert root.findtext(".//{http://www.aiim.org/pdfa/ns/id/}conformance") == "A"
    assert failures(content, page.ValidationProfile.PDF_A_3A) == []


def replace_name(name: str) -> object:
    parties = fakes.spec().parties
    return parties.model_copy(update={"supplier": parties.supplier.model_copy(update={"name": {"en": name}})})


def test_a_photo_stands_in_the_file_as_the_bytes_it_is() -> None:
    target = io.BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(target, "PNG")
    photo = prepare("bore", "photo.png", target.getvalue())
    assert isinstance(photo, Photo)
    blocks = (*rows(1).blocks, *photographs([photo], fakes.spec()))
    content = draw(replace(rows(1), blocks=blocks))
    assert photo.content in content
    assert failures(content, page.ValidationProfile.PDF_A_3A) == []
    assert failures(content, page.ValidationProfile.PDF_UA_1) == []
    assert len(tagged_paper.read(content).document.all("Figure")) == 1


def test_the_color_profile_is_srgb() -> None:
    pdf = pikepdf.Pdf.open(io.BytesIO(drawn("accepted")[0]))
    profile = bytes(pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes())
    ours = ImageCms.ImageCmsProfile(io.BytesIO(profile)).profile
    theirs = ImageCms.createProfile("sRGB")
    for name in ("red_colorant", "green_colorant", "blue_colorant", "media_white_point"):
        assert getattr(ours, name)[0] == pytest.approx(getattr(theirs, name)[0], abs=1e-4), name  # s15Fixed16
    assert ours.xcolor_space == "RGB "


def test_every_sign_has_the_outline_that_its_text_says() -> None:
    """From the code in the page's font to the outline, and from the code to the text: both end at the same sign."""
    signs = "≤≥µ㎛φΔ±①髙﨑𠮷−～×°²"
    lot = fakes.lot(info=replace(fakes.lot().info, remarks=signs))
    content = draw(paper(fakes.accepted(lots=(lot,))))
    read = report_paper.read(content)
    source = TTFont(io.BytesIO(subset_of(shipped().regular, frozenset(signs))))
    seen = set()
    for name, font in read.fonts.items():
        if "Regular" not in str(font.BaseFont):
            continue
        embedded = TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()))
        codes = next(table.cmap for table in embedded["cmap"].tables)
        for code, text in read.maps[name].items():
            assert text != "\0"
            if text in signs:
                shown = outline(embedded, codes.get(code) or codes[0xF000 + code])
                assert shown == outline(source, source.getBestCmap()[ord(text)]), text
                seen.add(text)
    assert seen == set(signs)


def outline(font: TTFont, name: str) -> object:
    glyphs = font.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return pen.value


def test_the_bytes_are_the_same_in_another_process_zone_language_and_folder(tmp_path: Path) -> None:
    script = (
        "import sys, hashlib; sys.path[:0] = sys.argv[1:]\n"
        "import test_archive as t\n"
        "print(hashlib.sha256(t.drawn('rejected')[0]).hexdigest())"
    )
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    settings = {"PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C", "XDG_CACHE_HOME": str(tmp_path)}
    made = subprocess.run(
        [sys.executable, "-c", script, *paths], cwd=tmp_path, env=os.environ | settings, capture_output=True, check=True
    )
    assert made.stdout.decode().strip() == hashlib.sha256(drawn("rejected")[0]).hexdigest()
