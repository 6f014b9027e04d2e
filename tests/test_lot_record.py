"""A lot judged, recorded and reported through the command line: one lot, one result, and no way around it."""

from __future__ import annotations

import json

import pytest

from qspec.cli.app import Exit, run
from qspec.judgement.history import read

SPEC = """qspec: 1
id: CASE
revision: A
title: {en: Sample part, ja: 見本部品}
characteristics:
  length: {kind: dimension, limit: 10 ±0.1 mm, class: CLASS}
sampling:
  CLASS: "PLAN"
"""
NORMAL = "ISO 2859-1, level II, AQL 1.0"


class Place:
    """A folder with a spec, a ledger and data, and the commands run in it."""

    def __init__(self, folder, capfd):
        self.folder, self.capfd = folder, capfd
        self.ledger = str(folder / "k.lots")

    def spec(self, plan=NORMAL, name="major"):
        (self.folder / "s.yaml").write_text(SPEC.replace("PLAN", plan).replace("CLASS", name), encoding="utf-8")
        return self

    def begin(self):
        assert self.run("lots", self.ledger, "--new", "--spec", str(self.folder / "s.yaml"))[0] == Exit.ACCEPTED
        return self

    def data(self, pieces, failing=0):
        path = self.folder / f"d{pieces}-{failing}.csv"
        rows = [f"{one},{11 if one <= failing else 10}\n" for one in range(1, pieces + 1)]
        path.write_text("serial,length [mm]\n" + "".join(rows), encoding="utf-8")
        return str(path)

    def run(self, *argv):
        code = run([*argv, "--lang", "en"])
        out, err = self.capfd.readouterr()
        return code, out, err

    def check(self, data, lot="L-1", *more, size=1200, ledger=True):
        where = ["--ledger", self.ledger] if ledger else []
        return self.run(
            "check", str(self.folder / "s.yaml"), data, "--lot", lot, "--lot-size", str(size), *where, *more
        )

    def entries(self):
        found, problems = read(self.ledger)
        assert problems == []
        return found.entries


@pytest.fixture
def place(tmp_path, capfd):
    return Place(tmp_path, capfd).spec().begin()


@pytest.mark.parametrize("lot", ["L‑1", "Ｌ－１", " l-1 ", "L–1"])
def test_another_spelling_of_its_number_does_not_make_a_lot_a_new_one(place, lot):
    assert place.check(place.data(80, 5))[0] == Exit.REJECTED
    code, out, err = place.check(place.data(80), lot)
    assert (code, out) == (Exit.UNUSABLE, "")
    assert "lots.not-sorted" in err
    assert len(place.entries()) == 1


def test_a_smaller_lot_does_not_complete_an_undecided_one(place):
    assert place.check(place.data(79, 1))[0] == Exit.UNDECIDED
    code, out, err = place.check(place.data(13), size=50)
    assert (code, out) == (Exit.UNUSABLE, "")
    assert "lots.other-size" in err
    assert place.check(place.data(80, 1))[0] == Exit.ACCEPTED


def test_the_record_holds_the_acceptance_number_that_was_judged_by(place):
    place = place.spec(name="critical")
    code, out, _ = place.check(place.data(80), "L-1", "--format", "json")
    assert code == Exit.ACCEPTED
    (shown,) = json.loads(out)["lots"][0]["classes"] if "lots" in json.loads(out) else json.loads(out)["classes"]
    (kept,) = place.entries()[0].classes
    assert (shown["acceptance"], shown["rejection"]) == (kept.ac, kept.re) == (0, 1)


@pytest.mark.parametrize(
    ("stated", "asked", "refused"),
    [
        ("tightened", "normal", True),
        ("tightened", "reduced", True),
        ("normal", "reduced", True),
        ("tightened", "tightened", False),
        ("normal", "tightened", False),
        ("reduced", "normal", False),
    ],
)
def test_no_option_makes_inspection_milder_than_the_plan_states(place, stated, asked, refused):
    place.spec(f"{NORMAL}, {stated}")
    code, _, err = place.check(place.data(80), "L-1", "--severity", asked, ledger=False)
    assert ("judgement.severity-milder" in err) is refused
    assert (code == Exit.UNUSABLE) is refused
    spec = str(place.folder / "s.yaml")
    code, _, err = place.run("plan", spec, "--lot", "L-1", "--lot-size", "1200", "--severity", f"major={asked}")
    assert ("judgement.severity-milder" in err) is refused


def test_a_report_shows_no_result_that_the_ledger_could_not_hold(place):
    assert place.check(place.data(80, 5))[0] == Exit.REJECTED
    spec, paper = str(place.folder / "s.yaml"), place.folder / "r.pdf"
    options = ["--lot", "L-1", "--lot-size", "1200", "--ledger", place.ledger, "-o", str(paper)]
    code, _, err = place.run("report", spec, place.data(80), *options)
    assert code == Exit.UNUSABLE
    assert "lots.not-sorted" in err
    assert not paper.exists()
    assert place.run("report", spec, place.data(80, 5), *options)[0] == Exit.REJECTED
    assert paper.exists()


