"""English words as heads and phrases are compared: stems in American spelling, irregular forms.

``written.py`` gives each word of a phrase its stem, ``heads.py`` each word of a head; both come from here, so that a
phrase and the lexicon can never disagree about a form.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources


@cache
def spelling() -> dict[str, dict[str, str]]:
    """Return the tables of English spelling: British forms, irregular forms, forms that must not be stemmed."""
    import yaml

    file = resources.files("qspec") / "data" / "lexicon" / "english.yaml"
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    table: dict[str, dict[str, str]] = yaml.load(file.read_bytes(), Loader=loader)  # noqa: S506 - text and mappings only
    return table


@cache
def _stemmed() -> Callable[[str], str]:
    import snowballstemmer

    made: Callable[[str], str] = snowballstemmer.stemmer("english").stemWord
    return made


@cache
def stem(word: str) -> str:
    """Return the stem under which an English word is looked for, in American spelling."""
    if not word.isascii() or word.isdigit():
        return word
    tables = spelling()
    if word in tables["fixed"]:
        return tables["fixed"][word]
    word = tables["irregular"].get(word, word)
    for british, american in tables["endings"].items():
        if british in word:
            word = word.replace(british, american)
            break
    return _stemmed()(word.removesuffix("'s"))


@cache
def key_of(word: str) -> str:
    """Return the two letters with which every form of an English word begins, British and irregular ones too."""
    tables = spelling()
    word = tables["fixed"].get(word) or tables["irregular"].get(word, word)
    for british, american in tables["endings"].items():
        if word.startswith(british):
            return american[:2]
    return word[:2]
