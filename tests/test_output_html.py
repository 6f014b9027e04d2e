"""The review page: one file that loads nothing, interprets nothing, and says everything the report says."""

from __future__ import annotations

import base64
import hashlib
import itertools
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

import evaluations
import openpyxl
import pikepdf
import pytest
import report_fakes
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from qspec.cli.app import run
from qspec.errors import Say
from qspec.messages import LANGUAGES, render
from qspec.report import as_json
from qspec.report.as_html import write
from qspec.report.build import build
from qspec.report.options import OutputOptions
from qspec.report.outline import Masthead, Picture, Seal
from qspec.report.width import visible

BOTH = OutputOptions(languages=("ja", "en"), date="2026-11-22")
VOID = {"meta", "input", "br", "wbr", "img", "link"}
TAGS = frozenset(
    """html head meta title style body a header h1 h2 h3 p span strong code dl div dt dd aside fieldset legend
    label input button nav details summary ul li main section table thead tbody tr th td footer script
    figure figcaption svg rect line circle polyline text""".split()  # noqa: SIM905 - as a list it fills the screen
)
EVERY = {**report_fakes.EVERY, "plain": evaluations.rejected, "nothing": evaluations.evaluation}


class Page(HTMLParser):
    """Elements with their attributes, and the text of each, as an ordinary parser finds them."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(content.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))

    @property
    def text(self) -> str:
        return " ".join(" ".join(text for _, text in self.texts).split())

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def inside(self, tag: str) -> str:
        return "".join(text for name, text in self.texts if name == tag)


def values(node):
    """Yield every value of a document that has to be on the page; seals are the PDF's alone."""
    if isinstance(node, str | Say | Mapping):
        yield node
    elif isinstance(node, tuple):
        for member in node:
            yield from values(member)
    elif is_dataclass(node) and not isinstance(node, Seal):
        shown = [field for field in fields(node) if field.name not in ("languages", "date", "align", "tone", "weight")]
        for field in shown:
            if not (isinstance(node, Masthead) and field.name == "seals"):
                yield from values(getattr(node, field.name))


@pytest.mark.parametrize("name", EVERY)
def test_the_page_is_one_file_of_known_elements_that_loads_nothing(name):
    page = Page(write(EVERY[name](), BOTH))
    assert page.open == []
    assert {tag for tag, _ in page.elements} <= TAGS
    for tag, attributes in page.elements:
        assert not {key for key in attributes if key.startswith("on") or key in ("style", "src", "srcset", "action")}
        assert tag == "a" or "href" not in attributes
    targets = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    assert {link["href"] for link in page.of("a")} <= {f"#{target}" for target in targets}


@pytest.mark.parametrize("name", EVERY)
def test_the_policy_allows_this_style_and_this_script_and_nothing_else(name):
    content = write(EVERY[name](), BOTH)
    page = Page(content)
    rules = dict(rule.split(" ", 1) for rule in page.of("meta")[1]["content"].split("; "))
    assert page.of("meta")[1]["http-equiv"] == "Content-Security-Policy"
    for tag in ("style", "script"):
        raw = re.findall(rf"<{tag}>(.*?)</{tag}>".encode(), content, re.S)
        assert len(raw) == 1
        digest = base64.b64encode(hashlib.sha256(raw[0]).digest()).decode()
        assert rules.pop(f"{tag}-src") == f"'sha256-{digest}'"
    assert rules == {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}


@pytest.mark.parametrize("name", EVERY)
def test_everything_the_report_says_is_on_the_page_in_both_languages(name):
    evaluation = EVERY[name]()
    text = Page(write(evaluation, BOTH)).text
    document = build(evaluation, ("ja", "en"), date=BOTH.date)
    said = {" ".join(visible(render(value, lang)).split()) for value in values(document) for lang in LANGUAGES}
    assert len(said) > 30
    assert [each for each in said if each not in text] == []


def test_it_carries_the_digest_of_the_result_document_and_says_that_the_pdf_is_the_record():
    evaluation = report_fakes.rejected()
    page = Page(write(evaluation, BOTH))
    assert page.inside("code") == hashlib.sha256(as_json.write(evaluation, OutputOptions())).hexdigest()
    assert "正式な記録はPDFの成績書です" in page.text
    assert "The record is the report as a PDF" in page.text


