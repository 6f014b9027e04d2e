"""A phrase as two strings in which heads are looked for, each with a way back to the characters that were typed.

``folded`` is the text with width, case and kana script taken away (キズ = きず = ｷｽﾞ); ``words`` are its English words
with their stems; ``normal`` is the Japanese text in the tokenizer's normal forms (差支えない → 差し支えるない), which
joins spellings that folding cannot. Without the tokenizer ``normal`` is empty and the rest works.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from qspec.phrases.english import stem

if TYPE_CHECKING:
    from sudachipy import Tokenizer

_JAPANESE = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:[.,]\d+)*", re.UNICODE)
_MARKS = "ﾞﾟ\u3099\u309a"
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_PLAIN = {ord("’"): "'", ord("‘"): "'", ord("‐"): "-", ord("‑"): "-", ord("–"): "-", ord("—"): "-", ord("〜"): "~"}
_KATAKANA = {code: chr(code - 0x60) for code in range(0x30A1, 0x30F7)}
ARTICLES = frozenset(["a", "an", "the"])
"""Words that are left out of heads."""
PASSED = ARTICLES | {"any", "its", "their", "all", "this", "these", "such", "be", "is", "are"}
"""Words that may stand between two words of a head without parting them."""


@dataclass(frozen=True)
class Word:
    """An English word (or number): where it stands in the folded text, and its stem."""

    start: int
    end: int
    text: str
    stem: str


@dataclass(frozen=True)
class Token:
    """A Japanese token: where it stands in the folded text, and where its normal form stands in ``normal``."""

    start: int
    end: int
    normal_start: int
    normal_end: int


@dataclass(frozen=True)
class Written:
    """A phrase as typed and in the forms in which it is searched; offsets are of ``folded`` unless said otherwise."""

    text: str
    folded: str
    origin: Sequence[int]
    """For each character of ``folded``, the index of the typed character it came from."""
    words: Sequence[Word] = ()
    normal: str = ""
    tokens: Sequence[Token] = ()
    boundaries: frozenset[int] = field(default_factory=frozenset)
    """Offsets at which a Japanese token begins or ends; empty without the tokenizer."""
    repaired: tuple[tuple[int, int], ...] = ()
    """Stretches in which a slip of one letter was repaired."""

    def repaired_in(self, spans: Sequence[tuple[int, int]]) -> bool:
        """Say whether a slip was repaired within some stretches."""
        return any(low < end and start < high for low, high in self.repaired for start, end in spans)

    @property
    def japanese(self) -> bool:
        """Say whether the phrase holds Japanese."""
        return is_japanese(self.text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the typed characters of a stretch of the folded text."""
        if not self.origin or start >= len(self.origin):
            return len(self.text), len(self.text)
        stop = self.origin[end] if end < len(self.origin) else len(self.text)
        last = self.origin[min(end, len(self.origin)) - 1] + 1
        # A separate voicing mark (ｽﾞ) has no place of its own in the folded text and belongs to the character before it.
        while last < stop and self.text[last] in _MARKS:
            last += 1
        return self.origin[start], last


def is_japanese(text: str) -> bool:
    """Say whether a text holds kana or kanji."""
    return _JAPANESE.search(text) is not None


def fold_kana(text: str) -> str:
    """Return text without differences of width, case and kana script."""
    return unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_PLAIN).lower().translate(_KATAKANA)


