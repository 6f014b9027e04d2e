"""Lines end where Japanese and English readers expect them to."""

from __future__ import annotations

import itertools
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qspec.report.paper.wrap import break_lines, longest


def measure(text: str) -> float:
    """Return a width in half-width columns: ideographs two, everything else one."""
    return float(sum(2 if ord(character) > 0x2E7F else 1 for character in text))


CASES = [
    # nothing to do
    ("", 10, [""]),
    ("Ra ≤ 0.8 µm", 20, ["Ra ≤ 0.8 µm"]),
    # English words stay whole
    ("the quick brown fox", 10, ["the quick", "brown fox"]),
    # ideographs may be parted anywhere ...
    ("検査成績書", 6, ["検査成", "績書"]),
    # ... but a closing mark or small kana does not begin a line
    ("表面粗さ。検査", 8, ["表面粗", "さ。検査"]),
    ("ノギスーマイクロ", 6, ["ノギ", "スーマ", "イクロ"]),
    ("チェックシート", 4, ["チェ", "ック", "シー", "ト"]),
    # and an opening mark does not end one
    ("本体「調整ノブ」", 6, ["本体", "「調整", "ノブ」"]),
    ("検査(外観)", 5, ["検査", "(外", "観)"]),
    # a number stays with its unit, with or without a space
    ("distance 300 mm here", 13, ["distance", "300 mm here"]),
    ("厚さは 15 µm 以上", 9, ["厚さは", "15 µm 以", "上"]),
    ("測定数は12個です", 10, ["測定数は", "12個です"]),
    ("距離300㎜以上", 8, ["距離", "300㎜以", "上"]),
    # and with its sign
    ("limit is ≤ 1.5", 12, ["limit is", "≤ 1.5"]),
    ("length 25 ± 0.05", 11, ["length 25", "± 0.05"]),
    ("10 ≤ x ≤ 10.015 mm", 12, ["10 ≤ x", "≤ 10.015 mm"]),
    # and a symbol with its number
    ("reached (Ac = 0, Re = 1).", 17, ["reached (Ac = 0,", "Re = 1)."]),
    # a no-break space binds
    ("abc def\u00a0ghi", 8, ["abc", "def\u00a0ghi"]),
    # only what is longer than the line is cut, after a hyphen where there is one
    ("KN2041-2611-00001", 12, ["KN2041-2611-", "00001"]),
    ("ABCDEFGHIJ", 4, ["ABCD", "EFGH", "IJ"]),
    ("see ABCDEFGHIJ", 6, ["see", "ABCDEF", "GHIJ"]),
    # names beyond the basic plane are one character
    ("𠮷野家𠮷野家", 6, ["𠮷野家", "𠮷野家"]),
    # white space at a break is dropped, leading space too
    ("  a   b  ", 3, ["a b"]),
]


@pytest.mark.parametrize(("text", "width", "lines"), CASES, ids=[case[0][:16] or "empty" for case in CASES])
def test_lines_end_where_they_may(text: str, width: int, lines: list[str]) -> None:
    assert break_lines(text, width, measure) == lines


TEXT = st.text(alphabet="ab1 9.-/()（）「」、。ー検査mm≤±φ個𠮷\u00a0", max_size=60)


@given(TEXT, st.integers(2, 30))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    lines = break_lines(text, width, measure)
    assert all(measure(line) <= width for line in lines)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


@given(TEXT, st.integers(2, 30))
def test_marks_stand_on_the_right_side_of_a_break_unless_something_had_to_be_cut(text: str, width: int) -> None:
    if longest(text, measure) > width:
        return
    lines = break_lines(text, width, measure)
    assert not any(line[:1] in "）」、。ー" for line in lines[1:] if line)
    assert not any(line[-1:] in "（「" for line in lines[:-1] if line)
    for before, after in itertools.pairwise(lines):
        assert not (before[-1:].isdigit() and after.startswith(("mm", "個")))


@given(TEXT)
def test_a_column_of_the_longest_part_cuts_nothing(text: str) -> None:
    width = longest(text, measure)
    parts = re.split(r"\s+", text)
    for word in break_lines(text, max(width, 2), measure):
        assert all(piece in text for piece in word.split())
    assert width <= max((measure(text), *map(measure, parts)))


@pytest.mark.parametrize("text", ["x" * 200_000, "。" * 200_000, "検" * 200_000, "( " * 100_000, "ab " * 70_000])
def test_a_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    start = time.process_time()
    lines = break_lines(text, 60, measure)
    assert time.process_time() - start < 20
    assert max(map(measure, lines)) <= 60
