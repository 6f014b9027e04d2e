"""What is wrong with one characteristic: its reasons, and its worst readings against the limit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from qspec.errors import Place, Say, Value
from qspec.judgement.result import CheckResult, ItemResult, Reading, Verdict, Zones
from qspec.kinds.zones import DecisionRule
from qspec.report import words
from qspec.report.outline import Align, Block, Cell, Column, Paragraphs, Table, Tone

SHOWN = 5
"""Readings shown of one limit; json and csv hold the others."""


def failure_blocks(item: ItemResult, tone: Tone) -> Iterable[Block]:
    """Return a heading with the counts and reasons, then a table of the worst readings of every limit not met."""
    heading = Say(
        "output.item-heading",
        {
            "verdict": words.verdict(item.verdict),
            "name": words.name(item),
            "class": words.nonconformity(item.nonconformity),
        },
    )
    yield Paragraphs(heading, tuple(Cell((line,)) for line in why(item)), bullets=True)
    for check in item.checks:
        if _is_open(check):
            yield Paragraphs(None, tuple(Cell((line,)) for line in limit_lines(item, check)))
            found = concerned(check)
            if found:
                yield _readings(check, found, tone)


def why(item: ItemResult) -> list[Value]:
    """Return in sentences what is wrong with a characteristic as a whole: counts, reasons, pieces."""
    lines: list[Value] = []
    if item.measured:
        lines.append(Say("output.item-count", {"failed": item.failed, "measured": item.measured}))
    if item.expected is not None and item.measured != item.expected:
        lines.append(Say("output.item-incomplete", {"measured": item.measured, "expected": item.expected}))
    if item.expected is None and item.verdict is Verdict.UNDECIDED:
        lines.append(Say("output.item-expected-unknown"))
    lines += item.reasons
    if item.failed_pieces:
        lines.append(Say("output.pieces-failed", {"pieces": words.some(item.failed_pieces)}))
    if item.undecided_pieces:
        lines.append(Say("output.pieces-undecided", {"pieces": words.some(item.undecided_pieces)}))
    return lines


def account(item: ItemResult) -> list[Value]:
    """Return all that is wrong in sentences alone, for outputs without tables: the whole, each limit, readings."""
    lines = why(item)
    for check in item.checks:
        if _is_open(check):
            lines += limit_lines(item, check)
            lines += [_sentence(check, reading) for reading in worst(concerned(check), SHOWN)]
    return lines


def _is_open(check: CheckResult) -> bool:
    return check.verdict in (Verdict.FAIL, Verdict.UNDECIDED, Verdict.MARGINAL) or check.failed > 0


def concerned(check: CheckResult) -> tuple[Reading, ...]:
    """Return the readings that fail, else those not decided, else those near the limit, else all."""
    for verdict in (Verdict.FAIL, Verdict.UNDECIDED, Verdict.MARGINAL):
        found = tuple(reading for reading in check.readings if reading.verdict is verdict)
        if found:
            return found
    return check.readings


def _sentence(check: CheckResult, reading: Reading) -> Say:
    compared, far = _numbers(check, reading)
    text = f"{reading.text} → {compared}" if compared else reading.text
    values = {"piece": reading.piece, "reading": text, "place": str(reading.place), "margin": far}
    if check.per_lot:
        return Say("output.reading-of-lot", values)
    return Say("output.reading" if far else "output.reading-bare", values)


def _short(place: Place) -> Value:
    """Return a place within the inspection file, whose name the summary gives once."""
    if place.line is None:
        return str(replace(place, file=""))
    return Say("output.line-of" if place.name else "output.line", {"line": place.line, "name": place.name or ""})


def _numbers(check: CheckResult, reading: Reading) -> tuple[str, str]:
    """Return value and margin of a reading; both empty for marks, whose 1 and 0 nobody wrote."""
    return ("", "") if words.of_marks(check) else (_compared(reading), margin(reading))


def _compared(reading: Reading) -> str:
    """Return the value with its unit where it was computed, empty where it is the reading as written."""
    try:
        same = Decimal(reading.text) == Decimal(reading.value)
    except InvalidOperation:
        same = reading.text == reading.value
    return "" if same or not reading.value else f"{reading.value} {reading.unit}".strip()


def margin(reading: Reading) -> str:
    """Return a reading's margin with its unit; empty where its kind has no distances."""
    return f"{reading.margin} {reading.unit}".strip() if reading.margin else ""


