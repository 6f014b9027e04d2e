"""Writes docs/sampling-tables.md from the tables that qspec uses; test_sampling_tables.py holds the page against it.

``python tests/sampling_page.py`` writes the page anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from qspec.judgement.plans.model import LEVELS, Arrow, Inspection, System
from qspec.judgement.plans.tables import LETTERS, aql_text, aqls, bands, code_letter, lookup, sizes

PAGE = Path(__file__).resolve().parents[1] / "docs" / "sampling-tables.md"
SIGNS = {Arrow.UP: "↑", Arrow.DOWN: "↓"}
SEVERITIES = {
    Inspection.NORMAL: ("Normal inspection", "なみ検査", "A"),
    Inspection.TIGHTENED: ("Tightened inspection", "きつい検査", "B"),
    Inspection.REDUCED: ("Reduced inspection", "ゆるい検査", "C"),
}
MARKER = "<!-- tables: written by tests/sampling_page.py -->\n"
"""What stands above it is written by hand."""


def page() -> str:
    """Return the page as it has to be: its words as they are, and the tables."""
    above = PAGE.read_text(encoding="utf-8").partition(MARKER)[0]
    return above + MARKER + "\n" + "\n".join([*_letters(), *_masters()]) + "\n"


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _letters() -> Iterator[str]:
    yield "## Code letters · サンプル文字\n"
    yield _row("lot size · ロットサイズ", *LEVELS)
    yield _row(*["---"] * (len(LEVELS) + 1))
    for first, last in bands():
        yield _row(f"{first} – {last}" if last else f"{first} –", *(code_letter(first, level) for level in LEVELS))


def _masters() -> Iterator[str]:
    for inspection, (english, japanese, table) in SEVERITIES.items():
        differing = _differing(inspection)
        iso = f"ISO 2859-1 · JIS Z 9015-1, table · 表 2-{table}"
        mil = f"MIL-STD-105E · Z1.4, table · 表 II-{table}"
        yield f"\n## {english} · {japanese}\n"
        if len(differing) > len(LETTERS):
            yield f"The two systems differ in {len(differing)} of 416 cells."
            yield f"2つの表は416マス中{len(differing)}マスで異なります。\n"
            yield from _master(System.ISO, inspection, iso)
            yield from _master(System.MIL, inspection, mil)
            continue
        yield from _master(System.ISO, inspection, f"{iso}; {mil}")
        if differing:
            yield f"MIL-STD-105E differs in {len(differing)} cell · MIL-STD-105E は{len(differing)}マスだけ異なります："
            for letter, aql in differing:
                cell = _cell(System.MIL, inspection, letter, aql)
                yield f"letter · サンプル文字 {letter}, AQL {aql_text(aql)}: {cell}"
        else:
            yield "Both systems are the same in all 416 cells. · 2つの表は416マスすべて同じです。"


def _differing(inspection: Inspection) -> list[tuple[str, Fraction]]:
    def plan(system: System, letter: str, aql: Fraction) -> tuple[int, int, int]:
        row = lookup(system, inspection, letter, aql)
        return row.n, row.ac, row.re

    keys = [(letter, aql) for letter in LETTERS for aql in aqls()]
    return [key for key in keys if plan(System.ISO, *key) != plan(System.MIL, *key)]


def _master(system: System, inspection: Inspection, title: str) -> Iterator[str]:
    half = len(aqls()) // 2
    yield f"### {title}\n"
    for part in (aqls()[:half], aqls()[half:]):
        yield _row("letter", "n", *(f"AQL {aql_text(aql)}" for aql in part))
        yield _row(*["---"] * (len(part) + 2))
        for letter in LETTERS:
            cells = (_cell(system, inspection, letter, aql) for aql in part)
            yield _row(f"**{letter}**", sizes(system, inspection)[letter], *cells)
        yield ""


def _cell(system: System, inspection: Inspection, letter: str, aql: Fraction) -> str:
    row = lookup(system, inspection, letter, aql)
    own = f"{row.ac}/{row.re}"
    return own if row.arrow is Arrow.NONE else f"{SIGNS[row.arrow]} {row.effective_letter} {row.n} {own}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
