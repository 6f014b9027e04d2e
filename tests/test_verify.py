"""`qspec verify`: a report comes out again from what it carries, and whatever was done to one is named in words."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from verify_files import (
    ACCEPT,
    OPTIONS,
    REJECT,
    SPEC,
    appended,
    attached,
    boxed,
    changed,
    exchanged,
    inputs,
    report_of,
    specs_of,
)

from qspec.cli.app import Exit, run
from qspec.errors import Refusal
from qspec.judgement.evaluate import Source
from qspec.measurements.batch import LotInfo
from qspec.messages import say
from qspec.report.as_json import write as as_json
from qspec.report.carried import gathering
from qspec.report.carried import given as given_file
from qspec.report.carried.drawing import draw_paper
from qspec.report.options import OutputOptions
from qspec.report.photos import Photo, prepare
from qspec.verifying import as_text
from qspec.verifying.agreeing import differences
from qspec.verifying.apart import Bounds, ask
from qspec.verifying.model import Outcome
from qspec.verifying.own import Own
from qspec.verifying.verify import verify


@pytest.fixture(autouse=True, scope="module")
def folder(tmp_path_factory):
    """Keep the font cache of these tests apart from the user's."""
    patch = pytest.MonkeyPatch()
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        patch.setenv(name, str(tmp_path_factory.getbasetemp() / "cache"))
    yield
    patch.undo()


@pytest.fixture(scope="module")
def report():
    """A report of a rejected lot, drawn once for all tests."""
    return report_of(inputs())


def codes(verification):
    return {one.problem.code.removeprefix("verify.") for one in verification.findings}


def caught(content, outcome, *expected, **more):
    """Verify, and look that outcome and findings are what is expected and are said in words in both languages."""
    verification = verify("report.pdf", content, **more)
    assert verification.outcome is outcome, codes(verification)
    assert set(expected) <= codes(verification)
    for lang in ("en", "ja"):
        text = as_text.write(verification, (lang,), 10_000, color=False).decode()
        assert say(f"verify.outcome.{outcome.value}", lang) in text
        assert say(f"verify.means.{outcome.value}", lang) in text
        for one in verification.findings:
            sentence = say(f"{one.problem.code}.text", lang, **one.problem.values)
            assert " ".join(sentence.split()) in " ".join(text.split())
            assert not re.search(r"\{[a-z_]+\}", sentence)
    return verification


def word(outcome):
    return f"{say(f'verify.outcome.{outcome}', 'ja')} / {say(f'verify.outcome.{outcome}', 'en')}"


def values(verification, slug):
    return next(one.problem.values for one in verification.findings if one.problem.code == f"verify.{slug}")


# What is as it was written


@pytest.mark.parametrize("languages", [("ja", "en"), ("en",), ("ja",)], ids=["both", "en", "ja"])
def test_a_report_comes_out_again_byte_by_byte(languages):
    content = report_of(inputs(ACCEPT), OutputOptions(languages, date="2026-11-22", number="QA-7"))
    verification = verify("report.pdf", content)
    assert verification.outcome is Outcome.REPRODUCED
    assert [one.key for one in verification.checked] == [
        f"verify.checked.{slug}" for slug in ("attached", "digests", "result", "bytes")
    ]
    assert verification.disposition == "accept"


def test_a_report_carries_its_files_byte_by_byte_and_the_result_as_check_prints_it(report):
    files = attached(report)
    assert sorted(files) == ["data.csv", "given.json", "result.json", "spec.yaml"]
    assert files["spec.yaml"] == SPEC
    assert files["data.csv"] == REJECT
    assert files["result.json"] == as_json(inputs().evaluate()[0], OutputOptions())


def test_the_result_carried_is_what_check_prints_and_no_folder_of_the_senders_is_on_record(
    tmp_path, monkeypatch, capfd
):
    far = tmp_path / "secret folder"
    far.mkdir()
    (far / "knob.yaml").write_bytes(SPEC)
    (far / "lot.csv").write_bytes(REJECT)
    monkeypatch.chdir(far)
    capfd.readouterr()
    run(["check", "knob.yaml", "lot.csv", "--format", "json", "--lot-size", "10"])
    printed = capfd.readouterr().out.encode()
    monkeypatch.chdir(tmp_path)
    names = (str(far / "knob.yaml"), str(far / "lot.csv"))
    code = run(["report", *names, "-o", "r.pdf", "--lot-size", "10", "--report-date", "2026-11-22"])
    assert code == Exit.REJECTED
    content = (tmp_path / "r.pdf").read_bytes()
    assert attached(content)["result.json"] == printed
    assert not any(b"secret folder" in body for body in (content, *attached(content).values()))


def test_the_same_files_give_the_same_bytes_wherever_and_however_the_program_runs(tmp_path):
    made = []
    for index, (zone, lang, seed) in enumerate((("Asia/Tokyo", "ja_JP.UTF-8", "1"), ("America/New_York", "C", "77"))):
        folder = tmp_path / str(index) / ("x" * index)
        folder.mkdir(parents=True)
        (folder / "s.yaml").write_bytes(SPEC)
        (folder / "d.csv").write_bytes(REJECT)
        names = ["s.yaml", "d.csv"] if index else [str(folder / "s.yaml"), str(folder / "d.csv")]
        environ = {**os.environ, "TZ": zone, "LC_ALL": lang, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1790000000"}
        start = "from qspec.cli import main; main()"
        command = [sys.executable, "-c", start, "report", *names, "-o", "-"]
        made.append(subprocess.run(command, cwd=folder, env=environ, capture_output=True, check=False).stdout)
    assert made[0].startswith(b"%PDF-")
    assert made[0] == made[1]


def test_everything_given_beside_the_files_is_carried_and_judged_by(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    Path("s.yaml").write_bytes(SPEC)
    Path("d.csv").write_bytes(ACCEPT)
    Path("d.csv.batch.yaml").write_text("inspector: 山田\n", encoding="utf-8")
    assert run(["lots", "book.jsonl", "--new", "--spec", "s.yaml"]) == Exit.ACCEPTED
    options = [
        "--lot",
        "L-1",
        "--lot-size",
        "10",
        "--date",
        "2026-11-20",
        "--order",
        "PO-9",
        "--shipment",
        "2026-12-01",
    ]
    own = ["--ledger", "book.jsonl", "--number", "QA-7", "--report-date", "2026-11-22", "--lang", "ja"]
    assert run(["report", "s.yaml", "d.csv", *options, *own, "-o", "r.pdf"]) == Exit.ACCEPTED
    files = attached(Path("r.pdf").read_bytes())
    assert files["ledger.jsonl"] == Path("book.jsonl").read_bytes()
    assert files["data.batch.yaml"] == Path("d.csv.batch.yaml").read_bytes()
    given = given_file.read(files["given.json"])
    assert given.info == LotInfo(id="L-1", size=10, date="2026-11-20", order="PO-9")
    assert (given.number, given.date, given.languages, str(given.shipment)) == (
        "QA-7",
        "2026-11-22",
        ("ja",),
        "2026-12-01",
    )
    for name in ("s.yaml", "d.csv", "d.csv.batch.yaml", "book.jsonl"):
        Path(name).unlink()
    assert run(["verify", "r.pdf"]) == Exit.ACCEPTED


@pytest.mark.parametrize("paper", ["report", "first-article", "concession"])
def test_other_papers_with_photos_come_out_again(paper):
    options = replace(OPTIONS, paper=paper, photos=(photo(), photo("green")))
    content = report_of(inputs(), options)
    files = attached(content)
    assert files["photo-1.jpg"] == options.photos[0].content
    assert files["photo-2.jpg"] == options.photos[1].content
    verification = verify("report.pdf", content)
    assert verification.outcome is Outcome.REPRODUCED, codes(verification)


def photo(color="red"):
    from PIL import Image

    stream = BytesIO()
    Image.new("RGB", (64, 48), color).save(stream, "PNG")
    found = prepare("bore", f"{color}.png", stream.getvalue())
    assert isinstance(found, Photo)
    return found


def test_an_exchanged_photo_is_caught():
    content = report_of(inputs(), replace(OPTIONS, photos=(photo(),)))
    exchanged_photo = changed(content, lambda pdf: specs_of(pdf)["photo-1.jpg"].EF.F.write(photo("green").content))
    caught(exchanged_photo, Outcome.TAMPERED, "shown-text")
    caught(with_name(content, "photo-2.jpg"), Outcome.TAMPERED, "foreign")
    nothing = changed(content, lambda pdf: specs_of(pdf)["photo-1.jpg"].EF.F.write(b"no photo"))
    caught(nothing, Outcome.TAMPERED, "photo")


def test_a_certificate_of_a_lot_that_was_not_accepted_is_no_paper_of_the_program():
    evaluation = inputs().evaluate()[0]
    options = replace(OPTIONS, paper="conformance")
    forged = draw_paper(evaluation, options, gathering.gather(evaluation, inputs(), options))
    caught(forged, Outcome.TAMPERED, "not-drawn")
    accepted = report_of(inputs(ACCEPT), options)
    assert verify("report.pdf", accepted).outcome is Outcome.REPRODUCED


def test_a_workbook_is_carried_under_its_own_suffix_and_a_strange_name_is_not():
    assert gathering.data_name("検査 7.XLSX", b"PK") == "data.xlsx"
    assert gathering.data_name("-", b"PK\x03\x04") == "data.xlsx"
    assert gathering.data_name("-", b"Serial,") == "data.csv"
    assert gathering.data_name("x.evil/../..", b"Serial,") == "data.csv"
    assert gathering.data_name("x.b\N{RIGHT-TO-LEFT OVERRIDE}fdp", b"Serial,") == "data.csv"


# What was done to the file


def test_a_flipped_byte_anywhere_is_caught(report):
    step = len(report) // 4
    for at in range(40, len(report), step):
        content = bytearray(report)
        content[at] ^= 0x04
        verification = verify("report.pdf", bytes(content))
        assert verification.outcome in (Outcome.TAMPERED, Outcome.DIFFERS, Outcome.UNUSABLE), at
        assert verification.findings


def test_a_flipped_byte_is_named_with_its_place(report):
    content = bytearray(report)
    at = report.index(b"/Length")
    content[at + 1] ^= 0x20
    found = caught(bytes(content), Outcome.TAMPERED, "few-bytes")
    assert values(found, "few-bytes")["first"] == at + 1


def test_a_white_box_over_the_verdict_is_caught_although_the_text_stays(report):
    found = caught(boxed(report), Outcome.TAMPERED, "shown-covered")
    assert "REJECT" in values(found, "shown-covered")["text"]


def test_a_swapped_attachment_is_caught(report):
    found = caught(exchanged(report, data_csv=ACCEPT), Outcome.TAMPERED, "digest")
    assert values(found, "digest")["name"] == "data.csv"


def test_a_changed_number_in_the_attached_data_is_caught(report):
    assert b"6.006" in REJECT
    caught(exchanged(report, data_csv=REJECT.replace(b"6.006", b"6.007", 1)), Outcome.TAMPERED, "digest")


def test_a_changed_number_is_caught_when_the_digest_is_changed_with_it(report):
    data = REJECT.replace(b"72.31", b"72.32", 1)
    digests = [hashlib.sha256(body).hexdigest().encode() for body in (REJECT, data)]
    result = attached(report)["result.json"].replace(*digests)
    found = caught(exchanged(report, data_csv=data, result_json=result), Outcome.TAMPERED, "result-field", "shown-text")
    assert values(found, "result-field")["found"].startswith("L* 72.28 ")
    assert values(found, "result-field")["again"].startswith("L* ≈72.2833 ")


def test_other_files_judged_anew_behind_the_same_pages_are_caught(report):
    files = attached(report_of(inputs(ACCEPT)))
    forged = exchanged(report, data_csv=files["data.csv"], result_json=files["result.json"])
    found = caught(forged, Outcome.TAMPERED, "shown-text")
    assert found.disposition == "accept"
    assert "digest" not in codes(found)


def test_a_changed_verdict_in_the_result_is_named_by_its_field(report):
    result = attached(report)["result.json"].replace(b'"disposition": "reject"', b'"disposition": "accept"')
    found = caught(exchanged(report, result_json=result), Outcome.TAMPERED, "result-field")
    assert values(found, "result-field") == {"field": "disposition", "found": "accept", "again": "reject"}


def test_another_spec_behind_the_same_pages_is_caught(report):
    spec = SPEC.replace(b"1.5", b"9.5")
    files = attached(report_of(inputs(spec=spec)))
    forged = exchanged(report, spec_yaml=files["spec.yaml"], result_json=files["result.json"])
    caught(forged, Outcome.TAMPERED, "shown-text")


def test_a_report_rebuilt_with_another_spec_is_caught_by_ones_own_copy():
    spec = SPEC.replace(b"1.5", b"9.5")
    assert spec != SPEC
    rebuilt = report_of(inputs(spec=spec))
    assert verify("report.pdf", rebuilt).outcome is Outcome.REPRODUCED
    own = Own(spec=Source("agreed.yaml", SPEC))
    found = caught(rebuilt, Outcome.DIFFERS, "own-spec", own=own)
    assert "characteristics" in str(values(found, "own-spec")["field"])


def test_an_added_annotation_is_caught(report):
    def change(pdf):
        note = pikepdf.Dictionary(
            Type=pikepdf.Name("/Annot"),
            Subtype=pikepdf.Name("/FreeText"),
            Rect=[60, 500, 260, 540],
            Contents="合格 ACCEPT",
            DA="/Helv 20 Tf",
        )
        page = pdf.pages[0].obj
        page.Annots = pikepdf.Array([*page.get("/Annots", []), pdf.make_indirect(note)])

    found = caught(changed(report, change), Outcome.TAMPERED, "shown-annotation")
    assert values(found, "shown-annotation")["text"] == "合格 ACCEPT"


def test_an_annotation_appended_without_touching_what_was_there_is_caught(report):
    found = caught(appended(report), Outcome.TAMPERED, "appended", "shown-annotation")
    assert "verify.checked.first-bytes" in [one.key for one in found.checked]


@pytest.mark.parametrize("added", [b"\n", b"\r\n \n"])
def test_a_line_end_that_a_mail_program_added_is_told_and_is_no_tampering(report, added):
    found = caught(report + added, Outcome.DIFFERS, "space-appended")
    assert "verify.checked.first-bytes" in [one.key for one in found.checked]


@pytest.mark.parametrize("added", [b"\n%%EOF\n", b"\n\0", b"\nx"])
def test_anything_else_behind_the_report_is_not_taken_for_a_line_end(report, added):
    caught(report + added, Outcome.TAMPERED, "appended")


def test_a_difference_behind_a_sentence_that_reads_the_same_is_shown():
    said = {"key": "lots.verdict", "values": {"disposition": "reject"}, "text": {"en": "REJECT", "ja": "不合格"}}
    found = list(differences({"basis": said}, {"basis": {**said, "values": {"disposition": "accept"}}}))
    assert [(one.path, one.one, one.other) for one in found] == [("basis › values › disposition", "reject", "accept")]


@pytest.mark.parametrize("languages", [("en",), ("ja",), ("ja", "en")])
def test_the_digest_of_the_report_stands_in_one_piece_on_a_terminal_of_80_columns(report, languages):
    told = as_text.write(verify("report.pdf", report), languages, 80, color=False).decode()
    assert hashlib.sha256(report).hexdigest() in told


def test_a_file_written_anew_by_another_program_is_caught(report):
    caught(changed(report, lambda pdf: None), Outcome.DIFFERS, "rewritten")


def test_a_file_described_anew_by_another_program_is_caught(report):
    def change(pdf):
        pdf.docinfo["/Producer"] = "Some Editor 9"

    found = caught(changed(report, change), Outcome.DIFFERS, "described-otherwise")
    assert values(found, "described-otherwise")["program"] == "Some Editor 9"


def test_what_is_read_out_cannot_say_otherwise_than_the_page(report):
    def change(pdf):
        pending = [pdf.Root.StructTreeRoot.K]
        while pending:
            one = pending.pop()
            if isinstance(one, pikepdf.Array):
                pending += list(one)
            elif isinstance(one, pikepdf.Dictionary):
                one.ActualText = "合格"
                return

    caught(changed(report, change), Outcome.TAMPERED, "holds-other")


def test_something_that_acts_on_opening_is_caught(report):
    def change(pdf):
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS="app.alert(1)")

    caught(changed(report, change), Outcome.TAMPERED, "does-more")


def test_a_page_taken_out_is_caught(report):
    def change(pdf):
        del pdf.pages[-1]

    caught(changed(report, change), Outcome.TAMPERED, "shown-pages")


def test_recolored_text_and_a_moved_margin_are_caught(report):
    def fade(pdf):
        page = pdf.pages[0]
        page.contents_coalesce()
        body = page.Contents.read_bytes()
        page.Contents = pdf.make_stream(
            re.sub(rb"(?m)^0\.\d+ 0?\.\d+ 0?\.\d+ rg|[\d.]+ [\d.]+ [\d.]+ rg", b"1 1 1 rg", body)
        )

    def crop(pdf):
        pdf.pages[0].cropbox = [0, 0, 595, 500]

    caught(changed(report, fade), Outcome.TAMPERED, "shown-drawn-more")
    caught(changed(report, crop), Outcome.TAMPERED, "shown-page-size")


# Other versions


@pytest.fixture(scope="module")
def elsewhere():
    """A report that says it was drawn with other versions, written anew so that its bytes are others too."""
    patch = pytest.MonkeyPatch()
    patch.setattr(gathering, "versions", lambda: {"qspec": "0.0.9", "zlib": "9"})
    content = report_of(inputs())
    patch.undo()
    return content


def test_a_report_of_other_versions_is_compared_page_by_page(elsewhere):
    content = changed(elsewhere, lambda pdf: None)
    verification = verify("report.pdf", content)
    assert verification.outcome is Outcome.REPRODUCED, codes(verification)
    assert "verify.checked.shown" in [one.key for one in verification.checked]
    assert "qspec 0.0.9 → " in str([one.values for one in verification.notes])


def test_claiming_other_versions_hides_no_seal_that_is_only_a_picture(elsewhere):
    def change(pdf):
        pdf.Root.AcroForm.Fields[0].AP.N.write(b"0.7 0 0 rg 0 0 49 49 re f")

    caught(changed(elsewhere, change), Outcome.DIFFERS, "does-more")


def test_versions_that_draw_the_same_bytes_are_not_worth_a_word(elsewhere):
    verification = verify("report.pdf", elsewhere)
    assert verification.outcome is Outcome.REPRODUCED
    assert [one.key for one in verification.checked][-1] == "verify.checked.bytes"
    assert verification.notes == ()


def test_another_result_of_other_versions_is_a_difference_and_the_versions_are_named(elsewhere):
    result = attached(elsewhere)["result.json"].replace(b'"disposition": "reject"', b'"disposition": "accept"')
    found = caught(exchanged(elsewhere, result_json=result), Outcome.DIFFERS, "result-field")
    assert "verify.other-versions" in [one.key for one in found.notes]


def test_claiming_other_versions_hides_no_white_box(elsewhere):
    caught(boxed(elsewhere), Outcome.DIFFERS, "shown-covered")


def test_claiming_other_versions_hides_no_exchanged_letters(elsewhere):
    """The text stays the same, and is drawn with outlines that show something else."""
    from fontTools.ttLib import TTFont

    def change(pdf):
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one:
                font = TTFont(BytesIO(one.FontFile2.read_bytes()))
                glyphs = font["glyf"].glyphs
                names = [name for name in font.getGlyphOrder() if font["glyf"][name].numberOfContours > 0]
                for first, second in zip(names[::2], names[1::2], strict=False):
                    glyphs[first], glyphs[second] = glyphs[second], glyphs[first]
                stream = BytesIO()
                font.save(stream)
                one.FontFile2.write(stream.getvalue())

    caught(changed(elsewhere, change), Outcome.DIFFERS, "shown-looks")


# What a report carries, spoiled


def with_name(content, name, key=None, source="given.json"):
    """Return the report with one more attached file: a copy of another under a new name."""

    def change(pdf):
        names = pdf.Root.Names.EmbeddedFiles.Names
        body = specs_of(pdf)[source].EF.F.read_bytes()
        stream = pdf.make_stream(body)
        spec = pikepdf.Dictionary(Type=pikepdf.Name("/Filespec"), F=name, UF=name, EF=pikepdf.Dictionary(F=stream))
        names.append(pikepdf.String(key or name))
        names.append(pdf.make_indirect(spec))

    return changed(content, change)


@pytest.mark.parametrize("name", ["spec.yaml", "data.csv", "given.json", "result.json"])
def test_a_missing_attachment_is_caught(report, name):
    def change(pdf):
        names = pdf.Root.Names.EmbeddedFiles.Names
        kept = [one for key, spec in specs_of(pdf).items() if key != name for one in (pikepdf.String(key), spec)]
        assert len(kept) == len(names) - 2
        pdf.Root.Names.EmbeddedFiles.Names = pikepdf.Array(kept)
        pdf.Root.AF = pikepdf.Array(kept[1::2])

    found = caught(changed(report, change), Outcome.TAMPERED, "missing")
    assert values(found, "missing")["name"] == (name if name != "data.csv" else "data.…")


def test_two_attachments_of_one_name_are_caught(report):
    found = caught(with_name(report, "data.csv"), Outcome.TAMPERED, "twice")
    assert values(found, "twice")["name"] == "data.csv"
    caught(with_name(report, "data.xlsx", source="data.csv"), Outcome.TAMPERED, "twice")


def test_an_attachment_with_two_names_is_caught(report):
    found = caught(with_name(report, "spec.exe", key="data.xlsx"), Outcome.TAMPERED, "two-names")
    assert "spec.exe" in values(found, "two-names")["names"]


def test_a_file_that_only_some_programs_list_is_caught(report):
    def change(pdf):
        spec = pikepdf.Dictionary(F="data.csv", UF="data.csv", EF=pikepdf.Dictionary(F=pdf.make_stream(ACCEPT)))
        pdf.Root.AF = pikepdf.Array([*pdf.Root.AF, pdf.make_indirect(spec)])

    def another(pdf):
        specs_of(pdf)["data.csv"].EF.Unix = pdf.make_stream(ACCEPT)

    caught(changed(report, change), Outcome.TAMPERED, "twice")
    caught(changed(report, another), Outcome.TAMPERED, "two-names")


def test_a_file_under_the_suffix_of_another_format_is_caught(report):
    body = attached(report)["given.json"].replace(b"lot 7.csv", b"lot 7.xlsx")
    caught(exchanged(report, given_json=body), Outcome.TAMPERED, "two-names")


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "..\\x.csv", "data.csv/../y", "CON", "x\n合格", "invoice.exe"])
def test_hostile_names_are_named_and_never_written(report, tmp_path, monkeypatch, capfd, name):
    content = with_name(report, name)
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    Path("r.pdf").write_bytes(content)
    assert run(["verify", "r.pdf", "--extract", "out", "--lang", "both"]) == Exit.REJECTED
    said = capfd.readouterr().out
    assert word("tampered") in said
    assert all(say("verify.foreign.hint", lang)[:9] in said for lang in ("en", "ja"))
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert written == {"a/b/r.pdf"} | {
        f"a/b/out/{one}" for one in ("spec.yaml", "data.csv", "given.json", "result.json")
    }
    assert "\n合格" not in said


NONSENSE = [
    b"",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"schema": "qspec-given/1"}',
    b'{"schema": "qspec-given/9"}',
    b'["qspec-given/1"]',
    b"9" * 10_000,
]


@pytest.mark.parametrize("body", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_in_given_json_is_refused(report, body):
    found = caught(exchanged(report, given_json=body), Outcome.TAMPERED)
    assert codes(found) & {"given-no-json", "given-schema", "given-field"}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("lot", "size"), -1),
        (("lot", "size"), True),
        (("lot", "size"), 1e300),
        (("lot", "date"), "yesterday"),
        (("lot", "inspector"), ["x"]),
        (("paper", "languages"), ["ja", "ja"]),
        (("paper", "languages"), ["../../etc"]),
        (("paper", "languages"), []),
        (("severity",), {"all": "none"}),
        (("severity",), {"../x": "normal"}),
        (("shipment",), "2026-13-01"),
        (("files",), {"spec": "a", "data": "b", "more": "c"}),
        (("font",), {"regular": 7}),
        (("more",), 1),
    ],
)
def test_a_strange_field_of_given_json_is_refused(report, path, value):
    plain = json.loads(attached(report)["given.json"])
    inner = plain
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    body = (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()
    refusal = given_file.read(body)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "verify.given-field"


def test_another_lot_size_in_given_json_is_caught(report):
    body = attached(report)["given.json"].replace(b'"size": 10', b'"size": 12')
    caught(exchanged(report, given_json=body), Outcome.TAMPERED, "result-field")


def test_nonsense_in_the_attached_result_is_caught(report):
    for body in (
        b'{"spec": [], "data": {}}',
        b'{"spec": {"sha256": 1}, "data": {"sha256": 2}}',
        b"[" * 10**5,
    ):
        caught(exchanged(report, result_json=body), Outcome.TAMPERED, "result-unreadable")


def test_attached_files_that_cannot_be_judged_are_said_so(report):
    caught(exchanged(report, spec_yaml=b"qspec: 1\n"), Outcome.TAMPERED, "digest", "not-judged")


# What is no report


def test_a_file_that_is_no_pdf_is_said_so():
    caught(b"", Outcome.UNUSABLE, "no-pdf")
    caught(REJECT, Outcome.UNUSABLE, "no-pdf")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95, 0.999])
