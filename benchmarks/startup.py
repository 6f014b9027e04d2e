"""Start-up as ratios to a bare interpreter, measured in one interleaved run: ``python benchmarks/startup.py [rounds]``.

Prints the median wall time of ``python -c pass``, ``qspec --help`` and ``qspec check`` on a 50-part batch, each also
as a ratio to the first, and which heavy packages ``--help`` loaded (none is allowed).
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRON = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""An installed program has its byte code cached; the first, uncounted round writes it where it is not."""
HEAVY = ("pint", "numpy", "polars", "reportlab", "pikepdf", "openpyxl", "pydantic", "colormath")

SPEC = """\
qspec: 1
id: BENCH
revision: A
title: {en: Shaft, ja: 軸}
characteristics:
  diameter: {kind: dimension, limit: φ20 h7}
  length: {kind: dimension, limit: 80 ±0.1 mm}
  hardness: {kind: quantity, limit: HRC 58〜62}
  appearance: {kind: attribute, limit: OK}
sampling: 100%
"""


def batch() -> str:
    """Return a CSV of 50 parts that conform."""
    rows = ["serial,diameter [mm],length [mm],hardness [HRC],appearance"]
    rows += [f"{n},{19.98 + n % 5 / 1000:.3f},{80 + n % 7 / 100:.2f},{59 + n % 3},OK" for n in range(1, 51)]
    return "\n".join(rows) + "\n"


def loaded_by_help() -> list[str]:
    """Return the heavy packages that ``--help`` imports."""
    code = (
        "import sys, contextlib, io\n"
        "from qspec.cli.app import run\n"
        "with contextlib.redirect_stdout(io.StringIO()): run(['--help'])\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout.split()


def main() -> int:
    """Measure and print; return 1 where ``--help`` loads a heavy package."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as folder:
        spec, data = Path(folder, "spec.yaml"), Path(folder, "batch.csv")
        spec.write_text(SPEC, encoding="utf-8")
        data.write_text(batch(), encoding="utf-8")
        qspec = [sys.executable, "-m", "qspec"]
        commands = {
            "python -c pass": ([sys.executable, "-c", "pass"], 0),
            "qspec --help": ([*qspec, "--help"], 0),
            "qspec check, 50 parts": ([*qspec, "check", str(spec), str(data), "--lot-size", "50"], 0),
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds + 1):
            for name, (command, expected) in commands.items():
                start = time.perf_counter()
                done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT, env=ENVIRON)
                times[name].append(time.perf_counter() - start)
                if done.returncode != expected:
                    sys.stderr.write(done.stderr.decode())
                    return 1
    bare = statistics.median(times["python -c pass"][1:])
    for name, values in times.items():
        median = statistics.median(values[1:])
        print(f"{name:24} median {median * 1000:7.1f} ms   x {median / bare:5.1f} of a bare interpreter")
    heavy = loaded_by_help()
    print("heavy packages loaded by --help:", ", ".join(heavy) or "none")
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main())
