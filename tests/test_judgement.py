"""Verdicts, classes and dispositions as two parties would count them by hand."""

from __future__ import annotations

from qspec.judgement.evaluate import Source, evaluate
from qspec.judgement.result import Disposition, Verdict
from qspec.measurements.batch import LotInfo

HEAD = "qspec: 1\nid: T\nrevision: A\ntitle: T\n"
TWO = """characteristics:
  bore: {kind: dimension, limit: 10 ±0.1 mm, class: critical}
  mark: {kind: attribute, limit: OK, class: minor}
"""


def judged(characteristics, sampling, data, *, size=None, **info):
    spec = Source("s.yaml", f"{HEAD}{characteristics}sampling: {sampling}\n".encode())
    evaluation, problems = evaluate(spec, Source("d.csv", data.encode()), given=LotInfo(size=size, **info))
    assert evaluation is not None, problems
    return evaluation.lots[0]


def one(limit, data, *, kind="dimension", more="", sampling="100%", size=None):
    lot = judged(f"characteristics:\n  x: {{kind: {kind}, limit: {limit}{more}}}\n", sampling, data, size=size)
    return lot, lot.items[0]


def test_a_class_with_a_smaller_sample_may_leave_the_other_pieces_blank():
    plans = "{critical: 100%, minor: 'n=2, Ac=0'}"
    rows = ["1,10,OK", "2,10,OK", "3,10,", "4,10,"]
    accepted = judged(TWO, plans, "serial,bore[mm],mark\n" + "\n".join(rows), size=4)
    assert accepted.disposition is Disposition.ACCEPT
    assert accepted.reasons[0].values["found"] == "2–4"
    fewer = [*rows[:1], "2,10,", *rows[2:]]
    assert judged(TWO, plans, "serial,bore[mm],mark\n" + "\n".join(fewer), size=4).disposition is Disposition.UNDECIDED
    other = ["1,10,OK", "2,10,", "3,10,OK", "4,10,"]
    assert judged(TWO, plans, "serial,bore[mm],mark\n" + "\n".join(other), size=4).disposition is Disposition.UNDECIDED


def test_measuring_more_than_a_class_asks_for_decides_only_where_every_choice_of_the_sample_says_the_same():
    plans = "{critical: 100%, minor: 'n=2, Ac=0'}"
    for marks, disposition in (
        (("OK", "OK", "OK", ""), Disposition.ACCEPT),
        (("OK", "OK", "NG", ""), Disposition.UNDECIDED),  # without a pick nobody knows which two count
        (("NG", "OK", "OK", ""), Disposition.UNDECIDED),
        (("NG", "NG", "OK", ""), Disposition.REJECT),  # any two of the three hold one
        (("NG", "OK", "", ""), Disposition.REJECT),
    ):
        rows = "".join(f"{serial},10,{mark}\n" for serial, mark in enumerate(marks, start=1))
        lot = judged(TWO, plans, f"serial,bore[mm],mark\n{rows}", size=4)
        assert lot.disposition is disposition, marks


def test_the_picked_pieces_decide_whatever_else_was_measured():
    spec = TWO.replace("critical", "major")
    plans = "{major: 'n=3, Ac=0', minor: 'n=2, Ac=0'}"
    head = "serial,bore[mm],mark\n"
    for data, disposition in (
        ("1,10,OK\n2,10,OK\n3,10,OK\n", Disposition.ACCEPT),
        ("1,10,OK\n2,10,NG\n3,10,OK\n", Disposition.ACCEPT),  # the two for the minor class are 3 and 1
        ("1,10,NG\n2,10,OK\n3,10,OK\n", Disposition.REJECT),
        ("1,10,OK\n2,10,OK\n3,10,OK\n4,11,OK\n", Disposition.ACCEPT),  # 4 was not picked
        ("1,10,OK\n2,10,OK\n4,10,OK\n", Disposition.UNDECIDED),
        ("1,10,OK\n2,10,OK\n3,10,\n4,10,OK\n", Disposition.UNDECIDED),
    ):
        lot = judged(spec, plans, head + data, size=9, picked=("3", "1", "2"))
        assert lot.disposition is disposition, data
    beyond = judged(spec, plans, f"{head}1,10,OK\n2,10,OK\n3,10,OK\n4,11,OK\n", size=9, picked=("3", "1", "2"))
    assert "judgement.fails-outside-sample" in [reason.key for reason in beyond.reasons]
    short = judged(spec, plans, f"{head}1,10,OK\n3,10,OK\n", size=9, picked=("3", "1"))
    assert short.disposition is Disposition.UNDECIDED
    assert "judgement.picked-too-few" in [reason.key for reason in short.reasons]


