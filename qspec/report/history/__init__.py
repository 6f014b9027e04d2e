"""A ledger shown: one file per output, each a function of the ledger that was read."""
