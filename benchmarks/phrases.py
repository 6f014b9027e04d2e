"""How well phrases are understood: ``python benchmarks/phrases.py [--write] [--quick] [SET…]``.

Prints every figure that phrases.md explains, for the development set and the once untouched ones, or for the
set files named: of the engine, of the engine without its tokenizer and of simple methods over the same words. Then
the cold start of ``qspec define`` as a ratio to a bare interpreter, and the seconds for scanning 500 pages; ``--quick``
leaves these out. ``--write`` puts all of it into phrases.md between its two marks.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SETS = ROOT / "tests" / "phrases"
PAGE = ROOT / "benchmarks" / "phrases.md"
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

import phrase_baselines as baselines  # noqa: E402 - these stand in folders that are no packages
import phrase_scores as scores  # noqa: E402

BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
DEVELOPMENT = (SETS / "development.yaml", SETS / "other.yaml")
UNTOUCHED = tuple(sorted(SETS.glob("untouched[0-9].yaml")))
REPLIES = {"development": SETS / "replies.yaml", "untouched1": SETS / "untouched_replies.yaml"}
ROUNDS = 9
PAGES = 500
COLUMNS = (
    *("%", "phrases", "top-1", "top-3", "wrong", "unanswered", "flips (number)"),
    *("direction", "degree", "yardstick", "both parts", "false findings", "on measurable"),
)


def row(name: str, found: scores.Figures, *, graded: bool = True) -> list[str]:
    """Return the figures of one method as the cells of a table; a method without grades has none."""
    open_ones = found.vague - found.top1 - found.wrong
    return [
        name,
        str(found.vague),
        *(percent(part, found.vague) for part in (found.top1, found.top3, found.wrong, open_ones)),
        str(found.flips) if graded else "–",
        *(percent(found.right[key], found.top1 if graded else 0) for key in scores.GRADES),
        percent(found.both, found.compounds if graded else 0),
        percent(found.false_findings, found.others),
        percent(found.false_on_measurable, found.measurable),
    ]


def percent(part: int, whole: int) -> str:
    """Return a share in percent, a dash where there is nothing of which it could be one."""
    return f"{100 * part / whole:.1f}" if whole else "–"


def share(part: int, whole: int) -> str:
    """Return a share as counts."""
    return f"{part} of {whole}" if whole else "–"


def table(rows: Sequence[Sequence[str]], columns: Sequence[str] = COLUMNS) -> str:
    """Return a table in Markdown."""
    lines = [columns, ["---", *("---:" for _ in columns[1:])], *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


@contextmanager
def without_tokenizer() -> Iterator[None]:
    """Let the engine run as it does where the Japanese tokenizer is not installed."""
    from qspec.phrases import written
    from qspec.phrases.index import index

    kept = written.tokenizer
    for cached in (written.normal_form, index):
        cached.cache_clear()
    written.tokenizer = lambda: None  # type: ignore[assignment]
    try:
        yield
    finally:
        written.tokenizer = kept
        for cached in (written.normal_form, index):
            cached.cache_clear()


def by_language_and_difficulty(labels: Sequence[scores.Label]) -> str:
    """Return the figures of the engine for each language, and for each difficulty in it."""
    rows = []
    for language in scores.LANGUAGES:
        own = scores.of(labels, language=language)
        rows.append(row(f"**{language}**", scores.figures(own, scores.engine)))
        for difficulty in scores.DIFFICULTIES:
            some = scores.of(own, difficulty=difficulty)
            rows.append(row(f"{language}, {difficulty}", scores.figures(some, scores.engine)))
    return table(rows)


def by_method(labels: Sequence[scores.Label], calibration: Sequence[scores.Label]) -> str:
    """Return the figures of the engine and of the methods it is compared with, for each language."""
    scored = {name: baselines.scored(method, labels, calibration) for name, method in baselines.SCORED.items()}
    rows = []
    for language in scores.LANGUAGES:
        own = scores.of(labels, language=language)
        rows.append(row(f"qspec, {language}", scores.figures(own, scores.engine)))
        if language == "ja":
            with without_tokenizer():
                rows.append(row("qspec without the tokenizer, ja", scores.figures(own, scores.engine)))
        rows.append(row(f"exact substring, {language}", scores.figures(own, baselines.substring), graded=False))
        rows += [
            row(f"{name}, {language}", scores.figures(own, method), graded=False) for name, method in scored.items()
        ]
    return table(rows)


def replies(path: Path) -> str:
    """Return how replies are read, in a sentence."""
    import yaml

    from qspec.phrases.replies import read_reply

    labels = yaml.safe_load(path.read_text("utf-8"))
    heard = [(label["signal"], reply and reply.signal) for label in labels for reply in [read_reply(label["text"])]]
    right = sum(wanted == got for wanted, got in heard)
    false = sum(got == "agreed" and wanted != "agreed" for wanted, got in heard)
    return f"Replies: {share(right, len(heard))} read as labelled, {false} falsely as `agreed`.\n"


def documents() -> str:
    """Return what is found in the whole documents of the development set."""
    rows = []
    for path in sorted((SETS / "documents").iterdir()):
        if not path.name.endswith(".expected.yaml"):
            found = scores.pages(path)
            rows.append(
                [
                    f"`{path.name}`",
                    share(found.found, found.expected),
                    str(len(found.false_findings)),
                    share(found.measured, found.measurable),
                    share(found.differences_found, found.differences),
                    str(len(found.false_differences)),
                ]
            )
    columns = ("document", "findings", "false findings", "measurable", "differences", "false differences")
    return table(rows, columns)


def cold_start() -> str:
    """Return how long ``qspec define`` takes from the start, beside an interpreter that does nothing."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "qspec define, English": [sys.executable, "-m", "qspec", "define", "Slight color variation is acceptable."],
        "qspec define, Japanese": [sys.executable, "-m", "qspec", "define", "多少の色むらは差し支えない。"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, capture_output=True, check=True, cwd=ROOT, env=environ)
            times[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(taken[1:]) for name, taken in times.items()}
    bare = medians["python -c pass"]
    rows = [
        [f"`{name}`", f"{median * 1000:.0f} ms", f"{(median - bare) * 1000:.0f} ms", f"{median / bare:.1f}"]
        for name, median in medians.items()
    ]
    return table(rows, ("cold, median of " + str(ROUNDS), "wall time", "over the bare interpreter", "ratio to it"))


