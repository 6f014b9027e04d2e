"""Bytes of a text file → text, strictly: UTF-8, UTF-16 by its byte order mark, else CP932, else an error.

No detector guesses. ``cp932`` and not ``shift_jis``: the latter fails on ① and ㈱, and its 2004 edition turns 髙 into
another character in silence. Called by the reader of delimited text.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from qspec.errors import Place, Problem, Say, Value


@dataclass(frozen=True)
class Decoded:
    """Text with line feeds as its line ends, or a problem; ``notes`` say which legacy encoding was read."""

    text: str
    problem: Problem | None = None
    notes: tuple[Say, ...] = ()


def decode(file: str, content: bytes) -> Decoded:
    """Return a file's text."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(file, content, "utf-16")
    try:
        return _checked(file, content.decode("utf-8-sig"))
    except UnicodeDecodeError as utf8:
        if content.startswith(codecs.BOM_UTF8):
            return _undecodable(file, content, utf8.start + 3, "UTF-8")
        found = _strict(file, content, "cp932")
        if found.problem is None:
            return Decoded(found.text, None, (Say("measurements.note-encoding", {"file": file, "encoding": "CP932"}),))
        return found


def _strict(file: str, content: bytes, encoding: str) -> Decoded:
    try:
        return _checked(file, content.decode(encoding))
    except UnicodeDecodeError as error:
        return _undecodable(file, content, error.start, encoding.upper())


def _undecodable(file: str, content: bytes, offset: int, encoding: str) -> Decoded:
    line = content.count(b"\n", 0, offset) + 1
    values: dict[str, Value] = {"offset": offset, "byte": f"0x{content[offset]:02X}", "encoding": encoding}
    return Decoded("", Problem("measurements.undecodable", Place(file, line=line), values=values))


def _checked(file: str, text: str) -> Decoded:
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a")
    nul = text.find("\0")
    if nul < 0:
        return Decoded(text)
    line = text.count("\n", 0, nul) + 1
    return Decoded("", Problem("measurements.nul", Place(file, line=line)))
