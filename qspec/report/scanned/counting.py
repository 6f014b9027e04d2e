"""How many clauses a scan found of each class, and of the vague ones how many of each characteristic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qspec.errors import Say, Value
from qspec.messages import LANGUAGES, say
from qspec.phrases.scan import Scan
from qspec.phrases.vocabulary import ClauseClass
from qspec.report.scanned import wording


def count(scan: Scan) -> dict[str, Value]:
    """Return the numbers of a document's summary; headings are no clauses."""
    found = Counter(one.finding.clause_class for one in scan.clauses if not one.clause.heading)
    each: dict[str, Value] = {each.value: found[each] for each in ClauseClass}
    return {"clauses": found.total(), **each, "differences": len(scan.differences)}


def total(scans: Sequence[Scan]) -> Say:
    """Return the summary of several documents."""
    found: Counter[str] = Counter()
    for scan in scans:
        found.update({key: value for key, value in count(scan).items() if isinstance(value, int)})
    keys = ("clauses", *(each.value for each in ClauseClass), "differences")
    return Say("scan.total", {"files": len(scans), **{key: found[key] for key in keys}})


def by_characteristic(scan: Scan) -> Say | None:
    """Return how many vague clauses there are of each characteristic, most first; None where there is none."""
    found = Counter(one.finding.characteristic for one in scan.of(ClauseClass.VAGUE))
    if not found:
        return None
    counted = [Say("scan.counted", {"name": wording.name(name), "count": each}) for name, each in found.most_common()]
    listed = {
        lang: say("define.list", lang).join(say(one.key, lang, **one.values) for one in counted) for lang in LANGUAGES
    }
    return Say("scan.by-characteristic", {"list": listed})
