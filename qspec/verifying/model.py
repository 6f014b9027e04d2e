"""What verifying a report comes to, as values: the outcome, what was found, what was looked at.

:func:`~qspec.verifying.verify.verify` makes a :class:`Verification`; ``outline.py`` and ``as_json.py`` show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from qspec.errors import Place, Problem, Say, Value
from qspec.judgement.result import Disposition


class Outcome(StrEnum):
    """What a report turned out to be, worst last."""

    REPRODUCED = "reproduced"
    UNKNOWN_SIGNER = "unknown-signer"
    """Reproduced, but who signed is not known here, or the signatures could not be checked."""
    DIFFERS = "differs"
    """Not what comes out again, for a reason that need not be bad will: other versions, other copies, written anew."""
    TAMPERED = "tampered"
    """It contradicts itself, or shows what its own program would not have drawn."""
    UNUSABLE = "unusable"
    """Nothing could be verified."""


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be, and what it makes of the report at least."""

    problem: Problem
    outcome: Outcome


@dataclass(frozen=True)
class Carried:
    """An attached file as it was found."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Signature:
    """A signature as it was checked: what is said of it, and what it makes of the report."""

    said: tuple[Say, ...]
    outcome: Outcome


@dataclass(frozen=True)
class Verification:
    """The result of verifying one file."""

    file: str
    sha256: str
    findings: tuple[Finding, ...] = ()
    checked: tuple[Say, ...] = ()
    """What was looked at and found right."""
    notes: tuple[Say, ...] = ()
    attached: tuple[Carried, ...] = ()
    signed: int = 0
    """Signatures in the file, whether or not they were checked."""
    signatures: tuple[Signature, ...] = ()
    disposition: Disposition | None = None
    """The disposition as judged again; None where nothing could be judged."""
    drawn_with: Mapping[str, str] = field(default_factory=dict)
    """Versions that the report says it was drawn with."""

    @property
    def outcome(self) -> Outcome:
        """The worst of all findings and signatures."""
        order = list(Outcome)
        found = [*(one.outcome for one in self.findings), *(one.outcome for one in self.signatures)]
        return max(found, key=order.index, default=Outcome.REPRODUCED)


def finding(slug: str, place: Place, outcome: Outcome = Outcome.TAMPERED, **values: Value) -> Finding:
    """Return a finding by its slug in the ``verify`` catalogue."""
    return Finding(Problem(f"verify.{slug}", place, values=values), outcome)
