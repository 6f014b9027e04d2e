"""A project's own settings: ``[tool.qspec]`` of the nearest ``pyproject.toml``, from the current folder upwards.

``define``, ``scan`` and ``draft`` take the project's lexicon files from here; paths are relative to the file that
names them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qspec.errors import Place, Problem

FILE = "pyproject.toml"


@dataclass(frozen=True)
class Project:
    """What a project sets, and every problem of it and of the files it names."""

    lexicon: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def project(folder: Path) -> Project:
    """Return the settings that hold in a folder; without any, those of the shipped lexicon."""
    for parent in (folder, *folder.parents):
        file = parent / FILE
        if file.is_file():
            found = _read(file)
            if found is not None:
                return found
    return Project()


def _read(file: Path) -> Project | None:
    """Return what a file sets, None where it says nothing about qspec."""
    import tomllib

    try:
        text = file.read_text("utf-8")
        settings = tomllib.loads(text)
    except (OSError, ValueError) as error:
        return Project(problems=(Problem("lexicon.project", _place(file, error)),))
    tool = settings.get("tool")
    own = tool.get("qspec") if isinstance(tool, dict) else None
    if own is None:
        return None
    unknown = [key for key in own if key != "lexicon"] if isinstance(own, dict) else []
    if unknown:  # a slip in the name would leave the project's words out without a word
        problems = (
            Problem("lexicon.unknown-setting", Place(str(file), _line(text, key)), values={"key": key})
            for key in unknown
        )
        return Project(problems=tuple(problems))
    names = own.get("lexicon", []) if isinstance(own, dict) else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return Project(problems=(Problem("lexicon.not-a-list", Place(str(file), _line(text, "lexicon"))),))
    return _with_lexicon(tuple(str(file.parent / name) for name in names))


def _place(file: Path, error: Exception) -> Place:
    """Return where TOML went wrong; the parser says it in its sentence alone before Python 3.14."""
    import re

    found = re.search(r"line (\d+), column (\d+)", str(error))
    return Place(str(file), int(found[1]), int(found[2])) if found else Place(str(file))


def _with_lexicon(names: tuple[str, ...]) -> Project:
    if not names:
        return Project()
    from qspec.phrases.lexicon import load
    from qspec.phrases.own import faults

    problems = [problem for name in names for problem in faults(name, _content(name))]
    if problems:
        return Project(names, tuple(problems))
    return Project(names, tuple(_placed(problem) for problem in load(names).problems))


def _content(name: str) -> bytes:
    """Return a file's bytes, none where it cannot be read: the loader says that."""
    try:
        return Path(name).read_bytes()
    except OSError:
        return b""


def _placed(problem: Problem) -> Problem:
    """Return a problem with the line of the file in which the words it is about first stand."""
    if problem.place.line is not None:
        return problem
    values: dict[str, Any] = dict(problem.values)
    try:
        text = Path(problem.place.file).read_text("utf-8", "replace")
    except OSError:
        return problem
    for name in ("head", "value", "key"):
        line = _line(text, str(values[name])) if values.get(name) else None
        if line is not None:
            return replace(problem, place=replace(problem.place, line=line))
    return problem


def _line(text: str, words: str) -> int | None:
    return next((index for index, line in enumerate(text.splitlines(), 1) if words in line), None)
