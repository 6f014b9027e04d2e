"""What people write for a limit, in both languages, and what they get."""

from __future__ import annotations

import re
import time
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qspec import messages, units
from qspec.errors import Refusal
from qspec.limits import Bound, Limit
from qspec.notation import Requirement, read, resolve
from qspec.notation.words import index, parameters

CASES = Path(__file__).parent / "cases" / "notation"
SOURCE = Path(__file__).parents[1] / "qspec"


def rows(folder):
    files = sorted((CASES / folder).glob("*.yaml"))
    return [(file, yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)) for file in files]  # noqa: S506 - text only


ACCEPTED = [pytest.param(row, id=row["text"]) for _, table in rows("accept") for row in table]
REFUSED = [
    pytest.param(code, text, id=f"{code}: {text[:40]}")
    for _, table in rows("refuse")
    for code, texts in table.items()
    for text in texts
]
FLAGS = ("relative", "percent_of_nominal", "assumed_unit", "reference")


def expected(row):
    """Every field the row states; all others must have their defaults, the text and the warnings' codes apart."""
    exclusive = row.get("exclusive", [])
    found = {}
    for side in ("lower", "upper"):
        found[side] = Bound(Fraction(row[side]), side not in exclusive) if side in row else None
    found["nominal"] = Fraction(row["nominal"]) if "nominal" in row else None
    for name in FLAGS:
        found[name] = row.get(name) == "yes"
    for name in ("unit", "parameter", "rule", "edition", "label_lower", "label_upper", "label_worst"):
        found[name] = row.get(name)
    found["factors"] = tuple(row.get("factors", ()))
    found["table"] = tuple(row["table"]) if "table" in row else None
    found["label_inclusive"] = True
    return found, row.get("warnings", [])


def test_there_are_many_rows():
    assert len(ACCEPTED) + len(REFUSED) > 300


@pytest.mark.parametrize("row", ACCEPTED)
def test_what_people_write_is_read(row):
    got = read(row["text"], decimal_comma=row.get("decimal_comma") == "yes")
    assert not isinstance(got, Refusal), got
    wanted = row.get("all", [row])
    assert len(got) == len(wanted)
    for requirement, part in zip(got, wanted, strict=True):
        values, warnings = expected(part)
        shown = {field.name: getattr(requirement, field.name) for field in fields(Requirement)}
        assert [warning.code for warning in shown.pop("warnings")] == warnings
        assert shown.pop("text")
        assert shown == values


@pytest.mark.parametrize(("code", "text"), REFUSED)
def test_what_is_no_limit_is_refused(code, text):
    got = read(text)
    assert isinstance(got, Refusal), got
    assert got.code == code


@pytest.mark.parametrize("text", ["10 ±0.1 ±0.2", "≥3 ≥5 mm", "Ra 1.6 Rz 6.3", "5 N以下/3 mm以上", "±1, ±2, ±3"])
def test_two_limits_in_one_text_are_never_one(text):
    assert len(read(text)) > 1


def test_an_exclusive_label_says_so():
    (got,) = read("4を超える")
    assert (got.label_lower, got.label_inclusive) == ("4", False)


def test_the_text_is_kept_as_written():
    (got,) = read("  ２５ ±0.05 ｍｍ ")
    assert got.text == "２５ ±0.05 ｍｍ"


def test_what_is_left_over_is_named():
    got = read("25 ±0.05 mm somewhere")
    assert isinstance(got, Refusal)
    assert got.values["rest"] == "somewhere"


def test_a_long_text_is_refused():
    got = read("5 mm max " + "and " * 60)
    assert isinstance(got, Refusal)
    assert got.code == "notation.too-long"


# --- resolve -------------------------------------------------------------------------------------------------------


def limit(text, nominal=None, unit=None):
    (requirement,) = read(text)
    return resolve(requirement, None if nominal is None else Fraction(nominal), unit)


def bounds(found):
    assert isinstance(found, Limit), found
    ends = (found.lower, found.upper)
    return (*(None if end is None else str(end.value) for end in ends), found.unit)


