"""A YAML file → a tree of text with a place for every value; nothing is typed, expanded, executed or guessed.

``spec/file.py`` reads specs with it, and measurements read the ``.batch.yaml`` beside a data file. YAML types its
scalars by looks (``NO`` is false, ``010`` is 8, ``1:30`` is 90 in YAML 1.1), so here every scalar stays the text that
was written and the field that takes it decides. The tree is built from parse events one by one: that is iterative, so
deep nesting is refused instead of crashing the parser, and anchors are refused before anything is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qspec.errors import Place, Problem, Value
from qspec.spec import source, syntax
from qspec.text import shorten

if TYPE_CHECKING:
    from yaml.events import CollectionStartEvent, DocumentStartEvent, Event, ScalarEvent

MAX_DEPTH = 64
"""Levels of nesting; a spec has five, and libyaml's own loader crashes at some tens of thousands."""
MAX_NODES = 50_000
"""Values and keys; a spec of a thousand characteristics has about 20 000."""
MAX_REPAIRS = 20
"""Lines that are put out of action before reading stops at a syntax error."""
_REPAIRABLE = 100_000
"""Characters up to which a file is read again after a repair, so that a hostile file costs no time."""
_NULLS = frozenset({"~", "null", "Null", "NULL"})
"""Plain words that mean *no value* in the core schema of YAML 1.2 (section 10.3.2)."""


@dataclass(frozen=True)
class Scalar:
    """Text as written; ``plain`` is False for quoted and block text."""

    text: str
    place: Place
    plain: bool = True

    @property
    def broken(self) -> bool:
        """Say whether a problem with this text has been reported already."""
        return source.BROKEN in self.text

    @property
    def empty(self) -> bool:
        """Say whether there is no value: nothing, white space, or an unquoted ``~`` or ``null``."""
        return not self.text.strip() or (self.plain and self.text in _NULLS)


