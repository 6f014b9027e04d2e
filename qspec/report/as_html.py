"""The ``html`` format: the report as one file to look through on a phone or at a desk; the PDF stays the record.

Drawn from the same outline as the PDF, always in both languages: ``options`` say with which of them the page opens.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from qspec.judgement.result import Evaluation
from qspec.messages import LANGUAGES
from qspec.report import as_json
from qspec.report.html.page import draw
from qspec.report.options import OutputOptions
from qspec.report.papers.choosing import outline


def write(evaluation: Evaluation, options: OutputOptions) -> bytes:
    """Return the page as UTF-8."""
    document = outline(evaluation, replace(options, languages=held(options)))
    return draw(document, show=shown(options), digest=record_digest(evaluation))


def held(options: OutputOptions) -> tuple[str, ...]:
    """Return the languages of a page: always all of them, those asked for first."""
    return tuple(dict.fromkeys((*options.languages, *LANGUAGES)))


def shown(options: OutputOptions) -> str:
    """Return what a page opens with: a language, or ``both``."""
    return "both" if len(options.languages) > 1 else options.languages[0]


def record_digest(evaluation: Evaluation) -> str:
    """Return the SHA-256 of the result document as ``check --format json`` writes it; the PDF carries the same one."""
    return hashlib.sha256(as_json.write(evaluation, OutputOptions())).hexdigest()
