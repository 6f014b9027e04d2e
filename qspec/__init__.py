"""qspec: words into measurable limits, batches into verdicts, verdicts into one bilingual report."""

__version__ = "0.1.0"
