"""What holds for every file: never an exception, and damage never makes anything more complete."""

from __future__ import annotations

import csv
import io
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from inspection_files import Answer, ask, items, part, repacked, workbook

from qspec.errors import Refusal, Severity
from qspec.messages import LANGUAGES, say
from qspec.text import read_number

ITEMS = items(
    {
        "bore": {"ja": "内径", "balloon": "1"},
        "film": {"ja": "膜厚", "unit": "um"},
        "look": {"ja": "外観", "unit": ""},
        "shade": {"ja": "本体色", "color": "1", "conditions": {"geometry": "di:8° SCI", "illuminant": "D65"}},
    }
)
ROLES = {one.id: [role.key for role in one.roles] for one in ITEMS}
NAMES = ("内径", "膜厚", "外観", "L*(D65)", "a*(D65)", "b*(D65)")
TEXTS = (
    *(
        "",
        "-",
        "平均",
        "規格",
        "判定",
        "単位",
        "No.",
        "S/N",
        "ロット",
        "lot",
        "検査項目",
        "測定値",
        "備考",
        "mm",
        "(mm)",
        "µm",
    ),
    *("n1", "n2", "1", "①", "#", "内径", "膜厚", "bore", "film", "L*", "a*", "SCI", "SCE", "D65", "A", "10°", "本体色"),
    *(
        "12.5 mm",
        "12.5 g",
        "1e400",
        "nan",
        "〃",
        "=1+1",
        '"',
        ";",
        "\t",
        "\0",
        "ロット番号",
        "L-1",
        "数量",
        "検査日",
        "Ra",
        "OK",
    ),
)
WHOLE = workbook(("data", [["No.", "内径"], [1, 10.01], [2, 10.02]]))
quick = settings(max_examples=60, deadline=None)


@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_a_batch_or_placed_problems(content):
    for name in ("batch.csv", "batch.xlsx", "-"):
        answer = ask(content, ITEMS, name)
        assert answer.batch is not None or any(problem.severity is Severity.ERROR for problem in answer.problems)
        assert all(problem.place.file for problem in answer.problems if problem.code != "measurements.more-problems")


@given(st.lists(st.lists(st.sampled_from(TEXTS), max_size=7), max_size=9), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_table_of_the_words_of_forms_is_read_or_refused_in_both_languages(rows, as_book):
    answer = ask(workbook(("data", without_zero(rows))), ITEMS, "a.xlsx") if as_book else ask(written(rows), ITEMS)
    for problem in answer.problems:
        for lang in LANGUAGES:
            assert say(f"{problem.code}.text", lang, **problem.values)
            assert say(f"{problem.code}.hint", lang, **problem.values)
    for note in answer.batch.notes if answer.batch else ():
        for lang in LANGUAGES:
            assert say(note.key, lang, **note.values)


@given(st.data())
@quick
def test_any_damage_to_a_workbook_is_a_refusal_or_the_same_content(data):
    at = data.draw(st.integers(0, len(WHOLE) - 1))
    damaged = bytearray(WHOLE)
    damaged[at] ^= data.draw(st.integers(1, 255))
    answer = ask(bytes(damaged), ITEMS[:1], "a.xlsx")
    if answer.batch is not None and not answer.problems:
        assert set(answer.texts("bore")) <= {"10.01", "10.02"}


@given(st.data())
@quick
def test_any_damage_to_the_markup_of_a_sheet_is_no_exception(data):
    name = data.draw(st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "_rels/.rels"]))
    old = part(WHOLE, name)
    begin = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(begin, min(len(old), begin + 30)))
    new = old[:begin] + data.draw(st.binary(max_size=5)) + old[end:]
    ask(repacked(WHOLE, {name: new}), ITEMS[:1], "a.xlsx")


def without_zero(rows: list[list[str]]) -> list[list[str]]:
    return [[cell.replace("\0", "") for cell in row] for row in rows]


