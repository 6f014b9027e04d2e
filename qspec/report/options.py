"""What a user may choose about an output, the same for every format; the command line fills it in once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qspec.judgement.result import Evaluation
    from qspec.report.photos import Photo


@dataclass(frozen=True)
class OutputOptions:
    """Choices for one output. A format ignores what it has no use for (json always holds both languages)."""

    languages: tuple[str, ...] = ("en",)
    """One or both of the catalogue languages, in the order in which they are shown."""
    width: int = 80
    """Columns of the terminal."""
    color: bool = False
    """Whether terminal colors may be used; the words say the same without them."""
    date: str = ""
    """Date of the paper (ISO 8601), an input, so that the same input gives the same bytes."""
    number: str | None = None
    """Number of the document, where the user gives one."""
    paper: str = "report"
    """Which paper is drawn of the result, one of ``papers/names.py``."""
    photos: tuple[Photo, ...] = ()
    """Photos that go with the paper, in order."""


Writer = Callable[["Evaluation", OutputOptions], bytes]
"""A format: the whole output as bytes, without a final touch by anybody else."""
