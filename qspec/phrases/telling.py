"""Does a sentence only tell something: news, praise, thanks, a catalogue's description, talk of people and money.

"Our customers love the soft feel of your towels" holds words of quality and asks for nothing. The signs of telling
count only where no word asks for anything; which they are is data (``gate.yaml``). Called by ``candidates``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from qspec.phrases.lexicon import data_file
from qspec.phrases.model import Match
from qspec.phrases.vocabulary import Pole
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


def wants(written: Written, lang: str) -> bool:
    """Say whether a word of the text asks for something: must, please, 〜こと; what only sounds so does not count."""
    return _wants(written.folded, lang)


@lru_cache(maxsize=64)
def _wants(text: str, lang: str) -> bool:
    return _pattern("wanting", lang).search(_pattern("courtesy", lang).sub(" ", text)) is not None


@cache
def _pattern(name: str, lang: str) -> re.Pattern[str]:
    parts: list[str] = data_file("gate.yaml")[name][lang]
    return re.compile("|".join(parts))
