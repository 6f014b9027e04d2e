"""Which lots a file holds and what is known about each, from options, sidecar, title block and a column of lots.

Where two of them say different things it is an error that names both; none of them outranks another. Called by
``gathering.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from qspec.errors import Place, Problem, Say, Value
from qspec.measurements.batch import LotInfo
from qspec.measurements.sidecar import Sidecar
from qspec.measurements.titleblock import Title
from qspec.measurements.words import same_name
from qspec.text import shorten

ALL = "all"
_PER_LOT = ("size", "quantity", "picked", "id")
"""Facts that hold for one lot alone and are not taken over to several."""
_FREE = ("remarks", "instruments")
"""Facts that may differ between two sources: the first one given counts."""


@dataclass(frozen=True)
class Told:
    """One source's word on a lot: who says it, what, and where."""

    source: Value
    info: LotInfo
    places: Mapping[str, Place]


@dataclass(frozen=True)
class Wanted:
    """Which lots to judge: an id, ``all``, or None for the only one."""

    lot: str | None
    given: LotInfo

    @property
    def one(self) -> str | None:
        """The lot named by the options, None where they name none or all."""
        if self.lot is not None and self.lot != ALL:
            return self.lot
        return self.given.id


def select(
    wanted: Wanted, sidecar: Sidecar | None, found: Sequence[str], place: Place
) -> tuple[list[str], list[Problem]]:
    """Return the lots to judge, of those ``found`` in the file (none: it names no lot), and problems."""
    asked = wanted.one
    if not found:
        return [asked or (sidecar.info.id if sidecar else None) or ""], []
    if asked is None and sidecar is not None and wanted.lot != ALL and len(found) > 1:
        asked = sidecar.info.id
    if asked is not None:
        same = [lot for lot in found if same_name(lot) == same_name(asked)]
        if same:
            return same, []
        values: dict[str, Value] = {"lot": shorten(asked), "lots": _listed(found)}
        return [], [Problem("measurements.lot-not-found", place, values=values)]
    if len(found) > 1 and wanted.lot != ALL:
        return [], [Problem("measurements.several-lots", place, values={"lots": _listed(found)})]
    return list(found), []


def _listed(lots: Sequence[str]) -> str:
    shown = ", ".join(shorten(lot) for lot in lots[:20])
    return f"{shown} …" if len(lots) > 20 else shown


def info_of(
    lot: str, wanted: Wanted, sidecar: Sidecar | None, titles: Sequence[Title], *, several: bool, named: bool
) -> tuple[LotInfo, list[Problem]]:
    """Return what is known about one lot from every source, and where they contradict one another.

    ``several``: the file holds other lots too; ``named``: the lot's id stands in a column of the file.
    """
    told = [Told(Say("measurements.from-options"), replace(wanted.given, id=wanted.one), {})]
    if sidecar is not None:
        own = next((name for name in sidecar.lots if same_name(name) == same_name(lot)), None)
        if own is not None:
            told.append(Told(Say("measurements.from-sidecar"), sidecar.lots[own], sidecar.lot_places[own]))
        told.append(Told(Say("measurements.from-sidecar"), sidecar.info, sidecar.places))
    if several:
        told = [replace(one, info=_shared_facts(one.info)) if one.info.id != lot else one for one in told]
    told += [Told(Say("measurements.from-title"), title.info, title.places) for title in titles]
    return _merged(LotInfo(id=lot) if named else LotInfo(), told)


def _shared_facts(info: LotInfo) -> LotInfo:
    """Return the facts that hold for every lot of a file (date, inspector, instruments), not those of one lot."""
    return replace(info, id=None, size=None, quantity=None, picked=None)


def _merged(result: LotInfo, told: Sequence[Told]) -> tuple[LotInfo, list[Problem]]:
    problems: list[Problem] = []
    origin: dict[str, Told] = {}
    for one in told:
        for field in fields(LotInfo):
            value = getattr(one.info, field.name)
            if value in (None, ()):
                continue
            known = getattr(result, field.name)
            if known in (None, ()):
                result = replace(result, **{field.name: value})
                origin[field.name] = one
            elif field.name not in _FREE and not _same(known, value) and field.name in origin:
                problems.append(_contradiction(field.name, origin[field.name], known, one, value))
            elif field.name == "id" and not _same(known, value):
                problems.append(
                    _contradiction("id", Told(Say("measurements.from-file"), result, {}), known, one, value)
                )
    return result, problems


def _same(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return same_name(one) == same_name(other)
    return one == other


def _contradiction(fact: str, first: Told, known: object, second: Told, value: object) -> Problem:
    values: dict[str, Value] = {
        "fact": Say(f"measurements.fact-{fact}"),
        "first": shorten(_shown(known)),
        "from_first": first.source,
        "second": shorten(_shown(value)),
        "from_second": second.source,
    }
    place = second.places.get(fact) or first.places.get(fact) or Place()
    return Problem("measurements.sources-differ", place, values=values)


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
