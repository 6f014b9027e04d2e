"""Human acts on record, printed apart from the verdict; and a concession that lacks what makes it one.

``following.py`` calls :func:`acts_on_record` with the acts that the ledger holds for a lot. Nothing here changes a
disposition.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import zip_longest

from qspec.errors import Say, Value
from qspec.judgement.aftermath.deadlines import read_day
from qspec.judgement.aftermath.model import Act, Actor, Follow, Step
from qspec.judgement.result import Disposition

KINDS = ("return", "sort", "rework", "reinspect", "concession", "scrap")
"""Acts on a lot, in the words of the ledger."""
_CONCESSION = "concession"
_NEEDED = ("quantity", "consent_by", "limits", "until")
_SHOWN = ("quantity", "consent_by", "limits", "until", "by", "note")


def on_lot(acts: Sequence[Act]) -> tuple[Act, ...]:
    """Return the acts that are about a lot, not about inspection at large."""
    return tuple(act for act in acts if str(act.kind) in KINDS)


def acts_on_record(
    acts: Sequence[Act],
    disposition: Disposition,
    day: datetime.date | None,
    about: Sequence[tuple[str, str] | None] = (),
) -> list[Follow]:
    """Return an entry for each act, and one for each concession that does not hold; ``day`` is that of the lot.

    An act stands beside the verdict that it followed: what was sorted was the lot as it was rejected (``about``).
    """
    follows = []
    now = Say(f"terms.disposition.{disposition.value}")
    for act, result in zip_longest(acts, about[: len(acts)]):
        if act not in on_lot(acts):
            continue
        basis = Say("aftermath.basis.ledger", {"date": act.date})
        follows.append(Follow(Step.ACT, _side(act), _act(act, now if result is None else _earlier(*result)), basis))
        failing = None if str(act.kind) != _CONCESSION else _failing(act, day)
        if failing is not None:
            follows.append(Follow(Step.CONSENT, Actor.BUYER, failing, basis))
    return follows


def concession_holds(acts: Sequence[Act], day: datetime.date | None) -> bool:
    """Say whether a complete concession is on record that had not ended on a day."""
    return any(str(act.kind) == _CONCESSION and _failing(act, day) is None for act in acts)


def _side(act: Act) -> Actor | None:
    return Actor(act.party) if act.party in (Actor.SUPPLIER, Actor.BUYER) else None


def _earlier(date: str, disposition: str) -> Say:
    values: dict[str, Value] = {"date": date, "disposition": Say(f"terms.disposition.{disposition}")}
    return Say("aftermath.acted.earlier", values)


def _act(act: Act, verdict: Say) -> Say:
    parts = [_detail(act, name) for name in _SHOWN if getattr(act, name)]
    values: dict[str, Value] = {
        "disposition": verdict,
        "act": Say(f"lots.act.{act.kind}"),
        "date": act.date,
    }
    if not parts:
        return Say("aftermath.acted.plain", values)
    return Say("aftermath.acted.detailed", {**values, "details": chain(parts)})


def _detail(act: Act, name: str) -> Say:
    values: dict[str, Value] = {"value": str(getattr(act, name))}
    if name == "by":
        side = _side(act)
        values["side"] = Say(f"aftermath.actor.{side.value}") if side is not None else str(act.party)
    return Say(f"aftermath.detail.{name.replace('_', '-')}", values)


def _failing(act: Act, day: datetime.date | None) -> Say | None:
    """Return why a concession does not hold, None where it does."""
    missing = [Say(f"aftermath.needed.{name.replace('_', '-')}") for name in _NEEDED if not getattr(act, name)]
    if missing:
        return Say("aftermath.concession.incomplete", {"missing": chain(missing)})
    until = read_day(act.until)
    if until is None or (day is not None and until < day):
        return Say("aftermath.concession.ended", {"until": act.until or ""})
    return None


def chain(values: Sequence[Say]) -> Say:
    """Return one or more sentences or words as one enumeration."""
    if len(values) == 1:
        return values[0]
    return Say("aftermath.chain", {"first": values[0], "rest": chain(values[1:])})
