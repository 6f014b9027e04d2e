"""Ten reports as they are printed: nothing overlaps or is cut, and the pages look as they did when somebody looked.

The images are small and grey (50 dots an inch). They are compared tile by tile: a moved line, a changed word or picture
is noticed; a changed digit is for the tests of the text. Set QSPEC_WRITE_GOLDEN to draw them anew, and look at them.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pypdfium2
import pytest
import report_pages as pages
from PIL import Image

from qspec.report.build import build
from qspec.report.outline import Document
from qspec.report.paper import style
from qspec.report.paper.pen import Drawn
from qspec.report.pdf import draw

GOLDEN = Path(__file__).parent / "golden" / "pages"
SHOWN = 3
"""Pages of each report that are compared: page one, results and pictures."""
DOTS = 50 / 72
TILE = 8
FARTHEST = 10.0
"""Mean difference of a tile, of 255, from which it is another picture: a changed name makes 16, a missing one 25, a
changed verdict 70; another renderer smooths its letters differently."""


@cache
def drawn(name: str) -> tuple[Document, bytes, tuple[Drawn, ...]]:
    found: list[Drawn] = []
    with TemporaryDirectory() as folder:
        document = pages.CASES[name].document(Path(folder))
    return document, draw(document, trace=found.append), tuple(found)


@pytest.fixture(autouse=True)
def quiet(capfd: pytest.CaptureFixture[str]) -> None:
    """Keep what the program prints, while a ledger is made, out of the way."""


@pytest.mark.parametrize("name", pages.CASES)
def test_nothing_overlaps_and_nothing_leaves_its_frame(name: str) -> None:
    by_page: dict[int, list[Drawn]] = {}
    for one in drawn(name)[2]:
        by_page.setdefault(one.page, []).append(one)
        assert one.frame.left - 0.02 <= one.x, one
        assert one.x + one.width <= one.frame.right + 0.02, one
        assert one.frame.top - 0.5 <= one.baseline - 0.7 * one.size, one
        assert one.baseline + 0.2 * one.size <= one.frame.bottom + 0.5, one
        assert one.frame.left >= style.LEFT - 0.02, one
        assert one.frame.right <= style.PAGE_WIDTH - style.RIGHT + 0.02, one
    for texts in by_page.values():
        boxes = sorted(
            (one.baseline - 0.7 * one.size, one.baseline, one.x, one.x + one.width, one.text) for one in texts
        )
        for index, (_, bottom, left, right, text) in enumerate(boxes):
            for other in boxes[index + 1 :]:
                if other[0] >= bottom:
                    break
                assert other[3] <= left + 0.1 or right <= other[2] + 0.1, (text, other[4])


@pytest.mark.parametrize("name", pages.CASES)
def test_another_reader_finds_every_text_on_its_page(name: str) -> None:
    _, content, found = drawn(name)
    with pypdfium2.PdfDocument(content) as document:
        texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    for one in found:
        wanted = "".join(one.text.split())
        assert wanted in texts[one.page - 1], (one.page, one.text)


@pytest.mark.parametrize("name", pages.CASES)
def test_a_language_that_was_not_asked_for_does_not_appear(name: str) -> None:
    document, _, found = drawn(name)
    words = {one.text for one in found}
    assert ("Results" in words) == ("en" in document.languages)
    assert ("検査結果" in words) == ("ja" in document.languages)


def rendered(content: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(content) as document:
        count = min(SHOWN, len(document))
        return [document[place].render(scale=DOTS).to_pil().convert("L") for place in range(count)]


def tiles(image: Image.Image) -> np.ndarray:
    """Return the mean of every tile."""
    shades = np.asarray(image, dtype=np.float64)
    high, wide = (length // TILE * TILE for length in shades.shape)
    return shades[:high, :wide].reshape(high // TILE, TILE, wide // TILE, TILE).mean(axis=(1, 3))


def saved(image: Image.Image) -> bytes:
    stream = BytesIO()
    image.save(stream, "PNG", optimize=True)
    return stream.getvalue()


@pytest.mark.parametrize("name", pages.CASES)
def test_the_pages_look_as_they_did(name: str) -> None:
    for number, image in enumerate(rendered(drawn(name)[1]), start=1):
        file = GOLDEN / f"{name}-{number}.png"
        if os.environ.get("QSPEC_WRITE_GOLDEN"):
            GOLDEN.mkdir(exist_ok=True)
            file.write_bytes(saved(image))
        before = Image.open(file).convert("L")
        assert before.size == image.size
        apart = np.abs(tiles(before) - tiles(image))
        assert apart.max() < FARTHEST, (file.name, np.unravel_index(apart.argmax(), apart.shape), apart.max())


def test_another_inspector_is_another_picture() -> None:
    """The comparison can tell what it is for."""
    evaluation = pages.sample("control-knob", "accept.csv", replace(pages.KNOB, inspector="佐藤 花子"))
    other = rendered(draw(build(evaluation, pages.BOTH, date=pages.DATE)))[0]
    assert np.abs(tiles(other) - tiles(rendered(drawn("accept")[1])[0])).max() > FARTHEST
