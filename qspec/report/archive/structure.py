"""Writes the tree of elements into the PDF, so that a screen reader finds order, headings and tables.

Called by ``finishing.py`` for tagged papers. ISO 32000-1, 14.7 and 14.8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qspec.report.archive.model import Drawing, Element, Mark


def write_structure(pdf: Any, root: Element, drawing: Drawing, widgets: Sequence[Any]) -> None:  # noqa: ANN401 - the PDF library's document
    """Write the tree, and the way back from each run of drawing and each field to its element."""
    from pikepdf import Array, Dictionary, Name

    tree = pdf.make_indirect(Dictionary(Type=Name("/StructTreeRoot")))
    made: dict[Element, Any] = {}
    pages = [page.obj for page in pdf.pages]
    tree.K = _Writer(pdf, pages, widgets, made).write(root, tree)
    entries: list[Any] = []
    for number, runs in enumerate(drawing.runs):
        entries += [number, pdf.make_indirect(Array([made[element] for element in runs]))]
        pages[number].StructParents = number
    for index, field in enumerate(drawing.fields):
        if field.element is not None:
            key = len(pages) + index
            widgets[index].StructParent = key
            entries += [key, made[field.element]]
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(entries)))
    tree.ParentTreeNextKey = len(pages) + len(drawing.fields)
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = Dictionary(Marked=True)


class _Writer:
    """Turns elements into the library's dictionaries."""

    def __init__(self, pdf: Any, pages: Sequence[Any], widgets: Sequence[Any], made: dict[Element, Any]) -> None:  # noqa: ANN401 - likewise
        from pikepdf import Array, Dictionary, Name

        self.pdf, self.pages, self.widgets, self.made = pdf, pages, widgets, made
        self._array, self._dictionary, self._name = Array, Dictionary, Name

    def write(self, element: Element, parent: Any) -> Any:  # noqa: ANN401 - likewise
        """Return the dictionary of an element with everything below it."""
        own = self.pdf.make_indirect(self._dictionary(S=self._name("/" + element.kind), P=parent))
        self.made[element] = own
        first = next((kid.page for kid in element.kids if isinstance(kid, Mark)), None)
        if first is not None:
            own.Pg = self.pages[first]
        if element.lang:
            own.Lang = element.lang
        if element.alt:
            own.Alt = element.alt
        attributes = self._attributes(element)
        if attributes:
            own.A = self._dictionary(attributes)
        kids = [self._kid(kid, own, first) for kid in element.kids]
        if element.field is not None:
            kids.append(self._dictionary(Type=self._name("/OBJR"), Obj=self.widgets[element.field]))
            own.Pg = self.widgets[element.field].P
        if kids:
            own.K = kids[0] if len(kids) == 1 else self._array(kids)
        return own

    def _kid(self, kid: Element | Mark, own: Any, first: int | None) -> Any:  # noqa: ANN401 - likewise
        if isinstance(kid, Element):
            return self.write(kid, own)
        if kid.page == first:
            return kid.number
        return self._dictionary(Type=self._name("/MCR"), Pg=self.pages[kid.page], MCID=kid.number)

    def _attributes(self, element: Element) -> Mapping[str, Any]:
        name, array = self._name, self._array
        if element.scope:
            return {"/O": name("/Table"), "/Scope": name("/" + element.scope)}
        if element.span > 1:
            return {"/O": name("/Table"), "/ColSpan": element.span}
        if element.box is not None:
            box = array([round(side, 2) for side in element.box])
            return {"/O": name("/Layout"), "/Placement": name("/Block"), "/BBox": box}
        return {}
