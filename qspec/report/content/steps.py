"""What the first page says beside the disposition: who has to do what by when, in short, and what casts a doubt on it.

Called by ``build.py`` for every lot; ``aftermath.py`` says the same in full, with what each entry rests on.
"""

from __future__ import annotations

from collections.abc import Iterator

from qspec.errors import Say, Value
from qspec.judgement.aftermath.model import Follow, Step
from qspec.judgement.result import Evaluation, LotResult
from qspec.messages import LANGUAGES, template
from qspec.report import words as terms
from qspec.report.content.measuring import calibration
from qspec.report.content.statements import sample_remark
from qspec.report.content.wording import DASH, pair, plain, words
from qspec.report.outline import Cell, Column, Paragraphs, Table, Tone

_SHORT = (
    Step.SHIP, Step.REPLACE, Step.HOLD, Step.SUSPEND, Step.SETTLE, Step.CHOOSE,
    Step.SUPPLY, Step.DECIDE, Step.IMPROVE, Step.ESCALATE,
)  # fmt: skip
"""Entries that tell somebody to do something now, in this order; the others explain."""


def steps(lot: LotResult) -> Table | None:
    """Return one row for each party that has to act; None where nothing follows."""
    rows: list[tuple[Value, list[tuple[Value, Value]]]] = []
    for entry in sorted((one for one in lot.follows if one.step in _SHORT), key=lambda one: _SHORT.index(one.step)):
        actor, said = _actor(entry), (_action(entry), _by(entry))
        own = next((told for known, told in rows if known == actor), None)
        if own is None:
            rows.append((actor, [said]))
        elif said not in own:
            own.append(said)
    dated = any(by != DASH for _, told in rows for _, by in told)
    columns = (
        Column(words("column.actor"), weight=1.5),
        Column(words("column.action"), weight=7.5),
        *((Column(words("column.by"), weight=3.0),) if dated else ()),
    )
    cells = tuple(
        (plain(actor), plain(action), *((plain(by),) if dated else ())) for actor, told in rows for action, by in told
    )
    return Table(words("section.steps" if dated else "section.steps-undated"), columns, cells) if cells else None


def _actor(entry: Follow) -> Value:
    if entry.actor is None:
        return DASH
    side = Say(f"aftermath.actor.{entry.actor.value}")
    return Say("aftermath.with-role", {"actor": side, "role": entry.role}) if entry.role else side


def _action(entry: Follow) -> Value:
    """Return an entry's short form where it has one; the others say what only they can say."""
    key = f"report.step.{entry.action.key.removeprefix('aftermath.')}"
    return Say(key) if template(key, LANGUAGES[0]) is not None else entry.action


def _by(entry: Follow) -> Value:
    return entry.by or entry.term or DASH


def doubts(evaluation: Evaluation, lot: LotResult) -> Paragraphs | None:
    """Return what casts a doubt on the readings (calibration overdue, a limit sample expired), or None."""
    said = tuple(Cell((value,), Tone.BAD) for value in (*_instruments(lot), *_samples(evaluation, lot)))
    return Paragraphs(None, said, bullets=True) if said else None


def _instruments(lot: LotResult) -> Iterator[Value]:
    for one in lot.info.instruments:
        remark = calibration(one, lot.info.date)
        if remark.tone is Tone.BAD:
            yield pair(f"{one.name} {one.serial or ''}".rstrip(), remark.lines[0])


def _samples(evaluation: Evaluation, lot: LotResult) -> Iterator[Value]:
    for item in lot.items:
        source = evaluation.spec.characteristics.get(item.id)
        sample = source.limit_sample if source is not None else None
        remark = sample_remark(sample, lot.info.date) if sample is not None else None
        if sample is not None and remark is not None and remark.tone is Tone.BAD:
            label = words("sample-of", name=terms.name(item), sample=sample.id)
            yield pair(label, remark.lines[0])