def test_a_critical_nonconformity_fails_the_lot_wherever_it_is_found():
    plans = "'n=2, Ac=1'"
    head = "serial,bore[mm],mark\n"
    within = judged(TWO, plans, f"{head}1,10.2,OK\n2,10,OK\n", size=9)
    assert (within.classes[0].nonconforming, within.disposition) == (1, Disposition.REJECT)
    assert within.reasons[0].key == "judgement.critical-found"
    unpicked = judged(TWO, plans, f"{head}1,10,OK\n2,10,OK\n3,10.2,OK\n", size=9, picked=("1", "2"))
    assert unpicked.disposition is Disposition.REJECT
    minor = judged(TWO, plans, f"{head}1,10,NG\n2,10,OK\n", size=9)
    assert minor.disposition is Disposition.ACCEPT


def test_a_plan_agreed_in_numbers_cannot_accept_critical_nonconformities():
    spec = f"{HEAD}{TWO}sampling: {{critical: '100%, Ac=1', minor: '100%'}}\n"
    evaluation, problems = evaluate(
        Source("s.yaml", spec.encode()), Source("d.csv", b"serial,bore[mm],mark\n1,10,OK\n")
    )
    assert evaluation is None
    assert [problem.code for problem in problems] == ["judgement.critical-accepted"]


def test_reaching_the_rejection_number_early_ends_the_inspection():
    lot = judged(TWO, "'n=5, Ac=1'", "serial,bore[mm],mark\n1,10,NG\n2,10,NG\n3,10,OK\n", size=9)
    assert lot.disposition is Disposition.REJECT
    assert "judgement.curtailed" in [reason.key for reason in lot.reasons]
    fewer = judged(TWO, "'n=5, Ac=1'", "serial,bore[mm],mark\n1,10,NG\n2,10,OK\n3,10,OK\n", size=9)
    assert fewer.disposition is Disposition.UNDECIDED


def test_a_piece_with_two_nonconformities_counts_once_in_its_worst_class():
    plans = "{major: '100%, Ac=1', minor: '100%, Ac=0'}"
    spec = TWO.replace("critical", "major")
    lot = judged(spec, plans, "serial,bore[mm],mark\n1,10.2,NG\n2,10,OK\n3,10,OK\n", size=3)
    assert [(found.nonconformity, found.nonconforming) for found in lot.classes] == [("major", 1), ("minor", 0)]
    assert lot.disposition is Disposition.ACCEPT


def test_one_plan_for_all_counts_the_pieces_of_every_class_together():
    lot = judged(TWO, "'100%, Ac=1'", "serial,bore[mm],mark\n1,10.2,OK\n2,10,NG\n3,10,OK\n", size=3)
    assert [(found.nonconformity, found.nonconforming) for found in lot.classes] == [("all", 2)]
    assert lot.disposition is Disposition.REJECT


def test_enough_failures_reject_a_lot_that_is_not_fully_measured():
    lot = judged(TWO, "100%", "serial,bore[mm],mark\n1,10.2,OK\n", size=3)
    assert lot.disposition is Disposition.REJECT
    lot = judged(TWO, "100%", "serial,bore[mm],mark\n1,10.2,OK\n")
    assert lot.disposition is Disposition.REJECT


def test_failures_among_too_many_pieces_decide_nothing_because_nobody_knows_which_count():
    spec = TWO.replace("critical", "major")
    lot = judged(spec, "'n=2, Ac=0'", "serial,bore[mm],mark\n1,10.2,OK\n2,10,OK\n3,10,OK\n")
    assert lot.disposition is Disposition.UNDECIDED
    assert lot.items[0].verdict is Verdict.FAIL


def test_a_list_of_picked_serial_numbers_must_be_met_exactly():
    data = "serial,bore[mm],mark\n1,10,OK\n2,10,OK\n"
    assert judged(TWO, "'n=2, Ac=0'", data, picked=("1", "2")).disposition is Disposition.ACCEPT
    assert judged(TWO, "'n=2, Ac=0'", data, picked=("1", "3")).disposition is Disposition.UNDECIDED


