"""Empty signature fields on the seal boxes; called by ``finishing.py``.

They are made before anybody signs: a field that is added after a certifying signature is judged a breach of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qspec.report.archive.model import Field

_PRINTED = 4
"""Annotation flag 3 (ISO 32000-1, 12.5.3), which PDF/A asks for: the box is printed."""


def write_fields(pdf: Any, fields: Sequence[Field]) -> list[Any]:  # noqa: ANN401 - the PDF library's document
    """Write the fields, and return their annotations in the same order."""
    from pikepdf import Array, Dictionary, Name

    widgets = []
    for field in fields:
        left, bottom, right, top = field.box
        page = pdf.pages[field.page].obj
        size = [0, 0, round(right - left, 2), round(top - bottom, 2)]
        blank = pdf.make_stream(b"", Type=Name("/XObject"), Subtype=Name("/Form"), BBox=size)
        widget = Dictionary(
            Type=Name("/Annot"),
            Subtype=Name("/Widget"),
            FT=Name("/Sig"),
            T=field.name,
            TU=field.purpose,
            F=_PRINTED,
            P=page,
            Rect=[round(side, 2) for side in field.box],
            AP=Dictionary(N=blank),
        )
        widgets.append(pdf.make_indirect(widget))
        page.Annots = Array([*page.get("/Annots", []), widgets[-1]])
        page.Tabs = Name("/S")
    if widgets:
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array(widgets)))
    return widgets
