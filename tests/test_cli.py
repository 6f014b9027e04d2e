"""The command line as its users meet it: streams, exit codes, languages, and nothing heavy for ``--help``."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from qspec.cli.app import COMMANDS, run
from qspec.cli.language import choose

ROOT = Path(__file__).resolve().parents[1]
SPEC = str(ROOT / "specs" / "control-knob.yaml")
ACCEPT = str(ROOT / "samples" / "control-knob" / "accept.csv")
REJECT = str(ROOT / "samples" / "control-knob" / "reject.csv")
LOT = ["--lot", "KN-2611", "--lot-size", "10"]
HEAVY = (
    *("pint", "numpy", "polars", "reportlab", "pikepdf", "pydantic", "openpyxl", "colormath", "fontTools"),
    *("jinja2", "markupsafe", "xlsxwriter"),
)
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nfrom qspec.cli.app import run\n"
        f"run(['--help'])\nprint([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stderr.strip() == "[]"
    assert "check" in done.stdout


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_is_in_the_language_asked_for(command, capfd):
    words = [command] if command else []
    assert run([*words, "--help", "--lang", "en"]) == 0
    english = capfd.readouterr().out
    assert run([*words, "--help", "--lang", "ja"]) == 0
    japanese = capfd.readouterr().out
    assert english.startswith("Usage:")
    assert not JAPANESE.search(english)
    assert japanese.startswith("使い方")
    assert "Options" not in japanese
    assert set(re.findall(r"--[a-z-]+", english)) == set(re.findall(r"--[a-z-]+", japanese))
    assert re.search(r"-h, --help +Show this help and exit\.", english)
    assert max(map(len, english.splitlines())) <= 100


def test_help_shows_which_arguments_may_be_given_more_than_once(capfd):
    assert run(["scan", "--help", "--lang", "en"]) == 0
    assert capfd.readouterr().out.startswith("Usage: qspec scan FILE… [OPTIONS]")


@pytest.mark.parametrize(
    ("argv", "environ", "languages"),
    [
        ([], {"LANG": "ja_JP.UTF-8"}, ("ja",)),
        ([], {"LANG": "en_US.UTF-8"}, ("en",)),
        ([], {"LC_ALL": "C.UTF-8", "LANG": "ja_JP.UTF-8"}, ("en",)),
        (["check", "--lang", "both"], {"LANG": "en_US.UTF-8"}, ("ja", "en")),
        (["check", "--lang=ja"], {"LANG": "en_US.UTF-8"}, ("ja",)),
        (["check", "--", "--lang=ja"], {"LANG": "en_US.UTF-8"}, ("en",)),
    ],
)
def test_the_language_is_the_one_asked_for_or_the_locales(argv, environ, languages):
    assert choose(argv, environ) == languages


@pytest.mark.parametrize(
    "words",
    [
        ["chek"],
        ["check"],
        ["check", SPEC],
        ["check", SPEC, ACCEPT, "--lot-size", "ten"],
        ["check", SPEC, ACCEPT, "--lot-sise", "10"],
        ["check", SPEC, ACCEPT, "--format", "xml"],
        ["check", SPEC, ACCEPT, "--lot"],
        ["check", SPEC, ACCEPT, "--date", "yesterday"],
        ["check", SPEC, "no-such-file.csv"],
        ["check", SPEC, str(ROOT)],
        ["check", "-", "-"],
        ["lint"],
        ["lint", "no-such-file.yaml"],
        ["explain", "no-such-term"],
        ["explain", SPEC, ACCEPT, "--item", "nothing", *LOT],
        ["report", SPEC, "no-such-file.csv"],
        ["report", SPEC, ACCEPT, "--report-date", "2026-13-01"],
    ],
)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_wrong_call_is_said_in_the_users_language_and_ends_in_2(words, lang, capfd):
    code = run([*words, "--lang", lang] if words[-1] != "--lot" else ["--lang", lang, *words])
    out, err = capfd.readouterr()
    assert code == 2
    assert out == ""
    assert err.strip()
    assert bool(JAPANESE.search(err.replace("使い方", ""))) == (lang == "ja")


def test_the_product_goes_to_stdout_and_problems_to_stderr(capfd):
    assert run(["check", SPEC, ACCEPT, *LOT, "--format", "json"]) == 0
    out, _ = capfd.readouterr()
    assert json.loads(out)["disposition"] == "accept"
    assert run(["check", SPEC, REJECT, *LOT, "--format", "json"]) == 1


def test_standard_input_is_read_for_a_dash():
    done = subprocess.run(
        [sys.executable, "-m", "qspec", "check", SPEC, "-", *LOT, "--lang", "en"],
        input=Path(REJECT).read_bytes(),
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 1, done.stderr


def test_an_existing_file_is_never_overwritten_without_force(tmp_path, capfd):
    target = tmp_path / "result.json"
    target.write_text("mine")
    words = ["check", SPEC, ACCEPT, *LOT, "--format", "json", "-o", str(target)]
    assert run(words) == 2
    assert target.read_text() == "mine"
    assert run([*words, "--force"]) == 0
    assert json.loads(target.read_text(encoding="utf-8"))["disposition"] == "accept"
    assert run(["check", SPEC, ACCEPT, *LOT, "-o", SPEC, "--force"]) == 2


def test_a_crash_is_exit_4_with_a_log_and_no_traceback(monkeypatch, capfd, tmp_path):
    def broken(*_, **__):
        raise RuntimeError("a defect")

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr("qspec.judgement.evaluate.evaluate", broken)
    assert run(["check", SPEC, ACCEPT, *LOT, "--lang", "ja"]) == 4
    out, err = capfd.readouterr()
    assert out == ""
    assert "Traceback" not in err
    (log,) = tmp_path.glob("qspec-*.log")
    assert "a defect" in log.read_text(encoding="utf-8")


def test_ctrl_c_is_exit_130(monkeypatch, capfd):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("qspec.judgement.evaluate.evaluate", interrupted)
    assert run(["check", SPEC, ACCEPT, *LOT]) == 130


def test_no_color_and_no_control_characters_in_a_pipe():
    environ = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "qspec", "check", SPEC, REJECT, *LOT, "--lang", "both"],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=environ,
    )
    assert b"\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("word", ["Ac", "合格判定数", "guarded", "16%", "spec.duplicate-key", "判定保留"])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_codes_and_terms_are_explained(word, lang, capfd):
    assert run(["explain", word, "--lang", lang]) == 0
    out = capfd.readouterr().out
    assert bool(JAPANESE.search(out.replace(word, ""))) == (lang == "ja")


def test_a_word_that_resembles_nothing_is_answered_with_the_terms_there_are(capfd):
    assert run(["explain", "ΔE00", "--lang", "ja"]) == 2
    assert "合格判定数" in capfd.readouterr().err


def test_the_help_of_report_says_where_the_paper_goes_without_o(capfd):
    assert run(["report", "--help", "--lang", "en"]) == 0
    words = " ".join(capfd.readouterr().out.split())
    assert "instead of standard output" not in words
    assert "beside DATA" in words


def test_one_file_alone_is_no_reply_although_its_name_may_sound_like_one(tmp_path, capfd):
    file = tmp_path / "agreed.yaml"
    file.write_text("qspec: 1\n", "utf-8")
    assert run(["explain", str(file), "--lang", "en"]) == 2
    said = capfd.readouterr()
    assert "cli.one-file" in said.err
    assert not said.out


def test_two_files_of_which_one_is_not_there_are_files_and_not_words(capfd):
    assert run(["explain", SPEC, "not-there.csv", "--lang", "en"]) == 2
    assert "not-there.csv: error cli.not-a-file" in capfd.readouterr().err


def test_a_report_on_standard_input_goes_to_standard_output(tmp_path):
    words = ["report", str(ROOT / SPEC), "-", *LOT, "--report-date", "2026-11-20"]
    code = f"import sys\nfrom qspec.cli.app import run\nsys.exit(run({words!r}))"
    done = subprocess.run(
        [sys.executable, "-c", code], input=(ROOT / ACCEPT).read_bytes(), capture_output=True, check=False, cwd=tmp_path
    )
    assert (done.returncode, done.stdout[:5]) == (0, b"%PDF-")
    assert list(tmp_path.iterdir()) == []


def test_a_number_out_of_range_is_answered_with_the_range(capfd):
    assert run(["check", SPEC, ACCEPT, "--lot-size", "0", "--lang", "ja"]) == 2
    assert "1 から 10000000 まで" in capfd.readouterr().err


def test_the_demo_leaves_what_is_there_and_says_how_to_go_on(tmp_path, capfd):
    changed = tmp_path / "specs" / "control-knob.yaml"
    changed.parent.mkdir()
    changed.write_text("mine", encoding="utf-8")
    assert run(["demo", str(tmp_path), "--lang", "en"]) == 2
    assert "qspec demo FOLDER" in capfd.readouterr().err
    assert changed.read_text(encoding="utf-8") == "mine"


def test_counts_added_up_over_the_lot_are_nobodys_own_reading(tmp_path, capfd):
    spec, data = tmp_path / "spec.yaml", tmp_path / "batch.csv"
    head = "qspec: 1\nid: A\nrevision: A\ntitle: Lid\nsampling: 100%\ncharacteristics:\n"
    spec.write_text(head + "  pits: {kind: count, limit: 0, per: lot}\n", encoding="utf-8")
    data.write_text("serial,pits\nA-1,0\nA-2,1\n", encoding="utf-8")
    own = [str(spec), str(data), "--lot-size", "2", "--lang", "en"]
    for words in (["check", *own], ["check", *own, "--format", "junit"], ["explain", *own]):
        assert run(words) == (0 if words[0] == "explain" else 1)
        out = capfd.readouterr().out
        assert "hole lot" in out
        assert "A-1:" not in out
        assert not re.search(r"^A-1|\), A-1$", out, re.MULTILINE)


def test_a_limit_of_marks_is_never_shown_as_a_number(tmp_path, capfd):
    spec, data = tmp_path / "spec.yaml", tmp_path / "batch.csv"
    head = "qspec: 1\nid: A\nrevision: A\ntitle: Lid\nsampling: 100%\ncharacteristics:\n"
    entries = "  mark: {kind: attribute, limit: ○}\n  edge: {kind: attribute, limit: ○}\n"
    spec.write_text(head + entries, encoding="utf-8")
    data.write_text("serial,mark\n1,○\n2,×\n", encoding="utf-8")
    assert run(["check", str(spec), str(data), "--lot-size", "2", "--lang", "en"]) == 1
    out = capfd.readouterr().out
    assert "limit ○" in out
    assert "x ≥ 1" not in out
    assert not re.search(r"\s-1\s", out)
    row = next(line for line in out.splitlines() if line.startswith("FAIL") and "2/2" in line)
    assert row.split() == ["FAIL", "mark", "○", "2/2", "1"]
    assert run(["explain", str(spec), str(data), "--lot-size", "2", "--piece", "2", "--lang", "en"]) == 0
    assert not re.search(r"\s-1\s|≥", capfd.readouterr().out)


def test_a_reading_is_explained_with_reading_limit_margin_and_rule(capfd):
    words = ["explain", SPEC, REJECT, *LOT, "--item", "bore", "--piece", "KN-009", "--lang", "en"]
    assert run(words) == 0
    out = capfd.readouterr().out
    for expected in (
        "6.011",
        "φ6 H7",
        "6 ≤ x ≤ 6.012",
        "6.002 ≤ x ≤ 6.01 ",
        "-0.001",
        "batch.csv" if False else "reject.csv",
    ):
        assert expected in out


def test_lint_lists_everything_wrong_in_one_run(tmp_path, capfd):
    broken = tmp_path / "spec.yaml"
    broken.write_text(
        "qspec: 1\nid: X\nrevision: A\ntitle: X\nsampling: n=5\ncharacteristics:\n"
        "  a: {kind: dimension, limit: ±0.1 mm}\n"
        "  b: {kind: roughnes, limit: Ra 1.6}\n"
        "  c: {kind: count, limit: 0, colour: red}\n",
        encoding="utf-8",
    )
    assert run(["lint", str(broken), "--lang", "en"]) == 1
    out = capfd.readouterr().out
    assert "spec.yaml:8:" in out
    assert "spec.yaml:9:" in out
    assert "roughness" in out


def test_lint_prints_a_json_schema_that_accepts_the_samples(capfd):
    import jsonschema
    import yaml

    assert run(["lint", "--schema"]) == 0
    schema = json.loads(capfd.readouterr().out)
    validator = jsonschema.Draft202012Validator(schema)
    jsonschema.Draft202012Validator.check_schema(schema)
    for spec in sorted((ROOT / "specs").glob("*.yaml")):
        loaded = yaml.load(spec.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - text scalars only
        assert list(validator.iter_errors(loaded)) == []
