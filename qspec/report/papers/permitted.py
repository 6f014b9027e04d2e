"""What the ledger holds of a concession on a lot, by field; called by ``concession.py``.

The result carries acts as unsaid sentences, whose keys say what each value is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qspec.errors import Say, Value
from qspec.judgement.aftermath.model import Step
from qspec.judgement.result import LotResult

_ACT = "lots.act.concession"
_DETAIL = "aftermath.detail."
_RESULT = "terms.disposition."


def permitted(lot: LotResult) -> Mapping[str, str]:
    """Return the last concession given on this result: quantity, consent-by, limits, until, note, date; or nothing."""
    found: dict[str, str] = {}
    for entry in lot.follows:
        values = entry.action.values
        if entry.step is Step.ACT and _key(values.get("act")) == _ACT and _of_this_result(values):
            found = {"date": str(values["date"]), **dict(_details(values.get("details")))}
    return found


def _of_this_result(values: Mapping[str, Value]) -> bool:
    """Say whether an act followed the result that stands; one on an earlier result was about the lot as it was then."""
    return _key(values.get("disposition")).startswith(_RESULT)


def _details(node: Value | None) -> Iterator[tuple[str, str]]:
    if isinstance(node, Say):
        if node.key.startswith(_DETAIL):
            yield node.key.removeprefix(_DETAIL), str(node.values["value"])
        for value in node.values.values():
            yield from _details(value)


def _key(value: Value | None) -> str:
    return value.key if isinstance(value, Say) else ""
