"""Reads one heading: the characteristic and quantity it names, its unit, conditions, and the number of a reading.

``膜厚[µm]``, ``bore n2 (mm)``, ``Ra/µm``, ``L*(D65/10°)``, ``① 外径`` and rows of several such cells over one
another are headings. A name counts only where everything else in the heading is understood, so ``内径 補正前`` is not
taken for 内径. ``layout.py`` reads header rows with it, ``listed.py`` the labels of rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from qspec.measurements import conditions
from qspec.measurements.vocabulary import Target, Vocabulary, is_circled, uncircled, unit_id
from qspec.measurements.words import NOT_READINGS, Word, counters
from qspec.measurements.words import headings as heading_words
from qspec.text import fold, normalize

_OPEN, _CLOSE = "([〔【〈《「『<", ")]〕】〉》」』>"
_GROUP = re.compile(rf"[{re.escape(_OPEN)}]([^{re.escape(_OPEN + _CLOSE)}]*)[{re.escape(_CLOSE)}]")
_SEPARATORS = re.compile(r"[\s_/・,;:\-‐–—]+")
_REPEAT = re.compile(r"(?P<before>\D*)(?P<number>\d{1,3})(?P<after>\D*)", re.ASCII)
_LONG_NUMBER = re.compile(r"\d{4}")
"""A serial number, date or wavelength: only a name of the spec holds such a number, and that is looked up before."""


@dataclass(frozen=True)
class Heading:
    """What a heading says. ``unclear`` are bracketed texts behind a known name that nobody understands."""

    text: str = ""
    items: frozenset[str] = frozenset()
    balloon: frozenset[str] = frozenset()
    hint: frozenset[str] = frozenset()
    """Items whose balloon is a plain number in front of a name; it decides between two of one name, no more."""
    roles: frozenset[Target] = frozenset()
    words: frozenset[Word] = frozenset()
    units: frozenset[str] = frozenset()
    conditions: Mapping[str, str] = field(default_factory=dict)
    condition: str | None = None
    """The condition whose own column this is."""
    repeat: str | None = None
    bare_number: bool = False
    """True where it is nothing but digits, which are no heading unless something stands above them."""
    glued: bool = False
    """True where name and number stand in one cell (``Ra2``), so that a missing ``Ra1`` is a question."""
    unclear: tuple[str, ...] = ()
    known: bool = False

    @property
    def named(self) -> bool:
        """Say whether it names an item or a quantity by words."""
        return bool(self.items or self.roles)


@dataclass
class HeadingReader:
    """Reads headings against one spec's vocabulary; texts that repeat are read once."""

    vocabulary: Vocabulary
    _known: dict[str, Heading] = field(default_factory=dict)
    _combined: dict[tuple[str, ...], Heading] = field(default_factory=dict)

    def read(self, text: str) -> Heading:
        """Return what one cell says as a heading."""
        found = self._known.get(text)
        if found is None:
            plain = normalize(text)
            found = self._known[text] = replace(self._whole(plain), text=plain) if plain else Heading()
        return found

    def combined(self, texts: Sequence[str]) -> Heading:
        """Return what several cells over (or beside) one another say together."""
        key = tuple(texts)
        found = self._combined.get(key)
        if found is None:
            parts = [self.read(text) for text in texts if text.strip()]
            found = _merged(parts, " / ".join(part.text for part in parts)) if parts else Heading()
            self._combined[key] = found
        return found

    def targets(self, heading: Heading) -> frozenset[Target]:
        """Return the roles a heading can mean: none for other columns, several where it is ambiguous."""
        if heading.words & NOT_READINGS:
            return frozenset()
        named = heading.items | heading.balloon
        if heading.items and (heading.items & heading.balloon):
            named = heading.items & heading.balloon
        if len(named) > 1 and named & heading.hint:
            named &= heading.hint
        if named and heading.roles:
            return frozenset(target for target in heading.roles if target[0] in named)
        if named:
            return frozenset(target for item in named if (target := self.vocabulary.sole(item)) is not None)
        return heading.roles

    def _whole(self, plain: str) -> Heading:
        named = self._name(plain)
        if not named.known and _LONG_NUMBER.search(plain):
            return Heading()
        groups = [found.group(1) for found in _GROUP.finditer(plain)]
        inside = [self._inside(group) for group in groups]
        if named.known:
            # The name holds its brackets; what they say about unit and conditions still counts.
            extra = [
                replace(part, items=frozenset(), roles=frozenset(), words=frozenset(), unclear=()) for part in inside
            ]
            return _merged([named, *extra], plain)
        base = " ".join(_GROUP.sub(" ", plain).split()) if groups else plain
        if not base:
            return _merged(inside, plain) if all(part.known for part in inside) else Heading()
        heading = self._base(base)
        if not heading.known:
            return Heading()
        unclear = tuple(group for group, part in zip(groups, inside, strict=True) if not part.known and group.strip())
        return replace(_merged([heading, *(part for part in inside if part.known)], plain), unclear=unclear)

    def _name(self, text: str) -> Heading:
        """Return what a text names as a whole: an item, a quantity, or a word of forms."""
        folded, known = fold(text), self.vocabulary
        items = known.items.get(folded, frozenset())
        roles = known.quantities.get(folded, frozenset())
        if items or roles:
            if any(target[0] in items for target in roles):
                roles = frozenset(target for target in roles if target[0] in items)
            elif items:
                roles = frozenset()
            return Heading(items=items, roles=roles, known=True)
        words = heading_words().get(folded, frozenset())
        condition = conditions.label(text)
        if words or condition:
            return Heading(words=words, condition=condition, known=True)
        return Heading()

    def _inside(self, text: str) -> Heading:
        """Return what a bracketed text says: a unit first, for ``(min)`` and ``[N]`` are units there."""
        unit = unit_id(text.removeprefix("単位").lstrip(":： ") if text.startswith("単位") else text)
        if unit is not None and fold(text) not in self.vocabulary.quantities:
            return Heading(units=frozenset({unit}), known=True)
        said = conditions.stated(text, bracketed=True)
        if said is not None:
            return Heading(conditions=said, known=True)
        return self._small(text)

    def _base(self, text: str) -> Heading:
        named = self._name(text)
        if named.known:
            return named
        small = self._small(text)
        if small.known:
            return small
        unit = unit_id(text)
        if unit is not None:
            return Heading(units=frozenset({unit}), known=True)
        if is_circled(text[0]) and len(text) > 1:
            rest = self._base(text[1:].strip())
            own = self._balloon(text[0])
            known = rest.known and bool(own or rest.named or rest.words)
            return replace(rest, balloon=own, bare_number=False) if known else Heading()
        return self._tokens(text) or self._glued(text) or Heading()

    def _small(self, text: str) -> Heading:
        """Return what a short text says that is no word: a condition, a balloon, the number of a reading, a name."""
        said = conditions.stated(text, bracketed=False)
        if said is not None:
            return Heading(conditions=said, known=True)
        repeat, balloon = read_repeat(text), self._balloon(text)
        if repeat is not None or balloon:
            digits = text.isascii() and fold(text).isdigit()
            return Heading(balloon=balloon, repeat=repeat, bare_number=digits, known=True)
        return self._name(text)

    def _balloon(self, text: str) -> frozenset[str]:
        return self.vocabulary.balloons.get(fold(uncircled(text)), frozenset())

    def _tokens(self, text: str) -> Heading | None:
        """Read a heading of several words: the longest run that is a name, and every other word understood."""
        words = [word for word in _SEPARATORS.split(text) if word]
        if not 1 < len(words) <= 12:
            return None
        parts: list[Heading] = []
        named = False
        index = 0
        # Beside a sure condition A is an illuminant (A-10deg-L), but the last word is rather a quantity (D65-10deg-a).
        unsure = any(conditions.stated(word, bracketed=False) for word in words)
        while index < len(words):
            length, part = self._longest(words[index:])
            said = conditions.stated(words[index], bracketed=True) if unsure and index < len(words) - 1 else None
            if said is not None:
                length, part = 1, Heading(conditions=said, known=True)
            if part is None:
                return None
            if part.repeat is not None and not part.named and not named and part.bare_number:
                part = Heading(hint=part.balloon, known=True)
            named = named or part.named
            parts.append(part)
            index += length
        merged = _merged(parts, text)
        return replace(merged, glued=merged.repeat is not None) if named or merged.words else None

    def _longest(self, words: Sequence[str]) -> tuple[int, Heading | None]:
        for length in range(len(words), 0, -1):
            part = self._name("".join(words[:length]))
            if part.known:
                return length, part
        for length in range(1, min(2, len(words)) + 1):
            said = conditions.stated(" ".join(words[:length]), bracketed=False)
            if said is not None:
                return length, Heading(conditions=said, known=True)
        part = self._small(words[0])
        if part.known:
            return 1, part
        unit = unit_id(words[0])
        return (1, Heading(units=frozenset({unit}), known=True)) if unit else (1, None)

    def _glued(self, text: str) -> Heading | None:
        """Read ``Ra1``, ``内径平均``: a name of two letters or more with something known before or behind it."""
        folded = fold(text)
        names = [*self.vocabulary.items, *self.vocabulary.quantities]
        for name in sorted((name for name in names if len(name) > 1 and name in folded), key=len, reverse=True):
            if folded.startswith(name):
                rest = folded[len(name) :]
            elif folded.endswith(name):
                rest = folded[: -len(name)]
            else:
                continue
            part = self._small(rest)
            digits_meet = name[-1:].isdigit() and rest[:1].isdigit() and folded.startswith(name)
            if part.known and not digits_meet and not (part.balloon and not part.repeat):
                merged = _merged([self._name(name), replace(part, balloon=frozenset())], text)
                return replace(merged, glued=merged.repeat is not None)
        return None


