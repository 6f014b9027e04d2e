"""A report beside the paper drawn again: what the worker found different → findings with their weight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qspec.errors import Place, Refusal, Say, Value
from qspec.messages import render
from qspec.report.content.wording import listed
from qspec.verifying.apart import ask
from qspec.verifying.model import Finding, Outcome, finding

_WRITERS = ("/Info", "/Metadata", "/Version", "/Extensions")
"""Parts that a program which only saves a file anew changes by itself."""
_DOES = ("/OpenAction", "/AA", "/JavaScript", "/Launch", "/AcroForm", "/Field", "/OCProperties", "/Collection", "/URI")
"""Parts by which a file does something, or shows something only sometimes."""
_LISTED = 12
_PARTS = {
    "/Resources": "resources",
    "/Contents": "contents",
    "/Annots": "annotations",
    "/StructTreeRoot": "structure",
    "/Names": "attached",
    "/AF": "attached",
    "/Outlines": "outline",
    "/OutputIntents": "colors",
}


@dataclass(frozen=True)
class Compared:
    """Two files, and what a difference between them means."""

    content: bytes
    again: bytes
    alike: Outcome
    """TAMPERED where the same versions drew both, else DIFFERS."""
    sealed: bool
    """The first has seals in its boxes; what they put there is for those to say who examine them."""


def compare(file: str, both: Compared) -> list[Finding]:
    """Return everything that the file shows or holds otherwise."""
    told = ask("compare", both.content, both.again, sealed=both.sealed)
    if isinstance(told, Refusal):
        return [Finding(told.at(Place(file)), Outcome.DIFFERS)]
    found = list(_shown(file, told["shown"], both))
    return found + list(_held(file, told, both, shown=bool(found)))


def _shown(file: str, told: Sequence[Mapping[str, Any]], both: Compared) -> Iterator[Finding]:
    for one in told:
        values: dict[str, Value] = {key: value for key, value in one.items() if key not in ("slug", "page", "kind")}
        if "kind" in one:
            values["kind"] = Say(f"verify.kind.{one['kind']}")
        if "page" in one:
            values["page"] = one["page"]
        yield finding(f"shown-{one['slug']}", Place(file, page=one.get("page")), both.alike, **values)


def _part(name: str) -> Value:
    """Return what a part is called; one of a page as well as one of the whole file."""
    key = name.partition(" ")[0]
    return Say(f"verify.part.{_PARTS[key]}") if key in _PARTS else key.lstrip("/")


def _held(file: str, told: Mapping[str, Any], both: Compared, *, shown: bool) -> Iterator[Finding]:
    """Yield what the file holds otherwise beside what it shows."""
    doing = [name for name in told["more"] if name.partition(" ")[0] in _DOES]
    if doing:
        named_so = listed(name.replace("/", "") for name in doing[:_LISTED])
        yield finding("does-more", Place(file), both.alike, parts=named_so)
    if both.alike is not Outcome.TAMPERED or shown:
        return
    parts = [name for name in told["parts"] if name not in _WRITERS and name not in doing]
    if parts:
        named = {render(part, "en"): part for part in map(_part, parts)}
        yield finding("holds-other", Place(file), parts=listed(named.values()))
    elif told["parts"] and not doing:
        yield finding("described-otherwise", Place(file), Outcome.DIFFERS, program=told["producer"] or "–")
