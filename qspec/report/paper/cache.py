"""Keeps subset fonts between runs in the user's cache folder; called by ``fonts.py``. Losing it costs half a second.

Nothing here may fail: an unwritable or corrupt cache is the same as an empty one. A file is used only where the digest
that stands in it fits its content and its key, so a truncated or altered file is made anew.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

KEPT = 64
"""Files kept; the oldest go first."""
_MAGIC = b"qspec-font-1\n"
_DIGEST = hashlib.sha256().digest_size


def folder() -> Path:
    """Return the folder of the cached fonts, by the system's convention; it may not exist."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "qspec" / "fonts"


def load(key: str) -> bytes | None:
    """Return what was kept under a key (hexadecimal), or None where it is absent, unreadable or altered."""
    try:
        content = (folder() / key).read_bytes()
    except (OSError, RuntimeError):  # RuntimeError: no home folder
        return None
    head, payload = content[: len(_MAGIC) + _DIGEST], content[len(_MAGIC) + _DIGEST :]
    return payload if head == _MAGIC + _digest(key, payload) else None


def store(key: str, payload: bytes) -> None:
    """Keep a payload under a key, all of it or nothing; a cache that cannot be written is left alone."""
    with suppress(OSError, RuntimeError):
        place = folder()
        place.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(_MAGIC + _digest(key, payload) + payload)
            os.replace(temporary, place / key)
        except OSError:
            os.unlink(temporary)
            raise
        _tidy(place)


def _digest(key: str, payload: bytes) -> bytes:
    return hashlib.sha256(key.encode() + payload).digest()


def _tidy(place: Path) -> None:
    """Remove the oldest files beyond the number kept."""
    found = sorted(place.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[KEPT:]:
        path.unlink(missing_ok=True)
