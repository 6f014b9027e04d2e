"""Spec files as people write them: which load as they stand, and what is said about the others, and where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from spec_models import MODELS, SMALLEST

from qspec.messages import LANGUAGES, say
from qspec.spec.file import load

CASES = Path(__file__).parent / "cases" / "spec"
ACCEPTED = sorted((CASES / "accept").glob("*.yaml"))
REJECTED = sorted((CASES / "reject").glob("*.yaml"))
WRITTEN = (CASES / "as-written.txt").read_text("utf-8").splitlines()


def _found(loaded):
    return sorted(f"{problem.code}:{problem.place.line}:{problem.place.column}" for problem in loaded.problems)


def _expected(content: bytes) -> list[str]:
    return sorted(re.findall(r"^# expect (\S+)$", content.decode("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_a_good_spec_loads_without_a_word(path):
    loaded = load(path.name, path.read_bytes(), MODELS)

    assert loaded.problems == ()
    assert loaded.spec is not None


@pytest.mark.parametrize("path", REJECTED, ids=lambda path: path.stem)
def test_every_problem_is_found_at_its_place_in_one_run(path):
    content = path.read_bytes()
    loaded = load(path.name, content, MODELS)

    assert _expected(content), "a case says what it expects"
    assert _found(loaded) == _expected(content)
    assert loaded.spec is None
    assert all(problem.place.file == path.name for problem in loaded.problems)


@pytest.mark.parametrize("path", REJECTED, ids=lambda path: path.stem)
def test_a_machine_without_libyaml_gives_the_same_answer(path, monkeypatch):
    import yaml

    monkeypatch.setattr("qspec.spec.tree.loader", lambda: yaml.SafeLoader)
    content = path.read_bytes()
    # PyYAML points at the letter behind a backslash, libyaml at the backslash.
    shift = 1 if path.stem == "backslash" else 0
    found = [
        f"{problem.code}:{problem.place.line}:{(problem.place.column or 0) - shift}"
        for problem in load(path.name, content, MODELS).problems
    ]

    assert sorted(found) == _expected(content)


@pytest.mark.parametrize("path", REJECTED, ids=lambda path: path.stem)
def test_every_problem_is_told_with_a_hint_in_every_language(path):
    for problem in load(path.name, path.read_bytes(), MODELS).problems:
        for lang in LANGUAGES:
            for part in ("text", "hint"):
                sentence = say(f"{problem.code}.{part}", lang, **problem.values)
                assert sentence
                assert len(sentence) < 400


@pytest.mark.parametrize("line", WRITTEN)
def test_a_value_stays_the_text_that_was_written(line):
    written, _, text = line.partition(" => ")
    content = SMALLEST.replace("limit: φ10 H7}", "limit: 1}\n  pin:\n    kind: dimension\n    limit: " + written)
    loaded = load("spec.yaml", content.encode(), MODELS)

    assert loaded.problems == ()
    assert loaded.spec is not None
    assert loaded.spec.characteristics["pin"].limit == (text or written)


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
@pytest.mark.parametrize("ends", ["\r\n", "\r"], ids=["windows", "old-mac"])
def test_line_ends_and_a_byte_order_mark_make_no_difference(path, ends):
    content = path.read_bytes()
    other = b"\xef\xbb\xbf" + content.decode("utf-8").replace("\n", ends).encode("utf-8")

    assert load("a", other, MODELS).spec == load("a", content, MODELS).spec
