"""A verification as data: one versioned document, sentences by key with their values, in every language."""

from __future__ import annotations

import hashlib
import json

from qspec import __version__
from qspec.report.as_json import Plain, plain, problem
from qspec.verifying.model import Verification

SCHEMA = "qspec-verification/1"


def write(verification: Verification) -> bytes:
    """Return the document as UTF-8; the same verification gives the same bytes."""
    text = json.dumps(document(verification), ensure_ascii=False, allow_nan=False, indent=1)
    return (text + "\n").encode()


def document(verification: Verification) -> dict[str, Plain]:
    """Return the document as plain data."""
    attached: list[Plain] = [
        {"name": plain(one.name), "bytes": len(one.content), "sha256": hashlib.sha256(one.content).hexdigest()}
        for one in verification.attached
    ]
    seals: list[Plain] = [{"outcome": one.outcome.value, "said": plain(one.said)} for one in verification.signatures]
    return {
        "schema": SCHEMA,
        "qspec_version": __version__,
        "file": plain(verification.file),
        "sha256": verification.sha256 or None,
        "outcome": verification.outcome.value,
        "disposition": plain(verification.disposition),
        "drawn_with": plain(verification.drawn_with),
        "findings": [{**problem(one.problem), "outcome": one.outcome.value} for one in verification.findings],
        "checked": plain(verification.checked),
        "notes": plain(verification.notes),
        "signatures": seals,
        "attached": attached,
    }
