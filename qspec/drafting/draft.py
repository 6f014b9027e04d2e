"""A scan of one document → the YAML of a spec that nobody can mistake for agreed: ``lint`` refuses it until it is.

What the document states is a limit; what it leaves vague is a proposal with open questions; what it does not say at
all (number, revision, sampling) is a key without a value. ``qspec draft`` writes the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from qspec.drafting import stated
from qspec.drafting.subjects import Subject, subjects
from qspec.errors import Value
from qspec.messages import LANGUAGES, pick, render, say
from qspec.phrases.answer import Status, TierProposal
from qspec.phrases.differences import What
from qspec.phrases.differing import differing
from qspec.phrases.entry import entry_id, seen
from qspec.phrases.lexicon import characteristics
from qspec.phrases.scan import Scan
from qspec.spec.file import VERSION
from qspec.spec.writing import columns, entry_lines, mapping_lines

_NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,6}[-‐ ]?\d[A-Z0-9-]*(?![A-Za-z0-9])", re.ASCII)
"""A number of a document as titles give it: PS-118, QA-07."""
_WIDTH = 100
"""Columns after which a comment goes on in the next line."""
_PIECE = re.compile(
    "[（「『【〈《〔［｛“‘]*(?:[!-~]+|[^!-~])"
    "[、。，．・：；？！）」』】〉》〕］｝”’％ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ]* ?"
)
"""What stands on one line: a word or a Japanese character, with the signs that no line ends or begins with."""


@dataclass(frozen=True)
class Draft:
    """The text of a spec, and how many entries hold a limit of the document or a proposal."""

    text: str
    counted: Mapping[str, int]


def draft(scan: Scan) -> Draft | None:
    """Return a spec, None where the document asks for nothing about quality."""
    found = list(subjects(scan))
    general = [one for one in found if one.answer.status is Status.NEEDS_DECOMPOSITION]
    entries = [one for one in found if one.answer.status is not Status.NEEDS_DECOMPOSITION]
    if not found:
        return None
    lines = [*_comment("intro", file=seen(PurePath(scan.document.file).name)), *_header(scan), "", "characteristics:"]
    if general:
        lines += ["", *(f"  {line}" for one in general for line in _general(one))]
    lines += _entries(entries)
    lines += ["", *_comment("sampling"), "sampling:"]
    own = sum(one.answer.status is Status.MEASURABLE for one in entries)
    text = "".join(f"{line}\n" for line in lines)
    return Draft(text, {"stated": own, "proposed": len(entries) - own})


def _entries(found: Sequence[Subject]) -> Iterator[str]:
    """Return every entry under an id and a name of its own: by both the columns of an inspection file are found."""
    ids: Counter[str] = Counter()
    items = [_item(one) for one in found]
    wanted = Counter(_names(item) for item in items)
    taken: Counter[tuple[str, ...]] = Counter()
    for one, item in zip(found, items, strict=True):
        ids[one.characteristic] += 1
        names = _names(item)
        taken[names] += 1
        if wanted[names] > 1:
            item["name"] = {lang: f"{name} ({taken[names]})" for lang, name in item["name"].items()}
        yield from ("", *_above(one), *entry_lines(f"{entry_id(one.characteristic)}-{ids[one.characteristic]}", item))


def _names(item: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(item["name"].values())


def _comment(key: str, indent: int = 0, **values: Value) -> list[str]:
    """Return a sentence as comment lines, in both languages."""
    return [line for lang in ("en", "ja") for line in _wrapped(say(f"draft.{key}", lang, **values), indent)]


def _wrapped(text: str, indent: int = 0) -> Iterator[str]:
    """Return comment lines of a text; a line ends at a blank, or between two Japanese characters."""
    line = ""
    for piece in _PIECE.findall(seen(text)):
        if line and columns(line) + columns(piece) > _WIDTH:
            yield f"{' ' * indent}# {line}".rstrip()
            line = ""
        line += piece
    if line.strip():
        yield f"{' ' * indent}# {line}".rstrip()


def _header(scan: Scan) -> Iterator[str]:
    title = _title(scan)
    number = next((found[0] for text in title.values() for found in [_NUMBER.search(text)] if found), None)
    yield from mapping_lines({"qspec": VERSION})
    yield from _comment("id" if number is None else "id-found")
    yield from mapping_lines({"id": number})
    yield from _comment("revision")
    yield from mapping_lines({"revision": None})
    if set(title) != set(LANGUAGES):
        yield from _comment("title")
    yield from mapping_lines({"title": title})


def _title(scan: Scan) -> dict[str, str]:
    """Return the first heading in each of its languages, else the name of the file."""
    title: dict[str, str] = {}
    for one in scan.clauses:
        if not one.clause.heading or one.clause.language in title:
            break
        title[one.clause.language] = seen(one.clause.text)
    return title or {"en": seen(PurePath(scan.document.file).stem) or "-"}


def _above(one: Subject) -> Iterator[str]:
    """Return the comments above an entry."""
    if one.answer.status is Status.MEASURABLE:
        yield from _comment("stated", 2)
        return
    yield from _tiers(one)
    yield from _settled(one)


def _item(one: Subject) -> dict[str, Any]:
    """Return the entry of a subject."""
    if one.answer.status is Status.MEASURABLE:
        return stated.entry(one.characteristic, one.answer, _base(one))
    item = dict(one.answer.item or {})
    base = _base(one)
    questions = [*base.pop("questions", ()), *item.pop("questions", ())]
    made = {"kind": item.pop("kind"), "name": item.pop("name"), **{key: base[key] for key in ("phrase", "source")}}
    item.pop("phrase", None)
    return {**made, **item, "questions": questions}


def _base(one: Subject) -> dict[str, Any]:
    """Return what every entry has: name, words, place, and the questions that a difference of the languages raises."""
    key = "missing" if one.difference is not None and What.MISSING in one.difference.what else "differs"
    asked = [stated.asked(key, difference=value) for value in _differences(one)]
    made: dict[str, Any] = {
        "name": one.name,
        "phrase": one.phrase,
        "source": one.source,
    }
    return made | ({"questions": asked} if asked else {})


def _differences(one: Subject) -> list[Value]:
    return differing(one.difference) if one.difference is not None else []


def _tiers(one: Subject) -> Iterator[str]:
    """Return which tier was taken and why, and the other two, as comments."""
    picked = one.answer.preselected
    if picked is None or one.answer.reason is None:
        return
    values: dict[str, Value] = {"tier": _tier_name(picked), "reason": one.answer.reason}
    yield from _comment("proposal", 2, **values)
    for tier in one.answer.tiers:
        if tier is not picked:
            yield from _wrapped(_tier(tier), 2)


def _tier_name(tier: TierProposal) -> Value:
    return {lang: say(f"define.tier.{tier.tier.value}", lang) for lang in LANGUAGES}


def _tier(tier: TierProposal) -> str:
    """Return another tier on one line, with what it rests on in both languages."""
    conditions = ", ".join(f"{key} {value}" for key, value in tier.conditions.items())
    limit = f"{tier.limit} ({conditions})" if conditions else tier.limit
    sources = " / ".join(dict.fromkeys(pick(tier.source, lang) for lang in ("en", "ja")))
    name = " / ".join(render(_tier_name(tier), lang) for lang in ("en", "ja"))
    return f"{name}: {limit} — {sources}"


def _settled(one: Subject) -> Iterator[str]:
    """Return which keys of the entry the answers fill, as comments."""
    keys = [question.settles for question in one.answer.questions if question.settles is not None]
    if keys:
        yield from _comment("settles", 2, keys=", ".join(dict.fromkeys(keys)))


def _general(one: Subject) -> Iterator[str]:
    """Return words that name no characteristic as a comment with what may be meant."""
    yield from _comment("general", phrase=one.phrase, place=_places(one))
    usual = [choice.characteristic for choice in one.answer.decompose if choice.ticked]
    for name in usual:
        names = characteristics()[name]["name"]
        yield f"#   [ ] {entry_id(name)}: {names['en']} / {names['ja']}"


def _places(one: Subject) -> str:
    """Return where the words stand, as every output writes it."""
    return ", ".join(dict.fromkeys(seen(str(clause.place)) for clause in one.clauses))
