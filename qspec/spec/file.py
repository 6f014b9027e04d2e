"""A spec file → (spec, problems): YAML read as text with a place for every value, then typed by the models.

The command line calls :func:`load` and hands the kinds' models in. Every problem of the file is found in one run: a
value that could not be read is taken out and nothing more is said about it, and everything else is still checked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from pydantic import BaseModel, ValidationError

from qspec.errors import Place, Problem, Value, has_errors
from qspec.spec import fields, findings, tree
from qspec.spec.findings import Ground, Path
from qspec.spec.model import Characteristic, Spec
from qspec.text import normalize, shorten

VERSION = 1
"""The format this program reads, in the key ``qspec``."""
MAX_ID = 64
"""Characters of a characteristic's id; it is printed in tables and typed in headers."""
MAX_PROBLEMS = 100
"""Problems listed in one run; the rest is counted."""
_OF_THE_END = frozenset({"spec.missing-key", "spec.no-value", "spec.no-characteristics", "spec.class-without-plan"})
"""Codes that say nothing where the file could not be read to its end."""
_OPEN = "spec.open-question"

Data = str | list["Data"] | dict[str, "Data"]


@dataclass(frozen=True)
class Loaded:
    """What a spec file gave. ``spec`` is None where a problem of severity ERROR makes it unusable."""

    file: str
    sha256: str
    spec: Spec | None
    problems: tuple[Problem, ...]
    place: Callable[[tuple[str | int, ...]], Place]
    """Where a value stands, by its path (``("characteristics", "bore", "limit")``); the nearest parent that exists."""
    characteristics: Mapping[str, Characteristic] = field(default_factory=dict)
    """Every characteristic that could be read, even where ``spec`` is None: kinds look at them for further problems."""


def load(name: str, content: bytes, models: Mapping[str, type[Characteristic]]) -> Loaded:
    """Read a spec; ``name`` is the file as the user wrote it (``-`` for stdin), ``models`` the model of each kind."""
    grown = tree.read(name, content)
    reading = _Reading(name, grown.root, models)
    spec = reading.spec() if grown.root is not None or grown.complete else None
    late = (problem for problem in reading.problems if grown.complete or problem.code not in _OF_THE_END)
    found = _in_order(chain(grown.problems, late), name)
    usable = spec if grown.complete and not has_errors(found) else None
    return Loaded(name, hashlib.sha256(content).hexdigest(), usable, found, reading.place, reading.characteristics)


def _in_order(found: chain[Problem], name: str) -> tuple[Problem, ...]:
    """Return the problems in the order of the file, each once, and not more than a person can read."""
    unique = {(problem.code, problem.place, str(problem.values.get("key"))): problem for problem in found}
    # Open questions give way: a draft may hold hundreds of them, and a mistake must not be hidden behind them.
    kept = sorted(unique.values(), key=lambda problem: (problem.code == _OPEN, *_position(problem)))[:MAX_PROBLEMS]
    ordered = tuple(sorted(kept, key=_position))
    if len(unique) <= MAX_PROBLEMS:
        return ordered
    return (*ordered, Problem("spec.more", Place(name), values={"count": len(unique) - MAX_PROBLEMS}))


def _position(problem: Problem) -> tuple[int, int]:
    return problem.place.line or 0, problem.place.column or 0


