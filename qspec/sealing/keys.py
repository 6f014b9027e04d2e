"""The user's key with its certificate, from the files an authority or ``qspec seal --new`` gave out.

PEM (key and certificate in one file or two) and PKCS#12 (.p12, .pfx) are told apart by their content. A passphrase is
asked for only where the file needs one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from qspec.errors import Place, Problem
from qspec.sealing.certificates import holder, may_sign, read_certificates, valid_at
from qspec.sealing.model import Holder, moment

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.x509 import Certificate

RSA_LEAST = 2048
"""Bits below which NIST SP 800-131A Rev. 2 (2019), table 2, disallows RSA signatures."""
CURVES = ("secp256r1", "secp384r1", "secp521r1")
"""The curves of FIPS 186 over prime fields that PDF readers know."""

_KEY_BLOCK = re.compile(rb"-----BEGIN ((?:[A-Z]+ )*PRIVATE KEY)-----.*?-----END \1-----", re.DOTALL)

Ask = Callable[[], tuple[str | None, list[Problem]]]
"""Gives the passphrase, or the problem that there is none."""


@dataclass(frozen=True)
class Seal:
    """A key that can sign, its certificate, and the certificates between that and an authority."""

    key: EllipticCurvePrivateKey | RSAPrivateKey
    certificate: Certificate
    others: tuple[Certificate, ...]
    holder: Holder


@dataclass(frozen=True)
class KeyFile:
    """A file as it was read."""

    name: str
    content: bytes


def read_seal(key: KeyFile, certificate: KeyFile | None, ask: Ask, now: datetime) -> tuple[Seal | None, list[Problem]]:
    """Return what a report can be sealed with at ``now``, or every reason why these files cannot do that."""
    private, carried, problems = _private(key, ask)
    if problems:
        return None, problems
    if certificate is not None:
        given, problems = read_certificates(certificate.name, certificate.content)
    elif carried or b"-----BEGIN CERTIFICATE" not in key.content:
        given = ()
    else:
        given, problems = read_certificates(key.name, key.content)
    if problems:
        return None, problems
    chain = (*given, *carried)
    if not chain:
        return None, [Problem("seal.no-certificate", Place(key.name), values={"file": key.name})]
    return _fitting(key.name, private, chain, now)


def _private(key: KeyFile, ask: Ask) -> tuple[object, tuple[Certificate, ...], list[Problem]]:
    """Return the private key and the certificates that the same container holds."""
    file = {"file": key.name}
    try:
        return (*_opened(key.content, None), [])
    except TypeError:
        pass  # what the library raises where a passphrase is needed
    except ValueError:
        if not _is_container(key.content):  # only of such a file it cannot tell whether a passphrase is needed
            return None, (), [Problem("seal.not-a-key", Place(key.name), values=file)]
    passphrase, refused = ask()
    if passphrase is None:
        return None, (), refused
    try:
        return (*_opened(key.content, passphrase.encode()), [])
    except (ValueError, TypeError):
        return None, (), [Problem("seal.wrong-passphrase", Place(key.name), values=file)]


def _is_container(content: bytes) -> bool:
    """Say whether the content is a PKCS#12 file: a DER sequence that begins with the version 3 (RFC 7292, 4)."""
    return content[:1] == b"\x30" and b"\x02\x01\x03\x30" in content[:12]


def _opened(content: bytes, passphrase: bytes | None) -> tuple[object, tuple[Certificate, ...]]:
    """Return the key and certificates; raises ``TypeError`` or ``ValueError`` as the library does."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        if _is_container(content):
            private, own, others = pkcs12.load_key_and_certificates(content, passphrase)
            return private, tuple(one for one in (own, *others) if one is not None)
        block = _KEY_BLOCK.search(content)
        if block is not None:
            return serialization.load_pem_private_key(block.group(), passphrase), ()
        return serialization.load_der_private_key(content, passphrase), ()
    except UnsupportedAlgorithm as error:
        raise ValueError(str(error)) from error


def _fitting(
    file: str, private: object, chain: tuple[Certificate, ...], now: datetime
) -> tuple[Seal | None, list[Problem]]:
    """Return the seal, if the key is of a kind that signs and a certificate fits it and holds now."""
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    strong = (isinstance(private, EllipticCurvePrivateKey) and private.curve.name in CURVES) or (
        isinstance(private, RSAPrivateKey) and private.key_size >= RSA_LEAST
    )
    if not strong or not isinstance(private, EllipticCurvePrivateKey | RSAPrivateKey):
        return None, [Problem("seal.weak-key", Place(file), values={"file": file, "bits": RSA_LEAST})]
    own = next((one for one in chain if one.public_key() == private.public_key()), None)
    if own is None:
        told = holder(chain[0])
        return None, [Problem("seal.other-key", Place(file), values={"file": file, "name": told.name})]
    told = holder(own)
    values = {"name": told.name, "begins": moment(told.begins), "ends": moment(told.ends)}
    if not valid_at(told, now):
        slug = "expired" if now > told.ends else "not-yet-valid"
        return None, [Problem(f"seal.{slug}", Place(file), values=values)]
    if not may_sign(own):
        return None, [Problem("seal.not-for-signing", Place(file), values={"name": told.name})]
    return Seal(private, own, tuple(one for one in chain if one != own), told), []
