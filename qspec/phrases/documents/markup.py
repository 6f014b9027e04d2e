"""The source of a web page → tags and text with line and column, in time that grows with its length.

Not ``html.parser``: in versions of Python that are in use, unclosed tags and comments take it time that grows with
the square of their number, so that 300 kB hold it for minutes. The rest of HTML (which tag ends which) is of no
matter here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]{0,60})(?=[\s/>])")
_MARK = re.compile(r"[>\"']")
_ATTRIBUTE = re.compile(r"([A-Za-z][A-Za-z0-9:_-]{0,60})(?:\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_CHARACTER = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{1,30});?")
_RAW = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style")}
_LONGEST = 2_000
"""Characters of a tag in which attributes are looked for; longer ones hold pictures."""


@dataclass(frozen=True)
class Start:
    """A tag that begins an element; attributes without a value are blank."""

    tag: str
    attributes: Mapping[str, str]
    line: int


@dataclass(frozen=True)
class End:
    """A tag that ends an element."""

    tag: str
    line: int


@dataclass(frozen=True)
class Text:
    """Text on one line of the source, characters written by name or number resolved."""

    text: str
    line: int
    column: int


def events(source: str) -> Iterator[Start | End | Text]:
    """Yield what a page consists of; its comments and declarations are passed over."""
    begin, line, line_start, last = 0, 1, 0, source.rfind(">")
    while begin < len(source):
        bracket = source.find("<", begin)
        shown = source[begin : bracket if bracket >= 0 else len(source)]
        yield from _texts(shown, line, begin - line_start + 1)
        if bracket < 0:
            return
        end, event = _tag(source, bracket, last, line + shown.count("\n"))
        if end == bracket:  # a sign, and no tag
            end = bracket + 1
            yield Text("<", line + shown.count("\n"), bracket - source.rfind("\n", 0, bracket))
        elif event is not None:
            yield event
        line += source.count("\n", begin, end)
        line_start = max(source.rfind("\n", begin, end) + 1, line_start)
        begin = end


def _texts(shown: str, line: int, column: int) -> Iterator[Text]:
    """Yield text line by line, each character that is written by name or number for itself."""
    for index, part in enumerate(shown.split("\n")):
        at = 1 if index else column
        if index:
            yield Text(" ", line + index - 1, at)
        begin = 0
        for found in _CHARACTER.finditer(part):
            yield Text(part[begin : found.start()], line + index, at + begin)
            yield Text(unescape(found.group()), line + index, at + found.start())
            begin = found.end()
        yield Text(part[begin:], line + index, at + begin)


def _tag(source: str, bracket: int, last: int, line: int) -> tuple[int, Start | End | None]:
    """Return the end of what begins with a bracket, and the tag; the bracket itself where it begins nothing."""
    if source.startswith("<!--", bracket):
        end = source.find("-->", bracket + 4)
        return (end + 3 if end >= 0 else len(source)), None
    if source[bracket + 1 : bracket + 2] in ("!", "?"):
        end = source.find(">", bracket) if bracket < last else -1
        return (end + 1, None) if end >= 0 else (bracket, None)
    name = _NAME.match(source, bracket) if bracket < last else None
    end = _closed(source, name.end(), last) if name else -1
    if name is None or end < 0:
        return bracket, None
    tag = name.group(1).lower()
    if source[bracket + 1] == "/":
        return end, End(tag, line)
    if tag in _RAW:
        found = _RAW[tag].search(source, end)
        return (found.start() if found else len(source)), Start(tag, {}, line)
    written = _ATTRIBUTE.finditer(source, name.end(), min(end - 1, name.end() + _LONGEST))
    values = {found.group(1).lower(): found.group(2) or found.group(3) or found.group(4) or "" for found in written}
    return end, Start(tag, values, line)


def _closed(source: str, begin: int, last: int) -> int:
    """Return where a tag ends, brackets in quotation marks not counted; below 0 where it does not."""
    while begin <= last:
        mark = _MARK.search(source, begin, last + 1)
        if mark is None:
            return -1
        if mark.group() == ">":
            return mark.end()
        quote = source.find(mark.group(), mark.end(), last + 1)
        begin = quote + 1 if quote >= 0 else mark.end()
    return -1
