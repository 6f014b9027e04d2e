"""A scanned document → a spec to be completed: limits where the document states them, else proposals and questions."""
