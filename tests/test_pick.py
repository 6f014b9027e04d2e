"""Which pieces are picked: an order that any hash tool gives, fair to cartons, nested; lists read whole or refused."""

from __future__ import annotations

import csv
import hashlib
import io
import subprocess
import sys
from collections import Counter
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qspec.errors import Refusal
from qspec.judgement.picking.pick import per_carton, pick, positions
from qspec.judgement.picking.roster import Piece, canonical, from_file, from_range, is_range, read_range, with_cartons
from qspec.messages import say

SPEC = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"


def by_hand(serials, lot, count):
    """The method of docs/plan.md, with hashlib alone."""
    keys = {hashlib.sha256(f"qspec-pick/1\n{SPEC}\n{lot}\n{serial}".encode()).hexdigest(): serial for serial in serials}
    return [keys[key] for key in sorted(keys)][:count]


def test_the_pick_is_what_a_hash_tool_gives():
    serials = [f"A{number:03d}" for number in range(1, 321)]
    found = pick(map(Piece, serials), SPEC, "KN-2611", 80)
    assert [one.serial for one in found] == by_hand(serials, "KN-2611", 80)
    assert [one.number for one in found] == list(range(1, 81))


def test_without_serial_numbers_positions_are_picked():
    found = pick(positions(1200), SPEC, "L-1", 5)
    assert [one.serial for one in found] == by_hand([str(number) for number in range(1, 1201)], "L-1", 5)


