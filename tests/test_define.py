"""What somebody gets who asks `qspec define` about a phrase: limits, reasons, questions, clauses, a spec entry."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from qspec.cli.app import COMMANDS, Exit, application, run
from qspec.judgement.judge import prepare
from qspec.kinds import registry
from qspec.messages import LANGUAGES, template
from qspec.notation import Requirement, read
from qspec.phrases.answer import Status
from qspec.phrases.engine import understand
from qspec.phrases.entry import answered, conditions_of
from qspec.phrases.lexicon import characteristics, trades
from qspec.phrases.model import Candidate, Finding, Matched
from qspec.phrases.proposals import GENERAL, PRESELECTED, proposal, proposals
from qspec.phrases.vocabulary import ClauseClass, Degree, Direction, Polarity, Pole, Tier, Yardstick
from qspec.phrases.wording import both_worded, condition
from qspec.report.answers import as_json, as_text
from qspec.report.width import columns
from qspec.spec.file import load
from qspec.spec.writing import entry_lines

CASES = Path(__file__).parent / "cases" / "define"
DOCS = Path(__file__).parents[1] / "docs"
NUMBERED = [name for name in characteristics() if name != GENERAL]
KEYS = [
    *("text", "language", "class", "characteristic", "candidates", "second", "direction", "degree", "yardstick"),
    *("confidence", "matched", "limit", "tiers", "questions", "clause"),
    *("status", "polarity", "trade", "risk", "item", "decompose", "nearest"),
]


def define(capfd, *words):
    """Return exit code, the answers of a run in JSON, and what was said on stderr."""
    code = run(["define", "--format", "json", *words])
    captured = capfd.readouterr()
    return code, [json.loads(line) for line in captured.out.splitlines()], captured.err


def made_up(characteristic, degree=Degree.MODERATE, trade=None, **more):
    """Return a finding as the engine makes it, whatever its words are."""
    one = Candidate(characteristic, 0.9, ("some words",), "some words", Pole.BAD)
    given = {"direction": Direction.UPPER, **more}
    return Finding("some words", "en", ClauseClass.VAGUE, (one,), degree=degree, trade=trade, **given)


def lint(entry):
    """Return the item of an entry and what `qspec lint` says about it, read from the YAML a person would paste."""
    head = ["qspec: 1", "id: QS-1", "revision: A", "title: sample", "sampling: 100%", "characteristics:"]
    text = "\n".join([*head, *entry_lines("x", entry)])
    prepared, problems = prepare(load("spec.yaml", text.encode(), registry.models()))
    return (prepared.items[0] if prepared is not None else None), problems


# The worked examples, each in both languages: characteristic, degree, preselected limit.
WORKED = [
    ("slight color variation is acceptable", "color_difference", "slight_allowed", "standard", "ΔE*ab ≤ 1.7"),
    ("若干の色差は可とする", "color_difference", "slight_allowed", "standard", "ΔE*ab ≤ 1.7"),
    ("smooth finish", "roughness", "unspecified", "standard", "Ra ≤ 1.6 µm"),
    ("表面は滑らかであること", "roughness", "unspecified", "standard", "Ra ≤ 1.6 µm"),
    ("no harmful burrs", "burr_edge", "loose", "relaxed", "≤ 0.3 mm"),
    ("有害なバリのないこと", "burr_edge", "loose", "relaxed", "≤ 0.3 mm"),
    ("no visible scratches", "scratch_dent", "moderate", "standard", "0"),
    ("目立つキズなきこと", "scratch_dent", "moderate", "standard", "0"),
    ("high gloss", "gloss", "unspecified", "standard", "≥ 70 GU(60°)"),
    ("つやがあること", "gloss", "unspecified", "standard", "≥ 70 GU(60°)"),
    ("no unpleasant smell", "odor", "moderate", "standard", "≤ 2"),
    ("異臭のないこと", "odor", "none_allowed", "strict", "≤ 1"),
]


@pytest.mark.parametrize(("phrase", "characteristic", "degree", "tier", "limit"), WORKED)
def test_the_worked_examples_are_answered(phrase, characteristic, degree, tier, limit, capfd):
    code, (answer,), said = define(capfd, phrase)
    assert (code, said) == (Exit.ACCEPTED, "")
    assert (answer["characteristic"], answer["degree"], answer["status"]) == (characteristic, degree, "matched")
    assert [one["tier"] for one in answer["tiers"]] == ["strict", "standard", "relaxed"]
    assert [(one["tier"], one["limit"]) for one in answer["tiers"] if one["preselected"]] == [(tier, limit)]
    assert answer["item"]["limit"] == limit
    assert answer["questions"]
    assert all(answer["clause"].values())


@pytest.mark.parametrize(
    ("phrase", "clause"),
    [
        ("smooth finish", ("Ra 1.6 µm or less", "Ra1.6µm以下")),
        ("high gloss", ("70 GU or more", "70GU以上")),
        ("slight color variation is acceptable", ("ΔE*ab 1.7 or less", "ΔE*ab 1.7以下")),
        ("no visible scratches", ("from 600 mm within 5–10 s at 800–1000 lx", "照度800～1000lx、距離600mm")),
        ("no unpleasant smell", ("grade 2 or less", "臭気強度2以下")),
    ],
)
def test_the_clause_has_the_limit_in_words_in_both_languages(phrase, clause, capfd):
    _, (answer,), _ = define(capfd, phrase)
    assert all(words in answer["clause"][lang] for words, lang in zip(clause, ("en", "ja"), strict=True))


@pytest.mark.parametrize("phrase", ["good workmanship", "仕上げ良好なこと"])
def test_general_words_get_no_number_but_the_characteristics_they_may_mean(phrase, capfd):
    code, (answer,), _ = define(capfd, phrase)
    assert (code, answer["status"], answer["characteristic"]) == (Exit.ACCEPTED, "needs_decomposition", GENERAL)
    assert (answer["tiers"], answer["item"], answer["limit"]) == ([], None, None)
    assert {one["characteristic"] for one in answer["decompose"]} == set(NUMBERED)
    assert "scratch_dent" in {one["characteristic"] for one in answer["decompose"] if one["ticked"]}
    assert answer["questions"]
    assert not re.search(r"\d", answer["clause"]["en"])


@pytest.mark.parametrize("trade", trades())
def test_general_words_tick_what_is_usual_in_the_trade(trade):
    answer = proposal(made_up(GENERAL, trade=trade, direction=Direction.NONE))
    ticked = [one.characteristic for one in answer.decompose if one.ticked]
    assert ticked == proposals(GENERAL)["decompose"][trade]
    assert len(answer.decompose) == len(NUMBERED)


def test_the_trade_decides_what_is_measured(capfd):
    units = {}
    for trade in ("machining", "painting"):
        _, (answer,), _ = define(capfd, "--trade", trade, "smooth surface")
        assert answer["trade"] == trade
        units[trade] = answer["tiers"][1]["unit"]
    assert units == {"machining": "µm", "painting": None}


def test_a_limit_that_is_there_already_is_said_again_and_not_replaced(capfd):
    code, (answer,), _ = define(capfd, "surface roughness Ra 1.6 µm max")
    assert (code, answer["class"], answer["status"], answer["tiers"]) == (Exit.ACCEPTED, "measurable", "measurable", [])
    said = answer["limit"]
    assert (said["lower"], said["upper"], said["upper_inclusive"], said["nominal"]) == (None, 1.6, True, None)
    assert said["unit"] == "µm"
    assert "Ra 1.6 µm or less" in answer["clause"]["en"]
    assert "Ra1.6µm以下" in answer["clause"]["ja"]


def test_deviations_without_a_nominal_are_marked(capfd):
    _, (answer,), _ = define(capfd, "Dimensional tolerance ±0.1 mm")
    assert answer["limit"]["relative"] is True
    assert (answer["limit"]["lower"], answer["limit"]["upper"], answer["limit"]["nominal"]) == (-0.1, 0.1, None)


def test_what_is_not_about_quality_is_said_and_ends_in_1(capfd):
    code, answers, _ = define(capfd, "high gloss", "payment within 30 days")
    assert code == Exit.REJECTED
    assert [answer["class"] for answer in answers] == ["vague", "other"]
    other = answers[1]
    empty = ("candidates", "matched", "tiers", "questions", "decompose")
    assert [other[key] for key in empty] == [[]] * len(empty)
    assert [other[key] for key in ("characteristic", "second", "limit", "clause", "risk", "item")] == [None] * 6
    said = [other[key] for key in ("direction", "degree", "yardstick", "confidence", "status")]
    assert said == ["none", "unspecified", "none", 0, "not_matched"]


def test_a_word_mistyped_beyond_repair_is_answered_with_the_nearest_ones(capfd):
    code, (answer,), _ = define(capfd, "no scrattchez")
    assert code == Exit.REJECTED
    assert answer["nearest"]


# --- the form of the JSON ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("phrase", ["high gloss", "good workmanship", "Ra 1.6 max", "thank you", "異臭のないこと"])
def test_every_key_is_always_there_and_in_its_order(phrase):
    assert list(as_json.plain(proposal(understand(phrase)))) == KEYS


@pytest.mark.parametrize("page", ["phrases.md", "phrases.ja.md"])
def test_the_documents_name_every_key_in_its_order(page):
    rows = re.findall(
        r"^\| `(\w+)` \| (.*) \|$", (DOCS / page).read_text("utf-8").partition("## JSON")[2], re.MULTILINE
    )
    assert [name for name, _ in rows] == KEYS
    said = dict(rows)
    answers = [
        as_json.plain(proposal(understand(phrase))) for phrase in ("no visible scratches", "Ra 1.6 max", "good finish")
    ]
    for answer in answers:
        for key in ("candidates", "matched", "limit", "tiers", "questions", "clause", "risk", "item", "decompose"):
            one = answer[key][0] if isinstance(answer[key], list) and answer[key] else answer[key]
            inner = set(one or ()) - {"readings", "rule"} if key == "item" else set(one or ())
            assert [name for name in sorted(inner) if f"`{name}`" not in said[key]] == [], key
        for key in ("class", "direction", "yardstick", "status", "polarity"):
            assert f"`{answer[key]}`" in said[key]


@pytest.mark.parametrize("page", ["phrases.md", "phrases.ja.md"])
def test_the_documents_say_which_tier_each_degree_preselects(page):
    words = {"strict": "厳しい", "standard": "標準", "relaxed": "緩い"} if page.endswith("ja.md") else {}
    text = (DOCS / page).read_text("utf-8")
    assert dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| (\S+) \|$", text.partition("## JSON")[0], re.MULTILINE)) == {
        degree.value: words.get(tier.value, tier.value) for degree, tier in PRESELECTED.items()
    }
    assert all(f"`{trade}`" in text for trade in trades())


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(17, 10), 1.7),
        (Fraction(70), 70),
        (Fraction(-1, 10), -0.1),
        (Fraction("0.12345678901234567"), "0.123457"),
        (Fraction(2) ** 60, 2**60),
        (None, None),
    ],
)
def test_numbers_are_json_numbers_only_where_they_are_exact(value, written):
    assert as_json.number(value) == written


def test_steps_of_a_scale_are_numbers_where_they_are_ones_and_marks_have_no_bounds():
    limits = [as_json._limit(read(limit)[0]) for limit in ("4-5級以上", "4級以上", "≥ 3H", "OK", "H7")]
    assert [(limit["lower"], limit["upper"]) for limit in limits] == [
        ("4-5", None),
        (4, None),
        ("3H", None),
        *[(None, None)] * 2,
    ]


@pytest.mark.parametrize(
    ("phrase", "lower", "unit"),
    [
        ("鉛筆硬度2H以上", "2H", "grade"),
        ("fastness to rubbing min. 3-4", "3-4", "grade"),
        ("硬さ 58 HRC以上", 58, "HRC"),
    ],
)
def test_a_stated_step_is_a_limit(phrase, lower, unit, capfd):
    _, (answer,), _ = define(capfd, phrase)
    assert (answer["limit"]["lower"], answer["limit"]["upper"], answer["limit"]["unit"]) == (lower, None, unit)


# --- entries and proposals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("degree", [Degree.STRICT, Degree.MODERATE, Degree.LOOSE])
@pytest.mark.parametrize("characteristic", NUMBERED)
def test_every_characteristic_gives_an_entry_that_lint_accepts_once_its_questions_are_answered(characteristic, degree):
    answer = proposal(made_up(characteristic, degree))
    assert answer.preselected.tier is PRESELECTED[degree]
    item, problems = lint(answer.item)
    assert item is None
    assert {problem.code for problem in problems} >= {"spec.open-question"}
    assert len([one for one in problems if one.code == "spec.open-question"]) == len(answer.questions)
    item, problems = lint(answered(answer.item, answer.questions))
    assert problems == []
    assert item is not None


@pytest.mark.parametrize("yardstick", [Yardstick.SAMPLE, Yardstick.ZONE, Yardstick.FUNCTION, Yardstick.CUSTOM])
def test_a_yardstick_becomes_a_question_and_no_number(yardstick):
    plain = {question.id for question in proposal(made_up("odor")).questions}
    asked = {
        question.id for question in proposal(made_up("odor", yardstick=yardstick, yardsticks=(yardstick,))).questions
    }
    assert {name.partition("-")[0] for name in asked - plain} == {yardstick.value}


def test_nothing_is_asked_twice():
    for characteristic in NUMBERED:
        for degree in Degree:
            finding = made_up(characteristic, degree, yardstick=Yardstick.SAMPLE, yardsticks=tuple(Yardstick))
            questions = proposal(finding).questions
            ids = [question.id for question in questions]
            settled = [question.settles for question in questions if question.settles]
            assert len(set(ids)) == len(ids)
            assert len(set(settled)) == len(settled)


def test_the_clause_of_every_case_is_complete_in_both_languages():
    for characteristic in NUMBERED:
        for case in proposals(characteristic)["cases"]:
            for tier in Tier:
                stated = set(conditions_of(case, case["tiers"][tier.value]))
                for lang in LANGUAGES:
                    wanted = set(re.findall(r"\{([^{}]+)\}", case["clause"][lang])) - {"limit"}
                    assert wanted <= stated, (characteristic, case["id"])
                for key in stated:
                    known = [template(f"{part}.condition.{key}", "ja") for part in ("define", "terms")]
                    assert any(known), f"the condition {key} of {characteristic} has no Japanese name"


def test_an_entry_with_open_questions_judges_nothing(tmp_path, capfd):
    entry = proposal(understand("high gloss")).item
    spec, data = tmp_path / "spec.yaml", tmp_path / "data.csv"
    head = ["qspec: 1", "id: QS-1", "revision: A", "title: sample", "sampling: 100%", "characteristics:"]
    spec.write_text("\n".join([*head, *entry_lines("gloss", entry)]), "utf-8")
    data.write_text("serial,gloss [GU(60°)]\n1,80\n1,80\n1,80\n", "utf-8")
    assert run(["check", str(spec), str(data), "--lot-size", "1"]) == Exit.UNUSABLE
    assert run(["lint", str(spec)]) == Exit.REJECTED
    said = capfd.readouterr()
    assert "spec.open-question" in said.err
    assert said.out.count("spec.open-question") == len(entry["questions"])


# --- the wording of limits -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "en", "ja"),
    [
        ("Ra ≤ 1.6 µm", "Ra 1.6 µm or less", "Ra1.6µm以下"),
        ("Ra < 1.6 µm", "less than Ra 1.6 µm", "Ra1.6µm未満"),
        ("≥ 70 GU(60°)", "70 GU (60°) or more", "70GU (60°)以上"),
        ("8〜12 %", "between 8 % and 12 %", "8%以上12%以下"),
        ("4級以上", "grade 4 or better", "4級以上"),
        ("4-5級以上", "grade 4-5 or better", "4-5級以上"),
        ("≥ 3H", "3H or more", "3H以上"),
        ("OK", "judged OK", "合格（OK）"),
        ("±5 %", "±5 %", "±5%"),
        ("+10/-2 %", "+10/−2 %", "+10/−2%"),
        ("0/-10 %", "0/−10 %", "0/−10%"),
        ("3.2 ±0.8 mm", "3.2 ±0.8 mm", "3.2±0.8mm"),
        ("ΔE00 ≤ 5.0", "ΔE00 5.0 or less", "ΔE00 5.0以下"),
        ("ΔE CMC(2:1) ≤ 1.0", "ΔE CMC(2:1) 1.0 or less", "ΔE CMC(2:1) 1.0以下"),
        ("0", "0", "0"),
        ("≤ 2", "2 or less", "2以下"),
        ("H7", "H7", "H7"),
        ("ISO 2768-1:1989-m", "ISO 2768-1:1989-m", "ISO 2768-1:1989-m"),
        ("≥ 50000 cycles", "50000 cycles or more", "50000回以上"),
        ("≤ 48 ℃", "48 °C or less", "48°C以下"),
        ("≤ 3°", "3° or less", "3°以下"),
        ("φ10 ±0.05 mm", "φ10 ±0.05 mm", "φ10±0.05mm"),
    ],
)
def test_a_limit_is_worded_as_contracts_word_it(limit, en, ja):
    found = read(limit)
    assert isinstance(found, tuple), limit
    assert both_worded(found[0]) == {"en": en, "ja": ja}


def test_a_worded_limit_is_read_back_as_the_same_limit():
    for characteristic in NUMBERED:
        for case in proposals(characteristic)["cases"]:
            for tier in Tier:
                one = read(case["tiers"][tier.value]["limit"])[0]
                if one.lower is None and one.upper is None:
                    continue
                for worded in both_worded(one).values():
                    again = read(worded.replace("−", "-"))
                    assert isinstance(again, tuple), worded
                    assert _bounds(again[0]) == _bounds(one), worded


def _bounds(one: Requirement):
    step = one.label_lower or one.label_worst
    if step is not None and one.upper is None:
        return (step,)
    return one.lower and one.lower.value, one.upper and one.upper.value


@pytest.mark.parametrize(
    ("text", "ja"),
    [
        ("5–10 s", "5～10秒"),
        ("300 mm", "300mm"),
        ("300 mm/min", "300mm/min"),
        ("≤ 30 dB(A)", "30dB(A)以下"),
        ("d/8 SCI", "d/8 SCI"),
    ],
)
def test_conditions_are_written_as_japanese_writes_them(text, ja):
    assert condition(text, "ja") == ja


# --- the text for people -------------------------------------------------------------------------------------------


def looked_at():
    """Return three findings by the name of the text expected of them; made here, so that drawing alone is tested."""
    color = Candidate("color_difference", 0.9, ("color variation",), "color variation", Pole.BAD)
    scratch = Candidate("scratch_dent", 0.9, ("キズ",), "きず", Pole.BAD)
    stain = Candidate("stain_foreign_matter", 0.65, ("面",), "面", Pole.LEVEL)
    finish = Candidate(GENERAL, 0.5, ("good workmanship",), "workmanship", Pole.GOOD)
    return {
        "color": Finding(
            "slight color variation is acceptable",
            *("en", ClauseClass.VAGUE, (color,), None, Direction.UPPER, Polarity.PERMISSION, Degree.SLIGHT_ALLOWED),
            matched=(Matched(0, 6, "slight", "slight"), Matched(7, 22, "color variation", "color_difference")),
        ),
        "scratch": Finding(
            "見える面に目立つキズなきこと",
            *("ja", ClauseClass.VAGUE, (scratch, stain), None, Direction.UPPER, Polarity.BAN, Degree.MODERATE),
            matched=(
                Matched(0, 4, "見える面", "zone"),
                Matched(5, 8, "目立つ", "notice"),
                Matched(8, 10, "キズ", "scratch_dent"),
            ),
            yardstick=Yardstick.ZONE,
            yardsticks=(Yardstick.ZONE,),
        ),
        "workmanship": Finding(
            "good workmanship",
            *("en", ClauseClass.VAGUE, (finish,), "gloss", Direction.NONE, Polarity.DEMAND, Degree.UNSPECIFIED),
            matched=(Matched(0, 16, "good workmanship", GENERAL),),
            trade="painting",
        ),
    }


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", looked_at())
def test_the_text_is_the_one_that_was_looked_at(name, lang):
    expected = (CASES / f"{name}.{lang}.txt").read_text("utf-8")
    assert as_text.text(proposal(looked_at()[name]), (lang,), 90) + "\n" == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_before_the_entry_is_wider_than_the_terminal(lang):
    for phrase, *_ in WORKED:
        text = as_text.text(proposal(understand(phrase)), (lang,), 60)
        before = text.partition(template("define.heading.entry", lang))[0]
        assert max(columns(line) for line in before.splitlines()) <= 60


@pytest.mark.parametrize("lang", ["en", "ja", "both"])
def test_the_clause_is_in_both_languages_whatever_the_run_speaks(lang, capfd):
    assert run(["define", "smooth finish", "--lang", lang]) == Exit.ACCEPTED
    out = capfd.readouterr().out
    assert "shall be Ra 1.6 µm or less" in out
    assert "いずれもRa1.6µm以下とする" in out


def test_the_entry_in_the_text_can_be_pasted(capfd):
    run(["define", "high gloss", "--lang", "en"])
    text = capfd.readouterr().out
    pasted = yaml.safe_load(text[text.index("\n  gloss:") :])
    assert pasted["gloss"] == json.loads(json.dumps(proposal(understand("high gloss")).item))


def test_the_text_says_which_words_led_to_the_answer(capfd):
    run(["define", "no harmful burrs", "--lang", "en"])
    out = capfd.readouterr().out
    assert "“harmful” = use decides" in out
    assert "“burrs” = burrs and edges" in out


# --- inputs --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", ["", "  ", "。、!", "\u3000"])
def test_an_empty_phrase_is_refused_with_its_place(content, capfd):
    code, answers, said = define(capfd, "high gloss", content)
    assert (code, len(answers)) == (Exit.UNUSABLE, 1)
    assert "TEXT 2: " in said
    assert "define.no-phrase" in said


def test_a_line_too_long_is_refused_and_the_others_answered(tmp_path, capfd):
    file = tmp_path / "phrases.txt"
    file.write_text("high gloss\n\n" + "no scratches " * 8_000 + "\n異臭のないこと\n", "utf-8")
    code, answers, said = define(capfd, str(file))
    assert (code, [answer["characteristic"] for answer in answers]) == (Exit.UNUSABLE, ["gloss", "odor"])
    assert f"{file}:3: " in said
    assert "define.too-long" in said


def test_a_hundred_thousand_characters_on_the_command_line_are_refused(capfd):
    code, answers, said = define(capfd, "x" * 100_000)
    assert (code, answers) == (Exit.UNUSABLE, [])
    assert "define.too-long" in said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_files_are_read_in_the_encodings_of_windows_and_elsewhere(encoding, tmp_path, capfd):
    file = tmp_path / "phrases"
    file.write_bytes("目立つキズなきこと\r\n\r\n①異臭のないこと\r\n".encode(encoding))
    code, answers, said = define(capfd, str(file))
    assert (code, said) == (Exit.ACCEPTED, "")
    assert [answer["characteristic"] for answer in answers] == ["scratch_dent", "odor"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"caf\xe9 gloss", b"high\x00gloss"])
def test_a_file_that_is_no_text_is_refused_with_its_place(content, tmp_path, capfd):
    file = tmp_path / "phrases.txt"
    file.write_bytes(content)
    code, answers, said = define(capfd, str(file))
    assert (code, answers) == (Exit.UNUSABLE, [])
    assert f"{file}:1: " in said


@pytest.mark.parametrize("name", ["missing.txt", "契約.docx"])
def test_a_file_that_is_not_there_is_no_phrase(name, tmp_path, capfd):
    code, answers, said = define(capfd, str(tmp_path / name))
    assert (code, answers) == (Exit.UNUSABLE, [])
    assert "cli.not-a-file" in said


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_a_document_is_left_to_scan(content, tmp_path, capfd):
    file = tmp_path / "contract"
    file.write_bytes(content)
    code, answers, said = define(capfd, str(file))
    assert (code, answers) == (Exit.UNUSABLE, [])
    assert "define.is-document" in said
    assert "qspec scan" in said


def test_a_folder_is_no_phrase(tmp_path, capfd):
    code, answers, said = define(capfd, f"{tmp_path}/")
    assert (code, answers) == (Exit.UNUSABLE, [])
    assert "cli.not-a-file" in said


def test_a_file_of_blank_lines_has_no_phrase(tmp_path, capfd):
    file = tmp_path / "blank.txt"
    file.write_text("\n \n", "utf-8")
    code, answers, said = define(capfd, str(file))
    assert (code, answers) == (Exit.UNUSABLE, [])
    assert "define.no-phrase" in said


def test_what_a_terminal_would_obey_is_shown_and_never_pasted(capfd):
    phrase = "no visible\x1b[31m scra\u202etches\x07"
    run(["define", phrase, "--lang", "en"])
    out = capfd.readouterr().out
    assert not set(out) & set("\x1b\x07\u202e")
    item = proposal(understand("shiny\x1b gloss\u202e\tfinish")).item
    assert item["phrase"] == "shiny gloss finish"
    _, problems = lint(item)
    assert {problem.code for problem in problems} == {"spec.open-question"}


def test_standard_input_is_one_phrase_a_line():
    done = subprocess.run(
        [sys.executable, "-m", "qspec", "define", "--format", "json", "-"],
        input="high gloss\n\nつや消しであること\n".encode(),
        capture_output=True,
        check=False,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == Exit.ACCEPTED
    assert [(answer["characteristic"], answer["direction"]) for answer in answers] == [
        ("gloss", "lower"),
        ("gloss", "upper"),
    ]


def test_a_trade_that_is_none_is_answered_with_the_trades(capfd):
    assert run(["define", "--trade", "space", "high gloss", "--lang", "en"]) == Exit.UNUSABLE
    assert "machining" in capfd.readouterr().err


def test_a_vague_phrase_loads_nothing_heavy():
    code = (
        "import sys; from qspec.cli.app import run; run(['define', 'slight color variation', '--lang', 'en']); "
        "heavy = {'pint', 'numpy', 'pydantic', 'reportlab', 'openpyxl', 'colormath'} & set(sys.modules); "
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_define_stands_where_the_chain_begins():
    assert COMMANDS.index("define") < COMMANDS.index("lint")
    assert application(("en",)).get_command(None, "define").name == "define"


# --- a project's own words -----------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return what makes a project with a lexicon of its own, and stand in a folder below it."""
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")

    def make(lexicon: str, settings: str = '[tool.qspec]\nlexicon = ["words.yaml"]\n') -> Path:
        (tmp_path / "pyproject.toml").write_text(settings, "utf-8")
        (tmp_path / "words.yaml").write_text(lexicon, "utf-8")
        return tmp_path

    return make


