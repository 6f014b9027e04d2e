"""Bans that sound like permissions, permissions that sound like bans, and texts that only look like findings."""

from __future__ import annotations

from pathlib import Path

import pytest
from phrase_scores import engine, faults, flipped, read_set

TRAPS = read_set(Path(__file__).parent / "phrases" / "traps.yaml")


@pytest.mark.parametrize("label", TRAPS, ids=lambda label: label["text"])
def test_a_trap_is_read_as_a_careful_reader_reads_it(label):
    assert faults(label, engine(label["text"])) == ()


VAGUE = [label for label in TRAPS if label["class"] == "vague"]


@pytest.mark.parametrize("label", VAGUE, ids=lambda label: label["text"])
def test_blanks_capitals_and_a_missing_full_stop_turn_no_ban_into_a_permission(label):
    text = label["text"].rstrip(".。")
    assert not any(flipped(label, engine(one)) for one in (text, f"  {text} ", text.upper()))