def test_a_truncated_file_is_said_so(report, share):
    caught(report[: int(len(report) * share)], Outcome.UNUSABLE, "truncated")


def test_a_report_of_another_program_is_said_so():
    from reportlab.pdfgen.canvas import Canvas

    stream = BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.setCreator("Another Program")
    canvas.drawString(72, 720, "Inspection report: ACCEPT")
    canvas.save()
    found = caught(stream.getvalue(), Outcome.UNUSABLE, "not-ours")
    assert values(found, "not-ours")["program"] == "Another Program"


def test_a_report_without_its_files_is_said_so(report):
    def change(pdf):
        del pdf.Root["/Names"]
        del pdf.Root["/AF"]

    caught(changed(report, change), Outcome.UNUSABLE, "nothing-attached")


def test_an_encrypted_report_is_said_so(report):
    with pikepdf.open(BytesIO(report)) as pdf:
        for password in ("", "secret"):
            stream = BytesIO()
            pdf.save(stream, encryption=pikepdf.Encryption(owner="x", user=password))
            caught(stream.getvalue(), Outcome.UNUSABLE, "encrypted")


def test_a_pdf_that_goes_round_in_circles_is_refused(report):
    def change(pdf):
        tree = pdf.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array([])))
        tree.Kids = pikepdf.Array([tree, tree])
        pdf.Root.Names.EmbeddedFiles = tree

    caught(changed(report, change), Outcome.UNUSABLE, "too-many-attached")


