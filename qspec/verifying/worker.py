"""Opens reports in a process of its own: files on standard input, one JSON value on standard output.

``apart.py`` starts it. Two libraries look at a file that share no code: qpdf (pikepdf) at its objects, PDFium
(pypdfium2) at what a reader sees.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any


class RefusedError(Exception):
    """The file cannot be looked at; ``args``: slug of the reason, values."""


def main() -> None:
    """Do one task; arguments: its name, the limits."""
    task, limits = sys.argv[-2], json.loads(sys.argv[-1])
    _bound(limits["memory"])
    files = _files(sys.stdin.buffer.read())
    try:
        told = TASKS[task](files, limits)
    except RefusedError as refused:
        told = {"refused": refused.args[0], "values": refused.args[1]}
    except MemoryError:
        return  # silence is understood
    except Exception as error:  # noqa: BLE001 - whatever a stranger's file makes the libraries raise
        told = {"refused": "damaged", "values": {"reason": type(error).__name__}}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _bound(memory: int) -> None:
    """Bound this process's memory; systems without such bounds have the time alone."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _files(framed: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(framed):
        size = int.from_bytes(framed[at : at + 8], "big")
        found.append(framed[at + 8 : at + 8 + size])
        at += 8 + size
    return found


def _open(files: Sequence[bytes], limits: Mapping[str, int]) -> dict[str, Any]:
    """Tell the attached files of a report, and what identifies its program."""
    from qspec.verifying.objects import opened

    return opened(files[0], limits["pages"], limits["attached"])


def _compare(files: Sequence[bytes], limits: Mapping[str, int]) -> dict[str, Any]:
    """Tell how a report differs from the paper that was drawn again."""
    from qspec.verifying.objects import compared
    from qspec.verifying.pages import differences

    found = differences(*files)
    return {"shown": found, **compared(*files, sealed=bool(limits["sealed"]))}


TASKS = {"open": _open, "compare": _compare}
