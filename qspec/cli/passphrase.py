"""Where a passphrase comes from: a file, the environment, or the terminal; never an argument, which others can see."""

from __future__ import annotations

import os
import sys

import click

from qspec.cli.inputs import read_source
from qspec.cli.language import Languages
from qspec.errors import Place, Problem
from qspec.messages import say

VARIABLE = "QSPEC_SEAL_PASSPHRASE"


def asked(file: object, key: str, languages: Languages) -> tuple[str | None, list[Problem]]:
    """Return the passphrase of a key."""
    passphrase, problems = _stored(file)
    if passphrase is not None or problems:
        return passphrase, problems
    if not sys.stdin.isatty():
        return None, [Problem("seal.passphrase-needed", Place(key), values={"file": key, "variable": VARIABLE})]
    return _typed("passphrase", languages), []


def chosen(file: object, languages: Languages) -> tuple[str | None, list[Problem]]:
    """Return the passphrase for a new key; on the terminal it is typed twice."""
    passphrase, problems = _stored(file)
    if passphrase is not None or problems:
        return passphrase, problems
    if not sys.stdin.isatty():
        return None, [Problem("seal.passphrase-wanted", values={"variable": VARIABLE})]
    first, second = (_typed(slug, languages) for slug in ("new-passphrase", "same-passphrase"))
    return (first, []) if first == second else (None, [Problem("seal.passphrases-differ")])


def _stored(file: object) -> tuple[str | None, list[Problem]]:
    """Return the first line of a file, or what the environment says, or None."""
    if file is None:
        return os.environ.get(VARIABLE), []
    source, problems = read_source(str(file))
    if source is None:
        return None, problems
    try:
        lines = source.content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return None, [Problem("seal.passphrase-unreadable", Place(str(file)), values={"file": str(file)})]
    return (lines[0] if lines else ""), []


def _typed(slug: str, languages: Languages) -> str:
    prompt = " / ".join(say(f"seal.ask.{slug}", lang) for lang in languages)
    return str(click.prompt(prompt, hide_input=True, default="", show_default=False, err=True))
