"""A reply read: the weakest signal that was heard decides, the others are listed beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from qspec.errors import Say
from qspec.phrases.replies.agreement import agreed, doubted
from qspec.phrases.replies.hearing import Finding, hear, sentences
from qspec.phrases.replies.lexicon import Language, rules_of, source
from qspec.phrases.replies.model import Heard, Match, Reply, Signal, Sureness
from qspec.phrases.replies.plain import is_japanese, plain

MAX_LENGTH = 5_000
"""Characters of a reply; a longer text is a document."""

_QUESTIONS = ("by-when", "who-decides", "which-number")

Spans = tuple[tuple[int, int], ...]
"""Places in the reply."""

_UNDECIDED = (Signal.RESISTANCE, Signal.NOT_YET_DECIDED)


def language_of(text: str) -> str:
    """Return ``ja`` or ``en``."""
    return "ja" if is_japanese(text) else "en"


def is_silence(text: str) -> bool:
    """Say whether a reply holds no word at all: nobody has answered yet."""
    return (
        re.search(r"\w", text) is None
        or re.fullmatch(r"\W*(?:沈黙|無言|無回答|silence|no answer)\W*", text) is not None
    )


def read_reply(text: str) -> Reply | None:
    """Return what a reply usually signals, or None where nothing in it is known, it is silence or too long."""
    if len(text) > MAX_LENGTH or is_silence(text):
        return None
    language = language_of(text)
    heard = _heard(text, rules_of(language))
    if language == "ja":
        heard += _said_in_english(text, heard)
    if not heard:
        return None
    decisive = [one for one in heard if not _is_weak(one, heard, rules_of(language))]
    order = list(Signal)
    signal = min((signal for _, signal, _ in decisive), key=order.index)
    deciding = [one for one in decisive if one[1] is signal]
    first = min(deciding, key=lambda one: list(Sureness).index(_sureness(one)))
    others = [other for other in order if other is not signal and any(other is one[1] for one in heard)]
    return Reply(
        text=text,
        language=language,
        signal=signal,
        sureness=_sureness(first),
        matched=_matches(deciding, text),
        others=tuple(_as_heard(other, heard, text) for other in others),
        meaning=Say(f"replies.meaning.{signal.replace('_', '-')}"),
        next_questions=tuple(Say(f"replies.ask.{signal.replace('_', '-')}.{name}") for name in _QUESTIONS),
        note=_note(first, deciding),
        source=source(first[0].rule.source),
    )


_One = tuple[Finding, Signal, Spans]


def _heard(text: str, language: Language) -> list[_One]:
    """Return every finding with its signal, ``agreed`` where the act has an object, and its spans."""
    spelled = plain(text, language.spelling, japanese=language.name == "ja")
    every = sentences(spelled.text, language)
    heard: list[_One] = []
    for sentence in every:
        for finding in hear(sentence, language):
            span = (sentence.start + finding.start, sentence.start + finding.end)
            objects = agreed(finding, every, language) if finding.act else None
            signal = Signal.AGREED if objects else finding.signal
            heard.append((finding, signal, tuple(spelled.span(*place) for place in (span, *(objects or ())))))
    return _without_traces(heard)


def _said_in_english(text: str, heard: Sequence[_One]) -> list[_One]:
    """Return what the English sentences of a Japanese reply add: whatever is no agreement.

    Their acts of agreeing are not weighed, for a Japanese word around them may take them back.
    """
    lines = [line if not is_japanese(line) else " " * len(line) for line in re.split(r"(?<=[.!?。！？\n])", text)]
    found = [one for one in _heard("".join(lines), rules_of("en")) if one[1] in _UNDECIDED or not one[0].rule.act]
    return [one for one in found if not heard or (one[1] in _UNDECIDED and not one[0].rule.weak)]


def _without_traces(heard: list[_One]) -> list[_One]:
    """Return the findings without the merely positive words of a sentence that agrees."""
    agreeing = {id(finding.sentence) for finding, signal, _ in heard if signal is Signal.AGREED}
    return [one for one in heard if one[1] is not Signal.POSITIVE or id(one[0].sentence) not in agreeing]


def _is_weak(one: _One, heard: Sequence[_One], language: Language) -> bool:
    """Say whether a finding does not count beside the others.

    Words of courtesy and regret give way to any statement; understanding, approval and acts without their object
    give way to an agreement, which says more. A "maybe" stays beside an agreement, for it takes it back.
    """
    finding, signal, _ = one
    if finding.rule.weak:
        if signal is Signal.NOT_YET_DECIDED and any(other is Signal.AGREED for _, other, _ in heard):
            return False
        return any(not other.rule.weak for other, _, _ in heard)
    if signal in _UNDECIDED:
        return False
    fading = finding.rule.fades or (finding.act and not doubted(finding.sentence.text, language))
    return signal is not Signal.AGREED and fading and any(other is Signal.AGREED for _, other, _ in heard)


def _sureness(one: _One) -> Sureness:
    return Sureness.USUAL if one[1] is Signal.AGREED else one[0].rule.sureness


def _note(first: _One, deciding: Iterable[_One]) -> Say | None:
    """Return what to know about the deciding words; a positive act is told what it lacks."""
    if first[0].rule.note is not None:
        return Say(f"replies.note.{first[0].rule.note}")
    if first[1] is Signal.POSITIVE and any(finding.act for finding, _, _ in deciding):
        return Say("replies.note.incomplete")
    return None


def _as_heard(signal: Signal, heard: Sequence[_One], text: str) -> Heard:
    own = [one for one in heard if one[1] is signal]
    sureness = min((_sureness(one) for one in own), key=list(Sureness).index)
    return Heard(signal, sureness, _matches(own, text))


def _matches(ones: Iterable[_One], text: str) -> tuple[Match, ...]:
    places = sorted({span for _, _, spans in ones for span in spans})
    return tuple(Match(start, end, text[start:end]) for start, end in places)
