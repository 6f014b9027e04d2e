"""Lines → blocks: wrapped lines are joined, numbers and list signs taken off, headings told from short requirements.

Readers of text, PDF and mail make :class:`Line` objects; those of formats with paragraphs set ``gap`` on each. Blocks
that a reader has already made (table cells) pass through in their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qspec.phrases.documents import headings
from qspec.phrases.documents.markers import Marker, marker
from qspec.phrases.documents.model import Block, BlockKind, Piece, concat
from qspec.phrases.documents.words import words

_LONG, _LONGEST, _TAIL = 3_000, 20_000, 200
"""Characters from which a paragraph ends with a sentence, from which it ends anyhow, and those that decide on it."""
_TERMINATED = re.compile(r"[.。．;；!！?？:：]['\"”’)）」』】]*$")
_LEADING = re.compile(r"[:：]$")
_LIST_FOLLOWS = re.compile(r"(?:[:：]|(?:次|以下|下記|左記)(?:の|に)[^。]{0,20}[。]?)$")
_OPEN_JA = re.compile(r"(?:[はがをにで、・（「『／/]|(?<!も)の|(?<!こ)と)$")
_GOES_ON = re.compile(r"[,.;:)）」』】、。・]|[ぁぃぅぇぉっゃゅょァィゥェォッャュョー々]")
_HYPHEN = re.compile(r"[A-Za-z][-‐\u00ad]$")
_WORD = re.compile(r"[A-Za-z]+")
_TITLED = frozenset(["article", "part", "annex", "level", "number", "letter", "roman", "kanji"])
_SECTIONS = "■◆●□◇○★▼▽§"
"""Signs that stand before titles as well as before items."""


@dataclass(frozen=True)
class Line:
    """One line: ``gap`` where something parts it from the line before, ``full`` where it did not fit on that one.

    ``measured`` says that the line before surely ended where it did on purpose, unless this one is ``full``.
    """

    piece: Piece
    gap: bool = False
    full: bool = False
    indent: float = 0
    role: BlockKind | None = None
    """What the format says it is: a heading, a list item."""
    measured: bool = False


@dataclass
class _Open:
    """A block that may go on; ``tail`` is the end of its text."""

    pieces: list[Piece]
    mark: Marker | None
    indent: float
    role: BlockKind | None
    length: int = 0
    tail: str = ""

    def __post_init__(self) -> None:
        self._grown(self.pieces[0])

    def add(self, piece: Piece) -> None:
        """Take another line."""
        self.pieces[-1:] = joined(self.pieces[-1], piece)
        self._grown(piece)

    def _grown(self, piece: Piece) -> None:
        self.length += len(piece.text) + 1
        self.tail = self.pieces[-1].text[-_TAIL:]

    @property
    def piece(self) -> Piece:
        """All of its text."""
        return concat(self.pieces)


@dataclass(frozen=True)
class _Closed:
    """A block whose kind depends on its neighbours; ``ready`` ones do not."""

    block: Block
    form: tuple[str, int] | None = None
    maybe: bool = False


def assemble(entries: Iterable[Line | Block]) -> list[Block]:
    """Return the blocks of a document, or of a part of it."""
    entries = list(entries)
    return _settled(list(_Assembler(_shouted(entries)).run(entries)))


def _shouted(entries: Sequence[Line | Block]) -> bool:
    """Say whether the text is written in capitals throughout, as notes on drawings are."""
    lines = [entry.piece.text for entry in entries if isinstance(entry, Line) and _WORD.search(entry.piece.text)]
    return 2 * sum(headings.in_capitals(text) for text in lines) > len(lines)


class _Assembler:
    def __init__(self, shouted: bool) -> None:
        self._shouted = shouted
        self._open: _Open | None = None
        self._closed: list[_Closed] = []

    def run(self, entries: Iterable[Line | Block]) -> list[_Closed]:
        for entry in entries:
            if isinstance(entry, Block):
                self._flush()
                self._closed.append(_Closed(entry))
            elif entry.piece.text.strip():
                self._line(entry)
        self._flush()
        return self._closed

    def _line(self, line: Line) -> None:
        piece, now = line.piece.strip(), self._open
        going = now is not None and not line.gap and line.role is now.role
        within = going and now is not None and bool(now.tail) and not _TERMINATED.search(now.tail)
        mark = marker(piece.text, within=within)
        if now is not None and going and mark is None and (not now.tail or _continues(now, line, piece.text)):
            now.add(piece)  # behind a number alone on its line, or behind a line that goes on
            return
        self._flush()
        rest = piece.cut(mark.end).strip() if mark else piece
        self._open = _Open([rest], mark, line.indent, line.role)

    def _flush(self) -> None:
        done, self._open = self._open, None
        if done is None or not done.tail:
            return
        if done.role is BlockKind.HEADING:
            self._heading(done)
        elif done.mark is not None and (done.mark.form in _TITLED or done.mark.text[0] in _SECTIONS):
            self._numbered(done, done.mark)
        else:
            self._plain(done)

    def _heading(self, done: _Open) -> None:
        """Close what the format calls a heading: clauses are set as headings too, and those stay to be read."""
        if not headings.says_something(done.piece.text):
            self._add(done.piece, BlockKind.HEADING, done.mark)
        elif not self._split(done.piece, done.mark):
            self._add(done.piece, BlockKind.PARAGRAPH, done.mark)

    def _numbered(self, done: _Open, mark: Marker) -> None:
        text = done.piece.text
        if mark.form in _TITLED and self._split(done.piece, mark):
            return
        if headings.title_like(text):
            sure = headings.known_title(text) or mark.form in ("article", "part", "annex")
            kind = BlockKind.HEADING if sure else BlockKind.ITEM
            self._add(done.piece, kind, mark, maybe=not sure)
        else:
            self._add(done.piece, BlockKind.ITEM, mark)

    def _plain(self, done: _Open) -> None:
        text = done.piece.text
        kind = BlockKind.ITEM if done.mark or done.role is BlockKind.ITEM else BlockKind.PARAGRAPH
        if kind is BlockKind.PARAGRAPH and headings.title_like(text):
            shown = text[0] in "【［〔（《" or (headings.in_capitals(text) and not self._shouted)
            if shown or headings.known_title(text):
                kind = BlockKind.HEADING
        self._add(done.piece, kind, done.mark)

    def _split(self, piece: Piece, mark: Marker | None) -> bool:
        """Close a title and the clause behind it; False where the line has no such two parts."""
        parts = headings.title_split(piece.text)
        if parts is None:
            return False
        begin, end, clause = parts
        self._add(piece.cut(begin, end).strip(), BlockKind.HEADING, mark)
        self._add(piece.cut(clause).strip(), BlockKind.PARAGRAPH, None)
        return True

    def _add(self, piece: Piece, kind: BlockKind, mark: Marker | None, *, maybe: bool = False) -> None:
        block = Block(piece.text, kind, piece.origins, marker=mark.text if mark else "")
        self._closed.append(_Closed(block, (mark.form, mark.level) if mark else None, maybe))


def _settled(closed: list[_Closed]) -> list[Block]:
    """Decide on short numbered lines: a heading has something under it, and items of a list stand side by side."""
    blocks: list[Block] = []
    for index, one in enumerate(closed):
        if not one.maybe or one.form is None:
            blocks.append(one.block)
            continue
        after = closed[index + 1] if index + 1 < len(closed) else None
        before = closed[index - 1] if index else None
        beside = [other for other in (before, after) if other is not None and other.form is not None]
        listed = any(other.form == one.form and other.block.kind is BlockKind.ITEM for other in beside)
        led = before is not None and before.form != one.form and _LIST_FOLLOWS.search(before.block.text) is not None
        empty = after is None or (
            after.form is not None and after.form[0] == one.form[0] and after.form[1] < one.form[1]
        )
        kind = BlockKind.ITEM if listed or led or empty else BlockKind.HEADING
        blocks.append(replace(one.block, kind=kind))
    return blocks


def _continues(now: _Open, line: Line, text: str) -> bool:
    """Say whether a line goes on with the open block."""
    before = now.tail
    ended = _TERMINATED.search(before) is not None
    if now.length > _LONGEST or (ended and now.length > _LONG):
        return False
    if _HYPHEN.search(before) or _GOES_ON.match(text):
        return True
    if _LEADING.search(before) or (_other_language(before, text) and not _OPEN_JA.search(before)):
        return False
    if now.mark is not None and now.length < _TAIL and not line.full and _is_title(before, text, now.mark):
        return False
    if now.mark is not None and line.indent > now.indent:
        return True
    if ended or (line.measured and not line.full):
        return line.full
    if headings.japanese(before[-1:]) or headings.japanese(text[:1]):
        return _OPEN_JA.search(before) is not None or (line.full and not _finished(before, text))
    first = _WORD.match(text)
    last = before.rsplit(None, 1)[-1].lower() if before.strip() else ""
    if text[0].islower() or last in words("open_en") or before.endswith((",", "(", "/")):
        return True
    return line.full and not (first and first.group() in words("starters"))


def _is_title(before: str, text: str, mark: Marker) -> bool:
    """Say whether a numbered line is a title, so that the line below is the text under it and not its rest."""
    if headings.known_title(before):
        return True
    if mark.form not in _TITLED or not headings.title_like(before) or _OPEN_JA.search(before):
        return False
    return headings.japanese(text[0]) or (text[0].isupper() and before.rsplit(None, 1)[-1] not in words("open_en"))


def _finished(before: str, text: str) -> bool:
    """Say whether a Japanese line is a whole requirement, and the next does not go on with a particle."""
    return headings.ends_sentence(before[-8:]) and text[0] not in "をがはにのもとでへ"


def _other_language(before: str, text: str) -> bool:
    """Say whether a Japanese line is followed by an English one or the reverse, as in bilingual documents."""
    first, second = headings.japanese(before), headings.japanese(text)
    english = before if second else text
    return first != second and len(_WORD.findall(english)) > 2


def joined(before: Piece, after: Piece) -> tuple[Piece, Piece]:
    """Return two lines so that they read as one: Japanese without a blank, a divided word without its hyphen."""
    left, right = before.text, after.text
    if not left:
        return before, after
    if _HYPHEN.search(left) and right[:1].isalpha() and not headings.japanese(right[:1]):
        return (before if _keeps_hyphen(left, right) else before.cut(0, len(left) - 1)), after
    both = headings.japanese(left[-1]) or left[-1] in "、。，．・「（"
    both = both and (headings.japanese(right[:1]) or right[:1] in "、。・」）「（")
    return (before if both or left.endswith("/") else before.with_end(" ")), after


def _keeps_hyphen(left: str, right: str) -> bool:
    first, second = _WORD.findall(left)[-1], _WORD.match(right)
    known = words("hyphened")
    return second is None or not right[0].islower() or first.lower() in known or second.group().lower() in known
