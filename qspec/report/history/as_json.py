"""A ledger as one document for other programs: entries as their lines hold them, and the state of every class."""

from __future__ import annotations

import json

from qspec.errors import Say
from qspec.judgement.history import lines
from qspec.judgement.history.ledger import Ledger
from qspec.judgement.history.switching import State, standings
from qspec.messages import LANGUAGES, render

SCHEMA = "qspec-lots/1"


def write(ledger: Ledger) -> bytes:
    """Return the document, UTF-8."""
    document = {
        "schema": SCHEMA,
        "ledger": lines.plain(ledger.header),
        "head": ledger.head,
        "next": {name: _state(now) for name, now in standings(ledger.entries).items()},
        "entries": [
            {"line": number, "digest": ledger.digests[number - 1], "entry": lines.plain(entry)}
            for number, entry in enumerate(ledger.entries, start=2)
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _state(now: State) -> dict[str, object]:
    switching = now.terms is not None and now.terms.system is not None
    if not switching:
        return {"inspection": None}
    return {
        "inspection": now.inspection.value,
        "discontinued": now.discontinued,
        "score": now.score,
        "accepted_in_a_row": now.run,
        "not_accepted_on_tightened": now.failures,
        "steady": now.steady,
        "authorised": now.authorised,
        "reasons": [{"code": reason.key, **_said(reason)} for reason in now.reasons],
    }


def _said(reason: Say) -> dict[str, str]:
    return {lang: render(reason, lang) for lang in LANGUAGES}
