"""Makes a small TrueType font of the characters that a paper uses, from any OpenType font; called by ``fonts.py``.

The font that ships with a dependency has cubic (CFF) outlines and 65,535 glyphs, and the PDF library embeds TrueType
outlines alone. Only the glyphs wanted are converted, which takes well under a second; layout tables are left out, for
the report is set character by character.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

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


def truetype(path: Path, characters: Iterable[str]) -> bytes:
    """Return a TrueType font with the glyphs of those characters that the font has; repeatable to the byte.

    Raises ``ValueError`` where the file is no font that can be read.
    """
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with path.open("rb") as stream, TTFont(stream, lazy=True, fontNumber=0) as source:
            mapping = source.getBestCmap() or {}
            codes = sorted(ord(character) for character in set(characters) if ord(character) in mapping)
            return _build(source, {code: mapping[code] for code in codes})
    except (TTLibError, KeyError, struct.error, OSError, AssertionError) as error:
        raise ValueError(f"{path} cannot be used as a font: {error}") from error


def _build(source, mapping: dict[int, str]) -> bytes:  # type: ignore[no-untyped-def]  # noqa: ANN001 - fontTools has no types
    from fontTools.fontBuilder import FontBuilder

    order = [".notdef", *sorted(set(mapping.values()) - {".notdef"}, key=source.getGlyphID)]
    glyphs, outlines = source.getGlyphSet(), {}
    for name in order:
        outlines[name] = _outline(glyphs[name], source["head"].unitsPerEm)
    metrics = {name: (round(glyphs[name].width), 0) for name in order}
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(mapping)
    builder.setupGlyf(outlines)
    table = builder.font["glyf"]
    builder.setupHorizontalMetrics(
        {name: (width, getattr(table[name], "xMin", 0)) for name, (width, _) in metrics.items()}
    )
    builder.setupHorizontalHeader(ascent=source["hhea"].ascent, descent=source["hhea"].descent)
    post_script = source["name"].getDebugName(6) or "Report"
    builder.setupNameTable({"familyName": post_script, "styleName": "Regular", "psName": post_script}, mac=False)
    builder.setupOS2(**_metrics(source))
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    stream = BytesIO()
    builder.save(stream)
    return stream.getvalue()


def _outline(glyph, units_per_em: int):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - fontTools has no types
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    glyph.draw(Cu2QuPen(pen, ERROR * units_per_em / 1000, reverse_direction=True))
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