def scan_speed() -> str:
    """Return what benchmarks/scan.py prints."""
    command = [sys.executable, str(ROOT / "benchmarks" / "scan.py"), str(PAGES)]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(command, capture_output=True, check=False, text=True, cwd=ROOT, env=environ)
    return f"```\n{done.stdout}```\n"


def section(name: str, labels: Sequence[scores.Label], calibration: Sequence[scores.Label]) -> str:
    """Return all tables of one set."""
    vague = sum(label["class"] == "vague" for label in labels)
    heard = REPLIES.get(name)
    parts = [
        f"### {name.capitalize()} set: {vague} phrases, {len(labels) - vague} texts that are no vague finding\n",
        by_language_and_difficulty(labels),
        by_method(labels, calibration),
        replies(heard) if heard is not None and heard.exists() else "",
        documents() if name == "development" else "",
    ]
    return "\n".join(part for part in parts if part)


def report(files: Sequence[Path], *, quick: bool) -> str:
    """Return every figure as Markdown."""
    development = [label for path in DEVELOPMENT for label in scores.read_set(path)]
    sets = {"development": development}
    if files:
        sets = {path.stem: scores.read_set(path) for path in files}
    else:
        sets |= {path.stem: scores.read_set(path) for path in UNTOUCHED}
    parts = [section(name, labels, development) for name, labels in sets.items()]
    if not quick:
        machine = (
            f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
        )
        parts += [f"### Speed ({machine})\n", cold_start(), f"`benchmarks/scan.py {PAGES}`:\n\n{scan_speed()}"]
    return "\n".join(parts)


def main() -> int:
    """Measure, print and, where asked, write."""
    reader = argparse.ArgumentParser(description="How well phrases are understood.")
    reader.add_argument("files", nargs="*", type=Path, metavar="SET", help="a YAML file of labelled texts")
    reader.add_argument("--quick", action="store_true", help="leave out the measurements of time")
    reader.add_argument("--write", action="store_true", help="put the figures into benchmarks/phrases.md")
    given = reader.parse_args()
    text = report(given.files, quick=given.quick)
    print(text)
    if given.write:
        page = PAGE.read_text("utf-8")
        before, after = page.split(BEGIN)[0], page.split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
