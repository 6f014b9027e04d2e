"""The limit-sample sheets in every format: the one way to draw them, for ``report`` and for ``verify``."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qspec.errors import Say
from qspec.report.carried.model import GIVEN, Attachment, Relationship, photo_name
from qspec.report.content.wording import file_name
from qspec.report.options import OutputOptions
from qspec.report.papers import limit_samples
from qspec.report.papers.limit_samples import Sheet
from qspec.report.papers.names import LIMIT_SAMPLES
from qspec.report.photos import Photo

if TYPE_CHECKING:
    from qspec.report.carried.given import Given
    from qspec.report.paper.fonts import FontFiles


SPEC = "limit-samples.yaml"
"""Name of the attached spec; another one than a report's, for ``verify`` judges what has that and here is no result."""


def drawn(sheet: Sheet, options: OutputOptions, name: str, font: FontFiles | None = None) -> bytes:
    """Return the sheets as ``pdf``, ``html`` or ``text``.

    Raises ``ValueError`` or ``OSError`` where a given font file cannot be used.
    """
    if name == "html":
        from qspec.report.as_html import held, shown
        from qspec.report.html.page import draw as draw_page

        document = limit_samples.build(sheet, replace(options, languages=held(options)))
        digest = hashlib.sha256(sheet.content).hexdigest()
        return draw_page(document, show=shown(options), digest=digest, of="spec")
    if name == "text":
        from qspec.report.text import draw as draw_text

        return draw_text(limit_samples.build(sheet, options), width=options.width, color=False).encode()
    from qspec.report.carried import given as given_file

    return paper(sheet, options, given_file.write(_given(sheet, options, font)), font)


def paper(sheet: Sheet, options: OutputOptions, given: bytes, font: FontFiles | None = None) -> bytes:
    """Return the PDF; ``given`` is what goes into ``given.json``. The same arguments give the same bytes."""
    from qspec.report.pdf import draw

    document = limit_samples.build(sheet, options)
    return draw(document, font=font, attachments=attachments(sheet, options.photos, given))


def _given(sheet: Sheet, options: OutputOptions, font: FontFiles | None) -> Given:
    from qspec.report.carried.gathering import font_digests, versions
    from qspec.report.carried.given import Given, Pictured

    return Given(
        names={"spec": file_name(sheet.file)},
        languages=options.languages,
        date=options.date,
        number=options.number,
        paper=LIMIT_SAMPLES,
        photos=tuple(Pictured(one.of, one.file, one.sha256) for one in options.photos),
        font=font_digests(font),
        versions=versions(),
    )


def attachments(sheet: Sheet, photos: Sequence[Photo], given: bytes) -> tuple[Attachment, ...]:
    """Return the spec and the photos, byte for byte, and what was given beside them."""
    from qspec.report.carried.gathering import attachment

    spec = Attachment(SPEC, sheet.content, Relationship.SOURCE, "application/yaml", Say("papers.attached-spec"))
    pictures = (attachment(photo_name(number), photo.content) for number, photo in enumerate(photos, start=1))
    return (spec, *pictures, attachment(GIVEN, given))
