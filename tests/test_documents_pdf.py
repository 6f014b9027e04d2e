"""PDF files: paragraphs by page and line; what could not be read is never passed over in silence."""

from __future__ import annotations

import time
import zlib

import pytest
from document_files import codes, column, notes, opened, outline, pdf, places

from qspec.errors import Severity

WRAPPED = (
    "The surface of the housing shall be smooth and free of burrs, scratches, dents and any other visible",
    "defects over the whole of the area. The colour shall match the approved sample under daylight and",
    "under the light of the shop.",
)


def read(*pages, **options):
    return opened(pdf(*pages, **options), "contract.pdf")


def test_wrapped_lines_are_one_paragraph_and_keep_page_and_line():
    document = read(column("4. Appearance", "", *WRAPPED, "", "No burrs"), column("5. Packing", "In boxes."))
    assert outline(document) == ["H Appearance", f"P {' '.join(WRAPPED)}", "P No burrs", "H Packing", "P In boxes."]
    block = document.blocks[1]
    assert str(block.place_at(block.text.index("approved"))) == "contract.pdf p.1:3"
    assert places(document)[-1] == "contract.pdf p.2:2"
    assert document.pages == 2


def test_japanese_lines_are_joined_and_short_requirements_are_not():
    first = "製品の外観は良好であり、目立つキズ、打痕、汚れ、色むらその他の有害な欠陥が一つでもあってはなら"
    document = read(
        column(first, "ない。また、ささくれを認めない。", "", "キズなきこと", "バリなきこと", "光沢のあること")
    )
    assert outline(document) == [
        f"P {first}ない。また、ささくれを認めない。", "P キズなきこと", "P バリなきこと", "P 光沢のあること",
    ]  # fmt: skip


def test_a_paragraph_goes_on_over_the_page():
    document = read(column(*WRAPPED[:2]), column(WRAPPED[2], "", "Next one."))
    assert outline(document) == [f"P {' '.join(WRAPPED)}", "P Next one."]


def test_two_columns_are_read_one_after_the_other():
    left = column("The surface shall be smooth and", "free of burrs and scratches over", "the whole visible area.")
    right = column("表面は滑らかで、可視範囲の全", "面にわたりバリ及びキズがな", "いこと。", left=320)
    both = [one for pair in zip(left, right, strict=True) for one in pair]
    assert outline(read(both)) == [
        "P The surface shall be smooth and free of burrs and scratches over the whole visible area.",
        "P 表面は滑らかで、可視範囲の全面にわたりバリ及びキズがないこと。",
    ]


def test_cells_of_a_table_are_not_run_together():
    cells = column("Colour", "Gloss", pitch=30) + column("as sample", "matt", left=300, pitch=30)
    assert {line[2:] for line in outline(read(cells))} == {"Colour", "Gloss", "as sample", "matt"}


def test_running_lines_are_read_once_and_page_numbers_never():
    def page(number):
        return [(60, 810, "Example Trading Ltd., all parts free of rust"), (290, 20, f"Page {number} of 4"),
                *column(f"Text number {'abcd'[number - 1]} of this page.")]  # fmt: skip

    document = read(*(page(number) for number in range(1, 5)))
    assert [line for line in outline(document) if "rust" in line] == ["P Example Trading Ltd., all parts free of rust"]
    assert not [line for line in outline(document) if "Page" in line]
    assert len(document.blocks) == 5
    assert notes(document) == ["running", "page-numbers"]
    assert document.notes[0].values["count"] == 4


@pytest.mark.parametrize("mark", ["Page {}", "{} / 4", "第{}頁", "{}"])
def test_a_running_line_may_hold_the_number_of_its_page(mark):
    pages = [
        [
            (60, 810, f"QS-2026-014 Rev. 2   {mark.format(number)}"),
            *column(f"Text number {'abcd'[number - 1]} of this page."),
        ]
        for number in range(1, 5)
    ]
    assert sum("QS-2026-014" in line for line in outline(read(*pages))) == 1


