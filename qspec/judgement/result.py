"""The result of judging a batch: one frozen document from which every output is drawn.

``judgement.judge`` makes it; reports, JSON and the exit code read it and compute nothing again. Whatever is shown is
here as text: the reading as written, the limit as written and as converted, the margin, the rule. Sentences are held
as :class:`~qspec.errors.Say`, so the document has no language of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from qspec.errors import Place, Problem, Say
from qspec.judgement.aftermath.model import Follow
from qspec.judgement.capability.model import CapabilityResult
from qspec.measurements.batch import LotInfo
from qspec.spec.model import Spec

SCHEMA = "qspec-result/1"
RULES_VERSION = 2
"""Raised with every change that can turn a PASS into a FAIL or back; see *Judgement changes* in the change log."""


class Verdict(StrEnum):
    """Verdict on a value, a piece or a characteristic, worst last."""

    NOT_APPLICABLE = "n/a"
    PASS = "pass"  # noqa: S105 - a verdict, not a password
    MARGINAL = "marginal"
    UNDECIDED = "undecided"
    FAIL = "fail"


class Disposition(StrEnum):
    """What the readings and the plans make of the lot; a person's act on it (return, concession …) never changes it."""

    ACCEPT = "accept"
    UNDECIDED = "undecided"
    DISCONTINUED = "discontinued"
    """Conforming as counted, but the lots before it suspended acceptance until the process is improved."""
    REJECT = "reject"


class Zone(StrEnum):
    """Where a reading lies under a rule with zones on either side of the limit, by the rule's own words."""

    CONFORMITY_PROVED = "conformity-proved"
    NOT_PROVED = "not-proved"
    NONCONFORMITY_PROVED = "nonconformity-proved"
    PASS = "pass"  # noqa: S105 - a zone, not a password
    CONDITIONAL_PASS = "conditional-pass"  # noqa: S105 - a zone, not a password
    CONDITIONAL_FAIL = "conditional-fail"
    FAIL = "fail"


@dataclass(frozen=True)
class Reading:
    """One judged value. ``text`` is the reading as written (or computed, with its inputs); ``value`` in ``unit``."""

    piece: str
    place: Place
    text: str
    value: str
    unit: str
    """Symbol of the unit, as printed."""
    verdict: Verdict
    margin: str
    """Signed distance to the nearer limit, in ``unit``; negative outside."""
    words: Say | None = None
    unrounded: str | None = None
    """The value before it was rounded for the comparison; None where nothing was rounded."""
    zone: Zone | None = None
    """Its zone, where the decision rule has zones."""


@dataclass(frozen=True)
class Zones:
    """What readings prove under a rule with a line on either side of the limit (ISO 14253-1, non-binary)."""

    accepted: str
    """The limit drawn in by the guard band: the supplier's line, within which conformity is proved."""
    rejected: str
    """The limit moved out by the guard band: the buyer's line, beyond which nonconformity is proved."""
    conforming: int
    """Readings within the limit drawn in."""
    inner: int
    """Readings between that and the limit itself."""
    outer: int
    """Readings between the limit itself and the limit moved out."""
    nonconforming: int
    """Readings beyond the limit moved out."""
    conformity_proved: bool
    """Whether every piece measured lies on the good side of the supplier's line."""
    nonconformity_proved: bool
    """Whether any piece lies beyond the buyer's line."""


@dataclass(frozen=True)
class DecisionResult:
    """How a characteristic's readings were held against its limit."""

    rule: str = "simple"
    """simple, guarded, ISO 14253-1 or non-binary."""
    edition: str | None = None
    """Edition of the standard whose guard band was taken."""
    prover: str | None = None
    """Who has to prove: supplier or buyer."""
    uncertainty: Say | None = None
    """The expanded uncertainty with its coverage factor, and whether that was stated or taken."""
    coverage: str | None = None
    factor: str | None = None
    """Guard band in standard uncertainties, where the rule gives it so."""
    width: str | None = None
    """Guard band with its unit."""
    rounding: Say | None = None
    """Method and interval by which values were rounded before the comparison."""


