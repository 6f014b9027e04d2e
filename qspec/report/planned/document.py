"""A plan as an outline: how many pieces, what is inspected on them, which ones, how long, by when.

``as_text.py`` draws it; any other drawing of outlines can. Nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qspec.errors import Say, Value
from qspec.judgement.picking.pick import Picked, per_carton
from qspec.judgement.picking.planning import ClassPlan, LotPlan, Task
from qspec.judgement.plans.model import Counting, Resolved
from qspec.judgement.plans.told import in_words
from qspec.report.outline import Align, Block, Cell, Column, Document, Facts, Paragraphs, Table, Tone
from qspec.report.planned import words
from qspec.report.planned.risks import risk_blocks
from qspec.report.words import joined, nonconformity, plan_written

SHOWN = 1000
"""Pieces of a pick that are listed as text; more belong into a table of a spreadsheet."""
_ACROSS = 10
"""Pieces on one line."""


def lot_document(plan: LotPlan, languages: tuple[str, ...]) -> Document:
    """Return the plan of a lot's inspection."""
    blocks = [block for block in _lot_blocks(plan) if block is not None]
    return Document(Say("plan.heading.title"), tuple(blocks), (), languages, "")


def stated_document(resolved: Resolved, languages: tuple[str, ...]) -> Document:
    """Return a plan that was asked for without a spec."""
    rows: list[tuple[Value, Cell]] = [(_label("plan"), _cell(_plan(resolved)))]
    rows += [(_label(key), _cell(value)) for key, value in words.table_facts(resolved) if value and key != "edition"]
    if resolved.lot_size is not None:
        rows.append((_label("size"), _cell(resolved.lot_size)))
    if words.letter(resolved):
        rows.append((_label("letter"), _cell(words.letter(resolved))))
    rows += [(_label("n"), _pieces(resolved)), (_label("ac"), _cell(resolved.acceptance))]
    rows.append((_label("re"), _cell(resolved.rejection)))
    blocks: list[Block] = [Facts(Say("plan.heading.plan"), tuple(rows))]
    if words.remarks(resolved):
        blocks.append(_sentences(None, words.remarks(resolved)))
    blocks += risk_blocks(resolved, Say("plan.heading.risks"), forced=True)
    return Document(Say("plan.heading.title"), tuple(blocks), (), languages, "")


def _lot_blocks(plan: LotPlan) -> Iterator[Block | None]:
    yield _head(plan)
    yield _classes(plan)
    yield _arrows(plan)
    yield _tasks(plan)
    yield _picking(plan)
    yield _picked(plan)
    yield _sentences("work", words.work(plan.estimate) if plan.estimate is not None else [Say("plan.work-none")])
    yield _dates(plan)
    yield _sentences(None if plan.schedule is not None else "dates", words.date_remarks(plan))
    yield from _risks(plan)
    yield _sentences("notes", [Say("plan.note.lot-id"), Say("plan.note.nothing-found")])


def _risks(plan: LotPlan) -> Iterator[Block]:
    """Yield the risks, classes whose plans come to the same together."""
    groups: list[tuple[list[Value], list[Block]]] = []
    for own in plan.classes:
        said = list(risk_blocks(own.resolved, None, forced=False))
        same = next((names for names, known in groups if known == said), None)
        if same is None:
            groups.append(([nonconformity(own.name)], said))
        else:
            same.append(nonconformity(own.name))
    for names, blocks in groups:
        heading = Say("plan.of-class", {"class": joined(names), "text": Say("plan.heading.risks")})
        first, *rest = blocks
        yield replace(first, heading=heading) if isinstance(first, Facts) else first
        yield from rest


def _plan(resolved: Resolved) -> Value:
    return plan_written(resolved.plan.text, in_words(resolved.plan.scheme))


def _label(key: str) -> Say:
    return Say(f"plan.label.{key}")


def _cell(value: Value) -> Cell:
    return Cell((value,)) if value != "" else Cell(())


def _sentences(heading: str | None, said: Sequence[Value]) -> Paragraphs:
    title = Say(f"plan.heading.{heading}") if heading is not None else None
    return Paragraphs(title, tuple(map(_cell, said)), bullets=True)


def _head(plan: LotPlan) -> Block:
    spec: Value = {lang: f"{plan.spec_id} {plan.revision} {text}" for lang, text in _texts(plan.title).items()}
    rows: list[tuple[Value, Cell]] = [
        (_label("spec"), _cell(spec)),
        (_label("digest"), _cell(plan.sha256)),
        (_label("lot"), _cell(plan.lot)),
        (_label("size"), _cell(plan.lot_size)),
    ]
    return Facts(Say("plan.heading.title"), tuple(rows))


def _texts(value: Value) -> dict[str, str]:
    return joined([value])


def _pieces(resolved: Resolved) -> Cell:
    return _cell(Say("plan.every-piece", {"n": resolved.size}) if resolved.full else resolved.size)


