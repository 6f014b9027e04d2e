"""The ledger file: read and verified as a whole, written only at its end.

UTF-8 text, one line an entry, a header first. :func:`read` finds every line that was changed, removed, inserted or
moved and names it; :func:`append` refuses a ledger that has such a line. Lines cut off the end leave a shorter ledger
that is whole in itself: who knows an earlier head digest (it stands on reports) finds them with :func:`missing`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from qspec.errors import Place, Problem, Severity, Value
from qspec.judgement.history import lines, storing
from qspec.judgement.history.admission import ALREADY, Past, with_all
from qspec.judgement.history.entries import Entry, Header, LotEntry

LEAST_DIGITS = 12
"""Digits of a head digest that must be given at least, where somebody types it from paper."""


@dataclass(frozen=True)
class Ledger:
    """A ledger that was read without a problem; ``digests`` holds that of every line, the header's first."""

    file: str
    header: Header
    entries: tuple[Entry, ...]
    digests: tuple[str, ...]
    content: bytes = field(default=b"", repr=False, compare=False)
    """The file as it was read: a report carries it."""

    @property
    def head(self) -> str:
        """Digest of the last line: it stands for the whole ledger up to there."""
        return self.digests[-1]


def read(path: str) -> tuple[Ledger | None, list[Problem]]:
    """Return the ledger, or None with every line that keeps it from being believed."""
    content = storing.load(path)
    if isinstance(content, Problem):
        return None, [content]
    return parse(path, content)


def parse(path: str, content: bytes) -> tuple[Ledger | None, list[Problem]]:
    """Return the ledger that the bytes hold, or None and the problems."""
    texts = content.split(b"\n")
    cut = texts.pop()  # nothing, where the last line is whole
    found = [lines.read(text) for text in texts]
    if texts and not any(isinstance(line, lines.Line) for line in found):
        return None, [Problem("lots.not-a-ledger", Place(path), values={"file": path})]
    problems = list(_broken(path, found))
    if cut or not texts:
        problems.append(Problem("lots.cut-line", Place(path, len(texts) + 1), values={"line": len(texts) + 1}))
    whole = [line for line in found if isinstance(line, lines.Line)]
    if problems or not isinstance(header := whole[0].entry, Header):
        return None, problems
    entries = tuple(line.entry for line in whole[1:] if not isinstance(line.entry, Header))
    problems = list(_misplaced(path, header, entries))
    if problems:
        return None, problems
    return Ledger(path, header, entries, tuple(line.digest for line in whole), content), []


def _broken(path: str, found: list[lines.Line | lines.Sealed]) -> Iterator[Problem]:
    """Yield a problem for each line that was changed or does not follow on the one before."""
    previous, whole = lines.START, True
    for number, line in enumerate(found, start=1):
        place, values = Place(path, number), {"line": number, "before": number - 1}
        if isinstance(line, lines.Sealed):
            yield Problem("lots.changed-line", place, values=values)
        elif (number == 1) != isinstance(line.entry, Header):
            yield Problem("lots.header-place", place, values=values)
        elif line.previous != previous and whole:
            yield Problem("lots.line-out-of-place", place, values=values)
        previous, whole = line.digest, isinstance(line, lines.Line)


def _misplaced(path: str, header: Header, entries: tuple[Entry, ...]) -> Iterator[Problem]:
    """Yield a problem for the first entry that could not have been recorded where it stands."""
    past = Past(header)
    for number, entry in enumerate(entries, start=2):
        if past.admit(entry) != entry:
            yield Problem("lots.not-admissible", Place(path, number), values={"line": number})
            return
        past.add(entry)


def missing(ledger: Ledger, expected: str) -> list[Problem]:
    """Return a problem where no line has the expected digest (or begins with the digits given of it).

    A ledger that has grown since holds the line still; one whose end was cut off, or that was written anew, does not.
    """
    plain = "".join(expected.split()).lower()
    place = Place("--expect")
    values: dict[str, Value] = {"digest": expected, "file": ledger.file, "least": LEAST_DIGITS}
    if len(plain) < LEAST_DIGITS or any(digit not in "0123456789abcdef" for digit in plain):
        return [Problem("lots.no-digest", place, values=values)]
    if any(digest.startswith(plain) for digest in ledger.digests):
        return []
    return [Problem("lots.head-differs", place, values=values)]


def create(path: str, header: Header) -> list[Problem]:
    """Write a ledger without entries; one that exists is left alone."""
    with storing.alone(path) as problem:
        if problem is not None:
            return [problem]
        content = storing.load(path)
        if not isinstance(content, Problem) or content.code != "lots.no-ledger":
            return [Problem("lots.exists", Place(path), values={"file": path})]
        return _stored(path, b"", [header], lines.START)


Holding = Callable[["Ledger"], list[Problem]]
"""Says why entries made by an earlier state of the ledger no longer hold."""


def append(path: str, *entries: Entry, holding: Holding | None = None) -> list[Problem]:
    """Add entries at the end, all of them or none; a result that is there already is a note, and not written twice.

    ``holding`` is asked once nobody else can write: what was judged by the ledger of a moment ago may not hold now.
    """
    with storing.alone(path) as problem:
        if problem is not None:
            return [problem]
        content = storing.load(path)
        if isinstance(content, Problem):
            return [content]
        ledger, problems = parse(path, content)
        if ledger is None:
            return problems
        past = with_all(ledger.header, ledger.entries)
        new, problems = _admitted(past, entries, path)
        problems += holding(ledger) if holding is not None and new else []
        if any(found.severity is Severity.ERROR for found in problems) or not new:
            return problems
        return problems + _stored(path, content, new, ledger.head)


def _admitted(past: Past, entries: tuple[Entry, ...], path: str) -> tuple[list[Entry], list[Problem]]:
    new: list[Entry] = []
    problems: list[Problem] = []
    for entry in entries:
        admitted = past.admit(entry)
        if isinstance(admitted, list):
            found = [refusal.at(Place(path)) for refusal in admitted]
            problems += [replace(one, severity=Severity.NOTE) if one.code == ALREADY else one for one in found]
        else:
            past.add(admitted)
            new.append(admitted)
    return new, problems


def _stored(path: str, content: bytes, entries: list[Entry] | list[Header], previous: str) -> list[Problem]:
    """Write the entries behind the content."""
    parts = [content]
    for entry in entries:
        try:
            line = lines.write(entry, previous)
        except ValueError:
            name = entry.lot if isinstance(entry, LotEntry) else ""
            return [Problem("lots.cannot-be-written", Place(path), values={"lot": name})]
        parts.append(line + b"\n")
        previous = lines.digest(line)
    problem = storing.store(path, b"".join(parts))
    return [] if problem is None else [problem]
