"""The paper: everything stands in its frame, can be read and copied, and is the same on every run."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import report_fakes as fakes
import report_paper
from report_fakes import EVERY

from qspec.judgement.result import Evaluation
from qspec.report.build import build
from qspec.report.outline import Document, Paragraphs
from qspec.report.paper import style
from qspec.report.paper.fonts import FontFiles
from qspec.report.paper.pen import Drawn
from qspec.report.pdf import draw

DATE = "2026-11-21"
_OUTSIDE = {"open", "socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.Popen"}
BOTH = ("ja", "en")


@pytest.fixture(autouse=True, scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the font cache of these tests apart from the user's."""
    patch = pytest.MonkeyPatch()
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        patch.setenv(name, str(tmp_path_factory.getbasetemp() / "cache"))
    yield
    patch.undo()


def paper(evaluation: Evaluation, languages: tuple[str, ...] = BOTH) -> Document:
    return build(evaluation, languages, date=DATE)


def text_of(content: bytes) -> str:
    return "\n".join(report_paper.read(content).pages)


@pytest.mark.parametrize("languages", [BOTH, ("en",), ("ja",)], ids=["both", "en", "ja"])
@pytest.mark.parametrize("make", EVERY.values(), ids=EVERY)
def test_every_string_stays_in_its_frame_and_on_the_page(
    make: Callable[[], Evaluation], languages: tuple[str, ...]
) -> None:
    drawn: list[Drawn] = []
    draw(paper(make(), languages), trace=drawn.append)
    assert drawn
    for one in drawn:
        assert one.frame.left - 0.02 <= one.x, one
        assert one.x + one.width <= one.frame.right + 0.02, one
        assert one.baseline - 0.76 * one.size >= one.frame.top - 1.5, one  # height of capitals and ideographs
        assert one.baseline + 0.2 * one.size <= one.frame.bottom + 0.02, one
        assert one.frame.left >= style.LEFT - 0.02
        assert one.frame.right <= style.PAGE_WIDTH - style.RIGHT + 0.02
        assert one.frame.bottom <= style.PAGE_HEIGHT


@pytest.mark.parametrize("make", EVERY.values(), ids=EVERY)
def test_no_two_strings_overlap(make: Callable[[], Evaluation]) -> None:
    pages: dict[int, list[Drawn]] = {}
    draw(paper(make()), trace=lambda one: pages.setdefault(one.page, []).append(one))
    for page in pages.values():
        boxes = sorted(
            (one.baseline - 0.7 * one.size, one.baseline, one.x, one.x + one.width, one.text) for one in page
        )
        for index, (_, bottom, left, right, text) in enumerate(boxes):
            for other in boxes[index + 1 :]:
                if other[0] >= bottom:
                    break
                assert other[3] <= left + 0.1 or right <= other[2] + 0.1, (text, other[4])


@pytest.mark.parametrize("make", EVERY.values(), ids=EVERY)
def test_nothing_is_set_too_small_to_read(make: Callable[[], Evaluation]) -> None:
    drawn: list[Drawn] = []
    draw(paper(make()), trace=drawn.append)
    assert min(one.size for one in drawn) >= 6.5


@pytest.mark.parametrize("make", EVERY.values(), ids=EVERY)
def test_what_is_drawn_can_be_copied_as_drawn(make: Callable[[], Evaluation]) -> None:
    drawn: list[Drawn] = []
    content = draw(paper(make()), trace=drawn.append)
    read = text_of(content)
    assert "\ufffd" not in read
    wanted = "".join(one.text for one in drawn).replace("\u00a0", " ")
    assert read.replace("\n", "") == wanted


def test_signs_and_rare_names_are_drawn_and_copied() -> None:
    signs = "≤ ≥ µ ㎛ φ Δ ± ① 髙 﨑 𠮷 − ～ × ° ² ℃"
    lot = fakes.lot(info=replace(fakes.lot().info, remarks=signs))
    text = text_of(draw(paper(fakes.accepted(lots=(lot,)))))
    assert signs in text
    assert "U+" not in text


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not installed")
def test_another_reader_sees_the_same_text(tmp_path: Path) -> None:
    signs = "≤≥µ㎛φΔ±①髙﨑𠮷−～"
    lot = fakes.lot(info=replace(fakes.lot().info, remarks=signs))
    file = tmp_path / "report.pdf"
    file.write_bytes(draw(paper(fakes.accepted(lots=(lot,)))))
    made = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)  # noqa: S607 - found above
    text = made.stdout.decode("utf-8")
    assert made.stderr == b""
    assert signs in text
    for words in (
        "検査成績書",
        "Inspection report",
        "Example Trading Ltd. 御中",
        "合格",
        "ACCEPT",
        "以上",
        "End of report",
    ):
        assert words in text


def test_every_font_is_embedded_as_a_subset() -> None:
    content = draw(paper(fakes.rejected()))
    read = report_paper.read(content)
    assert read.fonts
    for font in read.fonts.values():
        assert font.Subtype == "/TrueType"
        assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont))
        assert font.FontDescriptor.FontFile2.read_bytes()
    everything = [one for one in read.pdf.objects if isinstance(one, pikepdf.Dictionary)]
    assert len([one for one in everything if one.get("/Type") == "/Font"]) == len(read.fonts)


