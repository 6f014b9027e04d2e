"""Roughness of profiles whose parameters are known in closed form, and traces that cannot be evaluated."""

from __future__ import annotations

from math import pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qspec.errors import Refusal
from qspec.kinds.profile import ALPHA, Profile, Settings, filtered, parameter

PERMILLE = 1e-3
CUTOFFS = [0.08, 0.25, 0.8, 2.5, 8.0]


def trace(shape, *, cutoff=0.8, spacing=None, sections=5):
    spacing = spacing or cutoff / 1600
    x = np.arange(round((sections + 2) * cutoff / spacing) + 1) * spacing
    return x, shape(x)


def evaluated(shape, *, cutoff=0.8, **more):
    x, z = trace(shape, cutoff=cutoff, **more)
    profile = filtered(x, z, Settings(cutoff, more.get("sections", 5)))
    assert isinstance(profile, Profile), profile
    return {name: parameter(profile, name) for name in ("Ra", "Rq", "Rp", "Rv", "Rz", "Rt")}


def wave(length, height=1.0):
    return lambda x: height * np.sin(2 * pi * x / length)


def transmitted(length, cutoff=0.8):
    """Share of a wave that the roughness filter passes: 1 - 2^-(λc/λ)²."""
    return 1 - 2 ** -((cutoff / length) ** 2)


@pytest.mark.parametrize("cutoff", CUTOFFS)
@pytest.mark.parametrize("height", [0.05, 1.0, 40.0])
def test_a_sinusoid_has_its_closed_form(cutoff, height):
    found = evaluated(wave(cutoff / 10, height), cutoff=cutoff)
    expected = {"Ra": 2 / pi, "Rq": 1 / sqrt(2), "Rp": 1, "Rv": 1, "Rz": 2, "Rt": 2}
    for name, factor in expected.items():
        assert found[name] == pytest.approx(factor * height, rel=PERMILLE), name


def test_a_triangle_has_its_closed_form():
    found = evaluated(lambda x: 2 / pi * np.arcsin(np.sin(2 * pi * x / 0.08)))
    for name, expected in {"Ra": 1 / 2, "Rq": 1 / sqrt(3), "Rp": 1, "Rv": 1, "Rz": 2, "Rt": 2}.items():
        assert found[name] == pytest.approx(expected, rel=PERMILLE), name


def test_a_square_wave_has_its_closed_form():
    found = evaluated(lambda x: np.where(np.sin(2 * pi * x / 0.08 + 1e-4) >= 0, 1.0, -1.0))
    for name, expected in {"Ra": 1, "Rq": 1, "Rp": 1, "Rv": 1, "Rz": 2, "Rt": 2}.items():
        assert found[name] == pytest.approx(expected, rel=PERMILLE), name


def test_an_uneven_square_wave_tells_peaks_from_valleys():
    # One part in four at +3, the rest at -1: the mean line is 0, Ra = 3/2, Rq = sqrt(3).
    found = evaluated(lambda x: np.where((x / 0.08 + 1e-4) % 1 < 0.25, 3.0, -1.0))
    for name, expected in {"Ra": 1.5, "Rq": sqrt(3), "Rp": 3, "Rv": 1, "Rz": 4, "Rt": 4}.items():
        assert found[name] == pytest.approx(expected, rel=PERMILLE), name


def test_a_sum_of_two_waves_has_its_closed_form():
    # sin t + sin 2t: its absolute value integrates to 5 over a period; its maximum is at cos t = (sqrt(33) - 1) / 8.
    top = (sqrt(33) - 1) / 8
    peak = sqrt(1 - top**2) * (1 + 2 * top)
    found = evaluated(lambda x: wave(0.08)(x) + wave(0.04)(x))
    for name, expected in {"Ra": 5 / (2 * pi), "Rq": 1, "Rp": peak, "Rv": peak, "Rz": 2 * peak}.items():
        assert found[name] == pytest.approx(expected, rel=PERMILLE), name


@pytest.mark.parametrize("cutoff", CUTOFFS)
def test_exactly_half_of_a_wave_at_the_cutoff_passes(cutoff):
    # σ = λc/2π would pass 39 %, σ = λc/2.355 23 %: both errors are in public programs.
    assert evaluated(wave(cutoff), cutoff=cutoff)["Rt"] / 2 == pytest.approx(0.5, abs=1e-4)
    assert ALPHA / sqrt(2 * pi) == pytest.approx(0.187390, abs=1e-6)


@pytest.mark.parametrize("length", [0.1, 0.2, 0.4, 1.0, 1.6, 2.0])
def test_every_wavelength_passes_by_the_filters_formula(length):
    assert evaluated(wave(length))["Rt"] / 2 == pytest.approx(transmitted(length), rel=PERMILLE)


def test_the_short_wave_filter_passes_half_at_its_own_cutoff():
    spacing = 0.00005
    x = np.arange(round((5.6 + 2 * 0.0025) / spacing) + 1) * spacing
    coarse, fine = wave(0.08)(x), wave(0.0025)(x)
    profile = filtered(x, fine, Settings(0.8, 5, lambda_s=0.0025))
    assert isinstance(profile, Profile)
    assert parameter(profile, "Rq") * sqrt(2) == pytest.approx(0.5, abs=1e-3)
    profile = filtered(x, coarse, Settings(0.8, 5, lambda_s=0.0025))
    assert isinstance(profile, Profile)
    assert parameter(profile, "Rq") * sqrt(2) == pytest.approx(2 ** -((0.0025 / 0.08) ** 2), rel=PERMILLE)


