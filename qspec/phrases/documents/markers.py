"""What stands before the text of a line: numbers of clauses and list signs, English and Japanese.

A number is not always a marker: a wrapped line may begin with ``12.5 mm``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from qspec.phrases.documents.words import words

_DIGIT = r"[0-9０-９]"
_KANJI = r"[一二三四五六七八九十百]"
_DOT = r"[.．]"
_JAPANESE = r"[^\x00-\x7f０-９％±～〜×]"
_FORMS: tuple[tuple[str, str], ...] = (
    ("article", rf"第\s?(?:{_DIGIT}+|{_KANJI}+)\s?[条章節項款編](?:の(?:{_DIGIT}+|{_KANJI}+))?[\s　:：、.．]*"),
    (
        "part",
        rf"(?i:article|section|clause|chapter|annex|appendix|schedule|exhibit|§)\s?(?:{_DIGIT}+(?:{_DOT}{_DIGIT}+)*|[A-Z])\b[:.)]?\s*",
    ),
    ("annex", rf"(?:附属書|付属書|別紙|別表|付則|附則)\s?(?:{_DIGIT}+|[A-ZＡ-Ｚ])?[\s　:：]+"),
    (
        "level",
        rf"{_DIGIT}{{1,3}}(?:(?:{_DOT}|[-－]){_DIGIT}{{1,3}}){{1,5}}"
        rf"(?:{_DOT}[\s　]*|[)）][\s　]*|[\s　]+|(?={_JAPANESE}))",
    ),
    (
        "number",
        rf"{_DIGIT}{{1,3}}(?:{_DOT}(?!{_DIGIT})[\s　]*|[)）][\s　]*|、[\s　]*|[\s　]{{1,4}}(?={_JAPANESE})|　+)",
    ),
    ("bracket", rf"[(（](?:{_DIGIT}{{1,3}}|{_KANJI}{{1,3}}|[a-zA-Zａ-ｚＡ-Ｚ]|[ivxIVX]{{1,5}}|[ア-ンｱ-ﾝ])[)）][\s　]*"),
    ("circled", r"[\u2460-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf][\s　]*"),
    ("kanji", rf"{_KANJI}{{1,3}}(?:[、.．)）]|[\s　]+)[\s　]*"),
    ("kana", r"[アイウエオカキクケコサシスセソイロハニホヘトあいうえお](?:[.．)）、][\s　]*|[\s　]{1,2}(?=\S))"),
    ("letter", r"[A-Za-zＡ-Ｚａ-ｚ](?:[.．)）][\s　]+|[)）])"),
    ("roman", r"(?:[ivx]{1,5}|[IVX]{2,5})[.)][\s　]+"),
    ("sign", r"(?:[•‣◦⁃●○■□◆◇▪▫▸►★☆※✓✔➢❖]|[・･])[\s　]*|(?:[-*+–—]|□)[\s　]+|[‐―－ー][\s　]+"),
)  # fmt: skip
_MARKERS = tuple((name, re.compile(pattern)) for name, pattern in _FORMS)
_NUMBERS = frozenset(["level", "number", "kanji", "kana", "letter", "roman"])
_WORD = re.compile(r"\S+")
_BEHIND_UNITS = "以未程超間前後"


@dataclass(frozen=True)
class Marker:
    """A marker: its form, its text without the blanks behind it, and where the text of the line begins."""

    form: str
    text: str
    end: int

    @property
    def level(self) -> int:
        """How deep it is: 2 for ``4.1``."""
        return len(re.findall(r"[0-9０-９]+", self.text)) if self.form == "level" else 1


@cache
def _values() -> tuple[frozenset[str], tuple[str, ...]]:
    return frozenset(words("units")), words("units_ja")


def marker(text: str, *, within: bool = False) -> Marker | None:
    """Return the marker at the start of a line (blanks before it allowed); ``within`` says that a sentence is open."""
    begin = len(text) - len(text.lstrip())
    for form, pattern in _MARKERS:
        found = pattern.match(text, begin)
        if found is None:
            continue
        rest = text[found.end() :]
        if form in _NUMBERS and _is_value(form, rest, within=within):
            return None
        return Marker(form, found.group().strip(), found.end())
    return None


def _is_value(form: str, rest: str, *, within: bool) -> bool:
    """Say whether what follows shows that the number is a value, or a word and no marker."""
    first = _WORD.match(rest)
    if first is None:
        return form != "number" or within
    western, japanese = _values()
    if first.group().rstrip(".,;:") in western or first.group()[0] in "±~～×%％°≤≥<>=":
        return True
    if form in ("level", "number") and any(_counts(rest, unit) for unit in japanese):
        return True
    return within and first.group()[0].islower()


def _counts(rest: str, unit: str) -> bool:
    """Say whether a text begins with a unit, and not with a longer word (本協定, 点検)."""
    if not rest.startswith(unit):
        return False
    after = rest[len(unit) : len(unit) + 1]
    return unit[-1] < "\u3100" or not "\u3400" <= after <= "\u9fff" or after in _BEHIND_UNITS
