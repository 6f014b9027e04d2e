"""Small pieces of content that every section uses: names, verdicts, classes, a dash for what is not stated.

Sections call these so that a characteristic or a verdict reads the same wherever it stands in the report.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from qspec.errors import Place, Say, Value
from qspec.judgement.result import CheckResult, Disposition, ItemResult, Reading, Verdict
from qspec.messages import LANGUAGES, render, say, template
from qspec.report import words as terms
from qspec.report.outline import Cell
from qspec.text import fold

_KEY = re.compile(r"[a-z][a-z_-]*(\.[a-z0-9_-]+)*")
_NAMED = 4
"""Up to so many characteristics on one row are named; of more, the numbers stand in the results table above."""
DASH = "—"
"""Stands where something is not stated or not applicable."""


def words(slug: str, **values: Value) -> Say:
    """Return a sentence of the report's own catalogue part."""
    return Say(f"report.{slug}", values)


def verdict_cell(verdict: Verdict) -> Cell:
    """Return a characteristic's verdict as a cell that stands out."""
    return Cell((terms.verdict(verdict),), terms.VERDICT_TONES[verdict], strong=True)


def reading_cell(reading: Reading) -> Cell:
    """Return a reading's verdict as a cell, in the words of its decision rule."""
    return Cell((terms.judged(reading),), terms.VERDICT_TONES[reading.verdict])


def disposition_cell(disposition: Disposition) -> Cell:
    """Return a disposition as a cell."""
    return Cell((terms.disposition(disposition),), terms.DISPOSITION_TONES[disposition], strong=True)


def plain(*values: Value | None) -> Cell:
    """Return a cell of the values that are there, or a dash."""
    return Cell(tuple(value for value in values if value is not None and value != "") or (DASH,))


def numbering(items: Sequence[ItemResult]) -> dict[str, int]:
    """Return a number for every characteristic without a balloon, in their order; none that is a balloon's already."""
    taken = {fold(unicodedata.normalize("NFKC", item.balloon)) for item in items if item.balloon}  # ① is 1
    free = (number for number in itertools.count(1) if str(number) not in taken)
    return {item.id: next(free) for item in items if not item.balloon}


def number_of(item: ItemResult, order: Mapping[str, int]) -> str:
    """Return the balloon on the drawing, or the characteristic's number among those that have none."""
    return item.balloon or str(order[item.id])


def label_of(item: ItemResult, check: CheckResult) -> Value:
    """Return the characteristic's name, with the quantity where it has several limits."""
    if len(item.checks) == 1:
        return terms.name(item)
    return words("of-item", name=terms.name(item), quantity=check.quantity)


def numbered_items(items: Sequence[ItemResult], order: Mapping[str, int]) -> Value:
    """Return several characteristics by number and name; where there are many, by their numbers alone."""
    if len(items) > _NAMED:
        return words("numbers", numbers=listed(number_of(item, order) for item in items))
    return listed(words("numbered", number=number_of(item, order), name=terms.name(item)) for item in items)


def place_of(place: Place) -> str:
    """Return where something stands, the file by its name alone: the sender's folders say nothing to the receiver."""
    return str(replace(place, file=file_name(place.file)))


def file_name(file: str) -> str:
    """Return a file's name without its folders."""
    return PurePath(file).name if file else file


def listed(values: Iterable[Value], mark: str = "comma") -> dict[str, str]:
    """Return several values as one enumeration in each language, a comma or a semicolon between them."""
    parts = list(values)
    return {lang: say(f"report.{mark}", lang).join(render(part, lang) for part in parts) for lang in LANGUAGES}


def pair(label: Value, content: Value) -> Say:
    """Return ``label: content`` as each language writes it."""
    return words("pair", label=label, content=content)


def fact_heading(key: str) -> Value:
    """Return the heading of a fact that a kind states, by its key in the catalogue; an unknown key stays as it is."""
    if not _KEY.fullmatch(key):  # a condition as a user wrote it: never looked up as a file
        return key
    return _known(key if "." in key else f"report.facts.{key}", key)


def _known(key: str, otherwise: str) -> Value:
    return Say(key) if template(key, LANGUAGES[0]) is not None else otherwise


def read_date(text: str | None) -> date | None:
    """Return an ISO date, or None where the text is absent or no such date."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
