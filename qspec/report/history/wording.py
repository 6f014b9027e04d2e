"""What a ledger's entries and states say, in unsaid sentences; the outputs only place them."""

from __future__ import annotations

from collections.abc import Iterator

from qspec.errors import Say, Value
from qspec.judgement.history.entries import ActEntry, ClassEntry, LotEntry
from qspec.judgement.history.switching import State
from qspec.judgement.plans.model import Inspection
from qspec.messages import LANGUAGES, template
from qspec.report import words


def class_name(name: str) -> Value:
    """Return the word for a class, its own name where the catalogue has none."""
    return words.nonconformity(name) if template(f"terms.class.{name}", LANGUAGES[0]) else name


def inspection(severity: Inspection) -> Say:
    """Return the word for a severity."""
    return Say(f"lots.inspection.{severity.value}")


def standing(name: str, now: State) -> tuple[Say, ...]:
    """Return what applies to a class's next lot, then why."""
    values: dict[str, Value] = {"class": class_name(name), "inspection": inspection(now.inspection)}
    if now.terms is not None and now.terms.system is None:
        return (Say("lots.no-switching", values),)
    head = Say("lots.next-discontinued" if now.discontinued else "lots.next-class", values)
    return head, *now.reasons


def result(entry: LotEntry) -> Say:
    """Return a lot's result."""
    key = "lots.result-again" if entry.resubmission else "lots.result"
    return Say(key, {"date": entry.date, "lot": entry.lot, "disposition": words.disposition(entry.disposition)})


def class_result(found: ClassEntry) -> Say:
    """Return how a class came out, with the severity where its plan has one."""
    counts = {key: _or_unknown(getattr(found, key)) for key in ("n", "ac", "re", "d")}
    said = {"class": class_name(found.name), "verdict": words.disposition(found.verdict), **counts}
    line = Say("lots.class-result", said)
    if found.inspection is None:
        return line
    return Say("lots.class-inspection", {"result": line, "inspection": inspection(found.inspection)})


def _or_unknown(number: int | None) -> Value:
    return number if number is not None else Say("lots.unknown")


def act(entry: ActEntry) -> Say:
    """Return what a person did."""
    values: dict[str, Value] = {
        "date": entry.date,
        "act": Say(f"lots.act.{entry.kind.value}"),
        "by": entry.by,
        "party": Say(f"lots.party.{entry.party}"),
        "lot": entry.lot,
        "quantity": entry.quantity or 0,
    }
    return Say("lots.act-lot" if entry.lot else "lots.act-line", values)


def details(entry: ActEntry) -> Iterator[Say]:
    """Yield what else an act says."""
    if entry.nonconformity:
        yield Say("lots.for-class", {"class": class_name(entry.nonconformity)})
    if entry.consent_by:
        yield Say("lots.consent", {"by": entry.consent_by})
    if entry.limits:
        yield Say("lots.limits", {"limits": entry.limits})
    if entry.until:
        yield Say("lots.until", {"until": entry.until})
    if entry.note:
        yield Say("lots.note", {"note": entry.note})
