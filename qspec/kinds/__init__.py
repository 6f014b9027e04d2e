"""Kinds of characteristic, one file each: what a color or a count is, and how it becomes numbers to compare."""
