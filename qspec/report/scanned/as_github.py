"""A scan as workflow commands, which put each finding beside the line of the document it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qspec.errors import Value
from qspec.phrases.differences import Difference
from qspec.phrases.scan import Scan
from qspec.phrases.told import Told, told
from qspec.phrases.vocabulary import ClauseClass
from qspec.report.as_github import command
from qspec.report.scanned import wording
from qspec.report.scanned.message import of_clause, of_difference

_LEVELS = {ClauseClass.VAGUE: "warning", ClauseClass.MEASURABLE: "notice"}


def write(scans: Sequence[Scan], languages: Sequence[str], everything: bool = False) -> bytes:
    """Return a command for each vague clause and each difference, with ``everything`` for measurable clauses too."""
    lines = (line for scan in scans for line in _lines(scan, languages, everything))
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def _lines(scan: Scan, languages: Sequence[str], everything: bool) -> Iterator[str]:
    for one in told(scan):
        if one.finding.clause_class is ClauseClass.VAGUE or everything:
            yield _clause(one, languages)
    for difference in scan.differences:
        yield _difference(difference, languages)


def _clause(one: Told, languages: Sequence[str]) -> str:
    texts: list[Value] = [one.scanned.clause.text, *of_clause(one)]
    title = wording.name(one.finding.characteristic)
    return command(_LEVELS[one.finding.clause_class], one.scanned.place, title, texts, languages)


def _difference(difference: Difference, languages: Sequence[str]) -> str:
    title, place, texts = of_difference(difference)
    return command("warning", place, title, texts, languages)
