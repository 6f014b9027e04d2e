"""Signals in the sentences of a reply: rules matched, the longest kept, each worth what its scope leaves of it.

Negation turns a signal round or takes it away, a question asks instead of answering, and what "you" or "they" accept is
not what the speaker accepts. ``reading`` calls :func:`sentences` and :func:`hear`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qspec.phrases.replies.lexicon import Language, Rule
from qspec.phrases.replies.model import Signal


@dataclass(frozen=True)
class Sentence:
    """A piece of the plain text. From ``asks_from`` on it is a question."""

    text: str
    start: int
    asks_from: int


@dataclass(frozen=True)
class Finding:
    """A rule that matched ``sentence.text[start:end]`` and what the words signal there."""

    rule: Rule
    signal: Signal
    sentence: Sentence
    start: int
    end: int

    @property
    def act(self) -> bool:
        """True for an act of agreeing that nothing has turned round."""
        return self.rule.act and self.signal is Signal.POSITIVE


def sentences(text: str, language: Language) -> list[Sentence]:
    """Return the sentences of a plain text, each with the sign that ends it."""
    found = []
    last = 0
    ends = [end.end() for end in language.scope["sentence_end"].finditer(text)]
    for end in [*ends, len(text)]:
        piece = text[last:end]
        body = piece.strip()
        if re.search(r"\w", body):
            found.append(Sentence(body, last + piece.index(body), _asks_from(body, language)))
        last = end
    return found


def _asks_from(text: str, language: Language) -> int:
    """Return where the question in a sentence begins, or its length where it asks nothing."""
    starts = [start.start() for start in language.scope["question_start"].finditer(text)]
    if language.name == "en":
        if text.endswith("?"):
            return starts[-1] if starts else 0
        return 0 if starts and starts[0] == 0 else len(text)
    if language.scope["question"].search(text) and not language.scope["not_question"].search(text):
        return starts[-1] if starts else 0
    return len(text)


def hear(sentence: Sentence, language: Language) -> Iterator[Finding]:
    """Yield what a sentence signals, in the order of its words."""
    taken: list[tuple[Rule, int, int]] = []
    matches = [(rule, *found.span()) for rule in language.rules for found in rule.pattern.finditer(sentence.text)]
    for rule, start, end in sorted(matches, key=_precedence):
        if start < end and all(end <= left or right <= start for _, left, right in taken):
            taken.append((rule, start, end))
    for rule, start, end in sorted(taken, key=lambda match: match[1]):
        finding = _in_scope(rule, start, end, sentence, language)
        if finding is not None:
            yield finding


def _precedence(match: tuple[Rule, int, int]) -> tuple[int, bool, int]:
    """Return the order in which matches are taken: the longest first, then words that say nothing, then later rules."""
    rule, start, end = match
    return start - end, rule.signal is not None, -rule.order


def _in_scope(rule: Rule, start: int, end: int, sentence: Sentence, language: Language) -> Finding | None:
    if rule.signal is None or (start >= sentence.asks_from and not rule.asked):
        return None
    if rule.own and _of_others(sentence.text, start, language):
        return None
    if rule.fixed:
        return Finding(rule, rule.signal, sentence, start, end)
    count, left, right = _negations(sentence.text, start, end, language, positive=rule.signal is Signal.POSITIVE)
    if count % 2 == 0:
        return Finding(rule, rule.signal, sentence, start, end)
    return Finding(rule, rule.negated, sentence, left, right) if rule.negated is not None else None


def _negations(text: str, start: int, end: int, language: Language, *, positive: bool) -> tuple[int, int, int]:
    """Return how many negations govern a match, and the span of the match with them.

    Words of refusal hold a negation themselves; in ``positive`` ones it stands in a gap and counts.
    """
    if language.name == "en":
        before = clause_before(text, start, language)[-language.reach :]
        found = list(language.scope["negator"].finditer(before))
        within = len(language.scope["negator"].findall(text[start:end])) if positive else 0
        return len(found) + within, (start - len(before) + found[0].start() if found else start), end
    masked = language.scope["not_negation"].sub(lambda hit: "□" * len(hit.group()), text)
    within = len(language.scope["negation_after"].findall(masked[start:end])) if positive else 0
    after = masked[end : end + language.reach]
    stop = language.scope["break"].search(after)
    found = list(language.scope["negation_after"].finditer(after[: stop.start() if stop else None]))
    return len(found) + within, start, (end + found[-1].end() if found else end)


def clause_before(text: str, start: int, language: Language) -> str:
    """Return the words of the same clause that stand before a place."""
    before = text[:start]
    breaks = list(language.scope["break"].finditer(before))
    return before[breaks[-1].end() :] if breaks else before


def _of_others(text: str, start: int, language: Language) -> bool:
    """Say whether the nearest person named before a place, in its clause, is not the speaker."""
    before = clause_before(text, start, language)
    others = [found.end() for found in language.agreement["other"].finditer(before)]
    if language.name == "ja" or not others:
        return bool(others)
    selves = [found.end() for found in language.agreement["self"].finditer(before)]
    return max(others) > max(selves, default=0)
