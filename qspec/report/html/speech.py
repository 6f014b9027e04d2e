"""Values as marked-up text in every language of the page; the only place that lets a user's text into the page.

Each language stands in an element of its own, which the page's style shows or hides. Text goes through
:func:`~qspec.report.width.visible` and the escaping of markupsafe, so nothing in it is ever interpreted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qspec.errors import Value
from qspec.messages import render
from qspec.report.width import visible

if TYPE_CHECKING:
    from markupsafe import Markup

_JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]")
"""Kana and ideographs: a text with one of them is read aloud as Japanese."""


def spoken(value: Value, languages: Sequence[str]) -> Markup:
    """Return a value in each language, once where all say the same (a number, a name without translation)."""
    from markupsafe import Markup

    texts = {lang: visible(render(value, lang)) for lang in languages}
    if len(set(texts.values())) == 1:
        return _same(texts[languages[0]])
    first, *others = (
        Markup('<span class="{0}{1}" lang="{0}">{2}</span>').format(
            lang, "" if lang == languages[0] else " second", text
        )
        for lang, text in texts.items()
    )
    return Markup(" ").join([first, *others])


def plainly(value: Value, languages: Sequence[str]) -> str:
    """Return a value as text in every language, for the title of the window."""
    return " / ".join(dict.fromkeys(visible(render(value, lang)) for lang in languages))


def _same(text: str) -> Markup:
    from markupsafe import Markup, escape

    return Markup('<span lang="ja">{}</span>').format(text) if _JAPANESE.search(text) else escape(text)
