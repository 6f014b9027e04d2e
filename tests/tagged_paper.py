"""Reads the tree of a tagged PDF back: what a screen reader says, element by element, and what it passes over."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pikepdf
import report_paper

_SEQUENCE = re.compile(
    rb"/(\w+) <<([^>]*)>> BDC|/(\w+) BMC|\b(EMC)\b|\((?:\\.|[^\\()])*\) Tj|/\S+ [\d.]+ Tf|\bET\b", re.S
)


@dataclass
class Told:
    """An element with its texts and elements in order."""

    kind: str
    lang: str | None
    node: pikepdf.Dictionary
    kids: list[Told | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything written within, a line for each part."""
        return "\n".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    @property
    def said(self) -> str:
        """The same without what is written in pictures, which are told by their alternative texts."""
        parts = [kid if isinstance(kid, str) else kid.said for kid in self.kids]
        return "" if self.kind == "Figure" else "\n".join(part for part in parts if part)

    def all(self, kind: str) -> list[Told]:
        """Return the elements of a kind, this one and those below it, in order."""
        below = [found for kid in self.kids if isinstance(kid, Told) for found in kid.all(kind)]
        return [self, *below] if self.kind == kind else below


@dataclass(frozen=True)
class Tagged:
    """The tree, what is drawn outside it by page, and what is drawn under neither."""

    document: Told
    asides: list[str]
    lost: list[str]
    figures: int
    """Runs of drawing that belong to a Figure."""
    paper: report_paper.Paper
    """Keeps the objects alive."""


def read(content: bytes) -> Tagged:
    paper = report_paper.read(content)
    marked: dict[tuple[int, int], str] = {}
    kinds: dict[tuple[int, int], str] = {}
    asides, lost = [], []
    for page, drawn in enumerate(paper.pdf.pages):
        for kind, number, piece in _sequences(drawn.obj.Contents.read_bytes()):
            text = report_paper.text_of(piece, paper.maps)
            if number is not None:
                marked[page, number], kinds[page, number] = text, kind
            elif text:
                (asides if kind == "Artifact" else lost).append(text)
    pages = {page.objgen: index for index, page in enumerate(paper.pdf.pages)}
    used: list[tuple[int, int]] = []
    root = _told(paper.pdf.Root.StructTreeRoot.K, None, pages, marked, used)
    assert sorted(used) == sorted(marked), "a run belongs to no element, or to two"
    return Tagged(root, asides, lost, sum(kind == "Figure" for kind in kinds.values()), paper)


def _sequences(content: bytes):
    """Yield kind, number and content of each marked sequence, then what stands outside of them."""
    kind, number, inside, outside = "", None, [], []
    for found in _SEQUENCE.finditer(content):
        if found[4]:
            assert kind, "an end without a beginning"
            yield kind, number, b" ".join(inside)
            kind = ""
        elif found[1] or found[3]:
            assert not kind, "sequences are not nested here"
            kind, inside = (found[1] or found[3]).decode(), []
            given = re.search(rb"/MCID (\d+)", found[2] or b"")
            number = int(given[1]) if given else None
        else:
            (inside if kind else outside).append(found[0])
    assert not kind, "a sequence goes on beyond its page"
    yield "", None, b" ".join(outside)


def _told(node, page, pages, marked, used) -> Told:
    page = pages[node.Pg.objgen] if "/Pg" in node else page
    told = Told(str(node.S)[1:], str(node.Lang) if "/Lang" in node else None, node)
    kids = node.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            place = (page, int(kid))
        elif kid.get("/Type") == "/MCR":
            place = (pages[kid.Pg.objgen], int(kid.MCID))
        elif kid.get("/Type") == "/OBJR":
            continue
        else:
            told.kids.append(_told(kid, page, pages, marked, used))
            assert kid.P.objgen == node.objgen
            continue
        used.append(place)
        told.kids.append(marked[place])
    return told
