"""Replies heard in a negotiation: what they usually signal, how sure that is, and what to ask next.

``qspec explain`` calls :func:`read_reply`. A reply is cut into sentences and clauses; the rules of
``data/lexicon/replies.yaml`` find signals in them; scope (negation, question, condition, whose words) decides what each
is worth; the weakest signal wins. ``agreed`` needs an explicit act and its object, see ``agreement``.
"""

from qspec.phrases.replies.model import Heard, Match, Reply, Signal, Sureness
from qspec.phrases.replies.reading import MAX_LENGTH, is_silence, language_of, read_reply

__all__ = [
    "MAX_LENGTH",
    "Heard",
    "Match",
    "Reply",
    "Signal",
    "Sureness",
    "is_silence",
    "language_of",
    "read_reply",
]
