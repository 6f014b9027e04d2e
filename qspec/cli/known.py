"""``--ledger``, ``--severity``, ``--shipment`` → what the judging is told beside spec and data; and the lot's line.

``run.py`` calls :func:`known_from` for every command that judges; ``check`` records with :func:`record`.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from qspec.cli.inputs import read_date, today
from qspec.errors import Place, Problem, Severity, has_errors

if TYPE_CHECKING:
    from qspec.judgement.known import Known
    from qspec.judgement.result import Evaluation


def known_from(options: Mapping[str, object]) -> tuple[Known | None, list[Problem]]:
    """Return what the options say, or None with the problems; a command without these options knows nothing."""
    from qspec.cli.planned import Gathered, severity
    from qspec.judgement.known import Known
    from qspec.spec.fields import ALL, CLASSES

    if "ledger" not in options:
        return Known(), []
    given = Gathered(options)
    asked = severity(given, (*CLASSES, ALL))
    shipment, problems = read_date(options["shipment"], "--shipment")
    problems += given.problems
    file = given.text("ledger")
    if file is not None and asked:
        problems.append(Problem("cli.severity-and-ledger", Place("--severity"), values={"file": file}))
    read = None
    if file is not None:
        from qspec.judgement.history import ledger

        read, found = ledger.read(file)
        problems += found
    day = datetime.date.fromisoformat(shipment) if shipment is not None else None
    return (None if has_errors(problems) else Known(read, asked, day)), problems


def record(evaluation: Evaluation, options: Mapping[str, object]) -> list[Problem]:
    """Write the judged lot into the ledger, where one is kept, and return what is to be said of it.

    A lot is recorded before anything is printed: a result that may not stand in the ledger is not handed out.
    """
    file = options["ledger"]
    if file is None:
        return []
    from qspec.judgement.history import ledger
    from qspec.judgement.history.recording import entry_of, outdated

    entries = [entry_of(evaluation, lot, today(os.environ)) for lot in evaluation.lots]
    problems = ledger.append(str(file), *entries, holding=lambda now: outdated(evaluation, now))
    if has_errors(problems):
        return problems
    after, found = ledger.read(str(file))
    if after is None:
        return problems + found
    values = {"file": str(file), "head": after.head}
    return [*problems, Problem("cli.recorded", Place(str(file)), Severity.NOTE, values)]