def test_the_flag_begins_at_its_share_of_the_limit_and_changes_no_disposition():
    for value, verdict in (("1.349", Verdict.PASS), ("1.35", Verdict.MARGINAL), ("1.5", Verdict.MARGINAL)):
        lot, item = one("1.5 g以下", f"serial,x[g]\n1,{value}\n", kind="quantity", more=", marginal: 90 %", size=1)
        assert item.verdict is verdict
        assert lot.disposition is Disposition.ACCEPT
    for value, verdict in (("10.0899", Verdict.PASS), ("10.09", Verdict.MARGINAL), ("9.91", Verdict.MARGINAL)):
        _, item = one("10 ±0.1 mm", f"serial,x[mm]\n1,{value}\n", more=", marginal: 90 %", size=1)
        assert item.verdict is verdict


def test_a_reading_at_the_guarded_limit_passes_in_any_unit():
    guarded = ", uncertainty: 20 µm, decision: guarded"
    for header, value, verdict in (
        ("x[mm]", "10.08", Verdict.PASS),
        ("x[µm]", "10080", Verdict.PASS),
        ("x[mm]", "10.0800001", Verdict.FAIL),
        ("x[µm]", "10080.0001", Verdict.FAIL),
        ("x[mm]", "9.92", Verdict.PASS),
    ):
        _, item = one("10 ±0.1 mm", f"serial,{header}\n1,{value}\n", more=guarded, size=1)
        assert item.verdict is verdict, (header, value)
        assert item.checks[0].guarded


def test_the_guarded_limit_is_told_where_nothing_was_measured_too():
    more = ", uncertainty: 20 µm, decision: guarded"
    _, item = one("10 ±0.1 mm", "serial,x[mm]\n1,\n", more=more, size=1)
    missing = judged(TWO.replace("10 ±0.1 mm", f"10 ±0.1 mm{more}"), "100%", "serial,mark\n1,OK\n", size=1).items[0]
    assert (missing.id, missing.checks[0].readings) == ("bore", ())
    assert item.checks[0].guarded == missing.checks[0].guarded == "9.92 ≤ x ≤ 10.08 mm"


def test_a_share_of_the_uncertainty_makes_a_narrower_guard_band():
    more = ", uncertainty: 20 µm, decision: guarded, guard: 0.5U"
    _, item = one("10 ±0.1 mm", "serial,x[mm]\n1,10.09\n2,10.0901\n", more=more, size=2)
    assert item.failed_pieces == ("2",)


def test_the_flag_begins_at_the_same_heat_whatever_the_thermometer_shows():
    more = ", marginal: 90 %"  # of 60 °C: from 54 °C, which is 129.2 °F
    for unit, below, flagged in (("℃", "53.9", "54"), ("°F", "129.1", "129.2"), ("K", "327.1", "327.15")):
        _, item = one("≤ 60 ℃", f"serial,x[{unit}]\n1,{below}\n2,{flagged}\n", kind="quantity", more=more, size=2)
        found = {reading.text: reading.verdict for reading in item.checks[0].readings}
        assert found == {below: Verdict.PASS, flagged: Verdict.MARGINAL}, unit


def test_a_bore_at_its_lower_limit_is_flagged_although_its_nominal_is_that_limit():
    _, item = one("φ10 H7", "serial,x[mm]\n1,10.000\n2,10.008\n3,10.015\n", more=", marginal: 90 %", size=3)
    found = {reading.text: reading.verdict for reading in item.checks[0].readings}
    assert found == {"10.000": Verdict.MARGINAL, "10.008": Verdict.PASS, "10.015": Verdict.MARGINAL}


def test_a_color_at_its_limit_passes_with_a_margin_of_nothing():
    spec = """characteristics:
  body:
    kind: color
    limit: ΔE76 ≤ 1.1
    reference: {L*: 50.10, a*: 0.10, b*: 0.20}
    conditions: {illuminant: D65, observer: 10°, geometry: "di:8° SCI"}
"""
    lot = judged(spec, "100%", "serial,L*,a*,b*\n1,51.20,0.10,0.20\n", size=1)
    (reading,) = lot.items[0].checks[0].readings
    assert (reading.value, reading.margin, reading.verdict) == ("1.1", "0", Verdict.PASS)