def test_damage_of_every_kind_is_said_and_never_a_crash():
    for body in (
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.7\nstartxref\n99999999999999\n%%EOF",
        b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF",
    ):
        caught(body, Outcome.UNUSABLE, "damaged")


@pytest.mark.parametrize(
    ("bounds", "code"),
    [
        (Bounds(attached=1000), "attached-too-large"),
        (Bounds(pages=1), "too-many-pages"),
        (Bounds(bytes_=20_000_000), "too-heavy"),
        (Bounds(seconds=0), "too-slow"),
    ],
)
def test_what_takes_too_much_is_refused(report, bounds, code):
    refusal = ask("open", report, bounds=bounds)
    assert isinstance(refusal, Refusal)
    assert refusal.code == f"verify.{code}"


@pytest.mark.parametrize("content", [b"x", b"\x00" * 100])
def test_a_typeface_that_is_none_is_said_so(here, capfd, content):
    (here / "f.ttf").write_bytes(content)
    assert run(["verify", "r.pdf", "--font", "f.ttf"]) == Exit.UNUSABLE
    assert "cli.font-unusable" in capfd.readouterr().err
    assert run(["verify", "r.pdf", "--font", "absent.ttf"]) == Exit.UNUSABLE


def test_a_report_in_another_typeface_needs_its_files(report, tmp_path, monkeypatch, capfd):
    import noto_cjk_sans_jp_bold

    font = str(noto_cjk_sans_jp_bold.FONT_PATH)
    monkeypatch.chdir(tmp_path)
    Path("s.yaml").write_bytes(SPEC)
    Path("d.csv").write_bytes(REJECT)
    assert run(["report", "s.yaml", "d.csv", "-o", "r.pdf", "--font", font]) == Exit.REJECTED
    assert run(["verify", "r.pdf", "--font", font]) == Exit.ACCEPTED
    capfd.readouterr()
    assert run(["verify", "r.pdf", "--lang", "en", "--format", "json"]) == Exit.REJECTED
    told = json.loads(capfd.readouterr().out)
    assert told["outcome"] == "differs"
    assert told["findings"][0]["code"] == "verify.other-font"


