"""The part of ``qspec explain`` that reads replies: as text in the languages of the run, or one JSON object per reply.

The question to ask next is shown in the language of the reply too, for it has to be put to the person who gave it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from qspec.cli.app import Exit
from qspec.cli.command import help_width
from qspec.cli.inputs import read_source
from qspec.cli.language import Languages
from qspec.cli.run import tell
from qspec.errors import Place, Problem, Say
from qspec.messages import both, render, say
from qspec.text import shorten

if TYPE_CHECKING:
    from qspec.phrases.replies import Heard, Match, Reply

FORMATS = ("text", "json")


def explain_standard_input(languages: Languages, format_name: str) -> int:
    """Read replies from standard input, one per line, and print each; exit 2 where one could not be read."""
    from qspec.readers.encoding import decode

    source, problems = read_source("-")
    if source is None:
        tell(problems, languages)
        return Exit.UNUSABLE
    decoded = decode("-", source.content)
    if decoded.problem is not None:
        tell([decoded.problem], languages)
        return Exit.UNUSABLE
    lines = decoded.text.splitlines() or [""]
    return max(explain_reply(languages, line, format_name, Place("-", number)) for number, line in enumerate(lines, 1))


def explain_reply(languages: Languages, text: str, format_name: str, place: Place | None = None) -> int:
    """Print what a reply usually signals; exit 2 with the reason where it cannot be read."""
    from qspec.phrases.replies import read_reply

    reply = read_reply(text)
    if format_name == "json":
        click.echo(json.dumps(_document(text, reply), ensure_ascii=False))
    elif reply is not None:
        for index, lang in enumerate(languages):
            click.echo("\n".join(["" for _ in range(min(index, 1))] + list(_lines(reply, lang, languages))))
        if place is not None:
            click.echo("")
    if reply is not None:
        return Exit.ACCEPTED
    tell([_problem(text, place or Place())], languages)
    return Exit.UNUSABLE


def _problem(text: str, place: Place) -> Problem:
    """Return why a reply could not be read."""
    from qspec.phrases.replies import MAX_LENGTH, is_silence

    if is_silence(text):
        return Problem("replies.silence", place)
    if len(text) > MAX_LENGTH:
        return Problem("replies.too-long", place, values={"length": len(text), "limit": MAX_LENGTH})
    return Problem("replies.no-signal", place, values={"text": shorten(text)})


def _lines(reply: Reply, lang: str, languages: Languages) -> Iterator[str]:
    from qspec.report.width import columns, pad, visible, wrap

    rows = list(_rows(reply, lang, languages))
    width = max(columns(label) for label, _ in rows)
    for label, text in rows:
        first, *rest = wrap(visible(text), max(20, help_width() - width - 2)) or [""]
        yield f"{pad(label, width)}  {first}"
        yield from (f"{' ' * width}  {line}" for line in rest)


def _rows(reply: Reply, lang: str, languages: Languages) -> Iterator[tuple[str, str]]:
    """Yield label and text: what the reply signals, how sure that is, why, and what to ask."""
    separator = say("output.separator", lang)

    def label(name: str) -> str:
        return say(f"replies.label.{name}", lang)

    yield label("reply"), shorten(reply.text, 400)
    yield label("signal"), _named(reply.signal, lang)
    yield label("meaning"), render(reply.meaning, lang)
    yield label("sureness"), say(f"replies.sureness.{reply.sureness}", lang)
    yield label("matched"), _quoted(reply.matched, separator)
    if reply.others:
        yield label("others"), separator.join(_other(heard, lang, separator) for heard in reply.others)
    if reply.note is not None:
        yield label("note"), render(reply.note, lang)
    for index, question in enumerate(reply.next_questions):
        yield (label("ask") if index == 0 else ""), f"• {render(question, lang)}"
    if reply.language not in languages and lang == languages[-1]:
        named = say("replies.label.ask-in", lang, language=Say(f"replies.language.{reply.language}"))
        for index, question in enumerate(reply.next_questions):
            yield (named if index == 0 else ""), f"• {render(question, reply.language)}"
    yield label("source"), render(reply.source, lang)


def _named(signal: str, lang: str) -> str:
    return say(f"replies.signal.{signal.replace('_', '-')}", lang)


def _quoted(matched: Sequence[Match], separator: str) -> str:
    return separator.join(dict.fromkeys(shorten(match.text) for match in matched))


def _other(heard: Heard, lang: str, separator: str) -> str:
    return say("replies.other", lang, signal=_named(heard.signal, lang), words=_quoted(heard.matched, separator))


def _document(text: str, reply: Reply | None) -> dict[str, object]:
    """Return a reply as plain values; without a known signal the keys stay, empty."""
    from qspec.phrases.replies import language_of

    if reply is None:
        empty: dict[str, object] = {"text": text, "language": language_of(text), "signal": None, "sureness": None}
        return empty | {
            "matched": [], "others": [], "meaning": None, "next_questions": [], "note": None, "source": None,
        }  # fmt: skip
    return {
        "text": reply.text,
        "language": reply.language,
        "signal": reply.signal.value,
        "sureness": reply.sureness.value,
        "matched": _spans(reply.matched),
        "others": [
            {"signal": heard.signal.value, "sureness": heard.sureness.value, "matched": _spans(heard.matched)}
            for heard in reply.others
        ],
        "meaning": both(reply.meaning.key, **reply.meaning.values),
        "next_questions": [both(question.key, **question.values) for question in reply.next_questions],
        "note": both(reply.note.key, **reply.note.values) if reply.note is not None else None,
        "source": dict(reply.source),
    }


def _spans(matched: Sequence[Match]) -> list[dict[str, object]]:
    return [{"start": match.start, "end": match.end, "text": match.text} for match in matched]
