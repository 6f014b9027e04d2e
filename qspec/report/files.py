"""Writes an output file so that a reader sees the old content or the new one, never a part of either.

The content goes to a new file in the same folder, is forced to the disk, and takes the name in one step. A file that
exists is replaced only where the user said so, and one of the inputs never. The command line calls
:func:`write_output`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Sequence
from pathlib import Path

from qspec.errors import Place, Problem, Say, Value

_MODE = 0o666
"""Permissions asked for; the system takes away the user's umask, so colleagues can read a report as any other file."""


def write_output(path: str, content: bytes, *, force: bool = False, inputs: Sequence[str] = ()) -> Problem | None:
    """Write the content to ``path`` and return None, or the reason why nothing was written.

    ``inputs`` are the files that were read; none of them is ever replaced, not even with ``force``. A device or a pipe
    (``/dev/stdout``) is written to as it is. A symbolic link stays, and the file it points to is replaced.
    """
    try:
        return _write(path, content, force, inputs)
    except FileExistsError:
        return _problem("exists", path)
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        return _problem("cannot-write", path, reason=_reason(error))


def _reason(error: OSError | ValueError) -> Say:
    """Return why the system refused, in words of the catalogue: its own are in the language of the system."""
    name = errno.errorcode.get(error.errno or 0, "") if isinstance(error, OSError) else ""
    return Say(f"output.system.{_REASONS.get(name, 'other')}", {"code": name or type(error).__name__})


_REASONS = {
    "EACCES": "denied",
    "EPERM": "denied",
    "EROFS": "read-only",
    "ENOSPC": "full",
    "EDQUOT": "full",
    "EFBIG": "full",
    "ENAMETOOLONG": "name",
    "EINVAL": "name",
}


def _write(path: str, content: bytes, force: bool, inputs: Sequence[str]) -> Problem | None:
    target = Path(os.path.realpath(path))
    if target.is_dir():
        return _problem("is-folder", path)
    if not target.parent.is_dir():
        return _problem("no-folder", path, folder=str(Path(path).parent))
    if any(_is_same(target, name) for name in inputs):
        return _problem("is-input", path)
    if target.exists() and not stat.S_ISREG(target.stat().st_mode):
        target.write_bytes(content)
        return None
    if os.path.lexists(path) and not force:
        return _problem("exists", path)
    part = target.parent / f".qspec-{secrets.token_hex(8)}.part"
    try:
        _write_new(part, content)
        _name(part, target, force)
    finally:
        part.unlink(missing_ok=True)
    _keep_folder(target.parent)
    return None


def _is_same(target: Path, name: str) -> bool:
    with contextlib.suppress(OSError, ValueError):
        return target.samefile(name)
    return False


def _write_new(part: Path, content: bytes) -> None:
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _MODE), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _name(part: Path, target: Path, force: bool) -> None:
    """Give the finished file its name; raises ``FileExistsError`` where one has appeared that may not be replaced."""
    if force:
        os.replace(part, target)
        return
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: the moment between look and step is the best to be had
        if target.exists():
            raise FileExistsError(str(target)) from None
        os.replace(part, target)


def _keep_folder(folder: Path) -> None:
    """Force the new name to the disk where the system can do that; the content already is."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _problem(slug: str, path: str, **values: Value) -> Problem:
    return Problem(f"output.{slug}", Place(file=path), values={"file": path, **values})
