"""A ledger as a table for a spreadsheet, a row for each class of a lot and for each act: UTF-8 with a mark, CRLF."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from qspec.errors import Say, Value
from qspec.judgement.history.entries import ActEntry, ClassEntry, LotEntry
from qspec.judgement.history.ledger import Ledger
from qspec.messages import render
from qspec.report import words
from qspec.report.as_csv import guard
from qspec.report.history import wording

_BOTH = ("line", "record", "date", "lot", "part")
_RESULT = ("lot_size", "revision", "disposition", "resubmission", "class", "inspection", "plan")
_COUNTS = ("n", "ac", "re", "d", "verdict")
_ACT = ("act", "quantity", "by", "party", "consent_by", "limits", "until", "note")
COLUMNS = (*_BOTH, *_RESULT, *_COUNTS, *_ACT, "data", "digest")
"""Names of the columns in the ``lots.column`` catalogue, in order."""


def write(ledger: Ledger, languages: Sequence[str]) -> bytes:
    """Return the table; in two languages each word is given in both, with a slash between."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([_cell(Say(f"lots.column.{column}"), languages) for column in COLUMNS])
    for row in _rows(ledger):
        writer.writerow([_cell(row.get(column), languages) for column in COLUMNS])
    return stream.getvalue().encode("utf-8-sig")


def _cell(value: Value | None, languages: Sequence[str]) -> str:
    if value is None:
        return ""
    return guard(" / ".join(dict.fromkeys(text for lang in languages if (text := render(value, lang)))))


def _rows(ledger: Ledger) -> Iterator[Mapping[str, Value | None]]:
    for number, entry in enumerate(ledger.entries, start=2):
        first: dict[str, Value | None] = {
            "line": number,
            "record": Say(f"lots.record.{entry.record}"),
            "date": entry.date,
            "lot": entry.lot,
            "part": entry.part,
            "digest": ledger.digests[number - 1],
        }
        if isinstance(entry, LotEntry):
            for found in entry.classes or (None,):
                yield {**first, **_lot(entry), **(_class(found) if found is not None else {})}
        else:
            yield {**first, **_act(entry)}


def _lot(entry: LotEntry) -> dict[str, Value | None]:
    return {
        "lot_size": entry.lot_size,
        "revision": entry.revision,
        "disposition": words.disposition(entry.disposition),
        "resubmission": Say("lots.yes") if entry.resubmission else None,
        "data": entry.data_sha256,
    }


def _class(found: ClassEntry) -> dict[str, Value | None]:
    return {
        "class": wording.class_name(found.name),
        "inspection": wording.inspection(found.inspection) if found.inspection is not None else None,
        "plan": found.plan,
        "n": found.n,
        "ac": found.ac,
        "re": found.re,
        "d": found.d,
        "verdict": words.disposition(found.verdict),
    }


def _act(entry: ActEntry) -> dict[str, Value | None]:
    return {
        "act": Say(f"lots.act.{entry.kind.value}"),
        "quantity": entry.quantity,
        "by": entry.by,
        "party": Say(f"lots.party.{entry.party}"),
        "consent_by": entry.consent_by,
        "limits": entry.limits,
        "until": entry.until,
        "note": entry.note,
        "class": wording.class_name(entry.nonconformity) if entry.nonconformity else None,
    }
