"""The ``junit`` format: tests for a build server, one for each characteristic of a lot and one for the lot itself.

A failed characteristic is a failure, an undecided one an error, one that does not apply is skipped. The lot's own
case makes sure that no server shows green where the lot is not accepted although each characteristic alone would
pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from qspec.errors import Say, Value
from qspec.judgement.result import Disposition, Evaluation, ItemResult, LotResult, Verdict
from qspec.messages import render
from qspec.report import words
from qspec.report.failures import account
from qspec.report.options import OutputOptions
from qspec.report.width import visible

_MARKS = {
    Verdict.FAIL: "failure",
    Verdict.UNDECIDED: "error",
    Verdict.NOT_APPLICABLE: "skipped",
    Disposition.REJECT: "failure",
    Disposition.DISCONTINUED: "failure",
    Disposition.UNDECIDED: "error",
}
"""Element that marks a case; one without a mark has passed."""


def write(evaluation: Evaluation, options: OutputOptions) -> bytes:
    """Return the XML document in UTF-8, without times, so that the same input gives the same bytes."""
    languages = options.languages
    suites = [_suite(evaluation, lot, languages) for lot in evaluation.lots] or [_empty(evaluation, languages)]
    root = ET.Element("testsuites", {"name": "qspec"})
    root.extend(suites)
    for count in ("tests", "failures", "errors", "skipped"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _suite(evaluation: Evaluation, lot: LotResult, languages: Sequence[str]) -> ET.Element:
    name = _in_languages(words.lot(lot), languages)
    owner = visible(f"{evaluation.spec.id} {name}")
    cases = [_case(owner, _in_languages(Say("output.lot-case"), languages), lot.disposition, lot.reasons, languages)]
    cases += [_item(owner, item, languages) for item in lot.items]
    return _counted(name, cases)


def _empty(evaluation: Evaluation, languages: Sequence[str]) -> ET.Element:
    name = _in_languages(Say("output.run-case"), languages)
    reasons = (Say("output.no-lot"),)
    return _counted(name, [_case(visible(evaluation.spec.id), name, evaluation.disposition, reasons, languages)])


def _item(owner: str, item: ItemResult, languages: Sequence[str]) -> ET.Element:
    name = f"{visible(item.id)}: {_in_languages(words.name(item), languages)}"
    shown = item.verdict in (Verdict.FAIL, Verdict.UNDECIDED, Verdict.MARGINAL)
    lines = account(item) if shown else item.reasons
    return _case(owner, name, item.verdict, lines, languages)


def _case(
    owner: str, name: str, result: Verdict | Disposition, lines: Sequence[Value], languages: Sequence[str]
) -> ET.Element:
    case = ET.Element("testcase", {"classname": owner, "name": name})
    word = words.verdict(result) if isinstance(result, Verdict) else words.disposition(result)
    text = "\n".join(visible(render(line, lang)) for lang in languages for line in lines)
    if result in _MARKS:
        ET.SubElement(case, _MARKS[result], {"message": _in_languages(word, languages)}).text = text
    elif text or result is Verdict.MARGINAL:
        ET.SubElement(case, "system-out").text = "\n".join(filter(None, [_in_languages(word, languages), text]))
    return case


def _counted(name: str, cases: Sequence[ET.Element]) -> ET.Element:
    counts = {"tests": len(cases)} | {
        f"{mark}s" if mark != "skipped" else mark: sum(case.find(mark) is not None for case in cases)
        for mark in ("failure", "error", "skipped")
    }
    suite = ET.Element("testsuite", {"name": name} | {key: str(count) for key, count in counts.items()})
    suite.extend(cases)
    return suite


def _in_languages(value: Value, languages: Sequence[str]) -> str:
    return " / ".join(dict.fromkeys(visible(render(value, lang)) for lang in languages))
