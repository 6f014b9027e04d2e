"""Pictures of plans and of runs: text stays text, nothing overlaps, the same picture gives the same bytes."""

from __future__ import annotations

import itertools
import math
import re
from fractions import Fraction
from io import BytesIO

import pypdfium2
import pytest
from defusedxml import ElementTree
from PIL import Image

from qspec.judgement.plans.model import (
    Counting,
    Fixed,
    Full,
    Plan,
    Resolved,
    System,
    Table,
    TwoPoints,
    ZeroAcceptance,
)
from qspec.messages import LANGUAGES
from qspec.report.pictures.axes import BOLD, TITLE, scale, shortened, texts, width_of
from qspec.report.pictures.histogram import histogram
from qspec.report.pictures.lab_plot import Tolerance, lab_plot
from qspec.report.pictures.margins import Bar, Look, margin_bars
from qspec.report.pictures.oc import oc_drawing
from qspec.report.pictures.row import row
from qspec.report.pictures.run_chart import Level, run_chart
from qspec.report.pictures.saving import as_pdf, as_png, save
from qspec.report.pictures.svg import as_svg
from qspec.report.pictures.swatches import Swatch, srgb, swatches

SVG = "{http://www.w3.org/2000/svg}"


def table(size, acceptance, aql, lot_size=None, rejection=None, counting=Counting.ITEMS):
    scheme = Table(System.MIL, "II", Fraction(aql), counting)
    full = lot_size is not None and size >= lot_size
    taken = lot_size if full else size
    return Resolved(Plan("", scheme), taken, acceptance, rejection or acceptance + 1, full, size, lot_size)


def other(scheme, size, acceptance, lot_size):
    full = size >= lot_size
    return Resolved(Plan("", scheme), size, acceptance, acceptance + 1, full, size, lot_size)


PLANS = {
    "80-2": table(80, 2, "1"),
    "2-0": table(2, 0, "13/2"),
    "1250-21": table(1250, 21, "1"),
    "gap": table(5, 1, "3/2", 100, 3),
    "per-100": table(20, 5, "10", counting=Counting.NONCONFORMITIES),
    "tiny-aql": table(2000, 0, "1/100"),
    "huge-aql": table(5, 44, "1000", counting=Counting.NONCONFORMITIES),
    "cut": table(80, 2, "1", 60),
    "full": other(Full(), 50, 0, 50),
    "full-one": other(Full(), 1, 0, 1),
    "full-tolerant": other(Full(2), 50, 2, 50),
    "zero": other(ZeroAcceptance(Fraction(1, 20), Fraction(1, 10)), 45, 0, 1200),
    "zero-few": other(ZeroAcceptance(Fraction(1, 100), Fraction(1, 10)), 90, 0, 100),
    "fixed": other(Fixed(5, 1), 5, 1, 6),
    "accepts-all": other(Fixed(2, 2), 2, 2, 10),
    "two": other(TwoPoints(Fraction(1, 100), Fraction(1, 20), Fraction(8, 100), Fraction(1, 10)), 65, 2, 900),
}
RUN = [10 + math.sin(place) / 50 for place in range(40)]


def chart(lang="en", **more):
    given = {
        "title": "d1 外径 / Outer diameter",
        "unit": "mm",
        "lower": Level(9.95, "9.95"),
        "upper": Level(10.05, "10.05"),
        "mean": Level(10.0, "10.000"),
    }
    return run_chart(more.pop("values", RUN), lang, **{**given, **more})


CHARTS = {
    "plain": {},
    "beyond": {"values": [*RUN, 10.3], "beyond": {40}},
    "one": {"values": [10.0]},
    "none": {"values": [None, math.nan]},
    "constant": {"values": [0.3] * 5, "upper": Level(0.3, "0.3"), "mean": Level(0.3, "0.300"), "lower": None},
    "many": {"values": RUN * 50},
    "negative": {"values": [-3.0, -3.4], "upper": None, "lower": Level(-4.0, "-4.0"), "mean": None},
    "labels": {"labels": [f"A-{place:04d}" for place in range(40)]},
    "bare": {"upper": None, "lower": None, "mean": None, "title": "", "unit": ""},
    "close": {"upper": Level(10.001, "10.001"), "lower": Level(9.999, "9.999"), "values": [10.0, 12.0]},
    "long": {
        "title": "長い検査項目名" * 20,
        "unit": "mm" * 40,
        "upper": Level(10.05, "10.0500000000000000000000000000"),
    },
    "great": {"values": [1e9, 2e9, -5e9], "upper": None, "lower": None, "mean": None},
}


