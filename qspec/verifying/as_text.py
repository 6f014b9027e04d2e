"""The account of a verification for a terminal."""

from __future__ import annotations

from qspec.report.text import draw
from qspec.verifying.model import Verification
from qspec.verifying.outline import build


def write(verification: Verification, languages: tuple[str, ...], width: int, *, color: bool) -> bytes:
    """Return the account as UTF-8, no line wider than ``width``."""
    return draw(build(verification, languages), width=width, color=color).encode("utf-8", "backslashreplace")
