"""A scan in the Static Analysis Results Interchange Format (SARIF 2.1.0, OASIS), which editors and code hosts show.

The rule of a finding is its characteristic, or ``language-difference``. Messages are in both languages, for the file
is read where nobody has chosen one. A place without a line (a cell, a paragraph, a line of a page) is a logical one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from qspec import __version__
from qspec.errors import Place, Say, Value
from qspec.messages import render
from qspec.phrases.differences import Difference
from qspec.phrases.lexicon import characteristics
from qspec.phrases.scan import Scan, Scanned
from qspec.phrases.told import Told, told
from qspec.phrases.vocabulary import ClauseClass
from qspec.report.scanned.message import of_clause, of_difference
from qspec.report.width import visible

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
DIFFERENCE = "language-difference"
_LANGUAGES = ("en", "ja")
_LEVELS = {ClauseClass.VAGUE: "warning", ClauseClass.MEASURABLE: "note"}


def write(scans: Sequence[Scan], languages: Sequence[str], everything: bool = False) -> bytes:
    """Return a result for each vague clause and each difference, with ``everything`` for measurable clauses too."""
    results = [result for scan in scans for result in _results(scan, everything)]
    rules = [_rule(name) for name in dict.fromkeys(result["ruleId"] for result in results)]
    driver = {"name": "qspec", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def _rule(name: str) -> dict[str, Any]:
    title: Value = Say("scan.rule-difference")
    if name != DIFFERENCE:
        title = Say("scan.rule-vague", {"name": dict(characteristics()[name]["name"])})
    return {"id": name, "shortDescription": _message([title]), "defaultConfiguration": {"level": "warning"}}


def _results(scan: Scan, everything: bool) -> Iterator[dict[str, Any]]:
    for one in told(scan):
        if one.finding.clause_class is ClauseClass.VAGUE or everything:
            yield _clause(one)
    for difference in scan.differences:
        yield _difference(difference)


def _clause(one: Told) -> dict[str, Any]:
    clause = one.scanned.clause
    return _result(
        one.finding.characteristic or "",
        _LEVELS[one.finding.clause_class],
        [clause.text, *of_clause(one)],
        [one.scanned],
    )


def _difference(difference: Difference) -> dict[str, Any]:
    title, _, texts = of_difference(difference)
    sides = [side for side in (difference.english, difference.japanese) if side is not None]
    return _result(DIFFERENCE, "warning", [title, *texts], sides)


def _result(rule: str, level: str, texts: Sequence[Value], sides: Sequence[Scanned]) -> dict[str, Any]:
    locations = [_location(side) for side in sides]
    key = "\n".join([rule, *(side.clause.text for side in sides)])
    result = {
        "ruleId": rule,
        "level": level,
        "message": _message(texts),
        "locations": locations[:1],
        "partialFingerprints": {"clause/v1": hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]},
    }
    if len(locations) > 1:
        result["relatedLocations"] = [{"id": number, **each} for number, each in enumerate(locations[1:], 1)]
    return result


def _message(values: Iterable[Value]) -> dict[str, str]:
    """Return what is said in both languages, each sentence that is the same in both once."""
    values = list(values)
    texts = [visible(render(value, lang)) for lang in _LANGUAGES for value in values]
    return {"text": "\n".join(dict.fromkeys(texts))}


def _location(side: Scanned) -> dict[str, Any]:
    place = side.place
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
    if place.line is not None and place.page is None:
        physical["region"] = _region(place, side.end)
        return {"physicalLocation": physical}
    logical = {"fullyQualifiedName": visible(str(place)), "kind": "element"}
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _region(place: Place, end: Place) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": place.line}
    if place.column is not None:
        region["startColumn"] = place.column
        if end.line is not None and end.column is not None and (end.line, end.column) > (place.line, place.column):
            region |= {"endLine": end.line, "endColumn": end.column}
    return region


def _uri(name: str) -> str:
    """Return a file's name as a URI reference; an absolute one as a file URI."""
    path = Path(name)
    if path.is_absolute():
        return path.as_uri()
    return quote(PurePosixPath(path.as_posix()).as_posix().encode("utf-8", "replace"), safe="/")
