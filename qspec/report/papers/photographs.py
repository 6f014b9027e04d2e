"""Photos in a paper: the digests of the files, then the photos side by side under their captions.

Called by ``build.py`` for the inspection report and by ``frame.py`` for the other papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from qspec.errors import Say, Value
from qspec.report.carried.model import photo_name
from qspec.report.content.wording import listed
from qspec.report.outline import Block, Cell, Facts, Paragraphs, Picture, Tone
from qspec.report.photos import Photo
from qspec.report.pictures.photo import placed
from qspec.spec.model import Spec

_ACROSS = 2
_HEIGHT = 176.0
"""Points: four photos on a page beside their digests, each large enough to see a scratch."""


def photographs(photos: Sequence[Photo], spec: Spec) -> Iterator[Block]:
    """Yield the photos and what identifies them; nothing where there is none."""
    if not photos:
        return
    numbered = list(enumerate(photos, start=1))
    files = tuple(identified(number, photo, spec) for number, photo in numbered)
    yield Facts(Say("papers.section.photos"), files, across=1)
    for start in range(0, len(numbered), _ACROSS):
        row = numbered[start : start + _ACROSS]
        caption = listed(_caption(number, photo, spec) for number, photo in row)
        told = listed(from_file(photo) for _, photo in row)
        yield Picture(caption, told, partial(_row, [photo for _, photo in row]), _HEIGHT, photo=True)
    yield Paragraphs(None, (Cell((Say("papers.note.photos"),), Tone.QUIET),))


def _row(photos: Sequence[Photo], _lang: str, width: float, height: float) -> Any:  # noqa: ANN401 - the PDF library has no types
    return placed([photo.content for photo in photos], (width, height), _ACROSS)


def _caption(number: int, photo: Photo, spec: Spec) -> Say:
    return Say("papers.photo", {"number": number, "name": shown(photo, spec)})


def from_file(photo: Photo) -> Say:
    """Return what is said of a photo where it cannot be seen."""
    return Say("papers.photo-from", {"file": photo.file})


def shown(photo: Photo, spec: Spec) -> Value:
    """Return what a photo shows: the characteristic's name, or the limit sample's id."""
    source = spec.characteristics.get(photo.of)
    if source is None:
        return Say("papers.of-sample", {"sample": photo.of})
    name: Value = source.name or photo.of
    return name


def identified(number: int, photo: Photo, spec: Spec) -> tuple[Value, Cell]:
    """Return the file as it was given and the one attached, each with its digest."""
    given = Say("papers.photo-given", {"file": photo.file})
    kept = Say("papers.photo-kept", {"file": photo_name(number)})
    lines = (given, f"SHA-256 {photo.sha256}", kept, f"SHA-256 {photo.kept_sha256}")
    return _caption(number, photo, spec), Cell(lines)