def test_last_bits_of_a_hue_difference_are_shown_as_none():
    spec = """characteristics:
  body:
    kind: color
    limit: ΔE76 ≤ 1
    components: {ΔH*: ±0.5}
    reference: {L*: 50.00, a*: 3.00, b*: 4.00}
    conditions: {illuminant: D65, observer: 10°, geometry: "di:8° SCI"}
"""
    lot = judged(spec, "100%", "serial,L*,a*,b*\n1,50.00,3.30,4.40\n", size=1)  # the same hue, more vivid
    assert lot.items[0].checks[1].readings[0].value == "0"


def test_a_piece_that_its_rule_accepts_is_not_called_near_the_limit_without_a_band():
    roughness = ", rule: 16%, readings: 7, conditions: {cutoff: 0.8 mm, evaluation_length: 4 mm}"
    rows = "".join(f"1,{value}\n" for value in ("0.9", *["0.6"] * 6))
    for more, wanted in (("", Verdict.PASS), (", marginal: 90 %", Verdict.MARGINAL)):
        _, item = one("Ra ≤ 0.8 µm", f"serial,x[µm]\n{rows}", kind="roughness", more=roughness + more, size=1)
        assert (item.verdict, item.checks[0].failed) == (wanted, 1)


def test_the_total_of_a_sample_is_not_taken_for_the_lots():
    spec = f"{HEAD}characteristics:\n  x: {{kind: count, limit: ≤ 4, per: PER}}\nsampling: 'n=2, Ac=0'\n"
    data = Source("d.csv", b"serial,x\n1,1\n2,1\n")
    evaluation, problems = evaluate(
        Source("s.yaml", spec.replace("PER", "lot").encode()), data, given=LotInfo(size=1000)
    )
    assert evaluation is None
    assert [(problem.code, problem.place.line) for problem in problems] == [("judgement.total-of-a-sample", 6)]
    share, problems = evaluate(Source("s.yaml", spec.replace("PER", "100 pieces").encode()), data)
    assert share is not None, problems
    assert share.disposition is Disposition.REJECT  # 2 on 2 pieces are 100 on 100


def test_a_lot_of_which_every_piece_fails_is_never_accepted():
    for plan in ("'n=5, Ac=2'", "'100%, Ac=2'"):
        lot, _ = one("10 ±0.1 mm", "serial,x[mm]\n1,11\n2,11\n", sampling=plan, size=2)
        assert lot.disposition is Disposition.UNDECIDED
        lot, _ = one("10 ±0.1 mm", "serial,x[mm]\n1,11\n2,10\n", sampling=plan, size=2)
        assert lot.disposition is Disposition.ACCEPT


def test_a_sample_is_one_set_of_pieces_for_all_characteristics_of_a_class():
    spec = """characteristics:
  bore: {kind: dimension, limit: 10 ±0.1 mm, class: critical}
  mark: {kind: attribute, limit: OK, class: minor}
  edge: {kind: attribute, limit: OK, class: minor}
"""
    plans = "{critical: 100%, minor: 'n=2, Ac=0'}"
    head = "serial,bore[mm],mark,edge\n"
    same = judged(spec, plans, f"{head}1,10,OK,OK\n2,10,OK,OK\n3,10,,\n4,10,,\n", size=4)
    assert same.disposition is Disposition.ACCEPT
    other = judged(spec, plans, f"{head}1,10,OK,\n2,10,OK,\n3,10,,OK\n4,10,,OK\n", size=4)
    assert other.disposition is Disposition.UNDECIDED
    said = [(reason.key, reason.values.get("found")) for reason in other.reasons]
    assert ("judgement.item-incomplete", 0) in said


def test_no_more_pieces_are_called_nonconforming_than_are_decided():
    two = "characteristics:\n  x: {kind: dimension, limit: 10 ±0.1 mm}\n  y: {kind: dimension, limit: 10 ±0.1 mm}\n"
    lot = judged(two, "100%", "serial,x[mm],y[mm]\n1,10,11\n2,10,11\n3,,11\n4,,11\n", size=4)
    assert [(found.found, found.nonconforming) for found in lot.classes] == [(4, 4)]


