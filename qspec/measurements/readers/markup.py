"""Streams an XML part to handlers, refusing every document type declaration, and with it every entity bomb.

Names arrive without namespace, since Excel, LibreOffice and instruments bind them to different prefixes and editions.
Used by the Excel reader alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NoReturn
from xml.parsers import expat

from qspec.measurements.readers.guard import DamagedError

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def stream(part: str, chunks: Iterable[bytes], start: Start, end: End, text: Text) -> None:
    """Feed a part's elements to the handlers; raises :class:`DamagedError` for XML that is broken or has a DTD."""

    def refuse(*_: object) -> NoReturn:
        raise DamagedError("measurements.xml-refused", part)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
    parser.EndElementHandler = lambda name: end(_local(name))
    parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise DamagedError("measurements.part-damaged", part) from error
    except (ValueError, LookupError) as error:  # an encoding that expat does not know
        raise DamagedError("measurements.part-damaged", part) from error


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def attribute(attributes: dict[str, str], name: str) -> str:
    """Return an attribute by its local name, blank where it is absent."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if _local(key) == name), "")
