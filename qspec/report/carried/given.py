"""``given.json``: everything beside the attached files that a judgement and its paper depend on.

The names of the files without their folders (they stand in the result), what the options said about the lot, the
choices for the paper, and the versions it was drawn with. ``gathering.py`` writes it, ``verifying/`` reads it; what a
program wrote is written again byte for byte, so a file that is not is no program's.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from qspec.errors import Refusal
from qspec.judgement.plans.model import Inspection
from qspec.measurements.batch import LotInfo
from qspec.messages import LANGUAGES
from qspec.report.papers.names import ALL as PAPERS
from qspec.report.papers.names import REPORT
from qspec.report.photos import MOST
from qspec.spec.fields import ALL, CLASSES

SCHEMA = "qspec-given/1"
FILES = ("spec", "data", "sidecar", "ledger")
"""Attached files that have a name of their own."""
_LARGEST_LOT = 10_000_000
_LONGEST = 10_000
"""Characters of one text."""


@dataclass(frozen=True)
class Pictured:
    """A photo on the paper: what it shows, the name of the file it was made of, and that file's SHA-256."""

    of: str
    file: str
    sha256: str


@dataclass(frozen=True)
class Given:
    """What was given beside the files; ``names`` holds the files' names by :data:`FILES`, where there is one."""

    names: Mapping[str, str]
    lot: str | None = None
    """Lot asked for: a number, or ``all``."""
    info: LotInfo = field(default_factory=LotInfo)
    severity: Mapping[str, Inspection] = field(default_factory=dict)
    shipment: datetime.date | None = None
    languages: tuple[str, ...] = LANGUAGES
    date: str = ""
    number: str | None = None
    paper: str = REPORT
    """Which paper was drawn of the result."""
    photos: tuple[Pictured, ...] = ()
    font: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of the font files, by weight (``regular``, ``bold``)."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """Versions of whatever turns a result into bytes, by name."""


def write(given: Given) -> bytes:
    """Return the file's bytes; the same values give the same bytes."""
    info = given.info
    plain = {
        "schema": SCHEMA,
        "files": {key: given.names[key] for key in FILES if key in given.names},
        "lot": {
            "asked": given.lot,
            "id": info.id,
            "size": info.size,
            "date": info.date,
            "inspector": info.inspector,
            "order": info.order,
        },
        "severity": {name: given.severity[name].value for name in sorted(given.severity)},
        "shipment": given.shipment.isoformat() if given.shipment is not None else None,
        "paper": {
            "name": given.paper,
            "languages": list(given.languages),
            "date": given.date,
            "number": given.number,
        },
        "photos": [{"of": one.of, "file": one.file, "sha256": one.sha256} for one in given.photos],
        "font": {name: given.font[name] for name in sorted(given.font)},
        "versions": {name: given.versions[name] for name in sorted(given.versions)},
    }
    try:
        return _dumped(plain, ascii_only=False)
    except UnicodeEncodeError:  # a file's name that is no text
        return _dumped(plain, ascii_only=True)


def _dumped(plain: Mapping[str, Any], *, ascii_only: bool) -> bytes:
    return (json.dumps(plain, ensure_ascii=ascii_only, allow_nan=False, indent=1) + "\n").encode()


def read(content: bytes) -> Given | Refusal:
    """Return what the file says, or why it cannot be believed: each field is looked at, and none may be strange."""
    try:
        plain = json.loads(content.decode())
    except (ValueError, RecursionError):
        return Refusal("verify.given-no-json")
    if not isinstance(plain, dict) or plain.get("schema") != SCHEMA:
        found = plain.get("schema") if isinstance(plain, dict) else None
        return Refusal("verify.given-schema", {"found": str(found)[:40], "known": SCHEMA})
    try:
        given = _given(plain)
    except _StrangeError as strange:
        return Refusal("verify.given-field", {"field": str(strange)})
    if write(given) != content:
        return Refusal("verify.given-field", {"field": "…"})
    return given


class _StrangeError(Exception):
    """A field that holds what no run of the program writes there; its name is the text."""


def _given(plain: Mapping[str, Any]) -> Given:
    lot, paper = _mapping(plain, "lot"), _mapping(plain, "paper")
    size = lot.get("size")
    if size is not None and (type(size) is not int or not 0 < size <= _LARGEST_LOT):
        raise _StrangeError("lot.size")
    info = LotInfo(
        id=_text(lot, "lot", "id"),
        size=size,
        date=_day(lot, "lot", "date"),
        inspector=_text(lot, "lot", "inspector"),
        order=_text(lot, "lot", "order"),
    )
    shipment = _day(plain, "", "shipment")
    return Given(
        names=_texts(plain, "files", FILES),
        lot=_text(lot, "lot", "asked"),
        info=info,
        severity=_severity(plain),
        shipment=datetime.date.fromisoformat(shipment) if shipment is not None else None,
        languages=_languages(paper),
        date=_day(paper, "paper", "date") or "",
        number=_text(paper, "paper", "number"),
        paper=_paper(paper),
        photos=_photos(plain),
        font=_texts(plain, "font", ("regular", "bold")),
        versions=_texts(plain, "versions", None),
    )


def _mapping(plain: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = plain.get(key)
    if not isinstance(value, dict):
        raise _StrangeError(key)
    return value


def _text(plain: Mapping[str, Any], under: str, key: str) -> str | None:
    value = plain.get(key)
    if value is not None and (not isinstance(value, str) or len(value) > _LONGEST):
        raise _StrangeError(f"{under}.{key}".lstrip("."))
    return value


def _day(plain: Mapping[str, Any], under: str, key: str) -> str | None:
    text = _text(plain, under, key)
    try:
        return datetime.date.fromisoformat(text).isoformat() if text else None
    except ValueError:
        raise _StrangeError(f"{under}.{key}".lstrip(".")) from None


def _texts(plain: Mapping[str, Any], key: str, known: tuple[str, ...] | None) -> Mapping[str, str]:
    value = _mapping(plain, key)
    for name in value:
        if _text(value, key, name) is None or (known is not None and name not in known):
            raise _StrangeError(f"{key}.{name[:40]}")
    return dict(value)


def _severity(plain: Mapping[str, Any]) -> Mapping[str, Inspection]:
    asked = _texts(plain, "severity", (*CLASSES, ALL))
    known: Callable[[str], bool] = {one.value for one in Inspection}.__contains__
    for name, value in asked.items():
        if not known(value):
            raise _StrangeError(f"severity.{name}")
    return {name: Inspection(value) for name, value in asked.items()}


def _languages(paper: Mapping[str, Any]) -> tuple[str, ...]:
    value = paper.get("languages")
    allowed = isinstance(value, list) and 0 < len(value) <= len(LANGUAGES) and all(one in LANGUAGES for one in value)
    if not allowed or len(set(value or ())) != len(value or ()):
        raise _StrangeError("paper.languages")
    return tuple(value or ())


def _paper(paper: Mapping[str, Any]) -> str:
    name = paper.get("name")
    if name not in PAPERS:
        raise _StrangeError("paper.name")
    return str(name)


def _photos(plain: Mapping[str, Any]) -> tuple[Pictured, ...]:
    value = plain.get("photos")
    if not isinstance(value, list) or len(value) > MOST:
        raise _StrangeError("photos")
    return tuple(_photo(one) for one in value)


def _photo(value: object) -> Pictured:
    texts = [value.get(key) for key in ("of", "file", "sha256")] if isinstance(value, dict) else []
    found = [text for text in texts if isinstance(text, str) and len(text) <= _LONGEST]
    if len(found) != 3:
        raise _StrangeError("photos")
    return Pictured(*found)