def test_rows_that_contradict_one_another_neither_pass_nor_fail_a_piece():
    rows = "1,10\n1,10.2\n2,10\n"
    lot, item = one("10 ±0.1 mm", f"serial,x[mm]\n{rows}", size=2)
    assert (lot.disposition, item.verdict, item.undecided_pieces) == (Disposition.UNDECIDED, Verdict.UNDECIDED, ("1",))
    counts = "1,1\n1,2\n2,0\n"  # 2 where the second row is a slip, 3 where both are added
    lot, item = one("≤ 2", f"serial,x\n{counts}", kind="count", more=", per: lot", size=2)
    assert (lot.disposition, item.verdict) == (Disposition.UNDECIDED, Verdict.UNDECIDED)
    assert item.checks[0].verdict is Verdict.UNDECIDED


def test_no_limit_of_a_color_is_called_passed_while_a_piece_of_it_is_not_measured():
    spec = """characteristics:
  body:
    kind: color
    limit: ΔE76 ≤ 1.1
    components: {ΔL*: ±0.8}
    reference: {L*: 50.10, a*: 0.10, b*: 0.20}
    conditions: {illuminant: D65, observer: 10°, geometry: "di:8° SCI"}
"""
    lot = judged(spec, "100%", "serial,L*,a*,b*\n1,50.20,0.10,0.20\n2,50.20,,0.20\n", size=2)
    assert [check.verdict for check in lot.items[0].checks] == [Verdict.UNDECIDED, Verdict.UNDECIDED]


def test_a_count_for_the_whole_lot_is_summed_and_needs_every_piece():
    more = ", per: lot"
    assert one("≤ 2", "serial,x\n1,1\n2,1\n3,0\n", kind="count", more=more, size=3)[0].disposition is Disposition.ACCEPT
    assert one("≤ 2", "serial,x\n1,1\n2,1\n3,1\n", kind="count", more=more, size=3)[0].disposition is Disposition.REJECT
    blank = one("≤ 2", "serial,x\n1,1\n2,1\n3,\n", kind="count", more=more, size=3)[0]
    assert blank.disposition is Disposition.UNDECIDED


def test_the_result_tells_reading_limit_margin_rule_and_statistics():
    lot, item = one("10 ±0.1 mm", "serial,x[µm]\n1,9950\n2,10060\n", size=2)
    check = item.checks[0]
    assert (check.written, check.resolved, check.rule) == ("10 ±0.1 mm", "9900 ≤ x ≤ 10100 µm", "each")
    assert (check.minimum, check.maximum, check.mean, check.worst_margin) == ("9950", "10060", "10005", "40")
    assert check.stdev == "77.781746"  # 55·√2 by hand
    assert [(reading.text, reading.margin) for reading in check.readings] == [("9950", "50"), ("10060", "40")]
    assert lot.pieces == ("1", "2")


def test_statistics_never_hide_a_failure_behind_a_mean():
    lot, item = one("10 ±0.1 mm", "serial,x[mm]\n1,9.5\n2,10.5\n", size=2)
    assert item.checks[0].mean == "10"
    assert item.verdict is Verdict.FAIL
    assert lot.disposition is Disposition.REJECT


def test_readings_of_a_piece_are_judged_each_unless_the_spec_reduces_them():
    data = "serial,x[mm]\n1,10.02\n1,10.11\n1,9.99\n"
    for more, verdict in (
        ("", Verdict.FAIL),
        (", reduce: each", Verdict.FAIL),
        (", reduce: mean", Verdict.PASS),  # (10.02 + 10.11 + 9.99) / 3 = 10.04
        (", reduce: median", Verdict.PASS),
    ):
        lot, item = one("10 ±0.1 mm", data, more=f", readings: 3{more}", size=1)
        assert item.verdict is verdict, more
        assert lot.disposition is (Disposition.REJECT if verdict is Verdict.FAIL else Disposition.ACCEPT)


def test_a_mean_exactly_at_the_limit_passes_and_one_beyond_it_fails_unrounded():
    at = "serial,x[mm]\n1,10.0\n1,10.1\n1,10.2\n"
    beyond = "serial,x[mm]\n1,10.0\n1,10.1\n1,10.2000000001\n"
    assert one("10 ±0.1 mm", at, more=", readings: 3, reduce: mean", size=1)[1].verdict is Verdict.PASS
    assert one("10 ±0.1 mm", beyond, more=", readings: 3, reduce: mean", size=1)[1].verdict is Verdict.FAIL


