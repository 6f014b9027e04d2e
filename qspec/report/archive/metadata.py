"""The XMP packet and the output intent that PDF/A and PDF/UA ask for; called by ``finishing.py``."""

from __future__ import annotations

from importlib import resources
from string import Template
from typing import Any
from xml.sax.saxutils import escape

from qspec.report.archive.model import Properties

_FOLDER = "archive"
CONDITION = "sRGB IEC61966-2.1"


def _data(name: str) -> bytes:
    return (resources.files("qspec") / "data" / _FOLDER / name).read_bytes()


def packet(properties: Properties, info: dict[str, str], *, tagged: bool) -> bytes:
    """Return the metadata; ``info`` holds what the PDF's own information dictionary says, which must not differ."""
    values = {
        "title": properties.title,
        "author": properties.author,
        "subject": properties.subject,
        "language": properties.language,
        "date": _iso(info["/CreationDate"]),
        "producer": info["/Producer"],
        "creator": info["/Creator"],
        "conformance": "A" if tagged else "U",
    }
    accessible = _data("accessible.xml").decode() if tagged else ""
    filled = {name: escape(text) for name, text in values.items()} | {"accessible": accessible}
    return Template(_data("metadata.xml").decode()).substitute(filled).encode()


def _iso(date: str) -> str:
    """Return ``D:YYYYMMDDHHmmSS…`` as XMP writes dates, in UTC."""
    digits = date.removeprefix("D:")[:14]
    year, month, day, hour, minute, second = digits[:4], *(digits[at : at + 2] for at in range(4, 14, 2))
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}Z"


def describe(pdf: Any, properties: Properties, *, tagged: bool) -> None:  # noqa: ANN401 - the PDF library's document
    """Write metadata, language, output intent and how the document wants to be shown."""
    from pikepdf import Array, Dictionary, Name

    info = {name: str(value) for name, value in pdf.docinfo.items()}
    root = pdf.Root
    root.Metadata = pdf.make_stream(
        packet(properties, info, tagged=tagged), Type=Name("/Metadata"), Subtype=Name("/XML")
    )
    root.Lang = properties.language
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    intent = Dictionary(
        Type=Name("/OutputIntent"),
        S=Name("/GTS_PDFA1"),
        OutputConditionIdentifier=CONDITION,
        Info=CONDITION,
        DestOutputProfile=pdf.make_stream(_data("srgb.icc"), N=3),
    )
    root.OutputIntents = Array([pdf.make_indirect(intent)])
