"""Sampling plans: what a spec's words ask for, and the numbers n, Ac and Re that follow for a lot of a given size."""
