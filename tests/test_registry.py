"""Kinds are found by being there, and what third parties offer can neither crash a run nor pass anything."""

import subprocess
import sys
from dataclasses import replace
from importlib import metadata
from types import SimpleNamespace

import kind_trials
import numpy as np
import pytest

from qspec.errors import Severity
from qspec.kinds import attribute, registry
from qspec.messages import LANGUAGES, say
from qspec.spec.file import load
from qspec.spec.model import Characteristic

SPEC = b"""\
qspec: 1
id: QS-1
revision: A
title: sample
sampling: 100%
characteristics:
  look:
    kind: attribute
    limit: OK
"""
OTHER = (
    SPEC
    + b"""\
  taste:
    kind: taste
    limit: OK
"""
)


class Taste(Characteristic):
    """A kind's model from elsewhere."""


class TasteKind:
    """A kind from elsewhere that behaves."""

    name = "taste"
    model = Taste

    def compile(self, item_id, source, place):
        return attribute.KIND.compile(item_id, attribute.Attribute(kind="attribute", limit=source.limit), place)

    def measure(self, item, block):
        return attribute.KIND.measure(item, block)


class RaisingKind(TasteKind):
    def compile(self, item_id, source, place):
        raise RuntimeError("no tongue")


class RaisingLater(TasteKind):
    def measure(self, item, block):
        raise ZeroDivisionError("no teeth")


@pytest.fixture
def offer(monkeypatch):
    """Offer objects as entry points of the group, by name; an exception is raised on loading."""

    def offered(**objects):
        def entry(name, thing):
            def load():
                if isinstance(thing, Exception):
                    raise thing
                return thing

            return SimpleNamespace(name=name, value=f"elsewhere.{name}", load=load)

        entries = [entry(name, thing) for name, thing in objects.items()]
        monkeypatch.setattr(metadata, "entry_points", lambda group: entries if group == registry.GROUP else [])
        registry.find.cache_clear()

    yield offered
    registry.find.cache_clear()


def said(problem):
    return [say(f"{problem.code}.{field}", lang, **problem.values) for lang in LANGUAGES for field in ("text", "hint")]


def test_the_seven_kinds_are_found_by_their_files():
    assert set(registry.kinds()) == {"attribute", "color", "count", "dimension", "grade", "quantity", "roughness"}
    for name, model in registry.models().items():
        assert issubclass(model, Characteristic)
        assert registry.kinds()[name].name == name