def test_a_projects_own_words_are_understood(project, capfd):
    project("heads: [{characteristic: scratch_dent, en: [zorp], ja: [ゾルプ]}]\n")
    code, answers, said = define(capfd, "no visible zorps", "目立つゾルプのないこと")
    assert (code, said) == (Exit.ACCEPTED, "")
    assert [(answer["characteristic"], answer["degree"]) for answer in answers] == [("scratch_dent", "moderate")] * 2


@pytest.mark.parametrize(
    ("lexicon", "code", "place"),
    [
        ("heads:\n  - characteristic: scrach\n    en: [zorp]\n", "lexicon.unknown-value", ":2"),
        ("heads:\n  - characteristic: gloss\n    en: [$nix & zorp]\n", "lexicon.unknown-set", ":3"),
        ("heads:\n  - characteristic: gloss\n    en: [… zorp]\n", "lexicon.empty-head", ":3"),
        ("heads:\n  - characteristic: gloss\n    en:\n      space: [zorp]\n", "lexicon.unknown-value", ":4"),
        ("heads:\n  - zorp\n", "lexicon.wrong-shape", ":2:5"),
        ("heads:\n  - {en: [zorp]}\n", "lexicon.wrong-shape", ":2:5"),
        ("heads:\n  - {characteristic: gloss, en: zorp}\n", "lexicon.wrong-shape", ":2:33"),
        ("heads:\n  - {characteristic: gloss, en: [[zorp]]}\n", "lexicon.wrong-shape", ":2:34"),
        ("heads:\n  - {characteristic: gloss, en: [{head: zorp, weight: big}]}\n", "lexicon.unknown-value", ":2:55"),
        ("heads:\n  - {characteristic: gloss, fr: [zorp]}\n", "lexicon.unknown-key", ":2"),
        ("modifiers:\n  - {en: [zorp]}\n", "lexicon.wrong-shape", ":2:5"),
        ("modifiers:\n  - {kind: zorp, en: [zorp]}\n", "lexicon.unknown-value", ":2:12"),
        ("sets: 3\n", "lexicon.wrong-shape", ":1:7"),
        ("sets:\n  en: {lid: cap}\n", "lexicon.wrong-shape", ":2:13"),
        ("guards: [a]\n", "lexicon.wrong-shape", ":1:9"),
        ("zorp: 1\n", "lexicon.unknown-key", ":1"),
        ("heads: [\n", "lexicon.not-yaml", ":2:1"),
        ("just words\n", "lexicon.not-yaml", ""),
        ("", "lexicon.not-yaml", ""),
    ],
)
def test_a_fault_in_a_projects_words_is_placed_and_nothing_is_answered(lexicon, code, place, project, capfd):
    folder = project(lexicon)
    ended, answers, said = define(capfd, "high gloss")
    assert (ended, answers) == (Exit.UNUSABLE, [])
    assert f"{folder / 'words.yaml'}{place}: " in said
    assert code in said


