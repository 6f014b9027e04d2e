"""Certificates: read from files, and told about; used by ``keys.py``, ``signing.py`` and ``verifying.py``."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qspec.errors import Place, Problem
from qspec.sealing.model import Holder

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, Name, ObjectIdentifier


def read_certificates(file: str, content: bytes) -> tuple[tuple[Certificate, ...], list[Problem]]:
    """Return the certificates of a PEM or DER file, the first of them first; a file without one is a problem."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        found = (
            x509.load_pem_x509_certificates(_certificate_blocks(content))
            if b"-----BEGIN CERTIFICATE" in content
            else [x509.load_der_x509_certificate(content)]
        )
        for one in found:
            holder(one)
            one.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return (), [Problem("seal.not-a-certificate", Place(file), values={"file": file})]
    return tuple(found), []


def _certificate_blocks(content: bytes) -> bytes:
    """Return the certificates of a PEM file that may hold a key as well."""
    return b"\n".join(re.findall(rb"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", content, re.DOTALL))


def holder(certificate: Certificate) -> Holder:
    """Return what a certificate says; raises ``ValueError`` for one that cannot be read."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.x509.oid import NameOID

    subject = certificate.subject
    organisation, unit = _of(subject, NameOID.ORGANIZATION_NAME), _of(subject, NameOID.ORGANIZATIONAL_UNIT_NAME)
    name = _of(subject, NameOID.COMMON_NAME) or unit or organisation or subject.rfc4514_string()
    return Holder(
        name=name,
        organisation=organisation,
        unit=unit,
        issuer=_of(certificate.issuer, NameOID.COMMON_NAME) or certificate.issuer.rfc4514_string(),
        self_signed=certificate.issuer == subject,
        fingerprint=certificate.fingerprint(SHA256()).hex(":").upper(),
        begins=certificate.not_valid_before_utc,
        ends=certificate.not_valid_after_utc,
    )


def _of(name: Name, kind: ObjectIdentifier) -> str:
    return " ".join(str(part.value) for part in name.get_attributes_for_oid(kind))


def valid_at(told: Holder, time: datetime) -> bool:
    """Say whether a certificate was valid at a time; one without a zone counts as UTC."""
    return told.begins <= (time if time.tzinfo else time.replace(tzinfo=UTC)) <= told.ends


def may_sign(certificate: Certificate) -> bool:
    """Say whether a certificate's stated purposes allow signing documents; one that states none allows it."""
    from cryptography import x509

    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment
