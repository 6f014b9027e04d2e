"""Attaches files to the PDF the way PDF/A-3 asks for: each says what it is to the paper; called by ``finishing.py``."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from qspec.report.archive.model import File


def attach(pdf: Any, files: Sequence[File]) -> None:  # noqa: ANN401 - the PDF library's document
    """Embed the files, in the order of their names; their date is the paper's, for bytes have none of their own."""
    from pikepdf import Array, Dictionary, Name, String

    date = str(pdf.docinfo["/CreationDate"])
    named: list[Any] = []
    specs = []
    for file in sorted(files, key=lambda one: one.name):
        parameters = Dictionary(
            Size=len(file.content),
            ModDate=date,
            CheckSum=String(hashlib.md5(file.content, usedforsecurity=False).digest()),
        )
        stream = pdf.make_stream(
            file.content, Type=Name("/EmbeddedFile"), Subtype=Name("/" + file.media_type), Params=parameters
        )
        spec = Dictionary(
            Type=Name("/Filespec"),
            F=file.name,
            UF=file.name,
            Desc=file.description,
            AFRelationship=Name("/" + file.relationship),
            EF=Dictionary(F=stream, UF=stream),
        )
        specs.append(pdf.make_indirect(spec))
        named += [String(file.name), specs[-1]]
    if specs:
        pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(named)))
        pdf.Root.AF = Array(specs)
