"""Entries of a ledger as values: its head, the result of a lot, an act of a person.

``lines.py`` writes and reads them, ``admission.py`` says which may follow on which, ``switching.py`` reads them. Dates
are ISO text given by the caller; nothing here asks a clock.
"""

from __future__ import annotations

import datetime
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from qspec.judgement.plans.model import Counting, Inspection, System
from qspec.judgement.result import Disposition
from qspec.measurements.words import same_name


def _calendar_date(text: str) -> str:
    if datetime.date.fromisoformat(text).isoformat() != text:
        raise ValueError(text)
    return text


Date = Annotated[str, AfterValidator(_calendar_date)]
"""A calendar date as text, ``2026-11-22``."""
Named = Annotated[str, Field(min_length=1)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]
Aql = Annotated[str, Field(pattern=r"^[0-9]{1,4}(\.[0-9]{1,3})?$")]
"""An AQL as decimal text, ``2.5``."""


def lot_form(number: str | None) -> str:
    """Return the form in which two lot numbers are one: L-1 in full width, with another dash or in small letters."""
    text = number or ""
    return same_name(unicodedata.normalize("NFKC", text)) or text.strip()


class Act(StrEnum):
    """What a person decided. None of them changes a computed result."""

    RETURN = "return"
    """返却"""
    SORT = "sort"
    """選別"""
    REWORK = "rework"
    """手直し"""
    REINSPECT = "reinspect"
    """再検査"""
    CONCESSION = "concession"
    """特採: the buyer takes the lot, or a part of it, as it is."""
    SCRAP = "scrap"
    """廃却"""
    AUTHORISE_REDUCED = "authorise-reduced"
    """The responsible authority wants reduced inspection."""
    STEADY = "steady"
    """Production is steady."""
    IRREGULAR = "irregular"
    """Production is irregular or delayed."""
    RESUME = "resume"
    """Inspection goes on after it was discontinued."""


@dataclass(frozen=True)
class Header:
    """First line of a ledger: the spec whose lots it holds, and its parties."""

    spec: Named
    supplier: str = ""
    buyer: str = ""
    format: Literal["qspec-ledger/1"] = "qspec-ledger/1"
    record: Literal["header"] = "header"


@dataclass(frozen=True)
class ClassEntry:
    """How one class of nonconformities came out, and by which plan."""

    name: Named
    """Class of the spec's ``sampling``: critical, major, minor or all."""
    plan: str
    """The plan in the spec's words."""
    verdict: Disposition
    system: System | None = None
    """None where the plan is not from the tables; switching does not apply to it then."""
    level: str | None = None
    aql: Aql | None = None
    counting: Counting = Counting.ITEMS
    stated: Inspection | None = None
    """Severity that the plan's words state."""
    inspection: Inspection | None = None
    """Severity under which the lot was inspected."""
    letter: str | None = None
    effective_letter: str | None = None
    n: Count | None = None
    ac: Count | None = None
    re: Count | None = None
    d: Count | None = None
    """Nonconforming items or nonconformities found."""
    in_gap: bool = False
    """Ac < d < Re: accepted, but normal inspection follows (reduced inspection of MIL-STD-105E)."""


@dataclass(frozen=True)
class LotEntry:
    """The result of one lot as computed."""

    lot: Named
    date: Date
    spec: Named
    revision: str
    spec_sha256: Digest
    data_sha256: Digest
    disposition: Disposition
    classes: tuple[ClassEntry, ...]
    part: str = ""
    lot_size: Positive | None = None
    resubmission: bool = False
    """The lot had been sorted or reworked after an earlier result; the ledger sets this itself."""
    record: Literal["lot"] = "lot"

    @property
    def identity(self) -> tuple[str, str, str]:
        """What names a lot: its number in whatever spelling, the spec and the part."""
        return lot_form(self.lot), self.spec, self.part


@dataclass(frozen=True)
class ActEntry:
    """An act of a person; which fields it needs depends on its kind (``acts.py``)."""

    kind: Act
    date: Date
    by: Named
    """Who acts."""
    party: Literal["supplier", "buyer"]
    lot: str = ""
    part: str = ""
    nonconformity: str = ""
    """Class the act is for; every class where empty."""
    quantity: Positive | None = None
    """Pieces."""
    consent_by: str = ""
    """Who agreed: on the buyer's side for a concession, on both sides for going on after discontinuation."""
    limits: str = ""
    """Within which limits a concession holds."""
    until: Date | None = None
    note: str = ""
    record: Literal["act"] = "act"


Entry = LotEntry | ActEntry
