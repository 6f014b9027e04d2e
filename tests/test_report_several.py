"""Many reports in one call: of several files, of every lot; names, exit codes, bytes, what is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qspec.cli.app import run
from qspec.report.naming import Names, safe_name
from qspec.report.paper import subset
from qspec.report.paper.fonts import shipped

SPEC = """\
qspec: 1
id: S/1
revision: A
title: {en: Shaft, ja: 軸}
characteristics:
  diameter: {kind: dimension, limit: φ20 h7}
sampling: 100%
"""
GOOD, BAD = "19.990", "20.500"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    Path("spec.yaml").write_text(SPEC, encoding="utf-8")


def data(name: str, *values: str) -> str:
    rows = [f"{index},{value}" for index, value in enumerate(values, start=1)]
    Path(name).write_text("\n".join(["serial,diameter [mm]", *rows]) + "\n", encoding="utf-8")
    return name


def lots(name: str, **values: str) -> str:
    rows = [f"{lot},{lot}-1,{value}" for lot, value in values.items()]
    Path(name).write_text("\n".join(["lot,serial,diameter [mm]", *rows]) + "\n", encoding="utf-8")
    return name


def report(*arguments: str) -> int:
    return run(["report", "--lang", "en", "spec.yaml", *arguments, "--lot-size", "1"])


def test_every_file_gets_the_report_it_would_get_alone():
    files = [data("a.csv", GOOD), data("b.csv", "19.985"), data("渡邊.csv", "19.981")]
    assert report(*files, "-o", "out/new") == 0
    alone = set()
    for name in files:
        assert report(name, "-o", f"{name}.pdf") == 0
        alone.add(Path(f"{name}.pdf").read_bytes())
    made = sorted(Path("out/new").iterdir())
    assert {path.read_bytes() for path in made} == alone
    assert len(made) == 3
    assert all(path.name.startswith("S_1-A-") and path.suffix == ".pdf" for path in made)


def test_the_clock_of_the_maker_leaves_no_trace(monkeypatch):
    data("a.csv", GOOD)
    made = []
    for second in ("1767225600", "1700000000", None):
        if second is None:
            monkeypatch.delenv("SOURCE_DATE_EPOCH")
        else:
            monkeypatch.setenv("SOURCE_DATE_EPOCH", second)
        assert report("a.csv", "-o", f"{second}.pdf", "--report-date", "2026-01-05") == 0
        made.append(Path(f"{second}.pdf").read_bytes())
    assert made[0] == made[1] == made[2]


def test_what_was_drawn_before_leaves_no_trace():
    path, wanted = shipped().regular, "検査成績書 ≤ 20 µm"
    subset._kept.cache_clear()
    alone = subset.truetype(path, wanted)
    subset._kept.cache_clear()
    subset.truetype(path, "髙﨑渡邊" + wanted[::-1] + "ABC")
    assert subset.truetype(path, wanted) == alone


def test_one_unusable_file_stops_no_other_and_decides_the_exit_code(capsys):
    files = [data("a.csv", GOOD), data("b.csv", BAD), "missing.csv", data("c.csv", "19.982")]
    Path("empty.csv").write_text("", encoding="utf-8")
    assert report(*files, "empty.csv", "-o", "out") == 2
    assert len(list(Path("out").iterdir())) == 3
    told = capsys.readouterr().err
    assert "missing.csv" in told
    assert "empty.csv" in told
    assert "3 reports written (accepted 2, rejected 1, UNDECIDED 0); could not be made or written: 2." in told


@pytest.mark.parametrize(
    ("values", "code"), [([GOOD, "19.985"], 0), ([GOOD, "?"], 3), ([BAD, "?"], 1), ([BAD, GOOD], 1)]
)
def test_the_exit_code_is_the_worst(values, code):
    files = [data(f"{index}.csv", value) for index, value in enumerate(values)]
    assert report(*files, "-o", "out") == code
    assert len(list(Path("out").iterdir())) == len(values)


def test_what_concerns_the_spec_is_told_once(capsys):
    Path("spec.yaml").write_text(SPEC.replace("kind: dimension", "kind: shape"), encoding="utf-8")
    assert report(data("a.csv", GOOD), data("b.csv", GOOD), "-o", "out") == 2
    assert capsys.readouterr().err.count("spec.yaml:6") == 1


def test_nothing_is_overwritten_unless_asked(capsys):
    files = [data("a.csv", GOOD), data("b.csv", "19.985")]
    assert report(*files, "-o", "out") == 0
    for path in Path("out").iterdir():
        path.write_bytes(b"mine")
    assert report(*files, "-o", "out") == 2
    assert {path.read_bytes() for path in Path("out").iterdir()} == {b"mine"}
    assert capsys.readouterr().err.count("output.exists") == 2
    assert report(*files, "-o", "out", "--force") == 0
    assert all(path.read_bytes().startswith(b"%PDF") for path in Path("out").iterdir())


def test_a_number_given_is_told_apart_and_two_alike_get_two_names():
    data("a.csv", GOOD)
    data("same.csv", GOOD)
    assert report("a.csv", "same.csv", "-o", "out", "--number", "../N") == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["_N-1.pdf", "_N-2.pdf"]
    assert report("a.csv", "same.csv", "-o", "own") == 0
    first, second = sorted(path.stem for path in Path("own").iterdir())
    assert second == f"{first}-2"


def test_every_lot_gets_its_report_which_verifies(capsys):
    lots("lots.csv", **{"L1": GOOD, "L2": BAD, "M/3": "19.983"})
    assert report("lots.csv", "--each-lot", "-o", "lots") == 1
    made = sorted(Path("lots").iterdir())
    assert [path.stem.rsplit("-", 1)[1] for path in made] == ["L1", "L2", "M_3"]
    for path in made:
        assert run(["verify", str(path)]) == 0
    assert "accepted 2, rejected 1" in capsys.readouterr().err


def test_without_a_folder_reports_stand_beside_their_files():
    Path("in").mkdir()
    assert report(data("in/a.csv", GOOD), data("b.csv", GOOD)) == 0
    assert Path("in/a.pdf").exists()
    assert Path("b.pdf").exists()
    lots("in/c.csv", L1=GOOD, L2=GOOD)
    assert report("in/c.csv", "--each-lot") == 0
    assert Path("in/c-L1.pdf").exists()
    assert Path("in/c-L2.pdf").exists()
    # a.csv and a.tsv ask for the same name: neither report takes the place of the other
    Path("in/a.tsv").write_text("serial\tdiameter [mm]\n1\t19.985\n", encoding="utf-8")
    assert report("in/a.csv", "in/a.tsv", "--force") == 0
    assert Path("in/a-2.pdf").exists()


def test_other_formats_and_papers_too():
    files = [data("a.csv", GOOD), data("b.csv", "19.985")]
    assert report(*files, "-o", "out", "--format", "html") == 0
    assert report(*files, "-o", "out", "--paper", "conformance") == 0
    names = sorted(path.name for path in Path("out").iterdir())
    assert sum(name.endswith(".html") for name in names) == 2
    assert sum(name.endswith("-conformance.pdf") for name in names) == 2


def test_what_cannot_be_done_is_said(capsys):
    data("a.csv", GOOD)
    data("b.csv", GOOD)
    assert report("a.csv", "-", "-o", "out") == 2
    assert report("a.csv", "b.csv", "-o", "a.csv") == 2
    assert report("a.csv", "--each-lot", "--lot", "1", "-o", "out") == 2
    told = capsys.readouterr().err
    assert all(code in told for code in ("several.stdin", "several.folder", "several.one-lot"))
    assert not Path("out").exists()
    assert Path("a.csv").read_text(encoding="utf-8").startswith("serial")


@given(st.text(max_size=200))
def test_a_name_is_safe_whatever_the_number(number):
    name = safe_name(number)
    assert name
    assert len(name.encode()) <= 125
    assert not set(name) & set('/\\:*?"<>|\0\n\r\u202e')
    assert name == name.strip(" .")
    assert not name.startswith("-")
    assert name.split(".")[0].casefold() not in ("con", "nul", "prn", "aux", "com1", "lpt9")


@given(st.lists(st.sampled_from(["A/1", "a:1", "A_1", "A_1-2", "Ａ_1", "NUL", "nul.x", "", "."]), max_size=20))
def test_no_two_names_are_alike_even_where_capitals_are_not_told_apart(numbers):
    names = Names()
    taken = [names.take(safe_name(number)).casefold() for number in numbers]
    assert len(set(taken)) == len(taken)


@pytest.mark.skipif(sys.platform == "win32", reason="measures memory by a call that Windows has not")
def test_memory_does_not_grow_with_the_number_of_reports():
    for index in range(8):
        data(f"{index:02}.csv", *(f"19.98{(index + row) % 10}" for row in range(400)))
    code = (
        "import resource, sys; from qspec.cli.app import run; run(sys.argv[1:]);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )

    def peak(count: int) -> int:
        files = [f"{index:02}.csv" for index in range(count)]
        command = [sys.executable, "-c", code, "report", "spec.yaml", *files, "-o", f"out{count}", "--lot-size", "400"]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ})
        return int(done.stdout)

    assert peak(8) < peak(2) * 1.12