# One's own copies


def test_ones_own_copies_are_compared_by_bytes_and_by_meaning(report):
    own = Own(Source("a.yaml", SPEC), Source("b.csv", REJECT))
    notes = [one.key for one in verify("report.pdf", report, own=own).notes]
    assert {"verify.own.same-spec", "verify.own.same-data"} <= set(notes)
    own = Own(Source("a.yaml", SPEC + b"\n# agreed\n"), Source("b.csv", REJECT.replace(b"\n", b"\r\n")))
    verification = verify("report.pdf", report, own=own)
    assert verification.outcome is Outcome.REPRODUCED
    assert {"verify.own.alike-spec", "verify.own.alike-data"} <= {one.key for one in verification.notes}


def test_a_member_under_another_name_is_compared_with_the_one_it_may_be():
    one = {"lots": [{"info": {"id": "L-1"}}, {"info": {"id": "L-2"}}, {"info": {"id": "L-3"}}]}
    other = {"lots": [{"info": {"id": "L-3"}}, {"info": {"id": "L-1"}}, {"info": {"id": "L-9"}}]}
    found = [(found.path, found.one, found.other) for found in differences(one, other)]
    assert found == [("lots “L-2” › info › id", "L-2", "L-9")]
    more = {"lots": [*one["lots"], {"info": {"id": "L-4"}}]}
    assert [found.path for found in differences(one, more)] == ["lots “L-4”"]
    assert [found.path for found in differences(more, one)] == ["lots “L-4”"]


