"""What went wrong, as a value: a code, a place, the values that belong to it.

Functions that read what users wrote return these beside their result and never raise for a user's mistake. The sentence
for a code, its hint and its explanation stand in the message catalogues under the code itself, so that a problem is
language-neutral until it is shown. Every package uses this module; it imports nothing of qspec.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Severity(StrEnum):
    """What a problem means for the run."""

    ERROR = "error"
    """An input is unusable or contradicts itself: nothing is judged (exit 2)."""
    UNDECIDED = "undecided"
    """Judged, but something required is missing or not proved (exit 3)."""
    WARNING = "warning"
    """A person should look; the verdict stands."""
    NOTE = "note"
    """Said for the record."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, counted from 1.

    ``file:line:col``, ``file:line [column]``, ``file!sheet!B7``, ``file p.3:14`` (line 14 of page 3) or ``file ¶12``.
    """

    file: str = ""
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    name: str | None = None
    """Name of the column in a text table, or of a part beside the main text (``footnotes``)."""
    page: int | None = None
    paragraph: int | None = None

    def __str__(self) -> str:
        if self.sheet is not None or self.cell is not None:
            return "!".join(part for part in (self.file, self.sheet, self.cell) if part)
        head = self.file
        for sign, counted in (("p.", self.page), ("¶", self.paragraph)):
            if counted is not None:
                head = f"{head} {sign}{counted}" if head else f"{sign}{counted}"
        parts = [head] + [str(number) for number in (self.line, self.column) if number is not None]
        text = ":".join(parts)
        return f"{text} [{self.name}]" if self.name else text


@dataclass(frozen=True)
class Say:
    """A sentence that has not yet been said in any language: a catalogue key and its values."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)


Value = str | int | Mapping[str, str] | Say
"""A value in a sentence: plain text, a number, a text per language (``{"en": …, "ja": …}``) or another sentence."""


@dataclass(frozen=True)
class Refusal:
    """Why a piece of text could not be read; the caller knows the place and adds it with :meth:`at`."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def at(self, place: Place, severity: Severity = Severity.ERROR) -> Problem:
        """Return the problem at a place."""
        return Problem(self.code, place, severity, self.values)


@dataclass(frozen=True)
class Problem:
    """One finding about an input. ``code`` is ``part.slug``; its catalogue entry has ``text`` and ``hint``."""

    code: str
    place: Place = field(default_factory=Place)
    severity: Severity = Severity.ERROR
    values: Mapping[str, Value] = field(default_factory=dict)

    def in_file(self, file: str) -> Problem:
        """Return the same problem with the file's name filled in where the place has none."""
        return self if self.place.file else replace(self, place=replace(self.place, file=file))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Say whether any of the problems makes its input unusable."""
    return any(problem.severity is Severity.ERROR for problem in problems)