@dataclass(frozen=True)
class Series:
    """A list."""

    place: Place
    items: Sequence[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Branch:
    """A mapping; ``keys`` has the place of each key."""

    place: Place
    entries: Mapping[str, Node] = field(default_factory=dict)
    keys: Mapping[str, Place] = field(default_factory=dict)


Node = Scalar | Series | Branch


@dataclass(frozen=True)
class Tree:
    """A file as read; ``root`` is None where it holds nothing, ``complete`` is False where reading stopped early."""

    root: Node | None
    problems: tuple[Problem, ...]
    complete: bool


def read(name: str, content: bytes) -> Tree:
    """Read a YAML file of one document; every problem has a place and nothing is raised for what a user wrote."""
    text, problems = source.read(name, content)
    if text is None:
        return Tree(None, tuple(problems), complete=False)
    current, at, complete = text.text, 0, False
    for _ in range(MAX_REPAIRS):
        builder = _Builder(name, current)
        trouble = builder.run()
        if trouble is None:
            complete = text.complete and not builder.stopped
            break
        if not text.complete:
            # Behind a cut, a syntax error is only what the cut left open.
            break
        found = syntax.diagnose(name, current, trouble)
        line = found.place.line or 1
        if line <= at:
            break
        if source.BROKEN not in current.split("\n")[line - 1]:
            # Where a character could not be read, the line's problem is that, and it has been reported.
            problems.append(found)
        repaired = syntax.mended(current, line) if len(current) <= _REPAIRABLE else None
        if repaired is None:
            break
        current, at = repaired, line
    # Nothing is said about the content of a file that no person wrote.
    return Tree(None if builder.stopped else builder.root, (*problems, *builder.problems), complete)


def loader() -> type[Any]:
    """Return the parser class: libyaml's where PyYAML was built with it, else PyYAML's own."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class _Open:
    """A container that has not ended; in a mapping, ``waiting`` says that the value of a key comes next."""

    items: list[Node] | None = None
    """None for a mapping."""
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    waiting: bool = False
    key: str | None = None
    """The key whose value comes next; None where nobody can use that value."""


class _Builder:
    """Builds the tree of one file from the parser's events, noting problems on the way."""

    def __init__(self, name: str, text: str) -> None:
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.stopped = False
        """True where the file is nested too deep or holds too much."""
        self.ended = False
        self._name = name
        self._text = text
        self._lines: list[str] | None = None
        self._open: list[_Open] = []
        self._documents = 0
        self._nodes = 0
        self._last_line = -1
        """Index of the line on which the latest text ended."""

    def run(self) -> syntax.Trouble | None:
        """Take every event; return the syntax error at which the parser gave up, if any."""
        from yaml.error import MarkedYAMLError

        try:
            for event in self._events():
                self._take(event)
                if self.stopped or self.ended:
                    break
        except MarkedYAMLError as error:
            trouble = syntax.Trouble.of(error)
            self._drop_swallowed(trouble.mark[0])
            return trouble
        return None

    def _drop_swallowed(self, line: int) -> None:
        """Take back a text that ends on the line of a syntax error: it has swallowed a line that is no part of it."""
        if self._open and self._last_line >= line:
            top = self._open[-1]
            if top.key is not None and not top.waiting:
                top.entries[top.key] = Scalar(source.BROKEN, top.keys[top.key])

    def _events(self) -> Iterator[Event]:
        import yaml

        events: Iterator[Event] = yaml.parse(self._text, Loader=loader())
        return events

    def _take(self, event: Event) -> None:
        from yaml import events

        if isinstance(event, events.ScalarEvent):
            self._count(event)
            self._refuse_extras(event)
            self._scalar(event)
        elif isinstance(event, (events.MappingStartEvent, events.SequenceStartEvent)):
            self._count(event)
            self._refuse_extras(event)
            self._start(event, mapping=isinstance(event, events.MappingStartEvent))
        elif isinstance(event, (events.MappingEndEvent, events.SequenceEndEvent)):
            self._open.pop()
        elif isinstance(event, events.AliasEvent):
            self._count(event)
            self._problem("alias", event)
            self._put(Scalar(source.BROKEN, self._place(event)))
        elif isinstance(event, events.DocumentStartEvent):
            self._document(event)

    def _count(self, event: Event) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._problem("too-many-values", event, limit=MAX_NODES)
            self.stopped = True

    def _document(self, event: DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            self._problem("second-document", event)
            self.ended = True
        elif event.tags or (event.version is not None and tuple(event.version) != (1, 2)):
            self._problem("directive", event)

    def _refuse_extras(self, event: ScalarEvent | CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._problem("alias", event)
        if event.tag is not None:
            self._problem("tag", event)

    def _scalar(self, event: ScalarEvent) -> None:
        text, place = event.value, self._place(event)
        self._last_line = event.end_mark.line if event.end_mark is not None else -1
        if event.style in ("|", ">"):
            if re.match(r"[|>][+-]?[0-9]", self._from(place)):
                # ``limit: >3`` is legal YAML for an empty folded text; nobody who writes a limit means that.
                self._problem("special", event, char=event.style)
                text = source.BROKEN
            text = text.rstrip("\n")
        char = source.unsafe(text) if source.BROKEN not in text else None
        if char is not None:
            self._problem("character", event, char=char, count=1)
            text = source.BROKEN
        self._put(Scalar(text, place, plain=not event.style))

    def _from(self, place: Place) -> str:
        """Return the rest of a line from a place on."""
        self._lines = self._lines or self._text.split("\n")
        line, column = place.line or 1, place.column or 1
        return self._lines[line - 1][column - 1 :] if line <= len(self._lines) else ""

    def _start(self, event: Event, *, mapping: bool) -> None:
        if len(self._open) >= MAX_DEPTH:
            self._problem("too-deep", event, limit=MAX_DEPTH)
            self.stopped = True
            return
        opened = _Open() if mapping else _Open(items=[])
        place = self._place(event)
        self._put(Branch(place, opened.entries, opened.keys) if opened.items is None else Series(place, opened.items))
        self._open.append(opened)

    def _put(self, node: Node) -> None:
        """Hang a node into the container that is open; in a mapping it is a key or the value of the key before it."""
        if not self._open:
            self.root = node
            return
        top = self._open[-1]
        if top.items is not None:
            top.items.append(node)
        elif not top.waiting:
            top.waiting, top.key = True, self._key(top.keys, node)
        else:
            top.waiting = False
            if top.key is not None:
                top.entries[top.key] = node

    def _key(self, keys: dict[str, Place], node: Node) -> str | None:
        """Return a key that can be used and note its place; None for any other."""
        if not isinstance(node, Scalar):
            self.problems.append(Problem("spec.complex-key", node.place))
        elif not node.text.strip():
            self.problems.append(Problem("spec.empty-key", node.place))
        elif node.text in keys:
            first = keys[node.text]
            values: dict[str, Value] = {"key": shorten(node.text), "line": first.line or 0, "column": first.column or 0}
            self.problems.append(Problem("spec.duplicate-key", node.place, values=values))
        elif not node.broken:
            keys[node.text] = node.place
            return node.text
        return None

    def _place(self, event: Event) -> Place:
        mark = event.start_mark
        return Place(self._name, mark.line + 1, mark.column + 1) if mark is not None else Place(self._name)

    def _problem(self, slug: str, event: Event, **values: str | int) -> None:
        self.problems.append(Problem(f"spec.{slug}", self._place(event), values=values))
