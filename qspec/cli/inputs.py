"""Files and standard input as bytes; what cannot be read is a problem, not an exception."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from qspec.errors import Place, Problem, Say

if TYPE_CHECKING:
    from qspec.judgement.evaluate import Source
    from qspec.measurements.batch import LotInfo

LIMIT_MB = 200
"""No inspection file of one lot is larger; a larger one is refused before it fills the memory."""


def read_source(name: str) -> tuple[Source | None, list[Problem]]:
    """Return a file's bytes, or standard input's for ``-``."""
    from qspec.judgement.evaluate import Source

    limit = LIMIT_MB * 1_000_000
    try:
        if name == "-":
            content = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(name).open("rb") as stream:
                content = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        return None, [Problem("cli.not-a-file", Place(name), values={"file": name, "reason": Say(_reason(error))})]
    if len(content) > limit:
        return None, [Problem("cli.file-too-large", Place(name), values={"file": name, "limit": LIMIT_MB})]
    return Source(name, content), []


def _reason(error: Exception) -> str:
    for kind, word in (
        (FileNotFoundError, "missing"),
        (IsADirectoryError, "folder"),
        (PermissionError, "denied"),
    ):
        if isinstance(error, kind):
            return f"cli.reason.{word}"
    return "cli.reason.other"


def read_pair(spec: str, data: str) -> tuple[tuple[Source, Source, Source | None] | None, list[Problem]]:
    """Return spec, data and, where it exists, the ``.batch.yaml`` beside the data."""
    if spec == data == "-":
        return None, [Problem("cli.two-stdin", Place("-"))]
    first, problems = read_source(spec)
    second, found = read_source(data)
    problems += found
    beside = f"{data}.batch.yaml"
    third = None
    if data != "-" and os.path.lexists(beside):
        third, found = read_source(beside)
        problems += found
    if first is None or second is None or problems:
        return None, problems
    return (first, second, third), problems


def files_read(spec: str, data: str, options: Mapping[str, object]) -> tuple[str, ...]:
    """Return the files that a judgement rests on: no product is ever written over one of them."""
    ledger = options.get("ledger")
    return (spec, data, f"{data}.batch.yaml", *([str(ledger)] if ledger is not None else []))


def lot_info(options: Mapping[str, object]) -> tuple[LotInfo, list[Problem]]:
    """Return what the options say about the lot; a date that is none is a problem."""
    from qspec.measurements.batch import LotInfo

    lot = options["lot"]
    date, problems = read_date(options["date"], "--date")
    info = LotInfo(
        id=str(lot) if lot is not None and lot != "all" else None,
        size=options["lot_size"] if isinstance(options["lot_size"], int) else None,
        date=date,
        inspector=_text(options["inspector"]),
        order=_text(options["order"]),
    )
    return info, problems


def _text(value: object) -> str | None:
    return str(value) if value is not None else None


def read_date(value: object, option: str) -> tuple[str | None, list[Problem]]:
    """Return an ISO date as written, or the problem."""
    if value is None:
        return None, []
    try:
        return datetime.date.fromisoformat(str(value)).isoformat(), []
    except ValueError:
        return None, [Problem("cli.wrong-date", Place(option), values={"option": option, "text": str(value)})]


def today(environ: Mapping[str, str]) -> str:
    """Return the date for a paper: SOURCE_DATE_EPOCH's where it is set (reproducible builds), else today's."""
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), tz=datetime.UTC).date().isoformat()
    return datetime.datetime.now().astimezone().date().isoformat()
