"""A report → what it is worth: taken apart, judged again from what it carries, drawn again, compared.

``qspec verify`` calls :func:`verify`. A report that comes out again byte for byte shows and carries what this program
makes of the files in it, and nothing else; where it does not, what differs is named. That says nothing of who made the
report and of whether the files are true: one's own copies (``own.py``) and signatures do.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qspec.errors import Place, Refusal, Say, has_errors
from qspec.judgement.evaluate import Inputs, Source
from qspec.report.carried.drawing import draw_paper
from qspec.report.carried.gathering import attachment, font_digests, versions
from qspec.report.options import OutputOptions
from qspec.report.papers.choosing import refused
from qspec.verifying import bytewise, carrying, sheets
from qspec.verifying.agreeing import differences
from qspec.verifying.apart import ask
from qspec.verifying.carrying import Files
from qspec.verifying.model import Carried, Finding, Outcome, Verification, finding
from qspec.verifying.own import Own, compare_own
from qspec.verifying.shown import Compared, compare

if TYPE_CHECKING:
    from qspec.judgement.result import Evaluation
    from qspec.report.carried.given import Given
    from qspec.report.paper.fonts import FontFiles

_LISTED = 6
"""Fields of the result that are named one by one."""
_HEAD, _TAIL = 1024, 4096
"""Bytes at the beginning and at the end in which the marks of a PDF have to stand (as PDF readers look for them)."""


@dataclass
class _Course:
    """What has been found on the way."""

    file: str
    findings: list[Finding] = field(default_factory=list)
    checked: list[Say] = field(default_factory=list)
    notes: list[Say] = field(default_factory=list)
    sheet: list[tuple[list[str], Carried]] = field(default_factory=list)
    """The attached files where the file is a limit-sample sheet, which has no result."""

    @property
    def place(self) -> Place:
        return Place(self.file)

    @property
    def exchanged(self) -> bool:
        """Whether a file is attached that was not judged: what follows from it says nothing of the pages."""
        return any(one.problem.code == "verify.digest" for one in self.findings)

    def right(self, slug: str, **values: Any) -> None:  # noqa: ANN401 - values of a sentence
        """Remember that something was looked at and found right."""
        self.checked.append(Say(f"verify.checked.{slug}", values))


def verify(file: str, content: bytes, *, font: FontFiles | None = None, own: Own | None = None) -> Verification:
    """Return what a report is worth; ``font`` is the typeface it was set in, where that is not the program's own."""
    course = _Course(file)
    files, signed = _taken_apart(course, content)
    if course.sheet:
        return _sheet(course, content, signed, font, own)
    given = _believed(course, files) if files is not None else None
    evaluation = None
    if files is not None and given is not None:
        inputs, found = carrying.inputs_of(file, files, given)
        course.findings += found
        evaluation = _judged(course, files, given, inputs) if inputs is not None else None
        if evaluation is not None and course.exchanged:
            course.notes.append(Say("verify.pages-not-compared"))
        elif evaluation is not None:
            again = _drawn_again(course, files, given, evaluation, font)
            if again is not None:
                _compared(course, content, again, signed > 0)
        if own is not None and inputs is not None:
            found, notes = compare_own(file, inputs, own)
            course.findings += found
            course.notes += notes
    return Verification(
        file=file,
        sha256=hashlib.sha256(content).hexdigest(),
        findings=tuple(course.findings),
        checked=tuple(course.checked),
        notes=tuple(course.notes),
        attached=files.all if files is not None else (),
        signed=signed,
        disposition=evaluation.disposition if evaluation is not None else None,
        drawn_with=given.versions if given is not None else {},
    )


def _taken_apart(course: _Course, content: bytes) -> tuple[Files | None, int]:
    """Return the attached files and the number of signatures; nothing where the file is no report of this program."""
    unusable = _no_pdf(content)
    told = Refusal(f"verify.{unusable}") if unusable is not None else ask("open", content)
    if isinstance(told, Refusal):
        course.findings.append(Finding(told.at(course.place), Outcome.UNUSABLE))
        return None, 0
    found = carrying.attached(told["attached"])
    if sheets.is_sheet(found):
        course.sheet = found
        if told["mended"]:
            course.findings.append(finding("mended", course.place))
        return None, told["signatures"]
    if not carrying.is_ours(found):
        slug = "nothing-attached" if told["creator"] == "qspec" else "not-ours"
        creator = told["creator"] or "–"
        course.findings.append(finding(slug, course.place, Outcome.UNUSABLE, program=creator))
        return None, told["signatures"]
    if told["mended"]:
        course.findings.append(finding("mended", course.place))
    files, findings = carrying.sorted_out(course.file, found)
    course.findings += findings
    if files is not None and not findings:
        course.right("attached", names=", ".join(one.name for one in files.all))
    return files, told["signatures"]


def _sheet(course: _Course, content: bytes, signed: int, font: FontFiles | None, own: Own | None) -> Verification:
    """Return what a limit-sample sheet is worth: whether it comes out again; there is nothing to judge."""
    again, found = sheets.redrawn(course.file, course.sheet, font)
    course.findings += found
    if again is not None:
        course.right("sheet", names=", ".join(one.name for one in again.carried))
        _compared(course, content, _again(course, again.given, again.content, font), signed > 0)
    if again is not None and own is not None:
        carried = Inputs(Source(again.given.names["spec"], again.carried[0].content), Source("", b""))
        found, notes = compare_own(course.file, carried, own)
        course.findings += found
        course.notes += notes
    return Verification(
        file=course.file,
        sha256=hashlib.sha256(content).hexdigest(),
        findings=tuple(course.findings),
        checked=tuple(course.checked),
        notes=tuple(course.notes),
        attached=again.carried if again is not None else (),
        signed=signed,
        drawn_with=again.given.versions if again is not None else {},
    )


