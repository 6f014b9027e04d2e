"""The YAML reader on its own, as it serves the other small files beside a batch."""

from __future__ import annotations

import pytest

from qspec.errors import Place
from qspec.spec import tree


def _codes(text: str) -> list[str]:
    return [problem.code for problem in tree.read("f", text.encode()).problems]


def test_a_tree_has_text_and_places():
    grown = tree.read("lot.batch.yaml", "lot: L-1\ninstruments:\n  - {name: 三次元測定機}\n".encode())
    assert grown.complete
    assert grown.problems == ()
    assert isinstance(grown.root, tree.Branch)
    assert grown.root.entries["lot"] == tree.Scalar("L-1", Place("lot.batch.yaml", 1, 6))
    assert grown.root.keys["instruments"] == Place("lot.batch.yaml", 2, 1)
    [entry] = grown.root.entries["instruments"].items
    assert entry.entries["name"].text == "三次元測定機"
    assert entry.place == Place("lot.batch.yaml", 3, 5)


@pytest.mark.parametrize(
    ("written", "empty"),
    [
        *[(written, True) for written in ("", "~", "null", "Null", "NULL", "''", "'  '")],
        *[(written, False) for written in ("'~'", '"null"', "nil", "none", "0", "no", "なし")],
    ],
)
def test_what_counts_as_no_value(written, empty):
    grown = tree.read("f", f"a: {written}\n".encode())
    assert grown.root.entries["a"].empty is empty


def test_a_block_text_ends_without_line_end():
    grown = tree.read("f", b"a: |\n  one\n  two\nb: >-\n  three\n  four\n")
    assert [grown.root.entries[key].text for key in "ab"] == ["one\ntwo", "three four"]


def test_a_refused_alias_leaves_a_value_that_is_known_to_be_broken():
    grown = tree.read("f", b"a: *x\n")
    assert [problem.code for problem in grown.problems] == ["spec.alias"]
    assert grown.root.entries["a"].broken
    assert not grown.root.entries["a"].empty


def test_reading_goes_on_behind_a_line_that_cannot_be_read():
    grown = tree.read("f", b"a: > 3\nb: 2\nc: %\nd: 4\n")
    assert [problem.code for problem in grown.problems] == ["spec.special", "spec.special"]
    assert grown.complete
    assert [key for key, node in grown.root.entries.items() if not node.broken] == ["b", "d"]


def test_a_file_that_is_damaged_everywhere_is_not_read_to_its_end():
    grown = tree.read("f", "".join(f"k{number}: @\n" for number in range(30)).encode())
    assert [problem.place.line for problem in grown.problems] == list(range(1, tree.MAX_REPAIRS + 1))
    assert not grown.complete


def test_a_text_that_swallowed_a_line_is_not_handed_on():
    grown = tree.read("f", b"a: 1\n  b: 2\n")
    assert [problem.code for problem in grown.problems] == ["spec.indent"]
    assert grown.root.entries["a"].broken


def test_a_tab_between_key_and_value_is_a_space():
    grown = tree.read("f", b"a:\t1\t# note\nb: 2\n")
    assert grown.problems == ()
    assert [node.text for node in grown.root.entries.values()] == ["1", "2"]


@pytest.mark.parametrize("depth", [63, 64])
def test_nesting_is_allowed_to_its_limit(depth):
    assert _codes("[" * depth + "]" * depth) == []
    assert _codes("[" * 65 + "]" * 65) == ["spec.too-deep"]


def test_a_key_is_text_whatever_it_looks_like():
    grown = tree.read("f", b"1: a\nno: b\n1.0: c\n~: d\n")
    assert list(grown.root.entries) == ["1", "no", "1.0", "~"]


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\u2066", "\ufeff", "\x7f", "\x85", "\u00ad"])
def test_an_unsafe_character_is_named_by_its_number(sign):
    grown = tree.read("f", f"a: x{sign}y{sign}\n".encode())
    [problem] = grown.problems
    assert problem.code == "spec.character"
    assert str(problem.values["char"]).startswith(f"U+{ord(sign):04X}")
    assert problem.values["count"] == 2
    assert problem.place == Place("f", 1, 5)


@pytest.mark.parametrize("text", ["①", "φ", "㎜", "髙", "𠮷", "か\u3099", "邊\U000e0101", "\u3000", "\ue000"])
def test_characters_of_japanese_names_are_safe(text):
    assert tree.read("f", f"a: x{text}y\n".encode()).problems == ()
