"""Bytes of a document → text: strictly, as the table readers do it, and never half of it in the wrong encoding.

CP932 takes almost any byte for a character, so a file in UTF-8 with one foreign line would be read as nonsense from
end to end. A line that is UTF-8 with Japanese characters is hardly ever CP932 as well: both in one file are refused.
"""

from __future__ import annotations

import re

from qspec.errors import Place
from qspec.phrases.documents.characters import Reading
from qspec.phrases.documents.refusals import renamed
from qspec.readers.encoding import decode

_THREE = re.compile(rb"[\xe3-\xe9\xef][\x80-\xbf]{2}")
"""A kana, kanji or full-width letter in UTF-8."""


def text_of(reading: Reading, content: bytes) -> str | None:
    """Return the text with line feeds; None where it cannot be read, and then the problem is told."""
    decoded = decode(reading.file, content)
    if decoded.problem is not None:
        reading.problems.append(renamed(decoded.problem))
        return None
    if decoded.notes:
        if (line := _foreign(content)) is not None:
            number, offset = line
            byte, place = f"0x{content[offset]:02X}", Place(reading.file, line=number)
            reading.problem("undecodable", place, offset=offset, byte=byte, encoding="UTF-8")
            return None
        reading.note("encoding", encoding="CP932")
    return decoded.text


def _foreign(content: bytes) -> tuple[int, int] | None:
    """Return number of the first line that is no UTF-8 and its first wrong byte, where other lines surely are UTF-8."""
    first: tuple[int, int] | None = None
    sure, begin = False, 0
    for number, line in enumerate(content.split(b"\n"), 1):
        try:
            line.decode("utf-8")
            sure = sure or _THREE.search(line) is not None
        except UnicodeDecodeError as error:
            first = first or (number, begin + error.start)
            sure = sure or len(_THREE.findall(line[: error.start])) > 2
        begin += len(line) + 1
    return first if sure else None
