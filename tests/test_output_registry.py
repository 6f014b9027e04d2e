"""Formats by name, third parties' formats among them."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import evaluations
import pytest

from qspec.errors import Place, Refusal
from qspec.report import registry
from qspec.report.options import OutputOptions
from qspec.report.problems import lines


def offer(monkeypatch, *points):
    found = [EntryPoint(name, value, registry.GROUP) for name, value in points]
    monkeypatch.setattr(registry, "entry_points", lambda group: found if group == registry.GROUP else [])


def shout(evaluation, options):
    return evaluation.disposition.value.upper().encode()


@pytest.mark.parametrize("name", registry.BUILT_IN)
@pytest.mark.parametrize("languages", [("en",), ("ja",), ("ja", "en")])
def test_every_format_writes_every_result(name, languages):
    writer = registry.find(name)
    for evaluation in (evaluations.rejected(), evaluations.accepted(), evaluations.several(), evaluations.evaluation()):
        content = writer(evaluation, OutputOptions(languages=languages))
        assert content.startswith(b"PK") if name == "xlsx" else content.decode("utf-8")
        assert content == writer(evaluation, OutputOptions(languages=languages))


def test_a_format_from_another_package_is_found_by_its_name(monkeypatch):
    offer(monkeypatch, ("shout", "test_output_registry:shout"))
    assert registry.names() == ("text", "json", "csv", "junit", "github", "html", "xlsx", "shout")
    assert registry.find("shout")(evaluations.rejected(), OutputOptions()) == b"REJECT"


def test_another_package_cannot_take_the_place_of_ours(monkeypatch):
    offer(monkeypatch, ("json", "test_output_registry:shout"))
    assert registry.names().count("json") == 1
    assert registry.find("json")(evaluations.rejected(), OutputOptions()).startswith(b"{")


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("jsn", "output.unknown-format", "Use one of: json"),
        ("PDF!", "output.unknown-format", "text, json, csv, junit, github, html, xlsx"),
        ("", "output.unknown-format", "text, json, csv, junit, github, html, xlsx"),
        ("broken", "output.format-unloadable", "ModuleNotFoundError"),
        ("nothing", "output.format-unloadable", "cannot be called"),
    ],
)
def test_a_format_that_is_not_there_is_a_problem_and_not_a_crash(monkeypatch, name, code, told):
    offer(monkeypatch, ("broken", "no_such_module_of_anybody:write"), ("nothing", "test_output_registry:__name__"))
    refusal = registry.find(name)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code
    assert told in "\n".join(lines([refusal.at(Place())], ["en"]))


def test_asking_for_a_format_loads_no_other_and_nothing_heavy():
    program = (
        "import sys; from qspec.report import registry, files; registry.names(); "
        "heavy = {'pint', 'numpy', 'reportlab', 'openpyxl', 'pydantic', 'yaml'} & set(sys.modules); "
        "print(sorted(name for name in sys.modules if name.startswith('qspec.report.as_')), sorted(heavy))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[] []"


@pytest.mark.parametrize("name", ["output.md", "output.ja.md"])
def test_the_documentation_names_every_format(name):
    text = (Path(__file__).parents[1] / "docs" / name).read_text(encoding="utf-8")
    assert all(f"| `{format_name}` |" in text for format_name in registry.BUILT_IN)
    assert all(f"\n## {format_name}\n" in text for format_name in registry.BUILT_IN)