def read_repeat(text: str) -> str | None:
    """Return the number of a piece or repeated reading (``n3``, ``No.3``, ``③``, ``3回目``, ``3``), else None."""
    found = _REPEAT.fullmatch(fold(uncircled(text)).strip("()"))
    apart = "".join(f" {char} " if is_circled(char) else char for char in text)
    if found is None or len(re.findall(r"\d+", uncircled(apart))) > 1:
        return None  # ②-1 and 2-1 are not 21
    before, after = counters()
    known = (not found["before"] or found["before"] in before) and (not found["after"] or found["after"] in after)
    return str(int(found["number"])) if known else None


def _merged(parts: Iterable[Heading], text: str) -> Heading:
    """Return what several parts say together: names from all of them, of the repeat numbers the last."""
    found = Heading(text=text, known=True)
    for part in parts:
        said = {**found.conditions}
        for key, value in part.conditions.items():
            said[key] = value if said.get(key, value) == value else f"{said[key]} / {value}"
        counted = found.named or (part.bare_number and (bool(found.balloon) or found.repeat is not None))
        behind_name = counted and part.repeat is not None and not part.named
        numbered = found.balloon and part.named and not found.named
        found = replace(
            found,
            items=found.items & part.items or found.items | part.items,
            # A number under or behind a name counts readings; over or before one it may be a balloon of the drawing.
            balloon=found.balloon if behind_name else found.balloon | part.balloon,
            hint=found.hint | part.hint,
            roles=found.roles & part.roles or found.roles | part.roles,
            words=found.words | part.words,
            units=found.units | part.units,
            conditions=said,
            condition=found.condition or part.condition,
            repeat=part.repeat or (None if numbered else found.repeat),
            glued=found.glued or part.glued,
            bare_number=part.bare_number,
            unclear=found.unclear + part.unclear,
        )
    return found
