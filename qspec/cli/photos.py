"""``--photo ID=FILE`` and the photos that a spec names → photos ready for a paper, or the problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PureWindowsPath
from typing import TYPE_CHECKING

import click

from qspec.cli.inputs import read_source
from qspec.errors import Place, Problem, Refusal

if TYPE_CHECKING:
    from qspec.report.photos import Photo
    from qspec.spec.model import Spec

_OPTION = "--photo"


@dataclass(frozen=True)
class Named:
    """A photo that was asked for: what it shows, and its file as written."""

    of: str
    file: str


def option() -> click.Option:
    """Return ``--photo``."""
    return click.Option([_OPTION], multiple=True, metavar="ID=FILE")


def named(options: Mapping[str, object]) -> tuple[list[Named], list[Problem]]:
    """Return the photos that the options name."""
    found: list[Named] = []
    problems: list[Problem] = []
    given = options["photo"]
    for text in given if isinstance(given, tuple) else ():
        of, sign, file = str(text).partition("=")
        if sign and of and file:
            found.append(Named(of, file))
        else:
            problems.append(Problem("papers.photo-option", Place(_OPTION), values={"text": str(text)}))
    return found, problems


def of_spec(spec: Spec, file: str) -> tuple[list[Named], list[Problem]]:
    """Return the photos of a spec's limit samples; only files in the spec's folder and below, for others wrote it."""
    found: list[Named] = []
    problems: list[Problem] = []
    for source in spec.characteristics.values():
        sample = source.limit_sample
        if sample is None or not sample.photo:
            continue
        inside = _inside(file, sample.photo)
        if inside is None:
            problems.append(Problem("papers.photo-outside", Place(file), values={"file": sample.photo}))
        else:
            found.append(Named(sample.id, inside))
    return found, problems


def _inside(spec: str, photo: str) -> str | None:
    """Return where a photo of a spec lies; None where that is not below the spec's folder."""
    written = PurePath(photo.replace("\\", "/"))
    if spec == "-" or written.is_absolute() or PureWindowsPath(photo).drive or ".." in written.parts:
        return None
    folder = Path(spec).parent
    try:
        within = (folder / written).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):
        return None
    return str(folder / written) if within else None


def read(asked: Sequence[Named], spec: Spec, *, samples_only: bool = False) -> tuple[tuple[Photo, ...], list[Problem]]:
    """Return the photos, each made ready; every problem of every one of them.

    ``samples_only``: of limit samples and of characteristics that have one, for a paper that shows no others.
    """
    from qspec.report.photos import MOST

    if len(asked) > MOST:
        return (), [Problem("papers.photo-many", Place(_OPTION), values={"count": len(asked), "most": MOST})]
    known = list(dict.fromkeys(_owners(spec, samples_only)))
    made: list[Photo] = []
    problems: list[Problem] = []
    for one in asked:
        if one.of not in known:
            values = {"text": one.of, "known": ", ".join(known)}
            problems.append(Problem("papers.photo-owner", Place(_OPTION), values=values))
            continue
        photo, found = _read(one)
        made += [photo] if photo is not None else []
        problems += found
    return tuple(made), problems


def _read(one: Named) -> tuple[Photo | None, list[Problem]]:
    from qspec.report.photos import prepare

    source, problems = read_source(one.file)
    if source is None:
        return None, problems
    photo = prepare(one.of, PurePath(one.file).name, source.content)
    return (None, [photo.at(Place(one.file))]) if isinstance(photo, Refusal) else (photo, [])


def _owners(spec: Spec, samples_only: bool) -> Iterator[str]:
    """Yield what a photo may show: a characteristic, a limit sample."""
    for key, source in spec.characteristics.items():
        if source.limit_sample is not None or not samples_only:
            yield key
    for source in spec.characteristics.values():
        if source.limit_sample is not None:
            yield source.limit_sample.id
