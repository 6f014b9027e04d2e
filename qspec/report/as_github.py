"""The ``github`` format: workflow commands that put problems and failures beside the files they come from.

See *Workflow commands for GitHub Actions*: ``%``, CR and LF are escaped in a message, ``:`` and ``,`` in a property
as well, so no text of a file can start a command of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qspec.errors import Place, Problem, Say, Severity, Value
from qspec.judgement.result import Disposition, Evaluation, ItemResult, Verdict
from qspec.messages import render
from qspec.report import words
from qspec.report.failures import account, worst
from qspec.report.options import OutputOptions
from qspec.report.width import visible

_SEVERITY = {
    Severity.ERROR: "error",
    Severity.UNDECIDED: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}
_VERDICT = {Verdict.FAIL: "error", Verdict.UNDECIDED: "error", Verdict.MARGINAL: "warning"}
_DISPOSITION = {
    Disposition.ACCEPT: "notice",
    Disposition.DISCONTINUED: "error",
    Disposition.UNDECIDED: "error",
    Disposition.REJECT: "error",
}


def write(evaluation: Evaluation, options: OutputOptions) -> bytes:
    """Return one command a line: problems, then each lot's disposition and the characteristics that need a look."""
    languages = options.languages
    lines = commands(evaluation.problems, languages)
    if not evaluation.lots:
        word = words.disposition(evaluation.disposition)
        lines.append(command(_DISPOSITION[evaluation.disposition], Place(), word, [Say("output.no-lot")], languages))
    for lot in evaluation.lots:
        lines += commands(lot.problems, languages)
        title = Say("output.lot-is", {"lot": words.lot(lot), "disposition": words.disposition(lot.disposition)})
        lines.append(command(_DISPOSITION[lot.disposition], Place(), title, lot.reasons, languages))
        lines += [_item(item, languages) for item in lot.items if item.verdict in _VERDICT]
    return "".join(f"{line}\n" for line in dict.fromkeys(lines)).encode()


def commands(found: Iterable[Problem], languages: Sequence[str]) -> list[str]:
    """Return a command for each problem; the command line uses it too where nothing could be judged."""
    return [
        command(
            _SEVERITY[problem.severity],
            problem.place,
            problem.code,
            [Say(f"{problem.code}.text", problem.values), Say(f"{problem.code}.hint", problem.values)],
            languages,
        )
        for problem in found
    ]


def _item(item: ItemResult, languages: Sequence[str]) -> str:
    title = Say("output.item-is", {"name": words.name(item), "verdict": words.verdict(item.verdict)})
    nearest = worst([reading for check in item.checks for reading in check.readings], 1)
    place = nearest[0].place if nearest else Place()
    return command(_VERDICT[item.verdict], place, title, account(item), languages)


def command(level: str, place: Place, title: Value, lines: Sequence[Value], languages: Sequence[str]) -> str:
    """Return one workflow command of a level (``error``, ``warning``, ``notice``) at a place, all of it escaped."""
    known = {"file": place.file, "line": place.line, "col": place.column}
    properties = {key: str(value) for key, value in known.items() if value}
    properties["title"] = " / ".join(dict.fromkeys(render(title, lang) for lang in languages))
    texts = [render(line, lang) for lang in languages for line in lines] or [properties["title"]]
    if any(part is not None for part in (place.cell, place.name, place.page, place.paragraph)):
        texts.insert(0, str(place))
    listed = ",".join(f"{key}={_escaped(visible(text), ':,')}" for key, text in properties.items())
    return f"::{level} {listed}::{_escaped(chr(10).join(visible(text) for text in texts))}"


def _escaped(text: str, more: str = "") -> str:
    for char in f"%\r\n{more}":
        text = text.replace(char, f"%{ord(char):02X}")
    return text
