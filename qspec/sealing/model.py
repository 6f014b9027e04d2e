"""What a seal is and what was found out about one, as plain values; used by every part of the package."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from qspec.errors import Say, Value


class Box(StrEnum):
    """The seal boxes of a report; a box's value is the name of its signature field."""

    PREPARED = "prepared"
    CHECKED = "checked"
    APPROVED = "approved"
    BUYER = "buyer"


class Standing(StrEnum):
    """What a seal is worth to the person who examines the report."""

    KNOWN = "known"
    """Nothing was changed but by later seals, and a certificate the user trusts vouches for the signer."""
    UNKNOWN = "unknown"
    """Nothing was changed but by later seals; nobody the user named vouches for the signer."""
    BROKEN = "broken"
    """The report was changed, or the signature does not hold."""


@dataclass(frozen=True)
class Holder:
    """What a certificate says about the one who holds its key. The texts are whatever its maker wrote into it."""

    name: str
    organisation: str
    unit: str
    issuer: str
    self_signed: bool
    """Whether the holder made the certificate alone: nobody else says who this is."""
    fingerprint: str
    """SHA-256 of the certificate, upper case pairs parted by colons, as other programs show it."""
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class SignatureReport:
    """One signature of a report. ``box`` is the name of its field, empty where the file could not even be read."""

    box: str
    standing: Standing
    reasons: tuple[Say, ...] = ()
    """Why it is broken; nothing for the others."""
    signer: Holder | None = None
    time: datetime | None = None
    time_from: Say | None = None
    """Whose clock that is: the signer's own, or an authority's."""
    certifies: bool = False
    """Whether it is the one that forbids every change but filling the other boxes."""
    covers_whole_file: bool = False
    """Whether not a byte follows that it does not cover."""
    docmdp_ok: bool = False
    """Whether everything that follows is of the kind that the certifying seal allows."""
    notes: tuple[Say, ...] = ()


def box_name(box: str) -> Value:
    """Return what a box is called, for a sentence; a field of another name is called by that."""
    return Say(f"seal.box.{box}") if box in set(Box) else box


def sentences(report: SignatureReport) -> tuple[Say, ...]:
    """Return what is to be said about a seal, in order: does it hold, why not, when was it put, whose certificate."""
    signer = report.signer
    name = signer.name if signer is not None else Say("seal.nobody")
    if not report.box:
        return report.reasons
    said = [Say(f"seal.standing.{report.standing.value}", {"box": box_name(report.box), "name": name})]
    said += report.reasons
    if report.time is not None and report.time_from is not None:
        said.append(Say("seal.signed-at", {"time": moment(report.time), "clock": report.time_from}))
    if signer is not None:
        kind = "self-signed" if signer.self_signed else "issued"
        said.append(Say(f"seal.certificate.{kind}", {"issuer": signer.issuer}))
        said.append(Say("seal.fingerprint", {"fingerprint": signer.fingerprint}))
    return (*said, *report.notes)


def moment(time: datetime) -> str:
    """Return a time with its distance from UTC, as both languages write it."""
    text = time.strftime("%Y-%m-%d %H:%M:%S")
    zone = time.strftime("%z")
    return f"{text} {zone[:3]}:{zone[3:]}" if zone else text