@pytest.mark.parametrize("name", EVERY)
def test_no_character_that_hides_or_turns_text_is_in_the_file(name):
    content = write(EVERY[name](), BOTH).decode("utf-8")
    assert {char for char in content if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")} <= {"\n"}


def renamed(text, balloon="①"):
    """Return a rejected lot whose every user text is the given one, in a shape that is never a number or a mark."""
    text = f"w{text}1"
    base = report_fakes.rejected()
    lot = base.lots[0]
    items = tuple(replace(item, name={"en": text, "ja": text}, balloon=balloon) for item in lot.items)
    info = replace(lot.info, id=text, inspector=text, order=text, quantity=text, remarks=text)
    readings = [replace(one, text=text, piece=text) for one in items[1].checks[0].readings]
    check = replace(items[1].checks[0], readings=tuple(readings), written=text)
    items = (items[0], replace(items[1], checks=(check,)), *items[2:])
    return replace(base, lots=(replace(lot, items=items, info=info),), unused=(text,), data_file=text)


def skeleton(content):
    """Return the elements without those that mark a language, and the attributes that a text could break out of."""
    return [
        (tag, {key: value for key, value in attributes.items() if key not in ("lang", "aria-label")})
        for tag, attributes in Page(content).elements
        if not (tag == "span" and {"lang"} & set(attributes))
    ]


HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "</style></title><svg onload=alert(1)>",
    "\" onmouseover=alert(1) x='",
    "{{ 7 * 7 }}{% for a in b %}",
    "&lt;b&gt; &amp; &#x202e;",
    "<!--",
    "]]><![CDATA[",
    "javascript:alert(1)",
    "\u202egpj.exe\u2066",
    "a\x00b\x1b[31m\x7f",
    "\udc80 lone",
    "‮" * 50,
    "x" * 10_000,
    "髙" * 10_000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_shown_and_never_interpreted(text):
    content = write(renamed(text), BOTH)
    assert skeleton(content) == skeleton(write(renamed("plain"), BOTH))
    assert " ".join(visible(text).split()) in Page(content).text


@given(st.text(min_size=1, max_size=30).filter(str.strip))
@settings(max_examples=60, deadline=None)
def test_any_text_leaves_the_page_as_it_is(text):
    assert skeleton(write(renamed(text), BOTH)) == skeleton(write(renamed("plain"), BOTH))


def test_pictures_escape_what_they_write():
    evaluation = renamed("<img src=x onerror=alert(1)>")
    assert any(isinstance(block, Picture) for block in build(evaluation, ("ja",), date="").blocks)
    assert b"<img" not in write(evaluation, BOTH)


@pytest.mark.parametrize("name", EVERY)
def test_a_screen_reader_finds_its_way(name):
    page = Page(write(EVERY[name](), BOTH))
    tags = Counter(tag for tag, _ in page.elements)
    assert (tags["main"], tags["h1"], tags["header"], tags["footer"], tags["nav"]) == (1, 1, 1, 1, 1)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.elements:
        for key in ("aria-labelledby", "aria-describedby", "for"):
            assert set(attributes.get(key, "").split()) <= set(ids)
    assert {head["scope"] for head in page.of("th")} <= {"row", "col"}
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert page.of("html")[0]["lang"] == "ja"
    status = [attributes["aria-live"] for _, attributes in page.elements if attributes.get("id") == "status"]
    assert status == (["polite"] if page.of("table") else [])


def rows(page):
    return [attributes.get("data-v") for attributes in page.of("tr")]


def test_rows_know_the_verdict_they_stand_for():
    found = Counter(rows(Page(write(report_fakes.rejected(), BOTH))))
    assert found["fail"] >= 5  # the result, three readings, the annex
    assert found["marginal"] >= 3
    assert found["pass"] >= 6
    assert set(found) == {"fail", "marginal", "pass", None}


def test_rows_of_another_lot_have_the_verdict_of_their_own():
    page = write(report_fakes.several(), BOTH).decode()
    first, second = page.split('<section class="part"')[1:3]
    assert 'data-v="fail"' not in first
    assert 'data-v="fail"' in second


def test_it_opens_in_the_language_asked_for_and_holds_both():
    for languages, show in ((("en",), "en"), (("ja",), "ja"), (("ja", "en"), "both")):
        page = Page(write(report_fakes.accepted(), replace(BOTH, languages=languages)))
        assert page.of("html")[0]["data-show"] == show
        assert page.of("html")[0]["lang"] == languages[0]
        assert "検査成績書" in page.text
        assert "Inspection report" in page.text


def test_without_a_date_no_empty_line_asks_for_one():
    page = Page(write(report_fakes.accepted(), replace(BOTH, date="")))
    assert "発行日" not in page.text


ROOT = Path(__file__).parents[1]
KNOB = [str(ROOT / "specs" / "control-knob.yaml"), "reject.csv", "--report-date", "2026-11-22"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for file in ("samples/control-knob/reject.csv", "specs/control-knob.yaml"):
        (tmp_path / Path(file).name).write_bytes((ROOT / file).read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_puts_the_page_beside_the_inspection_file_and_tells_the_disposition(folder, capfd):
    assert run(["report", *KNOB, "--format", "html"]) == 1
    page = Page((folder / "reject.html").read_bytes())
    assert page.of("html")[0]["data-show"] == "both"
    assert run(["check", "control-knob.yaml", "reject.csv", "--format", "json", "-o", "result.json"]) == 1
    assert page.inside("code") == hashlib.sha256((folder / "result.json").read_bytes()).hexdigest()
    assert run(["report", *KNOB]) == 1
    with pikepdf.open(folder / "reject.pdf") as paper:
        carried = paper.attachments["result.json"].get_file().read_bytes()
    assert page.inside("code") == hashlib.sha256(carried).hexdigest()
    assert run(["report", *KNOB, "--format", "html", "--lang", "en", "-o", "en.html"]) == 1
    assert Page((folder / "en.html").read_bytes()).of("html")[0]["data-show"] == "en"


def test_a_photo_is_in_the_page_itself_and_the_policy_allows_no_other_source(folder, capfd):
    Image.new("RGB", (64, 48), (200, 180, 150)).save(folder / "p.jpg")
    assert run(["report", *KNOB, "--format", "html", "--photo", "scratches=p.jpg"]) == 1
    page = Page((folder / "reject.html").read_bytes())
    assert page.of("meta")[1]["content"].endswith("; img-src data:")
    photos = page.of("image")
    assert len(photos) == 1
    assert photos[0]["href"].startswith("data:image/jpeg;base64,/9j/")


def test_the_command_never_takes_the_inspection_workbook_for_its_own(folder, capfd):
    assert run(["report", *KNOB, "--format", "xlsx"]) == 1
    workbook = folder / "reject-report.xlsx"
    assert openpyxl.load_workbook(workbook).worksheets[0]["B3"].value == "2026-11-22"
    assert run(["report", KNOB[0], str(workbook), "--format", "xlsx", "-o", str(workbook), "--force"]) == 2


SCRIPT = """
import sys; sys.path.insert(0, {tests!r})
import hashlib, report_fakes
from qspec.report import as_html, as_xlsx
from qspec.report.options import OutputOptions
options = OutputOptions(languages=("ja", "en"), date="2026-11-22")
for made in (as_html, as_xlsx):
    for evaluation in (report_fakes.rejected(), report_fakes.several(), report_fakes.ugly()):
        print(hashlib.sha256(made.write(evaluation, options)).hexdigest())
"""


def test_page_and_workbook_are_the_same_bytes_wherever_and_whenever_they_are_made(tmp_path):
    script = SCRIPT.format(tests=os.path.dirname(__file__))
    places = (
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"},
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", script], env=os.environ | place, cwd=cwd, capture_output=True, text=True, check=True
        ).stdout
        for place, cwd in zip(places, (tmp_path, "/"), strict=True)
    ]
    assert made[0] == made[1]
    assert len(set(made[0].split())) == 6
