"""A color instrument's own Excel export, from the background files beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest
from inspection_files import ask, item
from openpyxl import load_workbook

FILE = Path(__file__).parents[1].parent / "shared" / "real" / "konica-minolta" / "indigo-dyeing-230408.xlsx"
SHADE = item("shade", {"color": "1", "conditions": {"illuminant": "D65", "observer": "10°"}})


@pytest.mark.shared
@pytest.mark.skipif(not FILE.exists(), reason="the background files are not beside this checkout")
def test_the_export_is_read_whole_and_as_another_reader_reads_it():
    answer = ask(FILE.read_bytes(), [SHADE], FILE.name)
    assert not answer.problems
    sheet = load_workbook(FILE).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert answer.serials() == [row[1] for row in rows]
    for role, column in (("L*", 3), ("a*", 4), ("b*", 5)):
        assert [float(text or "nan") for text in answer.texts("shade", role)] == [row[column] for row in rows]
    block = answer.lot.blocks["shade"]
    # The file states the illuminant in its headings, and the observer nowhere.
    assert dict(block.conditions) == {"illuminant": "D65"}
    assert str(block.columns["L*"].place(179)) == f"{FILE.name}!反射率等!D181"
    assert answer.batch is not None
    assert {"測定日時", "データコメント", "C*(D65)", "360nm", "740nm"} <= set(answer.batch.unused)
