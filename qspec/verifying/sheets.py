"""Limit-sample sheets: drawn again from the spec and the photos they carry; there is no result to judge.

``verify.py`` calls :func:`redrawn` for a file that carries the spec of a sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qspec.errors import Place, Refusal
from qspec.report.carried import given as given_file
from qspec.report.carried.given import Given
from qspec.report.carried.model import GIVEN, photo_name
from qspec.report.options import OutputOptions
from qspec.report.papers import limit_samples, sheets
from qspec.report.papers.limit_samples import Sheet
from qspec.report.papers.names import LIMIT_SAMPLES
from qspec.verifying.model import Carried, Finding, Outcome, finding

if TYPE_CHECKING:
    from qspec.report.paper.fonts import FontFiles
    from qspec.report.photos import Photo


@dataclass(frozen=True)
class Redrawn:
    """A sheet drawn again, what was given beside its files, and those files in the order in which it carries them."""

    content: bytes
    given: Given
    carried: tuple[Carried, ...]


def is_sheet(found: Sequence[tuple[list[str], Carried]]) -> bool:
    """Say whether the attached files are those of a sheet."""
    return any(sheets.SPEC in names for names, _ in found)


def redrawn(
    file: str, found: Sequence[tuple[list[str], Carried]], font: FontFiles | None
) -> tuple[Redrawn | None, list[Finding]]:
    """Return the sheet drawn again from what it carries, or everything that keeps it from being drawn."""
    place = Place(file)
    findings = [finding("two-names", place, names=", ".join(names)) for names, _ in found if len(names) > 1]
    by_name = {one.name: one for _, one in found}
    if len(by_name) < len(found):
        findings.append(finding("twice", place, name=", ".join(sorted(one.name for _, one in found))))
    given = given_file.read(by_name[GIVEN].content) if GIVEN in by_name else None
    if given is None:
        return None, [*findings, finding("missing", place, name=GIVEN)]
    if isinstance(given, Refusal):
        return None, [*findings, Finding(given.at(place), Outcome.TAMPERED)]
    if given.paper != LIMIT_SAMPLES or set(given.names) != {"spec"}:
        return None, [*findings, finding("given-field", place, field="paper.name")]
    names = [sheets.SPEC, *(photo_name(number) for number in range(1, len(given.photos) + 1)), GIVEN]
    findings += [finding("missing", place, name=name) for name in names if name not in by_name]
    findings += [finding("foreign", place, name=name) for name in by_name if name not in names]
    if findings:
        return None, findings
    carried = tuple(by_name[name] for name in names)
    return _drawn(place, given, carried, font)


def _drawn(
    place: Place, given: Given, carried: tuple[Carried, ...], font: FontFiles | None
) -> tuple[Redrawn | None, list[Finding]]:
    from qspec.kinds import registry
    from qspec.spec.file import load

    spec, *pictures, told = carried
    photos, findings = _photos(place, given, pictures)
    loaded = load(given.names["spec"], spec.content, registry.models())
    if loaded.spec is None or limit_samples.missing(loaded.spec, ""):
        findings.append(finding("sheet-spec", place, name=spec.name))
    if loaded.spec is None or findings:
        return None, findings
    options = OutputOptions(given.languages, date=given.date, number=given.number, paper=LIMIT_SAMPLES, photos=photos)
    sheet = Sheet(loaded.spec, given.names["spec"], spec.content)
    return Redrawn(sheets.paper(sheet, options, told.content, font), given, carried), []


def _photos(place: Place, given: Given, pictures: Sequence[Carried]) -> tuple[tuple[Photo, ...], list[Finding]]:
    from qspec.report.photos import carried

    read = [
        carried(told.of, told.file, told.sha256, one.content) for told, one in zip(given.photos, pictures, strict=True)
    ]
    wrong = [one.name for photo, one in zip(read, pictures, strict=True) if photo is None]
    return tuple(photo for photo in read if photo is not None), [finding("photo", place, name=name) for name in wrong]
