"""The limit-sample sheets in every format: the one way to draw them, for ``report`` and for ``verify``."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qspec.errors import Say
from qspec.report.carried.model import Attachment, Relationship, photo_name
from qspec.report.options import OutputOptions
from qspec.report.papers import limit_samples
from qspec.report.papers.limit_samples import Sheet
from qspec.report.photos import Photo

if TYPE_CHECKING:
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
    document = limit_samples.build(sheet, options)
    if name == "text":
        from qspec.report.text import draw as draw_text

        return draw_text(document, width=options.width, color=False).encode()
    from qspec.report.pdf import draw as draw_pdf

    return draw_pdf(document, font=font, attachments=attachments(sheet, options.photos))


def attachments(sheet: Sheet, photos: Sequence[Photo]) -> tuple[Attachment, ...]:
    """Return the spec and the photos, byte for byte."""
    spec = Attachment(SPEC, sheet.content, Relationship.SOURCE, "application/yaml", Say("papers.attached-spec"))
    return (spec, *(_attached(number, photo) for number, photo in enumerate(photos, start=1)))


def _attached(number: int, photo: Photo) -> Attachment:
    return Attachment(photo_name(number), photo.content, Relationship.SUPPLEMENT, "image/jpeg", Say("papers.attached"))
