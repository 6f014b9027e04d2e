"""What reports cost, beside a bare document of the PDF library with the same table cells, in the same run.

``python benchmarks/report.py`` prints the figures (some five minutes), ``--write`` puts them into ``report.md``,
``--quick`` takes the small sizes alone. Times are processor time of one core, medians of interleaved rounds.
"""

from __future__ import annotations

import itertools
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from startup import SPEC

from qspec.cli.app import run
from qspec.errors import Say, Value
from qspec.judgement.evaluate import Inputs, Source
from qspec.measurements.batch import LotInfo
from qspec.messages import render
from qspec.report.build import build
from qspec.report.carried.drawing import draw_paper
from qspec.report.carried.gathering import gather
from qspec.report.options import OutputOptions
from qspec.report.outline import Align, Cell, Column, Document, Facts, Paragraphs, Table, Tone
from qspec.report.paper.embedding import report_font
from qspec.report.paper.fonts import ALWAYS, shipped, subset_of
from qspec.report.pdf import draw

RESULTS = Path(__file__).with_suffix(".md")
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
LANGUAGES = ("ja", "en")
ROUNDS = 7
SMALL = """\
qspec: 1
id: BENCH
revision: A
title: {en: Shaft, ja: 軸}
characteristics:
  appearance: {kind: attribute, limit: OK}
sampling: 100%
"""


def batch(pieces: int, lot: int) -> bytes:
    """Return an inspection file that conforms; no two lots are alike."""
    rows = ["serial,diameter [mm],length [mm],hardness [HRC],appearance"]
    rows += [f"{lot}-{n},{19.98 + n % 5 / 1000:.3f},{80 + n % 7 / 100:.2f},{59 + n % 3},OK" for n in range(pieces)]
    return ("\n".join(rows) + "\n").encode()


def inputs(spec: str, pieces: int, lot: int) -> Inputs:
    """Return what one report is made of."""
    return Inputs(
        Source("spec.yaml", spec.encode()), Source("data.csv", batch(pieces, lot)), None, LotInfo(size=pieces)
    )


def paper(given: Inputs) -> bytes:
    """Return a whole report, from the files on."""
    evaluation, problems = given.evaluate()
    if evaluation is None:
        raise SystemExit(f"the benchmark's own files cannot be used: {problems}")
    options = OutputOptions(LANGUAGES, date="2026-01-05")
    return draw_paper(evaluation, options, gather(evaluation, given, options))


def outline(given: Inputs) -> Document:
    """Return a report's outline alone."""
    evaluation, problems = given.evaluate()
    if evaluation is None:
        raise SystemExit(f"the benchmark's own files cannot be used: {problems}")
    return build(evaluation, LANGUAGES, date="2026-01-05")


def annex(rows: int) -> Document:
    """Return a paper with a table of readings: six columns, one of them with a verdict in both languages."""
    columns = (
        Column(Say("report.column.piece")),
        *(Column(Say("report.column.value"), Align.RIGHT) for _ in range(4)),
        Column(Say("report.column.verdict"), Align.CENTER),
    )
    passed = Cell((Say("terms.verdict.pass"),), Tone.GOOD, strong=True)
    cells = tuple(
        (Cell((f"A{row:06}",)), *(Cell((f"{19.98 + row % 50 / 1000 + n / 7:.3f} mm",)) for n in range(4)), passed)
        for row in range(rows)
    )
    end = Paragraphs(None, (Cell(("—",), strong=True),))
    table = Table(Say("report.section.annex"), columns, cells)
    return Document(Say("report.title"), (table, end), ("BENCH",), LANGUAGES, "2026-01-05")