@pytest.mark.parametrize(
    ("text", "nominal", "unit", "want"),
    [
        ("25 ±0.05 mm", None, None, ("499/20", "501/20", "mm")),
        ("±0.05 mm", "25", "mm", ("499/20", "501/20", "mm")),
        ("±0.05", "25", "mm", ("499/20", "501/20", "mm")),
        ("±50 µm", "25", "mm", ("499/20", "501/20", "mm")),
        ("+0.2/-0.1", "10", "mm", ("99/10", "51/5", "mm")),
        ("±2 ℃", "296.15", "K", ("5883/20", "5963/20", "K")),
        ("±2 ℃", "73.4", "degF", ("349/5", "77", "degF")),
        ("±5 %", "200", "N", ("190", "210", "N")),
        ("±5 %", "-200", "N", ("-210", "-190", "N")),
        ("H7", "10", "mm", ("10", "2003/200", "mm")),
        ("H7", "1", "cm", ("10", "2003/200", "mm")),
        ("g6", "10", None, ("4993/500", "1999/200", "mm")),
        ("ISO 2768-1:1989-m", "25", "mm", ("124/5", "126/5", "mm")),
        ("平面度 ISO 2768-2:1989-K", "100", "mm", (None, "1/5", "mm")),
        ("≤ 5", None, "N", (None, "5", "N")),
        ("15-25", None, "mm", ("15", "25", "mm")),
        ("0", None, "count", (None, "0", "count")),
    ],
)
def test_a_requirement_becomes_an_exact_absolute_limit(text, nominal, unit, want):
    assert bounds(limit(text, nominal, unit)) == want


@pytest.mark.parametrize(
    ("text", "nominal", "unit", "code"),
    [
        ("±0.05 mm", None, None, "notation.nominal-missing"),
        ("H7", None, "mm", "notation.nominal-missing"),
        ("±5 %", None, "mm", "notation.nominal-missing"),
        ("±0.05", "25", None, "notation.no-unit"),
        ("≤ 5", None, None, "notation.no-unit"),
        ("±0.05 mm", "25", "N", "notation.two-units"),
        ("H7", "25", "N", "notation.two-units"),
        ("±2 %", "8", "%", "notation.percent-of-percent"),
        ("±2 %", "20", "degC", "notation.percent-of-temperature"),
        ("±2 %", "0", "mm", "notation.zero-tolerance"),
        ("25 ±0.05 mm", "26", "mm", "notation.two-nominals"),
        ("(25)", None, "mm", "notation.reference"),
        ("H以上", None, None, "notation.no-tolerance"),
        ("2", None, "count", "notation.no-tolerance"),
        ("H7", "600", "mm", "notation.fit-size"),
        ("ISO 2768-1:1989-m", "0.2", "mm", "notation.general-size"),
    ],
)
def test_a_requirement_that_lacks_something_is_refused(text, nominal, unit, code):
    got = limit(text, nominal, unit)
    assert isinstance(got, Refusal), got
    assert got.code == code


def test_bounds_without_room_between_them_are_refused():
    empty = Requirement("x", lower=Bound(Fraction(3)), upper=Bound(Fraction(2)), unit="mm")
    got = resolve(empty, None, None)
    assert isinstance(got, Refusal)
    assert got.code == "notation.empty-limit"


def test_a_limit_keeps_the_text_and_the_nominal():
    found = limit("φ10 H7")
    assert isinstance(found, Limit)
    assert (found.text, found.nominal) == ("φ10 H7", 10)


# --- any text at all -----------------------------------------------------------------------------------------------

PIECES = [
    "25",
    "0.05",
    "±",
    "+",
    "-",
    "/",
    "~",
    "mm",
    "µm",
    "%",
    "H7",
    "φ",
    "Ra",
    "ΔE00",
    "(2:1)",
    "以上",
    "以下",
    "max",
    "min",
    "級",
    "(",
    ")",
    ",",
    "、",
    " ",
    "4-5",
    "ISO 2768-m",
    "▽▽▽",
    "HRC",
    "60°",
    "GU",
    "and",
    "to",
    "≤",
    "=",
    "約",
    "S",
    "2H",
    "なし",
    "℃",
    "1個まで",
    "16%",
    "JIS B 0601:1994",
    "Rz",
    ".",
    "x",
    "&",
    "between",
    "within",
    "ゼロ",
    "①",
    "∞",
]


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)), st.booleans())
@example("\x00", False)
@example("\ud800", False)
@example("-", False)
def test_any_text_gives_requirements_or_a_refusal_that_can_be_said(text, comma):
    got = read(text, decimal_comma=comma)
    found = [got] if isinstance(got, Refusal) else [warning for part in got for warning in part.warnings]
    for refusal in found:
        for lang in messages.LANGUAGES:
            assert messages.say(f"{refusal.code}.text", lang, **refusal.values)
            assert messages.say(f"{refusal.code}.hint", lang, **refusal.values)
    if not isinstance(got, Refusal):
        assert got
        for part in got:
            assert isinstance(resolve(part, Fraction(10), part.unit or "mm"), (Limit, Refusal))