def readings_told(report, own):
    """Return the findings about the value of a reading."""
    told = [one.problem.values for one in verify("report.pdf", report, own=own).findings]
    return [one for one in told if str(one.get("field", "")).endswith("› value")]


def test_ones_own_copies_that_say_something_else_are_named_by_the_field(report):
    own = Own(data=Source("mine.csv", REJECT.replace(b"6.006", b"6.009")))
    found = caught(report, Outcome.DIFFERS, "own-data", own=own)
    assert values(found, "own-data")["file"] == "mine.csv"
    own = Own(data=Source("mine.csv", REJECT.replace(b"6.011", b"6.010")))
    first = values(caught(report, Outcome.DIFFERS, "own-data", own=own), "own-data")
    assert first["field"].endswith("readings “KN-009” › value")
    assert (first["attached"], first["own"]) == ("6.011", "6.01")
    assert len(readings_told(report, own)) == 1  # the others are the same, though they stand in another order
    assert "verify.more-fields" in [one.key for one in verify("report.pdf", report, own=own).notes]
    caught(report, Outcome.DIFFERS, "own-spec-unusable", own=Own(spec=Source("mine.yaml", b"[")))
    caught(report, Outcome.DIFFERS, "own-data-unusable", own=Own(data=Source("mine.csv", b"\x00\x01")))


