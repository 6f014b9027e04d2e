"""What may be written into a ledger next: the rules of resubmission and of the acts of people.

``ledger.py`` asks :class:`Past` before it writes, and again for every line that it reads: a ledger whose lines follow
on each other but break these rules is no better than one whose chain is broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from qspec.errors import Refusal, Say, Value
from qspec.judgement.history.acts import DISPOSES, PREPARES, REMOVES, shortcomings
from qspec.judgement.history.entries import Act, ActEntry, Entry, Header, LotEntry, lot_form
from qspec.judgement.history.switching import class_names, state
from qspec.judgement.result import Disposition

ALREADY = "lots.already-recorded"
"""Code of the refusal that is no mistake: the same result of the same data again."""


@dataclass
class _Lot:
    """What is known of one lot, as its lines are read."""

    results: list[LotEntry] = field(default_factory=list)
    prepared: bool = False
    """Sorted or reworked since the last result."""
    resumed: bool = False
    """Inspection was resumed since a result that it was discontinued for."""
    settled: int = 0
    """Pieces returned, scrapped or taken by concession."""

    @property
    def size(self) -> int | None:
        """The lot's size as first stated: later submissions may be smaller, never larger."""
        return next((result.lot_size for result in self.results if result.lot_size is not None), None)


class Past:
    """The entries so far; grows with :meth:`add`."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self.entries: list[Entry] = []
        self._lots: dict[tuple[str, str, str], _Lot] = {}

    def admit(self, entry: Entry) -> Entry | list[Refusal]:
        """Return the entry as it is to be written, or why it may not be."""
        return self._result(entry) if isinstance(entry, LotEntry) else self._act(entry)

    def add(self, entry: Entry) -> None:
        """Take an admitted entry into account."""
        self.entries.append(entry)
        if isinstance(entry, LotEntry):
            lot = self._lots.setdefault(entry.identity, _Lot())
            lot.results.append(entry)
            lot.prepared = lot.resumed = False
        elif entry.kind is Act.RESUME:
            for lot in self._lots.values():
                lot.resumed = True
        elif entry.kind in DISPOSES:
            for lot in self._named(entry):
                lot.prepared = lot.prepared or entry.kind in PREPARES
                lot.settled += (entry.quantity or 0) if entry.kind in REMOVES else 0

    def _result(self, entry: LotEntry) -> Entry | list[Refusal]:
        named: dict[str, Value] = {"lot": entry.lot}
        if entry.spec != self.header.spec:
            return [Refusal("lots.other-spec", {**named, "spec": entry.spec, "own": self.header.spec})]
        if not entry.lot.strip():
            return [Refusal("lots.lot-without-number")]
        lot = self._lots.get(entry.identity)
        if lot is None:
            return replace(entry, resubmission=False)
        refusal = _again(lot, entry)
        if refusal is not None:
            return [refusal]
        return replace(entry, resubmission=lot.prepared or lot.results[-1].resubmission)

    def _act(self, act: ActEntry) -> Entry | list[Refusal]:
        found = list(shortcomings(act))
        if found:
            return found
        if act.kind is Act.RESUME and not self._discontinued(act.nonconformity):
            return [Refusal("lots.not-discontinued")]
        refusal = self._disposal(act) if act.kind in DISPOSES else self._unknown_class(act)
        return act if refusal is None else [refusal]

    def _unknown_class(self, act: ActEntry) -> Refusal | None:
        known = class_names(self.entries)
        if act.nonconformity and act.nonconformity not in known:
            return Refusal("lots.no-such-class", {"class": act.nonconformity, "known": ", ".join(known) or "–"})
        return None

    def _discontinued(self, name: str) -> bool:
        return any(state(self.entries, one).discontinued for one in ([name] if name else class_names(self.entries)))

    def _named(self, act: ActEntry) -> list[_Lot]:
        return [
            lot
            for (number, _, part), lot in self._lots.items()
            if number == lot_form(act.lot) and (not act.part or part == act.part)
        ]

    def _disposal(self, act: ActEntry) -> Refusal | None:
        """Return why an act on a lot may not be recorded."""
        lots = self._named(act)
        values: dict[str, Value] = {"act": Say(f"lots.act.{act.kind}"), "lot": act.lot}
        if len(lots) != 1:
            return Refusal("lots.which-part" if lots else "lots.no-such-lot", values)
        lot, quantity = lots[0], act.quantity or 0
        if lot.results[-1].disposition is Disposition.ACCEPT:
            return Refusal("lots.nothing-to-decide", values)
        if lot.size is None:
            return Refusal("lots.size-unknown", values)
        left = lot.size - lot.settled
        if quantity > left:
            return Refusal("lots.more-than-the-lot", {**values, "quantity": quantity, "size": lot.size, "left": left})
        return None


def _again(lot: _Lot, entry: LotEntry) -> Refusal | None:
    """Return why a further result of a lot may not be recorded; the earlier ones are kept whatever happens."""
    values: dict[str, Value] = {"lot": entry.lot, "date": lot.results[-1].date}
    last = lot.results[-1]
    if any(_same(entry, result) for result in lot.results):
        return Refusal(ALREADY, values)
    if lot.size is not None and (lot.settled >= lot.size or (entry.lot_size or 0) > lot.size - lot.settled):
        return Refusal("lots.larger-than-left", {**values, "left": lot.size - lot.settled})
    if lot.prepared:
        known = {result.data_sha256 for result in lot.results}
        return Refusal("lots.same-data-again", values) if entry.data_sha256 in known else None
    waiting = last.disposition is Disposition.DISCONTINUED
    if waiting and not lot.resumed:
        return Refusal("lots.not-resumed", values)
    if waiting or last.disposition is Disposition.UNDECIDED:
        return _completes(lot, entry, values)
    accepted = last.disposition is Disposition.ACCEPT
    return Refusal("lots.accepted-already" if accepted else "lots.not-sorted", values)


def _completes(lot: _Lot, entry: LotEntry, values: dict[str, Value]) -> Refusal | None:
    """Return why a result does not complete what could not be decided: that takes the same lot and the same rules."""
    last = lot.results[-1]
    if entry.spec_sha256 != last.spec_sha256:
        return Refusal("lots.other-rules", values)
    if last.lot_size is not None and entry.lot_size != last.lot_size:
        return Refusal("lots.other-size", {**values, "size": last.lot_size})
    refused = {result.data_sha256 for result in lot.results if result.disposition is Disposition.REJECT}
    return Refusal("lots.same-data-again", values) if entry.data_sha256 in refused else None


def _same(entry: LotEntry, earlier: LotEntry) -> bool:
    return replace(entry, lot=earlier.lot, date=earlier.date, resubmission=earlier.resubmission) == earlier


def with_all(header: Header, entries: Sequence[Entry]) -> Past:
    """Return the past that a readable ledger holds."""
    past = Past(header)
    for entry in entries:
        past.add(entry)
    return past
