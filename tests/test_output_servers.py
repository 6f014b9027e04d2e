"""junit and github: a build server shows red for whatever is not accepted, and no text of a file breaks the format."""

from __future__ import annotations

import re

import evaluations
import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from qspec.errors import Place, Problem, Severity
from qspec.judgement.result import Disposition, Verdict
from qspec.report import as_github, as_junit
from qspec.report.options import OutputOptions
from qspec.report.width import visible

ENGLISH = OutputOptions(languages=("en",))
NASTY = st.text(st.one_of(st.characters(), st.sampled_from("%:,\r\n<>&\"']]>\x00\x1b\ud800\ufffe\u2028")), max_size=30)


def junit(evaluation, options=ENGLISH):
    return ElementTree.fromstring(as_junit.write(evaluation, options))


def github(evaluation, options=ENGLISH):
    return as_github.write(evaluation, options).decode("utf-8").splitlines()


def hostile(text):
    reading = evaluations.reading(text, 1, text, "-1", Verdict.FAIL, place=Place(text or "a", line=1))
    item = evaluations.item(text, {"en": text}, (evaluations.check(text, text, text, (reading,)),))
    problem = Problem("text.not-a-number", Place(text, line=3, column=5), Severity.ERROR, {"text": text})
    return evaluations.evaluation(evaluations.lot(Disposition.REJECT, item), problems=(problem,))


def test_junit_has_a_case_for_every_characteristic_and_one_for_the_lot():
    root = junit(evaluations.rejected())
    assert {key: root.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "5",
        "failures": "2",
        "errors": "1",
        "skipped": "1",
    }
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert list(cases) == [
        "Disposition of the lot",
        "bore: Bore",
        "body-color: Body color",
        "finish: Surface finish, face A",
        "marking: Marking",
    ]
    assert cases["bore: Bore"].find("failure").get("message") == "FAIL"
    assert "Piece K007: 10.021, margin -0.009 mm" in cases["bore: Bore"].find("failure").text
    assert cases["body-color: Body color"].find("failure") is None
    assert "MARGINAL" in cases["body-color: Body color"].find("system-out").text
    assert cases["finish: Surface finish, face A"].find("error") is not None
    assert cases["marking: Marking"].find("skipped") is not None


@pytest.mark.parametrize(
    ("disposition", "mark"),
    [
        (Disposition.ACCEPT, None),
        (Disposition.DISCONTINUED, "failure"),
        (Disposition.REJECT, "failure"),
        (Disposition.UNDECIDED, "error"),
    ],
)
def test_junit_is_red_when_the_lot_is_not_accepted_although_every_characteristic_passes(disposition, mark):
    root = junit(evaluations.evaluation(evaluations.lot(disposition, evaluations.color())))
    marked = [child.tag for case in root.iter("testcase") for child in case if child.tag in ("failure", "error")]
    assert marked == ([mark] if mark else [])


def test_junit_of_a_run_without_lots_is_an_error():
    root = junit(evaluations.evaluation())
    assert root.get("errors") == "1"
    assert root.get("tests") == "1"


def test_junit_of_several_lots_keeps_them_apart():
    names = [(case.get("classname"), case.get("name")) for case in junit(evaluations.several()).iter("testcase")]
    assert len(set(names)) == len(names)


@given(NASTY)
def test_junit_is_xml_whatever_a_file_says(text):
    root = junit(hostile(text), OutputOptions(languages=("ja", "en")))
    case = list(root.iter("testcase"))[1]
    assert case.get("name").startswith(visible(text))


def test_github_puts_a_problem_beside_its_line():
    problem = Problem("text.not-a-number", Place("specs/knob.yaml", 3, 7), Severity.WARNING, {"text": "x%y"})
    lines = github(evaluations.evaluation(*evaluations.accepted().lots, problems=(problem,)))
    assert lines[0].startswith("::warning file=specs/knob.yaml,line=3,col=7,title=text.not-a-number::“x%25y”")
    assert "%0A" in lines[0]


def test_github_names_failed_and_undecided_characteristics_with_their_worst_reading():
    lines = github(evaluations.rejected())
    assert lines[1].startswith("::error title=Lot A-17%3A REJECT::Nonconforming pieces (critical): 2 of 8 measured")
    assert lines[2].startswith("::error file=検査成績書_A-17.xlsx,title=Bore%3A FAIL::検査成績書_A-17.xlsx!測定!D9%0A")
    assert lines[3].startswith("::warning file=検査成績書_A-17.xlsx,title=Body color%3A MARGINAL::")
    assert lines[4].startswith("::error title=Surface finish%2C face A%3A UNDECIDED::")
    assert len(lines) == 5


@pytest.mark.parametrize(
    ("severity", "level"),
    [
        (Severity.ERROR, "error"),
        (Severity.UNDECIDED, "error"),
        (Severity.WARNING, "warning"),
        (Severity.NOTE, "notice"),
    ],
)
def test_github_levels(severity, level):
    problem = Problem("text.not-a-number", Place("a.csv"), severity, {"text": "x"})
    assert as_github.commands([problem], ["en"])[0].startswith(f"::{level} file=a.csv,")


def test_github_says_that_an_accepted_lot_is_accepted_and_that_an_empty_run_is_not():
    assert github(evaluations.accepted())[0].startswith("::notice title=Lot A-17%3A ACCEPT::")
    assert github(evaluations.evaluation()) == ["::error title=UNDECIDED::Nothing was judged"]


@given(NASTY)
def test_no_text_of_a_file_starts_a_command_of_its_own(text):
    for line in github(hostile(text)):
        found = re.fullmatch(r"::(error|warning|notice) ((?:[a-z]+=[^:,\r\n]*,?)+)::(.*)", line)
        assert found, line
        assert not re.search(r"%(?!25|0A|0D|3A|2C)", line), line
        assert visible(line) == line
