"""The page on inspection files says what the program does: its tables are read, its sidecar is understood."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from inspection_files import ask, items

from qspec.measurements.sidecar import read_sidecar

DOCS = Path(__file__).parents[1] / "docs"
ITEMS = items(
    {
        "bore": {"ja": "内径", "balloon": "1", "columns": ["ID寸法"]},
        "finish": {"quantity": ["Ra"], "unit": "um"},
        "look": {"ja": "外観", "unit": ""},
    }
)


@pytest.fixture(params=["measurements.md", "measurements.ja.md"])
def page(request):
    return (DOCS / request.param).read_text(encoding="utf-8")


def test_the_tables_are_read(page):
    across, down, long = (ask(table, ITEMS) for table in re.findall(r"```text\n(.*?)```", page, re.DOTALL))
    assert across.serials() == ["1", "2"]
    assert (across.texts("finish"), across.codes) == (["0.8", "0.7"], [])
    assert down.serials() == ["1", "2", "3"]
    assert (down.texts("bore"), down.codes) == (["10.01", "10.02", "10.03"], ["column-missing"])
    assert (long.texts("bore"), long.texts("finish")) == (["10.01"], ["0.8"])


def test_the_sidecar_is_understood(page):
    (text,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    sidecar = read_sidecar("batch.csv.batch.yaml", text.encode())
    assert not sidecar.problems
    assert (sidecar.info.id, sidecar.info.size, sidecar.info.date) == ("L-2026-11", 500, "2026-11-02")
    assert sidecar.info.picked == ("A-001", "A-002", "A-003")
    assert sidecar.info.instruments[0].due == "2027-03-31"
    assert sidecar.lots["L-2026-12"].size == 300
    assert sidecar.ignored_sheets == ("室温",)


def test_the_pages_have_the_same_examples():
    english, japanese = (
        (DOCS / name).read_text(encoding="utf-8") for name in ("measurements.md", "measurements.ja.md")
    )
    assert re.findall(r"```text\n.*?```", english, re.DOTALL) == re.findall(r"```text\n.*?```", japanese, re.DOTALL)
    assert english.count("\n## ") == japanese.count("\n## ")
