"""Fonts are embedded, complete, the same on every run; what cannot be drawn is visible and said."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from qspec.report.paper import cache, subset
from qspec.report.paper.embedding import to_unicode
from qspec.report.paper.fonts import faces, shipped, subset_of
from qspec.report.paper.glyphs import Guard, composed, wanted

SIGNS = "≤≥µ㎛φΔ±①髙﨑𠮷−～×°²"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    return cache.folder()


def test_a_subset_holds_the_characters_asked_for_with_the_outlines_and_widths_of_the_font() -> None:
    made = TTFont(BytesIO(subset.truetype(shipped().regular, SIGNS)))
    assert set(map(chr, made.getBestCmap())) == set(SIGNS)
    with TTFont(str(shipped().regular), lazy=True) as source:
        for character in SIGNS:
            name, own = made.getBestCmap()[ord(character)], source.getBestCmap()[ord(character)]
            assert made["hmtx"][name][0] == source["hmtx"][own][0]
            assert made["glyf"][name].numberOfContours > 0


def test_less_and_greater_look_the_right_way() -> None:
    """Some Japanese fonts have the two outlines swapped. The tip of ≤ points left, so its left end is one point."""
    font = TTFont(BytesIO(subset.truetype(shipped().regular, "≤≥")))
    cmap, glyf = font.getBestCmap(), font["glyf"]

    def height_at_left(character: str) -> int:
        points = list(glyf[cmap[ord(character)]].getCoordinates(glyf)[0])
        upper = [y for x, y in points if y > 200]  # without the bar below
        left = min(x for x, y in points if y in upper)
        beside = [y for x, y in points if y in upper and x < left + 60]
        return max(beside) - min(beside)

    assert height_at_left("≤") < height_at_left("≥")


def test_a_glyph_put_together_of_others_is_written_out() -> None:
    """Western fonts make é of e and an accent; the one that ships with the PDF library does."""
    import reportlab

    file = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    made = TTFont(BytesIO(subset.truetype(file, "é")))
    glyph = made["glyf"][made.getBestCmap()[ord("é")]]
    with TTFont(str(file)) as source:
        own = source["glyf"][source.getBestCmap()[ord("é")]]
        assert own.isComposite()
        assert (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax) == (own.xMin, own.yMin, own.xMax, own.yMax)
    assert glyph.numberOfContours == 3  # the accent, the outside and the inside of the e


def test_the_same_characters_give_the_same_bytes_in_any_order() -> None:
    assert subset.truetype(shipped().bold, SIGNS) == subset.truetype(shipped().bold, SIGNS[::-1])


def test_a_file_that_is_no_font_is_a_value_error(tmp_path: Path) -> None:
    file = tmp_path / "font.ttf"
    for content in (b"", b"no font at all", b"OTTO\x00\x01" + bytes(40)):
        file.write_bytes(content)
        with pytest.raises(ValueError, match=r"font\.ttf"):
            subset.truetype(file, "a")


def test_a_subset_is_made_once_and_taken_from_the_cache_afterwards(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = subset_of(shipped().regular, frozenset("abc"))
    assert [len(path.name) for path in folder.iterdir()] == [64]
    monkeypatch.setattr(subset, "truetype", lambda *_: pytest.fail("made again"))
    assert subset_of(shipped().regular, frozenset("abc")) == first


def test_other_characters_or_another_font_do_not_meet_in_the_cache() -> None:
    made = {
        hashlib.sha256(subset_of(path, frozenset(text))).hexdigest()
        for path in (shipped().regular, shipped().bold)
        for text in ("abc", "abd")
    }
    assert len(made) == 4


@pytest.mark.parametrize("damage", [b"", b"rubbish", None], ids=["empty", "rubbish", "one byte"])
def test_a_damaged_cache_file_is_not_used_and_made_anew(folder: Path, damage: bytes | None) -> None:
    first = subset_of(shipped().regular, frozenset("abc"))
    (file,) = folder.iterdir()
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content) if damage is None else damage)
    assert cache.load(file.name) is None
    assert subset_of(shipped().regular, frozenset("abc")) == first
    assert cache.load(file.name) == first


def test_a_file_kept_under_another_key_is_not_used() -> None:
    cache.store("a" * 64, b"payload")
    os.rename(cache.folder() / ("a" * 64), cache.folder() / ("b" * 64))
    assert cache.load("b" * 64) is None


def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a-file"
    file.write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(file))
    monkeypatch.setenv("LOCALAPPDATA", str(file))
    monkeypatch.setattr(cache, "folder", lambda: file / "qspec")
    assert cache.load("a" * 64) is None
    assert subset_of(shipped().regular, frozenset("a"))


def test_the_cache_keeps_a_bounded_number_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEPT", 3)
    for index in range(6):
        cache.store(f"{index:064d}", b"payload")
    assert len(list(cache.folder().iterdir())) == 3


def test_faces_are_taken_back_from_the_pdf_library() -> None:
    from reportlab.pdfbase import pdfmetrics

    before = set(pdfmetrics.getRegisteredFontNames())
    with faces(shipped(), frozenset(SIGNS)) as found:
        assert found.coverage >= set(SIGNS)
        assert found.bold.measure("①", 10) == pytest.approx(10)
    assert set(pdfmetrics.getRegisteredFontNames()) == before


def test_the_map_to_text_holds_characters_beyond_the_basic_plane_as_two_units() -> None:
    text = to_unicode([0, 0x41, 0x20BB7])
    assert "<01> <0041>" in text
    assert "<02> <D842DFB7>" in text
    assert "<00>" not in text.replace("<00> <FF>", "")


def test_the_map_to_text_is_written_in_blocks_of_at_most_a_hundred() -> None:
    counts = [
        int(line.split()[0]) for line in to_unicode(list(range(1, 257))).splitlines() if line.endswith("beginbfchar")
    ]
    assert counts == [100, 100, 56]


COVERED = frozenset(map(chr, range(0x20, 0x7F))) | set("φμ髙検査≦がé")
SHOWN = [
    ("Ra 0.8", "Ra 0.8"),
    ("10 µm", "10 μm"),  # micro sign → Greek mu
    ("x ≤ 1", "x ≦ 1"),
    ("x ≥ 1", "x >= 1"),  # the first replacement that the font has
    ("⌀10", "φ10"),
    ("髙", "髙"),
    ("吉", "[U+5409]"),
    ("𠮷", "[U+20BB7]"),
    ("a\u202eb", "a[U+202E]b"),
    ("a\u200bb", "a[U+200B]b"),
    ("a\x07b\x1b[31m", "a[U+0007]b[U+001B][31m"),
    ("a\tb\r\nc", "a b  c"),
    ("\ud800", "[U+D800]"),
    ("か\u3099", "が"),  # written in two characters by some systems
    ("e\u0301", "é"),
    ("査\ufe00", "査"),  # a selector of a variant form
    ("", ""),
]


@pytest.mark.parametrize(("text", "drawn"), SHOWN, ids=[ascii(text) for text, _ in SHOWN])
def test_what_cannot_be_drawn_is_replaced_by_the_same_sign_or_shown_by_its_code(text: str, drawn: str) -> None:
    assert Guard(COVERED | set("か")).fit(text) == drawn


def test_the_mark_of_a_list_entry_is_drawn_in_a_western_face_too() -> None:
    assert Guard(frozenset("- A")).fit("・") == "-"


def test_what_was_changed_is_remembered_for_the_note() -> None:
    guard = Guard(COVERED)
    guard.fit("⌀10 \u202e 検査 吉\n")
    assert guard.changed() == ["[U+202E]", "U+2300 → φ", "[U+5409]"]


@given(st.text(alphabet=st.characters(), max_size=30))
def test_everything_drawn_has_a_glyph_and_nothing_is_hidden(text: str) -> None:
    drawn = Guard(COVERED).fit(text)
    assert set(drawn) <= COVERED
    assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"} for character in drawn)


@given(st.text(alphabet=st.characters(), max_size=30))
def test_composing_changes_no_single_character(text: str) -> None:
    assert unicodedata.normalize("NFC", composed(text)) == unicodedata.normalize("NFC", text)
    assert all(composed(character) == character for character in text)


def test_compatibility_ideographs_in_names_stay_what_they_are() -> None:
    name = "神\ufa19塚\ufa10\u3099"
    assert composed(name) == name
    assert wanted("⌀") == {"⌀", "φ"}
