"""The PDF library's TrueType font with a correct map back to text; called by ``fonts.py``.

The library writes characters beyond U+FFFF (𠮷 in names) as five hexadecimal digits, which readers take for another
character, and maps code 0 to U+0000. Both are put right in the finished objects of this font alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

_BLOCK = 100
"""Entries in one ``beginbfchar`` section; the format allows no more."""


def report_font(name: str, stream: BinaryIO) -> Any:  # noqa: ANN401 - the PDF library has no types
    """Return a font of the PDF library, registered under a name, that maps its glyphs to text correctly."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

    class ReportFont(TTFont):  # type: ignore[misc]  # the library has no types
        """Replaces the maps to text once the library has made them."""

        def addObjects(self, doc: Any) -> None:  # noqa: ANN401, N802 - the library's own name
            subsets = self.state[doc].subsets
            super().addObjects(doc)
            for number, codes in enumerate(subsets):
                base = (SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode("pdfdoc")
                shown = [code if code in self.face.charToGlyph else 0 for code in codes]
                doc.idToObject["toUnicodeCMap:" + base].content = to_unicode(shown)

    font = ReportFont(name, stream, asciiReadable=True, shapable=False)
    pdfmetrics.registerFont(font)
    return font


def operators(name: str, text: str, size: float, document: Any) -> str:  # noqa: ANN401 - likewise
    """Return what shows a text in a registered font, without where it begins: the library's own words, in short.

    ``document`` is the library's, which gives every character its code when it is first used.
    """
    from reportlab.lib.rl_accel import escapePDF
    from reportlab.pdfbase.pdfmetrics import getFont

    font = getFont(name)
    return " ".join(
        f"{font.getSubsetInternalName(subset, document)} {size:g} Tf ({escapePDF(codes)}) Tj"
        for subset, codes in font.splitString(text, document)
    )


def to_unicode(codes: Sequence[int]) -> str:
    """Return the character map of a subset: code i of the font shows Unicode character ``codes[i]`` (0: none)."""
    entries = [
        f"<{index:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for index, code in enumerate(codes) if code
    ]
    lines = ["/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap"]
    lines += ["/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def"]
    lines += ["/CMapName /Adobe-Identity-UCS def", "/CMapType 2 def"]
    lines += ["1 begincodespacerange", "<00> <FF>", "endcodespacerange"]
    for start in range(0, len(entries), _BLOCK):
        block = entries[start : start + _BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])
