"""The limit-sample sheet 限度見本書: one page for each limit sample of a spec, to be kept with the sample.

Made of the spec alone. What it does not state (light, distance, keeper …) is left blank for both sides to fill in and
seal; a photo is a likeness, the sample itself decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from qspec import __version__
from qspec.errors import Place, Problem, Say, Value
from qspec.judgement.result import RULES_VERSION
from qspec.report.build import DIGEST_SHOWN
from qspec.report.content import header
from qspec.report.content.wording import fact_heading, file_name, plain, words
from qspec.report.options import OutputOptions
from qspec.report.outline import Block, Cell, Document, Facts, PageBreak, Picture
from qspec.report.papers import frame
from qspec.report.papers.frame import BOX, CHOSEN, blank, said
from qspec.report.papers.names import LIMIT_SAMPLES, MARKS
from qspec.report.papers.photographs import from_file, identified
from qspec.report.photos import Photo
from qspec.report.pictures.axes import said as pictured
from qspec.report.pictures.photo import placed, space
from qspec.spec.model import Characteristic, LimitSample, Spec

_SEALS = ("buyer", "approved")
_HEIGHT = 180.0
"""Points of a photo, or of the space for one."""
_SPACE = 240.0
"""Width of that space: 4 by 3, as prints are."""
_VIEWING = ("distance", "light", "time")
"""Conditions that every comparison with a sample needs; blank where the spec states none."""


@dataclass(frozen=True)
class Sheet:
    """The spec's file and what is drawn of it."""

    spec: Spec
    file: str
    content: bytes


def missing(spec: Spec, file: str) -> list[Problem]:
    """Return that a spec has no limit sample, where that is so."""
    return [] if any(_samples(spec)) else [Problem("papers.no-limit-sample", Place(file))]


def build(sheet: Sheet, options: OutputOptions) -> Document:
    """Return one page for every limit sample of the spec, in its order."""
    spec = sheet.spec
    number = options.number or f"{spec.id}-{spec.revision}-{MARKS[LIMIT_SAMPLES]}"
    blocks: list[Block] = []
    for index, (key, source, sample) in enumerate(_samples(spec)):
        blocks += [PageBreak()] if index else []
        top = frame.masthead(spec, LIMIT_SAMPLES, f"{number}  {sample.id}", options.date, _SEALS)
        # a field has a name of its own; the first page's are those that ``qspec seal`` knows
        seals = tuple(replace(seal, name=f"{seal.name}-{index + 1}" if index else seal.name) for seal in top.seals)
        blocks.append(replace(top, seals=seals))
        blocks += _page(spec, key, source, sample, options.photos)
    digest = hashlib.sha256(sheet.content).hexdigest()
    if options.photos:
        rows = tuple(identified(number, photo, spec) for number, photo in enumerate(options.photos, start=1))
        blocks.append(Facts(said("section.photo-digest"), rows, across=1))
    blocks += [_digest(sheet, digest), frame.scope(LIMIT_SAMPLES, options.languages, spec), frame.end_mark()]
    footer = said("footer", spec=digest[:DIGEST_SHOWN])
    return Document(said(f"title.{LIMIT_SAMPLES}"), tuple(blocks), (number, footer), options.languages, options.date)


def _samples(spec: Spec) -> Iterator[tuple[str, Characteristic, LimitSample]]:
    for key, source in spec.characteristics.items():
        if source.limit_sample is not None:
            yield key, source, source.limit_sample


def _page(
    spec: Spec, key: str, source: Characteristic, sample: LimitSample, photos: Sequence[Photo]
) -> Iterator[Block]:
    yield Facts(None, tuple(_identity(spec, key, source, sample)))
    yield Facts(said("section.shows"), tuple(_shows(sample)))
    yield Facts(None, ((said("sample.controls"), _or_blank(sample.controls)),), across=1)
    yield from _pictures([(n, one) for n, one in enumerate(photos, start=1) if one.of in (key, sample.id)], sample)
    yield Facts(said("section.viewing"), tuple(_viewing(source, sample)))
    yield Facts(
        said("section.keeping"),
        (
            (words("column.valid-until"), _or_blank(sample.valid_until)),
            (words("column.keeper"), _or_blank(sample.keeper)),
            (said("sample.copies"), blank(1)),
            (said("sample.storage"), blank(1)),
        ),
    )
    yield Facts(None, ((words("field.remarks"), _or_blank(source.note, 2)),), across=1)


def _identity(spec: Spec, key: str, source: Characteristic, sample: LimitSample) -> Iterator[tuple[Value, Cell]]:
    part = spec.part
    name: Value = source.name or key
    numbered = words("numbered", number=source.balloon, name=name) if source.balloon else name
    yield words("column.sample"), Cell((sample.id,), strong=True)
    yield words("column.characteristic"), Cell((numbered,))
    yield words("field.part-name"), plain(part.name if part and part.name else spec.title)
    yield words("field.part-number"), plain(part.number if part else None)
    yield words("field.drawing"), plain(header.drawing_of(spec))
    yield words("field.specification"), plain(f"{spec.id}  Rev. {spec.revision}")
    yield words("column.limit"), plain(source.limit)
    yield words("column.class"), plain(Say(f"terms.class.{source.nonconformity.value}"))
    if source.phrase:
        yield words("column.phrase"), plain(source.phrase)
    if source.basis:
        yield words("column.basis"), plain(source.basis)


def _shows(sample: LimitSample) -> Iterator[tuple[Value, Cell]]:
    """Yield both edges, each with its box."""
    for which in ("ok", "ng"):
        box = CHOSEN if sample.shows == which else BOX
        yield said(f"shows.{which}"), Cell((box, said(f"shows-means.{which}")))


def _or_blank(value: Value | None, lines: int = 1) -> Cell:
    return Cell((value,)) if value else blank(lines)


def _viewing(source: Characteristic, sample: LimitSample) -> Iterator[tuple[Value, Cell]]:
    """Yield the conditions of the comparison; those of the sample go before those of the characteristic."""
    stated: Mapping[str, str] = {**source.conditions, **sample.viewing}
    for key in (*_VIEWING, *(key for key in stated if key not in _VIEWING)):
        yield fact_heading(key), _or_blank(stated.get(key))
    if source.method:
        yield words("facts.method"), plain(source.method)


def _pictures(photos: Sequence[tuple[int, Photo]], sample: LimitSample) -> Iterator[Block]:
    """Yield the photos of a sample with their digests, or a space for a print."""
    if not photos:
        caption = said("photo-space", sample=sample.id)
        yield Picture(caption, said("stick-here"), _space, _HEIGHT)
    for number, photo in photos:
        caption = said("photo", number=number, name=said("of-sample", sample=sample.id))
        yield Picture(caption, from_file(photo), partial(_photo, photo), _HEIGHT, photo=True)


def _photo(photo: Photo, _lang: str, width: float, height: float) -> Any:  # noqa: ANN401 - the PDF library has no types
    return placed([photo.content], (width, height))


def _space(lang: str, width: float, height: float) -> Any:  # noqa: ANN401 - likewise
    return space(pictured("papers.stick-here", lang), (width, height), _SPACE)


def _digest(sheet: Sheet, digest: str) -> Facts:
    rows = (
        (words("digest.spec"), Cell((file_name(sheet.file), f"SHA-256 {digest}"))),
        (said("drawn-by"), Cell((words("program", version=__version__, rules=RULES_VERSION),))),
    )
    return Facts(words("section.digests"), rows, across=1)