SPREAD = [f"{10 + math.sin(place * place) / 50:.3f}" for place in range(300)]
SPREADS = {
    "plain": {},
    "beyond": {"beyond": range(5)},
    "one": {"values": ["10"]},
    "constant": {"values": ["0.3"] * 40, "lower": Level(0.3, "0.3"), "upper": None},
    "negative": {"values": ["-3.4", "-3.41", "-7"], "lower": None, "upper": Level(-3.0, "-3.0")},
    "whole": {"values": ["1200", "1e3", "900"], "lower": None, "upper": None, "unit": ""},
    "narrow": {"width": 210.0, "beyond": [1]},
}
ROUND = tuple((2 * math.cos(place / 10), 3 * math.sin(place / 10)) for place in range(63))
SAMPLES = [(math.sin(place), math.cos(place) / 2, place / 20) for place in range(10)]
PLANES = {
    "plain": {},
    "beyond": {"beyond": [9], "samples": [*SAMPLES[:9], (-4.0, 7.0, -1.0)]},
    "one": {"samples": SAMPLES[:1]},
    "many": {"samples": SAMPLES * 30},
    "tight": {"tolerance": Tolerance(tuple((x / 50, y / 50) for x, y in ROUND), (-0.02, 0.03))},
    "components": {"tolerance": Tolerance(ROUND, (-2, 2), (-1, 1), (None, 0.5), (-0.8, 0.8))},
}
BARS = {
    "one": [Bar("1 d1", 0.5, "50 %   10.01 mm", Look.WITHIN)],
    "all": [
        Bar("長い検査項目名" * 9, 7.5, "750 %   10.01 mm", Look.BEYOND),
        Bar("2 b", 1.0, "100 %", Look.NEAR),
        Bar("3 c", 0.0, "0 %   10.000000000000000000000000000000 mm", Look.WITHIN),
    ],
    "many": [Bar(f"{place} item", place / 40, f"{place} %", Look.WITHIN) for place in range(40)],
}
PAIRS = {
    "plain": (Swatch("Reference", (72.1, 2.3, 18.4)), Swatch("KN-006", (70.95, 3.9, 20.1))),
    "dark": (Swatch("Reference", (0.0, 0.0, 0.0)), Swatch("KN2041-2611-00006-" * 3, (100.0, 0.0, 0.0))),
    "vivid": (Swatch("Reference", (60.0, 98.0, -60.0)), Swatch("1", (50.0, -120.0, 110.0))),
}


def spread(lang="en", **more):
    given = {"unit": "mm", "lower": Level(9.985, "9.985"), "upper": Level(10.015, "10.015")}
    return histogram(more.pop("values", SPREAD), lang, **{**given, **more})


def plane(lang="en", **more):
    return lab_plot(more.pop("samples", SAMPLES), more.pop("tolerance", Tolerance(ROUND, (-2.5, 2.5))), lang, **more)


BESIDE = {"beyond": {3}, "width": 290.0, "height": 128.0}
BOTH = (*LANGUAGES, "ja+en", "en+ja")


