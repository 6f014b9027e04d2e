"""Makes a small TrueType font of the characters that a paper uses, from any OpenType font; called by ``fonts.py``.

The font that ships with a dependency has cubic (CFF) outlines and 65,535 glyphs, and the PDF library embeds TrueType
outlines alone. Only the glyphs wanted are converted, which takes well under a second; layout tables are left out, for
the report is set character by character.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

ERROR = 0.5
"""Greatest distance between the cubic outline and its quadratic form, in thousandths of the letter size."""


def fingerprint(path: Path) -> bytes:
    """Return bytes that change with the font's content: its size, and its table directory with a checksum a table."""
    with path.open("rb") as stream:
        head = stream.read(12)
        tables = struct.unpack(">H", head[4:6])[0] if len(head) == 12 else 0
        return b"%d:" % path.stat().st_size + head + stream.read(16 * tables)


def version() -> str:
    """Return the version of the converter; another one may draw an outline differently."""
    from fontTools import version

    return str(version)


@dataclass(frozen=True)
class _Glyph:
    """A glyph of a source font in its quadratic form."""

    place: int
    """Its place among the source's glyphs."""
    name: str
    width: int
    outline: Any


class _Kept:
    """What was read of a source font: a thousand papers in one run open it and convert a glyph once."""

    def __init__(self) -> None:
        self.units = self.ascent = self.descent = 0
        self.name = ""
        self.metrics: dict[str, int] = {}
        self.undrawn: _Glyph | None = None
        """The glyph of characters that have none (``.notdef``)."""
        self.glyphs: dict[int, _Glyph | None] = {}
        """By character code; None for one that the font does not have."""

    def read(self, source, codes: Iterable[int]) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - fontTools has no types
        """Read glyphs that were not read before; ``source`` is the open font."""
        mapping, glyphs = source.getBestCmap() or {}, source.getGlyphSet()
        self.units = source["head"].unitsPerEm
        self.ascent, self.descent = source["hhea"].ascent, source["hhea"].descent
        self.name = source["name"].getDebugName(6) or "Report"
        self.metrics = _metrics(source)

        def glyph(name: str) -> _Glyph:
            return _Glyph(source.getGlyphID(name), name, round(glyphs[name].width), _outline(glyphs, name, self.units))

        self.undrawn = self.undrawn or glyph(".notdef")
        for code in codes:
            self.glyphs[code] = glyph(mapping[code]) if code in mapping else None


@lru_cache(maxsize=4)
def _kept(_: bytes) -> _Kept:
    """Return what is known of the font with a fingerprint."""
    return _Kept()


def truetype(path: Path, characters: Iterable[str]) -> bytes:
    """Return a TrueType font with the glyphs of those characters that the font has.

    The same characters give the same bytes, whatever was made before. Raises ``ValueError`` where the file is no font
    that can be read.
    """
    from fontTools.ttLib import TTFont, TTLibError

    try:
        kept, codes = _kept(fingerprint(path)), {ord(character) for character in characters}
        unread = sorted(codes - kept.glyphs.keys())
        if unread or kept.undrawn is None:
            with path.open("rb") as stream, TTFont(stream, lazy=True, fontNumber=0) as source:
                kept.read(source, unread)
        return _build(kept, {code: glyph for code in sorted(codes) if (glyph := kept.glyphs[code]) is not None})
    except (TTLibError, KeyError, struct.error, OSError, AssertionError) as error:
        raise ValueError(f"{path} cannot be used as a font: {error}") from error


def _build(kept: _Kept, mapping: dict[int, _Glyph]) -> bytes:
    from fontTools.fontBuilder import FontBuilder

    used = {glyph.name: glyph for glyph in sorted(mapping.values(), key=lambda one: one.place)}
    if kept.undrawn is not None:
        used = {kept.undrawn.name: kept.undrawn, **used}
    builder = FontBuilder(kept.units, isTTF=True)
    builder.setupGlyphOrder(list(used))
    builder.setupCharacterMap({code: glyph.name for code, glyph in mapping.items()})
    builder.setupGlyf({name: glyph.outline for name, glyph in used.items()})
    table = builder.font["glyf"]
    builder.setupHorizontalMetrics(
        {name: (glyph.width, getattr(table[name], "xMin", 0)) for name, glyph in used.items()}
    )
    builder.setupHorizontalHeader(ascent=kept.ascent, descent=kept.descent)
    builder.setupNameTable({"familyName": kept.name, "styleName": "Regular", "psName": kept.name}, mac=False)
    builder.setupOS2(**kept.metrics)
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    stream = BytesIO()
    builder.save(stream)
    return stream.getvalue()


def _outline(glyphs, name: str, units_per_em: int):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - fontTools has no types
    """Return a glyph with outlines of its own; one that is put together of others (é) is written out."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.filterPen import DecomposingFilterPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    quadratic = Cu2QuPen(pen, ERROR * units_per_em / 1000, reverse_direction=True)
    glyphs[name].draw(DecomposingFilterPen(quadratic, glyphs))
    return pen.glyph()


def _metrics(source) -> dict[str, int]:  # type: ignore[no-untyped-def]  # noqa: ANN001 - fontTools has no types
    os2 = source["OS/2"]
    return {
        "sTypoAscender": os2.sTypoAscender,
        "sTypoDescender": os2.sTypoDescender,
        "sCapHeight": getattr(os2, "sCapHeight", 0) or round(0.73 * source["head"].unitsPerEm),
        "usWeightClass": os2.usWeightClass,
        "usWinAscent": os2.usWinAscent,
        "usWinDescent": os2.usWinDescent,
    }