@pytest.mark.parametrize("command", ["check", "report", "plan", "sidecar"])
def test_nothing_is_written_over_the_ledger(place, command):
    assert place.check(place.data(80))[0] == Exit.ACCEPTED
    spec, more = str(place.folder / "s.yaml"), ["--lot", "L-2", "--lot-size", "1200", "--ledger", place.ledger]
    link = place.folder / "other-name"
    link.symlink_to(place.ledger)
    product = ["-o" if command != "sidecar" else "--sidecar", str(link), "--force"]
    data = [place.data(80)] if command in ("check", "report") else []
    code, _, err = place.run("plan" if command == "sidecar" else command, spec, *data, *more, *product)
    assert code == Exit.UNUSABLE
    assert "output.is-input" in err
    assert place.entries()[0].lot == "L-1"


def test_nothing_is_written_over_what_is_known_beside_the_data(place):
    beside = place.folder / "d80-0.csv.batch.yaml"
    beside.write_text("lot: L-1\n", encoding="utf-8")
    code, _, err = place.check(place.data(80), "L-1", "-o", str(beside), "--force", ledger=False)
    assert code == Exit.UNUSABLE
    assert "output.is-input" in err
    assert beside.read_text(encoding="utf-8") == "lot: L-1\n"


def test_a_result_whose_product_could_not_be_written_is_recorded_once(place):
    (place.folder / "there").write_text("x", encoding="utf-8")
    for _ in range(2):
        code, _, err = place.check(place.data(80), "L-1", "-o", str(place.folder / "there"))
        assert code == Exit.UNUSABLE
        assert "output.exists" in err
        assert len(place.entries()) == 1
    assert place.check(place.data(80), "L-1", "-o", str(place.folder / "new"))[0] == Exit.ACCEPTED
    assert len(place.entries()) == 1


@pytest.mark.parametrize(("recorded", "refused"), [(1, False), (2, True)])
def test_a_lot_is_not_recorded_by_a_severity_that_ended_while_it_was_judged(place, recorded, refused, monkeypatch):
    from qspec.cli import check as command

    others = [place.data(80, 5), place.data(80, 6)]
    record = command.record

    def late(evaluation, options):
        monkeypatch.setattr(command, "record", record)
        for number, data in enumerate(others[:recorded]):
            assert place.check(data, f"X-{number}")[0] == Exit.REJECTED
        return record(evaluation, options)

    monkeypatch.setattr(command, "record", late)
    code, out, err = place.check(place.data(80))
    assert ("lots.grown-meanwhile" in err) is refused
    assert (code, out == "") == ((Exit.UNUSABLE, True) if refused else (Exit.ACCEPTED, False))
    assert len(place.entries()) == recorded + (not refused)


def test_a_conforming_lot_is_not_accepted_while_inspection_is_discontinued(place):
    for number in range(7):
        assert place.check(place.data(80, 10 + number), f"L-{number}")[0] == Exit.REJECTED
    for _ in range(2):
        code, out, _ = place.check(place.data(80), "L-7", "--format", "json")
        assert (code, json.loads(out)["disposition"]) == (Exit.REJECTED, "discontinued")
    act = ["--by", "A", "--party", "supplier", "--consent-by", "B", "--note", "new tool"]
    assert place.run("lots", place.ledger, "--act", "resume", *act)[0] == Exit.ACCEPTED
    code, out, _ = place.check(place.data(80), "L-7", "--format", "json")
    assert (code, json.loads(out)["disposition"]) == (Exit.ACCEPTED, "accept")
    assert [entry.disposition.value for entry in place.entries() if getattr(entry, "lot", "") == "L-7"] == [
        "discontinued",
        "accept",
    ]


def test_a_lot_submitted_again_says_so_and_its_acts_stand_beside_the_result_that_they_followed(place):
    assert place.check(place.data(80, 5), "L-1", "--date", "2026-11-02")[0] == Exit.REJECTED
    act = ["--act", "sort", "--lot", "L-1", "--quantity", "1200", "--by", "T. Sato", "--party", "supplier"]
    assert place.run("lots", place.ledger, *act, "--date", "2026-11-04")[0] == Exit.ACCEPTED
    for _ in range(2):  # judged for the first time, and once more when it is on record
        code, out, _ = place.check(place.data(80), "L-1", "--date", "2026-11-06")
        said = " ".join(out.split())
        assert code == Exit.ACCEPTED
        assert "This lot was submitted again. Its first result (REJECT of 2026-11-02) stays in the ledger." in said
        assert "Verdict REJECT of 2026-11-02 (stands). Act: Sorting, 2026-11-04" in said
    _, out, _ = place.check(place.data(80, 5), "L-1", "--date", "2026-11-02")
    assert "was submitted again" not in " ".join(out.split())
    assert "Verdict REJECT (stands). Act: Sorting, 2026-11-04" in " ".join(out.split())


def test_the_class_whose_severity_changed_is_named(place):
    for lot in ("L-1", "L-2"):
        assert place.check(place.data(80, 5), lot)[0] == Exit.REJECTED
    code, out, _ = place.check(place.data(80), "L-3")
    said = " ".join(out.split())
    assert code == Exit.ACCEPTED
    assert "major: With lot L-2, two of five or fewer" in said
    assert "tightened inspection follows." in said