def every_picture():
    for lang in BOTH:
        for name, more in SPREADS.items():
            yield pytest.param(lambda more=more, lang=lang: spread(lang, **more), id=f"spread-{name}-{lang}")
        for name, more in PLANES.items():
            yield pytest.param(lambda more=more, lang=lang: plane(lang, **more), id=f"plane-{name}-{lang}")
        for name, bars in BARS.items():
            yield pytest.param(lambda bars=bars, lang=lang: margin_bars(bars, lang), id=f"bars-{name}-{lang}")
        for name, pair in PAIRS.items():
            yield pytest.param(lambda pair=pair, lang=lang: swatches(pair, lang), id=f"swatches-{name}-{lang}")
        yield pytest.param(lambda lang=lang: row([chart(lang, **BESIDE), spread(lang)]), id=f"row-{lang}")
        yield pytest.param(lambda lang=lang: oc_drawing(PLANS["80-2"], lang, 249, 150), id=f"oc-small-{lang}")
    for lang, (name, plan) in itertools.product(LANGUAGES, PLANS.items()):
        yield pytest.param(lambda plan=plan, lang=lang: oc_drawing(plan, lang), id=f"oc-{name}-{lang}")
    for lang, (name, more) in itertools.product(LANGUAGES, CHARTS.items()):
        yield pytest.param(lambda more=more, lang=lang: chart(lang, **more), id=f"run-{name}-{lang}")


PICTURES = list(every_picture())


def box(text):
    wide = width_of(text.text, text.fontSize)
    left = text.x - {"start": 0, "middle": 0.5, "end": 1}[text.textAnchor] * wide
    return left, text.y - 0.15 * text.fontSize, left + wide, text.y + 0.72 * text.fontSize


def strokes(drawing):
    for shape in drawing.contents:
        name = type(shape).__name__
        if name == "Line":
            yield (shape.x1, shape.y1), (shape.x2, shape.y2)
        elif name == "Rect":
            left, right, low, high = shape.x, shape.x + shape.width, shape.y, shape.y + shape.height
            yield from itertools.pairwise([(left, low), (right, low), (right, high), (left, high), (left, low)])
        elif name == "PolyLine":
            yield from itertools.pairwise(zip(shape.points[::2], shape.points[1::2], strict=True))


@pytest.mark.parametrize("make", PICTURES)
def test_no_label_lies_on_a_label_a_line_or_the_edge(make):
    drawing = make()
    boxes = [(text.text, box(text)) for text in texts(drawing)]
    for (one, first), (two, second) in itertools.combinations(boxes, 2):
        apart = first[2] <= second[0] or second[2] <= first[0] or first[3] <= second[1] or second[3] <= first[1]
        assert apart, (one, two)
    for text, (left, bottom, right, top) in boxes:
        assert left >= 0, text
        assert right <= drawing.width + 0.5, text
        assert bottom >= 0, text
        assert top <= drawing.height, text
        for start, end in strokes(drawing):
            across = min(start[0], end[0]) < right and max(start[0], end[0]) > left
            along = min(start[1], end[1]) < top and max(start[1], end[1]) > bottom
            assert not (across and along), (text, start, end)


@pytest.mark.parametrize("make", PICTURES)
def test_nothing_is_drawn_outside_the_picture(make):
    drawing = make()
    for start, end in strokes(drawing):
        for x, y in (start, end):
            assert -0.01 <= x <= drawing.width + 0.01
            assert -0.01 <= y <= drawing.height + 0.01


@pytest.mark.parametrize("make", PICTURES)
def test_an_svg_is_well_formed_and_holds_its_text_as_text(make):
    drawing = make()
    content = as_svg(drawing)
    root = ElementTree.fromstring(content)
    assert [node.text for node in root.iter(f"{SVG}text")] == [text.text for text in texts(drawing)]
    assert "sans-serif" in root.get("font-family")
    assert "Noto Sans CJK JP" in root.get("font-family")
    assert b"nan" not in content.lower().replace(b"nonconforming", b"")
    assert as_svg(make()) == content


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["80-2", "2-0", "1250-21", "full", "per-100"])
def test_a_pdf_embeds_its_faces_and_can_be_searched(name, lang):
    drawing = oc_drawing(PLANS[name], lang)
    content = as_pdf(drawing)
    assert as_pdf(oc_drawing(PLANS[name], lang)) == content
    faces = set(re.findall(rb"/BaseFont /([^ \n]+)", content))
    assert faces
    assert all(face.startswith(b"AAAAAA+Noto") for face in faces)
    with pypdfium2.PdfDocument(content) as document:
        page = document[0]
        assert page.get_size() == pytest.approx((drawing.width, drawing.height))
        shown = page.get_textpage().get_text_range()
    for text in texts(drawing):
        assert text.text in shown


