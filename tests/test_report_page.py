"""What the paper says beside the verdicts: who acts, what casts a doubt, plans, pictures, the terms used."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import report_fakes as fakes
import report_pages as pages
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from qspec.errors import Say
from qspec.judgement.aftermath.model import Actor, Follow, Step
from qspec.judgement.result import ClassResult, Disposition, PlanUsed, Verdict
from qspec.kinds import colorimetry
from qspec.kinds.color_outline import lightness, outline
from qspec.kinds.color_readings import Standard, _Sample, _shown, shown_color
from qspec.kinds.viewing import Viewing
from qspec.measurements.batch import LotInfo
from qspec.messages import LANGUAGES, catalogue, render, template
from qspec.report.build import build
from qspec.report.content import charts, glossary, plans, shares, steps
from qspec.report.content.measured import in_order
from qspec.report.outline import Banner, Paragraphs, Picture, Table, Tone
from qspec.report.pictures.axes import texts
from qspec.report.pictures.svg import as_svg

TERMS = yaml.safe_load((pages.ROOT / "qspec" / "data" / "glossary" / "terms.yaml").read_text("utf-8"))


def paper(evaluation, *languages):
    return build(evaluation, languages or ("ja", "en"), date="2026-11-22")


def pictures(document):
    return [block for block in document.blocks if isinstance(block, Picture)]


def captions(document):
    return [render(one.caption, "en") for one in pictures(document)]


def follow(step, key, actor=Actor.SUPPLIER, **more):
    return Follow(step, actor, Say(f"aftermath.{key}"), Say("aftermath.basis.rule"), **more)


# Page one


def test_page_one_says_who_does_what_by_when_in_short():
    lot = fakes.lot(
        follows=(
            follow(Step.STANDS, "stands.reject", None),
            follow(Step.CHOOSE, "choose.open", Actor.BOTH, by="2026-11-30"),
            follow(Step.HOLD, "hold.plain"),
            follow(Step.RESUBMIT, "resubmit"),
        )
    )
    rows = [[render(cell.lines[0], "en") for cell in row] for row in steps.steps(lot).rows]
    assert rows == [
        ["supplier", "Mark the lot, keep it apart, do not ship it.", "—"],
        ["both parties", "Settle what becomes of the lot, and record it.", "2026-11-30"],
    ]


def test_an_entry_that_means_something_else_is_never_shortened_to_the_usual_one():
    lot = fakes.lot(follows=(follow(Step.HOLD, "hold.concession"),))
    (row,) = steps.steps(lot).rows
    assert render(row[1].lines[0], "en").startswith("Mark what the concession on record does not cover")


def test_every_short_form_is_of_an_entry_that_exists():
    def keys(node, path):
        if isinstance(node, dict):
            for key, value in node.items():
                yield from keys(value, f"{path}.{key}")
        else:
            yield path

    for key in keys(catalogue("en", "report")["step"], "aftermath"):
        assert template(key, "en") is not None, key


def test_nothing_to_do_is_no_table():
    assert steps.steps(fakes.lot()) is None


def test_a_doubt_on_the_readings_stands_with_the_disposition():
    document = paper(fakes.accepted())
    index = next(place for place, block in enumerate(document.blocks) if isinstance(block, Banner))
    doubts = document.blocks[index + 1]
    assert isinstance(doubts, Paragraphs)
    said = [render(cell.lines[0], "en") for cell in doubts.items]
    assert said == [
        "表面粗さ測定機 R-002: WARNING: calibration was overdue on the date of inspection",
        "Scratches on face A, limit sample LS-09: WARNING: expired before the date of inspection",
    ]
    assert {cell.tone for cell in doubts.items} == {Tone.BAD}


def test_an_act_on_record_stands_on_page_one_and_the_verdict_beside_it_is_unchanged(tmp_path, capfd):
    document = pages.CASES["concession"].document(tmp_path)
    capfd.readouterr()
    banner = next(block for block in document.blocks if isinstance(block, Banner))
    assert render(banner.disposition, "en") == "REJECT"
    index = document.blocks.index(banner)
    acts = document.blocks[index + 1]
    assert "Verdict REJECT (stands). Act: Concession, 2026-11-21" in render(acts.items[0].lines[0], "en")


# The plans


def table_class(**more):
    used = PlanUsed(
        scheme="table", counting="items", full=False, system="iso2859-1", edition="JIS Z 9015-1", level="II",
        aql="0.65", inspection="tightened", letter="G", effective_letter="F", arrow="up", table_size=20,
    )  # fmt: skip
    plan = "JIS Z 9015-1 level II AQL 0.65"
    made = ClassResult("major", plan, 20, 20, 0, 0, Disposition.ACCEPT, rejection=1, used=used)
    return replace(made, **more)


def test_a_plan_from_the_tables_stands_in_the_terms_of_the_standard():
    lot = fakes.lot(info=LotInfo(size=200), classes=(table_class(), *fakes.lot().classes))
    (row,) = plans.standards(lot).rows
    shown = [[render(value, lang) for value in cell.lines] for cell in row for lang in LANGUAGES]
    for words in (["JIS Z 9015-1"], ["II"], ["0.65"], ["きつい検査"], ["200"], ["G → F"], ["不適合品"]):
        assert words in shown
    assert plans.standards(fakes.lot()) is None


def test_each_plan_that_leaves_something_to_chance_has_its_curve_once():
    classes = (
        table_class(),
        table_class(nonconformity="minor"),
        ClassResult("critical", "100%", 5, 5, 0, 0, Disposition.ACCEPT),
    )
    (picture,) = plans.curves(fakes.lot(info=LotInfo(size=200), classes=classes))
    assert "major, minor: JIS Z 9015-1 level II AQL 0.65" in render(picture.caption, "en")
    assert render(picture.words, "en") == "major, minor: sample size n = 20, Ac = 0, Re = 1"
    titles = [text.text for text in texts(picture.draw("en", 500.0, picture.height)) if "n = 20" in text.text]
    assert len(titles) == 1
    assert plans.curves(fakes.lot()) == []  # 100 %, and plans whose reading nobody recorded


# Readings


def test_raw_and_rounded_values_stand_side_by_side_where_a_rule_rounds(tmp_path):
    document = pages.CASES["three-hundred"].document(tmp_path)
    detail = next(
        block
        for block in document.blocks
        if isinstance(block, Table) and render(block.heading or "", "en").startswith("Readings needing")
    )
    shown = [render(cell.lines[0], "en") for cell in detail.rows[0]]
    assert shown[1:4] == ["244.90", "244.9 → 244.9 g", "-0.1 g"]


def test_readings_are_put_back_into_the_order_of_measuring():
    evaluation = fakes.large(60)
    lot = evaluation.lots[0]
    check = lot.items[0].checks[0]
    assert [one.piece for one in check.readings] != list(lot.pieces)
    assert [one.piece for one in in_order(check, lot)] == list(lot.pieces)


@pytest.mark.parametrize(
    ("lower", "upper", "low", "high", "used", "percent"),
    [
        ("9.9", "10.1", "9.95", "10.02", "0.5", "50"),
        ("9.9", "10.1", "10", "10", "0", "0"),
        ("9.9", "10.1", "9.9", "10", "1", "100"),
        ("9.9", "10.1", "9.89999", "10", "1.0001", "101"),  # never rounded onto the limit
        ("9.9", "10.1", "9.90001", "10", "0.9999", "99"),
        ("10", "10.015", "10.000", "10.012", "1", "100"),
        (None, "0.8", "0.2", "0.6", "0.75", "75"),
        ("8", None, "10", "30", "0.8", "80"),
        ("8", None, "4", "30", "2", "200"),
        (None, "0", "0", "1", None, None),
        (None, "-3", "-9", "-4", None, None),
        ("-1", None, "0", "4", None, None),
        (None, None, "0", "4", None, None),
    ],
)
def test_the_share_of_the_tolerance(lower, upper, low, high, used, percent):
    check = fakes.check("", "x", "x", ["1"], "mm", lower=lower, upper=upper, minimum=low, maximum=high)
    found = shares.share(check)
    assert (found and found.used) == (used and Decimal(used))
    assert (found and found.percent) == percent


def test_a_guarded_limit_is_what_the_share_is_of():
    check = fakes.check(
        "", "φ6 H7", "6 ≤ x ≤ 6.012 mm", ["6.011"], "mm", lower="6", upper="6.012", minimum="6.004", maximum="6.011",
        guarded="6.002 ≤ x ≤ 6.01 mm",
    )  # fmt: skip
    check = replace(check, readings=(replace(check.readings[0], margin="-0.001"),))
    assert shares.applied(check) == (Decimal("6.002"), Decimal("6.010"))
    assert shares.share(check).used == Decimal("1.25")


# Pictures


def test_bars_stand_for_all_characteristics_that_have_a_share_the_nearest_first(tmp_path):
    document = pages.CASES["reject"].document(tmp_path)
    bars = next(one for one in pictures(document) if render(one.caption, "en").startswith("How much of its tolerance"))
    assert render(bars.words, "en") == (
        "1 Body color Δb*: 188 %; 1 Body color ΔL*: 144 %; 1 Body color ΔE00: 135 %; 3 Bore diameter: 125 %; "
        "2 Surface finish: 100 %; 4 Height: 100 %"
    )
    note = document.blocks[document.blocks.index(bars) + 1]
    assert "No. 5" in render(note.items[0].lines[0], "en")  # its limit is 0


def test_one_characteristic_has_no_bars_and_of_many_the_nearest_are_shown(tmp_path):
    assert not any("How much" in caption for caption in captions(pages.CASES["one"].document(tmp_path)))
    check = fakes.check("", "x", "x", ["1"], "mm", lower="0", upper="2")
    items = tuple(
        replace(fakes.item(f"c{place}", replace(check, maximum=str(Decimal(1) + Decimal(place) / 50))), name={})
        for place in range(45)
    )
    (picture, *_) = charts.margins(fakes.lot(items=items), {item.id: place for place, item in enumerate(items, 1)})
    assert "(40 of 45 limits, the nearest first)" in render(picture.caption, "en")
    assert render(picture.words, "en").startswith("45 c44: 88 %; 44 c43: 86 %")


def test_failing_characteristics_get_pictures_before_others_and_what_is_left_out_is_said(tmp_path):
    document = pages.CASES["forty"].document(tmp_path)
    drawn = [caption for caption in captions(document) if "order of measuring" in caption]
    assert len(drawn) == charts.MOST_CHARTS
    assert [caption[:2] for caption in drawn[:2]] == ["5 ", "17"]
    said = [block for block in document.blocks if isinstance(block, Paragraphs) and block.heading is not None]
    left_out = next(block for block in said if render(block.heading, "en") == "Charts and colors")
    assert "further characteristics have no picture" in render(left_out.items[0].lines[0], "en")


def test_few_or_unreadable_values_have_no_chart():
    few = fakes.check("", "10 ±1", "9 ≤ x ≤ 11", ["12", "10"], "mm", verdicts={0: Verdict.FAIL})
    assert charts.chosen([fakes.item("bore", few)]) == (frozenset(), 0)
    many = fakes.check("", "10 ±1", "9 ≤ x ≤ 11", ["12", "10", "10", "10", "10"], "mm", verdicts={0: Verdict.FAIL})
    assert charts.chosen([fakes.item("bore", many)]) == (frozenset({"bore"}), 0)
    assert charts.chosen([fakes.item("bore", replace(many, omitted=3))]) == (frozenset(), 0)
    broken = replace(many, readings=(replace(many.readings[0], value=""), *many.readings[1:]))
    assert charts.chosen([fakes.item("bore", broken)]) == (frozenset(), 0)
    assert charts.chosen([replace(fakes.item("bore", many), kind="grade")]) == (frozenset(), 0)


def test_a_color_is_drawn_round_its_reference_with_the_farthest_sample_beside_it(tmp_path):
    document = pages.CASES["reject"].document(tmp_path)
    (picture,) = [one for one in pictures(document) if "against the reference" in render(one.caption, "en")]
    assert render(picture.words, "en") == (
        "10 pieces; the farthest from the reference is KN-006 with 2.02; beyond a limit: 1."
    )
    shown = [text.text for text in texts(picture.draw("en", 505.0, picture.height))]
    assert "KN-006" in shown
    assert "L* 72.10" in shown
    assert "L* 70.95" in shown
    assert "Print color is only indicative." in shown


REFERENCE = (Fraction("72.1"), Fraction("2.3"), Fraction("18.4"))


@pytest.mark.parametrize(
    "formula",
    [
        colorimetry.Formula("dE76"),
        colorimetry.Formula("dE00", {"Kl": 1, "Kc": 1, "Kh": 1}),
        colorimetry.Formula("dECMC", {"pl": 2, "pc": 1}),
    ],
    ids=lambda formula: formula.id,
)
def test_the_outline_lies_where_the_second_opinion_finds_the_limit(formula):
    standard = Standard(REFERENCE, formula, Viewing("", "", "", None))
    reference = np.array([float(part) for part in REFERENCE])
    round_it, (darker, lighter) = outline(standard, 1.5), lightness(standard, 1.5)
    steps_ = np.array([(0, red, yellow) for red, yellow in round_it] + [(darker, 0, 0), (lighter, 0, 0)])
    found = colorimetry.second_opinion(reference.tolist(), reference + steps_, formula)
    assert found == pytest.approx(1.5, abs=1e-3)
    assert len(round_it) == 72
    if formula.id == "dE76":
        assert [np.hypot(*point) for point in round_it] == pytest.approx([1.5] * 72)


def test_a_limit_of_nothing_has_no_outline():
    standard = Standard(REFERENCE, colorimetry.Formula("dE76"), Viewing("", "", "", None))
    assert outline(standard, 0.0) == ()
    assert lightness(standard, 0.0) is None


@pytest.mark.parametrize("count", [1, 3])
def test_a_color_is_read_back_as_it_was_written(count):
    third = Fraction(35, 9)
    text = _shown(_Sample(0, 0, count, (Fraction("70.95"), third, Fraction(-20))))
    assert shown_color(text) == (70.95, pytest.approx(float(third), abs=1e-4), -20.0)


@pytest.mark.parametrize("text", ["", "1.02", "L* a* b*", "L* 1 a* 2 b* 3 x", "L* 1,5 a* 2 b* 3", "L* ١ a* 2 b* 3"])
def test_another_text_is_no_color(text):
    assert shown_color(text) is None


# The terms used


def test_only_terms_that_occur_are_explained():
    def terms(evaluation, *languages):
        blocks = paper(evaluation, *languages).blocks
        facts = next(
            block for block in blocks if getattr(block, "heading", None) and "Terms" in render(block.heading, "en")
        )
        return {label.key.split(".")[1] for label, _ in facts.rows}

    plain = replace(fakes.items()[1], uncertainty=None)
    bare = fakes.accepted(lots=(fakes.lot(items=(plain,)),), spec=fakes.spec(characteristics={}), matched={})
    found = terms(bare)
    assert {"acceptance-number", "rejection-number", "standard-deviation"} <= found
    assert not {"aql", "ciede2000", "ra", "guard-band", "cpk", "undecided", "concession", "rz"} & found
    assert {"ciede2000", "ra", "guard-band", "expanded-uncertainty", "lab", "sci"} <= terms(fakes.rejected())
    assert terms(fakes.rejected(), "en") == terms(fakes.rejected(), "ja") == terms(fakes.rejected())


def test_a_mark_is_a_word_of_its_own():
    assert glossary._occurs(("Ra",), "Ra ≤ 0.8")
    assert glossary._occurs(("Ra",), "粗さRaは")
    assert not glossary._occurs(("Ra",), "Range, RaX, Ra2")
    assert glossary._occurs(("L*",), "L* 72.1")


def test_every_term_has_a_name_and_a_meaning_and_a_good_standing():
    for lang in LANGUAGES:
        assert set(catalogue(lang, "glossary")) == set(TERMS)
    for term, entry in TERMS.items():
        assert entry["standing"] in ("sure", "likely", "own"), term
        assert ("of" in entry) == (entry["standing"] != "own"), term
        assert entry["source"], term
        assert set(entry["marks"]) == set(LANGUAGES), term


@pytest.mark.shared
def test_the_standing_of_a_term_is_that_of_the_list_of_terms():
    file = Path(__file__).parents[1].parent / "shared" / "facts" / "glossary.csv"
    if not file.exists():
        pytest.skip("the shared list of terms is not here")
    rows = {row["english"]: row for row in csv.DictReader(io.StringIO(file.read_text("utf-8")))}
    for term, entry in TERMS.items():
        if entry["standing"] != "own":
            assert rows[entry["of"]]["status"] == entry["standing"], term


# Whatever was measured

NUMBERS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1000, max_value=1000).map(str),
    st.sampled_from(
        ["0", "-0", "1e300", "-1e300", "1e400", "1e-300", "0.000000000001", "1" * 40, "9" * 20 + ".5", "1E+5"]
    ),
)


@settings(max_examples=150, deadline=None)
@given(
    values=st.lists(NUMBERS, min_size=1, max_size=30),
    ends=st.tuples(st.none() | NUMBERS, st.none() | NUMBERS),
    verdict=st.sampled_from([Verdict.FAIL, Verdict.PASS, Verdict.UNDECIDED]),
)
def test_no_value_that_can_be_read_stops_the_paper(values, ends, verdict):
    numbers = sorted(values, key=Decimal)
    check = fakes.check("", "x", "x", ["1"], "mm", lower=ends[0], upper=ends[1], verdict=verdict)
    readings = tuple(
        replace(check.readings[0], piece=str(place), value=value, text=value, verdict=verdict)
        for place, value in enumerate(values)
    )
    check = replace(
        check, readings=readings, minimum=numbers[0], maximum=numbers[-1], mean=numbers[0], count=len(values)
    )
    items = (fakes.item("bore", check), fakes.item("length", replace(check, verdict=Verdict.PASS)))
    document = paper(fakes.accepted(lots=(fakes.lot(items=items, pieces=tuple(map(str, range(len(values))))),)))
    for picture in pictures(document):
        drawing = picture.draw("ja+en", 505.0, picture.height)
        assert drawing.width <= 505.5
        assert b"nan" not in as_svg(drawing)
        assert b"inf" not in as_svg(drawing)
