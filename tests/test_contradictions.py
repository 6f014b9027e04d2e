"""A form's own judgements and limits: never used, and said where they contradict the readings or the spec."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from inspection_files import workbook
from test_cases import CASES, arguments

from qspec.cli.app import run
from qspec.errors import Severity
from qspec.judgement.evaluate import Source, evaluate
from qspec.measurements.batch import LotInfo
from qspec.report.problems import sentence

HEAD = "qspec: 1\nid: T\nrevision: A\ntitle: T\n"
BORE = "  bore: {kind: dimension, limit: 10 ±0.1 mm, name: {en: Bore, ja: 内径}}\n"
FINISH = """  finish: {kind: roughness, limit: Ra ≤ 0.8 µm, rule: max, name: {en: Finish, ja: 粗さ},
           conditions: {cutoff: 0.8 mm, evaluation_length: 4 mm}}
"""
LOOK = "  look: {kind: attribute, limit: OK, name: {en: Look, ja: 外観}}\n"
MARK, LIMIT = "judgement.mark-contradicts", "judgement.limit-contradicts"


def judged(characteristics, data, *, size=3, more="", sampling="100%", **options):
    spec = f"{HEAD}{more}characteristics:\n{characteristics}sampling: {sampling}\n"
    name = "d.csv" if isinstance(data, str) else "d.xlsx"
    content = data.encode() if isinstance(data, str) else data
    evaluation, problems = evaluate(
        Source("s.yaml", spec.encode()), Source(name, content), given=LotInfo(size=size), **options
    )
    assert evaluation is not None, problems
    return evaluation


def said(evaluation, lang="en"):
    """Return place and sentence of every contradiction, which are all warnings of the lots."""
    found = [problem for lot in evaluation.lots for problem in lot.problems if problem.code in (MARK, LIMIT)]
    assert all(problem.severity is Severity.WARNING for problem in found)
    return [f"{problem.place}: {sentence(problem, lang)}" for problem in found]


def marks(evaluation):
    """Return of every contradicting mark its place and whom it judges."""
    return [text.partition(": “")[0] for text in said(evaluation)]


def transposed(limit, *, unit="mm", reading="10.0", more=""):
    return judged(BORE, f"検査項目,規格,単位,n1,n2,n3{more}\n内径,{limit},{unit},{reading},{reading},{reading}\n")


# --- marks ----------------------------------------------------------------------------------------------------------


def test_a_mark_of_a_piece_is_held_against_all_its_characteristics():
    data = "S/N,bore[mm],Ra,判定\n1,10,0.5,○\n2,10,0.9,○\n3,10,0.5,×\n"
    evaluation = judged(BORE + FINISH, data)
    assert said(evaluation) == [
        "d.csv:3 [判定]: Piece 2: “○” was filled in by hand, but the readings say: nonconforming.",
        "d.csv:4 [判定]: Piece 3: “×” was filled in by hand, but the readings say: conforming.",
    ]
    assert said(evaluation, "ja")[0] == (
        "d.csv:3 [判定]: 製品 2：手で「○」と記入されていますが、測定値による判定は「不適合」です。"
    )


def test_blank_agreeing_and_unreadable_marks_say_nothing():
    data = "S/N,bore[mm],Ra,合否\n1,10,0.5,合\n2,10,0.9,\n3,10,0.9,不合格\n4,10.5,0.5,△\n5,10.5,0.5,要確認\n"
    assert said(judged(BORE + FINISH, data, size=5)) == []


def test_a_piece_that_the_readings_do_not_decide_contradicts_no_mark():
    data = "S/N,bore[mm],Ra,判定\n1,10,,×\n2,10,,○\n3,10,0.5,○\n"
    assert said(judged(BORE + FINISH, data)) == []


def test_a_mark_that_names_a_characteristic_judges_that_one():
    data = "S/N,bore[mm],Ra,bore 判定,Ra 判定\n1,10.5,0.5,○,○\n2,10,0.9,○,OK\n3,10,0.5,NG,OK\n"
    assert marks(judged(BORE + FINISH, data)) == [
        "d.csv:2 [bore 判定]: Piece 1, Bore",
        "d.csv:4 [bore 判定]: Piece 3, Bore",
        "d.csv:3 [Ra 判定]: Piece 2, Finish",
    ]


def test_of_several_columns_of_marks_each_judges_its_neighbour_and_the_last_the_piece():
    data = "S/N,bore[mm],判定,Ra,判定,総合判定\n1,10.5,○,0.5,○,×\n2,10,○,0.9,×,○\n3,10,○,0.5,○,○\n"
    assert marks(judged(BORE + FINISH, data)) == ["d.csv:2 [判定]: Piece 1, Bore", "d.csv:3 [総合判定]: Piece 2"]


def test_rows_of_marks_judge_a_characteristic_or_the_lot():
    data = "S/N,bore[mm],Ra\n1,10.5,0.5\n2,10,0.5\n3,10,0.5\n判定,OK,OK\n総合判定,合格\n"
    assert marks(judged(BORE + FINISH, data)) == ["d.csv:5 [bore[mm]]: Bore", "d.csv:6: The lot"]


def test_each_parameter_of_a_roughness_has_its_own_mark():
    two = FINISH.replace("Ra ≤ 0.8 µm", "'Ra ≤ 0.8 µm, Rz ≤ 6.3 µm'").replace(
        "rule: max", "rule: max, standard: ISO 4287:1997"
    )
    data = "item,n1,n2,判定\nfinish Ra,0.5,0.9,合\nfinish Rz,5,6,否\n"
    assert marks(judged(two, data, size=2)) == ["d.csv:2 [判定]: Finish", "d.csv:3 [判定]: Finish"]
    agreeing = data.replace("0.9,合", "0.9,否").replace("6,否", "6,合")
    assert said(judged(two, agreeing, size=2)) == []


FORM = [
    ["検査成績書"],
    ["No.", "検査項目", "規格値", "単位", "実測値", None, None, "判定"],
    [None, None, None, None, "n1", "n2", "n3", None],
    ["1", "内径", "10±0.2", "mm", 10.01, 10.02, 10.3, "合格"],
    ["2", "外観", "傷なし", None, "OK", "OK", "OK", "否"],
    ["総合判定", None, None, None, "合格"],
]
MERGED = ["E2:G2", *(f"{letter}2:{letter}3" for letter in "ABCDH")]


def test_a_form_with_pieces_across_says_its_contradictions_by_cell():
    evaluation = judged(BORE + LOOK, workbook(("検査", FORM, MERGED)))
    assert said(evaluation) == [
        "d.xlsx!検査!H4: Bore: “合格” was filled in by hand, but the readings say: nonconforming.",
        "d.xlsx!検査!H5: Look: “否” was filled in by hand, but the readings say: conforming.",
        "d.xlsx!検査!E6: The lot: “合格” was filled in by hand, but the readings say: REJECT.",
        "d.xlsx!検査!C4: Bore: the inspection file states “10±0.2 [mm]” under “規格値”, "
        "but the spec says “10 ±0.1 mm”.",
    ]
    assert said(evaluation, "ja")[1:] == [
        "d.xlsx!検査!H5: 外観：手で「否」と記入されていますが、測定値による判定は「適合」です。",
        "d.xlsx!検査!E6: ロット全体：手で「合格」と記入されていますが、測定値による判定は「不合格」です。",
        "d.xlsx!検査!C4: 内径：検査データの「規格値」は「10±0.2 [mm]」ですが、仕様書の許容限界は「10 ±0.1 mm」です。",
    ]


def test_a_mark_merged_over_two_characteristics_judges_neither():
    rows = [["item", "n1", "n2", "判定"], ["内径", 10, 10.5, "合"], ["外観", "OK", "OK", None]]
    assert marks(judged(BORE + LOOK, workbook(("A", rows)), size=2)) == ["d.xlsx!A!D2: Bore"]
    assert said(judged(BORE + LOOK, workbook(("A", rows, ["D2:D3"])), size=2)) == []


def test_a_mark_merged_over_one_piece_is_said_once():
    rows = [["S/N", "内径", "判定"], ["A1", 10.5, "合"], ["A1", 10.4, None], ["A2", 10, "合"], ["A2", 10, None]]
    two = BORE.replace("kind", "readings: 2, kind")
    assert marks(judged(two, workbook(("A", rows, ["C2:C3", "C4:C5"])), size=2)) == ["d.xlsx!A!C2: Piece A1"]


def test_a_mark_of_one_sheet_does_not_judge_the_readings_of_another():
    first = [["検査項目", "n1", "n2", "判定"], ["内径", 10, 10, "合"]]
    second = [["検査項目", "n3", "n4", "判定"], ["内径", 10, 10.5, "否"]]
    assert said(judged(BORE, workbook(("A", first), ("B", second)), size=4)) == []
    assert marks(judged(BORE, workbook(("B", second)), size=2)) == []
    assert marks(judged(BORE, workbook(("A", [first[0], ["内径", 10, 10.5, "合"]])), size=2)) == ["d.xlsx!A!D2: Bore"]


def test_in_a_long_table_a_mark_judges_its_rows_characteristic_on_its_rows_piece():
    data = """serial,item,value,unit,limit,judgement