def test_looking_for_kinds_loads_neither_pint_nor_numpy_nor_reportlab():
    code = (
        "import sys; from qspec.kinds import registry; registry.kinds(); "
        "print([name for name in ('pint', 'numpy', 'reportlab', 'colormath', 'openpyxl') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_items_come_in_the_order_of_the_spec_and_problems_with_their_places():
    spec = SPEC + b"  scratches:\n    kind: count\n    limit: 2\n  feel:\n    kind: attribute\n    limit: OK\n"
    items, problems = registry.compile_items(load("spec.yaml", spec, registry.models()))
    assert [item.id for item in items] == ["look", "feel"]
    assert [str(problem.place) for problem in problems] == ["spec.yaml:12:12"]


def test_a_spec_that_cannot_be_read_gives_no_items():
    items, _ = registry.compile_items(load("spec.yaml", b"qspec: [", registry.models()))
    assert items == []


def test_a_kind_from_elsewhere_is_judged_like_any_other(offer):
    offer(taste=TasteKind())
    items, problems = registry.compile_items(load("spec.yaml", OTHER, registry.models()))
    assert [item.id for item in items] == ["look", "taste"]
    assert problems == []


def test_a_kind_that_does_not_load_is_a_warning_and_the_rest_is_judged(offer):
    offer(taste=ImportError("gone"))
    items, problems = registry.compile_items(load("spec.yaml", SPEC, registry.models()))
    assert [item.id for item in items] == ["look"]
    assert [(problem.code, problem.severity) for problem in problems] == [("kinds.does-not-load", Severity.WARNING)]
    assert all("taste" in text for text in said(problems[0])[::2])


@pytest.mark.parametrize("thing", [object(), 3, SimpleNamespace(name="taste", model=int, compile=print, measure=print)])
def test_what_is_no_kind_is_a_warning(offer, thing):
    offer(taste=thing)
    _, problems = registry.compile_items(load("spec.yaml", SPEC, registry.models()))
    assert {problem.severity for problem in problems} == {Severity.WARNING}
    assert problems[0].code in ("kinds.is-no-kind", "kinds.does-not-load")
    assert "taste" not in registry.kinds()


def test_a_built_in_kind_cannot_be_replaced(offer):
    offer(attribute=RaisingKind())
    items, problems = registry.compile_items(load("spec.yaml", SPEC, registry.models()))
    assert [item.id for item in items] == ["look"]
    assert [problem.code for problem in problems] == ["kinds.shadows-builtin"]


def test_a_kind_that_fails_on_an_entry_is_an_error_at_that_entry(offer):
    offer(taste=RaisingKind())
    items, problems = registry.compile_items(load("spec.yaml", OTHER, registry.models()))
    assert [item.id for item in items] == ["look"]
    assert [(problem.code, problem.severity, problem.place.line) for problem in problems] == [
        ("kinds.fails", Severity.ERROR, 11)
    ]
    assert all("no tongue" in text for text in said(problems[0])[::2])


def test_a_kind_that_fails_on_the_readings_leaves_every_piece_missing(offer):
    offer(taste=RaisingLater())
    items, _ = registry.compile_items(load("spec.yaml", OTHER, registry.models()))
    block = kind_trials.Block((0, 1), {"value": kind_trials.Cells(["OK", "OK"])})
    measurement = registry.kinds()["taste"].measure(items[1], block)
    assert [problem.severity for problem in measurement.problems] == [Severity.UNDECIDED]
    assert measurement.measured[0].missing == {0, 1}
    assert len(measurement.measured[0].values) == 0


class Silent(TasteKind):
    def compile(self, item_id, source, place):
        return None, []


def test_a_kind_that_returns_neither_item_nor_problem_does_not_drop_its_characteristic(offer):
    offer(taste=Silent())
    _, problems = registry.compile_items(load("spec.yaml", OTHER, registry.models()))
    assert [(problem.code, problem.severity) for problem in problems] == [("kinds.fails", Severity.ERROR)]


@pytest.mark.parametrize(
    "changes",
    [
        {"values": np.array([1.0, np.nan])},
        {"values": np.array([1.0])},
        {"check": 1},
        {"unit": "mm"},
        {"unit": "no unit"},
        {"pieces": np.array([0, 7])},
        {"missing": frozenset({7})},
    ],
)
def test_arrays_that_judgement_could_not_rely_on_leave_every_piece_missing(offer, changes):
    class Careless(TasteKind):
        def measure(self, item, block):
            measurement = super().measure(item, block)
            return replace(measurement, measured=(replace(measurement.measured[0], **changes),))

    offer(taste=Careless())
    items, _ = registry.compile_items(load("spec.yaml", OTHER, registry.models()))
    block = kind_trials.Block((0, 1), {"value": kind_trials.Cells(["OK", "OK"])})
    measurement = registry.kinds()["taste"].measure(items[1], block)
    assert [problem.code for problem in measurement.problems] == ["kinds.fails"]
    assert measurement.measured[0].missing == {0, 1}


def test_both_documents_name_every_kind_and_every_scale():
    from pathlib import Path

    from qspec.kinds import scales

    docs = Path(__file__).parents[1] / "docs"
    for name in ("kinds.md", "kinds.ja.md"):
        text = (docs / name).read_text(encoding="utf-8")
        assert all(f"`{kind}`" in text for kind in registry.kinds())
        assert all(f"`{scale}`" in text for scale in scales.scales())