def cells(document: Document) -> Iterator[list[list[str]]]:
    """Yield the document's tables and grids as rows of texts, every language below the first on a line of its own."""

    def text(values: tuple[Value, ...]) -> str:
        lines = [render(value, lang) for value in values for lang in LANGUAGES]
        return "\n".join(dict.fromkeys(lines))

    for block in document.blocks:
        if isinstance(block, Table) and block.rows:
            head = [text((column.heading,)) for column in block.columns]
            yield [head, *([text(cell.lines) for cell in row] for row in block.rows)]
        elif isinstance(block, Facts):
            pairs = [[text((name,)), text(cell.lines)] for name, cell in block.rows]
            across = block.across
            yield [[text for pair in pairs[at : at + across] for text in pair] for at in range(0, len(pairs), across)]


def bare(tables: list[list[list[str]]]) -> bytes:
    """Return the same cells as the library itself sets them: tables with a grid, in pieces, in an embedded face.

    In pieces of 200 rows, for one table of the library takes time with the square of its rows. Nothing is wrapped,
    tagged, attached or archived.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate
    from reportlab.platypus import Table as Grid

    used = frozenset("".join(text for table in tables for row in table for text in row)) | ALWAYS
    font = report_font("bare", BytesIO(subset_of(shipped().regular, used)))
    style = [("FONT", (0, 0), (-1, -1), "bare", 7, 8.5), ("GRID", (0, 0), (-1, -1), 0.3, (0.5, 0.5, 0.5))]
    story: list[Any] = []
    for table in tables:
        for at in range(0, len(table), 200):
            part = table[at : at + 200]
            width = max(map(len, part))
            story.append(Grid([row + [""] * (width - len(row)) for row in part], colWidths=500 / width, style=style))
    stream = BytesIO()
    try:
        SimpleDocTemplate(stream, pagesize=A4, invariant=1).build(story)
    finally:
        font.unregister()
    return stream.getvalue()


def seconds(work: Callable[[], bytes]) -> tuple[float, bytes]:
    """Return the processor time of a call, and what it returned."""
    begun = time.process_time()
    made = work()
    return time.process_time() - begun, made


def medians(rounds: int, **works: Callable[[], bytes]) -> dict[str, tuple[float, bytes]]:
    """Return each work's median time and last product; the rounds are interleaved, the first is not counted."""
    times: dict[str, list[float]] = {name: [] for name in works}
    made: dict[str, bytes] = {}
    for _ in range(rounds + 1):
        for name, work in works.items():
            spent, made[name] = seconds(work)
            times[name].append(spent)
    return {name: (statistics.median(spent[1:] or spent), made[name]) for name, spent in times.items()}


def pages(content: bytes) -> int:
    """Return the number of pages."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        return len(document)
    finally:
        document.close()


def _next_paper(spec: str, pieces: int, lots: Iterator[int]) -> bytes:
    return paper(inputs(spec, pieces, next(lots)))


def small_reports() -> Iterator[str]:
    """Yield the lines about single reports."""
    yield "| report | pages | table cells | whole chain | drawing | bare document | drawing ÷ bare | size |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    sizes = (("one mark, 5 pieces", SMALL, 5), ("4 characteristics, 5 pieces", SPEC, 5), ("… 50 pieces", SPEC, 50))
    for name, spec, pieces in sizes:
        lots = itertools.count()
        document = outline(inputs(spec, pieces, 0))
        tables = list(cells(document))
        found = medians(
            ROUNDS,
            chain=partial(_next_paper, spec, pieces, lots),
            drawing=partial(draw, document),
            bare=partial(bare, tables),
        )
        chain, drawing, plain = (found[key][0] * 1000 for key in ("chain", "drawing", "bare"))
        content = found["chain"][1]
        count = sum(len(row) for table in tables for row in table)
        yield (
            f"| {name} | {pages(content)} | {count} | {chain:.0f} ms | {drawing:.0f} ms | {plain:.0f} ms "
            f"| {drawing / plain:.1f} | {len(content) / 1000:.0f} kB |"
        )


def long_paper(rows: int) -> dict[str, float]:
    """Return what a long annex takes, measured in this process: the paper first, for memory is read at its highest."""
    draw(annex(3))
    bare(list(cells(annex(3))))
    document = annex(rows)
    spent, content = seconds(lambda: draw(document))
    memory = _peak()
    tables = list(cells(document))
    plain, other = seconds(lambda: bare(tables))
    return {
        "rows": rows,
        "pages": pages(content),
        "cells": sum(len(row) for table in tables for row in table),
        "seconds": spent,
        "bare": plain,
        "bare pages": pages(other),
        "size": len(content),
        "bare size": len(other),
        "peak": memory,
    }


def _peak() -> float:
    """Return the most memory that this process has taken, in MB.

    Linux keeps it in a file of its own: the usual figure there begins with what the calling process had taken.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(one for one in status.read_text(encoding="ascii").splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1_048_576 if sys.platform == "darwin" else 1024)


