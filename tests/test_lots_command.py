"""``qspec lots``: what a person sees of a ledger, and how an act is recorded."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from history_books import class_result, lot_entry, play

from qspec.cli.app import Exit, run
from qspec.judgement.history import Header, append, create, read
from qspec.judgement.history.entries import Act
from qspec.messages import LANGUAGES, catalogue

SPEC = Path(__file__).parents[1] / "specs" / "control-knob.yaml"


@pytest.fixture
def book(tmp_path):
    path = str(tmp_path / "lots.jsonl")
    assert create(path, Header("QS-1", "有限会社見本精密", "Example Audio Ltd.")) == []
    return path


@pytest.fixture
def rejected(book):
    assert append(book, *play("A A#L-2 R#L-3 R#L-4")) == []
    return book


def lots(capfd, *argv):
    code = run(["lots", *argv])
    out, err = capfd.readouterr()
    return code, out, err


def test_a_ledger_is_begun_for_a_spec(tmp_path, capfd):
    path = str(tmp_path / "new.jsonl")
    code, out, _ = lots(capfd, path, "--new", "--spec", str(SPEC), "--lang", "en")
    assert code == Exit.ACCEPTED
    found, _ = read(path)
    assert found.head in out
    assert found.header.spec in SPEC.read_text(encoding="utf-8")
    assert found.header.supplier
    code, _, err = lots(capfd, path, "--new", "--spec", str(SPEC), "--lang", "en")
    assert code == Exit.UNUSABLE
    assert "lots.exists" in err


def test_a_ledger_is_not_begun_without_a_spec_that_can_be_read(tmp_path, capfd):
    path = str(tmp_path / "new.jsonl")
    for argv, expected in ((["--new"], "lots.new-needs-spec"), (["--new", "--spec", "nowhere.yaml"], "cli.not-a-file")):
        code, _, err = lots(capfd, path, *argv, "--lang", "en")
        assert code == Exit.UNUSABLE
        assert expected in err
    bad = tmp_path / "bad.yaml"
    bad.write_text("qspec: 1\n", encoding="utf-8")
    assert lots(capfd, path, "--new", "--spec", str(bad))[0] == Exit.UNUSABLE
    assert not Path(path).exists()


def test_it_shows_what_applies_next_and_why_in_both_languages(rejected, capfd):
    code, out, err = lots(capfd, rejected, "--lang", "both")
    assert (code, err) == (Exit.ACCEPTED, "")
    assert "major: tightened inspection" in out
    assert (
        "With lot L-4, two of five or fewer consecutive lots on normal inspection were not accepted: tightened"
        in " ".join(out.split())
    )
    assert "：きつい検査" in out
    assert "ロット L-3：不合格" in out
    assert read(rejected)[0].head in out


def test_an_act_is_recorded_beside_the_result_and_changes_nothing(rejected, capfd):
    argv = ["--act", "sort", "--lot", "L-3", "--quantity", "1200", "--by", "佐藤", "--party", "supplier"]
    code, out, _ = lots(capfd, rejected, *argv, "--date", "2026-11-05", "--lang", "en")
    assert code == Exit.ACCEPTED
    found, _ = read(rejected)
    assert "line 6" in out
    assert "lot L-3: Sorting, 1200 pcs: 佐藤 (supplier)" in out
    assert found.head in out
    code, out, _ = lots(capfd, rejected, "--lang", "en")
    assert "lot L-3: REJECT" in out
    assert "An act never changes a result" in out


def test_a_concession_names_who_agreed_and_within_what(rejected, capfd):
    argv = [rejected, "--act", "concession", "--lot", "L-3", "--by", "Sato", "--party", "supplier", "--lang", "en"]
    code, _, err = lots(capfd, *argv)
    assert code == Exit.UNUSABLE
    assert all(option in err for option in ("--quantity", "--consent-by", "--limits", "--until"))
    said = ["--quantity", "300", "--consent-by", "J. Smith", "--limits", "gap up to 0.3 mm"]
    argv += [*said, "--until", "2099-12-31", "--note", "=1+1"]
    code, out, _ = lots(capfd, *argv)
    assert code == Exit.ACCEPTED
    assert all(text in out for text in ("J. Smith", "gap up to 0.3 mm", "2099-12-31"))
    out = lots(capfd, rejected, "--lang", "en")[1]
    assert "lot L-3: REJECT" in out
    assert "consent: J. Smith" in out


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["--act", "sort", "--lot", "L-3", "--quantity", "1"], "lots.act-lacks"),
        (["--act", "sort", "--lot", "L-3", "--quantity", "1", "--by", " ", "--party", "buyer"], "lots.act-lacks"),
        (
            ["--act", "sort", "--lot", "L-2", "--quantity", "1", "--by", "S", "--party", "buyer"],
            "lots.nothing-to-decide",
        ),
        (["--act", "steady", "--by", "S", "--party", "buyer", "--date", "soon"], "cli.wrong-date"),
        (["--lot", "L-3"], "lots.without-act"),
        (["--quantity", "3"], "lots.without-act"),
        (["--new", "--act", "steady", "--spec", "x"], "lots.new-alone"),
        (["--expect", "0" * 64], "lots.head-differs"),
        (["--expect", "short"], "lots.no-digest"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_the_ledger(argv, code, rejected, capfd):
    before = Path(rejected).read_bytes()
    got, out, err = lots(capfd, rejected, *argv, "--lang", "both")
    assert got == Exit.UNUSABLE
    assert code in err
    assert out == ""
    assert Path(rejected).read_bytes() == before


def test_a_broken_ledger_names_the_line_and_shows_nothing(rejected, capfd):
    text = Path(rejected).read_text(encoding="utf-8").replace('"lot": "L-3"', '"lot": "L-9"')
    Path(rejected).write_text(text, encoding="utf-8")
    code, out, err = lots(capfd, rejected, "--lang", "en")
    assert (code, out) == (Exit.UNUSABLE, "")
    assert "lots.jsonl:4" in err
    assert "lots.changed-line" in err


def test_an_earlier_digest_is_found(rejected, capfd):
    head = read(rejected)[0].head
    assert append(rejected, lot_entry("L-5", class_result("A"))) == []
    assert lots(capfd, rejected, "--expect", head)[0] == Exit.ACCEPTED


def test_machines_get_entries_states_and_digests(rejected, capfd):
    found = json.loads(lots(capfd, rejected, "--format", "json")[1])
    assert found["schema"] == "qspec-lots/1"
    assert found["head"] == read(rejected)[0].head == found["entries"][-1]["digest"]
    assert found["next"]["major"]["inspection"] == "tightened"
    assert [entry["entry"]["disposition"] for entry in found["entries"]] == ["accept", "accept", "reject", "reject"]
    assert set(found["next"]["major"]["reasons"][0]) == {"code", "en", "ja"}


def test_spreadsheets_get_a_row_for_each_class_and_act_and_run_nothing(rejected, capfd):
    argv = ["--act", "scrap", "--lot", "L-3", "--quantity", "5", "--by", "=cmd()", "--party", "supplier"]
    assert lots(capfd, rejected, *argv)[0] == Exit.ACCEPTED
    content = lots(capfd, rejected, "--format", "csv", "--lang", "en")[1]
    rows = list(csv.DictReader(io.StringIO(content.lstrip("\ufeff"))))
    assert [row["lot"] for row in rows] == ["n1", "L-2", "L-3", "L-4", "L-3"]
    assert rows[2]["disposition"] == "REJECT"
    assert rows[2]["found"] == "2"
    assert rows[4]["act"] == "Scrapping"
    assert rows[4]["by"] == "'=cmd()"


def test_a_ledger_without_lots_is_shown(book, capfd):
    for form in ("text", "json", "csv"):
        assert lots(capfd, book, "--format", form, "--lang", "both")[0] == Exit.ACCEPTED


def test_what_an_entry_says_cannot_write_to_the_terminal(book, capfd):
    assert append(book, lot_entry("\x1b[2J", class_result("R"))) == []
    out = lots(capfd, book, "--lang", "both")[1]
    assert "\x1b" not in out


def test_discontinued_is_said_first_and_resumed_by_both_sides(book, capfd):
    assert append(book, *play("R R R R R R R")) == []
    assert "major: inspection discontinued" in lots(capfd, book, "--lang", "en")[1]
    argv = ["--act", "resume", "--by", "Sato", "--party", "supplier", "--consent-by", "J. Smith", "--note", "new die"]
    assert lots(capfd, book, *argv)[0] == Exit.ACCEPTED
    assert "major: tightened inspection" in lots(capfd, book, "--lang", "en")[1]


def test_every_act_of_the_ledger_can_be_recorded_and_has_its_words():
    from qspec.cli.lots import ACTS

    assert list(ACTS) == [act.value for act in Act]
    for lang in LANGUAGES:
        assert set(catalogue(lang, "lots")["act"]) == set(ACTS)


def test_no_sentence_claims_more_than_inspection_can_show():
    forbidden = ("guarantee", "at most 1 %", "100 % good", "defect-free", "保証", "不良ゼロ")
    for lang in LANGUAGES:
        text = json.dumps(catalogue(lang, "lots"), ensure_ascii=False)
        assert [word for word in forbidden if word in text] == []
