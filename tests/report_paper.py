"""Reads back what a PDF draws: page contents, fonts, the map from codes to text. Not the writer's code."""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import dataclass

_OBJECT = re.compile(rb"^(\d+) 0 obj\s*(.*?)\s*endobj$", re.S | re.M)
_STREAM = re.compile(rb"/Length (\d+).*?stream\r?\n", re.S)
_DRAWN = re.compile(rb"/(\S+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj|\b(ET)\b", re.S)
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.S)


@dataclass(frozen=True)
class Paper:
    """Pages as the text each draws, in order of drawing; and the fonts' dictionaries."""

    pages: list[str]
    fonts: dict[str, bytes]
    objects: dict[int, bytes]


def read(content: bytes) -> Paper:
    objects = {int(number): body for number, body in _OBJECT.findall(content)}
    fonts = {
        found.group(1).decode(): body
        for body in objects.values()
        if re.search(rb"/Type /Font\b(?!D)", body) and (found := re.search(rb"/Name /(\S+)", body))
    }
    maps = {name: _to_unicode(objects, body) for name, body in fonts.items()}
    pages = [body for body in objects.values() if re.search(rb"/Type /Page\b(?!s)", body)]
    return Paper([_text(stream(objects[_reference(page, b"Contents")]), maps) for page in pages], fonts, objects)


def stream(body: bytes) -> bytes:
    """Return an object's stream, decoded."""
    found = _STREAM.search(body)
    assert found is not None, body[:200]
    data = body[found.end() : found.end() + int(found.group(1))]
    if b"/ASCII85Decode" in body:
        data = base64.a85decode(data.strip().removesuffix(b"~>"))
    return zlib.decompress(data) if b"/FlateDecode" in body else data


def _reference(body: bytes, key: bytes) -> int:
    found = re.search(rb"/" + key + rb" (\d+) 0 R", body)
    assert found is not None, (key, body[:300])
    return int(found.group(1))


def _to_unicode(objects: dict[int, bytes], font: bytes) -> dict[int, str]:
    text = stream(objects[_reference(font, b"ToUnicode")]).decode("ascii")
    blocks = "\n".join(re.findall(r"beginbfchar\n(.*?)\nendbfchar", text, re.S))
    pairs = re.findall(r"^<([0-9A-F]{2})> <([0-9A-F]+)>$", blocks, re.M)
    return {int(code, 16): bytes.fromhex(value).decode("utf-16-be") for code, value in pairs}


def _text(content: bytes, maps: dict[str, dict[int, str]]) -> str:
    """Return what a page draws, a line for each text object; a code without a character is shown as U+FFFD."""
    lines, current = [""], ""
    for font, string, end in _DRAWN.findall(content):
        if font:
            current = font.decode()
        elif end:
            lines.append("")
        else:
            raw = _ESCAPE.sub(_unescape, string)
            lines[-1] += "".join(maps[current].get(code, "\ufffd") for code in raw)
    return "\n".join(line for line in lines if line)


def _unescape(found: re.Match[bytes]) -> bytes:
    body = found.group(1)
    if len(body) == 3:
        return bytes([int(body, 8)])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}.get(body, body)