def write(text: str) -> Written:
    """Return a phrase in its searchable forms."""
    folded, origin = _folded(text)
    words = tuple(_words(folded))
    if not is_japanese(text):
        return Written(text, folded, origin, words)
    normal, tokens = _normal(folded, origin, text)
    edges = frozenset(edge for token in tokens for edge in (token.start, token.end))
    return Written(text, folded, origin, words, normal, tokens, edges)


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the folded text and where each of its characters came from; composed characters keep their first."""
    out: list[str] = []
    origin: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and (unicodedata.combining(text[end]) or text[end] in _MARKS):
            end += 1
        piece = _folded_once(text[at:end])
        out.append(piece)
        origin += [at] * len(piece)
        at = end
    return "".join(out), origin


def _without_accents(piece: str) -> str:
    """Return Latin letters without their accents: barré is looked for as barre."""
    if piece.isascii() or not "\u00e0" <= piece[:1] <= "\u024f":
        return piece
    return "".join(char for char in unicodedata.normalize("NFD", piece) if not unicodedata.combining(char))


@lru_cache(maxsize=16_384)
def _folded_once(char: str) -> str:
    """Return one character folded; a document has the same ones a thousand times."""
    return _without_accents(fold_kana(char))


def _words(folded: str) -> list[Word]:
    found = []
    for match in _WORD.finditer(folded):
        text = match.group()
        if _JAPANESE.search(text):
            found += [_word(match.start() + part.start(), part.group()) for part in re.finditer(r"[a-zµ']+|\d+", text)]
        else:
            found.append(_word(match.start(), text))
    return found


def _word(start: int, text: str) -> Word:
    return Word(start, start + len(text), text, stem(text))


@cache
def tokenizer() -> Tokenizer | None:
    """Return the Japanese tokenizer, or None where it or its dictionary is not installed."""
    try:
        from sudachipy import Dictionary, SplitMode
    except ImportError:
        return None
    try:
        dictionary = Dictionary(dict="small")
    except ModuleNotFoundError:
        return None
    # Up to 0.6 the method was called create, and still is there under both names in some editions.
    make = getattr(dictionary, "tokenizer", None) or dictionary.create
    made: Tokenizer = make(mode=SplitMode.C)
    return made


MAX_TOKENIZED = 8_000
"""Characters up to which a phrase is tokenized: the tokenizer refuses texts over 49,149 bytes."""


def _normal(folded: str, origin: Sequence[int], text: str) -> tuple[str, tuple[Token, ...]]:
    """Return the text in normal forms and its tokens; they are found in the typed text, for kana script guides them."""
    made = tokenizer()
    if made is None or len(text) > MAX_TOKENIZED:
        return "", ()
    first: dict[int, int] = {}
    for index, source in enumerate(origin):
        first.setdefault(source, index)
    out: list[str] = []
    tokens: list[Token] = []
    length = 0
    plain, back = _for_tokenizer(text)
    for morpheme in made.tokenize(plain):
        begin, end = back[morpheme.begin()], back[morpheme.end()]
        form = fold_kana(morpheme.normalized_form())
        start = _index(first, begin, len(text), len(folded))
        tokens.append(Token(start, _index(first, end, len(text), len(folded)), length, length + len(form)))
        out.append(form)
        length += len(form)
    return "".join(out), tuple(tokens)


def _for_tokenizer(text: str) -> tuple[str, list[int]]:
    """Return the text with half-width kana composed, and the typed index of each of its characters and of its end."""
    out: list[str] = []
    back: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and (unicodedata.combining(text[end]) or text[end] in "ﾞﾟ"):
            end += 1
        piece = unicodedata.normalize("NFKC", text[at:end]) if "｡" <= text[at] <= "ﾟ" else text[at:end]
        out.append(piece)
        back += [at] * len(piece)
        at = end
    return "".join(out), [*back, len(text)]


def _index(first: dict[int, int], at: int, typed: int, folded: int) -> int:
    """Return the folded offset of a typed index; an index whose character left nothing is that of the next one."""
    while at < typed and at not in first:
        at += 1
    return first.get(at, folded)


@cache
def normal_form(text: str) -> str:
    """Return a Japanese head in normal forms, as the tokenizer reads it standing alone; empty without the tokenizer."""
    made = tokenizer()
    if made is None or not is_japanese(text):
        return ""
    return "".join(fold_kana(morpheme.normalized_form()) for morpheme in made.tokenize(text))
