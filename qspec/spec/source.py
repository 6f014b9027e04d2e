"""Bytes of a YAML file → text that is safe to hand to a parser, with a placed problem for everything that is not.

Called by :mod:`qspec.spec.tree` alone. A parser is never shown a file that is too large, not UTF-8, or holds characters
that end a line for one parser and not for another, reverse the order in which text is shown, or cannot be seen at all.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from qspec.errors import Place, Problem, Value

MAX_BYTES = 1_000_000
"""A spec of a thousand characteristics has about 300 kB; parsers become slow or worse far above this."""
MAX_TABS = 20
"""Lines indented by tabs that are listed; whoever has twenty has them everywhere."""
BROKEN = "\ufffd"
"""Stands in for whatever could not be read, so that the rest can still be checked; never reaches a valid spec."""

_SURROGATES = f"{chr(0xD800)}-{chr(0xDFFF)}"
_UNSAFE = "".join(
    (
        "\x0b\x0c\x0e-\x1f\x7f-\x9f",  # control characters, U+0085 (a line end in YAML 1.1 alone) among them
        "\u2028\u2029",  # line ends in YAML 1.1 alone
        "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",  # change the order in which text is shown
        "\u00ad\u200b-\u200d\u2060\ufeff",  # cannot be seen: two keys may look the same and differ
        BROKEN,  # left behind by a conversion that lost a character
        "\ufffe\uffff",
        _SURROGATES,
    )
)
_IN_SOURCE = re.compile(f"[\x00-\x08{_UNSAFE}]")
_IN_VALUE = re.compile(f"[\x00-\x08\r{_UNSAFE}]")
_TAB_INDENT = re.compile(r"^ *(\t)[ \t]*(?=\S)", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """Text for the parser, with LF line ends; not ``complete`` where it was cut before a line indented by a tab."""

    text: str
    complete: bool = True


def read(name: str, content: bytes) -> tuple[Source | None, list[Problem]]:
    """Return the file's text, each unsafe character replaced by :data:`BROKEN`, or None, and the problems."""
    if len(content) > MAX_BYTES:
        values: dict[str, Value] = {"size": len(content), "limit": MAX_BYTES}
        return None, [Problem("spec.too-large", Place(name), values=values)]
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None, [Problem("spec.utf16", Place(name, 1, 1))]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(name, content, error)]
    return _screen(name, text)


def unsafe(text: str) -> str | None:
    """Return how a value's first unsafe character is called (``U+202E RIGHT-TO-LEFT OVERRIDE``), None without one."""
    found = _IN_VALUE.search(text)
    return _called(found.group()) if found else None


def _not_utf8(name: str, content: bytes, error: UnicodeDecodeError) -> Problem:
    # The decoder counts from behind a byte order mark; offsets are given from the start of the file.
    offset = error.start + (len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0)
    before = content[:offset].decode("utf-8-sig")
    values: dict[str, Value] = {"offset": offset, "byte": f"0x{content[offset]:02X}"}
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    return Problem("spec.not-utf8", _place(name, before, len(before)), values=values)


def _screen(name: str, text: str) -> tuple[Source, list[Problem]]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems = list(_characters(name, text))
    safe = _IN_SOURCE.sub(BROKEN, text)
    tabs = list(islice(_TAB_INDENT.finditer(safe), MAX_TABS))
    problems += [Problem("spec.tab", _place(name, safe, tab.start(1))) for tab in tabs]
    # Within a line parsers disagree about tabs; a space there means the same to a person.
    plain = safe.replace("\t", " ")
    return (Source(plain[: tabs[0].start()], complete=False) if tabs else Source(plain)), problems


def _characters(name: str, text: str) -> Iterator[Problem]:
    """Yield a problem for each kind of unsafe character at its first place, with how often it occurs."""
    counts: dict[str, int] = {}
    first: dict[str, int] = {}
    for found in _IN_SOURCE.finditer(text):
        char = found.group()
        counts[char] = counts.get(char, 0) + 1
        first.setdefault(char, found.start())
    for char, offset in first.items():
        code = "spec.lost-character" if char == BROKEN else "spec.character"
        values: dict[str, Value] = {"count": counts[char]}
        if char != BROKEN:
            values["char"] = _called(char)
        yield Problem(code, _place(name, text, offset), values=values)


def _called(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()


def _place(name: str, text: str, offset: int) -> Place:
    """Return the place of a character; columns count characters."""
    return Place(name, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