def long_papers(sizes: tuple[int, ...]) -> Iterator[str]:
    """Yield the lines about long papers, each measured in a process of its own."""
    yield "| rows | table cells | pages | time | pages a second | bare | paper ÷ bare | size | bare | memory, most |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for rows in sizes:
        command = [sys.executable, __file__, "--long", str(rows)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        one = json.loads(done.stdout)
        yield (
            f"| {rows:,} | {one['cells']:,} | {one['pages']:,} | {one['seconds']:.1f} s "
            f"| {one['pages'] / one['seconds']:.0f} | {one['bare']:.1f} s | {one['seconds'] / one['bare']:.2f} "
            f"| {one['size'] / 1e6:.2f} MB | {one['bare size'] / 1e6:.2f} MB | {one['peak']:.0f} MB |"
        )


def many_reports(counts: tuple[int, ...]) -> Iterator[str]:
    """Yield the lines about many reports in one call of the command, each call a process of its own."""
    yield "| reports in one call | time | a report | most memory |"
    yield "| ---: | ---: | ---: | ---: |"
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "spec.yaml").write_text(SMALL, encoding="utf-8")
            for lot in range(count):
                Path(folder, f"{lot:05}.csv").write_bytes(batch(5, lot))
            files = [f"{lot:05}.csv" for lot in range(count)]
            command = [
                sys.executable,
                str(Path(__file__).resolve()),
                "--call",
                "report",
                "spec.yaml",
                *files,
                "-o",
                "out",
                "--lot-size",
                "5",
            ]
            environ = {**os.environ, "SOURCE_DATE_EPOCH": "1767571200"}
            done = subprocess.run(command, cwd=folder, env=environ, check=True, capture_output=True, text=True)
            result, spent, memory = done.stdout.split()
            if result != "0" or len(list(Path(folder, "out").iterdir())) != count:
                raise SystemExit(done.stderr)
            a_report = float(spent) / count * 1000
            yield f"| {count:,} | {float(spent):.1f} s | {a_report:.0f} ms | {float(memory):.0f} MB |"


def figures(*, quick: bool) -> str:
    """Return all figures as they stand in ``report.md``."""
    lines = [f"Python {platform.python_version()}, {platform.machine()}, one core; processor time.", ""]
    lines += ["### One report after another", "", *small_reports(), ""]
    lines += ["### Long papers", "", *long_papers((1000,) if quick else (1000, 10_000, 26_000, 30_000)), ""]
    lines += ["### Many reports in one call", "", *many_reports((10,) if quick else (10, 100, 1000)), ""]
    return "\n".join(lines)


def main() -> int:
    """Print the figures, or write them."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--long"]:
        print(json.dumps(long_paper(int(arguments[1]))))
        return 0
    if arguments[:1] == ["--call"]:
        print(run(arguments[1:]), time.process_time(), _peak())
        return 0
    text = figures(quick="--quick" in arguments)
    print(text)
    if "--write" in arguments:
        kept = RESULTS.read_text(encoding="utf-8")
        head, tail = kept[: kept.index(BEGIN) + len(BEGIN)], kept[kept.index(END) :]
        RESULTS.write_text(f"{head}\n{text}\n{tail}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