# The command


@pytest.fixture
def here(report, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.pdf").write_bytes(report)
    return tmp_path


def test_verify_writes_nothing_unless_asked(here, capfd):
    assert run(["verify", "r.pdf", "--lang", "both"]) == Exit.ACCEPTED
    assert [path.name for path in here.iterdir()] == ["r.pdf"]
    out = capfd.readouterr().out
    assert "再現できました / Reproduced" in out
    assert say("verify.unsigned", "ja") in "".join(line.strip() for line in out.splitlines())


def test_extract_writes_the_files_and_overwrites_none(here, capfd):
    assert run(["verify", "r.pdf", "--extract", "out"]) == Exit.ACCEPTED
    assert (here / "out" / "spec.yaml").read_bytes() == SPEC
    (here / "out" / "data.csv").write_bytes(b"mine")
    capfd.readouterr()
    assert run(["verify", "r.pdf", "--extract", "out"]) == Exit.UNUSABLE
    assert "verify.not-extracted" in capfd.readouterr().err
    assert (here / "out" / "data.csv").read_bytes() == b"mine"
    assert run(["verify", "r.pdf", "--extract", "out", "--force"]) == Exit.ACCEPTED
    assert (here / "out" / "data.csv").read_bytes() == REJECT


def test_json_says_the_same_as_data(here, report, capfd):
    assert run(["verify", "r.pdf", "--format", "json"]) == Exit.ACCEPTED
    told = json.loads(capfd.readouterr().out)
    assert (told["schema"], told["outcome"], told["disposition"]) == ("qspec-verification/1", "reproduced", "reject")
    assert told["sha256"] == hashlib.sha256(report).hexdigest()
    assert {one["name"]: one["sha256"] for one in told["attached"]}["spec.yaml"] == hashlib.sha256(SPEC).hexdigest()
    (here / "r.pdf").write_bytes(boxed(report))
    assert run(["verify", "r.pdf", "--format", "json"]) == Exit.REJECTED
    told = json.loads(capfd.readouterr().out)
    assert told["outcome"] == "tampered"
    assert told["findings"][0]["code"] == "verify.shown-covered"
    assert set(told["findings"][0]["text"]) == {"en", "ja"}


def test_what_cannot_be_verified_is_unusable(here):
    (here / "x.pdf").write_bytes(b"nothing")
    assert run(["verify", "x.pdf"]) == Exit.UNUSABLE
    assert run(["verify", "absent.pdf"]) == Exit.UNUSABLE
    assert run(["verify", "r.pdf", "--spec", "absent.yaml"]) == Exit.UNUSABLE
    (here / "other.yaml").write_bytes(SPEC.replace(b"1.5", b"9.5"))
    assert run(["verify", "r.pdf", "--spec", "other.yaml"]) == Exit.REJECTED
