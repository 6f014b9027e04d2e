"""The closed unit table: what a spelling names, what it never names, and exact factors."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qspec import messages, units
from qspec.errors import Refusal

TABLE = units.table()
REAL = [unit for unit in TABLE.units.values() if unit.pint is not None]
SCALES = [unit for unit in TABLE.units.values() if unit.pint is None]

SPELLINGS = {
    "mm": "mm ㎜ ｍｍ ミリ ﾐﾘ ㍉ ミリメートル millimetres",
    "um": "um µm μm ㎛ ミクロン ﾐｸﾛﾝ micron マイクロメートル",
    "in": 'in inch " インチ',
    "mm2": "mm2 mm² ㎟ mm^2 mm**2",
    "cm3": "cc ㏄ cm³ cm3",
    "m2": "㎡ m2 平米",
    "N/25mm": "N/25mm N/25㎜",
    "g/m2": "g/m² gsm g/㎡",
    "kgf/mm2": "kgf/mm² kgf/mm2 kgf/㎟",
    "cP": "cP センチポアズ",
    "mPa.s": "mPa·s mPa・s mPa⋅s mPa.s mPa*s",
    "N.m": "N·m N・m Nm N.m",
    "count": "個 ヶ 本 枚 pcs pieces ea 箇所",
    "h": "時間 h hours",
    "min": "分 min minutes",
    "s": "秒 s sec",
    "lx": "lx ルクス lux",
    "deg": "° 度 degrees",
    "degC": "℃ °C ˚C ºC",
    "HRC": "HRC",
    "ShoreA": "ショアA",
    "GU60": "GU60 GU(60°)",
    "GU": "GU",
    "dB(A)": "dB(A) dBA",
    "pH": "pH",
    "grade": "級 grade",
    "%": "% ％ パーセント ㌫",
    "rpm": "rpm min-1 min⁻¹ r/min",
    "ohm": "Ω \u2126 オーム",
    "MPa": "MPa ㎫",
    "thou": "mil thou",
    "%RH": "%RH ％ＲＨ",
    "L": "L ℓ リットル",
    "kg": "kg ㎏",
}


@pytest.mark.parametrize(
    ("spelling", "unit"), [(spelling, unit) for unit, row in SPELLINGS.items() for spelling in row.split()]
)
def test_a_spelling_names_its_unit(spelling, unit):
    found = units.find(spelling)
    assert not isinstance(found, Refusal), found
    assert found.id == unit


@pytest.mark.parametrize(
    "spelling", ["N/25 mm", "N / 25mm", "N m", "Shore A", "sq mm", "dB (A)", "deg C", "gloss units", " mm "]
)
def test_spaces_may_stand_where_people_put_them(spelling):
    assert not isinstance(units.find(spelling), Refusal)


@pytest.mark.parametrize(
    "spelling", ["mm 2", "m m", "MM", "Mm", "KG", "mPA", "Ra", "Hrc", "mm3 2", "", " ", "5", "mm²²", "^mm", "9**9**9"]
)
def test_a_wrong_spelling_names_nothing(spelling):
    assert isinstance(units.find(spelling), Refusal)


@pytest.mark.parametrize(("wrong", "near"), [("KG", "kg"), ("MM", "mm"), ("hrc", "HRC"), ("µmm", "µm"), ("Mpa", "MPa")])
def test_an_unknown_unit_names_near_ones(wrong, near):
    got = units.find(wrong)
    assert isinstance(got, Refusal)
    for lang in messages.LANGUAGES:
        assert near in messages.say(f"{got.code}.hint", lang, **got.values)


def test_the_table_is_of_the_size_it_was_meant_to_be():
    assert len(TABLE.units) >= 120
    assert {unit.id for unit in SCALES} >= {
        "HRC",
        "HRB",
        "HV",
        "HBW",
        "ShoreA",
        "ShoreD",
        "GU",
        "GU20",
        "GU60",
        "GU85",
        "dE76",
        "dE94",
        "dE00",
        "dECMC",
        "dB(A)",
        "pH",
        "grade",
        "class",
        "count",
    }


def test_dimensions_are_those_pint_knows():
    import pint

    registry = pint.UnitRegistry()
    for unit in REAL:
        quantity = registry.Quantity(1.0, unit.pint)
        wanted = TABLE.dimensions[unit.dimension]
        assert quantity.dimensionless if wanted == "dimensionless" else quantity.check(wanted), unit


@pytest.mark.parametrize("unit", SCALES, ids=lambda unit: unit.id)
def test_a_scale_is_convertible_into_itself_alone(unit):
    others = [other.id for other in TABLE.units.values() if units.convertible(unit.id, other.id)]
    assert others == [unit.id]
    assert units.convert(Fraction(5), unit.id, unit.id) == 5


def test_torque_is_no_energy_and_turns_are_no_hertz():
    assert not units.convertible("N.m", "J")
    assert not units.convertible("rpm", "Hz")
    with pytest.raises(ValueError, match="cannot be expressed"):
        units.convert(Fraction(1), "N.m", "J")


@pytest.mark.parametrize(
    ("value", "a", "b", "want"),
    [  # definitions of the international inch and pound, standard gravity, and temperature scales
        ("1", "in", "mm", "25.4"),
        ("63", "uin", "um", "1.6002"),
        ("1", "thou", "um", "25.4"),
        ("1", "lb", "g", "453.59237"),
        ("1", "kgf", "N", "9.80665"),
        ("1", "kgf/mm2", "MPa", "9.80665"),
        ("1", "kgf.cm", "N.m", "0.0980665"),
        ("5", "N/25mm", "N/mm", "0.2"),
        ("5", "N/25mm", "N/m", "200"),
        ("1", "N/15mm", "N/25mm", "5/3"),
        ("1", "cP", "mPa.s", "1"),
        ("9", "den", "tex", "1"),
        ("1", "deg", "arcmin", "60"),
        ("1", "%", "ppm", "10000"),
        ("1", "L", "cm3", "1000"),
        ("25", "degC", "degF", "77"),
        ("-40", "degF", "degC", "-40"),
        ("0", "degC", "K", "273.15"),
        ("1", "Torr", "Pa", "20265/152"),
        ("1", "N/mm2", "MPa", "1"),
        ("80", "g/m2", "mg/cm2", "8"),
    ],
)
def test_a_value_converts_exactly(value, a, b, want):
    assert units.convert(Fraction(value), a, b) == Fraction(want)


def test_a_difference_of_temperature_has_no_offset():
    assert units.convert_difference(Fraction(2), "degC", "K") == 2
    assert units.convert_difference(Fraction(2), "degC", "degF") == Fraction(18, 5)


def test_converting_there_and_back_changes_nothing_for_any_pair():
    value = Fraction("7.3")
    for unit in REAL:
        for other in REAL:
            if units.convertible(unit.id, other.id):
                assert units.convert(units.convert(value, unit.id, other.id), other.id, unit.id) == value


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
@example("mm" * 50_000)
@example("(" * 100_000)
def test_any_text_is_a_unit_or_a_refusal_that_can_be_said(text):
    got = units.find(text)
    if isinstance(got, Refusal):
        for lang in messages.LANGUAGES:
            assert messages.say(f"{got.code}.text", lang, **got.values)
            assert messages.say(f"{got.code}.hint", lang, **got.values)


def test_finding_units_does_not_load_pint():
    program = (
        "import sys; from qspec import units; units.find('mm'); units.find('nonsense');"
        "units.convert(1, 'mm', 'mm'); sys.exit('pint' in sys.modules)"
    )
    root = Path(__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", program], check=False, cwd=root).returncode == 0