1,bore,10.2,mm,10±0.1,pass
1,finish,0.5,µm,Ra 0.8,pass
2,bore,10,mm,10±0.1,fail
2,finish,0.9,µm,1.0以下,fail
3,bore,10,mm,,
3,finish,0.5,µm,,
"""
    assert said(judged(BORE + FINISH, data)) == [
        "d.csv:2 [judgement]: Piece 1, Bore: “pass” was filled in by hand, but the readings say: nonconforming.",
        "d.csv:4 [judgement]: Piece 2, Bore: “fail” was filled in by hand, but the readings say: conforming.",
        "d.csv:5 [limit]: Finish: the inspection file states “1.0以下” under “limit”, but the spec says “Ra ≤ 0.8 µm”.",
    ]


def test_of_many_contradictions_twenty_are_listed_and_the_rest_is_counted():
    rows = "".join(f"{number},10.5,○\n" for number in range(33))
    evaluation = judged(BORE, f"S/N,bore[mm],判定\n{rows}", size=33)
    assert len(said(evaluation)) == 20
    (rest,) = [one for one in evaluation.lots[0].problems if one.code == "measurements.more-problems"]
    assert (rest.values, rest.severity) == ({"code": MARK, "count": 13}, Severity.WARNING)


def test_each_lot_of_a_file_has_its_own_marks():
    data = "lot,S/N,bore[mm],判定\nA,1,10.5,○\nB,1,10,○\nB,2,10,×\n判定,,OK,\n"
    evaluation = judged(BORE, data, size=None, lot="all")
    assert [[str(one.place) for one in lot.problems] for lot in evaluation.lots] == [
        ["d.csv:2 [判定]"],
        ["d.csv:4 [判定]"],
    ]


# --- limits ---------------------------------------------------------------------------------------------------------

SAME = [
    "10±0.1",
    "10 ±0.1 mm",
    "±0.1",
    "9.9〜10.1",
    "1±0.01 cm",
    "10 +0.1/-0.1",
    "-0.1～+0.1",
    "φ10±0.1",
    "9900〜10100 µm",
]
OTHER = ["10±0.2", "±0.2", "12±0.1", "10.1以下", "10H7", "9.9〜10.2", "1±0.01 mm", "10 +0.1/0"]
UNREAD = ["10", "傷なし", "図面による", "-", "(10)", "約10", "限度見本", "10±", "2026-11-02", "±", "10±0.1±0.2"]


@pytest.mark.parametrize("limit", SAME)
def test_the_spec_s_limit_in_other_words_is_no_contradiction(limit):
    assert said(transposed(limit)) == []


@pytest.mark.parametrize("limit", OTHER)
def test_another_limit_is_said(limit):
    (text,) = said(transposed(limit))
    assert text.startswith(f"d.csv:2 [規格]: Bore: the inspection file states “{limit}")
    assert text.endswith("under “規格”, but the spec says “10 ±0.1 mm”.")


@pytest.mark.parametrize("limit", UNREAD)
def test_what_is_no_limit_says_nothing(limit):
    assert said(transposed(limit)) == []


def test_a_limit_without_unit_is_in_the_form_s():
    assert said(transposed("1±0.01", unit="cm", reading="1")) == []
    assert len(said(transposed("1±0.02", unit="cm", reading="1"))) == 1
    (text,) = said(transposed("10±0.1", unit="cm", reading="1"))
    assert "“10±0.1 [cm]”" in text


def test_plain_gloss_units_are_at_the_spec_s_angle():
    gloss = "  gloss: {kind: quantity, limit: ≥ 85 GU, conditions: {angle: 60°}}\n"
    for stated, count in (("85以上", 0), ("≥ 85 GU", 0), ("80以上", 1), ("≥ 80 GU", 1)):
        assert len(said(judged(gloss, f"item,規格,単位,n1\ngloss,{stated},GU,90\n", size=1))) == count, stated


@pytest.mark.parametrize(
    ("headings", "cells", "contradicted"),
    [
        ("設計値,公差", "10,±0.1", []),
        ("設計値,公差", "12,±0.1", ["公差"]),
        ("設計値,上限公差,下限公差", "10,0.1,-0.1", []),
        ("Nominal,Up Tol,Low Tol", "10,0.1,0.1", []),
        ("Nominal,Up Tol,Low Tol", "10,0.2,-0.1", ["Up Tol"]),
        ("Nominal,Up Tol,Low Tol", "11,0.1,-0.1", ["Up Tol", "Low Tol"]),
        ("規格上限,規格下限", "10.1,9.9", []),
        ("USL,LSL", "10.1,9.8", ["LSL"]),
        ("上限,下限", "10.1 mm,0.99 cm", []),
        ("上限,下限", ",", []),
        ("前回値,参考,偏差", "11,12,0.5", []),
    ],
)
def test_ends_deviations_and_nominals_in_columns_of_their_own(headings, cells, contradicted):
    evaluation = judged(BORE, f"検査項目,{headings},n1,n2,n3\n内径,{cells},10,10,10\n")
    assert [text.partition("under “")[2].partition("”")[0] for text in said(evaluation)] == contradicted


def test_rows_of_limits_over_the_readings_are_held_against_the_spec():
    data = "S/N,bore[mm],Ra\n規格,10±0.1,0.9以下\n上限,10.1,0.8\n下限,9.8,0\n1,10,0.5\n2,10,0.5\n3,10,0.5\n"
    found = said(judged(BORE + FINISH, data))
    assert [text.partition(",")[0] for text in found] == [
        "d.csv:4 [bore[mm]]: Bore: the inspection file states “9.8 [mm]” under “下限”",
        "d.csv:2 [Ra]: Finish: the inspection file states “0.9以下” under “規格”",
    ]


def test_a_limit_repeated_in_every_row_is_said_once():
    data = "S/N,bore[mm],規格値\n1,10,10±0.2\n2,10,10±0.2\n3,10,10±0.2\n"
    assert len(said(judged(BORE, data))) == 1


def test_another_formula_or_scale_step_is_another_limit():
    color = """  col: {kind: color, limit: ΔE00 ≤ 1.5, reference: {L*: 52, a*: 0, b*: 0},
        conditions: {illuminant: D65, observer: 10°, geometry: di:8° SCI}}
