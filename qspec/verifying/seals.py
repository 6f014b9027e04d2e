"""The signatures of a report, examined by ``sealing/`` where the extra for them is installed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qspec.errors import Place, Say
from qspec.verifying.model import Finding, Outcome, Signature, Verification, finding

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


def with_signatures(verification: Verification, content: bytes, roots: Sequence[Certificate] | None) -> Verification:
    """Return the verification with what its signatures are worth; ``roots`` None: nobody in particular is expected.

    What stands behind the first revision is believed only as far as a signature vouches for it.
    """
    from qspec.sealing.extra import missing

    place = Place(verification.file)
    if not verification.signed:
        if roots is not None:
            return _worse(verification, finding("not-signed", place, Outcome.DIFFERS))
        return replace(verification, notes=(*verification.notes, Say("verify.unsigned")))
    if missing() is not None:
        found = finding("seals-unexamined", place, Outcome.UNKNOWN_SIGNER, count=verification.signed)
        return _worse(verification, found)
    from qspec.sealing.model import Standing, sentences
    from qspec.sealing.verifying import verify_signatures

    outcomes = {
        Standing.KNOWN: Outcome.REPRODUCED,
        Standing.UNKNOWN: Outcome.UNKNOWN_SIGNER,
        Standing.BROKEN: Outcome.TAMPERED,
    }
    reports = verify_signatures(content, roots or ())
    signatures = tuple(Signature(sentences(report), outcomes[report.standing]) for report in reports)
    verification = replace(verification, signatures=signatures)
    if len(reports) != verification.signed:
        return _worse(verification, finding("seals-uncounted", place, count=verification.signed, found=len(reports)))
    return verification


def _worse(verification: Verification, found: Finding) -> Verification:
    return replace(verification, findings=(*verification.findings, found))
