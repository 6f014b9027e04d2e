"""Ledgers for tests, written in a line: ``A A R +steady U A:2@normal`` are lots and acts in order.

A is accepted, R not accepted, U undecided, D as good as accepted while inspection is discontinued. ``:2`` is what was
found, ``@normal`` the severity under which the lot was inspected (otherwise the one that applied), ``#2`` the lot's
number where it is not a new one, ``%cd`` the digest of another spec. ``+steady`` is an act, ``+sort#2`` one on a lot.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from fractions import Fraction

from qspec.judgement.history import Act, ActEntry, ClassEntry, LotEntry, state
from qspec.judgement.history.events import terms_of
from qspec.judgement.plans import tables
from qspec.judgement.plans.model import Inspection, System
from qspec.judgement.result import Disposition

SPEC, SHA = "QS-1", "ab" * 32
VERDICTS = {"A": Disposition.ACCEPT, "R": Disposition.REJECT, "U": Disposition.UNDECIDED, "D": Disposition.DISCONTINUED}
TOKEN = re.compile(r"(?P<what>[ARUD]|\+[a-z-]+)(:(?P<d>\d+))?(@(?P<at>[a-z]+))?(#(?P<lot>[\w-]+))?(%(?P<sha>\w\w))?")


def class_result(
    verdict="A", d=None, *, system="iso2859-1", letter="J", aql="0.65", at=Inspection.NORMAL, name="major", stated=None
):
    row = tables.lookup(System(system), at, letter, Fraction(aql))
    decided = VERDICTS[verdict]
    if d is None:
        d = row.re if verdict == "R" else 0
    return ClassEntry(
        name=name,
        plan=f"{system}, level II, AQL {aql}",
        verdict=decided,
        system=System(system),
        level="II",
        aql=aql,
        stated=stated,
        inspection=at,
        letter=letter,
        effective_letter=row.effective_letter,
        n=row.n,
        ac=row.ac,
        re=row.re,
        d=d,
        in_gap=row.ac < d < row.re,
    )


def lot_entry(number, *classes, date="2026-11-02", data=None, sha=SHA, size=1200, part="KN-1"):
    worst = [Disposition.REJECT, Disposition.DISCONTINUED, Disposition.UNDECIDED, Disposition.ACCEPT]
    return LotEntry(
        lot=str(number),
        date=date,
        spec=SPEC,
        revision="A",
        spec_sha256=sha,
        data_sha256=data or hashlib.sha256(str(number).encode()).hexdigest(),
        disposition=min((found.verdict for found in classes), key=worst.index),
        classes=classes,
        part=part,
        lot_size=size,
    )


def act_entry(kind, **said):
    return ActEntry(Act(kind), **{"date": "2026-11-03", "by": "Sato", "party": "supplier", **said})


def play(text, *, system="iso2859-1", letter="J", aql="0.65", stated=None, follow=True):
    """Return the entries of a history; a lot is inspected under the severity that applies, as qspec check does it."""
    entries = []
    for number, token in enumerate(text.split(), start=1):
        found = TOKEN.fullmatch(token)
        assert found, token
        if found["what"].startswith("+"):
            kind = found["what"][1:]
            entries.append(act_entry(kind, lot=found["lot"] or "", quantity=1 if found["lot"] else None))
            continue
        sha = (found["sha"] or "ab") * 32
        plan = class_result(system=system, letter=letter, aql=aql, stated=stated)
        now = state(entries, "major", terms_of(plan, sha)).inspection if follow else Inspection.NORMAL
        at = Inspection(found["at"]) if found["at"] else now
        d = int(found["d"]) if found["d"] else None
        one = class_result(found["what"], d, system=system, letter=letter, aql=aql, at=at, stated=stated)
        entry = lot_entry(found["lot"] or f"n{number}", one, sha=sha, data=f"{number:064x}")
        sorted_before = any(isinstance(e, ActEntry) and e.lot == entry.lot for e in entries)
        entries.append(replace(entry, resubmission=sorted_before))
    return entries
