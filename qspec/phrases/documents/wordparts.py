"""The parts of a Word archive around its text: which part is the main one, what belongs to it, what its styles mean.

Elements are known by their local names alone, so that both editions of the format (Transitional, Strict) read alike.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qspec.readers.guard import Archive, DamagedError, Family

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

WORD = Family(space="", roots=frozenset(), cheap=frozenset(), cost=3, depth=256)
"""Word's archives; an element of text costs about three times as much as one that holds a number."""

_HEADING = re.compile(
    r"(?:heading|見出し|標題)\s*\d*$|(?:sub)?title$|(?:表題|副題)$|toc(?: heading|\s*\d+)?$|目次", re.I
)
_OFF = frozenset(["0", "false", "off", "none"])
_BODY_TEXT = 9
"""The outline level of ordinary text; those below are headings."""


def local(element: Element) -> str:
    """Return an element's name without its name space; blank for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def value(element: Element, name: str = "val") -> str | None:
    """Return an attribute, whatever its name space."""
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), None)


def child(element: Element | None, *names: str) -> Element | None:
    """Return the element at the end of a path of names."""
    for name in names:
        element = next((one for one in element if local(one) == name), None) if element is not None else None
    return element


def on(element: Element | None, name: str) -> bool:
    """Say whether a property is set: its element is there and does not say no."""
    found = child(element, name)
    return found is not None and (value(found) or "1").lower() not in _OFF


def tree(content: bytes) -> Element:
    """Return a part's root; the guard has refused document types already."""
    from defusedxml.ElementTree import fromstring

    root: Element = fromstring(content)
    return root


@dataclass(frozen=True)
class Links:
    """The parts that belong to the main one, by the last word of their relationship's type; outside links are none."""

    main: str
    parts: tuple[tuple[str, str], ...]

    def of(self, kind: str) -> list[str]:
        """Return the names of the parts of a kind, each once."""
        return list(dict.fromkeys(name for found, name in self.parts if found == kind))


def links(archive: Archive) -> Links:
    """Return the main part and what belongs to it; raises :class:`DamagedError` where there is none."""
    found = [name for kind, name in _links(archive, "") if kind == "officeDocument"]
    main = found[0] if found else "word/document.xml"
    if not archive.has(main):
        raise DamagedError("documents.not-a-document", main)
    return Links(main, tuple(_links(archive, main)))


def _links(archive: Archive, part: str) -> Iterator[tuple[str, str]]:
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if not archive.has(listed):
        return
    for link in tree(archive.read(listed)):
        target = value(link, "Target") or ""
        if value(link, "TargetMode") != "External" and target:
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield (value(link, "Type") or "").rpartition("/")[2], path


@dataclass(frozen=True)
class Style:
    """What a paragraph's style means for the scan."""

    heading: bool = False
    listed: bool = False
    hidden: bool = False


def styles(content: bytes) -> dict[str, Style]:
    """Return the styles by id, what they inherit included."""
    own = {value(one, "styleId") or "": one for one in tree(content) if local(one) == "style"}
    return {key: _style(key, own) for key in own}


def _style(key: str, own: Mapping[str, Element]) -> Style:
    heading = listed = hidden = None
    seen: set[str] = set()
    while key in own and key not in seen:
        seen.add(key)
        one = own[key]
        named = child(one, "name")
        outline, numbered = child(one, "pPr", "outlineLvl"), child(one, "pPr", "numPr", "numId")
        if heading is None and named is not None and _HEADING.match((value(named) or "").strip()):
            heading = True
        if heading is None and outline is not None:
            heading = is_heading(outline)
        if listed is None and numbered is not None:
            listed = value(numbered) != "0"
        if hidden is None and child(one, "rPr", "vanish") is not None:
            hidden = on(child(one, "rPr"), "vanish")
        based = child(one, "basedOn")
        key = value(based) or "" if based is not None else ""
    return Style(bool(heading), bool(listed), bool(hidden))


def is_heading(outline: Element) -> bool:
    """Say whether an outline level is that of a heading."""
    level = value(outline) or ""
    return level.isdigit() and int(level) < _BODY_TEXT
