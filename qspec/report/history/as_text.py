"""A ledger for a person at a terminal: what applies to the next lot first, then what was recorded, then the digest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qspec.errors import Say
from qspec.judgement.history.entries import ActEntry, LotEntry
from qspec.judgement.history.ledger import Ledger
from qspec.judgement.history.switching import standings
from qspec.messages import render
from qspec.report.history import wording
from qspec.report.width import visible, wrap


def write(ledger: Ledger, languages: Sequence[str], width: int) -> bytes:
    """Return the ledger in each language, one after the other."""
    parts = ["\n".join(_drawn(ledger, lang, width)) for lang in languages]
    return ("\n\n".join(parts) + "\n").encode()


def begun(ledger: Ledger, languages: Sequence[str]) -> bytes:
    """Return that a ledger was begun, and its digest."""
    return _said([Say("lots.created", {"file": ledger.file, "head": ledger.head})], languages)


def recorded(ledger: Ledger, entry: ActEntry, languages: Sequence[str]) -> bytes:
    """Return what was recorded and where, and the digest of the ledger."""
    line = len(ledger.digests) - ledger.entries[::-1].index(entry)
    said = [Say("lots.recorded", {"line": line, "what": wording.act(entry)}), *wording.details(entry)]
    said += [Say("lots.act-keeps")] if entry.lot else []
    return _said([*said, Say("lots.new-head", {"head": ledger.head})], languages)


def _said(sentences: Sequence[Say], languages: Sequence[str]) -> bytes:
    lines = [visible(render(sentence, lang)) for lang in languages for sentence in sentences]
    return ("\n".join(lines) + "\n").encode()


def _drawn(ledger: Ledger, lang: str, width: int) -> Iterator[str]:
    for depth, said in _lines(ledger):
        if said is None:
            yield ""
            continue
        indent = "  " * depth
        for line in wrap(visible(render(said, lang)), max(20, width - len(indent))):
            yield f"{indent}{line}"


def _lines(ledger: Ledger) -> Iterator[tuple[int, Say | None]]:
    """Yield the lines with their depth; None is an empty one."""
    header, entries = ledger.header, ledger.entries
    yield 0, Say("lots.title", {"spec": header.spec})
    if header.supplier or header.buyer:
        yield 0, Say("lots.parties", {"supplier": header.supplier or "–", "buyer": header.buyer or "–"})
    lots = sum(isinstance(entry, LotEntry) for entry in entries)
    yield 0, Say("lots.whole", {"lots": lots, "acts": len(entries) - lots})
    yield 0, None
    yield 0, Say("lots.next")
    for name, now in standings(entries).items():
        head, *reasons = wording.standing(name, now)
        yield 1, head
        yield from ((2, reason) for reason in reasons)
    if not lots:
        yield 1, Say("lots.nothing-yet")
    if entries:
        yield from _history(ledger)
    yield 0, None
    yield 0, Say("lots.new-head", {"head": ledger.head})


def _history(ledger: Ledger) -> Iterator[tuple[int, Say | None]]:
    yield 0, None
    yield 0, Say("lots.history")
    for entry in ledger.entries:
        if isinstance(entry, LotEntry):
            yield 1, wording.result(entry)
            yield from ((2, wording.class_result(found)) for found in entry.classes)
        else:
            yield 1, wording.act(entry)
            yield from ((2, said) for said in wording.details(entry))
    if any(isinstance(entry, ActEntry) and entry.lot for entry in ledger.entries):
        yield 1, Say("lots.act-keeps")
