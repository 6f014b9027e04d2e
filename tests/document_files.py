"""Documents built for the tests of ``qspec.phrases.documents``, and answers in a form that tests can compare."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from qspec.phrases.documents import BlockKind, Document, open_document

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
KINDS = {BlockKind.HEADING: "H", BlockKind.PARAGRAPH: "P", BlockKind.ITEM: "I", BlockKind.CELL: "C"}


def opened(content: str | bytes, name: str = "spec.txt") -> Document:
    return open_document(name, content.encode() if isinstance(content, str) else content)


def outline(document: Document) -> list[str]:
    """Return kind and text of each block: ``H Appearance``."""
    assert [problem.code for problem in document.problems if problem.severity == "error"] == []
    return [f"{KINDS[block.kind]} {block.text}" for block in document.blocks]


def places(document: Document) -> list[str]:
    return [str(block.place_at(0)) for block in document.blocks]


def codes(document: Document) -> list[str]:
    return [problem.code.removeprefix("documents.") for problem in document.problems]


def notes(document: Document) -> list[str]:
    return [note.key.removeprefix("documents.note-") for note in document.notes]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner if inner.startswith('<') else run(inner)}</w:p>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    made = "".join(one if one.startswith("<w:tc>") else f"<w:tc>{paragraph(one)}</w:tc>" for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def word(body: str, parts: Mapping[str, tuple[str, str]] | None = None) -> bytes:
    """Return a Word document; ``parts`` are name → (kind of relationship, XML)."""
    stream = io.BytesIO()
    linked = "".join(
        f'<Relationship Id="r{number}" Type="{LINKS}{kind}" Target="{name}"/>'
        for number, (name, (kind, _)) in enumerate((parts or {}).items())
    )
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        root = f'<Relationship Id="m" Type="{LINKS}officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", f"<Relationships {_PACKAGE}>{root}</Relationships>")
        archive.writestr("word/document.xml", f"<w:document {SPACE} {MORE}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships {_PACKAGE}>{linked}</Relationships>")
        for name, (_, content) in (parts or {}).items():
            archive.writestr(f"word/{name}", content)
    return stream.getvalue()


def pdf(*pages: list[tuple[float, float, str]], encrypt: str | None = None, pictures: tuple[int, ...] = ()) -> bytes:
    """Return a PDF of pages of (left, bottom, text); ``pictures`` are pages (from 1) filled by a picture."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, encrypt=encrypt, invariant=1)
    for number, page in enumerate(pages, 1):
        if number in pictures:
            canvas.drawImage(ImageReader(Image.new("RGB", (8, 8), "gray")), 20, 20, 550, 800)
        for left, bottom, text in page:
            canvas.setFont("Helvetica" if text.isascii() else "HeiseiMin-W3", 10)
            canvas.drawString(left, bottom, text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def column(*lines: str, left: float = 60, top: float = 760, pitch: float = 14) -> list[tuple[float, float, str]]:
    """Return lines one below the other; a blank one leaves a gap."""
    return [(left, top - pitch * index, line) for index, line in enumerate(lines) if line]
