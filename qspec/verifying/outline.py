"""A verification as an outline: the outcome in words, what is not as it should be, what was found right.

``as_text.py`` draws it for the terminal; nothing is decided here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from qspec.errors import Say, Value
from qspec.messages import render
from qspec.report import words
from qspec.report.outline import Align, Banner, Block, Cell, Column, Document, Facts, Paragraphs, Table, Tone
from qspec.verifying.model import Finding, Outcome, Verification

_TONES = {
    Outcome.REPRODUCED: Tone.GOOD,
    Outcome.UNKNOWN_SIGNER: Tone.WARN,
    Outcome.DIFFERS: Tone.WARN,
    Outcome.TAMPERED: Tone.BAD,
    Outcome.UNUSABLE: Tone.BAD,
}


def build(verification: Verification, languages: tuple[str, ...]) -> Document:
    """Return the verification as an outline."""
    title = Say("verify.title", {"file": verification.file})
    return Document(title, tuple(_blocks(verification)), (), languages, "")


def _blocks(verification: Verification) -> Iterable[Block]:
    outcome = verification.outcome
    yield Paragraphs(None, (Cell((Say("verify.title", {"file": verification.file}),), strong=True),))
    yield Banner(Say("verify.label"), Say(f"verify.outcome.{outcome.value}"), _TONES[outcome], ())
    if verification.findings:
        yield Paragraphs(Say("verify.section.findings"), tuple(_found(verification.findings)), bullets=True)
    yield from _listed("checked", verification.checked)
    if verification.signatures:
        seals = tuple(Cell(one.said, _TONES[one.outcome]) for one in verification.signatures)
        yield Paragraphs(Say("verify.section.signatures"), seals, bullets=True)
    yield from _listed("notes", verification.notes)
    yield from _facts(verification)
    if verification.attached:
        yield _attached(verification)
    yield Paragraphs(None, (Cell((_meaning(verification),)),))


def _meaning(verification: Verification) -> Say:
    """Return what the outcome is worth; a paper that holds no result (a limit-sample sheet) was not judged."""
    if verification.outcome is Outcome.REPRODUCED and verification.disposition is None:
        return Say("verify.means.sheet")
    return Say(f"verify.means.{verification.outcome.value}")


def _found(findings: Sequence[Finding]) -> Iterable[Cell]:
    """Yield the findings in words, each hint with the first that it is for."""
    seen: set[str] = set()
    for one in findings:
        code, values = one.problem.code, one.problem.values
        lines: list[Value] = [Say(f"{code}.text", values)]
        hint = Say(f"{code}.hint", values)
        if (said := render(hint, "en")) not in seen:
            lines.append(hint)
            seen.add(said)
        yield Cell(tuple(lines), _TONES[one.outcome])


def _listed(section: str, said: tuple[Say, ...]) -> Iterable[Block]:
    if said:
        yield Paragraphs(Say(f"verify.section.{section}"), tuple(Cell((one,)) for one in said), bullets=True)


def _facts(verification: Verification) -> Iterable[Block]:
    """Yield the disposition, and the file's digest on a line of its own, so that it can be copied in one piece."""
    if verification.disposition is not None:
        disposition = verification.disposition
        cell = Cell((words.disposition(disposition),), words.DISPOSITION_TONES[disposition], strong=True)
        yield Facts(None, ((Say("verify.again"), cell),), across=1)
    if verification.sha256:
        yield Paragraphs(Say("verify.file-digest"), (Cell((verification.sha256,)),))


def _attached(verification: Verification) -> Table:
    columns = (
        Column(Say("verify.column.name")),
        Column(Say("verify.column.size"), Align.RIGHT),
        Column(Say("verify.column.digest")),
    )
    rows = tuple(
        (
            Cell((one.name,)),
            Cell((str(len(one.content)),)),
            Cell((hashlib.sha256(one.content).hexdigest(),)),
        )
        for one in verification.attached
    )
    return Table(Say("verify.section.attached"), columns, rows)
