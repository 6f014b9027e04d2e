"""Words → findings: which characteristic a phrase means, how strictly, against what, and what to propose instead."""
