"""Who vouches for a signer: contexts for the signature library; used by ``verifying.py``.

A certificate is looked at in two steps: does it lead to one that the user trusts; and if not, is it at least in order
by itself. The second question is answered by taking the end of its own chain for trusted, so that a signature by a
stranger can be told from one that does not hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from pyhanko_certvalidator import ValidationContext

Asn1 = Any
"""A certificate as the signature library holds it; that library has no types."""


def context(
    certificate: Asn1, others: Sequence[Asn1], roots: Sequence[Certificate], time: datetime
) -> tuple[bool, ValidationContext]:
    """Return whether the user's certificates vouch for this one at that time, and the context to validate it in."""
    from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1

    trusted = [translate_pyca_cryptography_cert_to_asn1(root) for root in roots]
    known = bool(trusted) and _leads_to(certificate, others, _made(trusted, others, time))
    return known, _made(trusted if known else [_end_of_chain(certificate, others)], others, time)


def _made(trusted: list[Asn1], others: Sequence[Asn1], time: datetime) -> ValidationContext:
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=trusted, other_certs=list(others), moment=time, allow_fetching=False, revocation_mode="soft-fail"
    )


def _leads_to(certificate: Asn1, others: Sequence[Asn1], within: ValidationContext) -> bool:
    import asyncio

    from pyhanko_certvalidator import CertificateValidator
    from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError, ValidationError

    validator = CertificateValidator(certificate, intermediate_certs=list(others), validation_context=within)
    try:
        asyncio.run(validator.async_validate_path())
    except (PathBuildingError, PathValidationError, ValidationError):
        return False
    return True


def _end_of_chain(certificate: Asn1, others: Sequence[Asn1]) -> Asn1:
    """Return the last of the certificates that came with a signature, each the issuer of the one before."""
    seen = [certificate]
    while True:
        last = seen[-1]
        above = next((one for one in others if one.subject == last.issuer and one not in seen), None)
        if above is None:
            return last
        seen.append(above)