"""
    for stated, count in (("ΔE*ab ≤ 1.5", 1), ("ΔE00 1.5以下", 0), ("ΔE00 ≤ 2", 1), ("ΔE ≤ 2", 0)):
        data = f"S/N,L*,a*,b*\n規格,{stated},,\n1,52.00,0.00,0.00\n"
        assert len(said(judged(color, data, size=1))) == count, stated
    grade = "  grade: {kind: grade, scale: ISO 2409, limit: class 1 or better}\n"
    for stated, count in (("分類1以下", 0), ("2以下", 1), ("class 0", 1), ("良好", 0)):
        data = f"item,規格,n1,n2,n3\ngrade,{stated},0,0,1\n"
        assert len(said(judged(grade, data))) == count, stated


def test_guard_bands_do_not_count_when_limits_are_compared():
    guarded = BORE.replace("limit", "uncertainty: 20 µm, decision: guarded, limit")
    for stated, count in (("10±0.1", 0), ("10±0.01", 1)):
        data = f"item,規格,n1,n2,n3\nbore,{stated},10,10,10\n"
        assert len(said(judged(guarded, data))) == count, stated


def test_decimal_commas_are_read_as_the_spec_says():
    for stated, count in (("10±0,1", 0), ("10±0,2", 1), ("9,9〜10,1", 0), ("10±0.2", 0)):
        data = f"item;規格;n1;n2;n3\nbore;{stated};10,0;10,0;10,0\n"
        assert len(said(judged(BORE, data, more="decimal_comma: true\n"))) == count, stated


# --- what it must never do ------------------------------------------------------------------------------------------

WRITTEN = st.one_of(
    st.sampled_from(
        ["○", "×", "合", "否", "OK", "NG", "", "△", *SAME, *OTHER, *UNREAD, "0", "1e400", "=1", "ΔE00 ≤ 1", "Ra 3"]
    ),
    st.text(alphabet="0123456789.,±+-−〜≤≥φHRaµm%/()[] 以上下级級合否OKNG°℃", max_size=12),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(WRITTEN, WRITTEN, WRITTEN), min_size=3, max_size=3), st.sampled_from(["10", "10.5", ""]))
def test_whatever_is_filled_in_changes_no_verdict(cells, reading):
    rows = [("1", "10", "0.5"), ("2", reading, "0.5"), ("3", "10", "0.5")]
    plain = "\n".join("\t".join(row) for row in [("S/N", "bore[mm]", "Ra"), *rows])
    filled = [
        ("S/N", "bore[mm]", "Ra", "判定", "bore 規格", "Ra 上限"),
        *((*a, *b) for a, b in zip(rows, cells, strict=True)),
    ]
    one = judged(BORE + FINISH, plain)
    two = judged(BORE + FINISH, "\n".join("\t".join(row) for row in filled))
    assert two.disposition == one.disposition
    assert [item.verdict for item in two.lots[0].items] == [item.verdict for item in one.lots[0].items]
    said(two)


@pytest.mark.parametrize(
    ("case", "codes"),
    [
        ("reject/hand-filled-judgement-does-not-count", {MARK}),
        ("accept/mark-that-the-numbers-do-not-bear-out", {MARK}),
        ("accept/form-of-another-revision", {LIMIT}),
        ("accept/limits-in-other-words", set()),
    ],
)
@pytest.mark.parametrize("output", ["text", "json"])
def test_the_command_says_it_and_json_holds_it(case, codes, output, capfd):
    run(["check", *arguments(CASES / case), "--format", output, "--lang", "both"])
    out, err = capfd.readouterr()
    for code in (MARK, LIMIT):
        assert (code in err) == (code in codes)
        assert output == "text" or (f'"{code}"' in out) == (code in codes)