class _Reading:
    """One file on its way from the tree into the models."""

    def __init__(self, name: str, root: tree.Node | None, models: Mapping[str, type[Characteristic]]) -> None:
        self.problems: list[Problem] = []
        self.characteristics: Mapping[str, Characteristic] = {}
        self._file = name
        self._root = root
        self._models = models
        self._spoiled: set[Path] = set()
        """Paths of values that were taken out, and of everything around them."""

    def spec(self) -> Spec | None:
        """Return the spec, None where the file is none; problems are noted on the way."""
        root = self._root
        if root is None or (isinstance(root, tree.Scalar) and root.empty):
            self._note("spec.empty-file", Place(self._file, 1, 1))
            return None
        if not isinstance(root, tree.Branch):
            self._note("spec.not-a-spec", root.place)
            return None
        if self._of_another_version(root):
            return None
        header = self._valid(Spec, self._header(root), ())
        self.characteristics = self._characteristics(root)
        self._check_questions()
        if not isinstance(header, Spec):
            return None
        self._check_plans(header)
        return header.model_copy(update={"characteristics": self.characteristics})

    def place(self, path: Path) -> Place:
        """Return where the value at a path stands: a text itself, a mapping or list by its key."""
        node, place = self._walk(path)
        return node.place if isinstance(node, tree.Scalar) and not node.empty else place

    def key_place(self, path: Path) -> Place:
        """Return where the key of a value stands."""
        return self._walk(path)[1]

    def text(self, path: Path) -> str:
        """Return the scalar at a path as written, empty where there is none."""
        node, _ = self._walk(path)
        return node.text if isinstance(node, tree.Scalar) else ""

    def _walk(self, path: Path) -> tuple[tree.Node | None, Place]:
        """Return the node at the end of a path, or of its longest part that exists, and the place of its key."""
        node = self._root
        place = node.place if node is not None else Place(self._file, 1, 1)
        for step in path:
            if isinstance(node, tree.Branch) and step in node.keys:
                key = str(step)
                place, node = node.keys[key], node.entries.get(key)
            elif isinstance(node, tree.Series) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                place = node.place
            else:
                break
        return node, place

    def _of_another_version(self, root: tree.Branch) -> bool:
        """Say whether the file is for another version; nothing else is then worth saying about it."""
        node = root.entries.get("qspec")
        digits = normalize(node.text) if isinstance(node, tree.Scalar) else ""
        if not (digits.isascii() and digits.isdigit()) or digits.lstrip("0") == str(VERSION):
            return False
        self._note("spec.version", self.place(("qspec",)), value=shorten(digits), version=VERSION)
        return True

    def _header(self, root: tree.Branch) -> dict[str, Data]:
        rest = {key: node for key, node in root.entries.items() if key != "characteristics"}
        data = self._data(replace(root, entries=rest), ())
        return {**(data if isinstance(data, dict) else {}), "characteristics": {}}

    def _characteristics(self, root: tree.Branch) -> dict[str, Characteristic]:
        path: Path = ("characteristics",)
        node = root.entries.get("characteristics")
        if "characteristics" not in root.keys:
            self.problems.append(findings.missing("characteristics", (), self.place(())))
        elif isinstance(node, tree.Branch) and node.keys:
            read = {key: self._characteristic(key, entry) for key, entry in node.entries.items()}
            return {key: value for key, value in read.items() if value is not None}
        elif isinstance(node, tree.Branch) or (isinstance(node, tree.Scalar) and node.empty):
            self._note("spec.no-characteristics", self.key_place(path))
        elif node is not None and not (isinstance(node, tree.Scalar) and node.broken):
            self._note("spec.characteristics-shape", self.place(path))
        return {}

    def _characteristic(self, key: str, node: tree.Node) -> Characteristic | None:
        path: Path = ("characteristics", key)
        if key != key.strip() or len(key) > MAX_ID or not key.isprintable():
            self._note("spec.bad-id", self.key_place(path), id=shorten(key), limit=MAX_ID)
        data = self._data(node, path)
        if data is None:
            return None
        if not isinstance(data, dict):
            self._note("spec.not-a-mapping", self.place(path), key=findings.shown(path))
            return None
        kind = data.get("kind")
        model = self._models.get(kind) if isinstance(kind, str) else None
        if model is not None:
            valid = self._valid(model, data, path)
            return valid if isinstance(valid, Characteristic) else None
        if isinstance(kind, str):
            guess = findings.suggestion(kind, sorted(self._models))
            self._note("spec.unknown-kind", self.place((*path, "kind")), value=shorten(kind), suggestion=guess)
        # Which further keys the entry may have nobody knows, but what every kind has can be checked.
        common = {info.alias or name for name, info in Characteristic.model_fields.items()}
        self._valid(Characteristic, {key: value for key, value in data.items() if key in common}, path)
        return None

    def _data(self, node: tree.Node, path: Path) -> Data | None:
        """Return a node as plain data, without values that cannot be used: those are noted and their paths spoiled."""
        if isinstance(node, tree.Scalar):
            if node.empty and not node.broken:
                self._note("spec.no-value", self.place(path), key=findings.shown(path))
            if node.empty or node.broken:
                self._spoil(path)
                return None
            return node.text
        if isinstance(node, tree.Branch):
            read = {key: self._data(entry, (*path, key)) for key, entry in node.entries.items()}
            return {key: value for key, value in read.items() if value is not None}
        items = [self._data(item, (*path, index)) for index, item in enumerate(node.items)]
        if None in items:
            # Without one entry the others would no longer be found at their own places.
            self._spoil(path)
            return None
        return [item for item in items if item is not None]

    def _spoil(self, path: Path) -> None:
        self._spoiled.update(path[:length] for length in range(1, len(path) + 1))

    def _valid(self, model: type[BaseModel], data: dict[str, Data], path: Path) -> BaseModel | None:
        """Return the model of some data, None and problems where it does not fit."""
        ground = Ground(path, model, self.place, self.key_place, self.text, self._spoiled)
        try:
            # JSON is the mode in which strict models take a text for an enumeration and a list for a tuple.
            return model.model_validate_json(json.dumps(data))
        except ValidationError as error:
            self.problems.extend(findings.problems(error, ground))
            return None

    def _check_plans(self, header: Spec) -> None:
        """Note every class of nonconformity that has characteristics and no sampling plan."""
        if fields.ALL in header.sampling:
            return
        users: dict[str, list[str]] = {}
        for key, characteristic in self.characteristics.items():
            users.setdefault(characteristic.nonconformity.value, []).append(key)
        for name in (name for name in users if name not in header.sampling):
            values = {"class_name": name, "ids": shorten(", ".join(users[name]), 200)}
            self._note("spec.class-without-plan", self.key_place(("sampling",)), **values)

    def _check_questions(self) -> None:
        """Note every question that is still open: what nobody has agreed must not judge a lot."""
        for key, characteristic in self.characteristics.items():
            for index, question in enumerate(characteristic.questions):
                self._note(_OPEN, self.place(("characteristics", key, "questions", index)), id=key, question=question)

    def _note(self, code: str, place: Place, **values: Value) -> None:
        self.problems.append(Problem(code, place, values=values))
