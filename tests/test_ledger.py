"""The ledger: what is recorded stays, every change of a line is found and named, and nobody's line is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from history_books import SHA, act_entry, class_result, lot_entry, play
from hypothesis import given, settings
from hypothesis import strategies as st

from qspec.errors import Severity
from qspec.judgement.history import Header, LotEntry, append, create, ledger, lines, read, severities, state
from qspec.judgement.history.admission import Past
from qspec.judgement.plans.model import Inspection, Plan, System, Table
from qspec.judgement.result import Disposition

HERE = Path(__file__).parent
ADMISSION = yaml.safe_load((HERE / "cases" / "history" / "admission.yaml").read_text(encoding="utf-8"))
HEADER = Header("QS-1", supplier="有限会社見本精密", buyer="Example Audio Ltd.")


def book(path, entries):
    assert create(str(path), HEADER) == []
    if entries:
        assert append(str(path), *entries) == []
    return str(path)


def codes(problems):
    return [(problem.code, problem.place.line) for problem in problems]


@pytest.fixture
def some(tmp_path):
    """Return a ledger with a header and six lines."""
    return book(tmp_path / "lots.jsonl", play("A R#x +sort#x A#x U A"))


def test_what_is_recorded_is_read_again(some):
    found, problems = read(some)
    assert problems == []
    assert found.header == HEADER
    assert [type(entry).__name__ for entry in found.entries] == ["LotEntry"] * 2 + ["ActEntry"] + ["LotEntry"] * 3
    assert found.entries == tuple(play("A R#x +sort#x A#x U A"))
    assert len(found.digests) == 7


def test_it_is_plain_text_one_line_an_entry(some):
    text = Path(some).read_text(encoding="utf-8")
    assert text.count("\n") == 7
    assert "有限会社見本精密" in text
    assert '"lot": "x"' in text


def test_the_first_result_is_kept(some):
    found, _ = read(some)
    results = [entry for entry in found.entries if isinstance(entry, LotEntry) and entry.lot == "x"]
    assert [entry.disposition for entry in results] == [Disposition.REJECT, Disposition.ACCEPT]
    assert [entry.resubmission for entry in results] == [False, True]


def texts(path):
    return Path(path).read_bytes().split(b"\n")[:-1]


def spoilt(path, changed):
    return ledger.parse(path, b"".join(line + b"\n" for line in changed))


@pytest.mark.parametrize("number", range(1, 8))
def test_an_edited_line_is_named(some, number):
    changed = texts(some)
    changed[number - 1] = changed[number - 1].replace(b"QS-1", b"QS-9").replace(b"Sato", b"Ito")
    assert changed != texts(some)
    found, problems = spoilt(some, changed)
    assert found is None
    assert codes(problems) == [("lots.changed-line", number)]


@pytest.mark.parametrize("number", range(1, 7))
def test_a_removed_line_is_found_where_it_stood(some, number):
    changed = texts(some)
    del changed[number - 1]
    found, problems = spoilt(some, changed)
    assert found is None
    assert codes(problems) == [("lots.header-place" if number == 1 else "lots.line-out-of-place", number)]


def test_lines_cut_off_the_end_are_found_by_an_earlier_digest(some):
    whole, _ = read(some)
    for kept in range(1, 7):
        found, problems = spoilt(some, texts(some)[:kept])
        assert problems == []
        assert [problem.code for problem in ledger.missing(found, whole.head)] == ["lots.head-differs"]
        assert ledger.missing(whole, found.head) == []  # grown since
    assert ledger.missing(whole, whole.head[:12].upper()) == []


@pytest.mark.parametrize("typed", ["", "abc", "0" * 11, "x" * 64, "総" * 20])
def test_what_is_no_digest_is_refused(some, typed):
    whole, _ = read(some)
    assert [problem.code for problem in ledger.missing(whole, typed)] == ["lots.no-digest"]


@pytest.mark.parametrize(("first", "second"), [(2, 3), (3, 5), (2, 7), (6, 7)])
def test_lines_that_changed_places_are_found(some, first, second):
    changed = texts(some)
    changed[first - 1], changed[second - 1] = changed[second - 1], changed[first - 1]
    found, problems = spoilt(some, changed)
    assert found is None
    assert {problem.place.line for problem in problems} >= {first, second}


@pytest.mark.parametrize("number", range(2, 8))
def test_an_inserted_line_is_found(some, number):
    changed = texts(some)
    changed.insert(number - 1, lines.write(lot_entry("z", class_result("A")), lines.digest(changed[number - 2])))
    found, problems = spoilt(some, changed)
    assert found is None
    assert codes(problems) == [("lots.line-out-of-place", number + 1)]


@given(st.lists(st.sampled_from("ARU"), min_size=2, max_size=8), st.data())
@settings(max_examples=60, deadline=None)
def test_no_order_but_the_recorded_one_is_believed(verdicts, data):
    past, content, previous = Past(HEADER), [], lines.START
    for entry in [HEADER, *play(" ".join(verdicts))]:
        content.append(lines.write(entry, previous))
        previous = lines.digest(content[-1])
        if entry is not HEADER:
            past.add(entry)
    order = data.draw(st.permutations(range(len(content))))
    found, problems = spoilt("book", [content[index] for index in order])
    assert (found is not None) == (list(order) == sorted(order))
    assert bool(problems) == (found is None)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_byte_can_be_changed(data):
    content, previous = b"", lines.START
    for entry in [HEADER, *play("A R#x +sort#x A#x")]:
        line = lines.write(entry, previous)
        previous, content = lines.digest(line), content + line + b"\n"
    place = data.draw(st.integers(0, len(content) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != content[place]))
    found, problems = ledger.parse("book", content[:place] + bytes([byte]) + content[place + 1 :])
    assert found is None
    line = content[:place].count(b"\n") + 1
    assert any(problem.place.line in (line, line + 1) for problem in problems)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text[:-1],
        lambda text: text[:-40],
        lambda text: text + b"\n",
        lambda text: text + text,
        lambda text: b"",
        lambda text: b"\n",
        lambda text: b"[" * 100_000 + b"\n",
        lambda text: b"\xff\xfe\n",
        lambda text: b"null\n",
        lambda text: text.replace(b'"previous"', b'"previous" '),
        lambda text: text.replace(b'{"previous"', b'{"lot": "L-9", "previous"'),
        lambda text: text.split(b"\n", 1)[1],
    ],
)
def test_a_damaged_file_is_no_ledger_and_is_not_written(some, change):
    content = change(Path(some).read_bytes())
    Path(some).write_bytes(content)
    found, problems = read(some)
    assert found is None
    assert problems
    assert append(some, lot_entry("new", class_result("A"))) == problems
    assert Path(some).read_bytes() == content


def test_a_chain_that_was_made_anew_still_has_to_keep_the_rules(some):
    """Whoever computes every digest anew can still not let a lot be accepted that was never sorted."""
    entries = [entry for entry in play("A R#x +sort#x A#x U A") if entry.record == "lot"]
    content, previous = [], lines.START
    for entry in [HEADER, *entries]:
        content.append(lines.write(entry, previous))
        previous = lines.digest(content[-1])
    found, problems = spoilt(some, content)
    assert found is None
    assert codes(problems) == [("lots.not-admissible", 4)]


@pytest.mark.parametrize("name", ADMISSION)
def test_what_may_follow_on_what(name, tmp_path):
    path = book(tmp_path / "lots.jsonl", [])
    for step in ADMISSION[name]:
        before = Path(path).read_bytes()
        said = {key: value for key, value in step.items() if key not in ("is", "again")}
        entry = act_entry(said.pop("act"), **said) if "act" in said else lot_of(**said)
        problems = append(path, entry)
        assert [problem.code for problem in problems] == ([step["is"]] if "is" in step else [])
        if "is" in step:
            assert Path(path).read_bytes() == before
        found, problems = read(path)
        assert problems == []
        if "again" in step:
            assert found.entries[-1].resubmission is step["again"]


def lot_of(lot, data="one", sha="ab", spec="QS-1", **said):
    verdict = said.pop("as")
    entry = lot_entry(lot, class_result(verdict), data=data.encode().hex().rjust(64, "0"), sha=sha * 32, **said)
    return replace(entry, spec=spec)


def test_a_lot_that_waited_while_inspection_was_discontinued_is_judged_anew_after_it_was_resumed(tmp_path):
    path = book(tmp_path / "lots.jsonl", play("R R R R R R R D#x"))
    waiting = read(path)[0].entries[-1]
    accepted = replace(waiting, disposition=Disposition.ACCEPT, classes=(class_result("A", at=Inspection.TIGHTENED),))
    assert [problem.code for problem in append(path, accepted)] == ["lots.not-resumed"]
    plans = {"major": Plan("", Table(System.ISO, "II", Fraction("0.65")))}
    assert severities(read(path)[0], SHA, plans, lot="x", part="KN-1")["major"].discontinued
    assert append(path, act_entry("resume", note="new die", consent_by="J. Smith")) == []
    now = severities(read(path)[0], SHA, plans, lot="x", part="KN-1")["major"]
    assert (now.inspection, now.discontinued) == (Inspection.TIGHTENED, False)
    assert append(path, accepted) == []
    assert state(read(path)[0].entries, "major").run == 0  # it stood among the lots that count for nothing


def test_a_result_recorded_twice_is_a_note_and_no_mistake(tmp_path):
    path = book(tmp_path / "lots.jsonl", [lot_of("x", **{"as": "R"})])
    (problem,) = append(path, lot_of("x", **{"as": "R"}))
    assert problem.severity is Severity.NOTE


def test_of_several_entries_all_are_written_or_none(tmp_path):
    path = book(tmp_path / "lots.jsonl", [])
    before = Path(path).read_bytes()
    problems = append(path, lot_of("x", **{"as": "R"}), lot_of("x", data="two", **{"as": "A"}))
    assert [problem.code for problem in problems] == ["lots.not-sorted"]
    assert Path(path).read_bytes() == before


def test_the_flag_of_resubmission_is_the_ledgers_own(tmp_path):
    path = book(tmp_path / "lots.jsonl", [])
    assert append(path, replace(lot_of("x", **{"as": "R"}), resubmission=True)) == []
    found, _ = read(path)
    assert not found.entries[0].resubmission


@pytest.mark.parametrize("text", ["L\nX", "ロット１", '"', "\\", "a\u2028b", "\x1b[2J", "𠮷", "a" * 5000])
def test_any_text_can_be_a_lots_number(text, tmp_path):
    path = book(tmp_path / "lots.jsonl", [lot_of(text, **{"as": "A"})])
    found, problems = read(path)
    assert problems == []
    assert found.entries[0].lot == text
    assert Path(path).read_bytes().count(b"\n") == 2


@pytest.mark.parametrize(
    "entry",
    [
        lot_of("\ud800", **{"as": "A"}),
        replace(lot_of("x", **{"as": "A"}), date="yesterday"),
        replace(lot_of("x", **{"as": "A"}), date="2026-02-30"),
        replace(lot_of("x", **{"as": "A"}), data_sha256="abc"),
        replace(lot_of("x", **{"as": "A"}), lot_size=0),
    ],
)
def test_what_could_not_be_read_again_is_not_written(entry, tmp_path):
    path = book(tmp_path / "lots.jsonl", [])
    before = Path(path).read_bytes()
    assert [problem.code for problem in append(path, entry)] == ["lots.cannot-be-written"]
    assert Path(path).read_bytes() == before


def test_a_spec_with_an_empty_revision_has_a_ledger_too(tmp_path):
    path = book(tmp_path / "lots.jsonl", [replace(lot_of("x", **{"as": "A"}), revision="")])
    assert read(path)[0].entries[0].revision == ""


def test_a_ledger_is_begun_on_purpose_alone(tmp_path):
    path = str(tmp_path / "typo.jsonl")
    assert [problem.code for problem in append(path, lot_of("x", **{"as": "A"}))] == ["lots.no-ledger"]
    assert not Path(path).exists()
    assert read(path)[1][0].code == "lots.no-ledger"


def test_a_ledger_is_never_begun_over_another(some):
    before = Path(some).read_bytes()
    assert [problem.code for problem in create(some, HEADER)] == ["lots.exists"]
    assert Path(some).read_bytes() == before


def test_what_cannot_be_read_or_written_is_said(tmp_path):
    assert read(str(tmp_path))[1][0].code == "lots.unreadable-file"
    assert create(str(tmp_path / "no" / "folder.jsonl"), HEADER)[0].code == "lots.unwritable"
    assert read("a\0b")[1][0].code == "lots.unreadable-file"


def test_permissions_and_links_stay(some, tmp_path):
    os.chmod(some, 0o640)
    link = tmp_path / "link.jsonl"
    link.symlink_to(some)
    assert append(str(link), lot_of("new", **{"as": "A"})) == []
    assert link.is_symlink()
    assert os.stat(some).st_mode & 0o777 == 0o640
    assert len(read(some)[0].entries) == 7


def writer(path, name, count):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), os.environ["PYTHONPATH"]])}
    command = [sys.executable, str(HERE / "history_writer.py"), path, name, str(count)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def test_two_that_write_at_once_lose_nothing(tmp_path):
    path = book(tmp_path / "lots.jsonl", [])
    both = [writer(path, name, 50) for name in ("left", "right")]
    for process in both:
        with process:
            process.communicate()
        assert process.returncode == 0
    found, problems = read(path)
    assert problems == []
    for name in ("left", "right"):
        own = [entry.lot for entry in found.entries if entry.lot.startswith(name)]
        assert own == [f"{name}-{number}" for number in range(50)]
    assert len(found.entries) == 100


def test_a_writer_that_is_killed_leaves_a_ledger_that_holds_all_it_said(tmp_path):
    path = book(tmp_path / "lots.jsonl", [])
    said = []
    for turn in range(8):
        with writer(path, f"t{turn}", 10_000) as process:
            said.append(process.stdout.readline().strip())
            time.sleep(0.011 * turn)  # the moment of the kill moves through the steps of a write
            process.send_signal(signal.SIGKILL)
            said += process.stdout.read().split()
        found, problems = read(path)
        assert problems == []
        assert {lot for lot in said if lot} <= {entry.lot for entry in found.entries}
    assert append(path, lot_of("after", **{"as": "A"})) == []


def test_a_write_that_dies_before_the_last_step_changes_nothing(some, monkeypatch):
    before = Path(some).read_bytes()

    def die(*_):
        raise OSError(28, "full")

    monkeypatch.setattr(os, "replace", die)
    assert append(some, lot_of("new", **{"as": "A"}))[0].code == "lots.unwritable"
    assert Path(some).read_bytes() == before
    monkeypatch.undo()
    assert append(some, lot_of("new", **{"as": "A"})) == []


@pytest.mark.parametrize("content", ["qspec: 1\nid: QS-1\n", "serial,width\n1,2\n", "{}\n"])
def test_another_file_is_told_from_a_ledger_once_and_not_line_by_line(tmp_path, content):
    path = tmp_path / "other"
    path.write_text(content, encoding="utf-8")
    found, problems = read(str(path))
    assert found is None
    assert codes(problems) == [("lots.not-a-ledger", None)]
