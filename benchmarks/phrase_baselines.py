"""Simple methods that answer a phrase from the same words of the lexicon: what the engine is compared with.

Each finds the likeliest head and answers its characteristic: by the exact substring, by two measures of fuzzy matching
(RapidFuzz) and by the cosine of character n-grams weighted by rarity. They know nothing of negation, degree or other
senses of a word. A method that gives scores answers from that score on which serves it best on the development set, in
each language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np
from phrase_scores import LANGUAGES, Given, Label, Method, figures, of
from rapidfuzz import fuzz, process

from qspec.phrases.lexicon import load
from qspec.phrases.written import fold_kana, is_japanese

Scores = Callable[[Sequence[str]], tuple[np.ndarray, list[list[str]]]]
"""Texts of one language → for each its best score, and its characteristics, the likeliest first."""
THREE = 3
STEPS = 40
"""Scores that are tried as the one from which a method answers."""


@cache
def heads(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the plain heads of a language, folded, and their characteristics; those with gaps or sets are left out."""
    found = {
        fold_kana(line.text.removeprefix("=")): line.group.characteristic
        for line in load().lines
        if line.group.characteristic and line.group.lang == language and not re.search(r"[$&…]|\.\.\.", line.text)
    }
    return tuple(found), tuple(found.values())


def language_of(text: str) -> str:
    """Return the language whose heads are looked for."""
    return "ja" if is_japanese(text) else "en"


def substring(text: str) -> Given:
    """Answer the longest head that stands in the text as it is, in English between two boundaries of words."""
    words, names = heads(language_of(text))
    folded = fold_kana(text)
    english = language_of(text) == "en"
    found = [
        (-len(word), name)
        for word, name in zip(words, names, strict=True)
        if word in folded and (not english or re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded))
    ]
    return answer(name for _, name in sorted(found))


def answer(names: Iterable[str]) -> Given:
    """Return characteristics as an answer, each once; without one nothing was found."""
    kept = tuple(dict.fromkeys(names))
    return Given(kept, "vague" if kept else "other")


def fuzzy(scorer: Callable[..., float]) -> Scores:
    """Return how alike texts and heads are by a measure of RapidFuzz."""

    def scores(texts: Sequence[str]) -> tuple[np.ndarray, list[list[str]]]:
        words, names = heads(language_of(texts[0]))
        alike = process.cdist([fold_kana(text) for text in texts], words, scorer=scorer, dtype=np.float32, workers=-1)
        return _likeliest(alike, words, names)

    return scores


def _likeliest(alike: np.ndarray, words: Sequence[str], names: Sequence[str]) -> tuple[np.ndarray, list[list[str]]]:
    """Return the best score of each row and the characteristics in falling order; of equal scores the longer head."""
    lengths = np.array([len(word) for word in words])
    order = np.lexsort((-lengths[np.newaxis, :].repeat(len(alike), 0), -alike), axis=1)[:, :200]
    ranked = [list(dict.fromkeys(names[index] for index in row))[:THREE] for row in order]
    return alike.max(axis=1), ranked


def ngrams(texts: Sequence[str]) -> tuple[np.ndarray, list[list[str]]]:
    """Return the cosine of texts and heads over character n-grams (English 2-4, Japanese 1-3) weighted by rarity."""
    language = language_of(texts[0])
    words, names = heads(language)
    sizes = (1, 2, 3) if language == "ja" else (2, 3, 4)
    counted = [Counter(_grams(word, sizes)) for word in words]
    spread = Counter(gram for counts in counted for gram in counts)
    place = {gram: index for index, gram in enumerate(spread)}
    rarity = np.log(len(words) / np.array(list(spread.values()), dtype=np.float32)) + 1

    rows = [_vector(counts, place, rarity) for counts in counted]
    alike = np.zeros((len(texts), len(words)), dtype=np.float32)
    for number, text in enumerate(texts):
        own = np.zeros(len(place), dtype=np.float32)
        indexes, values = _vector(Counter(_grams(fold_kana(text), sizes)), place, rarity)
        own[indexes] = values
        alike[number] = [own[at] @ weights for at, weights in rows]
    return _likeliest(alike, words, names)


def _grams(text: str, sizes: Sequence[int]) -> Iterator[str]:
    padded = f" {text} "
    for size in sizes:
        yield from (padded[at : at + size] for at in range(len(padded) - size + 1))


def _vector(counts: Counter[str], place: dict[str, int], rarity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the places and weights of the n-grams that heads have, of length one."""
    known = [(place[gram], count) for gram, count in counts.items() if gram in place]
    indexes = np.array([index for index, _ in known], dtype=np.intp)
    weights = np.array([1 + np.log(count) for _, count in known], dtype=np.float32) * rarity[indexes]
    return indexes, weights / max(float(np.linalg.norm(weights)), 1e-9)


def scored(scores: Scores, labels: Sequence[Label], calibration: Sequence[Label]) -> Method:
    """Return a method that answers where its score is high enough to serve best on the texts for calibration.

    Best is where most phrases are right less those answered wrongly and the false findings.
    """
    texts = list(dict.fromkeys(label["text"] for label in (*labels, *calibration)))
    by_text: dict[str, tuple[float, list[str]]] = {}
    for language in LANGUAGES:
        own = [text for text in texts if language_of(text) == language]
        if own:
            best, ranked = scores(own)
            by_text |= {text: (float(score), names) for text, score, names in zip(own, best, ranked, strict=True)}

    def method(cuts: Mapping[str, float]) -> Method:
        def answered(text: str) -> Given:
            best, names = by_text[text]
            return answer(names if best >= cuts[language_of(text)] else ())

        return answered

    def cut(language: str) -> float:
        own = of(calibration, language=language)
        known = sorted({by_text[label["text"]][0] for label in own})

        def gain(value: float) -> int:
            found = figures(own, method({language: value}))
            return found.top1 - found.wrong - found.false_findings

        return max((known[index * (len(known) - 1) // STEPS] for index in range(STEPS + 1)), key=gain)

    return method({language: cut(language) for language in LANGUAGES})


SCORED: dict[str, Scores] = {
    "fuzzy, token set ratio": fuzzy(fuzz.token_set_ratio),
    "fuzzy, partial ratio": fuzzy(fuzz.partial_ratio),
    "character n-grams, TF-IDF cosine": ngrams,
}