def test_the_same_report_is_the_same_bytes_in_another_process() -> None:
    script = (
        "import sys, hashlib; sys.path[:0] = sys.argv[1:]\n"
        "import report_fakes as f\n"
        "from qspec.report.build import build\n"
        "from qspec.report.pdf import draw\n"
        f"print(hashlib.sha256(draw(build(f.ugly(), ('ja', 'en'), date='{DATE}'))).hexdigest())"
    )
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    found = {
        subprocess.run(
            [sys.executable, "-c", script, *paths],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("4711", "Asia/Tokyo"))
    }
    assert found == {hashlib.sha256(draw(paper(fakes.ugly()))).hexdigest().encode() + b"\n"}


def test_drawing_again_with_and_without_the_font_cache_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = draw(paper(fakes.accepted()))
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    assert draw(paper(fakes.accepted())) == first
    assert draw(paper(fakes.rejected())) != first
    assert draw(paper(fakes.accepted())) == first


def test_the_date_of_creation_is_the_date_of_the_paper() -> None:
    pdf = report_paper.read(draw(paper(fakes.accepted()))).pdf
    assert pdf.docinfo.CreationDate == "D:20261121000000Z"
    assert pdf.Root.Lang == "ja"


def test_a_users_text_is_never_markup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a file nor the network is touched for it, and it stands on the paper letter by letter."""
    opened: list[str] = []
    watching = [False]  # an audit hook cannot be taken back, only be made deaf
    sys.addaudithook(lambda event, args: opened.append(str(args[0])) if watching[0] and event in _OUTSIDE else None)
    draw(paper(fakes.accepted()))  # fonts and catalogues are loaded before anything is watched
    watched = tmp_path / "secret.png"
    watched.write_bytes(b"secret")
    hostile = (
        f"<img src='{watched}'/><b>bold</b> &amp; & </para> <a href='https://example.invalid/'>x</a> {{count}} %s \\n"
    )
    lot = fakes.lot(info=replace(fakes.lot().info, remarks=hostile, inspector="</para><para>", order="&lt;"))
    watching[0] = True
    content = draw(paper(fakes.accepted(lots=(lot,))))
    watching[0] = False
    assert opened  # the fonts
    assert not [path for path in opened if "secret" in path or "example.invalid" in path]
    read = report_paper.read(content)
    dictionaries = [one for one in read.pdf.objects if isinstance(one, pikepdf.Dictionary)]
    kinds = {str(one.get(key)) for one in dictionaries for key in ("/S", "/Subtype")}
    assert {"/TrueType", "/Widget"} <= kinds
    assert not {"/URI", "/Link", "/Image", "/JavaScript"} & kinds
    text = text_of(content)
    assert hostile.replace(" ", "") in re.sub(r"\s", "", text)
    assert "</para><para>" in text
    assert "&lt;" in text


def test_control_and_direction_marks_are_shown_by_their_code_and_said() -> None:
    text = text_of(draw(paper(fakes.ugly())))
    assert "[U+202E]evil[U+0007]" in text
    assert "\u202e" not in text
    assert re.search(r"文字コード（例：\[U\+2400\]）または近い記号で示しました：\[U\+0007\], \[U\+202E\]", text)
    assert text.rstrip().split("\n")[-3] != "End of report"  # the footer follows the end mark, nothing else
    assert text.rindex("以上") > text.rindex("文字コードで示した文字")


def test_a_paper_without_unusual_characters_says_nothing_of_them() -> None:
    assert "U+" not in text_of(draw(paper(fakes.rejected())))


def test_pages_are_numbered_and_carry_number_and_digests() -> None:
    pages = report_paper.read(draw(paper(fakes.several()))).pages
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)} 頁   Page {number} of {len(pages)}" in page
        assert "QS-2026-014-B-a665a459" in page
        assert fakes.SPEC_SHA[:12] in page
        assert fakes.DATA_SHA[:12] in page


def test_the_headings_of_a_long_table_stand_on_every_page() -> None:
    pages = report_paper.read(draw(paper(fakes.large()))).pages
    with_rows = [page for page in pages if "KN2041-2611-00" in page and "不適合\nnonconforming" in page]
    assert len(with_rows) >= 2
    assert all("As written" in page for page in with_rows)


def test_verdicts_stand_in_words_not_in_color_alone() -> None:
    text = text_of(draw(paper(fakes.several())))
    for words in (
        "合格\nACCEPT",
        "不合格\nREJECT",
        "判定保留\nUNDECIDED",
        "不適合\nFAIL",
        "適合\nPASS",
        "要確認\nMARGINAL",
    ):
        assert words in text


def test_a_font_that_is_no_font_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "font.ttf"
    file.write_bytes(b"no font")
    with pytest.raises(ValueError, match=r"font\.ttf"):
        draw(paper(fakes.accepted()), font=FontFiles(file, file))


def test_a_document_of_nothing_but_its_end_can_be_drawn() -> None:
    document = Document("", (Paragraphs(None, ()),), (), ("en",), "")
    assert report_paper.read(draw(document)).pages


def test_a_page_takes_less_than_a_second_and_time_grows_with_the_rows() -> None:
    draw(paper(fakes.accepted()))

    def seconds(evaluation: Evaluation) -> float:
        document = paper(evaluation)
        draw(document)
        start = time.process_time()
        draw(document)
        return time.process_time() - start

    assert seconds(fakes.accepted()) < 1
    small, great = seconds(fakes.large(1000)), seconds(fakes.large(8000))
    assert great < 20 * small + 0.5  # 8 times the rows; a quadratic table would take 64 times
