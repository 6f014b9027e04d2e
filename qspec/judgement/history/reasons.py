"""What leads from the present severity to another, in unsaid sentences: the second half of ``State.reasons``."""

from __future__ import annotations

from collections.abc import Iterator

from qspec.errors import Say
from qspec.judgement.history.numbers import rules
from qspec.judgement.history.switching import State
from qspec.judgement.plans.model import Inspection, System


def outlook(now: State) -> Iterator[Say]:
    """Yield what the next lots, or the people, would change."""
    if now.discontinued:
        yield Say("lots.outlook.resume")
    elif now.inspection is Inspection.TIGHTENED:
        if now.terms is not None and now.terms.stated is Inspection.TIGHTENED:
            yield Say("lots.outlook.stated")
        else:
            yield Say("lots.outlook.to-normal", {"run": now.run, "needed": rules().back_to_normal})
        yield Say("lots.outlook.to-discontinue", {"failures": now.failures, "most": rules().discontinue})
    elif now.inspection is Inspection.REDUCED:
        yield Say("lots.outlook.from-reduced")
    else:
        yield from _on_normal(now)


def _on_normal(now: State) -> Iterator[Say]:
    failures, size = now.window.count(False), len(now.window)
    yield Say("lots.outlook.to-tightened", {"failures": failures, "lots": size})
    terms = now.terms
    if terms is None:
        return
    if terms.stated is not None and terms.stated is not Inspection.REDUCED:
        yield Say("lots.outlook.stated")
        return
    if terms.system is System.MIL:
        sampled, found = sum(n for n, _ in now.sampled), sum(d for _, d in now.sampled)
        values = {"run": now.run, "needed": rules().mil_run, "sampled": sampled, "found": found}
        yield Say("lots.outlook.ten-lots", values)
    else:
        yield Say("lots.outlook.score", {"score": now.score, "needed": rules().score})
    for said, slug in ((now.steady, "steady"), (now.authorised, "authorised")):
        yield Say(f"lots.outlook.{slug}" if said else f"lots.outlook.not-{slug}")
