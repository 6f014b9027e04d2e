"""A spec drafted from a document: nothing in it is accepted as it is, and once both sides have answered it judges lots.

What the parties would answer stands in the examples of the questions (``data/lexicon/proposals``) and in ``FILLED``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import yaml
from document_files import column, opened, paragraph, pdf, word

from qspec.cli.app import run
from qspec.drafting.draft import draft
from qspec.drafting.subjects import subjects
from qspec.kinds import registry
from qspec.phrases.answer import Status
from qspec.phrases.documents import open_document
from qspec.phrases.entry import answered
from qspec.phrases.scan import scan
from qspec.spec.file import load
from qspec.spec.writing import mapping_lines

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = ROOT / "specs" / "control-knob-contract.md"
GOLDEN = ROOT / "tests" / "golden" / "scan"
DOCUMENTS = [
    CONTRACT,
    *(
        ROOT / "tests" / "phrases" / "documents" / name
        for name in ("bilingual.md", "contract.en.md", "shiyousho.ja.txt", "checksheet.ja.csv")
    ),
]
OPEN = {
    "spec.open-question",
    "spec.no-value",
    "spec.more",
    "kinds.nominal-needed",
    "color.no-reference",
    "color.no-illuminant",
    "color.no-observer",
    "color.no-geometry",
    "roughness.no-rule",
    "roughness.no-cutoff",
    "roughness.no-evaluation-length",
}
"""What lint may say of a draft: questions and missing answers, and no mistake."""
FILLED = {
    "color": {
        "reference": {"L*": "50", "a*": "0", "b*": "0"},
        "conditions": {"illuminant": "D65", "observer": "10°", "geometry": "d/8 SCI"},
    },
    "roughness": {"rule": "max", "conditions": {"cutoff": "0.8 mm", "evaluation_length": "4 mm"}},
}


def drafted(text, name="spec.md"):
    made = draft(scan(opened(text, name)))
    return made.text if made else None


def read(text):
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - constructs text, lists and mappings only


def entries(text):
    return read(text)["characteristics"]


def problems(text):
    return load("draft.yaml", text.encode(), registry.models()).problems


def findings(text, tmp_path, capfd):
    file = tmp_path / "draft.yaml"
    file.write_text(text, "utf-8")
    code = run(["lint", str(file), "--lang", "en"])
    return code, capfd.readouterr().out


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_lint_asks_for_answers_and_finds_no_mistake(file, tmp_path, capfd):
    made = draft(scan(open_document(file.name, file.read_bytes())))
    code, said = findings(made.text, tmp_path, capfd)
    assert code == 1
    lines = [line for line in said.splitlines() if not line.startswith("    ")]
    assert {re.search(r"(?:error|warning) ([a-z.-]+):", line)[1] for line in lines} <= OPEN
    assert [line for line in lines if "spec.more" not in line and not re.match(r".*draft.yaml:\d+:\d+: ", line)] == []


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_once_both_sides_have_answered_lint_is_clean(file, tmp_path, capfd):
    found = scan(open_document(file.name, file.read_bytes()))
    spec = read(draft(found).text)
    numbered = [one for one in subjects(found) if one.answer.status is not Status.NEEDS_DECOMPOSITION]
    assert len(numbered) == len(spec["characteristics"])
    for one, (key, entry) in zip(numbered, spec["characteristics"].items(), strict=True):
        done = answered(entry, one.answer.questions)
        if not done["limit"]:
            done |= {"kind": "attribute", "limit": "OK"}
        if one.answer.status is Status.MEASURABLE:
            done |= FILLED.get(done["kind"], {})
        spec["characteristics"][key] = done
    spec |= {"id": spec["id"] or "X-1", "revision": "A", "sampling": "100%"}
    code, said = findings("\n".join(mapping_lines(spec)), tmp_path, capfd)
    assert (code, said.count("complete and judgeable")) == (0, 1), said


def test_an_answered_draft_judges_a_lot(tmp_path, capfd):
    text = drafted("# Bush B-1\n\nThe height shall be 18 ±0.05 mm.\n\nThe film thickness shall be 20 µm or more.\n")
    text = text.replace("revision:", "revision: A").replace("sampling:\n", "sampling: 100%\n")
    spec = tmp_path / "spec.yaml"
    spec.write_text(text, "utf-8")
    assert run(["lint", str(spec), "--lang", "en"]) == 0, capfd.readouterr().out
    ids = list(entries(text))
    data = tmp_path / "lot.csv"
    for thickness, code in (("21", 0), ("19", 1)):
        data.write_text(f"serial,{ids[0]} [mm],{ids[1]} [µm]\n1,18.01,{thickness}\n", "utf-8")
        assert run(["check", str(spec), str(data), "--lot-size", "1", "--lang", "en"]) == code
    assert "20 µm" in capfd.readouterr().out


def test_lint_lists_empty_keys_and_open_questions_in_one_run(tmp_path, capfd):
    spec = tmp_path / "spec.yaml"
    assert run(["draft", str(CONTRACT), "-o", str(spec)]) == 0
    assert run(["lint", str(spec), "--lang", "en"]) == 1
    said = capfd.readouterr()
    found = said.out + said.err
    assert found.count("spec.no-value") == 2  # revision and sampling
    assert found.count("spec.open-question") == spec.read_text(encoding="utf-8").count("- en:") > 0


def test_no_draft_is_accepted_as_it_is(tmp_path, capfd):
    """Even a document that states everything leaves revision and sampling to people."""
    code, said = findings(drafted("# Bush B-1\n\nThe height shall be 18 ±0.05 mm.\n"), tmp_path, capfd)
    assert code == 1
    assert '"sampling" has no value' in said
    assert '"revision" has no value' in said


@pytest.mark.parametrize(
    ("clause", "kind", "limit"),
    [
        ("The height shall be 18.0 ±0.05 mm.", "dimension", "18 ±0.05 mm"),
        ("軸穴径はφ6H8とする。", "dimension", "φ6H8"),
        ("Overall length 120 (+0.2/-0.1) mm.", "dimension", "120 (+0.2/-0.1) mm"),
        ("The film thickness shall be 60 µm or more.", "quantity", "≥ 60 µm"),
        ("Moisture content shall be below 12 %.", "quantity", "< 12 %"),
        ("硬さはHRC 58～62のこと。", "quantity", "HRC 58~62"),
        ("Noise shall not exceed 45 dB(A).", "quantity", "≤ 45 dB(A)"),
        ("耐光堅牢度は4級以上とする。", "grade", "≥ 4"),
        ("表面粗さはRa1.6以下とする。", "roughness", "Ra ≤ 1.6 µm"),
        ("Color difference shall be ΔE*ab ≤ 1.0.", "color", "ΔE*ab ≤ 1.0"),
        ("Specks over 0.3 mm are not allowed.", "quantity", "≤ 0.3 mm"),
    ],
)
def test_what_the_document_states_is_a_limit_of_a_kind_that_can_judge_it(clause, kind, limit):
    (entry,) = entries(drafted(clause)).values()
    if kind == "quantity" and entry["kind"] == "dimension":
        kind = "dimension"  # a length without nominal size is either
    assert (entry["kind"], entry["limit"]) == (kind, limit)
    assert entry["phrase"] == clause


def test_what_else_a_clause_says_is_asked_and_not_lost():
    (entry,) = entries(drafted("No more than 3 pinholes per 100 cm² are allowed.")).values()
    asked = " ".join(question["en"] for question in entry["questions"])
    assert "On what does the limit count" in asked
    assert "100" in asked


def test_a_limit_that_only_a_drawing_states_is_left_empty_and_asked_for():
    text = drafted("指示なき寸法は図面の公差内であること。")
    (entry,) = entries(text).values()
    assert entry["limit"] == ""
    assert "limit" in entry["questions"][0]["en"]
    assert "spec.no-value" in {problem.code for problem in problems(text)}


def test_a_vague_clause_is_the_proposal_of_its_tier_with_the_other_tiers_and_the_original_words():
    text = drafted("# Plate\n\nThere shall be no visible scratches.\n")
    (entry,) = entries(text).values()
    assert entry["phrase"] == "There shall be no visible scratches."
    assert entry["source"] == {"file": "spec.md", "line": "3"}
    assert entry["kind"] == "count"
    assert len(entry["questions"]) > 3
    assert all(set(question) == {"en", "ja"} for question in entry["questions"])
    above = text[: text.index("scratch-dent-1:")]
    assert "# Proposal: standard tier" in above
    assert "# strict / 厳しい: " in above
    assert "# relaxed / 緩い: " in above


def test_both_languages_of_a_clause_are_one_entry_and_a_difference_is_its_first_question():
    text = drafted(
        "2.1 There shall be no visible scratches.\n2.1 キズなきこと。\n\n2.2 No burrs.\n2.2 バリのないこと。\n"
    )
    made = entries(text)
    assert list(made) == ["scratch-dent-1", "burr-edge-1"]
    scratches = made["scratch-dent-1"]
    assert scratches["phrase"] == "There shall be no visible scratches. / キズなきこと。"
    assert scratches["source"]["line"] == "1, 2"
    assert "bans what is noticed; Japanese bans all" in scratches["questions"][0]["en"]
    assert "differ" not in made["burr-edge-1"]["questions"][0]["en"]


def test_a_limit_that_one_language_states_is_taken_and_the_other_asked_about():
    text = drafted("3.1 めっき厚さは十分であること。\n3.1 The plating thickness shall be 8 µm or more.\n")
    (entry,) = entries(text).values()
    assert entry["limit"] == "≥ 8 µm"
    assert "no number" in entry["questions"][0]["en"]


def test_a_second_characteristic_has_an_entry_of_its_own():
    assert set(entries(drafted("異音、異臭なきこと。"))) == {"noise-vibration-1", "odor-1"}


def test_words_that_name_no_characteristic_are_a_comment_with_a_checklist():
    text = drafted("Parts shall show good workmanship.\n\nNo burrs.\n")
    assert list(entries(text)) == ["burr-edge-1"]
    assert "# “Parts shall show good workmanship.”" in text
    assert "#   [ ] " in text


def test_ids_and_names_are_unique():
    made = entries(drafted("No burrs.\n\nバリのないこと。\n\nEdges shall not be sharp.\n"))
    assert len({entry["name"]["en"] for entry in made.values()}) == len(made) == 3


def test_number_and_title_come_from_the_first_heading_or_the_file():
    made = read(drafted("# Quality Agreement QA-07 / 品質協定書 QA-07\n\nNo burrs.\n"))
    assert made["id"] == "QA-07"
    assert made["title"] == {"en": "Quality Agreement QA-07", "ja": "品質協定書 QA-07"}
    made = read(drafted("No burrs.\n", "lid.txt"))
    assert (made["id"], made["title"]["en"]) == ("", "lid")


def test_hostile_words_cannot_leave_their_place():
    hostile = "no visible scratches\" }\u200e: [ # {{ &a *b !!x 'y' \u2028sampling: 100%"
    text = drafted(f"{hostile}\n\ngood workmanship {hostile}\n", "a\nsampling: 100%.txt")
    assert read(text)["sampling"] == ""
    assert {problem.code for problem in problems(text)} <= OPEN
    assert not any(char in text for char in "\u200e\u2028")


def test_places_of_word_documents():
    document = word(paragraph("Scope") + paragraph("There shall be no visible scratches."))
    (entry,) = entries(drafted(document, "x.docx")).values()
    assert entry["source"] == {"file": "x.docx", "paragraph": "2"}


def test_the_draft_of_the_sample_contract_reads_as_reviewed():
    content = draft(scan(open_document("contract.md", CONTRACT.read_bytes()))).text.encode()
    file = GOLDEN / "contract.draft.yaml"
    if os.environ.get("QSPEC_WRITE_GOLDEN"):
        file.write_bytes(content)
    assert content.decode() == file.read_text("utf-8")


def test_the_command_writes_once_and_replaces_with_force_alone(tmp_path, capfd):
    target = tmp_path / "spec.yaml"
    words = ["draft", str(CONTRACT), "-o", str(target), "--lang", "en"]
    assert run(words) == 0
    assert "limits stated in the document" in capfd.readouterr().err
    first = target.read_bytes()
    target.write_bytes(b"mine")
    assert run(words) == 2
    assert target.read_bytes() == b"mine"
    assert run([*words, "--force"]) == 0
    assert target.read_bytes() == first


def test_a_document_without_requirements_gives_no_spec(tmp_path, capfd):
    file, target = tmp_path / "a.txt", tmp_path / "spec.yaml"
    file.write_text("Payment is due within 30 days.\n", "utf-8")
    assert run(["draft", str(file), "-o", str(target), "--lang", "en"]) == 2
    assert "draft.nothing" in capfd.readouterr().err
    assert not target.exists()


def test_a_draft_that_lint_could_not_read_is_not_written(tmp_path, capfd):
    file, target = tmp_path / "a.txt", tmp_path / "spec.yaml"
    file.write_text("".join(f"No scratches on face {number}.\n" for number in range(600)), "utf-8")
    assert run(["draft", str(file), "-o", str(target), "--lang", "en"]) == 2
    assert "draft.too-large" in capfd.readouterr().err
    assert not target.exists()


def test_a_draft_of_a_document_read_in_part_is_written_and_ends_in_3(tmp_path, capfd):
    file, target = tmp_path / "a.pdf", tmp_path / "spec.yaml"
    file.write_bytes(pdf(column("There shall be no visible scratches."), [], pictures=(2,)))
    assert run(["draft", str(file), "-o", str(target), "--lang", "en"]) == 3
    assert "scratches" in target.read_text(encoding="utf-8")
