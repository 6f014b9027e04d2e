"""Files attached to a report.

``gathering.py`` makes them of an evaluation's inputs, ``archive/`` puts them into the PDF, ``qspec verify`` takes them
out again and judges from them alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qspec.errors import Value


class Relationship(StrEnum):
    """AFRelationship of ISO 32000-2, 14.13: what an attached file is to the paper."""

    SOURCE = "Source"
    DATA = "Data"
    SUPPLEMENT = "Supplement"


@dataclass(frozen=True)
class Attachment:
    """One file. ``name`` is unique within a report and plain ASCII: ``spec.yaml``, ``data.csv``, ``result.json``."""

    name: str
    content: bytes
    relationship: Relationship
    media_type: str
    description: Value


SPEC = "spec.yaml"
DATA = "data"
"""Followed by the suffix of the inspection file: ``data.csv``, ``data.xlsx``."""
SIDECAR = "data.batch.yaml"
PHOTO = "photo-"
"""Followed by the photo's number on the paper: ``photo-1.jpg``."""
GIVEN = "given.json"
"""Options of the run: lot, size, dates, severity, languages, number, names of the files without folders."""
LEDGER = "ledger.jsonl"
RESULT = "result.json"
"""The result document as ``check --format json`` prints it."""


def photo_name(number: int) -> str:
    """Return the name under which a photo is attached; photos are counted from 1."""
    return f"{PHOTO}{number}.jpg"
