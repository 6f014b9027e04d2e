"""What a report carries: the files it was judged by, what was given beside them, and the result.

``qspec report`` judges what :func:`recorded` returns and calls :func:`gather` for every paper. The result attached is
what ``check --format json`` prints in the folder of the files.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from qspec.errors import Say
from qspec.report.carried import given as given_file
from qspec.report.carried.given import Given, Pictured
from qspec.report.carried.model import (
    DATA,
    GIVEN,
    LEDGER,
    PHOTO,
    RESULT,
    SIDECAR,
    SPEC,
    Attachment,
    Relationship,
    photo_name,
)
from qspec.report.content.wording import file_name

if TYPE_CHECKING:
    from qspec.judgement.evaluate import Inputs
    from qspec.judgement.result import Evaluation
    from qspec.report.options import OutputOptions
    from qspec.report.paper.fonts import FontFiles
    from qspec.report.photos import Photo

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_WORKBOOK = b"PK"
"""First bytes of a zip, which an Excel workbook is."""
_YAML = "application/yaml"
_JSON = "application/json"
_MEDIA = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OTHER = "application/octet-stream"
_SAID = {
    SPEC: (Relationship.SOURCE, _YAML),
    SIDECAR: (Relationship.DATA, _YAML),
    LEDGER: (Relationship.DATA, _JSON),
    GIVEN: (Relationship.SUPPLEMENT, _JSON),
    RESULT: (Relationship.SUPPLEMENT, _JSON),
}
_DRAWS = ("qspec", "reportlab", "fonttools", "pikepdf", "pillow", "holidays")
"""Packages on whose versions the bytes of a paper, or dates in it, depend."""


def recorded(inputs: Inputs) -> Inputs:
    """Return the inputs under the names that go on record: without folders.

    The sender's folders say nothing to the receiver, and the same files give the same report from wherever they lie.
    """
    beside, kept = inputs.sidecar, inputs.known.ledger
    return replace(
        inputs,
        spec=replace(inputs.spec, name=file_name(inputs.spec.name)),
        data=replace(inputs.data, name=file_name(inputs.data.name)),
        sidecar=replace(beside, name=file_name(beside.name)) if beside is not None else None,
        known=replace(inputs.known, ledger=replace(kept, file=file_name(kept.file)) if kept is not None else None),
    )


def gather(
    evaluation: Evaluation, inputs: Inputs, options: OutputOptions, font: FontFiles | None = None
) -> tuple[Attachment, ...]:
    """Return the files that go with the paper of an evaluation.

    ``inputs`` are those that were judged; ``options`` and ``font`` those the paper is drawn with.
    """
    return tuple(_attachments(evaluation, inputs, written(inputs, options, font), options.photos))


def _attachments(evaluation: Evaluation, inputs: Inputs, given: Given, photos: Sequence[Photo]) -> Iterator[Attachment]:
    from qspec.report.as_json import write
    from qspec.report.options import OutputOptions

    yield attachment(SPEC, inputs.spec.content)
    yield attachment(data_name(inputs.data.name, inputs.data.content), inputs.data.content)
    if inputs.sidecar is not None:
        yield attachment(SIDECAR, inputs.sidecar.content)
    if inputs.known.ledger is not None:
        yield attachment(LEDGER, inputs.known.ledger.content)
    for number, photo in enumerate(photos, start=1):
        yield attachment(photo_name(number), photo.content)
    yield attachment(GIVEN, given_file.write(given))
    yield attachment(RESULT, write(evaluation, OutputOptions()))


def attachment(name: str, content: bytes) -> Attachment:
    """Return a file under one of the names of ``model.py`` with what is said of it."""
    if name.startswith(PHOTO):
        return Attachment(name, content, Relationship.SUPPLEMENT, "image/jpeg", Say("verify.attached.photo"))
    relationship, media = _SAID.get(name, (Relationship.DATA, _MEDIA.get(name.removeprefix(DATA), _OTHER)))
    slug = name.partition(".")[0] if name != SIDECAR else "sidecar"
    return Attachment(name, content, relationship, media, Say(f"verify.attached.{slug}"))


def data_name(name: str, content: bytes) -> str:
    """Return the name under which an inspection file is attached: never more of its own name than a plain suffix."""
    suffix = PurePath(name).suffix.lower()
    if not _SUFFIX.fullmatch(suffix):
        suffix = ".xlsx" if content.startswith(_WORKBOOK) else ".csv"
    return f"{DATA}{suffix}"


def written(inputs: Inputs, options: OutputOptions, font: FontFiles | None) -> Given:
    """Return what goes into ``given.json``."""
    names = {"spec": inputs.spec.name, "data": inputs.data.name}
    if inputs.sidecar is not None:
        names["sidecar"] = inputs.sidecar.name
    if inputs.known.ledger is not None:
        names["ledger"] = inputs.known.ledger.file
    return Given(
        names=names,
        lot=inputs.lot,
        info=inputs.given,
        severity=inputs.known.severity,
        shipment=inputs.known.shipment,
        languages=options.languages,
        date=options.date,
        number=options.number,
        paper=options.paper,
        photos=tuple(Pictured(one.of, one.file, one.sha256) for one in options.photos),
        font=font_digests(font),
        versions=versions(),
    )


def font_digests(font: FontFiles | None) -> dict[str, str]:
    """Return the SHA-256 of the font files; of those that come with the program where none are given."""
    from qspec.report.paper.fonts import shipped

    font = font or shipped()
    return {name: _digest(path, *_state(path)) for name, path in (("regular", font.regular), ("bold", font.bold))}


def _state(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_size, state.st_mtime_ns


@cache
def _digest(path: Path, _size: int, _changed: int) -> str:
    """Return a file's SHA-256, worked out once a run for a file that stays the same: a run may draw many papers."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of what this program draws with; a package that is not there is left out."""
    return dict(_versions())


@cache
def _versions() -> Mapping[str, str]:
    import zlib
    from importlib.metadata import PackageNotFoundError, version

    found = {"rules": _rules(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    for package in _DRAWS:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _rules() -> str:
    from qspec.judgement.result import RULES_VERSION

    return str(RULES_VERSION)
