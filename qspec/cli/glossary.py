"""Terms that ``qspec explain`` knows, from its catalogue: found by any of their names in either language."""

from __future__ import annotations

from difflib import get_close_matches

from qspec.messages import LANGUAGES, catalogue, parts, say
from qspec.text import fold


def _names() -> dict[str, str]:
    """Return folded name → entry."""
    found: dict[str, str] = {}
    for entry in catalogue(LANGUAGES[0], "explain"):
        for lang in LANGUAGES:
            for name in say(f"explain.{entry}.names", lang).split(" · "):
                found[fold(name)] = entry
        found[fold(entry)] = entry
    return found


def entries(word: str) -> list[str]:
    """Return the entry with exactly this name, if any."""
    entry = _names().get(fold(word))
    return [entry] if entry is not None else []


def terms() -> dict[str, str]:
    """Return the first name of every entry, as one text per language."""
    every = catalogue(LANGUAGES[0], "explain")
    named = {lang: [say(f"explain.{entry}.names", lang).partition(" · ")[0] for entry in every] for lang in LANGUAGES}
    return {lang: say("output.separator", lang).join(names) for lang, names in named.items()}


def nearest(word: str) -> list[str]:
    """Return names of entries and problem codes that look like a word."""
    codes = [f"{part}.{slug}" for part in parts() for slug, body in catalogue("en", part).items() if "hint" in body]
    return get_close_matches(fold(word), _names(), n=3, cutoff=0.6) + get_close_matches(word, codes, n=3, cutoff=0.6)
