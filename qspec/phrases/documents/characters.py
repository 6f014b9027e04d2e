"""Characters that a reader of the document does not see: taken out of the text, and those that can deceive are told.

A bidirectional control can show a line in another order than the one in which it is read; a control character or an
invisible tag can part a word. A document that holds them is refused at their place. Soft hyphens, joiners and variation
selectors are common and harmless and go without a word.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from qspec.errors import Place, Problem, Say, Severity, Value
from qspec.phrases.documents.model import Piece, moved
from qspec.phrases.documents.words import limits

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\U000e0000-\U000e007f\ufff9-\ufffb"
_SILENT = "\u00ad\u200b-\u200d\u2060-\u2064\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef\ud800-\udfff"
_UNSEEN = re.compile(f"[{_BIDI}{_CONTROL}{_SILENT}]+")
_TELL_BIDI, _TELL_CONTROL = re.compile(f"[{_BIDI}]"), re.compile(f"[{_CONTROL}]")
_MARK = re.compile("[\u061c\u200e\u200f]")
"""Marks that give a neighboring sign a direction and move no letter; word processors leave them behind."""
_SPACES = dict.fromkeys(map(ord, "\t\x0b\x0c\x85\u2028\u2029\r\n"), " ")


@dataclass
class Reading:
    """One document while it is read: makes clean pieces of its text and gathers what is to be said of it."""

    file: str
    lenient: bool = False
    """Where control characters are left behind by the extraction and not put in by a person (PDF): told, not refused.
    """
    problems: list[Problem] = field(default_factory=list)
    notes: list[Say] = field(default_factory=list)
    _told: Counter[str] = field(default_factory=Counter)

    def piece(self, text: str, place: Place) -> Piece:
        """Return text without unseen characters; every blank but a line's end is a space, one for one."""
        text = text.translate(_SPACES)
        if _UNSEEN.search(text) is None:
            return Piece(text, ((0, place),))
        kept: list[str] = []
        origins: list[tuple[int, Place]] = []
        length = begin = 0
        for found in (*_UNSEEN.finditer(text), None):
            end = found.start() if found else len(text)
            if end > begin or not origins:
                origins = [*(one for one in origins if one[0] < length), (length, moved(place, begin))]
                kept.append(text[begin:end])
                length += end - begin
            if found:
                self._tell(found.group(), moved(place, found.start()))
                begin = found.end()
        return Piece("".join(kept), tuple(origins))

    def note(self, slug: str, **values: Value) -> None:
        """Add a note, once."""
        said = Say(f"documents.note-{slug}", {"file": self.file, **values})
        if said not in self.notes:
            self.notes.append(said)

    def problem(self, slug: str, place: Place, severity: Severity = Severity.ERROR, **values: Value) -> Problem:
        """Add a problem and return it."""
        made = Problem(f"documents.{slug}", place, severity, values)
        self.problems.append(made)
        return made

    def told(self) -> tuple[Problem, ...]:
        """Return all problems; of the unseen characters beyond those listed, the count."""
        rest = [
            Problem(f"documents.more-{slug}", Place(self.file), Severity.WARNING, {"count": count - limits().listed})
            for slug, count in self._told.items()
            if count > limits().listed
        ]
        return (*self.problems, *rest)

    def _tell(self, unseen: str, place: Place) -> None:
        for slug, pattern in (("bidi", _TELL_BIDI), ("control", _TELL_CONTROL)):
            for found in pattern.finditer(unseen):
                self._told[slug] += 1
                if self._told[slug] <= limits().listed:
                    at = replace(place, column=place.column + found.start()) if place.column is not None else place
                    self.problem(slug, at, self._weight(slug, found.group()), character=f"U+{ord(found.group()):04X}")

    def _weight(self, slug: str, character: str) -> Severity:
        """Return an error for what can show a line otherwise than it is read; a mere mark of direction is told."""
        harmless = _MARK.fullmatch(character) is not None if slug == "bidi" else self.lenient
        return Severity.WARNING if harmless else Severity.ERROR
