"""What each kind of act must say, and what it does to the pieces of a lot.

``admission.py`` asks :func:`shortcomings`; the command line shows them under the names of its options.
"""

from __future__ import annotations

from collections.abc import Iterator

from qspec.errors import Refusal, Say, Value
from qspec.judgement.history.entries import Act, ActEntry

NEEDS: dict[Act, tuple[str, ...]] = {
    Act.RETURN: ("lot", "quantity"),
    Act.SORT: ("lot", "quantity"),
    Act.REWORK: ("lot", "quantity"),
    Act.REINSPECT: ("lot", "quantity"),
    Act.CONCESSION: ("lot", "quantity", "consent_by", "limits", "until"),
    Act.SCRAP: ("lot", "quantity"),
    Act.AUTHORISE_REDUCED: (),
    Act.STEADY: (),
    Act.IRREGULAR: (),
    Act.RESUME: ("note", "consent_by"),
}
"""What must be said beside who acts and when. ``note`` may always be added."""

DISPOSES = frozenset(kind for kind, needed in NEEDS.items() if "lot" in needed)
"""Acts on a lot that was not accepted."""
REMOVES = frozenset({Act.RETURN, Act.CONCESSION, Act.SCRAP})
"""Acts that settle what becomes of pieces for good: their quantities together cannot exceed the lot."""
PREPARES = frozenset({Act.SORT, Act.REWORK})
"""Acts after which a lot may be submitted again."""

_OPTIONAL = frozenset({"note", "part"})
_ASKED = ("lot", "part", "nonconformity", "quantity", "consent_by", "limits", "until", "note")


def shortcomings(act: ActEntry) -> Iterator[Refusal]:
    """Yield what is missing from an act, what does not belong to it, and a concession that ended before it began."""
    kind = Say(f"lots.act.{act.kind}")
    allowed = {*NEEDS[act.kind], *(_OPTIONAL if act.kind in DISPOSES else {"note", "nonconformity"})}
    for name in _ASKED:
        given = getattr(act, name) not in (None, "")
        values: dict[str, Value] = {
            "act": kind,
            "option": f"--{_option(name)}",
            "meaning": Say(f"lots.asked.{_option(name)}"),
        }
        if name in NEEDS[act.kind] and not _said(act, name):
            yield Refusal("lots.act-lacks", values)
        elif given and name not in allowed:
            yield Refusal("lots.not-for-this-act", values)
    if act.until is not None and act.until < act.date:
        yield Refusal("lots.ended-already", {"until": act.until, "date": act.date})


def _said(act: ActEntry, name: str) -> bool:
    value = getattr(act, name)
    return value is not None and bool(str(value).strip())


def _option(name: str) -> str:
    return "class" if name == "nonconformity" else name.replace("_", "-")