@pytest.mark.parametrize(
    ("settings", "code", "place"),
    [
        ("[tool.qspec\n", "lexicon.project", ":1:12"),
        ('[tool.qspec]\nlexicon = "words.yaml"\n', "lexicon.not-a-list", ":2"),
        ("[tool]\nqspec = 3\n", "lexicon.not-a-list", ""),
        ('[tool.qspec]\nlexicn = ["words.yaml"]\n', "lexicon.unknown-setting", ":2"),
        ('[tool.qspec]\nlexicon = ["missing.yaml"]\n', "lexicon.unreadable", ""),
    ],
)
def test_a_fault_in_the_settings_is_placed(settings, code, place, project, capfd):
    project("", settings)
    ended, answers, said = define(capfd, "high gloss")
    assert (ended, answers) == (Exit.UNUSABLE, [])
    assert f"{place}: " in said
    assert code in said


def test_a_project_that_says_nothing_about_qspec_changes_nothing(project, capfd):
    project("zorp", "[tool.other]\nlexicon = 3\n")
    assert define(capfd, "high gloss")[0] == Exit.ACCEPTED


def test_statuses_are_the_documented_ones():
    text = (DOCS / "phrases.md").read_text("utf-8")
    assert all(f"`{status.value}`" in text for status in Status)
