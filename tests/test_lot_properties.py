"""What no plan, pick or reading may ever do: make a lot better by what is worse, or by what is missing."""

from __future__ import annotations

import tempfile
from pathlib import Path

from history_books import SHA, act_entry, class_result, lot_entry
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qspec.judgement.evaluate import Source, evaluate
from qspec.judgement.history import Header, append, create, ledger, state
from qspec.judgement.history.admission import Past
from qspec.judgement.history.events import terms_of
from qspec.judgement.plans.model import Inspection
from qspec.judgement.result import Disposition
from qspec.measurements.batch import LotInfo

CLASSES = ("critical", "major", "minor")
BY_NUMBER = ("100%", "n=2, Ac=0", "n=3, Ac=1", "n=5, Ac=2", "n=8, Ac=3")
BY_TABLE = (
    "ISO 2859-1, level II, AQL 6.5",
    "ISO 2859-1, level I, AQL 10, tightened",
    "JIS Z 9015-1、特別検査水準S-3、AQL 4.0、ゆるい検査",
    "ISO 2859-1, level II, AQL 40, nonconformities per 100 items",
    "c=0, LQ 30 %, β 10 %",
    "p0=5%, α=10%, p1=50%, β=10%",
)
BY_MIL = (
    "MIL-STD-105E, level II, AQL 10, reduced",
    "MIL-STD-105E, level III, AQL 6.5, reduced",
    "MIL-STD-105E, level I, AQL 65, reduced, nonconformities per 100 items",
)
GOOD = {"length": "10", "count": "0", "rate": "0"}
BAD = {"length": "11", "count": "3", "rate": "40"}
LIMITS = {
    "length": "{kind: dimension, limit: 10 ±0.1 mm, class: %s}",
    "count": "{kind: count, limit: ≤ 1, class: %s}",
    "rate": "{kind: count, limit: ≤ 60, per: 100 pieces, class: %s}",
}
RANK = {Disposition.ACCEPT: 0, Disposition.UNDECIDED: 1, Disposition.REJECT: 2}
QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


class Inspected:
    """A lot: its characteristics ``(sort, class)``, plans, pick and a table of ``good``/``bad``/blank readings."""

    def __init__(self, characteristics, plans, size, picked, rows):
        self.characteristics, self.plans, self.size, self.picked = characteristics, plans, size, picked
        self.rows = rows

    def changed(self, row, column, value):
        rows = [list(one) for one in self.rows]
        rows[row][column] = value
        return Inspected(self.characteristics, self.plans, self.size, self.picked, rows)

    def without(self, row):
        rows = [*self.rows[:row], None, *self.rows[row + 1 :]]
        return Inspected(self.characteristics, self.plans, self.size, self.picked, rows)

    @property
    def result(self):
        spec = "qspec: 1\nid: T\nrevision: A\ntitle: T\ncharacteristics:\n"
        head = ["serial"]
        for number, (sort, name) in enumerate(self.characteristics):
            spec += f"  x{number}: {LIMITS[sort] % name}\n"
            head.append(f"x{number} [mm]" if sort == "length" else f"x{number}")
        spec += "sampling:\n" + "".join(f"  {name}: '{plan}'\n" for name, plan in self.plans.items())
        lines = [",".join(head)]
        for serial, row in enumerate(self.rows, start=1):
            if row is not None:
                words = [
                    {None: "", True: GOOD[s], False: BAD[s]}[v]
                    for (s, _), v in zip(self.characteristics, row, strict=True)
                ]
                lines.append(",".join([f"P{serial}", *words]))
        given_ = LotInfo(id="L", size=self.size, picked=self.picked)
        evaluation, problems = evaluate(
            Source("s.yaml", spec.encode()), Source("d.csv", "\n".join(lines).encode()), given=given_
        )
        assert evaluation is not None, problems
        return evaluation.lots[0]

    @property
    def rank(self):
        return RANK[self.result.disposition]

    def sample(self, name):
        """Return the rows that count for a class, from its n and from the list or the order of the file alone."""
        group = name if name in self.plans else "all"
        (n,) = [found.expected for found in self.result.classes if found.nonconformity == group]
        if self.picked is None:
            return list(range(min(n, len(self.rows))))
        return [int(serial[1:]) - 1 for serial in self.picked[:n] if int(serial[1:]) <= len(self.rows)]


