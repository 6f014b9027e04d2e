"""Whether a short line is a heading, and where the title of a line ends that goes on with a clause.

A heading names a subject and says nothing of it: 「4. 外観」 is one, 「3. キズなきこと」 and ``4. No burrs`` are not.
Called by ``structure.py`` and by the readers whose format marks headings.
"""

from __future__ import annotations

import re
from functools import cache

from qspec.phrases.documents.words import words

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d々〆]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_DIGIT = re.compile(r"[0-9０-９]")
_AROUND = re.compile(r"^[【［\[（(〔<＜「『《]\s*(.*?)\s*[】］\]）)〕>＞」』》]$")
_CAPTION = re.compile(r"[（(]([^（）()]{1,24})[）)][\s　]*")
_ENDS = "[。．.;；!！?？]$"
_SEPARATOR = re.compile(
    r"\s*[:：]\s*|\s+[-–—―－]+\s+|[\s　]*(?:――?|——?)[\s　]*|　+|\s{2,}"
    r"|(?<=[a-z])\.\s+(?=[A-Z])|(?<=[A-Z]{2})\.\s+(?=[A-Z])"
)
_PARTICLE = r"(?<=[\u30a0-\u30ff\u3400-\u9fff々A-Za-z）)」])"
_LONGEST_EN, _LONGEST_JA, _WORDS = 70, 24, 8
_SHORT_EN, _SHORT_JA = 5, 14
"""Words, or characters, of a title with a clause behind it on the same line."""


def japanese(text: str) -> bool:
    """Say whether a text holds a Japanese character."""
    return _CJK.search(text) is not None


@cache
def _predicates() -> frozenset[str]:
    return frozenset(words("predicates"))


@cache
def _ending() -> re.Pattern[str]:
    ends = "|".join(sorted(map(re.escape, words("endings")), key=len, reverse=True))
    particles = "|".join(map(re.escape, words("particles")))
    return re.compile(rf"(?P<end>(?:{ends})[。．.]?$)|{_PARTICLE}(?:{particles})")


@cache
def _titles() -> tuple[frozenset[str], re.Pattern[str]]:
    own = frozenset(words("titles")) | frozenset(words("joiners"))
    parts = "|".join(sorted(map(re.escape, (*words("titles_ja"), *words("joiners_ja"))), key=len, reverse=True))
    return own, re.compile(rf"(?:{parts})+")


def bare(text: str) -> str:
    """Return a title without the brackets around it and the colon behind it."""
    text = text.strip().rstrip(":：").strip()
    found = _AROUND.match(text)
    return found.group(1) if found else text


def says_something(text: str) -> bool:
    """Say whether a line has a predicate: it demands, bans or allows, and so is no mere title."""
    if japanese(text) and _ending().search(bare(text)):
        return True
    return any(word in _predicates() or word.endswith(("n't", "n’t")) for word in _WORD.findall(text.lower()))


def ends_sentence(text: str) -> bool:
    """Say whether a Japanese line ends as a requirement does, with a full stop or without."""
    return any(found.group("end") for found in _ending().finditer(text))


def title_like(text: str) -> bool:
    """Say whether a line could be a title: short, without predicate, number and full stop."""
    text = bare(text)
    if not text or _DIGIT.search(text) or re.search(_ENDS, text) or re.search("[≤≥±<>=]", text) or says_something(text):
        return False
    if japanese(text):
        return len(text) <= _LONGEST_JA
    found = _WORD.findall(text)
    return 0 < len(found) <= _WORDS and len(text) <= _LONGEST_EN and "," not in text


def known_title(text: str) -> bool:
    """Say whether a line is made of nothing but words of titles (``Appearance and colour``, 外観及び寸法)."""
    text = bare(text)
    own, parts = _titles()
    if japanese(text):
        return parts.fullmatch("".join(text.split())) is not None
    found = _WORD.findall(text.lower())
    return bool(found) and all(word in own for word in found) and re.fullmatch(r"[\w\s,&/()-]+", text) is not None


def title_split(text: str) -> tuple[int, int, int] | None:
    """Return begin and end of the title, and begin of the clause behind it, where a numbered line has both."""
    caption = _CAPTION.match(text)
    if caption and title_like(caption.group(1)) and text[caption.end() :].strip():
        return caption.start(1), caption.end(1), caption.end()
    for found in _SEPARATOR.finditer(text):
        left, right = text[: found.start()], text[found.end() :]
        if not left.strip() or not right.strip():
            continue
        short = len(left) <= _SHORT_JA if japanese(left) else len(_WORD.findall(left)) <= _SHORT_EN
        return (0, found.start(), found.end()) if short and title_like(left) else None
    head = text.find(" ")
    if head > 0 and japanese(text[:head]) and known_title(text[:head]) and says_something(text[head:]):
        return 0, head, head + 1
    return None


def in_capitals(text: str) -> bool:
    """Say whether all letters of a line are capitals, and there are at least three."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 2 and not japanese(text) and text.upper() == text
