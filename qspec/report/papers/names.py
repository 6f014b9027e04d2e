"""Names of the papers, as the command line and ``given.json`` have them."""

from __future__ import annotations

REPORT = "report"
CONFORMANCE = "conformance"
FIRST_ARTICLE = "first-article"
CONCESSION = "concession"
LIMIT_SAMPLES = "limit-samples"
OF_RESULT = (REPORT, CONFORMANCE, FIRST_ARTICLE, CONCESSION)
"""Papers that a result is needed for."""
ALL = (*OF_RESULT, LIMIT_SAMPLES)

MARKS = {CONFORMANCE: "COC", FIRST_ARTICLE: "FAI", CONCESSION: "CR", LIMIT_SAMPLES: "LS"}
"""What a paper's number ends with where the user gives none."""
