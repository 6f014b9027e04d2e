"""The lexicon: data files → heads, guards and modifiers to be looked for, and every fault of a project's own file.

``load`` is called once per process by the engine. The shipped files are held to their schema by the tests; a
project's files (``[tool.qspec] lexicon = […]``) are checked here, with all problems in one run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NamedTuple

from qspec.errors import Place, Problem, Refusal
from qspec.phrases.heads import Part, Sets, parse
from qspec.phrases.model import Entry
from qspec.phrases.vocabulary import Pole, Weight
from qspec.text import shorten

LANGUAGES = ("en", "ja")
ANY_TRADE = "any"


@dataclass(frozen=True)
class Head:
    """An entry with its parts and the words that forbid it."""

    entry: Entry
    parts: tuple[Part, ...]
    not_with: tuple[tuple[Part, ...], ...] = ()


class Line(NamedTuple):
    """A head as it is written; it is parsed when a phrase first holds a word it may begin with.

    ``group`` is what the whole group of heads stands for; its ``head`` is empty.
    """

    text: str
    group: Entry
    weight: str | None = None
    not_with: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All that a phrase is searched for; ``problems`` are those of a project's own files."""

    lines: tuple[Line, ...]
    sets: Mapping[str, Sets]
    problems: tuple[Problem, ...] = ()

    def head(self, line: Line) -> Head | tuple[Refusal, ...]:
        """Return a line as a head, or every reason why it cannot be one."""
        sets = self.sets[line.group.lang]
        parsed = [parse(text, sets) for text in (line.text, *line.not_with)]
        refused = tuple(found for found in parsed if isinstance(found, Refusal))
        if refused:
            return refused
        parts = [found for found in parsed if not isinstance(found, Refusal)]
        weight = line.group.weight if line.weight is None else Weight(line.weight)
        return Head(replace(line.group, head=line.text, weight=weight), parts[0], tuple(parts[1:]))


@dataclass
class _Reading:
    """Lines by what they are, later files replacing earlier ones head by head; and the problems met."""

    sets: dict[str, dict[str, list[str]]] = field(default_factory=lambda: {lang: {} for lang in LANGUAGES})
    lines: dict[tuple[str, str, str], dict[str, Line]] = field(default_factory=dict)
    """By language, what they are, and trade; then by their text."""
    problems: list[Problem] = field(default_factory=list)


def data_file(*names: str) -> Any:  # noqa: ANN401 - plain YAML data of any shape
    """Return a file of the lexicon's data as text scalars, lists and mappings."""
    node: Traversable = resources.files("qspec") / "data" / "lexicon"
    for name in names:
        node = node / name
    return _yaml(node.read_bytes())


def _yaml(content: bytes) -> Any:  # noqa: ANN401 - plain YAML data of any shape
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # text scalars only, and no objects
    return yaml.load(content, Loader=loader)  # noqa: S506 - base loaders construct text, lists and mappings only


@cache
def characteristics() -> Mapping[str, Any]:
    """Return the closed list of characteristics with names, measurands and limited sides."""
    return {key: value for key, value in data_file("characteristics.yaml").items() if key != "source"}


@cache
def sides() -> Mapping[str, Any]:
    """Return the words that say on which side a fault lies, by characteristic, side and language."""
    return {key: value for key, value in data_file("sides.yaml").items() if key != "source"}


@cache
def trades() -> Mapping[str, Mapping[str, str]]:
    """Return the closed list of trades with their names."""
    return {key: value for key, value in data_file("trades.yaml").items() if key != "source"}


@cache
def load(own: tuple[str, ...] = ()) -> Lexicon:
    """Return the lexicon with a project's own files on top, by path; what cannot be read in those is a problem."""
    reading = _Reading()
    loaded = _shipped()
    for path in own:
        content = _own(path, reading.problems)
        if content is not None:
            loaded.append((path, content))
    for _, content in loaded:
        _take_sets(content, reading)
    for name, content in loaded:
        _take(name, content, reading, checked=name in own)
    sets = {lang: Sets(words) for lang, words in reading.sets.items()}
    lexicon = Lexicon(tuple(line for lines in reading.lines.values() for line in lines.values()), sets)
    return replace(lexicon, problems=(*reading.problems, *_unreadable_heads(lexicon, own)))


