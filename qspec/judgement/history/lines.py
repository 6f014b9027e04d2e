"""One entry ↔ one line of text, bound to the line before it.

A line is ``{"previous": …, "entry": {…}, "seal": …}``: ``previous`` is the SHA-256 of the bytes of the line before,
``seal`` that of the line's own text without the seal. So an edited line is found by its seal (the last one too), and a
removed, inserted or moved one by the line after it. There is one way to write an entry, and what is not written in
that way is not read: no key twice, none unknown, no number for a text.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from qspec.judgement.history.entries import ActEntry, Header, LotEntry

_ALWAYS = frozenset({"plan", "revision"})
"""Fields that an entry has even where a spec leaves them empty."""
START = ""
"""What the first line carries as ``previous``."""


@dataclass(frozen=True)
class Line:
    """A line as read; ``digest`` is that of its bytes, which the next line must carry."""

    previous: str
    entry: Header | LotEntry | ActEntry
    digest: str


@dataclass(frozen=True)
class Sealed:
    """A line that cannot be read (``entry`` None), or whose seal does not fit its text."""

    previous: str | None
    digest: str


@dataclass(frozen=True)
class _Written:
    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)

    previous: str
    entry: Annotated[Header | LotEntry | ActEntry, Field(discriminator="record")]
    seal: str


@cache
def _reader() -> TypeAdapter[_Written]:
    return TypeAdapter(_Written)


def digest(line: bytes) -> str:
    """Return the SHA-256 of a line without its line end, in lower-case hexadecimal digits."""
    return hashlib.sha256(line).hexdigest()


def write(entry: Header | LotEntry | ActEntry, previous: str) -> bytes:
    """Return the line without its line end; raises ``ValueError`` for an entry that could not be read again."""
    line = _text(_Written(previous, entry, ""))
    again = read(line)
    if not isinstance(again, Line) or again.entry != entry:
        raise ValueError("an entry that cannot be read again")
    return line


def read(line: bytes) -> Line | Sealed:
    """Return the line's entry, or what is known of a line that was changed or never was one."""
    try:
        written = _reader().validate_json(line)
        if _text(written) == line:
            return Line(written.previous, written.entry, digest(line))
    except (ValidationError, ValueError, RecursionError):
        return Sealed(None, digest(line))
    return Sealed(written.previous, digest(line))


def plain(entry: Header | LotEntry | ActEntry) -> object:
    """Return an entry as its line holds it, what it is first, without fields that say nothing."""
    fields = _reader().dump_python(_Written("", entry, ""), mode="json", warnings=False)["entry"]
    return _lean({"record": entry.record, **fields})


def _text(written: _Written) -> bytes:
    """Return the one way to write a line; raises ``ValueError`` for text that UTF-8 cannot hold."""
    body = json.dumps({"previous": written.previous, "entry": plain(written.entry)}, ensure_ascii=False).encode()
    return body[:-1] + f', "seal": "{digest(body)}"}}'.encode()


def _lean(value: object) -> object:
    """Return the value without fields that say nothing."""
    if isinstance(value, dict):
        return {key: _lean(part) for key, part in value.items() if part not in (None, "") or key in _ALWAYS}
    if isinstance(value, list | tuple):
        return [_lean(part) for part in value]
    return value