def _no_pdf(content: bytes) -> str | None:
    """Return why the bytes cannot be a whole PDF, or None."""
    if b"%PDF-" not in content[:_HEAD]:
        return "no-pdf"
    return None if b"%%EOF" in content[-_TAIL:] else "truncated"


def _believed(course: _Course, files: Files) -> Given | None:
    """Return what was given beside the files, after looking at the digests in the result."""
    result, found = carrying.result_of(course.file, files)
    course.findings += found
    if result is not None and not found:
        course.right("digests")
    given, found = carrying.given_of(course.file, files)
    course.findings += found
    return given


def _judged(course: _Course, files: Files, given: Given, inputs: Inputs) -> Evaluation | None:
    """Judge again, and compare the result with the attached one."""
    from qspec.report.as_json import write

    evaluation, problems = inputs.evaluate()
    if evaluation is None:
        first = next(problem for problem in problems if has_errors([problem]))
        said = Say(f"{first.code}.text", first.values)
        course.findings.append(finding("not-judged", course.place, _if_alike(given), problem=said))
        return None
    again = write(evaluation, OutputOptions())
    if again == files.result.content:
        course.right("result")
        return evaluation
    found = [
        one
        for one in differences(carrying.parsed(files.result.content), carrying.parsed(again))
        if not one.path.endswith("› sha256")  # said where the files were looked at
    ]
    for one in found[:_LISTED]:
        values = {"field": one.path, "found": one.one or "–", "again": one.other or "–"}
        course.findings.append(finding("result-field", course.place, _if_alike(given), **values))
    if len(found) > _LISTED:
        course.notes.append(Say("verify.more-fields", {"count": len(found) - _LISTED}))
    if not found and not course.exchanged and _if_alike(given) is Outcome.TAMPERED:
        course.findings.append(finding("result-form", course.place))
    return evaluation


def _if_alike(given: Given) -> Outcome:
    """Return what a difference means: under the same versions nothing innocent explains it."""
    return Outcome.TAMPERED if dict(given.versions) == versions() else Outcome.DIFFERS


@dataclass(frozen=True)
class _Again:
    """The paper drawn again, and what a difference from it means."""

    content: bytes
    alike: Outcome
    versions: Say | None = None
    """That it was drawn with other versions, where it was: to be said where the bytes are not the same."""


def _drawn_again(
    course: _Course, files: Files, given: Given, evaluation: Evaluation, font: FontFiles | None
) -> _Again | None:
    """Draw the paper again from what the report carries; None where qspec makes no such paper of it."""
    photos, found = carrying.photos_of(course.file, files, given)
    for problem in refused(evaluation, given.paper):
        said = Say(f"{problem.code}.text", problem.values)
        found.append(finding("not-drawn", course.place, _if_alike(given), problem=said))
    course.findings += found
    if found:
        return None
    options = OutputOptions(given.languages, date=given.date, number=given.number, paper=given.paper, photos=photos)
    carried = tuple(attachment(one.name, one.content) for one in files.all)
    content = draw_paper(evaluation, options, carried, font)
    return _again(course, given, content, font)


def _again(course: _Course, given: Given, content: bytes, font: FontFiles | None) -> _Again:
    """Return a paper drawn again with what a difference from it means."""
    if dict(given.font) != font_digests(font):
        course.findings.append(finding("other-font", course.place, Outcome.DIFFERS))
        return _Again(content, Outcome.DIFFERS)
    return _Again(content, _if_alike(given), _other_versions(given))


def _compared(course: _Course, content: bytes, again: _Again, signed: bool) -> None:
    """Compare the paper with the file: byte by byte, and by what it shows and holds where that fails."""
    if content == again.content:
        course.right("bytes")
        return
    appended = content.startswith(again.content)
    if appended and content[len(again.content) :].isspace():
        course.right("first-bytes")
        course.findings.append(finding("space-appended", course.place, Outcome.DIFFERS))
        return
    if again.versions is not None and not appended:
        course.notes.append(again.versions)
    alike = Outcome.TAMPERED if appended else again.alike
    told = compare(course.file, Compared(content, again.content, alike, signed))
    course.findings += told
    if appended:
        course.right("first-bytes")
        if not signed:
            course.findings.append(finding("appended", course.place, count=len(content) - len(again.content)))
    elif again.alike is Outcome.TAMPERED:
        few = bytewise.few(course.file, content, again.content)
        course.findings += few or ([] if told else [bytewise.rewritten(course.file)])
    elif not told and not course.findings:
        course.right("shown")


def _other_versions(given: Given) -> Say | None:
    if _if_alike(given) is Outcome.TAMPERED:
        return None
    now = versions()
    names = sorted(name for name in {*given.versions, *now} if given.versions.get(name) != now.get(name))
    told = ", ".join(f"{name} {given.versions.get(name, '–')} → {now.get(name, '–')}" for name in names)
    return Say("verify.other-versions", {"versions": told})
