"""Words → findings: which characteristic a phrase means, how strictly, measured against what, and what to propose instead."""
