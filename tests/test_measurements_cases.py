"""Inspection files as users write them, one case each in ``cases/measurements``: what is read and what is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from inspection_files import Answer, ask, items

from qspec.errors import Severity
from qspec.measurements.batch import LotInfo
from qspec.messages import LANGUAGES, say

FOLDER = Path(__file__).parent / "cases" / "measurements"


def cases() -> list[Any]:
    found = []
    for file in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.load(file.read_bytes(), Loader=yaml.BaseLoader):  # noqa: S506 - the base loader makes text only
            found.append(pytest.param(case, id=f"{file.stem}: {case['what']}"))
    return found


@pytest.mark.parametrize("case", cases())
def test_the_file_is_read_as_a_person_reads_it(case):
    answer = asked(case)
    expected = case["expect"]
    said = [problem for problem in answer.problems if problem.severity is not Severity.NOTE]
    codes = sorted({problem.code.removeprefix("measurements.") for problem in said})
    assert codes == sorted(expected.get("problems", [])), said
    if "at" in expected:
        assert str(said[0].place) == expected["at"]
    if "near" in expected:
        assert any(expected["near"] in str(problem.values) for problem in said)
    if "pieces" in expected:
        assert answer.serials() == expected["pieces"]
    for name, texts in expected.get("readings", {}).items():
        item_id, _, role = name.partition(" ")
        assert answer.texts(item_id, role or "value") == [None if text == "~" else text for text in texts]
    for name, unit in expected.get("units", {}).items():
        assert answer.lot.blocks[name].columns["value"].unit == (None if unit == "~" else unit)
    if "conditions" in expected:
        stated = {name: dict(block.conditions) for name, block in answer.lot.blocks.items() if block.conditions}
        assert stated == expected["conditions"]
    check_the_rest(answer, expected)


def asked(case: dict[str, Any]) -> Answer:
    options: dict[str, Any] = {}
    if "sidecar" in case:
        options["sidecar"] = ("batch.csv.batch.yaml", case["sidecar"].encode())
    given = dict(case.get("given", {}))
    if "size" in given:
        given["size"] = int(given["size"])
    options["given"] = LotInfo(**given)
    options["lot"] = case.get("lot")
    options["decimal_comma"] = case.get("decimal_comma") == "true"
    content = case["data"].replace("\\t", "\t").encode(case.get("encoding", "utf-8"))
    return ask(content, items(case["items"]), **options)


def check_the_rest(answer: Answer, expected: dict[str, Any]) -> None:
    for lang in LANGUAGES:
        for problem in answer.problems:
            assert say(f"{problem.code}.text", lang, **problem.values)
            assert say(f"{problem.code}.hint", lang, **problem.values)
        for note in answer.batch.notes if answer.batch else ():
            assert say(note.key, lang, **note.values)
    if "notes" in expected:
        assert answer.notes == set(expected["notes"])
    if "unused" in expected:
        assert answer.batch is not None
        assert list(answer.batch.unused) == expected["unused"]
    if "matched" in expected:
        assert answer.batch is not None
        assert {name: ", ".join(roles.values()) for name, roles in answer.batch.matched.items()} == expected["matched"]
    if "conflicts" in expected:
        assert [piece.serial for piece in answer.lot.pieces if piece.conflict] == expected["conflicts"]
    if "lots" in expected:
        assert answer.batch is not None
        found = {lot.info.id or "": [piece.serial for piece in lot.pieces] for lot in answer.batch.lots}
        assert found == expected["lots"]
    for fact, value in expected.get("info", {}).items():
        assert str(getattr(answer.lot.info, fact)) == value
