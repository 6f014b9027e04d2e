"""Written text in its plain form, and numbers exactly as they were written."""

from __future__ import annotations

import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qspec import messages
from qspec.errors import Refusal
from qspec.text import fold, normalize, plain_signs, read_number, shorten, write_number


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("２５．０ ｍｍ", "25.0 mm"),
        ("　25 mm　", "25 mm"),
        ("ﾐｸﾛﾝ", "ミクロン"),
        ("ｶﾞﾀ", "ガタ"),
        ("カ\u3099タ", "ガタ"),
        ("㎛ ㎜ ㎟ ℃", "µm mm mm² °C"),
        ("μ", "µ"),
        ("Ø10 ⌀10 Φ10", "φ10 φ10 φ10"),
        ("≦5 ≧3 〜", "≤5 ≥3 ~"),
        ("25\u200b.\ufeff0", "25.0"),
        ("①25", "①25"),
        ("mm²", "mm²"),
        ("½", "½"),
    ],
)
def test_text_is_brought_into_its_plain_form(written, plain):
    assert normalize(written) == plain


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("−5", "-5"),
        ("▲0.1", "-0.1"),
        ("△ 5", "- 5"),
        ("15–25", "15-25"),
        ("ー.5", "-.5"),
        ("カバー5", "カバー5"),
        ("カバー", "カバー"),
        ("－5", "-5"),
        ("A−B", "A−B"),
    ],
)
def test_a_dash_is_a_minus_before_a_digit_alone(written, plain):
    assert plain_signs(written) == plain


@pytest.mark.parametrize(
    ("one", "other"), [("Part No.", "part-no"), ("Ｒａ値", "ra値"), ("外径 φ", "外径Φ"), ("測定値：", "測定値")]
)
def test_names_that_differ_in_form_alone_are_the_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12.50", "12.50"),
        ("１２．５", "12.5"),
        ("+0.2", "0.2"),
        ("-0.2", "-0.2"),
        ("−0.2", "-0.2"),
        ("－0.2", "-0.2"),
        ("▲0.2", "-0.2"),
        ("△0.2", "-0.2"),
        ("▲ 3", "-3"),
        ("ー3", "-3"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1,250", "1250"),
        ("1,234,567.8", "1234567.8"),
        ("1e-3", "0.001"),
        ("2E3", "2000"),
        ("0.1", "0.1"),
        ("007", "7"),
        (" 5 ", "5"),
        ("-0", "0"),
    ],
)
def test_a_number_is_read_exactly(written, value):
    assert read_number(written) == Decimal(value)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("8,0", "text.decimal-comma"),
        ("0,125", "text.decimal-comma"),
        (",5", "text.decimal-comma"),
        ("12,5", "text.decimal-comma"),
        ("1234,567", "text.decimal-comma"),
        ("", "text.not-a-number"),
        ("-", "text.not-a-number"),
        ("--5", "text.not-a-number"),
        ("nan", "text.not-a-number"),
        ("inf", "text.not-a-number"),
        ("-Infinity", "text.not-a-number"),
        ("1_000", "text.not-a-number"),
        ("1 000", "text.not-a-number"),
        ("1'000", "text.not-a-number"),
        ("0x10", "text.not-a-number"),
        ("½", "text.not-a-number"),
        ("①", "text.not-a-number"),
        ("1²", "text.not-a-number"),
        ("٣", "text.not-a-number"),
        ("12,34,567", "text.not-a-number"),
        ("1.250,5", "text.not-a-number"),
        ("5 mm", "text.not-a-number"),
        ("1.2.3", "text.not-a-number"),
        ("=1+1", "text.not-a-number"),
        ("五", "text.not-a-number"),
        ("\u202e5", "text.not-a-number"),
        ("1e400", "text.number-out-of-range"),
        ("1e-400", "text.number-out-of-range"),
        ("1e13", "text.number-out-of-range"),
        ("9" * 31, "text.number-out-of-range"),
        ("0." + "0" * 40, "text.number-out-of-range"),
    ],
)
def test_what_is_no_plain_number_is_refused(written, code):
    got = read_number(written)
    assert isinstance(got, Refusal)
    assert got.code == code


@pytest.mark.parametrize(
    ("written", "value"),
    [("8,0", "8.0"), ("0,125", "0.125"), ("1.250,5", "1250.5"), ("-3,5", "-3.5"), ("12", "12"), ("12.5", "12.5")],
)
def test_a_decimal_comma_is_read_where_the_document_uses_it(written, value):
    assert read_number(written, decimal_comma=True) == Decimal(value)


@pytest.mark.parametrize("written", ["1.250", "12.500.000"])
def test_a_point_in_a_document_with_decimal_commas_is_not_guessed(written):
    got = read_number(written, decimal_comma=True)
    assert isinstance(got, Refusal)
    assert got.code == "text.point-or-thousands"


@given(st.text(max_size=40), st.booleans())
def test_any_text_is_a_finite_number_or_a_refusal_that_can_be_said(text, comma):
    got = read_number(text, decimal_comma=comma)
    if isinstance(got, Refusal):
        assert messages.say(f"{got.code}.text", "en", **got.values)
        assert messages.say(f"{got.code}.hint", "ja", **got.values)
    else:
        assert got.is_finite()


@given(st.text())
def test_the_plain_form_is_stable(text):
    assert normalize(normalize(text)) == normalize(text)


@given(st.text(st.characters(categories=["L", "N", "P", "Z"], max_codepoint=0xFFEF)))
def test_a_folded_name_stays_folded(text):
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6))
def test_a_written_number_comes_back(value):
    assert Fraction(read_number(write_number(value))) == Fraction(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 3), "0.333333"),
        (Fraction(-1, 3), "-0.333333"),
        (Fraction(5), "5"),
        (Fraction(1, 8), "0.125"),
        (Decimal("1.50"), "1.5"),
        (Fraction(1, 10**12), "0.000000000001"),
        (Fraction(-1, 10**30), "0"),
        (Fraction(127, 5), "25.4"),
    ],
)
def test_a_value_is_written_without_exponent(value, text):
    assert write_number(value) == text


def test_a_quotation_is_one_visible_line():
    assert shorten("a\nb\x00\u202e") == "a\\x0ab\\x00\\x202e"
    assert len(shorten("x" * 500)) == 60


@pytest.mark.parametrize("piece", ["1", "1,", "1.", "-", "1,000", "0", "e", "ー", "ｶﾞ"])
def test_no_text_takes_long(piece):
    began = time.process_time()
    for text in (piece * 100_000, piece * 100_000 + "x"):
        read_number(text)
        read_number(text, decimal_comma=True)
        plain_signs(text)
    assert time.process_time() - began < 10