def test_it_is_the_same_in_another_process_and_from_a_list_in_another_order():
    code = (
        "from qspec.judgement.picking.pick import pick, positions\n"
        f"print([one.serial for one in pick(reversed(list(positions(50))), {SPEC!r}, 'ロット７', 9)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str([one.serial for one in pick(positions(50), SPEC, "ロット７", 9)])


def test_every_piece_has_the_same_chance_over_lots():
    counts = Counter(
        one.serial for lot in range(2000) for one in pick(positions(20), SPEC, f"L{lot}", 5)
    )  # 500 expected of each, standard deviation 19.4
    assert set(counts) == {str(number) for number in range(1, 21)}
    assert max(abs(count - 500) for count in counts.values()) < 5 * 19.4


cartons_of = st.lists(st.integers(1, 25), min_size=1, max_size=12)


@given(cartons_of, st.integers(1, 80))
@settings(deadline=None)
def test_every_beginning_of_the_order_is_shared_fairly_among_cartons(sizes, count):
    pieces = [Piece(f"{carton}-{number}", f"C{carton}") for carton, size in enumerate(sizes) for number in range(size)]
    count = min(count, len(pieces))
    found = pick(pieces, SPEC, "L-1", count)
    taken = per_carton(found)
    assert len(found) == count
    if count >= len(sizes):
        assert len(taken) == len(sizes)
    else:
        assert set(taken.values()) == {1}
    whole = pick(pieces, SPEC, "L-1", len(pieces))
    assert whole[:count] == found  # nested
    for carton, size in enumerate(sizes):
        # one piece beforehand for every carton, then in proportion, to within one piece
        share = Fraction(size * max(0, count - len(sizes)), len(pieces))
        assert taken.get(f"C{carton}", 0) <= share + 2 + Fraction(size * len(sizes), len(pieces))


def test_a_carton_is_opened_as_often_as_it_is_large():
    pieces = [Piece(f"a{number}", "A") for number in range(90)] + [Piece(f"b{number}", "B") for number in range(10)]
    assert per_carton(pick(pieces, SPEC, "L-1", 20)) == {"A": 18, "B": 2}
    first = Counter(pick(pieces, SPEC, f"L{lot}", 1)[0].carton for lot in range(1000))
    assert abs(first["B"] - 100) < 5 * 9.5  # the standard deviation of 1000 draws of 10 %


def test_within_a_carton_the_order_is_that_of_the_hashes():
    pieces = [Piece(f"{carton}{number}", carton) for carton in "ABC" for number in range(7)]
    found = pick(pieces, SPEC, "L-1", 21)
    for carton in "ABC":
        own = [one.serial for one in found if one.carton == carton]
        assert own == by_hand([f"{carton}{number}" for number in range(7)], "L-1", 7)


@pytest.mark.parametrize(
    ("text", "first", "last", "count"),
    [
        ("A001..A320", "A001", "A320", 320),
        ("1〜1200", "1", "1200", 1200),
        ("A8..A12", "A8", "A12", 5),
        ("KN-26-098...KN-26-102", "KN-26-098", "KN-26-102", 5),
        ("Ａ０１..Ａ０３", "A01", "A03", 3),
        ("A7", "A7", "A7", 1),
    ],
)
def test_a_range_is_read(text, first, last, count):
    found = read_range(text)
    assert (found[0], found[-1], len(found)) == (first, last, count)
    assert is_range(text) == (count > 1)


@pytest.mark.parametrize("text", ["A001..B320", "A5..A1", "A001..A20", "A1..A99999999"])
def test_a_range_that_is_none_is_refused(text):
    assert isinstance(read_range(text), Refusal)


def pieces_of(text, **options):
    return from_file("list.csv", text.encode(), **options)


@pytest.mark.parametrize(
    "text",
    [
        "A1\nA2\nA3\n",
        "A1\r\nA2\r\nA3\r\n\r\n",
        "\ufeffserial\nA1\nA2\nA3\n",
        "製造番号\nA1\nA2\nA3",
        "No.,serial\n1,A1\n2,A2\n3,A3\n",
        "A1..A3\n",
    ],
)
def test_a_list_of_pieces_is_read(text):
    pieces, problems = pieces_of(text)
    assert problems == []
    assert [(piece.serial, piece.carton) for piece in pieces] == [("A1", ""), ("A2", ""), ("A3", "")]


def test_cartons_stand_beside_the_pieces_or_in_a_file_of_their_own():
    own, problems = pieces_of("serial,carton\nA1..A2,C1\nA3,C2\n")
    assert problems == []
    listed, problems = pieces_of("箱番号,製造番号\nC1,A1..A2\nC2,A3\n", cartons=True)
    assert problems == []
    alone, _ = from_range("A1..A3", "--serials")
    pieces, problems = with_cartons(alone, listed)
    assert problems == []
    assert list(pieces) == list(own)
    _, problems = with_cartons(alone, listed[:2])
    assert [(problem.code, problem.values["serial"]) for problem in problems] == [("plan.no-carton", "A3")]
    _, problems = with_cartons(alone[:2], listed)
    assert [(problem.code, problem.place.line) for problem in problems] == [("plan.carton-unknown-piece", 3)]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("A1\nA2\nA1\n", "plan.duplicate-serial", 3),
        ("A1\na1\n", "plan.duplicate-serial", 2),
        ("1\n01\n", "plan.duplicate-serial", 2),
        ("Ａ1\nA1\n", "plan.duplicate-serial", 2),
        ("A1\n\nA2\n", "plan.empty-line", 2),
        ("serial,carton\nA1,C1\nA2,\n", "plan.no-carton", 3),
        ("serial,carton\n,C1\n", "plan.empty-line", 2),
        ("A1,C1\nA2,C1\n", "plan.no-serial-column", 1),
        ("A1..B9\n", "plan.range-heads", 1),
        ("A1..A99999999\n", "plan.too-many-pieces", 1),
        ("serial\nA1\x07\n", "plan.not-a-serial", 2),
    ],
)
def test_a_list_that_cannot_be_followed_is_refused_where_it_is_wrong(text, code, line):
    _, problems = pieces_of(text)
    assert [(problem.code, problem.place.line) for problem in problems] == [(code, line)]
    for lang in ("en", "ja"):
        assert all(say(f"{code}.{part}", lang, **problems[0].values) for part in ("text", "hint"))


def test_a_workbook_is_read_and_its_cells_named():
    book = openpyxl.Workbook()
    for row in (("serial", "carton"), ("A1", "C1"), ("A1", "C2")):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    pieces, problems = from_file("list.xlsx", stream.getvalue())
    assert [piece.carton for piece in pieces] == ["C1", "C2"]
    assert [(problem.code, problem.place.cell) for problem in problems] == [("plan.duplicate-serial", "A3")]


def test_serials_are_hashed_in_one_unicode_form_and_else_as_written():
    assert canonical(" か\u3099-1\u3000") == "が-1"
    assert canonical("Ａ１") == "Ａ１"


@given(st.lists(st.text(max_size=8), max_size=12))
@settings(deadline=None)
def test_no_list_makes_the_reader_fail(cells):
    stream = io.StringIO()
    csv.writer(stream).writerows([cell] for cell in cells)
    pieces, problems = from_file("list.csv", stream.getvalue().encode("utf-8", "surrogatepass"))
    assert pieces or problems or not any(cell.strip() for cell in cells)
