"""The table readers' refusals under the codes of documents: the same finding, in words that fit a document."""

from __future__ import annotations

from dataclasses import replace

from qspec.errors import Problem
from qspec.messages import template


def renamed(problem: Problem) -> Problem:
    """Return the problem under ``documents.…`` where that part has the sentence, else as it is."""
    code = problem.code.replace("measurements.", "documents.", 1)
    return replace(problem, code=code) if template(f"{code}.text", "en") is not None else problem
