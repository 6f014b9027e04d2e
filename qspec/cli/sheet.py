"""``qspec report SPEC --paper limit-samples``: sheets of a spec's limit samples, made without an inspection file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from qspec.cli import photos
from qspec.cli.app import Exit
from qspec.cli.inputs import read_source
from qspec.cli.language import Languages
from qspec.cli.product import deliver
from qspec.cli.progress import working
from qspec.cli.run import tell
from qspec.errors import has_errors

if TYPE_CHECKING:
    from qspec.errors import Problem
    from qspec.report.options import OutputOptions
    from qspec.report.paper.fonts import FontFiles
    from qspec.report.papers.limit_samples import Sheet


def write(
    languages: Languages,
    spec: str,
    output: str,
    options: Mapping[str, object],
    chosen: OutputOptions,
    font: FontFiles | None,
) -> int:
    """Read the spec and its photos, draw the sheets, write them; raises as ``draw`` does for a typeface."""
    sheet, problems = _sheet(spec)
    if sheet is None:
        tell(problems, languages)
        return Exit.UNUSABLE
    from dataclasses import replace

    from qspec.report.papers.sheets import drawn

    asked, found = photos.named(options)
    own, outside = photos.of_spec(sheet.spec, spec)
    # a photo given by hand takes the place of the spec's own
    asked += [one for one in own if one.of not in {photo.of for photo in asked}]
    ready, unread = photos.read(asked, sheet.spec, samples_only=True)
    problems += [*found, *outside, *unread]
    tell(problems, languages)
    if has_errors(problems):
        return Exit.UNUSABLE
    with working("drawing", languages):
        content = drawn(sheet, replace(chosen, photos=ready), str(options["format_"]), font)
    inputs = (spec, *(one.file for one in asked))
    failed = deliver(content, output, languages, force=bool(options["force"]), inputs=inputs)
    tell(failed, languages)
    return Exit.UNUSABLE if failed else Exit.ACCEPTED


def _sheet(file: str) -> tuple[Sheet | None, list[Problem]]:
    from qspec.kinds import registry
    from qspec.report.papers.limit_samples import Sheet, missing
    from qspec.spec.file import load

    source, problems = read_source(file)
    if source is None:
        return None, problems
    loaded = load(file, source.content, registry.models())
    problems = list(loaded.problems)
    if loaded.spec is not None:
        problems += missing(loaded.spec, file)
    if loaded.spec is None or has_errors(problems):
        return None, problems
    return Sheet(loaded.spec, file, source.content), problems