@settings(max_examples=20, deadline=None)
@given(st.floats(-50, 50), st.floats(-1000, 1000))
def test_tilt_and_offset_change_nothing(slope, offset):
    plain = evaluated(wave(0.08), spacing=0.002)
    tilted = evaluated(lambda x: wave(0.08)(x) + slope * x + offset, spacing=0.002)
    for name, value in plain.items():
        assert tilted[name] == pytest.approx(value, abs=1e-7), name


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.001, 1000))
def test_parameters_scale_with_the_height_and_keep_their_order(seed, factor):
    noise = np.random.default_rng(seed).normal(size=trace(wave(1), spacing=0.004)[0].shape)
    small, large = (evaluated(lambda x, by=by: by * noise, spacing=0.004) for by in (1.0, factor))
    for name in small:
        assert large[name] == pytest.approx(factor * small[name], rel=1e-9), name
    assert small["Ra"] <= small["Rq"] * (1 + 1e-12)
    assert small["Rz"] == pytest.approx(small["Rp"] + small["Rv"])
    assert small["Rz"] <= small["Rt"] * (1 + 1e-12)


def test_rq_over_the_whole_length_differs_from_the_mean_over_sections():
    # One section is rough, the others smooth: mean of 5 RMS against one RMS (ISO 4287, ISO 21920-2).
    def patchy(x):
        return wave(0.04)(x) * np.where((x > 1.6) & (x <= 2.4), 3.0, 1.0)

    x, z = trace(patchy)
    found = []
    for over_all in (False, True):
        profile = filtered(x, z, Settings(0.8, 5, rms_over_all=over_all))
        assert isinstance(profile, Profile)
        found.append((parameter(profile, "Rq"), parameter(profile, "Ra"), parameter(profile, "Rz")))
    assert found[0][0] == pytest.approx((3 + 4) / 5 / sqrt(2), rel=5e-3)
    assert found[1][0] == pytest.approx(sqrt((9 + 4) / 5 / 2), rel=5e-3)
    assert found[0][1:] == found[1][1:]


def test_rz_is_the_mean_of_sections_and_rt_the_whole():
    # A single spike of 10 in one of five sections of a wave of height 1.
    def spiked(x):
        z = wave(0.08)(x)
        z[np.argmin(np.abs(x - 2.02))] = 10.0
        return z

    found = evaluated(spiked, spacing=0.0005)
    assert found["Rt"] == pytest.approx(11, rel=5e-3)
    assert found["Rz"] == pytest.approx((4 * 2 + 11) / 5, rel=5e-3)


def refused(x, settings=None):
    found = filtered(np.asarray(x, dtype=float), np.zeros(len(x)), settings or Settings(0.8, 5))
    assert isinstance(found, Refusal)
    return found.code


def test_a_trace_that_cannot_give_the_parameters_is_refused():
    whole = np.arange(11201) * 0.0005
    assert isinstance(filtered(whole, whole, Settings(0.8, 5)), Profile)
    assert refused(whole[:-1]) == "roughness.trace-too-short"
    assert refused([]) == "roughness.trace-too-short"
    assert refused([0.0]) == "roughness.trace-too-short"
    assert refused(whole[::20]) == "roughness.trace-coarse"
    assert refused(whole, Settings(0.8, 5, lambda_s=0.0025)) == "roughness.trace-too-short"
    assert refused(np.arange(11221) * 0.0005, Settings(0.8, 5, lambda_s=0.002)) == "roughness.trace-coarse"
    assert refused(np.delete(np.arange(11301) * 0.0005, 4000)) == "roughness.trace-uneven"
    assert refused(whole[::-1]) == "roughness.trace-too-short"


def test_a_trace_of_exactly_the_needed_length_and_fineness_is_evaluated():
    x = np.arange(701) * 0.008  # 7 cut-offs, 100 points each
    profile = filtered(x, wave(0.2)(x), Settings(0.8, 5))
    assert isinstance(profile, Profile)
    assert [len(part) for part in profile.sections()] == [100] * 5


def test_x_rounded_to_a_tenth_of_the_spacing_still_counts_as_even():
    x = np.round(np.arange(11201) * 0.0005, 4)
    assert isinstance(filtered(x, x, Settings(0.8, 5)), Profile)


def test_a_flat_surface_is_flat():
    x = np.arange(11201) * 0.0005
    profile = filtered(x, np.full(len(x), 3.3), Settings(0.8, 5))
    assert isinstance(profile, Profile)
    for name in ("Ra", "Rq", "Rp", "Rv", "Rz", "Rt"):
        assert parameter(profile, name) == pytest.approx(0, abs=1e-12)


def test_only_known_parameters_are_computed():
    x = np.arange(11201) * 0.0005
    profile = filtered(x, x, Settings(0.8, 5))
    assert isinstance(profile, Profile)
    with pytest.raises(KeyError):
        parameter(profile, "RzJIS")
