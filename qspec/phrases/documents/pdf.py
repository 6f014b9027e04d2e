"""PDF: text by page and line; what holds no text is said page by page, so that no scan passes for complete.

``pdfworker.py`` reads the file in a process of its own, bounded in time and memory, and this module makes blocks of
what it tells. Free text that was written onto a page and values of form fields are read as well.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qspec.errors import Place, Severity, has_errors
from qspec.phrases.documents.characters import Reading
from qspec.phrases.documents.model import Block, Document
from qspec.phrases.documents.pdflines import lines
from qspec.phrases.documents.pdfpage import Page, Segment
from qspec.phrases.documents.plain import finished
from qspec.phrases.documents.structure import Line, assemble
from qspec.phrases.documents.words import limits

_TAIL = 4096
_PADDING = b"\0 \t\r\n\x1a"
_LISTED = 30
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from qspec.phrases.documents.pdfworker import main; main()"
)


@dataclass
class _Pages:
    """What was read, and the numbers of the pages that were not, by reason."""

    read: dict[int, Page] = field(default_factory=dict)
    scanned: list[int] = field(default_factory=list)
    unmapped: list[int] = field(default_factory=list)
    pictured: list[int] = field(default_factory=list)
    written: list[tuple[int, str]] = field(default_factory=list)
    """Texts of remarks and form fields with their pages."""


def read(name: str, content: bytes) -> Document:
    """Read a PDF file."""
    reading, place = Reading(name, lenient=True), Place(name)
    told = _worked(reading, content)
    head = told[0] if told else {}
    count = head.get("pages")
    refused = head.get("refused")
    if refused is not None:
        reading.problem("truncated" if refused != "encrypted" and _cut_off(content) else str(refused), place)
    elif _cut_off(content):
        reading.problem("truncated", place)
    elif not has_errors(reading.problems):
        if not count:
            reading.problem("damaged-pdf", place)
        elif count > limits().pages:
            reading.problem("too-many-pages", place, pages=count, limit=limits().pages)
        elif len(told) != count + 1:
            reading.problem("too-heavy", Place(name, page=len(told)), limit=limits().pdf_bytes // 1_000_000)
    blocks = [] if has_errors(reading.problems) else _blocks(reading, told[1:])
    return finished(reading, blocks, count)


def _cut_off(content: bytes) -> bool:
    """Say whether the mark is missing that ends every PDF; blanks behind it are common."""
    return b"%%EOF" not in content.rstrip(_PADDING)[-_TAIL:]


def _worked(reading: Reading, content: bytes) -> list[dict[str, Any]]:
    """Return what the process of its own told of a file; fewer lines than pages where it came to its end before."""
    most = limits()
    bounds = [most.pdf_bytes + 3 * len(content), most.pages, most.page_characters, most.line_characters]
    command = [sys.executable, "-S", "-c", _START, json.dumps(sys.path), *map(str, bounds)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=most.seconds, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired:
        reading.problem("too-slow", Place(reading.file), seconds=most.seconds)
        return []
    told = [json.loads(line) for line in done.stdout.split(b"\n")[:-1]]
    if not told:
        reading.problem("too-heavy", Place(reading.file), limit=most.pdf_bytes // 1_000_000)
    return told


def _blocks(reading: Reading, told: Sequence[Mapping[str, Any]]) -> list[Block]:
    pages, characters = _Pages(), 0
    for number, one in enumerate(told, 1):
        place = Place(reading.file, page=number)
        pages.written += [(number, text) for text in one.get("written", ())]
        match one["kind"]:
            case "damaged":
                reading.problem("damaged-page", place)
            case "long":
                reading.problem("page-too-long", place, limit=limits().page_characters)
            case "scanned":
                pages.scanned.append(number)
            case "unmapped":
                pages.unmapped.append(number)
            case "read":
                rows = [[Segment(*segment) for segment in row] for row in one["rows"]]
                pages.read[number] = Page(one["width"], one["height"], rows)
                characters += sum(len(segment.text) for row in rows for segment in row)
                pages.pictured += [number] if one["pictured"] else []
    if characters > limits().characters:
        reading.problem("too-large", Place(reading.file), limit=limits().characters // 1_000_000)
    _tell(reading, pages)
    if has_errors(reading.problems):
        return []
    return assemble([*lines(reading, pages.read), *_written(reading, pages.written)])


def _written(reading: Reading, written: Sequence[tuple[int, str]]) -> Iterator[Line]:
    for page, text in written:
        for number, line in enumerate(text.replace("\r", "\n").split("\n")):
            yield Line(reading.piece(line, Place(reading.file, page=page)), gap=number == 0)
    if written:
        reading.note("annotations", count=len(written))


def _tell(reading: Reading, pages: _Pages) -> None:
    """Say which pages were not read, and why."""
    if not pages.read and not pages.written and pages.scanned and not pages.unmapped:
        reading.problem("scanned", Place(reading.file), pages=len(pages.scanned))
        return
    severity = Severity.UNDECIDED if pages.read or pages.written else Severity.ERROR
    for slug, found in (("scanned-pages", pages.scanned), ("unmapped-pages", pages.unmapped)):
        if found:
            reading.problem(slug, Place(reading.file, page=found[0]), severity, pages=_numbers(found))
    if pages.pictured:
        first = Place(reading.file, page=pages.pictured[0])
        reading.problem("picture-pages", first, Severity.WARNING, pages=_numbers(pages.pictured))


def _numbers(pages: Sequence[int]) -> str:
    """Return page numbers as text, neighbours as a span: 3, 5–9."""
    spans: list[list[int]] = []
    for page in pages:
        if spans and page == spans[-1][1] + 1:
            spans[-1][1] = page
        else:
            spans.append([page, page])
    shown = [f"{first}" if first == last else f"{first}–{last}" for first, last in spans]
    return ", ".join(shown[:_LISTED]) + (" …" if len(shown) > _LISTED else "")
