"""Draws a :class:`~qspec.report.outline.Document` as one HTML file that needs nothing beside itself.

``as_html.py`` calls :func:`draw`. The page may run its own style and script and nothing else: its policy names both by
their SHA-256. Without a script every row is shown, in the languages the page opens with.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import partial
from importlib import resources
from typing import TYPE_CHECKING

from qspec import __version__
from qspec.errors import Say, Value
from qspec.report.html import marking, sections
from qspec.report.html.speech import plainly, spoken
from qspec.report.outline import Banner, Block, Cell, Document, Masthead, Picture, Table

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

PICTURE_WIDTH = 505.0
"""Points: the width of the paper's own pictures, so that both have the same proportions."""
_HEADERS = frozenset({"characteristic", "characteristics"})
"""Columns whose cell heads its row; in other tables the first column does."""


def draw(document: Document, *, show: str, digest: str, of: str = "result") -> bytes:
    """Return the page as UTF-8.

    ``show`` is what it opens with: a language, or ``both``. ``digest`` is the SHA-256 of the result document, or of the
    spec where ``of`` says so.
    """
    environment = _environment(document.languages)
    made = sections.parts(document)
    style, script = _file("style.css"), _file("script.js")
    content = environment.get_template("page.html").render(
        document=document,
        masthead=next((block for block in document.blocks if isinstance(block, Masthead)), None),
        banner=_only_banner(document),
        parts=made,
        counts=marking.counts(block for part in made for block in part.blocks),
        order=marking.ORDER,
        rows=any(isinstance(block, Table) and block.rows for block in document.blocks),
        numbers={part.key: marking.by_number(part.blocks) for part in made},
        title=" — ".join(plainly(value, document.languages) for value in (document.title, *document.footer[:1])),
        show=show,
        first=document.languages[0] if show == "both" else show,
        digest=digest,
        digest_of=f"html.record.digest-{of}" if of != "result" else "html.record.digest",
        version=__version__,
        policy=policy(
            style, script, photos=any(isinstance(block, Picture) and block.photo for block in document.blocks)
        ),
        style=_trusted(style),
        script=_trusted(script),
    )
    return content.encode("utf-8")


def policy(style: str, script: str, *, photos: bool = False) -> str:
    """Return the content security policy: nothing from anywhere, and of the page itself this style and this script.

    ``photos``: and the pictures that stand in the page itself.
    """
    rules = {
        "default-src": "'none'",
        "style-src": _hash(style),
        "script-src": _hash(script),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    if photos:
        rules["img-src"] = "data:"
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _file(name: str) -> str:
    return (resources.files("qspec") / "report" / "html" / name).read_text(encoding="utf-8")


def _environment(languages: Sequence[str]) -> Environment:
    from jinja2 import DictLoader, Environment, StrictUndefined

    pages = {name: _file(name) for name in ("page.html", "blocks.html")}
    environment = Environment(
        loader=DictLoader(pages), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals |= {
        "t": partial(_said, languages=languages),
        "value": partial(spoken, languages=languages),
        "kind": _kind,
        "row_header": _row_header,
        "marks": marking.of_row,
        "verdict": marking.stated,
        "pictures": partial(_pictures, languages=languages),
        "filled": _filled,
    }
    return environment


def _said(key: str, languages: Sequence[str], **values: Value) -> Markup:
    return spoken(Say(key, values), languages)


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _only_banner(document: Document) -> Banner | None:
    """Return the disposition to show at the very top; None where there are several lots."""
    found = [block for block in document.blocks if isinstance(block, Banner)]
    return found[0] if len(found) == 1 else None


def _row_header(table: Table) -> int:
    """Return which column names what a row is about."""
    named = (index for index, column in enumerate(table.columns) if _slug(column.heading) in _HEADERS)
    return next(named, 0)


def _slug(heading: Value) -> str:
    return str(getattr(heading, "key", "")).rpartition(".")[2]


def _filled(cell: Cell | Value) -> bool:
    """Say whether there is anything to show."""
    return any(cell.lines) if isinstance(cell, Cell) else bool(cell)


def _pictures(picture: Picture, languages: Sequence[str]) -> list[tuple[str, Markup]]:
    """Return the picture in each language and in both, as SVG inside the page; once where nothing is written on it.

    Each is named as what it is shown with: a language, ``both``, or nothing where it is always shown.
    """
    from qspec.report.pictures.svg import as_svg

    wanted = {lang: lang for lang in languages} | {"both": "+".join(languages)}
    drawn = {
        name: _inline(as_svg(picture.draw(spoken_in, PICTURE_WIDTH, picture.height)))
        for name, spoken_in in wanted.items()
    }
    return list(drawn.items()) if len(set(drawn.values())) > 1 else [("", drawn["both"])]


def _inline(svg: bytes) -> Markup:
    text = svg.decode("utf-8")
    return _trusted(
        text[text.index("<svg") :].replace(' role="img"', ' aria-hidden="true" focusable="false"', 1).strip()
    )


def _trusted(text: str) -> Markup:
    """Return what this program wrote itself as it is: style, script, and pictures, which are escaped already."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - no user's text comes here unescaped