def test_a_mean_of_fewer_readings_than_agreed_decides_nothing():
    for rows in ("1,10.0\n1,10.5\n", "1,10.0\n1,10.0\n1,------\n"):
        lot, _ = one("10 ±0.1 mm", f"serial,x[mm]\n{rows}", more=", readings: 3, reduce: mean", size=1)
        assert lot.disposition is Disposition.UNDECIDED, rows


def test_a_rate_or_an_index_is_that_of_the_picked_pieces_alone():
    rate = "characteristics:\n  x: {kind: count, limit: ≤ 50, per: 100 pieces}\n"
    index = "characteristics:\n  x: {kind: dimension, limit: 10 ±0.3 mm, capability: Ppk ≥ 1}\n"
    for spec, head, sample, others in (
        (rate, "serial,x\n", ("1", "1", "1", "1", "1"), ["0"] * 20),
        (index, "serial,x[mm]\n", ("9.75", "10.25", "9.8", "10.2", "10"), ["10", "10.01"] * 20),
    ):
        data = head + "".join(f"{serial},{text}\n" for serial, text in enumerate([*sample, *others], start=1))
        lot = judged(spec, "'n=5, Ac=0'", data, size=100, picked=("1", "2", "3", "4", "5"))
        assert lot.disposition is Disposition.REJECT
        assert lot.items[0].verdict is Verdict.FAIL
        # The other way round: what is bad beyond the sample does not count for a rate or a spread either.
        better = head + "".join(
            f"{serial},{text}\n" for serial, text in enumerate([*others[:5], *sample], start=1)
        ).replace("10.25", "10.24")
        lot = judged(spec, "'n=5, Ac=0'", better, size=100, picked=("1", "2", "3", "4", "5"))
        assert lot.disposition is Disposition.ACCEPT, lot.reasons


def test_a_rate_of_more_pieces_than_the_plan_asks_for_decides_nothing_without_a_pick():
    spec = "characteristics:\n  w: {kind: attribute, limit: OK, class: major}\n"
    spec += "  x: {kind: count, limit: ≤ 50, per: 100 pieces, class: minor}\n"
    plans = "{major: 100%, minor: 'n=2, Ac=0'}"
    for counts, disposition in (
        (("1", "0", "", ""), Disposition.ACCEPT),  # 50 per 100: the blank pieces are not in the sample
        (("1", "1", "", ""), Disposition.REJECT),
        (("1", "1", "0", "0"), Disposition.UNDECIDED),
        (("0", "0", "1", "1"), Disposition.UNDECIDED),
    ):
        rows = "".join(f"{serial},OK,{count}\n" for serial, count in enumerate(counts, start=1))
        assert judged(spec, plans, f"serial,w,x\n{rows}", size=4).disposition is disposition, counts


def test_a_rate_missed_on_a_part_of_the_sample_proves_nothing_yet():
    spec = "characteristics:\n  x: {kind: count, limit: ≤ 30, per: 100 pieces}\n"
    begun, whole = "serial,x\n1,1\n2,0\n", "serial,x\n1,1\n2,0\n3,0\n4,0\n5,0\n"
    lot = judged(spec, "'n=5, Ac=0'", begun)
    assert (lot.disposition, lot.items[0].verdict) == (Disposition.UNDECIDED, Verdict.UNDECIDED)
    assert judged(spec, "'n=5, Ac=0'", whole).disposition is Disposition.ACCEPT


def test_a_piece_named_twice_in_the_list_of_picked_pieces_counts_once_and_is_said():
    data = "serial,x[mm]\n1,10\n2,10\n3,10\n"
    spec = "characteristics:\n  x: {kind: dimension, limit: 10 ±0.1 mm}\n"
    lot = judged(spec, "'n=3, Ac=0'", data, size=9, picked=("1", "1", "2"))
    assert lot.disposition is Disposition.UNDECIDED
    assert "judgement.picked-twice" in [reason.key for reason in lot.reasons]


