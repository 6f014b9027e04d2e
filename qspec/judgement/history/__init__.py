"""What went before: the ledger of lots and human acts, and the severity of inspection that follows from it.

``qspec lots`` shows and writes the ledger; ``qspec check --ledger`` asks :func:`severities` before it judges a lot and
records the result with :func:`ledger.append`.
"""

from qspec.judgement.history.entries import Act, ActEntry, ClassEntry, Header, LotEntry
from qspec.judgement.history.ledger import Ledger, append, create, read
from qspec.judgement.history.severity import class_entry, severities
from qspec.judgement.history.switching import State, standings, state

__all__ = [
    "Act",
    "ActEntry",
    "ClassEntry",
    "Header",
    "Ledger",
    "LotEntry",
    "State",
    "append",
    "class_entry",
    "create",
    "read",
    "severities",
    "standings",
    "state",
]
