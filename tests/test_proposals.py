"""The proposals of the lexicon: every tier of every case becomes a spec entry that passes ``qspec lint`` once the
questions are answered, says where its number comes from, and is worded in both languages."""

import itertools
import json
import re
import string
from collections.abc import Iterator, Mapping
from fractions import Fraction
from importlib import resources
from typing import Any

import pytest
import yaml

from qspec import notation
from qspec.errors import Problem, Refusal
from qspec.judgement.judge import prepare
from qspec.kinds import registry
from qspec.kinds.base import Item
from qspec.limits import Limit
from qspec.messages import LANGUAGES
from qspec.spec.file import load

FOLDER = resources.files("qspec") / "data" / "lexicon"
TIERS = ("strict", "standard", "relaxed")
EVIDENCE = {"standard", "published practice", "proposal"}
CLOSED = {
    "direction": {"upper", "lower", "both", "none"},
    "degree": {"strict", "none_allowed", "moderate", "slight_allowed", "loose", "unspecified"},
    "yardstick": {"number", "sample", "zone", "function", "custom", "none"},
    "pole": {"good", "bad", "high", "low", "level"},
}
NUMBERED = {"color", "roughness", "dimension", "quantity", "count", "grade"}
"""Kinds whose limit is a number or a step, and so stands in the clause."""
MORE_IS_STRICTER = {"time", "duration", "illuminance", "magnification", "cycles", "pulls", "wipes", "strokes"}
LESS_IS_STRICTER = {"distance", "size"}
SEEN_IS_GOOD = {"legible", "mirror"}
"""Cases in which something must be seen, not found missing."""
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")
POLITE = re.compile(r"(?:です|ます|ません|ました|でした|でしょう|ください)。$")
ENGLISH_SENTENCE = re.compile(r"(?:\b[a-z]{2,}\b[ ,]+){3,}")