NUMBERS = st.decimals(min_value="0.001", max_value="999", places=3).map(lambda value: f"{value.normalize():f}")


@settings(max_examples=100, deadline=None)
@given(NUMBERS, NUMBERS, st.sampled_from(["mm", "N", "°C", "HRC"]))
def test_a_tolerance_is_exact_whatever_the_digits(nominal, width, unit):
    (got,) = read(f"{nominal} {unit} ± {width} {unit}")
    assert got.lower == Bound(Fraction(nominal) - Fraction(width))
    assert got.upper == Bound(Fraction(nominal) + Fraction(width))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([row.values[0]["text"] for row in ACCEPTED]), st.sampled_from("!#$@{}[]|\\`鬱ж?"), st.data())
def test_a_foreign_character_anywhere_is_never_skipped(text, foreign, data):
    at = data.draw(st.integers(0, len(text)))
    assert isinstance(read(text[:at] + foreign + text[at:]), Refusal)


def meaning(got):
    return got if isinstance(got, Refusal) else [replace(part, text="") for part in got]


@pytest.mark.parametrize("row", ACCEPTED)
@pytest.mark.parametrize(
    "added", ["7", "7 mm", "±7", "N", "or better", "ISO 2768-1:1989-m", "(7)", "≤ 7", "~7", "HRA", "Rq", "4級"]
)
def test_nothing_that_is_added_is_skipped(row, added):
    alone = meaning(read(row["text"]))
    for longer in (f"{row['text']} {added}", f"{added} {row['text']}"):
        got = meaning(read(longer))
        assert isinstance(got, Refusal) or got != alone, longer


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "(",
        "()",
        "±1 ",
        "±1,",
        "1,",
        "-",
        "mm",
        "a",
        "1/",
        ",1",
        "≤5 ",
        "ISO 2768-",
        "5 mm max ",
        "1:",
        "最大",
        "▽",
    ],
)
def test_no_text_takes_long(piece):
    began = time.process_time()
    for length in (50, 199, 5000):
        read((piece * length)[:length])
    assert time.process_time() - began < 5


# --- the words -----------------------------------------------------------------------------------------------------


def test_every_code_of_the_reader_can_be_said_and_every_sentence_is_used():
    files = [*(SOURCE / "notation").glob("*.py"), SOURCE / "data" / "notation" / "words.yaml"]
    used = {code for file in files for code in re.findall(r"notation\.([a-z0-9-]+)\b(?!\.)", file.read_text("utf-8"))}
    used -= {"amounts", "classes", "forms", "model", "reading", "resolving", "scan", "sentence", "tolerances", "words"}
    for lang in messages.LANGUAGES:
        assert set(messages.catalogue(lang, "notation")) == used
        for slug, entry in messages.catalogue(lang, "notation").items():
            assert set(entry) == {"text", "hint"}, slug


def test_both_languages_use_the_same_values():
    for part in ("notation", "units", "text"):
        sides = [messages.catalogue(lang, part) for lang in messages.LANGUAGES]
        assert sides[0].keys() == sides[1].keys()
        for slug in sides[0]:
            one, other = (
                side[slug] if isinstance(side[slug], str) else " ".join(side[slug].values()) for side in sides
            )
            assert messages.placeholders(one) == messages.placeholders(other), slug


def test_a_word_that_is_also_a_unit_is_one_of_those_that_are_told_apart():
    spellings = {spelling.casefold() for spelling in units.table().spellings}
    both = {phrase.kind for group in index().values() for phrase in group if phrase.spelling.casefold() in spellings}
    assert both <= {"Y", "Q", "G"}  # min by its surroundings, parameters behind a number, grade either way


def test_parameters_name_units_of_their_dimension():
    for parameter in parameters().values():
        if parameter.unit is not None:
            assert units.get(parameter.unit).dimension == parameter.dimension, parameter
