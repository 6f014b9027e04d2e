"""Strips are stacked onto pages without loss, overlap or lone headings."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from qspec.report.paper.flow import paginate
from qspec.report.paper.pen import Pen
from qspec.report.paper.strips import Break, Strip

ROOM = 300.0


@dataclass(frozen=True)
class Bar(Strip):
    """A strip of a height that can be parted at multiples of ten."""

    name: str
    tall: float
    before: float = 0.0
    keep: bool = False
    head: Strip | None = None
    divisible: bool = True
    bound: bool = False

    @property
    def height(self) -> float:
        return self.tall

    def split(self, room: float) -> tuple[Strip, Strip] | None:
        part = room // 10 * 10
        if not self.divisible or part <= 0 or part >= self.tall:
            return None
        rest = Bar(self.name, self.tall - part, 0.0, self.keep, self.head)
        return Bar(self.name, part, self.before, False, self.head), rest

    def paint(self, pen: Pen, top: float) -> None:
        raise AssertionError("not drawn in this test")


def names(strips: list[Strip]) -> list[list[str]]:
    return [[placed.strip.name for placed in page] for page in paginate(strips, ROOM)]  # type: ignore[attr-defined]  # a test strip has it


def test_strips_follow_one_another() -> None:
    page = paginate([Bar("a", 100), Bar("b", 50, before=10)], ROOM)[0]
    assert [placed.top for placed in page] == [0, 110]


def test_a_heading_moves_to_the_next_page_with_what_it_heads() -> None:
    assert names([Bar("text", 250), Bar("heading", 20, keep=True), Bar("body", 60)]) == [["text"], ["heading", "body"]]


def test_an_end_mark_moves_to_the_next_page_with_the_last_words() -> None:
    strips = [Bar("text", 250), Bar("last words", 40), Bar("end", 20, bound=True), Break(), Bar("next", 10, bound=True)]
    assert names(strips) == [["text"], ["last words", "end"], ["next"]]


def test_the_headings_of_a_table_are_repeated_on_every_page() -> None:
    head = Bar("head", 50, keep=True)
    rows = [Bar(f"row {index}", 100, head=head) for index in range(5)]
    assert names([head, *rows]) == [["head", "row 0", "row 1"], ["head", "row 2", "row 3"], ["head", "row 4"]]


def test_a_row_higher_than_a_page_is_split_and_loses_nothing() -> None:
    pages = paginate([Bar("text", 100), Bar("row", 1000, head=Bar("head", 50))], ROOM)
    parts = [placed.strip.height for page in pages for placed in page if placed.strip.name == "row"]  # type: ignore[attr-defined]  # a test strip has it
    assert sum(parts) == 1000
    assert len(pages) == 5


def test_a_break_begins_a_page_and_two_breaks_make_no_empty_one() -> None:
    assert names([Bar("a", 10), Break(), Break(), Bar("b", 10), Break()]) == [["a"], ["b"]]


def test_no_strips_make_no_pages() -> None:
    assert paginate([], ROOM) == []


BARS = st.builds(
    Bar,
    st.just("bar"),
    st.integers(1, 700).map(float),
    st.integers(0, 20).map(float),
    st.booleans(),
    st.sampled_from([None, Bar("head", 40)]),
)


@given(st.lists(st.one_of(BARS, st.just(Break())), max_size=25))
def test_nothing_is_lost_nothing_overlaps_and_nothing_leaves_the_page(strips: list[Strip]) -> None:
    pages = paginate(strips, ROOM)
    total = sum(strip.height for strip in strips)
    placed = [one for page in pages for one in page]
    assert sum(one.strip.height for one in placed if one.strip.name != "head") == total  # type: ignore[attr-defined]  # a test strip has it
    for page in pages:
        assert page
        bottom = 0.0
        for one in page:
            assert one.top >= bottom - 0.01
            bottom = one.top + one.strip.height
        assert bottom <= ROOM + 0.02
