"""What a loaded spec is: its values, its places, its digest, and what is said about files that are hardly text."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError
from spec_models import MODELS, SMALLEST

from qspec.errors import Place, Severity
from qspec.messages import say
from qspec.spec.file import MAX_PROBLEMS, load
from qspec.spec.model import Characteristic, NonconformityClass, Stance

KNOB = Path(__file__).parent / "cases" / "spec" / "accept" / "control-knob.yaml"


def _load(text: str | bytes):
    return load("spec.yaml", text.encode() if isinstance(text, str) else text, MODELS)


def _codes(text: str | bytes) -> list[str]:
    return [problem.code for problem in _load(text).problems]


@pytest.fixture(scope="module")
def knob():
    loaded = load(KNOB.name, KNOB.read_bytes(), MODELS)
    assert loaded.spec is not None
    return loaded


def test_the_header_is_read(knob):
    spec = knob.spec
    assert (spec.qspec, spec.id, spec.revision, spec.governing_language) == (1, "QS-2026-021", "C", "ja")
    assert spec.title == {"en": "Anodised dial", "ja": "アルマイト調整ダイヤル"}
    assert spec.part.drawing_revision == "3"
    assert spec.parties.supplier.name == {"en": "Mihon Works", "ja": "見本製作所"}
    assert spec.delivery.late == "0.5 % per day, up to 10 %"
    assert [(person.party, person.must_agree) for person in spec.people] == [("supplier", True)]
    assert spec.decimal_comma is False


def test_characteristics_keep_the_order_of_the_file_and_their_text(knob):
    characteristics = knob.spec.characteristics
    assert list(characteristics) == ["body-color", "finish", "bore", "7"]
    assert type(characteristics["body-color"]) is MODELS["color"]
    assert characteristics["body-color"].reference == {"L*": "52.10", "a*": "-3.20", "b*": "18.40"}
    assert characteristics["body-color"].components == {"ΔL*": "±0.8", "Δb*": "±0.6"}
    assert characteristics["body-color"].conditions["geometry"] == "di:8° SCI"
    assert characteristics["body-color"].readings == 3
    assert characteristics["body-color"].stance is Stance.FLEXIBLE
    assert characteristics["bore"].nonconformity is NonconformityClass.CRITICAL
    assert characteristics["bore"].columns == ("内径", "Bore dia.")
    assert characteristics["7"].limit == "0"
    assert characteristics["7"].limit_sample.valid_until == "2027-10-31"


@pytest.mark.shared
def test_the_example_of_the_design_loads_as_it_stands():
    design = Path(__file__).parents[1].parent / "shared" / "design" / "product.md"
    if not design.exists():
        pytest.skip("the background files are not beside the checkout")
    example = design.read_text("utf-8").split("```yaml\n")[1].split("```")[0]

    loaded = _load(example)

    assert loaded.problems == ()
    assert loaded.spec is not None
    assert list(loaded.spec.characteristics) == ["body-color", "finish", "bore", "scratches"]


def test_sampling_is_one_plan_for_all_or_one_per_class():
    assert _load(SMALLEST).spec.sampling == {"all": "100%"}
    per_class = SMALLEST.replace("sampling: 100%", "sampling: {major: 'n=5, Ac=0', minor: 100%}")
    assert _load(per_class).spec.sampling == {"major": "n=5, Ac=0", "minor": "100%"}


@pytest.mark.parametrize(
    ("words", "flag"),
    [(word, True) for word in ("yes", "Yes", "TRUE", "on", "はい")]
    + [(word, False) for word in ("no", "NO", "false", "off", "いいえ")],
)  # fmt: skip
def test_a_flag_is_read_in_the_words_of_either_language(words, flag):
    assert _load(SMALLEST + f"decimal_comma: {words}\n").spec.decimal_comma is flag


@pytest.mark.parametrize(("text", "number"), [("3", 3), ("010", 10), ("１２", 12), ('"5"', 5)])
def test_a_whole_number_is_what_people_read(text, number):
    loaded = _load(SMALLEST.replace("limit: φ10 H7", f"limit: 1, readings: {text}"))
    assert loaded.spec.characteristics["bore"].readings == number


def test_plain_text_counts_for_every_language_and_one_language_is_enough():
    assert _load(SMALLEST).spec.title == {"en": "Pin", "ja": "Pin"}
    assert _load(SMALLEST.replace("title: Pin", "title: {ja: ピン}")).spec.title == {"ja": "ピン"}


def test_one_name_may_stand_alone_and_is_not_split():
    loaded = _load(SMALLEST.replace("limit: φ10 H7", 'limit: 1, columns: "A, B"'))
    assert loaded.spec.characteristics["bore"].columns == ("A, B",)


def test_the_digest_is_that_of_the_bytes():
    content = SMALLEST.encode()
    assert _load(content).sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("characteristics", "bore", "limit"), "control-knob.yaml:32:12"),
        (("characteristics", "bore", "columns"), "control-knob.yaml:35:5"),
        (("characteristics", "bore", "columns", 1), "control-knob.yaml:35:19"),
        (("characteristics", "bore", "nominal"), "control-knob.yaml:30:3"),
        (("characteristics", "body-color", "conditions", "observer"), "control-knob.yaml:19:45"),
        (("characteristics", "no such"), "control-knob.yaml:11:1"),
        (("people", 0, "party"), "control-knob.yaml:52:13"),
        ((), "control-knob.yaml:1:1"),
    ],
)
def test_a_place_is_that_of_the_value_or_of_the_nearest_thing_around_it(knob, path, place):
    assert str(knob.place(path)) == place


def test_columns_are_counted_in_characters():
    text = SMALLEST.replace("bore: {kind: dimension", "外径🔧: {kind: dimention")
    [problem] = _load(text).problems
    assert (problem.place.line, problem.place.column) == (6, 15)


@pytest.mark.parametrize(
    ("written", "near"),
    [("kind: dimention", "dimension"), ("kind: Dimension", "dimension"), ("kind: colour", "color")],
)
def test_a_misspelt_kind_gets_a_suggestion(written, near):
    [problem] = _load(SMALLEST.replace("kind: dimension", written)).problems
    assert problem.code == "spec.unknown-kind"
    assert say("spec.unknown-kind.hint", "en", **problem.values) == f'Did you mean "{near}"?'
    assert say("spec.unknown-kind.hint", "ja", **problem.values) == f"「{near}」ではありませんか。"


def test_a_key_like_no_other_is_answered_with_all_that_are_known():
    [problem] = _load(SMALLEST + "zzzzzz: 1\n").problems
    hint = say("spec.unknown-key.hint", "en", **problem.values)
    assert "governing_language" in hint
    assert "sampling" in hint


def test_every_missing_key_is_named_with_advice():
    problems = _load("part: {number: 1}\n").problems
    assert {problem.values["key"] for problem in problems} == {
        "qspec", "id", "revision", "title", "characteristics", "sampling",
    }  # fmt: skip
    assert all("docs/spec.md" not in say("spec.missing-key.hint", "en", **problem.values) for problem in problems)


def test_a_duplicate_key_names_the_first_one():
    [problem] = _load(SMALLEST + "id: other\n").problems
    assert problem.code == "spec.duplicate-key"
    assert "line 2, column 1" in say("spec.duplicate-key.text", "en", **problem.values)


def test_a_class_without_plan_names_its_characteristics():
    text = SMALLEST.replace("sampling: 100%", "sampling: {minor: 100%}")
    [problem] = _load(text).problems
    assert problem.values == {"class_name": "major", "ids": "bore"}


def test_characteristics_that_could_be_read_are_there_though_the_spec_is_not():
    loaded = _load(SMALLEST.replace("title: Pin", "titel: Pin"))
    assert loaded.spec is None
    assert loaded.characteristics["bore"].limit == "φ10 H7"


def test_nothing_is_called_missing_in_a_file_that_could_not_be_read_to_its_end():
    assert _codes("qspec: 1\nid: X\n\trevision: A\n") == ["spec.tab"]


# Files that are hardly text


def test_a_file_without_anything_is_empty():
    assert _codes("") == ["spec.empty-file"]
    assert _codes(b"\xef\xbb\xbf# nothing\n") == ["spec.empty-file"]
    assert _codes("---\n...\n") == ["spec.empty-file"]
    assert _codes("~") == ["spec.empty-file"]


def test_a_byte_that_is_not_utf8_is_placed():
    content = "qspec: 1\r\ntitle: 外径".encode() + "公差".encode("cp932")
    loaded = _load(content)
    [problem] = loaded.problems
    assert problem.code == "spec.not-utf8"
    assert problem.place == Place("spec.yaml", 2, 10)
    assert problem.values == {"offset": 23, "byte": "0x8C"}


def test_the_offset_counts_the_byte_order_mark():
    [problem] = _load(b"\xef\xbb\xbfa: \xff").problems
    assert problem.values["offset"] == 6
    assert (problem.place.line, problem.place.column) == (1, 4)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_refused(encoding):
    loaded = _load(SMALLEST.encode(encoding))
    assert loaded.spec is None
    # Without its mark it is text full of NUL, or no UTF-8 at all because of the φ.
    assert loaded.problems[0].code in ({"spec.utf16"} if encoding == "utf-16" else {"spec.not-utf8", "spec.character"})


def test_a_file_that_is_too_large_is_not_looked_at():
    loaded = _load(SMALLEST.encode() + b"#" * 1_000_000)
    assert [problem.code for problem in loaded.problems] == ["spec.too-large"]
    assert loaded.spec is None


def test_problems_beyond_what_a_person_reads_are_counted():
    text = SMALLEST + "".join(f"key{number}: x\n" for number in range(150))
    problems = _load(text).problems
    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[-1].code == "spec.more"
    assert problems[-1].values == {"count": 50}
    assert problems[-1].severity is Severity.ERROR


def test_a_long_value_is_quoted_short():
    [problem] = _load(SMALLEST.replace("kind: dimension", "kind: " + "x" * 500)).problems
    assert len(say("spec.unknown-kind.text", "en", **problem.values)) < 150


HOSTILE = {
    "brackets": b"[" * 900_000,
    "braces": b"{a: " * 200_000,
    "dashes": b"- " * 400_000,
    "question marks": b"? " * 400_000,
    "one long scalar": b"a: " + b"x" * 990_000,
    "one long quoted scalar": b'a: "' + b"x" * 990_000 + b'"',
    "many keys": b"".join(b"k%d: 1\n" % number for number in range(80_000)),
    "many equal keys": b"k: 1\n" * 190_000,
    "many empty values": b"".join(b"k%d:\n" % number for number in range(24_000)),
    "many aliases": b"a: [" + b"*a," * 300_000 + b"]",
    "many anchors": b"".join(b"k%d: &a x\n" % number for number in range(24_000)),
    "many bad lines": b"".join(b"k%d: @x\n" % number for number in range(10_000)),
    "many bad lines in a large file": b"".join(b"k%d: @x\n" % number for number in range(80_000)),
    "many tabs": b"\ta: b\n" * 150_000,
    "many control characters": b"\x01" * 900_000,
    "many kinds of characters": "".join(map(chr, range(0x80, 0xA0))).encode() * 15_000,
    "many characteristics": SMALLEST.encode().replace(
        b"sampling", b"".join(b"  c%d: {kind: x, limt: y}\n" % number for number in range(8_000)) + b"sampling"
    ),
    "many misspelt keys": SMALLEST.encode() + b"".join(b"revisoin%d: 1\n" % number for number in range(20_000)),
    "many wrong people": SMALLEST.encode() + b"people:\n" + b"  - x\n" * 40_000,
    "a long key": SMALLEST.encode() + b"? " + b"y" * 900_000 + b"\n: 1\n",
    "line ends": b"\n" * 990_000,
    "carriage returns": b"\r" * 990_000,
    "an open quote": b'a: "' + b"x\n" * 490_000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_in_short_time(content):
    start = time.process_time()
    loaded = _load(content)
    assert time.process_time() - start < 10  # seconds of processor time; about one on a quiet machine
    assert loaded.spec is None
    assert loaded.problems
    assert all(problem.place.file == "spec.yaml" for problem in loaded.problems)


def test_more_values_than_a_person_writes_are_not_looked_at():
    [problem] = _load(b"".join(b"k%d: 1\n" % number for number in range(30_000))).problems
    assert problem.code == "spec.too-many-values"
    assert problem.place.line == 25_000


# Kinds from elsewhere


class Smell(Characteristic):
    kind: Literal["smell"]
    panel: Annotated[str, Field(pattern=r"^P\d+$")]
    scale: Annotated[str | None, BeforeValidator(lambda text: _refuse_scale())] = None


def _refuse_scale() -> None:
    raise PydanticCustomError("smell.scale-unknown", "not shown", {"scale": "x"})


def test_what_a_foreign_kind_refuses_is_placed():
    text = SMALLEST.replace("{kind: dimension, limit: φ10 H7}", "{kind: smell, limit: 3, panel: Q}")
    [problem] = load("f.yaml", text.encode(), {"smell": Smell}).problems
    assert problem.code == "spec.bad-value"
    assert (problem.place.line, problem.place.column) == (6, 40)
    assert say("spec.bad-value.text", "en", **problem.values) == '"characteristics.bore.panel" cannot be read: "Q".'


def test_a_foreign_kind_may_have_codes_of_its_own():
    text = SMALLEST.replace("{kind: dimension, limit: φ10 H7}", "{kind: smell, limit: 3, panel: P1, scale: x}")
    [problem] = load("f.yaml", text.encode(), {"smell": Smell}).problems
    assert problem.code == "smell.scale-unknown"
    assert problem.values == {"scale": "x"}
    assert (problem.place.line, problem.place.column) == (6, 51)