def test_a_count_between_ac_and_re_is_called_accepted_only_where_it_is():
    spec = "characteristics:\n  x: {kind: dimension, limit: 10 ±0.1 mm}\n"
    rows = [f"{serial},{11 if serial < 3 else 10}\n" for serial in range(1, 33)]
    plan = "'MIL-STD-105E, level II, AQL 1.0, reduced'"
    for count, disposition, said in ((32, Disposition.ACCEPT, "class-in-gap"), (31, Disposition.UNDECIDED, "so-far")):
        lot = judged(spec, plan, "serial,x[mm]\n" + "".join(rows[:count]), size=1200)
        assert lot.disposition is disposition
        (found,) = [reason.key for reason in lot.reasons if "in-gap" in reason.key]
        assert found.endswith(said)


def test_what_was_not_measured_on_a_failing_piece_leaves_the_lot_undecided():
    critical = "characteristics:\n  a: {kind: dimension, limit: 10 ±0.1 mm, class: critical}\n"
    critical += "  b: {kind: dimension, limit: 10 ±0.1 mm, class: minor}\n"
    counted = "characteristics:\n  a: {kind: dimension, limit: 10 ±0.1 mm}\n  b: {kind: count, limit: 0}\n"
    index = "characteristics:\n  a: {kind: dimension, limit: 10 ±0.3 mm, capability: Ppk ≥ 1}\n"
    index += "  b: {kind: dimension, limit: 10 ±0.1 mm}\n"
    per_hundred = "'ISO 2859-1, level S-1, AQL 15, nonconformities per 100 items'"
    for spec, plan, first, open_first, rest in (
        (critical, "'n=6, Ac=1'", "11,11", ",11", "10,10"),  # it might be critical
        (counted, per_hundred.replace("S-1", "S-3"), "11,5", "11,", "10,0"),  # it might be five more
        (index, "'n=6, Ac=1'", "10.29,11", ",11", "10.01,10"),  # it might be the one that spoils the index
    ):
        n = 6 if "n=6" in plan else 5
        rows = [f"{number},{rest if number % 2 else rest.replace('10.01', '9.99')}" for number in range(2, n + 1)]
        head = "serial,a[mm],b" + ("" if spec is counted else "[mm]")
        whole = judged(spec, plan, "\n".join([head, f"1,{first}", *rows]), size=100)
        assert whole.disposition is Disposition.REJECT, spec
        blank = judged(spec, plan, "\n".join([head, f"1,{open_first}", *rows]), size=100)
        assert blank.disposition is Disposition.UNDECIDED, spec
        assert "judgement.item-incomplete" in [reason.key for reason in blank.reasons]


def test_a_critical_piece_that_was_not_picked_is_not_said_to_count_for_nothing():
    data = "serial,bore[mm],mark\n1,10,OK\n2,10,OK\n3,11,OK\n"
    lot = judged(TWO, "'n=2, Ac=0'", data, size=9, picked=("1", "2"))
    assert lot.disposition is Disposition.REJECT
    keys = [reason.key for reason in lot.reasons]
    assert "judgement.critical-found" in keys
    assert "judgement.fails-outside-sample" not in keys


def test_a_count_among_the_first_pieces_is_not_called_a_rejection_where_it_is_none():
    plans = "{critical: 100%, minor: 'n=2, Ac=0'}"
    rows = "".join(f"{serial},10,{mark}\n" for serial, mark in enumerate(("NG", "OK", "OK", ""), start=1))
    lot = judged(TWO, plans, f"serial,bore[mm],mark\n{rows}", size=4)
    assert lot.disposition is Disposition.UNDECIDED
    keys = [reason.key for reason in lot.reasons]
    assert "judgement.class-open-items" in keys
    assert "judgement.unknown-which-count" in keys


def test_what_is_accepted_whichever_pieces_count_is_not_said_to_be_unknown():
    plans = "{critical: 100%, minor: 'n=3, Ac=1'}"
    rows = "".join(f"{serial},10,{mark}\n" for serial, mark in enumerate(("OK", "OK", "OK", "NG"), start=1))
    lot = judged(TWO, plans, f"serial,bore[mm],mark\n{rows}", size=4)
    assert lot.disposition is Disposition.ACCEPT
    assert "judgement.unknown-which-count" not in [reason.key for reason in lot.reasons]
    open_lot = judged(TWO, plans.replace("Ac=1", "Ac=0"), f"serial,bore[mm],mark\n{rows}", size=4)
    assert open_lot.disposition is Disposition.UNDECIDED
    assert "judgement.unknown-which-count" in [reason.key for reason in open_lot.reasons]
