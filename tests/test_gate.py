"""When a clause is measurable: a number with a unit, a grade or a standard beside words of quality; its exact limit."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from phrase_scores import engine, read_set, same_limit

from qspec.phrases.engine import understand
from qspec.phrases.vocabulary import ClauseClass, Direction, Yardstick

SET = read_set(Path(__file__).parent / "phrases" / "other.yaml")
WRONG_TODAY = {
    "Bar code print grade B or better (ISO/IEC 15416)": "a step named by a letter is not read",
    "色むらは同一面内でΔE*ab 1.0以内": "the unit's characteristic is put before the one that the words name",
    "A discount of 3 % is granted for scratched goods.": "money, named in front of the number, is taken for a measure",
    "納入数量は１回あたり2,000個とする。": "a quantity ordered is taken for a measure",
    "The box contains 12 cups of 200 ml.": "a quantity is taken for a measure",
}
"""Texts that are read wrongly as yet, and why; their test says so once they are right."""


def texts(*rows):
    return [pytest.param(*row, id=row[0], marks=marks(row[0])) for row in rows]


def marks(text):
    return pytest.mark.xfail(reason=WRONG_TODAY[text]) if text in WRONG_TODAY else ()


LIMITS = [pytest.param(one, id=one["text"], marks=marks(one["text"])) for one in SET if one["class"] == "measurable"]


@pytest.mark.parametrize("label", LIMITS)
def test_a_limit_is_read_exactly_as_it_is_written(label):
    finding = understand(label["text"])
    assert finding.clause_class is ClauseClass.MEASURABLE
    assert finding.characteristic == label["characteristic"]
    assert Yardstick.NUMBER in finding.yardsticks
    assert same_limit(label["limit"], finding.measure)


@pytest.mark.parametrize(
    ("text", "lower", "upper", "unit"),
    texts(
        ("Scratches shall not exceed 0.3 mm.", None, ("3/10", True), "mm"),
        ("Burrs less than 0.1 mm", None, ("1/10", False), "mm"),
        ("The gap shall be at least 0.05 mm.", ("1/20", True), None, "mm"),
        ("The gap shall be more than 0.05 mm.", ("1/20", False), None, "mm"),
        ("Length 20 +0.1/-0.2 mm", ("99/5", True), ("201/10", True), "mm"),
        ("Weight 250 g ± 3 %", ("485/2", True), ("515/2", True), "g"),
        ("きずの長さは0.3mm以下", None, ("3/10", True), "mm"),
        ("きずの長さは0.3mm未満", None, ("3/10", False), "mm"),
        ("膜厚は8μmを超えること", ("8", False), None, "um"),
        ("膜厚は8～12μm", ("8", True), ("12", True), "um"),
        ("Black specks over 0.3 mm are not allowed.", None, ("3/10", True), "mm"),
        ("Black specks of 0.3 mm or more are not allowed.", None, ("3/10", False), "mm"),
        ("0.3mmを超える異物は不可", None, ("3/10", True), "mm"),
        ("0.3mm以上の異物は不可", None, ("3/10", False), "mm"),
    ),
)
def test_which_values_are_still_good_is_exact(text, lower, upper, unit):
    measure = understand(text).measure
    assert measure is not None
    assert measure.limit is not None
    for bound, wanted in ((measure.limit.lower, lower), (measure.limit.upper, upper)):
        found = None if bound is None else (Fraction(bound.value), bound.inclusive)
        assert found == (None if wanted is None else (Fraction(wanted[0]), wanted[1]))
    assert measure.limit.unit == unit


@pytest.mark.parametrize(
    ("text", "direction"),
    texts(
        ("Ra 1.6 µm max.", Direction.UPPER),
        ("Zinc plating thickness 8 µm min.", Direction.LOWER),
        ("Hardness 58 to 62 HRC", Direction.BOTH),
        ("膜厚：20μm以上", Direction.LOWER),
        ("反りは1.0mm以下", Direction.UPPER),
    ),
)
def test_the_limit_says_which_side_is_limited(text, direction):
    assert understand(text).direction is direction


@pytest.mark.parametrize(
    ("text", "clause_class"),
    texts(
        ("No scratches; delivery within 30 days.", "vague"),
        ("The scratches must be repaired within 5 days.", "vague"),
        ("A discount of 3 % is granted for scratched goods.", "other"),
        ("10 pieces with no burrs", "vague"),
        ("きずのない製品を100個納入すること", "vague"),
        ("単価480円、きずなきこと", "vague"),
        ("No burrs, see drawing no. 4711.", "vague"),
        ("5.1 No visible scratches.", "vague"),
        ("第5条 きずのないこと。", "vague"),
        ("Lot 12: no stains.", "vague"),
        ("No scratches (rev. 3)", "vague"),
        ("納期は2027年3月31日とし、汚れのないこと", "vague"),
        ("Payment within 30 days", "other"),
        ("The unit price is USD 4.85.", "other"),
        ("Order quantity: 5,000 pcs", "other"),
        ("発注数量 5,000個", "other"),
        ("納入数量は１回あたり2,000個とする。", "other"),
        ("Our offer is valid for 60 days.", "other"),
        ("Delivery no later than 31 March 2027.", "other"),
        ("Phone +81 3 0000 0000", "other"),
        ("Liquidated damages of 0.5 % per week", "other"),
        ("遅延損害金は年14.6％とする。", "other"),
        ("Samples shall be taken according to ISO 2859-1.", "other"),
        ("抜取検査はJIS Z 9015-1による。", "other"),
    ),
)
def test_money_dates_periods_quantities_and_numbers_of_papers_are_no_measure(text, clause_class):
    finding = understand(text)
    assert finding.clause_class == clause_class
    assert finding.measure is None


@pytest.mark.parametrize(
    ("text", "characteristic"),
    texts(
        ("All dimensions within the tolerances of drawing 4711", "dimension"),
        ("Untoleranced dimensions to ISO 2768-m", "dimension"),
        ("寸法は図面の公差内であること", "dimension"),
        ("指示なき寸法公差はJIS B 0405-mによる", "dimension"),
        ("反りは別表の許容値以内とする", "warp_shape"),
        ("Colour fastness values as specified in annex 2", "color_fastness"),
    ),
)
def test_a_number_that_stands_elsewhere_counts_without_a_limit(text, characteristic):
    finding = understand(text)
    assert (finding.clause_class, finding.characteristic) == (ClauseClass.MEASURABLE, characteristic)
    assert finding.measure is not None
    assert finding.measure.limit is None


@pytest.mark.parametrize(
    ("text", "characteristic", "lower", "upper"),
    texts(
        ("Colour fastness to light: grade 4 or better", "color_fastness", "4", None),
        ("摩擦堅ろう度4級以上", "color_fastness", "4", None),
        ("鉛筆硬度2H以上", "hardness", "2H", None),
        ("Adhesion (cross-cut): class 1 or better", "adhesion", None, "1"),
        ("臭気強度は２以下とする", "odor", None, "2"),
    ),
)
def test_steps_of_a_scale_are_limits_whichever_end_is_the_good_one(text, characteristic, lower, upper):
    answer = engine(text)
    assert (answer.clause_class, answer.first) == ("measurable", characteristic)
    assert same_limit({"lower": lower, "upper": upper}, answer.measure)


@pytest.mark.parametrize(
    ("text", "characteristic"),
    texts(
        ("Ra 1.6 µm or less", "roughness"),
        ("HRC 58-62", "hardness"),
        ("φ20 h7", "dimension"),
        ("ΔE00 ≤ 1.5", "color_difference"),
        ("70 GU or more", "gloss"),
    ),
)
def test_a_symbol_or_unit_names_its_characteristic_without_any_word(text, characteristic):
    finding = understand(text)
    assert (finding.clause_class, finding.characteristic) == (ClauseClass.MEASURABLE, characteristic)


@pytest.mark.parametrize(
    "text",
    texts(
        ("About 5 mm",),
        ("The box contains 12 cups of 200 ml.",),
        ("Room 5, 3rd floor",),
        ("〒100-0000 東京都中央区見本町1-2-3",),
        ("Version 2.0 of 3 May 2027",),
    ),
)
def test_a_number_without_a_word_of_quality_is_no_measure(text):
    assert understand(text).clause_class is ClauseClass.OTHER


def test_a_vague_word_beside_its_number_is_measurable_and_one_in_another_sentence_is_not_lost():
    assert understand("No visible scratches longer than 3 mm").clause_class is ClauseClass.MEASURABLE
    both = understand("The surface shall be smooth. Flatness 0.05 mm.")
    assert both.clause_class is ClauseClass.MEASURABLE
    assert {one.characteristic for one in both.candidates} >= {"roughness", "flatness_straightness"}


@pytest.mark.parametrize(
    ("text", "characteristic"),
    [
        ("Seam: 4 stitches per cm minimum.", "seam_stitch"),
        ("縫い目は3cm間に12針", "seam_stitch"),
        ("付属ネジは1袋20本", "count_missing_parts"),
        ("Each pouch: 6 screws, 2 spare", "count_missing_parts"),
        ("JIS K 5600-5-6 分類1以下", "adhesion"),
        ("ISO 9227 NSS 240 h, no red rust", "corrosion"),
        ("Nickel layer min. 8 µm.", "coating_thickness"),
        ("80 Shore A", "hardness"),
        ("Withstands 200 N for 10 s", "strength"),
        ("反り 0.3mm/m 以内", "warp_shape"),
    ],
)
def test_notes_without_a_verb_are_measurable(text, characteristic):
    finding = understand(text)
    assert finding.clause_class is ClauseClass.MEASURABLE
    assert finding.characteristic == characteristic


BORNE = (
    ("The hinge shall withstand 20,000 opening cycles.", "wear_durability", "x ≥ 20000 cycles"),
    ("The latch must survive 10,000 strokes.", "wear_durability", "x ≥ 10000 cycles"),
    ("Switch life: 100,000 actuations min.", "wear_durability", "x ≥ 100000 cycles"),
    ("2万回の開閉に耐えること。", "wear_durability", "x ≥ 20000 cycles"),
    ("ファスナーは往復3,000回に耐えること。", "wear_durability", "x ≥ 3000 cycles"),
    ("開閉2万回後もガタのないこと。", "fit_clearance", "x ≥ 20000 cycles"),
    ("Up to 80 °C", "temperature", "x ≤ 80 °C"),
    ("Lids usable up to 90 °C", "temperature", "x ≤ 90 °C"),
    ("80℃まで使用できること。", "temperature", "x ≤ 80 °C"),
    ("dE 1.5 max. vs. master", "color_difference", "x ≤ 1.5"),
    ("Foreign particles with a diameter above 0.2 mm are not allowed.", "stain_foreign_matter", "x ≤ 0.2 mm"),
    ("直径0.2mmを超える異物は不可。", "stain_foreign_matter", "x ≤ 0.2 mm"),
    ("Diameter 12.0 ± 0.1 mm, no foreign matter.", "dimension", "11.9 ≤ x ≤ 12.1 mm"),
    ("直径10mm以下で異物なきこと。", "dimension", "x ≤ 10 mm"),
)


@pytest.mark.parametrize(("text", "characteristic", "limit"), BORNE)
def test_what_is_counted_or_borne_or_has_a_size_is_what_is_measured(text, characteristic, limit):
    finding = understand(text)
    assert finding.clause_class is ClauseClass.MEASURABLE
    assert finding.characteristic == characteristic
    assert finding.measure.limit.describe() == limit


@pytest.mark.parametrize(
    "text",
    [
        "The machine runs 20 cycles per shift.",
        "Rub 20 strokes with a dry cloth.",
        "Store below 30 °C.",
        "Wash at up to 40 °C.",
        "保管は30℃以下とする。",
        "カメラは月3回使用する。",
        "往復の航空券は5月に手配する。",
    ],
)
def test_numbers_of_work_and_storage_measure_nothing(text):
    assert understand(text).clause_class is ClauseClass.OTHER
