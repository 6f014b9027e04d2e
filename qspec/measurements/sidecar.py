"""Reads ``<data file>.batch.yaml``: what is known about the lot beside the data, written by hand.

Keys: ``lot lot_size date inspector order quantity instruments pieces part remarks``, ``lots`` with the same keys per
lot id where a file holds several, and ``ignore_sheets`` for sheets that hold numbers but no measurements of this lot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from qspec.errors import Place, Problem, Severity, has_errors
from qspec.measurements.batch import Instrument, LotInfo
from qspec.measurements.dates import read_date
from qspec.measurements.titleblock import whole
from qspec.spec import tree
from qspec.text import normalize, shorten

_LOT_KEYS = {
    "lot_size": "size",
    "date": "date",
    "inspector": "inspector",
    "order": "order",
    "quantity": "quantity",
    "instruments": "instruments",
    "pieces": "picked",
    "part": "part",
    "remarks": "remarks",
}
_TOP_KEYS = (*_LOT_KEYS, "lot", "lots", "ignore_sheets")
_GAUGE_KEYS = ("name", "serial", "calibrated", "due")


@dataclass
class Sidecar:
    """What the file says: for the lot (or all of them), per lot, and the place of every fact."""

    file: str
    info: LotInfo = field(default_factory=LotInfo)
    lots: dict[str, LotInfo] = field(default_factory=dict)
    ignored_sheets: tuple[str, ...] = ()
    places: dict[str, Place] = field(default_factory=dict)
    lot_places: dict[str, dict[str, Place]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_sidecar(name: str, content: bytes) -> Sidecar:
    """Return what a sidecar says, with every problem."""
    sidecar = Sidecar(name)
    read = tree.read(name, content)
    sidecar.problems += read.problems
    if read.root is None or has_errors(read.problems):
        return sidecar
    if not isinstance(read.root, tree.Branch):
        sidecar.problems.append(Problem("measurements.sidecar-no-mapping", read.root.place))
        return sidecar
    root = read.root
    _check_keys(sidecar, root, _TOP_KEYS)
    sidecar.info, sidecar.places = _info(sidecar, root, _text(sidecar, root, "lot"))
    if (place := root.keys.get("lot")) is not None:
        sidecar.places["id"] = place
    sidecar.ignored_sheets = _texts(sidecar, root, "ignore_sheets")
    _read_lots(sidecar, root.entries.get("lots"))
    return sidecar


def _read_lots(sidecar: Sidecar, node: tree.Node | None) -> None:
    if node is None:
        return
    if not isinstance(node, tree.Branch):
        sidecar.problems.append(Problem("measurements.sidecar-lots", node.place))
        return
    for name, entry in node.entries.items():
        lot = normalize(name)
        if not isinstance(entry, tree.Branch):
            sidecar.problems.append(Problem("measurements.sidecar-lots", entry.place))
            continue
        _check_keys(sidecar, entry, tuple(_LOT_KEYS))
        sidecar.lots[lot], sidecar.lot_places[lot] = _info(sidecar, entry, lot)


def _check_keys(sidecar: Sidecar, branch: tree.Branch, known: tuple[str, ...]) -> None:
    for key in branch.entries:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            values = {"key": shorten(key), "known": ", ".join(near or known)}
            sidecar.problems.append(Problem("measurements.sidecar-key", branch.keys[key], values=values))


def _info(sidecar: Sidecar, branch: tree.Branch, lot: str | None) -> tuple[LotInfo, dict[str, Place]]:
    def text(key: str) -> str | None:
        return _text(sidecar, branch, key)

    places = {field: branch.keys[key] for key, field in _LOT_KEYS.items() if key in branch.keys}
    picked = _texts(sidecar, branch, "pieces")
    if "pieces" in branch.entries and not picked:
        place = branch.entries["pieces"].place
        sidecar.problems.append(Problem("measurements.sidecar-no-list", place, values={"key": "pieces"}))
    info = LotInfo(
        id=lot,
        size=_size(sidecar, branch),
        date=_date(sidecar, branch, "date"),
        inspector=text("inspector"),
        order=text("order"),
        quantity=text("quantity"),
        instruments=_instruments(sidecar, branch.entries.get("instruments")),
        picked=picked or None,
        part=text("part"),
        remarks=text("remarks"),
    )
    return info, places


def _text(sidecar: Sidecar, branch: tree.Branch, key: str) -> str | None:
    node = branch.entries.get(key)
    if node is None or (isinstance(node, tree.Scalar) and node.empty):
        return None
    if isinstance(node, tree.Scalar):
        return normalize(node.text)
    sidecar.problems.append(Problem("measurements.sidecar-no-text", node.place, values={"key": key}))
    return None


def _texts(sidecar: Sidecar, branch: tree.Branch, key: str) -> tuple[str, ...]:
    node = branch.entries.get(key)
    if node is None:
        return ()
    if isinstance(node, tree.Series) and all(isinstance(one, tree.Scalar) for one in node.items):
        return tuple(normalize(one.text) for one in node.items if isinstance(one, tree.Scalar))
    sidecar.problems.append(Problem("measurements.sidecar-no-list", node.place, values={"key": key}))
    return ()


def _size(sidecar: Sidecar, branch: tree.Branch) -> int | None:
    text = _text(sidecar, branch, "lot_size")
    if text is None:
        return None
    size = whole(text)
    if size is None:
        place = branch.entries["lot_size"].place
        sidecar.problems.append(Problem("measurements.not-a-size", place, values={"text": shorten(text)}))
    return size


def _date(sidecar: Sidecar, branch: tree.Branch, key: str) -> str | None:
    text = _text(sidecar, branch, key)
    if text is None:
        return None
    date = read_date(text)
    if date is None:
        place = branch.entries[key].place
        values: Mapping[str, str] = {"text": shorten(text)}
        sidecar.problems.append(Problem("measurements.date-unclear", place, Severity.WARNING, values))
    return date


def _instruments(sidecar: Sidecar, node: tree.Node | None) -> tuple[Instrument, ...]:
    if node is None:
        return ()
    entries = node.items if isinstance(node, tree.Series) else None
    if entries is None or not all(isinstance(entry, tree.Branch) and "name" in entry.entries for entry in entries):
        sidecar.problems.append(Problem("measurements.sidecar-instruments", node.place))
        return ()
    found: list[Instrument] = []
    for entry in entries:
        if not isinstance(entry, tree.Branch):
            continue
        _check_keys(sidecar, entry, _GAUGE_KEYS)
        name = _text(sidecar, entry, "name")
        serial = _text(sidecar, entry, "serial")
        dates = [_date(sidecar, entry, key) for key in ("calibrated", "due")]
        found.append(Instrument(name or "", serial, *dates))
    return tuple(found)
