"""The digest of a PDF's object with everything it refers to, the same whatever numbers the file gives its objects.

Objects are told in the order in which they are reached, streams decoded, so that a file written anew by another program
still compares. Called by ``objects.py``, in ``worker.py``'s process.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

from qspec.verifying.worker import RefusedError

Pages = dict[Any, int]
"""Numbers of the pages by the numbers of their objects: a page that is referred to is told by its number alone."""
UPWARDS = ("/Parent",)
"""Keys that lead back up; what they lead to is reached from above."""
_FIELD = ("/Subtype", "/FT", "/T", "/TU", "/F", "/Rect", "/StructParent")
"""What a seal leaves as it is in the field it is put into."""
_OBJECTS = 2_000_000


def digest(root: Any, pages: Pages, *, sealed: bool) -> str:  # noqa: ANN401 - the library's objects have no common type
    """Return the digest of an object and all it refers to, numbered in the order of reaching them.

    ``sealed``: of a signature field only name and place count.
    """
    walk = _Walk(pages, sealed)
    walk.reach(root)
    return walk.digest()


class _Walk:
    """Goes through objects, each once, without recursion: what refers to what is told by numbers."""

    def __init__(self, pages: Pages, sealed: bool) -> None:
        self._pages = pages
        self._sealed = sealed
        self._numbers: dict[Any, int] = {}
        self._pending: list[Any] = []
        self._hash = hashlib.sha256()

    def reach(self, value: Any) -> None:  # noqa: ANN401 - likewise
        """Begin at an object."""
        self._hash.update(self._told(value))
        at = 0
        while at < len(self._pending):
            if at > _OBJECTS:
                raise RefusedError("too-heavy", {"limit": _OBJECTS})
            self._hash.update(self._body(self._pending[at], 0))
            at += 1

    def digest(self) -> str:
        """Return the digest."""
        return self._hash.hexdigest()

    def _told(self, value: Any, depth: int = 0) -> bytes:  # noqa: ANN401 - likewise
        """Return a value in one form whatever the file's own; an object with a number stands as its number here."""
        if getattr(value, "is_indirect", False):
            key = value.objgen
            if key in self._pages:
                return b"page%d;" % self._pages[key]
            if key not in self._numbers:
                self._numbers[key] = len(self._numbers)
                self._pending.append(value)
            return b"ref%d;" % self._numbers[key]
        return self._body(value, depth)

    def _body(self, value: Any, depth: int) -> bytes:  # noqa: ANN401 - likewise
        import pikepdf

        if depth > 100:
            raise RefusedError("damaged", {"reason": "depth"})
        if isinstance(value, pikepdf.Stream):
            kept = {key: item for key, item in value.items() if key not in ("/Length", "/Filter", "/DecodeParms")}
            return b"stream" + self._mapping(kept, depth) + hashlib.sha256(_decoded(value)).digest()
        if isinstance(value, pikepdf.Dictionary):
            items = dict(value.items())
            if self._sealed and items.get("/FT") == pikepdf.Name("/Sig"):
                items = {key: items[key] for key in _FIELD if key in items}
            return b"dict" + self._mapping(items, depth)
        if isinstance(value, pikepdf.Array):
            return b"[" + b"".join(self._told(item, depth + 1) for item in value) + b"]"
        return _scalar(value)

    def _mapping(self, items: dict[str, Any], depth: int) -> bytes:
        told = (key.encode() + b" " + self._told(items[key], depth + 1) for key in sorted(items) if key not in UPWARDS)
        return b"<" + b"".join(told) + b">"


def _decoded(stream: Any) -> bytes:  # noqa: ANN401 - likewise
    """Return a stream's content; as it stands in the file where it cannot be decoded."""
    import pikepdf

    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return b"raw" + bytes(stream.read_raw_bytes())


def _scalar(value: Any) -> bytes:  # noqa: ANN401 - likewise
    if isinstance(value, bool) or value is None:
        return f"{value};".encode()
    if isinstance(value, int | float | Decimal):
        return f"{Decimal(str(value)).normalize()};".encode()
    return type(value).__name__.encode() + bytes(value) + b";" if hasattr(value, "__bytes__") else repr(value).encode()
