"""The catalogues: the same sentences with the same placeholders in every language, and none that the program lacks."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

import qspec
from qspec.messages import LANGUAGES, catalogue, placeholders, say, template

PACKAGE = Path(qspec.__file__).parent
PARTS = sorted(path.stem for path in (PACKAGE / "data" / "messages" / "en").glob("*.yaml"))


def leaves(node, prefix):
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, f"{prefix}.{key}")
    else:
        yield prefix, node


@pytest.mark.parametrize("part", PARTS)
def test_languages_have_the_same_keys_and_placeholders(part):
    own = {lang: dict(leaves(catalogue(lang, part), part)) for lang in LANGUAGES}
    assert set(own["en"]) == set(own["ja"])
    for key, text in own["en"].items():
        assert isinstance(text, str), key
        assert text.strip(), key
        assert placeholders(text) == placeholders(own["ja"][key]), key


@pytest.mark.parametrize("part", PARTS)
def test_whatever_looks_like_a_placeholder_is_one(part):
    for lang in LANGUAGES:
        for key, text in leaves(catalogue(lang, part), part):
            alike = re.findall(r"\{\s*[A-Za-z0-9_-]+\s*\}", text)
            assert {f"{{{name}}}" for name in placeholders(text)} == set(alike), (lang, key)


@pytest.mark.parametrize("part", PARTS)
def test_japanese_is_japanese(part):
    for key, text in leaves(catalogue("ja", part), part):
        words = re.sub(r"\{[a-z0-9_]+\}|[\x00-\x7f]", "", text)
        if len(text) > 40 and ".names" not in key:
            assert re.search(r"[ぁ-んァ-ヶ一-龠]", words), key


def test_every_code_in_the_program_has_a_sentence_and_a_hint_or_is_a_sentence():
    pattern = re.compile(r'(?:Refusal|Problem|Say|say|both)\(\s*"([a-z]+(?:\.[a-z0-9%_-]+)+)"')
    used = {
        (match, path.name)
        for path in PACKAGE.rglob("*.py")
        for match in pattern.findall(path.read_text(encoding="utf-8"))
    }
    assert len(used) > 50
    missing = [
        (key, where)
        for key, where in sorted(used)
        for lang in LANGUAGES
        if template(key, lang) is None and None in (template(f"{key}.text", lang), template(f"{key}.hint", lang))
    ]
    assert missing == []


def test_an_unfilled_placeholder_is_a_programmers_error():
    with pytest.raises(KeyError):
        say("cli.written", "en")


def _twice(node, path=""):
    """Yield every key that stands twice in one mapping: the reader would keep the last one in silence."""
    if isinstance(node, yaml.MappingNode):
        counted = Counter(key.value for key, _ in node.value)
        yield from (f"{path}.{key}" for key, count in counted.items() if count > 1)
        for key, value in node.value:
            yield from _twice(value, f"{path}.{key.value}")
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _twice(value, path)


def test_no_key_of_the_shipped_data_stands_twice():
    files = sorted((Path(__file__).parents[1] / "qspec" / "data").rglob("*.yaml"))
    assert len(files) > 50
    found = {
        file.name: twice
        for file in files
        if (twice := list(_twice(yaml.compose(file.read_text("utf-8"), Loader=yaml.CSafeLoader))))
    }
    assert found == {}
