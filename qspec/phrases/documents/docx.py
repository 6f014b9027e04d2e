"""Word documents (``.docx``): the XML walked directly, behind the guard.

What counts is what stands in force: text deleted in tracked changes is left out and inserted text kept, and both are
said; hidden and struck-through text is read and told, for it can become part of a contract unseen. Tables (nested
ones, merged cells), text boxes, headers, footers and notes are read. A paragraph's number counts all paragraphs of the
main text, those of tables included; parts beside it count for themselves and are named.
"""

from __future__ import annotations

from collections import Counter

from qspec.errors import Place, Problem, Severity, has_errors
from qspec.phrases.documents.characters import Reading
from qspec.phrases.documents.model import Block, Document
from qspec.phrases.documents.plain import finished
from qspec.phrases.documents.refusals import renamed
from qspec.phrases.documents.structure import assemble
from qspec.phrases.documents.wordparts import WORD, Style, links, styles
from qspec.phrases.documents.words import limits
from qspec.phrases.documents.wordwalk import Walk
from qspec.readers.guard import Archive, DamagedError, guarded

_BESIDE = ("header", "footer", "footnotes", "endnotes")


def read(name: str, content: bytes) -> Document:
    """Read a Word document; what the guard refuses is a problem of the file."""
    archive = guarded(name, content, WORD)
    if isinstance(archive, Problem):
        return Document(name, problems=(renamed(archive),))
    reading = Reading(name)
    try:
        blocks = _read(reading, archive)
    except DamagedError as damage:
        return Document(name, problems=(renamed(damage.problem(name)),))
    return finished(reading, blocks)


def _read(reading: Reading, archive: Archive) -> list[Block]:
    found = links(archive)
    known: dict[str, Style] = {}
    for part in found.of("styles"):
        known.update(styles(archive.read(part)))
    main = Walk(reading, known)
    blocks = assemble(main.part(archive.read(found.main)))
    told = {block.text for block in blocks if block.row is None}
    for kind in _BESIDE:
        for part in found.of(kind):
            name = part.rpartition("/")[2].removesuffix(".xml")
            beside = Walk(reading, known, main.seen, name, tables=main.tables)
            content = archive.read(part)
            repeats = told if kind in ("header", "footer") else set()
            more = [block for block in assemble(beside.part(content)) if block.text not in repeats]
            told.update(block.text for block in more)
            main.tables = beside.tables
            blocks += more
    _say(reading, main.seen)
    if not has_errors(reading.problems) and sum(len(block.text) for block in blocks) > limits().characters:
        reading.problem("too-large", Place(reading.file), limit=limits().characters // 1_000_000)
    return blocks


def _say(reading: Reading, seen: Counter[str]) -> None:
    if seen["inserted"] or seen["deleted"]:
        reading.note("tracked", inserted=seen["inserted"], deleted=seen["deleted"])
    if seen["comments"]:
        reading.note("comments", count=seen["comments"])
    if seen["pictures"]:
        reading.note("pictures", count=seen["pictures"])
    for slug in ("hidden-text", "struck-text"):
        if seen[slug] > limits().listed:
            count = seen[slug] - limits().listed
            code = f"documents.{slug}"
            reading.problem("more-problems", Place(reading.file), Severity.WARNING, code=code, count=count)
