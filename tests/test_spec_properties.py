"""What holds for every spec file, whatever its bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spec_models import MODELS, SMALLEST

from qspec.errors import has_errors
from qspec.messages import LANGUAGES, say
from qspec.spec import source, tree
from qspec.spec.file import load

KNOB = (Path(__file__).parent / "cases" / "spec" / "accept" / "control-knob.yaml").read_bytes()
WORDS = [
    "qspec",
    "id",
    "revision",
    "title",
    "characteristics",
    "sampling",
    "kind",
    "dimension",
    "limit",
    "bore",
    "people",
]
PIECES = st.sampled_from(
    [*WORDS, ": ", ":", "\n", "\n  ", "\n    ", "- ", "[", "]", "{", "}", ",", '"', "'", "#", "&a", "*a", "!", "|", ">",
     "%", "@", "`", "?", "~", "\t", " ", "1", "≤", "外径", "\\", "---", "...", "\u2028", "\x00", "🔧", "\r"]
)  # fmt: skip


def _holds(content: bytes) -> None:
    grown = tree.read("f.yaml", content)
    assert grown.complete or has_errors(grown.problems)
    loaded = load("f.yaml", content, MODELS)
    assert (loaded.spec is None) == has_errors(loaded.problems)
    for problem in loaded.problems:
        assert problem.place.file == "f.yaml"
        assert problem.place.line or problem.code in ("spec.too-large", "spec.utf16", "spec.more")
        for lang in LANGUAGES:
            assert say(f"{problem.code}.text", lang, **problem.values)
            assert say(f"{problem.code}.hint", lang, **problem.values)


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=1000)
def test_any_bytes_are_a_spec_or_placed_problems(content):
    _holds(content)


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=250, deadline=1000)
def test_any_text_that_looks_like_yaml_is_a_spec_or_placed_problems(text):
    _holds(text.encode())


@given(
    st.integers(0, len(KNOB)),
    st.integers(0, 12),
    st.one_of(st.binary(max_size=6), st.lists(PIECES, max_size=3).map("".join).map(str.encode)),
)
@settings(max_examples=250, deadline=1000)
def test_a_damaged_spec_is_a_spec_or_placed_problems(start, length, insert):
    _holds(KNOB[:start] + insert + KNOB[start + length :])


@given(st.integers(0, len(KNOB) - 2))
@settings(max_examples=100, deadline=1000)
def test_a_spec_that_was_cut_off_is_not_usable_without_its_sampling(length):
    cut = KNOB[:length]
    if b"sampling:\n" not in cut:
        assert load("f.yaml", cut, MODELS).spec is None


@pytest.mark.parametrize("key", ["qspec", "id", "revision", "title", "sampling", "characteristics"])
def test_no_required_key_can_be_left_out(key):
    lines = [line for line in SMALLEST.splitlines() if not line.startswith((key + ":", "  " if key[0] == "c" else "x"))]
    loaded = load("f.yaml", "\n".join(lines).encode(), MODELS)
    assert loaded.spec is None
    assert [problem.values["key"] for problem in loaded.problems] == [key]


PRINTED = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn"), exclude_characters="\ufffd\u00ad"),
    min_size=1,
).filter(lambda text: bool(text.strip()))


@given(PRINTED)
@settings(max_examples=150)
def test_quoted_text_comes_back_as_it_was(text):
    content = SMALLEST.replace("title: Pin", "title: '" + text.replace("'", "''") + "'")
    loaded = load("f.yaml", content.encode(), MODELS)
    assert loaded.problems == ()
    assert loaded.spec is not None
    assert loaded.spec.title["ja"] == text


@given(PRINTED)
@settings(max_examples=150, deadline=1000)
def test_a_limit_that_was_not_quoted_is_never_read_as_another_one(text):
    content = SMALLEST.replace("limit: φ10 H7}", "limit: 1}\n  pin:\n    kind: dimension\n    limit: " + text)
    loaded = load("f.yaml", content.encode(), MODELS)
    if loaded.spec is not None:
        comment = text.find(" #")
        expected = text[: comment if comment >= 0 else None].strip(" ")
        quoted = expected[0] in "\"'[{"
        assert quoted or loaded.spec.characteristics["pin"].limit == expected


def _scalars(node):
    if isinstance(node, tree.Scalar):
        yield node
    elif isinstance(node, tree.Series):
        for item in node.items:
            yield from _scalars(item)
    elif isinstance(node, tree.Branch):
        for entry in node.entries.values():
            yield from _scalars(entry)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_place_is_where_the_text_stands(ends, mark):
    lines = KNOB.decode().splitlines()
    grown = tree.read("f.yaml", (mark + ends.join(lines)).encode())
    found = list(_scalars(grown.root))
    assert len(found) > 50
    for scalar in found:
        rest = lines[scalar.place.line - 1][scalar.place.column - 1 :]
        assert rest.startswith(scalar.text if scalar.plain else '"' + scalar.text + '"')


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=30))
@settings(max_examples=200)
def test_no_unsafe_character_reaches_a_spec(text):
    content = SMALLEST.replace("title: Pin", "title: X" + text.replace("\n", ""))
    loaded = load("f.yaml", content.encode(), MODELS)
    if loaded.spec is not None:
        assert source.unsafe(loaded.spec.title["ja"]) is None
        assert source.unsafe("".join(loaded.spec.characteristics)) is None
