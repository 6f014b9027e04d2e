"""Which format a file is in: its first bytes decide, its name only where those say nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from qspec.errors import Place, Problem, Say
from qspec.phrases.documents.model import Document
from qspec.readers.guard import OLE

_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"RIFF", "picture"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x7fELF", "binary"),
    (b"MZ\x90", "binary"),
)
_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)?(?:<\?xml[^>]*>\s*)?"
    rb"<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_SUFFIXES = {"pdf": "pdf", "docx": "docx", "docm": "docx", "xlsx": "workbook", "xlsm": "workbook", "csv": "table",
    "tsv": "table", "html": "html", "htm": "html", "xhtml": "html", "eml": "eml"}  # fmt: skip
_SAID = {"table": "text"}
_STREAM = "EncryptedPackage".encode("utf-16-le")
_HEADER = 1024


def read(name: str, content: bytes) -> Document:
    """Read a document in the format that it is in."""
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        return _refused(name, "empty")
    if content.startswith(OLE):
        return _refused(name, "encrypted" if _STREAM in content else "legacy-office")
    for sign, kind in _FOREIGN:
        if content.startswith(sign):
            return _refused(name, "unknown-format", kind)
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    named = _SUFFIXES.get(suffix, "text")
    found = _by_content(content, named)
    if isinstance(found, Problem):
        return Document(name, problems=(replace(found, place=Place(name)),))
    document = _read(found, name, content)
    if suffix in _SUFFIXES and found != named and document.blocks:
        said = Say(f"documents.format-{_SAID.get(found, found)}")
        note = Say("documents.note-suffix", {"file": name, "format": said})
        document = replace(document, notes=(*document.notes, note))
    return document


def _refused(name: str, slug: str, kind: str = "") -> Document:
    values = {"format": Say(f"documents.format-{kind}")} if kind else {}
    return Document(name, problems=(Problem(f"documents.{slug}", Place(name), values=values),))


def _by_content(content: bytes, named: str) -> str | Problem:
    """Return the format by a file's bytes, else the one by its name."""
    from qspec.phrases.documents import eml

    if content.startswith(b"PK"):
        return _archive(content, named)
    if b"%PDF-" in content[:_HEADER]:
        return "pdf"
    if named in ("html", "eml", "table"):
        return named
    if _HTML.match(content[: 4 * _HEADER]):
        return "html"
    if eml.recognises(content):
        return "eml"
    return named


def _archive(content: bytes, named: str) -> str | Problem:
    """Return which family of Office an archive belongs to; one that cannot be opened is told by its name."""
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except Exception:  # noqa: BLE001 - the guard of the reader says what is wrong with it
        return named if named in ("docx", "workbook") else "docx"
    for folder, kind in (("word/", "docx"), ("xl/", "workbook")):
        if any(name.startswith(folder) for name in names):
            return kind
    if any(name.startswith("ppt/") for name in names):
        kind = "slides"
    else:
        kind = "odf" if "mimetype" in names and "content.xml" in names else "zip"
    return Problem("documents.unknown-format", values={"format": Say(f"documents.format-{kind}")})


def _read(kind: str, name: str, content: bytes) -> Document:
    if kind == "docx":
        from qspec.phrases.documents import docx

        return docx.read(name, content)
    if kind == "pdf":
        from qspec.phrases.documents import pdf

        return pdf.read(name, content) if content.find(b"%PDF-") >= 0 else _refused(name, "damaged-pdf")
    if kind in ("workbook", "table"):
        from qspec.phrases.documents import tables

        return tables.read(name, content)
    if kind in ("html", "eml"):
        from qspec.phrases.documents import eml, html

        return html.read(name, content) if kind == "html" else eml.read(name, content)
    from qspec.phrases.documents import plain

    return plain.read(name, content)
