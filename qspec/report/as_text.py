"""The ``text`` format: the short summary, drawn for a terminal."""

from __future__ import annotations

from qspec.judgement.result import Evaluation
from qspec.report import summary
from qspec.report.options import OutputOptions
from qspec.report.text import draw


def write(evaluation: Evaluation, options: OutputOptions) -> bytes:
    """Return the summary in the languages asked for, as UTF-8 with plain line ends."""
    document = summary.build(evaluation, options.languages, date=options.date)
    return draw(document, width=options.width, color=options.color).encode()