@st.composite
def lots(draw, rates=True):
    sorts = st.sampled_from([*["length", "count"] * 3, *(["rate"] if rates else [])])
    characteristics = draw(st.lists(st.tuples(sorts, st.sampled_from(CLASSES)), min_size=1, max_size=4))
    tables = draw(st.sampled_from([BY_TABLE, BY_MIL]))
    plan = st.sampled_from([*BY_NUMBER, *tables])
    names = sorted({name for _, name in characteristics})
    plans = {name: draw(plan) for name in names if draw(st.booleans())}
    if "critical" in plans and "Ac=" in plans["critical"]:
        plans["critical"] = "n=4, Ac=0"
    plans["all"] = draw(plan)
    size = draw(st.integers(1, 30))
    pieces = draw(st.integers(1, min(size, 14)))
    picked = None
    if draw(st.booleans()):
        order = draw(st.permutations(range(1, pieces + 1)))
        picked = tuple(f"P{one}" for one in order[: draw(st.integers(1, pieces))])
    # Mostly conforming, as lots are: else hardly any is accepted, and nothing is shown.
    value = st.sampled_from([True] * draw(st.sampled_from([4, 12, 60])) + [False, None])
    row = st.lists(value, min_size=len(characteristics), max_size=len(characteristics))
    rows = draw(st.lists(row, min_size=pieces, max_size=pieces))
    lot = Inspected(characteristics, plans, size, picked, rows)
    asked = [found.expected for found in lot.result.classes]
    if draw(st.integers(0, 3)):  # most files hold as many pieces as are asked for
        n = max(asked)
        while len(lot.rows) < min(n, size):
            lot.rows.append(draw(row))
        if picked is None:
            del lot.rows[n:]
        elif draw(st.booleans()):
            lot.picked = tuple(f"P{one}" for one in draw(st.permutations(range(1, len(lot.rows) + 1))))
    return lot


@QUICK
@given(lots(), st.data())
def test_a_conforming_piece_that_fails_never_improves_a_disposition(lot, data):
    conforming = [number for number, row in enumerate(lot.rows) if all(row)]
    if not conforming:
        return
    row = data.draw(st.sampled_from(conforming))
    column = data.draw(st.integers(0, len(lot.characteristics) - 1))
    assert lot.changed(row, column, False).rank >= lot.rank


@QUICK
@given(lots(), st.data())
def test_what_is_taken_away_from_the_sample_never_makes_a_lot_accepted(lot, data):
    before = lot.result
    if before.disposition is Disposition.ACCEPT:
        return
    column = data.draw(st.integers(0, len(lot.characteristics) - 1))
    sample = lot.sample(lot.characteristics[column][1])
    if not sample:
        return
    row = data.draw(st.sampled_from(sample))
    assert lot.changed(row, column, None).result.disposition is not Disposition.ACCEPT
    if lot.picked is not None or len(lot.rows) <= max(found.expected for found in before.classes):
        assert lot.without(row).result.disposition is not Disposition.ACCEPT


@QUICK
@given(lots(), st.data())
def test_an_accepted_lot_has_every_characteristic_measured_on_its_whole_sample(lot, data):
    if lot.result.disposition is not Disposition.ACCEPT:
        return
    for column, (sort, name) in enumerate(lot.characteristics):
        sample = lot.sample(name)
        assert sample
        assert all(lot.rows[row][column] is not None for row in sample)
        if name == "critical" and sort != "rate":  # a rate is that of the sample, whatever its class
            assert all(row[column] is not False for row in lot.rows)
    column = data.draw(st.integers(0, len(lot.characteristics) - 1))
    row = data.draw(st.sampled_from(lot.sample(lot.characteristics[column][1])))
    assert lot.changed(row, column, None).result.disposition is not Disposition.ACCEPT


