"""`qspec plan` as its users meet it: plans with and without a spec, in every form, refused where something lacks."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from history_books import class_result, lot_entry

from qspec.cli.app import run
from qspec.judgement.history.entries import Header
from qspec.judgement.history.ledger import append, create
from qspec.judgement.picking.pick import pick
from qspec.judgement.picking.roster import Piece
from qspec.measurements.sidecar import read_sidecar

ROOT = Path(__file__).resolve().parents[1]
KNOB = (ROOT / "specs" / "control-knob.yaml").read_text(encoding="utf-8")
STATED = ["plan", "--system", "iso2859-1", "--level", "II", "--severity", "normal", "--format", "json"]
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def out_of(words, capfd, code=0):
    assert run(words) == code
    out, err = capfd.readouterr()
    return out if code == 0 else err


def stated(capfd, *words):
    return json.loads(out_of([*STATED, *words], capfd))


def spec_file(tmp_path, sampling, delivery="inspection: 5 business days before shipment"):
    text = re.sub(r"sampling:\n(  .*\n)+", "sampling:\n" + "".join(f"  {line}\n" for line in sampling), KNOB)
    text = re.sub(r"delivery:\n(  .*\n)+", f"delivery:\n  {delivery}\n", text)
    file = tmp_path / "spec.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


# Cells of ISO 2859-1 / JIS Z 9015-1, normal, level II (table 2-A), checked in tests of the tables; here for the arrows.
@pytest.mark.parametrize(
    ("lot", "aql", "letter", "effective", "n", "ac", "re", "arrow"),
    [
        (1200, "1.0", "J", "J", 80, 2, 3, "none"),
        (1200, "0.40", "J", "K", 125, 1, 2, "down"),
        (1200, "0.25", "J", "H", 50, 0, 1, "up"),
        (100, "1.0", "F", "E", 13, 0, 1, "up"),
        (30, "1.0", "D", "E", 13, 0, 1, "down"),
    ],
)
def test_a_plan_without_a_spec_follows_the_arrow_with_n_as_well(lot, aql, letter, effective, n, ac, re, arrow, capfd):
    found = stated(capfd, "--lot-size", str(lot), "--aql", aql)
    assert {key: found[key] for key in ("letter", "effective_letter", "n", "ac", "re", "arrow")} == {
        "letter": letter,
        "effective_letter": effective,
        "n": n,
        "ac": ac,
        "re": re,
        "arrow": arrow,
    }
    assert found["full_inspection"] is False
    assert 0 < found["risk"]["at_aql_or_p0"]["accepted"] < 1


def test_a_sample_as_large_as_the_lot_is_every_piece(capfd):
    found = stated(capfd, "--lot-size", "5", "--aql", "0.10")
    assert (found["n"], found["full_inspection"]) == (5, True)
    assert found["table_n"] > 5


def test_plans_that_need_no_table(capfd):
    found = json.loads(out_of(["plan", "--n", "80", "--ac", "2", "--format", "json"], capfd))
    assert (found["n"], found["ac"], found["letter"], found["arrow"]) == (80, 2, None, "none")
    words = ["plan", "--lot-size", "1200", "--lq", "5", "--beta", "10", "--format", "json"]
    found = json.loads(out_of(words, capfd))
    assert (found["n"], found["ac"]) == (45, 0)  # C(1140, 45) / C(1200, 45) = 0.0955; 44 pieces: 0.1007
    words = ["plan", "--p0", "1", "--alpha", "5", "--p1", "6", "--beta", "10", "--format", "json"]
    found = json.loads(out_of(words, capfd))
    assert found["risk"]["producer_risk"] <= 0.05
    assert found["risk"]["consumer_risk"] <= 0.10


def test_nonconformities_are_counted_apart(capfd):
    found = stated(capfd, "--lot-size", "1200", "--aql", "15", "--counting", "nonconformities")
    assert found["counting"] == "nonconformities"
    assert found["risk"]["distribution"] == "poisson"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--lot-size", "1200", "--system", "iso2859-1", "--level", "II", "--aql", "2.0"], ["1.5", "2.5"]),
        (["--lot-size", "1200", "--level", "II", "--aql", "1.0"], ["MIL-STD-105E", "?"]),
        (["--lot-size", "1200", "--system", "iso2859-1", "--aql", "1.0"], ["S-1", "?"]),
        (["--system", "iso2859-1", "--level", "II", "--aql", "1.0"], ["--lot-size"]),
        (["--lot-size", "1200"], ["--system"]),
        (["--lot-size", "1200", "--lq", "5"], []),
        (["--p0", "1", "--alpha", "5", "--beta", "10"], ["p1"]),
        (["--n", "80"], []),
        (["--n", "80", "--ac", "2", "--aql", "1.0"], []),
        (["--n", "80", "--ac", "2", "--severity", "normal"], []),
        (["--n", "80", "--ac", "2", "--lot", "L-1"], ["--lot"]),
        (["--n", "80", "--ac", "2", "--serials", "A1..A9"], ["--serials"]),
        (["--lq", "5, Ac=3", "--beta", "10", "--lot-size", "99"], ["--lq"]),
        (["--aql", "1.0 %", "--system", "iso2859-1", "--level", "II", "--lot-size", "99"], ["--aql"]),
        (
            ["--aql", "1.0", "--system", "iso2859-1", "--level", "II", "--lot-size", "99", "--severity", "hard"],
            ["hard"],
        ),
        (["--n", "8", "--ac", "2", "--oc", "curve.png"], [".svg"]),
    ],
)
def test_a_plan_that_is_not_stated_whole_is_refused_with_a_question(words, says, capfd):
    for lang in ("en", "ja"):
        err = out_of(["plan", *words, "--lang", lang], capfd, code=2)
        assert bool(JAPANESE.search(err)) == (lang == "ja")
        assert [word for word in says if word not in err.replace("？", "?").replace("ですか", "?")] == []


def planned(tmp_path, capfd, *words, sampling=("critical: n=32, Ac=0", "major: n=20, Ac=1", "minor: 100%, Ac=3")):
    spec = spec_file(tmp_path, sampling)
    found = out_of(["plan", spec, "--lot", "KN-2611", "--format", "json", *words], capfd)
    return json.loads(found), hashlib.sha256(Path(spec).read_bytes()).hexdigest()


def test_the_pick_of_a_spec_can_be_computed_again_by_hand(tmp_path, capfd):
    found, digest = planned(tmp_path, capfd, "--serials", "A001..A320")
    assert found["spec"]["sha256"] == digest
    keys = {
        hashlib.sha256(f"qspec-pick/1\n{digest}\nKN-2611\nA{number:03d}".encode()).hexdigest(): f"A{number:03d}"
        for number in range(1, 321)
    }
    assert [(one["key"], one["serial"]) for one in found["pick"]["pieces"]] == sorted(keys.items())[:32]
    sizes = {own["class"]: (own["n"], own["full_inspection"]) for own in found["classes"]}
    assert sizes == {"critical": (32, False), "major": (20, False), "minor": (320, True)}
    tasks = {
        task["id"]: (task["pieces"], task["readings"]) for own in found["classes"] for task in own["characteristics"]
    }
    assert tasks["bore"] == (32, 1)
    assert tasks["body-color"] == (20, 3)
    assert tasks["scratches"] == (320, 1)


def test_another_lot_is_picked_in_another_order(tmp_path, capfd):
    first, _ = planned(tmp_path, capfd, "--lot-size", "320")
    again, _ = planned(tmp_path, capfd, "--lot-size", "320")
    other, _ = planned(tmp_path, capfd, "--lot-size", "320", "--lot", "KN-2612")
    assert first == again
    assert first["pick"]["pieces"] != other["pick"]["pieces"]
    assert first["pick"]["identity"] == "position"


def test_the_schedule_says_whether_the_inspection_is_in_time(tmp_path, capfd):
    words = ["--lot-size", "320", "--minutes-per-piece", "6", "--shipment", "2026-11-27"]
    found, _ = planned(tmp_path, capfd, *words, "--start", "2026-11-13")
    # 32 pieces of the sample lie within the 320 of the full class: 1920 minutes are 4 days of 8 hours
    assert (found["work"]["minutes"], found["work"]["days"]) == (1920, 4)
    dates = found["schedule"]
    assert (dates["deadline"], dates["finish"], dates["latest_start"]) == ("2026-11-19", "2026-11-18", "2026-11-16")
    assert dates["business_days_to_spare"] == 1
    found, _ = planned(tmp_path, capfd, *words, "--start", "2026-11-17")
    assert found["schedule"]["business_days_to_spare"] == -1
    assert found["schedule"]["in_time"]["ja"] == "期限に1営業日遅れます。"


def test_nothing_is_estimated_or_dated_without_being_told(tmp_path, capfd):
    found, _ = planned(tmp_path, capfd, "--lot-size", "320")
    assert found["work"] is None
    assert found["schedule"] is None
    text = out_of(
        ["plan", spec_file(tmp_path, ["all: n=5, Ac=0"]), "--lot", "1", "--lot-size", "9", "--lang", "en"], capfd
    )
    assert "No time is estimated" in text
    assert "No dates are worked out" in text


TABLES = ["critical: n=32, Ac=0", "major: ISO 2859-1, level II, AQL 1.0", "minor: JIS Z 9015-1 水準II AQL 4.0"]


def test_a_table_plan_of_a_spec_takes_the_severity_that_is_named(tmp_path, capfd):
    words = ["--lot-size", "1200", "--severity", "tightened", "--severity", "minor=reduced"]
    found, _ = planned(tmp_path, capfd, *words, sampling=TABLES)
    made = {own["class"]: (own["severity"], own["n"], own["ac"], own["re"]) for own in found["classes"]}
    # letter J: tightened 80/1 at AQL 1.0, reduced 32/5 at AQL 4.0
    assert made == {"critical": (None, 32, 0, 1), "major": ("tightened", 80, 1, 2), "minor": ("reduced", 32, 5, 6)}
    assert len(found["pick"]["pieces"]) == 80


def test_the_severity_follows_from_the_lots_before(tmp_path, capfd):
    spec = spec_file(tmp_path, TABLES)
    sha = hashlib.sha256(Path(spec).read_bytes()).hexdigest()
    book = str(tmp_path / "lots.jsonl")
    assert create(book, Header("QS-2026-014")) == []
    refused = class_result("R", aql="1.0", name="major")
    for number in (1, 2):
        entry = lot_entry(f"KN-{number}", refused, sha=sha, part="KN-2041")
        assert append(book, replace(entry, spec="QS-2026-014", revision="B")) == []
    words = ["plan", spec, "--lot", "KN-3", "--lot-size", "1200", "--format", "json"]
    found = json.loads(out_of([*words, "--ledger", book], capfd))
    severity = {own["class"]: (own["severity"], bool(own["because"])) for own in found["classes"]}
    assert severity == {"critical": (None, False), "major": ("tightened", True), "minor": ("normal", False)}
    assert "cli.severity-and-ledger" in out_of([*words, "--ledger", book, "--severity", "normal"], capfd, code=2)


def test_the_text_names_pieces_and_both_languages(tmp_path, capfd):
    spec = spec_file(tmp_path, ["critical: n=3, Ac=0", "major: n=2, Ac=0", "minor: n=2, Ac=0"])
    words = [
        "plan",
        spec,
        "--lot",
        "KN-2611",
        "--serials",
        "A1..A9",
        "--shipment",
        "2026-11-27",
        "--minutes-per-piece",
        "9",
    ]
    english, japanese, both = (out_of([*words, "--lang", lang], capfd) for lang in ("en", "ja", "both"))
    found = json.loads(out_of([*words, "--format", "json"], capfd))
    for text in (english, japanese, both):
        assert ", ".join(one["serial"] for one in found["pick"]["pieces"]) in text.replace("、", ", ")
        assert "2026-11-19" in text
    assert not JAPANESE.search(english.replace("操作ノブ", ""))
    assert "検査完了期限" in japanese
    assert "検査完了期限 / Finished by" in both


@pytest.mark.parametrize("lang", ["en", "ja", "both"])
def test_the_text_is_the_one_that_was_looked_at(lang, tmp_path, capfd, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    folder = ROOT / "tests" / "golden" / "plan"
    spec = str(folder / "spec.yaml")
    pieces = tmp_path / "pieces.csv"
    pieces.write_text("serial,carton\nA001..A200,C1\nA201..A320,C2\n", encoding="utf-8")
    words = ["plan", spec, "--lot", "KN-2611", "--serials", str(pieces), "--lang", lang]
    words += ["--minutes-per-piece", "3", "--shipment", "2026-11-27", "--start", "2026-11-19"]
    text = out_of(words, capfd)
    # what the plans let through is worded and tested elsewhere
    shown = re.split(r"\n\n[^\n]*(?:What the sampling plan means|この抜取方式が双方)", text)[0] + "\n"
    assert shown == (folder / f"knob.{lang}.txt").read_text(encoding="utf-8")


def test_a_plan_that_no_count_can_fail_says_so(capfd):
    words = ["plan", "--n", "5", "--ac", "3", "--lot-size", "3"]
    assert json.loads(out_of([*words, "--format", "json"], capfd))["accepts_everything"] is True
    assert "whatever is found" in " ".join(out_of([*words, "--lang", "en"], capfd).split())


FORBIDDEN = re.compile(r"guarantee|at most 1 ?%|100 % good|保証|contains at most|不良")


def test_no_output_claims_more_than_a_sample_can_tell(tmp_path, capfd):
    spec = spec_file(tmp_path, ["critical: n=32, Ac=0", "major: n=20, Ac=1", "minor: n=13, Ac=1"])
    for lang in ("en", "ja"):
        text = out_of(["plan", spec, "--lot", "KN-2611", "--lot-size", "320", "--lang", lang], capfd)
        text += out_of([*STATED[:-2], "--aql", "1.0", "--lot-size", "1200", "--lang", lang], capfd)
        assert not FORBIDDEN.search(text)


def test_the_bench_gets_a_table_with_a_mark_for_each_class(tmp_path, capfd):
    spec = spec_file(tmp_path, ["critical: n=3, Ac=0", "major: n=2, Ac=0", "minor: 100%"])
    list_ = tmp_path / "pieces.csv"
    list_.write_text("serial,carton\n001..006,C1\n=7,C2\n", encoding="utf-8")
    words = ["plan", spec, "--lot", "KN-2611", "--serials", str(list_), "--format", "csv", "--lang", "en"]
    rows = list(csv.DictReader(io.StringIO(out_of(words, capfd).lstrip("\ufeff"))))
    assert [row["critical"] for row in rows] == ["○"] * 3 + [""] * 4
    assert [row["major"] for row in rows] == ["○"] * 2 + [""] * 5
    assert [row["minor"] for row in rows] == ["○"] * 7
    assert {row["Carton"] for row in rows} == {"C1", "C2"}
    assert all(row["Serial number"].startswith("'") for row in rows)  # neither a formula nor a shortened number


def test_the_sidecar_names_the_picked_pieces_in_order(tmp_path, capfd):
    spec = spec_file(tmp_path, ["all: n=3, Ac=0"])
    side = tmp_path / "batch.csv.batch.yaml"
    words = ["plan", spec, "--lot", "KN-2611", "--serials", "001..009", "--sidecar", str(side), "--format", "json"]
    found = json.loads(out_of(words, capfd))
    read = read_sidecar(side.name, side.read_bytes())
    assert read.problems == []
    assert (read.info.id, read.info.size) == ("KN-2611", 9)
    assert list(read.info.picked) == [one["serial"] for one in found["pick"]["pieces"]]
    out_of(words, capfd, code=2)  # it is not written over without --force


def test_the_sidecar_of_a_full_class_names_every_piece_where_they_have_numbers(tmp_path, capfd):
    spec = spec_file(tmp_path, ["critical: 100%", "major: n=2, Ac=0", "minor: n=2, Ac=0"])
    side = tmp_path / "x.batch.yaml"
    words = ["plan", spec, "--lot", "L", "--serials", "1..5", "--sidecar", str(side), "--force", "--format", "json"]
    found = json.loads(out_of(words, capfd))
    picked = list(read_sidecar("x", side.read_bytes()).info.picked)
    assert sorted(picked) == ["1", "2", "3", "4", "5"]
    assert picked[:2] == [one["serial"] for one in found["pick"]["pieces"]]


def test_the_curve_of_a_class_is_drawn(tmp_path, capfd):
    spec = spec_file(tmp_path, ["critical: n=32, Ac=0", "major: n=20, Ac=1", "minor: n=13, Ac=1"])
    words = ["plan", spec, "--lot", "L", "--lot-size", "320", "--lang", "en"]
    svg = tmp_path / "curve.svg"
    assert "plan.picture-classes" in out_of([*words, "--oc", str(svg)], capfd, code=2)
    out_of([*words, "--oc", str(svg), "--oc-class", "major"], capfd)
    assert "n = 20, Ac = 1" in svg.read_text(encoding="utf-8")
    pdf = tmp_path / "curve.pdf"
    out_of(["plan", "--n", "80", "--ac", "2", "--oc", str(pdf)], capfd)
    assert pdf.read_bytes().startswith(b"%PDF")
    before = Path(spec).read_bytes()
    out_of([*words, "--oc-class", "major", "--oc", spec, "--force"], capfd, code=2)
    assert Path(spec).read_bytes() == before


def test_check_judges_the_picked_pieces_by_their_identity(tmp_path, capfd):
    spec = tmp_path / "spec.yaml"
    spec.write_text(
        "qspec: 1\nid: S\nrevision: A\ntitle: t\nsampling: n=2, Ac=0\n"
        "characteristics: {d: {kind: dimension, limit: 25 ±0.05 mm}}\n",
        encoding="utf-8",
    )
    data = tmp_path / "data.csv"
    words = ["plan", str(spec), "--lot", "L1", "--serials", "A1..A9", "--format", "json"]
    found = json.loads(out_of([*words, "--sidecar", f"{data}.batch.yaml"], capfd))
    picked = [one["serial"] for one in found["pick"]["pieces"]]
    data.write_text("serial,d\n" + "".join(f"{serial},25.00\n" for serial in picked), encoding="utf-8")
    assert run(["check", str(spec), str(data)]) == 0
    other = next(f"A{number}" for number in range(1, 10) if f"A{number}" not in picked)
    data.write_text(f"serial,d\n{picked[0]},25.00\n{other},25.00\n", encoding="utf-8")
    assert run(["check", str(spec), str(data)]) == 3


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--lot", "L-1", "--serials", "-", "--cartons", "-"], "cli.two-stdin"),
        (["--lot", "L-1", "--lot-size", "9", "-o", "x", "--sidecar", "./x"], "plan.one-file"),
        (["--lot-size", "9"], "plan.lot-missing"),
        (["--lot", "L-1"], "plan.lot-size-missing"),
        (["--lot", "L\n1", "--lot-size", "9"], "plan.not-a-lot-id"),
        (["--lot", "L-1", "--serials", "A1..A9", "--lot-size", "10"], "plan.lot-size-differs"),
        (["--lot", "L-1", "--serials", "A1..A9,A5..A6"], "plan.duplicate-serial"),
        (["--lot", "L-1", "--serials", "no-such-file.csv"], "cli.not-a-file"),
        (["--lot", "L-1", "--lot-size", "9", "--severity", "critical=tightened"], "judgement.severity-without-table"),
        (["--lot", "L-1", "--lot-size", "9", "--severity", "all=tightened"], "judgement.severity-without-table"),
        (["--lot", "L-1", "--lot-size", "9", "--severity", "hard"], "plan.severity-unreadable"),
        (["--lot", "L-1", "--lot-size", "9", "--ledger", "none.jsonl"], "lots."),
        (["--lot", "L-1", "--lot-size", "9", "--aql", "1.0"], "plan.option-without-spec"),
        (["--lot", "L-1", "--lot-size", "9", "--shipment", "soon"], "cli.wrong-date"),
        (["--lot", "L-1", "--lot-size", "9", "--shipment", "2110-01-05"], "plan.year-out-of-range"),
        (["--lot", "L-1", "--lot-size", "9", "--closed", "soon"], "plan.closed-days"),
        (["--lot", "L-1", "--lot-size", "9", "--minutes-per-piece", "0"], "plan.not-an-amount"),
        (["--lot", "L-1", "--lot-size", "9", "--minutes-per-piece", "1", "--per-hour", "9"], "plan.minutes-twice"),
        (["--lot", "L-1", "--lot-size", "9", "--hours-per-day", "none"], "plan.not-an-amount"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_what_cannot_be_planned_is_said_and_nothing_is_printed(words, code, lang, tmp_path, capfd):
    spec = spec_file(tmp_path, ["all: n=5, Ac=0"])
    assert run(["plan", spec, *words, "--lang", lang]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert code in err
    assert bool(JAPANESE.search(err)) == (lang == "ja")


def test_a_spec_with_an_open_question_is_not_planned(tmp_path, capfd):
    spec = Path(spec_file(tmp_path, ["all: n=5, Ac=0"]))
    spec.write_text(
        spec.read_text("utf-8").replace(
            "    limit: 18 ±0.05 mm\n", "    limit: 18 ±0.05 mm\n    questions: [which face?]\n"
        ),
        encoding="utf-8",
    )
    err = out_of(["plan", str(spec), "--lot", "L-1", "--lot-size", "9", "--lang", "en"], capfd, code=2)
    assert "spec.open-question" in err


def test_terms_that_are_not_understood_are_a_warning_with_their_place(tmp_path, capfd):
    spec = spec_file(tmp_path, ["all: n=5, Ac=0"], delivery="inspection: in good time")
    assert run(["plan", spec, "--lot", "L", "--lot-size", "9", "--shipment", "2026-11-27", "--format", "json"]) == 0
    out, err = capfd.readouterr()
    assert json.loads(out)["schedule"]["deadline"] is None
    assert re.search(r"spec\.yaml:\d+:\d+: .* plan\.lead-unreadable", err)


@pytest.mark.parametrize("document", ["plan.md", "plan.ja.md"])
def test_the_worked_example_of_the_documentation_is_right(document):
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    digest = re.search(r"`([0-9a-f]{64})`", text).group(1)
    rows = re.findall(
        r"^\| (\w+) \| (C\d) \| ([0-9a-f]{8}) \| (\d) \| (\d) \D+(\d) \| ([\d/]+) \| (\d) \|$", text, re.M
    )
    assert len(rows) == 6
    keys = {row[0]: hashlib.sha256(f"qspec-pick/1\n{digest}\nKN-2611\n{row[0]}".encode()).hexdigest() for row in rows}
    by_key = sorted(keys, key=keys.get)
    for serial, _, beginning, place, *_ in rows:
        assert keys[serial].startswith(beginning)
        assert by_key.index(serial) == int(place) - 1
    pieces = [Piece(row[0], row[1]) for row in rows]
    assert [one.serial for one in pick(pieces, digest, "KN-2611", 6)] == [
        row[0] for row in sorted(rows, key=lambda row: row[-1])
    ]
    assert [one.serial for one in pick([Piece(one.serial) for one in pieces], digest, "KN-2611", 6)] == by_key


@pytest.mark.parametrize("document", ["plan.md", "plan.ja.md"])
def test_the_commands_of_the_documentation_run(document, capfd, monkeypatch):
    monkeypatch.chdir(ROOT)
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    lines = re.search(r"```sh\n(.*?)```", text, re.S).group(1).splitlines()
    for line in lines:
        assert run([word.strip('"') for word in line.split()[1:]]) == 0


def test_lint_says_already_that_a_date_cannot_be_worked_out(tmp_path, capfd):
    text = (ROOT / "specs" / "control-knob.yaml").read_text(encoding="utf-8")
    spec = tmp_path / "spec.yaml"
    spec.write_text(text.replace("5 business days before shipment", "as soon as possible"), encoding="utf-8")
    assert run(["lint", str(spec), "--lang", "en"]) == 1
    assert "warning plan.lead-unreadable" in capfd.readouterr().out
