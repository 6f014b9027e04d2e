"""What can be said of the bytes of a file that is not the paper drawn again."""

from __future__ import annotations

from qspec.errors import Place
from qspec.verifying.model import Finding, Outcome, finding

_FEW = 64
"""Changed bytes up to which a file is said to be changed, rather than to be another one."""


def few(file: str, content: bytes, again: bytes) -> list[Finding]:
    """Return that a few bytes were changed, where that is so."""
    if len(content) != len(again):
        return []
    changed = [index for index, (one, other) in enumerate(zip(content, again, strict=True)) if one != other]
    return [finding("few-bytes", Place(file), count=len(changed), first=changed[0])] if len(changed) <= _FEW else []


def rewritten(file: str) -> Finding:
    """Return that the file is another although it shows and holds the same."""
    return finding("rewritten", Place(file), Outcome.DIFFERS)
