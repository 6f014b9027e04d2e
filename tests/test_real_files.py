"""Files as real instruments wrote them, judged end to end; they stand beside the checkout, not in the project."""

from __future__ import annotations

import math
from pathlib import Path

import openpyxl
import pytest

from qspec.errors import Say
from qspec.judgement.evaluate import Source, evaluate
from qspec.judgement.result import Disposition, Verdict
from qspec.measurements.batch import LotInfo

KONICA = Path(__file__).resolve().parents[2] / "shared" / "real" / "konica-minolta" / "indigo-dyeing-230408.xlsx"
REFERENCE = (60.0, -5.0, -12.0)
LIMIT = 25
SPEC = """\
qspec: 1
id: INDIGO
revision: A
title: {{en: Indigo dyeing, ja: 藍染め}}
characteristics:
  shade:
    kind: color
    limit: ΔE*ab ≤ {limit}
    reference: {{L*: 60, a*: -5, b*: -12}}
    conditions: {{illuminant: {illuminant}, observer: 10°, geometry: d/8 SCI{more}}}
sampling: "100%, Ac=179"
"""

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not KONICA.exists(), reason="the real instrument files are not beside this checkout"),
]


def judge(illuminant="D65", more="", size=180):
    spec = SPEC.format(limit=LIMIT, illuminant=illuminant, more=more).encode()
    return evaluate(Source("s.yaml", spec), Source(KONICA.name, KONICA.read_bytes()), given=LotInfo(size=size))


def expected():
    """Data name → ΔE*ab by the definition, from the cells as openpyxl shows them."""
    rows = openpyxl.load_workbook(KONICA).worksheets[0].iter_rows(min_row=2, min_col=2, max_col=6, values_only=True)
    return {name: math.dist(lab, REFERENCE) for name, _, *lab in rows}


def test_the_spectrophotometers_japanese_export_is_judged_reading_by_reading():
    evaluation, problems = judge()
    assert problems == []
    (lot,) = evaluation.lots
    oracle = expected()
    beyond = {name for name, distance in oracle.items() if distance > LIMIT}
    assert 0 < len(beyond) < 180
    assert set(lot.items[0].failed_pieces) == beyond
    assert lot.disposition is Disposition.ACCEPT  # Ac = 179 leaves room for all of them
    readings = lot.items[0].checks[0].readings
    assert len(readings) == 180
    for reading in readings:
        assert float(reading.value) == pytest.approx(oracle[reading.piece], abs=1e-3)
        assert reading.place.cell
        assert reading.place.sheet == "反射率等"


def test_the_observer_that_the_file_does_not_state_is_said_to_be_taken_as_declared():
    evaluation, _ = judge()
    notes = [*evaluation.notes, *(note for lot in evaluation.lots for item in lot.items for note in item.notes)]
    assert any(isinstance(note, Say) and "declared" in note.key for note in notes)


def test_a_spec_that_wants_the_observer_stated_is_not_satisfied():
    evaluation, _ = judge(more=", stated: required")
    assert evaluation.disposition is Disposition.UNDECIDED


def test_readings_under_another_illuminant_are_not_judged():
    evaluation, problems = judge(illuminant="A")
    assert problems
    assert evaluation is None or evaluation.disposition is Disposition.UNDECIDED
    if evaluation is not None:
        assert evaluation.lots[0].items[0].verdict is Verdict.UNDECIDED


def test_one_piece_more_in_the_lot_leaves_it_undecided():
    evaluation, _ = judge(size=181)
    assert evaluation.disposition is Disposition.UNDECIDED