def test_a_png_shows_ink_where_the_curve_is():
    content = as_png(oc_drawing(PLANS["80-2"], "ja"))
    assert as_png(oc_drawing(PLANS["80-2"], "ja")) == content
    image = Image.open(BytesIO(content))
    assert image.size == (850, 500)
    dark = sum(image.histogram()[:100])
    assert 0.005 < dark / (850 * 500) < 0.2


def test_the_aql_and_the_tenth_are_marked_on_the_curve():
    drawing = oc_drawing(PLANS["80-2"], "en")
    words = [text.text for text in texts(drawing)]
    assert "AQL 1.0: 95 % accepted" in words
    assert "6.5 %: 1 time in 10" in words
    names = [type(shape).__name__ for shape in drawing.contents]
    assert names.count("Circle") == 2  # in the key and on the curve
    assert names.count("Rect") == 3  # likewise, and the frame
    assert "100アイテム当たりの不適合数" in [text.text for text in texts(oc_drawing(PLANS["per-100"], "ja"))]


def test_values_beyond_a_limit_differ_in_shape():
    shapes = [type(shape).__name__ for shape in chart(values=[10.0, 10.2, 10.0], beyond=[1]).contents]
    assert shapes.count("Circle") == 2
    assert shapes.count("Rect") == 3  # the frame, the key, the value
    assert "限界を外れた測定値" in [text.text for text in texts(chart("ja", values=[10.0, 10.2], beyond=[1]))]
    assert "beyond a limit" not in [text.text for text in texts(chart())]


def test_a_missing_value_breaks_the_line():
    whole, broken = chart(values=[1.0, 2.0, 3.0, 4.0]), chart(values=[1.0, 2.0, None, 3.0, 4.0])
    counts = [sum(type(shape).__name__ == "PolyLine" for shape in one.contents) for one in (whole, broken)]
    assert counts == [1, 2]


def test_text_of_users_cannot_become_markup_or_vanish():
    drawing = chart(title="<script>&\u202e\x07⌀", values=[1.0, 2.0])
    root = ElementTree.fromstring(as_svg(drawing))
    assert root.find(f"{SVG}title").text == "<script>&\ufffd\ufffd⌀"
    with pypdfium2.PdfDocument(as_pdf(drawing)) as document:
        assert "<script>&[U+202E][U+0007]" in document[0].get_textpage().get_text_range()


@pytest.mark.parametrize("ending", [".svg", ".pdf", ".png"])
def test_a_picture_is_saved_by_the_ending_of_its_name(tmp_path, ending):
    path = tmp_path / f"curve{ending}"
    assert path.name.endswith(ending)
    assert save(oc_drawing(PLANS["2-0"], "ja"), path) == path.read_bytes()


def test_other_endings_are_refused(tmp_path):
    with pytest.raises(ValueError, match="format"):
        save(oc_drawing(PLANS["2-0"], "ja"), tmp_path / "curve.gif")


@pytest.mark.parametrize(
    ("low", "high", "texts_wanted"),
    [
        (0.0, 100.0, ("0", "20", "40", "60", "80", "100")),
        (0.0, 11.0, ("0", "5", "10", "15")),
        (9.94, 10.06, ("9.90", "9.95", "10.00", "10.05", "10.10")),
        (-0.2, 0.2, ("−0.2", "−0.1", "0.0", "0.1", "0.2")),
    ],
)
def test_ticks_are_round_numbers_that_hold_both_ends(low, high, texts_wanted):
    found = scale(low, high, 5)
    assert found.low <= low < high <= found.high
    assert found.texts == texts_wanted


def test_a_long_title_is_cut_visibly():
    title = next(text for text in texts(chart(**CHARTS["long"])) if text.fontName == BOLD)
    assert title.text.endswith("…")
    assert width_of(title.text, TITLE) <= 420
    assert shortened("abc", 7, 100) == "abc"


