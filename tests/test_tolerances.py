"""ISO 286 and ISO 2768: the tables against values published elsewhere, and refusal outside them."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from qspec.errors import Refusal
from qspec.notation.tolerances import Deviations, fit, general, rows

PUBLISHED = yaml.safe_load((Path(__file__).parent / "cases" / "tolerances" / "iso286.yaml").read_text("utf-8"))
BANDS = PUBLISHED["bands"]
TABLES = [
    pytest.param(designation, BANDS.index(table.get("from", BANDS[0])), cells.split(), id=f"{designation} {at}")
    for at, table in enumerate(PUBLISHED["published"])
    for designation, cells in table["fits"].items()
]


@pytest.mark.parametrize(("designation", "first", "cells"), TABLES)
def test_a_fit_has_its_published_limits_at_both_ends_of_every_band(designation, first, cells):
    assert first + len(cells) <= len(BANDS)
    for band, cell in enumerate(cells, start=first):
        upper, lower = (Fraction(number) / 1000 for number in cell.split("/"))
        begin = Fraction(BANDS[band - 1]) if band else Fraction(1)
        for size in (begin + Fraction(1, 1000), Fraction(BANDS[band])):
            assert fit(designation, size) == Deviations(lower, upper), (designation, size)


def test_the_coarse_grades_are_ten_times_those_five_steps_finer():
    for row in rows("iso286_grades"):
        for grade in range(12, 17):
            assert int(row.values[f"IT{grade}"]) == 10 * int(row.values[f"IT{grade - 5}"]), (row.to, grade)


def test_the_tables_have_the_same_bands_without_gaps():
    grades, deviations = rows("iso286_grades"), rows("iso286_deviations")
    ends = [(row.over, row.to) for row in grades]
    assert ends == [(row.over, row.to) for row in deviations]
    assert all(before[1] == after[0] for before, after in pairwise(ends))
    assert (ends[0][0], ends[-1][1]) == (0, 500)


@pytest.mark.parametrize(
    ("designation", "size"),
    [
        ("r6", "50"),
        ("S7", "50"),
        ("J7", "50"),
        ("j6", "50"),
        ("k8", "50"),
        ("k4", "50"),
        ("K9", "50"),
        ("M9", "50"),
        ("H4", "50"),
        ("H17", "50"),
        ("H14", "1"),
        ("H0", "50"),
        ("m13", "50"),
        ("P13", "50"),
        ("zc6", "50"),
        ("H", "50"),
        ("7H", "50"),
        ("hS7", "50"),
        ("Js7", "50"),
        ("N9", "1"),
    ],
)
def test_a_class_outside_the_tables_is_refused(designation, size):
    got = fit(designation, Fraction(size))
    assert isinstance(got, Refusal)
    assert got.code == "notation.fit-not-in-table"


@pytest.mark.parametrize("size", ["0", "-5", "500.001", "1000"])
def test_a_size_outside_the_tables_is_refused(size):
    got = fit("H7", Fraction(size))
    assert isinstance(got, Refusal)
    assert got.code == "notation.fit-size"


@pytest.mark.parametrize(
    ("grade", "size", "value"),
    [  # JIS B 0405:1991, table 1, as an official extract prints it
        ("f", "0.5", "0.05"),
        ("f", "3", "0.05"),
        ("f", "6", "0.05"),
        ("f", "30", "0.1"),
        ("f", "120", "0.15"),
        ("f", "400", "0.2"),
        ("f", "1000", "0.3"),
        ("f", "2000", "0.5"),
        ("m", "0.5", "0.1"),
        ("m", "6.001", "0.2"),
        ("m", "30", "0.2"),
        ("m", "30.001", "0.3"),
        ("m", "120", "0.3"),
        ("m", "400", "0.5"),
        ("m", "1000", "0.8"),
        ("m", "2000", "1.2"),
        ("m", "4000", "2"),
        ("c", "3", "0.2"),
        ("c", "6", "0.3"),
        ("c", "30", "0.5"),
        ("c", "120", "0.8"),
        ("c", "400", "1.2"),
        ("c", "1000", "2"),
        ("c", "2000", "3"),
        ("c", "4000", "4"),
        ("v", "6", "0.5"),
        ("v", "30", "1"),
        ("v", "120", "1.5"),
        ("v", "400", "2.5"),
        ("v", "1000", "4"),
        ("v", "2000", "6"),
        ("v", "4000", "8"),
    ],
)
def test_general_tolerances_of_sizes(grade, size, value):
    assert general("linear", grade, Fraction(size)) == Deviations(-Fraction(value), Fraction(value))


@pytest.mark.parametrize(
    ("grade", "size", "value"),
    [("f", "3", "0.2"), ("m", "6", "0.5"), ("m", "100", "1"), ("c", "3", "0.4"), ("v", "6", "1"), ("c", "6.1", "2")],
)
def test_general_tolerances_of_radii_and_chamfers(grade, size, value):
    assert general("radius", grade, Fraction(size)) == Deviations(-Fraction(value), Fraction(value))


GEOMETRY = {  # JIS B 0419:1991 as a drawing course prints it: length up to and including, H K L
    "flatness": "10 .02 .05 .1/30 .05 .1 .2/100 .1 .2 .4/300 .2 .4 .8/1000 .3 .6 1.2/3000 .4 .8 1.6",
    "straightness": "10 .02 .05 .1/30 .05 .1 .2/100 .1 .2 .4/300 .2 .4 .8/1000 .3 .6 1.2/3000 .4 .8 1.6",
    "perpendicularity": "100 .2 .4 .6/300 .3 .6 1/1000 .4 .8 1.5/3000 .5 1 2",
    "symmetry": "100 .5 .6 .6/300 .5 .6 1/1000 .5 .8 1.5/3000 .5 1 2",
    "run-out": "10 .1 .2 .5/3000 .1 .2 .5",
}


@pytest.mark.parametrize("table", GEOMETRY)
def test_general_tolerances_of_geometry(table):
    for line in GEOMETRY[table].split("/"):
        size, *values = line.split()
        for grade, value in zip("HKL", values, strict=True):
            assert general(table, grade, Fraction(size)) == Deviations(None, Fraction(value)), (table, grade, size)


@pytest.mark.parametrize(
    ("table", "grade", "size", "code"),
    [
        ("linear", "m", "0.49", "notation.general-size"),
        ("linear", "v", "3", "notation.general-size"),
        ("linear", "f", "2001", "notation.general-size"),
        ("linear", "m", "4001", "notation.general-size"),
        ("linear", "m", "-5", "notation.general-size"),
        ("flatness", "H", "3001", "notation.general-size"),
        ("flatness", "H", "0", "notation.general-size"),
        ("linear", "H", "25", "notation.general-class"),
        ("flatness", "m", "25", "notation.general-class"),
        ("roundness", "H", "25", "notation.general-class"),
    ],
)
def test_what_the_general_tables_do_not_hold_is_refused(table, grade, size, code):
    got = general(table, grade, Fraction(size))
    assert isinstance(got, Refusal)
    assert got.code == code