def _read(name: str) -> Any:
    """Return a YAML file of the lexicon, every scalar as it is written."""
    return yaml.load((FOLDER / name).read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - text only


FILES = {
    file.name.removesuffix(".yaml"): _read(f"proposals/{file.name}")
    for file in sorted((FOLDER / "proposals").iterdir(), key=lambda file: file.name)
    if file.name.endswith(".yaml")
}
PROPOSALS = {name: tree for name, tree in FILES.items() if "cases" in tree}
CASES = {f"{name}-{case['id']}": (tree, case) for name, tree in PROPOSALS.items() for case in tree["cases"]}
STEPS = {f"{name}-{tier}": (tree, case, tier) for name, (tree, case) in CASES.items() for tier in TIERS}

by_file = pytest.mark.parametrize("name", FILES)
by_proposal = pytest.mark.parametrize("tree", PROPOSALS.values(), ids=PROPOSALS)
by_case = pytest.mark.parametrize(("tree", "case"), CASES.values(), ids=CASES)
by_step = pytest.mark.parametrize(("tree", "case", "tier"), STEPS.values(), ids=STEPS)


def entry(tree: Mapping[str, Any], case: Mapping[str, Any], tier: str, common: bool = False) -> dict[str, Any]:
    """Return the spec entry of a case's tier with every question answered by its example."""
    step = case["tiers"][tier]
    made = {"name": case["measurand"], "phrase": "as it was said", "method": case["method"]}
    made |= case["item"] | step.get("item", {}) | {"limit": step["limit"]}
    conditions = conditions_of(case, tier)
    made |= {"conditions": conditions} if conditions else {}
    questions = [*tree["questions"], *(FILES["common"]["questions"] if common else ())]
    for question in questions:
        if "settles" in question and case["id"] in question.get("when", {}).get("case", [case["id"]]):
            made.setdefault(question["settles"], question["example"])
    return made


def conditions_of(case: Mapping[str, Any], tier: str) -> dict[str, str]:
    """Return the conditions of measurement of a tier: the case's own, and the tier's on top."""
    step = case["tiers"][tier]
    return case["item"].get("conditions", {}) | step.get("item", {}).get("conditions", {}) | step.get("conditions", {})


def lint(made: Mapping[str, Any]) -> tuple[Item | None, list[Problem]]:
    """Return the item of an entry as ``qspec lint`` prepares it, and what it would print."""
    spec = {
        "qspec": "1",
        "id": "QS-1",
        "revision": "A",
        "title": "sample",
        "characteristics": {"x": dict(made)},
        "sampling": "100%",
    }
    prepared, problems = prepare(load("spec.yaml", json.dumps(spec, ensure_ascii=False).encode(), registry.models()))
    return (prepared.items[0] if prepared is not None else None), problems


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def worded(tree: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield every place that holds a text per language."""
    if isinstance(tree, Mapping):
        if set(tree) & set(LANGUAGES):
            yield path, tree
        for key, value in tree.items():
            yield from worded(value, f"{path}/{key}")
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from worded(value, f"{path}/{index}")


def inside(inner: Limit, outer: Limit) -> bool:
    """Say whether whatever the one limit accepts, the other accepts too."""
    outer = outer.converted(inner.unit)
    low = outer.lower is None or (
        inner.lower is not None
        and (inner.lower.value, not inner.lower.inclusive) >= (outer.lower.value, not outer.lower.inclusive)
    )
    high = outer.upper is None or (
        inner.upper is not None
        and (inner.upper.value, inner.upper.inclusive) <= (outer.upper.value, outer.upper.inclusive)
    )
    return low and high


def amount(written: str) -> Fraction | None:
    """Return the number of a condition; of a range its middle."""
    numbers = [Fraction(number) for number in re.findall(r"\d+(?:\.\d+)?", written)]
    return sum(numbers, Fraction(0)) / len(numbers) if numbers else None


def test_every_characteristic_has_its_proposals_and_no_file_is_left_over():
    known = set(_read("characteristics.yaml")) - {"source"}
    assert set(FILES) == known | {"common"}
    assert all(tree.get("characteristic", name) == name for name, tree in FILES.items())


@by_step
def test_a_tier_becomes_an_entry_that_lint_accepts_once_the_questions_are_answered(tree, case, tier):
    item, problems = lint(entry(tree, case, tier))
    assert problems == []
    assert item is not None


@by_case
def test_the_answers_to_the_common_questions_are_accepted_too(tree, case):
    assert lint(entry(tree, case, "standard", common=True))[1] == []


@by_step
def test_the_limit_is_written_as_the_notation_reader_reads_it(tree, case, tier):
    limit = case["tiers"][tier]["limit"]
    if case["item"]["kind"] == "attribute":
        assert limit == "OK"
    else:
        assert not isinstance(notation.read(limit), Refusal)


@by_step
def test_every_number_says_where_it_comes_from(tree, case, tier):
    step = case["tiers"][tier]
    assert step["evidence"] in EVIDENCE
    assert set(step["source"]) == set(LANGUAGES)
    if step["evidence"] == "proposal":  # nobody may take it for more than it is
        assert "qspec" in step["source"]["en"]
        assert "qspec" in step["source"]["ja"]


@by_case
def test_strict_is_never_looser_than_relaxed_and_the_tiers_differ(tree, case):
    assert tuple(case["tiers"]) == TIERS
    entries = [entry(tree, case, tier) for tier in TIERS]
    for one, looser in itertools.pairwise(entries):
        assert one != looser
        items = [lint(made)[0] for made in (one, looser)]
        assert None not in items
        assert inside(*(item.checks[0].limit for item in items))
    if case["id"] in SEEN_IS_GOOD:  # what must be seen is harder to see from farther away and in less light
        entries.reverse()
    for one, looser in itertools.pairwise(made.get("conditions", {}) for made in entries):
        nearer = [key for key in LESS_IS_STRICTER & one.keys() & looser.keys() if one[key] != looser[key]]
        assert all(amount(one[key]) < amount(looser[key]) for key in nearer)
        for key in MORE_IS_STRICTER & one.keys() & looser.keys() if not nearer else ():
            assert amount(one[key]) >= amount(looser[key]), key


@by_case
def test_the_clause_has_the_limit_and_takes_its_other_values_from_the_conditions(tree, case):
    assert set(case["clause"]) == set(LANGUAGES)
    for text in case["clause"].values():
        wanted = {"limit"} if case["item"]["kind"] in NUMBERED else set()
        assert wanted <= placeholders(text)
        for tier in TIERS:
            assert placeholders(text) - {"limit"} <= set(conditions_of(case, tier))
    assert len({frozenset(placeholders(text)) for text in case["clause"].values()}) == 1


@by_case
def test_numbers_that_alone_make_the_tiers_differ_stand_in_the_clause(tree, case):
    if len({case["tiers"][tier]["limit"] for tier in TIERS}) > 1:
        return  # the limit makes them differ
    conditions = [conditions_of(case, tier) for tier in TIERS]
    differing = {key for key in set().union(*conditions) if len({stated.get(key) for stated in conditions}) > 1}
    numbers = {key for key in differing if all(re.search(r"\d", stated.get(key, "0")) for stated in conditions)}
    for text in case["clause"].values():
        assert placeholders(text) & numbers or numbers != differing


@by_proposal
def test_the_first_case_that_fits_can_be_found_and_one_always_fits(tree):
    ids = [case["id"] for case in tree["cases"]]
    assert len(set(ids)) == len(ids)
    assert 1 <= len(ids) <= 10
    assert all("when" in case for case in tree["cases"][:-1])
    assert "when" not in tree["cases"][-1]
    for case in tree["cases"]:
        assert set(case) - {"when"} == {"id", "measurand", "tiers", "rule", "method", "clause", "item"}


@by_proposal
def test_the_questions_are_three_to_eight_and_each_says_why_it_is_asked(tree):
    ids = [question["id"] for question in tree["questions"]]
    assert 3 <= len(ids) <= 8
    assert len(set(ids)) == len(ids)
    cases = {case["id"] for case in tree["cases"]}
    for question in tree["questions"]:
        assert {"id", "ask", "why"} <= set(question) <= {"id", "ask", "why", "default", "settles", "example", "when"}
        assert ("settles" in question) == ("example" in question)
        assert set(question.get("when", {}).get("case", ())) <= cases


@by_proposal
def test_both_sides_are_told_what_they_risk(tree):
    assert set(tree["risk"]) == {"buyer", "supplier"}


@by_proposal
def test_conditions_of_choice_use_the_closed_words_only(tree):
    known = CLOSED | {"trade": set(_read("trades.yaml")) - {"source"}}
    for part in [*tree["cases"], *tree["questions"]]:
        for key, values in part.get("when", {}).items():
            assert key in {*known, "matched", "case"}
            assert isinstance(values, list)
            assert values
            assert key not in known or set(values) <= known[key], part["id"]


@by_file
def test_every_text_is_there_in_both_languages_and_in_no_other(name):
    for path, texts in worded(FILES[name]):
        assert set(texts) == set(LANGUAGES), path
        for text in (text for value in texts.values() for text in (value if isinstance(value, list) else [value])):
            assert text.strip(), path
        if isinstance(texts["en"], str):
            assert not JAPANESE.search(texts["en"]), (path, texts["en"])
            assert JAPANESE.search(texts["ja"]), (path, texts["ja"])
            assert not ENGLISH_SENTENCE.search(texts["ja"]), (path, texts["ja"])


@by_file
def test_japanese_clauses_state_and_questions_ask(name):
    tree = FILES[name]
    for case in tree.get("cases", ()):
        assert not re.search(r"(?:です|ます|ください)。", case["clause"]["ja"])
        assert case["clause"]["ja"].endswith("。")
        assert case["clause"]["en"].endswith(".")
    for question in tree.get("questions", ()):
        assert re.search(r"(?:か|ください)。", _aside(question["ask"]["ja"])), question["id"]
        assert re.search(POLITE, _aside(question["why"]["ja"])), question["id"]
    for side in tree.get("risk", {}).values():
        assert re.search(POLITE, _aside(side["ja"]))


def _aside(text: str) -> str:
    """Return a text without what stands in brackets."""
    return re.sub(r"（[^（）]*）", "", text)
