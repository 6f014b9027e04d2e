"""Reads back what a PDF draws: page contents, fonts, the map from codes to text. Its objects are qpdf's."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import pikepdf

_DRAWN = re.compile(rb"/(\S+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj|\b(ET)\b", re.S)
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.S)


@dataclass(frozen=True)
class Paper:
    """Pages as the text each draws, in order of drawing; and the fonts' dictionaries by their names on the pages."""

    pages: list[str]
    fonts: dict[str, pikepdf.Dictionary]
    maps: dict[str, dict[int, str]]
    """Name of the font → code → text."""
    pdf: pikepdf.Pdf


def read(content: bytes) -> Paper:
    pdf = pikepdf.Pdf.open(io.BytesIO(content))
    fonts = {
        name.removeprefix("/"): font for page in pdf.pages for name, font in page.obj.Resources.get("/Font", {}).items()
    }
    maps = {name: _to_unicode(font.ToUnicode.read_bytes().decode("ascii")) for name, font in fonts.items()}
    pages = [text_of(page.obj.Contents.read_bytes(), maps) for page in pdf.pages]
    return Paper(pages, fonts, maps, pdf)


def _to_unicode(text: str) -> dict[int, str]:
    blocks = "\n".join(re.findall(r"beginbfchar\n(.*?)\nendbfchar", text, re.S))
    pairs = re.findall(r"^<([0-9A-F]{2})> <([0-9A-F]+)>$", blocks, re.M)
    return {int(code, 16): bytes.fromhex(value).decode("utf-16-be") for code, value in pairs}


def text_of(content: bytes, maps: dict[str, dict[int, str]]) -> str:
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
