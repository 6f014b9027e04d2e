"""What a ledger says of one lot before the result at hand: acts, earlier results, how often it was submitted.

``judgement/known.py`` asks :func:`behind` for the lot that is being judged, where a ledger is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qspec.errors import Say, Value
from qspec.judgement.history.entries import ActEntry, Entry, LotEntry, lot_form
from qspec.judgement.history.recording import acts_on, submission


@dataclass(frozen=True)
class Behind:
    """What lies behind a lot."""

    acts: tuple[ActEntry, ...]
    """In the order of the ledger."""
    about: tuple[tuple[str, str] | None, ...]
    """For each act the date and disposition of the earlier result it followed; None for one on the result at hand."""
    submission: int
    said: tuple[Say, ...]
    """That the lot was submitted before, and with what result."""


def behind(entries: Sequence[Entry], lot: str | None, part: str, data_sha256: str) -> Behind:
    """Return what lies behind the result that these data give."""
    acts, times = acts_on(entries, lot, part), submission(entries, lot, part, data_sha256)
    earlier = _earlier(entries, lot, part, data_sha256)
    about = tuple(_told(_result_before(entries, act, part), earlier) for act in acts)
    said: tuple[Say, ...] = ()
    if times > 1 and earlier:
        first = earlier[0]
        values: dict[str, Value] = {
            "date": first.date,
            "disposition": Say(f"terms.disposition.{first.disposition.value}"),
        }
        said = (Say("judgement.resubmitted", values),)
    return Behind(acts, about, times, said)


def _earlier(entries: Sequence[Entry], lot: str | None, part: str, data_sha256: str) -> list[LotEntry]:
    """Return the results of a lot before the one that these data gave, in order."""
    results = _results(entries, lot, part)
    same = next((index for index, entry in enumerate(results) if entry.data_sha256 == data_sha256), len(results))
    return results[:same]


def _result_before(entries: Sequence[Entry], act: ActEntry, part: str) -> LotEntry | None:
    place = next(index for index, entry in enumerate(entries) if entry is act)
    return next(reversed(_results(entries[:place], act.lot, part)), None)


def _results(entries: Sequence[Entry], lot: str | None, part: str) -> list[LotEntry]:
    own = lot_form(lot)
    results = (entry for entry in entries if isinstance(entry, LotEntry) and entry.part == part)
    return [entry for entry in results if lot_form(entry.lot) == own]


def _told(result: LotEntry | None, earlier: Sequence[LotEntry]) -> tuple[str, str] | None:
    return (result.date, result.disposition.value) if result is not None and result in earlier else None
