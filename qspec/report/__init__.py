"""From result to paper: an outline without a language, and everything that is drawn from it or from the result."""