def _table(heading: str, keys: Sequence[str], rows: Sequence[Sequence[Cell]], right: Sequence[str] = ()) -> Table:
    columns = tuple(Column(_label(key), Align.RIGHT if key in right else Align.LEFT) for key in keys)
    return Table(Say(f"plan.heading.{heading}"), columns, tuple(map(tuple, rows)))


def _classes(plan: LotPlan) -> Block:
    """Return a row per class; what is counted is named only where it is not items everywhere."""
    unusual = any(own.resolved.plan.counting is not Counting.ITEMS for own in plan.classes)
    table = ("severity", "counting") if unusual else ("severity",)
    rows = []
    for own in plan.classes:
        resolved = own.resolved
        facts = dict(words.table_facts(resolved))
        cells = [_cell(nonconformity(own.name)), _cell(_plan(resolved))]
        cells += [_cell(facts.get(key, "")) for key in table]
        cells += [_cell(words.letter(resolved)), _pieces(resolved)]
        rows.append([*cells, _cell(resolved.acceptance), _cell(resolved.rejection)])
    numbers = ("n", "ac", "re")
    return _table("classes", ("class", "plan", *table, "letter", *numbers), rows, right=("ac", "re"))


def _arrows(plan: LotPlan) -> Block | None:
    said = [_of_class(own, remark) for own in plan.classes for remark in words.remarks(own.resolved, own.standing)]
    return _sentences(None, said) if said else None


def _of_class(own: ClassPlan, value: Value) -> Value:
    """Return a value with the class it is about before it."""
    return Say("plan.of-class", {"class": nonconformity(own.name), "text": value})


def _tasks(plan: LotPlan) -> Block:
    keys = ("balloon", "characteristic", "limit", "class", "pieces", "readings", "method", "instrument")
    rows = [_task(own, task) for own in plan.classes for task in own.tasks]
    return _table("tasks", keys, rows, right=("pieces", "readings"))


def _task(own: ClassPlan, task: Task) -> list[Cell]:
    readings: Value = Say("plan.as-read") if task.readings is None else task.readings
    pieces: Value = Say("plan.whole-lot") if task.per_lot else own.resolved.size
    texts: list[Value] = [task.balloon, task.name, task.limit, nonconformity(own.name)]
    return [*map(_cell, [*texts, pieces, "" if task.per_lot else readings, task.method, task.instrument])]


def _picking(plan: LotPlan) -> Block:
    """Return how the pieces are found, and which class takes which part of the order."""
    if not plan.pick:
        return _sentences("pick", [Say("plan.pick-none")])
    said: list[Value] = [Say("plan.pick-method")]
    if plan.pieces is None:
        said.append(Say("plan.pick-positions"))
    for own in plan.classes:
        named: dict[str, Value] = {"class": nonconformity(own.name)}
        if own.resolved.full:
            said.append(Say("plan.sample-all", named))
        else:
            said.append(Say("plan.pick-nested", {**named, "n": own.resolved.size}))
    if plan.cartons:
        counts = per_carton(plan.pick)
        cartons = dict.fromkeys(piece.carton for piece in plan.pieces or () if piece.carton in counts)
        shares = [Say("plan.carton-count", {"carton": carton, "count": counts[carton]}) for carton in cartons]
        said.append(Say("plan.pick-cartons", {"cartons": joined(shares)}))
    return _sentences("pick", said)


def _picked(plan: LotPlan) -> Block | None:
    """Return the pieces in the order of the pick, ten on a line."""
    shown = plan.pick[:SHOWN]
    if not shown:
        return None
    rows: list[tuple[Value, Cell]] = []
    for start in range(0, len(shown), _ACROSS):
        line = shown[start : start + _ACROSS]
        rows.append((f"{line[0].number}–{line[-1].number}", Cell((joined([*map(_identity, line)]),))))
    if len(plan.pick) > SHOWN:
        rows.append(("…", _cell(Say("plan.pick-more", {"more": len(plan.pick) - SHOWN}))))
    return Facts(_label("serial" if plan.pieces is not None else "position"), tuple(rows), across=1)


def _identity(one: Picked) -> Value:
    return Say("plan.in-carton", {"serial": one.serial, "carton": one.carton}) if one.carton else one.serial


def _dates(plan: LotPlan) -> Block | None:
    if plan.schedule is None:
        return None
    rows: list[tuple[Value, Cell]] = [(_label(key), _cell(value)) for key, value in words.dates(plan.schedule)]
    verdict = words.in_time(plan.schedule)
    if verdict is not None:
        late = (plan.schedule.spare or 0) < 0
        rows.append((_label("in-time"), Cell((verdict,), Tone.BAD if late else Tone.GOOD, strong=True)))
    return Facts(Say("plan.heading.dates"), tuple(rows), across=1)