def bars_of(drawing):
    """Return the heights of the filled bars in the units of the y axis, and which of them are black."""
    frame = next(shape for shape in drawing.contents if type(shape).__name__ == "Rect" and shape.fillColor is None)
    ticks = [text for text in texts(drawing) if text.textAnchor == "end"]
    low, high = (float(text.text) for text in (ticks[0], ticks[-1]))
    found = []
    for shape in drawing.contents:
        filled = type(shape).__name__ == "Rect" and shape.fillColor is not None
        if filled and shape.y < frame.y + frame.height:  # the key stands above the frame
            found.append((shape.height / frame.height * (high - low), shape.fillColor.red == 0))
    return found


def test_every_value_is_in_one_bar_of_the_histogram():
    found = bars_of(spread(beyond=range(7)))
    assert sum(height for height, _ in found) == pytest.approx(300, abs=0.5)
    assert sum(height for height, black in found if black) == pytest.approx(7, abs=0.1)


def test_values_of_one_decimal_fall_into_classes_of_equal_chance():
    """Sixty readings from 0.0 to 5.9, each once: no class has more of them than another but the last."""
    values = [f"{place / 10:.1f}" for place in range(60)]
    heights = [round(height) for height, _ in bars_of(spread(values=values, lower=None, upper=None))]
    assert set(heights[:-1]) == {heights[0]}
    assert sum(heights) == 60


@pytest.mark.parametrize(
    ("lab", "wanted"),
    [
        ((100.0, 0.0, 0.0), (255, 255, 255)),
        ((0.0, 0.0, 0.0), (0, 0, 0)),
        ((53.241, 80.092, 67.203), (255, 0, 0)),  # the primaries of sRGB in L*a*b* under D65 (Lindbloom)
        ((87.735, -86.183, 83.179), (0, 255, 0)),
        ((32.297, 79.188, -107.860), (0, 0, 255)),
        ((53.585, 0.0, 0.0), (128, 128, 128)),
    ],
)
def test_a_swatch_is_the_color_of_its_numbers(lab, wanted):
    (red, green, blue), _ = srgb(lab)
    assert [red * 255, green * 255, blue * 255] == pytest.approx(wanted, abs=1.0)


def test_a_color_that_cannot_be_shown_is_said_to_be_so():
    shown = " ".join(text.text for text in texts(swatches(PAIRS["vivid"], "en", 260)))
    assert "Beyond what print and screen can show" in shown
    assert "Print color is only indicative" in " ".join(text.text for text in texts(swatches(PAIRS["plain"], "en")))


def test_the_plane_has_the_same_scale_on_both_axes():
    drawing = plane(tolerance=Tolerance(tuple((2 * x, 2 * x) for x in (-1, 1)), (-2.5, 2.5)))
    line = next(shape for shape in drawing.contents if type(shape).__name__ == "PolyLine")
    assert line.points[2] - line.points[0] == pytest.approx(line.points[3] - line.points[1], rel=1e-3)


def test_both_languages_stand_in_a_picture_where_they_fit_and_the_first_alone_where_not():
    both = [text.text for text in texts(chart("ja+en", beyond=[1]))]
    assert "限界を外れた測定値 / beyond a limit" in both
    assert "上限 10.05 / upper limit 10.05" in both
    assert "上限 10.05" in [text.text for text in texts(chart("ja+en", width=200.0))]
    assert "upper limit 10.05 / 上限 10.05" in [text.text for text in texts(chart("en+ja"))]


def test_a_bar_shows_its_share_and_is_black_only_where_something_does_not_conform():
    drawing = margin_bars(BARS["all"], "en")
    bars = [shape for shape in drawing.contents if type(shape).__name__ == "Rect" and shape.width > 20]
    assert len(bars) == 2  # nothing is drawn for a share of 0
    limit = next(s.x1 for s in drawing.contents if type(s).__name__ == "Line" and s.strokeWidth == 1.6)
    assert bars[1].x + bars[1].width == pytest.approx(limit)
    assert bars[0].x + bars[0].width == pytest.approx(bars[0].x + bars[1].width * 1.5)
    assert [bar.fillColor.red for bar in bars] == [0.0, 0.72]


def test_a_row_keeps_every_picture_whole():
    left, right = chart(**BESIDE), spread()
    count = len(left.contents) + len(right.contents)
    whole = row([left, right], 6.0)
    assert (whole.width, whole.height, len(whole.contents)) == (290.0 + 240.0 + 6.0, 130.0, count)
