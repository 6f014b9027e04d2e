"""Phrases from the command line: a word is a phrase, a file with one phrase per line, or ``-`` for standard input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qspec.cli.inputs import read_source
from qspec.errors import Place, Problem

_FILES = (".txt", ".md", ".csv", ".tsv", ".docx", ".pdf", ".xlsx", ".html", ".json", ".yaml", ".yml")
"""Endings by which a single word that names nothing is a file that is missing, and no phrase."""

_DOCUMENTS = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How PDF, Word and Excel files begin."""


@dataclass
class Phrases:
    """The phrases in the order given, and what could not be taken for one."""

    found: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def gather(words: Sequence[str]) -> Phrases:
    """Return the phrases that the command line names; blank lines of files are skipped."""
    given = Phrases()
    for number, word in enumerate(words, 1):
        if word == "-" or _is_file(word):
            _take_file(word, given)
        else:
            _take(word, Place(f"TEXT {number}"), given)
    return given


def _is_file(word: str) -> bool:
    try:
        folder = word.endswith(("/", "\\", ".")) and Path(word).is_dir()
        missing = word.lower().endswith(_FILES) and not any(char.isspace() for char in word)
        return folder or missing or Path(word).is_file()
    except (OSError, ValueError):
        return False  # too long or of characters that no name can hold: a phrase


def _take_file(name: str, given: Phrases) -> None:
    from qspec.readers.encoding import decode

    source, problems = read_source(name)
    given.problems += problems
    if source is None:
        return
    if source.content.startswith(_DOCUMENTS):
        given.problems.append(Problem("define.is-document", Place(name), values={"file": name}))
        return
    decoded = decode(name, source.content)
    if decoded.problem is not None:
        given.problems.append(decoded.problem)
        return
    lines = list(_lines(decoded.text))
    if not lines:
        given.problems.append(Problem("define.no-phrase", Place(name)))
    for number, line in lines:
        _take(line, Place(name, number), given)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _take(text: str, place: Place, given: Phrases) -> None:
    from qspec.phrases.engine import MAX_LENGTH

    if not any(char.isalnum() for char in text):
        given.problems.append(Problem("define.no-phrase", place))
    elif len(text) > MAX_LENGTH:
        values: dict[str, str | int] = {"length": len(text), "limit": MAX_LENGTH}
        given.problems.append(Problem("define.too-long", place, values=values))
    else:
        given.found.append(text.strip())
