"""The spec as a value: what both parties agreed, before any kind has judged whether it can be measured.

``file.py`` reads a YAML tree into these models; ``kinds`` compile the characteristics into items; judgement and the
reports take names, classes, sampling and parties from here. Every scalar arrives as the text that was written and is
typed by the field, so ``NO``, ``010`` or ``0.10`` stay what a person wrote. Keys of one kind alone are declared by that
kind's own subclass of :class:`Characteristic`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from qspec.spec import fields


class Strict(BaseModel):
    """Base of every model: unknown keys refused, frozen, input never repeated in messages."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, strict=True)


Words = Annotated[Mapping[str, str], BeforeValidator(fields.words), Field(json_schema_extra=fields.WORDS_SCHEMA)]
"""A text per language; plain text in a spec counts for every language."""
Whole = Annotated[int, BeforeValidator(fields.whole), Field(json_schema_extra=fields.NUMBER_SCHEMA)]
Count = Annotated[int, BeforeValidator(fields.count), Field(json_schema_extra=fields.COUNT_SCHEMA)]
"""A whole number, 1 or more."""
Date = Annotated[str, BeforeValidator(fields.date), Field(json_schema_extra=fields.DATE_SCHEMA)]
"""A calendar date as text, ``2027-10-31``."""
Flag = Annotated[bool, BeforeValidator(fields.flag), Field(json_schema_extra=fields.FLAG_SCHEMA)]
Names = Annotated[tuple[str, ...], BeforeValidator(fields.names), Field(json_schema_extra=fields.NAMES_SCHEMA)]
Pairs = Annotated[Mapping[str, str], BeforeValidator(fields.pairs), Field(json_schema_extra=fields.PAIRS_SCHEMA)]

Capability = Annotated[
    Mapping[str, str], BeforeValidator(fields.capability), Field(json_schema_extra=fields.CAPABILITY_SCHEMA)
]
"""What is asked of a capability index, as written."""


class NonconformityClass(StrEnum):
    """Weight of a nonconformity: 致命 · 重 · 軽, worst first."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class Stance(StrEnum):
    """Whether a term may still be talked about."""

    FIRM = "firm"
    FLEXIBLE = "flexible"


class LimitSample(Strict):
    """A limit sample 限度見本 that shows the edge of what is acceptable."""

    id: str
    valid_until: Date | None = None
    keeper: Words | None = None
    controls: Words | None = None
    shows: Literal["ok", "ng"] | None = None
    """Which edge it is: the last that is still accepted, or the first that is not."""
    viewing: Pairs = Field(default_factory=dict)
    """How it is compared: distance, light, time and whatever else was agreed."""
    photo: str | None = None
    """Picture of the sample: a file in the spec's folder or below."""


class Source(Strict):
    """Where the words that an entry replaces stand in the document they come from."""

    file: str
    sheet: str | None = None
    page: str | None = None
    paragraph: str | None = None
    line: str | None = None
    cell: str | None = None


class Characteristic(Strict):
    """What every kind of characteristic has; a kind's own subclass adds its keys and narrows ``kind``."""

    kind: str
    name: Words = Field(default_factory=dict)
    limit: str
    unit: str | None = None
    """Unit of the readings where the inspection file states none; the limit's own unit otherwise."""
    phrase: str | None = None
    """The vague words this limit replaces."""
    source: Source | None = None
    """Where those words stand."""
    balloon: str | None = None
    columns: Names = ()
    """Further names under which inspection files carry this characteristic."""
    conditions: Pairs = Field(default_factory=dict)
    readings: Count | None = None
    """Readings per piece; one where not stated."""
    uncertainty: str | None = None
    """Expanded uncertainty U of a reading with its unit (or % of the limit) and its k, 2 where not stated; or u."""
    decision: str = "simple"
    guard: str | None = None
    prover: str | None = None
    """Who has to prove under ISO 14253-1: supplier or buyer."""
    rounding: str | None = None
    """Method and interval by which a reading is rounded before it is compared; unrounded where not stated."""
    marginal: str | None = None
    capability: Capability | None = None
    """Capability index asked of the lot; read by judgement."""
    subgroup: Count | None = None
    """Consecutive pieces that form a subgroup; None where the lot has no subgroups."""
    nonconformity: NonconformityClass = Field(alias="class", default=NonconformityClass.MAJOR)
    stance: Stance = Stance.FIRM
    basis: str | None = None
    method: Words | None = None
    instrument: Words | None = None
    limit_sample: LimitSample | None = None
    note: Words | None = None
    questions: tuple[Words, ...] = ()
    """What the parties have still to settle: as long as any is left, the limit is a proposal and nothing is judged."""


class Part(Strict):
    """The part that is delivered."""

    number: str
    name: Words = Field(default_factory=dict)
    drawing: str | None = None
    drawing_revision: str | None = None
    material: Words | None = None


class Party(Strict):
    """One side of the agreement."""

    name: Words
    address: Words | None = None
    department: Words | None = None


class Parties(Strict):
    """Buyer and supplier."""

    buyer: Party | None = None
    supplier: Party | None = None


class Person(Strict):
    """Somebody whose agreement is needed."""

    party: Literal["buyer", "supplier"]
    role: Words
    name: Words | None = None
    must_agree: Flag = True


class Escalation(Strict):
    """Who acts, by when, in a case that both parties foresaw."""

    when: Literal["rejected", "rejected again", "critical found", "undecided", "discontinued", "late"]
    """``rejected again``: a lot submitted once more; ``critical found``: whatever becomes of the lot."""
    who: Literal["buyer", "supplier"]
    role: Words | None = None
    within: str | None = None
    """Time to act, as written; judgement reads it."""
    then: Words | None = None


class Delivery(Strict):
    """Terms around shipment."""

    inspection: str | None = None
    due: Date | None = None
    """Last day on which the goods may be shipped without being late."""
    late: str | None = None
    """What each day (or week) of delay costs, as written; judgement reads it."""
    escalation: tuple[Escalation, ...] = ()


Sampling = Annotated[
    Mapping[str, str], BeforeValidator(fields.sampling), Field(json_schema_extra=fields.SAMPLING_SCHEMA)
]
"""Plan in words per class (critical, major, minor), or one under ``all``."""


class Spec(Strict):
    """A whole spec file; ``characteristics`` holds kind-specific subclasses in the order of the file."""

    qspec: Whole
    id: str
    revision: str
    title: Words
    governing_language: Literal["ja", "en"] | None = None
    part: Part | None = None
    parties: Parties = Field(default_factory=Parties)
    characteristics: Mapping[str, Any]
    sampling: Sampling
    delivery: Delivery | None = None
    people: tuple[Person, ...] = ()
    decimal_comma: Flag = False
    """Whether inspection files written for this spec use the decimal comma."""