def worst(readings: Sequence[Reading], most: int) -> tuple[Reading, ...]:
    """Return the readings nearest to, or farthest beyond, their limit; in order of reading where two are equal."""
    return tuple(sorted(readings, key=_distance)[:most])


def _distance(reading: Reading) -> Decimal:
    try:
        return Decimal(reading.margin)
    except InvalidOperation:  # a kind without distances: failures have been put first by the judgement
        return Decimal("-Infinity") if reading.verdict is Verdict.FAIL else Decimal("Infinity")


def limit_lines(item: ItemResult, check: CheckResult) -> list[Value]:
    """Return the limit as written, as compared and with its guard band, and how many values are outside."""
    values: dict[str, Value] = {
        "quantity": words.name(item) if len(item.checks) == 1 else check.quantity,
        "written": check.written,
        "resolved": check.resolved,
        "rule": words.rule(check.rule),
    }
    if words.of_marks(check):
        limit = Say("output.limit-mark", values)
    elif check.guarded is None:
        limit = Say("output.limit-plain", values)
    else:
        limit = Say("output.limit-guarded", values | {"guarded": check.guarded})
    lines: list[Value] = [limit]
    if check.assumed_unit:
        lines.append(Say("output.assumed-unit", {"unit": check.unit}))
    if check.zones is not None:
        lines.append(_by_zone(item, check, check.zones))
    elif check.count and check.verdict is not Verdict.MARGINAL:
        lines.append(Say("output.values-outside", {"failed": check.failed, "count": check.count}))
    return lines


def _remark(reading: Reading) -> Value:
    """Return what is to be said of a reading: its zone under a rule that has zones, and its kind's own words."""
    told = [words.judged(reading)] if reading.zone is not None else []
    told += [reading.words] if reading.words is not None else []
    return words.joined(told) if told else ""


def _by_zone(item: ItemResult, check: CheckResult, zones: Zones) -> Say:
    """Return how many values lie where, in the words of a decision rule that has zones."""
    four = item.decision.rule == DecisionRule.NON_BINARY
    values: dict[str, Value] = {
        "count": check.count,
        "conforming": zones.conforming,
        "nonconforming": zones.nonconforming,
    }
    if four:
        return Say("output.values-in-four", values | {"inner": zones.inner, "outer": zones.outer})
    lines: dict[str, Value] = {"accepted": zones.accepted, "rejected": zones.rejected}
    return Say("output.values-proved", values | lines | {"between": zones.inner + zones.outer})


def _readings(check: CheckResult, found: Sequence[Reading], tone: Tone) -> Table:
    """Return the worst readings as a table, with a note where there are more, listed or not."""
    count = max(len(found), check.failed)
    names = (("piece", Align.LEFT), ("reading", Align.RIGHT), ("value", Align.RIGHT), ("margin", Align.RIGHT))
    heads = [Column(Say(f"output.column.{name}"), align) for name, align in (*names, ("remark", Align.LEFT))]
    heads.append(Column(Say("output.column.place"), Align.LEFT))
    rows = []
    shown = worst(found, SHOWN)
    for reading in shown:
        own = tone if reading.verdict is Verdict.FAIL else Tone.PLAIN
        texts: tuple[Value, ...] = (
            *_numbers(check, reading),
            _remark(reading),
            _short(reading.place),
        )
        rows.append(
            (Cell((words.piece(check, reading),)), Cell((reading.text,), own), *(Cell((text,)) for text in texts))
        )
    note = Say("output.worst-shown", {"shown": len(shown), "count": count}) if len(shown) < count else None
    return Table(None, tuple(heads), tuple(rows), note)
