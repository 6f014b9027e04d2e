"""Illuminant, observer and geometry as people, instruments and headers write them."""

from __future__ import annotations

import pytest

from qspec.kinds.viewing import read_geometry, read_illuminant, read_observer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[
            (text, "10")
            for text in ("10°", "10 deg", "10度", "１０°", "10°視野", "10_Degree", "CIE 1964", "D65/10", "10")
        ],
        *[(text, "2") for text in ("2°", "2.0°", "2 degrees", "CIE 1931", "2度視野", "2", "D50/2°")],
        *[(text, None) for text in ("", "12°", "110°", "0.2°", "2°/10°", "observer", "8°", "d/8°")],
    ],
)
def test_observers(text, expected):
    assert read_observer(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[(text, "D65") for text in ("D65", "d65", "Ｄ６５", "CIE D65", "標準イルミナントD65", "D65/10°", "L*(D65)")],
        *[(text, "A") for text in ("A", "CIE A", "標準光源A", "illuminant A")],
        *[("TL84", "F11"), ("F11", "F11"), ("F12", "F12"), ("FL2", "F2"), ("C", "C")],
        *[(text, None) for text in ("", "a*", "AD65", "D650", "D50, D65", "daylight", "Class A")],
    ],
)
def test_illuminants(text, expected):
    assert read_illuminant(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("di:8° SCI", ("d:8", "SCI")),
        ("d/8 SCI", ("d:8", "SCI")),
        ("ｄ／８　ＳＣＩ", ("d:8", "SCI")),
        ("LAV SCI d/8 UV Inc", ("d:8", "SCI")),
        ("d:8 正反射光込み", ("d:8", "SCI")),
        ("正反射光除去", (None, "SCE")),
        ("specular excluded", (None, "SCE")),
        ("de:8°", ("d:8", "SCE")),
        ("8°:di", ("8:d", "SCI")),
        ("45°c:0°", ("45:0", None)),
        ("0/45", ("0:45", None)),
        ("d/8", ("d:8", None)),
        ("di:8.de:8", ("d:8", None)),
        ("SCI+SCE", (None, None)),
        ("di:8° SCE", ("d:8", None)),
        ("science", (None, None)),
        ("", (None, None)),
    ],
)
def test_geometries(text, expected):
    assert read_geometry(text) == expected
