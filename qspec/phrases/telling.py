"""Does a text only tell something: news, praise, thanks, talk of people and money, or goods as a catalogue names them.

"Our customers love the soft feel of your towels" holds words of quality and asks for nothing, and so does "Cast iron
teapot, 0.6 l, with stainless steel strainer". The signs of telling count only where no word asks for anything; which
they are is data (``gate.yaml``). Called by ``candidates``, for goods by the engine.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from qspec.phrases.lexicon import data_file
from qspec.phrases.model import Match
from qspec.phrases.scoping import Clause
from qspec.phrases.vocabulary import Pole, Weight
from qspec.phrases.written import Written

_END = re.compile(r"[。；;\n!！?？]|(?<!\bmr)(?<!\bms)(?<!mrs)(?<!\bno)(?<!max)(?<!min)\.(?=\s|$)")


def only_tells(written: Written, head: Match) -> bool:
    """Say whether the sentence of a head tells something and asks for nothing."""
    text = written.folded
    start = max((found.end() for found in _END.finditer(text, 0, head.start)), default=0)
    end = _END.search(text, max(head.end - 1, head.start))
    sentence = text[start : end.start() if end else len(text)].strip()
    lang = head.entry.lang
    if wants(written, lang):
        return False
    if _pattern("talking", lang).search(sentence):
        return True
    return (lang == "en" or head.entry.pole is not Pole.BAD) and _pattern("stating", lang).search(sentence) is not None


_GRADED = ("ban", "permission", "notice", "slight", "excess", "effort", "uniform", "enough", "lack", "sample")
"""Modifiers that say how much or how well: a line of a catalogue holds none."""
_SEGMENT = re.compile(r"[,、(（:：]| (?:with|for|in|made|incl(?:uding|\.)?) |(?<=[ぁ-ん一-龥])\s|(?<=\S)　")


def only_names_goods(clause: Clause) -> bool:
    """Say whether a text is only the name of goods, with material, contents, size or equipment: a line of a catalogue.

    Goods are named in its first part, something says what comes with them or what they are for, and every word of
    quality in it tells one kind from another (stackable, 透明); a fault, a limit or a degree makes it a note.
    """
    text = clause.written.folded.strip().rstrip(".。 ")
    lang = "ja" if clause.written.japanese else "en"
    if clause.has(*_GRADED) or wants(clause.written, lang) or _END.search(text):
        return False
    if _pattern("judging", lang, "catalog").search(_pattern("counting", lang, "catalog").sub(" ", text)):
        return False
    named = _SEGMENT.split(text)[0].strip()
    goods = _pattern("goods", lang, "catalog").search(named) is not None
    equipped = _pattern("equipment", lang, "catalog").search(text) is not None
    packed = _pattern("contents", lang, "catalog").search(text) is not None
    if not (packed or (goods and equipped)) or (not goods and _pattern("parts", lang, "catalog").search(named)):
        return False
    ends = clause.written.folded.find(named) + len(named)
    return all(_tells_a_kind(head, clause.written, lang, in_name=goods and head.end <= ends) for head in clause.heads)


def _tells_a_kind(head: Match, written: Written, lang: str, *, in_name: bool) -> bool:
    """Say whether a head is no word of quality in a catalogue: a subject, or what tells one kind from another."""
    if head.entry.weight is Weight.STRONG and head.entry.pole is not Pole.LEVEL:
        words = [written.folded[low:high] for low, high in head.spans]
        names = ("kinds", "shapes") if in_name else ("kinds",)
        return any(_pattern(name, lang, "catalog").fullmatch(word) for name in names for word in words)
    return head.entry.weight is not Weight.GENERAL


def wants(written: Written, lang: str) -> bool:
    """Say whether a word of the text asks for something: must, please, 〜こと; what only sounds so does not count."""
    return _wants(written.folded, lang)


@lru_cache(maxsize=64)
def _wants(text: str, lang: str) -> bool:
    return _pattern("wanting", lang).search(_pattern("courtesy", lang).sub(" ", text)) is not None


@cache
def _pattern(name: str, lang: str, within: str | None = None) -> re.Pattern[str]:
    table = data_file("gate.yaml")
    parts: list[str] = (table[within] if within else table)[name][lang]
    return re.compile("|".join(parts))
