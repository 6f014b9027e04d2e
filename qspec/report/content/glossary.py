"""The terms of a report and what they mean: those that occur in it, in words a reader of either side understands.

Called by ``build.py`` once the rest of the paper stands. Which terms there are, by what they are recognised and where
the pair of terms comes from is data (``data/glossary/terms.yaml``).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from qspec.errors import Say, Value
from qspec.messages import render
from qspec.report.content.wording import words
from qspec.report.outline import Block, Cell, Facts, Picture


def glossary(blocks: Sequence[Block], languages: Sequence[str]) -> Facts | None:
    """Return the terms that occur in the blocks, in the order of the data; None where none does."""
    texts = {lang: "\n".join(render(value, lang) for block in blocks for value in _values(block)) for lang in languages}
    found = [term for term, marks in _terms().items() if any(_occurs(marks[lang], texts[lang]) for lang in languages)]
    rows = tuple((Say(f"glossary.{term}.name"), Cell((Say(f"glossary.{term}.means"),))) for term in found)
    return Facts(words("section.glossary"), rows) if rows else None


@cache
def _terms() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    import yaml

    text = (resources.files("qspec") / "data" / "glossary" / "terms.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return {term: {lang: tuple(marks) for lang, marks in entry["marks"].items()} for term, entry in data.items()}


def _occurs(marks: Sequence[str], text: str) -> bool:
    """Say whether a mark stands in a text as a word of its own; Japanese words have no ends to look for."""
    return any(re.search(_edge(mark[0], "<!") + re.escape(mark) + _edge(mark[-1], "!"), text) for mark in marks)


def _edge(sign: str, way: str) -> str:
    return f"(?{way}[A-Za-z0-9])" if sign.isascii() and sign.isalnum() else ""


def _values(node: object) -> Iterator[Value]:
    """Yield every value in a part of the outline; of a picture its caption alone."""
    if isinstance(node, str | int | Say | Mapping):
        yield node
    elif isinstance(node, tuple):
        for member in node:
            yield from _values(member)
    elif isinstance(node, Picture):
        yield node.caption
    elif dataclasses.is_dataclass(node):
        for field in dataclasses.fields(node):
            yield from _values(getattr(node, field.name))
