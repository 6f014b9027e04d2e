"""Starts ``worker.py``: whatever opens a stranger's PDF runs in a process of its own, bounded in time and memory.

A few kilobytes can take a PDF library gigabytes, minutes, or down. Here that ends another process, and is said.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qspec.errors import Refusal

_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from qspec.verifying.worker import main; main()"


@dataclass(frozen=True)
class Bounds:
    """What reading one report may take; a paper of 1,000 pages needs about a tenth."""

    bytes_: int = 2_000_000_000
    """Memory, beside three times the files themselves."""
    seconds: int = 300
    pages: int = 5_000
    attached: int = 500_000_000
    """Bytes of all attached files, decompressed."""


BOUNDS = Bounds()


def ask(task: str, *files: bytes, bounds: Bounds = BOUNDS, sealed: bool = False) -> Mapping[str, Any] | Refusal:
    """Return what the worker found out, or why it could not: ``task`` is one of ``worker.TASKS``.

    ``sealed`` says that the first file has seals in its boxes.
    """
    memory = bounds.bytes_ + 3 * sum(map(len, files))
    limits = json.dumps({"memory": memory, "pages": bounds.pages, "attached": bounds.attached, "sealed": int(sealed)})
    command = [sys.executable, "-S", "-c", _START, json.dumps(sys.path), task, limits]
    try:
        done = subprocess.run(command, input=_framed(files), capture_output=True, timeout=bounds.seconds, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired:
        return Refusal("verify.too-slow", {"seconds": bounds.seconds})
    if not done.stdout.endswith(b"\n"):
        return Refusal("verify.too-heavy", {"limit": memory // 1_000_000})
    told: Mapping[str, Any] = json.loads(done.stdout)
    if "refused" in told:
        return Refusal(f"verify.{told['refused']}", told.get("values", {}))
    return told


def _framed(files: Sequence[bytes]) -> bytes:
    """Return the files in one piece, each behind its length."""
    return b"".join(len(one).to_bytes(8, "big") + one for one in files)
