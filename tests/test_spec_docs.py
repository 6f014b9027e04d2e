"""The pages about the spec file say what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qspec.errors import has_errors
from qspec.kinds import registry
from qspec.messages import LANGUAGES, catalogue, placeholders
from qspec.spec.file import load
from qspec.spec.model import Characteristic, Delivery, Escalation, LimitSample, Part, Parties, Party, Person, Spec

DOCS = Path(__file__).parents[1] / "docs"
PAGES = ["spec.md", "spec.ja.md"]


def _example(page: str) -> bytes:
    return (DOCS / page).read_text("utf-8").split("```yaml\n")[1].split("```")[0].encode()


@pytest.mark.parametrize("page", PAGES)
def test_the_example_is_a_spec_that_can_be_judged(page):
    loaded = load(page, _example(page), registry.models())
    assert loaded.problems == ()
    items, problems = registry.compile_items(loaded)
    assert not has_errors(problems), problems
    assert len(items) == 3


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "model", [Spec, Part, Parties, Party, Person, Delivery, Escalation, Characteristic, LimitSample]
)
def test_every_key_is_explained(page, model):
    named = set(re.findall(r"`(\w+)`", (DOCS / page).read_text("utf-8").split("```")[2]))
    assert {info.alias or name for name, info in model.model_fields.items()} <= named


@pytest.mark.parametrize("page", PAGES)
def test_required_keys_are_marked(page):
    table = (DOCS / page).read_text("utf-8").split("```")[2]
    for model in (Spec, Part, Party, Person, Escalation, LimitSample):
        for name, info in model.model_fields.items():
            if info.is_required():
                assert f"**`{name}`**" in table


def test_every_code_is_said_in_every_language_with_the_same_values():
    parts = {lang: catalogue(lang, "spec") for lang in LANGUAGES}
    first, *others = parts.values()
    for other in others:
        assert list(other) == list(first)
        assert list(other["fields"]) == list(first["fields"])
        assert list(other["advice"]) == list(first["advice"])
        for slug, entry in first.items():
            if isinstance(entry, dict) and "text" in entry:
                for part in ("text", "hint"):
                    assert placeholders(entry[part]) == placeholders(other[slug][part]), slug


def test_every_code_in_the_catalogue_is_one_that_a_file_can_cause():
    cases = Path(__file__).parent
    tried = "".join(
        path.read_text("utf-8") for path in [*cases.glob("cases/spec/reject/*"), cases / "test_spec_file.py"]
    )
    for slug, entry in catalogue("en", "spec").items():
        if isinstance(entry, dict) and "text" in entry:
            assert f"spec.{slug}" in tried, f"no test causes spec.{slug}"
