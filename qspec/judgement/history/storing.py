"""The bytes of a ledger on the disk: one writer at a time, and a reader sees the old content or the new one.

Content goes to a file beside the ledger, is forced to the disk, and takes the ledger's name in one step; a writer that
is killed leaves at most that other file, which the next writer overwrites. The lock is a file of its own
(``LEDGER.lock``), for the ledger itself is replaced. ``ledger.py`` is the only caller.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from qspec.errors import Place, Problem

PATIENCE = 60.0
"""Seconds a writer waits for the others."""
_MODE = 0o666
"""Permissions asked for the lock: colleagues that may write the ledger must be able to hold it."""
LARGEST = 200_000_000
"""Bytes; no ledger is larger."""


def load(path: str) -> bytes | Problem:
    """Return the bytes of a ledger, or why they could not be read."""
    try:
        with Path(path).open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except FileNotFoundError:
        return Problem("lots.no-ledger", Place(path), values={"file": path})
    except (OSError, ValueError):
        return Problem("lots.unreadable-file", Place(path), values={"file": path})
    return content if len(content) <= LARGEST else Problem("lots.unreadable-file", Place(path), values={"file": path})


@contextlib.contextmanager
def alone(path: str) -> Iterator[Problem | None]:
    """Hold the ledger's lock; yields a problem, and holds nothing, where it cannot be had."""
    from filelock import FileLock, Timeout

    try:
        target = Path(os.path.realpath(path))
        lock = FileLock(f"{target}.lock", timeout=PATIENCE, mode=_MODE)
        if not target.parent.is_dir():  # the lock would make the folder
            raise NotADirectoryError(path)
        lock.acquire()
    except Timeout:
        yield Problem("lots.in-use", Place(path), values={"file": path})
        return
    except (OSError, ValueError, NotImplementedError):
        yield Problem("lots.unwritable", Place(path), values={"file": path})
        return
    try:
        yield None
    finally:
        lock.release()


def store(path: str, content: bytes) -> Problem | None:
    """Put the content in the ledger's place; the caller holds the lock. A symbolic link stays."""
    target = Path(os.path.realpath(path))
    new = target.with_name(f".{target.name}.new")
    try:
        with new.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            new.chmod(target.stat().st_mode)
        os.replace(new, target)
        _keep_folder(target.parent)
    except (OSError, ValueError):
        return Problem("lots.unwritable", Place(path), values={"file": path})
    return None


def _keep_folder(folder: Path) -> None:
    """Force the new name to the disk where the system can do that; the content already is."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
