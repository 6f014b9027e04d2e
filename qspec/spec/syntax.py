"""What a YAML parser complains about → a placed problem in this program's own words, and a way past it.

Called by :mod:`qspec.spec.tree`. A limit written as a drawing writes it may begin with a sign that means something to
YAML (``> 3``, ``@``, ``%``, ``[9.95, 10.05] mm``); the person should be told to put it in quotes, not about tokens.
Where the damage is confined to one line, its value is put out of action and reading goes on, so that one run shows all.
The messages of both parsers (libyaml and PyYAML's own) are recognised, so that both give the same answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qspec.errors import Place, Problem, Value
from qspec.spec.source import BROKEN

if TYPE_CHECKING:
    from yaml.error import Mark, MarkedYAMLError

_LINE = re.compile(
    r"""(?P<head>[ ]*(?:-[ ]+)*(?:(?:"[^"]*"|'[^']*'|[^\s'"#{\[&*!|>%@`-].*?|-[^\s].*?):(?=[ ]))?)[ ]+(?P<value>\S.*)"""
)
"""A line with a key or a list dash, and a value behind it."""


@dataclass(frozen=True)
class Trouble:
    """A parser's complaint: its words and the two places it names (line and column from 0)."""

    said: str
    mark: tuple[int, int]
    opening: tuple[int, int]
    """Where the construct began in which the parser stumbled; the same as ``mark`` where it names none."""

    @classmethod
    def of(cls, error: MarkedYAMLError) -> Trouble:
        """Return a parser's exception as a value."""
        mark = _pair(error.problem_mark) or _pair(error.context_mark) or (0, 0)
        return cls(f"{error.context or ''} | {error.problem or ''}", mark, _pair(error.context_mark) or mark)


def diagnose(name: str, text: str, trouble: Trouble) -> Problem:
    """Return what is wrong and where a person has to look."""
    slug, mark = _sort(text, trouble)
    if slug == "special" and not _char(text, mark).strip():
        # Where nothing stands that could be the sign, a value was still expected: behind ``[`` or a comma.
        slug = "unclosed-bracket"
    mark = _within(text, mark)
    values: dict[str, Value] = {"char": _char(text, mark)} if slug == "special" else {}
    return Problem(f"spec.{slug}", Place(name, mark[0] + 1, mark[1] + 1), values=values)


def mended(text: str, line: int) -> str | None:
    """Return the text with the value on a line (from 1) put out of action; None where the line has no such value."""
    lines = text.split("\n")
    found = _LINE.fullmatch(lines[line - 1]) if line <= len(lines) else None
    if found is None or not found["head"].strip():
        return None
    lines[line - 1] = f'{found["head"]} "{BROKEN}"'
    return "\n".join(lines)


def _sort(text: str, trouble: Trouble) -> tuple[str, tuple[int, int]]:
    """Return the code's slug and the place."""
    for pattern, slug, at_opening in _SAYINGS:
        if re.search(pattern, trouble.said):
            return slug, trouble.opening if at_opening else trouble.mark
    value = _value(text, trouble.mark)
    if "mapping values" in trouble.said:
        return ("colon" if value is not None and value <= trouble.mark else "indent"), trouble.mark
    if value is not None and value < trouble.mark:
        char = _char(text, value)
        if char in "[{":
            return "special", value
        if char in "\"'":
            return "after-quote", trouble.mark
    return "indent", trouble.mark


_SAYINGS = (
    (r"scanning a block scalar", "special", True),
    (r"scanning an (anchor|alias)|undefined tag|(scanning|parsing) a tag", "special", True),
    (r"cannot start any token|expected (the )?node content|sequence entries are not allowed", "special", False),
    (r"unexpected end of stream|unexpected document (indicator|separator)", "unclosed-quote", True),
    (r"escape|hexdecimal|hexadecimal", "escape", False),
    (r"directive|incompatible|version", "directive", False),
    (r"<document start>", "second-document", False),
    (r"expected ',' or", "unclosed-bracket", True),
    (r"could not find expected ':'", "no-colon", True),
)
"""Part of a parser's message, the code that says it to a person, and whether the opening is the place to look at."""


def _value(text: str, mark: tuple[int, int]) -> tuple[int, int] | None:
    """Return where the value begins on the line of a mark."""
    lines = text.split("\n")
    found = _LINE.fullmatch(lines[mark[0]]) if mark[0] < len(lines) else None
    return (mark[0], found.start("value")) if found else None


def _char(text: str, mark: tuple[int, int]) -> str:
    lines = text.split("\n")
    line = lines[mark[0]] if mark[0] < len(lines) else ""
    return line[mark[1] : mark[1] + 1]


def _within(text: str, mark: tuple[int, int]) -> tuple[int, int]:
    """Return a place, or the end of the text where a parser names the line behind it."""
    lines = text.rstrip("\n").split("\n")
    return mark if mark[0] < len(lines) else (len(lines) - 1, len(lines[-1]))


def _pair(mark: Mark | None) -> tuple[int, int] | None:
    return None if mark is None else (mark.line, mark.column)
