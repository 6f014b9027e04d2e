"""What stands in a report and in which order, whatever it is drawn on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import report_fakes as fakes

from qspec import __version__
from qspec.errors import Place, Problem, Say, Severity
from qspec.judgement.result import DecisionResult, Evaluation, Verdict
from qspec.measurements.batch import Instrument
from qspec.messages import LANGUAGES, catalogue, placeholders, render
from qspec.report.build import build
from qspec.report.content.wording import fact_heading
from qspec.report.outline import Banner, Cell, Document, Facts, Masthead, PageBreak, Paragraphs, Picture, Table, Tone

GOLDEN = Path(__file__).parent / "golden" / "report"


def paper(evaluation: Evaluation, *languages: str, **more: str) -> Document:
    return build(evaluation, languages or ("ja", "en"), date="2026-11-21", **more)


def headed(document: Document, heading: str) -> Table | Facts | Paragraphs:
    """Return the block under an English heading."""
    return next(
        block
        for block in document.blocks
        if isinstance(block, Table | Facts | Paragraphs)
        and block.heading is not None
        and render(block.heading, "en").startswith(heading)
    )


def headings(document: Document) -> list[str]:
    found = [getattr(block, "heading", None) for block in document.blocks]
    return [render(heading, "en") for heading in found if heading is not None]


def said(cell: Cell, lang: str = "en") -> list[str]:
    return [render(value, lang) for value in cell.lines]


def column(table: Table, index: int) -> list[str]:
    return [" ".join(said(row[index])) for row in table.rows]


def dump(document: Document) -> Iterator[str]:
    """Yield the whole outline as lines, a line for each cell, the languages side by side."""

    def both(value: object) -> str:
        return " | ".join(dict.fromkeys(render(value, lang) for lang in LANGUAGES))  # type: ignore[arg-type]  # any value renders

    for block in document.blocks:
        yield f"== {type(block).__name__}" + (f": {both(block.heading)}" if getattr(block, "heading", None) else "")
        match block:
            case Masthead():
                yield from map(
                    both, (block.title, block.addressee or "", *block.issuer, *(seal.label for seal in block.seals))
                )
                yield from (f"{both(label)}: {both(value)}" for label, value in block.facts)
            case Banner():
                yield f"{both(block.label)}: {both(block.disposition)} ({block.tone})"
                yield from (f"- {both(reason)}" for reason in block.reasons)
            case Facts():
                yield from (f"{both(label)}: {' // '.join(map(both, cell.lines))}" for label, cell in block.rows)
            case Paragraphs():
                yield from (" // ".join(map(both, cell.lines)) for cell in block.items)
            case Picture():
                yield both(block.caption)
                yield both(block.words)
            case Table():
                yield "  ".join(f"[{both(one.heading)}]" for one in block.columns)
                for row in block.rows:
                    yield "-"
                    yield from ("  " + " // ".join(map(both, cell.lines)) for cell in row)
    yield "== footer"
    yield from map(both, document.footer)


@pytest.mark.parametrize("name", ["rejected", "undecided"])
def test_the_report_says_what_was_agreed_it_says(name: str) -> None:
    """Set QSPEC_WRITE_GOLDEN to write the files anew; read the difference before it is kept."""
    found = "\n".join(dump(paper(fakes.EVERY[name]()))) + "\n"
    found = found.replace(f"qspec {__version__}", "qspec VERSION")
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("QSPEC_WRITE_GOLDEN"):
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")


def test_failures_stand_first_then_what_is_undecided() -> None:
    results = headed(paper(fakes.rejected()), "Results")
    assert [name for name in column(results, 1) if "Body color" not in name] == [
        "Bore diameter", "Surface finish, face A", "Overall length", "Scratches on face A",
    ]  # fmt: skip
    assert column(results, 8)[:3] == ["FAIL", "MARGINAL", "PASS"]
    assert column(headed(paper(fakes.undecided()), "Results"), 8)[:3] == ["UNDECIDED", "UNDECIDED", "PASS"]


def test_the_limit_stands_as_written_as_compared_and_guarded() -> None:
    (bore, *_) = headed(paper(fakes.rejected()), "Results").rows
    assert said(bore[3]) == ["φ10 H7", "10 ≤ x ≤ 10.015 mm", "[10.003 ≤ x ≤ 10.012 mm]"]
    assert said(bore[4]) == ["5", "outside: 3"]


def test_a_characteristic_with_several_limits_has_a_verdict_of_its_own_and_one_for_each() -> None:
    rows = [row for row in headed(paper(fakes.accepted()), "Results").rows if "Body color" in " ".join(said(row[1]))]
    assert [said(row[1]) for row in rows] == [
        ["Body color"],
        ["Body color ΔE00"],
        ["Body color ΔL*"],
        ["Body color Δb*"],
    ]
    assert [row[8].strong for row in rows] == [True, False, False, False]


def test_a_characteristic_nobody_measured_is_undecided_and_says_why() -> None:
    document = paper(fakes.undecided())
    (row,) = [row for row in headed(document, "Results").rows if said(row[1]) == ["Marking legible"]]
    assert said(row[8]) == ["UNDECIDED"]
    (why,) = [row for row in headed(document, "Grounds").rows if said(row[1]) == ["Marking legible"]]
    assert said(why[3]) == ["No column of the inspection file belongs to this characteristic."]


def test_failing_readings_stand_with_piece_value_limit_margin_and_place() -> None:
    table = headed(paper(fakes.rejected()), "Readings needing attention")
    assert "① Bore diameter (10.003 ≤ x ≤ 10.012 mm)" in render(table.heading or "", "en")
    assert [said(cell)[0] for cell in table.rows[0]] == [
        "1", "10.016", "10.016 mm", "-0.02 mm", "nonconforming", "検査成績書_L-118.xlsx!検査データ!D8",
    ]  # fmt: skip


def test_failures_left_out_of_a_large_lot_are_counted() -> None:
    evaluation = fakes.large(60)
    lot = evaluation.lots[0]
    item = lot.items[0]
    checks = (replace(item.checks[0], omitted=4321),)
    shown = replace(evaluation, lots=(replace(lot, items=(replace(item, checks=checks),)),))
    assert "4321 further readings" in render(headed(paper(shown), "Readings needing attention").note or "", "en")
    assert "All readings" not in headings(paper(shown))


def test_small_lots_list_every_reading_with_marks_that_need_no_color() -> None:
    table = headed(paper(fakes.rejected()), "All readings")
    bore = next(row for row in table.rows if said(row[1]) == ["Bore diameter [mm]"])
    assert [said(cell)[0] for cell in bore[2:]] == [
        "×\u00a010.016",
        "×\u00a010.017",
        "×\u00a010.018",
        "10.005",
        "10.005",
    ]
    length = next(row for row in headed(paper(fakes.undecided()), "All readings").rows if "Overall" in said(row[1])[0])
    assert said(length[6]) == ["—"]  # piece 5 has no reading


def test_many_pieces_stand_ten_side_by_side() -> None:
    document = paper(fakes.rejected(22))
    tables = [block for block in document.blocks if isinstance(block, Table) and len(block.columns) == 12]
    assert [render(one.columns[2].heading, "en") for one in tables] == ["1", "11", "21"]
    assert all(len(row) == 12 for one in tables for row in one.rows)


TENTH = Say("kinds.uncertainty.stated", {"amount": "0.01 mm", "k": "3"})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "Measurement uncertainty was not stated and was not considered"),
        ({"decision": DecisionResult(uncertainty=TENTH)}, "U = 0.01 mm (k = 3) is stated but was not considered"),
    ],
)
def test_the_report_says_whether_uncertainty_was_considered(change: dict[str, DecisionResult], words: str) -> None:
    length = replace(fakes.items()[1], **change)
    table = headed(paper(fakes.accepted(lots=(fakes.lot(items=(length,)),))), "Decision rules")
    assert words in said(table.rows[0][2])[0]


def test_a_guarded_decision_names_its_guard_band() -> None:
    table = headed(paper(fakes.accepted()), "Decision rules")
    bore = next(row for row in table.rows if "Bore" in said(row[0])[0])
    assert said(bore[2])[0].startswith(
        "Guarded decision (rule: guarded). The limit was drawn in by the guard band w = U = 0.003 mm;"
    )
    assert "mm was assumed by drawing convention" in said(bore[2])[1]
    assert "U = 3 µm = 0.003 mm (taken with k = 2, for no k is stated)" in said(bore[2])[0]


@pytest.mark.parametrize(
    ("calibrated", "due", "inspected", "words", "tone"),
    [
        ("2026-01-01", "2026-12-31", "2026-11-20", "Valid on the date of inspection", Tone.PLAIN),
        ("2025-11-20", "2026-11-20", "2026-11-20", "Valid on the date of inspection", Tone.PLAIN),  # the last day
        ("2025-11-19", "2026-11-19", "2026-11-20", "WARNING: calibration was overdue", Tone.BAD),
        ("2026-11-21", "2027-11-20", "2026-11-20", "WARNING: calibrated only after", Tone.BAD),
        (None, None, "2026-11-20", "not proved", Tone.WARN),
        ("2026-01-01", "2026-12-31", None, "not proved", Tone.WARN),
        ("2026-01-01", "31.12.2026", "2026-11-20", "not proved", Tone.WARN),  # no ISO date: not guessed
    ],
)
def test_an_instruments_calibration_is_held_against_the_inspection_date(
    calibrated: str | None, due: str | None, inspected: str | None, words: str, tone: Tone
) -> None:
    info = replace(fakes.lot().info, date=inspected, instruments=(Instrument("caliper", "C-1", calibrated, due),))
    table = headed(paper(fakes.accepted(lots=(fakes.lot(info=info),))), "Measuring instruments")
    remark = table.rows[0][4]
    assert words in said(remark)[0]
    assert remark.tone is tone


def test_an_expired_limit_sample_is_a_warning() -> None:
    remark = headed(paper(fakes.accepted()), "Limit samples").rows[0][6]
    assert (said(remark), remark.tone) == (["WARNING: expired before the date of inspection"], Tone.BAD)


def test_the_words_each_limit_replaced_are_kept() -> None:
    table = headed(paper(fakes.accepted()), "Where the limits come from")
    assert ["slight color variation is acceptable", "ΔE00 ≤ 1.5"] in [
        [*said(row[2]), *said(row[3])] for row in table.rows
    ]


def test_problems_stand_gravest_first_with_place_code_and_hint() -> None:
    problem = Problem("sampling.unreadable", Place("a.csv", 7, name="径"), Severity.ERROR, {"text": "x", "part": "y"})
    table = headed(paper(fakes.accepted(problems=(*fakes.problems(), problem))), "Problems")
    assert column(table, 0) == ["error", "undecided", "warning"]
    assert column(table, 1)[0] == "a.csv:7 [径]"
    assert said(table.rows[0][2])[2] == "sampling.unreadable"
    assert len(said(table.rows[0][2])[1]) > 10  # the hint


def test_the_inputs_are_identified_by_their_whole_digests() -> None:
    facts = headed(paper(fakes.accepted()), "Identification")
    text = " ".join(" ".join(said(cell)) for _, cell in facts.rows)
    assert fakes.SPEC_SHA in text
    assert fakes.DATA_SHA in text


def test_the_document_number_is_the_users_or_made_of_the_inputs() -> None:
    assert paper(fakes.accepted(), number="R-77").footer[0] == "R-77"
    assert paper(fakes.accepted()).footer[0] == "QS-2026-014-B-a665a459"


def test_several_lots_begin_with_an_overview_and_each_on_its_own_page() -> None:
    document = paper(fakes.several())
    assert [" ".join(said(row[3])) for row in headed(document, "Lots").rows] == ["ACCEPT", "REJECT", "UNDECIDED"]
    assert sum(isinstance(block, PageBreak) for block in document.blocks) == 3
    assert sum(isinstance(block, Banner) for block in document.blocks) == 3


def test_a_report_without_any_lot_still_says_what_was_wrong() -> None:
    document = paper(fakes.accepted(lots=(), problems=fakes.problems()))
    assert "Problems found in the data" in headings(document)


def test_the_prevailing_language_is_said_only_where_both_are_there() -> None:
    def scope(*languages: str) -> str:
        return " ".join(" ".join(said(cell)) for cell in headed(paper(fakes.accepted(), *languages), "Scope").items)

    assert "Japanese prevails" in scope("ja", "en")
    assert "prevails" not in scope("en")


def test_what_the_spec_leaves_out_is_a_dash_not_a_gap() -> None:
    bare = fakes.spec(
        part=None, parties=fakes.Parties.model_construct(buyer=None, supplier=None), governing_language=None
    )
    document = paper(fakes.accepted(spec=bare))
    grid = next(block for block in document.blocks if isinstance(block, Facts))
    assert ["—"] in [said(cell) for _, cell in grid.rows]
    assert all(said(cell) for _, cell in grid.rows)
    masthead = document.blocks[0]
    assert isinstance(masthead, Masthead)
    assert (masthead.addressee, masthead.issuer) == (None, ())


@pytest.mark.parametrize(
    "key", ["../../../etc/passwd.x", "/etc/passwd.x", "..", ".", "", "A.b", "照度", "report", "report.no"]
)
def test_a_condition_of_any_name_is_shown_as_it_is_and_never_looked_up_as_a_file(key: str) -> None:
    assert fact_heading(key) == key


def test_known_conditions_have_a_heading_in_both_languages() -> None:
    assert [render(fact_heading("illuminance"), lang) for lang in LANGUAGES] == ["照度", "Illuminance"]
    assert [render(fact_heading("color.fact.formula"), lang) != "color.fact.formula" for lang in LANGUAGES] == [
        True,
        True,
    ]


def test_verdicts_have_a_tone_and_a_word_in_both_languages() -> None:
    for verdict in Verdict:
        assert all(catalogue(lang, "terms")["verdict"][verdict.value] for lang in LANGUAGES)


def leaves(node: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, f"{path}.{key}")
    else:
        yield path, str(node)


def test_the_catalogue_has_the_same_sentences_and_placeholders_in_both_languages() -> None:
    ja, en = (dict(leaves(catalogue(lang, "report"))) for lang in LANGUAGES)
    assert ja.keys() == en.keys()
    assert {key for key in ja if placeholders(ja[key]) != placeholders(en[key])} == set()


def test_marks_are_shown_as_written_and_never_as_numbers() -> None:
    verdicts = {3: Verdict.FAIL}
    check = fakes.check("", "OK", "1 ≤ x", ["1", "1", "1", "0", "1"], "", verdicts=verdicts)
    marks = ["OK", "良", "○", "NG", "OK"]
    readings = tuple(replace(one, text=marks[int(one.piece) - 1]) for one in check.readings)
    marking = fakes.item("marking", replace(check, readings=readings))
    document = paper(fakes.accepted(lots=(fakes.lot(items=(marking,)),)))
    (row,) = headed(document, "Results").rows
    assert [said(cell) for cell in row[3:8]] == [["OK"], ["5", "outside: 1"], ["—"], ["—"], ["—"]]
    (row,) = headed(document, "All readings").rows
    assert [said(cell) for cell in row[2:]] == [["OK"], ["良"], ["○"], ["×\u00a0NG"], ["OK"]]


def test_a_computed_reading_stands_in_the_annex_as_its_value_and_in_full_among_the_failures() -> None:
    check = fakes.check("ΔE00", "ΔE00 ≤ 1.5", "x ≤ 1.5", ["2.019"], "", verdicts={0: Verdict.FAIL})
    readings = (replace(check.readings[0], text="L* 70.95 a* 3.8967 b* 20.09 (n = 3)"),)
    color = fakes.item("body-color", replace(check, readings=readings))
    document = paper(fakes.accepted(lots=(fakes.lot(items=(color,), pieces=("1",)),)))
    assert said(headed(document, "All readings").rows[0][2]) == ["×\u00a02.019"]
    assert said(headed(document, "Readings needing").rows[0][1]) == ["L* 70.95 a* 3.8967 b* 20.09 (n = 3)"]


def test_what_a_kind_remarks_stands_with_the_conditions() -> None:
    length = replace(fakes.items()[1], notes=(Say("judgement.lot-size-unknown"),))
    table = headed(paper(fakes.accepted(lots=(fakes.lot(items=(length,)),))), "Formula")
    assert "The lot size is stated nowhere" in said(table.rows[0][1])[0]