@QUICK
@given(lots(), st.data())
def test_which_pieces_count_does_not_depend_on_what_was_read(lot, data):
    """Readings of a picked lot that do not count for their class can be anything but critical."""
    if lot.picked is None:
        return
    before = lot.result
    outside = [
        (row, column)
        for column, (_, name) in enumerate(lot.characteristics)
        for row in range(len(lot.rows))
        if name != "critical" and row not in lot.sample(name)
    ]
    if not outside:
        return
    for row, column in data.draw(st.lists(st.sampled_from(outside), min_size=1, max_size=4)):
        lot = lot.changed(row, column, data.draw(st.sampled_from([True, False, None])))
    after = lot.result
    assert after.disposition is before.disposition
    assert [(one.found, one.nonconforming, one.expected, one.acceptance) for one in after.classes] == [
        (one.found, one.nonconforming, one.expected, one.acceptance) for one in before.classes
    ]


SEVERE = [Inspection.REDUCED, Inspection.NORMAL, Inspection.TIGHTENED]
STEPS = st.one_of(
    st.tuples(
        st.sampled_from("AAAAARU"),
        st.sampled_from(["iso2859-1", "mil-std-105e"]),
        st.sampled_from([None, None, None, *SEVERE]),
        st.sampled_from(["ab", "ab", "cd"]),
    ),
    st.sampled_from(["steady", "authorise-reduced", "irregular", "resume"]),
)


def history(steps):
    entries, past = [], Past(Header("QS-1"))
    for number, step in enumerate(steps):
        if isinstance(step, str):
            entry = act_entry(step, note="n", consent_by="c") if step == "resume" else act_entry(step)
        else:
            verdict, system, stated, sha = step
            terms = terms_of(class_result(system=system, aql="10", stated=stated), sha * 32)
            at = state(entries, "major", terms).inspection
            one = class_result(verdict, system=system, aql="10", stated=stated, at=at)
            entry = lot_entry(f"n{number}", one, sha=sha * 32, data=f"{number:064x}")
        admitted = past.admit(entry)
        if not isinstance(admitted, list):
            past.add(admitted)
            entries.append(admitted)
    return entries


def severity(entries, system="iso2859-1", stated=None, sha=SHA):
    now = state(entries, "major", terms_of(class_result(system=system, aql="10", stated=stated), sha))
    return len(SEVERE) if now.discontinued else SEVERE.index(now.inspection)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(STEPS, max_size=40),
    st.sampled_from("RU"),
    st.sampled_from(["iso2859-1", "mil-std-105e"]),
    st.sampled_from([None, *SEVERE]),
)
def test_a_lot_that_is_not_accepted_never_leads_to_a_milder_severity_whatever_plan_comes_next(
    steps, bad, system, stated
):
    entries = history(steps)
    for last in ("iso2859-1", "mil-std-105e"):
        more = history([*steps, (bad, last, None, "ab")])
        assert severity(more, system, stated) >= severity(entries, system, stated)


@settings(max_examples=100, deadline=None)
@given(st.lists(STEPS, min_size=2, max_size=12), st.data())
def test_no_line_of_a_ledger_can_be_moved_edited_doubled_or_taken_away(steps, data):
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "k.lots")
        assert create(path, Header("QS-1")) == []
        assert append(path, *history(steps)) == []
        lines = Path(path).read_bytes().splitlines(keepends=True)
    if len(lines) < 3:
        return
    place = data.draw(st.integers(0, len(lines) - 2))
    how = data.draw(st.sampled_from(["remove", "double", "edit", "crlf", "space", "key", "reverse", "cut"]))
    changed = list(lines)
    if how == "remove":
        del changed[place]
    elif how == "double":
        changed.insert(place, lines[place])
    elif how == "edit":
        old, new = data.draw(st.sampled_from([(b'"record"', b'"Record"'), (b'"2026-', b'"2027-'), (b"QS-1", b"QS-2")]))
        changed[place] = lines[place].replace(old, new)
    elif how == "crlf":
        changed[place] = lines[place].replace(b"\n", b"\r\n")
    elif how == "space":
        changed[place] = lines[place].replace(b": ", b":", 1)
    elif how == "key":
        changed[place] = lines[place].replace(b'{"previous"', b'{"previous": "", "previous"', 1)
    elif how == "reverse":
        changed[place:] = reversed(lines[place:])
    else:
        changed[-1] = lines[-1][: data.draw(st.integers(1, len(lines[-1]) - 1))]
    if changed == lines:
        return
    found, problems = ledger.parse("k.lots", b"".join(changed))
    assert found is None
    assert problems
    assert all(problem.place.line is not None for problem in problems)
