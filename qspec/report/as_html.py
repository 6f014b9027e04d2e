"""The ``html`` format: the report as one file to look through on a phone or at a desk; the PDF stays the record.

Drawn from the same outline as the PDF, always in both languages: ``options`` say with which of them the page opens.
"""

from __future__ import annotations

import hashlib

from qspec.judgement.result import Evaluation
from qspec.messages import LANGUAGES
from qspec.report import as_json
from qspec.report.build import build
from qspec.report.html.page import draw
from qspec.report.options import OutputOptions


def write(evaluation: Evaluation, options: OutputOptions) -> bytes:
    """Return the page as UTF-8."""
    languages = tuple(dict.fromkeys((*options.languages, *LANGUAGES)))
    document = build(evaluation, languages, date=options.date, number=options.number)
    show = "both" if len(options.languages) > 1 else options.languages[0]
    return draw(document, show=show, digest=record_digest(evaluation))


def record_digest(evaluation: Evaluation) -> str:
    """Return the SHA-256 of the result document as ``check --format json`` writes it; the PDF carries the same one."""
    return hashlib.sha256(as_json.write(evaluation, OutputOptions())).hexdigest()
