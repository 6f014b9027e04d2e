"""Every sample ends as `samples/README.md` says, with `check` and with `report`; `make.py` writes the same files."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from qspec.cli.app import run

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
ROWS = re.findall(
    r"^\| (\S+\.yaml) \| (\S+) \| (.*?) ?\| (\d) \|", (SAMPLES / "README.md").read_text(encoding="utf-8"), re.MULTILINE
)


@pytest.mark.parametrize(("spec", "data", "options", "code"), ROWS, ids=[row[1] for row in ROWS])
def test_the_sample_ends_as_its_table_says(spec, data, options, code, tmp_path, capfd):
    words = [str(ROOT / "specs" / spec), str(SAMPLES / data), *options.split()]
    assert run(["check", *words, "--lang", "both"]) == int(code), capfd.readouterr()
    target = tmp_path / "report.pdf"
    assert run(["report", *words, "-o", str(target), "--report-date", "2026-11-22"]) == int(code)
    assert target.exists() == (code != "2")
    if target.exists():
        assert target.read_bytes().startswith(b"%PDF-1.")


def test_every_sample_file_is_in_the_table_and_every_product_has_every_outcome():
    files = {f"{path.parent.name}/{path.name}" for path in SAMPLES.glob("*/*") if not path.name.endswith(".batch.yaml")}
    assert files == {row[1] for row in ROWS}
    for spec in (ROOT / "specs").glob("*.yaml"):
        assert {row[3] for row in ROWS if row[0] == spec.name} == {"0", "1", "2", "3"}


def test_the_sample_specs_have_no_findings(capfd):
    assert run(["lint", *map(str, sorted((ROOT / "specs").glob("*.yaml"))), "--lang", "en"]) == 0, capfd.readouterr()


def test_making_the_samples_again_changes_nothing(tmp_path, monkeypatch):
    maker = runpy.run_path(str(SAMPLES / "make.py"))
    for name in ("control-knob", "plated-bracket", "indigo-cloth"):
        (tmp_path / name).mkdir()
    for name in ("control_knob", "plated_bracket", "indigo_cloth"):
        maker[name].__globals__["HERE"] = tmp_path
        maker[name]()
    for path in tmp_path.glob("*/*"):
        assert path.read_bytes() == (SAMPLES / path.relative_to(tmp_path)).read_bytes(), path.name


def test_the_demo_runs_the_chain_and_leaves_a_report(tmp_path, capfd):
    folder = tmp_path / "demo"
    assert run(["demo", str(folder), "--lang", "en"]) == 0
    assert (folder / "control-knob-report.pdf").read_bytes().startswith(b"%PDF-1.")
    out = capfd.readouterr().out
    assert "$ qspec check" in out
    assert "REJECT" in out
    assert "ACCEPT" in out
    assert run(["demo", str(folder), "--lang", "en"]) == 2
    assert run(["demo", str(folder), "--lang", "ja", "--force"]) == 0
