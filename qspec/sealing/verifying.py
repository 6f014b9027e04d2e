"""Examines the seals of a report: do they hold, whose are they, what was changed since; called by ``qspec verify``.

What counts is the library's ``bottom_line``, never ``intact``, which stays true for whatever is appended to a file. On
top of that nothing may follow the last seal, and every box that is filled has to hold a seal that can be examined.
Nothing is fetched from the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from qspec.errors import Say
from qspec.sealing.certificates import holder, may_sign, valid_at
from qspec.sealing.model import Box, Holder, SignatureReport, Standing, moment
from qspec.sealing.quiet import quiet
from qspec.sealing.trust import context

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import EmbeddedPdfSignature, PdfSignatureStatus
    from pyhanko_certvalidator import ValidationContext

CLOCKS_APART = timedelta(minutes=10)
"""How far ahead another computer's clock may be before a signing time is called one of the future."""


def verify_signatures(content: bytes, roots: Sequence[Certificate] = ()) -> tuple[SignatureReport, ...]:
    """Return what is found about each signature, in the order of signing; none for a report without signatures.

    ``roots`` are the certificates the user trusts: of an authority, or a signer's own. A file that cannot be read as a
    PDF gives one broken report without a box.
    """
    return examine(content, roots)


def examine(
    content: bytes, roots: Sequence[Certificate] = (), now: datetime | None = None
) -> tuple[SignatureReport, ...]:
    """Do what :func:`verify_signatures` does, at a time of one's own."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    given = _Given(tuple(roots), now or datetime.now(UTC))
    with quiet():
        try:
            reader = PdfFileReader(BytesIO(content))
            found = list(reader.embedded_regular_signatures)
            strange = _not_seals(reader, {str(one.field_name) for one in found})
        except ImportError:
            raise
        except Exception:  # noqa: BLE001 - a damaged or hostile file makes the library fail in any way whatever
            return (_broken("", "unreadable"),)
        reports = [_examined(one, given, last=one is found[-1]) for one in found]
    return (*reports, *(_broken(name, "not-a-seal") for name in strange))


@dataclass(frozen=True)
class _Given:
    """What one examination is about: whom the user trusts, and the time."""

    roots: tuple[Certificate, ...]
    now: datetime


def _broken(box: str, reason: str) -> SignatureReport:
    return SignatureReport(box, Standing.BROKEN, (Say(f"seal.reason.{reason}"),))


def _not_seals(reader: PdfFileReader, seals: set[str]) -> list[str]:
    """Return the filled signature fields that hold no signature of a kind that can be examined.

    A time stamp on the document, in a field of its own, is not a seal and is allowed.
    """
    from pyhanko.sign.fields import enumerate_sig_fields

    filled = {str(name): value.get_object() for name, value, _ in enumerate_sig_fields(reader, filled_status=True)}
    stamps = {name for name, value in filled.items() if value.get("/Type") == "/DocTimeStamp" and name not in set(Box)}
    return sorted(filled.keys() - seals - stamps)


def _examined(found: EmbeddedPdfSignature, given: _Given, *, last: bool) -> SignatureReport:
    """Return the report on one signature."""
    try:
        return _judged(found, given, last=last)
    except ImportError:
        raise
    except Exception:  # noqa: BLE001 - a damaged or hostile signature makes the library fail in any way whatever
        return _broken(str(found.field_name), "unreadable-seal")


def _judged(found: EmbeddedPdfSignature, given: _Given, *, last: bool) -> SignatureReport:
    from cryptography import x509
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    own = x509.load_der_x509_certificate(found.signer_cert.dump())
    signer = holder(own)
    claimed = found.self_reported_timestamp
    known, within = context(found.signer_cert, found.other_embedded_certs, given.roots, claimed or given.now)
    clock_known, clock = _clock(found, given)
    status = validate_pdf_signature(
        found,
        signer_validation_context=within,
        ts_validation_context=clock,
        key_usage_settings=KeyUsageConstraints(key_usage=frozenset()),  # looked at by `may_sign`, to be told apart
    )
    faults = [*_faults(status, last=last), *_more_faults(found, own)]
    reasons = [Say(f"seal.reason.{slug}") for slug in faults]
    stamp = status.timestamp_validity
    time = stamp.timestamp if stamp is not None else claimed
    reasons += _wrong_times(signer, time, given.now)
    clock_kind = "signer" if stamp is None else "authority" if clock_known else "unknown-authority"
    standing = Standing.BROKEN if reasons else Standing.KNOWN if known else Standing.UNKNOWN
    return SignatureReport(
        box=str(found.field_name),
        standing=standing,
        reasons=tuple(reasons),
        signer=signer,
        time=time,
        time_from=Say(f"seal.clock.{clock_kind}"),
        certifies=found.docmdp_level is not None,
        covers_whole_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        docmdp_ok=bool(status.docmdp_ok),
        notes=_notes(signer, standing, given.now),
    )


def _more_faults(found: EmbeddedPdfSignature, own: Certificate) -> list[str]:
    """Return what the library lets pass: a certificate for other purposes, and boxes added where no seal certifies.

    An added box is a picture on the page that no one signed; a time stamp on the document is a field without extent.
    """
    from pyhanko.sign.fields import enumerate_sig_fields

    faults = [] if may_sign(own) else ["not-for-signing"]
    before = {name for name, _, _ in enumerate_sig_fields(found.reader.get_historical_resolver(found.signed_revision))}
    for name, _, field in enumerate_sig_fields(found.reader):
        left, bottom, right, top = field.get_object().get("/Rect", (0, 0, 1, 1))
        if name not in before and left != right and bottom != top:
            faults.append("box-added")
            break
    return faults


def _clock(found: EmbeddedPdfSignature, given: _Given) -> tuple[bool, ValidationContext | None]:
    """Return whether the user trusts the authority that stamped the time, and the context to validate the stamp in."""
    from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, extract_tst_data_iter

    for signed in (False, True):
        for stamp in extract_tst_data_iter(found.signer_info, signed=signed):
            certificates = extract_certs_for_validation(stamp)
            time = stamp["encap_content_info"]["content"].parsed["gen_time"].native
            return context(certificates.signer_cert, list(certificates.other_certs), given.roots, time)
    return False, None


def _faults(status: PdfSignatureStatus, *, last: bool) -> list[str]:
    """Return what is wrong with a signature, by the names of the sentences for it."""
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    faults = []
    if not status.intact:
        faults.append("bytes-changed")
    elif not status.valid:
        faults.append("signature-wrong")
    elif not status.trusted:
        faults.append("certificate-wrong")
    level, coverage = status.modification_level, status.coverage
    if coverage is None or coverage < SignatureCoverageLevel.ENTIRE_REVISION or not status.docmdp_ok or level is None:
        faults.append("changed-after")
    elif last and coverage is not SignatureCoverageLevel.ENTIRE_FILE and level is not ModificationLevel.LTA_UPDATES:
        faults.append("changed-after-last")
    elif level > ModificationLevel.FORM_FILLING:
        faults.append("changed-after")
    if not status.bottom_line and not faults:
        faults.append("other")
    return faults


def _wrong_times(signer: Holder, time: datetime | None, now: datetime) -> list[Say]:
    if time is None:
        return [Say("seal.reason.no-time")]
    if _aware(time) > now + CLOCKS_APART:
        return [Say("seal.reason.future")]
    if not valid_at(signer, time):
        return [Say("seal.reason.not-valid-then", {"begins": moment(signer.begins), "ends": moment(signer.ends)})]
    return []


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _notes(signer: Holder, standing: Standing, now: datetime) -> tuple[Say, ...]:
    if standing is Standing.BROKEN:
        return ()
    notes = [] if standing is Standing.KNOWN else [Say("seal.compare-fingerprint")]
    if now > signer.ends:
        notes.append(Say("seal.expired-since", {"ends": moment(signer.ends)}))
    return tuple(notes)
