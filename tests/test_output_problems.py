"""Problem lines: place, severity, code, sentence, hint, in one language or both."""

from __future__ import annotations

import pytest

from qspec.errors import Place, Problem, Severity
from qspec.report.problems import lines

SAID = {
    "en": "The file “report.pdf” exists already and was not overwritten.",
    "ja": "ファイル「report.pdf」はすでに存在するため、上書きしませんでした。",
}
HINT = {
    "en": "Hint: Choose another name with -o, or say --force to replace it.",
    "ja": "対処：-o で別の名前を指定するか、置き換えてよければ --force を付けてください。",
}
PROBLEM = Problem("output.exists", Place("a.yaml", 3, 7), Severity.ERROR, {"file": "report.pdf"})


def test_a_problem_reads_as_place_severity_code_sentence_hint():
    for lang, word in (("en", "error"), ("ja", "エラー")):
        assert lines([PROBLEM], [lang]) == [f"a.yaml:3:7: {word} output.exists: {SAID[lang]}", f"    {HINT[lang]}"]


def test_in_both_languages_a_problem_is_still_one_entry():
    assert lines([PROBLEM], ["ja", "en"]) == [
        f"a.yaml:3:7: エラー/error output.exists: {SAID['ja']}",
        f"    {SAID['en']}",
        f"    {HINT['ja']}",
        f"    {HINT['en']}",
    ]


@pytest.mark.parametrize(
    ("place", "start"),
    [
        (Place("測定.csv", line=12, name="穴径"), "測定.csv:12 [穴径]: error "),
        (Place("b.xlsx", sheet="測定", cell="B7"), "b.xlsx!測定!B7: error "),
        (Place(), "error output.exists: "),
        (Place("\x1b[2Ja.csv\n", line=1), "\\x1b[2Ja.csv :1: error "),
    ],
)
def test_places(place, start):
    assert lines([Problem("output.exists", place, values={"file": "x"})], ["en"])[0].startswith(start)


@pytest.mark.parametrize(
    ("severity", "english", "japanese"),
    [
        (Severity.ERROR, "error", "エラー"),
        (Severity.UNDECIDED, "undecided", "判定保留"),
        (Severity.WARNING, "warning", "警告"),
        (Severity.NOTE, "note", "参考"),
    ],
)
def test_severities_have_words(severity, english, japanese):
    problem = Problem("output.exists", Place("a"), severity, {"file": "x"})
    assert lines([problem], ["en"])[0].startswith(f"a: {english} output.exists: ")
    assert lines([problem], ["ja"])[0].startswith(f"a: {japanese} output.exists: ")


def test_all_problems_are_said_in_their_order_and_each_once():
    other = Problem("output.is-folder", Place("b"), values={"file": "b"})
    shown = lines([PROBLEM, other, PROBLEM], ["en"])
    assert [line.split()[0] for line in shown if not line.startswith(" ")] == ["a.yaml:3:7:", "b:"]


def test_a_hint_that_several_problems_share_stands_with_the_first():
    later = Problem("output.exists", Place("b.yaml", 9), values={"file": "other.pdf"})
    assert lines([PROBLEM, later], ["en"]) == [
        f"a.yaml:3:7: error output.exists: {SAID['en']}",
        f"    {HINT['en']}",
        "b.yaml:9: error output.exists: The file “other.pdf” exists already and was not overwritten.",
    ]


def test_a_quoted_value_cannot_add_lines_or_control_the_terminal():
    shown = lines([Problem("output.exists", Place("a"), values={"file": "x\n\x1b[2Jb: error\u202e"})], ["en"])
    assert len(shown) == 2
    assert "x \\x1b[2Jb: error\\u202e" in shown[0]