def written(rows: list[list[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


# --- damage to a good file ------------------------------------------------------------------------------------------


def wide(pieces: int) -> list[list[str]]:
    values = [[f"{10 + column}.{row:02d}1" for column in range(len(NAMES))] for row in range(pieces)]
    return [["S/N", *NAMES], *([f"P-{row + 1}", *cells] for row, cells in enumerate(values))]


def across(pieces: int) -> list[list[str]]:
    table = wide(pieces)
    lines = [[name, "", "10±1", *(row[index] for row in table[1:]), "OK"] for index, name in enumerate(NAMES, start=1)]
    return [["検査項目", "単位", "規格", *(f"n{row + 1}" for row in range(pieces)), "判定"], *lines]


def long(pieces: int) -> list[list[str]]:
    table = wide(pieces)
    return [
        ["S/N", "検査項目", "測定値"],
        *([row[0], n, v] for row in table[1:] for n, v in zip(NAMES, row[1:], strict=True)),
    ]


def split(pieces: int) -> list[list[str]]:
    table = wide(pieces)
    return [*(row[:3] for row in table), [], *([row[0], *row[3:]] for row in table)]


def readings(answer: Answer) -> dict[str, Counter[tuple[str | None, ...]]]:
    """Return the complete readings of every item on pieces without a conflict, as far as a kind could read them."""
    found: dict[str, Counter[tuple[str | None, ...]]] = {}
    for lot in answer.batch.lots if answer.batch else ():
        for name, block in lot.blocks.items():
            for index, piece in enumerate(block.pieces):
                texts = tuple(block.columns[key].texts[index] if key in block.columns else None for key in ROLES[name])
                if all(map(is_number, texts)) and not lot.pieces[piece].conflict:
                    found.setdefault(name, Counter())[texts] += 1
    return found


def is_number(text: str | None) -> bool:
    return text is not None and not isinstance(read_number(text), Refusal)


def asked(rows: list[list[str]], as_book: bool) -> Answer:
    return ask(workbook(("data", rows)), ITEMS, "a.xlsx") if as_book else ask(written(rows), ITEMS)


tables = st.builds(lambda form, pieces: form(pieces), st.sampled_from([wide, across, long, split]), st.integers(1, 4))


@given(tables, st.booleans())
@quick
def test_a_good_table_is_read_completely_in_every_form(rows, as_book):
    answer = asked(rows, as_book)
    assert not answer.problems
    found = readings(answer)
    pieces = len(answer.lot.pieces)
    assert {name: sum(values.values()) for name, values in found.items()} == dict.fromkeys(
        ("bore", "film", "look", "shade"), pieces
    )


DAMAGES = ("blank cell", "mark", "blank row", "delete row", "blank column", "delete column", "word")


@st.composite
def damaged(draw) -> tuple[list[list[str]], list[list[str]], str]:
    rows = draw(tables)
    copy = [list(row) for row in rows]
    row = draw(st.integers(0, len(rows) - 1))
    column = draw(st.integers(0, max(len(rows[row]) - 1, 0)))
    how = draw(
        st.sampled_from(["blank cell", "mark", "blank row", "delete row", "blank column", "delete column", "word"])
    )
    word = draw(st.sampled_from([text for text in TEXTS if text and text not in '\0";\t']))
    if how in ("blank cell", "mark", "word") and copy[row]:
        copy[row][column] = {"blank cell": "", "mark": "------", "word": word}[how]
    elif how == "blank row":
        copy[row] = [""] * len(copy[row])
    elif how == "delete row":
        del copy[row]
    elif how == "blank column":
        copy = [[*line[:column], "", *line[column + 1 :]] if column < len(line) else line for line in copy]
    elif how == "delete column":
        copy = [[*line[:column], *line[column + 1 :]] for line in copy]
    return rows, copy, word


@given(damaged(), st.booleans())
@settings(max_examples=300, deadline=None)
def test_damage_never_makes_anything_more_complete_nor_gives_a_reading_to_another_item(case, as_book):
    rows, copy, word = case
    before, after = readings(asked(rows, as_book)), readings(asked(copy, as_book))
    for name, found in after.items():
        beyond = found - before.get(name, Counter())
        # A word put in place of a reading is handed on for the kind to refuse; nothing else may be new.
        assert all(word in " ".join(text or "" for text in texts) or is_part(word, texts) for texts in beyond), beyond
        assert sum(found.values()) <= sum(before.get(name, Counter()).values())


def is_part(word: str, texts: tuple[str | None, ...]) -> bool:
    """Say whether a reading is the number of a word such as ``12.5 mm``."""
    return any(text and word.startswith(text) for text in texts)


@given(st.integers(1, 4), st.integers(0, 3))
@quick
def test_a_deleted_sheet_leaves_its_items_without_readings(pieces, which):
    table = wide(pieces)
    sheets = [(NAMES[index - 1], [[row[0], row[index]] for row in table]) for index in (1, 2, 3)]
    left = [sheet for index, sheet in enumerate(sheets) if index != which]
    answer = ask(workbook(*left), ITEMS[:3], "a.xlsx")
    assert set(readings(answer)) == {("bore", "film", "look")[index] for index in range(3) if index != which}
    assert ("column-missing" in answer.codes) == (which < 3)
