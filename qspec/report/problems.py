"""Problems as text lines for people and editors, and as plain data for the json document.

The command line writes the lines to stderr: ``file:line:col: severity code: sentence`` and an indented hint, in one
language or both. Places and quoted values are made visible, so a file cannot write to the terminal through its own
name or content.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qspec.errors import Problem
from qspec.messages import say
from qspec.report.width import visible


def lines(problems: Iterable[Problem], languages: Sequence[str]) -> list[str]:
    """Return the lines of all problems in the order given: each problem once, and each hint with the first it is for.

    A draft has dozens of open questions of which all have the same hint; said each time, it hides the questions.
    """
    seen: set[str] = set()
    result: list[str] = []
    for problem in problems:
        said, hints = _said(problem, languages), _hints(problem, languages)
        text = "\n".join((*said, *hints))
        if text not in seen:
            result += [*said, *(hint for hint in hints if hint not in seen)]
            seen |= {text, *hints}
    return result


def _said(problem: Problem, languages: Sequence[str]) -> list[str]:
    place = visible(str(problem.place))
    words = "/".join(dict.fromkeys(say(f"terms.severity.{problem.severity.value}", lang) for lang in languages))
    sentences = dict.fromkeys(sentence(problem, lang) for lang in languages)
    first, *others = sentences
    head = f"{place}: " if place else ""
    return [f"{head}{words} {problem.code}: {first}", *(f"    {text}" for text in others)]


def _hints(problem: Problem, languages: Sequence[str]) -> list[str]:
    hints = dict.fromkeys(visible(say("output.hint", lang, hint=hint(problem, lang))) for lang in languages)
    return [f"    {text}" for text in hints]


def sentence(problem: Problem, lang: str) -> str:
    """Return what is wrong, in a language."""
    return visible(say(f"{problem.code}.text", lang, **problem.values))


def hint(problem: Problem, lang: str) -> str:
    """Return what to do about it, in a language."""
    return visible(say(f"{problem.code}.hint", lang, **problem.values))