@dataclass(frozen=True)
class CheckResult:
    """One limit of a characteristic, and everything measured against it."""

    quantity: str
    verdict: Verdict
    written: str
    """The limit as the spec wrote it."""
    resolved: str
    """The limit as compared, in the readings' unit, e.g. ``10 ≤ x ≤ 10.015 mm``."""
    guarded: str | None
    """The limit after the guard band, where one applies."""
    lower: str | None
    upper: str | None
    unit: str
    rule: str
    """Name of the rule that reduces a piece's values: each, max, 16%, steps, median."""
    assumed_unit: bool
    count: int
    failed: int
    minimum: str | None
    maximum: str | None
    mean: str | None
    stdev: str | None
    """Sample standard deviation (n − 1)."""
    worst_margin: str | None
    readings: tuple[Reading, ...]
    """Failures first, then in order of reading; all of them in small lots, failures and the worst few in large ones."""
    omitted: int = 0
    """Readings judged but not listed."""
    zones: Zones | None = None
    """Where its readings lie, under a rule that has zones."""
    per_lot: bool = False
    """Its one value judges the lot as a whole; the piece of that reading is the first one counted."""


@dataclass(frozen=True)
class ItemResult:
    """A characteristic's verdict."""

    id: str
    name: Mapping[str, str]
    kind: str
    nonconformity: str
    balloon: str | None
    verdict: Verdict
    expected: int | None
    """Pieces that had to be measured; None where stated nowhere."""
    measured: int
    """Pieces measured in full, or failing already."""
    failed: int
    """Nonconforming pieces."""
    failed_pieces: tuple[str, ...]
    undecided_pieces: tuple[str, ...]
    checks: tuple[CheckResult, ...]
    reasons: tuple[Say, ...]
    uncertainty: str | None = None
    """U as written in the spec; None: not considered, and the report says so."""
    guard: str | None = None
    decision: DecisionResult = field(default_factory=DecisionResult)
    facts: Mapping[str, Say | str] = field(default_factory=dict)
    notes: tuple[Say, ...] = ()
    capability: CapabilityResult | None = None
    """None where the spec does not ask for an index."""


@dataclass(frozen=True)
class PlanUsed:
    """A sampling plan as it came out for the lot, in the terms of the standards; None where a term does not apply."""

    scheme: str
    """full, fixed, table, zero-acceptance or two-points."""
    counting: str
    """items (nonconforming items) or nonconformities."""
    full: bool
    """Every piece of the lot is inspected."""
    system: str | None = None
    edition: str | None = None
    level: str | None = None
    aql: str | None = None
    inspection: str | None = None
    """Severity: normal, tightened or reduced."""
    letter: str | None = None
    effective_letter: str | None = None
    """Code letter whose n and Ac were used; another than ``letter`` where the table has an arrow."""
    arrow: str | None = None
    table_size: int | None = None
    """n of the plan before the lot size cut it short."""
    agreed: int | None = None
    """Ac of the plan itself, where the critical class put 0 in its place."""
    told: Say | None = None
    """The plan in the words of each language, whichever the spec wrote it in."""


@dataclass(frozen=True)
class ClassResult:
    """One class of nonconformities and its sampling plan."""

    nonconformity: str
    plan: str
    """The plan as the spec wrote it."""
    expected: int | None
    found: int
    """Pieces that are decided: measured for every characteristic of the class, or failing in one."""
    nonconforming: int
    """Nonconforming items, or nonconformities where the plan counts those."""
    acceptance: int | None
    """Acceptance number Ac; None where the plan needs a lot size that is stated nowhere."""
    verdict: Disposition
    reasons: tuple[Say, ...] = ()
    rejection: int | None = None
    """Rejection number Re: Ac + 1, more where a reduced plan of MIL-STD-105E leaves a gap."""
    used: PlanUsed | None = None
    risks: tuple[Say, ...] = ()
    """What the plan means to both sides, in words."""
    gap: bool = False
    """The count lies between Ac and Re: accepted, but the next lot is inspected normally."""


@dataclass(frozen=True)
class LotResult:
    """A lot's disposition and why."""

    info: LotInfo
    disposition: Disposition
    reasons: tuple[Say, ...]
    classes: tuple[ClassResult, ...]
    items: tuple[ItemResult, ...]
    """In the order of the spec."""
    pieces: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    follows: tuple[Follow, ...] = ()
    """What follows from the disposition; none of it changes it."""
    ledger: str | None = None
    """Digest of the last line of the ledger that said which severity applied; None where none was kept."""


@dataclass(frozen=True)
class Evaluation:
    """One spec judged against one inspection file."""

    spec: Spec
    spec_file: str
    spec_sha256: str
    data_file: str
    data_sha256: str
    lots: tuple[LotResult, ...]
    problems: tuple[Problem, ...] = ()
    """Problems of the whole run, beside those of a lot."""
    matched: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    notes: tuple[Say, ...] = ()

    @property
    def disposition(self) -> Disposition:
        """The worst disposition of the lots; UNDECIDED where there is none."""
        order = list(Disposition)
        return max((lot.disposition for lot in self.lots), key=order.index, default=Disposition.UNDECIDED)
