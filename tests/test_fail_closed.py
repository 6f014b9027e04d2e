"""Nothing that goes missing, is blanked or is garbled ever makes a batch acceptable."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from qspec.errors import Severity
from qspec.judgement.evaluate import Source, evaluate
from qspec.judgement.result import Disposition
from qspec.measurements.batch import LotInfo

ROOT = Path(__file__).resolve().parents[1]
SPEC = Source("knob.yaml", (ROOT / "specs" / "control-knob.yaml").read_bytes())
LOT = LotInfo(id="KN-2611", size=10)
GARBAGE = (
    "",
    " ",
    "------",
    "欠測",
    "abc",
    "nan",
    "inf",
    "-inf",
    "1e400",
    "#DIV/0!",
    "12,5",
    "1.2.3",
    "６．００５ｋｇ",
    "\x00",
    "=1+1",
    "合",
)


def table(name: str) -> list[list[str]]:
    text = (ROOT / "samples" / "control-knob" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text)))


def written(rows: list[list[str]]) -> Source:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return Source("batch.csv", stream.getvalue().encode())


def disposition(rows: list[list[str]]) -> Disposition | None:
    evaluation, problems = evaluate(SPEC, written(rows), given=LOT)
    if evaluation is None:
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        assert errors
        assert all(str(problem.place) for problem in errors)
        return None
    return evaluation.disposition


ACCEPTED, REJECTED, UNDECIDED = table("accept"), table("reject"), table("undecided")

mutations = st.lists(
    st.tuples(
        st.sampled_from(("blank cell", "garble cell", "delete row", "delete column", "blank row", "blank column")),
        st.integers(0, 10_000),
        st.integers(0, 10_000),
        st.sampled_from(GARBAGE),
    ),
    min_size=1,
    max_size=4,
)


def mutated(rows, steps):
    rows = [list(row) for row in rows]
    for what, down, across, garbage in steps:
        if not rows or not rows[0]:
            break
        row, column = down % len(rows), across % len(rows[0])
        if what == "blank cell":
            rows[row][column] = ""
        elif what == "garble cell":
            rows[row][column] = garbage
        elif what == "delete row":
            del rows[row]
        elif what == "blank row":
            rows[row] = [""] * len(rows[row])
        elif what == "delete column":
            for each in rows:
                del each[column]
        else:
            for each in rows:
                each[column] = ""
    return rows


def test_the_untouched_batches_are_what_they_are_called():
    assert disposition(ACCEPTED) is Disposition.ACCEPT
    assert disposition(REJECTED) is Disposition.REJECT
    assert disposition(UNDECIDED) is Disposition.UNDECIDED


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(base=st.sampled_from(["reject", "undecided"]), steps=mutations)
def test_damage_never_makes_a_batch_acceptable(base, steps):
    rows = {"reject": REJECTED, "undecided": UNDECIDED}[base]
    assert disposition(mutated(rows, steps)) is not Disposition.ACCEPT


REQUIRED = [
    (row, column) for row, cells in enumerate(ACCEPTED) for column, cell in enumerate(cells) if row and column and cell
]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(place=st.sampled_from(REQUIRED), garbage=st.sampled_from(GARBAGE))
def test_every_single_reading_is_needed(place, garbage):
    rows = [list(row) for row in ACCEPTED]
    rows[place[0]][place[1]] = garbage
    assert disposition(rows) is not Disposition.ACCEPT


@pytest.mark.parametrize("row", range(1, len(ACCEPTED)))
def test_every_row_is_needed(row):
    assert disposition(ACCEPTED[:row] + ACCEPTED[row + 1 :]) is not Disposition.ACCEPT


@pytest.mark.parametrize("column", range(1, len(ACCEPTED[0])))
def test_every_column_of_readings_is_needed(column):
    assert disposition([row[:column] + row[column + 1 :] for row in ACCEPTED]) is not Disposition.ACCEPT


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=st.binary(max_size=400))
def test_any_bytes_as_data_are_refused_or_undecided_with_a_place(content):
    evaluation, problems = evaluate(SPEC, Source("batch.csv", content), given=LOT)
    assert problems
    assert all(str(problem.place) for problem in problems)
    assert evaluation is None or evaluation.disposition is Disposition.UNDECIDED


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    content=st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace")))
)
def test_any_bytes_as_spec_are_refused_with_a_place(content):
    evaluation, problems = evaluate(Source("spec.yaml", content), written(ACCEPTED), given=LOT)
    assert evaluation is None
    assert problems
    assert all(str(problem.place) for problem in problems)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cut=st.integers(0, len(SPEC.content) - 1), junk=st.binary(max_size=6))
def test_a_damaged_spec_never_accepts_more(cut, junk):
    content = SPEC.content[:cut] + junk + SPEC.content[cut + len(junk) :]
    evaluation, problems = evaluate(Source("spec.yaml", content), written(REJECTED), given=LOT)
    assert evaluation is not None or any(problem.severity is Severity.ERROR for problem in problems)
