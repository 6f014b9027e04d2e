"""Terminal columns, line breaks, and text that cannot control a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qspec.report.outline import Align
from qspec.report.width import columns, pad, visible, widest_word, wrap


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ra 0.8", 6),
        ("表面粗さ", 8),
        ("ﾊﾟｲﾌﾟ", 5),  # half-width katakana: one column each, the voicing mark too
        ("ΔE00 ≤ 1.5", 10),  # ambiguous characters are narrow in UTF-8 terminals
        ("±0.05 ①", 7),
        ("e\u0301", 1),  # a combining accent takes no column
        ("か\u3099", 2),
        ("○×△", 3),
        ("１２．５", 8),
        ("", 0),
    ],
)
def test_japanese_takes_two_columns_and_signs_one(text, expected):
    assert columns(text) == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mPASS\x1b[0m", "\\x1b[31mPASS\\x1b[0m"),
        ("a\u202etxt.exe", "a\\u202etxt.exe"),
        ("line\nnext\r\nlast\tcell", "line next last cell"),
        ("\x00\x7f\x9b", "\\x00\\x7f\\x9b"),
        ("file\udc80.csv", "file\\udc80.csv"),
        ("\ue000", "\\ue000"),
        ("\U000e0001", "\\U000e0001"),
        ("全角\u3000空白 10 µm ≤", "全角\u3000空白 10 µm ≤"),
    ],
)
def test_control_characters_are_shown_and_not_obeyed(text, shown):
    assert visible(text) == shown


@given(st.text())
def test_visible_text_has_nothing_that_a_terminal_obeys(text):
    shown = visible(text)
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert visible(shown) == shown
    shown.encode()


_LIKELY = st.text(st.sampled_from("abc 0.5-穴径の表面粗さ、。（）「」ーっ①≤±Δ\u0301"), max_size=80)


@given(st.one_of(_LIKELY, st.text(max_size=60)), st.integers(2, 40))
def test_no_line_is_wider_than_asked_and_no_character_is_lost(text, width):
    text = visible(text)
    lines = wrap(text, width)
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(lines).split(" ")) == "".join(text.split(" "))


@given(
    st.lists(
        st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3), min_size=1
    )
)
def test_a_number_is_never_read_in_two_halves(numbers):
    words = [str(number) for number in numbers]
    text = " ".join(words)
    assert [word for line in wrap(text, max(20, widest_word(text))) for word in line.split()] == words


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("測定されていません。", 18, ["測定されていませ", "ん。"]),  # no line begins with a full stop
        ("穴径（規格値）", 6, ["穴径", "（規格", "値）"]),  # none ends with an opening bracket
        ("データ", 4, ["デー", "タ"]),  # none begins with a long vowel
        ("limit 10.015 mm", 9, ["limit", "10.015 mm"]),
        ("x" * 7, 3, ["xxx", "xxx", "x"]),
        ("", 5, [""]),
    ],
)
def test_lines_break_as_japanese_and_english_break(text, width, lines):
    assert wrap(text, width) == lines


def test_a_huge_word_costs_no_more_than_its_length():
    lines = wrap("規" + "x穴" * 100_000 + "、" * 100_000, 80)
    assert max(columns(line) for line in lines) <= 80
    assert sum(len(line) for line in lines) == 300_001


@pytest.mark.parametrize(
    ("align", "expected"), [(Align.LEFT, "穴径   "), (Align.RIGHT, "   穴径"), (Align.CENTER, " 穴径  ")]
)
def test_padding_counts_columns(align, expected):
    assert pad("穴径", 7, align) == expected
    assert pad("穴径", 3, align) == "穴径"
