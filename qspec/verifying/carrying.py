"""The attached files of a report → everything it was judged by, or what is wrong with them; called by ``verify.py``.

A report carries one file of each name that ``carried/model.py`` lists, and no others: a name that leads elsewhere, two
files of one name, or a file nobody knows is named and keeps the report from being believed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qspec.errors import Place, Refusal
from qspec.judgement.evaluate import Inputs, Source
from qspec.judgement.history import ledger
from qspec.judgement.known import Known
from qspec.report.carried import given as given_file
from qspec.report.carried.gathering import data_name
from qspec.report.carried.given import Given
from qspec.report.carried.model import DATA, GIVEN, LEDGER, PHOTO, RESULT, SIDECAR, SPEC, photo_name
from qspec.report.papers.names import OF_RESULT
from qspec.verifying.model import Carried, Finding, Outcome, finding

if TYPE_CHECKING:
    from qspec.report.photos import Photo

_DATA = re.compile(re.escape(DATA) + r"\.[a-z0-9]{1,8}")
_PHOTO = re.compile(re.escape(PHOTO) + r"[1-9][0-9]?\.jpg")
_KNOWN = (SPEC, SIDECAR, LEDGER, GIVEN, RESULT)


@dataclass(frozen=True)
class Files:
    """The attached files by what they are; each of them is there."""

    spec: Carried
    data: Carried
    given: Carried
    result: Carried
    sidecar: Carried | None = None
    ledger: Carried | None = None
    photos: tuple[Carried, ...] = ()

    @property
    def all(self) -> tuple[Carried, ...]:
        """All of them, in the order in which a report carries them."""
        found = (self.spec, self.data, self.sidecar, self.ledger, *self.photos, self.given, self.result)
        return tuple(one for one in found if one is not None)


def attached(told: Sequence[Mapping[str, Any]]) -> list[tuple[list[str], Carried]]:
    """Return the files as the worker told them, each with every name it goes by."""
    return [(one["names"], Carried(one["names"][0], base64.b64decode(one["content"]))) for one in told]


def sorted_out(file: str, found: Sequence[tuple[list[str], Carried]]) -> tuple[Files | None, list[Finding]]:
    """Return the files by what they are, or None with everything that is wrong with their names."""
    place = Place(file)
    findings = [finding("two-names", place, names=", ".join(names)) for names, _ in found if len(names) > 1]
    by_name: dict[str, Carried] = {}
    for _, one in found:
        if one.name in by_name:
            findings.append(finding("twice", place, name=one.name))
        elif one.name not in _KNOWN and not _DATA.fullmatch(one.name) and not _PHOTO.fullmatch(one.name):
            findings.append(finding("foreign", place, name=one.name))
        by_name.setdefault(one.name, one)
    data = [name for name in by_name if _DATA.fullmatch(name)]
    if len(data) > 1:
        findings.append(finding("twice", place, name=", ".join(data)))
    missing = [name for name in (SPEC, GIVEN, RESULT) if name not in by_name] + ([] if data else [f"{DATA}.…"])
    findings += [finding("missing", place, name=name) for name in missing]
    if missing:
        return None, findings
    files = Files(
        spec=by_name[SPEC],
        data=by_name[data[0]],
        given=by_name[GIVEN],
        result=by_name[RESULT],
        sidecar=by_name.get(SIDECAR),
        ledger=by_name.get(LEDGER),
        photos=tuple(by_name[name] for name in sorted(filter(_PHOTO.fullmatch, by_name), key=_number)),
    )
    return files, findings


def _number(name: str) -> int:
    return int(re.sub(r"\D", "", name))


def is_ours(found: Sequence[tuple[list[str], Carried]]) -> bool:
    """Say whether any file has a name that only a report of this program gives."""
    return any(set(names) & {GIVEN, RESULT, SPEC} for names, _ in found)


def result_of(file: str, files: Files) -> tuple[dict[str, Any] | None, list[Finding]]:
    """Return the attached result document, and whether spec and data are those that it names by their digests."""
    result = parsed(files.result.content)
    if result is None:
        return None, [finding("result-unreadable", Place(file), name=RESULT)]
    named = {"spec": result["spec"]["sha256"], "data": result["data"]["sha256"]}
    findings = []
    for one, key in ((files.spec, "spec"), (files.data, "data")):
        digest = hashlib.sha256(one.content).hexdigest()
        if digest != named[key]:
            findings.append(finding("digest", Place(file), name=one.name, named=str(named[key])[:64], digest=digest))
    return result, findings


def parsed(content: bytes) -> dict[str, Any] | None:
    """Return a result document, or None for what is none."""
    try:
        result = json.loads(content.decode())
        texts = (result["spec"]["sha256"], result["data"]["sha256"])
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
        return None
    return result if isinstance(result, dict) and all(isinstance(text, str) for text in texts) else None


def given_of(file: str, files: Files) -> tuple[Given | None, list[Finding]]:
    """Return what was given beside the files, or what is wrong with ``given.json``."""
    given = given_file.read(files.given.content)
    if isinstance(given, Refusal):
        return None, [Finding(given.at(Place(file)), Outcome.TAMPERED)]
    findings = []
    for key, one in (("spec", files.spec), ("data", files.data), ("sidecar", files.sidecar), ("ledger", files.ledger)):
        if one is not None and key not in given.names:
            findings.append(finding("foreign", Place(file), name=one.name))
        elif one is None and key in given.names:
            findings.append(finding("missing", Place(file), name={"sidecar": SIDECAR, "ledger": LEDGER}[key]))
    own = data_name(given.names.get("data", ""), files.data.content)
    if files.data.name != own:
        findings.append(finding("two-names", Place(file), names=f"{files.data.name}, {own}"))
    if given.paper not in OF_RESULT:
        findings.append(finding("given-field", Place(file), field="paper.name"))
    names = [photo_name(number) for number in range(1, len(given.photos) + 1)]
    attached = [one.name for one in files.photos]
    findings += [finding("missing", Place(file), name=name) for name in names if name not in attached]
    findings += [finding("foreign", Place(file), name=name) for name in attached if name not in names]
    return (None if findings else given), findings


def photos_of(file: str, files: Files, given: Given) -> tuple[tuple[Photo, ...], list[Finding]]:
    """Return the photos that go with the paper."""
    from qspec.report.photos import carried

    made: list[Photo] = []
    findings = []
    for told, one in zip(given.photos, files.photos, strict=True):
        photo = carried(told.of, told.file, told.sha256, one.content)
        if photo is None:
            findings.append(finding("photo", Place(file), name=one.name))
        else:
            made.append(photo)
    return tuple(made), findings


def inputs_of(file: str, files: Files, given: Given) -> tuple[Inputs | None, list[Finding]]:
    """Return everything the report was judged by."""
    kept = None
    if files.ledger is not None:
        kept, problems = ledger.parse(given.names["ledger"], files.ledger.content)
        if kept is None:
            return None, [Finding(problem, Outcome.TAMPERED) for problem in problems]
    beside = files.sidecar
    inputs = Inputs(
        spec=Source(given.names["spec"], files.spec.content),
        data=Source(given.names["data"], files.data.content),
        sidecar=Source(given.names["sidecar"], beside.content) if beside is not None else None,
        given=given.info,
        lot=given.lot,
        known=Known(kept, given.severity, given.shipment),
    )
    return inputs, []
