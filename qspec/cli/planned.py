"""Options of ``qspec plan`` → what the library asks for: the pieces, the request for a lot, or a plan in words."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from qspec.cli.inputs import read_source
from qspec.cli.known import known_from
from qspec.errors import Place, Problem, Refusal, Value

if TYPE_CHECKING:
    from qspec.judgement.picking.planning import Request
    from qspec.judgement.picking.roster import Piece
    from qspec.judgement.picking.workload import Effort
    from qspec.judgement.plans.model import Inspection

STATED = ("system", "level", "aql", "counting", "n", "ac", "lq", "beta", "p0", "alpha", "p1")
"""Options that state a plan; the spec has its own."""
OF_A_LOT = (
    "lot", "ledger", "serials", "cartons", "sidecar", "shipment", "start", "closed", "minutes_per_piece", "per_hour",
    "hours_per_day", "inspectors", "oc_class",
)  # fmt: skip
"""Options that only a spec gives a meaning."""
_HOURS_PER_DAY, _INSPECTORS = "8", 1
"""What an estimate rests on where nobody says otherwise; every output says so."""
T = TypeVar("T")


@dataclass
class Gathered:
    """Options as they are read, and every problem of them."""

    options: Mapping[str, object]
    problems: list[Problem] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    """Files that were read; none of them is written over."""

    def text(self, name: str) -> str | None:
        """Return an option as written, None where it was not given."""
        value = self.options[name]
        return str(value) if value is not None else None

    def texts(self, name: str) -> tuple[str, ...]:
        """Return every value of an option that may be given more than once."""
        value = self.options[name]
        return tuple(map(str, value)) if isinstance(value, tuple) else ()

    def number(self, name: str) -> int | None:
        """Return a whole number that the parser has already read."""
        value = self.options[name]
        return value if isinstance(value, int) else None

    def take(self, option: str, found: T | Refusal) -> T | None:
        """Return what was read, or note the problem at its option."""
        if isinstance(found, Refusal):
            self.problems.append(found.at(Place(option)))
            return None
        return found

    def distinct_files(self) -> None:
        """Note a problem where two products would go into one file."""
        named = [os.path.realpath(name) for option in ("output", "oc", "sidecar") if (name := self.text(option))]
        self.problems += [
            Problem("plan.one-file", Place(name)) for name in dict.fromkeys(named) if named.count(name) > 1
        ]

    def foreign(self, names: tuple[str, ...], code: str) -> None:
        """Note a problem for each option that has no meaning here."""
        for name in names:
            if self.options[name] not in (None, ()):
                option = _option(name)
                self.problems.append(Problem(code, Place(option), values={"option": option}))


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def stated_words(given: Gathered) -> str:
    """Return the plan that the options state, in the words of a spec; blank where they state none."""
    from qspec.judgement.picking.workload import read_share

    parts = []
    for name, before, after in (
        ("system", "", ""),
        ("level", "level ", ""),
        ("aql", "AQL ", ""),
        ("n", "n=", ""),
        ("lq", "LQ ", " %"),
        ("p0", "p0 = ", " %"),
        ("alpha", "alpha = ", " %"),
        ("p1", "p1 = ", " %"),
        ("beta", "beta = ", " %"),
        ("ac", "Ac=", ""),
    ):
        text = given.text(name)
        if text is None:
            continue
        if name in ("aql", "lq", "p0", "alpha", "p1", "beta"):
            given.take(_option(name), read_share(text))
        parts.append(f"{before}{_SYSTEMS.get(text, text)}{after}")
    if given.text("lq") is not None and given.text("ac") is None:
        parts.append("Ac=0")
    counting = given.text("counting")
    if counting is not None:
        parts.append(_COUNTINGS[counting])
    return ", ".join(parts)


_SYSTEMS = {"iso2859-1": "ISO 2859-1", "mil-std-105e": "MIL-STD-105E"}
_COUNTINGS = {"items": "nonconforming items", "nonconformities": "nonconformities per 100 items"}


def severity(given: Gathered, classes: tuple[str, ...]) -> dict[str, Inspection]:
    """Return the severities asked for, by one of the classes or under ``all``."""
    from qspec.judgement.plans.model import Inspection
    from qspec.spec.fields import ALL

    found: dict[str, Inspection] = {}
    for text in given.texts("severity"):
        name, equals, word = text.rpartition("=")
        name = name if equals else ALL
        known = [one for one in Inspection if one.value == word.strip().lower()]
        if not known or name not in classes or name in found:
            values: dict[str, Value] = {"text": text, "classes": ", ".join(classes)}
            given.problems.append(Problem("plan.severity-unreadable", Place("--severity"), values=values))
        else:
            found[name] = known[0]
    return found


def request(given: Gathered) -> Request | None:
    """Return what is known of the lot, None where it is not enough for a pick."""
    from qspec.judgement.known import Known
    from qspec.judgement.picking.calendars import read_days
    from qspec.judgement.picking.planning import Request, lot_problems
    from qspec.judgement.picking.roster import canonical

    known, problems = known_from(given.options)
    given.files += [ledger] if (ledger := given.text("ledger")) is not None else []
    given.problems += problems
    pieces = _pieces(given)
    lot, size = given.text("lot"), given.number("lot_size")
    if not given.problems:
        given.problems += lot_problems(lot, size, pieces)
    closed = given.take("--closed", read_days(given.text("closed") or ""))
    made = Request(
        canonical(lot or ""),
        size if size is not None else len(pieces or ()),
        pieces,
        known or Known(),
        _effort(given),
        _date(given, "start"),
        closed or frozenset(),
    )
    return None if given.problems else made


def _pieces(given: Gathered) -> tuple[Piece, ...] | None:
    """Return every piece of the lot, None where only positions are known."""
    from qspec.judgement.picking.roster import from_range, is_range, with_cartons

    serials, cartons = given.text("serials"), given.text("cartons")
    pieces: tuple[Piece, ...] | None = None
    if serials is not None and all(map(is_range, serials.split(","))):
        pieces, problems = from_range(serials, "--serials")
        given.problems += problems
    elif serials is not None:
        pieces = _file(given, serials, cartons=False)
    if cartons is None:
        return pieces
    listed = _file(given, cartons, cartons=True)
    if pieces is None or given.problems:
        return listed
    pieces, problems = with_cartons(pieces, listed)
    given.problems += problems
    return pieces


def _file(given: Gathered, name: str, *, cartons: bool) -> tuple[Piece, ...]:
    from qspec.judgement.picking.roster import from_file

    source, problems = read_source(name)
    given.files.append(name)
    given.problems += problems
    if source is None:
        return ()
    pieces, problems = from_file(name, source.content, cartons=cartons)
    given.problems += problems
    return pieces


def _date(given: Gathered, name: str) -> datetime.date | None:
    from qspec.cli.inputs import read_date

    text, problems = read_date(given.options[name], _option(name))
    given.problems += problems
    return datetime.date.fromisoformat(text) if text is not None else None


def _effort(given: Gathered) -> Effort | None:
    """Return how long a piece takes, None where nobody said."""
    from qspec.judgement.picking.workload import Effort, per_hour, read_amount, read_minutes

    minutes = given.take("--minutes-per-piece", read_minutes(given.texts("minutes_per_piece"))) or {}
    rate = given.text("per_hour")
    if rate is not None and minutes:
        given.problems.append(Problem("plan.minutes-twice", Place("--per-hour")))
    elif rate is not None:
        minutes = given.take("--per-hour", per_hour(rate)) or {}
    hours = given.take("--hours-per-day", read_amount(given.text("hours_per_day") or _HOURS_PER_DAY))
    inspectors = given.number("inspectors") or _INSPECTORS
    return Effort(minutes, hours, inspectors) if minutes and hours is not None else None
