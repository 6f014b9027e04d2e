"""The faces a paper is set in: subset, registered with the PDF library while it draws, measured; called by ``pdf.py``.

The fonts come with two packages (Noto Sans CJK JP, SIL Open Font Licence); any other pair of font files may be given.
They are always embedded: a font that the reader's program has to find would leave the page blank abroad.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from qspec.report.paper import cache, subset
from qspec.report.paper.embedding import report_font

ALWAYS = frozenset(map(chr, range(0x20, 0x7F)))
"""Characters every subset holds: those in which a missing one is spelled."""
_running = itertools.count(1)


@dataclass(frozen=True)
class FontFiles:
    """Two weights of one typeface, TrueType or OpenType."""

    regular: Path
    bold: Path


@dataclass(frozen=True)
class Face:
    """One weight, ready to be drawn with."""

    name: str
    """Under which the PDF library knows it."""
    advances: dict[int, float]
    """Width of each character in thousandths of the letter size."""

    def measure(self, text: str, size: float) -> float:
        """Return the width of a text in points."""
        return sum(map(self.advances.__getitem__, map(ord, text))) * size / 1000


@dataclass(frozen=True)
class Faces:
    """Both weights and the characters that both can draw."""

    regular: Face
    bold: Face
    coverage: frozenset[str]


def shipped() -> FontFiles:
    """Return the font files that come with the packages the program depends on."""
    import noto_cjk_sans_jp_bold
    import noto_cjk_sans_jp_regular

    return FontFiles(Path(str(noto_cjk_sans_jp_regular.FONT_PATH)), Path(str(noto_cjk_sans_jp_bold.FONT_PATH)))


@contextmanager
def faces(files: FontFiles, characters: frozenset[str]) -> Iterator[Faces]:
    """Offer both weights with the characters wanted, as far as the fonts have them.

    Registered under names never used before in this process and taken back at the end, for the PDF library keeps the
    first font of a name. Raises ``ValueError`` for a file that is no font.
    """
    fonts: list[Any] = []
    try:
        for path in (files.regular, files.bold):
            fonts.append(report_font(f"qspec-{next(_running)}", BytesIO(subset_of(path, characters | ALWAYS))))
        regular, bold = (Face(font.fontName, _advances(font)) for font in fonts)
        shared = regular.advances.keys() & bold.advances.keys()
        yield Faces(regular, bold, frozenset(map(chr, shared)))
    finally:
        for font in fonts:
            font.unregister()


def subset_of(path: Path, characters: frozenset[str]) -> bytes:
    """Return the subset font, from the cache where it was made before."""
    wanted = "".join(sorted(characters)).encode("utf-8", "surrogatepass")
    parts = (subset.version().encode(), subset.fingerprint(path), wanted)
    key = hashlib.sha256(b"\0".join(parts)).hexdigest()
    kept = cache.load(key)
    if kept is None:
        kept = subset.truetype(path, characters)
        cache.store(key, kept)
    return kept


def _advances(font: Any) -> dict[int, float]:  # noqa: ANN401 - the PDF library has no types
    return {code: font.face.getCharWidth(code) for code in font.face.charToGlyph}
