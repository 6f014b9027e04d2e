"""A key pair of one's own for firms without a certificate from an authority; called by ``qspec seal --new``.

ECDSA on P-256 with SHA-256, which every current PDF reader knows; the certificate is signed by its own key.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from qspec.errors import Place, Problem
from qspec.sealing.certificates import holder
from qspec.sealing.model import Holder

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.x509 import Certificate, Name

KEY, CERTIFICATE = "seal-key.pem", "seal-certificate.pem"
YEARS = 5
"""How long the certificate may be used for new seals; seals made in that time stay what they are."""
NAME_LIMIT = 64
"""Characters of a common name or organisational unit (ub-common-name of RFC 5280, appendix A)."""
PASSPHRASE_LEAST = 8
"""Characters below which a passphrase is guessed in no time; refused as a slip."""


def make_pair(
    folder: str, name: str, unit: str, passphrase: str | None, now: datetime
) -> tuple[Holder | None, list[Problem]]:
    """Write key and certificate into a folder and return what the certificate says.

    Without a passphrase the key is written unprotected. A key that is there already is never replaced.
    """
    problems = _refused(folder, name, unit, passphrase)
    if problems:
        return None, problems
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding

    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(key, name, unit, now)
    try:
        os.makedirs(folder, exist_ok=True)
        _write(Path(folder, KEY), _key_text(key, passphrase), 0o600)
        _write(Path(folder, CERTIFICATE), certificate.public_bytes(Encoding.PEM), 0o644)
    except OSError:
        return None, [Problem("seal.cannot-write-pair", Place(folder), values={"folder": folder})]
    return holder(certificate), []


def _refused(folder: str, name: str, unit: str, passphrase: str | None) -> list[Problem]:
    problems = []
    for text, option in ((name, "--name"), (unit, "--department")):
        if len(text) > NAME_LIMIT or not text.isprintable():
            problems.append(Problem("seal.name-unusable", Place(option), values={"limit": NAME_LIMIT}))
    if passphrase is not None and len(passphrase) < PASSPHRASE_LEAST:
        problems.append(Problem("seal.passphrase-short", values={"least": PASSPHRASE_LEAST}))
    for file in (KEY, CERTIFICATE):
        path = os.path.join(folder, file)
        if os.path.lexists(path):
            problems.append(Problem("seal.pair-exists", Place(path), values={"file": path}))
    return problems


def _certificate(key: EllipticCurvePrivateKey, name: str, unit: str, now: datetime) -> Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256

    subject = _subject(name, unit)
    begins = now.astimezone(UTC).replace(microsecond=0) - timedelta(minutes=5)  # clocks differ by a little
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return builder.sign(key, SHA256())


def _subject(name: str, unit: str) -> Name:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    parts = [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit)] if unit else []
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _key_text(key: EllipticCurvePrivateKey, passphrase: str | None) -> bytes:
    from cryptography.hazmat.primitives import serialization

    protection: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase is not None:
        protection = serialization.BestAvailableEncryption(passphrase.encode())
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection)


def _write(path: Path, content: bytes, mode: int) -> None:
    """Write a new file that was never readable for more people than ``mode`` says."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags, mode), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