def _shipped() -> list[tuple[str, Mapping[str, Any]]]:
    """Return the files of words that qspec brings, from the wheel's one JSON file or, in a checkout, from the YAML.

    Those by characteristic come before those shared between them, or of everyday scenes, which may correct them.
    """
    folder = resources.files("qspec") / "data" / "lexicon"
    compiled = folder / "compiled.json"
    if compiled.is_file():
        files: dict[str, Mapping[str, Any]] = json.loads(compiled.read_bytes())
    else:
        files = {f"{name}.yaml": data_file(f"{name}.yaml") for name in ("sets", "guards", "modifiers")}
        heads = (file for file in (folder / "heads").iterdir() if file.name.endswith(".yaml"))
        files |= {f"heads/{file.name}": _yaml(file.read_bytes()) for file in heads}
    by_characteristic = {f"heads/{name}.yaml" for name in characteristics()}
    ranked = sorted(files, key=lambda name: (name.startswith("heads/"), name not in by_characteristic, name))
    return [(name.removeprefix("heads/"), files[name]) for name in ranked]


def _unreadable_heads(lexicon: Lexicon, own: tuple[str, ...]) -> Iterator[Problem]:
    """Return why heads of a project's own files cannot be read; those shipped are held by the tests."""
    for line in lexicon.lines:
        if line.group.file in own:
            head = lexicon.head(line)
            for refusal in head if isinstance(head, tuple) else ():
                yield refusal.at(Place(line.group.file))


def _own(path: str, problems: list[Problem]) -> Mapping[str, Any] | None:
    import yaml

    try:
        content = _yaml(Path(path).read_bytes())
    except OSError:
        problems.append(Problem("lexicon.unreadable", Place(path)))
        return None
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(path, mark.line + 1, mark.column + 1) if mark is not None else Place(path)
        problems.append(Problem("lexicon.not-yaml", place))
        return None
    if not isinstance(content, dict):
        problems.append(Problem("lexicon.not-yaml", Place(path)))
        return None
    return content


def _take_sets(content: Mapping[str, Any], reading: _Reading) -> None:
    sets = content.get("sets")
    for lang in LANGUAGES:
        words = sets.get(lang) if isinstance(sets, dict) else None
        for name, entries in (words or {}).items() if isinstance(words, dict) else ():
            if isinstance(entries, list):
                texts = [entry for entry in entries if isinstance(entry, str)]
                reading.sets[lang].setdefault(name, []).extend(
                    [*texts, *(form for text in texts for form in polite(text))]
                )


def _take(name: str, content: Mapping[str, Any], reading: _Reading, *, checked: bool) -> None:
    """Take the heads, guards and modifiers of one file."""
    known = {"heads", "guards", "modifiers", "sets", "source"}
    if checked:
        for key in content:
            if key not in known:
                reading.problems.append(Problem("lexicon.unknown-key", Place(name), values={"key": str(key)}))
    for group in content.get("heads") or ():
        if isinstance(group, dict) and _known_group(name, group, reading):
            for entry, heads in _entries(name, group):
                _add_all(heads, entry, reading)
    guards = content.get("guards") or {}
    for lang in LANGUAGES:
        _add_all(guards.get(lang) or (), Entry(head="", lang=lang, file=name), reading)
    for group in content.get("modifiers") or ():
        for lang in LANGUAGES:
            entry = Entry(head="", lang=lang, modifier=group["kind"], scope=group.get("scope", "any"), file=name)
            heads = group.get(lang) or []
            if lang == "ja":
                heads = [*heads, *(form for head in heads if isinstance(head, str) for form in polite(head))]
            _add_all(heads, entry, reading)


_A_ROW = dict(zip("かがさざただなはばまやらわ", "きぎしじちぢにひびみいりい", strict=True))


def polite(text: str) -> tuple[str, ...]:
    """Return the polite forms of a Japanese negation: 認めない → 認めません, のない → のありません, のございません."""
    if not text.endswith("ない") or len(text) < _SHORTEST_NEGATION:
        return ()
    stem = text.removesuffix("ない")
    last = stem[-1]
    if last in _A_ROW:
        return (stem[:-1] + _A_ROW[last] + "ません",)
    if last in "のがはもく" or not "ぁ" <= last <= "ん":
        return (stem + "ありません", stem + "ございません")
    return (stem + "ません",)


_SHORTEST_NEGATION = 3


def _known_group(name: str, group: Mapping[str, Any], reading: _Reading) -> bool:
    """Say whether a group names a characteristic, pole and weight that exist; note what does not."""
    closed = (
        ("characteristic", characteristics(), None),
        ("pole", [pole.value for pole in Pole], "bad"),
        ("weight", [weight.value for weight in Weight], "strong"),
    )
    for key, known, default in closed:
        value = group.get(key, default)
        if value not in known:
            values = {"key": key, "value": str(value), "known": ", ".join(known)}
            reading.problems.append(Problem("lexicon.unknown-value", Place(name), values=values))
            return False
    for lang in LANGUAGES:
        listed = group.get(lang) or {}
        for trade in listed if isinstance(listed, dict) else ():
            if trade != ANY_TRADE and trade not in trades():
                values = {"key": "trade", "value": str(trade), "known": ", ".join([ANY_TRADE, *trades()])}
                reading.problems.append(Problem("lexicon.unknown-value", Place(name), values=values))
                return False
    return True


def _entries(name: str, group: Mapping[str, Any]) -> Iterator[tuple[Entry, Sequence[object]]]:
    """Return what the heads of a group stand for, by language and trade, with the heads."""
    for lang in LANGUAGES:
        listed = group.get(lang) or {}
        by_trade: Mapping[str, Sequence[object]] = listed if isinstance(listed, dict) else {ANY_TRADE: listed}
        for trade, heads in by_trade.items():
            entry = Entry(
                head="",
                lang=lang,
                characteristic=group["characteristic"],
                pole=Pole(group.get("pole", "bad")),
                weight=Weight(group.get("weight", "strong")),
                trade=None if trade == ANY_TRADE else trade,
                file=name,
            )
            yield entry, heads or ()


def _add_all(heads: Sequence[object], entry: Entry, reading: _Reading) -> None:
    """Keep the written heads of a group; one written as a mapping has ``not_with`` and ``weight`` of its own."""
    kind = "guard" if entry.characteristic is None else "head"
    if entry.modifier:
        kind = f"{entry.modifier} {entry.scope}"  # some words govern what follows and what precedes: unacceptable
    kept = reading.lines.setdefault((entry.lang, kind, entry.trade or ""), {})
    for head in heads:
        if isinstance(head, str) and head.strip():
            kept[head] = Line(head, entry)
        else:
            line = _line(head, entry)
            if line is None:
                values = {"head": shorten(str(head))}
                reading.problems.append(Problem("lexicon.empty-head", Place(entry.file), values=values))
            else:
                kept[line.text] = line


def _line(head: object, entry: Entry) -> Line | None:
    """Return a head that is written as a mapping, or None where it holds no words or a weight that is none."""
    options: Mapping[str, Any] = head if isinstance(head, dict) else {}
    text, weight = options.get("head"), options.get("weight")
    if not isinstance(text, str) or not text.strip() or weight not in (None, *_WEIGHTS):
        return None
    not_with = options.get("not_with") or []
    words = map(str, not_with) if isinstance(not_with, list) else [str(not_with)]
    return Line(text, entry, weight, tuple(words))


_WEIGHTS = frozenset(weight.value for weight in Weight)