def test_lines_at_an_edge_that_differ_in_a_size_are_all_read():
    clauses = [f"The diameter of part {number} shall be {10 + number} mm." for number in range(1, 5)]
    document = read(*([(60, 810, clause)] for clause in clauses))
    assert [line[2:] for line in outline(document) if "diameter" in line] == clauses
    assert not notes(document)


def test_a_scan_is_an_error_and_a_page_of_it_is_named():
    document = read([], [], pictures=(1, 2))
    assert (codes(document), document.problems[0].severity, document.blocks) == (["scanned"], Severity.ERROR, ())
    document = read(column("No burrs."), [], [], column("No rust."), [], pictures=(2, 3, 5))
    (problem,) = document.problems
    assert (problem.code, problem.severity) == ("documents.scanned-pages", Severity.UNDECIDED)
    assert (problem.values["pages"], str(problem.place)) == ("2–3, 5", "contract.pdf p.2")
    assert outline(document) == ["P No burrs.", "P No rust."]


def test_a_blank_page_is_none_and_a_stamped_picture_is_pointed_out():
    assert codes(read(column("No burrs."), [])) == []
    document = read(column("No burrs."), [(60, 20, "stamped")], pictures=(2,))
    assert [(one.code, one.severity, one.values["pages"]) for one in document.problems] == [
        ("documents.picture-pages", Severity.WARNING, "2")
    ]


def test_a_pdf_without_pages_of_text_has_no_text():
    assert codes(read([])) == ["no-text"]


def test_encrypted_truncated_and_damaged():
    assert codes(read(column("text"), encrypt="secret")) == ["encrypted"]
    whole = pdf(column(*WRAPPED), column("more"))
    for share in (0.2, 0.5, 0.9):
        document = opened(whole[: int(len(whole) * share)], "contract.pdf")
        assert (codes(document), document.blocks) == (["truncated"], ())
    assert codes(opened(b"%PDF-1.4\nnothing\n%%EOF\n", "contract.pdf")) == ["damaged-pdf"]
    assert codes(opened(b"hello", "contract.pdf")) == ["damaged-pdf"]


def crafted(stream: bytes, filters: bytes = b"/FlateDecode", more: bytes = b"") -> bytes:
    """Return a PDF whose one page has this content."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page + b"/Resources<</Font<</F 5 0 R>>/XObject<</X 4 0 R>>>>>>",
        b"<</Length %d/Filter %s%s>>stream\n%s\nendstream" % (len(stream), filters, more, stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, one)
    listed = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    tail = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + listed + tail


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (crafted(zlib.compress(b"BT /F 12 Tf 50 700 Td (No burrs) Tj ET")), []),
        (crafted(zlib.compress(b"BT /F 12 Tf 50 700 Td " + b"(abcdefghij) Tj " * 40_000)), ["page-too-long"]),
        (crafted(zlib.compress(b"BT /F 12 Tf 50 700 Td " + b"(No burrs here) Tj " * 3_000_000)), ["too-heavy"]),
        (crafted(zlib.compress(zlib.compress(b" " * 300_000_000)), b"[/FlateDecode/FlateDecode]"), None),
    ],
    ids=["fine", "long", "heavy", "twice-packed"],
)
def test_small_files_that_unpack_to_much_are_given_up(content, expected):
    begin = time.monotonic()
    document = opened(content, "contract.pdf")
    assert time.monotonic() - begin < 60
    assert expected is None or codes(document) == expected
    assert document.blocks == () or expected == []


def test_a_form_that_draws_itself_ends():
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>"
    assert opened(crafted(zlib.compress(b"/X Do " * 10), more=form), "x.pdf").blocks == ()


@pytest.mark.slow
def test_five_hundred_pages_take_seconds():
    content = pdf(*([column(*(WRAPPED * 15), top=800)] * 500))
    begin = time.monotonic()
    document = opened(content, "contract.pdf")
    assert document.pages == 500
    assert time.monotonic() - begin < 15
