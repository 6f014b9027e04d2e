"""Which language to speak: ``--lang``, else the locale. Asked before parsing, for help must be readable too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

CHOICES = ("en", "ja", "both")

Languages = tuple[str, ...]
"""One or both of the catalogue languages, in the order in which they are shown."""


def spread(choice: str) -> Languages:
    """Return the languages of a ``--lang`` choice."""
    return ("ja", "en") if choice == "both" else (choice,)


def choose(argv: Sequence[str], environ: Mapping[str, str]) -> Languages:
    """Return the languages for this run; a wrong ``--lang`` is left for the parser to refuse."""
    for index, word in enumerate(argv):
        if word == "--":
            break
        value = argv[index + 1] if word == "--lang" and index + 1 < len(argv) else word.removeprefix("--lang=")
        if word.startswith("--lang") and value in CHOICES:
            return spread(value)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return ("ja",) if environ[name].lower().startswith("ja") else ("en",)
    return ("ja",) if _system_language().lower().startswith("ja") else ("en",)


def _system_language() -> str:
    """Return the language the system reports where the environment says nothing (Windows), or an empty text."""
    import locale

    return locale.getlocale()[0] or ""
