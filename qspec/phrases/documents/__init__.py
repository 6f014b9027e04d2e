"""Documents → blocks of text with places: one reader per format, chosen by what a file holds, then by its name.

:func:`open_document` is the door; it never raises for what a file holds. Formats are read on demand, so nothing heavy
is loaded before a file needs it.
"""

from __future__ import annotations

from qspec.errors import Place, Problem
from qspec.phrases.documents.model import Block, BlockKind, Document

__all__ = ["Block", "BlockKind", "Document", "open_document"]


def open_document(name: str, content: bytes) -> Document:
    """Read a document; what is wrong with it is among its problems, and an unusable one has no blocks."""
    from qspec.phrases.documents.formats import read

    try:
        return read(name, content)
    except Exception as error:  # noqa: BLE001 - an unforeseen oddity must end as a refusal, never as a crash or a pass
        values = {"error": type(error).__name__}
        return Document(name, problems=(Problem("documents.unreadable", Place(name), values=values),))
