"""Readings against limits, pieces against plans: verdicts, tallies and the lot's disposition, failing closed."""
