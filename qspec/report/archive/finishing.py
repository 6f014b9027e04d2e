"""Turns drawn pages into the file that is handed over: PDF/A-3 (level a and PDF/UA-1 where tagged, else u).

``pdf.py`` calls :func:`finish`. The same drawing gives the same bytes: the file's id is made of its content.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from qspec.report.archive.attaching import attach
from qspec.report.archive.fields import write_fields
from qspec.report.archive.metadata import describe
from qspec.report.archive.model import Drawing, Element, File, Properties
from qspec.report.archive.structure import write_structure

VERSION = "1.7"
"""The edition of PDF that PDF/A-3 is built on (ISO 32000-1)."""


def finish(drawing: Drawing, properties: Properties, root: Element | None, files: Sequence[File] = ()) -> bytes:
    """Return the file; ``root`` is the tree of elements of a tagged paper."""
    import pikepdf

    with pikepdf.Pdf.open(BytesIO(drawing.content)) as pdf:
        if b"/DCTDecode" in drawing.content:
            _as_bytes(pdf)
        describe(pdf, properties, tagged=root is not None)
        attach(pdf, files)
        widgets = write_fields(pdf, drawing.fields)
        if root is not None:
            write_structure(pdf, root, drawing, widgets)
        # The library's own id depends on SOURCE_DATE_EPOCH, and the first part of the file's would be taken from it.
        del pdf.trailer["/ID"]
        stream = BytesIO()
        pdf.save(
            stream,
            force_version=VERSION,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
        return stream.getvalue()


def _as_bytes(pdf: Any) -> None:  # noqa: ANN401 - the PDF library's document
    """Store photos as the bytes they are: the drawing library spells them in letters, a quarter more."""
    from pikepdf import Array, Name, Stream

    for one in pdf.objects:
        if isinstance(one, Stream) and one.get("/Filter") == Array([Name("/ASCII85Decode"), Name("/DCTDecode")]):
            spelled = one.read_raw_bytes().strip()
            one.write(base64.a85decode(spelled.removesuffix(b"~>")), filter=Name("/DCTDecode"))
