"""Inspection files: the tables in their grids, columns matched to items, lots with pieces and blocks."""
