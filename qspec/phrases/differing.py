"""In what the English and the Japanese text of a clause differ, as sentences that have not yet been said.

``scan`` shows them, ``draft`` asks by them which of the two texts holds.
"""

from __future__ import annotations

from qspec.errors import Say, Value
from qspec.messages import LANGUAGES, say, template
from qspec.phrases.differences import Difference, What
from qspec.phrases.lexicon import characteristics
from qspec.phrases.model import Finding
from qspec.phrases.proposals import proposal
from qspec.phrases.scan import Scanned
from qspec.phrases.vocabulary import Yardstick
from qspec.phrases.wording import both_worded


def name(characteristic: str | None) -> Value:
    """Return what a characteristic is called."""
    return Say("scan.no-quality") if characteristic is None else dict(characteristics()[characteristic]["name"])


def differing(difference: Difference) -> list[Value]:
    """Return in words what an English and a Japanese clause differ in, a sentence for each."""
    english, japanese = difference.english, difference.japanese
    if english is None or japanese is None:
        one = english or japanese
        missing = "ja" if japanese is None else "en"
        found = one.finding.characteristic if one is not None else None
        return [Say("scan.differs.missing", {"language": Say(f"scan.language.{missing}"), "name": name(found)})]
    return [Say(f"scan.differs.{what.value}", _sides(what, english, japanese)) for what in difference.what]


def _sides(what: What, english: Scanned, japanese: Scanned) -> dict[str, Value]:
    return {"en": _said(what, english.finding), "ja": _said(what, japanese.finding)}


def _said(what: What, finding: Finding) -> Value:
    if what is What.NUMBER:
        return _limit(finding)
    if what is What.YARDSTICK:
        sticks = [stick for stick in finding.yardsticks if stick is not Yardstick.NUMBER]
        return _joined([Say(f"define.yardstick.{stick.value}") for stick in sticks]) if sticks else Say("scan.nothing")
    if what is What.DEGREE:
        return _graded(finding)
    return name(finding.characteristic)


def _graded(finding: Finding) -> Say:
    """Return how much a side asks for; where only its polarity says it, that."""
    own = f"scan.side.{finding.polarity.value}-{finding.degree.value}"
    return Say(own if template(own, LANGUAGES[0]) is not None else f"scan.side.{finding.degree.value}")


def _joined(values: list[Say]) -> dict[str, str]:
    return {lang: say("define.list", lang).join(say(one.key, lang) for one in values) for lang in LANGUAGES}


def _limit(finding: Finding) -> Value:
    """Return a side's limit in the words of a contract, or that it has none."""
    if finding.measure is None:
        return Say("scan.no-number")
    requirement = proposal(finding).requirement
    return both_worded(requirement) if requirement is not None else finding.measure.text.strip()
