"""Is an act of agreeing an agreement? Only with its object, and without condition, doubt, question or future.

A false "agreed" is the one error that must not happen, so everything here is an objection to be overcome: the form of
the act, the speaker, the object, and no word in the sentence that takes any of it back. Called by ``reading``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qspec.phrases.replies.hearing import Finding, Sentence, clause_before
from qspec.phrases.replies.lexicon import Language

_NEAR = {"en": 28, "ja": 9}
"""Characters around a number in which a word may say that it is a limit."""

_DAY_AND_MONTH = re.compile(r"\d{1,2}[.,](?:0[1-9]|1[0-2])")


def agreed(finding: Finding, every: Sequence[Sentence], language: Language) -> tuple[tuple[int, int], ...] | None:
    """Return the spans of the object of an act, in plain text, or None where it is not an agreement."""
    sentence, words = finding.sentence, language.agreement
    if sentence.asks_from < len(sentence.text) or not _performed(finding, language):
        return None
    if doubted(sentence.text, language) or _conditions_elsewhere(sentence, every, language):
        return None
    after = sentence.text[finding.end :]
    if words["other_object"].search(after) or words["by_other"].search(sentence.text):
        return None
    if language.name == "en" and not _states(after, language):
        return None
    spans = _objects(sentence, finding, language)
    if not spans and words["alone"].search(sentence.text):
        spans = _next_line(sentence, every, language)
    return tuple(spans) or None


def _performed(finding: Finding, language: Language) -> bool:
    """Say whether the act is done with these words or was completed."""
    text, words = finding.sentence.text, language.agreement
    act, after = text[finding.start : finding.end], text[finding.end :]
    if language.name == "ja":
        signing = words["signing"].search(act) is not None
        return words["completed" if signing else "performative"].search(after) is not None or _concluded(act)
    if words["signing"].search(act):
        return words["completed"].search(text) is not None
    if not words["acts_bare"].fullmatch(act):
        return True
    before = clause_before(text, finding.start, language)
    if act == "agree" and not before.strip():
        return True
    selves = list(words["self"].finditer(before))
    return bool(selves) and len(before[selves[-1].end() :].split()) <= 3


def _concluded(act: str) -> bool:
    """Say whether the words of an act already hold its completion (決裁が下りました)."""
    return re.search(r"(?:まし|ており|済み|完了し?)$", act) is not None


def doubted(text: str, language: Language) -> bool:
    """Say whether a sentence holds a word that makes its act less than one."""
    plain = language.agreement["strengthen"].sub(lambda found: " " * len(found.group()), text)
    return language.agreement["doubt"].search(plain) is not None


def _conditions_elsewhere(sentence: Sentence, every: Sequence[Sentence], language: Language) -> bool:
    mask = language.agreement["strengthen"]
    return any(language.scope["condition"].search(mask.sub("", other.text)) for other in every if other is not sentence)


def _states(after: str, language: Language) -> bool:
    """Say whether the words after the act state a limit and do not merely judge one ("agree that 1.5 is ambitious")."""
    words = language.agreement
    if words["that_clause"].search(after) and not words["that_states"].search(after):
        return False
    return not (re.search(r"\b(?:is|are|was|be)\b", after) and words["that_judges"].search(after))


def _objects(sentence: Sentence, finding: Finding, language: Language) -> list[tuple[int, int]]:
    words, text = language.agreement, sentence.text
    if words["signing"].search(text[finding.start : finding.end]):  # papers are signed, numbers are not
        spans = [found.span() for name in ("document", "paper") for found in words[name].finditer(text)]
        spans = [span for span in spans if not any(span != other and _within(span, other) for other in spans)]
    else:
        spans = _named(text, language)
    return [(sentence.start + left, sentence.start + right) for left, right in sorted(spans)]


def _within(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= span[0] and span[1] <= other[1]


def _named(text: str, language: Language) -> list[tuple[int, int]]:
    """Return the spans of documents and revisions named in a text, and of numbers that may be limits."""
    words = language.agreement
    spans = [found.span() for found in words["document"].finditer(text)]
    masked = words["document"].sub(lambda found: "□" * len(found.group()), text)
    for found in words["number"].finditer(masked):
        if _is_limit(found, masked, language):
            start, end = found.span()
            spans.append((end - len(found.group().lstrip()), start + len(found.group().rstrip())))
    return sorted(spans)


def _is_limit(found: re.Match[str], text: str, language: Language) -> bool:
    """Say whether a number may be a limit: by unit, sign or limiting word, or as a decimal nobody pays or dates."""
    words, near = language.agreement, _NEAR[language.name]
    before, after = text[max(0, found.start("value") - near) : found.start("value")], text[found.end("value") :]
    if words["not_number"].search(after) or words["not_before"].search(before):
        return False
    unit = found["unit"]
    if found["sign"] or (unit and unit != "%"):
        return True
    if words["limiting"].search(before) or words["limiting"].search(after[:near]):
        return words["money"].search(text) is None
    plain = not unit and not found["value"].isdigit() and not _DAY_AND_MONTH.fullmatch(found["value"])
    return plain and words["money"].search(text) is None


def _next_line(sentence: Sentence, every: Sequence[Sentence], language: Language) -> list[tuple[int, int]]:
    """Return the objects of the sentence after a bare act ("Agreed. 1.5 mm max."), if it holds nothing else."""
    words = language.agreement
    following = next((other for other in every if other.start > sentence.start), None)
    if following is None or doubted(following.text, language):
        return []
    rest = words["filler"].sub(" ", words["number"].sub(" ", words["document"].sub(" ", following.text)))
    if re.search(r"\w", rest):
        return []
    return [(following.start + left, following.start + right) for left, right in _named(following.text, language)]
