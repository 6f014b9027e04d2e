"""Normal, tightened, reduced: the severity that applies to the next lot, as a pure function over the ledger.

Rules of ISO 2859-1 (JIS Z 9015-1) and MIL-STD-105E, for each class of nonconformities apart, by original lots only.
What the standards leave open is decided so that nothing undecided, and no change of terms, leads to a milder
severity; ``docs/lots.md`` lists these decisions. The fold is here, the numbers stand in
``data/sampling/switching.yaml``, the sentences are made from ``State.reasons``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qspec.errors import Say
from qspec.judgement.history.entries import Act, ActEntry, Entry, LotEntry
from qspec.judgement.history.events import Inspected, Terms, events, milder
from qspec.judgement.history.numbers import rules
from qspec.judgement.history.scoring import points
from qspec.judgement.plans.model import Inspection, System
from qspec.judgement.result import Disposition


@dataclass(frozen=True)
class State:
    """What applies to the next lot of a class, and why."""

    inspection: Inspection = Inspection.NORMAL
    discontinued: bool = False
    """Inspection is discontinued: nothing is accepted until both sides agree that it goes on."""
    score: int = 0
    """Switching score of ISO 2859-1; counts on normal inspection only."""
    run: int = 0
    """Consecutive original lots accepted under the present severity."""
    failures: int = 0
    """Original lots not accepted since tightened inspection began."""
    window: tuple[bool, ...] = ()
    """The last original lots on normal inspection, the newest last: True for an accepted one."""
    sampled: tuple[tuple[int, int], ...] = ()
    """n and d of the lots of the run, the newest last; at most ten (MIL-STD-105E)."""
    steady: bool = False
    authorised: bool = False
    terms: Terms | None = None
    since: Say = Say("lots.since.start")  # noqa: RUF009 - frozen
    """Why the present severity applies."""

    @property
    def reasons(self) -> tuple[Say, ...]:
        """Return why this severity applies, and what leads to another."""
        from qspec.judgement.history.reasons import outlook

        return (self.since, *outlook(self))


def state(entries: Sequence[Entry], name: str, upcoming: Terms | None = None) -> State:
    """Return what applies to a class's next lot after these entries.

    ``upcoming`` are the terms of the next lot's plan; where not given, they are taken to be those of the last lot.
    """
    happened = list(events(entries, name))
    first = next((event.terms for event in happened if isinstance(event, Inspected)), upcoming)
    now = State(inspection=(first.stated if first is not None else None) or Inspection.NORMAL, terms=first)
    for event in happened:
        now = _lot(now, event) if isinstance(event, Inspected) else _act(now, event)
    return _under(now, upcoming) if upcoming is not None else now


def class_names(entries: Sequence[Entry]) -> list[str]:
    """Return the classes that the ledger knows, in the order in which they first appear."""
    named = [result.name for entry in entries if isinstance(entry, LotEntry) for result in entry.classes]
    return list(dict.fromkeys(named))


def _switched(now: State, inspection: Inspection, since: Say) -> State:
    """Return the state at the beginning of a severity: every count begins anew."""
    return State(inspection=inspection, terms=now.terms, since=since)


def _under(now: State, terms: Terms) -> State:
    """Return the state under the terms of the next lot: a change takes away what was favourable, and nothing else."""
    before, now = now.terms, replace(now, terms=terms)
    if before is not None and terms != before:
        now = replace(now, score=0, run=0, sampled=(), steady=False, authorised=False)
        if now.inspection is Inspection.REDUCED:
            now = _switched(now, Inspection.NORMAL, Say("lots.since.other-terms"))
    if terms.stated is not None and milder(now.inspection, terms.stated):
        return _switched(now, terms.stated, Say("lots.since.stated"))
    return now


def _lot(now: State, event: Inspected) -> State:
    now = _under(now, event.terms)
    if now.discontinued or event.terms.system is None:
        return now
    verdict = event.result.verdict
    if verdict is Disposition.ACCEPT and milder(event.result.inspection, now.inspection):
        verdict = Disposition.UNDECIDED  # accepted by a milder plan than the one that applied: proves nothing here
    if now.inspection is Inspection.NORMAL:
        return _on_normal(now, event, verdict)
    return _on_tightened(now, event, verdict) if now.inspection is Inspection.TIGHTENED else _on_reduced(now, event)


def _on_normal(now: State, event: Inspected, verdict: Disposition) -> State:
    if verdict is not Disposition.ACCEPT:
        now = replace(now, score=0, run=0, sampled=(), authorised=now.authorised and _scored(now))
        if verdict is Disposition.REJECT:
            now = replace(now, window=(*now.window, False)[-rules().window :])
        if now.window.count(False) >= rules().window_failures:
            return _switched(now, Inspection.TIGHTENED, Say("lots.since.two-of-five", {"lot": event.lot}))
        return now
    gained = points(event.result)
    counted = (event.result.n or 0, event.result.d or 0)
    now = replace(
        now,
        run=now.run + 1,
        window=(*now.window, True)[-rules().window :],
        sampled=(*now.sampled, counted)[-rules().mil_run :],
        score=0 if gained is None else now.score + gained,
    )
    return _perhaps_reduced(now)


def _on_tightened(now: State, event: Inspected, verdict: Disposition) -> State:
    if verdict is Disposition.ACCEPT:
        now = replace(now, run=now.run + 1)
        held = now.terms is not None and now.terms.stated is Inspection.TIGHTENED
        if now.run >= rules().back_to_normal and not held:
            return _switched(now, Inspection.NORMAL, Say("lots.since.five-accepted", {"lot": event.lot}))
        return now
    now = replace(now, run=0, failures=now.failures + (verdict is Disposition.REJECT))
    if now.failures >= rules().discontinue:
        return replace(now, discontinued=True, since=Say("lots.since.discontinued", {"lot": event.lot}))
    return now


def _on_reduced(now: State, event: Inspected) -> State:
    if event.result.verdict is not Disposition.ACCEPT:
        return _switched(now, Inspection.NORMAL, Say("lots.since.not-accepted", {"lot": event.lot}))
    if event.result.in_gap:
        return _switched(now, Inspection.NORMAL, Say("lots.since.in-gap", {"lot": event.lot}))
    return replace(now, run=now.run + 1)


def _act(now: State, act: ActEntry) -> State:
    if act.kind is Act.RESUME and now.discontinued:
        return _switched(now, Inspection.TIGHTENED, Say("lots.since.resumed", {"date": act.date, "by": act.by}))
    if act.kind is Act.IRREGULAR:
        now = replace(now, steady=False)
        if now.inspection is Inspection.REDUCED:
            return _switched(now, Inspection.NORMAL, Say("lots.since.irregular", {"date": act.date, "by": act.by}))
    elif act.kind is Act.STEADY and now.inspection is Inspection.NORMAL:
        now = replace(now, steady=True)
    elif act.kind is Act.AUTHORISE_REDUCED and now.inspection is Inspection.NORMAL:
        # Under MIL-STD-105E the authority decides upon the ten lots it has seen, so not before there are ten.
        now = replace(now, authorised=_scored(now) or now.run >= rules().mil_run)
    return _perhaps_reduced(now)


def _scored(now: State) -> bool:
    """Say whether the score of ISO 2859-1 leads to reduced inspection under the present terms."""
    return now.terms is None or now.terms.system is not System.MIL


def _perhaps_reduced(now: State) -> State:
    """Return reduced inspection where everything that it needs is there."""
    held = now.terms is None or now.terms.stated not in (None, Inspection.REDUCED)
    if now.inspection is not Inspection.NORMAL or held or not (now.steady and now.authorised):
        return now
    enough = now.score >= rules().score if _scored(now) else now.run >= rules().mil_run
    if not enough:
        return now
    return _switched(now, Inspection.REDUCED, Say("lots.since.score" if _scored(now) else "lots.since.ten-lots"))


def standings(entries: Sequence[Entry]) -> dict[str, State]:
    """Return the state of every class of the ledger under the terms of its last lot, in order of first appearance."""
    return {name: state(entries, name) for name in class_names(entries)}
